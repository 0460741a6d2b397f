//! Why a subscriber refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a subscriber, or a look at one, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriberRefusal {
    /// Nobody set an address yet.
    NotFound,
    /// Somebody else's addresses are an administrator's business.
    NotYours,
}

impl Refusal for SubscriberRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "notices.subscriber.not-found",
            Self::NotYours => "notices.subscriber.not-yours",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NotYours => Status::Forbidden,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => {
                Texts::new("There are no addresses of this person yet.", "Адрес цієї особи ще немає.", "Адресов этого человека ещё нет.")
            }
            Self::NotYours => Texts::new(
                "Only an administrator may see or change the addresses of somebody else.",
                "Адреси іншої особи може бачити й змінювати лише адміністратор.",
                "Адреса другого человека может видеть и менять только администратор.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::NotYours]
    }
}
