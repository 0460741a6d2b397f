//! Mutual debts of an own company and a party close each other without money.

use std::collections::BTreeSet;

use serde_json::json;

use super::{CASHIERS, Names, ROWS, Tab, companies, invoices, tabs, take};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::trade::InvoiceItem;
use crate::pages::goods::typed_money;
use crate::pages::kit::{Field, FormView, Head, Refused, Sheet, asked, at, done, is_saved, made, tried, typed};
use crate::pages::order_form::insert;
use crate::problem::Problem;

const PATH: &str = "/console/commerce/payments/offset";

/// Open invoices of a company in one direction that are in the books.
async fn open(cx: &Cx<'_>, party: &str, direction: &str) -> Result<Vec<InvoiceItem>, Problem> {
    let query = [("party_id", party), ("direction", direction), ("due", "open"), ("limit", ROWS)];
    let mut listed: Listed<InvoiceItem> = cx.get("/commerce/invoices", &[], &query).await?;
    let side = |invoice: &InvoiceItem| if direction == "AR" { invoice.creditor == party } else { invoice.debtor == party };
    listed.items.retain(side);
    listed.items.retain(|invoice| matches!(invoice.status.as_str(), "POSTED" | "PARTIALLY_PAID") && !invoice.open.is_zero());
    Ok(listed.items)
}

fn named(cx: &Cx<'_>, items: &[InvoiceItem], is_with: impl Fn(&InvoiceItem) -> bool) -> Vec<(String, String)> {
    let text = |invoice: &InvoiceItem| {
        let number = invoice.number.as_deref().unwrap_or(cx.w.invoices.no_number);
        (invoice.invoice_id.clone(), format!("{number} · {}: {}", cx.w.invoices.open, cx.f.money(&invoice.open)))
    };
    items.iter().filter(|invoice| is_with(invoice)).map(text).collect()
}

/// The page: a company, a party that owes it and is owed by it, and one invoice of each way.
pub(super) async fn page(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.claims;
    let mut refused = None;
    if is_saved(cx) {
        match tried("offset", save(cx).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let own = companies(cx).await?;
    let party = if cx.form.get("party_id").is_empty() { invoices::side(cx, &own) } else { cx.form.get("party_id") }.to_owned();
    let head = Head::new(cx.w, tabs(cx, Tab::Payments), words.offset).lead(words.offset_hint);
    if party.is_empty() {
        let sheet = Sheet::new().raw(&head.html()).text("callout warn", cx.w.overview.no_company);
        return Ok(Page::still(Section::Commerce, words.offset, sheet.html()).into());
    }
    let (incoming, outgoing) = (open(cx, &party, "AR").await?, open(cx, &party, "AP").await?);
    let owed: BTreeSet<&str> = outgoing.iter().map(|invoice| invoice.creditor.as_str()).collect();
    let mutual: BTreeSet<&str> = incoming.iter().map(|invoice| invoice.debtor.as_str()).filter(|id| owed.contains(id)).collect();
    let wanted = if cx.form.get("with").is_empty() { asked(cx, "with") } else { cx.form.get("with") };
    let with = mutual.iter().copied().find(|id| *id == wanted).or_else(|| mutual.iter().copied().next().filter(|_| wanted.is_empty()));
    let names = super::names(cx, mutual.iter().map(|id| (*id).to_owned()).collect()).await?;
    let fields = vec![
        Field::choice("party_id", cx.w.invoices.company, own).value(&party),
        Field::choice("with", words.offset_with, partners(&mutual, &names)).value(with.unwrap_or_default()),
    ];
    let sheet = Sheet::new().raw(&head.filter(PATH, fields).html());
    let sheet = match with {
        Some(_) if !cx.may(CASHIERS) => sheet.text("muted", words.offset_not_for_you),
        Some(with) => {
            let form = FormView::page(cx.w, "offset", PATH.to_owned(), words.offset, "/console/commerce/payments".to_owned())
                .hidden("party_id", &party)
                .hidden("with", with)
                .hidden("currency", incoming.iter().find(|one| one.debtor == with).map(|one| one.open.currency.clone()).unwrap_or_default())
                .field(Field::choice("first", words.offset_first, named(cx, &incoming, |one| one.debtor == with)).wide())
                .field(Field::choice("second", words.offset_second, named(cx, &outgoing, |one| one.creditor == with)).wide())
                .field(Field::decimal("amount", words.offset_amount).optional())
                .field(Field::day("day", cx.w.invoices.issue_day).optional())
                .field(Field::text("basis", words.offset_basis).optional().wide());
            sheet.form(form, refused.as_ref(), cx.form)
        }
        None if mutual.is_empty() => sheet.text("callout", words.no_partner),
        None => sheet.text("callout", words.no_offset),
    };
    Ok(Page::still(Section::Commerce, words.offset, sheet.html()).with_maybe(Refused::problem(refused)).into())
}

fn partners(mutual: &BTreeSet<&str>, names: &Names) -> Vec<(String, String)> {
    mutual.iter().map(|id| ((*id).to_owned(), names.of(id).to_owned())).collect()
}

async fn save(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let mut body = json!({});
    for name in ["first", "second", "day", "basis"] {
        insert(&mut body, name, typed(cx, name));
    }
    insert(&mut body, "amount", typed_money(cx.form.get("amount"), take::form_currency(cx), "amount", cx.w)?);
    let answer = cx.send("POST", "/commerce/offsets", &[], body).await?;
    Ok(done(&at("commerce/payments", made(&answer)), "saved"))
}
