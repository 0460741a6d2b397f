//! Budgets: how much a company may spend, what is held of it, what was spent.

use serde_json::{Value, json};

use super::{Names, ROWS, SENIORS, Tab, companies, entry_links, span_text, tabs, take};
use crate::context::Cx;
use crate::format::Amount;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::deal::ContractItem;
use crate::model::holding::{Budget, BudgetItem, BudgetSpent, Hold};
use crate::pages::goods::typed_money;
use crate::pages::kit::form::currencies;
use crate::pages::kit::{
    Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at, choices, done, form_page, is_saved, made, tried, typed,
};
use crate::pages::list::{self, Paging};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/commerce/budgets";

/// Minor units of an amount; none where it cannot be read.
fn minor(amount: &Amount) -> u64 {
    let money = serde_json::from_value(Value::from(amount.currency.as_str())).ok();
    let money = money.and_then(|currency| kernel::Money::parse(&amount.amount, currency).ok());
    money.and_then(|money| u64::try_from(money.minor()).ok()).unwrap_or(0)
}

fn state(cx: &Cx<'_>, budget: &BudgetItem) -> Cell {
    let words = &cx.w.holdings;
    match (budget.closed, budget.over_limit) {
        (true, _) => Cell::badge(words.closed, "plain"),
        (false, true) => Cell::badge(words.over, "bad"),
        (false, false) => Cell::empty(),
    }
}

/// All budgets, or those of one company.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.holdings;
    let query = [("party_id", asked(cx, "party_id")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<BudgetItem> = cx.get("/commerce/budgets", &[], &query).await?;
    let own = companies(cx).await?;
    let mut names = Names::default();
    for (id, name) in &own {
        names.know(id, Some(name));
    }
    names.ask(cx, listed.items.iter().map(|budget| budget.party_id.clone()).collect()).await?;
    let row = |budget: &BudgetItem| {
        vec![
            Cell::link(&budget.name, at("commerce/budgets", &budget.budget_id)).sub(names.of(&budget.party_id)),
            Cell::text(span_text(cx, &budget.period)),
            Cell::money(cx.f, &budget.limit),
            Cell::money(cx.f, &budget.held),
            Cell::money(cx.f, &budget.spent),
            Cell::money(cx.f, &budget.free),
            state(cx, budget),
        ]
    };
    let columns = vec![
        Column::text(words.budget_name),
        Column::text(words.period),
        Column::number(words.limit),
        Column::number(words.held),
        Column::number(words.spent),
        Column::number(words.left),
        Column::text(cx.w.frame.status),
    ];
    let grid = Grid::page(cx.w, columns, (words.budgets_empty, words.budgets_empty_do)).rows(listed.items.iter().map(row));
    let values: Vec<(&str, &str)> =
        std::iter::once(("", cx.w.frame.all)).chain(own.iter().map(|(id, name)| (id.as_str(), name.as_str()))).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Budgets), cx.w.kit.budgets)
        .button(cx.may(SENIORS), format!("{PATH}/new"), words.new_budget)
        .chips(cx.w.invoices.company, list::chips(PATH, cx.asked, &["party_id"], "party_id", &values));
    let paging = Paging::new(PATH, cx.asked, &["party_id"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: 5_000, ..Page::live(Section::Commerce, cx.w.kit.budgets, head.html(), live.html()) }.into())
}

/// The form of a new budget.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.holdings;
    let mut refused = None;
    if is_saved(cx) {
        match tried("open-budget", open(cx).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let own = companies(cx).await?;
    let note = if own.is_empty() { Sheet::new().text("callout warn", cx.w.overview.no_company) } else { Sheet::new() };
    let form = FormView::page(cx.w, "open-budget", format!("{PATH}/new"), words.new_budget, PATH.to_owned())
        .field(Field::text("name", words.budget_name).wide())
        .field(Field::choice("party_id", cx.w.invoices.company, own))
        .field(Field::choice("strictness", words.strictness, choices(&["HARD", "SOFT"], |code| cx.w.desk_code(code))))
        .field(Field::decimal("limit", words.limit))
        .field(Field::choice("currency", cx.w.kit.currency, currencies()).value(cx.currency.code()))
        .field(Field::day("period_from", cx.w.kit.from).value(cx.f.today()))
        .field(Field::day("period_until", cx.w.contracts.valid_until).optional());
    let head = Head::new(cx.w, tabs(cx, Tab::Budgets), words.new_budget);
    Ok(form_page(cx, &head, note, form, refused))
}

async fn open(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let limit = typed_money(cx.form.get("limit"), take::form_currency(cx), "limit", cx.w)?;
    let mut body = json!({ "limit": limit.ok_or_else(|| Problem::field("limit", cx.w.problem.missing))? });
    for name in ["name", "party_id", "strictness"] {
        insert(&mut body, name, typed(cx, name));
    }
    insert(&mut body, "period", take::span(cx, "period"));
    let answer = cx.send("POST", "/commerce/budgets", &[], body).await?;
    Ok(done(&at("commerce/budgets", made(&answer)), "saved"))
}

/// A link to what money is held for.
fn held_for(cx: &Cx<'_>, hold: &Value) -> Cell {
    let text = |name: &str| hold.get(name).and_then(Value::as_str);
    match (text("contract"), text("obligation")) {
        (Some(id), _) => Cell::links(vec![(at("commerce/contracts", id), cx.w.facts.contract.to_owned())]),
        (None, Some(id)) => Cell::links(vec![(at("commerce/obligations", id), cx.w.holdings.obligation.to_owned())]),
        (None, None) => Cell::empty(),
    }
}

fn holds(cx: &Cx<'_>, budget: &Budget) -> Grid {
    let words = &cx.w.holdings;
    let row = |hold: &Hold| vec![held_for(cx, &hold.held_for), Cell::money(cx.f, &hold.amount)];
    let columns = vec![Column::text(words.what_for), Column::number(cx.w.kit.amount)];
    Grid::part(cx.w, words.holds, columns, (words.no_holds, words.no_holds_do)).rows(budget.holds.iter().map(row))
}

fn spendings(cx: &Cx<'_>, budget: &Budget) -> Grid {
    let words = &cx.w.holdings;
    let row = |spent: &BudgetSpent| {
        let further = spent.spent.further.iter().map(|hold| &hold.amount);
        let sum = Amount::sum([&spent.spent.of_hold, &spent.spent.beyond].into_iter().chain(further));
        vec![
            Cell::links(vec![(at("commerce/invoices", &spent.invoice_id), cx.w.money.invoice.to_owned())]),
            held_for(cx, &spent.spent.held_for),
            sum.map_or_else(Cell::empty, |sum| Cell::money(cx.f, &sum)),
        ]
    };
    let columns = vec![Column::text(cx.w.money.invoice), Column::text(words.what_for), Column::number(cx.w.kit.amount)];
    Grid::part(cx.w, words.spendings, columns, (words.no_spendings, "")).rows(budget.spent.iter().map(row))
}

/// What money is held for, as a field of a form holds it.
fn held_value(hold: &Value) -> Option<String> {
    let text = |name: &str| hold.get(name).and_then(Value::as_str);
    text("contract").map(|id| format!("contract|{id}")).or_else(|| text("obligation").map(|id| format!("obligation|{id}")))
}

async fn forms(cx: &Cx<'_>, budget: &Budget, refused: Option<&Refused>) -> Result<Sheet, Problem> {
    let (words, item) = (&cx.w.holdings, &budget.summary);
    if item.closed || !cx.may(SENIORS) {
        return Ok(Sheet::new());
    }
    let query = [("party_id", item.party_id.as_str()), ("limit", ROWS)];
    let contracts: Listed<ContractItem> = cx.get("/commerce/contracts", &[], &query).await?;
    let named: Vec<(String, String)> =
        contracts.items.iter().map(|contract| (format!("contract|{}", contract.contract_id), contract.number.clone())).collect();
    let path = at("commerce/budgets", &item.budget_id);
    let fold = |name: &'static str, title: &'static str| {
        FormView::fold(cx.w, name, format!("{path}/{name}"), title).hidden("currency", &item.limit.currency)
    };
    let reason = || Field::text("reason", cx.w.frame.reason).wide();
    let reserve = fold("reserve", words.hold)
        .field(Field::choice("held_for", words.held_for, named.clone()))
        .field(Field::decimal("amount", cx.w.kit.amount));
    let mut sheet = Sheet::new().form(reserve, refused, cx.form);
    if !budget.holds.is_empty() {
        let name = |hold: &Hold| {
            let value = held_value(&hold.held_for)?;
            let known = named.iter().find(|(one, _)| *one == value).map(|(_, number)| number.as_str());
            Some((value, format!("{}: {}", known.unwrap_or(words.obligation), cx.f.money(&hold.amount))))
        };
        let release = fold("release", words.release_money)
            .field(Field::choice("held_for", words.what_for, budget.holds.iter().filter_map(name).collect()).wide())
            .field(Field::decimal("amount", words.release_rest).optional())
            .field(reason());
        sheet = sheet.form(release, refused, cx.form);
    }
    let limit =
        fold("change-limit", words.change_limit).field(Field::decimal("limit", words.limit).value(item.limit.plain())).field(reason());
    sheet = sheet.form(limit, refused, cx.form);
    let over = item.period.until.as_ref().is_some_and(|until| *until <= cx.f.today());
    if over && !budget.holds.is_empty() {
        sheet = sheet.form(fold("expire", words.expire_budget), refused, cx.form);
    }
    Ok(sheet.form(fold("close", words.close_budget).field(reason()).danger(), refused, cx.form))
}

/// One budget.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.holdings;
    let budget: Budget = cx.get("/commerce/budgets/{budget_id}", &[id], &[]).await?;
    let item = &budget.summary;
    let names = super::names(cx, vec![item.party_id.clone()]).await?;
    let about = vec![
        (cx.w.invoices.company, Cell::links(vec![(at("commerce/parties", &item.party_id), names.of(&item.party_id).to_owned())])),
        (words.period, Cell::text(span_text(cx, &item.period))),
        (words.strictness, Cell::text(cx.w.desk_code(&item.strictness))),
        (words.limit, Cell::money(cx.f, &item.limit)),
        (words.held, Cell::money(cx.f, &item.held)),
        (words.spent, Cell::money(cx.f, &item.spent)),
        (words.left, Cell::money(cx.f, &item.free).strong()),
        (cx.w.kit.entries, entry_links(cx, "commerce.budget", id, &budget.entries)),
    ];
    let used = Amount::sum([&item.held, &item.spent].into_iter());
    let bar = used.as_ref().map(|used| {
        let text = fill(words.used, &[&cx.f.money(used), &cx.f.money(&item.limit)]);
        Sheet::new().progress(&text, minor(used).min(minor(&item.limit)), minor(&item.limit))
    });
    let wide = Sheet::new().card("", bar.unwrap_or_default()).grid(&holds(cx, &budget)).grid(&spendings(cx, &budget));
    let narrow = Sheet::new().facts("", &about).card(cx.w.frame.actions, forms(cx, &budget, refused.as_ref()).await?);
    let mut head = Head::new(cx.w, tabs(cx, Tab::Budgets), &item.name);
    match (item.closed, item.over_limit) {
        (true, _) => head = head.badge(words.closed, "plain"),
        (false, true) => head = head.badge(words.over, "bad"),
        (false, false) => {}
    }
    let page = Page::live(Section::Commerce, &item.name, head.html(), Sheet::new().columns(wide, narrow).html());
    Ok(Page { every_ms: 5_000, ..page }.with_maybe(Refused::problem(refused)).into())
}
