//! A running host, everybody who deals with it, and what has been written down so far.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use entrepot_aws::SystemClock;
use entrepot_local::personas::UKRAINIAN;
use kernel::Moment;
use reqwest::{Method, StatusCode};
use runtime::ports::Clock;
use runtime::{Engine, tick};
use serde_json::Value;
use tokio::time::Instant;

use super::books::{About, Books};
use super::dice::Dice;
use crate::scenarios::world::{Answer, PATIENCE, World};

/// Somebody's wish, before it is sent.
pub struct Act {
    pub persona: &'static str,
    pub method: Method,
    pub path: String,
    pub body: Value,
    /// The `Idempotency-Key`.
    pub key: Option<String>,
    pub about: About,
}

impl Act {
    pub fn post(persona: &'static str, path: String, body: Value, about: About) -> Self {
        Self { persona, method: Method::POST, path, body, key: None, about }
    }
}

pub struct Town {
    pub world: World,
    pub dice: Dice,
    pub books: Books,
    pub log: Vec<String>,
    pub problems: Vec<String>,
    /// When each waybill last moved: the carrier tells times in whole seconds, and steps within
    /// one are of one instant.
    pub moved: BTreeMap<String, Instant>,
    /// Waybills that were given a route of their own.
    pub routed: BTreeSet<String>,
    /// Carrier and bank push what they know.
    pub pushing: bool,
    /// Waybills whose outcome was not known for a while.
    pub doubts: usize,
    /// How far the clock of the schedules is ahead, in milliseconds: retries wait for hours.
    pub ahead_ms: i64,
    started: Instant,
    tokens: BTreeMap<&'static str, String>,
}

/// The clock of a schedule: hours ahead, so that what is due in hours is due now.
struct Ahead(i64);

impl Clock for Ahead {
    fn now(&self) -> Moment {
        SystemClock.now().plus_ms(self.0)
    }
}

impl Town {
    pub async fn start(dice: Dice) -> Self {
        let world = World::start().await;
        let mut tokens = BTreeMap::new();
        for persona in ["manager", "team-lead", "accountant", "administrator"] {
            tokens.insert(persona, world.token(UKRAINIAN, persona).await);
        }
        Self {
            world,
            dice,
            books: Books::default(),
            log: Vec::new(),
            problems: Vec::new(),
            moved: BTreeMap::new(),
            routed: BTreeSet::new(),
            pushing: false,
            doubts: 0,
            ahead_ms: 0,
            started: Instant::now(),
            tokens,
        }
    }

    pub fn note(&mut self, line: impl Into<String>) {
        let line = format!("{:>4} {:>6} {}", self.log.len(), self.started.elapsed().as_millis(), line.into());
        self.log.push(line);
    }

    pub fn wrong(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    /// Notes a contradiction unless both are the same.
    pub fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, shown: T, expected: T) {
        if shown != expected {
            self.wrong(format!("{what}: {shown:?} instead of {expected:?}"));
        }
    }

    pub async fn send(&self, act: &Act) -> Answer {
        let url = format!("{}{}", self.world.host.url, act.path);
        let request = self.world.http.request(act.method.clone(), url).bearer_auth(&self.tokens[act.persona]).json(&act.body);
        let request = match &act.key {
            Some(key) => request.header("Idempotency-Key", key),
            None => request,
        };
        World::read(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let request = self.world.http.get(format!("{}{path}", self.world.host.url)).bearer_auth(&self.tokens["administrator"]);
        let answer = World::read(request.send().await.unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {:#}", answer.body);
        answer.body
    }

    /// Every item of a list, page by page.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{joint}limit=100&cursor={cursor}")).await;
            items.extend(page["items"].as_array().cloned().unwrap_or_default());
            match page["next_cursor"].as_str() {
                Some(next) => next.clone_into(&mut cursor),
                None => return items,
            }
        }
    }

    /// Writes an answer into the books; whether it was an acknowledgement.
    pub fn answered(&mut self, act: &Act, answer: &Answer) -> bool {
        let (status, body) = (answer.status, &answer.body);
        let told = body["code"].as_str().or(body["id"].as_str()).unwrap_or("");
        self.note(format!("{} {} {} → {status} {told} v{}", act.persona, act.method, act.path, body["version"]));
        if status.is_success() {
            let (id, version) = (body["id"].as_str().unwrap_or("").to_owned(), body["version"].as_u64().unwrap_or(0));
            if !answer.replayed {
                self.books.acknowledged(act.about.clone(), &id, version);
            }
            return true;
        }
        // People may meet a refusal; never a fault of ours, and never one of our own mistakes.
        let expected = status == StatusCode::CONFLICT
            || status == StatusCode::UNPROCESSABLE_ENTITY
            || (status == StatusCode::FORBIDDEN && told != "forbidden");
        if !expected {
            self.wrong(format!("{} {} {} answered {status}: {body}", act.persona, act.path, act.body));
        }
        false
    }

    pub async fn act(&mut self, act: &Act) -> bool {
        let answer = self.send(act).await;
        self.answered(act, &answer)
    }

    /// Runs a schedule now; those that only look at the clock, by a clock that is ahead.
    pub async fn tick(&self, name: &str) -> Result<(), String> {
        let engine = &self.world.host.engine;
        let schedule = engine.catalogues.iter().flat_map(|catalogue| catalogue.schedules.iter()).find(|one| one.spec().name == name);
        let schedule = *schedule.unwrap_or_else(|| panic!("no schedule {name}"));
        // Limits and circuits towards the outside are by the clock, too: calls keep the true one.
        let ahead_ms = if schedule.spec().calls.is_empty() { self.ahead_ms } else { 0 };
        let mut ports = engine.ports.clone();
        ports.clock = Arc::new(Ahead(ahead_ms));
        let engine = Engine { catalogues: engine.catalogues, ports };
        tick::tick(&engine, schedule).await.map_err(|fault| fault.chain())
    }

    pub async fn settle(&mut self) {
        self.note("settle");
        let mut quiet = self.world.host.settle(PATIENCE).await;
        tokio::time::sleep(Duration::from_millis(30)).await;
        quiet &= self.world.host.settle(PATIENCE).await;
        if !quiet {
            self.wrong("deliveries never end");
        }
    }
}
