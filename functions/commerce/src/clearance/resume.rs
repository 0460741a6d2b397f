//! Lets a clearance go on.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Clearance, ClearanceEvent, ClearanceRefusal};
use crate::ClearanceId;

/// Lets a clearance go on after a person removed what kept it: its steps are tried again from the first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeClearance {
    /// Which clearance.
    pub clearance_id: ClearanceId,
    /// What was done.
    pub note: Line,
}

impl Command for ResumeClearance {
    type Aggregate = Clearance;
    type Refusal = ClearanceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.resume-clearance",
        route: Some(Route::post("/commerce/clearances/{clearance_id}/resume")),
        roles: &[Role::Accountant, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Lets a clearance go on after what kept it was removed.",
    };

    fn target(&self, _: &Context) -> ClearanceId {
        self.clearance_id
    }

    fn decide(&self, clearance: Option<&Clearance>, _: &Facts, _: &Context) -> Result<Decision<Clearance>, ClearanceRefusal> {
        let clearance = clearance.ok_or(ClearanceRefusal::NotFound)?;
        if clearance.stalled.is_none() {
            return Err(ClearanceRefusal::NotStalled);
        }
        Ok(Decision::of([ClearanceEvent::Resumed { note: self.note.clone() }]))
    }

    fn example() -> Self {
        Self { clearance_id: crate::samples::clearances::id(), note: crate::samples::line("Відкрито книги") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::clearances::{noted, stall};

    #[test]
    fn what_is_stalled_goes_on() {
        let stalled = ClearanceEvent::Stalled { stall: stall() };
        let resumed = ClearanceEvent::Resumed { note: crate::samples::line("Відкрито книги") };
        given::<Clearance>([noted(), stalled]).when(ResumeClearance::example()).then([resumed]);
        given::<Clearance>([noted()]).when(ResumeClearance::example()).refused(ClearanceRefusal::NotStalled);
        given::<Clearance>([]).when(ResumeClearance::example()).refused(ClearanceRefusal::NotFound);
    }
}
