//! What each order holds of an estimate, and what was shipped under it.
//!
//! The account is kept in the estimate's own stream, so that two orders can never both take the
//! last of a line, nor both take the last place among those that wait for approval.

use std::collections::BTreeMap;

use kernel::aggregate::Impossible;
use kernel::{Currency, Day, Line, Money, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::ShippedLine;
use super::{EstimateEvent, EstimateLine, EstimateRefusal, EstimateStatus, LocalEstimate};
use crate::ShipmentId;
use crate::tally::{Left, Tally};

/// What one order holds and has got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderAccount {
    /// The order's number, for people.
    pub number: Line,
    /// How far it is.
    pub standing: Standing,
    /// What was ordered, by line.
    pub ordered: BTreeMap<u16, Quantity>,
    /// What was shipped, net of returns, by line.
    pub shipped: BTreeMap<u16, Sums>,
}

/// How far an order is, as far as its estimate must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Waits for a decision.
    Pending,
    /// Its manager must answer a proposal to drop lines.
    PartiallyApproved,
    /// May be shipped.
    Approved,
    /// Some of it was shipped.
    InProgress,
    /// Shipped although nothing was approved: a fact, and a violation.
    Unapproved,
}

impl Standing {
    /// Whether it takes one of the places of waiting orders.
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Pending | Self::PartiallyApproved)
    }

    /// Whether goods are set aside for it.
    pub const fn holds(self) -> bool {
        match self {
            Self::Pending | Self::PartiallyApproved | Self::Approved | Self::InProgress => true,
            Self::Unapproved => false,
        }
    }
}

/// How much of a line, for how much money, at what cost; net of returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sums {
    /// How much.
    pub quantity: Tally,
    /// Net of VAT.
    pub revenue: Money,
    /// At the estimate's cost.
    pub cost: Money,
}

impl Sums {
    const fn nothing(currency: Currency) -> Self {
        Self { quantity: Tally::ZERO, revenue: Money::zero(currency), cost: Money::zero(currency) }
    }

    fn plus(self, more: Self) -> Option<Self> {
        Some(Self {
            quantity: self.quantity.plus(more.quantity)?,
            revenue: self.revenue.plus(more.revenue).ok()?,
            cost: self.cost.plus(more.cost).ok()?,
        })
    }

    fn minus(self, less: Self) -> Option<Self> {
        Some(Self {
            // More may come back than was told of: what is left is nothing, never less.
            quantity: self.quantity.less(less.quantity),
            revenue: self.revenue.minus(less.revenue).ok()?,
            cost: self.cost.minus(less.cost).ok()?,
        })
    }
}

/// How much of a line an order takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderedLine {
    /// The estimate's line.
    pub line: u16,
    /// How much.
    pub quantity: Quantity,
}

impl OrderAccount {
    /// What the order takes of each line: what it got, or what it still waits for beyond that.
    fn taken(&self) -> impl Iterator<Item = (u16, Tally)> {
        let holds = self.standing.holds();
        let ordered = self.ordered.iter().filter(move |_| holds).map(|(line, quantity)| {
            let shipped = self.shipped.get(line).map_or(Tally::ZERO, |sums| sums.quantity);
            (*line, Tally::from(*quantity).max(shipped))
        });
        let besides = self.shipped.iter().filter(move |(line, _)| !(holds && self.ordered.contains_key(line)));
        ordered.chain(besides.map(|(line, sums)| (*line, sums.quantity)))
    }
}

impl LocalEstimate {
    /// What is left of every line after everything that was shipped and everything that *other*
    /// live orders hold, by line number. An order that was shipped in part counts once: what it
    /// got, and what it still waits for.
    pub fn left_for(&self, shipment: Option<ShipmentId>) -> BTreeMap<u16, Tally> {
        // Lines are numbered from 1, each in its place.
        let mut left: Vec<Left> = self.lines.iter().map(|line| Left::all(line.quantity)).collect();
        let past = self.past.iter().map(|(line, sums)| (*line, sums.quantity));
        let others = self.orders.iter().filter(|(id, _)| Some(**id) != shipment);
        for (line, taken) in past.chain(others.flat_map(|(_, order)| order.taken())) {
            if let Some(left) = usize::from(line).checked_sub(1).and_then(|place| left.get_mut(place)) {
                left.take(taken);
            }
        }
        self.lines.iter().zip(left).map(|(line, left)| (line.line, left.rest())).collect()
    }

    /// What of every line was not shipped yet, net of returns.
    pub fn left_after_shipments(&self) -> BTreeMap<u16, Tally> {
        let mut left: BTreeMap<u16, Tally> = self.lines.iter().map(|line| (line.line, Tally::from(line.quantity))).collect();
        for (line, sums) in self.shipped_besides(None) {
            if let Some(left) = left.get_mut(&line) {
                *left = left.less(sums.quantity);
            }
        }
        left
    }

    /// What was shipped under all orders but one, net of returns, by line.
    pub fn shipped_besides(&self, shipment: Option<ShipmentId>) -> impl Iterator<Item = (u16, &Sums)> {
        let others = self.orders.iter().filter(move |(id, _)| Some(**id) != shipment);
        let live = others.flat_map(|(_, order)| order.shipped.iter());
        self.past.iter().chain(live).map(|(line, sums)| (*line, sums))
    }

    /// The same of lines that count in margins.
    pub fn counted_besides(&self, shipment: Option<ShipmentId>) -> impl Iterator<Item = &Sums> {
        let counts = |line: u16| self.line(line).is_some_and(EstimateLine::counts);
        self.shipped_besides(shipment).filter(move |(line, _)| counts(*line)).map(|(_, sums)| sums)
    }

    /// Whether orders can be made under it on a day: it is active, and the day is before its end,
    /// also while nobody has written down yet that its time is over.
    ///
    /// # Errors
    /// When they cannot.
    pub fn check_open(&self, today: Day) -> Result<(), EstimateRefusal> {
        match self.status {
            EstimateStatus::Active if today < self.until => Ok(()),
            EstimateStatus::Active => Err(EstimateRefusal::NotActive { status: EstimateStatus::Expired }),
            status @ (EstimateStatus::Expired | EstimateStatus::Closed | EstimateStatus::Cancelled) => {
                Err(EstimateRefusal::NotActive { status })
            }
        }
    }

    /// Sets goods aside for an order that is submitted.
    ///
    /// # Errors
    /// When the estimate takes no orders, too many wait already, or a line has not so much left.
    pub fn reserve(
        &self,
        shipment: ShipmentId,
        number: &Line,
        lines: &[OrderedLine],
        pending_max: u32,
        today: Day,
    ) -> Result<EstimateEvent, EstimateRefusal> {
        self.check_open(today)?;
        let known = self.orders.get(&shipment).is_some_and(|order| order.standing.is_pending());
        if !known && self.pending() >= usize::try_from(pending_max).unwrap_or(usize::MAX) {
            return Err(EstimateRefusal::PendingLimit { max: pending_max });
        }
        let left = self.left_for(Some(shipment));
        for wanted in lines {
            let available = left.get(&wanted.line).copied().unwrap_or_default();
            if available.minus(wanted.quantity).is_none() {
                return Err(EstimateRefusal::NotEnough { line: wanted.line, available });
            }
        }
        Ok(EstimateEvent::OrderPlaced { shipment, number: number.clone(), lines: lines.to_vec() })
    }

    /// The estimate after some events; `None` when they cannot follow.
    pub fn after(&self, events: &[EstimateEvent]) -> Option<Self> {
        let mut after = self.clone();
        for event in events {
            after.change(event).ok()?;
        }
        Some(after)
    }

    pub(super) fn place(&mut self, shipment: ShipmentId, number: &Line, lines: &[OrderedLine]) {
        let shipped = self.orders.remove(&shipment).map(|order| order.shipped).unwrap_or_default();
        let ordered = lines.iter().map(|line| (line.line, line.quantity)).collect();
        self.orders.insert(shipment, OrderAccount { number: number.clone(), standing: Standing::Pending, ordered, shipped });
    }

    pub(super) fn release(&mut self, shipment: ShipmentId) -> Result<(), Impossible> {
        let order = self.orders.remove(&shipment).ok_or_else(|| Impossible::new("an order is released that holds nothing"))?;
        for (line, sums) in order.shipped {
            self.add_past(line, sums)?;
        }
        Ok(())
    }

    pub(super) fn ship(&mut self, shipment: ShipmentId, number: &Line, lines: &[ShippedLine]) -> Result<(), Impossible> {
        let currency = self.currency;
        let order = self.orders.entry(shipment).or_insert_with(|| OrderAccount {
            number: number.clone(),
            standing: Standing::Unapproved,
            ordered: BTreeMap::new(),
            shipped: BTreeMap::new(),
        });
        if order.standing == Standing::Approved {
            order.standing = Standing::InProgress;
        }
        for line in lines {
            let sums = order.shipped.entry(line.line).or_insert_with(|| Sums::nothing(currency));
            *sums = sums.plus(line.sums).ok_or_else(|| Impossible::new("shipped sums beyond any number"))?;
        }
        Ok(())
    }

    pub(super) fn take_back(&mut self, shipment: ShipmentId, lines: &[ShippedLine]) -> Result<(), Impossible> {
        let currency = self.currency;
        let shipped = match self.orders.get_mut(&shipment) {
            Some(order) => &mut order.shipped,
            None => &mut self.past,
        };
        for line in lines {
            let sums = shipped.entry(line.line).or_insert_with(|| Sums::nothing(currency));
            *sums = sums.minus(line.sums).ok_or_else(|| Impossible::new("returned sums beyond any number"))?;
        }
        Ok(())
    }

    fn add_past(&mut self, line: u16, more: Sums) -> Result<(), Impossible> {
        let sums = self.past.entry(line).or_insert_with(|| Sums::nothing(self.currency));
        *sums = sums.plus(more).ok_or_else(|| Impossible::new("shipped sums beyond any number"))?;
        Ok(())
    }
}
