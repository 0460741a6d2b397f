//! A notice from its event to its letter: what the bot cannot deliver is read from the mail server.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

mod support;

use kernel::aggregate::fold_events;
use kernel::reaction::Outcome;
use kernel::{Actor, Command, Context, Effect, Facts, Reaction, Trigger};
use mail_parser::MessageParser;
use notices::notice::record_failed::RecordNoticeFailed;
use notices::notice::record_sent::RecordNoticeSent;
use notices::notice::retry::RetryNotice;
use notices::notice::{Notice, NoticeEvent, Progress};
use notices::outside::telegram;
use notices::reactions::deliver::DeliverOnDispatched;
use notices::samples;
use runtime::ports::Connector;
use serde_json::Value;
use simulator_support::fault::{Fault, FaultKind};
use support::{Mood, Scene};
use telegram_simulator::Chat;

/// One notice, delivered by its own reaction and commands.
struct Delivery {
    scene: Scene,
    context: Context,
    events: Vec<NoticeEvent>,
}

impl Delivery {
    fn new(scene: Scene) -> Self {
        let context = Context {
            tenant: scene.call.tenant.clone(),
            actor: Actor::system("test"),
            now: scene.call.now,
            settings: std::sync::Arc::clone(&scene.call.settings),
            correlation: scene.call.correlation,
            causation: None,
            seed: uuid::Uuid::nil(),
        };
        Self { scene, context, events: vec![samples::queued(), samples::dispatched()] }
    }

    fn state(&self) -> Notice {
        fold_events(None, &self.events, &self.context.meta("test")).unwrap().unwrap()
    }

    fn decide<C: Command<Aggregate = Notice>>(&mut self, command: &C) -> bool {
        let decided = command.decide(Some(&self.state()), &Facts::default(), &self.context).unwrap().events;
        let is_any = !decided.is_empty();
        self.events.extend(decided);
        is_any
    }

    /// Delivers what the last event asks for, until nothing more happens by itself.
    async fn run(&mut self) {
        for _ in 0..10 {
            if !self.step().await {
                return;
            }
        }
        panic!("no end: {:?}", self.events);
    }

    async fn step(&mut self) -> bool {
        let (state, event, meta) = (self.state(), self.events.last().unwrap().clone(), self.context.meta("test"));
        let trigger = Trigger { id: samples::notice_id(), version: 1, event: &event, meta: &meta, state: &state, context: &self.context };
        let effects = DeliverOnDispatched::react(&trigger);
        let [Effect::Call { connector, request }] = effects.as_slice() else { return false };
        let outside: &dyn Connector = if *connector == telegram::CONNECTOR { &self.scene.telegram } else { &self.scene.smtp };
        let result = outside.call(&self.scene.call, request.clone()).await;
        let answered = DeliverOnDispatched::answered(&trigger, &Outcome::Called { connector, request: request.clone(), result });
        let [Effect::Send { command, body, .. }] = answered.as_slice() else { panic!("{answered:?}") };
        let read = |body: &Value| body.clone();
        if *command == RecordNoticeSent::SPEC.name {
            self.decide(&serde_json::from_value::<RecordNoticeSent>(read(body)).unwrap())
        } else {
            self.decide(&serde_json::from_value::<RecordNoticeFailed>(read(body)).unwrap())
        }
    }

    /// What the schedule does when it is time.
    fn tick(&mut self) {
        let due = self.state().due_at().unwrap();
        self.context.now = self.context.now.max(due);
        assert!(self.decide(&RetryNotice { notice_id: samples::notice_id() }));
    }

    fn told(&self) -> (usize, usize) {
        (self.scene.simulator.messages().len(), self.scene.mail.letters().len())
    }
}

#[tokio::test]
async fn by_telegram_and_by_nothing_else() {
    let mut delivery = Delivery::new(Scene::new(Mood::Takes).await);
    delivery.run().await;
    assert_eq!(delivery.told(), (1, 0));
    assert!(matches!(delivery.state().progress, Progress::Sent { .. }));
}

#[tokio::test]
async fn whoever_blocked_the_bot_gets_a_letter() {
    let mut delivery = Delivery::new(Scene::new(Mood::Takes).await);
    delivery.scene.simulator.set_chat(&Chat { chat_id: samples::CHAT, blocked: true });
    delivery.run().await;
    assert_eq!(delivery.told(), (0, 1));
    let [letter] = delivery.scene.mail.letters().try_into().unwrap();
    let read = MessageParser::default().parse(&letter.raw).unwrap();
    assert_eq!(read.subject(), Some("Заказ ЗК-000431 согласован"));
    assert!(matches!(&delivery.state().progress, Progress::Sent { route, .. } if *route == samples::email()));
}

#[tokio::test]
async fn a_lost_answer_of_telegram_is_not_repeated_there() {
    let mut delivery = Delivery::new(Scene::new(Mood::Takes).await);
    delivery.scene.simulator.faults().add(Fault::new(FaultKind::AnswerLost, 1));
    delivery.run().await;
    assert_eq!(delivery.told(), (1, 1));
}

#[tokio::test]
async fn telegram_is_waited_for_three_times_and_then_the_letter_goes_out() {
    let mut delivery = Delivery::new(Scene::new(Mood::Takes).await);
    delivery.scene.simulator.faults().add(Fault::new(FaultKind::Http429, 3));
    for _ in 0..2 {
        delivery.run().await;
        assert_eq!(delivery.told(), (0, 0));
        delivery.tick();
    }
    delivery.run().await;
    assert_eq!(delivery.told(), (0, 1));
}

#[tokio::test]
async fn where_nothing_works_the_notice_waits_for_a_person() {
    let mut delivery = Delivery::new(Scene::new(Mood::NoMailbox).await);
    delivery.scene.simulator.faults().add(Fault::new(FaultKind::Auth, 1));
    delivery.run().await;
    assert_eq!((delivery.told(), delivery.state().due_at()), ((0, 0), None));
    assert!(matches!(delivery.state().progress, Progress::Failed { retry_at: None, .. }));
}
