//! What holds for every context.

use kernel::{Currency, Money, Percentage};
use proptest::prelude::*;
use tax::{
    Credited, LinePrice, Part, PartAmount, PlaceHints, Procedure, ProductTaxCode, RoundingRule, ServiceKind, SupplyKind, SupplyLine,
    TaxContext, TaxResult, calculate, remaining, rules, share,
};

use crate::trader;

fn price() -> impl Strategy<Value = LinePrice> {
    let total = (0_i64..10_000_000).prop_map(|minor| LinePrice::Total(Money::from_minor(minor, Currency::RUB)));
    let unit = (0_i64..1_000_000, 1_i64..50_000_000, 0_i64..=10_000).prop_map(|(minor, millionths, discount)| LinePrice::Unit {
        price: Money::from_minor(minor, Currency::RUB),
        quantity: format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000).parse().unwrap(),
        discount: Percentage::from_hundredths(discount),
    });
    prop_oneof![total, unit]
}

fn lines(kinds: &'static [(SupplyKind, &'static str)]) -> impl Strategy<Value = Vec<SupplyLine>> {
    proptest::collection::vec((proptest::sample::select(kinds), price()), 1..30).prop_map(|lines| {
        let line = |(((kind, code), price), n): (((SupplyKind, &str), LinePrice), u32)| {
            let code = ProductTaxCode::new(code).unwrap();
            SupplyLine { n, kind, code, price }
        };
        lines.into_iter().zip(1..).map(line).collect()
    })
}

const GOODS: &[(SupplyKind, &str)] = &[
    (SupplyKind::Goods, "standard"),
    (SupplyKind::Goods, "food-10"),
    (SupplyKind::Goods, "scrap"),
    (SupplyKind::Goods, "1001990000"),
    (SupplyKind::Service(ServiceKind::Other), "medical-exempt"),
    (SupplyKind::Service(ServiceKind::Consulting), "standard"),
];
const SERVICES: &[(SupplyKind, &str)] = &[
    (SupplyKind::Service(ServiceKind::Consulting), "standard"),
    (SupplyKind::Service(ServiceKind::Other), "standard"),
    (SupplyKind::Service(ServiceKind::Advertising), "standard"),
];

/// Contexts of many sorts, all of which have an answer.
fn context() -> impl Strategy<Value = TaxContext> {
    let regimes = proptest::sample::select(vec!["general", "usn-5", "usn-7", "usn-exempt", "article-145"]);
    let domestic = (regimes, lines(GOODS)).prop_map(|(regime, lines)| (trader("RU", regime), trader("RU", "general"), None, lines));
    let sides = proptest::sample::select(vec![("RU", "KZ"), ("KZ", "RU"), ("BY", "RU"), ("UA", "KZ"), ("RU", "UA"), ("DE", "RU")]);
    let abroad = (sides, lines(&SERVICES[..1])).prop_map(|((seller, buyer), lines)| {
        let regime = if seller == "DE" { "" } else { "general" };
        (trader(seller, regime), trader(buyer, "general"), None, lines)
    });
    let union = lines(&GOODS[..1]).prop_map(|lines| (trader("RU", "general"), trader("KZ", "general"), Some(Procedure::EaeuExport), lines));
    let local = lines(SERVICES).prop_map(|lines| (trader("UA", "general"), trader("UA", "single-tax"), None, lines));
    let roundings = proptest::sample::select(vec![None, Some(RoundingRule::PerLine), Some(RoundingRule::PerDocument)]);
    let parties = prop_oneof![domestic, abroad, union, local];
    (parties, any::<bool>(), roundings, 0_u64..700).prop_map(|((seller, buyer, procedure, lines), price_includes_tax, rounding, days)| {
        TaxContext {
            tax_point: crate::day("2025-03-01") + chrono::Days::new(days),
            currency: Currency::RUB,
            seller,
            buyer,
            price_includes_tax,
            procedure,
            place: PlaceHints::default(),
            rounding,
            verified_only: false,
            lines,
        }
    })
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::sum(amounts, Currency::RUB).unwrap()
}

proptest! {
    #[test]
    fn k27_the_same_context_gives_the_same_bytes_and_names_its_rules(context in context()) {
        let result = calculate(&context, rules()).unwrap();
        let stored = serde_json::to_string(&result).unwrap();
        let replayed: TaxContext = serde_json::from_str(&serde_json::to_string(&context).unwrap()).unwrap();
        prop_assert_eq!(&serde_json::to_string(&calculate(&replayed, rules()).unwrap()).unwrap(), &stored);
        prop_assert_eq!(&serde_json::from_str::<TaxResult>(&stored).unwrap(), &result);
        prop_assert_eq!(result.views().count(), context.lines.len());
        prop_assert!(result.trace.is_sorted() && !result.trace.is_empty());
        prop_assert!(result.warnings.iter().all(|rule| result.trace.contains(rule)));
    }

    #[test]
    fn k50_totals_are_sums_of_tax_lines_and_tax_lines_of_lines(context in context()) {
        let result = calculate(&context, rules()).unwrap();
        prop_assert!(result.adds_up());
        prop_assert_eq!(sum(result.summary.iter().map(|line| line.base)), result.net);
        prop_assert_eq!(sum(result.summary.iter().map(|line| line.tax)), result.tax);
        prop_assert_eq!(sum(result.views().map(|line| line.gross)), result.gross);
        prop_assert_eq!(sum([result.charged, result.withheld, result.self_assessed].into_iter()), result.tax);
        prop_assert!(result.lines.iter().all(|line| !line.net.is_negative() && !line.tax.is_negative()));
        for line in &result.summary {
            prop_assert_eq!(line.treatment.has_rate(), line.rate.is_some());
        }
        let numbers: Vec<u32> = result.lines.iter().map(|line| line.n).collect();
        prop_assert_eq!(numbers, context.lines.iter().map(|line| line.n).collect::<Vec<_>>());
    }

    #[test]
    fn a_document_is_rounded_once_a_tax_line(lines in lines(&GOODS[..1]), included in any::<bool>()) {
        let mut context = crate::russian("2026-06-01", lines);
        (context.price_includes_tax, context.rounding) = (included, Some(RoundingRule::PerDocument));
        let result = calculate(&context, rules()).unwrap();
        // In parts of 10^-10 kopecks: what was agreed, exactly.
        let exact: i128 = context.lines.iter().map(|line| match line.price {
            LinePrice::Total(total) => i128::from(total.minor()) * 10_000_000_000,
            LinePrice::Unit { price, quantity, discount } => {
                let mut quantity = quantity.decimal();
                quantity.rescale(6);
                i128::from(price.minor()) * quantity.mantissa() * i128::from(10_000 - discount.hundredths())
            }
        }).sum();
        let within_half = |is: Money, exact: i128, divisor: i128| (i128::from(is.minor()) * divisor - exact).abs() * 2 <= divisor;
        let (agreed, divisor) = if included { (result.gross, 122) } else { (result.net, 100) };
        prop_assert!(within_half(agreed, exact, 10_000_000_000));
        prop_assert!(within_half(result.tax, exact * 22, 10_000_000_000 * divisor));
        for (line, view) in context.lines.iter().zip(result.views()) {
            if let LinePrice::Total(total) = line.price {
                prop_assert_eq!(if included { view.gross } else { view.net }, total);
            }
        }
    }

    #[test]
    fn any_number_of_credit_notes_adds_up_to_the_invoice(context in context(), cuts in proptest::collection::vec((0_usize..30, 0_i64..=100), 0..40)) {
        let original = calculate(&context, rules()).unwrap();
        let mut before = Credited::default();
        let mut notes = Vec::new();
        for (at, percent) in cuts {
            let view = original.views().nth(at % original.lines.len()).unwrap();
            let gone = before.line(view.n).map_or(0, |line| line.net.minor() + if view.gross == view.net { 0 } else { line.tax.minor() });
            let part = Money::from_minor((view.gross.minor() - gone) * percent / 100, Currency::RUB);
            if let Ok(note) = share(&original, &before, &[Part { n: view.n, amount: PartAmount::Gross(part) }]) {
                prop_assert_eq!(note.gross, part);
                prop_assert!(!note.net.is_negative() && !note.tax.is_negative() && note.adds_up());
                before.add(&note).unwrap();
                notes.push(note);
            }
        }
        if let Ok(last) = remaining(&original, &before) {
            before.add(&last).unwrap();
            notes.push(last);
        }
        for line in &original.summary {
            let same = |one: &&tax::TaxLine| (one.treatment, one.rate, &one.jurisdiction) == (line.treatment, line.rate, &line.jurisdiction);
            let of = |pick: fn(&tax::TaxLine) -> Money| sum(notes.iter().flat_map(|note| &note.summary).filter(same).map(pick));
            prop_assert_eq!((of(|one| one.base), of(|one| one.tax)), (line.base, line.tax));
        }
        prop_assert_eq!(sum(notes.iter().map(|note| note.payable)), original.payable);
    }
}
