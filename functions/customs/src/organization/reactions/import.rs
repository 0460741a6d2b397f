//! Reads the vendor's directory, some rows a delivery.

use kernel::reaction::{Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use super::{another_answer, unreadable};
use crate::organization::directory::note_import::{Note, NoteOrganizationImport};
use crate::organization::directory::{Directory, ROWS_PER_RUN, Reading, RowProblem};
use crate::organization::import::ImportOrganization;
use crate::organization::vendor;
use crate::outside::kontur::organization::Organization as Row;
use crate::outside::kontur::vendor::Rows;
use crate::outside::kontur::{Answer, CONNECTOR, Request};

/// Reads the vendor's directory: each row becomes an organization, or is compared with the one that is
/// known. The vendor has no pages; each delivery reads the list and goes on where the last one ended.
pub struct ImportOnRequest;

impl Reaction for ImportOnRequest {
    type Aggregate = Directory;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.import-organizations-on-request",
        on: &["import-requested.v1", "import-continued.v1"],
        sends: &[ImportOrganization::SPEC.name, NoteOrganizationImport::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Reads the vendor's directory of organizations.",
    };

    fn react(trigger: &Trigger<'_, Directory>) -> Vec<Effect> {
        match trigger.state.reading {
            Reading::UnderWay { .. } => vec![Effect::call(CONNECTOR, &Request::Organizations)],
            Reading::Done { .. } | Reading::Failed { .. } => Vec::new(),
        }
    }

    fn answered(trigger: &Trigger<'_, Directory>, outcome: &Outcome) -> Vec<Effect> {
        let answer = match outcome {
            Outcome::Called { result: Ok(answer), .. } => read_answer::<Answer>(answer).map_err(unreadable),
            Outcome::Called { result: Err(error), .. } => Err(error.clone()),
            Outcome::Sent { result: Err(refused), command, key } if *command == ImportOrganization::SPEC.name => {
                return vec![turned_down(trigger, key, refused.code)];
            }
            Outcome::Sent { .. } => return Vec::new(),
        };
        match (answer, &trigger.state.reading) {
            (Ok(Answer::Organizations { organizations }), Reading::UnderWay { rows }) => taken_in(trigger, &organizations, *rows),
            (Ok(Answer::Organizations { .. }), Reading::Done { .. } | Reading::Failed { .. }) => Vec::new(),
            (Ok(_), _) => vec![failed(trigger, unreadable(another_answer()))],
            (Err(error), _) => vec![failed(trigger, error)],
        }
    }
}

fn note(trigger: &Trigger<'_, Directory>, note: Note, purpose: &str) -> Effect {
    trigger.send_result(purpose, &NoteOrganizationImport { note })
}

fn failed(trigger: &Trigger<'_, Directory>, error: OutsideError) -> Effect {
    note(trigger, Note::Failed { error }, "failed")
}

/// The key of a row's command ends in its number.
fn row_key(trigger: &Trigger<'_, Directory>, row: u32) -> String {
    trigger.key(&format!("row/{row}"))
}

fn turned_down(trigger: &Trigger<'_, Directory>, key: &str, code: &str) -> Effect {
    let row = key.rsplit('/').next().and_then(|row| row.parse().ok()).unwrap_or_default();
    let problem = RowProblem { row, vendor_id: None, problem: code.to_owned() };
    note(trigger, Note::Refused { problem }, &format!("refused/{row}"))
}

fn taken_in(trigger: &Trigger<'_, Directory>, list: &Rows<Row>, done: u32) -> Vec<Effect> {
    let numbered = || (1_u32..).zip(&list.rows);
    let upto = done.saturating_add(ROWS_PER_RUN);
    let total = u32::try_from(list.rows.len()).unwrap_or(u32::MAX);
    let (mut effects, mut problems) = (Vec::new(), Vec::new());
    for (number, row) in numbered().filter(|(number, _)| *number > done && *number <= upto) {
        let read = row.id.ok_or_else(|| "id: missing".to_owned());
        let read = read.and_then(|id| vendor::read(row).map(|read| (id, read)).map_err(|problem| problem.to_string()));
        match read {
            Ok((vendor_id, read)) => {
                let import = ImportOrganization { vendor_id, row: Box::new(read) };
                effects.push(Effect::send(&import, row_key(trigger, number)));
            }
            Err(problem) => problems.push(RowProblem { row: number, vendor_id: row.id.map(|id| id.to_string()), problem }),
        }
    }
    if done == 0 {
        let rejected = list.rejected.iter();
        problems.extend(rejected.map(|row| RowProblem { row: row.row, vendor_id: row.id.clone(), problem: row.problem.clone() }));
    }
    effects.push(note(trigger, Note::Rows { rows: upto.min(total), last: upto >= total, problems }, "rows"));
    effects
}

#[cfg(test)]
mod tests {
    use kernel::{Facts, Refusal, Refused};
    use uuid::Uuid;

    use super::*;
    use crate::code::VendorOrganizationId;
    use crate::organization::OrganizationRefusal;
    use crate::organization::directory::{DirectoryEvent, directory_id};
    use crate::organization::reactions::tests::{Scene, called, silent};
    use crate::samples::organizations::{legal_created, organization};

    fn scene(history: Vec<DirectoryEvent>) -> Scene<Directory> {
        Scene { id: directory_id(), history, facts: Facts::default() }
    }

    fn list(count: u32) -> Outcome {
        let row = vendor::request(&organization([legal_created()]), None);
        let rows = (1..=count).map(|n| Row { id: Some(VendorOrganizationId(Uuid::from_u128(n.into()))), ..row.clone() }).collect();
        called(&Answer::Organizations { organizations: Rows { rows, rejected: Vec::new() } })
    }

    fn noted(effects: &[Effect]) -> Note {
        let Some(Effect::Send { body, .. }) = effects.last() else { panic!("{effects:?}") };
        serde_json::from_value::<NoteOrganizationImport>(body.clone()).unwrap().note
    }

    #[test]
    fn rows_are_taken_in_until_there_are_no_more() {
        let begun = scene(vec![DirectoryEvent::ImportRequested]);
        assert_eq!(begun.react::<ImportOnRequest>().len(), 1);
        let effects = begun.answered::<ImportOnRequest>(&list(ROWS_PER_RUN + 1));
        assert_eq!(effects.len(), ROWS_PER_RUN as usize + 1);
        assert_eq!(noted(&effects), Note::Rows { rows: ROWS_PER_RUN, last: false, problems: Vec::new() });
        let continued = DirectoryEvent::ImportContinued { rows: ROWS_PER_RUN, problems: Vec::new() };
        let effects = scene(vec![DirectoryEvent::ImportRequested, continued]).answered::<ImportOnRequest>(&list(ROWS_PER_RUN + 1));
        assert_eq!((effects.len(), noted(&effects)), (2, Note::Rows { rows: ROWS_PER_RUN + 1, last: true, problems: Vec::new() }));
    }

    #[test]
    fn a_row_that_cannot_be_taken_in_is_told_and_hides_no_other() {
        let mut row = vendor::request(&organization([legal_created()]), None);
        row.entity.kpp = None;
        let answer = called(&Answer::Organizations { organizations: Rows { rows: vec![row], rejected: Vec::new() } });
        let Note::Rows { problems, last: true, .. } =
            noted(&scene(vec![DirectoryEvent::ImportRequested]).answered::<ImportOnRequest>(&answer))
        else {
            panic!("noted")
        };
        assert_eq!(problems[0].problem, "id: missing");
        let refused = Refused::from(&OrganizationRefusal::PersonWithoutName);
        let key = "odir/1/row/7".to_owned();
        let outcome = Outcome::Sent { command: ImportOrganization::SPEC.name, key, result: Err(refused) };
        let Note::Refused { problem } = noted(&scene(vec![DirectoryEvent::ImportRequested]).answered::<ImportOnRequest>(&outcome)) else {
            panic!("noted")
        };
        assert_eq!((problem.row, problem.problem.as_str()), (7, OrganizationRefusal::PersonWithoutName.code()));
    }

    #[test]
    fn a_failure_ends_the_reading() {
        let effects = scene(vec![DirectoryEvent::ImportRequested]).answered::<ImportOnRequest>(&silent());
        assert!(matches!(noted(&effects), Note::Failed { .. }));
        let failed = DirectoryEvent::ImportFailed { error: crate::samples::organizations::outside_error() };
        assert_eq!(scene(vec![DirectoryEvent::ImportRequested, failed]).react::<ImportOnRequest>(), []);
    }
}
