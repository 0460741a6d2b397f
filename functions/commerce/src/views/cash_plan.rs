//! Payment schedules by who pays and who is paid.

use kernel::view::RowQuery;
use kernel::{Change, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::schedule::{PaymentSchedule, ScheduleOwner, ScheduleRow};
use crate::{ContractId, PartyId, ScheduleId};

/// The view's name.
pub const VIEW: &str = "cash-plan";

/// Payment schedules of a party, those that end first before others.
pub struct CashPlanFromPaymentSchedule;

/// One schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanItem {
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
    /// When how much.
    pub rows: Vec<ScheduleRow>,
}

/// Schedules in which a party pays or is paid.
pub fn of_party(party: PartyId) -> RowQuery {
    RowQuery::new(VIEW, format!("party#{party}")).wide()
}

impl View for CashPlanFromPaymentSchedule {
    type Aggregate = PaymentSchedule;
    const SPEC: ViewSpec = ViewSpec {
        name: "commerce.cash-plan-from-payment-schedule",
        view: VIEW,
        summary: "Payment schedules by who pays and who is paid.",
    };

    fn project(step: &Step<'_, PaymentSchedule>) -> Vec<Change> {
        step.replace(rows)
    }
}

fn rows(schedule: &PaymentSchedule) -> Vec<Row> {
    if schedule.cancelled {
        return Vec::new();
    }
    let last = schedule.rows.last().map(|row| row.due.to_string()).unwrap_or_default();
    let sort = format!("{last}#{}", schedule.id);
    let item = PlanItem {
        schedule_id: schedule.id,
        owner: schedule.owner,
        contract_id: schedule.contract,
        from: schedule.from,
        to: schedule.to,
        rows: schedule.rows.clone(),
    };
    let data = serde_json::to_value(item).unwrap_or_default();
    [schedule.from, schedule.to].map(|party| Row::new(of_party(party).partition, &sort, data.clone())).to_vec()
}
