//! Begins a declaration that takes the place of a refused one.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::copy::{content, heading, source, wants};
use super::header::Origin;
use super::status::Status;
use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::{DeclarationId, reference};

/// Under which a refused declaration belongs to its revision.
pub const REVISION_SCOPE: &str = "customs.revision";

/// Begins the next version of a declaration that customs refused, that was withdrawn or cancelled,
/// with its form, parties, documents and shipment. The refused one is never edited
/// (decision C13).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRevision {
    /// Which declaration was refused.
    pub source_id: DeclarationId,
    /// The new one: chosen by the caller, or made from the idempotency key.
    #[serde(default)]
    pub declaration_id: Option<DeclarationId>,
}

impl Command for CreateRevision {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.create-revision",
        route: Some(Route::post("/customs/declarations/{source_id}/revision")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[reference::VIEW],
        summary: "Begins a declaration that takes the place of a refused one.",
    };

    fn target(&self, context: &Context) -> DeclarationId {
        self.declaration_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Declaration>, facts: &Facts, _: &Context) -> Vec<Want> {
        let revision = Want::guard(REVISION_SCOPE, &self.source_id.to_string());
        wants(self.source_id, facts).into_iter().chain([revision]).collect()
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        if state.is_some() {
            return Err(DeclarationRefusal::Exists);
        }
        let source = source(self.source_id, facts)?;
        let status = source.status();
        if !matches!(status, Status::Rejected | Status::ReleaseRefused | Status::Withdrawn | Status::Cancelled) {
            return Err(DeclarationRefusal::NotRefused { status });
        }
        let refused = self.source_id.to_string();
        if facts.owner(REVISION_SCOPE, &refused).is_some() {
            return Err(DeclarationRefusal::Revised);
        }
        let header = heading(&source.header).complete(facts, context.now.day_in(context.settings.time_zone))?;
        let origin = Origin::Revision { of: self.source_id, number: source.origin.revision().saturating_add(1) };
        let created = DeclarationEvent::Created { id: self.target(context), header: Box::new(header), origin };
        let documents = source.documents.values();
        let documents = documents.map(|document| DeclarationEvent::DocumentAttached { document: Box::new(document.clone()) });
        let events = std::iter::once(created).chain(content(source, facts)?).chain(documents);
        Ok(Decision::of(events).claim(REVISION_SCOPE, refused))
    }

    fn example() -> Self {
        Self { source_id: crate::samples::declarations::declaration_id(), declaration_id: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::{given, nothing};

    use super::*;
    use crate::declaration::status::Status;
    use crate::samples::declarations as samples;
    use crate::samples::tables::WithTables as _;

    fn refused() -> Vec<DeclarationEvent> {
        vec![samples::created(), samples::form_saved(), samples::document_attached(), samples::sent(), samples::rejected()]
    }

    fn world(source: Vec<DeclarationEvent>) -> testkit::decision::Given<Declaration> {
        let form = samples::read_form();
        let world = nothing::<Declaration>().with_tables().with::<Declaration>(samples::declaration_id(), source);
        world.content(&form.reference().key(), form.bytes())
    }

    #[test]
    fn c13_a_refused_declaration_gets_a_next_version_with_its_documents() {
        let decision = world(refused()).when(CreateRevision::example()).accepted();
        let [DeclarationEvent::Created { origin, header, .. }, saved, document] = decision.events.as_slice() else {
            panic!("{decision:?}")
        };
        assert_eq!(*origin, Origin::Revision { of: samples::declaration_id(), number: 2 });
        assert_eq!(header.shipment, samples::header().shipment);
        assert_eq!((saved, document), (&samples::form_saved(), &samples::document_attached()));
        assert_eq!(decision.claims.len(), 1);
    }

    #[test]
    fn c13_only_what_customs_refused_is_revised_and_once() {
        let sent = vec![samples::created(), samples::sent()];
        world(sent).when(CreateRevision::example()).refused(DeclarationRefusal::NotRefused { status: Status::Sent });
        let taken = world(refused()).taken(REVISION_SCOPE, &samples::declaration_id().to_string(), "decl_other");
        taken.when(CreateRevision::example()).refused(DeclarationRefusal::Revised);
        given::<Declaration>([samples::created()]).with_tables().when(CreateRevision::example()).refused(DeclarationRefusal::Exists);
    }
}
