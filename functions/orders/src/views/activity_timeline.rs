//! What people did, on the timelines of what it was about.

use kernel::{Change, Step, Texts, View, ViewSpec};

use super::payment_timeline;
use super::timeline::{self, EntryType, Told};
use crate::activity::{Activity, ActivityEvent, Deed, Links};

/// Tells what people did: calls, meetings and notes (specification 8).
pub struct TimelineFromActivity;

impl View for TimelineFromActivity {
    type Aggregate = Activity;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.timeline-from-activity", view: timeline::VIEW, summary: "What people did, on timelines." };

    fn project(step: &Step<'_, Activity>) -> Vec<Change> {
        let told = step.events.iter().enumerate().map(|(index, ActivityEvent::Logged(logged))| (index, logged));
        told.flat_map(|(index, logged)| timeline::entry(step, index, &timelines(&logged.links), tell(&logged.deed))).collect()
    }
}

fn timelines(links: &Links) -> Vec<String> {
    let timelines = [
        links.company.map(timeline::of_company),
        links.client.map(timeline::of_client),
        links.order.map(timeline::of_order),
        links.payment.map(payment_timeline::of_payment),
    ];
    timelines.into_iter().flatten().collect()
}

fn tell(deed: &Deed) -> Told {
    match deed {
        Deed::Call { outcome, description, .. } => {
            let subject = about(["Call", "Дзвінок", "Звонок"], outcome.as_ref().map(kernel::Line::as_str));
            Told { entry_type: EntryType::Call, subject, description: description.as_ref().map(ToString::to_string), at: None }
        }
        Deed::Meeting { start_at, outcome, description, .. } => {
            let subject = about(["Meeting", "Зустріч", "Встреча"], outcome.as_ref().map(kernel::Line::as_str));
            Told {
                entry_type: EntryType::Meeting,
                subject,
                description: description.as_ref().map(ToString::to_string),
                at: Some(*start_at),
            }
        }
        Deed::Note { description } => {
            let subject = about(["Note", "Нотатка", "Заметка"], None);
            Told { entry_type: EntryType::Note, subject, description: Some(description.to_string()), at: None }
        }
    }
}

fn about([en, uk, ru]: [&str; 3], outcome: Option<&str>) -> Texts {
    match outcome {
        Some(outcome) => Texts::new(format!("{en}: {outcome}"), format!("{uk}: {outcome}"), format!("{ru}: {outcome}")),
        None => Texts::new(en, uk, ru),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{self, payments};
    use crate::views::tests::project;
    use crate::views::timeline::TimelineEntry;

    #[test]
    fn r37_an_activity_shows_on_the_timeline_of_everything_it_is_about() {
        let ActivityEvent::Logged(logged) = &payments::activity_events()[0];
        let steps = project::<TimelineFromActivity>(logged.id, &[payments::activity_events()]);
        let told: Vec<(String, TimelineEntry)> = steps
            .iter()
            .flatten()
            .map(|change| match change {
                Change::Put(row) => (row.key.partition.clone(), serde_json::from_value(row.data.clone()).unwrap()),
                Change::Delete(_) | Change::Add(_) => panic!("{:?}", change.key()),
            })
            .collect();
        let partitions: Vec<&str> = told.iter().map(|(partition, _)| partition.as_str()).collect();
        assert_eq!(partitions, [timeline::of_order(samples::order_id()), payment_timeline::of_payment(samples::payment_id())]);
        assert_eq!((told[0].1.entry_type, told[0].1.subject.uk.as_str()), (EntryType::Call, "Дзвінок: Домовились про оплату"));
    }
}
