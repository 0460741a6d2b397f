//! What the accounting system's messages say, and which command says the same here.
//!
//! Amounts, quantities and percentages come as decimal texts: a number of JSON would have been
//! read as a float by somebody on the way. Amounts are net of VAT, in the tenant's currency.

use kernel::{Context, Currency, Day, Effect, Line, Malformed, Money, Percentage, Quantity};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::client::Client;
use crate::client::note::NoteClient;
use crate::estimate::change_plan::ChangePlan;
use crate::estimate::create::{CreateEstimate, GivenCost, NewLine};
use crate::estimate::{CostMethod, LocalEstimate};
use crate::price::Price;
use crate::price_sheet::publish::PublishPrice;
use crate::price_sheet::record_purchase::RecordPurchase;
use crate::price_sheet::{Purchase, RevisionTrigger};
use crate::shipment::create::CreateShipment;
use crate::shipment::record_posting::{MovedLine, RecordPosting};
use crate::shipment::record_return::{BackLine, RecordReturn};
use crate::shipment::revise::ReviseShipment;
use crate::shipment::steps::RequestedLine;
use crate::shipment::{Shipment, Source};
use crate::text::literal;

/// What a message says, by its type. Fields that nothing here needs are ignored.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged)]
pub enum Content {
    /// `1c.ls.created.v1`
    EstimateCreated(EstimateCreated),
    /// `1c.ls.plan-changed.v1`
    PlanChanged(PlanChanged),
    /// `1c.order.created.v1`
    OrderCreated(OrderCreated),
    /// `1c.order.updated.v1`
    OrderUpdated(OrderUpdated),
    /// `1c.shipment.returned.v1`
    GoodsReturned(GoodsReturned),
    /// `1c.shipment.posted.v1`
    GoodsPosted(GoodsPosted),
    /// `1c.price.npss-updated.v1`
    CostUpdated(CostUpdated),
    /// `1c.price.purchase-changed.v1`
    PurchaseChanged(PurchaseChanged),
    /// `1c.client.updated.v1`
    ClientUpdated(ClientUpdated),
}

/// An estimate that was decided in the accounting system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EstimateCreated {
    ls_id: Line,
    client_id: Line,
    #[serde(default)]
    client_name: Option<Line>,
    manager_id: Line,
    business_unit: Line,
    from: Day,
    until: Day,
    items: Vec<EstimateItem>,
    /// In percent: `"23.33"`.
    #[serde(default)]
    planned_profit: Option<String>,
    #[serde(default)]
    total: Option<String>,
    /// Whether amounts have VAT in them; such a message is refused.
    #[serde(default)]
    vat_included: bool,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EstimateItem {
    product_id: Line,
    name: Line,
    #[serde(default)]
    business_unit: Option<Line>,
    quantity: Quantity,
    price: String,
    npss: String,
    npss_calculated_on: Day,
    #[serde(default)]
    npss_temporary: bool,
    #[serde(default)]
    non_liquid: bool,
}

/// A plan that was changed in the accounting system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanChanged {
    ls_id: Line,
    /// In percent.
    old_plan: String,
    /// In percent.
    new_plan: String,
    #[serde(default)]
    reason: Option<Line>,
}

/// An order that was made in the accounting system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderCreated {
    order_id: Line,
    ls_id: Line,
    manager_id: Line,
    items: Vec<OrderItem>,
    #[serde(default)]
    edi: bool,
    /// The revision of the document, from 1.
    #[serde(default = "first")]
    revision: u32,
    #[serde(default)]
    vat_included: bool,
}

const fn first() -> u32 {
    1
}

/// An order that was changed in the accounting system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderUpdated {
    order_id: Line,
    /// The revision of the document: an older one changes nothing.
    revision: u32,
    items: Vec<OrderItem>,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderItem {
    product_id: Line,
    quantity: Quantity,
    price: String,
}

/// Goods that left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoodsPosted {
    rtu_id: Line,
    order_id: Line,
    posted_on: Day,
    items: Vec<OrderItem>,
}

/// Goods that came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoodsReturned {
    return_id: Line,
    rtu_id: Line,
    order_id: Line,
    returned_on: Day,
    items: Vec<ReturnedItem>,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReturnedItem {
    product_id: Line,
    quantity: Quantity,
}

/// A cost that was calculated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CostUpdated {
    product_id: Line,
    new_npss: String,
    calculated_on: Day,
    #[serde(default)]
    temporary: bool,
}

/// A purchase at another price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PurchaseChanged {
    product_id: Line,
    ptu_id: Line,
    purchased_on: Day,
    quantity: Quantity,
    /// Of one piece, in the tenant's currency at the rate of that day.
    new_price: String,
    /// The currency that was paid.
    currency: Currency,
}

/// A client as the accounting system knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClientUpdated {
    client_id: Line,
    name: Line,
    is_strategic: bool,
    /// In points: `"3.00"`.
    #[serde(default)]
    allowed_deviation: Option<String>,
}

/// A text that is no amount or percentage.
type Problem = Line;

fn problem(what: &str) -> Problem {
    // Problems quote what came; a line of text bounds them.
    let bounded: String = what.chars().filter(|character| !character.is_control()).take(190).collect();
    Line::new(&bounded).unwrap_or_else(|_| literal("unreadable"))
}

fn price(text: &str, currency: Currency) -> Result<Price, Problem> {
    let money = Money::parse(text, currency).map_err(|error| problem(&format!("{text}: {error}")))?;
    Price::new(money).map_err(|error| problem(&format!("{text}: {error}")))
}

/// A percentage of at most two digits after the point, exactly.
fn percentage(text: &str) -> Result<Percentage, Problem> {
    let read = || {
        let value = Decimal::from_str_exact(text).ok()?.normalize();
        let hundredths = value.checked_mul(Decimal::ONE_HUNDRED)?;
        if value.scale() <= 2 { hundredths.to_i64().map(Percentage::from_hundredths) } else { None }
    };
    read().ok_or_else(|| problem(&format!("{text}: not a percentage of at most two digits after the point")))
}

fn requested(items: &[OrderItem], currency: Currency) -> Result<Vec<RequestedLine>, Problem> {
    let line = |item: &OrderItem| {
        let price = Some(price(&item.price, currency)?);
        Ok(RequestedLine { product: item.product_id.clone(), quantity: item.quantity, price })
    };
    items.iter().map(line).collect()
}

impl Content {
    /// Reads what a message of a type says.
    ///
    /// # Errors
    /// With where it cannot be read, or that nobody knows the type.
    pub fn read(kind: &Line, data: &Value) -> Result<Self, Line> {
        let data = data.clone();
        let content = match kind.as_str() {
            "1c.ls.created.v1" => Malformed::read(data).map(Self::EstimateCreated),
            "1c.ls.plan-changed.v1" => Malformed::read(data).map(Self::PlanChanged),
            "1c.order.created.v1" => Malformed::read(data).map(Self::OrderCreated),
            "1c.order.updated.v1" => Malformed::read(data).map(Self::OrderUpdated),
            "1c.shipment.posted.v1" => Malformed::read(data).map(Self::GoodsPosted),
            "1c.shipment.returned.v1" => Malformed::read(data).map(Self::GoodsReturned),
            "1c.price.npss-updated.v1" => Malformed::read(data).map(Self::CostUpdated),
            "1c.price.purchase-changed.v1" => Malformed::read(data).map(Self::PurchaseChanged),
            "1c.client.updated.v1" => Malformed::read(data).map(Self::ClientUpdated),
            unknown => return Err(problem(&format!("unknown type {unknown}"))),
        };
        content.map_err(|malformed| problem(&malformed.to_string()))
    }

    /// The command that says the same here.
    ///
    /// # Errors
    /// With the text that is no amount or percentage.
    pub fn effect(&self, key: &str, context: &Context) -> Result<Effect, Line> {
        let currency = context.settings.currency;
        Ok(match self {
            Self::EstimateCreated(created) => Effect::send(&created.command(currency)?, key),
            Self::PlanChanged(changed) => Effect::send(&changed.command()?, key),
            Self::OrderCreated(created) => Effect::send(&created.command(currency)?, key),
            Self::OrderUpdated(updated) => Effect::send(&updated.command(currency)?, key),
            Self::GoodsPosted(posted) => Effect::send(&posted.command(currency)?, key),
            Self::GoodsReturned(returned) => Effect::send(&returned.command(), key),
            Self::CostUpdated(updated) => Effect::send(&updated.command(currency)?, key),
            Self::PurchaseChanged(changed) => Effect::send(&changed.command(currency)?, key),
            Self::ClientUpdated(updated) => Effect::send(&updated.command()?, key),
        })
    }
}

impl EstimateCreated {
    fn command(&self, currency: Currency) -> Result<CreateEstimate, Problem> {
        let line = |item: &EstimateItem| {
            let method = if item.npss_temporary { CostMethod::Temporary } else { CostMethod::Planned };
            let cost = GivenCost { npss: price(&item.npss, currency)?, calculated_on: item.npss_calculated_on, method };
            Ok(NewLine {
                product: item.product_id.clone(),
                name: item.name.clone(),
                unit: item.business_unit.clone(),
                quantity: item.quantity,
                price: price(&item.price, currency)?,
                cost: Some(cost),
                non_liquid: item.non_liquid,
            })
        };
        let total = self.total.as_deref().map(|total| Money::parse(total, currency).map_err(|error| problem(&error.to_string())));
        Ok(CreateEstimate {
            estimate_id: Some(LocalEstimate::id_of(self.ls_id.as_str())),
            number: self.ls_id.clone(),
            client_id: Some(Client::id_of(self.client_id.as_str())),
            client_code: None,
            client_name: self.client_name.clone(),
            manager: Some(self.manager_id.clone()),
            unit: self.business_unit.clone(),
            from: self.from,
            until: self.until,
            lines: self.items.iter().map(line).collect::<Result<_, Problem>>()?,
            plan: self.planned_profit.as_deref().map(percentage).transpose()?,
            total: total.transpose()?,
            net_of_vat: !self.vat_included,
        })
    }
}

impl PlanChanged {
    fn command(&self) -> Result<ChangePlan, Problem> {
        Ok(ChangePlan {
            estimate_id: LocalEstimate::id_of(self.ls_id.as_str()),
            plan: percentage(&self.new_plan)?,
            old_plan: Some(percentage(&self.old_plan)?),
            reason: self.reason.clone().unwrap_or_else(|| literal("1C")),
            lease: None,
        })
    }
}

impl OrderCreated {
    fn command(&self, currency: Currency) -> Result<CreateShipment, Problem> {
        Ok(CreateShipment {
            shipment_id: Some(Shipment::id_of(self.order_id.as_str())),
            number: self.order_id.clone(),
            estimate_id: LocalEstimate::id_of(self.ls_id.as_str()),
            lines: requested(&self.items, currency)?,
            source: if self.edi { Source::Edi } else { Source::Manual },
            manager: Some(self.manager_id.clone()),
            source_revision: self.revision,
            net_of_vat: !self.vat_included,
            lease: None,
        })
    }
}

impl OrderUpdated {
    fn command(&self, currency: Currency) -> Result<ReviseShipment, Problem> {
        Ok(ReviseShipment {
            shipment_id: Shipment::id_of(self.order_id.as_str()),
            lines: requested(&self.items, currency)?,
            source_revision: Some(self.revision),
            lease: None,
        })
    }
}

impl GoodsPosted {
    fn command(&self, currency: Currency) -> Result<RecordPosting, Problem> {
        let line = |item: &OrderItem| {
            let price = price(&item.price, currency)?;
            Ok(MovedLine { product: item.product_id.clone(), quantity: item.quantity, price })
        };
        Ok(RecordPosting {
            shipment_id: Shipment::id_of(self.order_id.as_str()),
            document: self.rtu_id.clone(),
            on: self.posted_on,
            lines: self.items.iter().map(line).collect::<Result<_, Problem>>()?,
        })
    }
}

impl GoodsReturned {
    fn command(&self) -> RecordReturn {
        let line = |item: &ReturnedItem| BackLine { product: item.product_id.clone(), quantity: item.quantity };
        RecordReturn {
            shipment_id: Shipment::id_of(self.order_id.as_str()),
            document: self.return_id.clone(),
            posting: self.rtu_id.clone(),
            on: self.returned_on,
            lines: self.items.iter().map(line).collect(),
        }
    }
}

impl CostUpdated {
    fn command(&self, currency: Currency) -> Result<PublishPrice, Problem> {
        Ok(PublishPrice {
            product: self.product_id.clone(),
            npss: price(&self.new_npss, currency)?,
            parts: None,
            method: if self.temporary { CostMethod::Temporary } else { CostMethod::Planned },
            trigger: RevisionTrigger::Planned,
            calculated_on: Some(self.calculated_on),
            valid_from: None,
        })
    }
}

impl PurchaseChanged {
    fn command(&self, currency: Currency) -> Result<RecordPurchase, Problem> {
        let price = price(&self.new_price, currency)?;
        let purchase = Purchase { document: self.ptu_id.clone(), on: self.purchased_on, quantity: self.quantity, price };
        Ok(RecordPurchase { product: self.product_id.clone(), bought_in: self.currency, purchase })
    }
}

impl ClientUpdated {
    fn command(&self) -> Result<NoteClient, Problem> {
        Ok(NoteClient {
            client_id: Client::id_of(self.client_id.as_str()),
            name: self.name.clone(),
            strategic: Some(self.is_strategic),
            allowed_deviation: self.allowed_deviation.as_deref().map(percentage).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use kernel::Command;
    use testkit::context;

    use super::*;
    use crate::samples::messages::all;
    use crate::samples::{line, percent};

    #[test]
    fn p48_each_message_is_a_command_that_can_be_read() {
        for (kind, data) in all() {
            let content = Content::read(&line(kind), &data).unwrap();
            let Ok(Effect::Send { command, body, .. }) = content.effect("key", &context()) else { panic!("{kind}") };
            let known = crate::CATALOGUE.command(command).unwrap_or_else(|| panic!("{kind} sends {command}"));
            known.open(body).map(|_| ()).unwrap_or_else(|malformed| panic!("{kind}: {malformed}"));
            assert!(known.spec().roles.contains(&kernel::Role::System), "{command}");
        }
    }

    #[test]
    fn p48_p43_an_imported_estimate_is_the_one_of_the_samples() {
        let (_, data) = all().into_iter().find(|(kind, _)| *kind == "1c.ls.created.v1").unwrap();
        let Ok(Content::EstimateCreated(created)) = Content::read(&line("1c.ls.created.v1"), &data) else { panic!() };
        let command = created.command(kernel::Currency::UAH).unwrap();
        assert_eq!(command.target(&context()), crate::samples::estimates::estimate_id());
        assert_eq!(command.plan, Some(percent(2_333)));
        assert_eq!(command.lines, crate::samples::estimates::import().lines);
    }

    #[test]
    fn p09_numbers_of_json_are_not_amounts() {
        let data = serde_json::json!({ "product_id": "A", "new_npss": 245.5, "calculated_on": "2026-11-01" });
        assert!(Content::read(&line("1c.price.npss-updated.v1"), &data).is_err());
        let effect = |npss: &str| {
            let data = serde_json::json!({ "product_id": "A", "new_npss": npss, "calculated_on": "2026-11-01" });
            Content::read(&line("1c.price.npss-updated.v1"), &data).unwrap().effect("key", &context())
        };
        assert!(effect("245.50").is_ok());
        for bad in ["245.505", "-1", "NaN", "1e3", ""] {
            assert!(effect(bad).is_err(), "{bad}");
        }
        assert_eq!((percentage("18.5"), percentage("-5")), (Ok(percent(1_850)), Ok(percent(-500))));
        assert!(percentage("18.555").is_err() && percentage("").is_err());
    }
}
