//! The subscriber: where somebody is reached, when they are left alone, and what they were told lately.

pub mod event;
pub mod refusal;

pub mod set_address;

use chrono_tz::Tz;
use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Language, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::address::{ChatId, Email, Route, Way};
use crate::kind::{Kind, Priority};
use crate::quiet::Quiet;
use crate::rules::Rule;
use crate::{NoticeId, SubscriberId};
pub use event::SubscriberEvent;
pub use refusal::SubscriberRefusal;

/// The time in which messages are counted, in milliseconds.
const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;
/// Most messages that are remembered of one person: more than an hour can hold, critical ones too.
pub const SLOTS_MAX: usize = 200;

/// Where somebody is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Address {
    /// By the bot; they must have spoken to it first.
    #[serde(default)]
    pub telegram: Option<ChatId>,
    /// By letter.
    #[serde(default)]
    pub email: Option<Email>,
    /// In which language.
    #[schemars(with = "String")]
    pub language: Language,
    /// When they are left alone; by the matrix when absent.
    #[serde(default)]
    pub quiet: Option<Quiet>,
}

impl Address {
    /// The ways to them, in the order of the rule; a way without an address is none.
    pub fn routes(&self, by: &[Way]) -> Vec<Route> {
        let route = |way: &Way| match way {
            Way::Telegram => self.telegram.map(|chat| Route::Telegram { chat }),
            Way::Email => self.email.clone().map(|email| Route::Email { email }),
        };
        by.iter().filter_map(route).collect()
    }
}

/// One message that somebody was, or will be, sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Slot {
    /// Which; the first, where the same news goes by several ways.
    pub notice: NoticeId,
    /// The event of the other context.
    pub event: Line,
    /// Of what.
    pub kind: Kind,
    /// About which matter.
    pub subject: Line,
    /// When it was made.
    pub made_at: Moment,
    /// When it goes out.
    pub goes_at: Moment,
}

/// Somebody who is told things.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Subscriber {
    /// Where; nowhere yet when absent.
    pub address: Option<Address>,
    /// What they were told in the last hour, and what waits, in the order in which it was made.
    pub slots: Vec<Slot>,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About<'a> {
    /// The event of the other context.
    pub event: &'a Line,
    /// Of what.
    pub kind: Kind,
    /// About which matter.
    pub subject: &'a Line,
}

impl About<'_> {
    /// The place of a message in the hour.
    pub fn slot(&self, notice: NoticeId, made_at: Moment, goes_at: Moment) -> Slot {
        Slot { notice, event: self.event.clone(), kind: self.kind, subject: self.subject.clone(), made_at, goes_at }
    }

    fn is_of(&self, slot: &Slot) -> bool {
        slot.event == *self.event && slot.kind == self.kind
    }
}

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// It goes out then.
    At(Moment),
    /// It goes out then, with another message about the same news, and takes no place of its own.
    Beside(Moment),
    /// It says nothing that this one did not say a moment ago.
    Merged(NoticeId),
}

impl Subscriber {
    /// The subscriber of a person, by the subject of their token.
    pub fn id_of(person: &Line) -> SubscriberId {
        SubscriberId::derive(&[person.as_str()])
    }

    /// When a message goes out.
    ///
    /// It is merged only with the last one about the matter: of "approved, revoked, approved"
    /// within a minute the third is news.
    pub fn plan(&self, about: &About<'_>, rule: &Rule, now: Moment, zone: Tz) -> Plan {
        if let Some(own) = self.slots.iter().find(|slot| about.is_of(slot)) {
            return Plan::Beside(own.goes_at.max(now));
        }
        let last = self.slots.iter().rev().find(|slot| slot.subject == *about.subject);
        let merge_ms = i64::from(rule.merge_minutes).saturating_mul(MINUTE_MS);
        match last {
            Some(last) if last.kind == about.kind && now.ms_since(last.made_at) < merge_ms => Plan::Merged(last.notice),
            Some(_) | None if rule.row.priority == Priority::Critical => Plan::At(now),
            Some(_) | None => {
                let quiet = self.address.as_ref().and_then(|address| address.quiet).unwrap_or(rule.quiet);
                Plan::At(quiet.over(self.room_at(rule.per_hour, now), zone))
            }
        }
    }

    /// When there is room within the messages of an hour, counting those that wait.
    fn room_at(&self, per_hour: u32, now: Moment) -> Moment {
        let mut taken: Vec<Moment> = self.slots.iter().map(|slot| slot.goes_at).filter(|at| now.ms_since(*at) < HOUR_MS).collect();
        taken.sort_unstable();
        let per_hour = usize::try_from(per_hour).unwrap_or(usize::MAX);
        let oldest = taken.len().checked_sub(per_hour).and_then(|index| taken.get(index));
        oldest.map_or(now, |at| at.plus_ms(HOUR_MS).max(now))
    }
}

impl Aggregate for Subscriber {
    type Kind = kernel::id::kinds::NoticeSubscriber;
    type Event = SubscriberEvent;
    const NAME: &'static str = "notices.subscriber";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &SubscriberEvent, meta: &Meta) -> Result<Self, Impossible> {
        let mut subscriber = state.unwrap_or_default();
        match event {
            SubscriberEvent::AddressSet { address, .. } => subscriber.address = Some(address.clone()),
            SubscriberEvent::SlotTaken { slot } => {
                subscriber.slots.retain(|own| meta.at.ms_since(own.goes_at) < HOUR_MS);
                subscriber.slots.push(slot.clone());
                let excess = subscriber.slots.len().saturating_sub(SLOTS_MAX);
                subscriber.slots.drain(..excess);
            }
        }
        Ok(subscriber)
    }
}

#[cfg(test)]
mod tests {
    use testkit::moment;

    use super::*;
    use crate::rules;
    use crate::samples::{self, line};
    use crate::settings::NoticeSettings;

    fn rule(kind: Kind) -> Rule {
        rules::rule(kind, "2026-11-21".parse().unwrap(), &NoticeSettings::default()).unwrap()
    }

    fn slot(n: u32, kind: Kind, at: &str) -> Slot {
        let (notice, at) = (NoticeId::derive(&[&n.to_string()]), moment(at));
        Slot {
            notice,
            event: line(&format!("apr_{n}/1/{}", kind.name())),
            kind,
            subject: line(&format!("apr_{n}")),
            made_at: at,
            goes_at: at,
        }
    }

    fn plan(subscriber: &Subscriber, kind: Kind, subject: &str, now: &str) -> Plan {
        let about = About { event: &line("apr_0/2/0"), kind, subject: &line(subject) };
        subscriber.plan(&about, &rule(kind), moment(now), chrono_tz::Europe::Moscow)
    }

    #[test]
    fn the_same_about_the_same_within_five_minutes_is_merged_unless_something_else_came_between() {
        let mut subscriber = Subscriber { address: None, slots: vec![slot(1, Kind::Approved, "2026-11-21T08:00:00Z")] };
        let merged = Plan::Merged(NoticeId::derive(&["1"]));
        assert_eq!(plan(&subscriber, Kind::Approved, "apr_1", "2026-11-21T08:04:59Z"), merged);
        assert!(matches!(plan(&subscriber, Kind::Approved, "apr_1", "2026-11-21T08:05:00Z"), Plan::At(_)));
        assert!(matches!(plan(&subscriber, Kind::Approved, "apr_2", "2026-11-21T08:01:00Z"), Plan::At(_)));
        subscriber.slots.push(slot(1, Kind::Revoked, "2026-11-21T08:01:00Z"));
        assert!(matches!(plan(&subscriber, Kind::Approved, "apr_1", "2026-11-21T08:02:00Z"), Plan::At(_)));
    }

    #[test]
    fn the_eleventh_message_of_an_hour_waits_and_a_critical_one_does_not() {
        let slots = (0..10).map(|n| slot(n, Kind::Approved, &format!("2026-11-21T08:{n:02}:00Z"))).collect();
        let mut subscriber = Subscriber { address: None, slots };
        let eleventh = Plan::At(moment("2026-11-21T09:00:00Z"));
        assert_eq!(plan(&subscriber, Kind::Approved, "apr_99", "2026-11-21T08:30:00Z"), eleventh);
        assert_eq!(plan(&subscriber, Kind::SlaBreached, "apr_99", "2026-11-21T08:30:00Z"), Plan::At(moment("2026-11-21T08:30:00Z")));
        subscriber.slots.push(slot(10, Kind::Approved, "2026-11-21T09:00:00Z"));
        assert_eq!(plan(&subscriber, Kind::Approved, "apr_98", "2026-11-21T08:31:00Z"), Plan::At(moment("2026-11-21T09:01:00Z")));
        assert_eq!(plan(&subscriber, Kind::Approved, "apr_98", "2026-11-21T12:00:00Z"), Plan::At(moment("2026-11-21T12:00:00Z")));
    }

    #[test]
    fn the_night_is_quiet_by_the_matrix_or_by_ones_own_hours() {
        let night = "2026-11-21T20:00:00Z";
        let mut subscriber = Subscriber::default();
        assert_eq!(plan(&subscriber, Kind::Approved, "apr_1", night), Plan::At(moment("2026-11-22T04:00:00Z")));
        assert_eq!(plan(&subscriber, Kind::SlaBreached, "apr_1", night), Plan::At(moment(night)));
        let quiet = Some(Quiet { from: "01:00".parse().unwrap(), to: "02:00".parse().unwrap() });
        subscriber.address = Some(Address { quiet, ..samples::address() });
        assert_eq!(plan(&subscriber, Kind::Approved, "apr_1", night), Plan::At(moment(night)));
    }

    #[test]
    fn what_is_long_past_is_forgotten() {
        let meta = |at: &str| Meta { at: moment(at), ..testkit::context().meta("test") };
        let taken = |slot| SubscriberEvent::SlotTaken { slot };
        let first = Subscriber::apply(None, &taken(slot(1, Kind::Approved, "2026-11-21T08:00:00Z")), &meta("2026-11-21T08:00:00Z"));
        let second = Subscriber::apply(first.ok(), &taken(slot(2, Kind::Approved, "2026-11-21T09:00:00Z")), &meta("2026-11-21T09:00:00Z"));
        assert_eq!(second.unwrap().slots.len(), 1);
    }
}
