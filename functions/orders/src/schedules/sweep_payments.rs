//! Looks at payments that were missed, and again at those whose order came after them.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::matching::text;
use crate::order::OrderStatus;
use crate::payment::ReviewReason;
use crate::payment::evaluate::EvaluatePayment;
use crate::queries::ListPage;
use crate::views::order_list::{self, OrderListItem};
use crate::views::payment_list::{self, PaymentListItem};
use crate::views::payment_received::{self, ReceivedPayment};

/// A payment that nobody has looked at after this long was missed; it usually takes a second.
const MISSED_AFTER_MS: i64 = 5 * 60_000;
/// Payments of one tick; what is left is due at the next one.
const DUE_MAX: u32 = 100;
/// Newest payments without an order that are held against new orders: a page of the list in
/// which a person sees them.
const UNKNOWN_MAX: u32 = 100;
/// Newest orders of each stage that they are held against; more are not made between two ticks.
const ORDERS_MAX: u32 = 100;
/// Stages in which an order may wait for money that came before it: one that was paid in advance
/// gets its waybill, and may even leave, before this is ticked again.
const STAGES: [OrderStatus; 3] = [OrderStatus::New, OrderStatus::ShippingCreated, OrderStatus::Shipped];
/// How long after its last change an order is held against payments. Longer than the schedule
/// may stand still; without an end a payment that fits badly would be compared for ever.
const CHANGED_WITHIN_MS: i64 = 60 * 60_000;

/// Looks at payments that were missed, whose first comparison failed or was never made; and
/// again at those for which no order was known, when an order since then has their amount or
/// their number. The payment often comes before the manager has typed the order in.
pub struct SweepPayments;

fn missed(context: &Context) -> RowQuery {
    payment_received::until(context.now.plus_ms(-MISSED_AFTER_MS), DUE_MAX)
}

fn unknown() -> RowQuery {
    payment_list::for_reason(ReviewReason::Unknown).limit(UNKNOWN_MAX)
}

fn new_orders() -> [RowQuery; 3] {
    STAGES.map(|stage| order_list::in_status(stage).limit(ORDERS_MAX))
}

/// Whether the order came, or changed, after the payment was compared, and may be meant by it.
fn may_be_meant(payment: &PaymentListItem, order: &OrderListItem) -> bool {
    let named = || text::order_numbers(&payment.purpose).contains(&order.number);
    order.updated_at > payment.updated_at && order.debt.is_positive() && (order.debt == payment.amount || named())
}

/// Each payment once, for the first order that it may mean: the comparison looks at all.
fn reconsidered(facts: &Facts, context: &Context) -> Vec<Effect> {
    let since = context.now.plus_ms(-CHANGED_WITHIN_MS);
    let mut orders: Vec<OrderListItem> = new_orders().iter().flat_map(|of| ListPage::read(facts.page(of)).items).collect();
    orders.retain(|order| order.updated_at > since);
    let payments: Vec<PaymentListItem> = ListPage::read(facts.page(&unknown())).items;
    let evaluate = |payment: &PaymentListItem| {
        let order = orders.iter().find(|order| may_be_meant(payment, order))?;
        // Once for this state of the order, however often it is seen.
        let key = format!("reconsider/{}/{}/{}", payment.payment_id, order.order_id, order.version);
        Some(Effect::send(&EvaluatePayment { payment_id: payment.payment_id }, key))
    };
    payments.iter().filter_map(evaluate).collect()
}

impl Schedule for SweepPayments {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "orders.sweep-payments",
        every_seconds: 60,
        sends: &[EvaluatePayment::SPEC.name],
        calls: &[],
        summary: "Looks at payments that were missed.",
    };

    fn wants(facts: &Facts, context: &Context) -> Vec<Want> {
        // Orders are of interest only where some payment looks for one.
        let orders = Some(new_orders()).filter(|_| !facts.rows(&unknown()).is_empty());
        [missed(context), unknown()].into_iter().chain(orders.into_iter().flatten()).map(Want::Rows).collect()
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        let page: ListPage<ReceivedPayment> = ListPage::read(facts.page(&missed(context)));
        let evaluate = |missed: ReceivedPayment| {
            let key = format!("sweep/{}/{}", missed.payment_id, context.now);
            Effect::send(&EvaluatePayment { payment_id: missed.payment_id }, key)
        };
        page.items.into_iter().map(evaluate).chain(reconsidered(facts, context)).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, moment};

    use super::*;
    use crate::order::OrderEvent;
    use crate::payment::PaymentEvent;
    use crate::samples::{self, line, payments, uah};
    use crate::views::order_list::OrderListFromOrder;
    use crate::views::payment_list::PaymentListFromPayment;
    use crate::views::payment_received::PaymentReceivedFromPayment;
    use crate::views::tests::{Rows, rows};

    const BEFORE: &str = "2026-11-21T08:00:00Z";

    fn ticked(view: &Rows, context: &Context) -> Vec<Effect> {
        let mut facts = Facts::default();
        for _ in 0..kernel::facts::ROUNDS_MAX {
            for want in SweepPayments::wants(&facts, context) {
                let Want::Rows(query) = &want else { panic!("only rows are wanted") };
                facts.put_rows(&want, view.page(query));
            }
        }
        SweepPayments::tick(&facts, context)
    }

    #[test]
    fn r16_a_payment_that_was_missed_is_looked_at_after_five_minutes() {
        let view = rows::<PaymentReceivedFromPayment>(samples::payment_id(), &[vec![payments::received()]]);
        let tick = |at: &str| ticked(&view, &Context { now: moment(at), ..context() });
        assert_eq!(tick("2026-11-21T08:34:59Z"), []);
        assert!(matches!(tick("2026-11-21T08:35:00Z").as_slice(), [Effect::Send { command: "orders.evaluate-payment", .. }]));
    }

    /// What is sent when a payment found no order before the sample order was made, at 08:30.
    fn reconsidered_by(amount: &str, purpose: &str, reason: ReviewReason, compared_at: &str, order: &[OrderEvent], now: &str) -> usize {
        let PaymentEvent::Received(received) = payments::received() else { panic!("received") };
        let received = crate::payment::Received { amount: uah(amount), purpose: purpose.to_owned(), ..received };
        let history = [vec![PaymentEvent::Received(received)], vec![payments::review_needed(reason)]];
        let payments = rows::<PaymentListFromPayment>(samples::payment_id(), &history).changed(|item: &mut PaymentListItem| {
            item.updated_at = moment(compared_at);
        });
        let view = payments.and(rows::<OrderListFromOrder>(samples::order_id(), &[order.to_vec()]));
        let context = Context { now: moment(now), ..context() };
        let effects = ticked(&view, &context);
        assert_eq!(effects, ticked(&view, &context), "the same key each time");
        effects.len()
    }

    #[test]
    fn r16_a_payment_without_an_order_is_looked_at_again_when_its_order_comes() {
        let now = "2026-11-21T08:31:00Z";
        let created = [samples::created()];
        let number = format!("за замовлення {}", samples::order_number());
        let unknown = ReviewReason::Unknown;
        assert_eq!(reconsidered_by("1500.50", "передоплата", unknown, BEFORE, &created, now), 1, "the amount");
        assert_eq!(reconsidered_by("700.00", &number, unknown, BEFORE, &created, now), 1, "the number");
        assert_eq!(reconsidered_by("700.00", "передоплата", unknown, BEFORE, &created, now), 0, "neither");
        assert_eq!(reconsidered_by("1500.50", "передоплата", unknown, "2026-11-21T08:30:00Z", &created, now), 0, "it was known");
        assert_eq!(reconsidered_by("1500.50", "передоплата", unknown, BEFORE, &created, "2026-11-21T09:30:00Z"), 0, "long ago");
        assert_eq!(reconsidered_by("1500.50", "передоплата", ReviewReason::Unmatched, BEFORE, &created, now), 0, "a person's word");
        let draft = [samples::draft_created()];
        assert_eq!(reconsidered_by("1500.50", "передоплата", unknown, BEFORE, &draft, now), 0, "a draft takes no money");
        let confirmed = [samples::draft_created(), OrderEvent::Confirmed];
        assert_eq!(reconsidered_by("1500.50", "передоплата", unknown, BEFORE, &confirmed, now), 1, "confirmed since");
        let sent = [samples::created(), samples::waybill_requested(), samples::waybill_created()];
        assert_eq!(reconsidered_by("1500.50", "передоплата", unknown, BEFORE, &sent, now), 1, "paid in advance, and its waybill made");
        let cancelled = [samples::created(), OrderEvent::Cancelled { reason: line("ні") }];
        assert_eq!(reconsidered_by("1500.50", "передоплата", unknown, BEFORE, &cancelled, now), 0, "called off");
    }
}
