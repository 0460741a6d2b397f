//! Clients of the AWS services: one HTTP client for all, explicit region and credentials,
//! built when first used.

use std::sync::OnceLock;
use std::time::Duration;

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use runtime::Fault;

/// To open a connection: services in the same region answer within milliseconds.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// For one try. DynamoDB answers in milliseconds; 16 MB to or from S3 take seconds.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(8);
/// For a call with its retries; below the 30 s that API Gateway waits for a function.
const CALL_TIMEOUT: Duration = Duration::from_secs(20);
/// Tries of one call, with backoff and jitter between them. The queue or the caller tries
/// again after that.
const ATTEMPTS_MAX: u32 = 3;
/// Idle connections are closed before DynamoDB does so after about a minute: a call on a
/// connection that the other side has just closed costs a retry.
const POOL_IDLE: Duration = Duration::from_secs(45);

/// Where a service is reached, when not at AWS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Endpoints {
    /// All services without an endpoint of their own.
    pub all: Option<String>,
    /// DynamoDB.
    pub dynamodb: Option<String>,
    /// S3.
    pub s3: Option<String>,
}

/// Clients of the services, each built when first used. They share configuration and
/// connections.
#[derive(Debug)]
pub struct Clients {
    shared: SdkConfig,
    endpoints: Endpoints,
    dynamodb: OnceLock<aws_sdk_dynamodb::Client>,
    eventbridge: OnceLock<aws_sdk_eventbridge::Client>,
    s3: OnceLock<aws_sdk_s3::Client>,
    secretsmanager: OnceLock<aws_sdk_secretsmanager::Client>,
    sqs: OnceLock<aws_sdk_sqs::Client>,
}

impl Clients {
    /// From the variables that Lambda sets: `AWS_REGION`, the credentials, and, for
    /// emulators, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL_S3`.
    ///
    /// Looks nowhere else: the SDK's own chain would ask the network for what is missing.
    ///
    /// # Errors
    /// Lasting, when there is no region.
    pub fn from_env() -> Result<Self, Fault> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        let region = region.ok_or_else(|| Fault::lasting("AWS_REGION is not set"))?;
        let endpoints = Endpoints {
            all: variable("AWS_ENDPOINT_URL"),
            dynamodb: variable("AWS_ENDPOINT_URL_DYNAMODB"),
            s3: variable("AWS_ENDPOINT_URL_S3"),
        };
        Ok(Self::new(region, SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new()), endpoints))
    }

    /// For engines that run beside us, with a key of their own.
    pub fn local(endpoints: Endpoints, access_key: &str, secret_key: &str) -> Self {
        let credentials = Credentials::new(access_key, secret_key, None, None, "local");
        Self::new("local".to_owned(), SharedCredentialsProvider::new(credentials), endpoints)
    }

    fn new(region: String, credentials: SharedCredentialsProvider, endpoints: Endpoints) -> Self {
        let http = aws_smithy_http_client::Builder::new()
            .pool_idle_timeout(POOL_IDLE)
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .build_https();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(CALL_TIMEOUT);
        let mut shared = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region))
            .credentials_provider(credentials)
            .http_client(http)
            .timeout_config(timeouts.build())
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS_MAX));
        shared.set_endpoint_url(endpoints.all.clone());
        Self {
            shared: shared.build(),
            endpoints,
            dynamodb: OnceLock::new(),
            eventbridge: OnceLock::new(),
            s3: OnceLock::new(),
            secretsmanager: OnceLock::new(),
            sqs: OnceLock::new(),
        }
    }

    /// DynamoDB.
    pub fn dynamodb(&self) -> &aws_sdk_dynamodb::Client {
        self.dynamodb.get_or_init(|| {
            let mut config = aws_sdk_dynamodb::config::Builder::from(&self.shared);
            if let Some(endpoint) = &self.endpoints.dynamodb {
                config = config.endpoint_url(endpoint);
            }
            aws_sdk_dynamodb::Client::from_conf(config.build())
        })
    }

    /// S3. At an endpoint of our own the bucket is in the path: no name server knows it.
    pub fn s3(&self) -> &aws_sdk_s3::Client {
        self.s3.get_or_init(|| {
            let endpoint = self.endpoints.s3.as_ref().or(self.endpoints.all.as_ref());
            let mut config = aws_sdk_s3::config::Builder::from(&self.shared).force_path_style(endpoint.is_some());
            if let Some(endpoint) = endpoint {
                config = config.endpoint_url(endpoint);
            }
            aws_sdk_s3::Client::from_conf(config.build())
        })
    }

    /// EventBridge.
    pub fn eventbridge(&self) -> &aws_sdk_eventbridge::Client {
        self.eventbridge.get_or_init(|| aws_sdk_eventbridge::Client::new(&self.shared))
    }

    /// Secrets Manager.
    pub fn secretsmanager(&self) -> &aws_sdk_secretsmanager::Client {
        self.secretsmanager.get_or_init(|| aws_sdk_secretsmanager::Client::new(&self.shared))
    }

    /// The sockets of a WebSocket API, at `https://<id>.execute-api.<region>.<suffix>/<stage>`. At
    /// an endpoint of our own the API's name is in the path, where emulators expect it: no name
    /// server knows its host. Not kept: who posts to sockets does so to those of one API.
    pub fn sockets_of(&self, endpoint: &str) -> aws_sdk_apigatewaymanagement::Client {
        let emulated = self.endpoints.all.as_ref().zip(api_and_stage(endpoint));
        let endpoint = match emulated {
            Some((all, (api, stage))) => format!("{all}/_aws/execute-api/{api}/{stage}"),
            None => endpoint.to_owned(),
        };
        let config = aws_sdk_apigatewaymanagement::config::Builder::from(&self.shared).endpoint_url(endpoint);
        aws_sdk_apigatewaymanagement::Client::from_conf(config.build())
    }

    /// SQS.
    pub fn sqs(&self) -> &aws_sdk_sqs::Client {
        self.sqs.get_or_init(|| aws_sdk_sqs::Client::new(&self.shared))
    }
}

/// The id of an API, which begins its host, and the stage, which is its path.
fn api_and_stage(endpoint: &str) -> Option<(&str, &str)> {
    let (host, stage) = endpoint.split_once("://")?.1.split_once('/')?;
    Some((host.split('.').next()?, stage))
}

#[cfg(test)]
mod tests {
    use super::api_and_stage;

    #[test]
    fn an_api_is_known_by_the_first_part_of_its_host() {
        assert_eq!(api_and_stage("https://abc.execute-api.eu-central-1.amazonaws.com/live"), Some(("abc", "live")));
        assert_eq!(api_and_stage("abc"), None);
    }
}
