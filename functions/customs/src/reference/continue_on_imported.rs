//! The parts of a large import follow one another.

use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use super::continue_import::ContinueImport;
use super::event::{Import, TableEvent};
use super::table::ReferenceTable;

/// Parts that are sent for one part: two seconds of work, so that no delivery is given up on.
const PARTS_MAX: u32 = 20;

/// Sends the next parts of an import.
pub struct ContinueOnImported;

/// The parts behind one.
pub(crate) fn next(import: &Import, part: u32) -> Vec<ContinueImport> {
    let last = part.saturating_add(PARTS_MAX).min(import.parts);
    let next = |part| ContinueImport { table: import.table, version: import.version, part };
    (part.saturating_add(1)..=last).map(next).collect()
}

impl Reaction for ContinueOnImported {
    type Aggregate = ReferenceTable;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.continue-import-on-imported",
        on: &["imported.v1"],
        sends: &[ContinueImport::SPEC.name],
        calls: &[],
        summary: "Adds the further parts of a large import into a table of codes.",
    };

    fn react(trigger: &Trigger<'_, ReferenceTable>) -> Vec<Effect> {
        let TableEvent::Imported(imported) = trigger.event else { return Vec::new() };
        // The first part brings those behind it, and the last of them those behind that.
        let brings = imported.part.saturating_sub(1).is_multiple_of(PARTS_MAX);
        let next = if brings { next(&imported.import, imported.part) } else { Vec::new() };
        next.into_iter().map(|next| Effect::send(&next, trigger.key(&format!("part-{}", next.part)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::reference::event::Imported;
    use crate::samples::reference::{Imports, begun, folded};

    fn parts(begun: &Imports, part: u32) -> Vec<u64> {
        let events = begun.events();
        let Some(TableEvent::Imported(first)) = events.first() else { panic!("{} events", events.len()) };
        let event = TableEvent::Imported(Imported { part, ..first.clone() });
        let (context, state) = (context(), folded(&events));
        let meta = context.meta("test");
        let trigger = Trigger { id: state.table.id(), version: 1, event: &event, meta: &meta, state: &state, context: &context };
        let part = |effect: &Effect| {
            let Effect::Send { body, .. } = effect else { panic!("{effect:?}") };
            body["part"].as_u64().unwrap()
        };
        ContinueOnImported::react(&trigger).iter().map(part).collect()
    }

    #[test]
    fn every_part_is_sent_once() {
        assert!(parts(&begun(80), 1).is_empty());
        assert_eq!(parts(&begun(81), 1), [2]);
        let large = begun(80 * 50);
        let all: Vec<u64> = (1..=50).flat_map(|part| parts(&large, part)).collect();
        assert_eq!(all, (2..=50).collect::<Vec<_>>());
    }
}
