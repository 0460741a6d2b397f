//! Forms of profitability that become one command.

use serde_json::{Value, json};

use crate::context::Cx;
use crate::format::typed_decimal;
use crate::pages::goods::typed_money;
use crate::pages::kit::deed::{Deed, Fields, Take, Taken, deed, form_currency};
use crate::problem::Problem;

const REASON: Fields = &[("reason", Take::Text)];
const PROPOSAL: (&str, Take) = ("proposal", Take::Text);
const LEASE: (&str, Take) = ("lease", Take::Whole);
const PRODUCT: (&str, Take) = ("product", Take::Text);

/// Every form.
pub(super) const ALL: &[Deed] = &[
    deed(
        "shipments",
        "submit",
        "/profitability/shipments/{shipment_id}/submit",
        &[("justification", Take::Text), ("emergency", Take::Tick)],
        "submitted",
    ),
    deed("shipments", "withdraw", "/profitability/shipments/{shipment_id}/withdraw", REASON, "saved"),
    deed("shipments", "accept", "/profitability/shipments/{shipment_id}/proposal/accept", &[PROPOSAL], "saved"),
    deed("shipments", "decline", "/profitability/shipments/{shipment_id}/proposal/decline", &[PROPOSAL, ("reason", Take::Text)], "saved"),
    deed("shipments", "cancel", "/profitability/shipments/{shipment_id}/cancel", REASON, "saved"),
    deed("shipments", "await-stock", "/profitability/shipments/{shipment_id}/await-stock", &[], "saved"),
    deed("shipments", "reopen", "/profitability/shipments/{shipment_id}/reopen", &[], "saved"),
    deed("shipments", "hand-over", "/profitability/shipments/{shipment_id}/hand-over", &[("reference", Take::Text)], "saved"),
    deed("shipments", "confirm", "/profitability/shipments/{shipment_id}/hand-over/confirm", &[("reference", Take::Text)], "saved"),
    deed("shipments", "close", "/profitability/shipments/{shipment_id}/close", REASON, "saved"),
    deed(
        "estimates",
        "plan",
        "/profitability/estimates/{estimate_id}/plan",
        &[("plan", Take::Hundredths), ("old_plan", Take::Hundredths), ("reason", Take::Text), LEASE],
        "saved",
    ),
    deed(
        "estimates",
        "renew",
        "/profitability/estimates/{estimate_id}/renew",
        &[("until", Take::Text), ("reason", Take::Text), LEASE],
        "saved",
    ),
    deed(
        "estimates",
        "extend",
        "/profitability/estimates/{estimate_id}/extend",
        &[("line", Take::Whole), ("arrives_on", Take::Text)],
        "saved",
    ),
    deed("estimates", "close", "/profitability/estimates/{estimate_id}/close", &[("reason", Take::Text), LEASE], "saved"),
    deed("estimates", "cancel", "/profitability/estimates/{estimate_id}/cancel", &[("reason", Take::Text), LEASE], "saved"),
    Deed { method: "PUT", ..deed("estimates", "take", "/profitability/estimates/{estimate_id}/lease", &[], "saved") },
    deed("estimates", "release", "/profitability/estimates/{estimate_id}/lease/release", &[LEASE], "saved"),
    deed("estimates", "break", "/profitability/estimates/{estimate_id}/lease/break", REASON, "saved"),
    deed(
        "prices",
        "publish",
        "/profitability/prices",
        &[PRODUCT, ("npss", Take::Money), ("calculated_on", Take::Text), ("valid_from", Take::Text)],
        "saved",
    ),
    deed("prices", "calculate", "/profitability/prices/calculate", &[PRODUCT, ("country_factor", Take::Decimal)], "saved"),
    deed(
        "prices",
        "purchase",
        "/profitability/prices/purchases",
        &[PRODUCT, ("bought_in", Take::Of(bought_in)), ("purchase", Take::Of(purchase))],
        "saved",
    ),
    deed("prices", "revise", "/profitability/prices/revisions", &[PRODUCT, ("trigger", Take::Text)], "saved"),
    deed("rates", "record", "/profitability/rates", &[("currency", Take::Text), ("rate", Take::Of(rate))], "saved"),
    deed("messages", "retry", "/profitability/messages/{message}/retry", &[], "retried"),
    deed("messages", "give-up", "/profitability/messages/{message}/give-up", REASON, "given-up"),
    Deed {
        method: "PUT",
        ..deed(
            "clients",
            "note",
            "/profitability/clients/{client_id}",
            &[("name", Take::Text), ("strategic", Take::Tick), ("allowed_deviation", Take::Hundredths)],
            "saved",
        )
    },
];

/// A purchase is in the currency that its form is typed in.
fn bought_in(cx: &Cx<'_>) -> Taken {
    Ok(Some(Value::from(form_currency(cx).code())))
}

fn purchase(cx: &Cx<'_>) -> Taken {
    let missing = |name: &str| Problem::field(name, cx.w.problem.missing);
    let price = typed_money(cx.form.get("price"), form_currency(cx), "price", cx.w)?.ok_or_else(|| missing("price"))?;
    let quantity = typed_decimal(cx.form.get("quantity"));
    if quantity.is_empty() {
        return Err(missing("quantity"));
    }
    Ok(Some(json!({ "document": cx.form.get("document"), "on": cx.form.get("on"), "quantity": quantity, "price": price })))
}

fn rate(cx: &Cx<'_>) -> Taken {
    Ok(Some(json!({ "on": cx.form.get("on"), "rate": typed_decimal(cx.form.get("rate")) })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_fills_what_its_command_must_have() {
        ALL.iter().for_each(Deed::check);
    }
}
