//! Divides a base into payments that add up to it exactly.

use kernel::{Day, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ROWS_MAX, RowShare, ScheduleRefusal, ScheduleRow};

/// Hundredths of a percent in the whole.
const WHOLE: i128 = 10_000;

/// A payment, as it is typed. JSON `{"due": "2026-12-01", "share": {"percent": 3000}}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedPayment {
    /// When.
    pub due: Day,
    /// A percentage of the base, or an amount.
    pub share: RowShare,
}

/// The payments, the earliest first. Percentages get whole minor units by the largest
/// remainder, so that all payments together are the base.
///
/// # Errors
/// When there are none or too many, a share is not above zero, a currency is another, or the
/// shares are not the base.
pub fn split(base: Money, planned: &[PlannedPayment]) -> Result<Vec<ScheduleRow>, ScheduleRefusal> {
    if !(1..=ROWS_MAX).contains(&planned.len()) {
        return Err(ScheduleRefusal::RowCount);
    }
    if !base.is_positive() {
        return Err(ScheduleRefusal::NotPositive);
    }
    let mut planned = planned.to_vec();
    planned.sort_by_key(|row| row.due);
    let mut floors = planned.iter().map(|row| floor(base, row.share)).collect::<Result<Vec<_>, _>>()?;
    let sum: i128 = floors.iter().map(|(minor, _)| *minor).sum();
    let missing = i128::from(base.minor()).checked_sub(sum).ok_or(ScheduleRefusal::NotTheBase)?;
    distribute(&mut floors, missing)?;
    let row = |(row, (minor, _)): (&PlannedPayment, &(i128, i128))| {
        let minor = i64::try_from(*minor).map_err(|_| ScheduleRefusal::NotTheBase)?;
        Ok(ScheduleRow { due: row.due, share: row.share, amount: Money::from_minor(minor, base.currency()) })
    };
    planned.iter().zip(&floors).map(row).collect()
}

/// Whole minor units of a share, and what was cut off, in ten-thousandths.
fn floor(base: Money, share: RowShare) -> Result<(i128, i128), ScheduleRefusal> {
    match share {
        RowShare::Amount(amount) if amount.currency() != base.currency() => Err(ScheduleRefusal::Currency { base: base.currency() }),
        RowShare::Amount(amount) if !amount.is_positive() => Err(ScheduleRefusal::NotPositive),
        RowShare::Amount(amount) => Ok((i128::from(amount.minor()), 0)),
        RowShare::Percent(percent) if percent.hundredths() <= 0 => Err(ScheduleRefusal::NotPositive),
        RowShare::Percent(percent) => {
            let exact = i128::from(base.minor()).saturating_mul(i128::from(percent.hundredths()));
            Ok((exact.div_euclid(WHOLE), exact.rem_euclid(WHOLE)))
        }
    }
}

/// Gives what is missing to the largest remainders, one unit each; of equal ones to the earliest.
fn distribute(floors: &mut [(i128, i128)], missing: i128) -> Result<(), ScheduleRefusal> {
    let cut: i128 = floors.iter().map(|(_, rest)| *rest).sum();
    // What was cut off together must be what is missing: otherwise the shares are not the base.
    if missing.checked_mul(WHOLE) != Some(cut) {
        return Err(ScheduleRefusal::NotTheBase);
    }
    let mut order: Vec<usize> = (0..floors.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(floors.get(*at).map(|(_, rest)| *rest)));
    let count = usize::try_from(missing).map_err(|_| ScheduleRefusal::NotTheBase)?;
    for at in order.into_iter().take(count) {
        if let Some((minor, _)) = floors.get_mut(at) {
            *minor = minor.saturating_add(1);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Percentage};
    use proptest::prelude::*;

    use super::*;
    use crate::samples::{day, money};

    fn percent(due: &str, hundredths: i64) -> PlannedPayment {
        PlannedPayment { due: day(due), share: RowShare::Percent(Percentage::from_hundredths(hundredths)) }
    }

    fn amount(due: &str, text: &str) -> PlannedPayment {
        PlannedPayment { due: day(due), share: RowShare::Amount(money(text, Currency::UAH)) }
    }

    fn amounts(base: &str, planned: &[PlannedPayment]) -> Result<Vec<String>, ScheduleRefusal> {
        Ok(split(money(base, Currency::UAH), planned)?.into_iter().map(|row| row.amount.amount()).collect())
    }

    #[test]
    fn k16_thirds_add_up_to_the_base() {
        let thirds = [percent("2026-12-01", 3_333), percent("2027-01-01", 3_333), percent("2027-02-01", 3_334)];
        assert_eq!(amounts("100.00", &thirds), Ok(vec!["33.33".to_owned(), "33.33".to_owned(), "33.34".to_owned()]));
        assert_eq!(amounts("0.02", &thirds), Ok(vec!["0.01".to_owned(), "0.00".to_owned(), "0.01".to_owned()]));
    }

    #[test]
    fn k16_an_amount_and_the_rest_in_percent() {
        let mixed = [amount("2026-12-01", "250.00"), percent("2027-01-01", 7_500)];
        assert_eq!(amounts("1000.00", &mixed), Ok(vec!["250.00".to_owned(), "750.00".to_owned()]));
    }

    #[test]
    fn k16_what_is_not_the_base_is_refused() {
        assert_eq!(amounts("100.00", &[percent("2026-12-01", 9_999)]), Err(ScheduleRefusal::NotTheBase));
        assert_eq!(amounts("100.00", &[percent("2026-12-01", 10_001)]), Err(ScheduleRefusal::NotTheBase));
        assert_eq!(amounts("100.00", &[amount("2026-12-01", "99.99")]), Err(ScheduleRefusal::NotTheBase));
        assert_eq!(amounts("100.00", &[]), Err(ScheduleRefusal::RowCount));
        assert_eq!(amounts("100.00", &[percent("2026-12-01", 0), percent("2026-12-02", 10_000)]), Err(ScheduleRefusal::NotPositive));
        assert_eq!(amounts("0.00", &[percent("2026-12-01", 10_000)]), Err(ScheduleRefusal::NotPositive));
    }

    proptest! {
        #[test]
        fn k16_payments_always_add_up_to_the_base(minor in 1i64..1_000_000_000_000, parts in prop::collection::vec(1i64..1_000, 1..20)) {
            let total: i64 = parts.iter().sum();
            let mut left = 10_000;
            let mut planned: Vec<PlannedPayment> = Vec::new();
            for part in &parts {
                let share = (10_000 * part / total).max(1).min(left);
                left -= share;
                planned.push(percent("2026-12-01", share));
            }
            planned.push(percent("2027-12-01", left));
            planned.retain(|row| row.share != RowShare::Percent(Percentage::from_hundredths(0)));
            let base = Money::from_minor(minor, Currency::UAH);
            let rows = split(base, &planned).unwrap();
            prop_assert_eq!(Money::sum(rows.iter().map(|row| row.amount), Currency::UAH).unwrap(), base);
            for row in rows {
                let RowShare::Percent(percent) = row.share else { continue };
                let exact = i128::from(minor) * i128::from(percent.hundredths());
                prop_assert!((i128::from(row.amount.minor()) * 10_000 - exact).abs() < 10_000);
            }
        }
    }
}
