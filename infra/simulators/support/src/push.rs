//! The queue that delivers pushes, one after another and apart from the API.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::clock::utc_now;
use crate::fault::{FaultBox, FaultKind};
use crate::lock;
use crate::webhook::{Webhook, sign};

/// What a push is called in the `method` of a fault.
pub const PUSH: &str = "push";
/// How long a push held back waits for another one, unless the fault says otherwise.
const HELD_MS: u64 = 1_000;
/// How long the receiver may take to answer.
const ANSWER_MS_MAX: u64 = 10_000;

/// How pushes have fared so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pushes {
    /// Deliveries the receiver accepted.
    pub delivered: u64,
    /// Deliveries given up after the last attempt.
    pub dropped: u64,
    /// Deliveries still in the queue or held back.
    pub waiting: usize,
}

/// Delivers pushes to the webhook, if there is one.
#[derive(Clone)]
pub struct Pusher(Arc<Shared>);

struct Shared {
    client: reqwest::Client,
    faults: FaultBox,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    webhook: Option<Webhook>,
    waiting: VecDeque<Delivery>,
    held: Vec<Delivery>,
    /// A worker is draining the queue; it clears this under the lock when nothing is left.
    draining: bool,
    delivered: u64,
    dropped: u64,
}

#[derive(Clone)]
struct Delivery {
    id: String,
    body: String,
}

impl Pusher {
    /// A pusher that takes its faults from `faults`.
    #[must_use]
    pub fn new(webhook: Option<Webhook>, faults: FaultBox) -> Self {
        Self(Arc::new(Shared { client: reqwest::Client::new(), faults, queue: Mutex::new(Queue { webhook, ..Queue::default() }) }))
    }

    /// Turns pushing to another address, or off. What is already queued goes to the new address.
    pub fn set_webhook(&self, webhook: Option<Webhook>) {
        lock(&self.0.queue).webhook = webhook;
    }

    /// How pushes have fared so far.
    #[must_use]
    pub fn pushes(&self) -> Pushes {
        let queue = lock(&self.0.queue);
        Pushes {
            delivered: queue.delivered,
            dropped: queue.dropped,
            waiting: queue.waiting.len() + queue.held.len() + usize::from(queue.draining),
        }
    }

    /// Queues a push and returns at once.
    ///
    /// Outside an async runtime the push waits in the queue until [`Pusher::start`].
    pub fn push(&self, event: &Value) {
        let mut queue = lock(&self.0.queue);
        if queue.webhook.is_none() {
            return;
        }
        let delivery = Delivery { id: format!("msg_{}", Uuid::now_v7().simple()), body: event.to_string() };
        if let Some(fault) = self.0.faults.take(&[FaultKind::ReorderPush], PUSH) {
            queue.held.push(delivery);
            drop(queue);
            self.release_later(if fault.delay_ms == 0 { HELD_MS } else { fault.delay_ms });
            return;
        }
        let duplicate = self.0.faults.take(&[FaultKind::DuplicatePush], PUSH);
        if duplicate.is_some() {
            queue.waiting.push_back(delivery.clone());
        }
        queue.waiting.push_back(delivery);
        queue.release();
        drop(queue);
        self.start();
    }

    /// Sets the worker going when something waits and none is at it.
    pub fn start(&self) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let mut queue = lock(&self.0.queue);
        if queue.draining || queue.waiting.is_empty() {
            return;
        }
        queue.draining = true;
        drop(queue);
        let shared = Arc::clone(&self.0);
        runtime.spawn(async move { shared.drain().await });
    }

    fn release_later(&self, delay_ms: u64) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let pusher = self.clone();
        runtime.spawn(async move {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
            lock(&pusher.0.queue).release();
            pusher.start();
        });
    }
}

impl Queue {
    fn release(&mut self) {
        let held = std::mem::take(&mut self.held);
        self.waiting.extend(held);
    }

    fn next(&mut self) -> Option<(Delivery, Webhook)> {
        let next = self.waiting.pop_front().zip(self.webhook.clone());
        self.draining = next.is_some();
        next
    }
}

impl Shared {
    async fn drain(&self) {
        loop {
            let next = lock(&self.queue).next();
            let Some((delivery, webhook)) = next else {
                return;
            };
            let accepted = self.deliver(&delivery, &webhook).await;
            let mut queue = lock(&self.queue);
            if accepted {
                queue.delivered += 1;
            } else {
                queue.dropped += 1;
                tracing::warn!(webhook.id = delivery.id, "simulator gave up a push");
            }
        }
    }

    async fn deliver(&self, delivery: &Delivery, webhook: &Webhook) -> bool {
        let mut pause_ms = webhook.retry_ms;
        for attempt in 1..=webhook.attempts_max {
            if self.attempt(delivery, webhook).await {
                return true;
            }
            if attempt < webhook.attempts_max {
                tokio::time::sleep(Duration::from_millis(pause_ms)).await;
                pause_ms = pause_ms.saturating_mul(2);
            }
        }
        false
    }

    async fn attempt(&self, delivery: &Delivery, webhook: &Webhook) -> bool {
        let timestamp = utc_now().timestamp();
        let signature = match sign(&webhook.secret, &delivery.id, timestamp, &delivery.body) {
            Ok(signature) => signature,
            Err(error) => {
                tracing::error!(%error, "simulator cannot sign its pushes");
                return false;
            }
        };
        let sent = self
            .client
            .post(&webhook.url)
            .timeout(Duration::from_millis(ANSWER_MS_MAX))
            .header("content-type", "application/json")
            .header("webhook-id", &delivery.id)
            .header("webhook-timestamp", timestamp.to_string())
            .header("webhook-signature", signature)
            .body(delivery.body.clone())
            .send()
            .await;
        match sent {
            Ok(answer) => answer.status().is_success(),
            Err(error) => {
                tracing::debug!(%error, "simulator push did not arrive");
                false
            }
        }
    }
}
