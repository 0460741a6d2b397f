//! Says what was done about an alert.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declaration, DeclarationEvent, DeclarationRefusal};
use crate::DeclarationId;

/// Says what was done about something that did not fit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleAlert {
    /// Of which declaration.
    pub declaration_id: DeclarationId,
    /// Which, by its place from 0.
    pub index: u32,
    /// What was done.
    pub note: Line,
}

impl Command for SettleAlert {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.settle-alert",
        route: Some(Route::post("/customs/declarations/{declaration_id}/settled-alerts")),
        roles: &[Role::Declarant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Says what was done about something that did not fit.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn decide(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = state.ok_or(DeclarationRefusal::NotFound)?;
        if !declaration.open_alerts().any(|(index, _)| index == self.index) {
            return Err(DeclarationRefusal::NoSuchAlert);
        }
        Ok(Decision::of([DeclarationEvent::AlertSettled { index: self.index, note: self.note.clone() }]))
    }

    fn example() -> Self {
        let declaration_id = crate::samples::declarations::declaration_id();
        Self { declaration_id, index: 0, note: crate::samples::line("Спросили у вендора") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::super::event::Alert;
    use super::*;
    use crate::samples::declarations as sample;

    #[test]
    fn c10_an_alert_is_settled_once() {
        let raised = DeclarationEvent::AlertRaised { alert: Alert::NumberMissing };
        let SettleAlert { index, note, .. } = SettleAlert::example();
        let settled = DeclarationEvent::AlertSettled { index, note };
        given::<Declaration>([sample::created(), raised.clone()]).when(SettleAlert::example()).then([settled.clone()]);
        let history = [sample::created(), raised, settled];
        given::<Declaration>(history).when(SettleAlert::example()).refused(DeclarationRefusal::NoSuchAlert);
        given::<Declaration>([sample::created()]).when(SettleAlert::example()).refused(DeclarationRefusal::NoSuchAlert);
        given::<Declaration>([]).when(SettleAlert::example()).refused(DeclarationRefusal::NotFound);
    }
}
