//! Declarations.

use std::collections::{BTreeMap, BTreeSet};

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Currency, Day, Moment, Paragraph};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{day, line, literal, moment, money};
use crate::code::{DeclarationType, DocflowId, FormId, GoodsNumber, VendorDocumentId};
use crate::declaration::document::{AtVendor, Document, MediaType, Scan};
use crate::declaration::event::{Alert, DeclarationEvent as Event, Estimated, LandedLine, Paid, Released};
use crate::declaration::header::{Declarant, Employee, Header, Named, Origin, ShipmentRef, Template};
use crate::declaration::heading::Heading;
use crate::declaration::job::{FormFormat, JobState, Made, Task, Upload};
use crate::declaration::journal::{Body, Meaning, Message, MessageKind, Observation};
use crate::declaration::note_change::Listed;
use crate::declaration::paper::{Labelled, PaperForm, PrintRequested, Sheet, SheetGood, SheetParty};
use crate::declaration::party::{Party, PartyRole};
use crate::declaration::status::{AuthorityFact, Known};
use crate::declaration::submission::{Outcome, Step};
use crate::form::{ChangeSummary, Form};
use crate::payments::RuleStatus;
use crate::reference::Table;
use crate::settings::CustomsSettings;
use crate::{DeclarationId, DocumentId, OrganizationId};

/// The sample declaration.
pub fn declaration_id() -> DeclarationId {
    DeclarationId::derive(&["sample"])
}

/// Another one.
pub fn other_id() -> DeclarationId {
    DeclarationId::derive(&["other"])
}

/// Its document.
pub fn document_id() -> DocumentId {
    DocumentId::derive(&["sample"])
}

/// The organization in its boxes.
pub fn organization_id() -> OrganizationId {
    OrganizationId::derive(&["sample"])
}

/// The docflow at the vendor.
pub fn docflow() -> DocflowId {
    DocflowId(Uuid::from_u128(0x11))
}

/// The docflow's main form at the vendor.
pub fn main_form() -> FormId {
    FormId(Uuid::from_u128(0x12))
}

/// A document at the vendor.
pub fn at_vendor() -> AtVendor {
    AtVendor { document: VendorDocumentId(Uuid::from_u128(0x13)), form: FormId(Uuid::from_u128(0x14)) }
}

/// A heading as somebody writes it.
pub fn heading() -> Heading {
    Heading {
        name: line("Ноутбуки, поставка 17"),
        declaration_type: DeclarationType::Import,
        procedure: literal("40"),
        singularity: None,
        office: literal("10005030"),
        organization: Uuid::from_u128(1),
        employee: Uuid::from_u128(2),
        document_mode: None,
        gf_code: None,
        shipment: Some(line("ship-17")),
    }
}

/// The same, completed.
pub fn header() -> Header {
    let heading = heading();
    Header {
        name: heading.name,
        declaration_type: heading.declaration_type,
        procedure: Named {
            code: heading.procedure, name: line("Выпуск для внутреннего потребления"), vendor_id: Some(0)
        },
        singularity: None,
        office: Named {
            code: heading.office, name: line("Таможенный пост Шереметьево"), vendor_id: Some(10_005_030)
        },
        organization: Declarant { id: heading.organization, name: line("ООО «Волга Трейд»"), inn: Some(line("9817654328")) },
        employee: Employee { id: heading.employee, name: line("Декларант") },
        template: Template { gf: Some(line("18003")), mode: literal("1006107E"), body_sha256: Some(hash()) },
        shipment: heading.shipment.map(|external| ShipmentRef { external }),
        type_vendor_id: Some(0),
        references: BTreeMap::from([(Table::CustomsOffices, 1), (Table::Procedures, 1)]),
    }
}

fn hash() -> String {
    "0f".repeat(32)
}

/// A form of two goods.
pub fn form() -> Value {
    let good = |number: u32, code: &str, article: &str, invoiced: &str, duty: &str| {
        json!({
            "GoodsNumeric": number.to_string(),
            "GoodsDescription": "Ноутбуки",
            "GrossWeightQuantity": "120.5",
            "NetWeightQuantity": "110",
            "InvoicedCost": invoiced,
            "CustomsCost": invoiced,
            "CustomsCostCorrectMethod": "1",
            "GoodsTNVEDCode": code,
            "OriginCountryCode": "CN",
            "GoodsGroupDescription": [{ "GoodsGroupInformation": { "GoodsMarking": article } }],
            "ESADout_CUCustomsPaymentCalculation": [
                { "PaymentModeCode": "2010", "PaymentAmount": duty, "PaymentCurrencyCode": "RUB" },
                { "PaymentModeCode": "5010", "PaymentAmount": "220000.00", "PaymentCurrencyCode": "RUB" },
            ],
        })
    };
    json!({
        "CustomsProcedure": "ИМ",
        "CustomsModeCode": "40",
        "ESADout_CUGoodsShipment": {
            "CustCostCurrencyCode": "RUB",
            "ESADout_CUMainContractTerms": { "ContractCurrencyCode": "RUB" },
            "ESADout_CUGoods": [
                good(1, "8471300000", "NB-14", "1000000.00", "50000.00"),
                good(2, "8471410000", "PC-01", "500000.00", "0.00"),
            ],
        },
    })
}

/// The same, read.
#[allow(clippy::expect_used, reason = "a literal form, which a test reads")]
pub fn read_form() -> Form {
    Form::from_value(form()).expect("a literal form")
}

/// A document with its scan.
pub fn document() -> Document {
    Document {
        id: document_id(),
        kind: line("INVOICE"),
        mode: literal("1002007E"),
        box_44: literal("04021"),
        name: line("Инвойс"),
        number: line("INV-2026-17"),
        date: day("2026-11-10"),
        file: Some(Scan { name: line("invoice.pdf"), media_type: MediaType::Pdf, size_bytes: 9, sha256: crate::code::sha256(SCAN) }),
        goods: numbers(&[1]),
    }
}

/// The bytes of the sample scan.
pub const SCAN: &[u8] = b"%PDF-1.7\n";

/// Numbers of goods.
pub fn numbers(numbers: &[u16]) -> BTreeSet<GoodsNumber> {
    numbers.iter().filter_map(|number| GoodsNumber::try_from(*number).ok()).collect()
}

/// A party.
pub fn party() -> Party {
    Party { organization: organization_id(), name: line("ООО «Волга Трейд»") }
}

/// A job.
pub fn task() -> Task {
    Task::ImportForm { file: Upload { name: line("dt.xml"), sha256: hash(), size_bytes: 12_345 }, format: FormFormat::Xml }
}

/// Why something is deleted.
#[allow(clippy::expect_used, reason = "a literal paragraph")]
pub fn reason() -> Paragraph {
    Paragraph::new("Создана по ошибке").expect("a literal paragraph")
}

/// It was begun.
pub fn created() -> Event {
    Event::Created { id: declaration_id(), header: Box::new(header()), origin: Origin::New }
}

/// Its form was saved.
pub fn form_saved() -> Event {
    let form = read_form();
    Event::FormSaved { form: Box::new(form.reference()), change: Box::new(ChangeSummary::between(None, &form)) }
}

/// One field of the form was changed.
pub fn form_changed() -> Event {
    let form = read_form();
    let change =
        ChangeSummary { changed: vec!["ESADout_CUGoodsShipment.TotalPackageNumber".to_owned()], count: 1, ..ChangeSummary::default() };
    Event::FormSaved { form: Box::new(form.reference()), change: Box::new(change) }
}

/// A document was attached.
pub fn document_attached() -> Event {
    Event::DocumentAttached { document: Box::new(document()) }
}

/// The consignee was set.
pub fn party_set() -> Event {
    Event::PartySet { role: PartyRole::Consignee, party: party() }
}

/// A fact about customs.
fn fact_at(fact: AuthorityFact, time: &str) -> Event {
    Event::FactEstablished { fact, known: Known { first_at: at(time), last_at: at(time), inferred: false } }
}

/// It reached customs.
pub fn sent() -> Event {
    fact_at(AuthorityFact::Sent, "08:30")
}

/// Customs refused to register it.
pub fn rejected() -> Event {
    fact_at(AuthorityFact::Rejected, "09:30")
}

/// Customs wants something corrected.
pub fn correction_requested() -> Event {
    fact_at(AuthorityFact::CorrectionRequested, "09:30")
}

/// The goods are released.
pub fn released_fact() -> Event {
    fact_at(AuthorityFact::Released, "10:00")
}

/// What the vendor says of the docflow.
pub fn observation(raw_code: i64, fact: Option<AuthorityFact>, at: &str) -> Observation {
    let meaning = fact.map(|fact| Meaning::Fact { fact });
    Observation {
        raw_code,
        raw_text: Some(line("Зарегистрирована")),
        changed_at: moment(at),
        process_id: Some(line("b7a1c2")),
        registration_number: Some(line("10005030/211126/0001234")),
        meaning,
        table_version: 1,
    }
}

/// What the vendor says, as it lists the sample's docflow.
pub fn listed(raw_code: i64, changed_at: &str) -> Listed {
    Listed {
        docflow: docflow(),
        raw_code,
        raw_text: Some(line("Зарегистрирована")),
        changed_at: moment(changed_at),
        process_id: Some(line("b7a1c2")),
        registration_number: (raw_code == 2).then(|| line("10005030/211126/0001234")),
    }
}

/// A change that was noticed, with what the built-in table says of its code.
pub fn noticed(raw_code: i64, changed_at: &str) -> Event {
    let Listed { raw_text, changed_at, process_id, registration_number, .. } = listed(raw_code, changed_at);
    let meaning = crate::statuses::meaning(&CustomsSettings::default(), raw_code);
    let table_version = crate::statuses::StatusTable::built_in().version;
    let observation = Observation { raw_code, raw_text, changed_at, process_id, registration_number, meaning, table_version };
    Event::ChangeNoticed { observation: Box::new(observation) }
}

/// A fact of customs.
pub fn fact(fact: AuthorityFact) -> Event {
    Event::FactEstablished { fact, known: Known { first_at: at("09:00"), last_at: at("09:00"), inferred: false } }
}

/// A tenant that has the vendor.
pub fn settings() -> kernel::Settings {
    let customs = json!({ "kontur": { "url": "https://api-d.kontur.ru" } });
    kernel::Settings {
        name: "Волга Трейд".to_owned(),
        jurisdiction: kernel::settings::Jurisdiction::RU,
        time_zone: literal("Europe/Moscow"),
        currency: Currency::RUB,
        language: kernel::Language::Ru,
        contexts: BTreeMap::from([("customs".to_owned(), customs)]),
    }
}

/// A submission that tries its first step.
pub fn submitting() -> Vec<Event> {
    let (attempt, step) = (1, Step::Docflow);
    vec![
        created(),
        form_saved(),
        document_attached(),
        party_set(),
        Event::SubmissionRequested { attempt },
        Event::StepBegun { attempt, step, failed: 0, organization: None },
    ]
}

/// A submission whose first step failed, to be tried again or not.
pub fn failing(retry_at: Option<&str>) -> Vec<Event> {
    let failed = Event::StepFailed { attempt: 1, step: Step::Docflow, error: error(), retry_at: retry_at.map(moment) };
    submitting().into_iter().chain([failed]).collect()
}

/// A declaration that is complete at the vendor.
pub fn awaiting() -> Vec<Event> {
    let (attempt, document) = (1, document_id());
    let brought = [
        (Step::Docflow, Outcome::Docflow { docflow: docflow(), found: false }),
        (Step::MainForm, Outcome::MainForm { form: main_form() }),
        (Step::Form, Outcome::Done),
        (Step::Party { role: PartyRole::Consignee }, Outcome::Done),
        (Step::Document { document }, Outcome::Document { at_vendor: at_vendor(), found: false }),
        (Step::Scan { document }, Outcome::Done),
        (Step::Goods { document }, Outcome::Done),
    ];
    let made = |(step, outcome)| {
        let begun = Event::StepBegun { attempt, step, failed: 0, organization: None };
        [begun, Event::StepDone { attempt, step, outcome }]
    };
    let before = [created(), form_saved(), document_attached(), party_set(), Event::SubmissionRequested { attempt }];
    let complete = Event::SubmissionCompleted { attempt, docflow: docflow() };
    before.into_iter().chain(brought.into_iter().flat_map(made)).chain([complete]).collect()
}

/// A document that customs asked for, without a scan.
pub fn document_asked_for() -> Document {
    Document { id: DocumentId::derive(&["asked-for"]), number: line("INV-2026-19"), file: None, ..document() }
}

/// A declaration that customs wants corrected, with a document more than the vendor has.
pub fn corrected() -> Vec<Event> {
    let attached = Event::DocumentAttached { document: Box::new(document_asked_for()) };
    awaiting().into_iter().chain([correction_requested(), attached]).collect()
}

/// A declaration whose document that customs asked for is on its way.
pub fn amending() -> Vec<Event> {
    corrected().into_iter().chain([amendment_requested(2)]).collect()
}

/// Somebody wants the document that customs asked for brought to the vendor.
pub fn amendment_requested(attempt: u32) -> Event {
    Event::AmendmentRequested { attempt, documents: BTreeSet::from([document_asked_for().id]) }
}

/// A message of customs.
pub fn message(id: &str, prepared_at: &str) -> Message {
    Message {
        id: line(id),
        kind: MessageKind::Message,
        message_type: Some(line("CMN.11024")),
        description: Some(line("Присвоен номер")),
        prepared_at: Some(moment(prepared_at)),
        processed_at: Some(moment(prepared_at)),
        body: Some(Body { key: format!("customs/messages/{}", hash()), sha256: hash(), size_bytes: 2_048 }),
    }
}

/// An outside failure.
pub fn error() -> OutsideError {
    let (code, text) = ("KONTUR_UNAVAILABLE".to_owned(), "503".to_owned());
    OutsideError { code, class: FailureClass::Retry, raw_code: "503".to_owned(), text }
}

/// What customs is paid.
pub fn paid() -> Paid {
    let roubles = |amount| money(amount, Currency::RUB);
    Paid { duty: roubles("50000.00"), vat: roubles("440000.00"), fee: roubles("4269.00") }
}

/// The goods are released.
pub fn released() -> Event {
    Event::Released(Box::new(Released {
        declaration_id: declaration_id(),
        declaration_type: DeclarationType::Import,
        procedure: literal("40"),
        registration_number: Some(literal("10005030/211126/0001234")),
        released_at: at("10:00"),
        released_on: released_on(),
        shipment: header().shipment,
        goods_count: 2,
        payments: Some(paid()),
    }))
}

fn at(time: &str) -> Moment {
    moment(&format!("2026-11-21T{time}:00Z"))
}

fn released_on() -> Day {
    day("2026-11-21")
}

/// What the goods cost at customs.
pub fn landed_cost() -> Event {
    let lines = numbers(&[1]).into_iter().map(|number| LandedLine {
        number,
        article: Some(line("NB-14")),
        quantity: None,
        unit: None,
        paid: paid(),
    });
    Event::LandedCostKnown {
        declaration_id: declaration_id(),
        registration_number: Some(literal("10005030/211126/0001234")),
        released_on: released_on(),
        lines: lines.collect(),
    }
}

fn print_requested() -> Event {
    let good = SheetGood {
        n: 1,
        name: "Ноутбуки".to_owned(),
        note: "2010: 50000.00".to_owned(),
        code: "8471300000".to_owned(),
        country_code: "CN".to_owned(),
        gross_weight: "120.5".to_owned(),
        net_weight: "110".to_owned(),
        invoiced: "1000000.00 RUB".to_owned(),
        customs_value: "1000000.00".to_owned(),
    };
    let sheet = Sheet {
        number: "10005030/211126/0001234".to_owned(),
        date: released_on(),
        facts: vec![Labelled { label: "Тип (графа 1)".to_owned(), value: "ИМ 40".to_owned() }],
        consignor: None,
        consignee: Some(SheetParty { name: "ООО «Волга Трейд»".to_owned() }),
        parties: Vec::new(),
        lines: vec![good],
        documents: vec![Labelled { label: "04021".to_owned(), value: "Инвойс № INV-2026-17 2026-11-10".to_owned() }],
        notes: vec!["Рабочая копия.".to_owned()],
    };
    Event::PrintRequested(Box::new(PrintRequested {
        form: PaperForm::CustomsDeclaration,
        language: kernel::Language::Ru,
        file_name: line("Декларация.pdf"),
        model: Box::new(sheet),
    }))
}

/// One of each event, in an order in which they can happen.
pub fn events() -> Vec<Event> {
    let (attempt, step) = (1, Step::Docflow);
    let known = Known { first_at: at("09:00"), last_at: at("09:00"), inferred: false };
    let file = Made { key: "customs/made/x".to_owned(), file_name: line("dt.xml"), size_bytes: 12_345, sha256: hash() };
    vec![
        created(),
        Event::Revised { header: Box::new(header()) },
        form_changed(),
        document_attached(),
        Event::DocumentLinked { document: document_id(), goods: numbers(&[1, 2]) },
        party_set(),
        Event::PartyRemoved { role: PartyRole::Consignee },
        Event::JobRequested { number: 1, task: task() },
        Event::JobEnded { number: 1, state: JobState::done(Some(file)) },
        print_requested(),
        Event::PaymentsEstimated(Box::new(Estimated {
            sha256: hash(),
            form: hash(),
            on: released_on(),
            totals: paid(),
            status: RuleStatus::Unverified,
        })),
        amendment_requested(attempt),
        Event::SubmissionRequested { attempt },
        Event::StepBegun { attempt, step, failed: 0, organization: None },
        Event::StepFailed { attempt, step, error: error(), retry_at: Some(at("09:01")) },
        Event::StepDone { attempt, step, outcome: Outcome::Docflow { docflow: docflow(), found: true } },
        Event::SubmissionCompleted { attempt, docflow: docflow() },
        Event::SubmissionGivenUp { attempt, reason: line("Подадим иначе") },
        Event::SubmissionResumed { attempt },
        Event::OrphanFound { docflow: DocflowId(Uuid::from_u128(0x99)) },
        Event::OrphanSettled { docflow: DocflowId(Uuid::from_u128(0x99)), note: line("Удалён в вебе") },
        Event::ChangeNoticed { observation: Box::new(observation(2, Some(AuthorityFact::Registered), "2026-11-21T09:00:00Z")) },
        Event::JournalUnread { error: error(), retry_at: Some(at("09:02")) },
        Event::JournalWanted {},
        Event::MessagesReceived { messages: vec![message("env-1", "2026-11-21T08:59:00Z")] },
        Event::FactEstablished { fact: AuthorityFact::Registered, known },
        Event::NumberAssigned { number: literal("10005030/211126/0001234") },
        Event::AlertRaised { alert: Alert::UnknownStatus { raw_code: 137, raw_text: Some(line("?")) } },
        Event::AlertSettled { index: 0, note: line("Спросили у вендора") },
        Event::ChangesSettled { through: at("09:00") },
        released(),
        landed_cost(),
        Event::DocumentDetached { document: document_id() },
        Event::Archived {},
        Event::Unarchived {},
        Event::Deleted { reason: reason() },
    ]
}
