//! A message goes to the bot or to the mail server.

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Line, Reaction, ReactionSpec, Trigger};
use serde_json::Value;

use crate::address::Route;
use crate::notice::record_failed::RecordNoticeFailed;
use crate::notice::record_sent::RecordNoticeSent;
use crate::notice::{Notice, NoticeEvent, Progress};
use crate::outside::{code, smtp, telegram};

/// Sends a message by its way, and records what came of it.
pub struct DeliverOnDispatched;

/// What came of an attempt.
enum Fate {
    Sent(Line),
    Failed(OutsideError, Option<u32>),
}

impl Reaction for DeliverOnDispatched {
    type Aggregate = Notice;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "notices.deliver-on-dispatched",
        on: &["dispatched.v1", "fell-back.v1"],
        sends: &[RecordNoticeSent::SPEC.name, RecordNoticeFailed::SPEC.name],
        calls: &[telegram::CONNECTOR, smtp::CONNECTOR],
        summary: "Sends a message by Telegram or by e-mail.",
    };

    fn react(trigger: &Trigger<'_, Notice>) -> Vec<Effect> {
        let notice = trigger.state;
        let Some((attempt, route)) = attempt(trigger.event) else { return Vec::new() };
        let is_awaited = notice.attempts == attempt && matches!(notice.progress, Progress::Sending { .. });
        // Otherwise this attempt is answered: the event was delivered twice.
        is_awaited.then(|| call(notice, route)).into_iter().collect()
    }

    fn answered(trigger: &Trigger<'_, Notice>, outcome: &Outcome) -> Vec<Effect> {
        let (Some((attempt, route)), Outcome::Called { result, .. }) = (attempt(trigger.event), outcome) else { return Vec::new() };
        let notice_id = trigger.id;
        vec![match fate(route, result) {
            Fate::Sent(reference) => Effect::send(&RecordNoticeSent { notice_id, attempt, reference }, trigger.key("sent")),
            Fate::Failed(error, wait_seconds) => {
                Effect::send(&RecordNoticeFailed { notice_id, attempt, error, wait_seconds }, trigger.key("failed"))
            }
        }]
    }
}

const fn attempt(event: &NoticeEvent) -> Option<(u32, &Route)> {
    match event {
        NoticeEvent::Dispatched { attempt, route } | NoticeEvent::FellBack { attempt, route, .. } => Some((*attempt, route)),
        NoticeEvent::Queued(_)
        | NoticeEvent::Merged { .. }
        | NoticeEvent::Sent { .. }
        | NoticeEvent::Failed { .. }
        | NoticeEvent::RetryRequested { .. } => None,
    }
}

fn call(notice: &Notice, route: &Route) -> Effect {
    let text = notice.queued.text.clone();
    match route {
        Route::Telegram { chat } => Effect::call(telegram::CONNECTOR, &telegram::Request { chat: *chat, text }),
        Route::Email { email } => Effect::call(smtp::CONNECTOR, &smtp::Request { notice: notice.queued.id, to: email.clone(), text }),
    }
}

fn fate(route: &Route, result: &Result<Value, OutsideError>) -> Fate {
    let answer = match result {
        Ok(answer) => answer,
        Err(error) => return Fate::Failed(error.clone(), None),
    };
    match route {
        Route::Telegram { .. } => match read_answer::<telegram::Answer>(answer) {
            Ok(telegram::Answer::Sent { message }) => Fate::Sent(message),
            Ok(telegram::Answer::Later { wait_seconds }) => {
                let error = failure(code::TELEGRAM_RATE_LIMIT, FailureClass::Retry, "too many messages");
                Fate::Failed(error, Some(wait_seconds))
            }
            Err(error) => Fate::Failed(failure(code::TELEGRAM_UNKNOWN, FailureClass::Unknown, &error.to_string()), None),
        },
        Route::Email { .. } => match read_answer::<smtp::Answer>(answer) {
            Ok(smtp::Answer { message }) => Fate::Sent(message),
            Err(error) => Fate::Failed(failure(code::SMTP_UNKNOWN, FailureClass::Unknown, &error.to_string()), None),
        },
    }
}

fn failure(code: &str, class: FailureClass, text: &str) -> OutsideError {
    OutsideError { code: code.to_owned(), class, raw_code: String::new(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use testkit::context;

    use super::*;
    use crate::samples;

    fn with<T>(history: &[NoticeEvent], event: &NoticeEvent, act: impl Fn(&Trigger<'_, Notice>) -> T) -> T {
        let (context, state) = (context(), samples::folded(history));
        let meta = context.meta("test");
        act(&Trigger { id: samples::notice_id(), version: 1, event, meta: &meta, state: &state, context: &context })
    }

    fn react(history: &[NoticeEvent], event: &NoticeEvent) -> Vec<Effect> {
        with(history, event, DeliverOnDispatched::react)
    }

    fn answered(event: &NoticeEvent, result: Result<Value, OutsideError>) -> (&'static str, Value) {
        let outcome = Outcome::Called { connector: telegram::CONNECTOR, request: Value::Null, result };
        let history = [samples::queued(), samples::dispatched()];
        let effects = with(&history, event, |trigger| DeliverOnDispatched::answered(trigger, &outcome));
        let [Effect::Send { command, body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        (command, body.clone())
    }

    #[test]
    fn a_message_goes_by_the_way_of_its_attempt_once() {
        let (queued, dispatched, fell_back) = (samples::queued(), samples::dispatched(), samples::fell_back());
        let effects = react(&[queued.clone(), dispatched.clone()], &dispatched);
        let [Effect::Call { connector: telegram::CONNECTOR, request }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(request["chat"], json!(samples::CHAT));
        let history = [queued, dispatched.clone(), fell_back.clone()];
        let effects = react(&history, &fell_back);
        let [Effect::Call { connector: smtp::CONNECTOR, request }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(request["to"], json!(samples::EMAIL));
        assert_eq!(react(&history, &dispatched), []);
    }

    #[test]
    fn what_is_sent_is_not_sent_again_when_its_event_comes_again() {
        let history = [samples::queued(), samples::dispatched(), samples::sent()];
        assert_eq!(react(&history, &samples::dispatched()), []);
    }

    #[test]
    fn what_comes_of_it_is_recorded() {
        let event = samples::dispatched();
        let (command, body) = answered(&event, Ok(json!({ "answer": "sent", "message": "1001" })));
        assert_eq!((command, &body["reference"]), ("notices.record-notice-sent", &json!("1001")));
        let (command, body) = answered(&event, Ok(json!({ "answer": "later", "wait_seconds": 30 })));
        assert_eq!((command, &body["wait_seconds"]), ("notices.record-notice-failed", &json!(30)));
        let (_, body) = answered(&event, Ok(json!([])));
        assert_eq!(body["error"]["class"], json!("unknown"));
        let (_, body) = answered(&samples::fell_back(), Err(samples::outside_error()));
        assert_eq!((&body["attempt"], &body["error"]["class"]), (&json!(2), &json!("retry")));
    }
}
