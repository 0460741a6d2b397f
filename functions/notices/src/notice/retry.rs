//! Tries again to send a message.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role, Route as Path, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Notice, NoticeEvent, NoticeRefusal, Progress, policy};
use crate::NoticeId;
use crate::address::Route;
use crate::outside::code;
use crate::subscriber::Subscriber;

/// Sends a message that failed, by the ways that there are now.
///
/// A person may do so once nothing more is done by itself, or sooner. Entrepot does so when it
/// is due, also for what waited for its time and for an attempt that nobody answered; at any
/// other time nothing happens.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryNotice {
    /// Which notice.
    pub notice_id: NoticeId,
}

impl RetryNotice {
    fn by_itself(notice: &Notice, now: Moment) -> Option<NoticeEvent> {
        notice.due_at().filter(|due| *due <= now)?;
        match &notice.progress {
            Progress::Waiting { .. } => notice.routes.first().map(|route| dispatched(notice, route)),
            Progress::Failed { route, .. } => route.as_ref().map(|route| dispatched(notice, route)),
            // Nobody knows what became of it.
            Progress::Sending { route, tries, .. } => Some(policy::follow(notice, route, *tries, &lost(), None, now)),
            Progress::Sent { .. } | Progress::Merged { .. } => None,
        }
    }

    fn by_a_person(notice: &Notice, facts: &Facts) -> Result<[NoticeEvent; 2], NoticeRefusal> {
        match &notice.progress {
            Progress::Sent { .. } | Progress::Merged { .. } => return Err(NoticeRefusal::AlreadySent),
            Progress::Waiting { .. } | Progress::Sending { .. } => return Err(NoticeRefusal::InProgress),
            Progress::Failed { .. } => {}
        }
        let subscriber = facts.aggregate::<Subscriber>(Subscriber::id_of(&notice.queued.person));
        let address = subscriber.and_then(|loaded| loaded.state.address.as_ref());
        let routes = address.map(|address| address.routes(&notice.queued.by)).unwrap_or_default();
        let first = routes.first().cloned().ok_or(NoticeRefusal::NoAddress)?;
        Ok([NoticeEvent::RetryRequested { routes }, dispatched(notice, &first)])
    }
}

fn dispatched(notice: &Notice, route: &Route) -> NoticeEvent {
    NoticeEvent::Dispatched { attempt: notice.attempts.saturating_add(1), route: route.clone() }
}

fn lost() -> OutsideError {
    let text = "nobody answered for the attempt".to_owned();
    OutsideError { code: code::LOST.to_owned(), class: FailureClass::Unknown, raw_code: String::new(), text }
}

impl Command for RetryNotice {
    type Aggregate = Notice;
    type Refusal = NoticeRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "notices.retry-notice",
        route: Some(Path::post("/notices/{notice_id}/retry")),
        roles: &[Role::TeamLead, Role::Administrator, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Sends a message that failed, by the ways that there are now.",
    };

    fn target(&self, _: &Context) -> NoticeId {
        self.notice_id
    }

    fn wants(&self, notice: Option<&Notice>, _: &Facts, context: &Context) -> Vec<Want> {
        let person = notice.filter(|_| !context.actor.is_system()).map(|notice| Subscriber::id_of(&notice.queued.person));
        person.map(Want::aggregate::<Subscriber>).into_iter().collect()
    }

    fn decide(&self, notice: Option<&Notice>, facts: &Facts, context: &Context) -> Result<Decision<Notice>, NoticeRefusal> {
        let notice = notice.ok_or(NoticeRefusal::NotFound)?;
        if context.actor.is_system() {
            return Ok(Decision::of(Self::by_itself(notice, context.now)));
        }
        Ok(Decision::of(Self::by_a_person(notice, facts)?))
    }

    fn example() -> Self {
        Self { notice_id: crate::samples::notice_id() }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Actor;
    use testkit::{given, nothing};

    use super::*;
    use crate::notice::Queued;
    use crate::samples;

    const LATER: &str = "2026-11-21T12:00:00Z";

    fn by_itself(history: Vec<NoticeEvent>, at: &str) -> Vec<NoticeEvent> {
        let (actor, notice) = (Actor::system("notices.send-due-notices"), samples::folded(&history));
        let context = Context { actor, now: testkit::moment(at), ..testkit::context() };
        RetryNotice::example().decide(Some(&notice), &Facts::default(), &context).unwrap().events
    }

    fn dead() -> NoticeEvent {
        NoticeEvent::Failed { route: Some(samples::email()), error: samples::outside_error(), retry_at: None }
    }

    #[test]
    fn what_waited_for_the_morning_goes_out_then_and_not_before() {
        let NoticeEvent::Queued(queued) = samples::queued() else { panic!("a queued notice") };
        let waiting = vec![NoticeEvent::Queued(Queued { not_before: Some(testkit::moment("2026-11-21T09:00:00Z")), ..queued })];
        assert_eq!(by_itself(waiting.clone(), "2026-11-21T08:59:59Z"), []);
        assert_eq!(by_itself(waiting, "2026-11-21T09:00:00Z"), [samples::dispatched()]);
    }

    #[test]
    fn a_planned_retry_goes_by_the_same_way() {
        let failed = vec![samples::queued(), samples::dispatched(), samples::failed()];
        assert_eq!(by_itself(failed.clone(), "2026-11-21T08:30:30Z"), []);
        assert_eq!(by_itself(failed, LATER), [NoticeEvent::Dispatched { attempt: 2, route: samples::telegram() }]);
    }

    #[test]
    fn a_lost_attempt_is_not_repeated_by_telegram_and_goes_by_letter() {
        let lost = vec![samples::queued(), samples::dispatched()];
        assert_eq!(by_itself(lost.clone(), "2026-11-21T08:44:59Z"), []);
        let events = by_itself(lost, "2026-11-21T08:45:00Z");
        let [NoticeEvent::FellBack { error, attempt: 2, route }] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((error.code.as_str(), route), (code::LOST, &samples::email()));
    }

    #[test]
    fn what_is_dead_waits_for_a_person_who_sends_it_by_the_ways_of_today() {
        let history = vec![samples::queued(), samples::dispatched(), samples::fell_back(), dead()];
        assert_eq!(by_itself(history.clone(), LATER), []);
        let person = Subscriber::id_of(&samples::person());
        let routes = vec![samples::telegram(), samples::email()];
        given::<Notice>(history.clone())
            .with::<Subscriber>(person, [samples::address_set()])
            .when(RetryNotice::example())
            .then([NoticeEvent::RetryRequested { routes }, NoticeEvent::Dispatched { attempt: 3, route: samples::telegram() }]);
        given::<Notice>(history).when(RetryNotice::example()).refused(NoticeRefusal::NoAddress);
    }

    #[test]
    fn what_is_sent_or_on_its_way_is_not_sent_again() {
        let sent = [samples::queued(), samples::dispatched(), samples::sent()];
        given::<Notice>(sent.clone()).when(RetryNotice::example()).refused(NoticeRefusal::AlreadySent);
        assert_eq!(by_itself(sent.to_vec(), LATER), []);
        given::<Notice>([samples::queued(), samples::dispatched()]).when(RetryNotice::example()).refused(NoticeRefusal::InProgress);
        nothing::<Notice>().when(RetryNotice::example()).refused(NoticeRefusal::NotFound);
    }
}
