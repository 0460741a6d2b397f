//! Opens a closed month again.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use posting::{Book, BookEvent, BookId, Month, PeriodGate, PeriodGateEvent};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BookRefusal;
use super::close_period::gates;

/// Opens the newest closed month again, with a reason. Earlier ones follow one by one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenPeriod {
    /// Which book.
    pub book_id: BookId,
    /// Which month.
    pub month: Month,
    /// Why.
    pub reason: Line,
}

impl Command for ReopenPeriod {
    type Aggregate = Book;
    type Refusal = BookRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "ledger.reopen-period",
        route: Some(Route::post("/ledger/books/{book_id}/periods/{month}/reopen")),
        roles: &[Role::TeamLead],
        also_writes: &[PeriodGate::NAME],
        reads: &[],
        summary: "Opens the newest closed month of a book again.",
    };

    fn target(&self, _: &Context) -> BookId {
        self.book_id
    }

    fn wants(&self, _: Option<&Book>, _: &Facts, _: &Context) -> Vec<Want> {
        gates(self.book_id, self.month).map(Want::aggregate::<PeriodGate>).collect()
    }

    fn decide(&self, book: Option<&Book>, facts: &Facts, _: &Context) -> Result<Decision<Book>, BookRefusal> {
        let book = book.ok_or(BookRefusal::NotFound)?;
        if book.closed_through != Some(self.month) {
            return Err(BookRefusal::NotNewestClosed { newest: book.closed_through });
        }
        let reopened = || PeriodGateEvent::Reopened { reason: self.reason.clone() };
        let decision = Decision::of([BookEvent::PeriodReopened { month: self.month, reason: self.reason.clone() }]);
        Ok(gates(self.book_id, self.month)
            .fold(decision, |decision, gate| decision.and::<PeriodGate>(gate, facts.version::<PeriodGate>(gate), [reopened()])))
    }

    fn example() -> Self {
        Self {
            book_id: crate::samples::book_id(),
            month: crate::samples::literal("2026-01"),
            reason: crate::samples::line("Запізнілий акт"),
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::samples::{self, literal};

    fn reopen() -> ReopenPeriod {
        ReopenPeriod::example()
    }

    #[test]
    fn k44_the_newest_closed_month_is_opened_again_with_a_reason() {
        let closed = |month: &str| BookEvent::PeriodClosed { month: literal(month) };
        let gate_closed = || PeriodGateEvent::Closed { book: samples::book_id(), month: literal("2026-01") };
        let given_closed = gates(samples::book_id(), literal("2026-01"))
            .fold(given::<Book>([ukrainian(), closed("2026-01")]), |given, gate| given.with::<PeriodGate>(gate, [gate_closed()]));
        let decision = given_closed.when(reopen()).then([BookEvent::PeriodReopened { month: literal("2026-01"), reason: reopen().reason }]);
        assert!(decision.others.len() == 16 && decision.others.iter().all(|other| other.expected == 1));
        let newest = Some(literal("2026-02"));
        given::<Book>([ukrainian(), closed("2026-01"), closed("2026-02")]).when(reopen()).refused(BookRefusal::NotNewestClosed { newest });
    }

    #[test]
    fn not_what_is_open() {
        given::<Book>([ukrainian()]).when(reopen()).refused(BookRefusal::NotNewestClosed { newest: None });
        nothing::<Book>().when(reopen()).refused(BookRefusal::NotFound);
    }
}
