//! Why a fact refuses.

mod texts;

use kernel::{Currency, Day, Refusal, Status, Texts};
use posting::PostingRefusal;
use rust_decimal::Decimal;
use tax::TaxRefusal;

use super::ArtifactStatus;
use crate::contract::ContractStatus;
use crate::obligation::ObligationStatus;

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
    /// A deed inside an own company has no form.
    NotPrinted,
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
            Self::NotPrinted => "commerce.fact.not-printed",
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
            Self::NoSuchParty | Self::NotAnOwnCompany | Self::NotBillable | Self::NotPrinted | Self::NoLines => Status::Rule,
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
            Self::NotPrinted,
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
