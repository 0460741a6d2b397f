//! Why something is not posted.

use std::fmt;

use kernel::money::MoneyError;
use kernel::{Currency, Day, Money, Refusal, Status, Texts};

use crate::account::{AccountCode, Purpose};
use crate::entry::{ACCOUNTS_PER_ENTRY_MAX, LINES_MAX};
use crate::month::Month;

/// Why something is not posted. Contexts that post wrap it in their own refusals and pass its
/// code, status and texts on.
#[derive(Debug, Clone, PartialEq)]
pub enum PostingRefusal {
    /// The company has no book.
    NoBook,
    /// The month is closed.
    PeriodClosed {
        /// Which month.
        month: Month,
    },
    /// The book was opened later.
    BeforeOpening {
        /// From this day on.
        opened_from: Day,
    },
    /// The book has no open account for this.
    NoAccount {
        /// For what.
        purpose: Purpose,
    },
    /// The book has no account with this code.
    NoSuchAccount {
        /// Which one.
        code: AccountCode,
    },
    /// Nothing is posted to this account any more.
    AccountClosed {
        /// Which one.
        code: AccountCode,
    },
    /// Control accounts in the financial journal, or the other way round.
    MixedJournals {
        /// The account that does not belong.
        code: AccountCode,
    },
    /// Debit is not credit.
    Unbalanced {
        /// Sum of the debits.
        debit: Money,
        /// Sum of the credits.
        credit: Money,
    },
    /// Another currency than the book's.
    CurrencyMismatch {
        /// The book's.
        expected: Currency,
        /// What came.
        found: Currency,
    },
    /// An amount of zero or below.
    NotPositive,
    /// An amount that no sum can hold.
    TooLarge,
    /// One line does not balance.
    TooFewLines,
    /// More lines than an entry takes.
    TooManyLines,
    /// More accounts than an entry takes.
    TooManyAccounts,
    /// A day that no calendar of this house has.
    DayOutOfRange,
}

impl From<MoneyError> for PostingRefusal {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::CurrencyMismatch(expected, found) => Self::CurrencyMismatch { expected, found },
            MoneyError::Overflow | MoneyError::NotAnAmount(_) => Self::TooLarge,
        }
    }
}

impl fmt::Display for PostingRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.texts().en)
    }
}

impl Refusal for PostingRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoBook => "ledger.posting.no-book",
            Self::PeriodClosed { .. } => "ledger.posting.period-closed",
            Self::BeforeOpening { .. } => "ledger.posting.before-opening",
            Self::NoAccount { .. } => "ledger.posting.no-account",
            Self::NoSuchAccount { .. } => "ledger.posting.no-such-account",
            Self::AccountClosed { .. } => "ledger.posting.account-closed",
            Self::MixedJournals { .. } => "ledger.posting.mixed-journals",
            Self::Unbalanced { .. } => "ledger.posting.unbalanced",
            Self::CurrencyMismatch { .. } => "ledger.posting.currency-mismatch",
            Self::NotPositive => "ledger.posting.not-positive",
            Self::TooLarge => "ledger.posting.too-large",
            Self::TooFewLines => "ledger.posting.too-few-lines",
            Self::TooManyLines => "ledger.posting.too-many-lines",
            Self::TooManyAccounts => "ledger.posting.too-many-accounts",
            Self::DayOutOfRange => "ledger.posting.day-out-of-range",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::PeriodClosed { .. } | Self::AccountClosed { .. } => Status::State,
            Self::NoBook | Self::BeforeOpening { .. } | Self::NoAccount { .. } | Self::NoSuchAccount { .. } => Status::Rule,
            Self::MixedJournals { .. } | Self::Unbalanced { .. } | Self::CurrencyMismatch { .. } => Status::Rule,
            Self::NotPositive | Self::TooLarge | Self::TooFewLines | Self::TooManyLines => Status::Rule,
            Self::TooManyAccounts | Self::DayOutOfRange => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        crate::samples::refusals()
    }
}

impl PostingRefusal {
    fn english(&self) -> String {
        match self {
            Self::NoBook => "The company has no book. Open one first.".into(),
            Self::PeriodClosed { month } => format!("The month {month} is closed. Choose a day in an open month."),
            Self::BeforeOpening { opened_from } => format!("The book was opened on {opened_from}; nothing is posted before."),
            Self::NoAccount { purpose } => format!("The book has no open account for {}. Add one to its chart.", purpose.texts().en),
            Self::NoSuchAccount { code } => format!("The book has no account {code}."),
            Self::AccountClosed { code } => format!("Account {code} is closed."),
            Self::MixedJournals { code } => {
                format!("Account {code} does not belong in this journal: control accounts have one of their own.")
            }
            Self::Unbalanced { debit, credit } => format!("The entry does not balance: debit {debit}, credit {credit}."),
            Self::CurrencyMismatch { expected, found } => format!("The book is kept in {}, not in {}.", expected.code(), found.code()),
            Self::NotPositive => "Every amount of an entry is above zero.".into(),
            Self::TooLarge => "The amount is larger than can be recorded.".into(),
            Self::TooFewLines => "An entry has at least two lines.".into(),
            Self::TooManyLines => format!("An entry has at most {LINES_MAX} lines."),
            Self::TooManyAccounts => format!("An entry has at most {ACCOUNTS_PER_ENTRY_MAX} different accounts."),
            Self::DayOutOfRange => "The year must be from 1970 to 9999.".into(),
        }
    }

    fn ukrainian(&self) -> String {
        match self {
            Self::NoBook => "Компанія не має книги обліку. Спочатку відкрийте її.".into(),
            Self::PeriodClosed { month } => format!("Місяць {month} закрито. Оберіть день у відкритому місяці."),
            Self::BeforeOpening { opened_from } => format!("Книгу відкрито з {opened_from}; раніше нічого не проводиться."),
            Self::NoAccount { purpose } => {
                format!("У книзі немає відкритого рахунку для: {}. Додайте його до плану рахунків.", purpose.texts().uk)
            }
            Self::NoSuchAccount { code } => format!("У книзі немає рахунку {code}."),
            Self::AccountClosed { code } => format!("Рахунок {code} закрито."),
            Self::MixedJournals { code } => format!("Рахунок {code} не для цього журналу: контрольні рахунки мають окремий."),
            Self::Unbalanced { debit, credit } => format!("Проведення не збалансоване: дебет {debit}, кредит {credit}."),
            Self::CurrencyMismatch { expected, found } => format!("Книга ведеться у {}, а не у {}.", expected.code(), found.code()),
            Self::NotPositive => "Кожна сума проведення більша за нуль.".into(),
            Self::TooLarge => "Сума завелика.".into(),
            Self::TooFewLines => "Проведення має щонайменше два рядки.".into(),
            Self::TooManyLines => format!("Проведення має щонайбільше {LINES_MAX} рядків."),
            Self::TooManyAccounts => format!("Проведення має щонайбільше {ACCOUNTS_PER_ENTRY_MAX} різних рахунків."),
            Self::DayOutOfRange => "Рік має бути від 1970 до 9999.".into(),
        }
    }

    fn russian(&self) -> String {
        match self {
            Self::NoBook => "У компании нет учётной книги. Сначала откройте её.".into(),
            Self::PeriodClosed { month } => format!("Месяц {month} закрыт. Выберите день в открытом месяце."),
            Self::BeforeOpening { opened_from } => format!("Книга открыта с {opened_from}; раньше ничего не проводится."),
            Self::NoAccount { purpose } => format!("В книге нет открытого счёта для: {}. Добавьте его в план счетов.", purpose.texts().ru),
            Self::NoSuchAccount { code } => format!("В книге нет счёта {code}."),
            Self::AccountClosed { code } => format!("Счёт {code} закрыт."),
            Self::MixedJournals { code } => format!("Счёт {code} не для этого журнала: у контрольных счетов он отдельный."),
            Self::Unbalanced { debit, credit } => format!("Проводка не сбалансирована: дебет {debit}, кредит {credit}."),
            Self::CurrencyMismatch { expected, found } => format!("Книга ведётся в {}, а не в {}.", expected.code(), found.code()),
            Self::NotPositive => "Каждая сумма проводки больше нуля.".into(),
            Self::TooLarge => "Сумма слишком велика.".into(),
            Self::TooFewLines => "В проводке не меньше двух строк.".into(),
            Self::TooManyLines => format!("В проводке не больше {LINES_MAX} строк."),
            Self::TooManyAccounts => format!("В проводке не больше {ACCOUNTS_PER_ENTRY_MAX} разных счетов."),
            Self::DayOutOfRange => "Год должен быть от 1970 до 9999.".into(),
        }
    }
}
