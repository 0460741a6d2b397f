//! A client as far as margins are concerned: whether strategic, and what is allowed to them.

use super::{SENIORS, Tab, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::margin::ClientPage;
use crate::pages::figures;
use crate::pages::kit::deed::plain_percent;
use crate::pages::kit::{Cell, Field, FormView, Head, Refused, Sheet, at};
use crate::problem::Problem;

/// The page.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let known: ClientPage = cx.get("/profitability/clients/{client_id}", &[id], &[]).await?;
    let name = known.client.as_ref().map_or(id, |client| client.name.as_str());
    let (strategic, allowed) = known.client.as_ref().map_or((false, 0), |client| (client.strategic, client.allowed_deviation));
    let facts = [
        (words.client, Cell::text(name)),
        (words.strategic, Cell::text(if strategic { cx.w.frame.yes } else { cx.w.frame.no })),
        (cx.w.approval.allowed, Cell::text(figures::points(cx, Some(allowed)))),
        (words.estimates, Cell::link(cx.w.kit.show, format!("/console/profitability/estimates?client_id={}", crate::http::encoded(id)))),
    ];
    let mut narrow = Sheet::new();
    if cx.may(SENIORS) {
        let form = FormView::fold(cx.w, "note", format!("{}/note", at("profitability/clients", id)), words.note_client)
            .field(Field::text("name", words.client).value(name).wide())
            .field(Field::tick("strategic", words.strategic).value(if strategic { "true" } else { "" }))
            .field(Field::decimal("allowed_deviation", cx.w.approval.allowed).value(plain_percent(allowed)));
        narrow = narrow.card(cx.w.frame.actions, Sheet::new().form(form, refused.as_ref(), cx.form));
    }
    let head = Head::new(cx.w, tabs(cx, Tab::Estimates), name).area(words.title);
    let live = Sheet::new().columns(Sheet::new().facts("", &facts), narrow);
    Ok(Page::live(Section::Profitability, name, head.html(), live.html()).with_maybe(Refused::problem(refused)).into())
}
