//! Looks after money that waits for an invoice.

use kernel::view::PAGE_ROWS_MAX;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::payment::auto_allocate::AutoAllocate;
use crate::views::payment_list::{self, PaymentListItem};

/// Looks for the invoices of waiting money again. Money and invoice that come at the same moment
/// may each miss the other's row in a list; here they meet.
pub struct SweepWaitingPayments;

impl Schedule for SweepWaitingPayments {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "commerce.sweep-waiting-payments",
        every_seconds: 300,
        sends: &[AutoAllocate::SPEC.name],
        calls: &[],
        summary: "Looks for the invoices of money that waits.",
    };

    fn wants(_: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(payment_list::waiting().limit(PAGE_ROWS_MAX))]
    }

    fn tick(facts: &Facts, _: &Context) -> Vec<Effect> {
        let rows = facts.rows(&payment_list::waiting().limit(PAGE_ROWS_MAX));
        let items = rows.iter().filter_map(|row| serde_json::from_value::<PaymentListItem>(row.data.clone()).ok());
        let send = |item: PaymentListItem| {
            let key = format!("{}/{}/sweep", item.payment_id, item.version);
            Effect::send(&AutoAllocate { payment_id: item.payment_id }, key)
        };
        items.map(send).collect()
    }
}
