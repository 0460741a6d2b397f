//! What has been asked and answered in this run.

use std::collections::{BTreeMap, VecDeque};

use axum::http::StatusCode;
use serde::Serialize;

use crate::contract::Violation;
use crate::operation::Operation;

/// Requests and violations that are remembered.
const REMEMBERED: usize = 1_000;

/// One request. Neither query nor body is kept: the login carries a password in the one, and
/// organisations carry passports in the other.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The operation, where there is one.
    pub operation: Option<Operation>,
    /// What was answered; `None` when the connection was cut.
    pub status: Option<u16>,
    /// The fault that struck, by its name.
    pub fault: Option<String>,
}

/// Counts and memories.
#[derive(Debug, Default)]
pub(crate) struct Records {
    pub(crate) calls: BTreeMap<&'static str, u64>,
    pub(crate) asked: VecDeque<Asked>,
    pub(crate) violations: VecDeque<Violation>,
    /// With those no longer remembered.
    pub(crate) violations_total: usize,
}

impl Records {
    pub(crate) fn called(&mut self, operation: Operation) {
        *self.calls.entry(operation.name()).or_default() += 1;
    }

    pub(crate) fn asked(&mut self, asked: Asked) {
        self.asked.push_back(asked);
        if self.asked.len() > REMEMBERED {
            self.asked.pop_front();
        }
    }

    pub(crate) fn violated(&mut self, violations: Vec<Violation>) {
        self.violations_total += violations.len();
        self.violations.extend(violations);
        while self.violations.len() > REMEMBERED {
            self.violations.pop_front();
        }
    }
}

/// The status of an answer that was given.
pub(crate) fn given(status: StatusCode) -> Option<u16> {
    Some(status.as_u16())
}
