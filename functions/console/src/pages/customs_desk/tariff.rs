//! The tenant's tariff: rates of duty by the beginning of a commodity code.

use serde_json::{Map, Value, json};

use super::{KEEPERS, ROWS, SECTION, Tab, tabs};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply};
use crate::model::Listed;
use crate::model::customs_desk::{Duty, Specific, TariffRate, VatClass};
use crate::pages::kit::form::currencies;
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, choices, done, form_page_of, is_saved, tried};
use crate::pages::list::Paging;
use crate::problem::Problem;
use crate::words::fill;

const LIST: &str = "/console/customs/tariff";
const NEW: &str = "/console/customs/tariff/new";
const VEHICLE: &str = "/console/customs/tariff/vehicle";
const KEPT: &[&str] = &["beginning", "on"];

const DUTIES: &[&str] = &["ad-valorem", "specific", "not-less-than", "plus"];
const UNITS: &[&str] = &["kilogram", "litre", "piece", "pair", "metre", "square-metre", "cubic-metre", "cubic-centimetre"];
const TAXES: &[&str] = &["standard", "food", "children", "periodicals", "medicine", "exempt"];
const EXCISES: &[&str] = &["not-stated", "subject", "not-subject"];

fn specific(cx: &Cx<'_>, specific: &Specific) -> String {
    let unit = cx.w.customs_word(&specific.unit);
    let (amount, per) = (cx.f.quantity(&specific.amount), cx.f.quantity(&specific.per));
    format!("{amount} {} / {per} {unit}", specific.currency)
}

/// A duty as tariffs print it.
fn duty_line(cx: &Cx<'_>, duty: &Duty) -> String {
    let percent = duty.percent.as_deref().map(|percent| format!("{} %", cx.f.quantity(percent))).unwrap_or_default();
    let by_quantity = duty.specific.as_ref().map(|one| specific(cx, one)).unwrap_or_default();
    match duty.duty.as_str() {
        "not-less-than" => fill(cx.w.tariff.but_not_less, &[&percent, &by_quantity]),
        "plus" => format!("{percent} + {by_quantity}"),
        _ => [percent, by_quantity].concat(),
    }
}

fn vat_line(cx: &Cx<'_>, vat: &VatClass) -> Cell {
    let code = vat.list.as_deref().unwrap_or(&vat.vat);
    Cell::text(cx.w.customs_word(code)).sub(vat.ground.as_deref().unwrap_or_default())
}

fn row(cx: &Cx<'_>, rate: &TariffRate) -> Vec<Cell> {
    let words = &cx.w.tariff;
    let days = match &rate.to {
        Some(to) => fill(words.from_to, &[&cx.f.day(&rate.from), &cx.f.day(to)]),
        None => fill(cx.w.parties.from_on, &[&cx.f.day(&rate.from)]),
    };
    let end = Button {
        path: format!("{LIST}/{}/end", crate::http::encoded(&rate.prefix)),
        label: words.end,
        reason: cx.w.frame.reason,
        day: Some(("to", words.last_day, cx.f.today())),
        ..Button::default()
    };
    let open = rate.to.is_none() && cx.may(KEEPERS);
    let fee = if rate.listed_fee { words.listed_fee } else { "" };
    vec![
        Cell::text(&rate.prefix).mono().sub(&rate.name),
        Cell::text(duty_line(cx, &rate.duty)).sub(fee),
        vat_line(cx, &rate.vat),
        Cell::text(cx.w.customs_word(&rate.excise)),
        Cell::text(days),
        Cell::text(&rate.source),
        Cell::empty().with(Some(end).filter(|_| open)),
    ]
}

/// Rates, past and future ones included.
pub(super) async fn list(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.tariff;
    let (beginning, on) = (cx.asked.get("beginning"), cx.asked.get("on"));
    let query = [("beginning", beginning), ("on", on), ("limit", ROWS), ("cursor", cx.asked.get("cursor"))];
    let listed: Listed<TariffRate> = cx.get("/customs/tariff/rates", &[], &query).await?;
    let columns = vec![
        Column::text(words.code),
        Column::text(words.duty),
        Column::text(words.vat),
        Column::text(words.excise),
        Column::text(words.days),
        Column::text(words.source),
        Column::text(""),
    ];
    let asked = KEPT.iter().any(|name| !cx.asked.get(name).is_empty());
    let empty = if asked { (words.none_found, words.none_found_do) } else { (words.none, words.none_do) };
    let grid = Grid::page(cx.w, columns, empty).rows(listed.items.iter().map(|rate| row(cx, rate)));
    let filter = vec![Field::whole("beginning", words.beginning).value(beginning), Field::day("on", words.on).value(on)];
    let head = Head::new(cx.w, tabs(cx, Tab::Tariff), words.title)
        .area(cx.w.customs.title)
        .lead(words.lead)
        .button(cx.may(KEEPERS), NEW, words.new)
        .button(cx.may(super::RECKONERS), VEHICLE, words.vehicle)
        .filter(LIST, filter);
    let paging = Paging::new(LIST, cx.asked, KEPT, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page::live(SECTION, words.title, head.html(), live.html()).with_maybe(Refused::problem(refused)).into())
}

/// Ends a rate.
pub(super) async fn end(cx: &Cx<'_>, prefix: &str) -> Result<(), Problem> {
    let body = json!({ "to": cx.form.get("to"), "reason": cx.form.get("reason") });
    cx.send("POST", "/customs/tariff/rates/{prefix}/end", &[prefix], body).await.map(drop)
}

fn form(cx: &Cx<'_>) -> FormView {
    let words = &cx.w.tariff;
    let named = |codes| choices(codes, |code| cx.w.customs_word(code));
    FormView::page(cx.w, "rate", NEW.to_owned(), cx.w.frame.save, LIST.to_owned())
        .field(Field::whole("prefix", words.beginning).hint(words.beginning_hint))
        .field(Field::text("name", words.goods))
        .field(Field::day("from", words.first_day).value(cx.f.today()))
        .field(Field::day("to", words.last_day).optional())
        .field(Field::choice("duty", words.duty, named(DUTIES)))
        .field(Field::decimal("percent", words.percent).optional())
        .field(Field::decimal("amount", words.amount).optional().hint(words.amount_hint))
        .field(Field::choice("currency", cx.w.kit.currency, currencies()).value("EUR"))
        .field(Field::decimal("per", words.per).value("1"))
        .field(Field::choice("unit", words.unit, named(UNITS)))
        .field(Field::choice("vat", words.vat, named(TAXES)))
        .field(Field::text("ground", words.ground).optional().hint(words.ground_hint))
        .field(Field::choice("excise", words.excise, named(EXCISES)))
        .field(Field::text("source", words.source).wide().hint(words.source_hint))
        .field(Field::tick("listed_fee", words.listed_fee))
}

/// The number of a field that this kind of duty needs.
fn number(cx: &Cx<'_>, name: &str) -> Result<String, Problem> {
    let typed = typed_decimal(cx.form.get(name));
    if typed.is_empty() { Err(Problem::field(name, cx.w.problem.missing)) } else { Ok(typed) }
}

fn duty(cx: &Cx<'_>) -> Result<Value, Problem> {
    let kind = cx.form.get("duty");
    let mut duty = Map::from_iter([("duty".to_owned(), Value::from(kind))]);
    if kind != "specific" {
        duty.insert("percent".to_owned(), Value::from(number(cx, "percent")?));
    }
    if kind != "ad-valorem" {
        let (amount, per) = (number(cx, "amount")?, number(cx, "per")?);
        let specific = json!({ "amount": amount, "currency": cx.form.get("currency"), "per": per, "unit": cx.form.get("unit") });
        duty.insert("specific".to_owned(), specific);
    }
    Ok(Value::Object(duty))
}

fn vat(cx: &Cx<'_>) -> Result<Value, Problem> {
    Ok(match cx.form.get("vat") {
        "standard" => json!({ "vat": "standard" }),
        "exempt" if cx.form.get("ground").is_empty() => return Err(Problem::field("ground", cx.w.problem.missing)),
        "exempt" => json!({ "vat": "exempt", "ground": cx.form.get("ground") }),
        list => json!({ "vat": "listed", "list": list }),
    })
}

async fn set(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let mut body = json!({
        "prefix": cx.form.get("prefix"),
        "name": cx.form.get("name"),
        "from": cx.form.get("from"),
        "duty": duty(cx)?,
        "vat": vat(cx)?,
        "excise": cx.form.get("excise"),
        "listed_fee": cx.form.get("listed_fee") == "true",
        "source": cx.form.get("source"),
    });
    let to = cx.form.get("to");
    if let Some(members) = body.as_object_mut().filter(|_| !to.is_empty()) {
        members.insert("to".to_owned(), Value::from(to));
    }
    cx.send("POST", "/customs/tariff/rates", &[], body).await?;
    Ok(done(LIST, "saved"))
}

/// The form of a rate.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let mut refused = None;
    if is_saved(cx) {
        match tried("rate", set(cx).await)? {
            Ok(reply) => return Ok(reply),
            Err(error) => refused = Some(error),
        }
    }
    let words = &cx.w.tariff;
    let head = Head::new(cx.w, tabs(cx, Tab::Tariff), words.new).area(cx.w.customs.title).lead(words.new_lead);
    Ok(form_page_of(cx, SECTION, &head, Sheet::new(), form(cx), refused))
}
