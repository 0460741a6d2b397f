//! Every operation through the real connector, judged by the vendor's description on both sides.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

mod support;

use std::collections::BTreeSet;

use customs::code::{DocflowId, DocumentMode, FormId, GoodsNumber};
use customs::outside::kontur::content::Upload;
use customs::outside::kontur::docflow::{DocflowCopy, DocflowQuery, DocflowSearch, NewDocflow, TAKE_MAX};
use customs::outside::kontur::document::{DocumentRow, GoodsImport, NewDocument, PartyBox};
use customs::outside::kontur::operation::OPERATIONS;
use customs::outside::kontur::vendor::TypeNumber;
use customs::outside::kontur::{Answer, Request};
use customs::samples::kontur as samples;
use kernel::Line;
use kontur_simulator::{Knobs, Texts};
use serde_json::{Value, json};
use support::{Scene, scene};

/// Decision C62: the list of the code and the vendor's description, method by method.
#[test]
fn c62_the_operations_are_those_of_the_vendors_description() {
    let description: Value = serde_json::from_str(kontur_simulator::DESCRIPTION).unwrap();
    let paths = description["paths"].as_object().unwrap().iter();
    let published: BTreeSet<(String, String)> = paths
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), path.clone())))
        .collect();
    let ours: BTreeSet<(String, String)> =
        OPERATIONS.iter().map(|operation| (operation.method.to_owned(), operation.path.to_owned())).collect();
    assert_eq!((ours.len(), OPERATIONS.len()), (32, 32));
    assert_eq!(ours, published);
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

async fn new_docflow(scene: &Scene, name: &str) -> NewDocflow {
    let Answer::Filers { filers } = scene.get(Request::Filers).await else { panic!("filers") };
    let filer = filers.rows[0].id;
    let Answer::Employees { employees } = scene.get(Request::Employees { filer }).await else { panic!("employees") };
    NewDocflow { filer, employee: employees.rows[0].id, name: line(name), ..samples::new_docflow() }
}

async fn created(scene: &Scene, name: &str) -> DocflowId {
    let docflow = Box::new(new_docflow(scene, name).await);
    let Answer::CreateDocflow { docflow } = scene.get(Request::CreateDocflow { docflow }).await else { panic!("docflow") };
    docflow
}

async fn documents(scene: &Scene, docflow: DocflowId) -> Vec<DocumentRow> {
    let Answer::Documents { documents } = scene.get(Request::Documents { docflow }).await else { panic!("documents") };
    assert!(documents.rejected.is_empty());
    documents.rows
}

async fn declaration(scene: &Scene, docflow: DocflowId) -> FormId {
    documents(scene, docflow).await.iter().find(|row| row.core).unwrap().form
}

/// What is offered to choose from.
async fn options(scene: &Scene) {
    let type_number = TypeNumber(0);
    let Answer::DeclarationTypes { types } = scene.get(Request::DeclarationTypes).await else { panic!("types") };
    let Answer::Procedures { procedures } = scene.get(Request::Procedures { type_number }).await else { panic!("procedures") };
    let Answer::Singularities { singularities } = scene.get(Request::Singularities { type_number: Some(type_number) }).await else {
        panic!("singularities")
    };
    let Answer::Offices { offices } = scene.get(Request::Offices).await else { panic!("offices") };
    let Answer::Templates { templates } = scene.get(Request::Templates).await else { panic!("templates") };
    let Answer::Organizations { organizations } = scene.get(Request::Organizations).await else { panic!("organizations") };
    let counts = [types.rows.len(), procedures.rows.len(), singularities.rows.len(), offices.rows.len(), templates.rows.len()];
    assert!(counts.iter().all(|count| *count > 0) && !organizations.rows.is_empty(), "{counts:?}");
    let rejected = [types.rejected, procedures.rejected, singularities.rejected, offices.rejected, templates.rejected];
    assert!(rejected.iter().all(Vec::is_empty) && organizations.rejected.is_empty(), "{rejected:?}");
    assert!(offices.rows.iter().all(|office| office.code.as_ref().unwrap().as_str() == format!("{:08}", office.number)));
    let mode: DocumentMode = "1006107E".parse().unwrap();
    let Answer::Template { content } = scene.get(Request::Template { mode }).await else { panic!("template") };
    assert!(serde_json::from_slice::<Value>(&scene.read(&content).await).unwrap().is_object());
}

/// Counterparties, and one of them in a box.
async fn parties(scene: &Scene, docflow: DocflowId, form: FormId) {
    let own = Box::new(samples::organization());
    let Answer::SaveOrganization { organization } = scene.get(Request::SaveOrganization { organization: own.clone() }).await else {
        panic!("save")
    };
    let saved = (&organization.entity, organization.kind, &organization.identity, &organization.person);
    assert_eq!(saved, (&own.entity, own.kind, &own.identity, &own.person));
    let inn = "7701456789".parse().unwrap();
    let Answer::OrganizationByInn { organization: found } = scene.get(Request::OrganizationByInn { inn }).await else { panic!("inn") };
    assert_eq!(found.entity.inn.as_deref(), Some("7701456789"));
    for (party, organization) in [(PartyBox::Declarant, found.id.unwrap()), (PartyBox::Consignee, organization.id.unwrap())] {
        assert_eq!(scene.get(Request::SetParty { docflow, form, party, organization }).await, Answer::SetParty);
    }
}

/// Goods, data and a file.
async fn filled(scene: &Scene, docflow: DocflowId, form: FormId) {
    let rows = json!([
        { "GoodsDescription": "Подшипник шариковый", "GoodsTNVEDCode": "8482109008", "OriginCountryCode": "CN", "GrossWeightQuantity": "12.5",
          "InvoicedCost": "1000.00", "CustomsCostCorrectMethod": "1" },
        { "GoodsDescription": "Подшипник роликовый", "GoodsTNVEDCode": "8482500009", "OriginCountryCode": "IT", "GrossWeightQuantity": "37.5",
          "InvoicedCost": "500.00", "CustomsCostCorrectMethod": "1" },
    ]);
    let content = scene.put("application/json", rows.to_string().as_bytes()).await;
    let options = GoodsImport { clear_before: true, preserve_attached: true, header_map: None };
    assert_eq!(scene.get(Request::ImportGoods { docflow, form, content, options }).await, Answer::ImportGoods);
    let terms = json!({ "ESADout_CUGoodsShipment": { "ESADout_CUMainContractTerms":
        { "ContractCurrencyCode": "USD", "ContractCurrencyRate": "80.50", "TotalInvoiceAmount": "1500.00" } } });
    let content = scene.put("application/json", terms.to_string().as_bytes()).await;
    assert_eq!(scene.get(Request::ImportForm { docflow, form, content }).await, Answer::ImportForm);
    let Answer::FormJson { content } = scene.get(Request::FormJson { docflow, form }).await else { panic!("json") };
    let body: Value = serde_json::from_slice(&scene.read(&content).await).unwrap();
    let shipment = &body["ESADout_CUGoodsShipment"];
    assert_eq!(shipment["ESADout_CUGoods"].as_array().unwrap().len(), 2, "{body}");
    assert_eq!(shipment["ESADout_CUMainContractTerms"]["ContractCurrencyRate"], "80.50");
    let Answer::FormXml { content } = scene.get(Request::FormXml { docflow, form }).await else { panic!("xml") };
    assert!(scene.read(&content).await.starts_with(b"<?xml"));
}

/// Documents with what belongs to them.
async fn documented(scene: &Scene, docflow: DocflowId) {
    let scan = NewDocument {
        name: line("Скан инвойса"),
        mode: "1006110E".parse().unwrap(),
        belongs_to_all_goods: false,
        ..samples::new_document()
    };
    let wanted = vec![samples::new_document(), scan];
    let made = scene.get(Request::CreateDocuments { docflow, documents: wanted }).await;
    let Answer::CreateDocuments { documents: made } = made else { panic!("create") };
    let [invoice, scan] = made.as_slice() else { panic!("{made:?}") };
    assert_eq!((invoice.mode.as_deref(), invoice.box_44.as_deref()), (Some("1002007E"), Some("04021")));
    let goods = vec![GoodsNumber::try_from(1).unwrap(), GoodsNumber::try_from(2).unwrap()];
    for goods in [goods, Vec::new()] {
        assert_eq!(scene.get(Request::LinkGoods { docflow, document: invoice.document, goods }).await, Answer::LinkGoods);
    }
    let copied = scene.get(Request::CopyFromDeclaration { docflow, document: invoice.document }).await;
    assert_eq!(copied, Answer::CopyFromDeclaration);
    let content = scene.put("application/pdf", b"%PDF-1.7\n1 0 obj\r\n--\xFF").await;
    let upload = Upload { content: content.clone(), file_name: line("Инвойс \"118\".pdf"), mode: "1006110E".parse().unwrap() };
    assert_eq!(scene.get(Request::Upload { docflow, form: scan.form, upload }).await, Answer::Upload);
    let whole = scene.simulator.docflow(docflow.0).unwrap().to_string();
    assert!(whole.contains(&content.sha256), "the file arrived byte for byte: {whole}");
    let (dts, costs) = samples::costs();
    let Answer::CreateDts { document } = scene.get(Request::CreateDts { docflow, dts, costs }).await else { panic!("dts") };
    let listed = documents(scene, docflow).await;
    assert!([invoice.document, scan.document, document.document].iter().all(|one| listed.iter().any(|row| row.document == *one)));
}

/// What customs say, and what the paper looks like.
async fn released(scene: &Scene, docflow: DocflowId, form: FormId) {
    assert_eq!(scene.get(Request::Marks { docflow }).await, Answer::Marks { marks: None });
    assert!(scene.simulator.file(docflow.0));
    while scene.simulator.advance(docflow.0) {}
    let Answer::Messages { messages } = scene.get(Request::Messages { docflow }).await else { panic!("messages") };
    assert!(!messages.rows.is_empty() && messages.rejected.is_empty());
    for message in &messages.rows {
        assert!(message.processed_at.is_some() && message.message_type.is_some(), "{message:?}");
        assert!(!scene.read(message.envelope.as_ref().unwrap()).await.is_empty());
    }
    let Answer::Marks { marks: Some(marks) } = scene.get(Request::Marks { docflow }).await else { panic!("marks") };
    assert!(!marks.rows.is_empty() && !scene.read(&marks.content).await.is_empty());
    let Answer::PrintHtml { content } = scene.get(Request::PrintHtml { docflow, form }).await else { panic!("html") };
    assert!(!scene.read(&content).await.is_empty());
    let Answer::PrintPdf { content } = scene.get(Request::PrintPdf { docflow, form }).await else { panic!("pdf") };
    assert!(scene.read(&content).await.starts_with(b"%PDF-"));
    let Answer::SetOpened { opened } = scene.get(Request::SetOpened { docflow }).await else { panic!("opened") };
    assert!(opened);
}

/// Lists, searches, copies.
async fn found(scene: &Scene, docflow: DocflowId, name: &str) {
    let query = DocflowQuery { changed_from: Some(kernel::Moment::from_unix_ms(1)), changed_to: None, status: None, take: TAKE_MAX };
    let Answer::Docflows { docflows, complete } = scene.get(Request::Docflows { query: query.clone() }).await else { panic!("list") };
    let listed = docflows.rows.iter().find(|row| row.id == docflow).unwrap();
    assert!(complete && docflows.rejected.is_empty() && listed.gtd_number.is_some() && listed.status_text.is_some());
    let later = DocflowQuery { changed_from: Some(listed.changed.plus_ms(60_000)), ..query.clone() };
    let Answer::Docflows { docflows, complete } = scene.get(Request::Docflows { query: later }).await else { panic!("list") };
    assert!(docflows.rows.is_empty() && complete);
    let copy = DocflowCopy { from: docflow, office: None, filer: None, employee: None, name: line("entrepot copy") };
    let Answer::CopyDocflow { docflow: copied } = scene.get(Request::CopyDocflow { copy: Box::new(copy) }).await else { panic!("copy") };
    assert!(copied.id != docflow && copied.gtd_number.is_none());
    let one = DocflowQuery { take: 1, ..query };
    let Answer::Docflows { docflows, complete } = scene.get(Request::Docflows { query: one }).await else { panic!("list") };
    assert_eq!((docflows.rows.len(), complete), (1, false));
    for search in [
        DocflowSearch { query: Some(line(name)), ..DocflowSearch::default() },
        DocflowSearch { docflows: vec![docflow], ..DocflowSearch::default() },
    ] {
        let search = Box::new(search);
        let Answer::SearchDocflows { docflows, complete } = scene.get(Request::SearchDocflows { search }).await else { panic!("search") };
        assert_eq!((docflows.rows.iter().map(|row| row.id).collect::<Vec<_>>(), complete), (vec![docflow], true));
    }
}

async fn calculated(scene: &Scene) {
    let vehicle = Box::new(samples::vehicle());
    let Answer::VehiclePayments { payments } = scene.get(Request::VehiclePayments { vehicle }).await else { panic!("payments") };
    let sum: rust_decimal::Decimal = payments.payments.iter().map(|payment| payment.roubles).sum();
    assert_eq!((sum, payments.payments.is_empty()), (payments.total_roubles, false));
}

/// A declaration's whole life, by way of all 32 operations.
async fn every_operation(scene: &Scene) {
    let name = "entrepot 0199-1";
    options(scene).await;
    let docflow = created(scene, name).await;
    let form = declaration(scene, docflow).await;
    parties(scene, docflow, form).await;
    filled(scene, docflow, form).await;
    documented(scene, docflow).await;
    released(scene, docflow, form).await;
    found(scene, docflow, name).await;
    calculated(scene).await;
    let calls = scene.simulator.calls()["calls"].as_object().unwrap().clone();
    let never: Vec<_> = kontur_simulator::OPERATIONS.iter().map(|row| row.1).filter(|name| !calls.contains_key(*name)).collect();
    assert!(never.is_empty(), "never called: {never:?}");
    assert_eq!(calls["authenticate"], 1, "one session for all of it");
    assert_eq!(scene.simulator.violations(), [], "the vendor's description is kept on both sides");
}

#[tokio::test]
async fn c62_every_operation_keeps_the_vendors_description() {
    every_operation(&scene().await).await;
}

#[tokio::test]
async fn c17_the_description_is_kept_in_the_other_shapes_too() {
    let mut scene = scene().await;
    scene.customs["kontur"]["document_shape"] = json!("flat");
    scene.customs["kontur"]["changed_unit"] = json!("seconds");
    let turned =
        Knobs { documents_echo: true, texts: Texts::Json, changed_unit: kontur_simulator::TimeUnit::Seconds, ..scene.simulator.knobs() };
    scene.simulator.set_knobs(turned);
    every_operation(&scene).await;
}
