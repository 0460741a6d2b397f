//! What stands above every page of a declaration: name, status, and its parts.

use super::{DECLARANTS, Tab, inside, tabs, tone};
use crate::context::Cx;
use crate::model::customs::Declaration;
use crate::pages::kit::Head;
use crate::pages::list::Chip;
use crate::problem::Problem;
use crate::words::fill;

/// Which part of a declaration's pages is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Overview,
    Form,
    Goods,
    Documents,
    Parties,
    Estimate,
    Journal,
    Files,
}

/// The declaration of a page.
pub(super) async fn declaration(cx: &Cx<'_>, id: &str) -> Result<Declaration, Problem> {
    cx.get("/customs/declarations/{declaration_id}", &[id], &[]).await
}

fn parts(cx: &Cx<'_>, declaration: &Declaration, current: Part) -> Vec<Chip> {
    let words = &cx.w.customs;
    let id = &declaration.summary.declaration_id;
    let counted = |label: &str, count: usize| if count == 0 { label.to_owned() } else { format!("{label} · {count}") };
    let goods = usize::try_from(declaration.summary.goods_count).unwrap_or_default();
    let all: [(Part, &[&str], String); 8] = [
        (Part::Overview, &[], words.overview.to_owned()),
        (Part::Form, &["form"], words.form.to_owned()),
        (Part::Goods, &["goods"], counted(words.goods, goods)),
        (Part::Documents, &["documents"], counted(words.documents, declaration.documents.len())),
        (Part::Parties, &["parties"], counted(words.parties, declaration.parties.len())),
        (Part::Estimate, &["estimate"], words.payments.to_owned()),
        (Part::Journal, &["journal"], words.journal.to_owned()),
        (Part::Files, &["files"], words.files.to_owned()),
    ];
    let chip = |(part, path, label): (Part, &[&str], String)| Chip { href: inside(id, path), label, current: part == current };
    all.into_iter().map(chip).collect()
}

/// The heading of a page of a declaration.
pub(super) fn head(cx: &Cx<'_>, declaration: &Declaration, current: Part) -> Head {
    let (words, summary) = (&cx.w.customs, &declaration.summary);
    let mut head = Head::new(cx.w, tabs(cx, Tab::Declarations), &summary.name)
        .area(words.title)
        .badge(cx.w.customs_code(&summary.status), tone(&summary.status));
    if summary.needs_attention {
        head = head.badge(words.attention, "warn");
    }
    if summary.archived {
        head = head.badge(words.archived, "plain");
    }
    if summary.revision > 1 {
        head = head.badge(fill(words.revision_number, &[&summary.revision.to_string()]), "info");
    }
    let may_edit = declaration.editable && cx.may(DECLARANTS);
    head.lead(summary.registration_number.clone().unwrap_or_default())
        .button(may_edit && current == Part::Overview, inside(&summary.declaration_id, &["edit"]), words.edit_heading)
        .chips(words.parts, parts(cx, declaration, current))
}
