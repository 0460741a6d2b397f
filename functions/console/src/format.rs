//! Amounts, times and identifiers as people read them. Amounts stay texts: no digit is lost
//! or rounded on the way to the screen.

use chrono_tz::Tz;
use kernel::{Language, Moment};
use serde::Deserialize;

use crate::words::{Words, fill};

/// Digits between two spaces of an amount.
const GROUP: usize = 3;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Waits longer than this are told as a time only.
const WAIT_TOLD_MS_MAX: i64 = 48 * HOUR_MS;

/// An amount as the API gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Amount {
    pub(crate) amount: String,
    pub(crate) currency: String,
}

impl Amount {
    /// Whether there is anything but zeros in it.
    pub(crate) fn is_zero(&self) -> bool {
        !self.amount.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
    }

    /// Amounts of one currency, added; nothing when there are none or they cannot be.
    pub(crate) fn sum<'a>(amounts: impl Iterator<Item = &'a Self>) -> Option<Self> {
        let money = |amount: &Self| {
            let currency = serde_json::from_value(serde_json::Value::from(amount.currency.as_str())).ok()?;
            kernel::Money::parse(&amount.amount, currency).ok()
        };
        let all: Vec<kernel::Money> = amounts.map(money).collect::<Option<_>>()?;
        let total = kernel::Money::sum(all.iter().copied(), all.first()?.currency()).ok()?;
        Some(Self { amount: total.amount(), currency: total.currency().code().to_owned() })
    }

    /// As a form takes it: without the currency, with a point.
    pub(crate) fn plain(&self) -> &str {
        &self.amount
    }
}

/// How a page shows what depends on reader and time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Format {
    pub(crate) language: Language,
    pub(crate) zone: Tz,
    pub(crate) now: Moment,
}

impl Format {
    /// `1 500,50 ₴`, in English `1,500.50 UAH`. The spaces do not break.
    pub(crate) fn money(&self, money: &Amount) -> String {
        let (sign, digits) = money.amount.strip_prefix('-').map_or(("", money.amount.as_str()), |digits| ("−", digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let (gap, point) = match self.language {
            Language::En => (",", "."),
            Language::Uk | Language::Ru => ("\u{a0}", ","),
        };
        let whole = grouped(whole, gap);
        let point = if fraction.is_empty() { "" } else { point };
        let currency = match (money.currency.as_str(), self.language) {
            ("UAH", Language::Uk | Language::Ru) => "₴",
            ("RUB", Language::Uk | Language::Ru) => "₽",
            (code, _) => code,
        };
        format!("{sign}{whole}{point}{fraction}\u{a0}{currency}")
    }

    /// The same without the currency, for tables in one currency.
    pub(crate) fn bare(&self, money: &Amount) -> String {
        let full = self.money(money);
        full.rsplit_once('\u{a0}').map_or(full.clone(), |(amount, _)| amount.to_owned())
    }

    /// Today, as the API and a browser's field for a day take it.
    pub(crate) fn today(&self) -> String {
        let local = self.local_input();
        local.split_once('T').map_or(local.clone(), |(day, _)| day.to_owned())
    }

    /// A quantity with the reader's decimal sign.
    pub(crate) fn quantity(&self, quantity: &str) -> String {
        match self.language {
            Language::En => quantity.to_owned(),
            Language::Uk | Language::Ru => quantity.replace('.', ","),
        }
    }

    /// Hundredths of a percent as `−2,10 %`, in English `−2.10 %`.
    pub(crate) fn percent(&self, hundredths: i64) -> String {
        let point = match self.language {
            Language::En => '.',
            Language::Uk | Language::Ru => ',',
        };
        let sign = if hundredths < 0 { "−" } else { "" };
        let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        format!("{sign}{whole}{point}{part:02}\u{a0}%")
    }

    fn parse(moment: &str) -> Option<Moment> {
        moment.parse().ok()
    }

    /// Day and time in full: `21.11.2026 10:30`, in English `2026-11-21 10:30`.
    pub(crate) fn moment(&self, moment: &str) -> String {
        let Some(parsed) = Self::parse(moment) else { return moment.to_owned() };
        let local = parsed.local(self.zone);
        let (day, time) = local.split_once(' ').unwrap_or((&local, ""));
        format!("{} {time}", self.ordered(day))
    }

    /// The same, as short as it stays clear: today only the time, this year without the year.
    pub(crate) fn short(&self, moment: &str) -> String {
        let Some(parsed) = Self::parse(moment) else { return moment.to_owned() };
        let (local, today) = (parsed.local(self.zone), self.now.local(self.zone));
        let (day, time) = local.split_once(' ').unwrap_or((&local, ""));
        let (today, _) = today.split_once(' ').unwrap_or((&today, ""));
        if day == today {
            return time.to_owned();
        }
        let same_year = day.rsplit('.').next() == today.rsplit('.').next();
        let day = self.ordered(day);
        let cut = match self.language {
            Language::En => day.split_once('-').map(|(_, day)| day.to_owned()),
            Language::Uk | Language::Ru => day.rsplit_once('.').map(|(day, _)| day.to_owned()),
        };
        let day = cut.filter(|_| same_year).unwrap_or(day);
        format!("{day} {time}")
    }

    fn ordered(&self, day: &str) -> String {
        let parts: Vec<&str> = day.split('.').collect();
        match (self.language, parts.as_slice()) {
            (Language::En, [day, month, year]) => format!("{year}-{month}-{day}"),
            _ => day.to_owned(),
        }
    }

    /// A civil day `2026-11-24` as the reader writes days.
    pub(crate) fn day(&self, day: &str) -> String {
        let parts: Vec<&str> = day.split('-').collect();
        match (self.language, parts.as_slice()) {
            (Language::Uk | Language::Ru, [year, month, day]) => format!("{day}.{month}.{year}"),
            _ => day.to_owned(),
        }
    }

    /// Now, as a browser's field for day and time takes it.
    pub(crate) fn local_input(&self) -> String {
        let local = self.now.local(self.zone);
        let (day, time) = local.split_once(' ').unwrap_or((&local, ""));
        let parts: Vec<&str> = day.split('.').rev().collect();
        format!("{}T{time}", parts.join("-"))
    }

    /// When something is due: the time, and how long until then.
    pub(crate) fn due(&self, moment: &str) -> String {
        let Some(parsed) = Self::parse(moment) else { return moment.to_owned() };
        let words = &Words::of(self.language).frame;
        let wait_ms = parsed.ms_since(self.now);
        let wait = if wait_ms <= 0 {
            words.due_now.to_owned()
        } else if wait_ms <= HOUR_MS {
            fill(words.in_minutes, &[&wait_ms.saturating_add(MINUTE_MS - 1).div_euclid(MINUTE_MS).to_string()])
        } else if wait_ms <= WAIT_TOLD_MS_MAX {
            fill(words.in_hours, &[&wait_ms.div_euclid(HOUR_MS).to_string()])
        } else {
            return self.short(moment);
        };
        format!("{} ({wait})", self.short(moment))
    }
}

fn grouped(digits: &str, gap: &str) -> String {
    let count = digits.chars().count();
    let mut text = String::with_capacity(digits.len().saturating_mul(2));
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && count.saturating_sub(index).is_multiple_of(GROUP) {
            text.push_str(gap);
        }
        text.push(digit);
    }
    text
}

/// An amount or quantity as typed, `1 500,50`, in the spelling of the API, `1500.50`.
pub(crate) fn typed_decimal(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\'').map(|c| if c == ',' { '.' } else { c }).collect()
}

/// Whole units of a thousandth: `2,5` kilograms are 2500 grams.
pub(crate) fn typed_thousandths(text: &str) -> Option<u32> {
    let text = typed_decimal(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) || fraction.len() > GROUP {
        return None;
    }
    format!("{whole}{fraction:0<GROUP$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(language: Language) -> Format {
        Format { language, zone: chrono_tz::Europe::Kyiv, now: "2026-11-21T08:30:00Z".parse().unwrap() }
    }

    fn uah(amount: &str) -> Amount {
        Amount { amount: amount.to_owned(), currency: "UAH".to_owned() }
    }

    #[test]
    fn shows_amounts_without_touching_their_digits() {
        assert_eq!(format(Language::Uk).money(&uah("1234500.50")), "1\u{a0}234\u{a0}500,50\u{a0}₴");
        assert_eq!(format(Language::En).money(&uah("-150.05")), "−150.05\u{a0}UAH");
        assert_eq!(format(Language::Ru).money(&uah("92233720368547758.07")), "92\u{a0}233\u{a0}720\u{a0}368\u{a0}547\u{a0}758,07\u{a0}₴");
        assert!(uah("0.00").is_zero() && !uah("0.01").is_zero());
    }

    #[test]
    fn shows_times_in_the_readers_zone() {
        let uk = format(Language::Uk);
        assert_eq!(uk.moment("2026-11-20T22:30:00.000Z"), "21.11.2026 00:30");
        assert_eq!(uk.short("2026-11-21T06:05:00.000Z"), "08:05");
        assert_eq!(uk.short("2026-11-02T06:05:00.000Z"), "02.11 08:05");
        assert_eq!(format(Language::En).short("2025-11-02T06:05:00.000Z"), "2025-11-02 08:05");
        assert_eq!(format(Language::En).short("2026-11-02T06:05:00.000Z"), "11-02 08:05");
        assert_eq!(uk.day("2026-11-24"), "24.11.2026");
        assert_eq!(uk.moment("<script>"), "<script>");
    }

    #[test]
    fn says_how_long_until_something_is_due() {
        let en = format(Language::En);
        assert_eq!(en.due("2026-11-21T08:31:10Z"), "10:31 (in 2 min)");
        assert_eq!(en.due("2026-11-21T08:29:00Z"), "10:29 (now)");
        assert_eq!(en.due("2026-11-21T11:00:00Z"), "13:00 (in 2 h)");
    }

    #[test]
    fn reads_what_people_type() {
        assert_eq!(typed_decimal("1\u{a0}500,50 "), "1500.50");
        assert_eq!(typed_thousandths("2,5"), Some(2_500));
        assert_eq!(typed_thousandths("0.005"), Some(5));
        for wrong in ["", ",5", "2.5555", "-1", "1e3", "5000000"] {
            assert_eq!(typed_thousandths(wrong), None, "{wrong}");
        }
    }
}
