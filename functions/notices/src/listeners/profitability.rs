//! What `profitability` tells of estimates, orders, costs and rates.

use kernel::{Command, Context, Day, Effect, Heard, Line, Listener, ListenerSpec, Percentage};
use serde::Deserialize;

use super::{hears, news, send};
use crate::kind::{Field, Kind, Part};
use crate::matter::Knowledge;
use crate::matter::hear::HearNews;

/// Hears of estimates, orders, costs and rates.
pub struct HearOfProfitability;

/// An event of `profitability`, as this context reads it.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum ProfitabilityEvent {
    /// An estimate was made.
    #[serde(rename = "evt.profitability.estimate.created.v1")]
    EstimateCreated {
        /// For people.
        number: Line,
        /// Who buys.
        client_name: Line,
        /// Who is responsible.
        manager: Line,
    },
    /// Its planned margin was changed.
    #[serde(rename = "evt.profitability.estimate.plan-changed.v1")]
    PlanChanged {
        /// Before.
        from: Percentage,
        /// Now.
        to: Percentage,
        /// Why.
        reason: String,
    },
    /// An order was drafted.
    #[serde(rename = "evt.profitability.shipment.created.v1")]
    OrderCreated {
        /// For people.
        number: Line,
        /// Who buys.
        client: Client,
        /// Who initiates it.
        manager: Line,
    },
    /// Nobody touched the draft for a week.
    #[serde(rename = "evt.profitability.shipment.overdue.v1")]
    OrderOverdue,
    /// A cost was calculated.
    #[serde(rename = "evt.profitability.price-sheet.published.v1")]
    CostPublished {
        /// Of which product.
        product: Line,
    },
    /// Goods were bought.
    #[serde(rename = "evt.profitability.price-sheet.purchase-recorded.v1")]
    Bought {
        /// Of which product.
        product: Line,
    },
    /// The cost must be calculated again.
    #[serde(rename = "evt.profitability.price-sheet.revision-due.v1")]
    RevisionDue {
        /// By when.
        revision: Revision,
    },
    /// The cost will soon be too old.
    #[serde(rename = "evt.profitability.price-sheet.ageing.v1")]
    CostAgeing {
        /// In days.
        age_days: u32,
    },
    /// It is.
    #[serde(rename = "evt.profitability.price-sheet.stale.v1")]
    CostStale {
        /// In days.
        age_days: u32,
    },
    /// The official rate of a day.
    #[serde(rename = "evt.profitability.rate-watch.recorded.v1")]
    RateRecorded {
        /// Of which currency.
        currency: Line,
    },
    /// It moved far.
    #[serde(rename = "evt.profitability.rate-watch.moved.v1")]
    RateMoved {
        /// When.
        on: Day,
        /// How far.
        change: Percentage,
    },
}

/// Who buys.
#[derive(Debug, Deserialize)]
pub struct Client {
    name: Line,
}

/// By when a cost is calculated again.
#[derive(Debug, Deserialize)]
pub struct Revision {
    by: Day,
}

/// A day as people read it.
fn shown(day: Day) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// What an event says of its matter for good, and what happened.
fn read(event: &ProfitabilityEvent) -> (Option<Knowledge>, Option<(Kind, Knowledge)>) {
    let said = Knowledge::default;
    let named = |number: Field, value: &Line, client: &Line, manager: &Line| {
        said().says(number, value).says(Field::Client, client).names(Part::Manager, Some(manager))
    };
    match event {
        ProfitabilityEvent::EstimateCreated { number, client_name, manager } => {
            (Some(named(Field::Estimate, number, client_name, manager)), None)
        }
        ProfitabilityEvent::OrderCreated { number, client, manager } => (Some(named(Field::Order, number, &client.name, manager)), None),
        ProfitabilityEvent::CostPublished { product } | ProfitabilityEvent::Bought { product } => {
            (Some(said().says(Field::Product, product)), None)
        }
        ProfitabilityEvent::RateRecorded { currency } => (Some(said().says(Field::Currency, currency)), None),
        ProfitabilityEvent::PlanChanged { from, to, reason } => {
            let knowledge = said().says(Field::PreviousPlan, from).says(Field::Plan, to).says(Field::Reason, reason);
            (None, Some((Kind::PlanChanged, knowledge)))
        }
        ProfitabilityEvent::OrderOverdue => (None, Some((Kind::DraftOverdue, said()))),
        ProfitabilityEvent::RevisionDue { revision } => (None, Some((Kind::CostRevision, said().says(Field::Due, &shown(revision.by))))),
        ProfitabilityEvent::CostAgeing { age_days } => (None, Some((Kind::CostAgeing, said().says(Field::AgeDays, age_days)))),
        ProfitabilityEvent::CostStale { age_days } => (None, Some((Kind::CostStale, said().says(Field::AgeDays, age_days)))),
        ProfitabilityEvent::RateMoved { on, change } => {
            (None, Some((Kind::RateMoved, said().says(Field::Since, &shown(*on)).says(Field::Change, change))))
        }
    }
}

impl Listener for HearOfProfitability {
    type Event = ProfitabilityEvent;
    const SPEC: ListenerSpec = ListenerSpec {
        name: "notices.hear-of-profitability",
        on: &[
            "evt.profitability.estimate.created.v1",
            "evt.profitability.estimate.plan-changed.v1",
            "evt.profitability.shipment.created.v1",
            "evt.profitability.shipment.overdue.v1",
            "evt.profitability.price-sheet.published.v1",
            "evt.profitability.price-sheet.purchase-recorded.v1",
            "evt.profitability.price-sheet.revision-due.v1",
            "evt.profitability.price-sheet.ageing.v1",
            "evt.profitability.price-sheet.stale.v1",
            "evt.profitability.rate-watch.recorded.v1",
            "evt.profitability.rate-watch.moved.v1",
        ],
        sends: &[HearNews::SPEC.name],
        summary: "Hears of estimates, orders, costs and rates.",
    };

    fn hear(heard: &Heard<ProfitabilityEvent>, _: &Context) -> Vec<Effect> {
        let (learns, told) = read(&heard.event);
        let news = told.map(|(kind, knowledge)| news(heard, kind, knowledge)).into_iter().collect();
        send(heard, &HearNews { learns, news, ..hears(heard) })
    }
}

#[cfg(test)]
mod tests {
    use kernel::listener::listener;
    use serde_json::{Value, json};

    use super::*;
    use crate::listeners::tests::heard;

    fn hear(kind: &str, data: Value) -> HearNews {
        heard(listener::<HearOfProfitability>(), &format!("evt.profitability.{kind}.v1"), data)
    }

    #[test]
    fn what_something_is_called_is_learnt_once_for_all() {
        let order = json!({ "number": "ЗК-1", "client": { "id": "pcli_1", "name": "ООО" }, "manager": "ivanova", "lines": [] });
        let estimate = json!({ "number": "ЛС-1", "client_name": "ООО", "manager": "ivanova", "lines": [] });
        for (kind, data, field) in [
            ("estimate.created", estimate, Field::Estimate),
            ("shipment.created", order, Field::Order),
            ("price-sheet.published", json!({ "product": "SKU-1", "version": {} }), Field::Product),
            ("price-sheet.purchase-recorded", json!({ "product": "SKU-1", "bought_in": "USD", "purchase": {} }), Field::Product),
            ("rate-watch.recorded", json!({ "currency": "USD", "rate": {} }), Field::Currency),
        ] {
            let heard = hear(kind, data);
            assert!(heard.learns.unwrap().fields.contains_key(&field) && heard.news.is_empty(), "{kind}");
        }
    }

    #[test]
    fn what_happened_becomes_its_news() {
        for (kind, data, told, field, value) in [
            (
                "estimate.plan-changed",
                json!({ "from": 2500, "to": 2000, "reason": "Рынок" }),
                Kind::PlanChanged,
                Field::PreviousPlan,
                "25.00 %",
            ),
            ("shipment.overdue", Value::Null, Kind::DraftOverdue, Field::Order, ""),
            (
                "price-sheet.revision-due",
                json!({ "revision": { "trigger": {}, "by": "2026-12-01" } }),
                Kind::CostRevision,
                Field::Due,
                "01.12.2026",
            ),
            ("price-sheet.ageing", json!({ "age_days": 81 }), Kind::CostAgeing, Field::AgeDays, "81"),
            ("price-sheet.stale", json!({ "age_days": 91 }), Kind::CostStale, Field::AgeDays, "91"),
            ("rate-watch.moved", json!({ "on": "2026-11-21", "change": -512, "reference": {} }), Kind::RateMoved, Field::Change, "-5.12 %"),
        ] {
            let heard = hear(kind, data);
            let [news] = heard.news.as_slice() else { panic!("{kind}: {:?}", heard.news) };
            assert_eq!((news.kind, news.knowledge.fields.get(&field).map_or("", Line::as_str)), (told, value), "{kind}");
        }
    }
}
