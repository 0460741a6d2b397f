//! `Retry-After`, in either of its two forms.

use chrono::DateTime;
use kernel::Moment;

/// Longest pause that is believed, in milliseconds: a day. A clock that is off by years must
/// not silence an integration.
const BELIEVED_MS_MAX: u64 = 86_400_000;

/// Milliseconds to wait: seconds, or an HTTP date (RFC 9110, 10.2.3). `None` when it is neither.
pub(crate) fn read(value: &str, now: Moment) -> Option<u64> {
    let value = value.trim();
    let ms = match value.parse::<u64>() {
        Ok(seconds) => seconds.saturating_mul(1_000),
        Err(_) => {
            let date = DateTime::parse_from_rfc2822(value).ok()?.timestamp_millis();
            u64::try_from(date.saturating_sub(now.unix_ms())).unwrap_or(0)
        }
    };
    Some(ms.min(BELIEVED_MS_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_or_a_date() {
        let now: Moment = "2026-11-21T08:00:00Z".parse().unwrap();
        for (value, expected) in [
            ("5", Some(5_000)),
            (" 0 ", Some(0)),
            ("Sat, 21 Nov 2026 08:00:30 GMT", Some(30_000)),
            ("Sat, 21 Nov 2026 07:00:00 GMT", Some(0)),
            ("99999999999999999999", None),
            ("9999999999999", Some(BELIEVED_MS_MAX)),
            ("-1", None),
            ("soon", None),
        ] {
            assert_eq!(read(value, now), expected, "{value}");
        }
    }
}
