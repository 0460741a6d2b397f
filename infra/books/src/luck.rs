//! What chance decides: amounts, days, texts. The same seed decides the same again.

use chrono::Days;
use kernel::{Currency, Day, Money};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// Texts as people write them, and as they had better not: everything that means something to
/// one of the programs that read the journal.
const TEXTS: &[&str] = &[
    "Оплата за пшеницю",
    "Рахунок № 17 від 05.03",
    "Млин; «Ранок» (філія)",
    "\"у лапках\" і \\ навскіс",
    "type:Z, date:2026-13-45",
    "; date:2020-01-01",
    "= 100.00 UAH",
    "* ! #tag ^link | payee",
    "2026-01-01 open Assets:Fake",
    "ціна @ 41.50 {10 USD}",
    "[2026-02-30] [=2026-13-01]",
    "ТОВ  «Два  пропуски»",
    "% комісія & збір <b>",
    "оплата 'за' все…",
    "日本語の摘要",
];

/// Units of hryvnia for one unit, in ten-thousandths: what exchange rates move around.
const fn worth(currency: Currency) -> i64 {
    match currency {
        Currency::UAH => 10_000,
        Currency::EUR => 451_234,
        Currency::USD => 415_000,
        Currency::JPY => 2_713,
        Currency::AED | Currency::BYN | Currency::CHF | Currency::CNY | Currency::CZK | Currency::GBP | Currency::INR => 100_000,
        Currency::KGS | Currency::KZT | Currency::PLN | Currency::RON | Currency::RUB | Currency::TRY | Currency::UZS => 5_000,
    }
}

/// The source of chance.
pub struct Luck(fastrand::Rng);

impl Luck {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// True that often in a hundred times.
    pub fn percent(&mut self, percent: u8) -> bool {
        self.0.u8(..100) < percent
    }

    /// From one number to another, both included.
    pub fn number(&mut self, from: i64, to: i64) -> i64 {
        self.0.i64(from..=to)
    }

    /// One of some.
    pub fn any<T: Copy>(&mut self, among: &[T]) -> Option<T> {
        self.0.choice(among.iter().copied())
    }

    /// One of some, mostly of the last few: what was begun goes on, and sometimes something old.
    pub fn recent<T: Copy>(&mut self, among: &[T]) -> Option<T> {
        const LAST: usize = 8;
        let start = if self.percent(75) { among.len().saturating_sub(LAST) } else { 0 };
        self.any(among.get(start..)?)
    }

    /// By weight.
    pub fn weighted<T: Copy>(&mut self, among: &[(u32, T)]) -> Option<T> {
        let total: u32 = among.iter().map(|(weight, _)| weight).sum();
        let mut at = self.0.u32(..total.max(1));
        for (weight, one) in among {
            if at < *weight {
                return Some(*one);
            }
            at = at.saturating_sub(*weight);
        }
        None
    }

    /// A text, unlike the others by its number.
    pub fn text(&mut self, n: u64) -> String {
        format!("{} {n}", self.any(TEXTS).unwrap_or_default())
    }

    /// An amount up to so many hryvnias' worth, at least one minor unit.
    pub fn money(&mut self, currency: Currency, hryvnias_max: i64) -> Money {
        let minor_max = hryvnias_max.saturating_mul(10_000).saturating_mul(minor_units(currency)) / worth(currency);
        Money::from_minor(self.number(1, minor_max.max(1)), currency)
    }

    /// A part of an amount: mostly all of it, sometimes a little less or more.
    pub fn around(&mut self, amount: Money) -> Money {
        let minor = amount.minor();
        let other = match self.number(0, 9) {
            0..=3 => minor,
            4..=5 => minor.saturating_sub(self.number(1, 90)),
            6..=8 => self.number(1, minor.max(1)),
            _ => minor.saturating_add(self.number(1, 100_000)),
        };
        Money::from_minor(other.max(1), amount.currency())
    }

    /// A part of a quantity, or all of it; with up to three decimals.
    pub fn portion(&mut self, of: Decimal) -> Decimal {
        let thousandths = i64::try_from((of * Decimal::ONE_THOUSAND).trunc().mantissa()).unwrap_or(0);
        if self.percent(50) || thousandths < 2 {
            return of;
        }
        Decimal::new(self.number(1, thousandths), 3).normalize()
    }

    /// A day up to so many days before another.
    pub fn day_before(&mut self, day: Day, days_max: u64) -> Day {
        let days = u64::try_from(self.number(0, i64::try_from(days_max).unwrap_or(0))).unwrap_or(0);
        day.checked_sub_days(Days::new(days)).unwrap_or(day)
    }

    /// The rates from a document's currency to those of books, as a command takes them.
    pub fn rates(&mut self, from: Currency, books: &[Currency], day: Day) -> Value {
        let mut rates: Vec<Value> = Vec::new();
        for to in books.iter().filter(|to| **to != from) {
            let moved = Decimal::new(self.number(9_500, 10_500), 4);
            let rate = (Decimal::from(worth(from)) * moved / Decimal::from(worth(*to))).round_dp(6).normalize();
            let known = rates.iter().any(|rate| rate["to"] == to.code());
            if !known {
                rates.push(json!({ "from": from, "to": to, "rate": rate, "source": "НБУ", "day": day }));
            }
        }
        rates.into()
    }
}

/// Minor units of one unit.
fn minor_units(currency: Currency) -> i64 {
    10i64.saturating_pow(currency.minor_digits())
}
