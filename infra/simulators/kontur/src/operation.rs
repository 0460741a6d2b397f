//! The operations of the vendor's description, and the login beside them.

use axum::http::Method;
use percent_encoding::percent_decode_str;
use serde::Serialize;

/// One operation; its name is the one of faults, calls and violations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the table below says what each of them is")]
pub enum Operation {
    Authenticate,
    UpsertCommonOrg,
    CommonOrgByInn,
    ListDocflows,
    CreateDocflow,
    CopyDocflow,
    SearchDocflows,
    DeclarationMarks,
    Messages,
    SetOpened,
    ListDocuments,
    CreateDocuments,
    LinkGoods,
    CreateDts,
    CopyFromDt,
    ImportJson,
    FormJson,
    SetCommonOrg,
    ImportGoods,
    Upload,
    FormXml,
    PrintHtml,
    PrintPdf,
    ListTemplates,
    Template,
    Organizations,
    Employees,
    DeclarationTypes,
    DeclarationProcedures,
    DeclarationSingularities,
    Customs,
    CommonOrgs,
    VehiclePayments,
}

use Operation as Op;

/// Every operation with its name, method and path; a literal segment wins over a parameter.
pub const OPERATIONS: [(Operation, &str, &str, &str); 33] = [
    (Op::Authenticate, "authenticate", "POST", "/auth/v1/authenticate"),
    (Op::UpsertCommonOrg, "upsertCommonOrg", "POST", "/common/v1/commonOrganizations"),
    (Op::CommonOrgByInn, "commonOrgByInn", "POST", "/common/v1/getOrCreateCommonOrgByInn"),
    (Op::ListDocflows, "listDocflows", "GET", "/common/v1/docflows"),
    (Op::CreateDocflow, "createDocflow", "POST", "/common/v1/docflows"),
    (Op::CopyDocflow, "copyDocflow", "POST", "/common/v1/docflows/copy"),
    (Op::SearchDocflows, "searchDocflows", "POST", "/common/v1/docflows/search"),
    (Op::DeclarationMarks, "declarationMarks", "GET", "/common/v1/docflows/{docflowId}/declarationMarks"),
    (Op::Messages, "messages", "GET", "/common/v1/docflows/{docflowId}/messages"),
    (Op::SetOpened, "setOpened", "POST", "/common/v1/docflows/{docflowId}/setOpenedTrue"),
    (Op::ListDocuments, "listDocuments", "GET", "/common/v1/docflows/{docflowId}/documents"),
    (Op::CreateDocuments, "createDocuments", "POST", "/common/v1/docflows/{docflowId}/documents"),
    (Op::LinkGoods, "linkGoods", "POST", "/common/v1/docflows/{docflowId}/documents/{documentId}/good/{goodNumbers}"),
    (Op::CreateDts, "createDts", "POST", "/common/v1/docflows/{docflowId}/documents/createDtsWithCalculator"),
    (Op::CopyFromDt, "copyFromDt", "POST", "/common/v1/docflows/{docflowId}/documents/{documentId}/copyFromDt"),
    (Op::ImportJson, "importJson", "POST", "/common/v1/docflows/{docflowId}/form/{formId}/importJson"),
    (Op::FormJson, "formJson", "GET", "/common/v1/docflows/{docflowId}/form/{formId}/json"),
    (Op::SetCommonOrg, "setCommonOrg", "POST", "/common/v1/docflows/{docflowId}/form/{formId}/setCommonOrg"),
    (Op::ImportGoods, "importGoods", "POST", "/common/v1/docflows/{docflowId}/form/{formId}/import"),
    (Op::Upload, "upload", "POST", "/common/v1/docflows/{docflowId}/form/{formId}/upload"),
    (Op::FormXml, "formXml", "GET", "/common/v1/docflows/{docflowId}/form/{formId}/xml"),
    (Op::PrintHtml, "printHtml", "GET", "/common/v1/docflows/{docflowId}/form/{formId}/printHtml"),
    (Op::PrintPdf, "printPdf", "GET", "/common/v1/docflows/{docflowId}/form/{formId}/printPDF"),
    (Op::ListTemplates, "listTemplates", "GET", "/common/v1/jsonTemplates"),
    (Op::Template, "template", "GET", "/common/v1/jsonTemplates/{documentModeId}"),
    (Op::Organizations, "organizations", "GET", "/common/v1/options/organizations"),
    (Op::Employees, "employees", "GET", "/common/v1/options/employees"),
    (Op::DeclarationTypes, "declarationTypes", "GET", "/common/v1/options/declarationTypes"),
    (Op::DeclarationProcedures, "declarationProcedures", "GET", "/common/v1/options/declarationProcedureTypes"),
    (Op::DeclarationSingularities, "declarationSingularities", "GET", "/common/v1/options/declarationSingularities"),
    (Op::Customs, "customs", "GET", "/common/v1/options/customs"),
    (Op::CommonOrgs, "commonOrgs", "GET", "/common/v1/options/commonOrgs"),
    (Op::VehiclePayments, "vehiclePayments", "POST", "/common/v1/vehiclePayments/calculate"),
];

impl Operation {
    /// Its name in faults, calls and violations: `createDocflow`.
    #[must_use]
    pub fn name(self) -> &'static str {
        OPERATIONS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// The operation that answers this method and path, with the parameters of the path.
    #[must_use]
    pub fn of(method: &Method, path: &str) -> Option<(Self, Vec<(&'static str, String)>)> {
        let fits = OPERATIONS.iter().filter(|row| method.as_str() == row.2);
        let found = fits.filter_map(|row| parameters(row.3, path).map(|parameters| (row.0, parameters)));
        found.min_by_key(|(_, parameters)| parameters.len())
    }
}

/// What the parameters of a path template stand for in `path`; `None` when it does not fit.
fn parameters(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut parameters = Vec::new();
    for (wanted, given) in wanted.into_iter().zip(given) {
        match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => parameters.push((name, percent_decode_str(given).decode_utf8_lossy().into_owned())),
            None if wanted == given => {}
            None => return None,
        }
    }
    Some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_segment_wins_over_a_parameter() {
        let of = |method, path| Operation::of(&method, path).map(|(operation, parameters)| (operation, parameters.len()));
        assert_eq!(of(Method::POST, "/common/v1/docflows/copy"), Some((Op::CopyDocflow, 0)));
        assert_eq!(of(Method::POST, "/common/v1/docflows/x/documents/createDtsWithCalculator"), Some((Op::CreateDts, 1)));
        assert_eq!(of(Method::POST, "/common/v1/docflows/x/documents/y/good/1%2C2"), Some((Op::LinkGoods, 3)));
        assert_eq!(of(Method::GET, "/common/v1/docflows/x"), None);
        assert_eq!(of(Method::DELETE, "/common/v1/docflows"), None);
    }

    #[test]
    fn every_operation_is_in_the_table_once() {
        for (operation, name, ..) in OPERATIONS {
            assert_eq!(operation.name(), name);
            assert_eq!(serde_json::to_value(operation).unwrap(), name);
        }
    }
}
