//! Kontur.Declarant: the vendor through whom declarations are filed.
//!
//! Its API of the group `common.v1` prepares a docflow and tells what became of it. It has no
//! operation that signs or files: a person does that in the vendor's pages (decision C05). It has
//! no idempotency key and no reading by id either: our own reference stands in the docflow's name
//! and is searched for before anything is repeated (decision C03).
//!
//! What it publishes no word about, and what therefore is a setting or kept as it came: the unit
//! of `changedFrom`, whether codes of a new document are nested, how long a session lasts, limits
//! of rate, the meaning of its numbers for types, procedures and statuses, the fields of marks,
//! the fields of rows of goods.
//!
//! Files, forms, prints and envelopes do not travel in requests and answers: they lie among the
//! tenant's documents, and a [`Content`] names them.

pub mod content;
pub mod docflow;
pub mod document;
pub mod file;
pub mod operation;
pub mod option;
pub mod organization;
pub mod payment;
pub mod vendor;

use kernel::identifier::Inn;
use serde::{Deserialize, Serialize};

use crate::code::{DocflowId, DocumentMode, FormId, GoodsNumber, VendorDocumentId, VendorOrganizationId};
use content::{Content, Upload};
use docflow::{Docflow, DocflowCopy, DocflowQuery, DocflowSearch, Marks, Message, NewDocflow};
use document::{Distribution, DocumentRow, DtsNumber, GoodsImport, NewDocument, PartyBox};
use operation::Operation;
use option::{DeclarationTypeRow, Employee, Filer, OfficeRow, ProcedureRow, SingularityRow, TemplateRow};
use organization::Organization;
use payment::{Vehicle, VehiclePayments};
use vendor::{FilerId, Rows, TypeNumber};

/// The connector's name.
pub const CONNECTOR: &str = "kontur";
/// The tenant's secret that holds the key of the API.
pub const API_KEY_SECRET: &str = "kontur-api-key";
/// The tenant's secret that holds the account's name.
pub const LOGIN_SECRET: &str = "kontur-login";
/// The tenant's secret that holds the account's password.
pub const PASSWORD_SECRET: &str = "kontur-password";

/// Codes of failures.
pub mod code {
    /// The key, the account or the session is refused.
    pub const AUTH: &str = "KONTUR_AUTH";
    /// The tenant has no settings or no secrets of the vendor.
    pub const NOT_CONFIGURED: &str = "KONTUR_NOT_CONFIGURED";
    /// The account is good, but not for this.
    pub const FORBIDDEN: &str = "KONTUR_FORBIDDEN";
    /// The request is wrong: the vendor says so, or it was never sent.
    pub const VALIDATION: &str = "KONTUR_VALIDATION";
    /// The vendor knows no such docflow, form or template.
    pub const NOT_FOUND: &str = "KONTUR_NOT_FOUND";
    /// Too many requests, by the vendor's count or by ours.
    pub const RATE_LIMIT: &str = "KONTUR_RATE_LIMIT";
    /// It cannot be reached, or fails.
    pub const UNAVAILABLE: &str = "KONTUR_UNAVAILABLE";
    /// Nobody knows whether it was done.
    pub const UNKNOWN_OUTCOME: &str = "KONTUR_UNKNOWN_OUTCOME";
    /// The answer cannot be read: a maintenance page, for instance.
    pub const UNREADABLE: &str = "KONTUR_UNREADABLE";
    /// A document could not be read from the tenant's store, or kept there.
    pub const STORAGE: &str = "KONTUR_STORAGE";
}

/// What the vendor is asked: one variant for each of its operations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "kebab-case")]
#[allow(missing_docs, reason = "see the operation of the same name; fields are known by their types")]
pub enum Request {
    SaveOrganization {
        organization: Box<Organization>,
    },
    OrganizationByInn {
        inn: Inn,
    },
    Docflows {
        query: DocflowQuery,
    },
    CreateDocflow {
        docflow: Box<NewDocflow>,
    },
    CopyDocflow {
        copy: Box<DocflowCopy>,
    },
    SearchDocflows {
        search: Box<DocflowSearch>,
    },
    Marks {
        docflow: DocflowId,
    },
    Messages {
        docflow: DocflowId,
    },
    SetOpened {
        docflow: DocflowId,
    },
    Documents {
        docflow: DocflowId,
    },
    CreateDocuments {
        docflow: DocflowId,
        documents: Vec<NewDocument>,
    },
    /// Takes the document from all goods and gives it to these; to none, if there are none.
    LinkGoods {
        docflow: DocflowId,
        document: VendorDocumentId,
        goods: Vec<GoodsNumber>,
    },
    /// Without costs, an empty declaration of customs value is made.
    CreateDts {
        docflow: DocflowId,
        dts: DtsNumber,
        costs: Vec<Distribution>,
    },
    CopyFromDeclaration {
        docflow: DocflowId,
        document: VendorDocumentId,
    },
    /// The content is a JSON object in the form's structure.
    ImportForm {
        docflow: DocflowId,
        form: FormId,
        content: Content,
    },
    FormJson {
        docflow: DocflowId,
        form: FormId,
    },
    SetParty {
        docflow: DocflowId,
        form: FormId,
        party: PartyBox,
        organization: VendorOrganizationId,
    },
    /// The content is a JSON array of rows.
    ImportGoods {
        docflow: DocflowId,
        form: FormId,
        content: Content,
        options: GoodsImport,
    },
    Upload {
        docflow: DocflowId,
        form: FormId,
        upload: Upload,
    },
    FormXml {
        docflow: DocflowId,
        form: FormId,
    },
    Templates,
    Template {
        mode: DocumentMode,
    },
    Filers,
    Employees {
        filer: FilerId,
    },
    DeclarationTypes,
    Procedures {
        type_number: TypeNumber,
    },
    Singularities {
        type_number: Option<TypeNumber>,
    },
    Offices,
    Organizations,
    PrintHtml {
        docflow: DocflowId,
        form: FormId,
    },
    PrintPdf {
        docflow: DocflowId,
        form: FormId,
    },
    VehiclePayments {
        vehicle: Box<Vehicle>,
    },
}

impl Request {
    /// The operation that it is.
    pub const fn operation(&self) -> Operation {
        match self {
            Self::SaveOrganization { .. } => operation::SAVE_ORGANIZATION,
            Self::OrganizationByInn { .. } => operation::ORGANIZATION_BY_INN,
            Self::Docflows { .. } => operation::DOCFLOWS,
            Self::CreateDocflow { .. } => operation::CREATE_DOCFLOW,
            Self::CopyDocflow { .. } => operation::COPY_DOCFLOW,
            Self::SearchDocflows { .. } => operation::SEARCH_DOCFLOWS,
            Self::Marks { .. } => operation::MARKS,
            Self::Messages { .. } => operation::MESSAGES,
            Self::SetOpened { .. } => operation::SET_OPENED,
            Self::Documents { .. } => operation::DOCUMENTS,
            Self::CreateDocuments { .. } => operation::CREATE_DOCUMENTS,
            Self::LinkGoods { .. } => operation::LINK_GOODS,
            Self::CreateDts { .. } => operation::CREATE_DTS,
            Self::CopyFromDeclaration { .. } => operation::COPY_FROM_DECLARATION,
            Self::ImportForm { .. } => operation::IMPORT_FORM,
            Self::FormJson { .. } => operation::FORM_JSON,
            Self::SetParty { .. } => operation::SET_PARTY,
            Self::ImportGoods { .. } => operation::IMPORT_GOODS,
            Self::Upload { .. } => operation::UPLOAD,
            Self::FormXml { .. } => operation::FORM_XML,
            Self::Templates => operation::TEMPLATES,
            Self::Template { .. } => operation::TEMPLATE,
            Self::Filers => operation::FILERS,
            Self::Employees { .. } => operation::EMPLOYEES,
            Self::DeclarationTypes => operation::DECLARATION_TYPES,
            Self::Procedures { .. } => operation::PROCEDURES,
            Self::Singularities { .. } => operation::SINGULARITIES,
            Self::Offices => operation::OFFICES,
            Self::Organizations => operation::ORGANIZATIONS,
            Self::PrintHtml { .. } => operation::PRINT_HTML,
            Self::PrintPdf { .. } => operation::PRINT_PDF,
            Self::VehiclePayments { .. } => operation::VEHICLE_PAYMENTS,
        }
    }
}

/// What the vendor answers: one variant for each of its operations, of the request's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
#[allow(missing_docs, reason = "see the operation of the same name; fields are known by their types")]
pub enum Answer {
    SaveOrganization {
        organization: Box<Organization>,
    },
    OrganizationByInn {
        organization: Box<Organization>,
    },
    /// `complete` when there are fewer than were asked for: then there are no more.
    Docflows {
        docflows: Rows<Docflow>,
        complete: bool,
    },
    CreateDocflow {
        docflow: DocflowId,
    },
    CopyDocflow {
        docflow: Box<Docflow>,
    },
    /// See [`Self::Docflows`].
    SearchDocflows {
        docflows: Rows<Docflow>,
        complete: bool,
    },
    /// Nothing while customs have marked nothing.
    Marks {
        marks: Option<Marks>,
    },
    Messages {
        messages: Rows<Message>,
    },
    /// What the vendor says to it.
    SetOpened {
        opened: bool,
    },
    Documents {
        documents: Rows<DocumentRow>,
    },
    /// As many as were asked for, in the vendor's order.
    CreateDocuments {
        documents: Vec<DocumentRow>,
    },
    LinkGoods,
    CreateDts {
        document: DocumentRow,
    },
    CopyFromDeclaration,
    ImportForm,
    FormJson {
        content: Content,
    },
    SetParty,
    ImportGoods,
    Upload,
    FormXml {
        content: Content,
    },
    Templates {
        templates: Rows<TemplateRow>,
    },
    Template {
        content: Content,
    },
    Filers {
        filers: Rows<Filer>,
    },
    Employees {
        employees: Rows<Employee>,
    },
    DeclarationTypes {
        types: Rows<DeclarationTypeRow>,
    },
    Procedures {
        procedures: Rows<ProcedureRow>,
    },
    Singularities {
        singularities: Rows<SingularityRow>,
    },
    Offices {
        offices: Rows<OfficeRow>,
    },
    Organizations {
        organizations: Rows<Organization>,
    },
    PrintHtml {
        content: Content,
    },
    PrintPdf {
        content: Content,
    },
    VehiclePayments {
        payments: VehiclePayments,
    },
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::operation::{Effect, OPERATIONS};
    use super::*;
    use crate::samples::kontur::requests;

    #[test]
    fn c62_every_operation_has_one_request_and_no_other() {
        let asked: Vec<Operation> = requests().iter().map(Request::operation).collect();
        assert_eq!(asked, OPERATIONS);
        let addresses: BTreeSet<_> = OPERATIONS.iter().map(|operation| (operation.method, operation.path)).collect();
        let names: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
        assert_eq!((OPERATIONS.len(), addresses.len(), names.len()), (32, 32, 32));
    }

    #[test]
    fn requests_travel_as_json_under_the_names_of_their_operations() {
        for request in requests() {
            let json = serde_json::to_value(&request).unwrap();
            assert_eq!(json["request"], request.operation().name);
            assert_eq!(serde_json::from_value::<Request>(json).unwrap(), request);
        }
    }

    #[test]
    fn what_is_read_by_its_method_changes_nothing() {
        for operation in OPERATIONS {
            assert!(operation.method != "GET" || operation.effect == Effect::Reads, "{}", operation.name);
        }
    }

    #[test]
    fn c05_c18_viewing_is_no_filing_and_a_form_is_no_mode() {
        assert!(OPERATIONS.iter().all(|operation| !operation.path.to_lowercase().contains("submit")));
        let forms = OPERATIONS.iter().filter(|operation| operation.path.contains("{formId}"));
        assert!(forms.into_iter().all(|operation| !operation.path.contains("{documentModeId}")));
    }

    #[test]
    fn c58_personal_data_is_not_printed() {
        for request in requests() {
            let shown = format!("{request:?}");
            assert!(!shown.contains("Отчествова") && !shown.contains("998877"), "{shown}");
        }
    }
}
