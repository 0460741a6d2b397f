//! Revenue over time: an amount in daily shares, month by month, adding up exactly.

use chrono::{Datelike, Months};
use kernel::{Day, Money};

use crate::Interval;

/// Longest time that one fact covers: five years; longer is billed in parts anyway.
pub const MONTHS_MAX: usize = 60;

/// The first day of a day's month.
pub fn month_of(day: Day) -> Day {
    day.with_day(1).unwrap_or(day)
}

/// A span of days cut at the beginnings of months. `None` when it has no end, or too many months.
pub fn months(period: Interval) -> Option<Vec<Interval>> {
    let until = period.until()?;
    let mut months = Vec::new();
    let mut rest = Some(period);
    while let Some(span) = rest {
        if months.len() >= MONTHS_MAX {
            return None;
        }
        let next = month_of(span.from()).checked_add_months(Months::new(1))?.min(until);
        months.push(span.before(next)?);
        rest = span.after(next).filter(|rest| rest.from() < until);
    }
    Some(months)
}

/// The part of an amount that belongs to a month: what has been earned by its end, less what had
/// been earned by its beginning, so that the months add up to the amount whatever was rounded.
pub fn share(amount: Money, period: Interval, month: Interval) -> Option<Money> {
    let by = |day: Day| earned(amount, period, day);
    by(month.until()?)?.minus(by(month.from())?).ok()
}

/// What has been earned before a day, half away from zero.
fn earned(amount: Money, period: Interval, before: Day) -> Option<Money> {
    let all = i128::from(period.until()?.signed_duration_since(period.from()).num_days());
    let days = i128::from(before.signed_duration_since(period.from()).num_days());
    let product = i128::from(amount.minor()).checked_mul(days)?;
    let (quotient, remainder) = (product.checked_div(all)?, product.checked_rem(all)?);
    let away = if product < 0 { -1 } else { 1 };
    let rounded = if remainder.unsigned_abs().saturating_mul(2) >= all.unsigned_abs() { quotient.checked_add(away)? } else { quotient };
    Some(Money::from_minor(i64::try_from(rounded).ok()?, amount.currency()))
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use proptest::prelude::*;

    use super::*;
    use crate::samples::{day, money};

    fn span(from: &str, until: &str) -> Interval {
        Interval::new(day(from), Some(day(until))).unwrap()
    }

    #[test]
    fn k23_a_year_of_rent_counts_by_days() {
        let year = span("2026-01-01", "2027-01-01");
        let months = months(year).unwrap();
        let shares: Vec<Money> = months.iter().map(|month| share(money("365000.00", Currency::RUB), year, *month).unwrap()).collect();
        assert_eq!(shares.len(), 12);
        assert_eq!((shares[0], shares[1]), (money("31000.00", Currency::RUB), money("28000.00", Currency::RUB)));
    }

    #[test]
    fn k23_a_span_is_cut_at_the_beginnings_of_months() {
        let cut = months(span("2026-01-15", "2026-03-02")).unwrap();
        assert_eq!(cut, [span("2026-01-15", "2026-02-01"), span("2026-02-01", "2026-03-01"), span("2026-03-01", "2026-03-02")]);
        assert_eq!(months(Interval::since(day("2026-01-15"))), None);
        assert_eq!(months(span("2026-01-01", "2031-01-02")), None);
        assert_eq!(months(span("2026-01-01", "2031-01-01")).map(|months| months.len()), Some(60));
    }

    proptest! {
        #[test]
        fn k23_shares_of_months_add_up_to_the_amount(minor in -1_000_000_000_000i64..1_000_000_000_000, start in 0u64..1_000, days in 1u64..1_790) {
            let from = day("2024-01-01") + chrono::Days::new(start);
            let period = Interval::new(from, Some(from + chrono::Days::new(days))).unwrap();
            let amount = Money::from_minor(minor, Currency::RUB);
            let shares = months(period).unwrap().into_iter().map(|month| share(amount, period, month).unwrap());
            prop_assert_eq!(Money::sum(shares, Currency::RUB).unwrap(), amount);
        }
    }
}
