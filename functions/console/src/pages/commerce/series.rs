//! Number series: how the numbers of documents are written, and which was the last.

use kernel::Role;
use serde_json::json;

use super::{Tab, companies, invoices, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::holding::Series;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, done, is_saved, tried};
use crate::problem::Problem;

const PATH: &str = "/console/commerce/series";
/// The series that documents take their numbers from unless told otherwise.
const USUAL: &[&str] = &["INV", "ADV", "CN", "TAX"];
/// Who may say how numbers are written, as the command says.
const NUMBERERS: &[Role] = &[Role::Accountant, Role::Administrator];
/// Digits of a number unless it is said otherwise.
const DIGITS: u8 = 6;

/// Known series; nothing for one that nobody has touched yet.
async fn known(cx: &Cx<'_>, issuer: &str, code: &str, year: &str) -> Result<Option<Series>, Problem> {
    match cx.get("/commerce/number-series/{issuer}/{series}/{year}", &[issuer, code, year], &[]).await {
        Ok(series) => Ok(Some(series)),
        Err(problem) if problem.status == 404 => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Asked for, chosen in the form, or the one of today.
fn wanted(cx: &Cx<'_>, name: &str, otherwise: &str) -> String {
    let found = [cx.form.get(name), asked(cx, name), otherwise].into_iter().find(|text| !text.is_empty());
    found.unwrap_or_default().to_owned()
}

fn number(format: &crate::model::holding::NumberFormat, serial: u32) -> String {
    format!("{}{serial:0>width$}", format.prefix, width = usize::from(format.digits))
}

async fn table(cx: &Cx<'_>, issuer: &str, year: &str, own: &str) -> Result<Grid, Problem> {
    let words = &cx.w.holdings;
    let columns = vec![Column::text(words.series_code), Column::text(words.last), Column::text(words.next_number)];
    let mut grid = Grid::part(cx.w, words.series, columns, (words.none_taken, ""));
    let mut codes = USUAL.to_vec();
    if !own.is_empty() && !codes.contains(&own) {
        codes.push(own);
    }
    for code in codes {
        let row = match known(cx, issuer, code, year).await? {
            Some(series) => {
                let last = if series.last == 0 { words.none_taken.to_owned() } else { number(&series.format, series.last) };
                vec![Cell::text(code), Cell::text(last), Cell::text(number(&series.format, series.last.saturating_add(1)))]
            }
            None => {
                let short = year.get(2..).unwrap_or_default();
                let format = crate::model::holding::NumberFormat { prefix: format!("{code}-{short}-"), digits: DIGITS };
                vec![Cell::text(code).sub(words.series_standard), Cell::text(words.none_taken), Cell::text(number(&format, 1))]
            }
        };
        grid.row(row);
    }
    Ok(grid)
}

/// The series of one company and year, and the form that says how numbers are written.
pub(super) async fn page(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.holdings;
    let mut refused = None;
    if is_saved(cx) {
        match tried("series", save(cx).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let own = companies(cx).await?;
    let issuer = wanted(cx, "party_id", invoices::side(cx, &own));
    let year = wanted(cx, "year", cx.f.today().get(..4).unwrap_or_default());
    let code = wanted(cx, "series", "");
    let head = Head::new(cx.w, tabs(cx, Tab::Invoices), words.series).lead(words.series_hint);
    if issuer.is_empty() {
        let sheet = Sheet::new().raw(&head.html()).text("callout warn", cx.w.overview.no_company);
        return Ok(Page::still(Section::Commerce, words.series, sheet.html()).into());
    }
    let fields = vec![
        Field::choice("party_id", cx.w.invoices.company, own).value(&issuer),
        Field::whole("year", words.year).value(&year),
        Field::text("series", words.series_code).value(&code),
    ];
    let mut sheet = Sheet::new().raw(&head.filter(PATH, fields).html()).grid(&table(cx, &issuer, &year, &code).await?);
    if cx.may(NUMBERERS) {
        let form = FormView::page(cx.w, "series", PATH.to_owned(), words.write_so, "/console/commerce/invoices".to_owned())
            .hidden("party_id", issuer)
            .hidden("year", year)
            .field(Field::text("series", words.series_code).value(if code.is_empty() { "INV" } else { &code }))
            .field(Field::text("prefix", words.prefix).optional())
            .field(Field::whole("digits", words.digits).value(DIGITS.to_string()));
        sheet = sheet.form(form, refused.as_ref(), cx.form);
    }
    Ok(Page::still(Section::Commerce, words.series, sheet.html()).with_maybe(Refused::problem(refused)).into())
}

async fn save(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let field = |name: &str| cx.form.get(name);
    let digits: u8 = field("digits").parse().map_err(|_| Problem::field("digits", cx.w.problem.not_a_number))?;
    let body = json!({ "format": { "prefix": field("prefix"), "digits": digits } });
    let of = [field("party_id"), field("series"), field("year")];
    cx.send("PUT", "/commerce/number-series/{issuer}/{series}/{year}", &of, body).await?;
    let query = crate::api::query(&[("party_id", of[0]), ("year", of[2]), ("series", of[1])]);
    Ok(done(&format!("{PATH}?{query}"), "saved"))
}
