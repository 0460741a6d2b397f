//! Which VAT regime follows from the income of the simplified system.

use kernel::Money;
use tax::{RegimeFrom, RuleId, TaxRefusal, regimes_of_year, rules};

use crate::{day, rub};

fn regimes(year: i32, before: &str, months: &[&str]) -> Result<Vec<(String, String, String)>, TaxRefusal> {
    let months: Vec<Money> = months.iter().map(|month| rub(month)).collect();
    let found = regimes_of_year(rules(), &RuleId::new("ru.usn.vat").unwrap(), year, rub(before), &months)?;
    let told = |one: RegimeFrom| (one.from.to_string(), one.regime.to_string(), format!("{} v{}", one.because.id, one.because.version));
    Ok(found.into_iter().map(told).collect())
}

fn said(from: &str, regime: &str, because: &str) -> (String, String, String) {
    (from.to_owned(), regime.to_owned(), because.to_owned())
}

#[test]
fn income_of_the_year_before_counts_from_the_first_of_january() {
    assert_eq!(regimes(2025, "60000000.00", &[]).unwrap(), [said("2025-01-01", "usn-exempt", "ru.usn.vat v1")]);
    assert_eq!(regimes(2025, "60000000.01", &[]).unwrap(), [said("2025-01-01", "usn-5", "ru.usn.threshold.exempt v1")]);
    // The limit of 2026 is 20 million, also for the income of 2025 that was within the limit of 2025.
    assert_eq!(regimes(2026, "25000000", &[]).unwrap(), [said("2026-01-01", "usn-5", "ru.usn.threshold.exempt v2")]);
    assert_eq!(regimes(2026, "272500000", &[]).unwrap(), [said("2026-01-01", "usn-5", "ru.usn.threshold.exempt v2")]);
    assert_eq!(regimes(2026, "300000000", &[]).unwrap(), [said("2026-01-01", "usn-7", "ru.usn.threshold.five v2")]);
    assert_eq!(regimes(2026, "490500000.01", &[]).unwrap(), [said("2026-01-01", "general", "ru.usn.threshold.seven v2")]);
}

#[test]
fn an_excess_within_the_year_counts_from_the_month_after() {
    let exempt = said("2026-01-01", "usn-exempt", "ru.usn.vat v1");
    let five = |from| said(from, "usn-5", "ru.usn.threshold.exempt v2");
    assert_eq!(regimes(2026, "0", &["15000000", "5000000"]).unwrap(), std::slice::from_ref(&exempt));
    assert_eq!(regimes(2026, "0", &["15000000", "5000000.01"]).unwrap(), [exempt.clone(), five("2026-03-01")]);
    let seven = said("2026-05-01", "usn-7", "ru.usn.threshold.five v2");
    assert_eq!(regimes(2026, "0", &["21000000", "0", "0", "260000000"]).unwrap(), [exempt.clone(), five("2026-02-01"), seven]);
    // Passed in December, it counts from January, which the next year's question answers.
    let mut december = vec!["0"; 11];
    december.push("30000000");
    assert_eq!(regimes(2026, "0", &december).unwrap(), [exempt]);
}

#[test]
fn the_simplified_system_itself_ends_with_the_month_of_excess() {
    let (exempt, general) = (said("2026-01-01", "usn-exempt", "ru.usn.vat v1"), said("2026-02-01", "general", "ru.usn.threshold.seven v2"));
    assert_eq!(regimes(2026, "0", &["0", "500000000"]).unwrap(), [exempt, general]);
}

#[test]
fn limits_that_are_not_known_yet_are_refused_only_where_they_matter() {
    assert_eq!(regimes(2028, "9000000", &[]).unwrap(), [said("2028-01-01", "usn-exempt", "ru.usn.vat v1")]);
    let five = RuleId::new("ru.usn.threshold.five").unwrap();
    assert_eq!(regimes(2027, "16000000", &[]), Err(TaxRefusal::NoRuleForDay { rule: five, day: day("2027-01-01") }));
    let ladder = RuleId::new("ru.usn.vat").unwrap();
    assert_eq!(regimes(2024, "0", &[]), Err(TaxRefusal::NoRuleForDay { rule: ladder, day: day("2024-01-01") }));
}

#[test]
fn registration_thresholds_are_data() {
    let threshold = |id: &str, on: &str| rules().threshold(&RuleId::new(id).unwrap(), day(on));
    assert_eq!(threshold("kz.threshold.registration", "2026-05-05").unwrap().0.to_string(), "43250000.00 KZT");
    assert_eq!(threshold("ua.threshold.registration", "2026-05-05").unwrap().0.to_string(), "1000000.00 UAH");
    assert!(threshold("kz.threshold.registration", "2025-05-05").is_err());
}
