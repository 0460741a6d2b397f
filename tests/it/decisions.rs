//! Every decision of priority 1 and 2 that this code base answers for is named by a test.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// Rows of orders (R), of commerce and ledger (K) and across contexts (X) with priority 1 or 2 that concern what is
/// built so far. `docs/decisions.md` says what each decides, and which rows wait for the
/// context that they belong to.
pub(crate) const ROWS: &[&str] = &[
    "r01", "r02", "r03", "r04", "r05", "r07", "r08", "r09", "r11", "r12", "r13", "r14", "r15", "r16", "r17", "r18", "r19", "r20", "r21",
    "r23", "r24", "r25", "r26", "r27", "r28", "r29", "r31", "r32", "r33", "r34", "r36", "r37", "r39", "r40", "r41", "r46", "r47", "r49",
    "k01", "k02", "k03", "k04", "k05", "k06", "k07", "k08", "k09", "k10", "k11", "k12", "k13", "k14", "k15", "k16", "k17", "k18", "k19",
    "k20", "k21", "k22", "k23", "k24", "k25", "k26", "k27", "k28", "k29", "k31", "k32", "k33", "k34", "k35", "k36", "k37", "k38", "k40",
    "k42", "k43", "k44", "k45", "k47", "k48", "k49", "k50", "x01", "x02", "x03", "x04", "x05", "x06", "x07", "x08", "x09", "x10", "x11",
    "x12", "x13", "x15", "x17", "x19", "x22",
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
    let named: BTreeSet<&str> = functions.iter().filter_map(|name| name.split('_').next()).collect();
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
