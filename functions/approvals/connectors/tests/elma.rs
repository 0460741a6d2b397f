//! The connector against the simulator, in fair weather and foul.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

use std::sync::Arc;

use approvals::outside::elma::{Answer, Request, Sent, TOKEN_SECRET, code};
use approvals::samples::channels::{key, task};
use approvals_connectors::Elma;
use async_trait::async_trait;
use elma_simulator::{Settings, Simulator};
use kernel::reaction::{FailureClass, OutsideError};
use kernel::settings::Jurisdiction;
use kernel::{Currency, Language, TenantId};
use outbound::{Outbound, Policy};
use runtime::fault::Fault as Broken;
use runtime::ports::{Call, Connector, Secret, Secrets};
use serde_json::json;
use simulator_support::fault::{Fault, FaultKind};

struct Held(&'static str);

#[async_trait]
impl Secrets for Held {
    async fn get(&self, _: &TenantId, name: &str) -> Result<Option<Secret>, Broken> {
        Ok((name == TOKEN_SECRET).then(|| Secret::new(self.0)))
    }
}

struct Scene {
    simulator: Simulator,
    elma: Elma,
    call: Call,
}

async fn scene(token: &'static str) -> Scene {
    let simulator = Simulator::new(Settings { token: "key-1".to_owned(), template_id: "tmpl-1".to_owned(), webhook: None });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/pub/v1", listener.local_addr().unwrap());
    tokio::spawn(simulator.clone().serve(listener));
    let policy = Policy { attempt_ms: 300, total_ms: 1_000, ..Elma::policy().with_loopback_http() };
    let elma = Elma::new(Outbound::new(policy).unwrap(), Arc::new(Held(token)));
    let approvals = json!({ "elma": { "base_url": base_url, "namespace": "sales.approvals", "code": "decide", "template_id": "tmpl-1" } });
    let settings = kernel::Settings {
        name: "Торговый дом".to_owned(),
        jurisdiction: Jurisdiction::RU,
        time_zone: "Europe/Moscow".parse().unwrap(),
        currency: Currency::RUB,
        language: Language::Ru,
        contexts: [("approvals".to_owned(), approvals)].into(),
    };
    let now = "2026-11-23T07:00:00Z".parse().unwrap();
    let call = Call { tenant: "td".parse().unwrap(), settings: Arc::new(settings), correlation: uuid::Uuid::nil(), now };
    Scene { simulator, elma, call }
}

impl Scene {
    async fn ask(&self, request: Request) -> Result<Answer, OutsideError> {
        let answer = self.elma.call(&self.call, serde_json::to_value(&request).unwrap()).await?;
        Ok(serde_json::from_value(answer).unwrap())
    }

    async fn create(&self) -> Result<Answer, OutsideError> {
        self.ask(Request::CreateTask { task: Box::new(task()) }).await
    }

    fn fault(&self, kind: FaultKind, method: &str) {
        self.simulator.faults().add(Fault { method: Some(method.to_owned()), delay_ms: 600, ..Fault::new(kind, 1) });
    }
}

fn existed(answer: Result<Answer, OutsideError>) -> bool {
    let Ok(Answer::Task { existed, .. }) = answer else { panic!("{answer:?}") };
    existed
}

#[tokio::test]
async fn a_task_is_started_once_however_often_it_is_sent() {
    let scene = scene("key-1").await;
    assert!(!existed(scene.create().await));
    assert!(existed(scene.create().await));
    let tasks = scene.simulator.tasks();
    assert_eq!((tasks.len(), tasks[0]["approval_key"].as_str()), (1, Some(key().to_string().as_str())));
    assert_eq!((&tasks[0]["amount"], &tasks[0]["level"]), (&json!("150000.00"), &json!("rbu")));
}

#[tokio::test]
async fn p118_a_lost_answer_is_unknown_and_the_next_try_finds_the_task() {
    for kind in [FaultKind::AnswerLost, FaultKind::Slow] {
        let scene = scene("key-1").await;
        scene.fault(kind, "run");
        let error = scene.create().await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (code::UNKNOWN, FailureClass::Unknown), "{kind:?}");
        // A slow one answers after we have gone.
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        assert!(existed(scene.create().await), "{kind:?}");
        assert_eq!(scene.simulator.tasks().len(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn failures_are_told_apart() {
    let cases = [
        (FaultKind::Http500, "list", code::SERVER_ERROR, FailureClass::Retry),
        (FaultKind::Garbage, "list", code::PARSE_ERROR, FailureClass::Retry),
        (FaultKind::Garbage, "run", code::UNKNOWN, FailureClass::Unknown),
        (FaultKind::Cut, "list", code::SERVER_ERROR, FailureClass::Retry),
        (FaultKind::Auth, "list", code::AUTH_ERROR, FailureClass::Auth),
    ];
    for (kind, method, expected, class) in cases {
        let scene = scene("key-1").await;
        scene.fault(kind, method);
        let error = scene.create().await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (expected, class), "{kind:?} at {method}");
    }
}

/// A failure is tried again where its order and its count are kept: in the channel, never here.
#[tokio::test]
async fn p136_the_client_makes_one_attempt_and_leaves_retries_to_the_channel() {
    for (kind, method) in [(FaultKind::Http500, "list"), (FaultKind::Http429, "list"), (FaultKind::Cut, "run")] {
        let scene = scene("key-1").await;
        scene.fault(kind, method);
        scene.create().await.unwrap_err();
        assert_eq!(scene.simulator.state()["calls"][method], 1, "{kind:?} at {method}");
    }
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_never_quoted() {
    let scene = scene("key-2").await;
    let error = scene.ask(Request::Ping).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class), (code::AUTH_ERROR, FailureClass::Auth));
    assert!(!error.text.contains("key-2"));
    assert_eq!(self::scene("key-1").await.ask(Request::Ping).await, Ok(Answer::Alive));
}

#[tokio::test]
async fn p115_a_decision_is_pushed_signed_and_perhaps_twice_and_is_one_message() {
    use approvals::message::receive::ReceiveMessage;
    use approvals::webhooks::elma::ReceiveDecision;
    use kernel::{Command, Effect, Webhook};

    let mut receiver = simulator_support::receiver::Receiver::start().await.unwrap();
    let scene = scene("key-1").await;
    scene.simulator.set_webhook(Some(receiver.webhook()));
    scene.create().await.unwrap();
    scene.simulator.faults().add(Fault::new(FaultKind::DuplicatePush, 1));
    let deed = elma_simulator::Deed { task: key().to_string(), user: None, decision: "approved".to_owned(), comment: None };
    assert!(scene.simulator.decide(&deed));
    let (first, second) = (receiver.next().await.unwrap(), receiver.next().await.unwrap());
    assert!(first.signed && second.signed);
    let context = context_of(&scene.call);
    let message = |event: &serde_json::Value| {
        let effects = ReceiveDecision::receive(event.to_string().as_bytes(), &context);
        let Some(Effect::Send { command, body, .. }) = effects.last() else { panic!("{effects:?}") };
        assert_eq!(*command, ReceiveMessage::SPEC.name);
        let command: ReceiveMessage = serde_json::from_value(body.clone()).unwrap();
        assert!(matches!(command.content, approvals::message::Content::Decision { .. }), "{body}");
        command.target(&context)
    };
    assert_eq!(message(&first.event), message(&second.event));
    let unknown = elma_simulator::Deed { task: "none".to_owned(), ..deed };
    assert!(!scene.simulator.decide(&unknown));
}

/// What a poll or a webhook makes of what ELMA says.
fn recorded(effects: &[kernel::Effect]) -> Vec<approvals::message::receive::ReceiveMessage> {
    let command = |effect: &kernel::Effect| match effect {
        kernel::Effect::Send { body, .. } => Some(serde_json::from_value(body.clone()).unwrap()),
        kernel::Effect::Keep { .. }
        | kernel::Effect::Call { .. }
        | kernel::Effect::Redeliver { .. }
        | kernel::Effect::ForgetSubject { .. } => None,
    };
    effects.iter().filter_map(command).collect()
}

impl Scene {
    /// What the poll asks about a task, and what comes of the answer.
    async fn poll(&self, tasks: Vec<Sent>) -> Vec<approvals::message::receive::ReceiveMessage> {
        use approvals::schedules::poll_tasks::PollTasks;
        use kernel::Schedule;
        let request = serde_json::to_value(Request::Decisions { tasks }).unwrap();
        let result = self.elma.call(&self.call, request.clone()).await;
        let outcome = kernel::reaction::Outcome::Called { connector: "elma", request, result };
        recorded(&PollTasks::answered(&kernel::Facts::default(), &context_of(&self.call), &outcome))
    }

    async fn sent(&self) -> Sent {
        let Ok(Answer::Task { instance, .. }) = self.create().await else { panic!("not sent") };
        Sent { task: key(), instance }
    }
}

fn decided(decision: &str) -> elma_simulator::Deed {
    let comment = Some("Клиент забирает остаток партии одним рейсом".to_owned());
    elma_simulator::Deed { task: key().to_string(), user: None, decision: decision.to_owned(), comment }
}

#[tokio::test]
async fn p115_an_answer_whose_webhook_is_lost_is_found_by_the_poll() {
    use approvals::message::Content;
    use approvals::outside::elma::PushedDecision;

    let scene = scene("key-1").await;
    let sent = scene.sent().await;
    assert!(scene.poll(vec![sent.clone()]).await.is_empty(), "nobody has decided");
    // There is no webhook: what the script pushes goes nowhere.
    assert!(scene.simulator.decide(&decided("rejected")));
    let found = scene.poll(vec![sent.clone()]).await;
    let [one] = found.as_slice() else { panic!("{found:?}") };
    let Content::Decision { push } = &one.content else { panic!("{one:?}") };
    assert_eq!((push.task.as_str(), push.decision), (key().to_string().as_str(), PushedDecision::Rejected));
    assert_eq!(push.comment.as_ref().map(|text| text.as_str()), decided("").comment.as_deref());
    assert!(!push.user.as_str().is_empty());
    // Somebody else's instance is not ours, whatever id it has.
    let foreign = Sent { task: approvals::samples::channels::other(1).key, ..sent.clone() };
    assert!(scene.poll(vec![foreign]).await.is_empty());
    // A poll that fails is made again by another tick.
    scene.fault(FaultKind::Http500, "list");
    assert!(scene.poll(vec![sent.clone()]).await.is_empty());
    assert_eq!(scene.poll(vec![sent]).await.len(), 1);
}

#[tokio::test]
async fn p115_what_is_pushed_and_polled_is_one_message() {
    use approvals::webhooks::elma::ReceiveDecision;
    use kernel::{Command, Webhook};

    let mut receiver = simulator_support::receiver::Receiver::start().await.unwrap();
    let scene = scene("key-1").await;
    scene.simulator.set_webhook(Some(receiver.webhook()));
    let sent = scene.sent().await;
    assert!(scene.simulator.decide(&decided("approved")));
    let context = context_of(&scene.call);
    let pushed = receiver.next().await.unwrap().event.to_string();
    let pushed = recorded(&ReceiveDecision::receive(pushed.as_bytes(), &context));
    let (first, again) = (scene.poll(vec![sent.clone()]).await, scene.poll(vec![sent]).await);
    let target =
        |messages: &[approvals::message::receive::ReceiveMessage]| messages.iter().map(|one| one.target(&context)).collect::<Vec<_>>();
    assert_eq!(target(&pushed).len(), 1);
    assert_eq!((target(&pushed), target(&first)), (target(&first), target(&again)));
    // The message is recorded once, so that it is decided once.
    let decide = |message: &approvals::message::receive::ReceiveMessage, state: Option<&approvals::message::Message>| {
        message.decide(state, &kernel::Facts::default(), &context).unwrap().events
    };
    let events = decide(&pushed[0], None);
    let known = kernel::aggregate::fold_events::<approvals::message::Message>(None, &events, &context.meta("test")).unwrap();
    assert_eq!((events.len(), decide(&first[0], known.as_ref())), (1, Vec::new()));
}

fn context_of(call: &Call) -> kernel::Context {
    kernel::Context {
        tenant: call.tenant.clone(),
        actor: kernel::Actor::system("test"),
        now: call.now,
        settings: Arc::clone(&call.settings),
        correlation: call.correlation,
        causation: None,
        seed: uuid::Uuid::nil(),
    }
}
