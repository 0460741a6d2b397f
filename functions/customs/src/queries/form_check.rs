//! Checks the form of a declaration.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LOOKERS;
use crate::DeclarationId;
use crate::declaration::{Declaration, DeclarationRefusal, forms};
use crate::form::check::{check, check_boxes};
use crate::form::{Form, Problem, TemplateBody};
use crate::reference::template_key;

/// Most problems that are answered; a form with more is looked at again when these are mended.
pub const PROBLEMS_MAX: usize = 200;

/// Checks the form of a declaration against its template and the rules of the boxes: what is
/// unknown, of the wrong kind, missing, or does not add up, each by its place. A draft may have
/// problems; customs says no later where they stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckForm {
    /// Which declaration.
    pub declaration_id: DeclarationId,
}

/// What is wrong with a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FormCheck {
    /// The template was there to compare with.
    pub with_template: bool,
    /// The first [`PROBLEMS_MAX`], in the order of the form.
    pub problems: Vec<Problem>,
    /// How many there are.
    pub count: u32,
}

impl CheckForm {
    /// The form's body and the template's.
    fn contents(&self, facts: &Facts) -> Vec<String> {
        let Some(loaded) = facts.aggregate::<Declaration>(self.declaration_id) else { return Vec::new() };
        let form = loaded.state.form.as_ref().map(|form| Form::key(&form.sha256));
        form.into_iter().chain(loaded.state.header.template.body_sha256.as_deref().map(template_key)).collect()
    }
}

impl Query for CheckForm {
    type Answer = FormCheck;
    type Refusal = DeclarationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.check-form",
        route: Route::get("/customs/declarations/{declaration_id}/form-problems"),
        roles: LOOKERS,
        summary: "Checks the form of a declaration.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let first = Want::aggregate::<Declaration>(self.declaration_id);
        std::iter::once(first).chain(self.contents(facts).into_iter().map(|key| Want::Content { key })).collect()
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<FormCheck>, DeclarationRefusal> {
        let loaded = facts.aggregate::<Declaration>(self.declaration_id).ok_or(DeclarationRefusal::NotFound)?;
        let form = forms::read(&loaded.state, facts)?.ok_or(DeclarationRefusal::NoForm)?;
        let body = loaded.state.header.template.body_sha256.as_deref().and_then(|sha256| facts.content(&template_key(sha256)));
        let template = body.and_then(|body| TemplateBody::parse(body).ok());
        let mut problems = template.as_ref().map_or_else(|| check_boxes(&form), |template| check(&form, template));
        let count = u32::try_from(problems.len()).unwrap_or(u32::MAX);
        problems.truncate(PROBLEMS_MAX);
        Ok(Answer::at(loaded.version, FormCheck { with_template: template.is_some(), problems, count }))
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::{Commit, History};
    use kernel::{Event, Refusal as _};
    use testkit::context;

    use super::*;
    use crate::declaration::DeclarationEvent;
    use crate::samples::declarations as samples;

    fn asked(events: &[DeclarationEvent], form: Option<&str>) -> Result<FormCheck, DeclarationRefusal> {
        let query = CheckForm { declaration_id: samples::declaration_id() };
        let events = events.iter().map(|event| event.write().unwrap()).collect();
        let commit = Commit { version: 1, meta: context().meta("test"), key: None, events };
        let history = History { snapshot: None, commits: vec![commit] };
        let mut facts = Facts::default();
        facts.put_aggregate(&Want::aggregate::<Declaration>(query.declaration_id), &history).unwrap();
        for want in query.wants(&facts, &context()) {
            let kept = form.filter(|_| want.key().contains("customs/forms/"));
            facts.put_content(&want, kept.map(|form| form.as_bytes().to_vec()));
        }
        query.answer(&facts, &context()).map(|answer| answer.body)
    }

    #[test]
    fn without_a_template_the_boxes_are_checked_and_that_is_said() {
        let form = String::from_utf8(samples::read_form().bytes()).unwrap();
        let check = asked(&[samples::created(), samples::form_saved()], Some(&form)).unwrap();
        assert!(!check.with_template && usize::try_from(check.count).unwrap() >= check.problems.len());
        assert!(!check.problems.is_empty(), "the sample leaves boxes empty");
    }

    #[test]
    fn what_is_not_filled_in_is_not_checked() {
        assert_eq!(asked(&[samples::created()], None), Err(DeclarationRefusal::NoForm));
        assert_eq!(DeclarationRefusal::NoForm.status().http(), 409);
    }
}
