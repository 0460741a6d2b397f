//! Asks for a cost to be calculated again.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record_purchase::REVISION_WORKING_DAYS;
use super::{PriceEvent, PriceRefusal, PriceSheet, Revision, RevisionTrigger};
use crate::PriceId;
use crate::working_days::working_days_after;

/// Asks for a cost to be calculated again within five working days. Estimates that exist keep
/// theirs: it is a proposal, and only a plan change changes an estimate.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestRevision {
    /// The product's code.
    pub product: Line,
    /// Why.
    pub trigger: RevisionTrigger,
}

impl Command for RequestRevision {
    type Aggregate = PriceSheet;
    type Refusal = PriceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.request-revision",
        route: Some(Route::post("/profitability/prices/revisions")),
        roles: &[Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Asks for a product's cost to be calculated again.",
    };

    fn target(&self, _: &Context) -> PriceId {
        PriceSheet::id_of(&self.product)
    }

    fn decide(&self, sheet: Option<&PriceSheet>, _: &Facts, context: &Context) -> Result<Decision<PriceSheet>, PriceRefusal> {
        let sheet = sheet.ok_or(PriceRefusal::NotFound)?;
        if sheet.revision.is_some() {
            return Ok(Decision::nothing());
        }
        let today = context.now.day_in(context.settings.time_zone);
        let by = working_days_after(context, today, REVISION_WORKING_DAYS)?;
        Ok(Decision::of([PriceEvent::RevisionDue { revision: Revision { trigger: self.trigger, by } }]))
    }

    fn example() -> Self {
        Self { product: crate::samples::prices::publish().product, trigger: RevisionTrigger::ExchangeRate }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::prices::published;

    #[test]
    fn p34_one_move_asks_once_until_the_cost_was_calculated_again() {
        let asked = given::<PriceSheet>([published()]).when(RequestRevision::example()).accepted().events;
        assert_eq!(asked.len(), 1);
        let open = [vec![published()], asked].concat();
        given::<PriceSheet>(open.clone()).when(RequestRevision::example()).then([]);
        let again = [open, vec![published()]].concat();
        assert_eq!(given::<PriceSheet>(again).when(RequestRevision::example()).accepted().events.len(), 1);
    }

    #[test]
    fn refuses_an_unknown_product() {
        nothing::<PriceSheet>().when(RequestRevision::example()).refused(PriceRefusal::NotFound);
    }
}
