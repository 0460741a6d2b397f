//! When nothing waits, the outside system is asked for a sign of life.

use kernel::reaction::Outcome;
use kernel::{Command, Effect, Line, Reaction, ReactionSpec, Trigger};

use crate::channel::note_probe::NoteProbe;
use crate::channel::{Channel, ChannelEvent, Circuit};
use crate::outside::elma::{CONNECTOR, Request};

/// Asks whether the outside system answers, when its circuit is half open and no task waits.
pub struct ProbeOnHalfOpened;

impl Reaction for ProbeOnHalfOpened {
    type Aggregate = Channel;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "approvals.probe-on-half-opened",
        on: &["half-opened.v1"],
        sends: &[NoteProbe::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Asks whether ELMA answers again.",
    };

    fn react(trigger: &Trigger<'_, Channel>) -> Vec<Effect> {
        let asks = matches!(trigger.event, ChannelEvent::HalfOpened { probes: true }) && trigger.state.circuit == Circuit::HalfOpen;
        asks.then(|| Effect::call(CONNECTOR, &Request::Ping)).into_iter().collect()
    }

    fn answered(trigger: &Trigger<'_, Channel>, outcome: &Outcome) -> Vec<Effect> {
        let Outcome::Called { result, .. } = outcome else { return Vec::new() };
        let error = result.as_ref().err().and_then(|error| Line::new(&error.code).ok());
        vec![Effect::send(&NoteProbe { error }, trigger.key("probe"))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reactions::tests::Stage;

    #[test]
    fn p117_a_sign_of_life_is_asked_for_once_in_a_half_open_circuit() {
        let probes = |probes| Stage::<ProbeOnHalfOpened>::new(Channel::id(), &[ChannelEvent::HalfOpened { probes }]);
        assert_eq!((probes(true).react().len(), probes(false).react().len()), (1, 0));
        let alive = Outcome::Called { connector: CONNECTOR, request: serde_json::Value::Null, result: Ok(serde_json::Value::Null) };
        assert_eq!(probes(true).answered(&alive).len(), 1);
    }
}
