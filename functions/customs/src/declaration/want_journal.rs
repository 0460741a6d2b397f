//! Has the journal read again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::DeclarationId;

/// Has the journal read again for changes that are not taken into account yet, when that is due.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantJournal {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
}

impl Command for WantJournal {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.want-journal",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Has the journal of a declaration read again.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = state.ok_or(DeclarationRefusal::NotFound)?;
        let due = declaration.vendor.journal_due_at().is_some_and(|due_at| due_at <= context.now);
        Ok(if due { Decision::of([DeclarationEvent::JournalWanted {}]) } else { Decision::nothing() })
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::declarations as sample;
    use crate::world::later;

    #[test]
    fn c35_the_journal_is_read_again_when_it_is_due_or_was_lost() {
        let history = || sample::awaiting().into_iter().chain([sample::noticed(2, "2026-11-21T08:29:00Z")]);
        given::<Declaration>(history()).when(WantJournal::example()).then([]);
        let wanted = [DeclarationEvent::JournalWanted {}];
        assert_eq!(later(history(), "2026-11-21T08:36:00Z", &WantJournal::example()), wanted);
        let unread = DeclarationEvent::JournalUnread { error: sample::error(), retry_at: Some("2026-11-21T08:31:00Z".parse().unwrap()) };
        let failed = || history().chain([unread.clone()]);
        given::<Declaration>(failed()).when(WantJournal::example()).then([]);
        assert_eq!(later(failed(), "2026-11-21T08:31:00Z", &WantJournal::example()), wanted);
        assert_eq!(later(sample::awaiting(), "2026-11-22T08:00:00Z", &WantJournal::example()), []);
    }
}
