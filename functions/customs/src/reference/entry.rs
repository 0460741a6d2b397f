//! What a table says of one code.

use kernel::{Day, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Table;
use crate::code::{Box44Code, DeclarationType, DocumentMode, OfficeCode, ProcedureCode, VendorOrganizationId};

/// What a table says of one code, as of one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// The code within its table, as [`Attributes::code`] makes it.
    pub code: Line,
    /// What people call it.
    pub name: Line,
    /// The version of the table that first said this.
    pub version: u32,
    /// The first day on which the code is in force.
    pub valid_from: Day,
    /// The first day on which it is not in force any more; absent while it is.
    pub valid_to: Option<Day>,
    /// What else is known of it.
    pub attributes: Attributes,
}

impl Entry {
    /// Whether the code is in force on a day.
    pub fn valid_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }
}

/// What a table says of a code besides its name: one shape a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Attributes {
    /// Of [`Table::CommonOrganizations`].
    CommonOrganization(CommonOrganizationEntry),
    /// Of [`Table::CustomsOffices`].
    CustomsOffice(Office),
    /// Of [`Table::DeclarationTypes`].
    DeclarationType(DeclarationTypeRow),
    /// Of [`Table::DocumentTypes`].
    DocumentType(DocumentType),
    /// Of [`Table::Employees`].
    Employee(Employee),
    /// Of [`Table::FormDefinitions`].
    FormDefinition(FormDefinition),
    /// Of [`Table::OwnOrganizations`].
    OwnOrganization(OwnOrganization),
    /// Of [`Table::Procedures`].
    Procedure(Procedure),
    /// Of [`Table::Singularities`].
    Singularity(Singularity),
    /// Of [`Table::Templates`].
    Template(Template),
}

/// A counterparty as the vendor's directory lists it. Nothing personal: who is a person is named
/// by the organization's own aggregate, encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommonOrganizationEntry {
    /// The vendor's id.
    pub vendor_id: VendorOrganizationId,
    /// Taxpayer number (ИНН), as listed.
    #[serde(default)]
    pub inn: Option<Line>,
    /// Reason code of registration (КПП), as listed.
    #[serde(default)]
    pub kpp: Option<Line>,
    /// SHA-256 of all that the vendor lists of it: differs when anything does.
    pub sha256: Line,
}

/// A customs office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its 8 digits.
    pub code: OfficeCode,
    /// The vendor's number of it, which a docflow needs; unknown where nobody asked the vendor.
    #[serde(default)]
    pub vendor_id: Option<i32>,
    /// A shorter name.
    #[serde(default)]
    pub short_name: Option<Line>,
}

/// A way in which goods go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclarationTypeRow {
    /// Which of ours; absent for those of the vendor's that are not declared here.
    #[serde(default)]
    pub declaration_type: Option<DeclarationType>,
    /// The vendor's number of it.
    #[serde(default)]
    pub vendor_id: Option<i32>,
}

/// A kind of document, by our own name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentType {
    /// Our name: `INVOICE`.
    pub code: Line,
    /// The form that it is filled in.
    pub mode: DocumentMode,
    /// How box 44 of a declaration names it.
    pub box_44: Box44Code,
}

/// Who files for an organization at the vendor. Passport and authority stay with the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Employee {
    /// The vendor's id of the person.
    #[schemars(with = "String")]
    pub vendor_id: Uuid,
    /// The vendor's id of the organization.
    #[schemars(with = "String")]
    pub organization: Uuid,
    /// Their post.
    #[serde(default)]
    pub post: Option<Line>,
}

/// The fields of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    /// The form.
    pub mode: DocumentMode,
    /// SHA-256 of the template's body, hexadecimal: the name under which it is kept.
    pub body_sha256: Line,
    /// How long the body is.
    pub body_bytes: u32,
    /// How many fields it has.
    pub fields: u32,
}

/// An own organization at the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnOrganization {
    /// The vendor's id.
    #[schemars(with = "String")]
    pub vendor_id: Uuid,
    /// Taxpayer number (ИНН), as listed.
    #[serde(default)]
    pub inn: Option<Line>,
    /// Reason code of registration (КПП), as listed.
    #[serde(default)]
    pub kpp: Option<Line>,
}

/// A customs procedure of a declaration type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Its 2 digits.
    pub code: ProcedureCode,
    /// Under which type it may be declared.
    pub declaration_type: DeclarationType,
    /// The vendor's number of it.
    #[serde(default)]
    pub vendor_id: Option<i32>,
}

/// A special feature of declarations (особенность) of a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Singularity {
    /// Of which type.
    pub declaration_type: DeclarationType,
    /// The vendor's number of it; it has no other code.
    pub vendor_id: i32,
    /// A shorter name.
    #[serde(default)]
    pub short_name: Option<Line>,
}

/// A template of a form. One form may have several, told apart by the vendor's code and the
/// name of its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The vendor's own code of it.
    #[serde(default)]
    pub gf: Option<Line>,
    /// The form.
    pub mode: DocumentMode,
    /// The name of its type.
    #[serde(default)]
    pub type_name: Option<Line>,
}

impl Attributes {
    /// The table whose codes are like this.
    pub const fn table(&self) -> Table {
        match self {
            Self::CommonOrganization(_) => Table::CommonOrganizations,
            Self::CustomsOffice(_) => Table::CustomsOffices,
            Self::DeclarationType(_) => Table::DeclarationTypes,
            Self::DocumentType(_) => Table::DocumentTypes,
            Self::Employee(_) => Table::Employees,
            Self::FormDefinition(_) => Table::FormDefinitions,
            Self::OwnOrganization(_) => Table::OwnOrganizations,
            Self::Procedure(_) => Table::Procedures,
            Self::Singularity(_) => Table::Singularities,
            Self::Template(_) => Table::Templates,
        }
    }

    /// The code within the table, as [`super::code`] makes it.
    pub fn code(&self) -> String {
        match self {
            Self::CommonOrganization(organization) => organization.vendor_id.to_string(),
            Self::CustomsOffice(office) => office.code.to_string(),
            Self::DeclarationType(row) => match (row.declaration_type, row.vendor_id) {
                (Some(kind), _) => kind.name().to_owned(),
                (None, vendor_id) => format!("vendor-{}", vendor_id.unwrap_or_default()),
            },
            Self::DocumentType(document) => document.code.to_string(),
            Self::Employee(employee) => code::employee(employee.organization, employee.vendor_id),
            Self::FormDefinition(form) => form.mode.to_string(),
            Self::OwnOrganization(organization) => organization.vendor_id.to_string(),
            Self::Procedure(procedure) => code::procedure(procedure.declaration_type, &procedure.code),
            Self::Singularity(singularity) => code::singularity(singularity.declaration_type, singularity.vendor_id),
            Self::Template(template) => code::template(template),
        }
    }
}

/// The codes of the tables whose codes are made of several parts. The part that comes first is a
/// prefix under which the others are found.
pub mod code {
    use super::{DeclarationType, ProcedureCode, Template, Uuid};

    /// `IM/40`.
    pub fn procedure(kind: DeclarationType, code: &ProcedureCode) -> String {
        format!("{}/{code}", kind.name())
    }

    /// `IM/3`.
    pub fn singularity(kind: DeclarationType, vendor_id: i32) -> String {
        format!("{}/{vendor_id}", kind.name())
    }

    /// The organization's id, a stroke and the employee's.
    pub fn employee(organization: Uuid, employee: Uuid) -> String {
        format!("{organization}/{employee}")
    }

    /// `1006107E/18003/Декларация на товары`.
    pub fn template(template: &Template) -> String {
        let text = |line: &Option<kernel::Line>| line.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{}/{}/{}", template.mode, text(&template.gf), text(&template.type_name))
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $reader:ident: $variant:ident($type:ty);)*) => {
        impl Entry {
            $(
                $(#[$doc])*
                pub const fn $reader(&self) -> Option<&$type> {
                    if let Attributes::$variant(attributes) = &self.attributes { Some(attributes) } else { None }
                }
            )*
        }
    };
}

kinds! {
    /// What is listed of a counterparty.
    common_organization: CommonOrganization(CommonOrganizationEntry);
    /// What is listed of a customs office.
    office: CustomsOffice(Office);
    /// What is listed of a declaration type.
    declaration_type: DeclarationType(DeclarationTypeRow);
    /// What is listed of a kind of documents.
    document_type: DocumentType(DocumentType);
    /// What is listed of an employee; [`Entry::name`] is theirs.
    employee: Employee(Employee);
    /// What is listed of a form.
    form_definition: FormDefinition(FormDefinition);
    /// What is listed of an own organization; [`Entry::name`] is its name.
    own_organization: OwnOrganization(OwnOrganization);
    /// What is listed of a procedure.
    procedure: Procedure(Procedure);
    /// What is listed of a singularity.
    singularity: Singularity(Singularity);
    /// What is listed of a template.
    template: Template(Template);
}
