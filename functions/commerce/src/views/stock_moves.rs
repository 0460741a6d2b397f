//! Stock moves by article and by fact.

use kernel::view::{Order as By, RowQuery};
use kernel::{Change, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::FactId;
use crate::stock::{StockMove, StockSheet};

/// The view's name.
pub const VIEW: &str = "stock-moves";

/// Stock moves, by article and by fact.
pub struct StockMovesFromStockSheet;

/// One move, and the fact that it follows from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MoveRow {
    /// The fact.
    pub fact_id: FactId,
    /// What moved.
    #[serde(rename = "move")]
    pub moved: StockMove,
}

/// Moves of an article, newest first.
pub fn of_article(code: &str) -> RowQuery {
    RowQuery::new(VIEW, format!("article#{code}")).newest_first()
}

/// Moves of a fact, in the order of its lines.
pub fn of_fact(fact: FactId) -> RowQuery {
    RowQuery::new(VIEW, format!("fact#{fact}")).by(By::Index1)
}

/// All moves, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, "all").by(By::Index2).newest_first()
}

impl View for StockMovesFromStockSheet {
    type Aggregate = StockSheet;
    const SPEC: ViewSpec =
        ViewSpec { name: "commerce.stock-moves-from-stock-sheet", view: VIEW, summary: "Stock moves, by article and by fact." };

    fn project(step: &Step<'_, StockSheet>) -> Vec<Change> {
        step.after.moves.iter().map(|moved| Change::Put(row(step.after.fact, moved))).collect()
    }
}

fn row(fact_id: FactId, moved: &StockMove) -> Row {
    let sort = format!("{}#{}", moved.on, moved.id);
    let data = serde_json::to_value(MoveRow { fact_id, moved: moved.clone() }).unwrap_or_default();
    let row = Row::new(of_article(moved.article.code.as_str()).partition, &sort, data);
    row.with_index1(of_fact(fact_id).partition, format!("{:05}", moved.line)).with_index2("all", sort)
}
