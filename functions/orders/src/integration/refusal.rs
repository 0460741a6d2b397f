//! Why a message of an outside system refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a message of an outside system is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntegrationRefusal {
    /// No such message.
    NotFound,
    /// The work is done.
    Processed,
    /// It cannot be read: another try would not read it either.
    Unreadable,
}

impl Refusal for IntegrationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "orders.integration-event.not-found",
            Self::Processed => "orders.integration-event.processed",
            Self::Unreadable => "orders.integration-event.unreadable",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Processed | Self::Unreadable => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such message.", "Такого повідомлення немає.", "Такого сообщения нет."),
            Self::Processed => {
                Texts::new("The message has been worked on already.", "Повідомлення вже опрацьовано.", "Сообщение уже обработано.")
            }
            Self::Unreadable => Texts::new(
                "The message cannot be read; another try would not read it either. Look at the document, then give it up.",
                "Повідомлення неможливо прочитати; повторна спроба не допоможе. Перегляньте документ і закрийте повідомлення.",
                "Сообщение невозможно прочитать; повторная попытка не поможет. Посмотрите документ и закройте сообщение.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::Processed, Self::Unreadable]
    }
}
