//! Notes that a step of a clearance was refused.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Clearance, ClearanceEvent, ClearanceRefusal};
use crate::ClearanceId;
use crate::sale::Stall;

/// Notes that a step of a clearance was refused: a person must look.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StallClearance {
    /// Which clearance.
    pub clearance_id: ClearanceId,
    /// Which step, and why.
    pub stall: Stall,
}

impl Command for StallClearance {
    type Aggregate = Clearance;
    type Refusal = ClearanceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.stall-clearance",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes that a step of a clearance was refused.",
    };

    fn target(&self, _: &Context) -> ClearanceId {
        self.clearance_id
    }

    fn decide(&self, clearance: Option<&Clearance>, _: &Facts, _: &Context) -> Result<Decision<Clearance>, ClearanceRefusal> {
        let clearance = clearance.ok_or(ClearanceRefusal::NotFound)?;
        let news = clearance.stalled.as_ref() != Some(&self.stall);
        Ok(if news { Decision::of([ClearanceEvent::Stalled { stall: self.stall.clone() }]) } else { Decision::nothing() })
    }

    fn example() -> Self {
        Self { clearance_id: crate::samples::clearances::id(), stall: crate::samples::clearances::stall() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::clearances::{noted, stall};

    #[test]
    fn a_refused_step_is_noted_once() {
        let stalled = ClearanceEvent::Stalled { stall: stall() };
        given::<Clearance>([noted()]).when(StallClearance::example()).then([stalled.clone()]);
        given::<Clearance>([noted(), stalled]).when(StallClearance::example()).then([]);
        given::<Clearance>([]).when(StallClearance::example()).refused(ClearanceRefusal::NotFound);
    }
}
