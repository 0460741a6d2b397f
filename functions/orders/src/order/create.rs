//! Makes an order.

use chrono::Datelike;
use kernel::{Command, CommandSpec, Context, Currency, Decision, Facts, Money, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Created;
use super::{Customer, ITEMS_MAX, Item, NUMBER_SCOPE, Order, OrderEvent, OrderRefusal, subtotal_of};
use crate::client::Client;
use crate::company::Company;
use crate::number::{CANDIDATES, OrderNumber};
use crate::{ClientId, OrderId};

/// Makes an order for a client who is known.
///
/// Prices are gross: VAT is inside and nothing is added to it. Each line is rounded once.
/// Amounts are in the tenant's currency. The number is free at the moment of writing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateOrder {
    /// Its id, if the caller chooses one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// Who orders.
    pub client_id: ClientId,
    /// What, 1 to 200 lines.
    pub items: Vec<Item>,
    /// Less this; nothing by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// Not confirmed yet: nothing is shipped on it.
    #[serde(default)]
    pub draft: bool,
    /// For the house itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Paragraph>,
}

impl CreateOrder {
    fn candidates(&self, context: &Context) -> impl Iterator<Item = OrderNumber> {
        let id = self.target(context);
        let year = context.now.day_in(context.settings.time_zone).year();
        (0..CANDIDATES).map(move |attempt| OrderNumber::derive(id, year, attempt))
    }
}

impl Command for CreateOrder {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.create-order",
        route: Some(Route::post("/orders")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Makes an order for a client.",
    };

    fn target(&self, context: &Context) -> OrderId {
        self.order_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Order>, facts: &Facts, context: &Context) -> Vec<Want> {
        let company = facts.aggregate::<Client>(self.client_id).and_then(|client| client.state.profile.company);
        let mut wants: Vec<Want> =
            std::iter::once(Want::aggregate::<Client>(self.client_id)).chain(company.map(Want::aggregate::<Company>)).collect();
        // The next number is looked at only when the one before is taken.
        for number in self.candidates(context) {
            wants.push(Want::guard(NUMBER_SCOPE, number.as_str()));
            if facts.owner(NUMBER_SCOPE, number.as_str()).is_none() {
                break;
            }
        }
        wants
    }

    fn decide(&self, order: Option<&Order>, facts: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        if order.is_some() {
            return Err(OrderRefusal::Exists);
        }
        let client = &facts.aggregate::<Client>(self.client_id).ok_or(OrderRefusal::NoSuchClient)?.state.profile;
        let company = client.company.and_then(|id| facts.aggregate::<Company>(id));
        let discount = self.discount.unwrap_or(Money::zero(context.settings.currency));
        check_goods(&self.items, discount, context.settings.currency)?;
        let free = |number: &OrderNumber| facts.owner(NUMBER_SCOPE, number.as_str()).is_none();
        let number = self.candidates(context).find(free).ok_or(OrderRefusal::NoFreeNumber)?;
        let created = OrderEvent::Created(Created {
            id: self.target(context),
            number: number.clone(),
            client: Customer {
                client: self.client_id,
                name: client.name.clone(),
                phone: client.phone.clone(),
                company: client.company,
                company_name: company.map(|company| company.state.profile.name.clone()).or_else(|| client.company_name.clone()),
            },
            items: self.items.clone(),
            discount,
            draft: self.draft,
            note: self.note.clone(),
        });
        Ok(Decision::of([created]).claim(NUMBER_SCOPE, number.as_str()))
    }

    fn example() -> Self {
        Self {
            order_id: None,
            client_id: ClientId::derive(&["example"]),
            items: crate::samples::items(),
            discount: None,
            draft: false,
            note: None,
        }
    }
}

/// Whether goods and discount make an order in this currency.
pub(super) fn check_goods(items: &[Item], discount: Money, currency: Currency) -> Result<(), OrderRefusal> {
    if items.is_empty() || items.len() > ITEMS_MAX {
        return Err(OrderRefusal::ItemCount);
    }
    if discount.currency() != currency || items.iter().any(|item| item.price.currency() != currency) {
        return Err(OrderRefusal::Currency);
    }
    if items.iter().any(|item| item.price.is_negative()) {
        return Err(OrderRefusal::NegativePrice);
    }
    let subtotal = subtotal_of(items, Money::zero(currency)).map_err(|_| OrderRefusal::TooMuch)?;
    let total = subtotal.minus(discount).map_err(|_| OrderRefusal::TooMuch)?;
    if discount.is_negative() || total.is_negative() {
        return Err(OrderRefusal::DiscountOutOfRange);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use kernel::command::Claim;
    use testkit::decision::Given;
    use testkit::{context, given, nothing};

    use super::*;
    use crate::order::{OrderStatus, PaymentBadge};
    use crate::samples::{self, line, literal, uah};

    fn create() -> CreateOrder {
        CreateOrder { order_id: Some(samples::order_id()), client_id: samples::client_id(), ..CreateOrder::example() }
    }

    fn known() -> Given<Order> {
        let client = nothing::<Order>().with::<Client>(samples::client_id(), [samples::client_registered()]);
        client.with::<Company>(samples::company_id(), [samples::company_registered()])
    }

    fn order_of(events: &[OrderEvent]) -> Order {
        fold_events(None, events, &context().meta("test")).unwrap().unwrap()
    }

    fn item(quantity: &str, price: Money) -> Item {
        Item { sku: line("X"), name: line("X"), quantity: literal(quantity), price }
    }

    #[test]
    fn r27_the_order_keeps_its_client_with_one_spelling_of_the_phone() {
        let decision = known().when(create()).then([samples::created()]);
        let value = OrderNumber::derive(samples::order_id(), 2026, 0).to_string();
        assert_eq!(decision.claims, [Claim { scope: NUMBER_SCOPE.to_owned(), value }]);
    }

    #[test]
    fn takes_the_next_number_when_one_is_taken_and_refuses_when_all_are() {
        let number = |attempt| OrderNumber::derive(samples::order_id(), 2026, attempt);
        let decision = known().taken(NUMBER_SCOPE, number(0).as_str(), "another").when(create()).accepted();
        assert_eq!(order_of(&decision.events).number, number(1));
        let full = (0..CANDIDATES).fold(known(), |given, attempt| given.taken(NUMBER_SCOPE, number(attempt).as_str(), "another"));
        full.when(create()).refused(OrderRefusal::NoFreeNumber);
    }

    #[test]
    fn r02_a_draft_is_a_draft_until_it_is_confirmed() {
        let decision = known().when(CreateOrder { draft: true, ..create() }).accepted();
        assert_eq!(order_of(&decision.events).status(), OrderStatus::Draft);
    }

    #[test]
    fn r11_the_discount_is_between_zero_and_the_subtotal() {
        for (discount, result) in [("1500.50", true), ("0", true), ("1500.51", false), ("-0.01", false)] {
            let when = known().when(CreateOrder { discount: Some(uah(discount)), ..create() });
            if result { drop(when.accepted()) } else { when.refused(OrderRefusal::DiscountOutOfRange) }
        }
    }

    #[test]
    fn r11_an_order_that_costs_nothing_needs_no_payment() {
        let decision = known().when(CreateOrder { discount: Some(uah("1500.50")), ..create() }).accepted();
        assert_eq!(order_of(&decision.events).payment_badge(), PaymentBadge::NotRequired);
    }

    #[test]
    fn r13_each_line_is_rounded_once() {
        let items = vec![item("0.5", uah("0.01")), item("0.5", uah("0.01"))];
        let decision = known().when(CreateOrder { items, ..create() }).accepted();
        assert_eq!(order_of(&decision.events).total, uah("0.02"));
    }

    #[test]
    fn x15_prices_are_gross_and_nothing_is_added_to_them() {
        let decision = known().when(CreateOrder { items: vec![item("2", uah("120.00"))], ..create() }).accepted();
        assert_eq!(order_of(&decision.events).total, uah("240.00"));
    }

    #[test]
    fn r48_only_the_currency_of_the_tenant() {
        let dollar = Money::from_minor(100, Currency::USD);
        known().when(CreateOrder { items: vec![item("1", dollar)], ..create() }).refused(OrderRefusal::Currency);
        known().when(CreateOrder { discount: Some(dollar), ..create() }).refused(OrderRefusal::Currency);
    }

    #[test]
    fn goods_are_within_limits() {
        let refused = |items: Vec<Item>, refusal| known().when(CreateOrder { items, ..create() }).refused(refusal);
        refused(Vec::new(), OrderRefusal::ItemCount);
        refused(vec![item("1", uah("1")); ITEMS_MAX + 1], OrderRefusal::ItemCount);
        refused(vec![item("1", uah("-1"))], OrderRefusal::NegativePrice);
        refused(vec![item("999999999999", uah("90000000000000"))], OrderRefusal::TooMuch);
    }

    #[test]
    fn not_twice_and_not_for_a_stranger() {
        given::<Order>([samples::created()]).when(create()).refused(OrderRefusal::Exists);
        nothing::<Order>().when(create()).refused(OrderRefusal::NoSuchClient);
    }
}
