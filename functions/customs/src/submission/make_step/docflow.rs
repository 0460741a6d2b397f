//! The docflow: looked for under our reference, and made only where there is none.

use kernel::Trigger;
use kernel::reaction::{FailureClass, OutsideError};

use super::{Move, another_answer, ours};
use crate::code::DocflowId;
use crate::declaration::Declaration;
use crate::declaration::submission::{Outcome, code, referred};
use crate::outside::kontur::docflow::{Docflow, DocflowQuery, DocflowSearch, NewDocflow, SEARCH_TAKE_MAX, TAKE_MAX};
use crate::outside::kontur::vendor::{EmployeeId, FilerId, Rows};
use crate::outside::kontur::{Answer, Request};

/// How far the vendor's clock may be behind ours, in milliseconds.
const CLOCK_MS: i64 = 10 * 60_000;

/// The first look: for the docflow that is known, by its id; otherwise at everything that changed
/// since the submission was asked for, because a list is up to date where a search may not be.
pub(super) fn look(declaration: &Declaration) -> Request {
    match declaration.vendor.docflow {
        Some(docflow) => {
            let search = DocflowSearch { docflows: vec![docflow], take: Some(SEARCH_TAKE_MAX), ..DocflowSearch::default() };
            Request::SearchDocflows { search: Box::new(search) }
        }
        None => {
            let since = declaration.submission.as_ref().map(|submission| submission.requested_at.plus_ms(-CLOCK_MS));
            Request::Docflows { query: DocflowQuery { changed_from: since, changed_to: None, status: None, take: TAKE_MAX } }
        }
    }
}

/// What follows from an answer: list, then search, then make.
pub(super) fn next(trigger: &Trigger<'_, Declaration>, request: &Request, answer: Answer) -> Move {
    let declaration = trigger.state;
    if let Answer::Docflows { docflows, .. } = answer {
        return adopt(declaration, &docflows).unwrap_or_else(|| Move::Ask(search(declaration)));
    }
    if let Answer::CreateDocflow { docflow } = answer {
        return Move::Done(Outcome::Docflow { docflow, found: false }, Vec::new());
    }
    let Answer::SearchDocflows { docflows, .. } = answer else { return Move::Fail(another_answer()) };
    match searched(request) {
        // By id: the docflow that is used already.
        Some(known) if docflows.rows.iter().any(|row| row.id == known) => found(known, Vec::new()),
        Some(_) => Move::Fail(gone()),
        None => adopt(declaration, &docflows).unwrap_or_else(|| create(declaration)),
    }
}

fn searched(request: &Request) -> Option<DocflowId> {
    if let Request::SearchDocflows { search } = request { search.docflows.first().copied() } else { None }
}

/// The oldest docflow under our reference; others are orphans. One that a person has dealt with
/// is none of ours any more.
fn adopt(declaration: &Declaration, docflows: &Rows<Docflow>) -> Option<Move> {
    let ours = |row: &&Docflow| row.name.as_deref().and_then(referred) == Some(declaration.id);
    let mut ours: Vec<&Docflow> = docflows.rows.iter().filter(ours).filter(|row| !declaration.vendor.dismissed.contains(&row.id)).collect();
    ours.sort_by_key(|row| (row.created.unwrap_or(row.changed), row.id));
    // A row that says nothing but its id and its name is there all the same.
    let unreadable = docflows.rejected.iter().filter(|row| row.name.as_deref().and_then(referred) == Some(declaration.id));
    let unreadable = unreadable.filter_map(|row| row.id.as_deref()?.parse().ok().map(DocflowId));
    let unreadable = unreadable.filter(|docflow| !declaration.vendor.dismissed.contains(docflow));
    let all: Vec<DocflowId> = ours.iter().map(|row| row.id).chain(unreadable).collect();
    let (first, others) = all.split_first()?;
    Some(found(*first, others.to_vec()))
}

const fn found(docflow: DocflowId, others: Vec<DocflowId>) -> Move {
    Move::Done(Outcome::Docflow { docflow, found: true }, others)
}

fn search(declaration: &Declaration) -> Request {
    let query = kernel::Line::new(&declaration.id.to_string()).ok();
    Request::SearchDocflows { search: Box::new(DocflowSearch { query, take: Some(SEARCH_TAKE_MAX), ..DocflowSearch::default() }) }
}

fn create(declaration: &Declaration) -> Move {
    let header = &declaration.header;
    let Some((type_number, procedure, singularity)) = header.vendor_numbers() else {
        let text = "The vendor's numbers for type and procedure are not known: import the reference data.";
        return Move::Fail(ours(code::NO_VENDOR_NUMBER, FailureClass::Permanent, text));
    };
    Move::Ask(Request::CreateDocflow {
        docflow: Box::new(NewDocflow {
            type_number,
            procedure,
            singularity,
            office: header.office.code.clone(),
            filer: FilerId(header.organization.id),
            employee: EmployeeId(header.employee.id),
            name: declaration.reference(),
        }),
    })
}

/// Making another one is a person's decision: give the submission up, settle the orphan, submit.
fn gone() -> OutsideError {
    let text = "The vendor does not know the docflow any more. Give the submission up, settle its docflow, and submit again.";
    ours(code::DOCFLOW_GONE, FailureClass::Permanent, text)
}
