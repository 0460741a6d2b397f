//! The form of rule data: what a file under `infra/policies/tax` may say.
//!
//! A rule has an id and a history of versions. A version has its validity, its source and whether
//! somebody verified it; nothing is ever edited away, a change is one more version.

use kernel::{Currency, Day, Money, Percentage, Texts};
use serde::{Deserialize, Serialize};

use crate::code::{CountryCode, ProductTaxCode, RegimeCode, RuleId};
use crate::context::{Procedure, RoundingRule, SupplyKind};
use crate::result::{RequirementKind, RuleUse, Side, Treatment};

/// The rules of one country, or of a union of countries.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RuleFile {
    /// Where the schema is, for editors.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The country's code, or the union's short name.
    pub territory: String,
    /// Its name.
    pub name: Texts,
    /// The currency of its tax returns; none for a union.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The member states of a union; empty for a country.
    #[serde(default)]
    pub members: Vec<CountryCode>,
    /// Rates, and the named ways of having none.
    #[serde(default)]
    pub rates: Vec<Rule<RateHead, RateBody>>,
    /// Product tax codes and their rates.
    #[serde(default)]
    pub codes: Vec<Rule<CodeHead, CodeBody>>,
    /// Regimes of taxpayers.
    #[serde(default)]
    pub regimes: Vec<Rule<RegimeHead, RegimeBody>>,
    /// Where services and leases are supplied.
    #[serde(default)]
    pub places: Vec<Rule<PlaceHead, PlaceBody>>,
    /// Goods that cross the border.
    #[serde(default)]
    pub goods: Vec<Rule<GoodsHead, GoodsBody>>,
    /// Supplies whose tax the buyer reckons.
    #[serde(default)]
    pub buyer_taxes: Vec<Rule<BuyerTaxHead, BuyerTaxBody>>,
    /// Documents and payments that follow.
    #[serde(default)]
    pub requirements: Vec<Rule<RequirementHead, RequirementBody>>,
    /// Amounts of income at which something changes.
    #[serde(default)]
    pub thresholds: Vec<Rule<ThresholdHead, ThresholdBody>>,
    /// Regimes that follow from income.
    #[serde(default)]
    pub ladders: Vec<Rule<LadderHead, LadderBody>>,
}

/// A rule: what never changes about it, and its versions.
#[derive(Debug, Clone, Deserialize)]
pub struct Rule<H, B> {
    /// Its id, unique over all files.
    pub id: RuleId,
    /// Its name for people.
    pub name: String,
    /// What every version has in common.
    #[serde(flatten)]
    pub head: H,
    /// The versions, oldest first, without gap or overlap.
    pub history: Vec<Version<B>>,
}

/// One version of a rule.
#[derive(Debug, Clone, Deserialize)]
pub struct Version<B> {
    /// Counts from 1.
    pub version: u32,
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default)]
    pub to: Option<Day>,
    /// Where it says so.
    pub source: Source,
    /// Whether somebody compared it with the source.
    pub status: RuleStatus,
    /// A remark for the next reader.
    #[serde(default)]
    pub note: Option<String>,
    /// What the rule says.
    #[serde(flatten)]
    pub body: B,
}

/// Where a rule is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The act with its number.
    pub act: String,
    /// The article and its part.
    pub article: String,
    /// When the act, or the text in which this was read, is from.
    pub date: Day,
}

/// Whether somebody compared a version with its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleStatus {
    /// Compared.
    Verified,
    /// Believed; a result that rests on it carries a warning.
    Unverified,
}

/// See [`RuleFile::rates`].
#[derive(Debug, Clone, Deserialize)]
pub struct RateHead {
    /// What being taxed at it is called.
    pub treatment: Treatment,
}

/// See [`RuleFile::rates`].
#[derive(Debug, Clone, Deserialize)]
pub struct RateBody {
    /// The rate; absent where the treatment has none.
    #[serde(default, with = "percent")]
    pub percent: Option<Percentage>,
}

/// See [`RuleFile::codes`].
#[derive(Debug, Clone, Deserialize)]
pub struct CodeHead {
    /// Markers, and commodity codes of ten digits.
    #[serde(default)]
    pub codes: Vec<ProductTaxCode>,
    /// Beginnings of commodity codes, 2 to 9 digits; the longest that fits decides.
    #[serde(default)]
    pub headings: Vec<String>,
    /// Sorts of supply that may carry them; any when empty.
    #[serde(default)]
    pub supplies: Vec<SupplySort>,
}

/// See [`RuleFile::codes`].
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CodeBody {
    /// The rate rule.
    pub rate: RuleId,
    /// Set where the buyer reckons the tax even of a registered seller.
    #[serde(default)]
    pub collected_by: Option<BuyerMechanism>,
}

/// The first word of a supply kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupplySort {
    /// Goods.
    Goods,
    /// Services.
    Service,
    /// Leases.
    Lease,
}

/// See [`RuleFile::regimes`].
#[derive(Debug, Clone, Deserialize)]
pub struct RegimeHead {
    /// The regime.
    pub code: RegimeCode,
}

/// See [`RuleFile::regimes`].
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RegimeBody {
    /// What it does to the seller's tax.
    pub effect: Effect,
    /// Whether as a buyer it deducts input tax.
    pub deducts: bool,
    /// How its documents may be rounded; the first is used unless another is asked for.
    pub rounding: Vec<RoundingRule>,
}

/// What a regime does to the tax of what its taxpayer sells.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The code decides.
    ByCode,
    /// This rate in place of the standard and listed ones.
    Special(RuleId),
    /// Freed.
    Exempt,
    /// No payer of the tax.
    OutOfScope,
}

/// See [`RuleFile::places`].
#[derive(Debug, Clone, Deserialize)]
pub struct PlaceHead {
    /// Services and leases.
    pub supplies: Vec<SupplyKind>,
}

/// See [`RuleFile::places`].
#[derive(Debug, Clone, Deserialize)]
pub struct PlaceBody {
    /// Where they are supplied.
    pub place: Place,
}

/// Where a service is supplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Where the seller is established.
    Seller,
    /// Where the buyer is established.
    Buyer,
    /// Where the property is, or the work is done.
    Location,
}

/// See [`RuleFile::goods`].
#[derive(Debug, Clone, Deserialize)]
pub struct GoodsHead {
    /// How they cross the border.
    pub procedure: Procedure,
}

/// See [`RuleFile::goods`].
#[derive(Debug, Clone, Deserialize)]
pub struct GoodsBody {
    /// The rate rule on the document.
    pub rate: RuleId,
}

/// See [`RuleFile::buyer_taxes`].
#[derive(Debug, Clone, Deserialize)]
pub struct BuyerTaxHead {
    /// What is bought from a seller who is not registered here.
    pub supplies: Vec<SupplyKind>,
    /// How the buyer reckons the tax.
    pub mechanism: BuyerMechanism,
}

/// See [`RuleFile::buyer_taxes`].
#[derive(Debug, Clone, Deserialize)]
pub struct BuyerTaxBody {
    /// Buyers who have this duty.
    pub regimes: Vec<RegimeCode>,
}

/// How a buyer reckons the seller's tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BuyerMechanism {
    /// For itself, on top of the price.
    ReverseCharge,
    /// As tax agent, out of the price or on top of it.
    AgentWithholding,
}

impl BuyerMechanism {
    /// What being taxed so is called.
    pub const fn treatment(self) -> Treatment {
        match self {
            Self::ReverseCharge => Treatment::ReverseCharge,
            Self::AgentWithholding => Treatment::AgentWithholding,
        }
    }
}

/// See [`RuleFile::requirements`].
#[derive(Debug, Clone, Deserialize)]
pub struct RequirementHead {
    /// Whose duty.
    pub side: Side,
    /// What is asked for.
    pub kind: RequirementKind,
    /// The form.
    #[serde(default)]
    pub document: Option<String>,
    /// What to do, in a sentence.
    pub text: Texts,
}

/// See [`RuleFile::requirements`].
#[derive(Debug, Clone, Deserialize)]
pub struct RequirementBody {
    /// At least one line is taxed so; any when empty.
    #[serde(default)]
    pub treatments: Vec<Treatment>,
    /// The goods cross the border so. When empty, a line must be taxed by this territory.
    #[serde(default)]
    pub procedures: Vec<Procedure>,
    /// The party's regime is one of these; any when empty.
    #[serde(default)]
    pub regimes: Vec<RegimeCode>,
    /// The last day.
    #[serde(default)]
    pub due: Option<Due>,
}

/// A last day, counted from the tax point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// So many calendar days later.
    DaysAfter(u32),
    /// This day of the following month.
    DayOfNextMonth(u32),
    /// For days 1 to 15 the first of these days of the following month, for later ones the second.
    HalfMonths(u32, u32),
}

/// See [`RuleFile::thresholds`].
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ThresholdHead {
    /// From when more income than this counts.
    pub takes_effect: TakesEffect,
}

/// From when an exceeded threshold counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TakesEffect {
    /// The first day of the month after the month of excess.
    MonthAfter,
    /// The first day of the month of excess.
    MonthOf,
}

/// See [`RuleFile::thresholds`].
#[derive(Debug, Clone, Deserialize)]
pub struct ThresholdBody {
    /// The most that is within it.
    pub amount: Money,
}

/// See [`RuleFile::ladders`].
#[derive(Debug, Clone, Deserialize)]
pub struct LadderHead {}

/// See [`RuleFile::ladders`].
#[derive(Debug, Clone, Deserialize)]
pub struct LadderBody {
    /// Thresholds from the lowest, each with the regime within it.
    pub steps: Vec<LadderStep>,
    /// The regime above the last.
    pub above: RegimeCode,
}

/// One step of a ladder.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LadderStep {
    /// The threshold rule.
    pub up_to: RuleId,
    /// The regime while income is within it.
    pub regime: RegimeCode,
}

impl<B> Version<B> {
    /// Whether the day lies in it.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl<H, B> Rule<H, B> {
    /// The version that is valid on a day.
    pub fn at(&self, day: Day) -> Option<&Version<B>> {
        self.history.iter().rev().find(|version| version.covers(day))
    }

    /// How a result names a version.
    pub fn name_use(&self, version: &Version<B>) -> RuleUse {
        RuleUse { id: self.id.clone(), version: version.version }
    }
}

/// Percentages in data are written as a lawyer writes them: `"22"`, `"5.5"`; never as a float.
mod percent {
    use kernel::Percentage;
    use serde::{Deserialize, Deserializer, de::Error};

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Percentage>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| parse(&text).ok_or_else(|| D::Error::custom("expected a percentage such as 22 or 5.5"))).transpose()
    }

    fn parse(text: &str) -> Option<Percentage> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 2 || fraction.len() > 2 || !digits(whole) || !digits(fraction) || text.ends_with('.') {
            return None;
        }
        format!("{whole}{fraction:0<2}").parse().ok().map(Percentage::from_hundredths)
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn a_percentage_is_read_exactly() {
            let read = |text| super::parse(text).map(kernel::Percentage::hundredths);
            assert_eq!([read("22"), read("5.5"), read("0"), read("7.25")], [Some(2_200), Some(550), Some(0), Some(725)]);
            assert_eq!([read("100"), read("1."), read("-5"), read("5,5"), read("1.005")], [None; 5]);
        }
    }
}
