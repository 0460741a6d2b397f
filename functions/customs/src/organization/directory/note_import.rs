//! Notes how far the reading of the vendor's directory is.

use kernel::reaction::OutsideError;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Directory, DirectoryEvent, Reading, RowProblem, directory_id};
use crate::DirectoryId;
use crate::organization::OrganizationRefusal;

/// Notes how far the reading of the vendor's directory is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteOrganizationImport {
    /// What is to be noted.
    pub note: Note,
}

/// What is to be noted of a reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub enum Note {
    /// So many rows are done.
    Rows {
        /// How many.
        rows: u32,
        /// Whether those were all.
        last: bool,
        /// Those that could not be read.
        problems: Vec<RowProblem>,
    },
    /// It stopped.
    Failed {
        /// Why.
        error: OutsideError,
    },
    /// A row is not taken in.
    Refused {
        /// Which, and why.
        problem: RowProblem,
    },
}

impl Command for NoteOrganizationImport {
    type Aggregate = Directory;
    type Refusal = OrganizationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.note-organization-import",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes how far the reading of the vendor's directory is.",
    };

    fn target(&self, _: &Context) -> DirectoryId {
        directory_id()
    }

    fn decide(&self, directory: Option<&Directory>, _: &Facts, _: &Context) -> Result<Decision<Directory>, OrganizationRefusal> {
        let directory = directory.ok_or(OrganizationRefusal::NotFound)?;
        let ahead = |rows: u32| match directory.reading {
            Reading::UnderWay { rows: done } => rows >= done,
            Reading::Done { .. } | Reading::Failed { .. } => false,
        };
        Ok(Decision::of(match self.note.clone() {
            Note::Rows { rows, last: true, problems } if ahead(rows) => vec![DirectoryEvent::ImportFinished { rows, problems }],
            Note::Rows { rows, last: false, problems } if ahead(rows) => vec![DirectoryEvent::ImportContinued { rows, problems }],
            // Told of a reading that has gone on since.
            Note::Rows { .. } => Vec::new(),
            Note::Failed { error } => vec![DirectoryEvent::ImportFailed { error }],
            Note::Refused { problem } => vec![DirectoryEvent::RowRefused { problem }],
        }))
    }

    fn example() -> Self {
        Self { note: Note::Rows { rows: 2, last: true, problems: Vec::new() } }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::organization::directory::PROBLEMS_MAX;
    use crate::samples::organizations::outside_error;

    fn note(note: Note) -> NoteOrganizationImport {
        NoteOrganizationImport { note }
    }

    fn rows(rows: u32, last: bool) -> NoteOrganizationImport {
        note(Note::Rows { rows, last, problems: Vec::new() })
    }

    #[test]
    fn rows_are_counted_forwards_only() {
        let requested = DirectoryEvent::ImportRequested;
        let continued = DirectoryEvent::ImportContinued { rows: 200, problems: Vec::new() };
        given::<Directory>([requested.clone()]).when(rows(200, false)).then([continued.clone()]);
        given::<Directory>([requested.clone(), continued.clone()]).when(rows(100, false)).then([]);
        let finished = DirectoryEvent::ImportFinished { rows: 231, problems: Vec::new() };
        given::<Directory>([requested.clone(), continued]).when(rows(231, true)).then([finished.clone()]);
        given::<Directory>([requested, finished]).when(rows(231, true)).then([]);
        given::<Directory>([]).when(rows(1, true)).refused(OrganizationRefusal::NotFound);
    }

    #[test]
    fn problems_are_kept_and_bounded() {
        let problem = RowProblem { row: 1, vendor_id: None, problem: "kpp: missing".to_owned() };
        let refused = DirectoryEvent::RowRefused { problem: problem.clone() };
        given::<Directory>([DirectoryEvent::ImportRequested]).when(note(Note::Refused { problem: problem.clone() })).then([refused]);
        let failed = DirectoryEvent::ImportFailed { error: outside_error() };
        given::<Directory>([DirectoryEvent::ImportRequested]).when(note(Note::Failed { error: outside_error() })).then([failed]);
        let many = DirectoryEvent::ImportFinished { rows: 999, problems: vec![problem; PROBLEMS_MAX + 1] };
        let meta = testkit::context().meta("test");
        let state = kernel::aggregate::fold_events::<Directory>(None, &[DirectoryEvent::ImportRequested, many], &meta).unwrap();
        assert_eq!(state.map(|state| state.problems.len()), Some(PROBLEMS_MAX));
    }
}
