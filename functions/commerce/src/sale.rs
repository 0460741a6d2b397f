//! The sale: an order of `orders` on its way into contract, fact, invoice and payment.
//!
//! Commerce learns of orders by events, in any order and perhaps twice. The sale keeps what
//! was learnt; the reactions on it carry the order through the layers of commerce, so that
//! nobody types it again.

pub mod event;
pub mod refusal;

pub mod note;
pub mod resume;
pub mod stall;
pub mod steps;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::identifier::Country;
use kernel::{Currency, Day, Line, Money, Quantity, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::ProductTaxCode;

use crate::fact::Location;
use crate::{ContractId, FactId, InvoiceId, ObligationId, PartyId, PaymentId, SaleId};
pub use event::SaleEvent;
pub use refusal::SaleRefusal;

/// Most lines of one order; `orders` takes fewer.
pub const ITEMS_MAX: usize = 500;
/// Most payments that one order is told of, withdrawn ones included: more is a defect of the sender.
pub const PAYMENTS_MAX: usize = 200;
/// The obstacle of goods that were revised after they had been handed over.
pub const REVISED_AFTER_HAND_OVER: &str = "commerce.sale.revised-after-hand-over";

/// An order, as commerce knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sale {
    /// Its own id, derived from the order's.
    pub id: SaleId,
    /// The order's id in `orders`.
    pub order: Line,
    /// What was ordered by whom; absent while only later news has arrived.
    pub placed: Option<Placed>,
    /// On which terms it is carried on, fixed when the first step could be taken: every step says
    /// the same however often it is sent, whatever the tenant sets since.
    pub terms: Option<SaleTerms>,
    /// The version of the order that the goods are of.
    pub goods_version: Version,
    /// Versions of the goods that were carried on before they were revised.
    pub superseded: Vec<Version>,
    /// The goods after their last revision.
    pub revised: Option<Revised>,
    /// Whether it is more than a draft.
    pub confirmed: bool,
    /// When the goods were handed over.
    pub dispatched_on: Option<Day>,
    /// Which goods were handed over, fixed when that was first known: a revision that is heard of
    /// later does not change what was recorded and billed.
    pub handed_over: Option<Goods>,
    /// When the goods came back.
    pub returned_on: Option<Day>,
    /// When it was called off.
    pub cancelled_on: Option<Day>,
    /// The money that was matched to it.
    pub money: Vec<SaleMoney>,
    /// What was taken away from it again, so that news of an earlier match that comes late is known to be old.
    pub withdrawals: Vec<Withdrawal>,
    /// What keeps it from going on.
    pub stalled: Option<Stall>,
}

/// What was ordered by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Placed {
    /// The order's number, as printed.
    pub number: Line,
    /// Who buys.
    pub buyer: PartyId,
    /// Their name.
    pub buyer_name: Line,
    /// A person rather than an organisation.
    pub buyer_is_person: bool,
    /// What.
    pub items: Vec<SaleItem>,
    /// Less this, over the whole order.
    pub discount: Money,
    /// When.
    pub on: Day,
}

/// On which terms a sale is carried on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SaleTerms {
    /// The own company that sells.
    pub seller: PartyId,
    /// The place that the goods leave.
    pub warehouse: Location,
    /// How the goods are taxed.
    pub tax_code: ProductTaxCode,
    /// Days from the invoice until it is due.
    pub payment_days: u16,
    /// Whose law governs the contract, and where a new buyer is taken to be.
    pub jurisdiction: Country,
    /// What the contract is in.
    pub currency: Currency,
}

/// Goods as they were at a version of the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Goods {
    /// The version.
    pub version: Version,
    /// All lines.
    pub items: Vec<SaleItem>,
    /// The discount over all of them.
    pub discount: Money,
}

/// Goods that were revised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revised {
    /// All lines.
    pub items: Vec<SaleItem>,
    /// The discount.
    pub discount: Money,
}

/// One line of goods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SaleItem {
    /// The seller's article code.
    pub sku: Line,
    /// As printed.
    pub name: Line,
    /// How much, in pieces.
    pub quantity: Quantity,
    /// Of one piece, VAT included.
    pub price: Money,
}

/// Money that was matched to the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SaleMoney {
    /// The payment here.
    pub payment: PaymentId,
    /// The payment's id in `orders`.
    pub source: Line,
    /// The version of the order at which it was matched.
    pub version: Version,
    /// How much came; what the order does not need is the buyer's advance.
    pub amount: Money,
    /// The day of the bank's statement.
    pub on: Day,
    /// Why it was taken away from the order again, if it was.
    pub withdrawn: Option<Line>,
    /// It was taken away because it never was for this order, and not by the bank.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mistaken: bool,
}

/// Money that was taken away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The payment's id in `orders`.
    pub source: Line,
    /// The version of the order at which it was taken.
    pub version: Version,
}

/// Why a sale does not go on by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stall {
    /// The command that was refused.
    pub step: Line,
    /// The refusal's code.
    pub code: Line,
}

impl Sale {
    /// The sale of an order.
    pub fn id_of(order: &str) -> SaleId {
        SaleId::derive(&["orders", order])
    }

    /// The party that a client or company of `orders` is.
    pub fn party_of(customer: &str) -> PartyId {
        PartyId::derive(&["orders", customer])
    }

    /// The payment here that money matched at a version of the order is. Money that is taken away
    /// and matched again is another payment.
    pub fn payment_of(id: SaleId, source: &str, version: Version) -> PaymentId {
        PaymentId::derive(&["sale", &id.to_string(), source, &version.to_string()])
    }

    /// Whether money matched at this version is news: not known, and not taken away since.
    pub fn is_news(&self, source: &str, version: Version) -> bool {
        let known = self.money.iter().any(|money| money.source.as_str() == source && money.version == version);
        let taken = self.withdrawals.iter().any(|taken| taken.source.as_str() == source && taken.version > version);
        !known && !taken
    }

    /// Its contract: an order is one by itself.
    pub fn contract(&self) -> ContractId {
        ContractId::derive(&["sale", &self.id.to_string()])
    }

    /// The obligation to deliver the goods as they were at a version of the order.
    pub fn obligation(&self, version: Version) -> ObligationId {
        ObligationId::derive(&["sale", &self.id.to_string(), &version.to_string()])
    }

    /// The fact of its hand-over.
    pub fn fact(&self) -> FactId {
        FactId::derive(&["sale", &self.id.to_string()])
    }

    /// Its invoice.
    pub fn invoice(&self) -> InvoiceId {
        InvoiceId::derive(&["sale", &self.id.to_string()])
    }

    /// The goods to be carried on: those that were handed over, else the newest.
    pub fn goods(&self) -> Option<Goods> {
        self.handed_over.clone().or_else(|| self.newest())
    }

    fn newest(&self) -> Option<Goods> {
        let placed = self.placed.as_ref()?;
        Some(Goods { version: self.goods_version, items: placed.items.clone(), discount: placed.discount })
    }

    /// Whether the order's goods differ from those that were handed over: a person must look.
    pub fn is_revised_after_hand_over(&self) -> bool {
        let differ = |goods: &Goods| self.newest().is_some_and(|newest| newest.items != goods.items || newest.discount != goods.discount);
        self.handed_over.as_ref().is_some_and(differ)
    }

    /// Whether it is to be carried on.
    pub const fn is_live(&self) -> bool {
        self.confirmed && self.placed.is_some() && self.cancelled_on.is_none()
    }

    /// What the sale shows a person.
    pub const fn stage(&self) -> SaleStage {
        if self.stalled.is_some() {
            SaleStage::Stalled
        } else if self.cancelled_on.is_some() {
            SaleStage::Cancelled
        } else if self.returned_on.is_some() {
            SaleStage::Returned
        } else if self.dispatched_on.is_some() {
            SaleStage::Dispatched
        } else if self.is_live() {
            SaleStage::Placed
        } else {
            SaleStage::Draft
        }
    }

    fn blank(id: SaleId, order: Line) -> Self {
        Self {
            id,
            order,
            placed: None,
            terms: None,
            goods_version: 0,
            superseded: Vec::new(),
            revised: None,
            confirmed: false,
            dispatched_on: None,
            handed_over: None,
            returned_on: None,
            cancelled_on: None,
            money: Vec::new(),
            withdrawals: Vec::new(),
            stalled: None,
        }
    }
}

/// How far a sale is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SaleStage {
    /// Not confirmed yet.
    Draft,
    /// To be delivered.
    Placed,
    /// Handed over, invoiced and posted.
    Dispatched,
    /// The goods came back: an accountant credits the invoice.
    Returned,
    /// Called off.
    Cancelled,
    /// A step was refused: a person must look.
    Stalled,
}

impl SaleStage {
    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Placed => "placed",
            Self::Dispatched => "dispatched",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::Stalled => "stalled",
        }
    }
}

impl Aggregate for Sale {
    type Kind = kernel::id::kinds::Sale;
    type Event = SaleEvent;
    const NAME: &'static str = "commerce.sale";
    const SNAPSHOT_SCHEMA: u32 = 3;

    fn apply(state: Option<Self>, event: &SaleEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, SaleEvent::Noticed { id, order }) => Ok(Self::blank(*id, order.clone())),
            (Some(mut sale), event) => {
                sale.change(event)?;
                sale.fix_hand_over();
                Ok(sale)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Sale {
    fn change(&mut self, event: &SaleEvent) -> Result<(), Impossible> {
        match event {
            SaleEvent::Placed { placed, version } => {
                self.placed = Some(placed.clone());
                self.goods_version = (*version).max(self.goods_version);
            }
            SaleEvent::Confirmed => self.confirmed = true,
            SaleEvent::TermsFixed { terms } => self.terms = Some(terms.clone()),
            SaleEvent::GoodsRevised { items, discount, version } => {
                if let Some(placed) = &mut self.placed {
                    if self.handed_over.is_none() {
                        self.superseded.push(self.goods_version);
                    }
                    placed.items.clone_from(items);
                    placed.discount = *discount;
                }
                self.revised = Some(Revised { items: items.clone(), discount: *discount });
                self.goods_version = *version;
            }
            SaleEvent::Dispatched { on } => self.dispatched_on = Some(*on),
            SaleEvent::Returned { on } => self.returned_on = Some(*on),
            SaleEvent::Cancelled { on } => self.cancelled_on = Some(*on),
            SaleEvent::MoneyMatched { money } => self.money.push(money.clone()),
            SaleEvent::MoneyWithdrawn { source, version, reason, mistaken } => {
                let earlier = self.money.iter_mut().filter(|money| money.source == *source && money.version < *version);
                for money in earlier.filter(|money| money.withdrawn.is_none()) {
                    money.withdrawn = Some(reason.clone());
                    money.mistaken = *mistaken;
                }
                self.withdrawals.push(Withdrawal { source: source.clone(), version: *version });
            }
            SaleEvent::Stalled { stall } => self.stalled = Some(stall.clone()),
            SaleEvent::Resumed { .. } => self.stalled = None,
            SaleEvent::Noticed { .. } => return Err(Impossible::after(&Some(&*self), event)),
        }
        Ok(())
    }

    /// Before there are terms nothing is carried on, so that nothing was recorded of older goods.
    fn fix_hand_over(&mut self) {
        let recordable = self.is_live() && self.terms.is_some() && self.dispatched_on.is_some();
        if recordable && self.handed_over.is_none() {
            self.handed_over = self.newest();
        }
    }
}
