//! Forms of approvals that become one command.

use serde_json::{Value, json};

use crate::context::Cx;
use crate::pages::goods::typed_money;
use crate::pages::kit::deed::{Deed, Fields, Take, Taken, deed, form_currency};
use crate::pages::kit::typed;
use crate::pages::order_form::insert;
use crate::problem::Problem;

const REASON: Fields = &[("reason", Take::Text)];
const BRANCH: (&str, Take) = ("branch", Take::Whole);

/// Every form.
pub(super) const ALL: &[Deed] = &[
    deed("processes", "approve", "/approvals/processes/{process_id}/approve", &[BRANCH, ("comment", Take::Text)], "order-approved"),
    deed("processes", "reject", "/approvals/processes/{process_id}/reject", &[BRANCH, ("reason", Take::Text)], "order-rejected"),
    deed(
        "processes",
        "offer",
        "/approvals/processes/{process_id}/offer-correction",
        &[BRANCH, ("prices", Take::Of(prices)), ("reason", Take::Text)],
        "offer-made",
    ),
    deed("processes", "justify", "/approvals/processes/{process_id}/justify", &[("justification", Take::Text)], "saved"),
    deed("processes", "confirm", "/approvals/processes/{process_id}/confirm", &[], "saved"),
    deed("processes", "refuse", "/approvals/processes/{process_id}/confirm", &[("refusal", Take::Text)], "saved"),
    deed(
        "processes",
        "arbitrate",
        "/approvals/processes/{process_id}/arbitrate",
        &[("verdict", Take::Text), ("reason", Take::Text)],
        "saved",
    ),
    deed("processes", "retry", "/approvals/processes/{process_id}/retry", &[], "retried"),
    Deed {
        subject: "process_id",
        ..deed(
            "processes",
            "emergency",
            "/approvals/emergencies",
            &[
                ("authorised", Take::Text),
                ("channel", Take::Text),
                ("ground", Take::Text),
                ("proof", Take::Text),
                ("obtained_at", Take::Time),
            ],
            "emergency-recorded",
        )
    },
    deed("emergencies", "consent", "/approvals/emergencies/{emergency_id}/consent", &[("given", Take::Choice)], "saved"),
    deed("emergencies", "confirm", "/approvals/emergencies/{emergency_id}/confirm", &[], "saved"),
    deed("emergencies", "refuse", "/approvals/emergencies/{emergency_id}/confirm", &[("refusal", Take::Text)], "saved"),
    deed("emergencies", "close-incident", "/approvals/emergencies/{emergency_id}/incident/close", &[("conclusion", Take::Text)], "saved"),
    Deed {
        named_by: "approver",
        ..deed(
            "roster",
            "appoint",
            "/approvals/roster/approvers/{approver}/appoint",
            &[("name", Take::Text), ("post", Take::Of(post)), ("deputy", Take::Text), ("elma_user", Take::Text)],
            "saved",
        )
    },
    deed("roster", "dismiss", "/approvals/roster/approvers/{approver}/dismiss", REASON, "saved"),
    Deed {
        named_by: "approver",
        ..deed(
            "roster",
            "absence",
            "/approvals/roster/approvers/{approver}/absences",
            &[("from", Take::Time), ("until", Take::Time), ("reason", Take::Text)],
            "saved",
        )
    },
    deed("roster", "end-absence", "/approvals/roster/approvers/{approver}/absences/end", &[("from", Take::Text)], "saved"),
    Deed {
        named_by: "person",
        ..deed(
            "roster",
            "authorise",
            "/approvals/roster/authorised/{person}",
            &[("name", Take::Text), ("level", Take::Text), ("from", Take::Text), ("to", Take::Text)],
            "saved",
        )
    },
    deed("roster", "end-authorisation", "/approvals/roster/authorised/{person}/end", REASON, "saved"),
    deed("messages", "retry", "/approvals/messages/{message_id}/retry", &[], "retried"),
    deed("messages", "give-up", "/approvals/messages/{message_id}/give-up", REASON, "given-up"),
];

/// The prices that were typed, line by line; lines without one are left out.
fn prices(cx: &Cx<'_>) -> Taken {
    let typed: Vec<(&str, &str)> = cx.form.all("line").into_iter().zip(cx.form.all("price")).collect();
    let mut prices = Vec::new();
    for (line, price) in typed {
        let number = line.parse::<u32>();
        match (number, typed_money(price, form_currency(cx), "price", cx.w)?) {
            (Ok(line), Some(price)) => prices.push(json!({ "line": line, "price": price })),
            (Err(_), Some(_)) => return Err(Problem::field("line", cx.w.problem.missing)),
            (_, None) => {}
        }
    }
    if prices.is_empty() { Err(Problem::field("prices", cx.w.problem.missing)) } else { Ok(Some(Value::from(prices))) }
}

/// What somebody is appointed to: a head of units names them, parted by commas.
fn post(cx: &Cx<'_>) -> Taken {
    let Some(code) = typed(cx, "post") else { return Ok(None) };
    let units: Vec<&str> = cx.form.get("units").split(',').map(str::trim).filter(|unit| !unit.is_empty()).collect();
    if code == "rbu" && units.is_empty() {
        return Err(Problem::field("units", cx.w.problem.missing));
    }
    let mut post = json!({});
    insert(&mut post, "units", Some(Value::from(units)).filter(|_| code == "rbu"));
    insert(&mut post, "post", Some(code));
    Ok(Some(post))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_fills_what_its_command_must_have() {
        ALL.iter().for_each(Deed::check);
    }
}
