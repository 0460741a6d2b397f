//! One estimate: plan against fact, line by line, and who edits it.

use super::{ADMINISTRATORS, CANCELLERS, SELLERS, SENIORS, Tab, estimates, order_form, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::margin::{Estimate, EstimateLine, EstimateOrder, LineCost, PlanChange};
use crate::pages::figures;
use crate::pages::kit::bars::{self, Row};
use crate::pages::kit::deed::plain_percent;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, at};
use crate::problem::Problem;
use crate::words::fill;

/// How often the page looks for news, in milliseconds: it may have a thousand lines.
const EVERY_MS: u32 = 10_000;
/// Lines that are drawn, the worst first: more become a wall.
const DRAWN_MAX: usize = 20;

/// The lines whose margins are farthest below the plan.
fn drawn(cx: &Cx<'_>, estimate: &Estimate) -> Sheet {
    let words = &cx.w.margin;
    let plan = estimate.summary.plan;
    let mut judged: Vec<(&EstimateLine, i64)> =
        estimate.lines.iter().filter(|line| !line.non_liquid).filter_map(|line| line.profitability.map(|margin| (line, margin))).collect();
    judged.sort_by_key(|(_, margin)| *margin);
    let row = |(line, margin): &(&EstimateLine, i64)| Row {
        label: format!("{}. {}", line.line, line.name),
        value: Some(*margin),
        text: cx.f.percent(*margin),
        good: *margin >= plan,
    };
    let rows: Vec<Row> = judged.iter().take(DRAWN_MAX).map(row).collect();
    if rows.is_empty() {
        return Sheet::new();
    }
    let hint = fill(words.against_plan, &[&cx.f.percent(plan)]);
    Sheet::new().card(words.worst_lines, Sheet::new().raw(&bars::draw(words.worst_lines, &rows, Some(plan))).text("hint", &hint))
}

fn fact(cx: &Cx<'_>, estimate: &Estimate) -> Vec<(&'static str, Cell)> {
    let (words, item) = (&cx.w.margin, &estimate.summary);
    let money = |amount: &Option<crate::format::Amount>| amount.as_ref().map_or_else(Cell::empty, |amount| Cell::money(cx.f, amount));
    let renewals = fill(words.renewals, &[&estimate.manual_renewals.to_string(), &estimate.extensions.to_string()]);
    vec![
        (words.fulfilment, Cell::text(figures::percent(cx, item.fulfilment))),
        (words.total, Cell::money(cx.f, &item.total).strong()),
        (words.revenue, money(&estimate.shipped_revenue)),
        (words.cost_of, money(&estimate.shipped_cost)),
        (words.cost_age, Cell::badge(cx.w.margin_code(&estimate.cost_age), figures::age_tone(&estimate.cost_age))),
        (words.client, Cell::link(&item.client_name, at("profitability/clients", &item.client_id))),
        (words.manager, Cell::text(&item.manager)),
        (words.unit, Cell::text(&item.unit)),
        (cx.w.parties.valid, Cell::text(estimates::days(cx, item)).sub(renewals)),
        (words.pending, Cell::text(item.pending.to_string())),
    ]
}

fn lines(cx: &Cx<'_>, estimate: &Estimate) -> Grid {
    let words = &cx.w.margin;
    let row = |line: &EstimateLine| {
        let (cost, method) = match &line.cost {
            LineCost::Known { npss, method } => (Cell::sum(cx.f, npss), cx.w.margin_code(method)),
            LineCost::Missing => (Cell::badge(words.cost_missing, "bad"), ""),
        };
        let age = line.cost_age_days.map(|days| fill(words.days, &[&days.to_string()])).unwrap_or_default();
        let age: Vec<&str> = [method, age.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
        let below = line.profitability.is_some_and(|margin| margin < estimate.summary.plan) && !line.non_liquid;
        let note = if line.non_liquid { words.non_liquid } else { "" };
        vec![
            Cell::text(format!("{}. {}", line.line, line.name)).sub(format!("{} · {}", line.product, line.unit)),
            Cell::sum(cx.f, &line.price),
            line.minimum_price.as_ref().map_or_else(Cell::empty, |price| Cell::sum(cx.f, price)),
            cost.sub(age.join(" · ")),
            Cell::badge(figures::percent(cx, line.profitability), if below { "warn" } else { "plain" }).sub(note),
            Cell::text(cx.f.quantity(&line.quantity)),
            Cell::text(cx.f.quantity(&line.shipped)),
            Cell::text(cx.f.quantity(&line.available)).strong(),
        ]
    };
    let columns = vec![
        Column::text(words.goods),
        Column::number(words.price),
        Column::number(words.minimum),
        Column::number(words.cost),
        Column::number(words.margin),
        Column::number(words.quantity),
        Column::number(words.shipped),
        Column::number(words.available),
    ];
    Grid::part(cx.w, words.lines, columns, (words.no_lines, "")).rows(estimate.lines.iter().map(row))
}

fn orders(cx: &Cx<'_>, estimate: &Estimate) -> Grid {
    let words = &cx.w.margin;
    let row = |order: &EstimateOrder| {
        vec![
            Cell::link(&order.number, at("profitability/shipments", &order.shipment_id)),
            Cell::badge(cx.w.margin_code(&order.standing), tone(&order.standing)),
        ]
    };
    let columns = vec![Column::text(words.order), Column::text(cx.w.frame.status)];
    Grid::part(cx.w, words.orders_of, columns, (words.no_orders, "")).rows(estimate.orders.iter().map(row))
}

fn changes(cx: &Cx<'_>, estimate: &Estimate) -> Sheet {
    let words = &cx.w.margin;
    let told = |change: &PlanChange| {
        let (from, to) = (cx.f.percent(change.from), cx.f.percent(change.to));
        format!("{} · {} · {from} → {to}: {}", cx.f.moment(&change.at), change.by, change.reason)
    };
    let items: Vec<String> = estimate.plan_changes.iter().rev().map(told).collect();
    if items.is_empty() { Sheet::new() } else { Sheet::new().card(words.plan_changes, Sheet::new().items(&items)) }
}

/// Who edits it, and taking or giving back that place.
fn lease(cx: &Cx<'_>, estimate: &Estimate, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.margin;
    let path = at("profitability/estimates", &estimate.summary.estimate_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let mut sheet = Sheet::new();
    match &estimate.lease {
        None if cx.may(CANCELLERS) => sheet = sheet.form(fold("take", words.take_lease).hint(words.lease_hint), refused, cx.form),
        None => {}
        Some(lease) => {
            let own = lease.holder == cx.session.subject;
            let text = fill(words.edited_by, &[&lease.holder_name, &cx.f.due(&lease.until)]);
            sheet = sheet.state(&text, if lease.runs_out { "bad" } else { "info" }, if lease.runs_out { words.runs_out } else { "" });
            if own {
                sheet = sheet.form(fold("take", words.prolong_lease), refused, cx.form);
                sheet = sheet.form(fold("release", words.release_lease).hidden("lease", lease.token.to_string()), refused, cx.form);
            } else if cx.may(ADMINISTRATORS) {
                let form = fold("break", words.break_lease).field(Field::text("reason", cx.w.frame.reason).wide());
                sheet = sheet.form(form.danger(), refused, cx.form);
            }
        }
    }
    sheet
}

fn forms(cx: &Cx<'_>, estimate: &Estimate, refused: Option<&Refused>) -> Sheet {
    let (words, item) = (&cx.w.margin, &estimate.summary);
    let mut sheet = Sheet::new();
    if !matches!(item.status.as_str(), "active" | "expired") {
        return sheet;
    }
    let path = at("profitability/estimates", &item.estimate_id);
    let token = order_form::lease(cx, estimate).map(|token| token.to_string()).unwrap_or_default();
    let fold = |name: &'static str, title: &'static str| {
        FormView::fold(cx.w, name, format!("{path}/{name}"), title).hidden("lease", token.clone())
    };
    let reason = || Field::text("reason", cx.w.frame.reason).wide();
    if cx.may(SENIORS) {
        let plan = fold("plan", words.change_plan)
            .hint(words.change_plan_hint)
            .hidden("old_plan", plain_percent(item.plan))
            .field(Field::decimal("plan", words.plan_percent).value(plain_percent(item.plan)))
            .field(reason());
        sheet = sheet.form(plan, refused, cx.form);
    }
    if cx.may(SELLERS) {
        let renew = fold("renew", words.renew).field(Field::day("until", words.until_day).value(&item.until)).field(reason());
        sheet = sheet.form(renew, refused, cx.form);
    }
    if cx.may(SENIORS) {
        let goods = estimate.lines.iter().map(|line| (line.line.to_string(), format!("{}. {}", line.line, line.name))).collect();
        let extend = fold("extend", words.extend)
            .field(Field::suggested("line", words.goods, goods))
            .field(Field::day("arrives_on", words.arrives_on));
        sheet = sheet.form(extend, refused, cx.form).form(fold("close", words.close_estimate).field(reason()).danger(), refused, cx.form);
    }
    if cx.may(CANCELLERS) {
        sheet = sheet.form(fold("cancel", words.cancel_estimate).field(reason()).danger(), refused, cx.form);
    }
    sheet.raw(&lease(cx, estimate, refused).html())
}

/// The page.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let estimate: Estimate = cx.get("/profitability/estimates/{estimate_id}", &[id], &[]).await?;
    let item = &estimate.summary;
    let path = at("profitability/estimates", id);
    let title = fill(words.one_estimate, &[&item.number]);
    let sells = item.status == "active" && cx.may(SELLERS);
    let mut head = Head::new(cx.w, tabs(cx, Tab::Estimates), &title)
        .area(words.title)
        .badge(cx.w.margin_code(&item.status), tone(&item.status))
        .button(sells, format!("{path}/order"), words.new_order)
        .button(sells, format!("{path}/what-if"), words.what_if)
        .button(true, format!("/console/profitability/shipments?estimate_id={}", crate::http::encoded(id)), words.shipments);
    if item.advisory {
        head = head.badge(words.advisory, "warn");
    }
    let chart = Sheet::new().raw(&estimates::plan_and_fact(cx, item));
    let mut wide = Sheet::new();
    if estimate.many_pending {
        wide = wide.text("callout warn", &fill(words.many_pending, &[&item.pending.to_string()]));
    }
    let wide = wide.card(words.plan_and_fact, chart).facts("", &fact(cx, &estimate)).raw(&drawn(cx, &estimate).html());
    let narrow = Sheet::new()
        .card(cx.w.frame.actions, forms(cx, &estimate, refused.as_ref()))
        .grid(&orders(cx, &estimate))
        .raw(&changes(cx, &estimate).html());
    let page =
        Page::live(Section::Profitability, &title, head.html(), Sheet::new().columns(wide, narrow).grid(&lines(cx, &estimate)).html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}
