//! Why a fact refuses.

use kernel::{Currency, Day, Refusal, Status, Texts};
use posting::PostingRefusal;
use rust_decimal::Decimal;
use tax::TaxRefusal;

use super::{ARTIFACTS_MAX, ArtifactStatus, LINES_MAX, OBLIGATIONS_MAX, PROOF_BYTES_MAX, PROOFS_MAX, SPLITS_MAX};
use crate::contract::ContractStatus;
use crate::obligation::ObligationStatus;
use crate::recognition::MONTHS_MAX;

/// Why a command on a fact is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum FactRefusal {
    /// No such fact.
    NotFound,
    /// The id is taken by another fact.
    Exists,
    /// No such contract.
    NoSuchContract,
    /// The contract is not in force on that day.
    ContractNotInForce {
        /// What it is now.
        is: ContractStatus,
        /// On which day.
        on: Day,
    },
    /// On that day the contract has no supplier or no customer.
    NobodyOnThatDay {
        /// On which day.
        on: Day,
    },
    /// A day that has not come yet.
    InFuture,
    /// No lines, or more than a fact has.
    LineCount,
    /// More obligations than a fact fulfils.
    ObligationCount,
    /// The obligation or its line is unknown, or belongs to another contract.
    NoSuchObligation {
        /// Which line.
        line: u16,
    },
    /// The obligation was waived or cancelled.
    ObligationOver {
        /// Which line.
        line: u16,
        /// What it is.
        is: ObligationStatus,
    },
    /// The type of fact has no such supplies: goods are shipped, services rendered, leased things used.
    SupplyDiffers {
        /// Which line.
        line: u16,
    },
    /// More than was promised, tolerance included.
    OverTolerance {
        /// Which line.
        line: u16,
        /// What may still be.
        open: Decimal,
    },
    /// Goods without a batch.
    BatchRequired {
        /// Which line.
        line: u16,
    },
    /// Goods of an own company without the place that they leave or come to.
    PlaceRequired {
        /// Which line.
        line: u16,
    },
    /// A place or batch where no goods move.
    PlaceNotAllowed {
        /// Which line.
        line: u16,
    },
    /// From a place to itself.
    SamePlace {
        /// Which line.
        line: u16,
    },
    /// The quantity does not convert exactly to the unit of stock.
    StockRatio {
        /// Which line.
        line: u16,
    },
    /// More further fields than a line has, or a name that is none.
    ExtensionTooLarge {
        /// Which line.
        line: u16,
    },
    /// A cost below zero or in another currency than the book.
    CostOutOfRange {
        /// Which line.
        line: u16,
    },
    /// The sums exceed what money can hold.
    TooMuch,
    /// A lease, or revenue over time, without the days that it covers.
    PeriodRequired,
    /// The days that it covers have no end, or too many months.
    PeriodWithoutEnd,
    /// The contract has no reservation of its asset for these days.
    AssetNotReserved,
    /// No exchange rate between the document and a book.
    NoRate {
        /// The document's currency.
        from: Currency,
        /// The book's currency.
        to: Currency,
    },
    /// A rate of zero or less, or too many rates.
    UnusableRate,
    /// A party is unknown.
    NoSuchParty,
    /// Only own companies, which have books, record what happens inside.
    NotAnOwnCompany,
    /// Not between parties, or a reversal.
    NotBillable,
    /// No lines are named.
    NoLines,
    /// No such line.
    NoSuchLine {
        /// Which line.
        line: u16,
    },
    /// A line is named twice.
    LineTwice {
        /// Which line.
        line: u16,
    },
    /// More than is neither billed nor taken back.
    MoreThanOpen {
        /// Which line.
        line: u16,
        /// How much is.
        open: Decimal,
    },
    /// A line is split over too many invoices and reversals.
    TooManySplits {
        /// Which line.
        line: u16,
    },
    /// The invoice does not bill that much of a line.
    NotBilled {
        /// Which line.
        line: u16,
    },
    /// A reversal is not reversed: record the fact anew.
    IsReversal,
    /// Some months of its revenue have counted: it is taken back whole or not at all.
    RecognisedInPart,
    /// Revenue of this fact counts in another way.
    PolicyDiffers,
    /// This has counted already.
    RecognisedAlready,
    /// Nothing is left that could count.
    NothingToRecognise,
    /// A month that the fact does not cover.
    MonthOutside,
    /// The month, or the part of it that counts, is not over.
    MonthNotOver,
    /// An earlier month has not counted yet.
    EarlierMonthOpen {
        /// Its first day.
        month: Day,
    },
    /// Title cannot pass before the goods left.
    TransferBeforeFact,
    /// The line has this cost already.
    SameCost {
        /// Which line.
        line: u16,
    },
    /// There is no such document: upload it first.
    DocumentMissing,
    /// The kept document is not the one that was named.
    DocumentDiffers,
    /// The document is empty or larger than allowed.
    DocumentTooLarge,
    /// The hash is not 64 hexadecimal digits.
    NotAHash,
    /// More documents than prove a fact, or this one is attached already.
    TooManyProofs,
    /// More artifacts than a fact has.
    TooManyArtifacts,
    /// The artifact is registered already.
    ArtifactExists,
    /// The artifact does not have the form that its regulator gives it.
    ArtifactMalformed,
    /// No such artifact.
    NoSuchArtifact,
    /// An artifact that is annulled or used up does not change any more.
    ArtifactOver {
        /// What it is.
        is: ArtifactStatus,
    },
    /// The tax inside a price cannot be told.
    Tax(TaxRefusal),
    /// An entry cannot be posted.
    Posting(PostingRefusal),
}

impl Refusal for FactRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.fact.not-found",
            Self::Exists => "commerce.fact.exists",
            Self::NoSuchContract => "commerce.fact.no-such-contract",
            Self::ContractNotInForce { .. } => "commerce.fact.contract-not-in-force",
            Self::NobodyOnThatDay { .. } => "commerce.fact.nobody-on-that-day",
            Self::InFuture => "commerce.fact.in-future",
            Self::LineCount => "commerce.fact.line-count",
            Self::ObligationCount => "commerce.fact.obligation-count",
            Self::NoSuchObligation { .. } => "commerce.fact.no-such-obligation",
            Self::ObligationOver { .. } => "commerce.fact.obligation-over",
            Self::SupplyDiffers { .. } => "commerce.fact.supply-differs",
            Self::OverTolerance { .. } => "commerce.fact.over-tolerance",
            Self::BatchRequired { .. } => "commerce.fact.batch-required",
            Self::PlaceRequired { .. } => "commerce.fact.place-required",
            Self::PlaceNotAllowed { .. } => "commerce.fact.place-not-allowed",
            Self::SamePlace { .. } => "commerce.fact.same-place",
            Self::StockRatio { .. } => "commerce.fact.stock-ratio",
            Self::ExtensionTooLarge { .. } => "commerce.fact.extension-too-large",
            Self::CostOutOfRange { .. } => "commerce.fact.cost-out-of-range",
            Self::TooMuch => "commerce.fact.too-much",
            Self::PeriodRequired => "commerce.fact.period-required",
            Self::PeriodWithoutEnd => "commerce.fact.period-without-end",
            Self::AssetNotReserved => "commerce.fact.asset-not-reserved",
            Self::NoRate { .. } => "commerce.fact.no-rate",
            Self::UnusableRate => "commerce.fact.unusable-rate",
            Self::NoSuchParty => "commerce.fact.no-such-party",
            Self::NotAnOwnCompany => "commerce.fact.not-an-own-company",
            Self::NotBillable => "commerce.fact.not-billable",
            Self::NoLines => "commerce.fact.no-lines",
            Self::NoSuchLine { .. } => "commerce.fact.no-such-line",
            Self::LineTwice { .. } => "commerce.fact.line-twice",
            Self::MoreThanOpen { .. } => "commerce.fact.more-than-open",
            Self::TooManySplits { .. } => "commerce.fact.too-many-splits",
            Self::NotBilled { .. } => "commerce.fact.not-billed",
            Self::IsReversal => "commerce.fact.is-reversal",
            Self::RecognisedInPart => "commerce.fact.recognised-in-part",
            Self::PolicyDiffers => "commerce.fact.policy-differs",
            Self::RecognisedAlready => "commerce.fact.recognised-already",
            Self::NothingToRecognise => "commerce.fact.nothing-to-recognise",
            Self::MonthOutside => "commerce.fact.month-outside",
            Self::MonthNotOver => "commerce.fact.month-not-over",
            Self::EarlierMonthOpen { .. } => "commerce.fact.earlier-month-open",
            Self::TransferBeforeFact => "commerce.fact.transfer-before-fact",
            Self::SameCost { .. } => "commerce.fact.same-cost",
            Self::DocumentMissing => "commerce.fact.document-missing",
            Self::DocumentDiffers => "commerce.fact.document-differs",
            Self::DocumentTooLarge => "commerce.fact.document-too-large",
            Self::NotAHash => "commerce.fact.not-a-hash",
            Self::TooManyProofs => "commerce.fact.too-many-proofs",
            Self::TooManyArtifacts => "commerce.fact.too-many-artifacts",
            Self::ArtifactExists => "commerce.fact.artifact-exists",
            Self::ArtifactMalformed => "commerce.fact.artifact-malformed",
            Self::NoSuchArtifact => "commerce.fact.no-such-artifact",
            Self::ArtifactOver { .. } => "commerce.fact.artifact-over",
            Self::Tax(refusal) => refusal.code(),
            Self::Posting(refusal) => refusal.code(),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::Tax(refusal) => refusal.status(),
            Self::Posting(refusal) => refusal.status(),
            Self::NotFound => Status::NotFound,
            Self::Exists | Self::ContractNotInForce { .. } | Self::ObligationOver { .. } => Status::State,
            Self::MoreThanOpen { .. } | Self::TooManySplits { .. } | Self::NotBilled { .. } => Status::State,
            Self::RecognisedInPart | Self::RecognisedAlready | Self::NothingToRecognise | Self::MonthNotOver => Status::State,
            Self::EarlierMonthOpen { .. } | Self::SameCost { .. } | Self::TooManyProofs => Status::State,
            Self::TooManyArtifacts | Self::ArtifactExists | Self::NoSuchArtifact | Self::ArtifactOver { .. } => Status::State,
            Self::NoSuchContract | Self::NobodyOnThatDay { .. } | Self::InFuture | Self::LineCount => Status::Rule,
            Self::ObligationCount | Self::NoSuchObligation { .. } | Self::SupplyDiffers { .. } => Status::Rule,
            Self::OverTolerance { .. } | Self::BatchRequired { .. } | Self::PlaceRequired { .. } => Status::Rule,
            Self::PlaceNotAllowed { .. } | Self::SamePlace { .. } | Self::StockRatio { .. } => Status::Rule,
            Self::ExtensionTooLarge { .. } | Self::CostOutOfRange { .. } | Self::TooMuch | Self::PeriodRequired => Status::Rule,
            Self::PeriodWithoutEnd | Self::AssetNotReserved | Self::NoRate { .. } | Self::UnusableRate => Status::Rule,
            Self::NoSuchParty | Self::NotAnOwnCompany | Self::NotBillable | Self::NoLines => Status::Rule,
            Self::NoSuchLine { .. } | Self::LineTwice { .. } | Self::IsReversal | Self::PolicyDiffers => Status::Rule,
            Self::MonthOutside | Self::TransferBeforeFact | Self::DocumentMissing | Self::DocumentDiffers => Status::Rule,
            Self::DocumentTooLarge | Self::NotAHash | Self::ArtifactMalformed => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        let on = crate::samples::day("2026-02-01");
        vec![
            Self::NotFound,
            Self::Exists,
            Self::NoSuchContract,
            Self::ContractNotInForce { is: ContractStatus::Terminated, on },
            Self::NobodyOnThatDay { on },
            Self::InFuture,
            Self::LineCount,
            Self::ObligationCount,
            Self::NoSuchObligation { line: 1 },
            Self::ObligationOver { line: 1, is: ObligationStatus::Cancelled },
            Self::SupplyDiffers { line: 1 },
            Self::OverTolerance { line: 1, open: Decimal::ONE },
            Self::BatchRequired { line: 1 },
            Self::PlaceRequired { line: 1 },
            Self::PlaceNotAllowed { line: 1 },
            Self::SamePlace { line: 1 },
            Self::StockRatio { line: 1 },
            Self::ExtensionTooLarge { line: 1 },
            Self::CostOutOfRange { line: 1 },
            Self::TooMuch,
            Self::PeriodRequired,
            Self::PeriodWithoutEnd,
            Self::AssetNotReserved,
            Self::NoRate { from: Currency::USD, to: Currency::RUB },
            Self::UnusableRate,
            Self::NoSuchParty,
            Self::NotAnOwnCompany,
            Self::NotBillable,
            Self::NoLines,
            Self::NoSuchLine { line: 1 },
            Self::LineTwice { line: 1 },
            Self::MoreThanOpen { line: 1, open: Decimal::ONE },
            Self::TooManySplits { line: 1 },
            Self::NotBilled { line: 1 },
            Self::IsReversal,
            Self::RecognisedInPart,
            Self::PolicyDiffers,
            Self::RecognisedAlready,
            Self::NothingToRecognise,
            Self::MonthOutside,
            Self::MonthNotOver,
            Self::EarlierMonthOpen { month: on },
            Self::TransferBeforeFact,
            Self::SameCost { line: 1 },
            Self::DocumentMissing,
            Self::DocumentDiffers,
            Self::DocumentTooLarge,
            Self::NotAHash,
            Self::TooManyProofs,
            Self::TooManyArtifacts,
            Self::ArtifactExists,
            Self::ArtifactMalformed,
            Self::NoSuchArtifact,
            Self::ArtifactOver { is: ArtifactStatus::Annulled },
            Self::Tax(TaxRefusal::Overflow),
            Self::Posting(PostingRefusal::NoBook),
        ]
    }
}

impl FactRefusal {
    fn english(&self) -> String {
        let plain = match self {
            Self::NotFound => "There is no such fact.",
            Self::Exists => "A fact with this id exists already.",
            Self::NoSuchContract => "There is no such contract.",
            Self::ContractNotInForce { is, on } => return format!("The contract is in status {is} and not in force on {on}."),
            Self::NobodyOnThatDay { on } => return format!("On {on} the contract has no supplier or no customer."),
            Self::InFuture => "The day has not come yet.",
            Self::LineCount => return format!("A fact has 1 to {LINES_MAX} lines."),
            Self::ObligationCount => return format!("A fact fulfils at most {OBLIGATIONS_MAX} obligations."),
            Self::NoSuchObligation { line } => return format!("Line {line} names no line of an obligation of this contract."),
            Self::ObligationOver { line, is } => return format!("The obligation of line {line} is {is}."),
            Self::SupplyDiffers { line } => return format!("Line {line} is not what this type of fact is about."),
            Self::OverTolerance { line, open } => return format!("Line {line}: at most {open} may still be delivered."),
            Self::BatchRequired { line } => return format!("Goods of line {line} need a batch."),
            Self::PlaceRequired { line } => return format!("Goods of line {line} need the place that they leave or come to."),
            Self::PlaceNotAllowed { line } => return format!("Line {line} moves no goods of ours to or from such a place."),
            Self::SamePlace { line } => return format!("Line {line} goes from a place to itself."),
            Self::StockRatio { line } => return format!("The quantity of line {line} does not convert exactly to the unit of stock."),
            Self::ExtensionTooLarge { line } => return format!("Line {line} has too many further fields, or one with a bad name."),
            Self::CostOutOfRange { line } => return format!("The cost of line {line} must be zero or more, in the currency of the book."),
            Self::TooMuch => "The sums are larger than can be recorded.",
            Self::PeriodRequired => "Say which days this covers.",
            Self::PeriodWithoutEnd => return format!("The days that a fact covers need an end, at most {MONTHS_MAX} months later."),
            Self::AssetNotReserved => "The asset is not reserved for these days under the contract.",
            Self::NoRate { from, to } => return format!("A rate from {from:?} to {to:?} is needed."),
            Self::UnusableRate => "The exchange rate cannot be used.",
            Self::NoSuchParty => "A party is unknown.",
            Self::NotAnOwnCompany => "Only an own company with a book records this.",
            Self::NotBillable => "This fact is not billed.",
            Self::NoLines => "Name at least one line.",
            Self::NoSuchLine { line } => return format!("The fact has no line {line}."),
            Self::LineTwice { line } => return format!("Line {line} is named twice."),
            Self::MoreThanOpen { line, open } => return format!("Line {line}: only {open} is neither billed nor taken back."),
            Self::TooManySplits { line } => return format!("Line {line} is on {SPLITS_MAX} invoices already."),
            Self::NotBilled { line } => return format!("The invoice does not bill that much of line {line}."),
            Self::IsReversal => "This is a reversal. Record the fact anew instead.",
            Self::RecognisedInPart => "Revenue of some months has counted: the fact is taken back whole or not at all.",
            Self::PolicyDiffers => "Revenue of this fact counts in another way.",
            Self::RecognisedAlready => "This revenue has counted already.",
            Self::NothingToRecognise => "Nothing is left to recognise.",
            Self::MonthOutside => "The fact does not cover this month.",
            Self::MonthNotOver => "The month is not over yet.",
            Self::EarlierMonthOpen { month } => return format!("Recognise {month} first."),
            Self::TransferBeforeFact => "Title cannot pass before the fact.",
            Self::SameCost { line } => return format!("Line {line} has this cost already."),
            Self::DocumentMissing => "The document was not uploaded.",
            Self::DocumentDiffers => "The uploaded document has another hash or size.",
            Self::DocumentTooLarge => return format!("A document has 1 byte to {PROOF_BYTES_MAX} bytes."),
            Self::NotAHash => "A SHA-256 has 64 lower-case hexadecimal digits.",
            Self::TooManyProofs => return format!("The document is attached already, or the fact has {PROOFS_MAX}."),
            Self::TooManyArtifacts => return format!("A fact has at most {ARTIFACTS_MAX} artifacts."),
            Self::ArtifactExists => "This artifact is registered already.",
            Self::ArtifactMalformed => "The identifier does not have the form that its regulator gives it.",
            Self::NoSuchArtifact => "There is no such artifact.",
            Self::ArtifactOver { is } => return format!("The artifact is {is}: it does not go back."),
            Self::Tax(refusal) => return refusal.texts().en,
            Self::Posting(refusal) => return refusal.texts().en,
        };
        plain.to_owned()
    }

    fn ukrainian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого факту немає.",
            Self::Exists => "Факт з таким id вже існує.",
            Self::NoSuchContract => "Такого договору немає.",
            Self::ContractNotInForce { is, on } => return format!("Договір у статусі {is} і не діє на {on}."),
            Self::NobodyOnThatDay { on } => return format!("На {on} договір не має постачальника або замовника."),
            Self::InFuture => "День ще не настав.",
            Self::LineCount => return format!("Факт має від 1 до {LINES_MAX} рядків."),
            Self::ObligationCount => return format!("Факт виконує щонайбільше {OBLIGATIONS_MAX} зобов’язань."),
            Self::NoSuchObligation { line } => return format!("Рядок {line} не вказує рядка зобов’язання цього договору."),
            Self::ObligationOver { line, is } => return format!("Зобов’язання рядка {line} має статус {is}."),
            Self::SupplyDiffers { line } => return format!("Рядок {line} не відповідає типу факту."),
            Self::OverTolerance { line, open } => return format!("Рядок {line}: можна поставити ще щонайбільше {open}."),
            Self::BatchRequired { line } => return format!("Товар рядка {line} потребує партії."),
            Self::PlaceRequired { line } => return format!("Товар рядка {line} потребує місця, звідки чи куди."),
            Self::PlaceNotAllowed { line } => return format!("Рядок {line} не рухає наших товарів звідти чи туди."),
            Self::SamePlace { line } => return format!("Рядок {line} іде з місця в те саме місце."),
            Self::StockRatio { line } => return format!("Кількість рядка {line} не переводиться точно в одиницю складу."),
            Self::ExtensionTooLarge { line } => return format!("Рядок {line} має забагато додаткових полів або погану назву поля."),
            Self::CostOutOfRange { line } => return format!("Собівартість рядка {line} — не менша за нуль, у валюті книги."),
            Self::TooMuch => "Суми завеликі.",
            Self::PeriodRequired => "Вкажіть, які дні це охоплює.",
            Self::PeriodWithoutEnd => return format!("Дні, які охоплює факт, повинні мати кінець, щонайбільше за {MONTHS_MAX} місяців."),
            Self::AssetNotReserved => "Актив не зарезервовано на ці дні за договором.",
            Self::NoRate { from, to } => return format!("Потрібен курс від {from:?} до {to:?}."),
            Self::UnusableRate => "Курс обміну не можна використати.",
            Self::NoSuchParty => "Сторона невідома.",
            Self::NotAnOwnCompany => "Це записує лише власна компанія з книгою.",
            Self::NotBillable => "Цей факт не виставляють до оплати.",
            Self::NoLines => "Вкажіть принаймні один рядок.",
            Self::NoSuchLine { line } => return format!("Факт не має рядка {line}."),
            Self::LineTwice { line } => return format!("Рядок {line} вказано двічі."),
            Self::MoreThanOpen { line, open } => return format!("Рядок {line}: лише {open} не виставлено й не сторновано."),
            Self::TooManySplits { line } => return format!("Рядок {line} вже у {SPLITS_MAX} рахунках."),
            Self::NotBilled { line } => return format!("Рахунок не містить стільки рядка {line}."),
            Self::IsReversal => "Це сторно. Запишіть факт наново.",
            Self::RecognisedInPart => "Виручку кількох місяців визнано: факт сторнують цілком або ніяк.",
            Self::PolicyDiffers => "Виручку цього факту визнають інакше.",
            Self::RecognisedAlready => "Цю виручку вже визнано.",
            Self::NothingToRecognise => "Більше нема чого визнавати.",
            Self::MonthOutside => "Факт не охоплює цього місяця.",
            Self::MonthNotOver => "Місяць ще не скінчився.",
            Self::EarlierMonthOpen { month } => return format!("Спочатку визнайте {month}."),
            Self::TransferBeforeFact => "Право власності не переходить раніше за факт.",
            Self::SameCost { line } => return format!("Рядок {line} вже має таку собівартість."),
            Self::DocumentMissing => "Документ не завантажено.",
            Self::DocumentDiffers => "Завантажений документ має інший хеш або розмір.",
            Self::DocumentTooLarge => return format!("Документ має від 1 до {PROOF_BYTES_MAX} байтів."),
            Self::NotAHash => "SHA-256 має 64 шістнадцяткові цифри малими літерами.",
            Self::TooManyProofs => return format!("Документ уже додано, або факт має {PROOFS_MAX}."),
            Self::TooManyArtifacts => return format!("Факт має щонайбільше {ARTIFACTS_MAX} артефактів."),
            Self::ArtifactExists => "Цей артефакт уже зареєстровано.",
            Self::ArtifactMalformed => "Ідентифікатор не має форми, яку дає регулятор.",
            Self::NoSuchArtifact => "Такого артефакту немає.",
            Self::ArtifactOver { is } => return format!("Артефакт має статус {is}: назад не повертається."),
            Self::Tax(refusal) => return refusal.texts().uk,
            Self::Posting(refusal) => return refusal.texts().uk,
        };
        plain.to_owned()
    }

    fn russian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого факта нет.",
            Self::Exists => "Факт с таким id уже существует.",
            Self::NoSuchContract => "Такого договора нет.",
            Self::ContractNotInForce { is, on } => return format!("Договор в статусе {is} и не действует на {on}."),
            Self::NobodyOnThatDay { on } => return format!("На {on} в договоре нет поставщика или заказчика."),
            Self::InFuture => "День ещё не наступил.",
            Self::LineCount => return format!("В факте от 1 до {LINES_MAX} строк."),
            Self::ObligationCount => return format!("Факт исполняет не больше {OBLIGATIONS_MAX} обязательств."),
            Self::NoSuchObligation { line } => return format!("Строка {line} не называет строки обязательства этого договора."),
            Self::ObligationOver { line, is } => return format!("Обязательство строки {line} в статусе {is}."),
            Self::SupplyDiffers { line } => return format!("Строка {line} не соответствует типу факта."),
            Self::OverTolerance { line, open } => return format!("Строка {line}: можно поставить ещё не больше {open}."),
            Self::BatchRequired { line } => return format!("Товару строки {line} нужна партия."),
            Self::PlaceRequired { line } => return format!("Товару строки {line} нужно место, откуда или куда."),
            Self::PlaceNotAllowed { line } => return format!("Строка {line} не движет наших товаров оттуда или туда."),
            Self::SamePlace { line } => return format!("Строка {line} идёт с места на то же место."),
            Self::StockRatio { line } => return format!("Количество строки {line} не переводится точно в единицу склада."),
            Self::ExtensionTooLarge { line } => return format!("В строке {line} слишком много дополнительных полей или плохое имя поля."),
            Self::CostOutOfRange { line } => return format!("Себестоимость строки {line} — не меньше нуля, в валюте книги."),
            Self::TooMuch => "Суммы слишком велики.",
            Self::PeriodRequired => "Укажите, какие дни это охватывает.",
            Self::PeriodWithoutEnd => return format!("Дни, которые охватывает факт, должны иметь конец, не позже {MONTHS_MAX} месяцев."),
            Self::AssetNotReserved => "Актив не зарезервирован на эти дни по договору.",
            Self::NoRate { from, to } => return format!("Нужен курс от {from:?} к {to:?}."),
            Self::UnusableRate => "Курс обмена нельзя использовать.",
            Self::NoSuchParty => "Сторона неизвестна.",
            Self::NotAnOwnCompany => "Это записывает только своя компания с книгой.",
            Self::NotBillable => "Этот факт не выставляют к оплате.",
            Self::NoLines => "Укажите хотя бы одну строку.",
            Self::NoSuchLine { line } => return format!("В факте нет строки {line}."),
            Self::LineTwice { line } => return format!("Строка {line} указана дважды."),
            Self::MoreThanOpen { line, open } => return format!("Строка {line}: только {open} не выставлено и не сторнировано."),
            Self::TooManySplits { line } => return format!("Строка {line} уже в {SPLITS_MAX} счетах."),
            Self::NotBilled { line } => return format!("Счёт не содержит столько строки {line}."),
            Self::IsReversal => "Это сторно. Запишите факт заново.",
            Self::RecognisedInPart => "Выручка за часть месяцев признана: факт сторнируют целиком или никак.",
            Self::PolicyDiffers => "Выручка этого факта признаётся иначе.",
            Self::RecognisedAlready => "Эта выручка уже признана.",
            Self::NothingToRecognise => "Больше нечего признавать.",
            Self::MonthOutside => "Факт не охватывает этот месяц.",
            Self::MonthNotOver => "Месяц ещё не закончился.",
            Self::EarlierMonthOpen { month } => return format!("Сначала признайте {month}."),
            Self::TransferBeforeFact => "Право собственности не переходит раньше факта.",
            Self::SameCost { line } => return format!("У строки {line} уже такая себестоимость."),
            Self::DocumentMissing => "Документ не загружен.",
            Self::DocumentDiffers => "У загруженного документа другой хеш или размер.",
            Self::DocumentTooLarge => return format!("Документ — от 1 до {PROOF_BYTES_MAX} байтов."),
            Self::NotAHash => "SHA-256 — 64 шестнадцатеричные цифры строчными буквами.",
            Self::TooManyProofs => return format!("Документ уже приложен, или у факта их {PROOFS_MAX}."),
            Self::TooManyArtifacts => return format!("У факта не больше {ARTIFACTS_MAX} артефактов."),
            Self::ArtifactExists => "Этот артефакт уже зарегистрирован.",
            Self::ArtifactMalformed => "Идентификатор не той формы, которую даёт регулятор.",
            Self::NoSuchArtifact => "Такого артефакта нет.",
            Self::ArtifactOver { is } => return format!("Артефакт в статусе {is}: назад не возвращается."),
            Self::Tax(refusal) => return refusal.texts().ru,
            Self::Posting(refusal) => return refusal.texts().ru,
        };
        plain.to_owned()
    }
}
