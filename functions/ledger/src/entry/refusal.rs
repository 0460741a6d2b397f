//! Why an entry by hand is refused.

use kernel::{Refusal, Status, Texts};
use posting::PostingRefusal;

/// Why a command on an entry, or a question about one, is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryRefusal {
    /// No such entry.
    NotFound,
    /// The id is taken.
    Exists,
    /// It breaks a rule of posting.
    Posting(PostingRefusal),
    /// A day after today.
    Future,
    /// A document caused it: the document is corrected.
    NotManual,
    /// It takes back another entry itself.
    IsReversal,
    /// It was taken back already.
    AlreadyReversed,
    /// The day is before the entry's own.
    BeforeEntry,
}

impl From<PostingRefusal> for EntryRefusal {
    fn from(refusal: PostingRefusal) -> Self {
        Self::Posting(refusal)
    }
}

impl Refusal for EntryRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "ledger.entry.not-found",
            Self::Exists => "ledger.entry.exists",
            Self::Posting(refusal) => refusal.code(),
            Self::Future => "ledger.entry.future",
            Self::NotManual => "ledger.entry.not-manual",
            Self::IsReversal => "ledger.entry.is-reversal",
            Self::AlreadyReversed => "ledger.entry.already-reversed",
            Self::BeforeEntry => "ledger.entry.before-entry",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Posting(refusal) => refusal.status(),
            Self::Exists | Self::NotManual | Self::IsReversal | Self::AlreadyReversed => Status::State,
            Self::Future | Self::BeforeEntry => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        let own =
            vec![Self::NotFound, Self::Exists, Self::Future, Self::NotManual, Self::IsReversal, Self::AlreadyReversed, Self::BeforeEntry];
        own.into_iter().chain(PostingRefusal::samples().into_iter().map(Self::Posting)).collect()
    }
}

impl EntryRefusal {
    fn english(&self) -> String {
        match self {
            Self::NotFound => "There is no such entry.".into(),
            Self::Exists => "An entry with this id exists already.".into(),
            Self::Posting(refusal) => refusal.texts().en,
            Self::Future => "An entry cannot be dated after today.".into(),
            Self::NotManual => "A document caused this entry. Correct the document.".into(),
            Self::IsReversal => "This entry takes back another one. Post a new entry instead.".into(),
            Self::AlreadyReversed => "The entry was taken back already.".into(),
            Self::BeforeEntry => "An entry is taken back on its own day or later.".into(),
        }
    }

    fn ukrainian(&self) -> String {
        match self {
            Self::NotFound => "Такого проведення немає.".into(),
            Self::Exists => "Проведення з таким id вже існує.".into(),
            Self::Posting(refusal) => refusal.texts().uk,
            Self::Future => "Проведення не може мати дату пізніше сьогоднішньої.".into(),
            Self::NotManual => "Це проведення спричинив документ. Виправте документ.".into(),
            Self::IsReversal => "Це проведення скасовує інше. Проведіть нове.".into(),
            Self::AlreadyReversed => "Проведення вже скасовано.".into(),
            Self::BeforeEntry => "Проведення скасовується у свій день або пізніше.".into(),
        }
    }

    fn russian(&self) -> String {
        match self {
            Self::NotFound => "Такой проводки нет.".into(),
            Self::Exists => "Проводка с таким id уже существует.".into(),
            Self::Posting(refusal) => refusal.texts().ru,
            Self::Future => "Проводка не может быть датирована позже сегодняшнего дня.".into(),
            Self::NotManual => "Эту проводку вызвал документ. Исправьте документ.".into(),
            Self::IsReversal => "Эта проводка отменяет другую. Проведите новую.".into(),
            Self::AlreadyReversed => "Проводка уже отменена.".into(),
            Self::BeforeEntry => "Проводка отменяется в свой день или позже.".into(),
        }
    }
}
