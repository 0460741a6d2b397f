//! Closes a month.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use posting::gate::{GATES, gate};
use posting::{Book, BookEvent, BookId, GateId, Month, PeriodGate, PeriodGateEvent};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BookRefusal, this_month};

/// Closes a month: no entry is dated in it any more.
///
/// In order, from the month in which the book was opened; a month must be over. All its
/// gates are written in one step with the book: an entry that is being written at this
/// moment is either in before, or refused.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosePeriod {
    /// Which book.
    pub book_id: BookId,
    /// Which month.
    pub month: Month,
}

/// The gates of a month.
pub(super) fn gates(book: BookId, month: Month) -> impl Iterator<Item = GateId> {
    (0..GATES).map(move |number| gate(book, month, number))
}

impl Command for ClosePeriod {
    type Aggregate = Book;
    type Refusal = BookRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "ledger.close-period",
        route: Some(Route::post("/ledger/books/{book_id}/periods/{month}/close")),
        roles: &[Role::Accountant],
        also_writes: &[PeriodGate::NAME],
        reads: &[],
        summary: "Closes a month of a book.",
    };

    fn target(&self, _: &Context) -> BookId {
        self.book_id
    }

    fn wants(&self, _: Option<&Book>, _: &Facts, _: &Context) -> Vec<Want> {
        gates(self.book_id, self.month).map(Want::aggregate::<PeriodGate>).collect()
    }

    fn decide(&self, book: Option<&Book>, facts: &Facts, context: &Context) -> Result<Decision<Book>, BookRefusal> {
        let book = book.ok_or(BookRefusal::NotFound)?;
        if book.closed_through.is_some_and(|last| self.month <= last) {
            return Err(BookRefusal::AlreadyClosed);
        }
        if self.month != book.next_to_close() {
            return Err(BookRefusal::NotNext { next: book.next_to_close() });
        }
        if self.month >= this_month(context) {
            return Err(BookRefusal::Unfinished);
        }
        let closed = || PeriodGateEvent::Closed { book: book.id, month: self.month };
        let decision = Decision::of([BookEvent::PeriodClosed { month: self.month }]);
        Ok(gates(self.book_id, self.month)
            .fold(decision, |decision, gate| decision.and::<PeriodGate>(gate, facts.version::<PeriodGate>(gate), [closed()])))
    }

    fn example() -> Self {
        Self { book_id: crate::samples::book_id(), month: crate::samples::literal("2026-01") }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::Event;
    use testkit::{given, nothing};

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::samples::{self, line, literal};

    fn close(month: &str) -> ClosePeriod {
        ClosePeriod { month: literal(month), ..ClosePeriod::example() }
    }

    #[test]
    fn k44_closing_a_month_writes_all_its_gates_in_one_step() {
        let decision = given::<Book>([ukrainian()]).when(close("2026-01")).then([BookEvent::PeriodClosed { month: literal("2026-01") }]);
        let streams: BTreeSet<String> = decision.others.iter().map(|other| other.stream.id.clone()).collect();
        assert_eq!(streams.len(), usize::from(GATES));
        let closed = PeriodGateEvent::Closed { book: samples::book_id(), month: literal("2026-01") };
        assert!(decision.others.iter().all(|other| other.expected == 0 && other.events == [closed.write().unwrap()]));
    }

    #[test]
    fn k44_months_are_closed_in_order_when_they_are_over() {
        let january = || [ukrainian(), BookEvent::PeriodClosed { month: literal("2026-01") }];
        let next = |month: &str| BookRefusal::NotNext { next: literal(month) };
        given::<Book>([ukrainian()]).when(close("2026-02")).refused(next("2026-01"));
        given::<Book>([ukrainian()]).when(close("2025-12")).refused(next("2026-01"));
        given::<Book>(january()).when(close("2026-01")).refused(BookRefusal::AlreadyClosed);
        given::<Book>(january()).when(close("2026-02")).accepted();
        given::<Book>([ukrainian()]).at("2026-01-31T21:59:59Z").when(close("2026-01")).refused(BookRefusal::Unfinished);
        nothing::<Book>().when(close("2026-01")).refused(BookRefusal::NotFound);
    }

    #[test]
    fn x06_a_month_is_over_when_it_is_over_in_the_tenants_time_zone() {
        given::<Book>([ukrainian()]).at("2026-01-31T22:00:00Z").when(close("2026-01")).accepted();
    }

    #[test]
    fn k44_a_month_that_was_opened_again_is_closed_again() {
        let month = || literal::<Month>("2026-01");
        let reopened =
            [ukrainian(), BookEvent::PeriodClosed { month: month() }, BookEvent::PeriodReopened { month: month(), reason: line("так") }];
        let gate_events =
            [PeriodGateEvent::Closed { book: samples::book_id(), month: month() }, PeriodGateEvent::Reopened { reason: line("так") }];
        let given = given::<Book>(reopened).with::<PeriodGate>(gate(samples::book_id(), month(), 3), gate_events);
        let decision = given.when(close("2026-01")).accepted();
        assert_eq!(decision.others[3].expected, 1);
    }
}
