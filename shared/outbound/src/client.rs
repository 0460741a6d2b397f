//! The client.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use kernel::{Moment, TenantId};
use reqwest::{Client, Response, header};
use runtime::fault::Fault;
use tokio::time::{Instant, sleep};

use crate::breaker::{Breaker, BreakerStore, BreakersInMemory};
use crate::bucket::Bucket;
use crate::error::{Body, CallError};
use crate::log::{CallLog, CallRecord, TracingLog};
use crate::policy::Policy;
use crate::request::{Answered, CallContext, OutboundRequest};
use crate::retry_after;

/// Idle connections are dropped after this time: a frozen cloud function would otherwise
/// send into a connection that the other side has long closed.
const IDLE: Duration = Duration::from_secs(10);
/// Buckets that are kept before full ones are forgotten; one a tenant.
const BUCKETS_MAX: usize = 1_000;
/// How often a change of a circuit is tried against other writers before it is let go: losing
/// one outcome delays the breaker by one request.
const BREAKER_WRITES_MAX: u32 = 3;

/// Calls one outside system by one policy. Cheap to share, costly to make: one an integration.
pub struct Outbound {
    client: Client,
    policy: Policy,
    log: Arc<dyn CallLog>,
    breakers: Arc<dyn BreakerStore>,
    buckets: Mutex<HashMap<TenantId, Bucket>>,
}

/// What one attempt came to, for its record.
struct Attempt {
    result: Result<Answered, CallError>,
    response_bytes: usize,
}

impl Outbound {
    /// A client whose circuits live in memory and whose records go to the log.
    ///
    /// # Errors
    /// TLS cannot be set up on this machine.
    pub fn new(policy: Policy) -> Result<Self, Fault> {
        let client = Client::builder()
            .user_agent(policy.user_agent)
            .connect_timeout(Duration::from_millis(policy.connect_ms))
            .pool_idle_timeout(IDLE)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .build()
            .map_err(|error| Fault::lasting("cannot set up the HTTP client").because(error))?;
        Ok(Self { client, policy, log: Arc::new(TracingLog), breakers: Arc::new(BreakersInMemory::default()), buckets: Mutex::default() })
    }

    /// The same, with records going elsewhere.
    #[must_use]
    pub fn with_log(mut self, log: Arc<dyn CallLog>) -> Self {
        self.log = log;
        self
    }

    /// The same, with circuits kept elsewhere.
    #[must_use]
    pub fn with_breakers(mut self, breakers: Arc<dyn BreakerStore>) -> Self {
        self.breakers = breakers;
        self
    }

    /// Makes a request; one that is idempotent is repeated by the policy.
    ///
    /// # Errors
    /// See [`CallError`]; of several attempts, the last one's.
    pub async fn send(&self, context: &CallContext, request: &OutboundRequest) -> Result<Answered, CallError> {
        request.check(self.policy.loopback_http)?;
        let deadline = Instant::now() + Duration::from_millis(self.policy.total_ms);
        let made = AtomicU32::new(0);
        let repeats = self.policy.retry.attempts_max.saturating_sub(1);
        let pauses = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(self.policy.retry.pause_min_ms))
            .with_max_delay(Duration::from_millis(self.policy.retry.pause_max_ms))
            .with_max_times(usize::try_from(repeats).unwrap_or(usize::MAX));
        let attempt = || async {
            let number = made.fetch_add(1, Ordering::Relaxed).saturating_add(1);
            self.attempt(context, request, number, deadline).await
        };
        attempt
            .retry(pauses)
            .sleep(sleep)
            .when(|error| request.idempotent && error.is_retryable())
            .adjust(|error, pause| self.pause(error, pause?, deadline))
            .await
    }

    /// Full jitter, so that clients which failed together do not come back together; at least
    /// what the outside system asked for. `None` when that is later than the call may last.
    fn pause(&self, error: &CallError, bound: Duration, deadline: Instant) -> Option<Duration> {
        let bound_ms = u64::try_from(bound.as_millis()).unwrap_or(u64::MAX);
        let asked_ms = error.retry_after_ms().unwrap_or(0);
        let pause = Duration::from_millis(asked_ms.saturating_add(fastrand::u64(0..=bound_ms)));
        (Instant::now() + pause < deadline).then_some(pause)
    }

    async fn attempt(
        &self,
        context: &CallContext,
        request: &OutboundRequest,
        number: u32,
        deadline: Instant,
    ) -> Result<Answered, CallError> {
        self.wait_for_turn(context).await?;
        let circuit = format!("{}/{}", self.policy.integration, request.host());
        let admitted = self.change_circuit(&circuit, |breaker| breaker.admit(context.now(), &self.policy.breaker)).await;
        let (started_at, since) = (context.now(), Instant::now());
        let attempt = match admitted {
            Err(retry_at) => Attempt { result: Err(CallError::CircuitOpen { retry_at }), response_bytes: 0 },
            Ok(()) => {
                let attempt = self.exchange(context, request, deadline).await;
                let healthy = attempt.result.as_ref().err().is_none_or(|error| !error.is_failure_of_system());
                let recorded = |breaker: Breaker| Ok(breaker.record(healthy, context.now(), &self.policy.breaker));
                // Recording an outcome is never refused.
                let _ = self.change_circuit(&circuit, recorded).await;
                attempt
            }
        };
        let record = CallRecord {
            tenant: context.tenant().clone(),
            integration: self.policy.integration.to_owned(),
            operation: request.operation.to_owned(),
            method: request.method.to_string(),
            address: request.address(),
            started_at,
            duration_ms: u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX),
            attempt: number,
            http_status: attempt.result.as_ref().map_or_else(CallError::http_status, |answer| Some(answer.http_status)),
            outcome: attempt.result.as_ref().err().map_or_else(|| "ok".to_owned(), CallError::code),
            request_bytes: request.body.len(),
            response_bytes: attempt.response_bytes,
            correlation: context.correlation(),
        };
        self.log.record(record).await;
        attempt.result
    }

    async fn wait_for_turn(&self, context: &CallContext) -> Result<(), CallError> {
        let now = context.now();
        let taken = {
            let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
            if buckets.len() >= BUCKETS_MAX {
                buckets.retain(|_, bucket| !bucket.is_full(now));
            }
            buckets.entry(context.tenant().clone()).or_default().take(now, &self.policy.rate)
        };
        let wait_ms = taken.map_err(|retry_at| CallError::RateLimited { retry_at })?;
        if wait_ms > 0 {
            sleep(Duration::from_millis(wait_ms)).await;
        }
        Ok(())
    }

    /// Loads, decides, saves against other writers. A store that fails lets the request pass.
    async fn change_circuit(&self, circuit: &str, decide: impl Fn(Breaker) -> Result<Breaker, Moment>) -> Result<(), Moment> {
        for _ in 0..BREAKER_WRITES_MAX {
            let saved = async {
                let previous = self.breakers.load(circuit).await?;
                match decide(previous) {
                    Err(retry_at) => Ok(Some(Err(retry_at))),
                    Ok(next) if next == previous => Ok(Some(Ok(()))),
                    Ok(next) => Ok(self.breakers.save(circuit, &previous, &next).await?.then_some(Ok(()))),
                }
            };
            let saved: Result<Option<Result<(), Moment>>, Fault> = saved.await;
            match saved {
                Ok(Some(decided)) => return decided,
                Ok(None) => {}
                Err(fault) => {
                    tracing::warn!(target: "outside", circuit, cause = %fault.chain(), "circuit not kept");
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    async fn exchange(&self, context: &CallContext, request: &OutboundRequest, deadline: Instant) -> Attempt {
        let left = deadline.saturating_duration_since(Instant::now());
        let limit = left.min(Duration::from_millis(self.policy.attempt_ms));
        let sent = self
            .client
            .request(request.method.clone(), request.url.clone())
            .headers(request.headers.clone())
            .body(request.body.clone())
            .timeout(limit)
            .send()
            .await;
        match sent {
            Err(error) => Attempt { result: Err(classify(&error)), response_bytes: 0 },
            Ok(response) => self.read(context, response).await,
        }
    }

    async fn read(&self, context: &CallContext, mut response: Response) -> Attempt {
        let http_status = response.status().as_u16();
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let content_type = text(header::CONTENT_TYPE);
        let retry_after_ms = text(header::RETRY_AFTER).and_then(|value| retry_after::read(&value, context.now()));
        let limit_bytes = self.policy.response_bytes_max;
        let mut bytes: Vec<u8> = Vec::new();
        let mut broken = None;
        loop {
            match response.chunk().await {
                Ok(None) => break,
                Ok(Some(chunk)) if bytes.len().saturating_add(chunk.len()) > limit_bytes => {
                    broken = Some(CallError::TooLarge { limit_bytes });
                    break;
                }
                Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                Err(error) => {
                    broken = Some(if error.is_timeout() { CallError::TimedOutAfterSending } else { CallError::ConnectionLost });
                    break;
                }
            }
        }
        let response_bytes = bytes.len();
        let body = Body::new(bytes);
        let result = match broken {
            // A status that says no is worth more than a body that could not be read whole.
            Some(_) if !(200..300).contains(&http_status) => {
                Err(CallError::Status { code: http_status, content_type, body: Body::default(), retry_after_ms })
            }
            Some(error) => Err(error),
            None if (200..300).contains(&http_status) => Ok(Answered { http_status, content_type, body }),
            None => Err(CallError::Status { code: http_status, content_type, body, retry_after_ms }),
        };
        Attempt { result, response_bytes }
    }
}

/// What an error of the library says about how far the request got. Whatever is not certainly
/// before sending counts as after it.
fn classify(error: &reqwest::Error) -> CallError {
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => CallError::TimedOutBeforeSending,
        (true, false) => CallError::ConnectionFailed,
        (false, true) => CallError::TimedOutAfterSending,
        (false, false) if error.is_builder() => CallError::Invalid("the library cannot build the request"),
        (false, false) => CallError::ConnectionLost,
    }
}
