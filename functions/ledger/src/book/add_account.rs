//! Adds an account to a book.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use posting::book::ACCOUNTS_MAX;
use posting::{Account, AccountCode, AccountKind, Book, BookEvent, BookId, Purpose};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BookRefusal;

/// Adds an account to a book's chart. A purpose belongs to one open account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAccount {
    /// Which book.
    pub book_id: BookId,
    /// The account's code.
    pub code: AccountCode,
    /// As printed.
    pub name: Line,
    /// What it counts.
    pub kind: AccountKind,
    /// What posting rules use it for, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
}

impl Command for AddAccount {
    type Aggregate = Book;
    type Refusal = BookRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "ledger.add-account",
        route: Some(Route::post("/ledger/books/{book_id}/accounts")),
        roles: &[Role::Administrator, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Adds an account to a book.",
    };

    fn target(&self, _: &Context) -> BookId {
        self.book_id
    }

    fn decide(&self, book: Option<&Book>, _: &Facts, _: &Context) -> Result<Decision<Book>, BookRefusal> {
        let book = book.ok_or(BookRefusal::NotFound)?;
        if book.accounts.contains_key(&self.code) {
            return Err(BookRefusal::AccountExists { code: self.code.clone() });
        }
        if book.accounts.len() >= ACCOUNTS_MAX {
            return Err(BookRefusal::TooManyAccounts);
        }
        if let Some(purpose) = self.purpose {
            if purpose.is_control() != (self.kind == AccountKind::Control) {
                return Err(BookRefusal::KindMismatch);
            }
            if let Some(code) = book.account_for(purpose) {
                return Err(BookRefusal::PurposeTaken { code: code.clone() });
            }
        }
        let account = Account { name: self.name.clone(), kind: self.kind, purpose: self.purpose, closed: false };
        Ok(Decision::of([BookEvent::AccountAdded { code: self.code.clone(), account }]))
    }

    fn example() -> Self {
        Self {
            book_id: crate::samples::book_id(),
            code: crate::samples::literal("312"),
            name: crate::samples::line("Рахунки в іноземній валюті"),
            kind: AccountKind::Asset,
            purpose: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::samples::literal;

    fn add() -> AddAccount {
        AddAccount::example()
    }

    #[test]
    fn k44_the_chart_of_a_book_grows() {
        let account = Account { name: add().name, kind: AccountKind::Asset, purpose: None, closed: false };
        given::<Book>([ukrainian()]).when(add()).then([BookEvent::AccountAdded { code: literal("312"), account }]);
    }

    #[test]
    fn a_code_and_a_purpose_are_there_once() {
        let exists = AddAccount { code: literal("311"), ..add() };
        given::<Book>([ukrainian()]).when(exists).refused(BookRefusal::AccountExists { code: literal("311") });
        let bank = || AddAccount { purpose: Some(Purpose::Bank), ..add() };
        given::<Book>([ukrainian()]).when(bank()).refused(BookRefusal::PurposeTaken { code: literal("311") });
        given::<Book>([ukrainian(), BookEvent::AccountClosed { code: literal("311") }]).when(bank()).accepted();
        let mixed = AddAccount { purpose: Some(Purpose::BudgetHeld), ..add() };
        given::<Book>([ukrainian()]).when(mixed).refused(BookRefusal::KindMismatch);
        nothing::<Book>().when(add()).refused(BookRefusal::NotFound);
    }

    #[test]
    fn a_chart_has_an_end() {
        let added = |n: usize| BookEvent::AccountAdded {
            code: literal(&format!("9{n:03}")),
            account: Account { name: add().name, kind: AccountKind::Asset, purpose: None, closed: false },
        };
        let events = std::iter::once(ukrainian()).chain((0..ACCOUNTS_MAX - 24).map(added));
        given::<Book>(events).when(add()).refused(BookRefusal::TooManyAccounts);
    }
}
