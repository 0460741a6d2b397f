//! The connector against a real mail server, from whose end of the conversation letters are read.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

mod support;

use kernel::reaction::{FailureClass, OutsideError};
use mail_parser::MessageParser;
use notices::outside::code;
use notices::outside::smtp::{Answer, Request};
use notices::samples::{EMAIL, knowledge, notice_id};
use notices::text::text;
use runtime::ports::Connector;
use support::{Held, Mood, PASSWORD, Scene, Speech, TOKEN};

async fn send(scene: &Scene) -> Result<Answer, OutsideError> {
    let text = text(notices::kind::Kind::Approved, kernel::Language::Ru, &knowledge().fields);
    let request = serde_json::to_value(Request { notice: notice_id(), to: EMAIL.parse().unwrap(), text }).unwrap();
    scene.smtp.call(&scene.call, request).await.map(|answer| serde_json::from_value(answer).unwrap())
}

#[tokio::test]
async fn a_letter_in_russian_is_read_from_the_server() {
    let scene = Scene::new(Mood::Takes).await;
    let sent = send(&scene).await.unwrap();
    let [letter] = scene.mail.letters().try_into().unwrap();
    assert_eq!((letter.from.as_str(), letter.to.as_slice()), ("robot@td.example", [EMAIL.to_owned()].as_slice()));
    let read = MessageParser::default().parse(&letter.raw).unwrap();
    assert_eq!(read.subject(), Some("Заказ ЗК-000431 согласован"));
    assert_eq!(read.body_text(0).unwrap().trim(), "Клиент: ООО «Степь». Уровень: —. Комментарий: —.");
    let from = read.from().and_then(|from| from.first()).unwrap();
    assert_eq!((from.name(), from.address()), (Some("Торговый дом «Восток»"), Some("robot@td.example")));
    assert_eq!(read.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert_eq!(sent.message.as_str(), format!("<{}@td.example>", notice_id()));
    assert_eq!(read.message_id(), Some(sent.message.as_str().trim_matches(['<', '>'])));
    assert_eq!(read.date().unwrap().to_rfc3339(), "2026-11-23T07:00:00Z");
}

#[tokio::test]
async fn a_letter_that_is_sent_again_has_the_same_id() {
    let scene = Scene::new(Mood::Takes).await;
    assert_eq!(send(&scene).await, send(&scene).await);
}

#[tokio::test]
async fn failures_are_told_apart() {
    for (mood, expected, class) in [
        (Mood::NoMailbox, code::SMTP_REFUSED, FailureClass::Permanent),
        (Mood::Busy, code::SMTP_SERVER_ERROR, FailureClass::Retry),
        (Mood::Silent, code::SMTP_UNKNOWN, FailureClass::Unknown),
    ] {
        let scene = Scene::new(mood).await;
        let error = send(&scene).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (expected, class), "{mood:?}: {}", error.text);
        assert!(scene.mail.letters().is_empty());
    }
}

#[tokio::test]
async fn a_wrong_password_is_refused_and_never_quoted() {
    let scene = Scene::with(Mood::Takes, Held { token: TOKEN, password: "other-password" }, Speech::Encrypted).await;
    let error = send(&scene).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class), (code::SMTP_AUTH_ERROR, FailureClass::Auth), "{}", error.text);
    assert!(!format!("{error:?}").contains("other-password"));
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_does_not_encrypt() {
    let scene = Scene::with(Mood::Takes, Held { token: TOKEN, password: PASSWORD }, Speech::Refused).await;
    let error = send(&scene).await.unwrap_err();
    assert!(scene.mail.letters().is_empty(), "{error:?}");
    let held = || Held { token: TOKEN, password: PASSWORD };
    let mut plain = Scene::with(Mood::Takes, held(), Speech::Plain).await;
    send(&plain).await.unwrap();
    assert_eq!(plain.mail.letters().len(), 1);
    plain.smtp = notices_connectors::Smtp::new(std::sync::Arc::new(held()));
    let error = send(&plain).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.raw_code.as_str()), (code::SMTP_VALIDATION_ERROR, "not-encrypted"));
}
