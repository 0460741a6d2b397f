mod lost_answers;
mod pipeline;
mod push;
mod rebuild;

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use entrepot_aws::keys::{self, CommitKey};
use entrepot_aws::{Meter, SystemClock};
use kernel::aggregate::{Commit, Meta, Version};
use kernel::command::{Append, Claim};
use kernel::{Actor, StreamKey, TenantId};
use runtime::Batch;
use runtime::ports::{Clock, DOCUMENT_BYTES_MAX, Documents, InspectError, Store, SubjectKeys, Tenants, Views};
use runtime::push::Connections;
use serde_json::json;
use sha2::{Digest, Sha256};
use testkit::contract::{Subject, connections_contract, noise, store_contract, subject_keys_contract, views_contract};
use uuid::Uuid;

use super::*;

#[async_trait]
impl Subject for Engine {
    fn store(&self) -> Arc<dyn Store> {
        Arc::new(Engine::store(self))
    }

    fn views(&self) -> Arc<dyn Views> {
        Arc::new(Engine::views(self))
    }

    fn connections(&self) -> Arc<dyn Connections> {
        Arc::new(Engine::connections(self))
    }

    async fn lose(&self, tenant: &TenantId, stream: &StreamKey, version: Version) {
        let key = [("pk", keys::stream(tenant, stream)), ("sk", keys::commit(version))];
        let key = key.map(|(name, value)| (name.to_owned(), dynoxide::AttributeValue::S(value)));
        let request = serde_json::from_value(json!({ "TableName": TABLE, "Key": std::collections::HashMap::from(key) })).unwrap();
        self.database.delete_item(request).unwrap();
    }
}

fn tenant() -> TenantId {
    "acme".parse().unwrap()
}

fn stream() -> StreamKey {
    StreamKey { kind: "test.thing".to_owned(), id: "one".to_owned() }
}

fn batch(version: Version, text: &str) -> Batch {
    let actor = Actor { id: "test".to_owned(), name: "Test".to_owned(), roles: Vec::new() };
    let meta = Meta { at: SystemClock.now(), actor, command: "test.add".to_owned(), correlation: Uuid::now_v7(), causation: None };
    let commit = Commit { version, meta, key: None, events: vec![json!({ "type": "added.v1", "data": { "text": text } })] };
    let append = Append { stream: stream(), expected: version - 1, events: commit.events.clone() };
    Batch { appends: vec![(append, commit)], claims: Vec::new(), releases: Vec::new(), unchanged: Vec::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_contract_of_a_store() {
    store_contract(async || Engine::memory().await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_contract_of_views() {
    views_contract(async || Engine::memory().await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_contract_of_connections() {
    connections_contract(async || Engine::memory().await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_contract_of_subjects_keys() {
    subject_keys_contract(async || {
        let engine = Engine::memory().await.unwrap();
        let keys: Arc<dyn SubjectKeys> = Arc::new(engine.subject_keys(Arc::new(crate::secrets::LocalSecrets::default())));
        (engine, keys)
    })
    .await;
}

#[tokio::test]
async fn documents_are_kept_by_tenant() {
    let engine = Engine::memory().await.unwrap();
    let documents = engine.documents();
    let other: TenantId = "other".parse().unwrap();
    assert_eq!(documents.get(&tenant(), "in/raw.json").await.unwrap(), None);
    for bytes in [b"first".to_vec(), b"first".to_vec(), vec![0, 255, 7]] {
        documents.put(&tenant(), "in/raw.json", "application/json", bytes.clone()).await.unwrap();
        assert_eq!(documents.get(&tenant(), "in/raw.json").await.unwrap(), Some(bytes));
    }
    assert_eq!(documents.get(&other, "in/raw.json").await.unwrap(), None);
    let longest: TenantId = "a".repeat(40).parse().unwrap();
    let key = "k".repeat(entrepot_aws::documents::KEY_BYTES_MAX);
    documents.put(&longest, &key, "text/plain", b"x".to_vec()).await.unwrap();
    assert_eq!(documents.get(&longest, &key).await.unwrap(), Some(b"x".to_vec()), "the longest key is a file name that exists");
}

/// What a browser does with the addresses that it is given.
#[tokio::test]
async fn documents_are_put_once_and_fetched_by_signed_addresses() {
    const KEY: &str = "papers/scan-1";
    let engine = Engine::memory().await.unwrap();
    let (documents, browser) = (engine.documents(), reqwest::Client::new());
    assert_eq!(documents.inspect(&tenant(), KEY).await.unwrap(), None);
    let url = documents.upload_url(&tenant(), KEY, "application/pdf").await.unwrap();
    let asked = browser.request(reqwest::Method::OPTIONS, &url).header("origin", "http://127.0.0.1:1").send().await.unwrap();
    assert_eq!((asked.status().as_u16(), asked.headers()["access-control-allow-methods"].to_str().unwrap()), (204, "PUT"));
    let put = async |url: &str, media_type: &str, bytes: &[u8]| {
        let put = browser.put(url).header("origin", "http://127.0.0.1:1").header("content-type", media_type);
        let answer = put.header("if-none-match", "*").body(bytes.to_vec()).send().await.unwrap();
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        answer.status().as_u16()
    };
    assert_eq!(put(&url, "text/html", b"<script>").await, 403, "another media type than the signed one");
    assert_eq!(put(&url.replace("scan-1", "scan-2"), "application/pdf", b"%PDF").await, 403, "another key than the signed one");
    assert_eq!(put(&url, "application/pdf", b"%PDF-1.7 scan").await, 200);
    assert_eq!(put(&url, "application/pdf", b"%PDF-1.7 another").await, 412, "nothing is replaced while the address is good");
    let kept = documents.inspect(&tenant(), KEY).await.unwrap().unwrap();
    let sha256: String = Sha256::digest(b"%PDF-1.7 scan").iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((kept.size_bytes, kept.sha256), (13, sha256));
    let url = documents.download_url(&tenant(), KEY, "Акт №7.pdf").await.unwrap();
    let answer = browser.get(&url).send().await.unwrap();
    let disposition = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(disposition.starts_with("attachment;") && disposition.ends_with("%D0%90%D0%BA%D1%82%20%E2%84%967.pdf"), "{disposition}");
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    assert_eq!(answer.bytes().await.unwrap(), "%PDF-1.7 scan");
    assert_eq!(browser.get(url.split('?').next().unwrap()).send().await.unwrap().status().as_u16(), 403, "without a signature");
}

#[tokio::test]
async fn a_document_is_looked_at_up_to_a_size() {
    let engine = Engine::memory().await.unwrap();
    let documents = engine.documents();
    let most = usize::try_from(DOCUMENT_BYTES_MAX).unwrap();
    documents.put(&tenant(), "papers/most", "application/pdf", vec![7; most]).await.unwrap();
    documents.put(&tenant(), "papers/more", "application/pdf", vec![7; most + 1]).await.unwrap();
    assert_eq!(documents.inspect(&tenant(), "papers/most").await.unwrap().unwrap().size_bytes, DOCUMENT_BYTES_MAX);
    let refused = documents.inspect(&tenant(), "papers/more").await;
    assert!(matches!(refused, Err(InspectError::TooLarge { size_bytes }) if size_bytes == DOCUMENT_BYTES_MAX + 1), "{refused:?}");
}

#[tokio::test]
async fn tenants_are_listed_and_changed() {
    let engine = Engine::memory().await.unwrap();
    let tenants = engine.tenants();
    assert_eq!(tenants.all().await.unwrap(), []);
    assert!(tenants.settings(&tenant()).await.unwrap().is_none());
    for name in ["Acme", "Acme & Co"] {
        let settings = json!({ "name": name, "jurisdiction": "UA", "time_zone": "Europe/Kyiv", "currency": "UAH", "language": "uk" });
        tenants.put(&tenant(), &serde_json::from_value(settings).unwrap()).await.unwrap();
        assert_eq!(tenants.settings(&tenant()).await.unwrap().unwrap().name, name);
    }
    assert_eq!(tenants.all().await.unwrap(), [tenant()]);
}

/// The budget of a command: one consistent query and one plain put.
#[tokio::test]
async fn a_load_and_an_append_cost_one_call_each() {
    let engine = Engine::memory().await.unwrap();
    let meter = Arc::new(Meter::default());
    let store = DynamoStore::new(engine.table().metered(Arc::clone(&meter)), Arc::new(engine.documents()));
    store.append(&tenant(), &batch(1, "first")).await.unwrap();
    let created = meter.usage();
    assert_eq!((created.calls, created.read_half_units, created.write_units), (1, 0, 2), "the first commit is in an index too");
    store.append(&tenant(), &batch(2, "second")).await.unwrap();
    let appended = meter.usage().since(created);
    assert_eq!((appended.calls, appended.read_half_units, appended.write_units), (1, 0, 1));
    let before = meter.usage();
    store.load(&tenant(), &stream(), 1).await.unwrap();
    let loaded = meter.usage().since(before);
    assert_eq!((loaded.calls, loaded.read_half_units, loaded.write_units), (1, 2, 0));
    let claim = Claim { scope: "number".to_owned(), value: "7".to_owned() };
    let before = meter.usage();
    store.append(&tenant(), &Batch { claims: vec![(claim, stream())], ..batch(3, "third") }).await.unwrap();
    let transacted = meter.usage().since(before);
    assert_eq!((transacted.calls, transacted.write_units), (1, 4), "a transaction costs twice, for each item");
}

#[tokio::test]
async fn the_stream_delivers_commits_in_order() {
    let engine = Engine::memory().await.unwrap();
    let store = engine.store();
    for version in 1..=5 {
        let text = if version == 3 { "x".repeat(10_000) } else { "short".to_owned() };
        store.append(&tenant(), &batch(version, &text)).await.unwrap();
    }
    let reader = engine.stream();
    let first = reader.next_records(None, 2).await.unwrap();
    let rest = reader.next_records(first.last().map(|record| record.sequence.as_str()), 100).await.unwrap();
    assert_eq!((first.len(), rest.len()), (2, 3));
    let mut delivered = Vec::new();
    for record in first.iter().chain(&rest) {
        assert_eq!(record.happened, Happened::Inserted);
        let key = CommitKey::parse(&record.pk, &record.sk).unwrap();
        assert_eq!((&key.tenant, &key.stream), (&tenant(), &stream()));
        delivered.push(store.commit_of(&key, record.new_image.as_ref().unwrap()).await.unwrap());
    }
    assert_eq!(delivered, store.load(&tenant(), &stream(), 1).await.unwrap().commits);
    let last = rest.last().map(|record| record.sequence.as_str());
    assert_eq!(reader.next_records(last, 100).await.unwrap(), []);
    assert!(reader.next_records(Some("7"), 100).await.is_err());
}

#[tokio::test]
async fn a_body_in_s3_is_checked_when_it_is_read() {
    let engine = Engine::memory().await.unwrap();
    engine.store().append(&tenant(), &batch(1, &noise(1_000_000, 1))).await.unwrap();
    let records = engine.stream().next_records(None, 1).await.unwrap();
    let hash = records[0].new_image.as_ref().unwrap()["o"].as_s().unwrap();
    engine.store().load(&tenant(), &stream(), 1).await.unwrap();
    engine.documents().put(&tenant(), &format!("bodies/{hash}"), "application/zstd", b"other".to_vec()).await.unwrap();
    let fault = engine.store().load(&tenant(), &stream(), 1).await.unwrap_err();
    assert!(!fault.is_retryable() && fault.chain().contains(hash), "{fault:?}");
}

#[tokio::test]
async fn the_index_serves_writes_and_reads_of_the_stream() {
    let folder = Folder::temporary().unwrap();
    let engine = Engine::on_disk(&folder.path().join("data")).await.unwrap();
    engine.store().append(&tenant(), &batch(1, "first")).await.unwrap();
    let upkeep = engine.upkeep.clone().unwrap();
    // As the engine asks.
    let write = "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?1";
    let read = "SELECT event_name, keys_json, new_image, old_image, sequence_number, created_at, user_identity, event_id \
                FROM _stream_records WHERE table_name = ?1 AND shard_id = ?2 AND CAST(sequence_number AS INTEGER) > ?3 \
                ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT ?4";
    for query in [write, read] {
        let plan = upkeep.plan(query);
        assert!(plan.len() == 1 && plan[0].contains("SEARCH _stream_records USING"), "no scan and no sort: {plan:?}");
        assert!(plan[0].contains("INDEX entrepot_stream_records"), "{plan:?}");
    }
}

#[tokio::test]
async fn old_records_that_were_delivered_are_forgotten() {
    let folder = Folder::temporary().unwrap();
    let engine = Engine::on_disk(&folder.path().join("data")).await.unwrap();
    for version in 1..=3 {
        engine.store().append(&tenant(), &batch(version, "text")).await.unwrap();
    }
    let records = engine.stream().next_records(None, 10).await.unwrap();
    let now = SystemClock.now();
    let tomorrow = now.plus_ms(25 * 60 * 60 * 1_000);
    assert_eq!(engine.trim_stream(&records[2].sequence, now).await.unwrap(), 0, "not old enough");
    assert_eq!(engine.trim_stream(&records[1].sequence, tomorrow).await.unwrap(), 1, "the others were not delivered");
    assert_eq!(engine.stream().next_records(None, 10).await.unwrap(), records[1..]);
    assert!(engine.trim_stream("x", now).await.is_err());
    engine.store().append(&tenant(), &batch(4, "text")).await.unwrap();
    assert_eq!(engine.stream().next_records(None, 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn the_stream_is_trimmed_while_the_engine_runs() {
    let folder = Folder::temporary().unwrap();
    let path = folder.path().join("data");
    let engine = Engine::on_disk(&path).await.unwrap();
    for version in 1..=3 {
        engine.store().append(&tenant(), &batch(version, "text")).await.unwrap();
    }
    let records = engine.stream().next_records(None, 10).await.unwrap();
    let file = rusqlite::Connection::open(path.join("dynamodb.sqlite")).unwrap();
    file.execute("UPDATE _stream_records SET created_at = created_at - 25 * 60 * 60", []).unwrap();
    let delivered = records[1].sequence.clone();
    engine.keep_trimmed(move || delivered.clone());
    let deadline = Instant::now() + Duration::from_secs(5);
    while engine.stream().next_records(None, 10).await.unwrap() != records[1..] {
        assert!(Instant::now() < deadline, "what was delivered is still there");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The budget of a look into a view: one query, and seldom one small read more.
#[tokio::test]
async fn a_page_asks_seldom_which_generation_serves() {
    let engine = Engine::memory().await.unwrap();
    let meter = Arc::new(Meter::default());
    let views = DynamoViews::new(engine.table().metered(Arc::clone(&meter)));
    let query = kernel::RowQuery::new("test.list", "p");
    for calls in [2, 1, 1] {
        let before = meter.usage();
        views.page(&tenant(), &query).await.unwrap();
        assert_eq!(meter.usage().since(before).calls, calls);
    }
}

#[tokio::test]
async fn a_folder_is_used_by_one_engine() {
    let folder = Folder::temporary().unwrap();
    let path = folder.path().join("data");
    let engine = Engine::on_disk(&path).await.unwrap();
    assert!(matches!(Engine::on_disk(&path).await, Err(EngineError::InUse(_))));
    engine.store().append(&tenant(), &batch(1, "first")).await.unwrap();
    drop(engine);
    let again = Engine::on_disk(&path).await.unwrap();
    assert_eq!(again.store().load(&tenant(), &stream(), 1).await.unwrap().version(), 1);
}

/// The engine knows the tokens of transactions for a while only; after that the commit that
/// is there tells.
#[tokio::test]
async fn a_repeated_transaction_is_recognised_without_its_token() {
    let folder = Folder::temporary().unwrap();
    let path = folder.path().join("data");
    let claim = Claim { scope: "number".to_owned(), value: "7".to_owned() };
    let written = Batch { claims: vec![(claim.clone(), stream())], ..batch(1, "first") };
    for _ in 0..2 {
        let engine = Engine::on_disk(&path).await.unwrap();
        engine.store().append(&tenant(), &written).await.unwrap();
    }
    let engine = Engine::on_disk(&path).await.unwrap();
    let another = Batch { claims: vec![(claim, stream())], ..batch(1, "another") };
    let refused = engine.store().append(&tenant(), &another).await;
    assert!(matches!(refused, Err(runtime::AppendError::Conflict(_))), "{refused:?}");
    assert_eq!(engine.store().load(&tenant(), &stream(), 1).await.unwrap().version(), 1);
}
