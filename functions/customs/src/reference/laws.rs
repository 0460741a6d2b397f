//! What holds of any imports: proved on random ones.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Command, Line, Want};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::book::Incoming;
use super::import_table::ImportTable;
use super::record_import::RecordImport;
use super::tests::Imports;
use super::{Entry, Table, entries, entry, read_at, read_entries, versions, wants};
use crate::samples::reference::{begun, line, office_incoming, offices};

/// Codes and names of one import, and the day on which it was made.
type Given = (BTreeMap<u8, u8>, u8);

fn imports() -> impl Strategy<Value = Vec<Given>> {
    vec((btree_map(0_u8..12, 0_u8..3, 0..12), 1_u8..28), 1..8)
}

fn rows(codes: &BTreeMap<u8, u8>) -> Vec<Incoming> {
    codes.iter().map(|(code, name)| office_incoming(&format!("100000{code:02}"), &format!("Имя {name}"))).collect()
}

/// What each version up to one says is in force, by code.
fn said(known: &Imports, versions: u32) -> Vec<BTreeMap<Line, Line>> {
    let all: Vec<Line> = (0..12).map(|code| line(&format!("100000{code:02}"))).collect();
    let codes: Vec<(Table, &str)> = all.iter().map(|code| (Table::CustomsOffices, code.as_str())).collect();
    let facts = known.facts(|facts| wants(facts, &codes));
    let of = |version| {
        let found = all.iter().filter_map(|code| read_at(&facts, Table::CustomsOffices, code.as_str(), version));
        found.filter(|entry| entry.valid_to.is_none()).map(|entry| (entry.code, entry.name)).collect()
    };
    (1..=versions).map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn c45_c59_every_version_says_what_its_import_said(imports in imports()) {
        let mut known = Imports::new();
        let mut expected: Vec<BTreeMap<Line, Line>> = Vec::new();
        let mut on = 1;
        for (codes, day) in imports {
            on = on.max(day);
            let rows = rows(&codes);
            let is_held = rows.is_empty() || expected.last().is_some_and(|last| lost(last, &rows) > 2);
            if is_held {
                continue;
            }
            let say: BTreeMap<Line, Line> = rows.iter().map(|row| (line(&row.attributes.code()), row.name.clone())).collect();
            if expected.last() != Some(&say) {
                expected.push(say);
            }
            known.decide(&format!("2026-11-{on:02}T08:00:00Z"), ImportTable { table: Table::CustomsOffices, complete: true, rows });
        }
        // There is nothing behind the last version.
        expected.push(BTreeMap::new());
        prop_assert_eq!(said(&known, u32::try_from(expected.len()).unwrap()), expected);
    }

    #[test]
    fn periods_of_a_code_do_not_overlap(imports in imports()) {
        let mut known = Imports::new();
        for (number, (codes, _)) in (1..).zip(imports) {
            // Vendor lists, which may be held: then nothing happens.
            let import = RecordImport { rows: rows(&codes), ..RecordImport::example() };
            known.decide(&format!("2026-11-{number:02}T08:00:00Z"), import);
        }
        for code in 0..12 {
            let code = format!("100000{code:02}");
            let facts = known.facts(|facts| wants(facts, &[(Table::CustomsOffices, &code)]));
            let history = super::read::revisions(facts.rows(&entry(Table::CustomsOffices, &code)));
            let mut newest: BTreeMap<u32, Entry> = BTreeMap::new();
            for revision in history {
                newest.entry(revision.opened).or_insert(revision.entry);
            }
            let periods: Vec<&Entry> = newest.values().collect();
            for pair in periods.windows(2) {
                prop_assert!(pair[0].valid_to.is_some_and(|end| end <= pair[1].valid_from), "{:?}", pair);
            }
        }
    }
}

fn lost(last: &BTreeMap<Line, Line>, rows: &[Incoming]) -> usize {
    let named: BTreeSet<Line> = rows.iter().map(|row| line(&row.attributes.code())).collect();
    last.keys().filter(|code| !named.contains(*code)).count()
}

#[test]
fn a_half_import_is_never_served() {
    let mut known = Imports::of(Table::CustomsOffices, &[offices(200)]);
    let renamed: Vec<Incoming> = offices(200).into_iter().map(|row| Incoming { name: line("Новое имя"), ..row }).collect();
    let decision = known.given().when(RecordImport { rows: renamed, ..RecordImport::example() }).accepted();
    assert_eq!(decision.events.len(), 1);
    known.keep(&decision);
    let want = |_: &kernel::Facts| vec![Want::Rows(versions()), Want::Rows(entries(Table::CustomsOffices, ""))];
    let names = |known: &Imports| -> BTreeSet<Line> {
        let facts = known.facts(want);
        read_entries(&facts, Table::CustomsOffices, "").into_iter().map(|entry| entry.name).collect()
    };
    assert!(!names(&known).contains(&line("Новое имя")));
    assert!(names(&begun(200)).is_empty());
    let first = known.facts(|facts| wants(facts, &[(Table::CustomsOffices, "10000001")]));
    assert_eq!(super::read(&first, Table::CustomsOffices, "10000001").unwrap().name, line("Пост 1"));
}
