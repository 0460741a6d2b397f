//! The goods of a declaration, as they are read from its form.

use super::declaration::kilograms;
use super::head::{self, Part};
use super::{DECLARANTS, ROWS, inside};
use crate::context::Cx;
use crate::format::Amount;
use crate::frame::{Page, Reply, Section};
use crate::model::customs::{Declaration, GoodsSummary};
use crate::model::customs_form::{Good, GoodPayment, GoodsPage};
use crate::pages::kit::{Cell, Column, Grid, Sheet, asked};
use crate::pages::list::{Paging, link};
use crate::problem::Problem;
use crate::words::fill;

/// Where goods stand in the form, by the album of formats of customs.
const GOODS: &str = "ESADout_CUGoodsShipment.ESADout_CUGoods";

/// Letters of a description that a row has room for; the whole of it is in the form.
const DESCRIPTION_CHARACTERS_MAX: usize = 40;

/// The page of the form on which one of the goods is filled in.
fn filled_at(id: &str, summary: &GoodsSummary, number: u32) -> Option<String> {
    let index = summary.numbers.iter().position(|known| *known == number)?;
    let query = crate::api::query(&[("at", &format!("{GOODS}[{index}]"))]);
    Some(format!("{}?{query}", inside(id, &["form"])))
}

/// An amount of the form, which names its currency elsewhere.
fn bare(cx: &Cx<'_>, amount: &str) -> String {
    cx.f.bare(&Amount { amount: amount.to_owned(), currency: String::new() })
}

fn row(cx: &Cx<'_>, id: &str, page: &GoodsPage, good: &Good) -> Vec<Cell> {
    let text = |decimal: &Option<String>| Cell::text(decimal.as_deref().map(|decimal| cx.f.quantity(decimal)).unwrap_or_default());
    let sum = |decimal: &Option<String>| Cell::text(decimal.as_deref().map(|decimal| bare(cx, decimal)).unwrap_or_default());
    let payment = |payment: &GoodPayment| Some(format!("{}: {}", payment.mode, bare(cx, payment.amount.as_deref()?)));
    let payments: Vec<String> = good.payments.iter().filter_map(payment).collect();
    let short: String = good.description.chars().take(DESCRIPTION_CHARACTERS_MAX).collect();
    let more = if short.len() < good.description.len() { "…" } else { "" };
    let named = format!("{}. {short}{more}", good.number);
    let lead = filled_at(id, &page.summary, good.number).map_or_else(|| Cell::text(&named), |href| Cell::link(&named, href));
    vec![
        lead.sub(good.article.as_deref().unwrap_or_default()),
        Cell::text(good.commodity.as_deref().unwrap_or_default()).whole(),
        Cell::text(good.origin.as_deref().unwrap_or_default()),
        text(&good.gross_kilograms),
        text(&good.net_kilograms),
        sum(&good.invoiced),
        sum(&good.customs_value),
        Cell::text(payments.join("; ")),
    ]
}

fn grid(cx: &Cx<'_>, declaration: &Declaration, page: &GoodsPage) -> Grid {
    let words = &cx.w.customs;
    let columns = vec![
        Column::text(words.one_good),
        Column::text(words.commodity),
        Column::text(words.country),
        Column::number(words.gross_kg),
        Column::number(words.net_kg),
        Column::number(words.invoiced),
        Column::number(words.customs_value),
        Column::text(words.payments),
    ];
    let empty_do = if declaration.editable && cx.may(DECLARANTS) { words.goods_empty_do } else { "" };
    let grid = Grid::page(cx.w, columns, (words.goods_empty, empty_do));
    let grid = grid.rows(page.goods.iter().map(|good| row(cx, &declaration.summary.declaration_id, page, good)));
    if page.goods.is_empty() { grid } else { grid.foot(sums(cx, &page.summary)) }
}

/// Of all goods, not only of those on the page. A sum is there when every one of them has its part.
fn sums(cx: &Cx<'_>, summary: &GoodsSummary) -> Vec<Cell> {
    let money = |amount: &Option<Amount>| amount.as_ref().map_or_else(Cell::empty, |amount| Cell::money(cx.f, amount));
    vec![
        Cell::text(cx.w.kit.total).sub(fill(cx.w.customs.goods_of, &[&summary.count.to_string()])),
        Cell::empty(),
        Cell::empty(),
        Cell::text(kilograms(cx, summary.gross_grams)),
        Cell::text(kilograms(cx, summary.net_grams)),
        money(&summary.invoiced),
        money(&summary.customs_value),
        Cell::empty(),
    ]
}

/// The goods, a page of fifty.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let declaration = head::declaration(cx, id).await?;
    let query = [("after", asked(cx, "after")), ("limit", ROWS)];
    let goods: GoodsPage = cx.get("/customs/declarations/{declaration_id}/goods", &[id], &query).await?;
    let path = inside(id, &["goods"]);
    let may_edit = declaration.editable && cx.may(DECLARANTS);
    let next = goods.next_after.map(|after| link(&path, cx.asked, &[], &[("after", &after.to_string())]));
    let first = Some(path.clone()).filter(|_| !asked(cx, "after").is_empty());
    let head = head::head(cx, &declaration, Part::Goods);
    let add = crate::api::query(&[("at", &format!("{GOODS}[{}]", goods.summary.count))]);
    let head = head.button(may_edit, format!("{}?{add}", inside(id, &["form"])), words.goods_add);
    let head = head.button(may_edit, inside(id, &["files"]), words.goods_import);
    let live = Sheet::new().grid(&grid(cx, &declaration, &goods)).paging(cx.w, &Paging { first, next });
    let page = Page::live(Section::Customs, head.title(), head.html(), live.html());
    Ok(page.following(&[id]).into())
}
