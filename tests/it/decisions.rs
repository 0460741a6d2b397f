//! Every decision of priority 1 and 2 that this code base answers for is named by a test.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// Rows of orders (R), of commerce and ledger (K), of profitability and approvals (P), of customs
/// (C) and across contexts (X) with priority 1 or 2 that concern what is built so far. The pages of decisions
/// say what each decides, and which rows wait for the context that they belong to.
pub(crate) const ROWS: &[&str] = &[
    "r01", "r02", "r03", "r04", "r05", "r07", "r08", "r09", "r11", "r12", "r13", "r14", "r15", "r16", "r17", "r18", "r19", "r20", "r21",
    "r23", "r24", "r25", "r26", "r27", "r28", "r29", "r31", "r32", "r33", "r34", "r36", "r37", "r39", "r40", "r41", "r46", "r47", "r49",
    "k01", "k02", "k03", "k04", "k05", "k06", "k07", "k08", "k09", "k10", "k11", "k12", "k13", "k14", "k15", "k16", "k17", "k18", "k19",
    "k20", "k21", "k22", "k23", "k24", "k25", "k26", "k27", "k28", "k29", "k31", "k32", "k33", "k34", "k35", "k36", "k37", "k38", "k40",
    "k42", "k43", "k44", "k45", "k47", "k48", "k49", "k50", "x01", "x02", "x03", "x04", "x05", "x06", "x07", "x08", "x09", "x10", "x11",
    "x12", "x13", "x15", "x17", "x19", "x22", "p01", "p02", "p03", "p04", "p06", "p07", "p08", "p09", "p12", "p13", "p14", "p15", "p16",
    "p17", "p20", "p21", "p22", "p23", "p24", "p25", "p26", "p27", "p28", "p29", "p30", "p31", "p32", "p33", "p34", "p35", "p36", "p37",
    "p38", "p39", "p40", "p41", "p42", "p43", "p45", "p46", "p47", "p48", "p50", "p51", "p52", "p53", "p54", "p55", "p56", "p57", "p58",
    "p61", "p63", "p64", "p70", "p71", "p72", "p73", "p74", "p75", "p76", "p77", "p78", "p79", "p80", "p81", "p82", "p83", "p84", "p86",
    "p88", "p89", "p90", "p91", "p93", "p94", "p95", "p96", "p97", "p98", "p99", "p110", "p111", "p112", "p113", "p114", "p115", "p116",
    "p117", "p118", "p119", "p130", "p131", "p136", "p137", "p138", "p157", "p161", "p163", "c01", "c02", "c03", "c04", "c05", "c06",
    "c07", "c08", "c09", "c10", "c12", "c13", "c14", "c15", "c16", "c17", "c18", "c19", "c21", "c23", "c25", "c26", "c27", "c29", "c31",
    "c32", "c33", "c34", "c35", "c36", "c38", "c39", "c40", "c41", "c42", "c43", "c44", "c45", "c48", "c49", "c50", "c51", "c52", "c53",
    "c54", "c58", "c61", "x14",
];

/// The names of the tests and other private functions of the whole tree.
pub(crate) fn functions() -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut open = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && !name.starts_with('.') && name != "target" {
                open.push(path);
            } else if name.ends_with(".rs") {
                let text = std::fs::read_to_string(path).unwrap();
                let lines = text.lines().map(str::trim);
                let tests = lines.filter_map(|line| line.strip_prefix("fn ").or_else(|| line.strip_prefix("async fn ")));
                named.extend(tests.filter_map(|name| name.split(['(', '<']).next().map(str::to_owned)));
            }
        }
    }
    named
}

#[test]
fn every_decision_has_a_test() {
    let functions = functions();
    // A test is named after its rows, and they stand first.
    let is_row =
        |part: &&str| part.starts_with(['r', 'k', 'x', 'p', 'c']) && part.len() > 2 && part[1..].bytes().all(|byte| byte.is_ascii_digit());
    let named: BTreeSet<&str> = functions.iter().flat_map(|name| name.split('_').take_while(is_row)).collect();
    let missing: Vec<&&str> = ROWS.iter().filter(|row| !named.contains(**row)).collect();
    assert!(missing.is_empty(), "no test is named after {missing:?}");
}

#[test]
fn x01_x02_namesakes_are_told_apart_in_the_glossary() {
    let glossary = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/glossary.md")).unwrap();
    for word in ["consignment", "waybill", "order", "payment", "client", "company"] {
        assert!(glossary.contains(&format!("| {word} |")), "{word} is not in the glossary");
    }
    assert!(glossary.contains("Shipment"), "the specification's word is not told apart");
}

#[test]
fn x02_the_order_of_this_context_stands_alone() {
    let orders = orders::CATALOGUE.aggregates.iter().map(|aggregate| aggregate.name());
    assert!(orders.into_iter().all(|name| name.starts_with("orders.")));
}

#[test]
fn x09_nothing_can_be_deleted() {
    use kernel::command::Method;
    let routes = runtime::route::routes(entrepot_local::host::CATALOGUES);
    assert!(routes.iter().all(|(route, _)| route.method != Method::Delete), "history is hidden or ended, never deleted");
}
