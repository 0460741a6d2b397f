//! What an own company and a party owe each other: documents by day, and the balance.

use super::{Tab, companies, invoices, tabs};
use crate::context::Cx;
use crate::format::Amount;
use crate::frame::{Page, Reply, Section};
use crate::model::commerce::{AccountLine, Party, PartyAccount};
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet, asked, at};
use crate::problem::Problem;
use crate::words::fill;

/// An amount without its sign, and whether it was below zero.
fn absolute(amount: &Amount) -> (Amount, bool) {
    match amount.amount.strip_prefix('-') {
        Some(digits) => (Amount { amount: digits.to_owned(), currency: amount.currency.clone() }, true),
        None => (amount.clone(), false),
    }
}

/// A balance, with who owes.
fn balance(cx: &Cx<'_>, amounts: &[Amount]) -> String {
    let desk = &cx.w.party_desk;
    let open: Vec<String> = amounts
        .iter()
        .filter(|amount| !amount.is_zero())
        .map(|amount| {
            let (absolute, below) = absolute(amount);
            format!("{}: {}", if below { desk.we_owe } else { desk.we_are_owed }, cx.f.money(&absolute))
        })
        .collect();
    if open.is_empty() { desk.settled_up.to_owned() } else { open.join("; ") }
}

fn table(cx: &Cx<'_>, account: &PartyAccount) -> Grid {
    let desk = &cx.w.party_desk;
    let row = |line: &AccountLine| {
        let (amount, less) = absolute(&line.amount);
        let (more, less) = if less { (Cell::empty(), Cell::money(cx.f, &amount)) } else { (Cell::money(cx.f, &amount), Cell::empty()) };
        let place = if line.kind == "PAYMENT" { "commerce/payments" } else { "commerce/invoices" };
        vec![
            Cell::link(cx.f.day(&line.day), at(place, &line.document)),
            Cell::text(cx.w.statement_kind(&line.kind)).sub(line.text.as_deref().unwrap_or_default()),
            more,
            less,
        ]
    };
    let columns =
        vec![Column::text(cx.w.kit.day), Column::text(cx.w.kit.document), Column::number(desk.owes_more), Column::number(desk.owes_less)];
    Grid::page(cx.w, columns, (desk.nothing_happened, desk.nothing_happened_do)).rows(account.lines.iter().map(row))
}

/// The statement of a party.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let desk = &cx.w.party_desk;
    let party: Party = cx.get("/commerce/parties/{party_id}", &[id], &[]).await?;
    let others: Vec<(String, String)> = companies(cx).await?.into_iter().filter(|(company, _)| *company != party.party_id).collect();
    let title = fill(desk.statement_of, &[&party.profile.name]);
    let back = at("commerce/parties", &party.party_id);
    let path = format!("{back}/statement");
    let own = invoices::side(cx, &others);
    let head = Head::new(cx.w, tabs(cx, Tab::Parties), &title).link(back, cx.w.frame.back.to_owned());
    if own.is_empty() {
        let sheet = Sheet::new().raw(&head.html()).text("callout warn", cx.w.overview.no_company);
        return Ok(Page::still(Section::Commerce, title, sheet.html()).into());
    }
    let query = [("from", asked(cx, "from")), ("until", asked(cx, "until"))];
    let account: PartyAccount = cx.get("/commerce/statements/{party_id}/{other}", &[own, &party.party_id], &query).await?;
    let fields = vec![
        Field::choice("party_id", cx.w.invoices.company, others.clone()).value(own),
        Field::day("from", cx.w.kit.from).value(asked(cx, "from")),
        Field::day("until", cx.w.kit.to).value(&account.until),
    ];
    let sums =
        vec![(desk.opening, Cell::text(balance(cx, &account.opening))), (desk.closing, Cell::text(balance(cx, &account.closing)).strong())];
    let live = Sheet::new().facts("", &sums);
    let live = if account.complete { live } else { live.text("callout warn", desk.statement_cut) };
    let page = Page::live(Section::Commerce, title, head.filter(&path, fields).html(), live.grid(&table(cx, &account)).html());
    Ok(Page { every_ms: 10_000, ..page }.into())
}
