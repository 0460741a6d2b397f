//! The order: what a client buys, its parcel and the money that came for it.

pub mod consignment;
pub mod event;
pub mod refusal;
pub mod status;
pub mod tracking;

pub mod cancel;
pub mod confirm;
pub mod create;
pub mod override_status;
pub mod record_void_refused;
pub mod record_waybill_created;
pub mod record_waybill_failed;
pub mod record_waybill_voided;
pub mod register_waybill;
pub mod request_waybill;
pub mod resolve_exception;
pub mod retry_waybill;
pub mod revise_items;
pub mod void_waybill;
pub mod withdraw_override;

#[cfg(test)]
mod doubt;
#[cfg(test)]
mod laws;

use kernel::aggregate::{Aggregate, Impossible, Meta, fold_events};
use kernel::identifier::Phone;
use kernel::{Line, Moment, Money, Paragraph, Percentage, Quantity, Texts};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::number::OrderNumber;
use crate::{ClientId, CompanyId, OrderId, PaymentId};
use consignment::Consignment;
pub use event::OrderEvent;
use event::TrackingUpdated;
pub use refusal::OrderRefusal;
pub use status::{OrderStatus, PaymentBadge};

/// Lines of one order; the waybill's description and the page stay readable.
pub const ITEMS_MAX: usize = 200;

/// Unique values of orders: their numbers.
pub const NUMBER_SCOPE: &str = "order-number";
/// Unique values of consignments: carrier and waybill number, `nova-poshta/20450000000000`.
pub const WAYBILL_SCOPE: &str = "waybill";

/// A sales order.
///
/// Keeps facts; [`Order::status`] derives the stage of fulfilment from them by one rule
/// (specification 4.2), so that no event can leave a contradictory status behind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its own id.
    pub id: OrderId,
    /// What clients quote when they pay.
    pub number: OrderNumber,
    /// Who ordered.
    pub client: Customer,
    /// Goods.
    pub items: Vec<Item>,
    /// Taken off the subtotal.
    pub discount: Money,
    /// Sum of the lines.
    pub subtotal: Money,
    /// Subtotal less discount.
    pub total: Money,
    /// A draft is not confirmed yet; nothing is shipped on it.
    pub confirmed: bool,
    /// Counts changes of the goods after creation.
    pub revision: u32,
    /// For the house itself.
    pub note: Option<Paragraph>,
    /// All consignments, oldest first; at most one is live.
    pub consignments: Vec<Consignment>,
    /// Money matched to the order.
    pub allocations: Vec<Allocation>,
    /// Why it was cancelled, if it was.
    pub cancelled: Option<Line>,
    /// A team lead's override of the derived status, until a newer fact contradicts it.
    pub override_status: Option<Override>,
    /// What somebody must look at.
    pub exceptions: Vec<OrderException>,
    /// Who made it.
    pub manager: String,
    /// When.
    pub created_at: Moment,
}

/// The ordering client as known when the order was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Customer {
    /// The client.
    pub client: ClientId,
    /// Their name.
    pub name: Line,
    /// Their telephone; a payment from it is recognised.
    pub phone: Option<Phone>,
    /// The company they order for.
    pub company: Option<CompanyId>,
    /// Its name; a payment from it is recognised.
    pub company_name: Option<Line>,
}

/// One line of goods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The seller's article code.
    pub sku: Line,
    /// As printed.
    pub name: Line,
    /// How much.
    pub quantity: Quantity,
    /// Of one unit, VAT included.
    pub price: Money,
}

/// Money matched to an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Allocation {
    /// Which payment.
    pub payment: PaymentId,
    /// How much of it; the rest of the payment stays its payer's credit.
    pub amount: Money,
}

/// A status set by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Override {
    /// What the status is to be.
    pub status: OrderStatus,
    /// Why.
    pub reason: Line,
    /// The document that proves it; delivered needs one.
    pub proof: Option<Line>,
    /// By whom.
    pub by: String,
    /// When; a fact of a later time may end it.
    pub at: Moment,
}

/// Something that a person must look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OrderException {
    /// The carrier moved or delivered a parcel of a cancelled order.
    ShippedAfterCancel,
    /// The carrier reports a code that is not in the table.
    UnknownCarrierCode,
    /// The carrier has deleted or lost the waybill of a live consignment.
    WaybillGone,
    /// The carrier moves a parcel whose waybill is void here.
    VoidWaybillMoved,
    /// The carrier would not delete the waybill: the parcel may still be sent.
    VoidRefused,
    /// A cancelled or revised order has more money than it needs: refund or match elsewhere.
    Surplus,
}

impl OrderException {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::ShippedAfterCancel, Self::UnknownCarrierCode, Self::WaybillGone, Self::VoidWaybillMoved, Self::VoidRefused, Self::Surplus];

    /// As people call it.
    pub fn texts(self) -> Texts {
        match self {
            Self::ShippedAfterCancel => Texts::new("Shipped after cancellation", "Відправлено після скасування", "Отправлено после отмены"),
            Self::UnknownCarrierCode => {
                Texts::new("Unknown code of the carrier", "Невідомий код перевізника", "Неизвестный код перевозчика")
            }
            Self::WaybillGone => {
                Texts::new("The carrier has no such waybill any more", "ТТН зникла у перевізника", "ТТН исчезла у перевозчика")
            }
            Self::VoidWaybillMoved => Texts::new("A void waybill is on its way", "Анульована ТТН у дорозі", "Аннулированная ТТН в пути"),
            Self::VoidRefused => {
                Texts::new("The carrier did not delete the waybill", "Перевізник не видалив ТТН", "Перевозчик не удалил ТТН")
            }
            Self::Surplus => Texts::new("More money than needed", "Надлишок оплати", "Излишек оплаты"),
        }
    }
}

impl Order {
    /// Money that came for it.
    pub fn paid(&self) -> Money {
        let amounts = self.allocations.iter().map(|allocation| allocation.amount);
        // Each allocation was checked against the debt, so the sum cannot pass a checked total.
        Money::sum(amounts, self.total.currency()).unwrap_or(self.total)
    }

    /// Money still to come: nothing on a cancelled order, never negative.
    pub fn debt(&self) -> Money {
        let zero = Money::zero(self.total.currency());
        if self.cancelled.is_some() {
            return zero;
        }
        self.total.minus(self.paid()).ok().filter(|debt| debt.is_positive()).unwrap_or(zero)
    }

    /// Money beyond what it needs, to be refunded or matched elsewhere; never negative.
    pub fn surplus(&self) -> Money {
        let zero = Money::zero(self.total.currency());
        let needed = if self.cancelled.is_some() { zero } else { self.total };
        self.paid().minus(needed).ok().filter(|surplus| surplus.is_positive()).unwrap_or(zero)
    }

    /// The VAT inside the total, rounded once, half away from zero; `None` when it does not fit.
    pub fn vat_included(&self, rate: Percentage) -> Option<Money> {
        let (whole, rate) = (Decimal::from(10_000), Decimal::from(rate.hundredths()));
        let share = Decimal::from(self.total.minor()).checked_mul(rate)?.checked_div(whole.checked_add(rate)?)?;
        let minor = share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()?;
        Some(Money::from_minor(minor, self.total.currency()))
    }

    /// The consignment that is on its way, or about to be.
    pub fn live_consignment(&self) -> Option<&Consignment> {
        self.consignments.iter().rev().find(|consignment| consignment.is_live())
    }

    fn consignment_mut(&mut self, id: &str) -> Option<&mut Consignment> {
        self.consignments.iter_mut().find(|consignment| consignment.id == id)
    }

    /// The consignment with our own reference.
    pub fn consignment(&self, id: &str) -> Option<&Consignment> {
        self.consignments.iter().find(|consignment| consignment.id == id)
    }

    /// The events with what follows from them made explicit behind them: the end of an
    /// override that they contradict, the change of status, money that is too much.
    ///
    /// Every command that writes to the order passes its events through here, so that "the
    /// status changed" is recorded in the commit that changed it.
    pub fn with_status_change(before: Option<&Self>, events: Vec<OrderEvent>, meta: &Meta) -> Vec<OrderEvent> {
        Self::settled(before, events, meta, &Because { at: meta.at, words: "" })
    }

    fn settled(before: Option<&Self>, events: Vec<OrderEvent>, meta: &Meta, because: &Because<'_>) -> Vec<OrderEvent> {
        let mut events = events;
        let folded = |events: &[OrderEvent]| fold_events(before.cloned(), events, meta).ok().flatten();
        if let (Some(before), Some(after)) = (before, folded(&events)) {
            events.extend(ended_override(before, &after, because));
        }
        // Events that do not fold go on as they are: the pipeline refuses to write them.
        let Some(after) = folded(&events) else { return events };
        let to = after.status();
        if let Some(from) = before.map(Self::status).filter(|from| *from != to) {
            events.push(OrderEvent::StatusChanged { from, to });
        }
        let (surplus, raised) = (after.surplus().is_positive(), after.exceptions.contains(&OrderException::Surplus));
        if surplus && !raised {
            events.push(OrderEvent::ExceptionRaised { exception: OrderException::Surplus });
        }
        if !surplus && raised {
            events.push(OrderEvent::ExceptionResolved { exception: OrderException::Surplus, note: None });
        }
        events
    }
}

/// The fact behind a change: when it came about, and in whose words.
struct Because<'a> {
    at: Moment,
    words: &'a str,
}

/// An override ends when the facts alone change to another status than it says, by a fact
/// that is newer than it.
fn ended_override(before: &Order, after: &Order, because: &Because<'_>) -> Option<OrderEvent> {
    let standing = after.override_status.as_ref().filter(|overridden| before.override_status.as_ref() == Some(overridden))?;
    let derived = after.derived_status();
    let contradicts = derived != before.derived_status() && derived != standing.status && because.at > standing.at;
    let because = Line::new(because.words).or_else(|_| Line::new(derived.name())).ok()?;
    contradicts.then_some(OrderEvent::OverrideExpired { status: standing.status, because })
}

/// Sums of goods: each line rounded once, then added.
pub fn subtotal_of(items: &[Item], zero: Money) -> Result<Money, kernel::money::MoneyError> {
    items.iter().try_fold(zero, |sum, item| sum.plus(item.price.times(item.quantity)?))
}

impl Aggregate for Order {
    type Kind = kernel::id::kinds::Order;
    type Event = OrderEvent;
    const NAME: &'static str = "orders.order";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &OrderEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, OrderEvent::Created(created)) => Self::created(created, meta),
            (None, _) => Err(Impossible::after(&None::<Self>, event)),
            (Some(mut order), _) => {
                order.change(event, meta)?;
                Ok(order)
            }
        }
    }
}

impl Order {
    fn created(created: &event::Created, meta: &Meta) -> Result<Self, Impossible> {
        let zero = Money::zero(created.discount.currency());
        let overflow = |error: kernel::money::MoneyError| Impossible::new(error.to_string());
        let subtotal = subtotal_of(&created.items, zero).map_err(overflow)?;
        Ok(Self {
            id: created.id,
            number: created.number.clone(),
            client: created.client.clone(),
            items: created.items.clone(),
            discount: created.discount,
            subtotal,
            total: subtotal.minus(created.discount).map_err(overflow)?,
            confirmed: !created.draft,
            revision: 0,
            note: created.note.clone(),
            consignments: Vec::new(),
            allocations: Vec::new(),
            cancelled: None,
            override_status: None,
            exceptions: Vec::new(),
            manager: meta.actor.id.clone(),
            created_at: meta.at,
        })
    }

    fn change(&mut self, event: &OrderEvent, meta: &Meta) -> Result<(), Impossible> {
        match event {
            OrderEvent::Created(_) => return Err(Impossible::after(&Some(&*self), event)),
            OrderEvent::Confirmed => self.confirmed = true,
            OrderEvent::ItemsRevised { items, discount, .. } => self.revise(items, *discount)?,
            OrderEvent::WaybillRequested(requested) => self.consignments.push(Consignment::requested(requested, meta.at)),
            OrderEvent::WaybillRegistered(registered) => self.consignments.push(Consignment::registered(registered)),
            OrderEvent::WaybillRetryRequested { consignment, .. }
            | OrderEvent::WaybillCreated { consignment, .. }
            | OrderEvent::WaybillFailed { consignment, .. }
            | OrderEvent::WaybillVoidRequested { consignment, .. }
            | OrderEvent::WaybillVoided { consignment, .. }
            | OrderEvent::WaybillVoidRefused { consignment, .. }
            | OrderEvent::TrackingUpdated(TrackingUpdated { consignment, .. }) => {
                let unknown = Impossible::new(format!("consignment {consignment} of {}", self.id));
                self.consignment_mut(consignment).ok_or(unknown)?.apply(event, meta.at)?;
            }
            OrderEvent::StatusChanged { .. } => {}
            OrderEvent::Overridden { status, reason, proof } => {
                let (reason, proof) = (reason.clone(), proof.clone());
                self.override_status = Some(Override { status: *status, reason, proof, by: meta.actor.name.clone(), at: meta.at });
            }
            OrderEvent::OverrideExpired { .. } => self.override_status = None,
            OrderEvent::Cancelled { reason } => self.cancelled = Some(reason.clone()),
            OrderEvent::ExceptionRaised { exception } => self.exceptions.push(*exception),
            OrderEvent::ExceptionResolved { exception, .. } => self.exceptions.retain(|raised| raised != exception),
            OrderEvent::PaymentAllocated { amount, .. } if amount.currency() != self.total.currency() => {
                return Err(Impossible::new(format!("{amount} allocated to {} of {}", self.id, self.total)));
            }
            OrderEvent::PaymentAllocated { payment, amount, .. } => {
                self.allocations.push(Allocation { payment: *payment, amount: *amount });
            }
            OrderEvent::PaymentReleased { payment, .. } => self.allocations.retain(|allocation| allocation.payment != *payment),
        }
        Ok(())
    }

    fn revise(&mut self, items: &[Item], discount: Money) -> Result<(), Impossible> {
        let overflow = |error: kernel::money::MoneyError| Impossible::new(error.to_string());
        self.subtotal = subtotal_of(items, Money::zero(discount.currency())).map_err(overflow)?;
        self.total = self.subtotal.minus(discount).map_err(overflow)?;
        self.items = items.to_vec();
        self.discount = discount;
        self.revision = self.revision.saturating_add(1);
        Ok(())
    }
}
