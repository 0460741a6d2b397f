//! Copies a declaration.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::header::{Header, Origin};
use super::heading::Heading;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, forms};
use crate::form::{ChangeSummary, Form};
use crate::{DeclarationId, reference};

/// Copies a declaration as a new draft: heading, parties, form and goods. Documents have numbers
/// and dates of their own and are not copied, nor is anything that customs or the vendor said;
/// nor the shipment, which is declared once (decision C29).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CopyDeclaration {
    /// Which declaration is copied; it may be of any status, a deleted draft too.
    pub source_id: DeclarationId,
    /// The new one: chosen by the caller, or made from the idempotency key.
    #[serde(default)]
    pub declaration_id: Option<DeclarationId>,
    /// What people call the new one.
    pub name: Line,
}

impl Command for CopyDeclaration {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.copy-declaration",
        route: Some(Route::post("/customs/declarations/{source_id}/copy")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[reference::VIEW],
        summary: "Copies a declaration.",
    };

    fn target(&self, context: &Context) -> DeclarationId {
        self.declaration_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Declaration>, facts: &Facts, _: &Context) -> Vec<Want> {
        wants(self.source_id, facts)
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        if state.is_some() {
            return Err(DeclarationRefusal::Exists);
        }
        let source = source(self.source_id, facts)?;
        let heading = Heading { name: self.name.clone(), shipment: None, ..heading(&source.header) };
        let header = heading.complete(facts, context.now.day_in(context.settings.time_zone))?;
        let (id, header, origin) = (self.target(context), Box::new(header), Origin::Copy { of: self.source_id });
        let created = DeclarationEvent::Created { id, header, origin };
        Ok(Decision::of(std::iter::once(created).chain(content(source, facts)?)))
    }

    fn example() -> Self {
        let name = crate::samples::declarations::heading().name;
        Self { source_id: crate::samples::declarations::declaration_id(), declaration_id: None, name }
    }
}

/// The declaration that is copied, its form, and the codes of its heading.
pub(super) fn wants(source: DeclarationId, facts: &Facts) -> Vec<Want> {
    let first = Want::aggregate::<Declaration>(source);
    let rest = facts.aggregate::<Declaration>(source).map(|loaded| {
        let codes = heading(&loaded.state.header).wants(facts);
        codes.into_iter().chain(forms::want(Some(&loaded.state))).collect::<Vec<_>>()
    });
    std::iter::once(first).chain(rest.unwrap_or_default()).collect()
}

/// The declaration that is copied.
pub(super) fn source(id: DeclarationId, facts: &Facts) -> Result<&Declaration, DeclarationRefusal> {
    facts.aggregate::<Declaration>(id).map(|loaded| &loaded.state).ok_or(DeclarationRefusal::NotFound)
}

/// The heading as somebody would write it.
pub(super) fn heading(header: &Header) -> Heading {
    Heading {
        name: header.name.clone(),
        declaration_type: header.declaration_type,
        procedure: header.procedure.code.clone(),
        singularity: header.singularity.as_ref().map(|singularity| singularity.code),
        office: header.office.code.clone(),
        organization: header.organization.id,
        employee: header.employee.id,
        document_mode: None,
        gf_code: None,
        shipment: header.shipment.as_ref().map(|shipment| shipment.external.clone()),
    }
}

/// Form and parties, as events of the new declaration. The body of the form is kept already.
pub(super) fn content(source: &Declaration, facts: &Facts) -> Result<Vec<DeclarationEvent>, DeclarationRefusal> {
    let form: Option<Form> = forms::read(source, facts)?;
    let saved = form.map(|form| DeclarationEvent::FormSaved {
        form: Box::new(form.reference()),
        change: Box::new(ChangeSummary::between(None, &form)),
    });
    let parties = source.parties.iter().map(|(role, party)| DeclarationEvent::PartySet { role: *role, party: party.clone() });
    Ok(saved.into_iter().chain(parties).collect())
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    #[test]
    fn c29_form_and_parties_are_copied_and_nothing_that_others_said() {
        let form = samples::read_form();
        let source = [samples::created(), samples::form_saved(), samples::document_attached(), samples::party_set(), samples::sent()];
        let copy = CopyDeclaration { declaration_id: Some(samples::other_id()), ..CopyDeclaration::example() };
        let world = nothing::<Declaration>().with_tables().with::<Declaration>(samples::declaration_id(), source);
        let decision = world.content(&form.reference().key(), form.bytes()).when(copy).accepted();
        let [DeclarationEvent::Created { header, origin, .. }, saved, party] = decision.events.as_slice() else { panic!("{decision:?}") };
        assert_eq!((*origin, &header.shipment), (Origin::Copy { of: samples::declaration_id() }, &None));
        assert_eq!((saved, party), (&samples::form_saved(), &samples::party_set()));
        assert!(decision.claims.is_empty());
    }

    #[test]
    fn what_is_not_there_is_not_copied() {
        nothing::<Declaration>().with_tables().when(CopyDeclaration::example()).refused(DeclarationRefusal::NotFound);
        let there = given::<Declaration>([samples::created()]).with_tables();
        there.when(CopyDeclaration::example()).refused(DeclarationRefusal::Exists);
    }
}
