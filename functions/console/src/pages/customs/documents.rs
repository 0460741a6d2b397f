//! Documents of a declaration: attached with a scan that goes straight to the store.

use askama::Template;
use serde_json::{Value, json};

use super::head::{self, Part};
use super::{DECLARANTS, PLACE, inside, is_fragment, size, tables, upload};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section, render};
use crate::model::customs::{Address, Declaration, Document};
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Refused, Sheet, at, typed};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Largest scan that the API takes, in bytes.
const SCAN_BYTES_MAX: u64 = 3_000_000;
/// What may be in one, by the endings of names.
const SCAN_TYPES: &str = "pdf jpg jpeg tif tiff";

#[derive(Template)]
#[template(path = "customs_document.html")]
struct Form {
    w: &'static Words,
    path: String,
    bytes_max: u64,
    types: &'static str,
    kinds: Vec<(String, String)>,
    typed: Vec<(&'static str, String)>,
    problem: String,
}

impl Form {
    /// What was typed into a field before the form was refused.
    fn value(&self, name: &str) -> &str {
        self.typed.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    fn is_uploaded(&self) -> bool {
        !self.value("sha256").is_empty()
    }
}

/// Fields of the form that are kept when it is refused.
const FIELDS: [&str; 9] = ["kind", "number", "date", "name", "goods", "file_name", "media_type", "size_bytes", "sha256"];

/// Numbers of goods as people write them: `1, 3, 5-8`.
fn numbers(cx: &Cx<'_>, text: &str) -> Result<Vec<u16>, Problem> {
    let wrong = || Problem::field(cx.w.customs.document_goods, cx.w.customs.goods_numbers_hint);
    let mut all = Vec::new();
    for part in text.split([',', ';', ' ']).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (from, to): (u16, u16) = (from.parse().map_err(|_| wrong())?, to.parse().map_err(|_| wrong())?);
        // Box 5 has three digits.
        if from == 0 || to > 999 || from > to {
            return Err(wrong());
        }
        all.extend(from..=to);
    }
    Ok(all)
}

/// The same the other way.
fn numbers_text(numbers: &[u32]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What is attached.
pub(super) fn attached(cx: &Cx<'_>) -> Result<Value, Problem> {
    let mut body = json!({ "kind": cx.form.get("kind"), "number": cx.form.get("number"), "date": cx.form.get("date") });
    insert(&mut body, "name", typed(cx, "name"));
    insert(&mut body, "goods", Some(json!(numbers(cx, cx.form.get("goods"))?)));
    if !cx.form.get("sha256").is_empty() {
        let size: u64 = cx.form.get("size_bytes").parse().map_err(|_| Problem::bad_form())?;
        let (name, media) = (cx.form.get("file_name"), cx.form.get("media_type"));
        let file = json!({ "name": name, "media_type": media, "size_bytes": size, "sha256": cx.form.get("sha256") });
        insert(&mut body, "file", Some(file));
    }
    Ok(body)
}

/// Which goods a document concerns.
pub(super) fn linked(cx: &Cx<'_>) -> Result<Value, Problem> {
    Ok(json!({ "goods": numbers(cx, cx.form.get("goods"))? }))
}

fn goods_of(cx: &Cx<'_>, document: &Document) -> String {
    if document.goods.is_empty() { cx.w.customs.all_goods.to_owned() } else { numbers_text(&document.goods) }
}

fn scan_cell(cx: &Cx<'_>, id: &str, document: &Document) -> Cell {
    let path = inside(id, &["documents", &document.id, "scan"]);
    document
        .file
        .as_ref()
        .map_or_else(|| Cell::text(cx.w.customs.no_scan), |file| Cell::link(&file.name, path).sub(size(cx, file.size_bytes)))
}

fn grid(cx: &Cx<'_>, declaration: &Declaration) -> Grid {
    let words = &cx.w.customs;
    let id = &declaration.summary.declaration_id;
    let row = |document: &Document| {
        vec![
            Cell::link(&document.name, inside(id, &["documents", &document.id])).sub(format!("{} · {}", document.box_44, document.kind)),
            Cell::text(&document.number).sub(cx.f.day(&document.date)),
            Cell::text(goods_of(cx, document)),
            scan_cell(cx, id, document),
            if document.at_vendor.is_some() { Cell::badge(words.at_vendor, "ok") } else { Cell::badge(words.only_here, "plain") },
        ]
    };
    let columns = vec![
        Column::text(words.document),
        Column::text(words.number_and_date),
        Column::text(words.document_goods),
        Column::text(words.scan),
        Column::text(cx.w.frame.status),
    ];
    let empty_do = if declaration.takes_documents && cx.may(DECLARANTS) { words.documents_empty_do } else { "" };
    Grid::page(cx.w, columns, (words.documents_empty, empty_do)).rows(declaration.documents.iter().map(row))
}

async fn form(cx: &Cx<'_>, id: &str, refused: Option<&Refused>) -> Result<Form, Problem> {
    let refused = refused.filter(|refused| refused.action == "attach");
    let typed = |name: &'static str| (name, cx.form.get(name).to_owned());
    Ok(Form {
        w: cx.w,
        path: at(PLACE, id),
        bytes_max: SCAN_BYTES_MAX,
        types: SCAN_TYPES,
        kinds: tables::document_kinds(cx).await?,
        typed: if refused.is_some() { FIELDS.map(typed).to_vec() } else { Vec::new() },
        problem: refused.map(|refused| refused.problem.headline(cx.w).to_owned()).unwrap_or_default(),
    })
}

/// The documents, and the form that attaches one.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let declaration = head::declaration(cx, id).await?;
    let head = head::head(cx, &declaration, Part::Documents);
    let live = Sheet::new().grid(&grid(cx, &declaration));
    if !declaration.takes_documents || !cx.may(DECLARANTS) || is_fragment(cx) {
        let page = Page::live(Section::Customs, head.title(), head.html(), live.html());
        return Ok(page.following(&[id]).with_maybe(Refused::problem(refused)).into());
    }
    let form = form(cx, id, refused.as_ref()).await?;
    let attach = Sheet::new().raw(&head.html()).section("attach", words.attach, Sheet::new().raw(&render(&form)));
    let page = Page::live(Section::Customs, head.title(), attach.html(), live.html());
    let page = Page { sends_to: upload::store(cx, id).await?, ..page };
    Ok(page.following(&[id]).with_maybe(Refused::problem(refused)).into())
}

/// One document.
pub(super) async fn one(cx: &Cx<'_>, id: &str, document: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let declaration = head::declaration(cx, id).await?;
    let known = declaration.documents.iter().find(|known| known.id == document).ok_or_else(Problem::no_page)?;
    let vendor = if known.at_vendor.is_some() { Cell::badge(words.at_vendor, "ok") } else { Cell::badge(words.only_here, "plain") };
    let about = [
        (words.document, Cell::text(&known.name).sub(format!("{} · {}", known.box_44, known.kind))),
        (words.number, Cell::text(&known.number)),
        (words.date, Cell::text(cx.f.day(&known.date))),
        (words.document_goods, Cell::text(goods_of(cx, known))),
        (words.scan, scan_cell(cx, id, known)),
        (cx.w.frame.status, vendor),
    ];
    let path = inside(id, &["documents", document]);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let goods = Field::text("goods", words.document_goods).value(numbers_text(&known.goods)).hint(words.goods_numbers_hint).optional();
    let count = declaration.form.as_ref().map_or(0, |form| form.goods.count);
    let link = fold("link", words.link).hint(fill(words.goods_of, &[&count.to_string()])).field(goods).open(true);
    let detach = fold("detach", words.detach).hint(words.detach_hint).danger();
    let mut actions = Sheet::new();
    if declaration.editable && cx.may(DECLARANTS) {
        actions = actions.form(link, refused.as_ref(), cx.form);
    }
    // What customs asked for can still be taken off while it is only here.
    if declaration.takes_documents && cx.may(DECLARANTS) && (declaration.editable || known.at_vendor.is_none()) {
        actions = actions.form(detach, refused.as_ref(), cx.form);
    }
    let head = head::head(cx, &declaration, Part::Documents);
    let sheet = Sheet::new().raw(&head.html()).facts(words.document, &about).card(cx.w.frame.actions, actions);
    let page = Page::still(Section::Customs, head.title(), sheet.html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}

/// To the scan.
pub(super) async fn scan(cx: &Cx<'_>, id: &str, document: &str) -> Result<Reply, Problem> {
    let route = "/customs/declarations/{declaration_id}/documents/{document_id}/scan";
    let address: Address = cx.get(route, &[id, document], &[]).await?;
    Ok(Reply::To(address.url))
}
