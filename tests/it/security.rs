//! What the documents claim is held by a test that exists.

use std::collections::{BTreeMap, BTreeSet};

use super::decisions::{ROWS, functions};

/// The pages of decisions; a row of two contexts stands on the pages of both.
const DECISIONS: [&str; 4] = ["decisions.md", "decisions-approvals.md", "decisions-customs.md", "decisions-profitability.md"];

fn document(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The rows of a document's tables: the first cell, and the tests that the last one names.
/// A last cell that begins with a dash says why there is none.
fn rows(name: &str) -> BTreeMap<String, Vec<String>> {
    let text = document(name);
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---")) {
        let cells: Vec<&str> = line.trim_matches(['|', ' ']).split(" | ").map(str::trim).collect();
        let (id, last) = (cells[0], cells[cells.len() - 1]);
        if last == "test" {
            continue;
        }
        let tests = if last.starts_with('–') { Vec::new() } else { last.split(", ").map(|test| unquoted(name, id, test)).collect() };
        assert!(rows.insert(id.to_owned(), tests).is_none(), "{name} has {id} twice");
    }
    rows
}

fn unquoted(document: &str, id: &str, test: &str) -> String {
    let test = test.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    test.unwrap_or_else(|| panic!("{document}: the last cell of {id} is neither tests nor a dash with the reason")).to_owned()
}

#[test]
fn every_test_that_a_document_names_exists() {
    let functions = functions();
    for name in DECISIONS.into_iter().chain(["security.md"]) {
        let missing: Vec<(String, String)> = rows(name)
            .into_iter()
            .flat_map(|(id, tests)| tests.into_iter().map(move |test| (id.clone(), test)))
            .filter(|(_, test)| !functions.contains(test))
            .collect();
        assert!(missing.is_empty(), "docs/{name} names tests that do not exist: {missing:?}");
    }
}

#[test]
fn every_decision_is_described_and_those_that_must_have_a_test_have_one() {
    let wanted =
        (1..=50).map(|n| format!("K{n:02}")).chain((1..=49).map(|n| format!("R{n:02}"))).chain((1..=22).map(|n| format!("X{n:02}")));
    assert_eq!(rows("decisions.md").keys().cloned().collect::<BTreeSet<_>>(), wanted.collect());
    let mut described: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, tests) in DECISIONS.into_iter().flat_map(rows) {
        described.entry(id.to_lowercase()).or_default().extend(tests);
    }
    for row in ROWS {
        let named = described.get(*row).into_iter().flatten().any(|test| test.split('_').any(|part| part == *row));
        assert!(named, "no page of decisions names a test of {row}");
    }
}

#[test]
fn every_security_requirement_that_is_claimed_has_a_test() {
    let rows = rows("security.md");
    assert!(rows.len() > 20, "{rows:?}");
    for (requirement, tests) in rows {
        assert!(!tests.is_empty(), "docs/security.md claims {requirement} without a test");
    }
}
