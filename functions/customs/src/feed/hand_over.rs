//! Hands changes of docflows over to their declarations.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use super::{DocflowFeed, FeedEvent, Referred};
use crate::declaration::note_change::NoteChange;

/// Hands what the vendor listed over to the declarations that it refers to, each once.
pub struct HandOverOnPage;

impl Reaction for HandOverOnPage {
    type Aggregate = DocflowFeed;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.hand-over-on-page",
        on: &["page-read.v1"],
        sends: &[NoteChange::SPEC.name],
        calls: &[],
        summary: "Hands changes of docflows over to their declarations.",
    };

    fn react(trigger: &Trigger<'_, DocflowFeed>) -> Vec<Effect> {
        let FeedEvent::PageRead { rows, .. } = trigger.event else { return Vec::new() };
        let hand_over = |row: &Referred| {
            let note = NoteChange { declaration_id: row.declaration_id, listed: row.listed.clone() };
            Effect::send(&note, trigger.key(&row.listed.docflow.to_string()))
        };
        rows.iter().map(hand_over).collect()
    }
}
