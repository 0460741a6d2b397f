//! Countries.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::NotAnIdentifier;
use crate::settings::Jurisdiction;

/// The officially assigned codes of ISO 3166-1 alpha-2, in alphabetical order.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH \
GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC \
LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE \
PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK \
TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// A country by its code of ISO 3166-1 alpha-2: `UA`. Any country, unlike a
/// [`Jurisdiction`], whose law the house knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(&'static str);

impl Country {
    /// Belarus.
    pub const BY: Self = Self("BY");
    /// Kazakhstan.
    pub const KZ: Self = Self("KZ");
    /// Russia.
    pub const RU: Self = Self("RU");
    /// Ukraine.
    pub const UA: Self = Self("UA");

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// All countries, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.split(' ').map(Self)
    }

    /// The jurisdiction, if the house knows its law.
    pub fn jurisdiction(self) -> Option<Jurisdiction> {
        match self.0 {
            "BY" => Some(Jurisdiction::BY),
            "KZ" => Some(Jurisdiction::KZ),
            "RU" => Some(Jurisdiction::RU),
            "UA" => Some(Jurisdiction::UA),
            _ => None,
        }
    }
}

impl From<Jurisdiction> for Country {
    fn from(jurisdiction: Jurisdiction) -> Self {
        match jurisdiction {
            Jurisdiction::BY => Self::BY,
            Jurisdiction::KZ => Self::KZ,
            Jurisdiction::RU => Self::RU,
            Jurisdiction::UA => Self::UA,
        }
    }
}

impl FromStr for Country {
    type Err = NotAnIdentifier;
    fn from_str(text: &str) -> Result<Self, NotAnIdentifier> {
        let refuse = NotAnIdentifier("expected a country code of ISO 3166-1 alpha-2, such as UA");
        Self::all().find(|country| country.0 == text).ok_or(refuse)
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl schemars::JsonSchema for Country {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Country".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Z]{2}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_one_of_the_assigned_codes() {
        let all: Vec<&str> = Country::all().map(Country::as_str).collect();
        assert_eq!(all.len(), 249);
        assert!(all.iter().all(|code| code.len() == 2) && all.is_sorted());
        for country in [Country::BY, Country::KZ, Country::RU, Country::UA] {
            assert_eq!(country.as_str().parse(), Ok(country));
            assert_eq!(country.jurisdiction().map(Country::from), Some(country));
        }
        for text in ["", "ua", "UKR", "XX", "U A", "UA "] {
            assert!(text.parse::<Country>().is_err(), "{text}");
        }
        assert_eq!("DE".parse::<Country>().ok().and_then(Country::jurisdiction), None);
    }
}
