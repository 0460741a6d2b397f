//! Forms of commerce that become one command.

use serde_json::{Map, Value, json};

use crate::context::Cx;
use crate::pages::goods::typed_money;
use crate::problem::Problem;

/// How a field of a form becomes one of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Take {
    Text,
    /// A whole number.
    Whole,
    /// An amount in the form's `currency`.
    Money,
    /// `{name}_from` and `{name}_until` as one span of days.
    Span,
}

/// A form on the page of one thing.
pub(super) struct Deed {
    /// The thing's place under `/console/commerce`.
    place: &'static str,
    /// Last part of the form's address.
    name: &'static str,
    /// The command's route.
    api: &'static str,
    fields: &'static [(&'static str, Take)],
    /// The notice afterwards.
    pub(super) done: &'static str,
    /// The field that names the thing, where the route does not.
    subject: &'static str,
}

type Fields = &'static [(&'static str, Take)];

const fn deed(place: &'static str, name: &'static str, api: &'static str, fields: Fields, done: &'static str) -> Deed {
    Deed { place, name, api, fields, done, subject: "" }
}

const REASON: Fields = &[("reason", Take::Text)];

/// Every such form.
const DEEDS: &[Deed] = &[
    deed("parties", "freeze", "/commerce/parties/{party_id}/freeze", REASON, "saved"),
    deed("parties", "unfreeze", "/commerce/parties/{party_id}/unfreeze", &[], "saved"),
    deed(
        "parties",
        "register-tax",
        "/commerce/parties/{party_id}/tax-registrations",
        &[("jurisdiction", Take::Text), ("regime", Take::Text), ("certificate", Take::Text), ("valid", Take::Span)],
        "saved",
    ),
    Deed { subject: "party_id", ..deed("parties", "name-root", "/commerce/host-root", &[], "saved") },
    deed("relations", "terminate", "/commerce/relations/{relation_id}/terminate", &[("on", Take::Text), ("reason", Take::Text)], "saved"),
    deed("contracts", "sign", "/commerce/contracts/{contract_id}/sign", &[("on", Take::Text)], "signed"),
    deed("contracts", "terminate", "/commerce/contracts/{contract_id}/terminate", &[("on", Take::Text), ("reason", Take::Text)], "saved"),
    deed("obligations", "waive", "/commerce/obligations/{obligation_id}/waive", REASON, "saved"),
    deed("facts", "reverse", "/commerce/facts/{fact_id}/reverse", REASON, "saved"),
    deed(
        "invoices",
        "issue",
        "/commerce/invoices/{invoice_id}/issue",
        &[("issue_day", Take::Text), ("due_day", Take::Text), ("series", Take::Text)],
        "issued",
    ),
    deed("invoices", "post", "/commerce/invoices/{invoice_id}/post", &[("day", Take::Text)], "invoice-posted"),
    deed("invoices", "void", "/commerce/invoices/{invoice_id}/void", REASON, "saved"),
    deed("invoices", "write-off", "/commerce/invoices/{invoice_id}/write-off", &[("day", Take::Text)], "saved"),
    deed("invoices", "close", "/commerce/invoices/{invoice_id}/close", &[], "saved"),
    deed("invoices", "tax-invoice", "/commerce/invoices/{invoice_id}/tax-invoice", &[("issue_day", Take::Text)], "saved"),
    deed("invoices", "print", "/commerce/invoices/{invoice_id}/print", &[("form", Take::Text), ("language", Take::Text)], "printing"),
    deed("payments", "confirm", "/commerce/payments/{payment_id}/confirm", &[], "saved"),
    deed(
        "payments",
        "allocate",
        "/commerce/payments/{payment_id}/allocations",
        &[("invoice_id", Take::Text), ("amount", Take::Money), ("day", Take::Text)],
        "allocated",
    ),
    deed(
        "payments",
        "unallocate",
        "/commerce/payments/{payment_id}/unallocate",
        &[("allocation", Take::Whole), ("reason", Take::Text)],
        "saved",
    ),
    deed("payments", "reverse", "/commerce/payments/{payment_id}/reverse", REASON, "saved"),
    deed("sales", "resume", "/commerce/sales/{sale_id}/resume", &[], "saved"),
];

/// The deed of a form's address.
pub(super) fn find(place: &str, name: &str) -> Result<&'static Deed, Problem> {
    DEEDS.iter().find(|deed| deed.place == place && deed.name == name).ok_or_else(Problem::no_page)
}

/// The currency that a form says it is typed in.
pub(super) fn form_currency(cx: &Cx<'_>) -> kernel::Currency {
    serde_json::from_value(Value::from(cx.form.get("currency"))).unwrap_or(cx.currency)
}

/// Two fields of days as one span, as the API takes it.
pub(super) fn span(cx: &Cx<'_>, name: &str) -> Option<Value> {
    let at = |end: &str| cx.form.get(&format!("{name}_{end}")).to_owned();
    let (from, until) = (at("from"), at("until"));
    let until = if until.is_empty() { Value::Null } else { Value::from(until) };
    (!from.is_empty()).then(|| json!({ "from": from, "until": until }))
}

fn taken(cx: &Cx<'_>, name: &str, take: Take) -> Result<Option<Value>, Problem> {
    let typed = cx.form.get(name);
    if take == Take::Span {
        return Ok(span(cx, name));
    }
    if typed.is_empty() {
        return Ok(None);
    }
    match take {
        Take::Text | Take::Span => Ok(Some(Value::from(typed))),
        Take::Whole => {
            let number: Option<u64> = typed.parse().ok();
            number.map(|number| Some(Value::from(number))).ok_or_else(|| Problem::field(name, cx.w.problem.not_a_number))
        }
        Take::Money => typed_money(typed, form_currency(cx), name, cx.w),
    }
}

impl Deed {
    /// Sends the command of the form.
    pub(super) async fn perform(&self, cx: &Cx<'_>, id: &str) -> Result<(), Problem> {
        let mut body = Map::new();
        for (name, take) in self.fields {
            if let Some(value) = taken(cx, name, *take)? {
                body.insert((*name).to_owned(), value);
            }
        }
        if !self.subject.is_empty() {
            body.insert(self.subject.to_owned(), Value::from(id));
        }
        cx.send("POST", self.api, &[id], Value::Object(body)).await?;
        Ok(())
    }
}
