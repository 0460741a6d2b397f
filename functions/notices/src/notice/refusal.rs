//! Why a notice refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command on a notice is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeRefusal {
    /// No such notice.
    NotFound,
    /// It was sent, or another one said the same.
    AlreadySent,
    /// It is on its way, or waits for its time.
    InProgress,
    /// Its person still has no address by which it could go.
    NoAddress,
}

impl Refusal for NoticeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "notices.notice.not-found",
            Self::AlreadySent => "notices.notice.already-sent",
            Self::InProgress => "notices.notice.in-progress",
            Self::NoAddress => "notices.notice.no-address",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::AlreadySent | Self::InProgress => Status::State,
            Self::NoAddress => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such notice.", "Такого сповіщення немає.", "Такого уведомления нет."),
            Self::AlreadySent => Texts::new("The notice was sent already.", "Сповіщення вже надіслано.", "Уведомление уже отправлено."),
            Self::InProgress => Texts::new(
                "The notice is on its way; wait a few minutes.",
                "Сповіщення надсилається; зачекайте кілька хвилин.",
                "Уведомление отправляется; подождите несколько минут.",
            ),
            Self::NoAddress => Texts::new(
                "This person has no address; set one first.",
                "У цієї особи немає адреси; спершу вкажіть її.",
                "У этого человека нет адреса; сначала укажите его.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NotFound, Self::AlreadySent, Self::InProgress, Self::NoAddress]
    }
}
