//! One fact: what was done, what was billed of it, what proves it.

use super::{CASHIERS, Names, SENIORS, Tab, WRITERS, artifacts, entry_links, facts, papers, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::fact::{Fact, FactLine, Proof, Recognised};
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, at};
use crate::problem::Problem;
use crate::words::fill;

fn lines(cx: &Cx<'_>, fact: &Fact) -> Grid {
    let words = &cx.w.facts;
    let row = |line: &FactLine| {
        let content = &line.line;
        let quantity = |text: &str| Cell::text(format!("{} {}", cx.f.quantity(text), content.unit));
        let batch = content.batch.as_ref();
        let good = batch.and_then(|batch| batch.expires.as_deref()).map(|day| fill(cx.w.invoices.until, &[&cx.f.day(day)]));
        let number = |(index, id): (usize, &String)| {
            let label = if index == 0 { cx.w.money.invoice.to_owned() } else { index.saturating_add(1).to_string() };
            (at("commerce/invoices", id), label)
        };
        let mut billed = quantity(&line.billed);
        billed.links = line.invoices.iter().enumerate().map(number).collect();
        vec![
            Cell::text(&content.article.name).sub(&content.article.code),
            Cell::text(batch.map(|batch| batch.number.clone()).unwrap_or_default()).sub(good.unwrap_or_default()),
            quantity(&content.quantity),
            billed,
            quantity(&line.open),
            content.unit_cost.as_ref().map_or_else(Cell::empty, |cost| Cell::money(cx.f, cost)),
            line.amount.as_ref().map_or_else(Cell::empty, |amount| Cell::money(cx.f, amount)),
        ]
    };
    let columns = vec![
        Column::text(words.what),
        Column::text(cx.w.proofs.batch),
        Column::number(cx.w.contracts.quantity),
        Column::number(words.billed),
        Column::number(words.open),
        Column::number(words.cost),
        Column::number(cx.w.kit.amount),
    ];
    Grid::part(cx.w, words.lines, columns, (words.empty, "")).rows(fact.lines.iter().map(row))
}

fn proofs(cx: &Cx<'_>, fact: &Fact) -> Grid {
    let words = &cx.w.facts;
    let id = &fact.summary.fact_id;
    let row = |proof: &Proof| {
        let file = format!("{}/proofs/{}", at("commerce/facts", id), crate::http::encoded(&proof.sha256));
        vec![Cell::link(&proof.name, file), Cell::text(cx.w.desk_code(&proof.kind)), Cell::text(&proof.sha256).mono()]
    };
    let columns = vec![Column::text(words.document), Column::text(cx.w.proofs.kind), Column::text(cx.w.entries.hash)];
    Grid::part(cx.w, words.proofs, columns, (words.no_proofs, "")).rows(fact.proofs.iter().map(row))
}

fn recognised(cx: &Cx<'_>, fact: &Fact) -> Option<Grid> {
    let words = &cx.w.proofs;
    let row = |one: &Recognised| {
        let cost = one.cost.as_ref().map_or_else(Cell::empty, |cost| Cell::money(cx.f, cost));
        vec![Cell::text(cx.f.day(&one.on)), Cell::money(cx.f, &one.amount), cost]
    };
    let columns = vec![Column::text(cx.w.kit.day), Column::number(cx.w.facts.recognised), Column::number(cx.w.facts.cost)];
    let grid = Grid::part(cx.w, words.recognised, columns, (words.none_recognised, "")).rows(fact.recognised.iter().map(row));
    Some(grid).filter(|_| fact.summary.contract_id.is_some())
}

fn forms(cx: &Cx<'_>, fact: &Fact, refused: Option<&Refused>) -> Sheet {
    let (words, proofs, summary) = (&cx.w.facts, &cx.w.proofs, &fact.summary);
    let path = at("commerce/facts", &summary.fact_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let mut sheet = Sheet::new();
    let usual = match summary.kind.kind.as_str() {
        "GOODS_SHIPMENT" => Some("waybill"),
        "SERVICE_ACT" | "LEASE_USAGE" => Some("act"),
        _ => None,
    };
    // What happens inside a company has no paper.
    if let Some(usual) = usual.filter(|_| cx.may(WRITERS)) {
        let named = ["waybill", "act"].map(|form| (form.to_owned(), cx.w.money_code(form).to_owned())).to_vec();
        let form = Field::choice("form", cx.w.invoices.form, named).value(usual);
        sheet = sheet.form(fold("print", cx.w.invoices.print).field(form).field(papers::language(cx)), refused, cx.form);
    }
    if summary.reversed || summary.reverses.is_some() {
        return sheet;
    }
    if cx.may(WRITERS) && fact.recognition == "ON_TRANSFER" && fact.recognised.is_empty() {
        let form = fold("transfer-title", proofs.transfer_title).hint(proofs.transfer_title_hint);
        sheet = sheet.form(form.field(Field::day("on", cx.w.kit.day).value(cx.f.today())).open(true), refused, cx.form);
    }
    if cx.may(SENIORS) && fact.recognition == "OVER_TIME" && summary.contract_id.is_some() {
        let form = fold("recognise", proofs.recognise).hint(proofs.recognise_hint).field(Field::day("month", proofs.month));
        sheet = sheet.form(form, refused, cx.form);
    }
    if cx.may(CASHIERS) && !fact.lines.is_empty() {
        let named = |line: &FactLine| (line.line.n.to_string(), format!("{}. {}", line.line.n, line.line.article.name));
        let known = fact.lines.iter().find_map(|line| line.line.unit_cost.as_ref());
        let currency = known.map_or_else(|| cx.currency.code().to_owned(), |cost| cost.currency.clone());
        let form = fold("correct-cost", proofs.correct_cost)
            .hidden("currency", currency)
            .field(Field::choice("line", proofs.line, fact.lines.iter().map(named).collect()))
            .field(Field::decimal("unit_cost", words.cost));
        sheet = sheet.form(form, refused, cx.form);
    }
    if cx.may(WRITERS) {
        sheet = sheet.form(artifacts::form(cx, fold("artifact", proofs.add_artifact)), refused, cx.form);
    }
    if cx.may(SENIORS) {
        let form = fold("reverse", words.reverse).hint(words.reverse_hint).field(Field::text("reason", cx.w.frame.reason)).danger();
        sheet = sheet.form(form, refused, cx.form);
    }
    sheet
}

fn about(cx: &Cx<'_>, fact: &Fact, names: &Names) -> Vec<(&'static str, Cell)> {
    let (words, summary) = (&cx.w.facts, &fact.summary);
    let link = |place: &str, id: &Option<String>, label: &str| Cell::links(id.iter().map(|id| (at(place, id), label.to_owned())).collect());
    let mut parties = vec![&summary.seller, &summary.buyer];
    parties.dedup();
    let party = |id: &String| (at("commerce/parties", id), names.of(id).to_owned());
    let moves = format!("/console/commerce/stock/moves?fact_id={}", crate::http::encoded(&summary.fact_id));
    let recognition = if summary.contract_id.is_some() { cx.w.trade(&fact.recognition) } else { "" };
    vec![
        (words.between, Cell::links(parties.into_iter().map(party).collect())),
        (cx.w.frame.status, facts::state(cx, summary).sub(if summary.intercompany { words.intercompany } else { "" })),
        (words.posted_on, Cell::text(cx.f.day(&summary.posted_on))),
        (words.document, Cell::text(summary.document.as_deref().unwrap_or_default())),
        (cx.w.contracts.recognition, Cell::text(recognition)),
        (words.contract, link("commerce/contracts", &summary.contract_id, words.contract)),
        (words.reversal, link("commerce/facts", &summary.reverses, words.title)),
        (cx.w.holdings.moves, Cell::links(vec![(moves, cx.w.holdings.moves.to_owned())])),
        (cx.w.kit.entries, entry_links(cx, "commerce.fulfillment-event", &summary.fact_id, &fact.entries)),
    ]
}

/// One fact.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let fact: Fact = cx.get("/commerce/facts/{fact_id}", &[id], &[]).await?;
    let summary = &fact.summary;
    let ends = vec![(summary.seller.as_str(), summary.seller_name.as_deref()), (summary.buyer.as_str(), summary.buyer_name.as_deref())];
    let names = Names::of_rows(cx, ends).await?;
    let title = fill(cx.w.facts.one, &[cx.w.trade(&summary.kind.kind), &cx.f.day(&summary.occurred)]);
    let mut wide = Sheet::new().grid(&lines(cx, &fact));
    if let Some(grid) = recognised(cx, &fact) {
        wide = wide.grid(&grid);
    }
    let at_fact = format!("{}/artifact-status", at("commerce/facts", id));
    let wide = wide.grid(&proofs(cx, &fact)).grid(&artifacts::grid(cx, &fact.artifacts, Some(&at_fact)));
    let narrow = Sheet::new().facts("", &about(cx, &fact, &names)).card(cx.w.frame.actions, forms(cx, &fact, refused.as_ref()));
    let narrow = narrow.grid(&papers::grid(cx, "facts", id).await?);
    let head = Head::new(cx.w, tabs(cx, Tab::Facts), &title).button(
        cx.may(WRITERS),
        format!("{}/proof", at("commerce/facts", id)),
        cx.w.proofs.attach,
    );
    let live = Sheet::new().columns(wide, narrow);
    Ok(Page::live(Section::Commerce, title, head.html(), live.html()).with_maybe(Refused::problem(refused)).into())
}
