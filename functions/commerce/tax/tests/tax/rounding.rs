//! Rounding: when, how much, and who gets the difference.

use kernel::{Currency, Money};
use tax::{RoundingRule, Rules, SupplyKind, TaxContext, TaxRefusal, TaxResult, calculate, rules};

use crate::{rub, russian, total, trader, unit};

/// A country that exists only here: one rate of 5.5 %, and a regime that allows every rounding.
const ELSEWHERE: &str = r#"{
  "$schema": "schema.json", "territory": "XX", "name": { "en": "Elsewhere", "uk": "Деінде", "ru": "Где-то" },
  "rates": [{ "id": "xx.vat", "name": "VAT", "treatment": "standard", "history": [VERSION, "percent": "5.5" }] }],
  "codes": [{ "id": "xx.code", "name": "Everything", "codes": ["standard"], "history": [VERSION, "rate": "xx.vat" }] }],
  "regimes": [{ "id": "xx.regime", "name": "Everybody", "code": "general", "history": [VERSION,
    "effect": "by-code", "deducts": true, "rounding": ["per-document", "per-line", "per-unit"] }] }],
  "places": [{ "id": "xx.place", "name": "At the seller's", "supplies": SUPPLIES, "history": [VERSION, "place": "seller" }] }]
}"#;

fn elsewhere() -> Rules {
    let supplies: serde_json::Value = {
        let (_, ru) = tax::FILES.iter().find(|(name, _)| *name == "ru.json").unwrap();
        let ru: serde_json::Value = serde_json::from_str(ru).unwrap();
        ru["places"].as_array().unwrap().iter().flat_map(|rule| rule["supplies"].as_array().unwrap().clone()).collect()
    };
    let version =
        r#"{ "version": 1, "from": "2000-01-01", "source": { "act": "None", "article": "1", "date": "2000-01-01" }, "status": "verified""#;
    let text = ELSEWHERE.replace("VERSION", version).replace("SUPPLIES", &supplies.to_string());
    Rules::read(&[("xx.json", &text)]).unwrap()
}

fn taxed(context: &TaxContext, rounding: RoundingRule) -> TaxResult {
    calculate(&TaxContext { rounding: Some(rounding), ..context.clone() }, rules()).unwrap()
}

#[test]
fn k27_the_rounding_rule_decides_between_6527_80_and_6527_81() {
    // 348.35 × 16 - 4 % = 5350.656 and 22 % of it 1177.14432, together 6527.80032.
    let context = russian("2026-01-15", vec![unit(1, "standard", rub("348.35"), "16", 400)]);
    let document = taxed(&context, RoundingRule::PerDocument);
    assert_eq!((document.net, document.tax, document.gross), (rub("5350.66"), rub("1177.14"), rub("6527.80")));
    // The line first becomes 5350.66, and 22 % of that is 1177.1452.
    let line = taxed(&context, RoundingRule::PerLine);
    assert_eq!((line.net, line.tax, line.gross), (rub("5350.66"), rub("1177.15"), rub("6527.81")));
}

#[test]
fn k27_the_rounding_rule_decides_between_37_98_and_38_00() {
    let context = TaxContext {
        seller: trader("XX", "general"),
        buyer: trader("XX", "general"),
        ..russian("2026-01-15", vec![unit(1, "standard", rub("3.60"), "10", 0)])
    };
    let rules = elsewhere();
    let gross = |rounding| calculate(&TaxContext { rounding, ..context.clone() }, &rules).unwrap().gross;
    // 3.60 × 10 × 1.055 = 37.98; one piece with its tax is 3.798, rounded 3.80.
    assert_eq!(gross(None), rub("37.98"));
    assert_eq!(gross(Some(RoundingRule::PerLine)), rub("37.98"));
    assert_eq!(gross(Some(RoundingRule::PerUnit)), rub("38.00"));
}

#[test]
fn k27_only_a_rounding_that_the_regime_names_is_used() {
    let context = russian("2026-01-15", vec![unit(1, "standard", rub("3.60"), "10", 0)]);
    assert_eq!(calculate(&context, rules()).unwrap().rounding, RoundingRule::PerLine);
    let asked = TaxContext { rounding: Some(RoundingRule::PerUnit), ..context };
    assert_eq!(calculate(&asked, rules()), Err(TaxRefusal::RoundingNotAllowed { rounding: RoundingRule::PerUnit }));
}

#[test]
fn rounding_per_unit_needs_a_unit_price() {
    let context = TaxContext {
        seller: trader("XX", "general"),
        buyer: trader("XX", "general"),
        rounding: Some(RoundingRule::PerUnit),
        ..russian("2026-01-15", vec![total(7, SupplyKind::Goods, "standard", rub("36"))])
    };
    assert_eq!(calculate(&context, &elsewhere()), Err(TaxRefusal::UnitPriceNeeded { n: 7 }));
}

#[test]
fn the_difference_of_a_document_goes_to_the_largest_remainders() {
    // 22 % of 0.10, 0.11 and 0.14 are 2.2, 2.42 and 3.08 kopecks, together 7.7: eight, and the one that is over goes to the second.
    let lines = ["0.10", "0.11", "0.14"].iter().zip(1..).map(|(amount, n)| total(n, SupplyKind::Goods, "standard", rub(amount)));
    let context = russian("2026-01-15", lines.collect());
    let taxes = |rounding| taxed(&context, rounding).lines.iter().map(|line| line.tax.minor()).collect::<Vec<_>>();
    assert_eq!(taxes(RoundingRule::PerDocument), [2, 3, 3]);
    assert_eq!(taxes(RoundingRule::PerLine), [2, 2, 3]);
}

#[test]
fn of_equal_remainders_the_earlier_line_gets_the_difference() {
    // A half kopeck each: 2 × 0.5 is one kopeck of goods, and it is the first line's.
    let lines = (1..=2).map(|n| unit(n, "standard", rub("0.01"), "0.5", 0)).collect();
    let result = taxed(&russian("2026-01-15", lines), RoundingRule::PerDocument);
    assert_eq!(result.lines.iter().map(|line| line.net.minor()).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn tax_in_the_price_is_taken_out_at_22_of_122() {
    let mut context = russian("2026-01-15", vec![total(1, SupplyKind::Goods, "standard", rub("122.00"))]);
    context.price_includes_tax = true;
    let result = calculate(&context, rules()).unwrap();
    assert_eq!((result.net, result.tax, result.gross), (rub("100.00"), rub("22.00"), rub("122.00")));
    context.tax_point = crate::day("2025-12-31");
    let before = calculate(&context, rules()).unwrap();
    assert_eq!((before.net, before.tax, before.gross), (rub("101.67"), rub("20.33"), rub("122.00")));
}

#[test]
fn a_line_never_gets_more_tax_than_it_costs() {
    // Forty lines of 0.4 kopecks, tax included: sixteen kopecks in all, of which three are tax.
    let lines = (1..=40).map(|n| unit(n, "standard", rub("0.01"), "0.4", 0)).collect();
    let result = taxed(&TaxContext { price_includes_tax: true, ..russian("2026-01-15", lines) }, RoundingRule::PerDocument);
    assert_eq!((result.gross, result.tax), (rub("0.16"), rub("0.03")));
    assert!(result.lines.iter().all(|line| !line.net.is_negative()));
}

#[test]
fn sums_that_do_not_fit_are_refused() {
    let huge = Money::from_minor(i64::MAX, Currency::RUB);
    for rounding in [RoundingRule::PerLine, RoundingRule::PerDocument] {
        for line in [unit(1, "standard", huge, "999999999999.999999", 0), total(1, SupplyKind::Goods, "standard", huge)] {
            let context = TaxContext { rounding: Some(rounding), ..russian("2026-01-15", vec![line]) };
            assert_eq!(calculate(&context, rules()), Err(TaxRefusal::Overflow), "{rounding:?}");
        }
    }
}
