//! Why a message refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a message is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageRefusal {
    /// No such message.
    NotFound,
    /// The id was used for another message before.
    IdReused,
    /// It is done already.
    Done,
}

impl Refusal for MessageRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "profitability.message.not-found",
            Self::IdReused => "profitability.message.id-reused",
            Self::Done => "profitability.message.done",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::IdReused | Self::Done => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such message.", "Такого повідомлення немає.", "Такого сообщения нет."),
            Self::IdReused => Texts::new(
                "Another message was sent with this id before.",
                "З цим id уже надсилали інше повідомлення.",
                "С этим id уже присылали другое сообщение.",
            ),
            Self::Done => Texts::new("The message is done already.", "Повідомлення вже опрацьовано.", "Сообщение уже обработано."),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::IdReused, Self::Done]
    }
}
