//! One order: figures, lines, what it takes to pass, and what may be done with it.

use super::{ADMINISTRATORS, CANCELLERS, EVERY_MS, SELLERS, Tab, dashboard, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::margin::{CalculationItem, Posting, Proposal, Shipment, Terms, WhatIf};
use crate::pages::figures;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, at};
use crate::problem::Problem;
use crate::words::fill;

/// Judgements that the page lists.
const JUDGEMENTS: &str = "10";

fn is(item: &Shipment, statuses: &[&str]) -> bool {
    statuses.contains(&item.summary.status.as_str())
}

/// What the manager is asked to accept.
fn proposal(cx: &Cx<'_>, shipment: &Shipment, proposal: &Proposal, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.margin;
    let path = at("profitability/shipments", &shipment.summary.shipment_id);
    let (told, terms): (&str, Vec<String>) = match &proposal.terms {
        Terms::Prices { prices } => {
            let term = |price: &crate::model::margin::LinePrice| {
                format!("{}: {}", fill(words.line_of, &[&price.line.to_string()]), cx.f.money(&price.price))
            };
            (words.prices_proposed, prices.iter().map(term).collect())
        }
        Terms::DropLines { lines } => (words.drop_proposed, lines.iter().map(|line| fill(words.line_of, &[&line.to_string()])).collect()),
    };
    let round = proposal.round.map(|round| fill(cx.w.approval.round, &[&round.to_string()])).unwrap_or_default();
    let who = [proposal.approver.as_deref().unwrap_or_default(), &round];
    let who: Vec<&str> = who.into_iter().filter(|text| !text.is_empty()).collect();
    let mut sheet =
        Sheet::new().text("callout warn", told).items(&terms).text("muted", &format!("{}: {}", who.join(", "), proposal.reason));
    if cx.may(SELLERS) {
        let fold = |name: &'static str, title: &'static str| {
            let form = FormView::fold(cx.w, name, format!("{path}/{name}"), title);
            form.hidden("proposal", &proposal.id).hidden("_version", shipment.summary.version.to_string())
        };
        sheet = sheet.form(fold("accept", words.accept).key("a"), refused, cx.form).form(
            fold("decline", words.decline).key("r").field(Field::text("reason", cx.w.frame.reason).wide()),
            refused,
            cx.form,
        );
    }
    sheet
}

fn seller_forms(cx: &Cx<'_>, shipment: &Shipment, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.margin;
    let path = at("profitability/shipments", &shipment.summary.shipment_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let reason = || Field::text("reason", cx.w.frame.reason).wide();
    let mut sheet = Sheet::new();
    if !cx.may(SELLERS) {
        return sheet;
    }
    if is(shipment, &["draft", "awaiting-stock"]) {
        let submit = fold("submit", words.submit)
            .hint(words.justification_hint)
            .hidden("_version", shipment.summary.version.to_string())
            .field(Field::area("justification", words.justification).optional())
            .field(Field::tick("emergency", words.emergency).hint(words.emergency_hint))
            .key("s");
        sheet = sheet.form(submit, refused, cx.form);
    }
    if is(shipment, &["pending-approval", "partially-approved"]) {
        sheet = sheet.form(fold("withdraw", words.withdraw).field(reason().optional()), refused, cx.form);
    }
    if is(shipment, &["draft"]) {
        sheet = sheet.form(fold("await-stock", words.await_stock), refused, cx.form);
    }
    if is(shipment, &["overdue", "awaiting-stock", "rejected", "approval-expired"]) {
        sheet = sheet.form(fold("reopen", words.reopen), refused, cx.form);
    }
    sheet
}

fn forms(cx: &Cx<'_>, shipment: &Shipment, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.margin;
    let path = at("profitability/shipments", &shipment.summary.shipment_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let reason = || Field::text("reason", cx.w.frame.reason).wide();
    let mut sheet = seller_forms(cx, shipment, refused);
    let waits = shipment.handed_over.as_ref().is_some_and(|handed| !handed.confirmed);
    if waits && cx.may(ADMINISTRATORS) {
        let reference = shipment.handed_over.as_ref().map(|handed| handed.reference.clone()).unwrap_or_default();
        let form = fold("confirm", words.confirm_hand_over).field(Field::text("reference", words.reference).value(reference));
        sheet = sheet.form(form, refused, cx.form);
    }
    if !cx.may(CANCELLERS) {
        return sheet;
    }
    if is(shipment, &["approved"]) && shipment.handed_over.is_none() {
        let form = fold("hand-over", words.hand_over).hint(words.hand_over_hint).field(Field::text("reference", words.reference));
        sheet = sheet.form(form.danger(), refused, cx.form);
    }
    if is(shipment, &["in-progress"]) {
        sheet = sheet.form(fold("close", words.close_partially).field(reason()).danger(), refused, cx.form);
    }
    let open =
        &["draft", "awaiting-stock", "pending-approval", "partially-approved", "rejected", "approval-expired", "approved", "overdue"];
    if is(shipment, open) && shipment.handed_over.is_none() {
        sheet = sheet.form(fold("cancel", words.cancel).field(reason()).danger(), refused, cx.form);
    }
    sheet
}

fn about(cx: &Cx<'_>, shipment: &Shipment) -> Vec<(&'static str, Cell)> {
    let (words, item) = (&cx.w.margin, &shipment.summary);
    let strategic = if shipment.client.strategic { words.strategic } else { "" };
    let process = shipment.process.as_deref().map(|id| {
        let submission = fill(cx.w.approval.submission, &[&shipment.submission.to_string()]);
        Cell::link(submission, at("approvals/processes", id))
    });
    let approval = shipment.approval.as_ref().map(|approval| {
        let who = approval.approver.as_deref().unwrap_or_default();
        let said = format!("{} · {} {who}", cx.w.margin_code(&approval.by), cx.w.margin_code(&approval.level));
        let until = fill(words.valid_until, &[&cx.f.moment(&approval.valid_until)]);
        let comment = approval.comment.as_deref().map(|text| format!(": {text}")).unwrap_or_default();
        Cell::text(format!("{}{comment}", said.trim())).sub(format!("{} · {until}", cx.f.moment(&approval.decided_at)))
    });
    let handed = shipment.handed_over.as_ref().map(|handed| {
        let state = if handed.confirmed { words.confirmed } else { words.not_confirmed };
        Cell::text(cx.f.moment(&handed.at)).sub(format!("{} · {state}", handed.reference))
    });
    vec![
        (words.client, Cell::link(&shipment.client.name, at("profitability/clients", &shipment.client.id)).sub(strategic)),
        (words.estimate, Cell::link(words.open_estimate, at("profitability/estimates", &item.estimate_id))),
        (words.manager, Cell::text(&item.manager)),
        (words.source, Cell::text(cx.w.margin_code(&item.source))),
        (cx.w.approval.processes, process.unwrap_or_default()),
        (words.justification, Cell::text(shipment.justification.as_deref().unwrap_or_default())),
        (words.approval, approval.unwrap_or_default()),
        (words.refusal, Cell::text(shipment.refusal.as_deref().unwrap_or_default())),
        (words.handed_over, handed.unwrap_or_default()),
    ]
}

/// What it takes to pass without a person: only while it is not decided.
async fn what_if(cx: &Cx<'_>, shipment: &Shipment) -> Result<Sheet, Problem> {
    let words = &cx.w.margin;
    let item = &shipment.summary;
    if !is(shipment, &["draft", "awaiting-stock", "rejected", "approval-expired"]) {
        return Ok(Sheet::new());
    }
    let query = [("shipment_id", item.shipment_id.as_str())];
    let found: WhatIf = match cx.get("/profitability/estimates/{estimate_id}/what-if", &[&item.estimate_id], &query).await {
        Ok(found) => found,
        Err(problem) if problem.is_signed_out() => return Err(problem),
        // The order is worth more than the forecast of it.
        Err(problem) => return Ok(Sheet::new().card(words.what_if, Sheet::new().text("callout warn", problem.headline(cx.w)))),
    };
    let href =
        format!("{}/what-if?shipment_id={}", at("profitability/estimates", &item.estimate_id), crate::http::encoded(&item.shipment_id));
    Ok(super::what_if::verdict(cx, &found).link(href, words.what_if_other))
}

fn postings(cx: &Cx<'_>, shipment: &Shipment) -> Sheet {
    let words = &cx.w.margin;
    if shipment.postings.is_empty() {
        return Sheet::new();
    }
    let row = |posting: &Posting| {
        let lines = posting.lines.iter();
        let lines: Vec<String> = lines
            .map(|line| {
                let back = Some(&line.returned).filter(|back| !back.is_empty() && *back != "0");
                let back = back.map(|back| format!(" ({})", fill(words.returned, &[&cx.f.quantity(back)]))).unwrap_or_default();
                format!(
                    "{} × {}{back}: {} − {}",
                    line.product,
                    cx.f.quantity(&line.quantity),
                    cx.f.bare(&line.revenue),
                    cx.f.bare(&line.cost)
                )
            })
            .collect();
        vec![Cell::text(&posting.document), Cell::text(cx.f.day(&posting.on)), Cell::text(lines.join("; "))]
    };
    let columns = vec![Column::text(cx.w.kit.document), Column::text(cx.w.kit.day), Column::text(words.shipped_lines)];
    Sheet::new().grid(&Grid::part(cx.w, words.postings, columns, (words.no_lines, "")).rows(shipment.postings.iter().map(row)))
}

fn violations(cx: &Cx<'_>, shipment: &Shipment) -> Sheet {
    shipment.violations.iter().fold(Sheet::new(), |sheet, violation| {
        let line = violation.line.map(|line| fill(cx.w.margin.line_of, &[&line.to_string()]));
        let of = [Some(violation.document.clone()), line, violation.product.clone()];
        let of: Vec<String> = of.into_iter().flatten().collect();
        sheet.text("callout bad", &format!("{}: {}", cx.w.margin_code(&violation.what), of.join(", ")))
    })
}

fn judgements(cx: &Cx<'_>, items: &[CalculationItem]) -> Grid {
    let words = &cx.w.margin;
    let row = |item: &CalculationItem| {
        let judged = &item.summary;
        vec![
            Cell::link(cx.f.short(&item.calculated_at), at("profitability/calculations", &judged.calculation)),
            Cell::text(figures::percent(cx, Some(judged.plan))),
            Cell::text(figures::percent(cx, judged.cumulative)),
            figures::deviation(cx, judged.deviation),
        ]
    };
    let columns =
        vec![Column::text(words.calculated), Column::number(words.plan), Column::number(words.cumulative), Column::number(words.deviation)];
    Grid::part(cx.w, words.judgements, columns, (words.not_judged, "")).rows(items.iter().map(row))
}

/// The lines as they are ordered, while nothing was judged.
fn ordered(cx: &Cx<'_>, shipment: &Shipment) -> Grid {
    let words = &cx.w.margin;
    let row = |line: &crate::model::margin::OrderLine| {
        vec![
            Cell::text(fill(words.line_of, &[&line.line.to_string()])),
            Cell::text(cx.f.quantity(&line.quantity)),
            Cell::money(cx.f, &line.price),
        ]
    };
    let columns = vec![Column::text(words.goods), Column::number(words.quantity), Column::number(words.price)];
    Grid::part(cx.w, words.lines, columns, (words.no_lines, "")).rows(shipment.lines.iter().map(row))
}

/// The page.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let shipment: Shipment = cx.get("/profitability/shipments/{shipment_id}", &[id], &[]).await?;
    let query = [("limit", JUDGEMENTS)];
    let judged: Listed<CalculationItem> = cx.get("/profitability/shipments/{shipment_id}/calculations", &[id], &query).await?;
    let passes = what_if(cx, &shipment).await?;
    let item = &shipment.summary;
    let title = fill(words.one_order, &[&item.number]);
    let revisable = is(&shipment, &["draft", "awaiting-stock", "rejected", "approval-expired", "approved"]);
    let mut head = Head::new(cx.w, tabs(cx, Tab::Shipments), &title)
        .area(words.title)
        .badge(cx.w.margin_code(&item.status), tone(&item.status))
        .badge(cx.w.margin_code(&item.priority), if item.priority == "P1" { "warn" } else { "plain" })
        .lead(dashboard::remarks(cx, item))
        .button(
            revisable && shipment.handed_over.is_none() && cx.may(CANCELLERS),
            format!("{}/lines", at("profitability/shipments", id)),
            words.revise,
        );
    if shipment.emergency {
        head = head.badge(cx.w.margin_code("emergency"), "bad");
    }
    let mut wide = violations(cx, &shipment);
    if let Some(open) = &shipment.proposal {
        wide = wide.card(words.proposal, proposal(cx, &shipment, open, refused.as_ref()));
    }
    wide = match &shipment.calculation {
        Some(record) => wide.raw(&figures::card(cx, &record.facts).html()).raw(&figures::units(cx, &record.facts).html()),
        None => wide.grid(&ordered(cx, &shipment)),
    };
    let wide = wide.raw(&postings(cx, &shipment).html());
    let narrow = Sheet::new()
        .card(cx.w.frame.actions, forms(cx, &shipment, refused.as_ref()))
        .raw(&passes.html())
        .facts("", &about(cx, &shipment))
        .grid(&judgements(cx, &judged.items));
    let mut live = Sheet::new().columns(wide, narrow);
    if let Some(record) = &shipment.calculation {
        live = live.grid(&figures::lines(cx, &record.facts));
    }
    let page = Page::live(Section::Profitability, &title, head.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}
