//! Asks for a declaration to be brought to the vendor.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::party::PartyRole;
use super::refusal::Missing;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, editable, goods_exist};
use crate::DeclarationId;
use crate::code::DeclarationType;
use crate::settings::CustomsSettings;

/// Asks for a draft to be brought to the vendor.
///
/// Nothing is called here: what is asked for is written down, and the steps follow by themselves
/// (decisions C01, C02). How far they are is seen at the declaration's submission. At the end a
/// person signs and files the declaration in the vendor's pages, since the vendor has no call for
/// that (decision C05).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitDeclaration {
    /// Which declaration.
    pub declaration_id: DeclarationId,
}

impl Command for SubmitDeclaration {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.submit-declaration",
        route: Some(Route::post("/customs/declarations/{declaration_id}/submissions")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Brings a declaration to the vendor, ready to be signed there.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = editable(state)?;
        if CustomsSettings::of(&context.settings).kontur.is_none() {
            return Err(DeclarationRefusal::NoVendor);
        }
        let missing = missing(declaration);
        if !missing.is_empty() {
            return Err(DeclarationRefusal::Incomplete { missing });
        }
        declaration.documents.values().try_for_each(|document| goods_exist(declaration, &document.goods))?;
        let attempt = declaration.submission.as_ref().map_or(1, |submission| submission.attempt.saturating_add(1));
        Ok(Decision::of([DeclarationEvent::SubmissionRequested { attempt }]))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id() }
    }
}

/// What the vendor needs and the draft does not have.
fn missing(declaration: &Declaration) -> Vec<Missing> {
    let form = match &declaration.form {
        None => Some(Missing::Form),
        Some(form) => (form.goods.count == 0).then_some(Missing::Goods),
    };
    let party = match declaration.header.declaration_type {
        DeclarationType::Import => Some(PartyRole::Consignee),
        DeclarationType::Export => Some(PartyRole::Consignor),
        DeclarationType::Transit => None,
    };
    let party = party.filter(|role| !declaration.parties.contains_key(role)).map(Missing::Party);
    let numbers = declaration.header.vendor_numbers().is_none().then_some(Missing::VendorNumbers);
    form.into_iter().chain(party).chain(numbers).collect()
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::super::status::Status;
    use super::*;
    use crate::declaration::header::Header;
    use crate::samples::declarations as sample;

    fn complete() -> Vec<DeclarationEvent> {
        vec![sample::created(), sample::form_saved(), sample::document_attached(), sample::party_set()]
    }

    #[test]
    fn c01_c53_a_complete_draft_is_only_asked_to_go() {
        let asked = DeclarationEvent::SubmissionRequested { attempt: 1 };
        given::<Declaration>(complete()).settings(sample::settings()).when(SubmitDeclaration::example()).then([asked]);
    }

    #[test]
    fn c02_a_second_one_while_it_is_on_its_way_is_refused() {
        let history = complete().into_iter().chain([DeclarationEvent::SubmissionRequested { attempt: 1 }]);
        let refusal = DeclarationRefusal::NotEditable { status: Status::Submitting };
        given::<Declaration>(history).settings(sample::settings()).when(SubmitDeclaration::example()).refused(refusal);
    }

    #[test]
    fn after_giving_up_it_is_another_attempt() {
        let given_up = DeclarationEvent::SubmissionGivenUp { attempt: 1, reason: crate::samples::line("потом") };
        let history = complete().into_iter().chain([DeclarationEvent::SubmissionRequested { attempt: 1 }, given_up]);
        let asked = DeclarationEvent::SubmissionRequested { attempt: 2 };
        given::<Declaration>(history).settings(sample::settings()).when(SubmitDeclaration::example()).then([asked]);
    }

    #[test]
    fn what_the_vendor_needs_is_named_at_once() {
        let missing = vec![Missing::Form, Missing::Party(PartyRole::Consignee)];
        let bare = given::<Declaration>([sample::created()]).settings(sample::settings());
        bare.when(SubmitDeclaration::example()).refused(DeclarationRefusal::Incomplete { missing });
        let header = Header { type_vendor_id: None, ..sample::header() };
        let revised = DeclarationEvent::Revised { header: Box::new(header) };
        let numberless = given::<Declaration>(complete().into_iter().chain([revised])).settings(sample::settings());
        let missing = vec![Missing::VendorNumbers];
        numberless.when(SubmitDeclaration::example()).refused(DeclarationRefusal::Incomplete { missing });
    }

    #[test]
    fn c19_a_document_may_not_name_goods_that_are_gone() {
        let linked = DeclarationEvent::DocumentLinked { document: sample::document_id(), goods: sample::numbers(&[3]) };
        let history = complete().into_iter().chain([linked]);
        let refusal = DeclarationRefusal::NoSuchGoods { number: 3 };
        given::<Declaration>(history).settings(sample::settings()).when(SubmitDeclaration::example()).refused(refusal);
    }

    #[test]
    fn c61_without_the_vendor_only_this_waits() {
        given::<Declaration>(complete()).when(SubmitDeclaration::example()).refused(DeclarationRefusal::NoVendor);
    }

    #[test]
    fn c23_a_deleted_draft_and_an_unknown_one_go_nowhere() {
        let deleted = DeclarationEvent::Deleted { reason: sample::reason() };
        let history = complete().into_iter().chain([deleted]);
        given::<Declaration>(history).when(SubmitDeclaration::example()).refused(DeclarationRefusal::Deleted);
        given::<Declaration>([]).when(SubmitDeclaration::example()).refused(DeclarationRefusal::NotFound);
    }
}
