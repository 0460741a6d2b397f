//! What if: judges lines that nobody wrote down yet.

use std::collections::BTreeMap;

use kernel::{Answer, Context, Facts, Money, Percentage, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{READERS, may_see};
use crate::calculation::facts::Facts as Figures;
use crate::calculation::what_if::what_if;
use crate::calculation::{Components, Control, OrderLine, Question};
use crate::client::Client;
use crate::estimate::LocalEstimate;
use crate::settings::Policy;
use crate::shipment::steps::{RequestedLine, lines_of};
use crate::shipment::{Shipment, ShipmentRefusal};
use crate::tally::Tally;
use crate::{EstimateId, ShipmentId};

/// Longest text of lines: a thousand lines with long codes fit.
const LINES_BYTES_MAX: usize = 256 * 1024;

/// Judges lines under an estimate without writing anything down: what the figures would be, and
/// the lowest price of each line at which the order would pass without a person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhatIf {
    /// Under which estimate.
    pub estimate_id: EstimateId,
    /// The order that the lines would be of; its own lines when no others are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment_id: Option<ShipmentId>,
    /// The lines, as a JSON text: `[{"product": "A", "quantity": "2", "price": {"amount": "1.00", "currency": "RUB"}}]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<LinesParameter>,
}

/// Lines of an order in a query parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LinesParameter(Vec<RequestedLine>);

impl TryFrom<String> for LinesParameter {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        if text.len() > LINES_BYTES_MAX {
            return Err(format!("more than {LINES_BYTES_MAX} bytes"));
        }
        serde_json::from_str(&text).map(Self).map_err(|error| error.to_string())
    }
}

impl From<LinesParameter> for String {
    fn from(lines: LinesParameter) -> Self {
        serde_json::to_string(&lines.0).unwrap_or_default()
    }
}

impl JsonSchema for LinesParameter {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LinesParameter".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "contentMediaType": "application/json", "maxLength": LINES_BYTES_MAX })
    }
}

/// What would be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WhatIfPage {
    /// The figures. Their calculation is not kept: its id leads nowhere.
    pub figures: Figures,
    /// The exact numbers behind them.
    pub components: Components,
    /// Whether the order would pass without a person, as far as its deviation decides: what the
    /// client is allowed is taken off first, and an order outside control passes.
    pub passes: bool,
    /// The lowest price of each line at which it would, the others as they are; a line that is
    /// missing has none.
    pub passing_prices: BTreeMap<u16, Money>,
    /// Lines of which not so much is left, and how much is.
    pub not_enough: BTreeMap<u16, Tally>,
}

impl WhatIf {
    fn lines(&self, facts: &Facts, estimate: &LocalEstimate) -> Result<Vec<OrderLine>, ShipmentRefusal> {
        let shipment = self.shipment_id.and_then(|id| facts.aggregate::<Shipment>(id));
        match (&self.lines, shipment) {
            (Some(lines), _) => lines_of(&lines.0, estimate),
            (None, Some(shipment)) => Ok(shipment.state.lines.clone()),
            (None, None) => Err(ShipmentRefusal::LineCount),
        }
    }
}

impl Query for WhatIf {
    type Answer = WhatIfPage;
    type Refusal = ShipmentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "profitability.what-if",
        route: Route::get("/profitability/estimates/{estimate_id}/what-if"),
        roles: READERS,
        summary: "Judges lines without writing anything down, and says at which prices they would pass.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let shipment = self.shipment_id.map(Want::aggregate::<Shipment>);
        let estimate = facts.aggregate::<LocalEstimate>(self.estimate_id);
        let client = estimate.map(|estimate| Want::aggregate::<Client>(estimate.state.client));
        std::iter::once(Want::aggregate::<LocalEstimate>(self.estimate_id)).chain(shipment).chain(client).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<WhatIfPage>, ShipmentRefusal> {
        let estimate = facts.aggregate::<LocalEstimate>(self.estimate_id).ok_or(ShipmentRefusal::NoSuchEstimate)?;
        let estimate = &estimate.state;
        let whose = self.shipment_id.and_then(|id| facts.aggregate::<Shipment>(id)).map(|shipment| &shipment.state.manager);
        if whose.is_some_and(|manager| !may_see(context, manager)) {
            return Err(ShipmentRefusal::NotFound);
        }
        let lines = self.lines(facts, estimate)?;
        let policy = Policy::of(context);
        let today = context.now.day_in(context.settings.time_zone);
        let question = Question { estimate, shipment: self.shipment_id, lines: &lines, rule: policy.deviation, today };
        let allowed = facts.aggregate::<Client>(estimate.client).map(|client| client.state.facts().allowed_deviation);
        // What a strategic client is allowed does not count (decision P96).
        let allowed = allowed.map_or(0, Percentage::hundredths);
        let pass_below = Percentage::from_hundredths(policy.justify_from.hundredths().saturating_add(allowed));
        let found = what_if(&question, pass_below)?;
        let left = estimate.left_for(self.shipment_id);
        let short = |line: &OrderLine| {
            let left = left.get(&line.line).copied().unwrap_or_default();
            left.minus(line.quantity).is_none().then_some((line.line, left))
        };
        let figures = Figures { calculated_at: context.now, ..found.judgement.figures };
        let page = WhatIfPage {
            passes: figures.control == Control::Exempt || figures.deviation.is_some_and(|deviation| deviation < pass_below),
            figures,
            components: found.judgement.components,
            passing_prices: found.passing_prices,
            not_enough: lines.iter().filter_map(short).collect(),
        };
        Ok(Answer::of(page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::EstimateEvent;
    use crate::queries::tests::{World, ask, seen_by};
    use crate::samples::clients::{client_id, noted};
    use crate::samples::estimates::{created, created_data, estimate_id};
    use crate::samples::shipments::{created as order_created, shipment_id};
    use crate::samples::{money, percent, quantity};

    fn world() -> World {
        World::default().with::<LocalEstimate>(estimate_id(), &[created()]).with::<Shipment>(shipment_id(), &[order_created()])
    }

    fn asked(lines: Option<&str>, shipment_id: Option<ShipmentId>) -> Result<WhatIfPage, ShipmentRefusal> {
        let lines = lines.map(|lines| LinesParameter::try_from(lines.to_owned()).unwrap());
        ask(&WhatIf { estimate_id: estimate_id(), shipment_id, lines }, &world()).map(|answer| answer.body)
    }

    fn whole(price: &str) -> String {
        format!(
            r#"[{{"product": "BRG-6204", "quantity": "100", "price": {{"amount": "{price}", "currency": "UAH"}}}}, {{"product": "BLT-A1250", "quantity": "50"}}]"#
        )
    }

    #[test]
    fn the_passing_price_is_worked_by_hand() {
        // Everything is taken, so that the cumulative margin alone counts. It passes below 1.00, so from a margin
        // of 22.335 %: revenue 57 500 / 0.77665 = 74 035.92, of which the belts are 50 000 and 100 bearings the rest.
        let page = asked(Some(&whole("230.00")), None).unwrap();
        assert_eq!((page.figures.remainder, page.figures.deviation, page.passes), (None, Some(percent(210)), false));
        assert_eq!(page.passing_prices[&1], money("240.36"));
        assert!(asked(Some(&whole("240.36")), None).unwrap().passes);
        assert!(!asked(Some(&whole("240.35")), None).unwrap().passes);
    }

    #[test]
    fn p96_what_a_strategic_client_is_allowed_is_taken_off() {
        let asked = |price: &str| {
            let world = world().with::<Client>(client_id(), &[noted()]);
            let lines = LinesParameter::try_from(whole(price)).ok();
            ask(&WhatIf { estimate_id: estimate_id(), shipment_id: None, lines }, &world).unwrap().body
        };
        // Three points are allowed, so that it passes below 4.00: from a margin of 19.335 % on.
        let page = asked("230.00");
        assert_eq!((page.figures.deviation, page.passes), (Some(percent(210)), true));
        let lowest = page.passing_prices[&1];
        let with = |minor: i64| asked(&Money::from_minor(minor, lowest.currency()).amount()).passes;
        assert_eq!((with(lowest.minor()), with(lowest.minor() - 1)), (true, false));
    }

    #[test]
    fn p24_what_is_only_sold_off_passes_at_any_price() {
        let mut estimate = created_data();
        estimate.lines.iter_mut().for_each(|line| line.non_liquid = true);
        let world = World::default().with::<LocalEstimate>(estimate_id(), &[EstimateEvent::Created(estimate)]);
        let lines = LinesParameter::try_from(whole("1.00")).ok();
        let page = ask(&WhatIf { estimate_id: estimate_id(), shipment_id: None, lines }, &world).unwrap().body;
        assert_eq!((page.figures.deviation, page.passes, page.passing_prices.len()), (None, true, 0));
    }

    #[test]
    fn an_orders_own_lines_are_judged_when_no_others_are_given() {
        let page = asked(None, Some(shipment_id())).unwrap();
        assert_eq!((page.figures.deviation, page.passes), (Some(percent(-67)), true));
        assert_eq!(asked(None, None), Err(ShipmentRefusal::LineCount));
        let of_another = WhatIf { estimate_id: estimate_id(), shipment_id: Some(shipment_id()), lines: None };
        assert_eq!(seen_by(&of_another, &world(), |_| true), (false, vec![true; 4]));
    }

    #[test]
    fn lines_that_cannot_be_filled_are_said() {
        let page = asked(Some(r#"[{"product": "BRG-6204", "quantity": "100.5"}]"#), None).unwrap();
        assert_eq!(page.not_enough, BTreeMap::from([(1, Tally::from(quantity("100")))]));
        assert!(LinesParameter::try_from("[{}]".to_owned()).is_err());
    }
}
