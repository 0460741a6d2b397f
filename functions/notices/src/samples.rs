//! Samples of every event and body: for the API description, the golden files and the tests.
//! People and companies are invented.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Language, Line, Moment};

use crate::NoticeId;
use crate::address::{ChatId, Route, Way};
use crate::kind::{Field, Kind, Part, Priority};
use crate::matter::{Branch, Knowledge, MatterEvent, News, Told};
use crate::notice::{Notice, NoticeEvent, Queued};
use crate::outside::code;
use crate::subscriber::{Address, Slot, SubscriberEvent};
use crate::text;

/// The chat of the samples; larger than 32 bits.
pub const CHAT: i64 = 7_301_442_918;
/// The e-mail address of the samples.
pub const EMAIL: &str = "ivanova@td.example";
/// By which ways an approval is told.
pub const BY: &[Way] = &[Way::Telegram, Way::Email];
const SUBJECT: &str = "apr_0192f0c4b1d27c3a9f5e6a7b8c9d0e1f";

/// A literal line.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn line(text: &str) -> Line {
    Line::new(text).expect("a literal line")
}

#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
fn moment(text: &str) -> Moment {
    text.parse().expect("a literal moment")
}

/// The process of the samples.
pub fn subject() -> Line {
    line(SUBJECT)
}

/// Who is told.
pub fn person() -> Line {
    line("ivanova")
}

/// What is known of the process.
pub fn knowledge() -> Knowledge {
    Knowledge::default()
        .says(Field::Order, &"ЗК-000431")
        .says(Field::Client, &"ООО «Степь»")
        .says(Field::Total, &"150000.00 RUB")
        .names(Part::Manager, Some(&person()))
}

/// An approval.
pub fn news() -> News {
    let (event, at) = (line(&format!("{SUBJECT}/4/0")), moment("2026-11-21T08:29:58Z"));
    News { event, version: 4, at, kind: Kind::Approved, branch: None, knowledge: Knowledge::default() }
}

/// The manager is told of it.
pub fn told() -> Told {
    let news = News { knowledge: knowledge(), ..news() };
    Told { subject: subject(), news, to: vec![person()], nobody: Vec::new() }
}

/// One of each event of a matter.
pub fn matters() -> Vec<MatterEvent> {
    let branch = Branch { number: 1, version: 2, knowledge: Knowledge::default().names(Part::Approver, Some(&line("petrov"))) };
    let half = News { kind: Kind::SlaHalf, branch: Some(1), ..news() };
    vec![
        MatterEvent::Learnt { subject: subject(), known: knowledge() },
        MatterEvent::BranchLearnt { branch },
        MatterEvent::Kept { news: half.clone() },
        MatterEvent::Told(told()),
        MatterEvent::Overtaken { news: half },
    ]
}

/// Where the manager is reached.
#[allow(clippy::expect_used, reason = "a literal")]
pub fn address() -> Address {
    Address { telegram: Some(ChatId(CHAT)), email: Some(EMAIL.parse().expect("a literal address")), language: Language::Ru, quiet: None }
}

/// They said so.
pub fn address_set() -> SubscriberEvent {
    SubscriberEvent::AddressSet { person: person(), address: address() }
}

/// The place of the notice in the hour.
pub fn slot() -> Slot {
    let at = moment("2026-11-21T08:30:00Z");
    Slot { notice: notice_id(), event: news().event, kind: Kind::Approved, subject: subject(), made_at: at, goes_at: at }
}

/// One of each event of a subscriber.
pub fn subscribers() -> Vec<SubscriberEvent> {
    vec![address_set(), SubscriberEvent::SlotTaken { slot: slot() }]
}

/// The notice of the samples.
pub fn notice_id() -> NoticeId {
    Notice::id_of(&news().event, &person(), Kind::Approved, BY)
}

/// By Telegram.
pub fn telegram() -> Route {
    Route::Telegram { chat: ChatId(CHAT) }
}

/// By e-mail.
#[allow(clippy::expect_used, reason = "a literal")]
pub fn email() -> Route {
    Route::Email { email: EMAIL.parse().expect("a literal address") }
}

/// It was made.
pub fn queued() -> NoticeEvent {
    NoticeEvent::Queued(Queued {
        id: notice_id(),
        event: news().event,
        subject: subject(),
        kind: Kind::Approved,
        priority: Priority::High,
        person: person(),
        text: text::text(Kind::Approved, Language::Ru, &knowledge().fields),
        by: BY.to_vec(),
        routes: vec![telegram(), email()],
        not_before: None,
    })
}

/// It is on its way to Telegram.
pub fn dispatched() -> NoticeEvent {
    NoticeEvent::Dispatched { attempt: 1, route: telegram() }
}

/// A failure that may pass.
pub fn outside_error() -> OutsideError {
    OutsideError {
        code: code::TELEGRAM_SERVER_ERROR.to_owned(),
        class: FailureClass::Retry,
        raw_code: "status-502".to_owned(),
        text: "Bad Gateway".to_owned(),
    }
}

/// Telegram fails, and the letter goes out.
pub fn fell_back() -> NoticeEvent {
    NoticeEvent::FellBack { error: outside_error(), attempt: 2, route: email() }
}

/// Telegram took it.
pub fn sent() -> NoticeEvent {
    NoticeEvent::Sent { route: telegram(), reference: line("1001") }
}

/// Telegram fails, and is asked again a minute later.
pub fn failed() -> NoticeEvent {
    NoticeEvent::Failed { route: Some(telegram()), error: outside_error(), retry_at: Some(moment("2026-11-21T08:31:00Z")) }
}

/// One of each event of a notice.
pub fn notices() -> Vec<NoticeEvent> {
    let into = Notice::id_of(&line("apr_1/1/0"), &person(), Kind::Approved, BY);
    let retried = NoticeEvent::RetryRequested { routes: vec![telegram(), email()] };
    vec![queued(), NoticeEvent::Merged { into }, dispatched(), fell_back(), sent(), failed(), retried]
}

/// A history's state.
#[cfg(test)]
pub(crate) fn folded(events: &[NoticeEvent]) -> Notice {
    kernel::aggregate::fold_events(None, events, &testkit::context().meta("test")).unwrap().unwrap()
}

/// A tenant in Moscow with somebody for every duty.
#[cfg(test)]
pub(crate) fn settings() -> kernel::Settings {
    let duties = serde_json::json!({
        "drp": ["drp-1"], "dp": ["dp-1"], "gd": ["gd-1"], "fd": ["fd-1"], "finance": ["fin-1", "fin-2"], "it": ["it-1"], "it-director": ["it-2"],
    });
    kernel::Settings {
        time_zone: chrono_tz::Europe::Moscow,
        contexts: [("notices".to_owned(), serde_json::json!({ "duties": duties }))].into(),
        ..testkit::decision::settings()
    }
}
