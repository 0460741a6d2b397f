//! The worked cases of `infra/policies/tax/cases`, which people who write no programs write and read.

use std::fmt::Write as _;

use kernel::{Currency, Day, Money, Percentage, Refusal};
use serde::Deserialize;
use tax::{
    CountryCode, LinePrice, PlaceHints, Procedure, ProductTaxCode, Registration, RoundingRule, SupplyKind, SupplyLine, TaxContext,
    TaxResult, Trader,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../infra/policies/tax");
/// What was asked for: cases across the countries and both sides of the turn of the year.
const CASES_MIN: usize = 40;

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    case: String,
    day: Day,
    currency: Currency,
    seller: Party,
    buyer: Party,
    price: String,
    procedure: Option<Procedure>,
    #[serde(rename = "dispatched from")]
    dispatched_from: Option<CountryCode>,
    #[serde(rename = "delivered to")]
    delivered_to: Option<CountryCode>,
    location: Option<CountryCode>,
    rounding: Option<RoundingRule>,
    #[serde(default, rename = "verified only")]
    verified_only: bool,
    lines: Vec<Line>,
    expect: Expect,
}

#[derive(Deserialize)]
struct Party {
    country: CountryCode,
    regime: Option<String>,
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Deserialize)]
struct Line {
    kind: String,
    code: ProductTaxCode,
    total: Option<String>,
    price: Option<String>,
    quantity: Option<String>,
    discount: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Expect {
    Refused { refused: String },
    Taxed(Box<Taxed>),
}

#[derive(Deserialize)]
struct Taxed {
    #[serde(rename = "tax lines")]
    tax_lines: Vec<String>,
    net: String,
    tax: String,
    gross: String,
    payable: String,
    #[serde(rename = "buyer deducts")]
    buyer_deducts: Option<bool>,
    requirements: Option<Vec<String>>,
    rules: Option<Vec<String>>,
    warnings: Option<Vec<String>>,
}

impl Party {
    fn trader(&self) -> Trader {
        let home = self.regime.iter().map(|regime| (self.country.clone(), regime.as_str()));
        let also = self.also.iter().map(|also| also.split_once(' ').unwrap()).map(|(country, regime)| (country.parse().unwrap(), regime));
        let registration = |(jurisdiction, regime): (CountryCode, &str)| {
            let (regime, from) = (regime.parse().unwrap(), "1990-01-01".parse().unwrap());
            Registration { jurisdiction, regime, from, until: None }
        };
        Trader { jurisdiction: self.country.clone(), registrations: home.chain(also).map(registration).collect() }
    }
}

impl Case {
    fn context(&self) -> TaxContext {
        let money = |text: &String| Money::parse(text, self.currency).unwrap();
        let line = |(line, n): (&Line, u32)| SupplyLine {
            n,
            kind: kind(&line.kind),
            code: line.code.clone(),
            price: match &line.total {
                Some(total) => LinePrice::Total(money(total)),
                None => LinePrice::Unit {
                    price: money(line.price.as_ref().unwrap()),
                    quantity: line.quantity.as_ref().unwrap().parse().unwrap(),
                    discount: Percentage::from_hundredths(
                        Money::parse(line.discount.as_deref().unwrap_or("0"), Currency::RUB).unwrap().minor(),
                    ),
                },
            },
        };
        TaxContext {
            tax_point: self.day,
            currency: self.currency,
            seller: self.seller.trader(),
            buyer: self.buyer.trader(),
            price_includes_tax: self.price == "with tax",
            procedure: self.procedure,
            place: PlaceHints {
                dispatched_from: self.dispatched_from.clone(),
                delivered_to: self.delivered_to.clone(),
                location: self.location.clone(),
            },
            rounding: self.rounding,
            verified_only: self.verified_only,
            lines: self.lines.iter().zip(1..).map(line).collect(),
        }
    }

    /// What is otherwise than expected, in words.
    fn differences(&self) -> String {
        let mut said = String::new();
        let mut compare = |what: &str, expected: &str, is: &str| {
            if expected != is {
                writeln!(said, "    {what}: expected {expected}, but it is {is}").unwrap();
            }
        };
        let result = tax::calculate(&self.context(), tax::rules());
        match (&self.expect, &result) {
            (Expect::Refused { refused }, Err(refusal)) => compare("refusal", refused, refusal.code()),
            (Expect::Refused { refused }, Ok(result)) => compare("refusal", refused, &format!("taxed: {:?}", tax_lines(result))),
            (Expect::Taxed(_), Err(refusal)) => compare("answer", "taxed", &format!("refused: {} {}", refusal.code(), refusal.texts().en)),
            (Expect::Taxed(expected), Ok(result)) => {
                compare("tax lines", &expected.tax_lines.join("; "), &tax_lines(result).join("; "));
                compare("net", &expected.net, &result.net.amount());
                compare("tax", &expected.tax, &result.tax.amount());
                compare("gross", &expected.gross, &result.gross.amount());
                compare("payable", &expected.payable, &result.payable.amount());
                expected.compare_more(result, &mut compare);
            }
        }
        said
    }
}

impl Taxed {
    fn compare_more(&self, result: &TaxResult, compare: &mut impl FnMut(&str, &str, &str)) {
        if let Some(deducts) = self.buyer_deducts {
            compare("buyer deducts", &deducts.to_string(), &result.buyer_deducts.to_string());
        }
        if let Some(requirements) = &self.requirements {
            let due = |due: Option<Day>| due.map_or(String::new(), |day| format!(" until {day}"));
            let is: Vec<String> = result.requirements.iter().map(|one| format!("{}{}", one.rule.id, due(one.due))).collect();
            compare("requirements", &requirements.join(", "), &is.join(", "));
        }
        let used: Vec<String> = result.trace.iter().map(|rule| format!("{} v{}", rule.id, rule.version)).collect();
        for rule in self.rules.iter().flatten().filter(|rule| !used.contains(rule)) {
            compare("rules", rule, &used.join(", "));
        }
        if let Some(warnings) = &self.warnings {
            let is: Vec<String> = result.warnings.iter().map(|rule| rule.id.to_string()).collect();
            compare("warnings", &warnings.join(", "), &is.join(", "));
        }
    }
}

fn kind(text: &str) -> SupplyKind {
    let json = match text.split_once(' ') {
        Some((sort, kind)) => serde_json::json!({ sort: kind }),
        None => serde_json::json!(text),
    };
    serde_json::from_value(json).unwrap_or_else(|_| panic!("there is no kind of supply {text:?}"))
}

fn tax_lines(result: &TaxResult) -> Vec<String> {
    let rate = |rate: Option<Percentage>| {
        rate.map_or(String::new(), |rate| {
            let text = rate.to_string();
            format!("{} % ", text.trim_end_matches(" %").trim_end_matches('0').trim_end_matches('.'))
        })
    };
    let name = |treatment| serde_json::to_value(treatment).unwrap().as_str().unwrap().to_owned();
    let line = |line: &tax::TaxLine| {
        let (treatment, rate) = (name(line.treatment), rate(line.rate));
        format!("{treatment} {rate}in {}: {} tax {}", line.jurisdiction, line.base.amount(), line.tax.amount())
    };
    result.summary.iter().map(line).collect()
}

fn files() -> Vec<(String, serde_json::Value)> {
    let mut files: Vec<(String, serde_json::Value)> = std::fs::read_dir(format!("{FOLDER}/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let json = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, json)
        })
        .collect();
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    files
}

#[test]
fn cases_have_their_form() {
    let schema = std::fs::read_to_string(format!("{FOLDER}/cases.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    for (name, json) in files() {
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}:\n{}", errors.join("\n"));
    }
}

#[test]
fn cases_come_out_as_worked() {
    let mut wrong = String::new();
    let mut count = 0;
    for (name, json) in files() {
        let file: File = serde_json::from_value(json).unwrap_or_else(|error| panic!("{name}: {error}"));
        for case in &file.cases {
            count += 1;
            let differences = case.differences();
            if !differences.is_empty() {
                write!(wrong, "\n{name}: {}\n{differences}", case.case).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= CASES_MIN, "only {count} cases");
}
