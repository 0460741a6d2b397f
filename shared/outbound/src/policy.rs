//! How an integration treats its outside system.

/// Everything there is to say about calling one outside system. One object an integration:
/// time-outs, retries and limits are never given at a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The integration's name, as connectors and records use it.
    pub integration: &'static str,
    /// `User-Agent`; some systems require one.
    pub user_agent: &'static str,
    /// Longest wait for a connection with its TLS handshake, in milliseconds.
    pub connect_ms: u64,
    /// Longest attempt from the first byte out to the last byte in, in milliseconds.
    pub attempt_ms: u64,
    /// Longest call with all its attempts and pauses, in milliseconds; below the time-out of
    /// the function that makes the call.
    pub total_ms: u64,
    /// Largest answer that is read, in bytes.
    pub response_bytes_max: usize,
    /// Whether plain http to the own machine is allowed: for simulators. Off, because on a
    /// cloud function the loopback address is the runtime's own interface.
    pub loopback_http: bool,
    /// Pauses between attempts.
    pub retry: RetryPolicy,
    /// Requests in a time, for each tenant, in this process.
    pub rate: RatePolicy,
    /// When to stop asking a system that is down.
    pub breaker: BreakerPolicy,
}

/// Attempts within one call, of requests that may be repeated. Longer pauses, over minutes
/// and hours, are the queue's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts in all; 1 repeats nothing.
    pub attempts_max: u32,
    /// Upper bound of the first pause, in milliseconds; doubles from pause to pause.
    pub pause_min_ms: u64,
    /// Upper bound of every pause, in milliseconds.
    pub pause_max_ms: u64,
}

/// A token bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatePolicy {
    /// Requests that may go out at once after a quiet time.
    pub burst: u32,
    /// Milliseconds in which one more request is allowed.
    pub interval_ms: u64,
    /// Longest time a request waits for its turn before it is refused, in milliseconds.
    pub wait_max_ms: u64,
}

/// See [`crate::Breaker`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerPolicy {
    /// Failures in a row that open the circuit.
    pub failures_max: u32,
    /// How long the circuit stays open the first time, in milliseconds; doubles while trials fail.
    pub open_ms: i64,
    /// Upper bound of that time, in milliseconds.
    pub open_max_ms: i64,
    /// After this time a trial without an outcome is given up for lost, in milliseconds; longer than an attempt.
    pub trial_ms: i64,
}

impl Policy {
    /// Values that suit a JSON service answering within seconds; override what the outside
    /// system documents otherwise.
    pub const fn new(integration: &'static str) -> Self {
        Self {
            integration,
            user_agent: "Entrepot",
            connect_ms: 3_000,
            attempt_ms: 10_000,
            total_ms: 25_000,
            response_bytes_max: 4 * 1024 * 1024,
            loopback_http: false,
            retry: RetryPolicy { attempts_max: 3, pause_min_ms: 250, pause_max_ms: 4_000 },
            rate: RatePolicy { burst: 10, interval_ms: 200, wait_max_ms: 3_000 },
            breaker: BreakerPolicy { failures_max: 5, open_ms: 30_000, open_max_ms: 300_000, trial_ms: 30_000 },
        }
    }

    /// The same, for a simulator on the own machine.
    pub const fn with_loopback_http(mut self) -> Self {
        self.loopback_http = true;
        self
    }
}
