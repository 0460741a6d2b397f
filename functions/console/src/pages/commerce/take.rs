//! Fields of forms that become one structured field of a command.

use serde_json::{Value, json};

use crate::context::Cx;
use crate::format::typed_decimal;
pub(super) use crate::pages::kit::deed::form_currency;
use crate::pages::kit::form::currencies;
use crate::pages::kit::{Field, FormView, typed};
use crate::pages::order_form::insert;
use crate::problem::Problem;

/// What a form holds for one field of a command; nothing when it was left empty.
pub(super) type Taken = Result<Option<Value>, Problem>;

/// Two fields of days as one span, as the API takes it.
pub(super) fn span(cx: &Cx<'_>, name: &str) -> Option<Value> {
    let at = |end: &str| cx.form.get(&format!("{name}_{end}")).to_owned();
    let (from, until) = (at("from"), at("until"));
    let until = if until.is_empty() { Value::Null } else { Value::from(until) };
    (!from.is_empty()).then(|| json!({ "from": from, "until": until }))
}

/// A decimal as typed, in the spelling of the API.
pub(super) fn decimal(cx: &Cx<'_>, name: &str) -> Option<Value> {
    Some(typed_decimal(cx.form.get(name))).filter(|text| !text.is_empty()).map(Value::from)
}

/// What was typed beside a button of a list.
pub(super) fn reason(cx: &Cx<'_>) -> Taken {
    Ok(typed(cx, "reason"))
}

/// The document that a relation or a role rests on.
pub(super) fn basis(cx: &Cx<'_>) -> Taken {
    if cx.form.get("basis_number").is_empty() {
        let begun = ["basis_kind", "basis_day"].iter().any(|name| !cx.form.get(name).is_empty());
        return if begun { Err(Problem::field("basis_number", cx.w.problem.missing)) } else { Ok(None) };
    }
    let mut basis = json!({});
    for (name, field) in [("kind", "basis_kind"), ("number", "basis_number"), ("day", "basis_day"), ("jurisdiction", "basis_country")] {
        insert(&mut basis, name, typed(cx, field));
    }
    insert(&mut basis, "foreign_law_reason", typed(cx, "basis_foreign"));
    Ok(Some(basis))
}

/// What one party does to the other.
pub(super) fn link(cx: &Cx<'_>) -> Taken {
    let mut link = json!({ "type": cx.form.get("link") });
    insert(&mut link, "share", decimal(cx, "share"));
    if cx.form.get("link") == "MANAGES" {
        insert(&mut link, "level", typed(cx, "level"));
    }
    Ok(Some(link))
}

/// An account number: an IBAN, or a Russian account with its bank.
pub(super) fn account(cx: &Cx<'_>) -> Taken {
    let plain = |name: &str| cx.form.get(name).replace(' ', "");
    let (number, bic) = (plain("account"), plain("bic"));
    if number.is_empty() {
        return Err(Problem::field("account", cx.w.problem.missing));
    }
    let iban = json!({ "type": "IBAN", "iban": number.to_uppercase() });
    Ok(Some(if bic.is_empty() { iban } else { json!({ "type": "RU", "bic": bic, "account": number }) }))
}

/// The role that a party has in an asset.
pub(super) fn asset_role(cx: &Cx<'_>) -> Taken {
    let mut kind = json!({ "type": cx.form.get("role") });
    if cx.form.get("role") == "OWNER" {
        insert(&mut kind, "share", decimal(cx, "share"));
    }
    Ok(Some(kind))
}

/// What a budget holds money for: a contract, or one of its obligations.
pub(super) fn held_for(cx: &Cx<'_>) -> Taken {
    let held = cx.form.get("held_for");
    let held = match held.split_once('|') {
        Some(("obligation", id)) => json!({ "for": "obligation", "obligation": id }),
        Some((_, id)) => json!({ "for": "contract", "contract": id }),
        None => return Err(Problem::field("held_for", cx.w.problem.missing)),
    };
    Ok(Some(held))
}

/// What identifies goods in a regulator's system: each system asks for fields of its own.
pub(super) fn payload(cx: &Cx<'_>) -> Taken {
    let kind = cx.form.get("artifact_type");
    let fields: &[(&str, &str)] = match kind {
        "CHESTNY_ZNAK" => &[("gtin", "number"), ("serial", "second"), ("product_group", "third"), ("owner_inn", "fourth")],
        "CUSTOMS_DECLARATION" => &[("number", "number"), ("procedure", "second"), ("released_on", "third")],
        "MERCURY_VSD" => &[("uuid", "number"), ("form", "second"), ("vsd_type", "third"), ("guid", "fourth")],
        _ => &[("sdiz", "number"), ("lot", "second"), ("okpd2", "third")],
    };
    let mut payload = json!({ "artifact_type": kind });
    for (name, field) in fields {
        insert(&mut payload, name, typed(cx, field));
    }
    if kind == "FGIS_ZERNO" && !cx.form.get("fourth").is_empty() {
        let year: u16 = cx.form.get("fourth").parse().map_err(|_| Problem::field("fourth", cx.w.problem.not_a_number))?;
        insert(&mut payload, "harvest_year", Some(Value::from(year)));
    }
    Ok(Some(payload))
}

/// The same with its status, as an invoice takes it.
pub(super) fn artifact(cx: &Cx<'_>) -> Taken {
    let mut artifact = json!({ "status": cx.form.get("status") });
    insert(&mut artifact, "payload", payload(cx)?);
    Ok(Some(artifact))
}

/// A lot of goods as typed; nothing where no number was.
pub(super) fn batch(number: &str, expires: &str) -> Option<Value> {
    let mut batch = json!({ "number": number });
    insert(&mut batch, "expires", Some(expires).filter(|day| !day.is_empty()).map(Value::from));
    (!number.is_empty()).then_some(batch)
}

/// The fields of a rate, for a deal in another currency than the user's books.
pub(super) fn rate_fields(cx: &Cx<'_>, form: FormView, currency: &str) -> FormView {
    let claims = &cx.w.claims;
    if currency == cx.currency.code() {
        return form;
    }
    form.hidden("rate_from", currency)
        .field(Field::decimal("rate", claims.rate).hint(claims.currency_rates).optional())
        .field(Field::choice("rate_to", claims.rate_to, currencies()).value(cx.currency.code()))
        .field(Field::text("rate_source", claims.rate_source).optional())
        .field(Field::day("rate_day", claims.rate_day).value(cx.f.today()))
}

/// The rate as the API takes it; nothing when none was typed.
pub(super) fn rates(cx: &Cx<'_>) -> Option<Value> {
    let rate = decimal(cx, "rate")?;
    let text = |name: &str| cx.form.get(name).to_owned();
    let [from, to, source, day] = ["rate_from", "rate_to", "rate_source", "rate_day"].map(text);
    Some(json!([{ "from": from, "to": to, "rate": rate, "source": source, "day": day }]))
}
