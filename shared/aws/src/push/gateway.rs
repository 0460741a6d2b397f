//! Sockets that API Gateway holds.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::primitives::Blob;
use runtime::Fault;
use runtime::push::{ConnectionId, Posted, Push};

use crate::Clients;
use crate::failure::fault;

/// The status for a connection that is no more.
const GONE: u16 = 410;

/// Posts by the management API of one WebSocket API.
#[derive(Debug, Clone)]
pub struct GatewayPush {
    client: Client,
}

impl GatewayPush {
    /// Sockets of the API and stage at `endpoint`, `https://<id>.execute-api.<region>.<suffix>/<stage>`.
    pub fn new(clients: &Arc<Clients>, endpoint: &str) -> Self {
        Self { client: clients.sockets_of(endpoint) }
    }
}

#[async_trait]
impl Push for GatewayPush {
    async fn post(&self, connection: &ConnectionId, frame: String) -> Result<Posted, Fault> {
        let post = self.client.post_to_connection().connection_id(connection.as_str()).data(Blob::new(frame.into_bytes()));
        match post.send().await {
            Ok(_) => Ok(Posted::Sent),
            // By the status: the body is empty, and the name of the error only in a header.
            Err(error) if error.raw_response().is_some_and(|answer| answer.status().as_u16() == GONE) => Ok(Posted::Gone),
            Err(error) => Err(fault("post to a connection", error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::Fake;

    #[tokio::test]
    async fn a_connection_that_is_gone_is_told_apart_from_a_failure() {
        let answers = vec![(200, String::new()), (410, String::new()), (403, r#"{"message":"no"}"#.to_owned())];
        let fake = Fake::start(answers);
        let push = GatewayPush::new(&fake.clients().into(), "https://abc.execute-api.eu-central-1.amazonaws.com/live");
        let id = ConnectionId::new("L0SM9cOFvHcCIhw=").unwrap();
        assert_eq!(push.post(&id, "{}".to_owned()).await.unwrap(), Posted::Sent);
        assert_eq!(push.post(&id, "{}".to_owned()).await.unwrap(), Posted::Gone);
        assert!(!push.post(&id, "{}".to_owned()).await.unwrap_err().is_retryable());
        assert_eq!(fake.requests(), ["{}", "{}", "{}"]);
    }
}
