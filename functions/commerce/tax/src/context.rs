//! What a calculation is asked with: who supplies what to whom, when, for how much.

use kernel::{Currency, Day, Money, Percentage, Quantity};
use serde::{Deserialize, Serialize};

use crate::code::{CountryCode, ProductTaxCode, RegimeCode};

/// Lines of one document. A longer one is split: it would not fit into one stored event either.
pub const LINES_MAX: usize = 1_000;
/// Registrations of one party: a handful of countries, a few changes of regime in each.
pub const REGISTRATIONS_MAX: usize = 50;

/// Everything a calculation depends on beside rule data. The governing law of the contract is
/// deliberately not here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxContext {
    /// The day whose rules apply: of the shipment or of the accepted service, not of the contract,
    /// the prepayment or the printing.
    pub tax_point: Day,
    /// Of every amount in the lines.
    pub currency: Currency,
    /// Who supplies.
    pub seller: Trader,
    /// Who acquires.
    pub buyer: Trader,
    /// Whether the lines' prices contain the tax already.
    pub price_includes_tax: bool,
    /// How goods cross a border; nothing for services and for goods that stay in a country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Procedure>,
    /// Where things physically happen, as far as it is known.
    #[serde(default)]
    pub place: PlaceHints,
    /// A rounding rule other than the regime's first one; refused unless the regime allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<RoundingRule>,
    /// Refuse when a rule that nobody has verified would be used, instead of warning.
    #[serde(default)]
    pub verified_only: bool,
    /// What is supplied, 1 to [`LINES_MAX`] lines with distinct numbers.
    pub lines: Vec<SupplyLine>,
}

/// A party as the tax office sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trader {
    /// Where it is established.
    pub jurisdiction: CountryCode,
    /// Its regimes by country and time, at most [`REGISTRATIONS_MAX`]; empty for a foreigner who is registered nowhere we know.
    #[serde(default)]
    pub registrations: Vec<Registration>,
}

/// One regime of a party in one country for one time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// Whose tax office.
    pub jurisdiction: CountryCode,
    /// Which regime, as rule data names it.
    pub regime: RegimeCode,
    /// The first day.
    pub from: Day,
    /// The first day after it; absent while it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

impl Registration {
    /// Whether the day lies in it.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// Where things physically happen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceHints {
    /// Where goods are when their transport begins, or where they are handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispatched_from: Option<CountryCode>,
    /// Where goods are brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_to: Option<CountryCode>,
    /// Where the property is, or where the work is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<CountryCode>,
}

/// How goods cross a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Procedure {
    /// Out of the country, to a country outside its customs union, by a customs declaration.
    Export,
    /// Into the country, from outside its customs union, by a customs declaration.
    Import,
    /// From one member of the Eurasian Economic Union to another, seen by the seller.
    EaeuExport,
    /// The same movement, seen by the buyer; the tax is the same.
    EaeuImport,
}

/// One line of what is supplied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyLine {
    /// The line's number in its document.
    pub n: u32,
    /// What sort of supply.
    pub kind: SupplyKind,
    /// What decides the rate.
    pub code: ProductTaxCode,
    /// For how much.
    pub price: LinePrice,
}

/// How a line's amount is agreed. Whether it contains the tax is said once, by the document.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum LinePrice {
    /// The amount of the whole line, already whole minor units.
    Total(Money),
    /// A price a unit; the rounding rule says what is rounded when.
    Unit {
        /// For one unit, before the discount.
        price: Money,
        /// How many units.
        quantity: Quantity,
        /// Taken off, 0 to 100 %; hundredths of a percent.
        #[serde(default = "no_discount")]
        discount: Percentage,
    },
}

const fn no_discount() -> Percentage {
    Percentage::from_hundredths(0)
}

/// What sort of supply a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SupplyKind {
    /// Things that change owner.
    Goods,
    /// Work and services.
    Service(ServiceKind),
    /// Use of a thing for a time.
    Lease(LeaseKind),
}

/// Kinds of service that the law tells apart when it says where a service is supplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// Advice.
    Consulting,
    /// Legal services.
    Legal,
    /// Accounting and audit.
    Accounting,
    /// Advertising.
    Advertising,
    /// Marketing.
    Marketing,
    /// Engineering, research and development.
    Engineering,
    /// Design.
    Design,
    /// Development and support of programs, data processing.
    InformationTechnology,
    /// Rights to programs, patents, marks.
    Licence,
    /// Staff who work at the buyer's.
    StaffSupply,
    /// Services supplied over the Internet automatically.
    Electronic,
    /// Telecommunications.
    Telecommunications,
    /// Building, repair and other work on land and buildings.
    WorkOnImmovables,
    /// Repair, processing and assembly of movable things.
    WorkOnMovables,
    /// Culture, education, sport.
    CultureAndEducation,
    /// Carriage and what belongs to it.
    Transport,
    /// Everything that the law does not name.
    Other,
}

/// Things that are leased, as far as the law tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LeaseKind {
    /// Machines and other movable things except vehicles.
    Movable,
    /// Vehicles.
    Vehicle,
    /// Land and buildings.
    Immovable,
}

/// When amounts are rounded to minor units, always half away from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RoundingRule {
    /// The discounted price of one unit and the tax on one unit are rounded, then multiplied.
    PerUnit,
    /// The agreed amount of the line is rounded, then the tax on that amount.
    PerLine,
    /// Amounts stay exact; agreed amount and tax are rounded once for each tax line of the document, and
    /// the lines get their parts by largest remainder.
    PerDocument,
}

impl RoundingRule {
    /// Its name in data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PerUnit => "per-unit",
            Self::PerLine => "per-line",
            Self::PerDocument => "per-document",
        }
    }
}
