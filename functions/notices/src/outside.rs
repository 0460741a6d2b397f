//! What the bot and the mail server are asked, and what they answer.

use kernel::Line;
use serde::{Deserialize, Serialize};

use crate::NoticeId;
use crate::address::{ChatId, Email};
use crate::text::Text;

/// Codes of failures.
pub mod code {
    /// The person has no address by which the message could go.
    pub const NO_ADDRESS: &str = "NOTICE_NO_ADDRESS";
    /// Nobody answered for an attempt.
    pub const LOST: &str = "NOTICE_LOST";
    /// The bot's token is refused, or there are no settings.
    pub const TELEGRAM_AUTH_ERROR: &str = "TELEGRAM_AUTH_ERROR";
    /// The person blocked the bot, or never spoke to it.
    pub const TELEGRAM_UNREACHABLE: &str = "TELEGRAM_UNREACHABLE";
    /// Too many messages.
    pub const TELEGRAM_RATE_LIMIT: &str = "TELEGRAM_RATE_LIMIT";
    /// The request is wrong.
    pub const TELEGRAM_VALIDATION_ERROR: &str = "TELEGRAM_VALIDATION_ERROR";
    /// It answers with an error of its own, or not at all.
    pub const TELEGRAM_SERVER_ERROR: &str = "TELEGRAM_SERVER_ERROR";
    /// Nobody knows whether the message was sent.
    pub const TELEGRAM_UNKNOWN: &str = "TELEGRAM_UNKNOWN";
    /// The password is refused, or there are no settings.
    pub const SMTP_AUTH_ERROR: &str = "SMTP_AUTH_ERROR";
    /// The server will never take this letter.
    pub const SMTP_REFUSED: &str = "SMTP_REFUSED";
    /// The server takes no letters now, or cannot be reached.
    pub const SMTP_SERVER_ERROR: &str = "SMTP_SERVER_ERROR";
    /// Nobody knows whether the letter was taken.
    pub const SMTP_UNKNOWN: &str = "SMTP_UNKNOWN";
    /// The request cannot be read, or is no letter.
    pub const SMTP_VALIDATION_ERROR: &str = "SMTP_VALIDATION_ERROR";
}

/// The Bot API of Telegram.
pub mod telegram {
    use super::{ChatId, Deserialize, Line, Serialize, Text};

    /// The connector's name.
    pub const CONNECTOR: &str = "telegram";
    /// The tenant's secret that holds the bot's token.
    pub const TOKEN_SECRET: &str = "telegram-bot-token";

    /// Send one message.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Request {
        /// To whom.
        pub chat: ChatId,
        /// What.
        pub text: Text,
    }

    /// What it answers.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "answer", rename_all = "kebab-case")]
    pub enum Answer {
        /// The message is in the chat.
        Sent {
            /// Its number there.
            message: Line,
        },
        /// Nothing was sent: there were too many messages.
        Later {
            /// Until then nothing will be.
            wait_seconds: u32,
        },
    }
}

/// A mail server.
pub mod smtp {
    use super::{Deserialize, Email, Line, NoticeId, Serialize, Text};

    /// The connector's name.
    pub const CONNECTOR: &str = "smtp";
    /// The tenant's secret that holds the password.
    pub const PASSWORD_SECRET: &str = "smtp-password";

    /// Send one letter. It has the same message id on every try, by which mail systems know it again.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Request {
        /// The notice: makes the message id.
        pub notice: NoticeId,
        /// To whom.
        pub to: Email,
        /// What.
        pub text: Text,
    }

    /// The server took it.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Answer {
        /// The message id.
        pub message: Line,
    }
}
