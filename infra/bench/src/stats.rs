//! Percentiles and how numbers are printed. Whole numbers throughout.

use std::time::Duration;

/// Durations, sorted.
#[derive(Debug, Clone, Default)]
pub struct Sample(Vec<Duration>);

impl Sample {
    /// Of these.
    pub fn of(durations: impl IntoIterator<Item = Duration>) -> Self {
        let mut sorted: Vec<Duration> = durations.into_iter().collect();
        sorted.sort_unstable();
        Self(sorted)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The smallest that at least `percent` of all do not exceed; zero when there are none.
    pub fn percentile(&self, percent: usize) -> Duration {
        let rank = self.0.len().saturating_mul(percent).div_ceil(100).max(1);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// Half are not longer.
    pub fn median(&self) -> Duration {
        self.percentile(50)
    }
}

/// `12.34`, milliseconds.
pub fn ms(duration: Duration) -> String {
    hundredths(duration.as_micros(), 1_000)
}

/// A quotient with two digits, rounded.
pub fn hundredths(numerator: impl TryInto<u128>, denominator: impl TryInto<u128>) -> String {
    let numerator = numerator.try_into().unwrap_or_default();
    let denominator = denominator.try_into().unwrap_or_default();
    let doubled = numerator.saturating_mul(200);
    let Some(rounded) = doubled.saturating_add(denominator).checked_div(denominator.saturating_mul(2)) else { return "–".to_owned() };
    format!("{}.{:02}", grouped(rounded / 100), rounded % 100)
}

/// `10,000`.
pub fn grouped(number: impl TryInto<u128>) -> String {
    let digits = number.try_into().unwrap_or_default().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len().saturating_sub(place)) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_sample() {
        let sample = Sample::of((1..=200).rev().map(Duration::from_millis));
        assert_eq!(sample.median(), Duration::from_millis(100));
        assert_eq!(sample.percentile(99), Duration::from_millis(198));
        assert_eq!(Sample::default().percentile(99), Duration::ZERO);
    }

    #[test]
    fn numbers_are_rounded_and_grouped() {
        assert_eq!(ms(Duration::from_micros(1_234_567)), "1,234.57");
        assert_eq!(hundredths(1u64, 3u64), "0.33");
        assert_eq!(hundredths(2u64, 3u64), "0.67");
        assert_eq!(hundredths(1u64, 0u64), "–");
        assert_eq!(grouped(100u64), "100");
        assert_eq!(grouped(1_000_000u64), "1,000,000");
    }
}
