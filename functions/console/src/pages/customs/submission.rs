//! How far a declaration is on its way to the vendor, step by step.

use super::tone;
use crate::context::Cx;
use crate::model::customs::{Declaration, Document, StepItem, Submission};
use crate::pages::kit::{Cell, Column, Grid, Sheet};
use crate::words::fill;

/// What a step does, and with what.
fn named(cx: &Cx<'_>, declaration: &Declaration, item: &StepItem) -> Cell {
    let step = &item.step;
    let title = |id: &String| declaration.documents.iter().find(|document| document.id == *id).map(Document::title);
    let document = step.document.as_ref().and_then(title);
    let about = document.or_else(|| step.role.as_deref().map(|role| cx.w.customs_role(role).to_owned()));
    Cell::text(cx.w.customs_step(&step.step)).sub(about.unwrap_or_default())
}

/// Why it failed, and when it is tried again.
fn explained(cx: &Cx<'_>, item: &StepItem) -> String {
    let words = &cx.w.customs;
    let failed = (item.failed > 0).then(|| fill(words.tries_failed, &[&item.failed.to_string()]));
    let error = item.error.as_ref().map(|error| format!("{} {}: {}", error.code, error.text, cx.w.error_class(&error.class)));
    let next = item.next_try.as_deref().map(|at| fill(words.tried_again, &[&cx.f.due(at)]));
    failed.into_iter().chain(error).chain(next).collect::<Vec<_>>().join(" · ")
}

/// The steps of the newest submission; nothing before the first.
pub(super) fn steps(cx: &Cx<'_>, declaration: &Declaration, submission: &Submission) -> Sheet {
    let words = &cx.w.customs;
    let Some(attempt) = submission.attempt else { return Sheet::new() };
    let done = submission.steps.iter().filter(|item| item.state == "done").count();
    let row = |item: &StepItem| {
        let state = Cell::badge(cx.w.customs_step_state(&item.state), tone(&item.state)).sub(explained(cx, item));
        vec![named(cx, declaration, item), state, Cell::text(item.since.as_deref().map(|at| cx.f.short(at)).unwrap_or_default()).whole()]
    };
    let columns = vec![Column::text(words.step), Column::text(cx.w.frame.status), Column::text(words.since)];
    let grid = Grid::part(cx.w, words.steps, columns, (words.no_steps, "")).rows(submission.steps.iter().map(row));
    let by = submission.by.as_deref().unwrap_or_default();
    let when = submission.requested_at.as_deref().map(|at| cx.f.moment(at)).unwrap_or_default();
    let asked = fill(words.attempt, &[&attempt.to_string(), &when, by]);
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let (done, all) = (count(done), count(submission.steps.len()));
    let progress = Sheet::new().progress(&fill(words.steps_done, &[&done.to_string(), &all.to_string()]), done, all).text("muted", &asked);
    let progress = if submission.given_up { progress.text("callout warn", words.given_up) } else { progress };
    let title = if submission.is_amendment() { words.amendment } else { words.submission };
    Sheet::new().card(title, progress).grid(&grid)
}
