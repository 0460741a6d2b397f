//! Shows one payment schedule.

use kernel::{Answer, Context, Facts, Money, Query, QuerySpec, Role, Route, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::schedule::{PaymentSchedule, ScheduleOwner, ScheduleRefusal, ScheduleRow};
use crate::{ContractId, PartyId, ScheduleId};

/// Shows one payment schedule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPaymentSchedule {
    /// Which schedule.
    pub schedule_id: ScheduleId,
}

/// One payment schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SchedulePage {
    /// The schedule.
    pub schedule_id: ScheduleId,
    /// What is paid for.
    pub owner: ScheduleOwner,
    /// The contract that it belongs to.
    pub contract_id: Option<ContractId>,
    /// Who pays.
    pub from: PartyId,
    /// Who is paid.
    pub to: PartyId,
    /// What all payments add up to.
    pub base: Money,
    /// The payments, the earliest first.
    pub rows: Vec<ScheduleRow>,
    /// Whether nothing is planned any more.
    pub cancelled: bool,
    /// The version that this shows.
    pub version: Version,
}

impl Query for GetPaymentSchedule {
    type Answer = SchedulePage;
    type Refusal = ScheduleRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-payment-schedule",
        route: Route::get("/commerce/payment-schedules/{schedule_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one payment schedule.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<PaymentSchedule>(self.schedule_id)]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<SchedulePage>, ScheduleRefusal> {
        let loaded = facts.aggregate::<PaymentSchedule>(self.schedule_id).ok_or(ScheduleRefusal::NotFound)?;
        let PaymentSchedule { id, owner, contract, from, to, base, rows, cancelled } = loaded.state.clone();
        let version = loaded.version;
        let page = SchedulePage { schedule_id: id, owner, contract_id: contract, from, to, base, rows, cancelled, version };
        Ok(Answer::at(version, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::schedules::{planned, schedule_events};

    #[test]
    fn a_schedule_shows_its_payments() {
        let schedule_id = planned().owner.schedule();
        let world = World::default().with::<PaymentSchedule>(schedule_id, &schedule_events());
        let page = ask(&GetPaymentSchedule { schedule_id }, &world).unwrap().body;
        assert_eq!((page.rows.len(), page.cancelled, page.base), (2, true, planned().base));
        assert_eq!(ask(&GetPaymentSchedule { schedule_id }, &World::default()).unwrap_err(), ScheduleRefusal::NotFound);
    }
}
