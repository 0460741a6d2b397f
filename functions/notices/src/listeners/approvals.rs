//! What `approvals` tells of processes, of the channel, and of emergencies.

mod event;

use kernel::{Command, Context, Effect, Heard, Line, Listener, ListenerSpec, Percentage};

use super::{hears, local, news, of, send};
use crate::kind::{Field, Kind, Part};
use crate::matter::hear::HearNews;
use crate::matter::{Branch, Knowledge};
pub use event::ApprovalsEvent;
use event::{Asked, Opened, Recorded};

/// Hears of processes, of the channel to approvers, and of emergencies.
pub struct HearOfApprovals;

/// A distance between two percentages is in points, whose name stands in the text.
fn in_points(deviation: Percentage) -> String {
    deviation.to_string().trim_end_matches(" %").to_owned()
}

impl Opened {
    fn knowledge(&self) -> Knowledge {
        Knowledge::default()
            .says(Field::Order, &self.submitted.number)
            .says(Field::Client, &self.submitted.client.name)
            .says(Field::Total, &self.figures.total)
            .may_say(Field::Deviation, self.figures.deviation.map(in_points).as_ref())
            .names(Part::Manager, Some(&self.submitted.manager))
    }

    /// The numbers of lines that are blocked for a reason; `None` when there are none.
    fn blocked(&self, reason: &str) -> Option<Knowledge> {
        let lines = self.figures.blocked.iter().filter(|blocked| blocked.reason == reason);
        let lines: Vec<String> = lines.map(|blocked| blocked.line.map_or_else(|| "—".to_owned(), |line| line.to_string())).collect();
        (!lines.is_empty()).then(|| Knowledge::default().says(Field::Lines, &lines.join(", ")))
    }
}

impl Asked {
    fn knowledge(&self, context: &Context) -> Knowledge {
        Knowledge::default()
            .says(Field::Level, &self.routed.level)
            .says(Field::Due, &local(self.clock.due_at, context))
            .names(Part::Approver, self.routed.to.as_ref().map(|person| &person.id))
    }

    /// Somebody else is asked from now on, and told so with `kind`.
    fn hear(&self, heard: &Heard<ApprovalsEvent>, kind: Kind, silent: Option<&Line>, context: &Context) -> HearNews {
        let knowledge = self.knowledge(context);
        let branch = Branch { number: self.branch, version: heard.version, knowledge: knowledge.clone() };
        let news = news(heard, kind, knowledge.names(Part::PreviousApprover, silent));
        HearNews { branch: Some(branch), news: vec![news], ..hears(heard) }
    }
}

impl Recorded {
    fn knowledge(&self, context: &Context) -> Knowledge {
        Knowledge::default()
            .says(Field::Order, &self.number)
            .says(Field::Client, &self.client.name)
            .says(Field::Total, &self.total)
            .says(Field::Person, &self.authorised.name)
            .says(Field::Due, &local(self.consent_by, context))
            .names(Part::Manager, Some(&self.manager))
            .names(Part::NamedPerson, Some(&self.authorised.id))
    }
}

/// What is told of a decision.
fn decided(event: &ApprovalsEvent, context: &Context) -> Option<(Kind, Knowledge)> {
    let said = Knowledge::default;
    match event {
        ApprovalsEvent::LimitReached {} => Some((Kind::LimitReached, said())),
        ApprovalsEvent::CorrectionProposed { round, reason, answer_by } => {
            let due = local(*answer_by, context);
            Some((Kind::CorrectionOffered, said().says(Field::Count, round).says(Field::Reason, reason).says(Field::Due, &due)))
        }
        ApprovalsEvent::PartiallyApproved { reason, answer_by } => {
            let due = answer_by.map(|at| local(at, context));
            Some((Kind::PartiallyApproved, said().says(Field::Reason, reason).may_say(Field::Due, due.as_ref())))
        }
        ApprovalsEvent::JustificationRequested(awaited) => {
            let due = awaited.as_ref().map(|awaited| local(awaited.answer_by, context));
            Some((Kind::JustificationRequested, said().may_say(Field::Due, due.as_ref())))
        }
        ApprovalsEvent::Stalled { problem } => Some((Kind::Stalled, said().says(Field::Reason, problem))),
        ApprovalsEvent::PostFactumRefused { by, reason } => {
            Some((Kind::PostFactumRefused, said().says(Field::Person, &by.name).says(Field::Reason, reason)))
        }
        ApprovalsEvent::PostFactumOverdue => Some((Kind::PostFactumOverdue, said())),
        ApprovalsEvent::Approved { by, level, approver, comment, confirm_by } => {
            let kind = match by.as_str() {
                "fallback" => Kind::FallbackApproved,
                "recovered" => Kind::Recovered,
                _ => Kind::Approved,
            };
            let due = confirm_by.map(|at| local(at, context));
            let knowledge = said().says(Field::Level, level).may_say(Field::Reason, comment.as_ref()).may_say(Field::Due, due.as_ref());
            Some((kind, knowledge.names(Part::Approver, approver.as_ref())))
        }
        ApprovalsEvent::Rejected { by, reason } => {
            let kind = match by.as_str() {
                "default" => Kind::AutoRejected,
                "corrections" => Kind::CorrectionsUsedUp,
                _ => Kind::Rejected,
            };
            Some((kind, said().says(Field::Reason, reason)))
        }
        ApprovalsEvent::Revoked { level, reason } => Some((Kind::Revoked, said().says(Field::Level, level).says(Field::Reason, reason))),
        ApprovalsEvent::Breached { level, approver } => {
            Some((Kind::SlaBreached, said().says(Field::Level, level).names(Part::Approver, approver.as_ref())))
        }
        ApprovalsEvent::OverloadSignalled { approver, count } => {
            Some((Kind::Overload, said().says(Field::Person, approver).says(Field::Count, count)))
        }
        ApprovalsEvent::FallbackActivated => Some((Kind::FallbackOn, said())),
        ApprovalsEvent::OutageLong { since } => Some((Kind::OutageLong, said().says(Field::Since, &local(*since, context)))),
        ApprovalsEvent::EmergencyReminded => Some((Kind::EmergencyReminder, said())),
        ApprovalsEvent::EmergencyViolated => Some((Kind::EmergencyViolation, said())),
        ApprovalsEvent::ConsentDenied | ApprovalsEvent::ConsentLapsed => Some((Kind::ConsentMissing, said())),
        ApprovalsEvent::IncidentOpened { in_quarter } => Some((Kind::IncidentOpened, said().says(Field::Count, in_quarter))),
        ApprovalsEvent::Opened(_)
        | ApprovalsEvent::BranchOpened(_)
        | ApprovalsEvent::BranchRerouted(_)
        | ApprovalsEvent::Noticed { .. }
        | ApprovalsEvent::Escalated { .. }
        | ApprovalsEvent::TaskQueued { .. }
        | ApprovalsEvent::EmergencyRecorded(_) => None,
    }
}

fn hear(heard: &Heard<ApprovalsEvent>, context: &Context) -> Option<HearNews> {
    match &heard.event {
        ApprovalsEvent::Opened(opened) => {
            let blocked = [(Kind::CostMissing, "cost-missing"), (Kind::PriceZero, "price-zero")];
            let blocked = blocked.iter().filter_map(|(kind, reason)| Some(news(heard, *kind, opened.blocked(reason)?)));
            Some(HearNews { learns: Some(opened.knowledge()), news: blocked.collect(), ..hears(heard) })
        }
        ApprovalsEvent::BranchOpened(asked) | ApprovalsEvent::BranchRerouted(asked) => {
            Some(asked.hear(heard, Kind::ApprovalRequested, None, context))
        }
        ApprovalsEvent::Escalated { silent, asked } => Some(asked.hear(heard, Kind::Escalated, silent.as_ref(), context)),
        ApprovalsEvent::Noticed { branch, told } => {
            let kind = match told.as_str() {
                "noticed" => Kind::SlaHalf,
                "warned" => Kind::SlaWarning,
                // What else is told has events of its own.
                _ => return None,
            };
            let mut news = news(heard, kind, Knowledge::default());
            news.branch = Some(*branch);
            Some(HearNews { news: vec![news], ..hears(heard) })
        }
        ApprovalsEvent::TaskQueued { task, waits } => {
            let process = task.key.split('/').next().filter(|_| *waits)?;
            Some(HearNews { news: vec![news(heard, Kind::TaskQueued, Knowledge::default())], ..of(process) })
        }
        ApprovalsEvent::EmergencyRecorded(recorded) => {
            let named = news(heard, Kind::EmergencyNamed, Knowledge::default());
            Some(HearNews { learns: Some(recorded.knowledge(context)), news: vec![named], ..hears(heard) })
        }
        // The channel is what it is: nothing more need be known of it.
        ApprovalsEvent::FallbackActivated | ApprovalsEvent::OutageLong { .. } => {
            let (kind, knowledge) = decided(&heard.event, context)?;
            Some(HearNews { learns: Some(Knowledge::default()), news: vec![news(heard, kind, knowledge)], ..hears(heard) })
        }
        ApprovalsEvent::Breached { .. }
        | ApprovalsEvent::OverloadSignalled { .. }
        | ApprovalsEvent::LimitReached {}
        | ApprovalsEvent::CorrectionProposed { .. }
        | ApprovalsEvent::PartiallyApproved { .. }
        | ApprovalsEvent::JustificationRequested(_)
        | ApprovalsEvent::Stalled { .. }
        | ApprovalsEvent::PostFactumRefused { .. }
        | ApprovalsEvent::PostFactumOverdue
        | ApprovalsEvent::ConsentDenied
        | ApprovalsEvent::ConsentLapsed
        | ApprovalsEvent::IncidentOpened { .. }
        | ApprovalsEvent::Approved { .. }
        | ApprovalsEvent::Rejected { .. }
        | ApprovalsEvent::Revoked { .. }
        | ApprovalsEvent::EmergencyReminded
        | ApprovalsEvent::EmergencyViolated => {
            let (kind, knowledge) = decided(&heard.event, context)?;
            Some(HearNews { news: vec![news(heard, kind, knowledge)], ..hears(heard) })
        }
    }
}

impl Listener for HearOfApprovals {
    type Event = ApprovalsEvent;
    const SPEC: ListenerSpec = ListenerSpec {
        name: "notices.hear-of-approvals",
        on: &[
            "evt.approvals.process.opened.v1",
            "evt.approvals.process.branch-opened.v1",
            "evt.approvals.process.branch-rerouted.v1",
            "evt.approvals.process.noticed.v1",
            "evt.approvals.process.breached.v1",
            "evt.approvals.process.escalated.v1",
            "evt.approvals.process.overload-signalled.v1",
            "evt.approvals.process.limit-reached.v1",
            "evt.approvals.process.correction-proposed.v1",
            "evt.approvals.process.partially-approved.v1",
            "evt.approvals.process.justification-requested.v1",
            "evt.approvals.process.stalled.v1",
            "evt.approvals.process.approved.v1",
            "evt.approvals.process.rejected.v1",
            "evt.approvals.process.revoked.v1",
            "evt.approvals.process.post-factum-refused.v1",
            "evt.approvals.process.post-factum-overdue.v1",
            "evt.approvals.channel.task-queued.v1",
            "evt.approvals.channel.fallback-activated.v1",
            "evt.approvals.channel.outage-long.v1",
            "evt.approvals.emergency.recorded.v1",
            "evt.approvals.emergency.reminded.v1",
            "evt.approvals.emergency.violated.v1",
            "evt.approvals.emergency.consent-denied.v1",
            "evt.approvals.emergency.consent-lapsed.v1",
            "evt.approvals.emergency.incident-opened.v1",
        ],
        sends: &[HearNews::SPEC.name],
        summary: "Hears of processes, of the channel to approvers, and of emergencies.",
    };

    fn hear(heard: &Heard<ApprovalsEvent>, context: &Context) -> Vec<Effect> {
        hear(heard, context).map(|hear| send(heard, &hear)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use kernel::listener::listener;
    use serde_json::{Value, json};

    use super::*;
    use crate::listeners::tests::heard;

    const CLIENT: &str = "ООО «Степь»";

    fn hear(kind: &str, data: Value) -> HearNews {
        heard(listener::<HearOfApprovals>(), &format!("evt.approvals.{kind}.v1"), data)
    }

    fn asked(mut more: Value) -> Value {
        more["branch"] = json!(1);
        more["routed"] = json!({ "level": "dp", "to": { "id": "petrov", "name": "Петров" }, "stands_in_for": null, "overloaded": false, "on": "2026-11-23" });
        more["clock"] = json!({ "budget_minutes": 240, "due_at": "2026-11-23T11:00:00Z" });
        more
    }

    fn total() -> Value {
        json!({ "amount": "150000.00", "currency": "RUB" })
    }

    #[test]
    fn a_submission_says_what_everything_that_follows_is_about() {
        let submitted = json!({ "number": "ЗК-1", "client": { "id": "pcli_1", "name": CLIENT }, "manager": "ivanova", "new": 1 });
        let blocked = json!([{ "line": 2, "reason": "cost-missing" }, { "line": 5, "reason": "cost-missing" }]);
        let figures = json!({ "total": total(), "deviation": 700, "blocked": blocked });
        let heard = hear("process.opened", json!({ "submitted": submitted, "figures": figures }));
        let known = heard.learns.unwrap();
        assert_eq!((known.people[&Part::Manager].as_str(), known.fields[&Field::Deviation].as_str()), ("ivanova", "7.00"));
        let [missing] = heard.news.as_slice() else { panic!("{:?}", heard.news) };
        assert_eq!((missing.kind, missing.knowledge.fields[&Field::Lines].as_str()), (Kind::CostMissing, "2, 5"));
    }

    #[test]
    fn whoever_is_asked_is_told_until_when_by_the_clock_on_the_wall() {
        for (kind, data, told) in [
            ("process.branch-opened", asked(json!({ "units": [], "demanded": "rbu" })), Kind::ApprovalRequested),
            ("process.branch-rerouted", asked(json!({ "demanded": "dp" })), Kind::ApprovalRequested),
            ("process.escalated", asked(json!({ "from": "drp", "silent": "sidorov" })), Kind::Escalated),
        ] {
            let heard = hear(kind, data);
            let branch = heard.branch.unwrap();
            assert_eq!((branch.number, branch.version, heard.news[0].kind), (1, 7, told));
            let knowledge = &heard.news[0].knowledge;
            assert_eq!(
                (knowledge.people[&Part::Approver].as_str(), knowledge.fields[&Field::Due].as_str()),
                ("petrov", "23.11.2026 14:00")
            );
            assert_eq!(knowledge.people.contains_key(&Part::PreviousApprover), told == Kind::Escalated);
        }
    }

    #[test]
    fn every_other_event_becomes_its_news() {
        let emergency = json!({
            "number": "ЗК-1", "client": { "name": CLIENT }, "manager": "ivanova", "total": total(),
            "authorised": { "id": "director", "name": "Директор" }, "consent_by": "2026-11-23T11:00:00Z",
        });
        let task = json!({ "task": { "key": "apr_1/1/1", "number": "ЗК-1" }, "waits": true });
        let offer = json!({ "round": 2, "reason": "Цены ниже плана", "answer_by": "2026-11-23T11:00:00Z", "prices": [] });
        let approved = |by: &str| json!({ "by": by, "level": "dp", "approver": "petrov", "comment": null, "confirm_by": null });
        let rejected = |by: &str| json!({ "by": by, "approver": null, "reason": "Нет" });
        for (kind, data, told) in [
            ("process.noticed", json!({ "branch": 1, "told": "noticed" }), Kind::SlaHalf),
            ("process.noticed", json!({ "branch": 1, "told": "warned" }), Kind::SlaWarning),
            ("process.breached", json!({ "branch": 1, "level": "dp", "approver": "petrov", "budget_minutes": 480 }), Kind::SlaBreached),
            ("process.overload-signalled", json!({ "approver": "petrov", "count": 51 }), Kind::Overload),
            ("process.limit-reached", json!({ "demand": {} }), Kind::LimitReached),
            ("process.correction-proposed", offer, Kind::CorrectionOffered),
            ("process.partially-approved", json!({ "reason": "Нет", "drop": [1] }), Kind::PartiallyApproved),
            ("process.justification-requested", json!({ "answer_by": "2026-11-23T11:00:00Z" }), Kind::JustificationRequested),
            ("process.justification-requested", Value::Null, Kind::JustificationRequested),
            ("process.stalled", json!({ "problem": "approvals.process.no-rules" }), Kind::Stalled),
            ("process.approved", approved("recovered"), Kind::Recovered),
            (
                "process.post-factum-refused",
                json!({ "by": { "id": "petrov", "name": "Петров" }, "reason": "Нет" }),
                Kind::PostFactumRefused,
            ),
            ("process.post-factum-overdue", Value::Null, Kind::PostFactumOverdue),
            ("emergency.consent-denied", Value::Null, Kind::ConsentMissing),
            ("emergency.consent-lapsed", Value::Null, Kind::ConsentMissing),
            ("emergency.incident-opened", json!({ "in_quarter": 3 }), Kind::IncidentOpened),
            ("process.approved", approved("person"), Kind::Approved),
            ("process.approved", approved("fallback"), Kind::FallbackApproved),
            ("process.rejected", rejected("person"), Kind::Rejected),
            ("process.rejected", rejected("default"), Kind::AutoRejected),
            ("process.rejected", rejected("corrections"), Kind::CorrectionsUsedUp),
            ("process.rejected", rejected("unanswered"), Kind::Rejected),
            ("process.revoked", json!({ "cause": "level-higher", "level": "gd", "reason": "План" }), Kind::Revoked),
            ("channel.task-queued", task, Kind::TaskQueued),
            ("channel.fallback-activated", Value::Null, Kind::FallbackOn),
            ("channel.outage-long", json!({ "since": "2026-11-23T07:00:00Z" }), Kind::OutageLong),
            ("emergency.recorded", emergency, Kind::EmergencyNamed),
            ("emergency.reminded", Value::Null, Kind::EmergencyReminder),
            ("emergency.violated", Value::Null, Kind::EmergencyViolation),
        ] {
            let heard = hear(kind, data);
            assert_eq!(heard.news.iter().map(|news| news.kind).collect::<Vec<_>>(), [told], "{kind}");
            assert_eq!(heard.subject.as_str(), if kind == "channel.task-queued" { "apr_1" } else { "sub_1" });
        }
    }

    #[test]
    fn a_task_that_does_not_wait_is_no_news() {
        let listener = listener::<HearOfApprovals>();
        let sound = kernel::listener::Sound {
            id: "chan_1/1/0".to_owned(),
            kind: "evt.approvals.channel.task-queued.v1".to_owned(),
            subject: "chan_1".to_owned(),
            version: 1,
            at: testkit::context().now,
            data: json!({ "task": { "key": "apr_1/1/1" }, "waits": false }),
        };
        assert_eq!(listener.open(sound, &testkit::context()).unwrap().hear(), []);
    }
}
