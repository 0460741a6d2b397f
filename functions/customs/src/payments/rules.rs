//! Rule data: rates of tax, fees, excise and method, each with its validity and its source.
//!
//! The files under `rules/` are for an expert of customs to read and to correct; `rules/schema.json`
//! says what they may hold.

use std::sync::LazyLock;

use kernel::{Day, Line, Money, Paragraph};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::exchange::PAID_IN;
use super::{Number, PaymentsRefusal};
use crate::code::CommodityCode;
use crate::tariff::{CodePrefix, TariffRate};

/// The rule with the fees by value.
pub const FEE_LADDER: &str = "ru.fee.ladder";
/// The rule with the fee of declarations with goods of the decree's list.
pub const FEE_LISTED: &str = "ru.fee.listed";
/// The rule with the goods that are subject to excise.
pub const EXCISE: &str = "ru.excise.goods";
/// The rule with what duty is reckoned on.
pub const DUTY_BASE: &str = "eaeu.duty.base";
/// The rule with how values become roubles.
pub const VALUE_IN_ROUBLES: &str = "eaeu.value.roubles";
/// The rule with how amounts are rounded.
pub const ROUNDING: &str = "eaeu.rounding.kopeck";
/// The rule with what tax is reckoned on.
pub const VAT_BASE: &str = "ru.vat.base";

/// The files that are compiled in, by name.
pub const FILES: [(&str, &str); 4] = [
    ("excise.json", include_str!("../../rules/excise.json")),
    ("fee.json", include_str!("../../rules/fee.json")),
    ("method.json", include_str!("../../rules/method.json")),
    ("vat.json", include_str!("../../rules/vat.json")),
];

/// How well a rule is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleStatus {
    /// Compared with the text of the act.
    Verified,
    /// As several publications tell of the act.
    Reported,
    /// Believed: a person should look.
    Unverified,
}

/// Where a rule is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The act with its number.
    pub act: Line,
    /// Where in it.
    pub article: Line,
    /// The day of the act.
    pub date: Day,
}

/// One version of a rule that an estimate rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum RuleUse {
    /// Of the rule data.
    Law {
        /// Which rule.
        id: Line,
        /// Which of its versions.
        version: u32,
        /// How well that is known.
        status: RuleStatus,
        /// Where it is written.
        source: Source,
    },
    /// Of the tariff that the tenant keeps.
    Tariff {
        /// For codes that begin so.
        prefix: CodePrefix,
        /// Which version of that.
        version: u32,
        /// Where it is written, as whoever entered it says.
        source: Line,
    },
}

impl RuleUse {
    /// How well the rule is known; what the tenant entered is the tenant's to know.
    pub const fn status(&self) -> RuleStatus {
        match self {
            Self::Law { status, .. } => *status,
            Self::Tariff { .. } => RuleStatus::Verified,
        }
    }

    pub(super) fn tariff(rate: &TariffRate) -> Self {
        Self::Tariff { prefix: rate.prefix.clone(), version: rate.version, source: rate.source.clone() }
    }
}

/// A rule and its versions, oldest first, without gap or overlap.
#[derive(Debug, Clone, Deserialize)]
pub struct Rule<B> {
    /// Its id.
    pub id: Line,
    /// What it is about.
    pub name: Line,
    /// Its versions.
    pub history: Vec<RuleVersion<B>>,
}

/// One version of a rule.
#[derive(Debug, Clone, Deserialize)]
pub struct RuleVersion<B> {
    /// Counts from 1.
    pub version: u32,
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default)]
    pub to: Option<Day>,
    /// Where it is written.
    pub source: Source,
    /// How well it is known.
    pub status: RuleStatus,
    /// A remark for the next reader.
    #[serde(default)]
    pub note: Option<Paragraph>,
    /// What it says.
    #[serde(flatten)]
    pub body: B,
}

/// A rate of tax.
#[derive(Debug, Clone, Deserialize)]
pub struct Rate {
    /// Per cent.
    pub percent: Number,
}

/// Fees by value.
#[derive(Debug, Clone, Deserialize)]
pub struct Ladder {
    /// The lowest first; the last has no upper end.
    pub steps: Vec<Step>,
}

/// One step of fees.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Up to this customs value, inclusive.
    #[serde(default, deserialize_with = "some_roubles")]
    pub up_to: Option<Money>,
    /// The fee.
    #[serde(deserialize_with = "roubles")]
    pub fee: Money,
    /// How well the step is known, if not as the version.
    #[serde(default)]
    pub status: Option<RuleStatus>,
}

/// Goods by the beginning of their code.
#[derive(Debug, Clone, Deserialize)]
pub struct ExciseGoods {
    /// Which.
    pub goods: Vec<ExciseEntry>,
}

/// Some goods.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExciseEntry {
    /// The beginning.
    pub prefix: CodePrefix,
    /// For people.
    pub name: Line,
    /// Whether all of them are meant.
    pub certainty: Certainty,
}

/// Whether all goods of a beginning are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// All.
    Always,
    /// Some.
    Some,
}

/// A rule of method, in words: what the code does.
#[derive(Debug, Clone, Deserialize)]
pub struct Says {
    /// What it says.
    pub says: Paragraph,
}

/// Amounts in data are written as a lawyer writes them: `"1067.00"`; never as a float.
fn roubles<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
    let text = String::deserialize(deserializer)?;
    Money::parse(&text, PAID_IN).map_err(serde::de::Error::custom)
}

fn some_roubles<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    roubles(deserializer).map(Some)
}

impl<B> RuleVersion<B> {
    fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// All rule data.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// Goods subject to excise.
    pub excise: Vec<Rule<ExciseGoods>>,
    /// Fees.
    pub fee: Vec<Rule<Ladder>>,
    /// Methods.
    pub method: Vec<Rule<Says>>,
    /// Rates of tax.
    pub vat: Vec<Rule<Rate>>,
}

/// A version of a rule that was found, and how it is named in an estimate.
pub(super) struct Found<'a, B> {
    pub(super) body: &'a B,
    pub(super) named: RuleUse,
}

impl RuleSet {
    /// The rules that are compiled in. A test holds them valid; if they were not, there would be
    /// no rules and every estimate would be refused.
    pub fn built_in() -> &'static Self {
        static READ: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::read().unwrap_or_default());
        &READ
    }

    fn read() -> Result<Self, serde_json::Error> {
        let [(_, excise), (_, fee), (_, method), (_, vat)] = FILES;
        Ok(Self { excise: rules(excise)?, fee: rules(fee)?, method: rules(method)?, vat: rules(vat)? })
    }

    /// A rate of tax on a day.
    pub(super) fn vat(&self, id: &'static str, on: Day) -> Result<Found<'_, Rate>, PaymentsRefusal> {
        find(&self.vat, id, on)
    }

    /// A rule of method on a day.
    pub(super) fn method(&self, id: &'static str, on: Day) -> Result<RuleUse, PaymentsRefusal> {
        find(&self.method, id, on).map(|found| found.named)
    }

    /// The goods that are subject to excise on a day.
    pub(super) fn excise(&self, on: Day) -> Result<Found<'_, ExciseGoods>, PaymentsRefusal> {
        find(&self.excise, EXCISE, on)
    }

    /// The fee for a customs value on a day, and the rule with the status of its step.
    pub(super) fn fee(&self, id: &'static str, value: Money, on: Day) -> Result<(Money, RuleUse), PaymentsRefusal> {
        let Found { body, named } = find(&self.fee, id, on)?;
        let fits = |step: &&Step| step.up_to.is_none_or(|up_to| value.minor() <= up_to.minor());
        let step = body.steps.iter().find(fits).ok_or(PaymentsRefusal::NoRule { rule: id, on })?;
        let named = match named {
            RuleUse::Law { id, version, status, source } => RuleUse::Law { id, version, status: step.status.unwrap_or(status), source },
            RuleUse::Tariff { .. } => named,
        };
        Ok((step.fee, named))
    }
}

impl ExciseGoods {
    /// Whether the code is that of goods that are, or may be, subject to excise.
    pub fn certainty(&self, code: &CommodityCode) -> Option<Certainty> {
        let entries = self.goods.iter().filter(|entry| entry.prefix.covers(code));
        entries.max_by_key(|entry| entry.prefix.digits()).map(|entry| entry.certainty)
    }
}

fn rules<B: DeserializeOwned>(text: &str) -> Result<Vec<Rule<B>>, serde_json::Error> {
    serde_json::from_str(text)
}

fn find<'a, B>(rules: &'a [Rule<B>], id: &'static str, on: Day) -> Result<Found<'a, B>, PaymentsRefusal> {
    let rule = rules.iter().find(|rule| rule.id.as_str() == id).ok_or(PaymentsRefusal::NoRule { rule: id, on })?;
    let version = rule.history.iter().find(|version| version.covers(on)).ok_or(PaymentsRefusal::NoRule { rule: id, on })?;
    let RuleVersion { version: number, status, source, body, .. } = version;
    let named = RuleUse::Law { id: rule.id.clone(), version: *number, status: *status, source: source.clone() };
    Ok(Found { body, named })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::samples::payments as samples;

    const SCHEMA: &str = include_str!("../../rules/schema.json");

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_file_of_rules_has_its_form_and_is_compiled_in() {
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
        for (name, text) in FILES {
            let json: Value = serde_json::from_str(text).unwrap();
            let errors: Vec<String> = validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(errors.is_empty(), "{name}:\n{}", errors.join("\n"));
            let mut misspelt = json.clone();
            misspelt[0]["history"][0]["valid_from"] = "2025-01-01".into();
            assert!(!validator.is_valid(&misspelt), "{name}");
        }
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).unwrap();
        let mut names: Vec<String> = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        // Tables of codes are no rules of payments, and have forms of their own.
        names.retain(|name| name != "schema.json" && !name.starts_with("docflow-statuses") && !name.starts_with("document-types"));
        names.sort();
        assert_eq!(names, FILES.map(|(name, _)| name.to_owned()));
        assert!(RuleSet::read().is_ok(), "{:?}", RuleSet::read().err());
    }

    fn check<B>(rules: &[Rule<B>]) {
        for rule in rules {
            for (n, version) in (1..).zip(&rule.history) {
                assert_eq!(version.version, n, "{}", rule.id);
                assert!(version.to.is_none_or(|to| version.from <= to), "{}", rule.id);
            }
            for pair in rule.history.windows(2) {
                let next = pair[0].to.and_then(|to| to.succ_opt());
                assert_eq!(next, Some(pair[1].from), "{}: a gap or an overlap", rule.id);
            }
        }
    }

    #[test]
    fn versions_count_from_one_without_gap_or_overlap() {
        let set = RuleSet::built_in();
        check(&set.excise);
        check(&set.fee);
        check(&set.method);
        check(&set.vat);
        let ids = set.excise.iter().map(|rule| &rule.id).chain(set.fee.iter().map(|rule| &rule.id));
        let mut ids: Vec<&Line> = ids.chain(set.method.iter().map(|rule| &rule.id)).chain(set.vat.iter().map(|rule| &rule.id)).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn ladders_rise_and_end_open() {
        for rule in &RuleSet::built_in().fee {
            for version in &rule.history {
                let (last, before) = version.body.steps.split_last().unwrap();
                assert!(last.up_to.is_none() && before.iter().all(|step| step.up_to.is_some()), "{}", rule.id);
                for pair in version.body.steps.windows(2) {
                    assert!(pair[0].fee.minor() < pair[1].fee.minor(), "{}", rule.id);
                    assert!(pair[1].up_to.is_none_or(|up_to| pair[0].up_to.unwrap().minor() < up_to.minor()), "{}", rule.id);
                }
            }
        }
    }

    #[test]
    fn c51_the_fee_follows_the_ladder_of_its_year_and_says_how_well_it_is_known() {
        let fee = |value: &str, on: &str| RuleSet::built_in().fee(FEE_LADDER, samples::rub(value), day(on)).unwrap();
        for (value, on, expected, status) in [
            ("200000.00", "2025-12-31", "1067.00", RuleStatus::Verified),
            ("200000.01", "2025-12-31", "2134.00", RuleStatus::Verified),
            ("200000.00", "2026-01-01", "1231.00", RuleStatus::Reported),
            ("1200000.01", "2026-11-21", "13541.00", RuleStatus::Unverified),
            ("5500000.00", "2026-11-21", "21344.00", RuleStatus::Reported),
            ("10000000.01", "2026-11-21", "73860.00", RuleStatus::Reported),
        ] {
            let (amount, named) = fee(value, on);
            assert_eq!((amount, named.status()), (samples::rub(expected), status), "{value} on {on}");
        }
        let early = RuleSet::built_in().fee(FEE_LADDER, samples::rub("1.00"), day("2024-12-31"));
        assert_eq!(early.err(), Some(PaymentsRefusal::NoRule { rule: FEE_LADDER, on: day("2024-12-31") }));
    }

    #[test]
    fn c51_tax_is_20_per_cent_until_the_end_of_2025_and_22_from_then() {
        let percent = |id, on: &str| RuleSet::built_in().vat(id, day(on)).map(|found| found.body.percent.to_string());
        assert_eq!(percent("ru.vat.standard", "2025-12-31").as_deref(), Ok("20"));
        assert_eq!(percent("ru.vat.standard", "2026-01-01").as_deref(), Ok("22"));
        for list in ["ru.vat.food", "ru.vat.children", "ru.vat.periodicals", "ru.vat.medicine"] {
            assert_eq!(percent(list, "2026-11-21").as_deref(), Ok("10"));
        }
    }

    /// Whoever verifies one shortens this list, and whoever adds one is seen to.
    #[test]
    fn every_rule_that_nobody_verified_is_known() {
        let mut unverified = Vec::new();
        for (_, text) in FILES {
            let json: Value = serde_json::from_str(text).unwrap();
            for rule in json.as_array().unwrap() {
                let versions = rule["history"].as_array().unwrap().iter().filter(|version| version["status"] == "unverified");
                unverified.extend(versions.map(|version| format!("{} v{}", rule["id"].as_str().unwrap(), version["version"])));
            }
        }
        let known = [
            "ru.excise.goods v1",
            "ru.fee.ladder v1",
            "ru.fee.ladder v2",
            "eaeu.duty.base v1",
            "eaeu.value.roubles v1",
            "eaeu.rounding.kopeck v1",
        ];
        assert_eq!(unverified, known);
    }
}
