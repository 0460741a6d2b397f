//! Lines of a fact, and what became of them.

use std::collections::BTreeMap;

use kernel::{Day, Line, Money, Quantity};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::{ProductTaxCode, SupplyKind};

use super::Billing;
use crate::obligation::{Article, StockUnit, Unit};
use crate::{InvoiceId, ObligationId};

/// Most further fields of one line (decision K43).
pub const EXTENSION_FIELDS_MAX: usize = 20;
/// Longest name of a further field.
pub const EXTENSION_NAME_CHARACTERS_MAX: usize = 40;

/// A place where goods are: a warehouse, a yard, a vehicle.
pub type Location = Line;

/// One line of a fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FactLine {
    /// Its number, from 1 without a gap.
    pub n: u16,
    /// The obligation that it fulfils.
    pub obligation: ObligationId,
    /// Which line of that.
    pub obligation_line: u16,
    /// What.
    pub article: Article,
    /// How much.
    pub quantity: Quantity,
    /// Of what unit.
    pub unit: Unit,
    /// What it is worth between the parties; absent inside an own company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priced: Option<Priced>,
    /// What one unit cost the supplier when it happened, in the currency of the supplier's book: a
    /// snapshot; a later correction posts the difference (decision K23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<Money>,
    /// Which lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
    /// Where goods of an own company left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Location>,
    /// Where goods of an own company arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Location>,
    /// The unit that stock of it is kept in, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<StockUnit>,
    /// What an industry needs to know besides.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extension: BTreeMap<String, Line>,
}

/// What a line is worth between the parties.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Priced {
    /// Goods, a service or the use of something.
    pub supply: SupplyKind,
    /// Decides the rate.
    pub tax_code: ProductTaxCode,
    /// Of one unit, as agreed.
    pub price: Money,
    /// Whether the price includes tax.
    pub price_includes_tax: bool,
    /// The whole line as agreed, discount taken off: with or without tax, as the price.
    pub agreed: Money,
    /// The whole line without tax: what counts as revenue.
    pub amount: Money,
}

/// A lot of goods.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Its number, or series.
    pub number: Line,
    /// The last day on which it is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
}

/// A line, and how much of it was billed and taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineStanding {
    /// The line.
    pub line: FactLine,
    /// What invoices bill of it.
    pub bills: Vec<Bill>,
    /// What later facts took back of it.
    pub taken_back: Share,
}

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Share {
    /// How much.
    pub quantity: Decimal,
    /// Its share of the agreed amount; absent without prices.
    pub agreed: Option<Money>,
    /// Its share of the amount without tax; absent without prices.
    pub amount: Option<Money>,
}

/// What one invoice bills of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// How much.
    pub quantity: Decimal,
    /// Its share of the agreed amount.
    pub agreed: Option<Money>,
    /// Its share of the amount without tax.
    pub amount: Option<Money>,
}

impl Share {
    /// The part of this share that a quantity is: its amounts in proportion to `whole`, never more
    /// than is here; all of it when the quantity is. `None` when it is more than there is.
    fn part(self, quantity: Quantity, whole: &Self) -> Option<Self> {
        if quantity.decimal() > self.quantity {
            return None;
        }
        if quantity.decimal() == self.quantity {
            return Some(self);
        }
        let of =
            |here: Option<Money>, all: Option<Money>| here.zip(all).and_then(|(here, all)| proportion(here, all, quantity, whole.quantity));
        Some(Self { quantity: quantity.decimal(), agreed: of(self.agreed, whole.agreed), amount: of(self.amount, whole.amount) })
    }

    fn less(self, other: Self) -> Option<Self> {
        let minus = |one: Option<Money>, other: Option<Money>| match (one, other) {
            (Some(one), Some(other)) => Some(one.minus(other).ok()),
            (one, _) => Some(one),
        };
        Some(Self {
            quantity: self.quantity.checked_sub(other.quantity)?.normalize(),
            agreed: minus(self.agreed, other.agreed)?,
            amount: minus(self.amount, other.amount)?,
        })
    }

    fn more(self, other: Self) -> Option<Self> {
        let plus = |one: Option<Money>, other: Option<Money>| match (one, other) {
            (Some(one), Some(other)) => Some(one.plus(other).ok()),
            (None, other) => Some(other),
            (one, None) => Some(one),
        };
        Some(Self {
            quantity: self.quantity.checked_add(other.quantity)?.normalize(),
            agreed: plus(self.agreed, other.agreed)?,
            amount: plus(self.amount, other.amount)?,
        })
    }
}

/// `all × quantity ÷ whole`, half away from zero, but never more than what is left of it.
fn proportion(left: Money, all: Money, quantity: Quantity, whole: Decimal) -> Option<Money> {
    let exact = quantity.decimal().checked_div(whole)?.checked_mul(Decimal::from(all.minor()))?;
    let minor = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()?;
    Some(Money::from_minor(minor.min(left.minor()), all.currency()))
}

impl Bill {
    fn as_share(&self) -> Share {
        Share { quantity: self.quantity, agreed: self.agreed, amount: self.amount }
    }

    /// The share of a part of what is billed.
    pub fn share(&self, quantity: Quantity) -> Option<Share> {
        self.as_share().part(quantity, &self.as_share())
    }
}

impl LineStanding {
    pub(super) fn new(line: FactLine) -> Self {
        Self { line, bills: Vec::new(), taken_back: Share::default() }
    }

    fn whole(&self) -> Share {
        let priced = self.line.priced.as_ref();
        Share {
            quantity: self.line.quantity.decimal(),
            agreed: priced.map(|priced| priced.agreed),
            amount: priced.map(|priced| priced.amount),
        }
    }

    /// What is neither billed nor taken back.
    pub fn open_share(&self) -> Option<Share> {
        self.bills.iter().try_fold(self.whole().less(self.taken_back)?, |open, bill| open.less(bill.as_share()))
    }

    /// How much is neither billed nor taken back.
    pub fn open(&self) -> Decimal {
        self.open_share().map(|open| open.quantity).unwrap_or_default()
    }

    /// How much is billed.
    pub fn billed(&self) -> Decimal {
        self.bills.iter().map(|bill| bill.quantity).sum()
    }

    /// Its amount without tax, less what was taken back.
    pub fn kept_amount(&self) -> Option<Money> {
        self.whole().less(self.taken_back)?.amount
    }

    /// The share of a part of what is open; `None` when less is open.
    pub fn share(&self, quantity: Quantity) -> Option<Share> {
        self.open_share()?.part(quantity, &self.whole())
    }

    /// What an invoice bills of it.
    pub fn bill_of(&self, invoice: InvoiceId) -> Option<&Bill> {
        self.bills.iter().find(|bill| bill.invoice == invoice)
    }

    pub(super) fn bill(&mut self, invoice: InvoiceId, billing: &Billing) -> Option<()> {
        let share = billing.share();
        self.fits(share)?;
        match self.bills.iter_mut().find(|bill| bill.invoice == invoice) {
            Some(bill) => {
                let sum = bill.as_share().more(share)?;
                *bill = Bill { invoice, quantity: sum.quantity, agreed: sum.agreed, amount: sum.amount };
            }
            None => self.bills.push(Bill { invoice, quantity: share.quantity, agreed: share.agreed, amount: share.amount }),
        }
        Some(())
    }

    pub(super) fn unbill(&mut self, invoice: InvoiceId, billing: &Billing) -> Option<()> {
        let at = self.bills.iter().position(|bill| bill.invoice == invoice)?;
        let bill = self.bills.get_mut(at)?;
        let left = bill.as_share().less(billing.share())?;
        if left.quantity.is_sign_negative() && !left.quantity.is_zero() {
            return None;
        }
        if left.quantity.is_zero() {
            self.bills.remove(at);
        } else {
            *bill = Bill { invoice, quantity: left.quantity, agreed: left.agreed, amount: left.amount };
        }
        Some(())
    }

    pub(super) fn take_back(&mut self, billing: &Billing) -> Option<()> {
        self.fits(billing.share())?;
        self.taken_back = self.taken_back.more(billing.share())?;
        Some(())
    }

    /// Whether a part is not more than is open, in quantity and in money.
    fn fits(&self, share: Share) -> Option<()> {
        let left = self.open_share()?.less(share)?;
        let money = [left.agreed, left.amount].into_iter().flatten().all(|amount| !amount.is_negative());
        let fits = money && (!left.quantity.is_sign_negative() || left.quantity.is_zero());
        fits.then_some(())
    }
}
