//! A sale of the samples: two lines of a mill's goods.

use kernel::{Currency, Line, Money};

use super::line;
use crate::PartyId;
use crate::SaleId;
use crate::sale::{Placed, Sale, SaleEvent, SaleItem, SaleMoney, SaleTerms, Stall};

/// The order's id in `orders`.
pub fn order() -> Line {
    line("ord_8a3e9fca307b8bd38fbc702b04a41652")
}

/// The sale's id.
pub fn id() -> SaleId {
    Sale::id_of(order().as_str())
}

/// An amount in hryvnias; zero where the text is none.
pub fn money(amount: &str) -> Money {
    Money::parse(amount, Currency::UAH).unwrap_or(Money::zero(Currency::UAH))
}

fn item(sku: &str, name: &str, quantity: u32, price: &str) -> Option<SaleItem> {
    let quantity = rust_decimal::Decimal::from(quantity).try_into().ok()?;
    Some(SaleItem { sku: line(sku), name: line(name), quantity, price: money(price) })
}

/// What was ordered.
pub fn placed() -> Placed {
    let items = [item("MLN-25", "Жорна 25 см", 1, "1200.50"), item("SIT-08", "Сито 0,8 мм", 2, "150.00")];
    Placed {
        number: line("26-176617-3"),
        buyer: Sale::party_of("com_28de5b325022893186cdb60117d450ed"),
        buyer_name: line("ТОВ «Степовий Млин»"),
        buyer_is_person: false,
        items: items.into_iter().flatten().collect(),
        discount: money("0.00"),
        on: kernel::Day::default(),
    }
}

/// On which terms it is carried on.
pub fn terms() -> SaleTerms {
    SaleTerms {
        seller: PartyId::derive(&["seller"]),
        warehouse: line("MAIN"),
        tax_code: super::literal("standard"),
        payment_days: 0,
        jurisdiction: kernel::identifier::Country::UA,
        currency: Currency::UAH,
    }
}

/// What was refused.
pub fn stall() -> Stall {
    Stall { step: line("commerce.post-invoice"), code: line("commerce.posting.no-book") }
}

/// The money that was matched.
pub fn matched() -> SaleMoney {
    let source = line("pay_de3f3e67f6b686239f2f581b9af21699");
    SaleMoney {
        payment: Sale::payment_of(id(), source.as_str(), 4),
        source,
        version: 4,
        amount: money("1500.50"),
        on: kernel::Day::default(),
        withdrawn: None,
        mistaken: false,
    }
}

/// A sale whose goods were handed over.
pub fn dispatched() -> Vec<SaleEvent> {
    vec![
        SaleEvent::Noticed { id: id(), order: order() },
        SaleEvent::Placed { placed: placed(), version: 1 },
        SaleEvent::Confirmed,
        SaleEvent::TermsFixed { terms: terms() },
        SaleEvent::Dispatched { on: kernel::Day::default() },
    ]
}

/// One of each.
pub fn events() -> Vec<SaleEvent> {
    let mut events = dispatched();
    events.extend([
        SaleEvent::GoodsRevised { items: placed().items, discount: money("10.00"), version: 2 },
        SaleEvent::Returned { on: kernel::Day::default() },
        SaleEvent::Cancelled { on: kernel::Day::default() },
        SaleEvent::MoneyMatched { money: matched() },
        SaleEvent::MoneyWithdrawn {
            source: matched().source, version: 5, reason: line("Помилково зараховано"), mistaken: false
        },
        SaleEvent::Stalled { stall: stall() },
        SaleEvent::Resumed { note: line("Відкрито книги") },
    ]);
    events
}
