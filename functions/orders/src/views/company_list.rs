//! Companies as a list shows them, and by the words that somebody may type to find them.

use kernel::identifier::{Edrpou, Iban, Phone};
use kernel::view::RowQuery;
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::search;
use crate::CompanyId;
use crate::company::Company;

/// The view's name.
pub const VIEW: &str = "company-list";

/// Companies by name; also by words of the name, registry code and telephone.
pub struct CompanyListFromCompany;

/// One company in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CompanyListItem {
    /// The company.
    pub company_id: CompanyId,
    /// Its name.
    pub name: String,
    /// Its registry code.
    pub edrpou: Option<Edrpou>,
    /// The account that it pays from.
    pub iban: Option<Iban>,
    /// Its telephone.
    pub phone: Option<Phone>,
    /// When it was registered.
    pub created_at: Moment,
}

/// All companies by name.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, "all")
}

impl View for CompanyListFromCompany {
    type Aggregate = Company;
    const SPEC: ViewSpec = ViewSpec { name: "orders.company-list-from-company", view: VIEW, summary: "Companies as a list shows them." };

    fn project(step: &Step<'_, Company>) -> Vec<Change> {
        search::replace_changed(step, rows)
    }
}

/// A company as a list shows it.
pub fn item(company: &Company) -> CompanyListItem {
    let profile = &company.profile;
    CompanyListItem {
        company_id: company.id,
        name: profile.name.to_string(),
        edrpou: profile.edrpou.clone(),
        iban: profile.iban.clone(),
        phone: profile.phone.clone(),
        created_at: company.created_at,
    }
}

fn rows(company: &Company) -> Vec<Row> {
    let item = item(company);
    let data = serde_json::to_value(&item).unwrap_or_default();
    let phone = item.phone.as_ref().map(|phone| phone.as_str().trim_start_matches('+'));
    let national = phone.and_then(|phone| phone.strip_prefix("38"));
    let texts = [Some(item.name.as_str()), item.edrpou.as_ref().map(Edrpou::as_str), phone, national];
    let sort = format!("{}#{}", search::words(&item.name).join(" "), company.id);
    let words = search::keys(texts.into_iter().flatten());
    let found = words.into_iter().map(|word| Row::new(search::partition(&word), format!("{word}#{sort}"), data.clone()));
    std::iter::once(Row::new("all", sort.clone(), data.clone())).chain(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;
    use crate::views::tests::project;

    #[test]
    fn a_company_is_listed_by_name_and_found_by_its_code() {
        let steps = project::<CompanyListFromCompany>(samples::company_id(), &[vec![samples::company_registered()]]);
        let id = samples::company_id();
        assert_eq!(steps[0][0].key().sort, format!("тов степовий млин#{id}"));
        assert!(steps[0].iter().any(|change| change.key().partition == "word#32" && change.key().sort.starts_with("32855961#")));
    }
}
