//! What is where: sums of stock moves by place, article, batch and unit.

use std::collections::BTreeMap;

use kernel::view::{Range, RowQuery};
use kernel::{Addition, Change, Day, Line, Row, RowKey, Step, View, ViewSpec};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fact::{Batch, Location};
use crate::obligation::line::STOCK_PARTS;
use crate::obligation::{Article, Unit};
use crate::stock::{StockMove, StockSheet};

/// The view's name.
pub const VIEW: &str = "stock-balances";
/// The sum, in millionths of the unit.
const PARTS: &str = "parts";
const PLACES: &str = "places";

/// What is where, summed over all moves. Moves of many facts add to one sum without getting in
/// each other's way.
pub struct StockBalancesFromStockSheet;

/// What a sum is of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kept {
    /// Where.
    pub location: Location,
    /// What.
    pub article: Article,
    /// Of what unit.
    pub unit: Unit,
    /// Which lot.
    pub batch: Option<Line>,
    /// The last day on which the lot is good.
    pub expires: Option<Day>,
}

/// How much of something is somewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Balance {
    /// What and where.
    pub kept: Kept,
    /// How much, in units; negative when more left than ever came.
    #[schemars(with = "String")]
    pub quantity: Decimal,
    /// More left than ever came: something was not recorded, or not in this place (decision K22).
    pub negative: bool,
    /// Whether the lot was good until a day before today; asked when it is shown.
    pub expired: bool,
}

impl Balance {
    /// What a row says on a day; `None` for a row of another shape.
    pub fn read(row: &Row, today: Day) -> Option<Self> {
        let kept: Kept = serde_json::from_value(row.data.clone()).ok()?;
        let parts = row.counters.get(PARTS).copied().unwrap_or_default();
        let quantity = Decimal::from(parts).checked_div(Decimal::from(STOCK_PARTS))?.normalize();
        let expired = kept.expires.is_some_and(|expires| expires < today);
        Some(Self { kept, quantity, negative: parts < 0, expired })
    }
}

/// Everything that is anywhere, place by place.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, PLACES)
}

/// Everything that is in one place.
pub fn in_place(location: &Location) -> RowQuery {
    all().within(Range::Prefix(format!("{location}\u{1f}")))
}

/// Where an article is.
pub fn of_article(code: &str) -> RowQuery {
    RowQuery::new(VIEW, format!("article#{code}"))
}

impl View for StockBalancesFromStockSheet {
    type Aggregate = StockSheet;
    const SPEC: ViewSpec =
        ViewSpec { name: "commerce.stock-balances-from-stock-sheet", view: VIEW, summary: "How much of which batch is where." };

    fn project(step: &Step<'_, StockSheet>) -> Vec<Change> {
        // Several moves of one commit may touch one sum: a row is changed once a commit.
        let mut sums: BTreeMap<RowKey, Addition> = BTreeMap::new();
        for moved in &step.after.moves {
            let ends = [(moved.from.as_ref(), moved.parts.saturating_neg()), (moved.to.as_ref(), moved.parts)];
            for (location, parts) in ends.into_iter().filter_map(|(location, parts)| Some((location?, parts))) {
                for addition in additions(location, moved, parts) {
                    let known = sums.entry(addition.key.clone()).or_insert_with(|| Addition { counters: BTreeMap::new(), ..addition });
                    let sum = known.counters.entry(PARTS.to_owned()).or_default();
                    *sum = sum.saturating_add(parts);
                }
            }
        }
        sums.into_values().map(Change::Add).collect()
    }
}

fn additions(location: &Location, moved: &StockMove, parts: i64) -> [Addition; 2] {
    let batch = moved.batch.as_ref();
    let kept = Kept {
        location: location.clone(),
        article: moved.article.clone(),
        unit: moved.unit.clone(),
        batch: batch.map(|batch| batch.number.clone()),
        expires: batch.and_then(|batch: &Batch| batch.expires),
    };
    let lot = format!(
        "{}\u{1f}{}",
        kept.batch.as_ref().map(Line::as_str).unwrap_or_default(),
        kept.expires.map(|day| day.to_string()).unwrap_or_default()
    );
    let data = serde_json::to_value(&kept).unwrap_or_default();
    let counters = BTreeMap::from([(PARTS.to_owned(), parts)]);
    let by_place = format!("{location}\u{1f}{}\u{1f}{lot}\u{1f}{}", moved.article.code, moved.unit);
    let by_article = format!("{location}\u{1f}{lot}\u{1f}{}", moved.unit);
    let addition =
        |partition: String, sort: String| Addition { key: RowKey { partition, sort }, data: data.clone(), counters: counters.clone() };
    [addition(PLACES.to_owned(), by_place), addition(of_article(moved.article.code.as_str()).partition, by_article)]
}
