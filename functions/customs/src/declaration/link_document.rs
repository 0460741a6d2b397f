//! Links a document to goods.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use std::collections::BTreeSet;

use super::{Declaration, DeclarationEvent, DeclarationRefusal, editable, goods_exist};
use crate::DeclarationId;
use crate::code::GoodsNumber;

/// Says which goods a document concerns; none named means all of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkDocument {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Which document.
    pub document_id: crate::DocumentId,
    /// The goods, by number.
    pub goods: BTreeSet<GoodsNumber>,
}

impl Command for LinkDocument {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.link-document",
        route: Some(Route::put("/customs/declarations/{declaration_id}/documents/{document_id}/goods")),
        roles: &[Role::Declarant],
        also_writes: &[],
        reads: &[],
        summary: "Links a document to goods.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = editable(state)?;
        let document = declaration.documents.get(&self.document_id).ok_or(DeclarationRefusal::NoSuchDocument)?;
        goods_exist(declaration, &self.goods)?;
        if document.goods == self.goods {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([DeclarationEvent::DocumentLinked { document: document.id, goods: self.goods.clone() }]))
    }

    fn example() -> Self {
        Self {
            declaration_id: crate::samples::declarations::declaration_id(),
            document_id: crate::samples::declarations::document_id(),
            goods: crate::samples::declarations::document().goods,
        }
    }
}
