//! Records that the carrier did not make a waybill.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::void_waybill::voided;
use super::{Order, OrderEvent, OrderRefusal};
use crate::OrderId;
use crate::integration::Integration;
use crate::integration::policy::RetryPolicy;

/// Records that the carrier did not make a waybill, and when it is tried again.
///
/// What may pass is retried after 1, 5 and 15 minutes and then hourly, ten attempts in all.
/// A wrong request and refused credentials wait for a person. If nobody wants the waybill
/// any more and there certainly is none, that is the end of it; while some attempt may have
/// made one, it is looked for again, whatever the last failure was.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordWaybillFailed {
    /// Which order.
    pub order_id: OrderId,
    /// Our reference.
    pub consignment: String,
    /// Why.
    pub error: OutsideError,
}

impl Command for RecordWaybillFailed {
    type Aggregate = Order;
    type Refusal = OrderRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.record-waybill-failed",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records that the carrier did not make a waybill.",
    };

    fn target(&self, _: &Context) -> OrderId {
        self.order_id
    }

    fn decide(&self, order: Option<&Order>, _: &Facts, context: &Context) -> Result<Decision<Order>, OrderRefusal> {
        let order = order.ok_or(OrderRefusal::NotFound)?;
        let consignment = order.consignment(&self.consignment).ok_or(OrderRefusal::NoWaybill)?;
        // Another attempt was answered first.
        let Some(attempts) = consignment.attempts() else { return Ok(Decision::nothing()) };
        let (class, failed) = (self.error.class, attempts.failed.saturating_add(1));
        let unwanted = attempts.void_requested.as_ref().or(order.cancelled.as_ref());
        let may_exist = attempts.in_doubt || class == FailureClass::Unknown;
        let over = unwanted.filter(|_| !may_exist);
        // Looking for a waybill is another request than making it, and may well be answered.
        let again = if unwanted.is_some() { FailureClass::Unknown } else { class };
        let policy = RetryPolicy::of(Integration::NovaPoshta);
        let retry_at = if over.is_some() { None } else { policy.retry_at(&self.consignment, failed, again, context.now) };
        let mut events = vec![OrderEvent::WaybillFailed { consignment: self.consignment.clone(), error: self.error.clone(), retry_at }];
        if let Some(reason) = over {
            events.extend(voided(order, self.consignment.clone(), reason.clone()));
        }
        Ok(Decision::of(Order::with_status_change(Some(order), events, &context.meta(Self::SPEC.name))))
    }

    fn example() -> Self {
        let order_id = OrderId::derive(&["example"]);
        Self { order_id, consignment: crate::samples::consignment_id(), error: crate::samples::outside_error() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, moment};

    use super::*;
    use crate::samples::{self, line};

    fn record(class: FailureClass) -> RecordWaybillFailed {
        let error = OutsideError { class, ..samples::outside_error() };
        RecordWaybillFailed { order_id: samples::order_id(), error, ..RecordWaybillFailed::example() }
    }

    fn wanted(failed: u32) -> Vec<OrderEvent> {
        let mut events = vec![samples::created(), samples::waybill_requested()];
        events.extend((0..failed).map(|_| samples::waybill_failed(FailureClass::Retry, Some(testkit::decision::NOW))));
        events
    }

    fn minutes_until_retry(failed_before: u32, class: FailureClass) -> Option<i64> {
        let decision = given::<Order>(wanted(failed_before)).when(record(class)).accepted();
        let [OrderEvent::WaybillFailed { retry_at, .. }] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        retry_at.map(|at| at.ms_since(moment(testkit::decision::NOW)) / 60_000)
    }

    #[test]
    fn r34_after_1_5_and_15_minutes_then_hourly_ten_times_in_all() {
        for (failed, minutes) in [(0, 1), (1, 5), (2, 15), (3, 60), (4, 60), (8, 60)] {
            let waits = minutes_until_retry(failed, FailureClass::Retry).unwrap();
            assert!((minutes..=minutes + minutes / 5).contains(&waits), "{failed}: {waits}");
            assert_eq!(minutes_until_retry(failed, FailureClass::Retry), Some(waits));
        }
        assert_eq!(minutes_until_retry(9, FailureClass::Retry), None);
    }

    #[test]
    fn r32_an_unknown_outcome_is_tried_again() {
        assert_eq!(minutes_until_retry(0, FailureClass::Unknown), Some(1));
    }

    #[test]
    fn r34_a_wrong_request_and_refused_credentials_wait_for_a_person() {
        assert_eq!(minutes_until_retry(0, FailureClass::Permanent), None);
        assert_eq!(minutes_until_retry(0, FailureClass::Auth), None);
    }

    #[test]
    fn r07_what_nobody_wants_any_more_ends_unless_it_may_exist() {
        let cancelled = [wanted(0), vec![OrderEvent::Cancelled { reason: line("ні") }]].concat();
        let decision = given::<Order>(cancelled.clone()).when(record(FailureClass::Retry)).accepted();
        let gone = OrderEvent::WaybillVoided { consignment: samples::consignment_id(), reason: line("ні") };
        assert_eq!(decision.events.last(), Some(&gone));
        let decision = given::<Order>(cancelled).when(record(FailureClass::Unknown)).accepted();
        assert!(matches!(decision.events.as_slice(), [OrderEvent::WaybillFailed { retry_at: Some(_), .. }]));
    }

    #[test]
    fn r32_a_late_failure_does_not_undo_a_waybill() {
        let made = [samples::created(), samples::waybill_requested(), samples::waybill_created()];
        given::<Order>(made).when(record(FailureClass::Unknown)).then([]);
    }
}
