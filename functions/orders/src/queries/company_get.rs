//! Shows one company.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::CompanyId;
use crate::company::{Company, CompanyRefusal};
use crate::views::company_list::{self, CompanyListItem};

/// Shows one company.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetCompany {
    /// Which company.
    pub company_id: CompanyId,
}

impl Query for GetCompany {
    type Answer = CompanyListItem;
    type Refusal = CompanyRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-company",
        route: Route::get("/companies/{company_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one company.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Company>(self.company_id)]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<CompanyListItem>, CompanyRefusal> {
        let company = facts.aggregate::<Company>(self.company_id).ok_or(CompanyRefusal::NotFound)?;
        Ok(Answer::at(company.version, company_list::item(&company.state)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{ask, stored};
    use crate::samples;
    use crate::views::tests::Rows;

    #[test]
    fn shows_what_is_known_and_refuses_what_is_not() {
        let query = GetCompany { company_id: samples::company_id() };
        let known = stored::<Company>(samples::company_id(), &[samples::company_registered()]);
        let answer = ask(&query, &Rows::default(), &[known]).unwrap();
        assert_eq!((answer.version, answer.body.company_id), (Some(1), samples::company_id()));
        assert_eq!(ask(&query, &Rows::default(), &[]).unwrap_err(), CompanyRefusal::NotFound);
    }
}
