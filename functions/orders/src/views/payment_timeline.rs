//! What happens to a payment, on its own timeline.

use kernel::view::RowQuery;
use kernel::{Change, Step, Texts, View, ViewSpec};

use super::timeline::{self, Told};
use crate::PaymentId;
use crate::payment::{MatchedBy, Payment, PaymentEvent, UnmatchReason};

/// Tells what happened to a payment (specification 4.4). An order's own timeline tells of the
/// money that it got and lost, since that is the order's event.
pub struct TimelineFromPayment;

/// The timeline of a payment.
pub fn of_payment(id: PaymentId) -> String {
    format!("payment#{id}")
}

/// A payment's timeline, newest first.
pub fn query(id: PaymentId) -> RowQuery {
    timeline::query(of_payment(id))
}

impl View for TimelineFromPayment {
    type Aggregate = Payment;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.timeline-from-payment", view: timeline::VIEW, summary: "What happens to a payment, on its timeline." };

    fn project(step: &Step<'_, Payment>) -> Vec<Change> {
        let timelines = [of_payment(step.id)];
        let told = step.events.iter().enumerate().filter_map(|(index, event)| Some((index, tell(event)?)));
        told.flat_map(|(index, told)| timeline::entry(step, index, &timelines, told)).collect()
    }
}

fn tell(event: &PaymentEvent) -> Option<Told> {
    match event {
        PaymentEvent::Received(received) => {
            let amount = received.amount;
            let subject =
                texts([format!("Payment received: {amount}"), format!("Отримано платіж: {amount}"), format!("Получен платёж: {amount}")]);
            Some(Told::system(subject, received.payer.name.clone()))
        }
        // The comparison shows in the payment itself; what came of it is the event behind it.
        PaymentEvent::Evaluated { .. } => None,
        PaymentEvent::Matched(matched) => {
            let number = &matched.number;
            let subject = match matched.by {
                MatchedBy::Automatic => [
                    format!("Matched to order {number} by the rules"),
                    format!("Зіставлено із замовленням {number} за правилами"),
                    format!("Сопоставлен с заказом {number} по правилам"),
                ],
                MatchedBy::Person => [
                    format!("Matched to order {number} by hand"),
                    format!("Зіставлено із замовленням {number} вручну"),
                    format!("Сопоставлен с заказом {number} вручную"),
                ],
            };
            Some(Told::system(texts(subject), matched.reason.as_ref().map(ToString::to_string)))
        }
        PaymentEvent::ReviewNeeded { reason } => {
            let why = reason.texts();
            Some(Told::system(
                texts([format!("Needs review: {}", why.en), format!("На розборі: {}", why.uk), format!("На разборе: {}", why.ru)]),
                None,
            ))
        }
        PaymentEvent::Unmatched { number, reason, .. } => {
            let subject = [
                format!("Taken away from order {number}"),
                format!("Відв’язано від замовлення {number}"),
                format!("Отвязан от заказа {number}"),
            ];
            let words = match reason {
                UnmatchReason::Person { reason } | UnmatchReason::Rematch { reason } => Some(reason.to_string()),
                UnmatchReason::Reversal => None,
            };
            Some(Told::system(texts(subject), words))
        }
        PaymentEvent::Rejected { reason } => {
            Some(Told::system(Texts::new("Payment rejected", "Платіж відхилено", "Платёж отклонён"), Some(reason.to_string())))
        }
        PaymentEvent::Reversed { .. } => {
            Some(Told::system(Texts::new("The bank reversed the payment", "Банк сторнував платіж", "Банк сторнировал платёж"), None))
        }
    }
}

fn texts([en, uk, ru]: [String; 3]) -> Texts {
    Texts::new(en, uk, ru)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{self, payments};
    use crate::views::tests::project;
    use crate::views::timeline::TimelineEntry;

    #[test]
    fn r38_every_event_that_concerns_people_is_on_the_timeline() {
        let rejected = PaymentEvent::Rejected { reason: samples::line("Дублікат") };
        let history = [vec![payments::received()], vec![payments::matched()], vec![payments::unmatched()], vec![rejected]];
        let steps = project::<TimelineFromPayment>(samples::payment_id(), &history);
        let told: Vec<(String, String)> = steps
            .iter()
            .flatten()
            .map(|change| match change {
                Change::Put(row) => {
                    let entry: TimelineEntry = serde_json::from_value(row.data.clone()).unwrap();
                    (row.key.partition.clone(), entry.subject.en)
                }
                Change::Delete(_) | Change::Add(_) => panic!("{:?}", change.key()),
            })
            .collect();
        let subjects: Vec<&str> = told.iter().map(|(_, subject)| subject.as_str()).collect();
        let number = payments::number();
        assert_eq!(
            subjects,
            [
                "Payment received: 1500.50 UAH",
                &format!("Matched to order {number} by the rules"),
                &format!("Taken away from order {number}"),
                "Payment rejected",
            ]
        );
        assert!(told.iter().all(|(partition, _)| *partition == of_payment(samples::payment_id())));
    }
}
