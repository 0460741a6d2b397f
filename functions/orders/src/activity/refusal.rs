//! Why an activity refuses.

use kernel::{Refusal, Status, Texts};

/// Why an activity is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityRefusal {
    /// The id is taken by another activity.
    Exists,
    /// It is about nothing.
    NotLinked,
    /// What it is about does not exist.
    NoSuchLink,
    /// A call of which nothing is told.
    EmptyCall,
    /// It ended before it began.
    EndBeforeStart,
    /// A call longer than a day.
    TooLong,
}

impl Refusal for ActivityRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Exists => "orders.activity.exists",
            Self::NotLinked => "orders.activity.not-linked",
            Self::NoSuchLink => "orders.activity.no-such-link",
            Self::EmptyCall => "orders.activity.empty-call",
            Self::EndBeforeStart => "orders.activity.end-before-start",
            Self::TooLong => "orders.activity.too-long",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::Exists => Status::State,
            Self::NotLinked | Self::NoSuchLink | Self::EmptyCall | Self::EndBeforeStart | Self::TooLong => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::Exists => Texts::new(
                "An activity with this id exists already.",
                "Активність з таким id вже існує.",
                "Активность с таким id уже существует.",
            ),
            Self::NotLinked => Texts::new(
                "Say what it is about: a company, a client, an order or a payment.",
                "Вкажіть, чого це стосується: компанії, клієнта, замовлення чи платежу.",
                "Укажите, к чему это относится: к компании, клиенту, заказу или платежу.",
            ),
            Self::NoSuchLink => Texts::new(
                "What it is about does not exist.",
                "Того, чого це стосується, не існує.",
                "Того, к чему это относится, не существует.",
            ),
            Self::EmptyCall => Texts::new(
                "Tell the outcome of the call, a description, or the next step.",
                "Вкажіть результат дзвінка, опис або наступний крок.",
                "Укажите итог звонка, описание или следующий шаг.",
            ),
            Self::EndBeforeStart => Texts::new(
                "The meeting cannot end before it begins.",
                "Зустріч не може закінчитися раніше, ніж почалася.",
                "Встреча не может закончиться раньше, чем началась.",
            ),
            Self::TooLong => Texts::new("A call takes less than a day.", "Дзвінок триває менше доби.", "Звонок длится меньше суток."),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::Exists, Self::NotLinked, Self::NoSuchLink, Self::EmptyCall, Self::EndBeforeStart, Self::TooLong]
    }
}
