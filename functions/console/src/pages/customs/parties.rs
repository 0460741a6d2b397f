//! Who takes part in a declaration, box by box.

use askama::Template;

use super::head::{self, Part};
use super::{DECLARANTS, PLACE, inside};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section, render};
use crate::model::Listed;
use crate::model::customs::{Declaration, OrganizationItem};
use crate::pages::kit::{Button, Cell, Column, Grid, Refused, Sheet, asked, at};
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Parts, by their boxes; customs has no box for the carrier that the vendor documents.
const ROLES: &[(&str, &str)] =
    &[("consignor", "2"), ("consignee", "8"), ("financially-responsible", "9"), ("declarant", "14"), ("carrier", "")];
/// Organizations that a search shows.
const FOUND: &str = "20";

#[derive(Template)]
#[template(path = "customs_party.html")]
struct Choose {
    w: &'static Words,
    path: String,
    back: String,
    q: String,
    found: Vec<(String, String, String)>,
}

fn box_of(role: &str) -> Option<&'static str> {
    ROLES.iter().find(|(known, _)| *known == role).map(|(_, number)| *number)
}

fn grid(cx: &Cx<'_>, declaration: &Declaration) -> Grid {
    let words = &cx.w.customs;
    let id = &declaration.summary.declaration_id;
    let may_edit = declaration.editable && cx.may(DECLARANTS);
    let row = |(role, number): &(&str, &str)| {
        let party = declaration.parties.get(*role);
        let mut who = party.map_or_else(|| Cell::text(words.nobody), |party| Cell::text(&party.name));
        if may_edit {
            let label = if party.is_some() { cx.w.frame.change } else { words.choose };
            who.links.push((inside(id, &["parties", role]), label.to_owned()));
        }
        let remove = Button {
            path: format!("{}/parties/remove", at(PLACE, id)),
            label: cx.w.frame.remove,
            hidden: vec![("role", (*role).to_owned())],
            ..Button::default()
        };
        let number = if number.is_empty() { words.no_box.to_owned() } else { fill(words.box_number, &[number]) };
        vec![Cell::text(cx.w.customs_role(role)).sub(number), who, Cell::empty().with(Some(remove).filter(|_| may_edit && party.is_some()))]
    };
    let columns = vec![Column::text(words.part), Column::text(words.organization), Column::text("")];
    Grid::page(cx.w, columns, (words.nobody, "")).rows(ROLES.iter().map(row))
}

/// Who takes part.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let declaration = head::declaration(cx, id).await?;
    let head = head::head(cx, &declaration, Part::Parties);
    let live = Sheet::new().grid(&grid(cx, &declaration));
    let page = Page::live(Section::Customs, head.title(), head.html(), live.html());
    Ok(page.following(&[id]).with_maybe(Refused::problem(refused)).into())
}

/// The organizations among which one is chosen for a part.
pub(super) async fn choose(cx: &Cx<'_>, id: &str, role: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let number = box_of(role).ok_or_else(Problem::no_page)?;
    let declaration = head::declaration(cx, id).await?;
    if !declaration.editable || !cx.may(DECLARANTS) {
        return Ok(Reply::To(inside(id, &["parties"])));
    }
    let query = [("q", asked(cx, "q")), ("limit", FOUND)];
    let listed: Listed<OrganizationItem> = cx.get("/customs/organizations", &[], &query).await?;
    let found = listed.items.into_iter().map(|item| {
        let codes = [item.inn, item.kpp, item.country].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (item.organization_id, item.name, codes)
    });
    let head = head::head(cx, &declaration, Part::Parties);
    let title = match number {
        "" => cx.w.customs_role(role).to_owned(),
        number => format!("{}, {}", cx.w.customs_role(role), fill(words.box_number, &[number])),
    };
    let choose = Choose {
        w: cx.w,
        path: inside(id, &["parties", role]),
        back: inside(id, &["parties"]),
        q: asked(cx, "q").to_owned(),
        found: found.collect(),
    };
    let sheet = Sheet::new().raw(&head.html()).section("choose", &title, Sheet::new().raw(&render(&choose)));
    let page = Page::still(Section::Customs, head.title(), sheet.html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}
