//! Hands an event to one consumer again, through its queue.

use std::sync::Arc;

use async_trait::async_trait;
use runtime::Fault;
use runtime::cloud_event::CloudEvent;
use runtime::ports::Redelivery;
use serde_json::json;

use crate::Clients;
use crate::failure::fault;

/// Queues named `<prefix><consumer>`, with hyphens for the points of the consumer's name.
#[derive(Debug, Clone)]
pub struct SqsRedelivery {
    clients: Arc<Clients>,
    prefix: String,
}

impl SqsRedelivery {
    /// Queues of one deployment.
    pub fn new(clients: Arc<Clients>, prefix: impl Into<String>) -> Self {
        Self { clients, prefix: prefix.into() }
    }
}

#[async_trait]
impl Redelivery for SqsRedelivery {
    async fn redeliver(&self, consumer: &str, event: CloudEvent) -> Result<(), Fault> {
        let name = format!("{}{}", self.prefix, consumer.replace('.', "-"));
        let found = self.clients.sqs().get_queue_url().queue_name(&name).send().await;
        let url = found.map_err(|error| fault(format!("find queue {name}"), error))?;
        // Wrapped as EventBridge wraps it, so that the consumer need not tell them apart.
        let body = json!({ "detail": event }).to_string();
        let send =
            self.clients.sqs().send_message().set_queue_url(url.queue_url).message_group_id(event.tenant.as_str()).message_body(body);
        send.send().await.map(|_| ()).map_err(|error| fault(format!("send to queue {name}"), error))
    }
}
