//! Price sheets as lists show them.

use chrono::Days;
use kernel::view::{Order, Range, RowQuery};
use kernel::{Change, Currency, Day, Line, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PriceId;
use crate::calculation::facts::CONFIRMED_DAYS_MAX;
use crate::price_sheet::review_age::{ALERT_FROM_DAYS, REVISE_FROM_DAYS};
use crate::price_sheet::{PriceSheet, PriceVersion, Revision};

/// The view's name.
pub const VIEW: &str = "price-list";
const ALL: &str = "all";
/// Sheets by the day of their calculation.
const AGE: &str = "age";

/// Sheets by the day on which their age is looked at next.
const REVIEW: &str = "review";

/// Price sheets by product, by age, and by the currency that the product is bought in.
pub struct PriceListFromPriceSheet;

/// One price sheet in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PriceItem {
    /// The sheet.
    pub price_id: PriceId,
    /// The product's code.
    pub product: Line,
    /// Versions by the day from which they count, the earliest first.
    pub versions: Vec<PriceVersion>,
    /// The currency that it is bought in.
    pub bought_in: Option<Currency>,
    /// That it must be calculated again.
    pub revision: Option<Revision>,
    /// Whether somebody was told that it will soon be too old.
    pub alerted: bool,
    /// The version that this shows.
    pub version: Version,
}

impl PriceItem {
    /// The version that counts on a day.
    pub fn version_on(&self, day: Day) -> Option<&PriceVersion> {
        self.versions.iter().rfind(|version| version.valid_from <= day)
    }
}

/// All price sheets, by product.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL)
}

/// Price sheets that were calculated between two days, both included, the oldest first.
pub fn calculated_between(from: Day, to: Day) -> RowQuery {
    RowQuery::new(VIEW, AGE).by(Order::Index1).within(Range::Between(from.to_string(), format!("{to}~")))
}

/// Price sheets whose age is to be looked at by a day, the oldest first.
pub fn to_review(today: Day) -> RowQuery {
    RowQuery::new(VIEW, REVIEW).within(Range::UpTo(format!("{today}~")))
}

/// Price sheets of products that are bought in a currency and need not be calculated again yet.
pub fn bought_in(currency: Currency) -> RowQuery {
    RowQuery::new(VIEW, format!("currency#{}", currency.code())).by(Order::Index2)
}

impl View for PriceListFromPriceSheet {
    type Aggregate = PriceSheet;
    const SPEC: ViewSpec =
        ViewSpec { name: "profitability.price-list-from-price-sheet", view: VIEW, summary: "Price sheets as lists show them." };

    fn project(step: &Step<'_, PriceSheet>) -> Vec<Change> {
        step.replace(|sheet| std::iter::once(row(sheet, step.version)).chain(review(sheet, step.version)).collect())
    }
}

/// A price sheet as a list shows it.
pub fn item(sheet: &PriceSheet, version: Version) -> PriceItem {
    PriceItem {
        price_id: sheet.id,
        product: sheet.product.clone(),
        versions: sheet.versions.clone(),
        bought_in: sheet.bought_in,
        revision: sheet.revision,
        alerted: sheet.alerted,
        version,
    }
}

/// The day on which the age of a cost is looked at next: when a revision, an alert, or the end is due.
fn review(sheet: &PriceSheet, version: Version) -> Option<Row> {
    let age = if sheet.revision.is_none() {
        REVISE_FROM_DAYS
    } else if !sheet.alerted {
        ALERT_FROM_DAYS
    } else if !sheet.stale {
        CONFIRMED_DAYS_MAX.saturating_add(1)
    } else {
        return None;
    };
    let calculated = sheet.versions.first()?.calculated_on;
    let due = calculated.checked_add_days(Days::new(u64::from(age)))?;
    let data = serde_json::to_value(item(sheet, version)).unwrap_or_default();
    Some(Row::new(REVIEW, format!("{due}#{}", sheet.product), data))
}

fn row(sheet: &PriceSheet, version: Version) -> Row {
    let data = serde_json::to_value(item(sheet, version)).unwrap_or_default();
    let product = sheet.product.as_str();
    // The first version is the one that counts, or counted until one to come does.
    let calculated = sheet.versions.first().map(|version| version.calculated_on);
    let row = Row::new(ALL, product, data);
    let row = match calculated {
        Some(day) => row.with_index1(AGE, format!("{day}#{product}")),
        None => row,
    };
    match sheet.bought_in {
        Some(currency) if sheet.revision.is_none() => row.with_index2(bought_in(currency).partition, product),
        Some(_) | None => row,
    }
}
