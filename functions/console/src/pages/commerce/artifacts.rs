//! Codes by which regulators know goods: on facts and on invoices.

use super::{WRITERS, tone};
use crate::context::Cx;
use crate::model::fact::Artifact;
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, choices};
use crate::words::fill;

const SYSTEMS: &[&str] = &["CHESTNY_ZNAK", "MERCURY_VSD", "FGIS_ZERNO", "CUSTOMS_DECLARATION"];
const STATUSES: &[&str] = &["ISSUED", "REQUESTED", "REDEEMED", "ANNULLED"];

/// The fields of one code: what each means depends on the system, as their labels say.
pub(super) fn form(cx: &Cx<'_>, form: FormView) -> FormView {
    let words = &cx.w.proofs;
    form.field(Field::choice("artifact_type", words.system, choices(SYSTEMS, |code| cx.w.desk_code(code))))
        .field(Field::choice("status", cx.w.frame.status, choices(STATUSES, |code| cx.w.artifact_status(code))))
        .field(Field::text("number", words.number).wide())
        .field(Field::text("second", words.second).optional())
        .field(Field::text("third", words.third).optional())
        .field(Field::text("fourth", words.fourth).optional())
}

/// The statuses that one may get next.
fn next(status: &str) -> &'static [&'static str] {
    match status {
        "REQUESTED" => &["ISSUED", "ANNULLED"],
        "ISSUED" => &["REDEEMED", "ANNULLED"],
        _ => &[],
    }
}

/// The codes; with where to send a changed status, if it may be changed.
pub(super) fn grid(cx: &Cx<'_>, artifacts: &[Artifact], path: Option<&str>) -> Grid {
    let words = &cx.w.proofs;
    let row = |artifact: &Artifact| {
        let status = cx.w.artifact_status(&artifact.status);
        let mut cell = Cell::badge(status, tone(&artifact.status));
        for next in next(&artifact.status).iter().filter(|_| cx.may(WRITERS)) {
            let hidden = vec![("artifact_type", artifact.kind().to_owned()), ("key", artifact.key()), ("status", (*next).to_owned())];
            let label = cx.w.artifact_status(next);
            let confirm = fill(words.change_status, &[label]);
            cell = cell.with(path.map(|path| Button { path: path.to_owned(), label, hidden, confirm, ..Button::default() }));
        }
        vec![Cell::text(artifact.key()).mono(), Cell::text(cx.w.desk_code(artifact.kind())), cell]
    };
    let columns = vec![Column::text(cx.w.parties.number), Column::text(words.system), Column::text(cx.w.frame.status)];
    Grid::part(cx.w, words.artifacts, columns, (words.no_artifacts, "")).rows(artifacts.iter().map(row))
}
