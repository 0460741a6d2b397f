//! Declarations in XML, right and wrong.

use customs::form::problem::{FileType, Limit};
use customs::form::{Form, Place, Problem, Reason};
use serde_json::{Value, json};

use super::{read, write};
use crate::limits::{FILE_BYTES_MAX, XML_ATTRIBUTES_MAX, XML_DEPTH_MAX};

fn form(body: Value) -> Form {
    Form::from_value(body).unwrap()
}

fn problem(text: &str) -> Problem {
    let mut problems = read(text.as_bytes()).unwrap_err();
    assert_eq!(problems.len(), 1);
    problems.remove(0)
}

/// The reason, the line and the column.
fn told(text: &str) -> (Reason, u32, u32) {
    let problem = problem(text);
    match problem.place {
        Place::Text { line, column } => (problem.reason, line, column),
        Place::Whole | Place::Form { .. } | Place::Sheet { .. } | Place::Row { .. } | Place::Cell { .. } => (problem.reason, 0, 0),
    }
}

#[test]
fn elements_stand_in_the_order_of_the_album_with_its_prefixes() {
    let written = write(&form(json!({
        "CustomsModeCode": "40",
        "ESADout_CUGoodsShipment": {
            "ESADout_CUGoods": [
                { "GoodsTNVEDCode": "8471300000", "GoodsDescription": ["A & B", "<C>"], "GoodsNumeric": 1, "Weather": "fine",
                  "SupplementaryGoodsQuantity": { "MeasureUnitQualifierCode": "796", "GoodsQuantity": "5" } },
                { "GoodsNumeric": 2, "Empty": {} }
            ],
            "ESADout_CUConsignee": { "EqualIndicator": true }, "TotalGoodsNumber": "2"
        },
        "CustomsProcedure": "ИМ"
    })))
    .unwrap();
    let text = String::from_utf8(written.bytes.clone()).unwrap();
    let places: Vec<_> = [
        "<CustomsProcedure>ИМ</CustomsProcedure>",
        "<CustomsModeCode>40</CustomsModeCode>",
        "<catESAD_cu:TotalGoodsNumber>2</catESAD_cu:TotalGoodsNumber>",
        "<RUDECLcat:EqualIndicator>true</RUDECLcat:EqualIndicator>",
        "<catESAD_cu:GoodsNumeric>1</catESAD_cu:GoodsNumeric>",
        "<catESAD_cu:GoodsDescription>A &amp; B</catESAD_cu:GoodsDescription>",
        "<catESAD_cu:GoodsDescription>&lt;C&gt;</catESAD_cu:GoodsDescription>",
        "<catESAD_cu:GoodsTNVEDCode>8471300000</catESAD_cu:GoodsTNVEDCode>",
        "<cat_ru:GoodsQuantity>5</cat_ru:GoodsQuantity>",
        "<cat_ru:MeasureUnitQualifierCode>796</cat_ru:MeasureUnitQualifierCode>",
        "<Weather>fine</Weather>",
        "<catESAD_cu:GoodsNumeric>2</catESAD_cu:GoodsNumeric>",
    ]
    .iter()
    .map(|element| text.find(element))
    .collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
    assert!(!text.contains("Empty"));
    assert_eq!(written.unplaced, ["ESADout_CUGoodsShipment.ESADout_CUGoods[0].Weather"]);
    let again = read(&written.bytes).unwrap();
    assert_eq!(write(&again).unwrap(), written);
    assert_eq!(again.goods().len(), 2);
}

#[test]
fn prefixes_envelopes_encodings_and_comments_do_not_matter() {
    let plain = read(b"<ESADout_CU><CustomsProcedure>\xd0\x98\xd0\x9c</CustomsProcedure></ESADout_CU>").unwrap();
    let wrapped = "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<e:ED_Container xmlns:e=\"urn:e\" Id=\"7\"><e:DocBody>\
        <a:ESADout_CU xmlns:a=\"urn:a\" DocumentModeID=\"1006107E\"><!-- c --><a:CustomsProcedure><![CDATA[ИМ]]></a:CustomsProcedure>\
        </a:ESADout_CU></e:DocBody></e:ED_Container>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(wrapped);
    assert_eq!(read(&bytes).unwrap(), plain);
    let utf16: Vec<u8> = [0xfeff_u16].into_iter().chain(wrapped.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&utf16).unwrap(), plain);
    assert_eq!(read(b"<ESADout_CU><CustomsProcedure>&#x418;&#1052;</CustomsProcedure></ESADout_CU>").unwrap(), plain);
}

#[test]
fn what_may_repeat_is_a_list_even_when_it_stands_once() {
    let goods = "<ESADout_CUGoods><GoodsNumeric>1</GoodsNumeric></ESADout_CUGoods>";
    let read = read(format!("<ESADout_CU><ESADout_CUGoodsShipment>{goods}</ESADout_CUGoodsShipment></ESADout_CU>").as_bytes()).unwrap();
    assert_eq!(read, form(json!({ "ESADout_CUGoodsShipment": { "ESADout_CUGoods": [{ "GoodsNumeric": "1" }] } })));
}

#[test]
fn bombs_are_not_lit() {
    let laughs =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>\n<ESADout_CU>&lol2;</ESADout_CU>";
    assert_eq!(told(laughs), (Reason::Doctype, 2, 1));
    let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><ESADout_CU/>";
    assert_eq!(told(outside), (Reason::Doctype, 1, 1));
    let unknown = "<ESADout_CU>\n<CustomsProcedure>&lol;</CustomsProcedure></ESADout_CU>";
    assert_eq!(told(unknown), (Reason::Entity { name: "lol".to_owned() }, 2, 19));
    let deep = format!("<ESADout_CU>{}", "<a>".repeat(100_000));
    let limit = |limit, max: usize| Reason::TooMuch { limit, max: u64::try_from(max).unwrap() };
    assert_eq!(told(&deep).0, limit(Limit::Depth, XML_DEPTH_MAX));
    let attributes: String = (0..100).map(|n| format!(" xmlns:a{n}=\"u\"")).collect();
    assert_eq!(told(&format!("<ESADout_CU{attributes}/>")).0, limit(Limit::Attributes, XML_ATTRIBUTES_MAX));
    let many = format!("<ESADout_CU>{}</ESADout_CU>", "<a/>".repeat(300_000));
    assert!(matches!(told(&many).0, Reason::TooMuch { limit: Limit::Elements, .. }));
    let long = format!("<ESADout_CU><a>{}</a></ESADout_CU>", "x".repeat(20_000));
    assert!(matches!(told(&long).0, Reason::TooMuch { limit: Limit::TextBytes, .. }));
    assert_eq!(told(&" ".repeat(FILE_BYTES_MAX + 1)).0, limit(Limit::Bytes, FILE_BYTES_MAX));
}

#[test]
fn what_is_no_declaration_says_so_with_line_and_column() {
    let wrong = |found: &str| Reason::WrongRoot { found: found.to_owned() };
    assert_eq!(told("<Invoice/>").0, wrong("Invoice"));
    assert_eq!(told("<ESADout_CU DocumentModeID=\"1002007E\"/>").0, wrong("ESADout_CU 1002007E"));
    assert_eq!(told("{}").0, Reason::WrongType { expected: FileType::Xml, found: FileType::Json });
    assert!(matches!(told("<ESADout_CU>\n  <a></b></ESADout_CU>"), (Reason::Unreadable { .. }, 2, _)));
    assert!(matches!(told("<ESADout_CU><a>").0, Reason::Unreadable { .. }));
    assert_eq!(told("<ESADout_CU><a>x<b>y</b></a></ESADout_CU>").0, Reason::LooseText { found: "x".to_owned() });
    assert_eq!(told("<a><ESADout_CU/><ESADout_CU/></a>").0, Reason::Repeated);
    assert_eq!(told("<ESADout_CU>\n<a id=\"7\">x</a></ESADout_CU>"), (Reason::UnknownField { nearest: None }, 2, 1));
    assert!(matches!(told("<?xml version=\"1.0\" encoding=\"klingon\"?><ESADout_CU/>").0, Reason::Unreadable { .. }));
    let cut = read(b"<ESADout_CU><a>\xd0</a></ESADout_CU>").unwrap_err();
    assert!(matches!(cut.first().map(|problem| &problem.reason), Some(Reason::Unreadable { .. })));
}

#[test]
fn what_xml_cannot_have_is_told_by_its_path() {
    let problems = write(&form(json!({ "A": { "b c": "x", "d": ["ok", "a\u{1}b"] } }))).unwrap_err();
    let paths: Vec<String> = problems.iter().map(|problem| problem.place.to_string()).collect();
    assert_eq!(paths, ["A.b c", "A.d[1]"]);
}

#[test]
fn a_large_declaration_takes_seconds() {
    let form = customs::samples::forms::declaration(999);
    let started = std::time::Instant::now();
    let written = write(&form).unwrap();
    assert_eq!(written.unplaced, Vec::<String>::new());
    assert_eq!(read(&written.bytes).unwrap(), form);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    println!("XML of {} bytes: {:?}", written.bytes.len(), started.elapsed());
}
