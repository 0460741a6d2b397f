//! Dead letters: deliveries that failed on every try, parked where a person sees them.

mod command;
mod read;

pub use command::{DiscardDeadLetter, ParkDeadLetter, RedriveDeadLetter};
use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Event, Id, Moment, Refusal, Status, Texts};
pub use read::{DeadLetterList, DeadLetterRow, DeadLetters, ListDeadLetters, RedeliverOnRedrive};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a dead letter's id names.
pub type DeadLetterId = Id<kernel::id::kinds::DeadLetter>;

/// Longest error text kept, in characters: the chain of causes, not a page of it.
const ERROR_CHARACTERS_MAX: usize = 1_000;

/// A parked delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// The function that failed.
    pub consumer: String,
    /// The event, as it was on the bus.
    pub event: Value,
    /// The last failure, for operators.
    pub error: String,
    /// Tries so far.
    pub tries: u32,
    /// When it was parked last.
    pub parked_at: Moment,
    /// What became of it.
    pub state: State,
}

/// What became of a dead letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Waits for a person.
    Parked,
    /// Was handed to its consumer again.
    Redriven,
    /// A person decided to let it go.
    Discarded,
}

impl State {
    /// The name in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parked => "parked",
            Self::Redriven => "redriven",
            Self::Discarded => "discarded",
        }
    }
}

/// What happened to a dead letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum DeadLetterEvent {
    /// A delivery failed on every try; again, if it had been redriven.
    #[serde(rename = "parked.v1")]
    Parked {
        /// The function that failed.
        consumer: String,
        /// The event, as it was on the bus.
        event: Value,
        /// The last failure.
        error: String,
        /// Tries so far.
        tries: u32,
    },
    /// A person hands it to its consumer again.
    #[serde(rename = "redrive-requested.v1")]
    RedriveRequested,
    /// A person lets it go.
    #[serde(rename = "discarded.v1")]
    Discarded {
        /// Why.
        reason: kernel::Line,
    },
}

impl Event for DeadLetterEvent {
    fn samples() -> Vec<Self> {
        let parked = Self::Parked {
            consumer: "orders.order-list".to_owned(),
            event: json!({ "id": "ord_1/1/0" }),
            error: "cannot fold".to_owned(),
            tries: 5,
        };
        let reason = kernel::Line::new("Handled by hand").ok();
        let discarded = reason.map(|reason| Self::Discarded { reason });
        [Some(parked), Some(Self::RedriveRequested), discarded].into_iter().flatten().collect()
    }
}

impl Aggregate for DeadLetter {
    type Kind = kernel::id::kinds::DeadLetter;
    type Event = DeadLetterEvent;
    const NAME: &'static str = "platform.dead-letter";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &DeadLetterEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (_, DeadLetterEvent::Parked { consumer, event, error, tries }) => Ok(Self {
                consumer: consumer.clone(),
                event: event.clone(),
                error: error.clone(),
                tries: *tries,
                parked_at: meta.at,
                state: State::Parked,
            }),
            (Some(letter), DeadLetterEvent::RedriveRequested) => Ok(Self { state: State::Redriven, ..letter }),
            (Some(letter), DeadLetterEvent::Discarded { .. }) => Ok(Self { state: State::Discarded, ..letter }),
            (None, event) => Err(Impossible::after(&None::<Self>, event)),
        }
    }
}

/// Why a command on a dead letter is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeadLetterRefusal {
    /// No such dead letter.
    NotFound,
    /// It does not wait for a person any more.
    NotParked,
}

impl Refusal for DeadLetterRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "platform.dead-letter.not-found",
            Self::NotParked => "platform.dead-letter.not-parked",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NotParked => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such dead letter.", "Такого запису немає.", "Такой записи нет."),
            Self::NotParked => Texts::new("It was dealt with already.", "Це вже опрацьовано.", "Это уже обработано."),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::NotParked]
    }
}
