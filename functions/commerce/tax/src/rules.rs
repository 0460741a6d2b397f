//! Rule data, indexed for calculation.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use kernel::{Day, Money};

use crate::check;
use crate::code::{COMMODITY_DIGITS, CountryCode, ProductTaxCode, RegimeCode, RuleId};
use crate::context::{Procedure, SupplyKind};
use crate::data::{BuyerTaxBody, BuyerTaxHead, CodeBody, CodeHead, GoodsBody, GoodsHead, LadderBody, LadderHead, PlaceBody, PlaceHead};
use crate::data::{
    RateBody, RateHead, RegimeBody, RegimeHead, RequirementBody, RequirementHead, Rule, RuleFile, ThresholdBody, ThresholdHead,
};
use crate::refusal::TaxRefusal;
use crate::result::RuleUse;

/// The rule data that is compiled in, by file name.
pub const FILES: &[(&str, &str)] = &[
    ("by.json", include_str!("../../../../infra/policies/tax/by.json")),
    ("eaeu.json", include_str!("../../../../infra/policies/tax/eaeu.json")),
    ("kz.json", include_str!("../../../../infra/policies/tax/kz.json")),
    ("ru.json", include_str!("../../../../infra/policies/tax/ru.json")),
    ("ua.json", include_str!("../../../../infra/policies/tax/ua.json")),
];

/// The rules that are compiled in. A test holds them valid; if they were not, there would be no
/// rules and every calculation would be refused.
pub fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules::read(FILES).unwrap_or_default())
}

/// Rules of countries and unions.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    countries: BTreeMap<CountryCode, Territory>,
    unions: Vec<Territory>,
}

/// What is wrong with rule data: the file or the rule, and the sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {what}")]
pub struct Defect {
    /// The file or the rule.
    pub at: String,
    /// What is wrong there.
    pub what: String,
}

impl Rules {
    /// Reads and checks files of rule data, given as names and contents. All defects are told at once.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Vec<Defect>> {
        let mut defects = Vec::new();
        let mut read = Vec::new();
        for (name, text) in files {
            match serde_json::from_str::<RuleFile>(text) {
                Ok(file) => read.push(file),
                Err(error) => defects.push(Defect { at: (*name).to_owned(), what: error.to_string() }),
            }
        }
        defects.extend(check::defects(&read));
        if !defects.is_empty() {
            return Err(defects);
        }
        let mut rules = Self::default();
        for file in read {
            let country = CountryCode::new(&file.territory);
            let territory = Territory::index(file);
            match country {
                Ok(country) => {
                    rules.countries.insert(country, territory);
                }
                Err(_) => rules.unions.push(territory),
            }
        }
        Ok(rules)
    }

    /// The rules of a country, if there are any.
    pub(crate) fn country(&self, country: &CountryCode) -> Option<&Territory> {
        self.countries.get(country)
    }

    /// The union that both countries belong to.
    pub(crate) fn union_of(&self, one: &CountryCode, other: &CountryCode) -> Option<&Territory> {
        self.unions.iter().find(|union| union.members.contains(one) && union.members.contains(other))
    }

    /// Every country and union.
    pub(crate) fn territories(&self) -> impl Iterator<Item = &Territory> {
        self.countries.values().chain(&self.unions)
    }

    /// The amount of a threshold on a day, such as of income above which one registers.
    pub fn threshold(&self, id: &RuleId, day: Day) -> Result<(Money, RuleUse), TaxRefusal> {
        let missing = || TaxRefusal::NoRuleForDay { rule: id.clone(), day };
        let rule = self.territories().find_map(|territory| territory.threshold(id)).ok_or_else(missing)?;
        let version = version_at(rule, day)?;
        Ok((version.body.amount, rule.name_use(version)))
    }

    /// Countries that have rules.
    pub fn countries(&self) -> impl Iterator<Item = &CountryCode> {
        self.countries.keys()
    }

    /// The regimes that a country's data knows, with their names: what a form offers.
    pub fn regimes(&self, country: &CountryCode) -> impl Iterator<Item = (&RegimeCode, &str)> {
        self.countries.get(country).into_iter().flat_map(|territory| {
            let regimes = territory.regimes.values();
            regimes.map(|rule| (&rule.head.code, rule.name.as_str()))
        })
    }

    /// The markers that a country's data knows, with the names of their rules: what a form offers.
    pub fn codes(&self, country: &CountryCode) -> impl Iterator<Item = (&ProductTaxCode, &str)> {
        self.countries.get(country).into_iter().flat_map(|territory| {
            let markers = territory.by_code.iter();
            markers.filter_map(|(code, at)| territory.codes.get(*at).map(|rule| (code, rule.name.as_str())))
        })
    }
}

/// One country or union.
#[derive(Debug, Clone, Default)]
pub(crate) struct Territory {
    /// The code or short name.
    pub(crate) name: String,
    /// Of a union.
    pub(crate) members: Vec<CountryCode>,
    rates: BTreeMap<RuleId, Rule<RateHead, RateBody>>,
    codes: Vec<Rule<CodeHead, CodeBody>>,
    by_code: BTreeMap<ProductTaxCode, usize>,
    by_heading: BTreeMap<String, usize>,
    regimes: BTreeMap<RegimeCode, Rule<RegimeHead, RegimeBody>>,
    places: Vec<Rule<PlaceHead, PlaceBody>>,
    goods: Vec<Rule<GoodsHead, GoodsBody>>,
    buyer_taxes: Vec<Rule<BuyerTaxHead, BuyerTaxBody>>,
    /// Documents and payments that follow.
    pub(crate) requirements: Vec<Rule<RequirementHead, RequirementBody>>,
    thresholds: BTreeMap<RuleId, Rule<ThresholdHead, ThresholdBody>>,
    ladders: BTreeMap<RuleId, Rule<LadderHead, LadderBody>>,
}

fn by_id<H, B>(rules: Vec<Rule<H, B>>) -> BTreeMap<RuleId, Rule<H, B>> {
    rules.into_iter().map(|rule| (rule.id.clone(), rule)).collect()
}

impl Territory {
    fn index(file: RuleFile) -> Self {
        let places = |of: fn(&CodeHead) -> Vec<String>| -> BTreeMap<String, usize> {
            let all = file.codes.iter().enumerate();
            all.flat_map(|(at, rule)| of(&rule.head).into_iter().map(move |code| (code, at))).collect()
        };
        let by_heading = places(|head| head.headings.clone());
        let by_code = file.codes.iter().enumerate().flat_map(|(at, rule)| rule.head.codes.iter().map(move |code| (code.clone(), at)));
        Self {
            name: file.territory,
            members: file.members,
            by_code: by_code.collect(),
            by_heading,
            rates: by_id(file.rates),
            codes: file.codes,
            regimes: file.regimes.into_iter().map(|rule| (rule.head.code.clone(), rule)).collect(),
            places: file.places,
            goods: file.goods,
            buyer_taxes: file.buyer_taxes,
            requirements: file.requirements,
            thresholds: by_id(file.thresholds),
            ladders: by_id(file.ladders),
        }
    }

    /// A rate rule.
    pub(crate) fn rate(&self, id: &RuleId) -> Option<&Rule<RateHead, RateBody>> {
        self.rates.get(id)
    }

    /// The rule of a code: of exactly this code, else of the longest heading that it begins with.
    pub(crate) fn code(&self, code: &ProductTaxCode) -> Option<&Rule<CodeHead, CodeBody>> {
        let text = code.as_str();
        let heading = || {
            let mut lengths = (2..COMMODITY_DIGITS).rev();
            lengths.find_map(|length| text.get(..length).and_then(|start| self.by_heading.get(start)))
        };
        let is_commodity = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
        let at = self.by_code.get(code).or_else(|| if is_commodity { heading() } else { None })?;
        self.codes.get(*at)
    }

    /// The rule of a regime.
    pub(crate) fn regime(&self, code: &RegimeCode) -> Option<&Rule<RegimeHead, RegimeBody>> {
        self.regimes.get(code)
    }

    /// The rule that says where something is supplied.
    pub(crate) fn place(&self, kind: SupplyKind) -> Option<&Rule<PlaceHead, PlaceBody>> {
        self.places.iter().find(|rule| rule.head.supplies.contains(&kind))
    }

    /// The rule of goods that cross the border.
    pub(crate) fn goods(&self, procedure: Procedure) -> Option<&Rule<GoodsHead, GoodsBody>> {
        self.goods.iter().find(|rule| rule.head.procedure == procedure)
    }

    /// The rule by which a buyer reckons tax on such a supply.
    pub(crate) fn buyer_tax(&self, kind: SupplyKind) -> Option<&Rule<BuyerTaxHead, BuyerTaxBody>> {
        self.buyer_taxes.iter().find(|rule| rule.head.supplies.contains(&kind))
    }

    /// A threshold.
    pub(crate) fn threshold(&self, id: &RuleId) -> Option<&Rule<ThresholdHead, ThresholdBody>> {
        self.thresholds.get(id)
    }

    /// A ladder of regimes.
    pub(crate) fn ladder(&self, id: &RuleId) -> Option<&Rule<LadderHead, LadderBody>> {
        self.ladders.get(id)
    }
}

/// The version of a rule on a day, or the refusal that there is none.
pub(crate) fn version_at<H, B>(rule: &Rule<H, B>, day: Day) -> Result<&crate::data::Version<B>, TaxRefusal> {
    rule.at(day).ok_or_else(|| TaxRefusal::NoRuleForDay { rule: rule.id.clone(), day })
}
