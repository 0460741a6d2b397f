//! Assets: who has which role in them, and when they are taken.

use askama::Template;
use chrono::{Datelike, Months, NaiveDate};
use serde_json::{Value, json};

use super::{ROWS, Tab, WRITERS, relation, span_text, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section, render};
use crate::model::Listed;
use crate::model::commerce::Interval;
use crate::model::holding::{Asset, AssetItem, AssetRole, Reservation};
use crate::pages::kit::picker::Picked;
use crate::pages::kit::{
    Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at, choices, done, form_page, is_saved, made, tried, typed,
};
use crate::pages::list::Paging;
use crate::pages::order_form::insert;
use crate::problem::Problem;

const PATH: &str = "/console/commerce/assets";
const KINDS: &[&str] = &["MACHINE", "VEHICLE", "PREMISES", "LAND", "OTHER"];
const ROLES: &[&str] = &["OWNER", "OPERATOR", "LESSEE", "CUSTODIAN", "INSURED_BY", "MANAGED_BY"];
/// Months of the calendar, and how wide one is, in units of the drawing.
const MONTHS: u32 = 12;
const MONTH_WIDTH: i64 = 60;
/// The most that days of one month are divided into.
const MONTH_DAYS: i64 = 31;

/// Ids that are numbers in the API, as an address has them.
fn ordinal(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// Assets by name, or those that are free in some days.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.holdings;
    let query = ["q", "free_from", "free_until", "cursor"].map(|name| (name, asked(cx, name)));
    let query = [&query[..], &[("limit", ROWS)]].concat();
    let listed: Listed<AssetItem> = cx.get("/commerce/assets", &[], &query).await?;
    let row = |asset: &AssetItem| {
        let now = match &asset.reserved {
            Some(taken) => Cell::badge(words.taken, "warn").sub(span_text(cx, &taken.valid)),
            None => Cell::badge(words.free, "ok"),
        };
        vec![
            Cell::link(&asset.name, at("commerce/assets", &asset.asset_id)),
            Cell::text(cx.w.desk_code(&asset.kind)),
            Cell::text(asset.inventory_number.as_deref().unwrap_or_default()).mono(),
            now,
            Cell::text(asset.next.first().map(|next| span_text(cx, &next.valid)).unwrap_or_default()),
        ]
    };
    let columns = vec![
        Column::text(words.asset_name),
        Column::text(cx.w.kit.kind),
        Column::text(words.inventory),
        Column::text(words.now),
        Column::text(words.next),
    ];
    let grid = Grid::page(cx.w, columns, (words.assets_empty, words.assets_empty_do)).rows(listed.items.iter().map(row));
    let fields = vec![
        Field::text("q", words.search_asset).value(asked(cx, "q")),
        Field::day("free_from", words.free_from).value(asked(cx, "free_from")),
        Field::day("free_until", words.free_until).value(asked(cx, "free_until")),
    ];
    let head = Head::new(cx.w, tabs(cx, Tab::Assets), cx.w.kit.assets)
        .button(cx.may(WRITERS), format!("{PATH}/new"), words.new_asset)
        .filter(PATH, fields);
    let paging = Paging::new(PATH, cx.asked, &["q", "free_from", "free_until"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: 5_000, ..Page::live(Section::Commerce, cx.w.kit.assets, head.html(), live.html()) }.into())
}

/// The form of a new asset.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.holdings;
    let mut refused = None;
    if is_saved(cx) {
        match tried("register-asset", register(cx).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let form = FormView::page(cx.w, "register-asset", format!("{PATH}/new"), words.new_asset, PATH.to_owned())
        .field(Field::text("name", words.asset_name).wide())
        .field(Field::choice("kind", cx.w.kit.kind, choices(KINDS, |code| cx.w.desk_code(code))))
        .field(Field::text("inventory_number", words.inventory).optional());
    let head = Head::new(cx.w, tabs(cx, Tab::Assets), words.new_asset);
    Ok(form_page(cx, &head, Sheet::new(), form, refused))
}

async fn register(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let mut body = json!({});
    for name in ["name", "kind", "inventory_number"] {
        insert(&mut body, name, typed(cx, name));
    }
    let answer = cx.send("POST", "/commerce/assets", &[], body).await?;
    Ok(done(&at("commerce/assets", made(&answer)), "saved"))
}

struct Month {
    x: i64,
    label: String,
}

struct Taken {
    x: i64,
    width: i64,
    class: &'static str,
    spoken: String,
}

#[derive(Template)]
#[template(path = "asset_calendar.html")]
struct Calendar {
    title: &'static str,
    width: i64,
    months: Vec<Month>,
    taken: Vec<Taken>,
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// Where a day stands on a line of equally wide months that begins with one.
fn place(first: NaiveDate, day: NaiveDate) -> i64 {
    let index = |day: NaiveDate| i64::from(day.year()).saturating_mul(i64::from(MONTHS)).saturating_add(i64::from(day.month0()));
    let months = index(day).saturating_sub(index(first));
    let part = i64::from(day.day0()).saturating_mul(MONTH_WIDTH) / MONTH_DAYS;
    months.saturating_mul(MONTH_WIDTH).saturating_add(part).clamp(0, MONTH_WIDTH.saturating_mul(i64::from(MONTHS)))
}

/// A year with the days in which the asset is taken.
fn calendar(cx: &Cx<'_>, asset: &Asset) -> Option<String> {
    let first = day(&cx.f.today())?.with_day(1)?;
    let month = |index: u32| {
        let month = first.checked_add_months(Months::new(index))?;
        let label = format!("{:02}.{:02}", month.month(), month.year().rem_euclid(100));
        Some(Month { x: MONTH_WIDTH.saturating_mul(i64::from(index)), label })
    };
    let width = MONTH_WIDTH.saturating_mul(i64::from(MONTHS));
    let taken = |one: &Reservation| {
        let from = place(first, day(&one.valid.from)?);
        let until = one.valid.until.as_deref().and_then(day).map_or(width, |until| place(first, until));
        let class = if one.purpose.contract.is_some() { "in" } else { "age-1" };
        let spoken = format!("{}: {}", purpose(cx, one), span_text(cx, &one.valid));
        (until > from).then(|| Taken { x: from, width: until.saturating_sub(from), class, spoken })
    };
    let calendar = Calendar {
        title: cx.w.holdings.calendar,
        width,
        months: (0..MONTHS).filter_map(month).collect(),
        taken: asset.reservations.iter().filter_map(taken).collect(),
    };
    Some(render(&calendar))
}

fn purpose(cx: &Cx<'_>, one: &Reservation) -> String {
    one.purpose.note.clone().unwrap_or_else(|| cx.w.holdings.lease.to_owned())
}

fn reservations(cx: &Cx<'_>, asset: &Asset) -> Grid {
    let words = &cx.w.holdings;
    let row = |one: &Reservation| {
        let what = match &one.purpose.contract {
            Some(id) => Cell::link(words.lease, at("commerce/contracts", id)),
            None => Cell::text(purpose(cx, one)),
        };
        let release = Button {
            path: format!("{}/release", at("commerce/assets", &asset.asset_id)),
            label: words.release,
            hidden: vec![("reservation_id", ordinal(&one.id))],
            day: Some(("on", words.free_again, cx.f.today())),
            reason: cx.w.frame.reason,
            ..Button::default()
        };
        // A lease gives its asset back when it ends.
        let offered = cx.may(WRITERS) && one.purpose.contract.is_none();
        vec![what, Cell::text(span_text(cx, &one.valid)), Cell::empty().with(Some(release).filter(|_| offered))]
    };
    let columns = vec![Column::text(words.what_for), Column::text(words.period), Column::text("")];
    Grid::part(cx.w, words.reservations, columns, (words.no_reservations, words.no_reservations_do))
        .rows(asset.reservations.iter().map(row))
}

fn roles(cx: &Cx<'_>, asset: &Asset) -> Grid {
    let words = &cx.w.holdings;
    let row = |role: &AssetRole, current: bool| {
        let of = &role.role;
        let share = of.kind.share.as_deref().map(|share| format!("{} %", cx.f.quantity(share))).unwrap_or_default();
        let end = Button {
            path: format!("{}/end-role", at("commerce/assets", &asset.asset_id)),
            label: words.end_role,
            hidden: vec![("role_id", ordinal(&of.id))],
            day: Some(("on", cx.w.party_desk.first_day_without, cx.f.today())),
            reason: cx.w.frame.reason,
            ..Button::default()
        };
        let state = if current { Cell::badge(cx.w.parties.current, "ok") } else { Cell::empty() };
        vec![
            Cell::link(role.party_name.as_deref().unwrap_or(&role.party_id), at("commerce/parties", &role.party_id)),
            Cell::text(cx.w.asset_role(&of.kind.kind)).sub(share),
            Cell::text(span_text(cx, &of.valid)),
            state.with(Some(end).filter(|_| current && cx.may(WRITERS))),
        ]
    };
    let rows = asset.roles.iter().map(|one| row(one, true)).chain(asset.other_roles.iter().map(|one| row(one, false)));
    let columns = vec![
        Column::text(cx.w.kit.party),
        Column::text(cx.w.contracts.role),
        Column::text(cx.w.parties.valid),
        Column::text(cx.w.frame.status),
    ];
    Grid::part(cx.w, words.roles, columns, (words.no_roles, words.no_roles_do)).rows(rows)
}

async fn forms(cx: &Cx<'_>, asset: &Asset, refused: Option<&Refused>) -> Result<Sheet, Problem> {
    let words = &cx.w.holdings;
    if !cx.may(WRITERS) {
        return Ok(Sheet::new());
    }
    let path = at("commerce/assets", &asset.asset_id);
    let span = |form: FormView| {
        form.field(Field::day("valid_from", cx.w.kit.from).value(cx.f.today()))
            .field(Field::day("valid_until", cx.w.contracts.valid_until).optional())
    };
    let reserve =
        FormView::fold(cx.w, "reserve", format!("{path}/reserve"), words.reserve).field(Field::text("note", words.what_for).wide());
    let role = FormView::fold(cx.w, "role", format!("{path}/role"), words.add_role)
        .picker(Picked::read(cx, "party_id", cx.w.kit.party).await?)
        .field(Field::choice("role", cx.w.contracts.role, choices(ROLES, |code| cx.w.asset_role(code))))
        .field(Field::decimal("share", cx.w.parties.share).hint(cx.w.party_desk.share_hint).optional());
    let role = relation::basis_fields(cx, span(role), None).kept(cx.form);
    Ok(Sheet::new().form(span(reserve), refused, cx.form).form(role, refused, cx.form))
}

/// One asset.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.holdings;
    let asset: Asset = cx.get("/commerce/assets/{asset_id}", &[id], &[]).await?;
    let today = cx.f.today();
    let now = |valid: &Interval| valid.from <= today && valid.until.as_ref().is_none_or(|until| today < *until);
    let taken = asset.reservations.iter().any(|one| now(&one.valid));
    let (state, tone) = if taken { (words.taken, "warn") } else { (words.free, "ok") };
    let about = vec![
        (cx.w.kit.kind, Cell::text(cx.w.desk_code(&asset.profile.kind))),
        (words.inventory, Cell::text(asset.profile.inventory_number.as_deref().unwrap_or_default()).mono()),
    ];
    let wide = Sheet::new().raw(&calendar(cx, &asset).unwrap_or_default()).grid(&reservations(cx, &asset)).grid(&roles(cx, &asset));
    let narrow = Sheet::new().facts("", &about).card(cx.w.frame.actions, forms(cx, &asset, refused.as_ref()).await?);
    let head = Head::new(cx.w, tabs(cx, Tab::Assets), &asset.profile.name).badge(state, tone);
    let page = Page::live(Section::Commerce, &asset.profile.name, head.html(), Sheet::new().columns(wide, narrow).html());
    Ok(Page { every_ms: 5_000, ..page }.with_maybe(Refused::problem(refused)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_where_their_month_is() {
        let first = day("2026-11-01").unwrap();
        assert_eq!(place(first, day("2026-11-01").unwrap()), 0);
        assert_eq!(place(first, day("2027-01-01").unwrap()), 2 * MONTH_WIDTH);
        assert_eq!(place(first, day("2026-10-05").unwrap()), 0, "what began before begins at the edge");
        assert_eq!(place(first, day("2030-01-01").unwrap()), 12 * MONTH_WIDTH, "what lasts longer ends at the edge");
    }
}
