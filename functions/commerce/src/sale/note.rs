//! Notes what commerce hears of an order.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Role, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ITEMS_MAX, PAYMENTS_MAX, Placed, Sale, SaleEvent, SaleItem, SaleMoney, SaleRefusal, SaleTerms};
use crate::SaleId;
use crate::settings::CommerceSettings;

/// Notes what commerce hears of an order. News may come in any order and twice: old and known
/// news change nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteOrder {
    /// The order's id in `orders`.
    pub order: Line,
    /// The version of the order that the news is of.
    pub version: Version,
    /// What is new.
    pub news: OrderNews,
}

/// What can be new about an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "news", rename_all = "kebab-case")]
#[allow(clippy::large_enum_variant, reason = "one lives at a time")]
pub enum OrderNews {
    /// It was made.
    Placed {
        /// What by whom.
        placed: Placed,
        /// Not confirmed yet.
        draft: bool,
    },
    /// It was confirmed.
    Confirmed,
    /// The goods changed.
    GoodsRevised {
        /// All lines.
        items: Vec<SaleItem>,
        /// The discount.
        discount: Money,
    },
    /// The goods were handed over.
    Dispatched {
        /// When.
        on: Day,
    },
    /// The goods came back.
    Returned {
        /// When.
        on: Day,
    },
    /// It was called off.
    Cancelled {
        /// When.
        on: Day,
    },
    /// Money was matched to it.
    MoneyMatched {
        /// The payment's id in `orders`.
        source: Line,
        /// How much came.
        amount: Money,
        /// The day of the bank's statement.
        on: Day,
    },
    /// Money was taken away from it.
    MoneyWithdrawn {
        /// The payment's id in `orders`.
        source: Line,
        /// Why.
        reason: Line,
        /// It never was for this order, rather than taken back by the bank.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        mistaken: bool,
    },
}

impl NoteOrder {
    fn sale_id(&self) -> SaleId {
        Sale::id_of(self.order.as_str())
    }

    fn events(&self, sale: Option<&Sale>) -> Vec<SaleEvent> {
        match &self.news {
            OrderNews::Placed { placed, draft } => self.placed(sale, placed, *draft),
            OrderNews::Confirmed => once(!sale.is_some_and(|sale| sale.confirmed), SaleEvent::Confirmed),
            OrderNews::GoodsRevised { items, discount } => {
                let newer = sale.is_none_or(|sale| sale.goods_version < self.version);
                let revised = SaleEvent::GoodsRevised { items: items.clone(), discount: *discount, version: self.version };
                once(newer, revised)
            }
            OrderNews::Dispatched { on } => once(sale.is_none_or(|sale| sale.dispatched_on.is_none()), SaleEvent::Dispatched { on: *on }),
            OrderNews::Returned { on } => once(sale.is_none_or(|sale| sale.returned_on.is_none()), SaleEvent::Returned { on: *on }),
            OrderNews::Cancelled { on } => once(sale.is_none_or(|sale| sale.cancelled_on.is_none()), SaleEvent::Cancelled { on: *on }),
            OrderNews::MoneyMatched { source, amount, on } => {
                let news = sale.is_none_or(|sale| sale.is_news(source.as_str(), self.version));
                let payment = Sale::payment_of(self.sale_id(), source.as_str(), self.version);
                let (source, version) = (source.clone(), self.version);
                let money = SaleMoney { payment, source, version, amount: *amount, on: *on, withdrawn: None, mistaken: false };
                once(news, SaleEvent::MoneyMatched { money })
            }
            OrderNews::MoneyWithdrawn { source, reason, mistaken } => {
                let known = |sale: &Sale| sale.withdrawals.iter().any(|taken| taken.source == *source && taken.version == self.version);
                let (reason, mistaken) = (reason.clone(), *mistaken);
                let withdrawn = SaleEvent::MoneyWithdrawn { source: source.clone(), version: self.version, reason, mistaken };
                once(!sale.is_some_and(known), withdrawn)
            }
        }
    }

    /// Goods that were revised before it became known who ordered them are newer than these.
    fn placed(&self, sale: Option<&Sale>, placed: &Placed, draft: bool) -> Vec<SaleEvent> {
        let mut placed = placed.clone();
        let revised = sale.and_then(|sale| sale.revised.as_ref());
        if let Some(revised) = revised {
            placed.items.clone_from(&revised.items);
            placed.discount = revised.discount;
        }
        let mut events = once(sale.is_none_or(|sale| sale.placed.is_none()), SaleEvent::Placed { placed, version: self.version });
        events.extend(once(!draft && !sale.is_some_and(|sale| sale.confirmed), SaleEvent::Confirmed));
        events
    }

    /// Room for money is asked for by news of money only: a sale that holds no more of it must
    /// still hear that its goods left.
    fn fits(&self, sale: Option<&Sale>) -> bool {
        match &self.news {
            OrderNews::Placed { placed, .. } => placed.items.len() <= ITEMS_MAX,
            OrderNews::GoodsRevised { items, .. } => items.len() <= ITEMS_MAX,
            OrderNews::Confirmed | OrderNews::Dispatched { .. } | OrderNews::Returned { .. } | OrderNews::Cancelled { .. } => true,
            OrderNews::MoneyMatched { .. } => sale.is_none_or(|sale| sale.money.len() < PAYMENTS_MAX),
            OrderNews::MoneyWithdrawn { .. } => sale.is_none_or(|sale| sale.withdrawals.len() < PAYMENTS_MAX),
        }
    }
}

/// The terms of a sale that can be carried on from now on; nothing when it has some, or when the
/// tenant's orders are not carried into the books.
pub(super) fn terms(sale: Option<&Sale>, events: &[SaleEvent], context: &Context) -> Option<SaleEvent> {
    let orders = CommerceSettings::of(&context.settings).orders.filter(|_| sale.is_none_or(|sale| sale.terms.is_none()))?;
    let confirmed = sale.is_some_and(|sale| sale.confirmed) || events.contains(&SaleEvent::Confirmed);
    let placing = events.iter().find_map(|event| if let SaleEvent::Placed { placed, .. } = event { Some(placed) } else { None });
    let placed = sale.and_then(|sale| sale.placed.as_ref()).or(placing).filter(|_| confirmed)?;
    Some(SaleEvent::TermsFixed {
        terms: SaleTerms {
            seller: orders.seller,
            warehouse: orders.warehouse,
            tax_code: orders.tax_code,
            payment_days: orders.payment_days,
            jurisdiction: context.settings.jurisdiction.into(),
            currency: placed.discount.currency(),
        },
    })
}

fn once(when: bool, event: SaleEvent) -> Vec<SaleEvent> {
    if when { vec![event] } else { Vec::new() }
}

impl Command for NoteOrder {
    type Aggregate = Sale;
    type Refusal = SaleRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.note-order",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes what commerce hears of an order.",
    };

    fn target(&self, _: &Context) -> SaleId {
        self.sale_id()
    }

    fn decide(&self, sale: Option<&Sale>, _: &Facts, context: &Context) -> Result<Decision<Sale>, SaleRefusal> {
        if !self.fits(sale) {
            return Err(SaleRefusal::TooMuch);
        }
        let mut events = self.events(sale);
        events.extend(terms(sale, &events, context));
        if sale.is_none() && !events.is_empty() {
            events.insert(0, SaleEvent::Noticed { id: self.sale_id(), order: self.order.clone() });
        }
        Ok(Decision::of(events))
    }

    fn example() -> Self {
        Self { order: crate::samples::line("ord_8a3e9fca307b8bd38fbc702b04a41652"), version: 2, news: OrderNews::Confirmed }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Event;
    use proptest::prelude::*;
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::sales;

    fn all_news() -> Vec<NoteOrder> {
        let note = |version, news| NoteOrder { order: sales::order(), version, news };
        let revised = OrderNews::GoodsRevised { items: sales::placed().items[..1].to_vec(), discount: sales::placed().discount };
        let matched = |on: &str| OrderNews::MoneyMatched {
            source: crate::samples::line("pay_1"),
            amount: sales::money("1500.50"),
            on: on.parse().unwrap(),
        };
        let withdrawn =
            OrderNews::MoneyWithdrawn {
                source: crate::samples::line("pay_1"), reason: crate::samples::line("помилка"), mistaken: false
            };
        vec![
            note(1, OrderNews::Placed { placed: sales::placed(), draft: true }),
            note(2, OrderNews::Confirmed),
            note(3, revised),
            note(4, matched("2026-11-20")),
            note(5, withdrawn),
            note(6, matched("2026-11-21")),
            note(7, OrderNews::Dispatched { on: "2026-11-21".parse().unwrap() }),
        ]
    }

    fn after(news: &[NoteOrder]) -> Sale {
        let mut events: Vec<SaleEvent> = Vec::new();
        for note in news {
            events.extend(given::<Sale>(events.clone()).when(note.clone()).accepted().events);
        }
        let meta = testkit::context().meta("test");
        kernel::aggregate::fold_events::<Sale>(None, &events, &meta).unwrap().unwrap()
    }

    #[test]
    fn x02_an_order_becomes_a_sale() {
        let placed = NoteOrder { order: sales::order(), version: 1, news: OrderNews::Placed { placed: sales::placed(), draft: false } };
        nothing::<Sale>().when(placed).then([
            SaleEvent::Noticed { id: sales::id(), order: sales::order() },
            SaleEvent::Placed { placed: sales::placed(), version: 1 },
            SaleEvent::Confirmed,
        ]);
    }

    #[test]
    fn more_lines_than_a_sale_takes_are_refused() {
        let mut placed = sales::placed();
        placed.items = vec![placed.items[0].clone(); ITEMS_MAX + 1];
        let note = NoteOrder { order: sales::order(), version: 1, news: OrderNews::Placed { placed, draft: false } };
        nothing::<Sale>().when(note).refused(SaleRefusal::TooMuch);
    }

    #[test]
    fn every_event_has_a_sample() {
        let names: std::collections::BTreeSet<String> = SaleEvent::samples().iter().map(Event::name).collect();
        assert_eq!(names.len(), 12);
    }

    proptest! {
        #[test]
        fn x08_news_in_any_order_and_twice_lead_to_the_same_sale(
            order in Just((0..7usize).chain(0..7).collect::<Vec<_>>()).prop_shuffle()
        ) {
            let news = all_news();
            let straight = after(&news);
            let shuffled: Vec<NoteOrder> = order.iter().map(|n| news[*n].clone()).collect();
            let mut mixed = after(&shuffled);
            prop_assert!(mixed.is_live() && straight.is_live());
            // An old match that came late was never noted.
            let live = |sale: &Sale| sale.money.iter().filter(|money| money.withdrawn.is_none()).cloned().collect::<Vec<_>>();
            prop_assert_eq!(live(&mixed), live(&straight));
            mixed.money.clone_from(&straight.money);
            mixed.withdrawals.clone_from(&straight.withdrawals);
            // What was carried on before it was revised depends on when it was heard of.
            mixed.superseded.clone_from(&straight.superseded);
            prop_assert_eq!(mixed, straight);
        }
    }
}
