//! Shows the form of a declaration.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use serde_json::Value;

use super::LOOKERS;
use crate::DeclarationId;
use crate::declaration::{Declaration, DeclarationRefusal, forms};
use crate::form::FormRef;

/// Largest form that is answered as it is, in bytes: a function answers at most six megabytes,
/// in which every quotation mark takes two.
pub const INLINE_BYTES_MAX: u64 = 2 * 1024 * 1024;

/// Shows the form of a declaration: the data itself, or, where it is too large for one answer, an
/// address from which it can be fetched for a few minutes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetForm {
    /// Which declaration.
    pub declaration_id: DeclarationId,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FormPage {
    /// What there is to know of it; absent until something is saved.
    pub reference: Option<FormRef>,
    /// The data.
    pub form: Option<Value>,
    /// Where larger data can be fetched, for a few minutes.
    pub url: Option<String>,
}

/// The form's body, or its address.
fn want(form: &FormRef) -> Want {
    if form.size_bytes <= INLINE_BYTES_MAX {
        Want::Content { key: form.key() }
    } else {
        Want::DownloadUrl { key: form.key(), file_name: "form.json".to_owned() }
    }
}

impl Query for GetForm {
    type Answer = FormPage;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.get-form",
        route: Route::get("/customs/declarations/{declaration_id}/form"),
        roles: LOOKERS,
        summary: "Shows the form of a declaration.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let first = Want::aggregate::<Declaration>(self.declaration_id);
        let form = facts.aggregate::<Declaration>(self.declaration_id).and_then(|loaded| loaded.state.form.as_ref());
        std::iter::once(first).chain(form.map(want)).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, DeclarationRefusal> {
        let loaded = facts.aggregate::<Declaration>(self.declaration_id).ok_or(DeclarationRefusal::NotFound)?;
        let Some(form) = loaded.state.form.clone() else {
            return Ok(Answer::at(loaded.version, FormPage { reference: None, form: None, url: None }));
        };
        let url = facts.url(&want(&form)).map(str::to_owned);
        let body = if url.is_some() { None } else { forms::read(&loaded.state, facts)?.map(|form| form.to_value()) };
        Ok(Answer::at(loaded.version, FormPage { reference: Some(form), form: body, url }))
    }
}
