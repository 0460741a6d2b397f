//! The stock ledger: what facts move from place to place.
//!
//! Nothing here is typed: every move follows from a line of a fact and carries an id that
//! follows from it too. Moves are kept in sheets, written in the same step as their fact: a
//! fact of a thousand lines moves more than a view takes of one commit.

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::id::derive_uuid;
use kernel::{Day, Decision, Event};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::FactId;
use crate::fact::{Batch, FactLine, Location};
use crate::obligation::{Article, Portion, StockUnit, Unit};

/// Moves of one sheet: each changes up to four balances, and a view takes 90 changes of a commit.
pub const MOVES_PER_SHEET: usize = 22;

/// Some moves of one fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StockSheet {
    /// Which fact.
    pub fact: FactId,
    /// What it moves.
    pub moves: Vec<StockMove>,
}

/// What happened to a sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum StockSheetEvent {
    /// Goods moved.
    #[serde(rename = "moved.v1")]
    Moved {
        /// The fact that says so.
        fact: FactId,
        /// What moved.
        moves: Vec<StockMove>,
    },
}

/// Goods that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StockMove {
    /// Its own id: the same for the same line of the same fact.
    pub id: String,
    /// The line of the fact.
    pub line: u16,
    /// What.
    pub article: Article,
    /// The unit that its stock is kept in.
    pub unit: Unit,
    /// How much, in millionths of the unit; above zero.
    pub parts: i64,
    /// Which lot.
    pub batch: Option<Batch>,
    /// Where it left; absent when it came from outside.
    pub from: Option<Location>,
    /// Where it arrived; absent when it is gone.
    pub to: Option<Location>,
    /// When.
    pub on: Day,
}

impl StockMove {
    /// The move of a part of a line; `None` when the line moves nothing, or its quantity does not
    /// convert exactly.
    fn of(fact: FactId, line: &FactLine, portion: Portion, on: Day) -> Option<Self> {
        if line.from.is_none() && line.to.is_none() {
            return None;
        }
        let stock = line.stock.clone().unwrap_or_else(|| StockUnit::same(line.unit.clone()));
        Some(Self {
            id: format!("move_{}", derive_uuid("stock-move", &[&fact.to_string(), &line.n.to_string()]).simple()),
            line: line.n,
            article: line.article.clone(),
            parts: stock.parts(portion.quantity)?,
            unit: stock.unit,
            batch: line.batch.clone(),
            from: line.from.clone(),
            to: line.to.clone(),
            on,
        })
    }

    /// The same goods on their way back.
    fn back(self) -> Self {
        Self { from: self.to, to: self.from, ..self }
    }
}

/// The moves of all lines of a new fact.
pub(crate) fn moves(fact: FactId, lines: &[FactLine], on: Day) -> Vec<StockMove> {
    let whole = |line: &FactLine| Portion { line: line.n, quantity: line.quantity };
    lines.iter().filter_map(|line| StockMove::of(fact, line, whole(line), on)).collect()
}

/// The moves of a reversal: its lines are parts of the original's, on their way back.
pub(crate) fn moves_back(reversal: FactId, lines: &[FactLine], on: Day) -> Vec<StockMove> {
    moves(reversal, lines, on).into_iter().map(StockMove::back).collect()
}

/// The id of a sheet of a fact.
pub(crate) fn sheet_id(fact: FactId, part: usize) -> FactId {
    FactId::derive(&["stock-sheet", &fact.to_string(), &part.to_string()])
}

/// Adds the sheets of a fact's moves to the decision that records the fact.
pub(crate) fn keep<A: Aggregate>(decision: Decision<A>, fact: FactId, moves: &[StockMove]) -> Decision<A> {
    (0..).zip(moves.chunks(MOVES_PER_SHEET)).fold(decision, |decision, (part, moves)| {
        decision.and::<StockSheet>(sheet_id(fact, part), 0, [StockSheetEvent::Moved { fact, moves: moves.to_vec() }])
    })
}

impl Aggregate for StockSheet {
    type Kind = kernel::id::kinds::Fact;
    type Event = StockSheetEvent;
    const NAME: &'static str = "commerce.stock-sheet";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &StockSheetEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, StockSheetEvent::Moved { fact, moves }) => Ok(Self { fact: *fact, moves: moves.clone() }),
            (state @ Some(_), event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Event for StockSheetEvent {
    fn samples() -> Vec<Self> {
        crate::samples::facts::stock_events()
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::context;

    use super::*;
    use crate::samples::facts::{fact_id, recorded, stock_events};
    use crate::samples::{day, line};

    #[test]
    fn k22_moves_follow_from_lines_with_ids_of_their_own() {
        let once = moves(fact_id(), &recorded().lines, day("2026-11-16"));
        assert_eq!(once, moves(fact_id(), &recorded().lines, day("2026-11-16")));
        let parts: Vec<_> = once.iter().map(|moved| (moved.unit.as_str(), moved.parts)).collect();
        assert_eq!(parts, [("t", 40_000), ("pcs", 2_000_000)]);
        assert_ne!(once[0].id, once[1].id);
        assert_eq!((once[0].from.clone(), once[0].to.clone()), (Some(line("Основний склад")), None));
        let back = moves_back(FactId::derive(&["back"]), &recorded().lines, day("2026-11-20"));
        assert_eq!((back[0].from.clone(), back[0].to.clone()), (None, Some(line("Основний склад"))));
        assert_ne!(back[0].id, once[0].id);
    }

    #[test]
    fn k22_services_move_nothing() {
        let lines: Vec<FactLine> = recorded().lines.into_iter().map(|line| FactLine { from: None, ..line }).collect();
        assert!(moves(fact_id(), &lines, day("2026-11-16")).is_empty());
    }

    #[test]
    fn a_sheet_is_written_once() {
        let [event] = stock_events().try_into().unwrap();
        let meta = context().meta("test");
        let sheet: StockSheet = fold_events(None, &[event], &meta).unwrap().unwrap();
        assert_eq!(sheet.fact, fact_id());
        assert!(StockSheet::apply(Some(sheet), &stock_events()[0], &meta).is_err());
        assert_ne!(sheet_id(fact_id(), 0), sheet_id(fact_id(), 1));
    }
}
