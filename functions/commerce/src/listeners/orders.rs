//! What `orders` tells of an order becomes news of a sale.
//!
//! The types here are this context's own reading of what `orders` publishes: no more fields
//! than commerce needs.

use kernel::{Context, Day, Effect, Heard, Line, Listener, ListenerSpec, Money};
use serde::Deserialize;

use crate::sale::note::{NoteOrder, OrderNews};
use crate::sale::{Placed, Sale, SaleItem};

/// Notes what happens to orders.
pub struct NoteOrderOnOrders;

/// An event of an order, as commerce reads it.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum OrderEvent {
    /// It was made.
    #[serde(rename = "evt.orders.order.created.v1")]
    Created(Created),
    /// A draft became an order.
    #[serde(rename = "evt.orders.order.confirmed.v1")]
    Confirmed,
    /// The goods changed.
    #[serde(rename = "evt.orders.order.items-revised.v1")]
    ItemsRevised {
        /// All lines.
        items: Vec<SaleItem>,
        /// The discount.
        discount: Money,
    },
    /// The stage of fulfilment changed.
    #[serde(rename = "evt.orders.order.status-changed.v1")]
    StatusChanged {
        /// Now.
        to: OrderStatus,
    },
    /// Called off.
    #[serde(rename = "evt.orders.order.cancelled.v1")]
    Cancelled {},
    /// Money was matched to it.
    #[serde(rename = "evt.orders.order.payment-allocated.v1")]
    PaymentAllocated {
        /// The payment.
        payment: Line,
        /// How much of it.
        amount: Money,
        /// The day of the bank's statement.
        #[serde(default)]
        bank_day: Option<Day>,
        /// What came in all, when the order does not need all of it.
        #[serde(default)]
        received: Option<Money>,
    },
    /// Money was taken away from it.
    #[serde(rename = "evt.orders.order.payment-released.v1")]
    PaymentReleased {
        /// The payment.
        payment: Line,
        /// Why.
        reason: Line,
        /// It never was for this order, rather than taken back by the bank.
        #[serde(default)]
        mistaken: bool,
    },
}

/// A new order.
#[derive(Debug, Deserialize)]
pub struct Created {
    number: Line,
    client: Customer,
    items: Vec<SaleItem>,
    discount: Money,
    draft: bool,
}

/// Who ordered: a person, perhaps for a company.
#[derive(Debug, Deserialize)]
struct Customer {
    client: Line,
    name: Line,
    company: Option<Line>,
    company_name: Option<Line>,
}

/// The stages of fulfilment that commerce tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderStatus {
    /// The carrier has the parcel.
    Shipped,
    /// The customer has it.
    Delivered,
    /// It came back.
    Returned,
    /// Nothing of it concerns commerce.
    #[serde(other)]
    Other,
}

impl Created {
    fn placed(&self, on: Day) -> Placed {
        let customer = &self.client;
        // A company that is named buys; otherwise the person does.
        let (buyer, name, person) = match (&customer.company, &customer.company_name) {
            (Some(company), Some(name)) => (company, name, false),
            (Some(company), None) => (company, &customer.name, false),
            (None, _) => (&customer.client, &customer.name, true),
        };
        Placed {
            number: self.number.clone(),
            buyer: Sale::party_of(buyer.as_str()),
            buyer_name: name.clone(),
            buyer_is_person: person,
            items: self.items.clone(),
            discount: self.discount,
            on,
        }
    }
}

fn news(event: &OrderEvent, on: Day) -> Option<OrderNews> {
    match event {
        OrderEvent::Created(created) => Some(OrderNews::Placed { placed: created.placed(on), draft: created.draft }),
        OrderEvent::Confirmed => Some(OrderNews::Confirmed),
        OrderEvent::ItemsRevised { items, discount } => Some(OrderNews::GoodsRevised { items: items.clone(), discount: *discount }),
        OrderEvent::StatusChanged { to } => match to {
            // The hand-over to the carrier passes the goods to the buyer; an order that is
            // only seen as delivered was handed over at the latest then.
            OrderStatus::Shipped | OrderStatus::Delivered => Some(OrderNews::Dispatched { on }),
            OrderStatus::Returned => Some(OrderNews::Returned { on }),
            OrderStatus::Other => None,
        },
        OrderEvent::Cancelled {} => Some(OrderNews::Cancelled { on }),
        // The bank's account has all that came: what the order does not need is the buyer's advance.
        OrderEvent::PaymentAllocated { payment, amount, bank_day, received } => {
            Some(OrderNews::MoneyMatched { source: payment.clone(), amount: received.unwrap_or(*amount), on: bank_day.unwrap_or(on) })
        }
        OrderEvent::PaymentReleased { payment, reason, mistaken } => {
            Some(OrderNews::MoneyWithdrawn { source: payment.clone(), reason: reason.clone(), mistaken: *mistaken })
        }
    }
}

impl Listener for NoteOrderOnOrders {
    type Event = OrderEvent;
    const SPEC: ListenerSpec = ListenerSpec {
        name: "commerce.note-order-on-orders",
        on: &[
            "evt.orders.order.created.v1",
            "evt.orders.order.confirmed.v1",
            "evt.orders.order.items-revised.v1",
            "evt.orders.order.status-changed.v1",
            "evt.orders.order.cancelled.v1",
            "evt.orders.order.payment-allocated.v1",
            "evt.orders.order.payment-released.v1",
        ],
        sends: &["commerce.note-order"],
        summary: "Makes a sale of an order, so that nobody types it again.",
    };

    fn hear(heard: &Heard<OrderEvent>, context: &Context) -> Vec<Effect> {
        let Ok(order) = Line::new(&heard.subject) else { return Vec::new() };
        let on = heard.at.day_in(context.settings.time_zone);
        let note = |news| NoteOrder { order: order.clone(), version: heard.version, news };
        news(&heard.event, on).map(|news| Effect::send(&note(news), heard.key("note"))).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use kernel::listener::{Sound, listener};
    use serde_json::{Value, json};

    use super::*;

    fn hear(kind: &str, data: Value) -> Vec<Effect> {
        let sound = Sound {
            id: "ord_1/3/0".to_owned(),
            kind: kind.to_owned(),
            subject: "ord_8a3e9fca307b8bd38fbc702b04a41652".to_owned(),
            version: 3,
            at: "2026-11-20T22:30:00Z".parse().unwrap(),
            data,
        };
        listener::<NoteOrderOnOrders>().open(sound, &testkit::context()).unwrap().hear()
    }

    #[test]
    fn x02_what_is_heard_of_an_order_is_noted_with_its_version_and_local_day() {
        let effects = hear("evt.orders.order.status-changed.v1", json!({ "from": "SHIPPING_CREATED", "to": "SHIPPED" }));
        let [Effect::Send { command: "commerce.note-order", body, key }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(body["version"], 3);
        assert_eq!(body["news"], json!({ "news": "dispatched", "on": "2026-11-21" }));
        assert_eq!(key, "ord_1/3/0/note");
    }

    #[test]
    fn stages_that_do_not_concern_commerce_are_passed_over() {
        assert!(hear("evt.orders.order.status-changed.v1", json!({ "from": "NEW", "to": "SHIPPING_CREATED" })).is_empty());
    }

    #[test]
    fn r12_all_that_came_is_heard_and_whether_it_was_a_mistake() {
        let money = |amount: &str| json!({ "amount": amount, "currency": "UAH" });
        let news = |kind: &str, data: Value| match hear(kind, data).as_slice() {
            [Effect::Send { body, .. }] => body["news"].clone(),
            other => panic!("{other:?}"),
        };
        let matched = "evt.orders.order.payment-allocated.v1";
        let whole = news(
            matched,
            json!({ "payment": "pay_1", "amount": money("1500.50"), "received": money("2000.00"), "bank_day": "2026-11-20" }),
        );
        assert_eq!((&whole["amount"]["amount"], &whole["on"]), (&json!("2000.00"), &json!("2026-11-20")));
        let old = news(matched, json!({ "payment": "pay_1", "amount": money("1500.50") }));
        assert_eq!(old["amount"]["amount"], "1500.50");
        let released = "evt.orders.order.payment-released.v1";
        let taken = news(released, json!({ "payment": "pay_1", "amount": money("1500.50"), "reason": "Не той клієнт", "mistaken": true }));
        assert_eq!(taken["mistaken"], true);
        let bank = news(released, json!({ "payment": "pay_1", "amount": money("1500.50"), "reason": "Банк" }));
        assert_eq!(bank.get("mistaken"), None);
    }

    #[test]
    fn a_company_that_is_named_buys() {
        let price = json!({ "amount": "10.00", "currency": "UAH" });
        let data = json!({
            "id": "ord_8a3e9fca307b8bd38fbc702b04a41652", "number": "26-176617-3", "note": null, "draft": false, "discount": price,
            "client": { "client": "cli_1", "name": "Відділ закупівель", "phone": null, "company": "com_1", "company_name": "ТОВ «Степовий Млин»" },
            "items": [{ "sku": "A", "name": "B", "quantity": "1", "price": price }],
        });
        let effects = hear("evt.orders.order.created.v1", data);
        let [Effect::Send { body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(body["news"]["placed"]["buyer"], Sale::party_of("com_1").to_string());
        assert_eq!(body["news"]["placed"]["buyer_is_person"], false);
    }
}
