//! Requests for a waybill that are to be made again by themselves.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use serde::{Deserialize, Serialize};

use crate::OrderId;
use crate::order::Order;

/// The view's name.
pub const VIEW: &str = "waybill-retry";
const DUE: &str = "due";

/// Requests for a waybill by when they are due again: those that failed for a reason that
/// may pass, and those that nobody answered.
pub struct WaybillRetryFromOrder;

/// One request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRetry {
    /// The order.
    pub order_id: OrderId,
    /// When it is due.
    pub due_at: Moment,
}

/// What is due by now, the longest waiting first.
pub fn due(now: Moment, limit: u32) -> RowQuery {
    // Rows of this very instant sort behind it by their order's id.
    RowQuery::new(VIEW, DUE).within(Range::UpTo(format!("{now}$"))).limit(limit)
}

impl View for WaybillRetryFromOrder {
    type Aggregate = Order;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.waybill-retry-from-order", view: VIEW, summary: "Requests for a waybill by when they are due again." };

    fn project(step: &Step<'_, Order>) -> Vec<Change> {
        super::search::replace_changed(step, rows)
    }
}

fn rows(order: &Order) -> Vec<Row> {
    let attempts = order.consignments.last().and_then(|consignment| consignment.attempts());
    let due_at = attempts.and_then(|attempts| attempts.due_at());
    let row = |due_at: Moment| {
        let data = serde_json::to_value(DueRetry { order_id: order.id, due_at }).unwrap_or_default();
        Row::new(DUE, format!("{due_at}#{}", order.id), data)
    };
    due_at.map(row).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use kernel::reaction::FailureClass;

    use super::*;
    use crate::samples;
    use crate::views::tests::project;

    #[test]
    fn r34_a_request_is_due_when_planned_or_when_it_is_lost() {
        let failed = samples::waybill_failed(FailureClass::Retry, Some("2026-11-21T08:31:00Z"));
        let permanent = samples::waybill_failed(FailureClass::Permanent, None);
        let history = [vec![samples::created(), samples::waybill_requested()], vec![failed], vec![permanent]];
        let steps = project::<WaybillRetryFromOrder>(samples::order_id(), &history);
        let sorts = |changes: &[Change]| changes.iter().map(|change| change.key().sort.clone()).collect::<Vec<_>>();
        let at = |time: &str| format!("2026-11-21T{time}.000Z#{}", samples::order_id());
        assert_eq!(sorts(&steps[0]), [at("08:45:00")]);
        assert_eq!(sorts(&steps[1]), [at("08:45:00"), at("08:31:00")]);
        assert!(matches!(steps[2].as_slice(), [Change::Delete(_)]));
    }

    #[test]
    fn what_is_due_at_this_very_instant_is_found() {
        let Range::UpTo(limit) = due("2026-11-21T08:31:00Z".parse().unwrap(), 10).range else { panic!("a limit") };
        let row = format!("2026-11-21T08:31:00.000Z#{}", samples::order_id());
        assert!(row < limit && limit.as_str() < "2026-11-21T08:31:00.001Z#");
    }
}
