//! Why a book refuses.

use kernel::{Money, Refusal, Status, Texts};
use posting::book::ACCOUNTS_MAX;
use posting::{AccountCode, Month, PostingRefusal};

/// Books that are consolidated at once: more columns fit on no page, and each is read apart.
pub const CONSOLIDATED_BOOKS_MAX: usize = 20;

/// Why a command on a book, or a question about one, is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum BookRefusal {
    /// No such book.
    NotFound,
    /// The company has a book already.
    Exists,
    /// The jurisdiction has no usable chart of accounts.
    NoChart,
    /// The opening balances, or the chart, break a rule of posting.
    Posting(PostingRefusal),
    /// The code is taken.
    AccountExists {
        /// Which one.
        code: AccountCode,
    },
    /// Another open account serves this purpose.
    PurposeTaken {
        /// Which one.
        code: AccountCode,
    },
    /// The kind does not go with the purpose.
    KindMismatch,
    /// More accounts than a book takes.
    TooManyAccounts,
    /// The book has no such account.
    NoSuchAccount,
    /// The account is closed already.
    AccountAlreadyClosed,
    /// The account still has a balance.
    BalanceNotZero {
        /// Debit less credit.
        balance: Money,
    },
    /// The month is closed already.
    AlreadyClosed,
    /// Another month comes first.
    NotNext {
        /// Which one.
        next: Month,
    },
    /// The month is not over.
    Unfinished,
    /// Only the newest closed month can be opened again.
    NotNewestClosed {
        /// Which one that is, if any month is closed.
        newest: Option<Month>,
    },
    /// The first day is after the last.
    DaysReversed,
    /// More rows, or larger sums, than can be added up at once.
    TooMuchToAdd,
    /// More books than are consolidated at once.
    TooManyBooks,
}

impl From<PostingRefusal> for BookRefusal {
    fn from(refusal: PostingRefusal) -> Self {
        Self::Posting(refusal)
    }
}

impl Refusal for BookRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "ledger.book.not-found",
            Self::Exists => "ledger.book.exists",
            Self::NoChart => "ledger.book.no-chart",
            Self::Posting(refusal) => refusal.code(),
            Self::AccountExists { .. } => "ledger.book.account-exists",
            Self::PurposeTaken { .. } => "ledger.book.purpose-taken",
            Self::KindMismatch => "ledger.book.kind-mismatch",
            Self::TooManyAccounts => "ledger.book.too-many-accounts",
            Self::NoSuchAccount => "ledger.book.no-such-account",
            Self::AccountAlreadyClosed => "ledger.book.account-already-closed",
            Self::BalanceNotZero { .. } => "ledger.book.balance-not-zero",
            Self::AlreadyClosed => "ledger.book.already-closed",
            Self::NotNext { .. } => "ledger.book.not-next",
            Self::Unfinished => "ledger.book.unfinished",
            Self::NotNewestClosed { .. } => "ledger.book.not-newest-closed",
            Self::DaysReversed => "ledger.book.days-reversed",
            Self::TooMuchToAdd => "ledger.book.too-much-to-add",
            Self::TooManyBooks => "ledger.book.too-many-books",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound | Self::NoSuchAccount => Status::NotFound,
            Self::Posting(refusal) => refusal.status(),
            Self::Exists | Self::AccountExists { .. } | Self::PurposeTaken { .. } | Self::AccountAlreadyClosed => Status::State,
            Self::BalanceNotZero { .. } | Self::AlreadyClosed | Self::NotNext { .. } | Self::NotNewestClosed { .. } => Status::State,
            Self::NoChart | Self::KindMismatch | Self::TooManyAccounts | Self::Unfinished => Status::Rule,
            Self::DaysReversed | Self::TooMuchToAdd | Self::TooManyBooks => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        let code = || crate::samples::literal::<AccountCode>("311");
        let month = || crate::samples::literal::<Month>("2026-01");
        let own = vec![
            Self::NotFound,
            Self::Exists,
            Self::NoChart,
            Self::AccountExists { code: code() },
            Self::PurposeTaken { code: code() },
            Self::KindMismatch,
            Self::TooManyAccounts,
            Self::NoSuchAccount,
            Self::AccountAlreadyClosed,
            Self::BalanceNotZero { balance: crate::samples::uah("1") },
            Self::AlreadyClosed,
            Self::NotNext { next: month() },
            Self::Unfinished,
            Self::NotNewestClosed { newest: Some(month()) },
            Self::DaysReversed,
            Self::TooMuchToAdd,
            Self::TooManyBooks,
        ];
        own.into_iter().chain(PostingRefusal::samples().into_iter().map(Self::Posting)).collect()
    }
}

impl BookRefusal {
    fn english(&self) -> String {
        match self {
            Self::NotFound => "There is no such book.".into(),
            Self::Exists => "The company has a book already.".into(),
            Self::NoChart => "There is no chart of accounts for this jurisdiction.".into(),
            Self::Posting(refusal) => refusal.texts().en,
            Self::DaysReversed => "The first day is after the last.".into(),
            Self::TooMuchToAdd => "There is more to add up than fits into one answer. Choose fewer days.".into(),
            Self::TooManyBooks => format!("At most {CONSOLIDATED_BOOKS_MAX} books are consolidated at once."),
            Self::AccountExists { code } => format!("The book has account {code} already."),
            Self::PurposeTaken { code } => format!("Account {code} serves this purpose. Close it first."),
            Self::KindMismatch => "Control purposes have control accounts, and others have not.".into(),
            Self::TooManyAccounts => format!("A book has at most {ACCOUNTS_MAX} accounts."),
            Self::NoSuchAccount => "The book has no such account.".into(),
            Self::AccountAlreadyClosed => "The account is closed already.".into(),
            Self::BalanceNotZero { balance } => format!("The account has a balance of {balance}. Move it first."),
            Self::AlreadyClosed => "The month is closed already.".into(),
            Self::NotNext { next } => format!("Months are closed in order: {next} is next."),
            Self::Unfinished => "The month is not over yet.".into(),
            Self::NotNewestClosed { newest: Some(newest) } => format!("Only the newest closed month, {newest}, can be opened again."),
            Self::NotNewestClosed { newest: None } => "No month is closed.".into(),
        }
    }

    fn ukrainian(&self) -> String {
        match self {
            Self::NotFound => "Такої книги немає.".into(),
            Self::Exists => "Компанія вже має книгу.".into(),
            Self::NoChart => "Для цієї юрисдикції немає плану рахунків.".into(),
            Self::Posting(refusal) => refusal.texts().uk,
            Self::DaysReversed => "Перший день пізніше за останній.".into(),
            Self::TooMuchToAdd => "Забагато даних для однієї відповіді. Оберіть менше днів.".into(),
            Self::TooManyBooks => format!("За раз зводиться не більше {CONSOLIDATED_BOOKS_MAX} книг."),
            Self::AccountExists { code } => format!("У книзі вже є рахунок {code}."),
            Self::PurposeTaken { code } => format!("Це призначення вже має рахунок {code}. Спочатку закрийте його."),
            Self::KindMismatch => "Контрольні призначення мають лише контрольні рахунки, інші — ні.".into(),
            Self::TooManyAccounts => format!("Книга має щонайбільше {ACCOUNTS_MAX} рахунків."),
            Self::NoSuchAccount => "У книзі немає такого рахунку.".into(),
            Self::AccountAlreadyClosed => "Рахунок уже закрито.".into(),
            Self::BalanceNotZero { balance } => format!("Рахунок має залишок {balance}. Спочатку перенесіть його."),
            Self::AlreadyClosed => "Місяць уже закрито.".into(),
            Self::NotNext { next } => format!("Місяці закриваються по порядку: наступний {next}."),
            Self::Unfinished => "Місяць ще не закінчився.".into(),
            Self::NotNewestClosed { newest: Some(newest) } => format!("Знову відкрити можна лише останній закритий місяць, {newest}."),
            Self::NotNewestClosed { newest: None } => "Жодного місяця не закрито.".into(),
        }
    }

    fn russian(&self) -> String {
        match self {
            Self::NotFound => "Такой книги нет.".into(),
            Self::Exists => "У компании уже есть книга.".into(),
            Self::NoChart => "Для этой юрисдикции нет плана счетов.".into(),
            Self::Posting(refusal) => refusal.texts().ru,
            Self::DaysReversed => "Первый день позже последнего.".into(),
            Self::TooMuchToAdd => "Слишком много данных для одного ответа. Выберите меньше дней.".into(),
            Self::TooManyBooks => format!("За раз сводится не больше {CONSOLIDATED_BOOKS_MAX} книг."),
            Self::AccountExists { code } => format!("В книге уже есть счёт {code}."),
            Self::PurposeTaken { code } => format!("Это назначение уже у счёта {code}. Сначала закройте его."),
            Self::KindMismatch => "У контрольных назначений только контрольные счета, у других — нет.".into(),
            Self::TooManyAccounts => format!("В книге не больше {ACCOUNTS_MAX} счетов."),
            Self::NoSuchAccount => "В книге нет такого счёта.".into(),
            Self::AccountAlreadyClosed => "Счёт уже закрыт.".into(),
            Self::BalanceNotZero { balance } => format!("На счёте остаток {balance}. Сначала перенесите его."),
            Self::AlreadyClosed => "Месяц уже закрыт.".into(),
            Self::NotNext { next } => format!("Месяцы закрываются по порядку: следующий {next}."),
            Self::Unfinished => "Месяц ещё не закончился.".into(),
            Self::NotNewestClosed { newest: Some(newest) } => format!("Снова открыть можно только последний закрытый месяц, {newest}."),
            Self::NotNewestClosed { newest: None } => "Ни один месяц не закрыт.".into(),
        }
    }
}
