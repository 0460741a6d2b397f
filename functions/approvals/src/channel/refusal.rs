//! Why the channel refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command about the channel is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelRefusal {
    /// The tenant has no outside system of tasks, or nothing was sent yet.
    NoChannel,
    /// More tasks wait than the channel keeps.
    QueueFull,
    /// No rules of the fallback mode are in force.
    NoRules,
}

impl Refusal for ChannelRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoChannel => "approvals.channel.no-channel",
            Self::QueueFull => "approvals.channel.queue-full",
            Self::NoRules => "approvals.channel.no-rules",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NoChannel => Status::NotFound,
            Self::QueueFull | Self::NoRules => Status::State,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NoChannel => Texts::new(
                "No task system is set up, or nothing was ever sent to it.",
                "Систему завдань не налаштовано, або до неї ще нічого не надсилали.",
                "Система задач не настроена, или в неё ещё ничего не отправляли.",
            ),
            Self::QueueFull => Texts::new(
                "Too many tasks wait for the task system. Approvers work in the console.",
                "Забагато завдань чекають на систему завдань. Погоджувачі працюють у консолі.",
                "Слишком много задач ждут систему задач. Согласующие работают в консоли.",
            ),
            Self::NoRules => Texts::new(
                "No valid rules of the fallback mode are in force. An administrator must enter them.",
                "Немає чинних правил резервного режиму. Їх має внести адміністратор.",
                "Нет действующих правил резервного режима. Их должен внести администратор.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![Self::NoChannel, Self::QueueFull, Self::NoRules]
    }
}
