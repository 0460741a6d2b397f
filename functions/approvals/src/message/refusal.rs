//! Why a message refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command about a message is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageRefusal {
    /// No such message.
    NotFound,
    /// The message does not wait for a person.
    NotParked,
    /// The message cannot be read: trying again would not help.
    Unreadable,
}

impl Refusal for MessageRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "approvals.message.not-found",
            Self::NotParked => "approvals.message.not-parked",
            Self::Unreadable => "approvals.message.unreadable",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NotParked | Self::Unreadable => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such message.", "Такого повідомлення немає.", "Такого сообщения нет."),
            Self::NotParked => Texts::new(
                "This message does not wait for a person.",
                "Це повідомлення не чекає на людину.",
                "Это сообщение не ждёт человека.",
            ),
            Self::Unreadable => Texts::new(
                "This message cannot be read, so trying it again would not help. Decide in the console and close it.",
                "Це повідомлення неможливо прочитати, тож повтор не допоможе. Прийміть рішення в консолі й закрийте його.",
                "Это сообщение невозможно прочитать, поэтому повтор не поможет. Примите решение в консоли и закройте его.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::NotParked, Self::Unreadable]
    }
}
