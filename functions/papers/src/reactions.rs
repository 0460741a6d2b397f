//! What follows from what happened to papers.

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use crate::outside::{Answer, CONNECTOR, Request, code};
use crate::paper::record_failed::RecordPaperFailed;
use crate::paper::record_printed::RecordPaperPrinted;
use crate::paper::{Paper, PaperEvent, Progress};

/// Typesets a paper that somebody wants, and records what came of it.
pub struct TypesetOnRequest;

impl Reaction for TypesetOnRequest {
    type Aggregate = Paper;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "papers.typeset-on-request",
        on: &["requested.v1", "retry-requested.v1"],
        sends: &[RecordPaperPrinted::SPEC.name, RecordPaperFailed::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Typesets a paper that somebody wants.",
    };

    fn react(trigger: &Trigger<'_, Paper>) -> Vec<Effect> {
        let paper = trigger.state;
        let waiting = match &paper.progress {
            Progress::Printing { failed, .. } => attempt(trigger.event) == Some(*failed),
            // This attempt is answered: the event was delivered twice.
            Progress::Failed { .. } | Progress::Printed(_) => false,
        };
        if !waiting {
            return Vec::new();
        }
        let request = Request {
            paper_id: trigger.id,
            requested_at: paper.requested_at,
            form: paper.form,
            language: paper.language,
            model: paper.model.clone(),
        };
        vec![Effect::call(CONNECTOR, &request)]
    }

    fn answered(trigger: &Trigger<'_, Paper>, outcome: &Outcome) -> Vec<Effect> {
        let paper_id = trigger.id;
        let effect = match outcome {
            Outcome::Called { result: Ok(answer), .. } => match read_answer::<Answer>(answer) {
                Ok(printed) => Effect::send(&RecordPaperPrinted { paper_id, printed }, trigger.key("printed")),
                Err(malformed) => Effect::send(&RecordPaperFailed { paper_id, error: unreadable(&malformed) }, trigger.key("failed")),
            },
            Outcome::Called { result: Err(error), .. } => {
                Effect::send(&RecordPaperFailed { paper_id, error: error.clone() }, trigger.key("failed"))
            }
            Outcome::Sent { .. } => return Vec::new(),
        };
        vec![effect]
    }
}

/// How many attempts had failed when the event asked for one; `None` when it asks for none.
const fn attempt(event: &PaperEvent) -> Option<u32> {
    match event {
        PaperEvent::Requested(_) => Some(0),
        PaperEvent::RetryRequested { failed } => Some(*failed),
        PaperEvent::Printed(_) | PaperEvent::Failed { .. } => None,
    }
}

fn unreadable(malformed: &kernel::Malformed) -> OutsideError {
    let code = code::VALIDATION_ERROR.to_owned();
    OutsideError { code, class: FailureClass::Permanent, raw_code: String::new(), text: malformed.to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use testkit::context;

    use super::*;
    use crate::samples;

    fn with<T>(history: &[PaperEvent], event: &PaperEvent, act: impl Fn(&Trigger<'_, Paper>) -> T) -> T {
        let (context, state) = (context(), samples::folded(history));
        let meta = context.meta("test");
        act(&Trigger { id: samples::paper_id(), version: 2, event, meta: &meta, state: &state, context: &context })
    }

    fn react(history: &[PaperEvent], event: &PaperEvent) -> Vec<Effect> {
        with(history, event, TypesetOnRequest::react)
    }

    fn answered(result: Result<Value, OutsideError>) -> (&'static str, Value) {
        let outcome = Outcome::Called { connector: CONNECTOR, request: Value::Null, result };
        let effects = with(&[samples::requested()], &samples::requested(), |trigger| TypesetOnRequest::answered(trigger, &outcome));
        let [Effect::Send { command, body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        (command, body.clone())
    }

    #[test]
    fn a_paper_that_is_wanted_is_typeset() {
        let again = PaperEvent::RetryRequested { failed: 1 };
        let histories =
            [(vec![samples::requested()], samples::requested()), (vec![samples::requested(), samples::failed(), again.clone()], again)];
        for (history, event) in histories {
            let effects = react(&history, &event);
            let [Effect::Call { connector: CONNECTOR, request }] = effects.as_slice() else { panic!("{effects:?}") };
            let request: Request = serde_json::from_value(request.clone()).unwrap();
            assert_eq!(request.key(), format!("papers/{}.pdf", samples::paper_id()));
            assert_eq!(*request.model, samples::model());
        }
    }

    #[test]
    fn an_attempt_that_is_answered_is_not_made_again() {
        let requested = samples::requested();
        assert_eq!(react(&[requested.clone(), samples::printed()], &requested), []);
        assert_eq!(react(&[requested.clone(), samples::failed()], &requested), []);
        let again = PaperEvent::RetryRequested { failed: 1 };
        assert_eq!(react(&[requested.clone(), samples::failed(), again], &requested), []);
    }

    #[test]
    fn what_the_typesetter_answers_is_recorded() {
        let (command, body) = answered(Ok(serde_json::to_value(samples::print()).unwrap()));
        assert_eq!((command, &body["printed"]["pages"]), ("papers.record-paper-printed", &json!(2)));
        let (command, body) = answered(Err(samples::outside_error()));
        assert_eq!((command, &body["error"]["code"]), ("papers.record-paper-failed", &json!(code::STORAGE_ERROR)));
        let (command, body) = answered(Ok(json!([])));
        assert_eq!((command, &body["error"]["class"]), ("papers.record-paper-failed", &json!("permanent")));
    }
}
