//! The engine did what was asked, and the answer got lost on the way.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};

use kernel::view::{Change, Projected, Row};
use runtime::ports::{ProjectError, ProjectionKey};

use super::*;

/// Stands between a client and the engine and loses as many answers as it is told to.
struct Between {
    endpoint: String,
    to_lose: Arc<AtomicUsize>,
}

impl Between {
    fn start(upstream: &str) -> Self {
        let upstream = upstream.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let to_lose = Arc::new(AtomicUsize::new(0));
        let losing = Arc::clone(&to_lose);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, engine, losing) = (client.unwrap(), TcpStream::connect(&upstream).unwrap(), Arc::clone(&losing));
                let (mut from_client, mut to_engine) = (client.try_clone().unwrap(), engine.try_clone().unwrap());
                std::thread::spawn(move || std::io::copy(&mut from_client, &mut to_engine));
                std::thread::spawn(move || answers(engine, client, &losing));
            }
        });
        Self { endpoint, to_lose }
    }

    fn lose_next(&self) {
        self.to_lose.store(1, Ordering::SeqCst);
    }

    fn assert_lost(&self) {
        assert_eq!(self.to_lose.load(Ordering::SeqCst), 0, "an answer was lost");
    }
}

fn answers(mut engine: TcpStream, mut client: TcpStream, to_lose: &AtomicUsize) {
    let mut bytes = [0; 65_536];
    while let Ok(count @ 1..) = engine.read(&mut bytes) {
        if to_lose.try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
            let _ = client.shutdown(Shutdown::Both);
            return;
        }
        if client.write_all(&bytes[..count]).is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_commit_whose_answer_was_lost_counts_once() {
    let engine = Engine::memory().await.unwrap();
    let between = Between::start(&engine.dynamo_endpoint);
    let endpoints = Endpoints { all: None, dynamodb: Some(between.endpoint.clone()), s3: Some(engine.s3_endpoint.clone()) };
    let clients = Clients::local(endpoints, ACCESS_KEY, SECRET_KEY);
    let table = Table::new(clients.dynamodb().clone(), TABLE);
    let (store, views) = (DynamoStore::new(table.clone(), Arc::new(engine.documents())), DynamoViews::new(table));

    between.lose_next();
    store.append(&tenant(), &batch(1, "put")).await.unwrap();
    between.assert_lost();

    let claim = Claim { scope: "number".to_owned(), value: "7".to_owned() };
    between.lose_next();
    store.append(&tenant(), &Batch { claims: vec![(claim, stream())], ..batch(2, "transaction") }).await.unwrap();
    between.assert_lost();
    assert_eq!(store.load(&tenant(), &stream(), 1).await.unwrap().version(), 2);

    let projection = ProjectionKey { name: "test.list-from-thing", view: "test.list", generation: 0 };
    let row = Change::Put(Row::new("p", "a", json!(1)));
    between.lose_next();
    views.apply(&tenant(), &projection, &stream(), 0, &[Projected { version: 1, changes: vec![row] }]).await.unwrap();
    between.assert_lost();
    // A position alone carries no token; whoever reads it again sees that all is done.
    between.lose_next();
    let moved = views.apply(&tenant(), &projection, &stream(), 1, &[Projected { version: 2, changes: Vec::new() }]).await;
    between.assert_lost();
    assert!(matches!(moved, Err(ProjectError::Moved)), "{moved:?}");
    assert_eq!(views.position(&tenant(), &projection, &stream()).await.unwrap(), 2);
}
