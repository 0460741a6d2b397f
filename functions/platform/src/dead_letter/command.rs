//! Parking, redriving, discarding.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{DeadLetter, DeadLetterEvent, DeadLetterId, DeadLetterRefusal, ERROR_CHARACTERS_MAX, State};

/// Parks a delivery that failed on every try. Parked again after a redrive, it waits again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParkDeadLetter {
    /// Derived from consumer and event: one letter, however often it fails.
    pub dead_letter_id: DeadLetterId,
    /// The function that failed.
    pub consumer: String,
    /// The event, as it was on the bus.
    pub event: Value,
    /// The last failure.
    pub error: String,
    /// Tries so far.
    pub tries: u32,
}

impl ParkDeadLetter {
    /// Parks `event_id` of a consumer.
    pub fn new(consumer: &str, event_id: &str, error: String, tries: u32) -> Self {
        Self {
            dead_letter_id: DeadLetterId::derive(&[consumer, event_id]),
            consumer: consumer.to_owned(),
            event: Value::Null,
            error: error.chars().take(ERROR_CHARACTERS_MAX).collect(),
            tries,
        }
    }

    /// With the event as it was on the bus.
    pub fn with_event(self, event: Value) -> Self {
        Self { event, ..self }
    }
}

impl Command for ParkDeadLetter {
    type Aggregate = DeadLetter;
    type Refusal = DeadLetterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "platform.park-dead-letter",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Parks a delivery that failed on every try.",
    };

    fn target(&self, _: &Context) -> DeadLetterId {
        self.dead_letter_id
    }

    fn decide(&self, letter: Option<&DeadLetter>, _: &Facts, _: &Context) -> Result<Decision<DeadLetter>, DeadLetterRefusal> {
        if letter.is_some_and(|letter| letter.state == State::Parked) {
            return Ok(Decision::nothing());
        }
        Ok(Decision::of([DeadLetterEvent::Parked {
            consumer: self.consumer.clone(),
            event: self.event.clone(),
            error: self.error.clone(),
            tries: self.tries,
        }]))
    }

    fn example() -> Self {
        Self::new("orders.order-list", "ord_1/1/0", "cannot fold".to_owned(), 5).with_event(json!({}))
    }
}

fn parked(letter: Option<&DeadLetter>) -> Result<&DeadLetter, DeadLetterRefusal> {
    let letter = letter.ok_or(DeadLetterRefusal::NotFound)?;
    if letter.state == State::Parked { Ok(letter) } else { Err(DeadLetterRefusal::NotParked) }
}

/// Hands a dead letter to its consumer again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedriveDeadLetter {
    /// Which one.
    pub dead_letter_id: DeadLetterId,
}

impl Command for RedriveDeadLetter {
    type Aggregate = DeadLetter;
    type Refusal = DeadLetterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "platform.redrive-dead-letter",
        route: Some(Route::post("/dead-letters/{dead_letter_id}/redrive")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Hands a dead letter to its consumer again.",
    };

    fn target(&self, _: &Context) -> DeadLetterId {
        self.dead_letter_id
    }

    fn decide(&self, letter: Option<&DeadLetter>, _: &Facts, _: &Context) -> Result<Decision<DeadLetter>, DeadLetterRefusal> {
        parked(letter)?;
        Ok(Decision::of([DeadLetterEvent::RedriveRequested]))
    }

    fn example() -> Self {
        Self { dead_letter_id: DeadLetterId::derive(&["example"]) }
    }
}

/// Lets a dead letter go, with a reason.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardDeadLetter {
    /// Which one.
    pub dead_letter_id: DeadLetterId,
    /// Why.
    pub reason: Line,
}

impl Command for DiscardDeadLetter {
    type Aggregate = DeadLetter;
    type Refusal = DeadLetterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "platform.discard-dead-letter",
        route: Some(Route::post("/dead-letters/{dead_letter_id}/discard")),
        roles: &[Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Lets a dead letter go, with a reason.",
    };

    fn target(&self, _: &Context) -> DeadLetterId {
        self.dead_letter_id
    }

    fn decide(&self, letter: Option<&DeadLetter>, _: &Facts, _: &Context) -> Result<Decision<DeadLetter>, DeadLetterRefusal> {
        parked(letter)?;
        Ok(Decision::of([DeadLetterEvent::Discarded { reason: self.reason.clone() }]))
    }

    #[allow(clippy::expect_used, reason = "a literal")]
    fn example() -> Self {
        Self { dead_letter_id: DeadLetterId::derive(&["example"]), reason: Line::new("Handled by hand").expect("a literal") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;

    fn park() -> ParkDeadLetter {
        ParkDeadLetter::example()
    }

    fn was_parked() -> DeadLetterEvent {
        DeadLetterEvent::Parked { consumer: park().consumer, event: park().event, error: park().error, tries: 5 }
    }

    #[test]
    fn r35_a_letter_waits_once_and_again_after_a_redrive_that_failed() {
        nothing::<DeadLetter>().when(park()).then([was_parked()]);
        given::<DeadLetter>([was_parked()]).when(park()).then([]);
        given::<DeadLetter>([was_parked(), DeadLetterEvent::RedriveRequested]).when(park()).then([was_parked()]);
    }

    #[test]
    fn r35_what_was_dealt_with_is_not_redriven_twice() {
        let redrive = RedriveDeadLetter::example;
        given::<DeadLetter>([was_parked()]).when(redrive()).then([DeadLetterEvent::RedriveRequested]);
        given::<DeadLetter>([was_parked(), DeadLetterEvent::RedriveRequested]).when(redrive()).refused(DeadLetterRefusal::NotParked);
        nothing::<DeadLetter>().when(redrive()).refused(DeadLetterRefusal::NotFound);
        given::<DeadLetter>([was_parked()])
            .when(DiscardDeadLetter::example())
            .then([DeadLetterEvent::Discarded { reason: DiscardDeadLetter::example().reason }]);
    }
}
