//! The schedule against a vendor that answers from memory.
#![allow(clippy::wildcard_enum_match_arm, reason = "what is not asked or done here fails the test")]

use std::collections::BTreeMap;

use kernel::{Moment, Row};
use serde_json::{Value, json};
use testkit::context;

use super::*;
use crate::outside::kontur::option as listed;
use crate::outside::kontur::vendor::{EmployeeId, ProcedureNumber, Rows};
use crate::reference::continue_import::ContinueImport;
use crate::reference::request_import::RequestImport;
use crate::reference::tests::{Imports, gather, vendor_context};
use crate::samples::kontur::{EMPLOYEE, FILER};
use crate::samples::reference::{outside_error, template_body};

/// All tables of a tenant, and a vendor that counts what it is asked.
#[derive(Default)]
struct World {
    tables: BTreeMap<Table, Imports>,
    asked: Vec<Request>,
    is_down: bool,
    modes: Vec<String>,
}

fn rows<T>(rows: Vec<T>) -> Rows<T> {
    Rows { rows, rejected: Vec::new() }
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn content_key(mode: &str) -> String {
    format!("customs/kontur/{mode}")
}

impl World {
    fn new(modes: usize) -> Self {
        Self { modes: (1..=modes).map(|number| format!("1006{number:03}E")).collect(), ..Self::default() }
    }

    fn rows(&self) -> Vec<Row> {
        self.tables.values().flat_map(Imports::rows).collect()
    }

    fn answer(&mut self, request: &Request) -> Result<Value, OutsideError> {
        self.asked.push(request.clone());
        if self.is_down {
            return Err(outside_error());
        }
        let numbered =
            |number, description: &str| listed::DeclarationTypeRow { number: TypeNumber(number), description: text(description) };
        let answer = match request {
            Request::DeclarationTypes => Answer::DeclarationTypes {
                types: rows(vec![numbered(0, "ИМ (ввоз)"), numbered(1, "ЭК (вывоз)"), numbered(4, "ПТД")]),
            },
            Request::Filers => {
                let filer = listed::Filer {
                    id: FILER,
                    name: text("ООО «Север»"),
                    inn: text("7701456789"),
                    kpp: None,
                    ogrn: None,
                    okpo: None,
                    okato: None,
                    oktmo: None,
                    address: Vec::new(),
                };
                Answer::Filers { filers: rows(vec![filer]) }
            }
            Request::Employees { .. } => {
                let employee = listed::Employee {
                    id: EmployeeId(EMPLOYEE.0),
                    surname: text("Декларант"),
                    name: text("Имечко"),
                    patronymic: None,
                    post: text("Декларант"),
                    authority_number: None,
                    authority_until: None,
                };
                Answer::Employees { employees: rows(vec![employee]) }
            }
            Request::Procedures { .. } => {
                let procedure = listed::ProcedureRow { number: ProcedureNumber(0), code: text("40"), name: text("Выпуск") };
                Answer::Procedures { procedures: rows(vec![procedure]) }
            }
            Request::Singularities { .. } => Answer::Singularities { singularities: rows(Vec::new()) },
            Request::Offices => {
                let office =
                    |number: i32| listed::OfficeRow {
                        number, code: number.to_string().parse().ok(), short_name: None, name: text("Пост")
                    };
                Answer::Offices { offices: rows((10_000_001..=10_000_200).map(office).collect()) }
            }
            Request::Templates => {
                let template =
                    |mode: &String| listed::TemplateRow { gf: text("18003"), mode: Some(mode.clone()), type_name: text("Форма") };
                Answer::Templates { templates: rows(self.modes.iter().map(template).collect()) }
            }
            Request::Template { mode } => {
                let mut content = crate::samples::kontur::content("application/json");
                content.key = content_key(mode.as_str());
                Answer::Template { content }
            }
            Request::Organizations => Answer::Organizations { organizations: rows(Vec::new()) },
            other => panic!("{other:?}"),
        };
        Ok(serde_json::to_value(answer).unwrap())
    }

    /// Performs effects as the runtime does, and the imports' further parts.
    fn perform(&mut self, effect: Effect, facts: &Facts, context: &Context) {
        let outcome = match effect {
            Effect::Call { connector, request } => {
                let result = self.answer(&serde_json::from_value(request.clone()).unwrap());
                Outcome::Called { connector, request, result }
            }
            Effect::Send { command, body, key } => {
                assert!(key.len() <= 200 && key.is_ascii() && ImportDueTables::SPEC.sends.contains(&command), "{key}");
                let at = context.now.to_string();
                match command {
                    "customs.record-import" => self.decide(&at, serde_json::from_value::<RecordImport>(body).unwrap()),
                    "customs.record-reference-check" => self.decide(&at, serde_json::from_value::<RecordCheck>(body).unwrap()),
                    "customs.record-import-failure" => self.decide(&at, serde_json::from_value::<RecordImportFailure>(body).unwrap()),
                    "customs.record-template" => self.decide(&at, serde_json::from_value::<RecordTemplate>(body).unwrap()),
                    "customs.continue-import" => self.decide(&at, serde_json::from_value::<ContinueImport>(body).unwrap()),
                    other => panic!("{other}"),
                }
                Outcome::Sent { command, key, result: Ok(()) }
            }
            other => panic!("{other:?}"),
        };
        for effect in ImportDueTables::answered(facts, context, &outcome) {
            self.perform(effect, facts, context);
        }
    }

    fn decide(&mut self, at: &str, command: impl Command<Aggregate = super::super::ReferenceTable, Refusal = TableRefusal>) {
        let id = command.target(&context());
        let table = Table::ALL.into_iter().find(|table| table.id() == id).unwrap();
        let imports = self.tables.entry(table).or_default();
        for mode in &self.modes {
            imports.put(&content_key(mode), serde_json::to_vec(&template_body()).unwrap());
        }
        imports.decide(at, command);
    }

    fn tick(&mut self, context: &Context) -> usize {
        let before = self.asked.len();
        let contents = self.tables.values().flat_map(Imports::contents).collect();
        let facts = gather(&self.rows(), &contents, |facts| ImportDueTables::wants(facts, context));
        for effect in ImportDueTables::tick(&facts, context) {
            self.perform(effect, &facts, context);
        }
        self.asked.len() - before
    }

    /// A tick each minute; how many calls each made.
    fn minutes(&mut self, from: &str, count: i64) -> Vec<usize> {
        let from: Moment = from.parse().unwrap();
        (0..count).map(|minute| self.tick(&vendor_context(&from.plus_ms(minute * 60_000).to_string()))).collect()
    }

    fn version(&self, table: Table) -> u32 {
        self.tables.get(&table).map_or(0, |imports| imports.state().version)
    }
}

#[test]
fn c46_every_table_has_its_importer_and_a_fresh_tenant_has_all_within_minutes() {
    let mut world = World::new(30);
    let calls = world.minutes("2026-11-21T08:00:00Z", 10);
    assert!(calls.iter().all(|calls| *calls <= TABLES_MAX * SECTIONS_MAX), "{calls:?}");
    for table in Table::ALL {
        // The vendor lists no singularities and no counterparties here.
        let is_empty = matches!(table, Table::Singularities | Table::CommonOrganizations);
        assert_eq!(world.version(table) > 0, !is_empty, "{}", table.name());
        assert!(table.is_built_in() || world.tables[&table].state().checked_at.is_some(), "{}", table.name());
    }
    assert_eq!(world.version(Table::FormDefinitions), 30);
    let open = |table: Table| world.tables[&table].state().current.unwrap().open;
    assert_eq!((open(Table::Procedures), open(Table::CustomsOffices), open(Table::FormDefinitions)), (2, 200, 30));
}

#[test]
fn c59_what_is_good_is_not_asked_for_again() {
    let mut world = World::new(3);
    world.minutes("2026-11-21T08:00:00Z", 10);
    assert!(world.minutes("2026-11-21T08:10:00Z", 49).iter().all(|calls| *calls == 0));
    let events = |world: &World| world.tables.values().map(|imports| imports.events().len()).sum::<usize>();
    let before = events(&world);
    world.asked.clear();
    world.minutes("2026-11-21T09:00:00Z", 15);
    // Options after an hour, with an event a table; templates after a day.
    assert!(!world.asked.iter().any(|request| matches!(request, Request::Templates | Request::Template { .. })));
    assert!(world.asked.contains(&Request::Offices));
    assert_eq!(events(&world) - before, 7);
    world.minutes("2026-11-22T08:00:00Z", 10);
    assert!(world.asked.iter().any(|request| matches!(request, Request::Template { .. })));
}

#[test]
fn c61_without_a_vendor_only_what_comes_with_the_software_is_imported() {
    let mut world = World::new(3);
    let context = Context { now: testkit::moment("2026-11-21T08:00:00Z"), ..context() };
    assert_eq!(world.tick(&context), 0);
    assert_eq!((world.version(Table::DocumentTypes), world.tables.len()), (1, 1));
    world.tick(&context);
    assert_eq!(world.tables[&Table::DocumentTypes].events().len(), 2);
}

#[test]
fn a_vendor_that_is_down_is_asked_later_and_later_and_what_is_stored_stays() {
    let mut world = World::new(3);
    world.minutes("2026-11-21T08:00:00Z", 10);
    world.is_down = true;
    world.asked.clear();
    let calls: usize = world.minutes("2026-11-21T09:10:00Z", 60).iter().sum();
    let offices = world.asked.iter().filter(|request| **request == Request::Offices).count();
    assert!((3..=6).contains(&offices), "{offices} of {calls}");
    assert_eq!(world.version(Table::CustomsOffices), 1);
    assert_eq!(world.tables[&Table::CustomsOffices].state().failure.unwrap().error, outside_error());
    world.is_down = false;
    world.minutes("2026-11-21T11:30:00Z", 15);
    assert_eq!(world.tables[&Table::CustomsOffices].state().failure, None);
    assert_eq!(world.tables[&Table::Procedures].state().failure, None);
}

#[test]
fn what_a_person_wants_is_asked_first_and_once() {
    let mut world = World::new(3);
    world.minutes("2026-11-21T08:00:00Z", 10);
    world.asked.clear();
    let at = "2026-11-21T08:20:00Z";
    let imports = world.tables.get_mut(&Table::CustomsOffices).unwrap();
    imports.decide_with(at, crate::reference::tests::with_vendor(), RequestImport { table: Table::CustomsOffices });
    world.minutes(at, 5);
    assert_eq!(world.asked, [Request::Offices]);
}

#[test]
fn an_import_that_nobody_goes_on_with_is_pushed_on() {
    let begun = crate::samples::reference::begun(200);
    let facts = gather(&begun.rows(), &BTreeMap::new(), |facts| ImportDueTables::wants(facts, &vendor_context("2026-11-21T08:34:00Z")));
    let parts = |at: &str| {
        let effects = ImportDueTables::tick(&facts, &Context { settings: testkit::settings().into(), ..vendor_context(at) });
        let part = |effect: &Effect| {
            let Effect::Send { command: "customs.continue-import", body, .. } = effect else { return None };
            body["part"].as_u64()
        };
        let sent = effects.iter().filter_map(part);
        sent.collect::<Vec<_>>()
    };
    assert_eq!(parts("2026-11-21T08:34:59Z"), Vec::<u64>::new());
    assert_eq!(parts("2026-11-21T08:35:00Z"), [2, 3]);
}

#[test]
fn an_answer_to_another_question_is_a_failure_and_no_import() {
    let context = vendor_context("2026-11-21T08:00:00Z");
    let facts = gather(&[], &BTreeMap::new(), |facts| ImportDueTables::wants(facts, &context));
    let request = serde_json::to_value(Request::DeclarationTypes).unwrap();
    for answer in [json!({ "answer": "link-goods" }), json!("<html>")] {
        let outcome = Outcome::Called { connector: CONNECTOR, request: request.clone(), result: Ok(answer) };
        let effects = ImportDueTables::answered(&facts, &context, &outcome);
        assert!(matches!(effects.as_slice(), [Effect::Send { command: "customs.record-import-failure", .. }]), "{effects:?}");
    }
}

#[test]
fn a_refused_import_is_told() {
    let context = vendor_context("2026-11-21T08:00:00Z");
    let sent = |refusal: &TableRefusal| {
        let key = format!("customs-offices//{}", context.now);
        let outcome = Outcome::Sent { command: "customs.record-import", key, result: Err(kernel::refusal::Refused::from(refusal)) };
        ImportDueTables::answered(&Facts::default(), &context, &outcome).len()
    };
    assert_eq!((sent(&TableRefusal::Unreadable), sent(&TableRefusal::Busy)), (1, 0));
}

#[test]
fn a_table_whose_sections_cannot_be_read_fails_and_is_not_called_checked() {
    let mut world = World::new(3);
    world.minutes("2026-11-21T08:00:00Z", 10);
    let context = vendor_context("2026-11-21T09:30:00Z");
    let facts = gather(&world.rows(), &BTreeMap::new(), |facts| ImportDueTables::wants(facts, &context));
    assert!(sections(Table::Procedures, &facts, &context).is_empty());
    let procedures = world.tables[&Table::Procedures].rows();
    let types = world.tables[&Table::DeclarationTypes].rows();
    let only: Vec<Row> = procedures.into_iter().chain(types).collect();
    let context = Context { now: testkit::moment("2026-11-21T09:30:00Z"), ..context };
    let facts = gather(&only, &BTreeMap::new(), |facts| ImportDueTables::wants(facts, &context));
    let sent = |effect: &Effect| matches!(effect, Effect::Send { command: "customs.record-reference-check", .. });
    assert!(!ImportDueTables::tick(&facts, &context).iter().any(sent));
}
