//! Looks at payments that were missed.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::payment::evaluate::EvaluatePayment;
use crate::queries::ListPage;
use crate::views::payment_received::{self, ReceivedPayment};

/// A payment that nobody has looked at after this long was missed; it usually takes a second.
const MISSED_AFTER_MS: i64 = 5 * 60_000;
/// Payments of one tick; what is left is due at the next one.
const DUE_MAX: u32 = 100;

/// Looks at payments that were missed: whose first comparison failed, or was never made.
pub struct SweepPayments;

fn missed(context: &Context) -> RowQuery {
    payment_received::until(context.now.plus_ms(-MISSED_AFTER_MS), DUE_MAX)
}

impl Schedule for SweepPayments {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "orders.sweep-payments",
        every_seconds: 60,
        sends: &[EvaluatePayment::SPEC.name],
        calls: &[],
        summary: "Looks at payments that were missed.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(missed(context))]
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<ReceivedPayment> = ListPage::read(facts.page(&missed(context)));
        let evaluate = |missed: ReceivedPayment| {
            let key = format!("sweep/{}/{}", missed.payment_id, context.now);
            Effect::send(&EvaluatePayment { payment_id: missed.payment_id }, key)
        };
        page.items.into_iter().map(evaluate).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::samples::{self, payments};
    use crate::views::payment_received::PaymentReceivedFromPayment;
    use crate::views::tests::rows;

    #[test]
    fn r16_a_payment_that_was_missed_is_looked_at_after_five_minutes() {
        let view = rows::<PaymentReceivedFromPayment>(samples::payment_id(), &[vec![payments::received()]]);
        let tick = |at: &str| {
            let context = Context { now: moment(at), ..context() };
            let mut facts = Facts::default();
            facts.put_rows(&Want::Rows(missed(&context)), view.page(&missed(&context)));
            SweepPayments::tick(&facts, &context)
        };
        assert_eq!(tick("2026-11-21T08:34:59Z"), []);
        assert!(matches!(tick("2026-11-21T08:35:00Z").as_slice(), [Effect::Send { command: "orders.evaluate-payment", .. }]));
    }
}
