//! How much cash may be settled at once (decision K15): dated data by country.
//!
//! The laws count a day or a contract together; here each payment is looked at by itself. What a
//! source says and what of it is not verified stands in the data.

use kernel::{Currency, Day, Money};
use serde::Deserialize;

use crate::party::PartyKind;

/// Between whom a limit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Between {
    /// Organisations and entrepreneurs.
    Businesses,
    /// One of them and a natural person.
    BusinessAndPerson,
}

/// One limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    /// The country of both sides.
    country: String,
    /// Who the sides are.
    between: Between,
    /// The first day.
    from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default)]
    to: Option<Day>,
    /// The most.
    most: Money,
    /// Where it is said, what was read of it, and what nobody has verified.
    #[allow(dead_code, reason = "for the reader of the data")]
    source: String,
}

const LIMITS: &str = include_str!("cash.json");

fn limits() -> &'static [Limit] {
    static READ: std::sync::LazyLock<Vec<Limit>> = std::sync::LazyLock::new(|| serde_json::from_str(LIMITS).unwrap_or_default());
    &READ
}

/// The most cash of one settlement between two sides, each with its country and kind; `None` where
/// nothing limits it: two natural persons, two countries, no limit in the data.
pub fn limit(sides: &[(&str, PartyKind)], day: Day, currency: Currency) -> Option<Money> {
    let [(country, _), (other, _)] = sides else { return None };
    let between = match sides.iter().filter(|(_, kind)| *kind == PartyKind::Person).count() {
        0 => Between::Businesses,
        1 => Between::BusinessAndPerson,
        _ => return None,
    };
    if country != other {
        return None;
    }
    let in_force = |limit: &&Limit| limit.from <= day && limit.to.is_none_or(|to| day <= to);
    let of = limits().iter().filter(|limit| limit.country == *country && limit.between == between && limit.most.currency() == currency);
    of.filter(in_force).map(|limit| limit.most).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{day, money};

    #[test]
    fn k15_the_data_can_be_read() {
        let read: Vec<Limit> = serde_json::from_str(LIMITS).unwrap();
        assert_eq!(read.len(), limits().len());
    }

    #[test]
    fn k15_cash_between_organisations_is_limited_by_the_law_of_their_country() {
        let (company, person) = (PartyKind::LegalEntity, PartyKind::Person);
        let most = |one, other, currency| limit(&[one, other], day("2026-11-21"), currency);
        assert_eq!(most(("RU", company), ("RU", company), Currency::RUB), Some(money("100000", Currency::RUB)));
        assert_eq!(most(("UA", company), ("UA", company), Currency::UAH), Some(money("10000", Currency::UAH)));
        assert_eq!(most(("RU", company), ("RU", person), Currency::RUB), None);
        assert_eq!(most(("UA", company), ("UA", person), Currency::UAH), Some(money("50000", Currency::UAH)));
        assert_eq!(most(("UA", person), ("UA", person), Currency::UAH), None);
        assert_eq!(most(("RU", company), ("UA", company), Currency::RUB), None);
        assert_eq!(limit(&[("UA", company), ("UA", company)], day("2010-01-01"), Currency::UAH), None);
    }
}
