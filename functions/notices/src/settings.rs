//! What a tenant sets for this context.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Line;
use serde::{Deserialize, Serialize};

use crate::address::Email;
use crate::kind::Part;
use crate::rules::Matrix;

/// A tenant's settings of notices.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeSettings {
    /// Dated entries that win over the built-in ones.
    pub matrix: Vec<Matrix>,
    /// Who has which duty, by the subjects of their tokens. A duty without people is told to nobody.
    pub duties: BTreeMap<Part, BTreeSet<Line>>,
    /// The bot; without it everything goes by e-mail.
    pub telegram: Option<TelegramSettings>,
    /// The mail server; without it nothing goes by e-mail.
    pub smtp: Option<SmtpSettings>,
}

/// Where the Bot API is. The bot's token is a secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelegramSettings {
    /// `https://api.telegram.org`.
    pub base_url: Line,
}

/// Where the mail server is. The password is a secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// `smtp.td.example`.
    pub host: Line,
    /// 465 with `tls`, 587 with `starttls`.
    pub port: u16,
    /// How the conversation is encrypted.
    pub security: SmtpSecurity,
    /// Who sends.
    pub from: Email,
    /// As whom; without it the server lets us in by our address.
    #[serde(default)]
    pub user: Option<Line>,
    /// The authority of a company's own server, in PEM, where no public one vouches for it.
    #[serde(default)]
    pub authority: Option<String>,
}

/// How a conversation with a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmtpSecurity {
    /// From the first byte.
    Tls,
    /// From the command STARTTLS on, which the server must know.
    Starttls,
    /// Not at all: to a server on the own machine only, where that is allowed.
    None,
}

impl NoticeSettings {
    /// The settings of a tenant; defaults where they cannot be read, which the runtime checks
    /// when it loads a tenant.
    pub fn of(settings: &kernel::Settings) -> Self {
        settings.context("notices").unwrap_or_default()
    }
}
