//! Answers whose webhook was lost.

use kernel::reaction::{Outcome, read_answer};
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::channel::{Channel, Circuit};
use crate::hours::MINUTE_MS;
use crate::message::receive::ReceiveMessage;
use crate::outside::elma::{Answer, CONNECTOR, Request, SENT_PAGE_MAX, Sent};
use crate::settings::ApprovalSettings;
use crate::views::task_list::{self, TaskItem};
use crate::webhooks::elma::recorded;

/// How long a task has been with its approver before it is asked about, in minutes: an answer is
/// pushed within seconds, and whoever has just got a task has not answered it.
const UNANSWERED_MINUTES: i64 = 10;
/// How often is asked, in seconds.
const EVERY_SECONDS: u32 = 300;
/// Pages of one tick, a call each; with [`SENT_PAGE_MAX`] tasks each that is more than a house has open.
const PAGES_PER_TICK_MAX: usize = 3;

/// Asks the outside system about tasks that were sent and are not answered: what pushes an answer
/// there is a script, and may fail. What was decided goes the way of the webhook, and is
/// decided once whichever comes first.
///
/// With more tasks than one tick asks about, the next tick goes on with the next pages.
pub struct PollTasks;

fn channel() -> Want {
    Want::aggregate::<Channel>(Channel::id())
}

/// The pages of this tick, in turn: which, follows from the time, so that nothing is kept.
fn turn(pages: usize, context: &Context) -> impl Iterator<Item = usize> {
    let tick = context.now.unix_ms().checked_div(i64::from(EVERY_SECONDS).saturating_mul(1_000)).unwrap_or(0);
    let tick = usize::try_from(tick).unwrap_or(0);
    let first = tick.wrapping_mul(PAGES_PER_TICK_MAX);
    (0..pages.min(PAGES_PER_TICK_MAX)).filter_map(move |page| first.wrapping_add(page).checked_rem(pages))
}

impl Schedule for PollTasks {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "approvals.poll-tasks",
        every_seconds: EVERY_SECONDS,
        sends: &[ReceiveMessage::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Asks ELMA about tasks whose answer may have been lost.",
    };

    fn wants(_: &Facts, context: &Context) -> Vec<Want> {
        let has_one = ApprovalSettings::of(&context.settings).elma.is_some();
        if has_one { vec![Want::Rows(task_list::all()), channel()] } else { Vec::new() }
    }

    fn tick(facts: &Facts, context: &Context) -> Vec<Effect> {
        // One that is down is asked about nothing but its return.
        if facts.aggregate::<Channel>(Channel::id()).is_none_or(|channel| channel.state.circuit != Circuit::Closed) {
            return Vec::new();
        }
        let items = facts.rows(&task_list::all()).iter().filter_map(|row| serde_json::from_value::<TaskItem>(row.data.clone()).ok());
        let unanswered = |item: &TaskItem| context.now.ms_since(item.since) >= UNANSWERED_MINUTES.saturating_mul(MINUTE_MS);
        let sent: Vec<Sent> = items.filter(unanswered).map(|item| Sent { task: item.key, instance: item.instance }).collect();
        let pages: Vec<&[Sent]> = sent.chunks(SENT_PAGE_MAX).collect();
        let turn = turn(pages.len(), context).filter_map(|page| pages.get(page));
        turn.map(|tasks| Effect::call(CONNECTOR, &Request::Decisions { tasks: tasks.to_vec() })).collect()
    }

    fn answered(_: &Facts, _: &Context, outcome: &Outcome) -> Vec<Effect> {
        // What could not be asked is asked by another tick; the call is on record.
        let Outcome::Called { result: Ok(answer), .. } = outcome else { return Vec::new() };
        match read_answer(answer) {
            Ok(Answer::Decisions { pushes }) => pushes.iter().flat_map(|push| recorded(push.to_string().as_bytes())).collect(),
            Ok(Answer::Task { .. } | Answer::Alive) | Err(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use kernel::aggregate::{Commit, History};
    use kernel::reaction::{FailureClass, OutsideError};
    use kernel::{Event, Page, Row};
    use serde_json::{Value, json};

    use super::*;
    use crate::channel::ChannelEvent;
    use crate::message::Content;
    use crate::process::approve::ApproveOrder;
    use crate::process::note_task::NoteTask;
    use crate::samples::processes::{id, open};
    use crate::samples::world::Scene;
    use crate::samples::{channels, context_settings, messages, settings};
    use crate::views::task_list::TaskListFromProcess;
    use crate::views::tests::rows;

    fn tick_of(page: Page, channel: &[ChannelEvent], settings: kernel::Settings, at: &str) -> Vec<Effect> {
        let context = Context { now: testkit::moment(at), settings: Arc::new(settings), ..testkit::context() };
        let (mut facts, mut page) = (Facts::default(), Some(page));
        for want in PollTasks::wants(&facts, &context) {
            if let Want::Rows(_) = &want {
                facts.put_rows(&want, page.take().unwrap());
            } else {
                let events = channel.iter().map(|event| event.write().unwrap()).collect();
                let commit = Commit { version: 1, meta: context.meta("test"), key: None, events };
                facts.put_aggregate(&want, &History { snapshot: None, commits: vec![commit] }).unwrap();
            }
        }
        PollTasks::tick(&facts, &context)
    }

    fn asked(effects: &[Effect]) -> Vec<Sent> {
        let of = |effect: &Effect| {
            let Effect::Call { request, .. } = effect else { panic!("{effect:?}") };
            let Request::Decisions { tasks } = read_answer(request).unwrap() else { panic!("{request}") };
            assert!(tasks.len() <= SENT_PAGE_MAX);
            tasks
        };
        effects.iter().flat_map(of).collect()
    }

    #[test]
    fn p115_a_task_that_is_not_answered_for_ten_minutes_is_asked_about_until_it_is_decided() {
        let scene = Scene::of(open());
        let shown = |scene: &Scene| rows::<TaskListFromProcess>(id(), &[scene.events()]).page(&task_list::all());
        assert!(shown(&scene).rows.is_empty(), "nobody knows it there");
        let noted = scene.step("system", NoteTask::example());
        let since = noted.case().branches[0].clock.since;
        let at = |minutes: i64| {
            asked(&tick_of(shown(&noted), &channels::closed(), context_settings(), &since.plus_ms(minutes * MINUTE_MS).to_string()))
        };
        assert_eq!(at(9), []);
        assert_eq!(at(10), [Sent { task: channels::key(), instance: NoteTask::example().task }]);
        let later = since.plus_ms(60 * MINUTE_MS).to_string();
        assert!(tick_of(shown(&noted), &channels::fallback(), context_settings(), &later).is_empty(), "the channel is down");
        assert!(tick_of(shown(&noted), &channels::closed(), settings(), &later).is_empty(), "a tenant without ELMA");
        let decided = noted.step("rbu-north", ApproveOrder::example());
        assert!(shown(&decided).rows.is_empty());
    }

    #[test]
    fn tasks_are_asked_about_in_pages_that_take_turns() {
        let count = SENT_PAGE_MAX * (PAGES_PER_TICK_MAX * 2 + 1);
        let item = |n: usize| TaskItem {
            key: channels::other(n).key,
            instance: crate::samples::line(&format!("i-{n}")),
            since: testkit::moment("2026-11-23T07:00:00Z"),
        };
        let page =
            || Page { rows: (0..count).map(|n| Row::new("", "", serde_json::to_value(item(n)).unwrap())).collect(), next_cursor: None };
        let mut seen = BTreeSet::new();
        for minute in ["08:00", "08:05", "08:10"] {
            let effects = tick_of(page(), &channels::closed(), context_settings(), &format!("2026-11-23T{minute}:00Z"));
            assert_eq!(effects.len(), PAGES_PER_TICK_MAX);
            seen.extend(asked(&effects).into_iter().map(|sent| sent.instance));
        }
        assert_eq!(seen.len(), count);
        assert!(tick_of(Page::default(), &channels::closed(), context_settings(), "2026-11-23T08:00:00Z").is_empty());
    }

    fn told(result: Result<Value, OutsideError>) -> Vec<ReceiveMessage> {
        let outcome = Outcome::Called { connector: CONNECTOR, request: Value::Null, result };
        let effects = PollTasks::answered(&Facts::default(), &testkit::context(), &outcome);
        let sent = |effect: &Effect| match effect {
            Effect::Send { body, .. } => Some(serde_json::from_value(body.clone()).unwrap()),
            Effect::Keep { .. } | Effect::Call { .. } | Effect::Redeliver { .. } | Effect::ForgetSubject { .. } => None,
        };
        effects.iter().filter_map(sent).collect()
    }

    #[test]
    fn p115_what_was_decided_there_goes_the_way_of_the_webhook() {
        let pushes = json!([messages::push(), { "task": "apr_1", "decision": "perhaps" }]);
        let found = told(Ok(json!({ "answer": "decisions", "pushes": pushes })));
        assert_eq!(found[0].content, messages::decision());
        assert!(matches!(found[1].content, Content::Unreadable { .. }), "a person sees what cannot be read");
        let error = OutsideError { code: "x".to_owned(), class: FailureClass::Retry, raw_code: String::new(), text: String::new() };
        assert!(told(Err(error)).is_empty() && told(Ok(json!({ "answer": "alive" }))).is_empty());
    }
}
