//! The connector against the simulator of the Bot API, in fair weather and foul.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

mod support;

use kernel::Line;
use kernel::reaction::{FailureClass, OutsideError};
use notices::address::ChatId;
use notices::outside::code;
use notices::outside::telegram::{Answer, Request};
use notices::samples::{CHAT, knowledge};
use notices::text::text;
use runtime::ports::Connector;
use simulator_support::fault::{Fault, FaultKind};
use support::{Held, Mood, PASSWORD, Scene, Speech};
use telegram_simulator::Chat;

async fn send_to(scene: &Scene, chat: i64) -> Result<Answer, OutsideError> {
    let text = text(notices::kind::Kind::Approved, kernel::Language::Ru, &knowledge().fields);
    let request = serde_json::to_value(Request { chat: ChatId(chat), text }).unwrap();
    scene.telegram.call(&scene.call, request).await.map(|answer| serde_json::from_value(answer).unwrap())
}

#[tokio::test]
async fn a_message_in_russian_reaches_its_chat() {
    let scene = Scene::new(Mood::Takes).await;
    assert_eq!(send_to(&scene, CHAT).await, Ok(Answer::Sent { message: Line::new("1").unwrap() }));
    let [message] = scene.simulator.messages().try_into().unwrap();
    assert_eq!(message.text, "Заказ ЗК-000431 согласован\n\nКлиент: ООО «Степь». Уровень: —. Комментарий: —.");
}

#[tokio::test]
async fn telegram_says_how_long_to_wait() {
    let scene = Scene::new(Mood::Takes).await;
    scene.simulator.faults().add(Fault { delay_ms: 17_000, ..Fault::new(FaultKind::Http429, 1) });
    assert_eq!(send_to(&scene, CHAT).await, Ok(Answer::Later { wait_seconds: 17 }));
    assert!(scene.simulator.messages().is_empty());
}

#[tokio::test]
async fn whoever_blocked_the_bot_or_never_spoke_to_it_cannot_be_reached() {
    let scene = Scene::new(Mood::Takes).await;
    scene.simulator.set_chat(&Chat { chat_id: CHAT, blocked: true });
    for chat in [CHAT, 1] {
        let error = send_to(&scene, chat).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (code::TELEGRAM_UNREACHABLE, FailureClass::Permanent), "{}", error.text);
    }
}

#[tokio::test]
async fn failures_are_told_apart() {
    for (kind, expected, class) in [
        (FaultKind::Http500, code::TELEGRAM_SERVER_ERROR, FailureClass::Retry),
        (FaultKind::Auth, code::TELEGRAM_AUTH_ERROR, FailureClass::Auth),
        (FaultKind::Garbage, code::TELEGRAM_UNKNOWN, FailureClass::Unknown),
        (FaultKind::AnswerLost, code::TELEGRAM_UNKNOWN, FailureClass::Unknown),
        (FaultKind::Slow, code::TELEGRAM_UNKNOWN, FailureClass::Unknown),
    ] {
        let scene = Scene::new(Mood::Takes).await;
        scene.simulator.faults().add(Fault { delay_ms: 600, ..Fault::new(kind, 1) });
        let error = send_to(&scene, CHAT).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (expected, class), "{kind:?}");
    }
}

#[tokio::test]
async fn a_wrong_token_is_refused_and_never_quoted() {
    let scene = Scene::with(Mood::Takes, Held { token: "9:other-token", password: PASSWORD }, Speech::Encrypted).await;
    let error = send_to(&scene, CHAT).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class), (code::TELEGRAM_AUTH_ERROR, FailureClass::Auth));
    assert!(!format!("{error:?}").contains("other-token"));
}
