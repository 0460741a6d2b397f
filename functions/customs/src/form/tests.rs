//! Examples.

use kernel::Money;
use serde_json::json;

use super::*;

fn parse(text: &str) -> Result<Form, FormProblem> {
    Form::parse(text.as_bytes())
}

#[test]
fn the_order_and_the_root_do_not_matter_and_decimals_are_texts() {
    let one = parse(r#"{"CustomsProcedure":"ИМ","A":{"Rate":12.50,"N":7,"Gone":null}}"#).unwrap();
    let other = parse("\u{feff}{ \"ESADout_CU\": {\"A\": {\"N\":7, \"Rate\":\"12.50\"}, \"CustomsProcedure\": \"ИМ\"} }").unwrap();
    assert_eq!((one.bytes(), one.sha256()), (other.bytes(), other.sha256()));
    assert_eq!(String::from_utf8(one.bytes()).unwrap(), r#"{"A":{"N":7,"Rate":"12.50"},"CustomsProcedure":"ИМ"}"#);
    assert_eq!(Form::key(&one.sha256()), one.reference().key());
}

#[test]
fn numbers_are_kept_exactly_or_refused() {
    for (number, kept) in [
        ("0.1", r#""0.1""#),
        ("12345678901234567890.123456789", r#""12345678901234567890.123456789""#),
        ("1e3", r#""1000""#),
        ("2.5E-3", r#""0.0025""#),
        ("-0", r#""-0""#),
        ("123456789012345678", "123456789012345678"),
        ("1234567890123456789012345", r#""1234567890123456789012345""#),
    ] {
        let form = parse(&format!(r#"{{"a":[{number},{number}]}}"#)).unwrap();
        assert_eq!(String::from_utf8(form.bytes()).unwrap(), format!(r#"{{"a":[{kept},{kept}]}}"#), "{number}");
    }
    assert!(matches!(parse(r#"{"a":1e400}"#), Err(FormProblem::NumberInexact { .. })));
    for wrong in [r#"{"a":1.}"#, r#"{"a":.5}"#, r#"{"a":01.5}"#, r#"{"a":1.5.5}"#, r#"{"a":NaN}"#, r#"{1.5:2}"#, r#"{"a":1.5"b"}"#] {
        assert!(matches!(parse(wrong), Err(FormProblem::NotJson { .. })), "{wrong}");
    }
    let through_a_float = |text: &str| Form::from_value(serde_json::from_str(text).unwrap());
    assert_eq!(through_a_float(r#"{"a":12.5}"#).unwrap(), parse(r#"{"a":"12.5"}"#).unwrap());
    let path = Err(FormProblem::NumberInexact { path: "a[0].b".to_owned(), number: "0.1234567890123456".to_owned() });
    assert_eq!(through_a_float(r#"{"a":[{"b":0.1234567890123456}]}"#), path);
}

#[test]
fn what_is_no_form_says_where() {
    assert_eq!(parse("[1]"), Err(FormProblem::NotAnObject));
    assert_eq!(parse(r#"{"ESADout_CU": 7}"#), Err(FormProblem::NotAnObject));
    assert_eq!(parse("{\n \"a\": tru }"), Err(FormProblem::NotJson { line: 2, column: 10 }));
    assert_eq!(Form::parse(b"{\"a\":\n\"\xff\"}"), Err(FormProblem::NotJson { line: 2, column: 2 }));
    assert_eq!(parse(r#"{"a":{"b":1,"b":2}}"#), Err(FormProblem::DuplicateField { name: "b".to_owned() }));
    assert_eq!(parse(r#"{"a":[1,null]}"#), Err(FormProblem::NullInList { path: "a[1]".to_owned() }));
    assert_eq!(parse(r#"{"a":{"":1}}"#), Err(FormProblem::NameUnusable { path: "a".to_owned() }));
    assert!(matches!(parse(""), Err(FormProblem::NotJson { .. })));
}

#[test]
fn limits_hold() {
    let text = "x".repeat(FORM_TEXT_BYTES_MAX);
    assert!(parse(&json!({ "a": text }).to_string()).is_ok());
    assert_eq!(parse(&json!({ "a": format!("{text}x") }).to_string()), Err(FormProblem::TextTooLong { path: "a".to_owned() }));
    let nested = |depth: usize| format!("{}{}{}", r#"{"a":"#.repeat(depth), 1, "}".repeat(depth));
    assert!(parse(&nested(FORM_DEPTH_MAX)).is_ok());
    assert!(matches!(parse(&nested(FORM_DEPTH_MAX + 1)), Err(FormProblem::TooDeep { .. })));
    assert!(matches!(parse(&nested(100_000)), Err(FormProblem::NotJson { .. })));
    assert_eq!(parse(&format!("{{\"a\":[{}1]}}", "1,".repeat(FORM_FIELDS_MAX))), Err(FormProblem::TooManyFields));
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(FORM_BYTES_MAX));
    assert_eq!(parse(&large), Err(FormProblem::TooLarge { bytes: large.len() }));
}

fn declaration() -> Form {
    Form::from_value(json!({
        "CustomsProcedure": "ИМ",
        "ESADout_CUGoodsShipment": {
            "CustCostCurrencyCode": "RUB",
            "ESADout_CUMainContractTerms": { "ContractCurrencyCode": "USD" },
            "ESADout_CUGoods": [
                {
                    "GoodsNumeric": 1, "GoodsDescription": ["Ноутбук", "14 дюймов"], "GoodsTNVEDCode": "8471300000",
                    "OriginCountryCode": "CN", "GrossWeightQuantity": "10.5004", "NetWeightQuantity": "9", "InvoicedCost": "100.10",
                    "CustomsCost": 9000, "StatisticalCost": "100.1", "CustomsCostCorrectMethod": "1",
                    "GoodsGroupDescription": { "GoodsGroupInformation": [{ "GoodsMarking": "NB-14", "Manufacturer": "X" }] },
                    "SupplementaryGoodsQuantity": { "GoodsQuantity": "5", "MeasureUnitQualifierCode": "796", "MeasureUnitQualifierName": "ШТ" },
                    "ESADout_CUCustomsPaymentCalculation": [
                        { "PaymentModeCode": "5010", "TaxBase": "9000", "Rate": "20", "PaymentAmount": "1800", "PaymentCurrencyCode": "643" }
                    ],
                    "ESADout_CUPresentedDocument": { "PresentedDocumentModeCode": "04021", "PrDocumentNumber": "7", "PrDocumentDate": "2026-11-21" }
                },
                { "GoodsDescription": "Мышь", "GrossWeightQuantity": "0.25", "InvoicedCost": "9.9", "CustomsCost": "много" }
            ]
        }
    }))
    .unwrap()
}

#[test]
fn c19_goods_are_read_from_the_form() {
    let goods = declaration().goods();
    let first = goods.first().unwrap();
    assert_eq!((first.number.get(), first.description.as_str(), first.article.as_deref()), (1, "Ноутбук 14 дюймов", Some("NB-14")));
    assert_eq!(first.customs_value.unwrap().to_string(), "9000");
    assert_eq!(first.payments.first().unwrap().rate.unwrap().to_string(), "20");
    assert_eq!(first.documents.first().unwrap().kind.as_ref().unwrap().as_str(), "04021");
    let second = goods.get(1).unwrap();
    assert_eq!((second.number.get(), second.customs_value, second.commodity.clone()), (2, None, None));
}

#[test]
fn c32_an_event_carries_hash_size_and_goods_in_short() {
    let reference = declaration().reference();
    assert_eq!(reference.size_bytes, u64::try_from(declaration().bytes().len()).unwrap());
    assert_eq!((reference.goods.count, reference.goods.gross_grams, reference.goods.net_grams), (2, Some(10_750), None));
    assert_eq!(reference.goods.invoiced, Some(Money::parse("110.00", kernel::Currency::USD).unwrap()));
    assert_eq!(reference.goods.customs_value, None);
    assert!(serde_json::to_vec(&reference).unwrap().len() < 500);
}

#[test]
fn c31_a_patch_merges_and_null_removes() {
    let form = declaration();
    let patch = json!({ "CustomsModeCode": "40", "ESADout_CUGoodsShipment": { "CustCostCurrencyCode": null, "TotalCustCost": 0.5 } });
    let merged = form.merged(&patch).unwrap();
    assert_eq!(merged.at(&[SHIPMENT, "TotalCustCost"]), Some(&json!("0.5")));
    assert_eq!(form.merged(&json!({ "ESADout_CU": patch })).unwrap(), merged);
    let change = ChangeSummary::between(Some(&form), &merged);
    assert_eq!(change.added, ["CustomsModeCode", "ESADout_CUGoodsShipment.TotalCustCost"]);
    assert_eq!((change.removed.as_slice(), change.count), (["ESADout_CUGoodsShipment.CustCostCurrencyCode".to_owned()].as_slice(), 3));
    assert_eq!(form.merged(&json!([])), Err(FormProblem::NotAnObject));
    assert_eq!(form.merged(&json!({})).unwrap(), form);
}

#[test]
fn a_change_names_fifty_fields_and_counts_all() {
    let body: Map<String, Value> = (0..60).map(|n| (format!("Field{n:02}"), json!("x"))).collect();
    let change = ChangeSummary::between(None, &Form::from_value(Value::Object(body)).unwrap());
    assert_eq!((change.added.len(), change.count), (50, 60));
}

#[test]
fn rows_replace_goods_and_keep_what_they_do_not_tell() {
    let form = declaration();
    let mut rows = form.goods();
    rows.truncate(1);
    assert_eq!(form.with_goods(&rows, GoodsChoice::Replace).unwrap().goods(), rows);
    if let Some(first) = rows.first_mut() {
        first.net_kilograms = amount::decimal("8.5");
        first.article = Some("NB-15".to_owned());
        first.payments.clear();
    }
    let changed = form.with_goods(&rows, GoodsChoice::Replace).unwrap();
    assert_eq!(changed.at(&[SHIPMENT, "TotalGoodsNumber"]), Some(&json!("1")));
    let first = changed.at(&[SHIPMENT, GOODS]).map(only).unwrap();
    assert_eq!(first.pointer("/GoodsGroupDescription/GoodsGroupInformation/GoodsMarking"), Some(&json!("NB-15")));
    assert_eq!(first.pointer("/GoodsGroupDescription/GoodsGroupInformation/Manufacturer"), Some(&json!("X")));
    assert_eq!(first.get("GoodsDescription"), Some(&json!(["Ноутбук", "14 дюймов"])));
    assert!(first.get("ESADout_CUCustomsPaymentCalculation").is_some());
    let change = ChangeSummary::between(Some(&form), &changed);
    let numbers = |list: &[crate::code::GoodsNumber]| list.iter().map(|number| number.get()).collect::<Vec<_>>();
    assert_eq!((numbers(&change.goods.changed), numbers(&change.goods.removed)), (vec![1], vec![2]));
}

#[test]
fn goods_inherit_nothing_from_others_that_had_their_number() {
    let form = declaration();
    let mut rows = form.goods();
    // The first row was deleted in Excel, and the list was numbered anew.
    let mut moved = rows.remove(0);
    (moved.commodity, moved.description, moved.article) = ("8471410000".parse().ok(), "Блоки".to_owned(), Some("PC-01".to_owned()));
    moved.payments.clear();
    let changed = form.with_goods(&[moved.clone()], GoodsChoice::Replace).unwrap();
    let first = changed.at(&[SHIPMENT, GOODS]).map(only).unwrap();
    assert!(first.get("ESADout_CUCustomsPaymentCalculation").is_none());
    assert!(!first.to_string().contains("Manufacturer"), "{first:#}");
    // The same goods at another value: what was to be paid for the old one is not.
    let mut dearer = form.goods().remove(0);
    dearer.customs_value = amount::decimal("9500");
    dearer.payments.clear();
    let changed = form.with_goods(&[dearer], GoodsChoice::Replace).unwrap();
    let first = changed.at(&[SHIPMENT, GOODS]).map(only).unwrap();
    assert!(first.get("ESADout_CUCustomsPaymentCalculation").is_none() && first.get("GoodsGroupDescription").is_some());
}

#[test]
fn a_form_with_more_goods_than_box_32_counts_is_none() {
    let goods: Vec<Value> = (1..=1_000).map(|n| json!({ "GoodsDescription": n.to_string() })).collect();
    let form = Form::from_value(json!({ "ESADout_CUGoodsShipment": { "ESADout_CUGoods": goods } }));
    assert_eq!(form, Err(FormProblem::TooManyGoods { count: 1_000 }));
}

#[test]
fn rows_come_after_the_goods_and_never_beyond_the_last_number() {
    let form = declaration();
    let rows = form.goods();
    let numbers: Vec<u16> = form.with_goods(&rows, GoodsChoice::Append).unwrap().goods().iter().map(|good| good.number.get()).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    let row = Good::new(crate::code::GoodsNumber::FIRST);
    let full = Form::default().with_goods(&vec![row.clone(); 999], GoodsChoice::Append).unwrap();
    assert_eq!(full.summary().count, 999);
    assert_eq!(full.with_goods(&[row], GoodsChoice::Append), Err(FormProblem::TooManyGoods { count: 1000 }));
}

#[test]
fn problems_are_data_with_sentences_in_three_languages() {
    let problem = Problem::from(parse(r#"{"a":[null]}"#).unwrap_err());
    let json = serde_json::to_value(&problem).unwrap();
    assert_eq!(json["place"], json!({ "in": "form", "path": "a[0]" }));
    assert_eq!((&json["reason"]["code"], &json["reason"]["why"]), (&json!("not-a-form"), &json!("form-null-in-list")));
    assert!(["en", "uk", "ru"].iter().all(|language| json["text"][language].as_str().is_some_and(|text| !text.is_empty())));
    assert_eq!(serde_json::from_value::<Problem>(json).unwrap(), problem);
}

#[test]
fn the_largest_form_takes_seconds() {
    let mut form = crate::samples::forms::declaration(999);
    let room = FORM_BYTES_MAX.saturating_sub(form.bytes().len()) / 999;
    let mut rows = form.goods();
    for row in &mut rows {
        row.description = "x".repeat(room.saturating_sub(20));
    }
    form = form.with_goods(&rows, GoodsChoice::Replace).unwrap();
    let bytes = form.bytes();
    assert!(bytes.len() > FORM_BYTES_MAX / 100 * 98, "{}", bytes.len());
    let started = std::time::Instant::now();
    let read = Form::parse(&bytes).unwrap();
    let reference = read.reference();
    let merged = read.merged(&json!({ "CustomsModeCode": "78" })).unwrap();
    assert_eq!(ChangeSummary::between(Some(&read), &merged).changed, ["CustomsModeCode"]);
    assert_eq!(check(&merged, &crate::samples::forms::template()), []);
    assert_eq!(reference.goods.count, 999);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    println!("a form of {} bytes: {:?}", bytes.len(), started.elapsed());
}
