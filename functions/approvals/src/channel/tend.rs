//! Looks after the channel.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::queue_task::rules;
use super::{Channel, ChannelEvent, ChannelRefusal, Circuit, probe_at};
use crate::ChannelId;
use crate::process::Process;
use crate::rules::FallbackRules;

/// Looks after the channel: answers that never came have failed, an open circuit lets one through, a
/// long outage means fallback mode, and what waits goes out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TendChannel {}

/// Tasks whose answer has been awaited for too long.
fn lost(channel: &Channel, rules: &FallbackRules, now: Moment) -> Vec<ChannelEvent> {
    let longest = i64::from(rules.answer_seconds).saturating_mul(1_000);
    let old = channel.in_flight.iter().filter(|flight| now.ms_since(flight.sent_at) >= longest);
    let failed = |key| ChannelEvent::SendFailed { key, error: Process::code(crate::outside::elma::code::UNKNOWN), gives_up: false };
    old.map(|flight| failed(flight.waiting.task.key)).collect()
}

/// What the circuit does next.
fn step(channel: &Channel, now: Moment) -> Vec<ChannelEvent> {
    match channel.circuit {
        Circuit::Open { probe_at } if probe_at <= now => {
            let next = channel.next(now);
            std::iter::once(ChannelEvent::HalfOpened { probes: next.is_none() }).chain(next).collect()
        }
        // One task at a time, so that the order is kept.
        Circuit::Closed if channel.in_flight.is_empty() => channel.next(now).into_iter().collect(),
        // A sign of life that never came is asked for again.
        Circuit::HalfOpen if channel.in_flight.is_empty() => {
            let next = channel.next(now);
            std::iter::once(ChannelEvent::HalfOpened { probes: next.is_none() }).chain(next).collect()
        }
        Circuit::Open { .. } | Circuit::Closed | Circuit::HalfOpen => Vec::new(),
    }
}

/// What the length of an outage means.
fn outage(channel: &Channel, rules: &FallbackRules, now: Moment) -> Vec<ChannelEvent> {
    let Some(since) = channel.down_since else { return Vec::new() };
    let mode = i64::from(rules.mode_seconds).saturating_mul(1_000);
    let long = i64::from(rules.long_outage_hours).saturating_mul(crate::hours::HOUR_MS);
    let fallback = !channel.is_fallback() && now.ms_since(since) >= mode;
    let told = !channel.long_told && now.ms_since(since) >= long;
    let fallback = fallback.then_some(ChannelEvent::FallbackActivated);
    fallback.into_iter().chain(told.then_some(ChannelEvent::OutageLong { since })).collect()
}

impl Command for TendChannel {
    type Aggregate = Channel;
    type Refusal = ChannelRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.tend-channel",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Looks after the channel.",
    };

    fn target(&self, _: &Context) -> ChannelId {
        Channel::id()
    }

    fn decide(&self, channel: Option<&Channel>, _: &Facts, context: &Context) -> Result<Decision<Channel>, ChannelRefusal> {
        let Some(channel) = channel else { return Ok(Decision::nothing()) };
        let (rules, now) = (rules(context)?, context.now);
        let lost = lost(channel, &rules, now);
        let mut events: Vec<ChannelEvent> = lost;
        if !events.is_empty() && channel.opens(&rules, now) {
            events.push(ChannelEvent::CircuitOpened { probe_at: probe_at(&rules, now) });
        } else if events.is_empty() {
            events.extend(step(channel, now));
        }
        events.extend(outage(channel, &rules, now));
        Ok(Decision::of(events))
    }

    fn example() -> Self {
        Self {}
    }
}
