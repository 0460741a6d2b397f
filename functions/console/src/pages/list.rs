//! What lists share: filter chips, paging, and the colour of a status.

use crate::api::query;
use crate::http::Form;

/// One filter to click.
#[derive(Debug, Clone)]
pub(crate) struct Chip {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) current: bool,
}

/// The address of a list with the filters of the query, some of them changed; empty ones fall away.
pub(crate) fn link(path: &str, asked: &Form, keep: &[&str], changed: &[(&str, &str)]) -> String {
    let kept = keep.iter().filter(|name| changed.iter().all(|(other, _)| other != *name)).map(|name| (*name, asked.get(name)));
    let pairs: Vec<(&str, &str)> = kept.chain(changed.iter().copied()).collect();
    let query = query(&pairs);
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Chips for the values of one filter; an empty value is "all".
pub(crate) fn chips(path: &str, asked: &Form, keep: &[&str], name: &str, values: &[(&str, &str)]) -> Vec<Chip> {
    let chip = |(value, label): &(&str, &str)| Chip {
        href: link(path, asked, keep, &[(name, value)]),
        label: (*label).to_owned(),
        current: asked.get(name) == *value,
    };
    values.iter().map(chip).collect()
}

/// Where paging leads.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paging {
    pub(crate) first: Option<String>,
    pub(crate) next: Option<String>,
}

impl Paging {
    /// The links of a list that was asked with some filters and gave a cursor.
    pub(crate) fn new(path: &str, asked: &Form, keep: &[&str], next_cursor: Option<&str>) -> Self {
        Self {
            first: Some(link(path, asked, keep, &[])).filter(|_| !asked.get("cursor").is_empty()),
            next: next_cursor.map(|cursor| link(path, asked, keep, &[("cursor", cursor)])),
        }
    }
}

/// The colour that a status, badge or state has; its name always stands in it.
pub(crate) fn tone(code: &str) -> &'static str {
    match code {
        "DELIVERED" | "PAID" | "MATCHED" | "processed" => "ok",
        "PARTIAL" | "NEEDS_REVIEW" | "failed" | "paused" | "waiting" => "warn",
        "CANCELLED" | "RETURNED" | "DELIVERY_FAILED" | "REVERSED" | "FAILED" | "dead" | "auth" | "permanent" => "bad",
        "SHIPPING_CREATED" | "SHIPPED" | "IN_TRANSIT" | "CREATED" | "RECEIVED" => "info",
        _ => "plain",
    }
}
