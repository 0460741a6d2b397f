//! What follows a failed attempt: another try, another way, or a person.

use kernel::Moment;
use kernel::reaction::{FailureClass, OutsideError};

use super::{Notice, NoticeEvent};
use crate::address::{Route, Way};

const MINUTE_MS: i64 = 60_000;
/// Tries of one way (the functional model says three).
pub const TRIES_MAX: u32 = 3;
/// Waits after the failed tries of one way, in minutes.
const WAIT_MINUTES: &[i64] = &[1, 5];
/// Longest wait that an outside system may ask for while there is another way, in seconds; a
/// message is news, and the other way is there now.
const PATIENCE_SECONDS: u32 = 10 * 60;

/// What follows when an attempt by `route` failed, the `tries`th of it.
///
/// An attempt whose fate nobody knows is not repeated while there is another way: the person
/// might be told twice by the same. By the last way it is: a letter has an id that mail systems
/// know again, and a message that arrives twice is better than one that does not. Only where the
/// matrix leaves letters to another message a lost one of Telegram stays lost until a person helps.
pub fn follow(notice: &Notice, route: &Route, tries: u32, error: &OutsideError, wait_seconds: Option<u32>, now: Moment) -> NoticeEvent {
    let next = notice.route_after(route);
    let is_patient = next.is_none() || wait_seconds.unwrap_or(0) <= PATIENCE_SECONDS;
    let may_pass = match error.class {
        FailureClass::Retry => is_patient,
        FailureClass::Unknown => next.is_none() && notice.queued.by.contains(&Way::Email),
        FailureClass::Permanent | FailureClass::Auth => false,
    };
    let failed = |retry_at| NoticeEvent::Failed { route: Some(route.clone()), error: error.clone(), retry_at };
    if may_pass && tries < TRIES_MAX {
        let index = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
        let own_ms = WAIT_MINUTES.get(index).or(WAIT_MINUTES.last()).copied().unwrap_or(1).saturating_mul(MINUTE_MS);
        let asked_ms = i64::from(wait_seconds.unwrap_or(0)).saturating_mul(1_000);
        return failed(Some(now.plus_ms(own_ms.max(asked_ms))));
    }
    match next {
        Some(next) => NoticeEvent::FellBack { error: error.clone(), attempt: notice.attempts.saturating_add(1), route: next.clone() },
        None => failed(None),
    }
}

#[cfg(test)]
mod tests {
    use testkit::moment;

    use super::*;
    use crate::samples;

    fn after(route: &Route, tries: u32, class: FailureClass, wait_seconds: Option<u32>) -> NoticeEvent {
        let notice = samples::folded(&[samples::queued(), samples::dispatched()]);
        let error = OutsideError { class, ..samples::outside_error() };
        follow(&notice, route, tries, &error, wait_seconds, moment("2026-11-21T08:00:00Z"))
    }

    fn retry_at(event: &NoticeEvent) -> Option<String> {
        let NoticeEvent::Failed { retry_at, .. } = event else { panic!("{event:?}") };
        retry_at.map(|at| at.to_string()[11..19].to_owned())
    }

    #[test]
    fn telegram_is_tried_three_times_and_then_comes_the_letter() {
        let telegram = samples::telegram();
        assert_eq!(retry_at(&after(&telegram, 1, FailureClass::Retry, None)).as_deref(), Some("08:01:00"));
        assert_eq!(retry_at(&after(&telegram, 2, FailureClass::Retry, None)).as_deref(), Some("08:05:00"));
        let NoticeEvent::FellBack { route, attempt: 2, .. } = after(&telegram, 3, FailureClass::Retry, None) else { panic!("no letter") };
        assert_eq!(route, samples::email());
    }

    #[test]
    fn what_telegram_will_never_take_and_what_it_may_have_taken_goes_by_letter_at_once() {
        for class in [FailureClass::Permanent, FailureClass::Auth, FailureClass::Unknown] {
            assert!(matches!(after(&samples::telegram(), 1, class, None), NoticeEvent::FellBack { .. }), "{class:?}");
        }
    }

    #[test]
    fn telegram_says_how_long_to_wait_and_is_not_waited_for_too_long() {
        let wait = |seconds| after(&samples::telegram(), 1, FailureClass::Retry, Some(seconds));
        assert_eq!(retry_at(&wait(30)).as_deref(), Some("08:01:00"));
        assert_eq!(retry_at(&wait(300)).as_deref(), Some("08:05:00"));
        assert!(matches!(wait(601), NoticeEvent::FellBack { .. }));
    }

    #[test]
    fn beside_a_letter_a_lost_message_of_telegram_is_not_repeated() {
        let (route, now) = (samples::telegram(), moment("2026-11-21T08:00:00Z"));
        let mut notice = samples::folded(&[samples::queued(), samples::dispatched()]);
        notice.routes.truncate(1);
        let lost = OutsideError { class: FailureClass::Unknown, ..samples::outside_error() };
        assert!(retry_at(&follow(&notice, &route, 1, &lost, None, now)).is_some());
        notice.queued.by.truncate(1);
        assert_eq!(retry_at(&follow(&notice, &route, 1, &lost, None, now)), None);
        assert!(retry_at(&follow(&notice, &route, 1, &samples::outside_error(), None, now)).is_some());
    }

    #[test]
    fn after_the_letter_only_a_person_helps() {
        let email = samples::email();
        assert_eq!(retry_at(&after(&email, 1, FailureClass::Unknown, None)).as_deref(), Some("08:01:00"));
        assert_eq!(retry_at(&after(&email, 3, FailureClass::Retry, None)), None);
        assert_eq!(retry_at(&after(&email, 1, FailureClass::Permanent, None)), None);
    }
}
