//! The price sheet: what one piece of a product costs by the plan (NPSS), when that was calculated,
//! and what asks for calculating it again.

pub mod average;
pub mod current;
pub mod event;
pub mod landed;
pub mod refusal;

pub mod calculate;
pub mod publish;
pub mod record_landed_cost;
pub mod record_purchase;
pub mod request_revision;
pub mod review_age;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Currency, Day, Line, Money, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PriceId;
use crate::estimate::{CostMethod, LineCost};
use crate::price::Price;
pub use event::PriceEvent;
pub use landed::LandedCost;
pub use refusal::PriceRefusal;

/// Most purchases that are kept; the older ones are in the history.
pub const PURCHASES_MAX: usize = 500;
/// Most landed costs that are kept; the older ones are in the history.
pub const LANDED_MAX: usize = 500;
/// Most versions that are kept: the one that counts and what is to come.
const VERSIONS_MAX: usize = 12;
/// Purchases of so many months are averaged.
pub const AVERAGE_MONTHS: u32 = 6;
/// A temporary cost is the last purchase times this many tenths.
const TEMPORARY_TENTHS: i64 = 11;
/// A temporary cost serves for so many days after its purchase.
pub const TEMPORARY_DAYS_MAX: i64 = 30;

/// What a product costs by the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriceSheet {
    /// Its own id, derived from the product's code.
    pub id: PriceId,
    /// The product's code.
    pub product: Line,
    /// The currency that it is bought in.
    pub bought_in: Option<Currency>,
    /// Versions by the day from which they count, the earliest first: the one that counts and
    /// those to come.
    pub versions: Vec<PriceVersion>,
    /// Purchases, the latest last.
    pub purchases: Vec<Purchase>,
    /// What customs was paid for it, the latest last.
    pub landed: Vec<LandedCost>,
    /// That it must be calculated again.
    pub revision: Option<Revision>,
    /// Whether somebody was told that it will soon be too old.
    pub alerted: bool,
    /// Whether it was found too old.
    pub stale: bool,
}

/// What a product costs from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceVersion {
    /// Of one piece, net of VAT; zero when nobody knows.
    pub npss: Price,
    /// What it is made of, where that is known; adds up to it exactly.
    pub parts: Option<CostParts>,
    /// How it came about.
    pub method: CostMethod,
    /// Why it was calculated.
    pub trigger: RevisionTrigger,
    /// When: its age counts from here.
    pub calculated_on: Day,
    /// First day on which it counts.
    pub valid_from: Day,
}

/// What a cost is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostParts {
    /// What the supplier gets.
    pub purchase: Price,
    /// Transport and customs.
    pub logistics: Price,
    /// Everything else.
    pub overhead: Price,
}

/// Why a cost is calculated, or must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RevisionTrigger {
    /// It was time.
    Planned,
    /// A currency moved by more than 5 % in 7 days.
    ExchangeRate,
    /// A purchase was off by more than 15 %.
    PurchasePrice,
    /// Customs alone took more than the cost counts with for transport and customs.
    LandedCost,
    /// Somebody asked for it.
    Manual,
}

/// That a cost must be calculated again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Revision {
    /// Why.
    pub trigger: RevisionTrigger,
    /// By when.
    pub by: Day,
}

/// Goods that were bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Purchase {
    /// The receipt.
    pub document: Line,
    /// When.
    pub on: Day,
    /// How much.
    pub quantity: Quantity,
    /// Of one piece, net of VAT, in the tenant's currency at the rate of that day.
    pub price: Price,
}

impl PriceSheet {
    /// The sheet of a product.
    pub fn id_of(product: &Line) -> PriceId {
        PriceId::derive(&["product", product.as_str()])
    }

    /// The version that counts on a day.
    pub fn version_on(&self, day: Day) -> Option<&PriceVersion> {
        self.versions.iter().rfind(|version| version.valid_from <= day)
    }

    /// What stands in while there is no planned cost: the last purchase and a tenth more.
    pub fn temporary(&self) -> LineCost {
        let Some(last) = self.purchases.iter().max_by_key(|purchase| purchase.on) else { return LineCost::Missing };
        // Rounded up: a cost that stands in is never below what it stands for.
        let tenths = last.price.money().minor().checked_mul(TEMPORARY_TENTHS).and_then(|tenths| tenths.checked_add(9));
        let minor = tenths.and_then(|tenths| tenths.checked_div(10));
        let price = minor.and_then(|minor| Price::new(Money::from_minor(minor, last.price.currency())).ok());
        price.map_or(LineCost::Missing, |price| LineCost::given(price, CostMethod::Temporary, last.on))
    }
}

impl Aggregate for PriceSheet {
    type Kind = kernel::id::kinds::PriceSheet;
    type Event = PriceEvent;
    const NAME: &'static str = "profitability.price-sheet";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &PriceEvent, _: &Meta) -> Result<Self, Impossible> {
        let mut sheet = match (state, event) {
            (Some(sheet), _) => sheet,
            (None, PriceEvent::Published { product, .. } | PriceEvent::PurchaseRecorded { product, .. }) => Self::blank(product),
            (None, PriceEvent::LandedCostRecorded { product, .. }) => Self::blank(product),
            (None, PriceEvent::RevisionDue { .. } | PriceEvent::Ageing { .. } | PriceEvent::Stale { .. }) => {
                return Err(Impossible::after(&None::<Self>, event));
            }
        };
        sheet.change(event);
        Ok(sheet)
    }
}

impl PriceSheet {
    fn blank(product: &Line) -> Self {
        Self {
            id: Self::id_of(product),
            product: product.clone(),
            bought_in: None,
            versions: Vec::new(),
            purchases: Vec::new(),
            landed: Vec::new(),
            revision: None,
            alerted: false,
            stale: false,
        }
    }

    fn change(&mut self, event: &PriceEvent) {
        match event {
            PriceEvent::Published { version, .. } => self.publish(*version),
            PriceEvent::PurchaseRecorded { purchase, bought_in, .. } => {
                self.bought_in = Some(*bought_in);
                self.purchases.push(purchase.clone());
                self.purchases.sort_by_key(|purchase| purchase.on);
                let surplus = self.purchases.len().saturating_sub(PURCHASES_MAX);
                self.purchases.drain(..surplus);
            }
            PriceEvent::LandedCostRecorded { landed, .. } => {
                self.landed.push(landed.clone());
                self.landed.sort_by_key(|landed| landed.on);
                let surplus = self.landed.len().saturating_sub(LANDED_MAX);
                self.landed.drain(..surplus);
            }
            PriceEvent::RevisionDue { revision } => self.revision = Some(*revision),
            PriceEvent::Ageing { .. } => self.alerted = true,
            PriceEvent::Stale { .. } => self.stale = true,
        }
    }

    fn publish(&mut self, version: PriceVersion) {
        self.versions.retain(|other| other.valid_from != version.valid_from);
        self.versions.push(version);
        self.versions.sort_by_key(|version| version.valid_from);
        // What counted before is in the history; what counts now and what is to come is kept.
        let counts = self.versions.iter().rposition(|kept| kept.valid_from <= version.calculated_on).unwrap_or(0);
        self.versions.drain(..counts);
        self.versions.truncate(VERSIONS_MAX);
        self.revision = None;
        self.alerted = false;
        self.stale = false;
    }
}
