//! How a party is registered for taxes, and since when.

use kernel::identifier::Country;
use kernel::{Day, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::{CountryCode, RegimeCode};

use crate::Interval;

/// How a party is registered for taxes in one country, over some time. In one country these
/// times never overlap, so that a day has one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxRegistration {
    /// In which country.
    pub jurisdiction: Country,
    /// Under which regime, by the name that rule data gives it; whether it charges VAT follows.
    pub regime: RegimeCode,
    /// The number of its certificate, where there is one.
    pub certificate: Option<Line>,
    /// Over which days.
    pub valid: Interval,
}

impl TaxRegistration {
    /// Whether it is the one that began on a day in a country.
    pub fn is(&self, jurisdiction: Country, from: Day) -> bool {
        self.jurisdiction == jurisdiction && self.valid.from() == from
    }

    /// Whether both answer for some day in one country.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.jurisdiction == other.jurisdiction && self.valid.overlaps(other.valid)
    }
}

/// Whether a regime is one that the rule data of a country names. Of a country without rule
/// data nothing is calculated, so anything may be recorded.
pub(super) fn is_known(jurisdiction: Country, regime: &RegimeCode) -> bool {
    let Ok(country) = CountryCode::new(jurisdiction.as_str()) else { return false };
    let mut known = tax::rules().regimes(&country).peekable();
    known.peek().is_none() || known.any(|(code, _)| code == regime)
}
