//! What goods cost by the plan, how old that is, and the exchange rates behind it.

use super::{EVERY_MS, PRICERS, PUBLISHERS, REVISERS, ROWS, Tab, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::cost::{PriceItem, PriceSheet, PriceVersion, Purchase, RateItem};
use crate::pages::figures::age_tone;
use crate::pages::kit::form::currencies;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at, choices};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/profitability/prices";
const AGES: &[&str] = &["fresh", "aged", "to-confirm", "stale"];
const TRIGGERS: &[&str] = &["planned", "exchange-rate", "purchase-price", "manual"];

fn revision(cx: &Cx<'_>, item: &PriceItem) -> Cell {
    item.revision.as_ref().map_or_else(Cell::empty, |due| {
        Cell::badge(fill(cx.w.margin.revise_by, &[&cx.f.day(&due.by)]), "warn").sub(cx.w.margin_code(&due.trigger))
    })
}

fn age(cx: &Cx<'_>, item: &PriceItem) -> Cell {
    let days = item.age_days.map(|days| fill(cx.w.margin.days, &[&days.to_string()])).unwrap_or_default();
    match item.age.as_deref() {
        Some(code) => Cell::badge(cx.w.margin_code(code), age_tone(code)).sub(days),
        None => Cell::badge(cx.w.margin.cost_missing, "bad"),
    }
}

/// The forms of a product's cost; on the list the product is typed.
fn forms(cx: &Cx<'_>, id: &str, product: &str, currency: &str, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.margin;
    let fold = |name: &'static str, title: &'static str| {
        let form = FormView::fold(cx.w, name, format!("{PATH}/{}/{name}", crate::http::encoded(id)), title);
        if product.is_empty() { form.field(Field::text("product", words.product)) } else { form.hidden("product", product) }
    };
    let in_currency = |value: &str| Field::choice("currency", cx.w.kit.currency, currencies()).value(value);
    let mut sheet = Sheet::new();
    if cx.may(PUBLISHERS) {
        let publish = fold("publish", words.publish)
            .field(Field::decimal("npss", words.cost))
            .field(in_currency(cx.currency.code()))
            .field(Field::day("calculated_on", words.calculated_on).value(cx.f.today()).optional())
            .field(Field::day("valid_from", words.valid_from).optional());
        let purchase = fold("purchase", words.record_purchase)
            .field(Field::text("document", cx.w.kit.document))
            .field(Field::day("on", cx.w.kit.day).value(cx.f.today()))
            .field(Field::decimal("quantity", words.quantity))
            .field(Field::decimal("price", words.price))
            .field(in_currency(currency));
        sheet = sheet.form(publish, refused, cx.form).form(purchase, refused, cx.form);
    }
    if cx.may(PRICERS) {
        let calculate = fold("calculate", words.calculate).field(Field::decimal("country_factor", words.factor).hint(words.factor_hint));
        sheet = sheet.form(calculate, refused, cx.form);
    }
    if cx.may(REVISERS) {
        let why = Field::choice("trigger", words.trigger, choices(TRIGGERS, |code| cx.w.margin_code(code))).value("manual");
        sheet = sheet.form(fold("revise", words.ask_revision).field(why), refused, cx.form);
    }
    sheet
}

/// All price sheets, or those of one age.
pub(super) async fn list(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let query = [("age", asked(cx, "age")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<PriceItem> = cx.get("/profitability/prices", &[], &query).await?;
    let row = |item: &PriceItem| {
        let current = item.current.as_ref();
        vec![
            Cell::link(&item.product, at("profitability/prices", &item.price_id)).sub(item.bought_in.as_deref().unwrap_or_default()),
            current.map_or_else(Cell::empty, |version| Cell::money(cx.f, &version.npss)),
            Cell::text(current.map(|version| cx.w.margin_code(&version.method)).unwrap_or_default()),
            age(cx, item),
            revision(cx, item),
        ]
    };
    let columns = vec![
        Column::text(words.product),
        Column::number(words.cost),
        Column::text(words.method),
        Column::text(words.cost_age),
        Column::text(words.revision),
    ];
    let ages: Vec<(&str, &str)> =
        std::iter::once(("", cx.w.frame.all)).chain(AGES.iter().map(|code| (*code, cx.w.margin_code(code)))).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Prices), words.prices)
        .area(words.title)
        .chips(words.cost_age, list::chips(PATH, cx.asked, &["age"], "age", &ages));
    let paging = Paging::new(PATH, cx.asked, &["age"], listed.next_cursor.as_deref());
    let grid = Grid::page(cx.w, columns, (words.prices_empty, words.prices_empty_do)).rows(listed.items.iter().map(row));
    let narrow = Sheet::new().card(cx.w.frame.actions, forms(cx, "new", "", cx.currency.code(), refused.as_ref()));
    let live = Sheet::new().columns(Sheet::new().grid(&grid).paging(cx.w, &paging), narrow);
    let page = Page::live(Section::Profitability, words.prices, head.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}

/// One price sheet: its versions and purchases.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let sheet: PriceSheet = cx.get("/profitability/prices/{price_id}", &[id], &[]).await?;
    let item = &sheet.summary;
    let version = |version: &PriceVersion| {
        vec![
            Cell::text(cx.f.day(&version.valid_from)),
            Cell::money(cx.f, &version.npss),
            Cell::text(cx.w.margin_code(&version.method)).sub(cx.w.margin_code(&version.trigger)),
            Cell::text(cx.f.day(&version.calculated_on)),
        ]
    };
    let columns =
        vec![Column::text(words.valid_from), Column::number(words.cost), Column::text(words.method), Column::text(words.calculated_on)];
    let versions = Grid::part(cx.w, words.versions, columns, (words.cost_missing, "")).rows(item.versions.iter().rev().map(version));
    let purchase = |purchase: &Purchase| {
        vec![
            Cell::text(&purchase.document),
            Cell::text(cx.f.day(&purchase.on)),
            Cell::text(cx.f.quantity(&purchase.quantity)),
            Cell::money(cx.f, &purchase.price),
        ]
    };
    let columns =
        vec![Column::text(cx.w.kit.document), Column::text(cx.w.kit.day), Column::number(words.quantity), Column::number(words.price)];
    let purchases = Grid::part(cx.w, words.purchases, columns, (words.no_purchases, "")).rows(sheet.purchases.iter().rev().map(purchase));
    let facts = [
        (words.cost, item.current.as_ref().map_or_else(Cell::empty, |current| Cell::money(cx.f, &current.npss).strong())),
        (words.cost_age, age(cx, item)),
        (words.revision, revision(cx, item)),
    ];
    let head = Head::new(cx.w, tabs(cx, Tab::Prices), &item.product).area(words.title);
    let currency = item.bought_in.as_deref().unwrap_or(cx.currency.code());
    let narrow = Sheet::new().card(cx.w.frame.actions, forms(cx, id, &item.product, currency, refused.as_ref()));
    let live = Sheet::new().columns(Sheet::new().facts("", &facts).grid(&versions).grid(&purchases), narrow);
    let page = Page::live(Section::Profitability, &item.product, head.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}

/// The exchange rates, and whether a move is still spreading.
pub(super) async fn rates(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let listed: Listed<RateItem> = cx.get("/profitability/rates", &[], &[]).await?;
    let row = |item: &RateItem| {
        let last = item.rates.last();
        let moved = item.moved_on.as_deref().map(|day| cx.f.day(day)).unwrap_or_default();
        vec![
            Cell::text(&item.currency),
            Cell::text(last.map(|rate| cx.f.quantity(&rate.rate)).unwrap_or_default()),
            Cell::text(last.map(|rate| cx.f.day(&rate.on)).unwrap_or_default()),
            Cell::text(moved).sub(if item.spreading { words.spreading } else { "" }),
        ]
    };
    let columns =
        vec![Column::text(cx.w.kit.currency), Column::number(words.rate), Column::text(cx.w.kit.day), Column::text(words.moved_on)];
    let mut narrow = Sheet::new();
    if cx.may(PUBLISHERS) {
        let form = FormView::fold(cx.w, "record", "/console/profitability/rates/new/record".to_owned(), words.record_rate)
            .field(Field::choice("currency", cx.w.kit.currency, currencies()))
            .field(Field::day("on", cx.w.kit.day).value(cx.f.today()))
            .field(Field::decimal("rate", words.rate));
        narrow = narrow.card(cx.w.frame.actions, Sheet::new().form(form, refused.as_ref(), cx.form));
    }
    let head = Head::new(cx.w, tabs(cx, Tab::Rates), words.rates).area(words.title);
    let grid = Grid::page(cx.w, columns, (words.rates_empty, words.rates_empty_do)).rows(listed.items.iter().map(row));
    let live = Sheet::new().columns(Sheet::new().grid(&grid), narrow);
    let page = Page::live(Section::Profitability, words.rates, head.html(), live.html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}
