//! Why a declaration refuses.

use kernel::{Refusal, Texts};

use super::status::Status;
use crate::form::FormProblem;
use crate::payments::{DistributionRefusal, PaymentsRefusal};

/// Why a command about a declaration is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclarationRefusal {
    /// No such declaration.
    NotFound,
    /// It was a draft that nobody wanted (decision C23).
    Deleted,
    /// Another declaration has the id (decision C33).
    Exists,
    /// It is not a draft.
    NotEditable {
        /// Where it stands.
        status: Status,
    },
    /// Documents are attached to a draft, or where customs asked for something (decision C12).
    NoDocumentsNow {
        /// Where it stands.
        status: Status,
    },
    /// Customs is not done with it (decision C24).
    NotFinal {
        /// Where it stands.
        status: Status,
    },
    /// Only what customs refused is revised (decision C13).
    NotRefused {
        /// Where it stands.
        status: Status,
    },
    /// The office is not in force (decision C21).
    UnknownOffice,
    /// The procedure does not match the type (decision C21).
    UnknownProcedure,
    /// The feature is not in force.
    UnknownSingularity,
    /// The declarant is missing, or not the tenant's (decision C21).
    UnknownOrganization,
    /// The employee is not the organization's (decision C21).
    UnknownEmployee,
    /// The type is not in force.
    UnknownType,
    /// The client named another template than the one that follows (decision C22).
    TemplateDiffers,
    /// No template is in force for the type.
    NoTemplate,
    /// One declaration a shipment and direction (decision C48).
    ShipmentDeclared,
    /// One revision of each refused declaration.
    Revised,
    /// The body is no form.
    FormUnusable {
        /// What is wrong.
        problem: Box<FormProblem>,
    },
    /// A revision is of the shipment that was refused (decision C48).
    ShipmentFixed,
    /// Nothing was filled in yet.
    NoForm,
    /// The kept form is not there.
    FormMissing,
    /// The kind is not mapped (decision C17).
    UnknownDocumentKind,
    /// A document names goods that the form does not have (decision C19).
    NoSuchGoods {
        /// Which number.
        number: u16,
    },
    /// No such document.
    NoSuchDocument,
    /// Kind, number and date tell documents apart at the vendor (decision C40).
    DocumentTwice,
    /// More than DOCUMENTS_MAX.
    TooManyDocuments,
    /// Nothing is kept under the hash.
    FileMissing,
    /// Hash or size differ.
    FileDiffers,
    /// Larger than SCAN_BYTES_MAX.
    FileTooLarge,
    /// The first bytes say something else than the media type.
    FileUnlikeItsType,
    /// Not a SHA-256 in its one spelling.
    NotAHash,
    /// The party is unknown or erased.
    NoSuchOrganization,
    /// The part is empty.
    NoSuchParty,
    /// Something that the vendor needs is not there.
    Incomplete {
        /// What.
        missing: Vec<Missing>,
    },
    /// There is no submission that this could be about.
    NotSubmitting {
        /// Where it stands.
        status: Status,
    },
    /// Every document is at the vendor, or on its way.
    NothingToAmend,
    /// The vendor does not have the declaration.
    NotAtVendor,
    /// The answer is of a step that is over.
    StaleStep,
    /// The tenant has no vendor (decision C61).
    NoVendor,
    /// No such orphan.
    NoSuchOrphan,
    /// No such open alert.
    NoSuchAlert,
    /// More jobs at once than JOBS_AT_ONCE_MAX.
    TooManyJobs,
    /// Goods without a code cannot be estimated.
    NoCommodity {
        /// Which number.
        number: u16,
    },
    /// The vendor wants the method of valuation of every good.
    NoValuationMethod {
        /// Which number.
        number: u16,
    },
    /// Goods without a value cannot be estimated.
    NoValue {
        /// Which number.
        number: u16,
    },
    /// The currency of the customs value is none that is known.
    UnknownCurrency,
    /// No estimate.
    NoEstimate,
    /// More than RATES_MAX.
    TooManyRates,
    /// The job has a command of its own.
    AnotherCommand,
    /// Costs cannot be shared out among the goods.
    CannotBeDistributed {
        /// Why.
        reason: Box<DistributionRefusal>,
    },
    /// Rates or data for the estimate are missing.
    CannotBeEstimated {
        /// Why.
        reason: Box<PaymentsRefusal>,
    },
}

/// What a declaration lacks before it can go to the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The form.
    Form,
    /// Goods in the form.
    Goods,
    /// The consignee, box 8, or for an export the consignor, box 2.
    Party(super::party::PartyRole),
    /// The vendor's own numbers for type and procedure.
    VendorNumbers,
}

impl Refusal for DeclarationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "customs.declaration.not-found",
            Self::Deleted => "customs.declaration.deleted",
            Self::Exists => "customs.declaration.exists",
            Self::NotEditable { .. } => "customs.declaration.not-editable",
            Self::NoDocumentsNow { .. } => "customs.declaration.no-documents-now",
            Self::NotFinal { .. } => "customs.declaration.not-final",
            Self::NotRefused { .. } => "customs.declaration.not-refused",
            Self::UnknownOffice => "customs.declaration.unknown-office",
            Self::UnknownProcedure => "customs.declaration.unknown-procedure",
            Self::UnknownSingularity => "customs.declaration.unknown-singularity",
            Self::UnknownOrganization => "customs.declaration.unknown-organization",
            Self::UnknownEmployee => "customs.declaration.unknown-employee",
            Self::UnknownType => "customs.declaration.unknown-type",
            Self::TemplateDiffers => "customs.declaration.template-differs",
            Self::NoTemplate => "customs.declaration.no-template",
            Self::ShipmentDeclared => "customs.declaration.shipment-declared",
            Self::Revised => "customs.declaration.revised",
            Self::FormUnusable { .. } => "customs.declaration.form-unusable",
            Self::ShipmentFixed => "customs.declaration.shipment-fixed",
            Self::NoForm => "customs.declaration.no-form",
            Self::FormMissing => "customs.declaration.form-missing",
            Self::UnknownDocumentKind => "customs.declaration.unknown-document-kind",
            Self::NoSuchGoods { .. } => "customs.declaration.no-such-goods",
            Self::NoSuchDocument => "customs.declaration.no-such-document",
            Self::DocumentTwice => "customs.declaration.document-twice",
            Self::TooManyDocuments => "customs.declaration.too-many-documents",
            Self::FileMissing => "customs.declaration.file-missing",
            Self::FileDiffers => "customs.declaration.file-differs",
            Self::FileTooLarge => "customs.declaration.file-too-large",
            Self::FileUnlikeItsType => "customs.declaration.file-unlike-its-type",
            Self::NotAHash => "customs.declaration.not-a-hash",
            Self::NoSuchOrganization => "customs.declaration.no-such-organization",
            Self::NoSuchParty => "customs.declaration.no-such-party",
            Self::Incomplete { .. } => "customs.declaration.incomplete",
            Self::NotSubmitting { .. } => "customs.declaration.not-submitting",
            Self::NothingToAmend => "customs.declaration.nothing-to-amend",
            Self::NotAtVendor => "customs.declaration.not-at-vendor",
            Self::StaleStep => "customs.declaration.stale-step",
            Self::NoVendor => "customs.declaration.no-vendor",
            Self::NoSuchOrphan => "customs.declaration.no-such-orphan",
            Self::NoSuchAlert => "customs.declaration.no-such-alert",
            Self::TooManyJobs => "customs.declaration.too-many-jobs",
            Self::NoCommodity { .. } => "customs.declaration.no-commodity",
            Self::NoValuationMethod { .. } => "customs.declaration.no-valuation-method",
            Self::NoValue { .. } => "customs.declaration.no-value",
            Self::UnknownCurrency => "customs.declaration.unknown-currency",
            Self::NoEstimate => "customs.declaration.no-estimate",
            Self::TooManyRates => "customs.declaration.too-many-rates",
            Self::AnotherCommand => "customs.declaration.another-command",
            Self::CannotBeDistributed { .. } => "customs.declaration.cannot-be-distributed",
            Self::CannotBeEstimated { .. } => "customs.declaration.cannot-be-estimated",
        }
    }

    fn status(&self) -> kernel::Status {
        match self {
            Self::NotFound | Self::NoSuchDocument | Self::NoSuchParty | Self::NoSuchOrphan | Self::NoSuchAlert | Self::NoEstimate => {
                kernel::Status::NotFound
            }
            Self::Deleted => kernel::Status::Gone,
            Self::Exists
            | Self::NotEditable { .. }
            | Self::NoDocumentsNow { .. }
            | Self::NotFinal { .. }
            | Self::NotRefused { .. }
            | Self::ShipmentDeclared
            | Self::Revised
            | Self::NoForm
            | Self::FormMissing
            | Self::DocumentTwice
            | Self::NotSubmitting { .. }
            | Self::NothingToAmend
            | Self::NotAtVendor
            | Self::StaleStep
            | Self::NoVendor
            | Self::TooManyJobs => kernel::Status::State,
            Self::UnknownOffice
            | Self::UnknownProcedure
            | Self::UnknownSingularity
            | Self::UnknownOrganization
            | Self::UnknownEmployee
            | Self::UnknownType
            | Self::TemplateDiffers
            | Self::NoTemplate
            | Self::FormUnusable { .. }
            | Self::ShipmentFixed
            | Self::UnknownDocumentKind
            | Self::NoSuchGoods { .. }
            | Self::TooManyDocuments
            | Self::FileMissing
            | Self::FileDiffers
            | Self::FileTooLarge
            | Self::FileUnlikeItsType
            | Self::NotAHash
            | Self::NoSuchOrganization
            | Self::Incomplete { .. }
            | Self::NoCommodity { .. }
            | Self::NoValuationMethod { .. }
            | Self::NoValue { .. }
            | Self::UnknownCurrency
            | Self::TooManyRates
            | Self::AnotherCommand
            | Self::CannotBeDistributed { .. }
            | Self::CannotBeEstimated { .. } => kernel::Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        texts::of(self)
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::Deleted,
            Self::Exists,
            Self::NotEditable { status: Status::Released },
            Self::NoDocumentsNow { status: Status::Released },
            Self::NotFinal { status: Status::Released },
            Self::NotRefused { status: Status::Released },
            Self::UnknownOffice,
            Self::UnknownProcedure,
            Self::UnknownSingularity,
            Self::UnknownOrganization,
            Self::UnknownEmployee,
            Self::UnknownType,
            Self::TemplateDiffers,
            Self::NoTemplate,
            Self::ShipmentDeclared,
            Self::Revised,
            Self::FormUnusable { problem: Box::new(FormProblem::NotAnObject) },
            Self::ShipmentFixed,
            Self::NoForm,
            Self::FormMissing,
            Self::UnknownDocumentKind,
            Self::NoSuchGoods { number: 21 },
            Self::NoSuchDocument,
            Self::DocumentTwice,
            Self::TooManyDocuments,
            Self::FileMissing,
            Self::FileDiffers,
            Self::FileTooLarge,
            Self::FileUnlikeItsType,
            Self::NotAHash,
            Self::NoSuchOrganization,
            Self::NoSuchParty,
            Self::Incomplete { missing: vec![Missing::Form, Missing::Party(super::party::PartyRole::Consignee)] },
            Self::NotSubmitting { status: Status::Released },
            Self::NothingToAmend,
            Self::NotAtVendor,
            Self::StaleStep,
            Self::NoVendor,
            Self::NoSuchOrphan,
            Self::NoSuchAlert,
            Self::TooManyJobs,
            Self::NoCommodity { number: 21 },
            Self::NoValuationMethod { number: 21 },
            Self::NoValue { number: 21 },
            Self::UnknownCurrency,
            Self::NoEstimate,
            Self::TooManyRates,
            Self::CannotBeDistributed { reason: Box::new(DistributionRefusal::NoGoods) },
            Self::CannotBeEstimated { reason: Box::new(PaymentsRefusal::NoGoods) },
        ]
    }
}

mod texts;
