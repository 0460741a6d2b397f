//! The operations of the vendor that are called: its whole description, `common.v1` (decision C62).

/// What a lost answer leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: the operation changes nothing, and is repeated.
    Reads,
    /// Whether something was set. Setting it again leaves it as it is.
    Sets,
    /// Whether something was made. Making it again would make another: it has to be looked for.
    Makes,
}

/// Which of the client's two time-outs an operation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// It answers within seconds.
    Ordinary,
    /// It carries or makes a file.
    Slow,
}

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// In records of calls.
    pub name: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// With parameters in braces, as the vendor names them.
    pub path: &'static str,
    /// See [`Effect`].
    pub effect: Effect,
    /// See [`Pace`].
    pub pace: Pace,
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident $word:literal $method:literal $path:literal $effect:ident $pace:ident;)*) => {
        $(
            $(#[$doc])*
            pub const $name: Operation = Operation {
                name: $word,
                method: $method,
                path: concat!("/common/v1", $path),
                effect: Effect::$effect,
                pace: Pace::$pace,
            };
        )*

        /// All of them.
        pub const OPERATIONS: &[Operation] = &[$($name),*];
    };
}

operations! {
    /// Creates or changes a counterparty, by its name.
    SAVE_ORGANIZATION "save-organization" "POST" "/commonOrganizations" Sets Ordinary;
    /// Finds a Russian counterparty, or creates it from the registry.
    ORGANIZATION_BY_INN "organization-by-inn" "POST" "/getOrCreateCommonOrgByInn" Sets Ordinary;
    /// Lists docflows that changed.
    DOCFLOWS "docflows" "GET" "/docflows" Reads Ordinary;
    /// Creates a docflow.
    CREATE_DOCFLOW "create-docflow" "POST" "/docflows" Makes Ordinary;
    /// Creates a docflow like another.
    COPY_DOCFLOW "copy-docflow" "POST" "/docflows/copy" Makes Ordinary;
    /// Searches docflows.
    SEARCH_DOCFLOWS "search-docflows" "POST" "/docflows/search" Reads Ordinary;
    /// What customs marked on a declaration.
    MARKS "marks" "GET" "/docflows/{docflowId}/declarationMarks" Reads Ordinary;
    /// What customs and the declarant sent each other.
    MESSAGES "messages" "GET" "/docflows/{docflowId}/messages" Reads Slow;
    /// Notes that somebody has looked at the docflow; it files nothing (decision C05).
    SET_OPENED "set-opened" "POST" "/docflows/{docflowId}/setOpenedTrue" Sets Ordinary;
    /// Lists the documents of a docflow.
    DOCUMENTS "documents" "GET" "/docflows/{docflowId}/documents" Reads Ordinary;
    /// Creates documents.
    CREATE_DOCUMENTS "create-documents" "POST" "/docflows/{docflowId}/documents" Makes Ordinary;
    /// Says to which goods a document belongs.
    LINK_GOODS "link-goods" "POST" "/docflows/{docflowId}/documents/{documentId}/good/{goodNumbers}" Sets Ordinary;
    /// Creates the declaration of customs value with its costs distributed.
    CREATE_DTS "create-dts" "POST" "/docflows/{docflowId}/documents/createDtsWithCalculator" Makes Ordinary;
    /// Copies data of the declaration into a document.
    COPY_FROM_DECLARATION "copy-from-declaration" "POST" "/docflows/{docflowId}/documents/{documentId}/copyFromDt" Sets Ordinary;
    /// Merges data into a form.
    IMPORT_FORM "import-form" "POST" "/docflows/{docflowId}/form/{formId}/importJson" Sets Slow;
    /// The data of a form.
    FORM_JSON "form-json" "GET" "/docflows/{docflowId}/form/{formId}/json" Reads Slow;
    /// Puts a counterparty into a box.
    SET_PARTY "set-party" "POST" "/docflows/{docflowId}/form/{formId}/setCommonOrg" Sets Ordinary;
    /// Brings rows of goods into a form. Whether a repetition adds them again is not published.
    IMPORT_GOODS "import-goods" "POST" "/docflows/{docflowId}/form/{formId}/import" Makes Slow;
    /// Makes a form of a file: it becomes the form's content.
    UPLOAD "upload" "POST" "/docflows/{docflowId}/form/{formId}/upload" Sets Slow;
    /// A form as customs reads it.
    FORM_XML "form-xml" "GET" "/docflows/{docflowId}/form/{formId}/xml" Reads Slow;
    /// Lists the templates of forms.
    TEMPLATES "templates" "GET" "/jsonTemplates" Reads Ordinary;
    /// The template of a form.
    TEMPLATE "template" "GET" "/jsonTemplates/{documentModeId}" Reads Slow;
    /// Lists the organizations that file through the account.
    FILERS "filers" "GET" "/options/organizations" Reads Ordinary;
    /// Lists the employees of such an organization.
    EMPLOYEES "employees" "GET" "/options/employees" Reads Ordinary;
    /// Lists directions of movement.
    DECLARATION_TYPES "declaration-types" "GET" "/options/declarationTypes" Reads Ordinary;
    /// Lists customs procedures.
    PROCEDURES "procedures" "GET" "/options/declarationProcedureTypes" Reads Ordinary;
    /// Lists particularities of declarations.
    SINGULARITIES "singularities" "GET" "/options/declarationSingularities" Reads Ordinary;
    /// Lists customs offices.
    OFFICES "offices" "GET" "/options/customs" Reads Ordinary;
    /// Lists counterparties.
    ORGANIZATIONS "organizations" "GET" "/options/commonOrgs" Reads Slow;
    /// A form as a page.
    PRINT_HTML "print-html" "GET" "/docflows/{docflowId}/form/{formId}/printHtml" Reads Slow;
    /// A form on paper.
    PRINT_PDF "print-pdf" "GET" "/docflows/{docflowId}/form/{formId}/printPDF" Reads Slow;
    /// Calculates what a vehicle costs at the border.
    VEHICLE_PAYMENTS "vehicle-payments" "POST" "/vehiclePayments/calculate" Reads Ordinary;
}
