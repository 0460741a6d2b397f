//! Why a command about a clearance is refused.

use kernel::{Refusal, Status, Texts};

/// The refusals of a clearance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClearanceRefusal {
    /// There is no such clearance.
    NotFound,
    /// There is no such delivery.
    NoSuchFact,
    /// Its delivery is known already.
    AlreadyLinked,
    /// It goes on by itself.
    NotStalled,
}

impl Refusal for ClearanceRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.clearance.not-found",
            Self::NoSuchFact => "commerce.clearance.no-such-fact",
            Self::AlreadyLinked => "commerce.clearance.already-linked",
            Self::NotStalled => "commerce.clearance.not-stalled",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::NoSuchFact => Status::Rule,
            Self::AlreadyLinked | Self::NotStalled => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => {
                Texts::new("There is no such release of customs.", "Такого випуску митницею немає.", "Такого выпуска таможней нет.")
            }
            Self::NoSuchFact => Texts::new(
                "There is no such delivery: name the fact of the shipment.",
                "Такого постачання немає: вкажіть факт відвантаження.",
                "Такой поставки нет: укажите факт отгрузки.",
            ),
            Self::AlreadyLinked => Texts::new(
                "The delivery of this release is known already.",
                "Постачання цього випуску вже відоме.",
                "Поставка этого выпуска уже известна.",
            ),
            Self::NotStalled => Texts::new(
                "Nothing keeps this release from going on.",
                "Цьому випуску нічого не заважає.",
                "Этому выпуску ничто не мешает.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::NoSuchFact, Self::AlreadyLinked, Self::NotStalled]
    }
}
