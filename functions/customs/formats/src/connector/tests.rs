//! The connector with documents in memory.

use std::collections::BTreeMap;

use customs::form::GoodsChoice;
use customs::form::problem::FileType;
use kernel::facts::Kept;
use runtime::ports::InspectError;
use serde_json::json;
use tokio::sync::Mutex;

use super::*;

#[derive(Default)]
struct Shelf {
    kept: Mutex<BTreeMap<String, Vec<u8>>>,
    full: bool,
}

#[async_trait]
impl Documents for Shelf {
    async fn put(&self, tenant: &TenantId, key: &str, _: &str, bytes: Vec<u8>) -> Result<(), Fault> {
        if self.full {
            return Err(Fault::passing("put", "the shelf is full"));
        }
        self.kept.lock().await.insert(format!("{tenant}/{key}"), bytes);
        Ok(())
    }
    async fn get(&self, tenant: &TenantId, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.kept.lock().await.get(&format!("{tenant}/{key}")).cloned())
    }
    async fn inspect(&self, _: &TenantId, _: &str) -> Result<Option<Kept>, InspectError> {
        Ok(None)
    }
    async fn upload_url(&self, _: &TenantId, _: &str, _: &str) -> Result<String, Fault> {
        Err(Fault::lasting("no addresses here"))
    }
    async fn download_url(&self, _: &TenantId, _: &str, _: &str) -> Result<String, Fault> {
        Err(Fault::lasting("no addresses here"))
    }
}

fn call() -> Call {
    let context = testkit::context();
    Call { tenant: context.tenant, settings: context.settings, correlation: context.correlation, now: context.now }
}

struct Desk {
    shelf: Arc<Shelf>,
    formats: Formats,
}

impl Desk {
    fn new() -> Self {
        let shelf = Arc::new(Shelf::default());
        Self { formats: Formats::new(shelf.clone()), shelf }
    }

    async fn ask(&self, request: Request) -> Result<Answer, OutsideError> {
        let answer = self.formats.call(&call(), serde_json::to_value(request).unwrap()).await?;
        Ok(serde_json::from_value(answer).unwrap())
    }

    async fn put(&self, key: &str, bytes: &[u8]) {
        self.shelf.put(&call().tenant, key, "", bytes.to_vec()).await.unwrap();
    }

    async fn kept(&self, key: &str) -> Vec<u8> {
        self.shelf.get(&call().tenant, key).await.unwrap().unwrap()
    }
}

fn declaration() -> Form {
    Form::from_value(json!({
        "CustomsProcedure": "ИМ",
        "ESADout_CUGoodsShipment": {
            "TotalGoodsNumber": "2",
            "ESADout_CUGoods": [
                { "GoodsNumeric": "1", "GoodsDescription": ["Стол"], "NetWeightQuantity": "10.5" },
                { "GoodsNumeric": "2", "GoodsDescription": ["Стул"], "InvoicedCost": "7" }
            ]
        }
    }))
    .unwrap()
}

#[tokio::test]
async fn a_form_goes_out_and_comes_back_as_xml() {
    let desk = Desk::new();
    let form = declaration();
    desk.put(&Form::key(&form.sha256()), &form.bytes()).await;
    let written = desk.ask(Request::WriteXml { sha256: form.sha256() }).await.unwrap();
    let Answer::File { key, media_type, unplaced, .. } = written.clone() else { panic!("{written:?}") };
    assert_eq!((media_type.as_str(), unplaced.is_empty()), (XML, true));
    assert_eq!(desk.ask(Request::WriteXml { sha256: form.sha256() }).await.unwrap(), written, "as often as it is asked");
    let read = desk.ask(Request::ReadXml { key }).await.unwrap();
    let Answer::Form { form: reference, change, .. } = read else { panic!("{read:?}") };
    assert_eq!(reference, form.reference());
    assert_eq!((change.count, desk.kept(&reference.key()).await), (8, form.bytes()));
}

#[tokio::test]
async fn goods_go_out_and_come_back_as_a_workbook() {
    let desk = Desk::new();
    let form = declaration();
    desk.put(&Form::key(&form.sha256()), &form.bytes()).await;
    let written = desk.ask(Request::WriteGoods { sha256: form.sha256(), language: Language::Uk }).await.unwrap();
    let Answer::File { key, .. } = written else { panic!("{written:?}") };
    let replace = Request::ReadGoods { key: key.clone(), into: Some(form.sha256()), choice: GoodsChoice::Replace };
    let read = desk.ask(replace).await.unwrap();
    let Answer::Form { form: same, change, .. } = read else { panic!("{read:?}") };
    assert_eq!((same.sha256, change.count), (form.sha256(), 0));
    let append = Request::ReadGoods { key, into: Some(form.sha256()), choice: GoodsChoice::Append };
    let read = desk.ask(append).await.unwrap();
    let Answer::Form { form: longer, change, .. } = read else { panic!("{read:?}") };
    assert_eq!((longer.goods.count, change.goods.added.len()), (4, 2));
}

#[tokio::test]
async fn wrong_files_are_answers_and_nothing_is_kept() {
    let desk = Desk::new();
    desk.put("customs/uploads/1", b"%PDF-1.7").await;
    let expected = |answer: Answer| {
        let Answer::Problems { problems, count } = answer else { panic!("{answer:?}") };
        (problems.into_iter().map(|problem| problem.reason).collect::<Vec<_>>(), count)
    };
    let key = || "customs/uploads/1".to_owned();
    let wrong = |expected| (vec![Reason::WrongType { expected, found: FileType::Pdf }], 1);
    assert_eq!(expected(desk.ask(Request::ReadXml { key: key() }).await.unwrap()), wrong(FileType::Xml));
    let goods = Request::ReadGoods { key: key(), into: None, choice: GoodsChoice::Replace };
    assert_eq!(expected(desk.ask(goods).await.unwrap()), wrong(FileType::Xlsx));
    let nothing = Request::ReadXml { key: "customs/uploads/2".to_owned() };
    assert_eq!(expected(desk.ask(nothing).await.unwrap()), (vec![Reason::NoFile], 1));
    assert_eq!(desk.shelf.kept.lock().await.len(), 1);
}

#[tokio::test]
async fn files_of_other_contexts_and_forms_that_are_none_are_refused() {
    let desk = Desk::new();
    for key in ["papers/paper_1.pdf", "customs/../papers/1", ""] {
        let error = desk.ask(Request::ReadXml { key: key.to_owned() }).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (code::VALIDATION_ERROR, FailureClass::Permanent));
    }
    let error = desk.ask(Request::WriteXml { sha256: "../../x".to_owned() }).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class), (code::VALIDATION_ERROR, FailureClass::Permanent));
    let error = desk.ask(Request::WriteXml { sha256: "0".repeat(64) }).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class), (code::STORAGE_ERROR, FailureClass::Retry));
    let error = desk.formats.call(&call(), json!({ "request": "fly" })).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class), (code::VALIDATION_ERROR, FailureClass::Permanent));
    let full = Formats::new(Arc::new(Shelf { full: true, ..Shelf::default() }));
    let made = Made::Form(declaration(), no_answer());
    assert_eq!(full.keep(&call().tenant, made).await.map_err(|error| error.class), Err(FailureClass::Retry));
}

fn no_answer() -> Answer {
    Answer::problems(Vec::new())
}
