//! Why a matter refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a matter is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatterRefusal {
    /// Too much news waits for what it is about.
    TooMuchWaits,
}

impl Refusal for MatterRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TooMuchWaits => "notices.matter.too-much-waits",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::TooMuchWaits => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::TooMuchWaits => Texts::new(
                "Too much news waits for what it is about; its first event must be delivered again.",
                "Надто багато новин чекає на те, чого вони стосуються; першу подію треба доставити знову.",
                "Слишком много новостей ждёт того, к чему они относятся; первое событие нужно доставить снова.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::TooMuchWaits]
    }
}
