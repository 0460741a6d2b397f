//! Reads, writes or prints a file that somebody asked for.

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Line, Reaction, ReactionSpec, Trigger};

use crate::declaration::document::AtVendor;
use crate::declaration::job::{Because, FormFormat, JobState, Made, NOTES_MAX, Note, PROBLEMS_MAX, PrintFormat, Task};
use crate::declaration::make_dts::shares_key;
use crate::declaration::record_import::RecordImport;
use crate::declaration::record_job::RecordJob;
use crate::declaration::{Declaration, DeclarationEvent};
use crate::form::Form;
use crate::outside::formats::{self, Answer as FormatsAnswer, IgnoredColumn, Request as FormatsRequest};
use crate::outside::kontur::document::DocumentRow;
use crate::outside::kontur::vendor::Rows;
use crate::outside::kontur::{self, Answer as KonturAnswer, Request as KonturRequest};
use crate::payments::vendor_costs;

/// Reads, writes or prints a file that somebody asked for.
pub struct DoJobOnRequested;

impl Reaction for DoJobOnRequested {
    type Aggregate = Declaration;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "customs.do-job-on-requested",
        on: &["job-requested.v1"],
        sends: &[RecordImport::SPEC.name, RecordJob::SPEC.name],
        calls: &[formats::CONNECTOR, kontur::CONNECTOR],
        summary: "Reads, writes or prints a file that somebody asked for.",
    };

    fn react(trigger: &Trigger<'_, Declaration>) -> Vec<Effect> {
        let DeclarationEvent::JobRequested { number, task } = trigger.event else { return Vec::new() };
        let working = trigger.state.jobs.iter().any(|job| job.number == *number && job.state == JobState::Working);
        if !working {
            // Ended by an earlier delivery.
            return Vec::new();
        }
        vec![begin(trigger, *number, task)]
    }

    fn answered(trigger: &Trigger<'_, Declaration>, outcome: &Outcome) -> Vec<Effect> {
        let DeclarationEvent::JobRequested { number, task } = trigger.event else { return Vec::new() };
        let Outcome::Called { connector, result, .. } = outcome else { return Vec::new() };
        let effect = match result {
            Err(error) => ended(trigger, *number, failed(Because::Outside { error: error.clone() })),
            Ok(answer) if *connector == formats::CONNECTOR => match read_answer::<FormatsAnswer>(answer) {
                Ok(answer) => from_formats(trigger, *number, task, answer),
                Err(_) => ended(trigger, *number, unreadable(connector)),
            },
            Ok(answer) => match read_answer::<KonturAnswer>(answer) {
                Ok(KonturAnswer::Documents { documents }) => value_declaration(trigger, *number, task, &documents),
                Ok(answer) => ended(trigger, *number, printed(trigger, task, answer)),
                Err(_) => ended(trigger, *number, unreadable(connector)),
            },
        };
        vec![effect]
    }
}

fn begin(trigger: &Trigger<'_, Declaration>, number: u32, task: &Task) -> Effect {
    let declaration = trigger.state;
    let form = declaration.form.as_ref().map(|form| form.sha256.clone());
    match (task, form) {
        (Task::ImportForm { file, format: FormFormat::Xml }, _) => {
            Effect::call(formats::CONNECTOR, &FormatsRequest::ReadXml { key: file.key() })
        }
        (Task::ImportForm { file, format: FormFormat::Json }, base) => {
            let import = RecordImport { declaration_id: trigger.id, number, base, key: file.key(), notes: Vec::new() };
            trigger.send_result("import", &import)
        }
        (Task::ImportGoods { file, choice }, into) => {
            Effect::call(formats::CONNECTOR, &FormatsRequest::ReadGoods { key: file.key(), into, choice: *choice })
        }
        (Task::ExportForm { format: FormFormat::Xml }, Some(sha256)) => {
            Effect::call(formats::CONNECTOR, &FormatsRequest::WriteXml { sha256 })
        }
        // The form is kept as JSON already.
        (Task::ExportForm { format: FormFormat::Json }, Some(sha256)) => {
            let size_bytes = declaration.form.as_ref().map_or(0, |form| form.size_bytes);
            let made = Made { key: Form::key(&sha256), file_name: file_name(trigger, "json"), size_bytes, sha256 };
            ended(trigger, number, JobState::done(Some(made)))
        }
        (Task::ExportGoods, Some(sha256)) => {
            let language = trigger.context.settings.language;
            Effect::call(formats::CONNECTOR, &FormatsRequest::WriteGoods { sha256, language })
        }
        (Task::ExportForm { .. } | Task::ExportGoods, None) => ended(trigger, number, failed(Because::NoForm)),
        (Task::MakeDts { form, costs, .. }, _) => match (declaration.vendor.docflow, vendor_costs(*form, costs)) {
            // An earlier try may have made it: what is there is looked at first.
            (Some(docflow), Ok(_)) => Effect::call(kontur::CONNECTOR, &KonturRequest::Documents { docflow }),
            (None, _) => ended(trigger, number, failed(Because::NotAtVendor)),
            (Some(_), Err(_)) => ended(trigger, number, unreadable(kontur::CONNECTOR)),
        },
        (Task::VendorPrint { format }, _) => match (declaration.vendor.docflow, declaration.vendor.main_form, format) {
            (Some(docflow), Some(form), PrintFormat::Html) => Effect::call(kontur::CONNECTOR, &KonturRequest::PrintHtml { docflow, form }),
            (Some(docflow), Some(form), PrintFormat::Pdf) => Effect::call(kontur::CONNECTOR, &KonturRequest::PrintPdf { docflow, form }),
            (None, _, _) | (_, None, _) => ended(trigger, number, failed(Because::NotAtVendor)),
        },
    }
}

fn from_formats(trigger: &Trigger<'_, Declaration>, number: u32, task: &Task, answer: FormatsAnswer) -> Effect {
    match answer {
        FormatsAnswer::Form { form, ignored, .. } => {
            let base = trigger.state.form.as_ref().map(|form| form.sha256.clone());
            let left_out = |IgnoredColumn { column, name }| Note::ColumnLeftOut { column, name };
            let notes = ignored.into_iter().take(NOTES_MAX).map(left_out).collect();
            let import = RecordImport { declaration_id: trigger.id, number, base, key: form.key(), notes };
            trigger.send_result("import", &import)
        }
        FormatsAnswer::File { key, sha256, size_bytes, unplaced, .. } => {
            let made = Made { key, file_name: file_name(trigger, extension(task)), size_bytes, sha256 };
            let notes = unplaced.into_iter().take(NOTES_MAX).map(|path| Note::FieldUnplaced { path }).collect();
            ended(trigger, number, JobState::Done { file: Some(made), notes, at_vendor: None })
        }
        FormatsAnswer::Problems { mut problems, .. } => {
            problems.truncate(PROBLEMS_MAX);
            ended(trigger, number, failed(Because::File { problems }))
        }
    }
}

fn printed(trigger: &Trigger<'_, Declaration>, task: &Task, answer: KonturAnswer) -> JobState {
    if let KonturAnswer::CreateDts { document } = &answer {
        return valued(trigger, task, document, Vec::new());
    }
    let (KonturAnswer::PrintHtml { content } | KonturAnswer::PrintPdf { content }) = answer else { return unreadable(kontur::CONNECTOR) };
    let file_name = file_name(trigger, extension(task));
    JobState::done(Some(Made { key: content.key, file_name, size_bytes: content.size_bytes, sha256: content.sha256 }))
}

/// What the vendor calls a declaration of customs value: it publishes no code of their kind.
const VALUE_DECLARATION: &str = "ДТС";

/// Makes the declaration of customs value where there is none. One that nobody has told us of was
/// made by an earlier try whose answer was lost.
fn value_declaration(trigger: &Trigger<'_, Declaration>, number: u32, task: &Task, there: &Rows<DocumentRow>) -> Effect {
    let declaration = trigger.state;
    let Task::MakeDts { form, costs, .. } = task else { return ended(trigger, number, unreadable(kontur::CONNECTOR)) };
    let is_value = |row: &&DocumentRow| row.name.as_deref().is_some_and(|name| name.to_uppercase().contains(VALUE_DECLARATION));
    let ours = |row: &&DocumentRow| declaration.vendor.documents.values().any(|known| known.document == row.document);
    match there.rows.iter().filter(|row| !ours(row)).find(is_value) {
        Some(row) if declaration.vendor.values.contains(&row.document) => ended(trigger, number, failed(Because::MadeAlready)),
        Some(row) => ended(trigger, number, valued(trigger, task, row, vec![Note::FoundAtVendor])),
        None => match (declaration.vendor.docflow, vendor_costs(*form, costs)) {
            (Some(docflow), Ok((dts, costs))) => Effect::call(kontur::CONNECTOR, &KonturRequest::CreateDts { docflow, dts, costs }),
            (None, _) | (Some(_), Err(_)) => ended(trigger, number, unreadable(kontur::CONNECTOR)),
        },
    }
}

/// The vendor has the form; the file is that of our own shares.
fn valued(trigger: &Trigger<'_, Declaration>, task: &Task, row: &DocumentRow, notes: Vec<Note>) -> JobState {
    let Task::MakeDts { sha256, size_bytes, .. } = task else { return unreadable(kontur::CONNECTOR) };
    let (key, file_name) = (shares_key(sha256), file_name(trigger, extension(task)));
    let file = Some(Made { key, file_name, size_bytes: *size_bytes, sha256: sha256.clone() });
    JobState::Done { file, notes, at_vendor: Some(AtVendor { document: row.document, form: row.form }) }
}

const fn extension(task: &Task) -> &'static str {
    match task {
        Task::ExportForm { format: FormFormat::Json } | Task::MakeDts { .. } => "json",
        Task::ExportForm { format: FormFormat::Xml } | Task::ImportForm { .. } => "xml",
        Task::ExportGoods | Task::ImportGoods { .. } => "xlsx",
        Task::VendorPrint { format: PrintFormat::Html } => "html",
        Task::VendorPrint { format: PrintFormat::Pdf } => "pdf",
    }
}

/// Named by the number at customs, or by the declaration while it has none.
fn file_name(trigger: &Trigger<'_, Declaration>, extension: &str) -> Line {
    let declaration = trigger.state;
    let number = declaration.registration_number.as_ref().map(|number| number.as_str().replace('/', "-"));
    let name = number.unwrap_or_else(|| declaration.name().to_string());
    Line::new(&format!("{name}.{extension}")).unwrap_or_else(|_| declaration.name().clone())
}

fn ended(trigger: &Trigger<'_, Declaration>, number: u32, state: JobState) -> Effect {
    trigger.send_result("ended", &RecordJob { declaration_id: trigger.id, number, state })
}

fn failed(because: Because) -> JobState {
    JobState::Failed { because }
}

/// The connector answered something else than was asked: a defect of ours, which asking again
/// does not mend.
fn unreadable(connector: &str) -> JobState {
    let (code, text) = ("CUSTOMS_UNREADABLE".to_owned(), format!("{connector} answered something else than was asked"));
    failed(Because::Outside { error: OutsideError { code, class: FailureClass::Permanent, raw_code: String::new(), text } })
}
