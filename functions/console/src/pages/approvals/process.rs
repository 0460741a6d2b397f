//! One approval: what must be known to decide, and the decision, on one screen.

use super::{ADMINISTRATORS, APPROVERS, EVERY_MS, MANAGERS, Tab, tabs, time_tone, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::approval::{BranchView, HistoryStep, Process, Roster, Round};
use crate::pages::figures;
use crate::pages::goods::currency_of;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, at, choices};
use crate::pages::profitability;
use crate::problem::Problem;
use crate::words::fill;

/// Prices that one offer may name on this page; more than these are sent by the API.
const OFFERED_MAX: usize = 100;
/// Prices that a fresh offer has room for when no line lacks anything.
const OFFERED_FRESH: usize = 3;
/// By which way somebody said yes, and on what ground.
const CHANNELS: &[&str] = &["phone", "messenger", "in-person"];
const GROUNDS: &[&str] = &["client-letter", "strategic-client-at-risk", "contract-with-penalties", "approver-unavailable"];
/// What an arbitration can end in.
const VERDICTS: &[&str] = &["approved", "sent-back", "confirmed"];

/// The form of an offer: every line that lacks something, with the price that would do.
fn offer(cx: &Cx<'_>, process: &Process, fold: FormView) -> FormView {
    let words = &cx.w.approval;
    let named = |line: &crate::model::margin::LineFigures| (line.line.to_string(), format!("{}. {}", line.line, line.name));
    let columns = vec![
        Field::suggested("line", cx.w.margin.line, process.figures.lines.iter().map(named).collect()),
        Field::decimal("price", words.offered_price),
    ];
    let mut lines = Lines::read(words.prices, columns, cx.form, OFFERED_FRESH, OFFERED_MAX);
    lines.grows = false;
    if cx.form.all("line").is_empty() {
        let lacking = process.figures.lines.iter().filter(|line| line.shortfall.as_ref().is_some_and(|amount| !amount.is_zero()));
        let least = |line: &crate::model::margin::LineFigures| {
            let price = line.minimum_price.as_ref().map(|price| price.plain().to_owned()).unwrap_or_default();
            vec![line.line.to_string(), price]
        };
        let rows: Vec<Vec<String>> = lacking.take(OFFERED_MAX).map(least).collect();
        if !rows.is_empty() {
            lines.rows = rows;
        }
    }
    fold.hint(words.offer_hint)
        .hidden("currency", currency_of(&process.figures.total, cx).code())
        .lines(lines)
        .field(Field::area("reason", cx.w.frame.reason))
}

/// The decision about one part, for who may make it.
fn decision(cx: &Cx<'_>, process: &Process, view: &BranchView, first: bool, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.approval;
    let path = at("approvals/processes", &process.summary.process_id);
    let branch = view.branch.number.to_string();
    // What was refused belongs to the part that it was sent for.
    let refused = refused.filter(|_| cx.form.get("branch") == branch);
    let fold = |name: &'static str, title: &'static str, key: &'static str| {
        let form = FormView::fold(cx.w, name, format!("{path}/{name}"), title).hidden("branch", branch.clone());
        let form = form.hidden("_version", process.summary.version.to_string());
        if first { form.key(key) } else { form }
    };
    let approve = fold("approve", words.approve, "a").field(Field::area("comment", words.comment).optional());
    let mut sheet = Sheet::new();
    if !view.branch.units.is_empty() {
        sheet = sheet.text("muted", &view.branch.units.join(", "));
    }
    sheet = sheet.form(approve, refused, cx.form);
    if process.submitted.source != "edi" {
        sheet = sheet.form(offer(cx, process, fold("offer", words.offer, "c")), refused, cx.form);
    }
    sheet.form(fold("reject", words.reject, "r").field(Field::area("reason", cx.w.frame.reason)).danger(), refused, cx.form)
}

fn decisions(cx: &Cx<'_>, process: &Process, refused: Option<&Refused>) -> Sheet {
    let open: Vec<&BranchView> = process.branches.iter().filter(|view| view.may_decide && cx.may(APPROVERS)).collect();
    let mut sheet = Sheet::new();
    for (index, view) in open.into_iter().enumerate() {
        sheet = sheet.raw(&decision(cx, process, view, index == 0, refused).html());
    }
    sheet = sheet.raw(&arbitration(cx, process, refused).html());
    sheet.raw(&owed(cx, process, refused).html()).raw(&of_manager(cx, process, refused).html())
}

/// The confirmation that is owed after an approval without a person.
fn owed(cx: &Cx<'_>, process: &Process, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.approval;
    let waits = process.post_factum.as_ref().is_some_and(|after| after.answer.is_none());
    if !waits || !cx.may(APPROVERS) {
        return Sheet::new();
    }
    let path = at("approvals/processes", &process.summary.process_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    Sheet::new().form(fold("confirm", words.confirm).key("a"), refused, cx.form).form(
        fold("refuse", words.refuse).key("r").field(Field::area("refusal", cx.w.frame.reason)).danger(),
        refused,
        cx.form,
    )
}

/// What the finance director may do about a refusal by silence: approve, send back once, confirm.
fn arbitration(cx: &Cx<'_>, process: &Process, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.approval;
    let Some(open) = process.arbitration.as_ref().filter(|_| process.may_arbitrate && cx.may(APPROVERS)) else { return Sheet::new() };
    let path = format!("{}/arbitrate", at("approvals/processes", &process.summary.process_id));
    let verdicts = VERDICTS.iter().filter(|verdict| !open.sent_back || **verdict != "sent-back");
    let verdicts = verdicts.map(|verdict| ((*verdict).to_owned(), verdict_word(cx, verdict).to_owned())).collect();
    let form = FormView::fold(cx.w, "arbitrate", path, words.arbitrate)
        .key("a")
        .hint(words.arbitrate_hint)
        .hidden("_version", process.summary.version.to_string())
        .field(Field::choice("verdict", words.verdict, verdicts))
        .field(Field::area("reason", cx.w.frame.reason));
    Sheet::new().form(form, refused, cx.form)
}

fn verdict_word(cx: &Cx<'_>, verdict: &str) -> &'static str {
    let words = &cx.w.approval;
    match verdict {
        "approved" => words.arbitrate_approved,
        "sent-back" => words.arbitrate_sent_back,
        _ => words.arbitrate_confirmed,
    }
}

/// Where an arbitration stands.
fn arbitrated(cx: &Cx<'_>, process: &Process) -> Sheet {
    let words = &cx.w.approval;
    let Some(open) = &process.arbitration else { return Sheet::new() };
    match &open.answer {
        Some(answer) => Sheet::new().state(verdict_word(cx, &answer.verdict), "info", &fill(words.arbitrated_by, &[&answer.by.name])),
        None if open.overdue => Sheet::new().state(words.arbitration_overdue, "bad", ""),
        None => Sheet::new().state(&fill(words.arbitration_until, &[&cx.f.due(&open.until)]), "warn", ""),
    }
}

/// What the manager may do about it here.
fn of_manager(cx: &Cx<'_>, process: &Process, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.approval;
    let path = at("approvals/processes", &process.summary.process_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let mut sheet = Sheet::new();
    let status = process.summary.status.as_str();
    if status == "awaiting-justification" && cx.may(MANAGERS) {
        let justify = fold("justify", words.justify).hint(cx.w.margin.justification_hint);
        sheet = sheet.form(justify.field(Field::area("justification", cx.w.margin.justification)).open(true), refused, cx.form);
    }
    if status == "stalled" && cx.may(ADMINISTRATORS) {
        sheet = sheet.form(fold("retry", words.retry), refused, cx.form);
    }
    sheet
}

/// Recording what was allowed outside of the system: the initiator's own deed.
fn emergency(cx: &Cx<'_>, process: &Process, roster: &Roster, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.approval;
    let path = format!("{}/emergency", at("approvals/processes", &process.summary.process_id));
    let asked = roster.authorised.iter();
    let asked = asked.map(|one| (one.person.id.clone(), format!("{}, {}", one.person.name, cx.w.margin_code(&one.level)))).collect();
    let form = FormView::fold(cx.w, "emergency", path, words.record_emergency)
        .hint(words.emergency_hint)
        .field(Field::choice("authorised", words.who_allowed, asked))
        .field(Field::choice("channel", words.by_which_way, choices(CHANNELS, |code| cx.w.margin_code(code))))
        .field(Field::choice("ground", words.ground, choices(GROUNDS, |code| cx.w.margin_code(code))))
        .field(Field::time("obtained_at", words.obtained).value(cx.f.local_input()))
        .field(Field::area("proof", words.proof));
    Sheet::new().form(form, refused, cx.form)
}

/// Who decides about what, by when.
fn parts(cx: &Cx<'_>, process: &Process) -> Grid {
    let words = &cx.w.approval;
    let row = |view: &BranchView| {
        let branch = &view.branch;
        let asked = branch.routed.to.as_ref().map_or(words.nobody, |person| person.name.as_str());
        let stands = branch.routed.stands_in_for.as_deref().map(|other| fill(words.stands_in, &[other])).unwrap_or_default();
        let state = match &branch.verdict {
            Some(verdict) => {
                let code = if verdict.approved { "approved" } else { "rejected" };
                let said = format!("{} · {}", verdict.by.name, cx.f.short(&verdict.at));
                let said = verdict.text.as_deref().map_or(said.clone(), |text| format!("{said}: {text}"));
                Cell::badge(cx.w.process_status(code), tone(code)).sub(said)
            }
            None if branch.paused => Cell::badge(words.paused, "plain"),
            None => {
                let by_default = branch.clock.default_at.as_deref().map(|at| fill(words.silence_is_no, &[&cx.f.short(at)]));
                Cell::badge(cx.f.due(&branch.clock.due_at), time_tone(&branch.told, false)).sub(by_default.unwrap_or_default())
            }
        };
        let hours = fill(words.budget, &[&(branch.clock.budget_minutes / 60).to_string()]);
        vec![
            Cell::text(asked).sub(stands),
            Cell::text(cx.w.margin_code(branch.verdict.as_ref().map_or(&branch.level, |verdict| &verdict.level)))
                .sub(branch.units.join(", ")),
            state,
            Cell::text(hours),
        ]
    };
    let columns = vec![Column::text(words.approver), Column::text(words.level), Column::text(words.due), Column::text(words.time_given)];
    Grid::part(cx.w, words.parts, columns, (words.no_parts, "")).rows(process.branches.iter().map(row))
}

fn rounds(cx: &Cx<'_>, process: &Process) -> Sheet {
    let words = &cx.w.approval;
    if process.rounds.is_empty() {
        return Sheet::new();
    }
    let row = |round: &Round| {
        let price = |price: &crate::model::margin::LinePrice| {
            format!("{}: {}", fill(cx.w.margin.line_of, &[&price.line.to_string()]), cx.f.money(&price.price))
        };
        let answer = round.answer.as_deref().map_or_else(
            || Cell::text(fill(words.answer_by, &[&cx.f.due(&round.answer_by)])),
            |answer| Cell::badge(cx.w.margin_code(answer), tone(answer)),
        );
        vec![
            Cell::text(fill(words.round, &[&round.round.to_string()])).sub(format!(
                "{}, {}",
                round.by.name,
                cx.w.margin_code(&round.level)
            )),
            Cell::text(round.prices.iter().map(price).collect::<Vec<_>>().join("; ")).sub(&round.reason),
            answer,
        ]
    };
    let columns = vec![Column::text(words.offers), Column::text(words.prices), Column::text(words.answer)];
    Sheet::new().grid(&Grid::part(cx.w, words.offers, columns, (words.no_parts, "")).rows(process.rounds.iter().map(row)))
}

fn history(cx: &Cx<'_>, process: &Process) -> Vec<String> {
    let step = |step: &HistoryStep| {
        let level = step.level.as_deref().map(|level| cx.w.margin_code(level)).unwrap_or_default();
        let to = step.to.as_ref().map(|person| format!("→ {}", person.name)).unwrap_or_default();
        let about = [level, to.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        let text = step.text.as_deref().map(|text| format!(": {text}")).unwrap_or_default();
        let about = if about.is_empty() { about } else { format!(" ({about})") };
        format!("{} · {} · {}{about}{text}", cx.f.short(&step.at), step.by.name, cx.w.history_step(&step.what))
    };
    process.history.iter().rev().map(step).collect()
}

fn client(cx: &Cx<'_>, process: &Process) -> Vec<(&'static str, Cell)> {
    let (words, margin, submitted) = (&cx.w.approval, &cx.w.margin, &process.submitted);
    let strategic = if submitted.client.strategic { margin.strategic } else { "" };
    let allowed = Some(submitted.client.allowed_deviation).filter(|allowed| *allowed != 0);
    let may_open = cx.may(profitability::READERS);
    let link = |text: &str, href: String| if may_open { Cell::link(text, href) } else { Cell::text(text) };
    let reasons: Vec<&str> = process.demand.reasons.iter().map(|code| cx.w.margin_code(code)).collect();
    let reasons = reasons.into_iter().chain(process.demand.small.then_some(words.small)).collect::<Vec<_>>().join("; ");
    let others = |name: &str, value: &str| format!("/console/approvals/processes?{name}={}", crate::http::encoded(value));
    let earlier = match process.summary.submission {
        0 | 1 => Cell::empty(),
        count => Cell::link(fill(words.submission, &[&count.to_string()]), others("shipment", &process.summary.shipment)),
    };
    let revoked = Some(submitted.revocations).filter(|count| *count > 0).map(|count| count.to_string()).unwrap_or_default();
    vec![
        (margin.client, link(&submitted.client.name, at("profitability/clients", &submitted.client.id)).sub(strategic)),
        (words.allowed, allowed.map_or_else(Cell::empty, |allowed| Cell::text(figures::points(cx, Some(allowed))))),
        (margin.estimate, link(&submitted.estimate_number, at("profitability/estimates", &submitted.estimate))),
        (margin.order, link(&process.summary.number, at("profitability/shipments", &process.summary.shipment))),
        (margin.manager, Cell::link(&submitted.manager, others("manager", &submitted.manager))),
        (words.submissions, earlier),
        (words.submitted, Cell::text(cx.f.short(&process.summary.submitted_at)).sub(cx.w.margin_code(&submitted.source))),
        (words.level, Cell::text(cx.w.margin_code(&process.demand.level)).sub(reasons)),
        (words.routed_by, process.demand.routed_by.map_or_else(Cell::empty, |by| Cell::text(figures::points(cx, Some(by))))),
        (margin.revocations, Cell::text(revoked)),
        (margin.justification, Cell::text(submitted.justification.as_deref().unwrap_or_default())),
        (words.refused_before, Cell::text(submitted.previous_refusal.as_deref().unwrap_or_default())),
    ]
}

fn outcome(cx: &Cx<'_>, process: &Process) -> Sheet {
    let words = &cx.w.approval;
    let mut sheet = Sheet::new();
    if let Some(approval) = &process.approval {
        let who = approval.approver.as_deref().unwrap_or_default();
        let text = format!("{} · {} {}", cx.w.margin_code(&approval.by), cx.w.margin_code(&approval.level), who);
        let more = format!("{} · {}", cx.f.moment(&approval.at), figures::points(cx, approval.deviation));
        sheet = sheet.state(text.trim(), "ok", &more);
    }
    if let Some(after) = &process.post_factum {
        let (text, tone) = match &after.answer {
            Some(answer) if answer.confirmed => (fill(words.confirmed_by, &[&answer.by.name]), "ok"),
            Some(answer) => (fill(words.refused_by, &[&answer.by.name]), "bad"),
            None => (fill(words.confirm_by, &[&cx.f.due(&after.confirm_by)]), if after.overdue { "bad" } else { "warn" }),
        };
        sheet = sheet.state(&text, tone, "");
    }
    sheet = sheet.raw(&arbitrated(cx, process).html());
    if let Some(dropping) = &process.dropping {
        let numbers: Vec<String> = dropping.drop.iter().map(ToString::to_string).collect();
        sheet = sheet.text("callout warn", &format!("{}: {}", fill(words.drop_asked, &[&numbers.join(", ")]), dropping.reason));
    }
    if process.handed_over {
        sheet = sheet.text("muted", words.handed_over);
    }
    sheet
}

/// The page.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.approval;
    let process: Process = cx.get("/approvals/processes/{process_id}", &[id], &[]).await?;
    let item = &process.summary;
    let pending = matches!(item.status.as_str(), "open" | "awaiting-justification" | "drop-proposed" | "stalled");
    let initiates = pending && cx.may(MANAGERS) && process.submitted.manager == cx.session.subject;
    let mut forms = decisions(cx, &process, refused.as_ref());
    if initiates {
        let roster: Roster = cx.get("/approvals/roster", &[], &[]).await?;
        forms = forms.raw(&emergency(cx, &process, &roster, refused.as_ref()).html());
    }
    let title = fill(words.one, &[&item.number]);
    let mut head = Head::new(cx.w, tabs(cx, Tab::Processes), &title)
        .area(words.title)
        .badge(cx.w.process_status(&item.status), tone(&item.status))
        .badge(cx.w.margin_code(&item.level), "info")
        .badge(cx.w.margin_code(&item.priority), if item.priority == "P1" { "warn" } else { "plain" });
    if item.mode != "standard" || process.submitted.emergency {
        let code = if item.mode == "standard" { "emergency" } else { &item.mode };
        head = head.badge(cx.w.margin_code(code), "bad");
    }
    let history = Sheet::new().items(&history(cx, &process));
    let wide = Sheet::new()
        .raw(&outcome(cx, &process).html())
        .card(words.decision, forms)
        .raw(&figures::card(cx, &process.figures).html())
        .raw(&figures::units(cx, &process.figures).html())
        .grid(&parts(cx, &process))
        .raw(&rounds(cx, &process).html());
    let narrow = Sheet::new().facts(words.about, &client(cx, &process)).card(words.history, history);
    let head = head.html();
    let page =
        Page::live(Section::Approvals, &title, head, Sheet::new().columns(wide, narrow).grid(&figures::lines(cx, &process.figures)).html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}
