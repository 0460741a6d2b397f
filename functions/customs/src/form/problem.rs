//! What is wrong with a form or with a file of one, as data: where, which field, why.

use std::fmt;

use kernel::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod reason;

pub use reason::{FileType, Kind, Limit, Reason};

use super::{FORM_BYTES_MAX, FORM_DEPTH_MAX, FORM_FIELDS_MAX, FORM_NAME_BYTES_MAX, FORM_TEXT_BYTES_MAX};
use crate::code::GoodsNumber;

/// Longest quotation of what somebody wrote, in characters: enough to find it again.
const QUOTED_CHARACTERS_MAX: usize = 80;

/// Why a body is not a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "fields are said by the variant: where, how much, what was written")]
pub enum FormProblem {
    /// More bytes than [`FORM_BYTES_MAX`].
    #[error("a form has at most {FORM_BYTES_MAX} bytes, this one {bytes}")]
    TooLarge { bytes: usize },
    /// Not UTF-8, or not JSON, at a line and column from 1.
    #[error("not JSON at line {line}, column {column}")]
    NotJson { line: usize, column: usize },
    /// JSON, and not an object.
    #[error("a form is a JSON object")]
    NotAnObject,
    /// More nesting than [`FORM_DEPTH_MAX`].
    #[error("nested deeper than {FORM_DEPTH_MAX} at {path}")]
    TooDeep { path: String },
    /// More values than [`FORM_FIELDS_MAX`].
    #[error("more than {FORM_FIELDS_MAX} fields")]
    TooManyFields,
    /// A text beyond [`FORM_TEXT_BYTES_MAX`].
    #[error("longer than {FORM_TEXT_BYTES_MAX} bytes: {path}")]
    TextTooLong { path: String },
    /// A name that is empty, beyond [`FORM_NAME_BYTES_MAX`] or has control characters.
    #[error("a name of a field in {path} is empty, too long or has control characters")]
    NameUnusable { path: String },
    /// A name that stands twice in one object.
    #[error("the field {name} stands twice in one object")]
    DuplicateField { name: String },
    /// A list with a hole.
    #[error("an element of a list is null: {path}")]
    NullInList { path: String },
    /// A number that a float cannot carry without change.
    #[error("the number {number} cannot be kept exactly{}{path}: write it as a text", if path.is_empty() { "" } else { " at " })]
    NumberInexact { path: String, number: String },
    /// More goods than box 32 can number.
    #[error("a declaration has at most {} goods, these are {count}", GoodsNumber::MAX)]
    TooManyGoods { count: usize },
}

impl FormProblem {
    pub(super) fn inexact(path: &str, number: &str) -> Self {
        Self::NumberInexact { path: path.to_owned(), number: quoted(number) }
    }

    /// Where bytes stop being text.
    pub(super) fn not_text(bytes: &[u8], at: usize) -> Self {
        let before = bytes.get(..at).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count().saturating_add(1);
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count().saturating_add(1);
        Self::NotJson { line, column }
    }

    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "form-too-large",
            Self::NotJson { .. } => "form-not-json",
            Self::NotAnObject => "form-not-an-object",
            Self::TooDeep { .. } => "form-too-deep",
            Self::TooManyFields => "form-too-many-fields",
            Self::TextTooLong { .. } => "form-text-too-long",
            Self::NameUnusable { .. } => "form-name-unusable",
            Self::DuplicateField { .. } => "form-duplicate-field",
            Self::NullInList { .. } => "form-null-in-list",
            Self::NumberInexact { .. } => "form-number-inexact",
            Self::TooManyGoods { .. } => "form-too-many-goods",
        }
    }

    /// The sentence in three languages.
    pub fn texts(&self) -> Texts {
        match self {
            Self::TooLarge { bytes } => three(
                format!("A form has at most {FORM_BYTES_MAX} bytes; this one has {bytes}."),
                format!("Форма має не більше {FORM_BYTES_MAX} байтів; у цій {bytes}."),
                format!("В форме не больше {FORM_BYTES_MAX} байтов; в этой {bytes}."),
            ),
            Self::NotJson { line, column } => three(
                format!("This is not JSON: line {line}, column {column}."),
                format!("Це не JSON: рядок {line}, позиція {column}."),
                format!("Это не JSON: строка {line}, позиция {column}."),
            ),
            Self::NotAnObject => three("A form is a JSON object.", "Форма — це об'єкт JSON.", "Форма — это объект JSON."),
            Self::TooDeep { path } => three(
                format!("Fields are nested deeper than {FORM_DEPTH_MAX}: {path}."),
                format!("Поля вкладені глибше за {FORM_DEPTH_MAX}: {path}."),
                format!("Поля вложены глубже {FORM_DEPTH_MAX}: {path}."),
            ),
            Self::TooManyFields => three(
                format!("A form has at most {FORM_FIELDS_MAX} fields."),
                format!("У формі не більше {FORM_FIELDS_MAX} полів."),
                format!("В форме не больше {FORM_FIELDS_MAX} полей."),
            ),
            Self::TextTooLong { path } => three(
                format!("The text is longer than {FORM_TEXT_BYTES_MAX} bytes: {path}."),
                format!("Текст довший за {FORM_TEXT_BYTES_MAX} байтів: {path}."),
                format!("Текст длиннее {FORM_TEXT_BYTES_MAX} байтов: {path}."),
            ),
            Self::NameUnusable { path } => three(
                format!("A name of a field is empty, longer than {FORM_NAME_BYTES_MAX} bytes or has control characters, in: {path}."),
                format!("Назва поля порожня, довша за {FORM_NAME_BYTES_MAX} байтів або має керівні символи, у: {path}."),
                format!("Имя поля пустое, длиннее {FORM_NAME_BYTES_MAX} байтов или с управляющими символами, в: {path}."),
            ),
            Self::DuplicateField { name } => three(
                format!("The field {name} stands twice in one object."),
                format!("Поле {name} стоїть двічі в одному об'єкті."),
                format!("Поле {name} стоит дважды в одном объекте."),
            ),
            Self::NullInList { path } => three(
                format!("An element of a list is null: {path}."),
                format!("Елемент списку порожній (null): {path}."),
                format!("Элемент списка пуст (null): {path}."),
            ),
            Self::NumberInexact { path, number } => three(
                format!("The number {number} cannot be kept exactly; write it in quotes. {path}"),
                format!("Число {number} не можна зберегти точно; напишіть його в лапках. {path}"),
                format!("Число {number} нельзя сохранить точно; напишите его в кавычках. {path}"),
            ),
            Self::TooManyGoods { count } => three(
                format!("A declaration has at most {} goods; these are {count}.", GoodsNumber::MAX),
                format!("У декларації не більше {} товарів; тут {count}.", GoodsNumber::MAX),
                format!("В декларации не больше {} товаров; здесь {count}.", GoodsNumber::MAX),
            ),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// Which field: its name in the form, or the name of the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Why, for programs.
    pub reason: Reason,
    /// Why, for people.
    pub text: Texts,
}

/// Where something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "in", rename_all = "snake_case")]
pub enum Place {
    /// The file or the form as a whole.
    Whole,
    /// A field of the form: names separated by points, elements of lists counted from 0 in
    /// brackets, without the root.
    Form {
        /// The path.
        path: String,
    },
    /// A line and a column of a text file, both from 1.
    Text {
        /// The line.
        line: u32,
        /// The column.
        column: u32,
    },
    /// A sheet of a workbook.
    Sheet {
        /// Its name.
        sheet: String,
    },
    /// A row of a sheet, from 1 as the program shows it.
    Row {
        /// The sheet's name.
        sheet: String,
        /// The row.
        row: u32,
    },
    /// A cell of a sheet.
    Cell {
        /// The sheet's name.
        sheet: String,
        /// The row, from 1.
        row: u32,
        /// The column by its letters: `A`, `AB`.
        column: String,
    },
}

impl fmt::Display for Place {
    /// As programs show places: `Sheet1!C4`, `2:13` for a line and a column, a path.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Form { path } => f.write_str(path),
            Self::Text { line, column } => write!(f, "{line}:{column}"),
            Self::Sheet { sheet } => f.write_str(sheet),
            Self::Row { sheet, row } => write!(f, "{sheet}!{row}"),
            Self::Cell { sheet, row, column } => write!(f, "{sheet}!{column}{row}"),
        }
    }
}

impl Place {
    /// A field of the form.
    pub fn form(path: impl Into<String>) -> Self {
        Self::Form { path: path.into() }
    }
}

impl Problem {
    /// With its sentence.
    pub fn new(place: Place, field: Option<&str>, reason: Reason) -> Self {
        let text = reason.texts();
        Self { place, field: field.map(str::to_owned), reason, text }
    }
}

impl From<FormProblem> for Problem {
    fn from(problem: FormProblem) -> Self {
        let place = match &problem {
            FormProblem::TooDeep { path }
            | FormProblem::TextTooLong { path }
            | FormProblem::NameUnusable { path }
            | FormProblem::NullInList { path }
            | FormProblem::NumberInexact { path, .. } => Place::form(path),
            FormProblem::NotJson { line, column } => {
                let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
                Place::Text { line: narrow(*line), column: narrow(*column) }
            }
            FormProblem::TooLarge { .. }
            | FormProblem::NotAnObject
            | FormProblem::TooManyFields
            | FormProblem::DuplicateField { .. }
            | FormProblem::TooManyGoods { .. } => Place::Whole,
        };
        let field = if let FormProblem::DuplicateField { name } = &problem { Some(name.as_str()) } else { None };
        Self::new(place, field, Reason::NotAForm { why: problem.code().to_owned(), text: problem.texts() })
    }
}

/// Cuts what somebody wrote to what a sentence can quote.
pub fn quoted(text: &str) -> String {
    let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(QUOTED_CHARACTERS_MAX).collect();
    if text.chars().nth(QUOTED_CHARACTERS_MAX).is_some() { format!("{shown}…") } else { shown }
}

fn three(en: impl Into<String>, uk: impl Into<String>, ru: impl Into<String>) -> Texts {
    Texts::new(en, uk, ru)
}
