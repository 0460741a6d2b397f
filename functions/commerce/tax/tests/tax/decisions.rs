//! Decisions, each by the name of its row.

use kernel::{Currency, Money, Refusal};
use serde_json::json;
use tax::{
    CountryCode, LINES_MAX, Procedure, ProductTaxCode, Registration, ServiceKind, SupplyKind, TaxContext, TaxRefusal, TaxResult, Treatment,
    calculate, rules,
};

use crate::{day, rub, russian, total, trader};

fn goods(code: &str) -> TaxContext {
    russian("2026-01-15", vec![total(1, SupplyKind::Goods, code, rub("100"))])
}

fn country(code: &str) -> CountryCode {
    CountryCode::new(code).unwrap()
}

#[test]
fn k25_the_parties_countries_decide_and_no_governing_law_is_asked_for() {
    let schema = serde_json::to_value(schemars::schema_for!(TaxContext)).unwrap();
    let fields: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert!(
        !fields.iter().any(|field| field.contains("law") || field.contains("contract") || field.contains("jurisdiction")),
        "{fields:?}"
    );
    let kazakh = TaxContext { seller: trader("KZ", "general"), buyer: trader("KZ", "general"), ..goods("standard") };
    assert_eq!(calculate(&kazakh, rules()).unwrap().tax, rub("16.00"));
}

#[test]
fn k26_nothing_is_calculated_without_day_currency_lines_parties_and_procedure() {
    let whole = serde_json::to_value(goods("standard")).unwrap();
    for field in ["tax_point", "currency", "seller", "buyer", "price_includes_tax", "lines"] {
        let mut without = whole.clone();
        without.as_object_mut().unwrap().remove(field);
        assert!(serde_json::from_value::<TaxContext>(without).is_err(), "{field}");
    }
    // Goods between two countries without a procedure may be taxed or not: that is not guessed.
    let unclear = TaxContext { buyer: trader("KZ", "general"), ..goods("standard") };
    assert_eq!(calculate(&unclear, rules()), Err(TaxRefusal::PlaceUnknown { n: 1 }));
}

#[test]
fn k28_regimes_have_their_time_and_six_outcomes_are_told_apart() {
    let mut context = goods("standard");
    let registration = |regime: &str, from: &str, until: Option<&str>| Registration {
        jurisdiction: country("RU"),
        regime: regime.parse().unwrap(),
        from: day(from),
        until: until.map(day),
    };
    context.seller.registrations = vec![
        registration("usn", "2020-01-01", Some("2025-01-01")),
        registration("usn-exempt", "2025-01-01", Some("2026-03-01")),
        registration("usn-5", "2026-03-01", None),
    ];
    let mut on = |date: &str| {
        context.tax_point = day(date);
        calculate(&context, rules()).map(|result| result.summary[0].treatment)
    };
    assert_eq!(on("2024-12-31"), Ok(Treatment::OutOfScope));
    assert_eq!(on("2025-01-01"), Ok(Treatment::Exempt));
    assert_eq!(on("2026-02-28"), Ok(Treatment::Exempt));
    assert_eq!(on("2026-03-01"), Ok(Treatment::Special));
    assert_eq!(on("2019-12-31"), Err(TaxRefusal::NoRegistration { country: country("RU") }));

    let advice = |seller, buyer| {
        let line = total(1, SupplyKind::Service(ServiceKind::Consulting), "standard", rub("100"));
        let context = TaxContext { seller, buyer, ..russian("2026-01-15", vec![line]) };
        calculate(&context, rules()).unwrap().summary[0].treatment
    };
    assert_eq!(advice(trader("RU", "general"), trader("RU", "general")), Treatment::Standard);
    assert_eq!(advice(trader("RU", "general"), trader("KZ", "general")), Treatment::ReverseCharge);
    assert_eq!(advice(trader("DE", ""), trader("RU", "general")), Treatment::AgentWithholding);
    assert_eq!(advice(trader("RU", "general"), trader("DE", "")), Treatment::OutOfScope);
    assert_eq!(advice(trader("RU", "usn-exempt"), trader("RU", "general")), Treatment::Exempt);
    let export = TaxContext { procedure: Some(Procedure::Export), buyer: trader("DE", ""), ..goods("standard") };
    assert_eq!(calculate(&export, rules()).unwrap().summary[0].treatment, Treatment::Zero);
}

#[test]
fn k28_two_regimes_on_one_day_are_refused() {
    let mut context = goods("standard");
    let mut second = context.seller.registrations[0].clone();
    second.regime = "usn-5".parse().unwrap();
    context.seller.registrations.push(second);
    assert_eq!(calculate(&context, rules()), Err(TaxRefusal::RegistrationsOverlap { country: country("RU") }));
}

#[test]
fn k29_what_is_unknown_is_refused_and_never_taxed_at_zero() {
    let code = |code: &str| ProductTaxCode::new(code).unwrap();
    let unknown = |n, name: &str| TaxRefusal::UnknownCode { n, country: country("RU"), code: code(name) };
    assert_eq!(calculate(&goods("mystery"), rules()), Err(unknown(1, "mystery")));
    // A commodity code of which no heading is listed; and a marker is no beginning of one.
    assert_eq!(calculate(&goods("9999000000"), rules()), Err(unknown(1, "9999000000")));
    // Nor does the regime of the seller excuse it.
    let exempt = TaxContext { seller: trader("RU", "usn-exempt"), ..goods("mystery") };
    assert_eq!(calculate(&exempt, rules()), Err(unknown(1, "mystery")));
    let german = TaxContext { seller: trader("DE", ""), buyer: trader("DE", ""), ..goods("standard") };
    assert_eq!(calculate(&german, rules()), Err(TaxRefusal::UnknownJurisdiction { country: country("DE") }));
    let early = TaxContext { tax_point: day("2003-12-31"), ..goods("standard") };
    assert!(matches!(calculate(&early, rules()), Err(TaxRefusal::NoRuleForDay { .. })));
    let regime = TaxContext { seller: trader("RU", "flat"), ..goods("standard") };
    assert_eq!(calculate(&regime, rules()), Err(TaxRefusal::UnknownRegime { country: country("RU"), regime: "flat".parse().unwrap() }));
    let service = russian("2026-01-15", vec![total(1, SupplyKind::Service(ServiceKind::Other), "food-10", rub("100"))]);
    assert_eq!(calculate(&service, rules()), Err(TaxRefusal::CodeDoesNotFit { n: 1, code: code("food-10") }));
}

#[test]
fn k29_without_rules_everything_is_refused() {
    let none = tax::Rules::default();
    assert_eq!(calculate(&goods("standard"), &none), Err(TaxRefusal::UnknownJurisdiction { country: country("RU") }));
}

#[test]
fn k30_documents_are_required_and_not_made() {
    let result = calculate(&goods("standard"), rules()).unwrap();
    let json = serde_json::to_value(&result).unwrap();
    assert!(json.get("regulatory_artifacts").is_none());
    assert_eq!(json["requirements"][0]["document"], json!("ru-invoice-or-upd"));
    assert_eq!(json["requirements"][0]["due"], json!("2026-01-20"));
}

#[test]
fn k49_the_same_draft_differs_when_rate_or_regime_changed_before_it_is_issued() {
    let draft = goods("standard");
    let preview = calculate(&TaxContext { tax_point: day("2025-12-31"), ..draft.clone() }, rules()).unwrap();
    let issued = calculate(&TaxContext { tax_point: day("2026-01-01"), ..draft.clone() }, rules()).unwrap();
    assert_eq!((preview.tax, issued.tax), (rub("20.00"), rub("22.00")));
    assert_ne!(preview, issued);
    let again = calculate(&TaxContext { tax_point: day("2026-01-01"), ..draft.clone() }, rules()).unwrap();
    assert_eq!(again, issued);
    let other = TaxContext { seller: trader("RU", "usn-5"), tax_point: day("2026-01-01"), ..draft };
    assert_ne!(calculate(&other, rules()).unwrap(), issued);
}

#[test]
fn k50_every_rate_and_treatment_has_its_tax_line() {
    let lines = vec![
        total(1, SupplyKind::Goods, "standard", rub("100")),
        total(2, SupplyKind::Goods, "food-10", rub("100")),
        total(3, SupplyKind::Service(ServiceKind::Other), "medical-exempt", rub("100")),
        total(4, SupplyKind::Goods, "1001990000", rub("50")),
    ];
    let result = calculate(&russian("2026-01-15", lines), rules()).unwrap();
    let lines: Vec<_> =
        result.summary.iter().map(|line| (line.treatment, line.rate.map(|rate| rate.hundredths()), line.base, line.tax)).collect();
    let expected = [
        (Treatment::Standard, Some(2_200), rub("100"), rub("22")),
        (Treatment::Reduced, Some(1_000), rub("150"), rub("15")),
        (Treatment::Exempt, None, rub("100"), rub("0")),
    ];
    assert_eq!(lines, expected);
    assert_eq!((result.net, result.tax, result.gross), (rub("350"), rub("37"), rub("387")));
}

#[test]
fn k50_a_result_that_was_tampered_with_does_not_add_up() {
    let result = calculate(&goods("standard"), rules()).unwrap();
    let changed = |change: fn(&mut TaxResult)| {
        let mut copy = result.clone();
        change(&mut copy);
        copy.adds_up()
    };
    assert!(changed(|_| {}));
    assert!(!changed(|copy| copy.gross = rub("122.01")));
    assert!(!changed(|copy| copy.lines[0].tax = rub("21.99")));
    assert!(!changed(|copy| copy.summary[0].base = rub("99.99")));
    assert!(!changed(|copy| copy.summary[0].rate = None));
    assert!(!changed(|copy| copy.lines[0].tax_line = 7));
}

#[test]
fn x15_net_and_gross_come_from_one_result() {
    let result = calculate(&goods("standard"), rules()).unwrap();
    assert_eq!((result.net, result.gross), (rub("100.00"), rub("122.00")));
    assert_eq!(result.net.plus(result.tax), Ok(result.gross));
    // What a reverse charge adds is the buyer's own affair and in no document's total.
    let line = total(1, SupplyKind::Service(ServiceKind::Consulting), "standard", rub("100"));
    let abroad = TaxContext { buyer: trader("KZ", "general"), ..russian("2026-01-15", vec![line]) };
    let result = calculate(&abroad, rules()).unwrap();
    assert_eq!((result.net, result.gross, result.self_assessed, result.payable), (rub("100"), rub("100"), rub("16"), rub("100")));
}

#[test]
fn an_unverified_rule_warns_and_is_refused_on_request() {
    let belarus = TaxContext { seller: trader("BY", "general"), buyer: trader("BY", "general"), ..goods("standard") };
    let result = calculate(&belarus, rules()).unwrap();
    assert_eq!(result.warnings.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["by.vat.standard"]);
    let strict = TaxContext { verified_only: true, ..belarus };
    assert_eq!(calculate(&strict, rules()), Err(TaxRefusal::Unverified { rule: "by.vat.standard".parse().unwrap() }));
    assert!(calculate(&TaxContext { verified_only: true, ..goods("standard") }, rules()).unwrap().warnings.is_empty());
}

#[test]
fn a_document_has_one_to_a_thousand_lines_with_amounts_of_its_own() {
    let lines = |count: u32| (1..=count).map(|n| total(n, SupplyKind::Goods, "standard", rub("1"))).collect::<Vec<_>>();
    let max = u32::try_from(LINES_MAX).unwrap();
    assert_eq!(calculate(&russian("2026-01-15", lines(max)), rules()).unwrap().gross, rub("1220"));
    for count in [0, max + 1] {
        assert_eq!(calculate(&russian("2026-01-15", lines(count)), rules()), Err(TaxRefusal::LineCount));
    }
    let twice = vec![total(1, SupplyKind::Goods, "standard", rub("1")), total(1, SupplyKind::Goods, "standard", rub("1"))];
    assert_eq!(calculate(&russian("2026-01-15", twice), rules()), Err(TaxRefusal::DuplicateLine { n: 1 }));
    let negative = vec![total(1, SupplyKind::Goods, "standard", rub("-1"))];
    assert_eq!(calculate(&russian("2026-01-15", negative), rules()), Err(TaxRefusal::NegativeAmount { n: 1 }));
    let dollars = vec![total(1, SupplyKind::Goods, "standard", Money::from_minor(1, Currency::USD))];
    assert_eq!(calculate(&russian("2026-01-15", dollars), rules()), Err(TaxRefusal::Currency { n: 1 }));
    for discount in [-1, 10_001] {
        let line = crate::unit(1, "standard", rub("1"), "1", discount);
        assert_eq!(calculate(&russian("2026-01-15", vec![line]), rules()), Err(TaxRefusal::DiscountOutOfRange { n: 1 }));
    }
}

#[test]
fn every_refusal_has_its_code_and_three_languages() {
    let samples = TaxRefusal::samples();
    assert!(!samples.is_empty());
    let codes: std::collections::BTreeSet<&str> = samples.iter().map(|refusal| refusal.code()).collect();
    assert_eq!(codes.len(), samples.len());
    for refusal in samples {
        let texts = refusal.texts();
        assert!(refusal.code().starts_with("commerce.tax."));
        assert!(texts.en != texts.uk && texts.uk != texts.ru && !texts.ru.is_empty(), "{texts:?}");
    }
}

#[test]
fn a_thousand_lines_are_a_matter_of_milliseconds() {
    // Generous enough for a busy machine and an unoptimised build; a quadratic step would take seconds.
    let codes = ["standard", "food-10", "1001990000", "8701950000"];
    let line = |n: u32| crate::unit(n, codes[n as usize % 4], Money::from_minor(i64::from(n) * 7 + 1, Currency::RUB), "3.333333", 250);
    let context = TaxContext { rounding: Some(tax::RoundingRule::PerDocument), ..russian("2026-01-15", (1..=1_000).map(line).collect()) };
    calculate(&context, rules()).unwrap();
    let started = std::time::Instant::now();
    for _ in 0..10 {
        calculate(&context, rules()).unwrap();
    }
    let spent = started.elapsed() / 10;
    println!("{spent:?} for a thousand lines");
    assert!(spent.as_millis() < 500, "{spent:?}");
    // It is stored in one event: a third of what one item of the store may hold, before compression.
    let stored = serde_json::to_vec(&calculate(&context, rules()).unwrap()).unwrap().len();
    assert!(stored < 160_000, "{stored} bytes");
}
