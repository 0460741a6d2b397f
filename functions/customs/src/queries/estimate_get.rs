//! Shows the newest estimate of payments.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LOOKERS;
use crate::DeclarationId;
use crate::declaration::estimate_payments::estimate_key;
use crate::declaration::event::Estimated;
use crate::declaration::{Declaration, DeclarationRefusal};
use crate::payments::Estimate;

/// Shows the newest estimate of payments of a declaration, with everything that it was made from.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetEstimate {
    /// Which declaration.
    pub declaration_id: DeclarationId,
}

/// An estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EstimatePage {
    /// Nobody has changed the form since.
    pub current: bool,
    /// The estimate.
    pub estimate: Estimate,
}

impl GetEstimate {
    fn made<'a>(&self, facts: &'a Facts) -> Option<&'a Estimated> {
        facts.aggregate::<Declaration>(self.declaration_id)?.state.estimate.as_ref()
    }
}

impl Query for GetEstimate {
    type Answer = EstimatePage;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-estimate",
        route: Route::get("/customs/declarations/{declaration_id}/estimate"),
        roles: LOOKERS,
        summary: "Shows the newest estimate of payments.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let first = Want::aggregate::<Declaration>(self.declaration_id);
        let kept = self.made(facts).map(|made| Want::Content { key: estimate_key(&made.sha256) });
        std::iter::once(first).chain(kept).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<EstimatePage>, DeclarationRefusal> {
        let loaded = facts.aggregate::<Declaration>(self.declaration_id).ok_or(DeclarationRefusal::NotFound)?;
        let made = self.made(facts).ok_or(DeclarationRefusal::NoEstimate)?;
        let kept = facts.content(&estimate_key(&made.sha256)).ok_or(DeclarationRefusal::FileMissing)?;
        let estimate = serde_json::from_slice(kept).map_err(|_| DeclarationRefusal::FileMissing)?;
        let current = loaded.state.form.as_ref().is_some_and(|form| form.sha256 == made.form);
        Ok(Answer::at(loaded.version, EstimatePage { current, estimate }))
    }
}
