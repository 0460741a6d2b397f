//! Forms of commerce that become one command.

use serde_json::{Map, Value};

use super::take::{self, Taken, form_currency, span};
use crate::context::Cx;
use crate::pages::goods::typed_money;
use crate::problem::Problem;

/// How a field of a form becomes one of the command.
#[derive(Clone, Copy)]
pub(super) enum Take {
    Text,
    /// A whole number.
    Whole,
    /// Digits with a decimal sign.
    Decimal,
    /// An amount in the form's `currency`.
    Money,
    /// `{name}_from` and `{name}_until` as one span of days.
    Span,
    /// JSON that the page wrote into a hidden field: a number of an account, an identifier.
    Json,
    /// A party that must be chosen.
    Party,
    /// Several fields of the form.
    Of(fn(&Cx<'_>) -> Taken),
}

/// A form on the page of one thing.
pub(super) struct Deed {
    /// The thing's place under `/console/commerce`.
    place: &'static str,
    /// Last part of the form's address.
    name: &'static str,
    /// The command's route.
    api: &'static str,
    fields: Fields,
    /// The notice afterwards.
    pub(super) done: &'static str,
    /// The field that names the thing, where the route does not.
    subject: &'static str,
    /// The field of the form that is the second parameter of the route.
    part: &'static str,
}

type Fields = &'static [(&'static str, Take)];

const fn deed(place: &'static str, name: &'static str, api: &'static str, fields: Fields, done: &'static str) -> Deed {
    Deed { place, name, api, fields, done, subject: "", part: "" }
}

/// One that says no more than that it is saved.
const fn saved(place: &'static str, name: &'static str, api: &'static str, fields: Fields) -> Deed {
    deed(place, name, api, fields, "saved")
}

const REASON: Fields = &[("reason", Take::Text)];
const ENDED: Fields = &[("on", Take::Text), ("reason", Take::Text)];
const BASIS: (&str, Take) = ("basis", Take::Of(take::basis));

const PARTIES: &[Deed] = &[
    saved("parties", "freeze", "/commerce/parties/{party_id}/freeze", REASON),
    saved("parties", "unfreeze", "/commerce/parties/{party_id}/unfreeze", REASON),
    saved(
        "parties",
        "register-tax",
        "/commerce/parties/{party_id}/tax-registrations",
        &[("jurisdiction", Take::Text), ("regime", Take::Text), ("certificate", Take::Text), ("valid", Take::Span)],
    ),
    saved(
        "parties",
        "close-tax",
        "/commerce/parties/{party_id}/tax-registrations/close",
        &[("jurisdiction", Take::Text), ("from", Take::Text), ("until", Take::Text)],
    ),
    saved(
        "parties",
        "withdraw-tax",
        "/commerce/parties/{party_id}/tax-registrations/withdraw",
        &[("jurisdiction", Take::Text), ("from", Take::Text), ("reason", Take::Text)],
    ),
    saved(
        "parties",
        "add-account",
        "/commerce/parties/{party_id}/accounts",
        &[("number", Take::Of(take::account)), ("currency", Take::Text), ("bank", Take::Text)],
    ),
    saved("parties", "remove-account", "/commerce/parties/{party_id}/accounts/remove", &[("number", Take::Json)]),
    saved("parties", "merge", "/commerce/parties/{party_id}/merge", &[("duplicate_id", Take::Party), ("reason", Take::Text)]),
    saved(
        "duplicates",
        "give-up",
        "/commerce/parties/{party_id}/give-up-identifier",
        &[("identifier", Take::Json), ("reason", Take::Text)],
    ),
    Deed { subject: "party_id", ..saved("parties", "name-root", "/commerce/host-root", &[("control_over", Take::Decimal)]) },
    saved("relations", "terminate", "/commerce/relations/{relation_id}/terminate", ENDED),
    saved("relations", "share", "/commerce/relations/{relation_id}/share", &[("from", Take::Text), ("share", Take::Decimal), BASIS]),
    saved(
        "relations",
        "correct",
        "/commerce/relations/{relation_id}/correct",
        &[("link", Take::Of(take::link)), ("valid", Take::Span), BASIS, ("reason", Take::Text)],
    ),
    saved("relations", "void", "/commerce/relations/{relation_id}/void", REASON),
];

const CONTRACTS: &[Deed] = &[
    deed("contracts", "sign", "/commerce/contracts/{contract_id}/sign", &[("on", Take::Text)], "signed"),
    deed("contracts", "print", "/commerce/contracts/{contract_id}/print", &[("language", Take::Text)], "printing"),
    saved("contracts", "terminate", "/commerce/contracts/{contract_id}/terminate", ENDED),
    saved("obligations", "waive", "/commerce/obligations/{obligation_id}/waive", REASON),
    saved("obligations", "cancel", "/commerce/obligations/{obligation_id}/cancel", REASON),
    saved("obligations", "breach", "/commerce/obligations/{obligation_id}/breach", ENDED),
    saved("schedules", "cancel", "/commerce/payment-schedules/{schedule_id}/cancel", REASON),
    deed("facts", "print", "/commerce/facts/{fact_id}/print", &[("form", Take::Text), ("language", Take::Text)], "printing"),
    saved("facts", "reverse", "/commerce/facts/{fact_id}/reverse", REASON),
    saved("facts", "transfer-title", "/commerce/facts/{fact_id}/transfer-title", &[("on", Take::Text)]),
    saved("facts", "recognise", "/commerce/facts/{fact_id}/recognise-revenue", &[("month", Take::Text)]),
    saved("facts", "correct-cost", "/commerce/facts/{fact_id}/correct-cost", &[("line", Take::Whole), ("unit_cost", Take::Money)]),
    saved(
        "facts",
        "proof",
        "/commerce/facts/{fact_id}/proofs",
        &[("sha256", Take::Text), ("size_bytes", Take::Whole), ("name", Take::Text), ("kind", Take::Text)],
    ),
    saved("facts", "artifact", "/commerce/facts/{fact_id}/artifacts", &[("payload", Take::Of(take::payload)), ("status", Take::Text)]),
    saved(
        "facts",
        "artifact-status",
        "/commerce/facts/{fact_id}/artifact-status",
        &[("artifact_type", Take::Text), ("key", Take::Text), ("status", Take::Text)],
    ),
    saved("clearances", "link", "/commerce/clearances/{clearance_id}/link", &[("fact_id", Take::Text)]),
    saved("clearances", "resume", "/commerce/clearances/{clearance_id}/resume", &[("note", Take::Of(take::reason))]),
    deed("sales", "resume", "/commerce/sales/{sale_id}/resume", &[("note", Take::Of(take::reason))], "resumed-sale"),
];

const INVOICES: &[Deed] = &[
    deed(
        "invoices",
        "issue",
        "/commerce/invoices/{invoice_id}/issue",
        &[("issue_day", Take::Text), ("due_day", Take::Text), ("series", Take::Text), ("number", Take::Text)],
        "issued",
    ),
    deed("invoices", "post", "/commerce/invoices/{invoice_id}/post", &[("day", Take::Text)], "invoice-posted"),
    saved("invoices", "void", "/commerce/invoices/{invoice_id}/void", REASON),
    saved("invoices", "write-off", "/commerce/invoices/{invoice_id}/write-off", &[("day", Take::Text)]),
    saved("invoices", "close", "/commerce/invoices/{invoice_id}/close", &[]),
    saved("invoices", "tax-invoice", "/commerce/invoices/{invoice_id}/tax-invoice", &[("issue_day", Take::Text), ("series", Take::Text)]),
    deed("invoices", "print", "/commerce/invoices/{invoice_id}/print", &[("form", Take::Text), ("language", Take::Text)], "printing"),
    saved("invoices", "artifact", "/commerce/invoices/{invoice_id}/artifacts", &[("artifact", Take::Of(take::artifact))]),
    deed("papers", "retry", "/papers/{paper_id}/retry", &[], "printing"),
    saved("payments", "confirm", "/commerce/payments/{payment_id}/confirm", &[]),
    deed(
        "payments",
        "allocate",
        "/commerce/payments/{payment_id}/allocations",
        &[("invoice_id", Take::Text), ("amount", Take::Money), ("day", Take::Text)],
        "allocated",
    ),
    saved("payments", "unallocate", "/commerce/payments/{payment_id}/unallocate", &[("allocation", Take::Whole), ("reason", Take::Text)]),
    saved(
        "payments",
        "move",
        "/commerce/payments/{payment_id}/move-allocation",
        &[("allocation", Take::Whole), ("invoice_id", Take::Text), ("amount", Take::Money), ("reason", Take::Text)],
    ),
    saved("payments", "write-off", "/commerce/payments/{payment_id}/write-off", &[("day", Take::Text)]),
    saved("payments", "reverse", "/commerce/payments/{payment_id}/reverse", REASON),
];

const HOLDINGS: &[Deed] = &[
    saved(
        "assets",
        "role",
        "/commerce/assets/{asset_id}/roles",
        &[("party_id", Take::Party), ("kind", Take::Of(take::asset_role)), ("valid", Take::Span), BASIS],
    ),
    Deed { part: "role_id", ..saved("assets", "end-role", "/commerce/assets/{asset_id}/roles/{role_id}/end", ENDED) },
    saved("assets", "reserve", "/commerce/assets/{asset_id}/reservations", &[("note", Take::Text), ("valid", Take::Span)]),
    Deed {
        part: "reservation_id",
        ..saved("assets", "release", "/commerce/assets/{asset_id}/reservations/{reservation_id}/release", ENDED)
    },
    saved(
        "budgets",
        "reserve",
        "/commerce/budgets/{budget_id}/reserve",
        &[("held_for", Take::Of(take::held_for)), ("amount", Take::Money)],
    ),
    saved(
        "budgets",
        "release",
        "/commerce/budgets/{budget_id}/release",
        &[("held_for", Take::Of(take::held_for)), ("amount", Take::Money), ("reason", Take::Text)],
    ),
    saved("budgets", "change-limit", "/commerce/budgets/{budget_id}/change-limit", &[("limit", Take::Money), ("reason", Take::Text)]),
    saved("budgets", "close", "/commerce/budgets/{budget_id}/close", REASON),
    saved("budgets", "expire", "/commerce/budgets/{budget_id}/expire", &[]),
];

/// The deed of a form's address.
pub(super) fn find(place: &str, name: &str) -> Result<&'static Deed, Problem> {
    let all = [PARTIES, CONTRACTS, INVOICES, HOLDINGS].into_iter().flatten();
    all.into_iter().find(|deed| deed.place == place && deed.name == name).ok_or_else(Problem::no_page)
}

fn taken(cx: &Cx<'_>, name: &str, take: Take) -> Taken {
    let typed = cx.form.get(name);
    match take {
        Take::Of(compose) => return compose(cx),
        Take::Span => return Ok(span(cx, name)),
        Take::Party if typed.is_empty() => return Err(Problem::field(name, cx.w.kit.choose_party)),
        Take::Text | Take::Whole | Take::Decimal | Take::Money | Take::Json | Take::Party => {}
    }
    if typed.is_empty() {
        return Ok(None);
    }
    match take {
        Take::Decimal => Ok(take::decimal(cx, name)),
        Take::Whole => {
            let number: Option<u64> = typed.parse().ok();
            number.map(|number| Some(Value::from(number))).ok_or_else(|| Problem::field(name, cx.w.problem.not_a_number))
        }
        Take::Money => typed_money(typed, form_currency(cx), name, cx.w),
        Take::Json => serde_json::from_str(typed).map(Some).map_err(|_| Problem::bad_form()),
        Take::Text | Take::Party | Take::Span | Take::Of(_) => Ok(Some(Value::from(typed))),
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
        cx.send("POST", self.api, &[id, cx.form.get(self.part)], Value::Object(body)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_fills_what_its_command_must_have() {
        for deed in [PARTIES, CONTRACTS, INVOICES, HOLDINGS].into_iter().flatten() {
            let named = Some(deed.subject).filter(|subject| !subject.is_empty());
            let sent: Vec<&str> = deed.fields.iter().map(|(name, _)| *name).chain(named).collect();
            crate::tests::bodies::fits("POST", deed.api, &sent);
        }
    }
}
