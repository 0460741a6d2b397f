//! A waybill whose outcome nobody knows, given up meanwhile: every order in which the answers
//! may arrive, played through commands and reactions.

use kernel::reaction::{FailureClass, Outcome, OutsideError};
use kernel::view::Page;
use kernel::{Actor, Command, Context, Decision, Effect, Facts, Moment, Reaction, Trigger};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{context, moment};

use super::cancel::CancelOrder;
use super::consignment::Stage;
use super::record_waybill_created::RecordWaybillCreated;
use super::record_waybill_failed::RecordWaybillFailed;
use super::record_waybill_voided::RecordWaybillVoided;
use super::request_waybill::RequestWaybill;
use super::retry_waybill::RetryWaybill;
use super::void_waybill::VoidWaybill;
use super::{Order, OrderEvent, OrderRefusal, OrderStatus};
use crate::outside::nova_poshta::{CONNECTOR, Request, code};
use crate::reactions::create_waybill::CreateWaybillOnRequest;
use crate::reactions::void_waybill::VoidWaybillOnRequest;
use crate::samples;
use crate::views::order_waybill_retry::{WaybillRetryFromOrder, due};
use crate::views::tests::rows;

/// An order as it was written, commit by commit.
struct Story {
    commits: Vec<Vec<OrderEvent>>,
    now: Moment,
}

impl Story {
    /// A waybill was wanted, and the carrier's answer was lost.
    fn unknown() -> Self {
        let mut story = Self { commits: vec![vec![samples::created()]], now: moment(testkit::decision::NOW) };
        story.does(&RequestWaybill { order_id: samples::order_id(), ..RequestWaybill::example() });
        story.fails(FailureClass::Unknown);
        story
    }

    fn state(&self) -> Order {
        let meta = context().meta("test");
        kernel::aggregate::fold_events(None, &self.commits.concat(), &meta).unwrap().unwrap()
    }

    fn stage(&self) -> Stage {
        self.state().consignments[0].stage.clone()
    }

    fn context(&self) -> Context {
        Context { settings: Arc::new(samples::settings()), now: self.now, ..context() }
    }

    fn decides<C: Command<Aggregate = Order>>(&self, command: &C, context: &Context) -> Result<Decision<Order>, C::Refusal> {
        command.decide(Some(&self.state()), &Facts::default(), context)
    }

    /// Somebody, or a reaction, does something; what it claims is free.
    fn does<C: Command<Aggregate = Order>>(&mut self, command: &C) -> Decision<Order> {
        let decision = self.decides(command, &self.context()).unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
        if !decision.events.is_empty() {
            self.commits.push(decision.events.clone());
        }
        decision
    }

    /// The schedule's time comes: what it finds due is tried again.
    fn retried(&mut self) {
        self.now = self.now.plus_ms(24 * 60 * 60_000);
        assert_eq!(self.due().rows.len(), 1, "something is due");
        let context = Context { actor: Actor::system("orders.retry-waybills"), ..self.context() };
        let retry = RetryWaybill { order_id: samples::order_id() };
        self.commits.push(self.decides(&retry, &context).unwrap().events);
    }

    fn voided_by_a_person(&mut self) {
        self.does(&VoidWaybill { order_id: samples::order_id(), ..VoidWaybill::example() });
    }

    fn fails(&mut self, class: FailureClass) {
        let (order_id, consignment) = (samples::order_id(), self.state().consignments[0].id.clone());
        self.does(&RecordWaybillFailed { order_id, consignment, error: OutsideError { class, ..samples::outside_error() } });
    }

    fn is_created(&mut self) {
        let (order_id, consignment) = (samples::order_id(), self.state().consignments[0].id.clone());
        self.does(&RecordWaybillCreated { order_id, consignment, ..RecordWaybillCreated::example() });
    }

    fn is_gone(&mut self, never_made: bool) -> Decision<Order> {
        let (order_id, consignment) = (samples::order_id(), self.state().consignments[0].id.clone());
        self.does(&RecordWaybillVoided { order_id, consignment, never_made })
    }

    /// What the schedule would find, however late.
    fn due(&self) -> Page {
        let query = due(self.now.plus_ms(365 * 24 * 60 * 60_000), 100);
        rows::<WaybillRetryFromOrder>(samples::order_id(), &self.commits).page(&query)
    }

    fn trigger<T>(&self, act: impl Fn(&Trigger<'_, Order>) -> T) -> T {
        let (context, state) = (self.context(), self.state());
        let meta = context.meta("test");
        let interesting = |event: &&OrderEvent| !matches!(event, OrderEvent::StatusChanged { .. });
        let event = self.commits.last().and_then(|events| events.iter().rev().find(interesting)).unwrap();
        act(&Trigger { id: samples::order_id(), version: 9, event, meta: &meta, state: &state, context: &context })
    }

    /// What the carrier is asked because of the newest event.
    fn asked<R: Reaction<Aggregate = Order>>(&self) -> Option<Request> {
        let effects = self.trigger(R::react);
        assert!(effects.len() <= 1, "{effects:?}");
        effects.first().map(|effect| match effect {
            Effect::Call { request, .. } => serde_json::from_value(request.clone()).unwrap(),
            Effect::Send { .. } | Effect::Redeliver { .. } | Effect::ForgetSubject { .. } | Effect::Keep { .. } => panic!("{effect:?}"),
        })
    }

    /// Over: nothing waits, nothing is live, and the order may have another waybill.
    fn is_over(&self) {
        assert!(matches!(self.stage(), Stage::Void { .. }), "{:?}", self.stage());
        assert!(self.due().rows.is_empty(), "a schedule still looks at it");
        assert_eq!((self.state().status(), self.state().live_consignment()), (OrderStatus::New, None));
        let another = RequestWaybill { order_id: samples::order_id(), ..RequestWaybill::example() };
        assert!(self.decides(&another, &self.context()).is_ok());
    }
}

fn called(request: &Request, result: Result<Value, OutsideError>) -> Outcome {
    Outcome::Called { connector: CONNECTOR, request: serde_json::to_value(request).unwrap(), result }
}

fn sent(effects: &[Effect]) -> (&'static str, &Value) {
    let [Effect::Send { command, body, .. }] = effects else { panic!("{effects:?}") };
    (command, body)
}

/// Unknown, tried again, and given up while the carrier is being asked.
fn given_up_while_asked() -> Story {
    let mut story = Story::unknown();
    story.retried();
    assert!(matches!(story.asked::<CreateWaybillOnRequest>(), Some(Request::CreateWaybill(_))));
    story.voided_by_a_person();
    assert_eq!(story.asked::<VoidWaybillOnRequest>(), None, "the running attempt answers");
    story
}

#[test]
fn r32_given_up_while_asked_and_made_is_deleted_at_the_carrier() {
    let mut story = given_up_while_asked();
    story.is_created();
    assert!(matches!(story.asked::<VoidWaybillOnRequest>(), Some(Request::DeleteWaybill { .. })));
    assert!(story.due().rows.is_empty());
    let decision = story.is_gone(false);
    assert_eq!(decision.releases, [], "what the carrier says of the number is still found");
    story.is_over();
}

#[test]
fn r32_given_up_while_asked_and_never_made_is_over() {
    let mut story = given_up_while_asked();
    let decision = story.is_gone(true);
    assert!(decision.claims.is_empty() && decision.releases.is_empty(), "no number was ever taken");
    story.is_over();
    // The same answer again, by the other reaction.
    assert_eq!(story.is_gone(true).events, []);
}

#[test]
fn r32_given_up_while_asked_and_failed_is_looked_for_until_it_is_known() {
    for class in [FailureClass::Permanent, FailureClass::Auth, FailureClass::Retry, FailureClass::Unknown] {
        let mut story = given_up_while_asked();
        story.fails(class);
        assert!(matches!(story.stage(), Stage::Requested(_)), "{class:?} says nothing of the first attempt: {:?}", story.stage());
        story.retried();
        assert!(matches!(story.asked::<CreateWaybillOnRequest>(), Some(Request::FindWaybill { .. })), "{class:?}");
        let mut found = Story { commits: story.commits.clone(), now: story.now };
        story.is_gone(true);
        story.is_over();
        found.is_created();
        assert!(matches!(found.asked::<VoidWaybillOnRequest>(), Some(Request::DeleteWaybill { .. })));
        found.is_gone(false);
        found.is_over();
    }
}

#[test]
fn r32_a_look_up_that_fails_does_not_prove_that_there_is_no_waybill() {
    for class in [FailureClass::Retry, FailureClass::Permanent, FailureClass::Auth] {
        let mut story = Story::unknown();
        story.retried();
        story.fails(class);
        let another = RequestWaybill { order_id: samples::order_id(), ..RequestWaybill::example() };
        let refused = story.decides(&another, &story.context()).map(|decision| decision.events);
        assert_eq!(refused, Err(OrderRefusal::ConsignmentExists), "{class:?}");
        story.voided_by_a_person();
        assert!(matches!(story.asked::<VoidWaybillOnRequest>(), Some(Request::FindWaybill { .. })), "{class:?}");
        story.is_gone(true);
        story.is_over();
    }
}

#[test]
fn r32_an_attempt_that_nobody_answered_leaves_a_doubt() {
    let mut story = Story::unknown();
    story.commits.truncate(2);
    story.retried();
    story.fails(FailureClass::Retry);
    story.voided_by_a_person();
    assert!(matches!(story.asked::<VoidWaybillOnRequest>(), Some(Request::FindWaybill { .. })));
}

#[test]
fn r32_a_first_attempt_that_certainly_failed_leaves_none() {
    let mut story = Story::unknown();
    story.commits.truncate(2);
    story.voided_by_a_person();
    story.fails(FailureClass::Permanent);
    story.is_over();
}

#[test]
fn r32_a_search_that_found_none_says_nothing_of_a_waybill_that_became_known() {
    let mut story = given_up_while_asked();
    story.is_created();
    assert_eq!(story.is_gone(true).events, [], "its deletion is under way");
    assert!(matches!(story.asked::<VoidWaybillOnRequest>(), Some(Request::DeleteWaybill { .. })));
}

#[test]
fn r32_made_after_all_it_is_deleted_once() {
    let mut story = given_up_while_asked();
    story.is_gone(true);
    story.is_created();
    assert!(matches!(story.asked::<VoidWaybillOnRequest>(), Some(Request::DeleteWaybill { .. })));
    story.is_gone(false);
    story.is_over();
    let before = story.commits.len();
    story.is_created();
    story.fails(FailureClass::Unknown);
    assert_eq!(story.commits.len(), before, "late answers change nothing");
}

#[test]
fn r34_looking_for_what_nobody_wants_ends_after_ten_failures_and_begins_again_when_a_person_asks() {
    let mut story = given_up_while_asked();
    story.fails(FailureClass::Retry);
    let mut attempts = 2;
    while !story.due().rows.is_empty() {
        story.retried();
        story.fails(FailureClass::Auth);
        attempts += 1;
    }
    assert_eq!(attempts, 10);
    story.voided_by_a_person();
    assert!(matches!(story.asked::<VoidWaybillOnRequest>(), Some(Request::FindWaybill { .. })));
    story.is_gone(true);
    story.is_over();
}

#[test]
fn r07_of_a_cancelled_order_a_waybill_is_only_looked_for() {
    let mut story = Story::unknown();
    story.commits.truncate(2);
    story.fails(FailureClass::Permanent);
    story.does(&CancelOrder { order_id: samples::order_id(), ..CancelOrder::example() });
    story.does(&RetryWaybill { order_id: samples::order_id() });
    assert!(matches!(story.asked::<CreateWaybillOnRequest>(), Some(Request::FindWaybill { .. })));
    story.is_gone(true);
    assert!(matches!(story.stage(), Stage::Void { waybill: None, .. }) && story.due().rows.is_empty());
}

#[test]
fn r32_a_number_that_another_order_has_ends_what_nobody_wants() {
    let mut story = Story::unknown();
    story.voided_by_a_person();
    let find = story.asked::<VoidWaybillOnRequest>().unwrap();
    let found = json!({ "answer": "found", "waybill": { "number": "20450912345678", "document_ref": "8f2c" } });
    let effects = story.trigger(|trigger| VoidWaybillOnRequest::answered(trigger, &called(&find, Ok(found.clone()))));
    assert_eq!(sent(&effects).0, RecordWaybillCreated::SPEC.name);
    let taken =
        Outcome::Sent { command: RecordWaybillCreated::SPEC.name, key: String::new(), result: Err((&OrderRefusal::WaybillTaken).into()) };
    let effects = story.trigger(|trigger| VoidWaybillOnRequest::answered(trigger, &taken));
    let (command, body) = sent(&effects);
    assert_eq!((command, &body["never_made"]), (RecordWaybillVoided::SPEC.name, &json!(true)));
    story.is_gone(true);
    story.is_over();
}

#[test]
fn r32_what_a_search_finds_and_what_a_deletion_answers_are_told_apart() {
    let mut story = Story::unknown();
    story.voided_by_a_person();
    let find = story.asked::<VoidWaybillOnRequest>().unwrap();
    let none = called(&find, Ok(json!({ "answer": "found", "waybill": null })));
    let effects = story.trigger(|trigger| VoidWaybillOnRequest::answered(trigger, &none));
    assert_eq!(sent(&effects).1["never_made"], true);
    story.is_created();
    let delete = story.asked::<VoidWaybillOnRequest>().unwrap();
    let unknown = OutsideError { code: code::NOT_FOUND.to_owned(), ..samples::outside_error() };
    let effects = story.trigger(|trigger| VoidWaybillOnRequest::answered(trigger, &called(&delete, Err(unknown.clone()))));
    assert_eq!(sent(&effects).1["never_made"], false);
}
