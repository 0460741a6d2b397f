//! Says that an obligation was not kept.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Obligation, ObligationEvent, ObligationRefusal};
use crate::ObligationId;

/// Says that an obligation was not kept. It is still owed: late deliveries are still facts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreachObligation {
    /// Which obligation.
    pub obligation_id: ObligationId,
    /// What happened.
    pub reason: Line,
    /// From which day.
    pub on: Day,
}

impl Command for BreachObligation {
    type Aggregate = Obligation;
    type Refusal = ObligationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.breach-obligation",
        route: Some(Route::post("/commerce/obligations/{obligation_id}/breach")),
        roles: &[Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Says that an obligation was not kept.",
    };

    fn target(&self, _: &Context) -> ObligationId {
        self.obligation_id
    }

    fn decide(&self, obligation: Option<&Obligation>, _: &Facts, context: &Context) -> Result<Decision<Obligation>, ObligationRefusal> {
        obligation.ok_or(ObligationRefusal::NotFound)?.check_open_by_hand()?;
        if self.on > context.now.day_in(context.settings.time_zone) {
            return Err(ObligationRefusal::BreachedInFuture);
        }
        Ok(Decision::of([ObligationEvent::Breached { reason: self.reason.clone(), on: self.on }]))
    }

    fn example() -> Self {
        Self {
            obligation_id: crate::samples::obligations::obligation_id(),
            reason: crate::samples::line("Not delivered in time"),
            on: crate::samples::day("2026-11-20"),
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::obligation::ObligationStatus;
    use crate::obligation::cancel::CancelObligation;
    use crate::obligation::waive::WaiveObligation;
    use crate::samples::obligations::{fulfilled, owed, undertaken};
    use crate::samples::{day, line};

    #[test]
    fn k18_an_obligation_is_waived_cancelled_or_breached() {
        let reason = || line("так");
        given([undertaken()])
            .when(BreachObligation::example())
            .then([ObligationEvent::Breached { reason: line("Not delivered in time"), on: day("2026-11-20") }]);
        let breached = || [undertaken(), ObligationEvent::Breached { reason: reason(), on: day("2026-11-20") }];
        given(breached())
            .when(WaiveObligation { reason: reason(), ..WaiveObligation::example() })
            .then([ObligationEvent::Waived { reason: reason() }]);
        let cancel = CancelObligation { reason: reason(), ..CancelObligation::example() };
        given([undertaken(), fulfilled(&[(1, "40")])]).when(cancel.clone()).then([ObligationEvent::Cancelled { reason: reason() }]);
        let is = ObligationStatus::Cancelled;
        given([undertaken(), ObligationEvent::Cancelled { reason: reason() }]).when(cancel).refused(ObligationRefusal::NotInStatus { is });
    }

    #[test]
    fn k19_what_follows_a_document_is_not_changed_by_hand() {
        given([owed()]).when(BreachObligation::example()).refused(ObligationRefusal::FollowsItsDocument);
        given([owed()]).when(WaiveObligation::example()).refused(ObligationRefusal::FollowsItsDocument);
        given([owed()]).when(CancelObligation::example()).refused(ObligationRefusal::FollowsItsDocument);
        let is = ObligationStatus::Fulfilled;
        given([undertaken(), fulfilled(&[(1, "105"), (2, "4")])])
            .when(BreachObligation::example())
            .refused(ObligationRefusal::NotInStatus { is });
        let tomorrow = BreachObligation { on: day("2026-11-22"), ..BreachObligation::example() };
        given([undertaken()]).when(tomorrow).refused(ObligationRefusal::BreachedInFuture);
        given([]).when(BreachObligation::example()).refused(ObligationRefusal::NotFound);
    }
}
