//! Forms: fields with their labels, what was typed, and beside each what is wrong with it.

use askama::Template;

use kernel::Currency;

use super::Refused;
use super::picker::Picked;
use crate::frame::render;
use crate::http::Form;
use crate::problem::Problem;
use crate::words::Words;

/// Longest text of several lines, in characters: what the API takes of a paragraph.
const AREA_CHARACTERS_MAX: usize = 4_000;

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// A text of several lines.
    Area,
    Day,
    /// A day and a time, in the reader's zone.
    Time,
    /// An amount, quantity or rate: digits with a decimal sign.
    Decimal,
    Whole,
    Tick,
    /// Values with their words.
    Choice(Vec<(String, String)>),
    /// A text, with values that are suggested: too many to stand in every line of a form.
    Suggested(Vec<(String, String)>),
}

/// The currencies that own companies keep books and agree prices in.
const OFFERED: &[Currency] =
    &[Currency::UAH, Currency::RUB, Currency::BYN, Currency::KZT, Currency::EUR, Currency::USD, Currency::CNY, Currency::PLN];

/// The currencies that are offered.
pub(crate) fn currencies() -> Vec<(String, String)> {
    let code = |currency: &Currency| (currency.code().to_owned(), currency.code().to_owned());
    OFFERED.iter().map(code).collect()
}

/// One field.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    name: &'static str,
    label: &'static str,
    kind: Kind,
    value: String,
    hint: &'static str,
    required: bool,
    wide: bool,
    error: String,
    /// Longest text of several lines.
    characters_max: usize,
}

impl Field {
    fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            name,
            label,
            kind,
            value: String::new(),
            hint: "",
            required: true,
            wide: false,
            error: String::new(),
            characters_max: AREA_CHARACTERS_MAX,
        }
    }

    pub(crate) fn text(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Text)
    }

    pub(crate) fn area(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Area).wide()
    }

    pub(crate) fn day(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Day)
    }

    pub(crate) fn time(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Time)
    }

    pub(crate) fn decimal(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Decimal)
    }

    pub(crate) fn whole(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Whole)
    }

    pub(crate) fn tick(name: &'static str, label: &'static str) -> Self {
        Self { required: false, wide: true, ..Self::new(name, label, Kind::Tick) }
    }

    pub(crate) fn choice(name: &'static str, label: &'static str, values: Vec<(String, String)>) -> Self {
        Self::new(name, label, Kind::Choice(values))
    }

    pub(crate) fn suggested(name: &'static str, label: &'static str, values: Vec<(String, String)>) -> Self {
        Self::new(name, label, Kind::Suggested(values))
    }

    pub(crate) fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    pub(crate) fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    pub(crate) fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// A text of several lines that is pasted rather than typed.
    pub(crate) fn pasted(self, characters_max: usize) -> Self {
        Self { characters_max, ..self }
    }

    pub(crate) fn characters_max(&self) -> usize {
        self.characters_max
    }

    /// Lines of a text that are seen at once.
    fn area_rows(&self) -> u8 {
        if self.characters_max > AREA_CHARACTERS_MAX { 12 } else { 4 }
    }

    pub(crate) fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn label(&self) -> &'static str {
        self.label
    }

    pub(crate) fn text_value(&self) -> &str {
        &self.value
    }

    /// Whether this is what the field holds.
    pub(crate) fn has(&self, value: &str) -> bool {
        self.value == value
    }

    pub(crate) fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Day => "date",
            Kind::Time => "datetime-local",
            Kind::Text | Kind::Area | Kind::Decimal | Kind::Whole | Kind::Tick | Kind::Choice(_) | Kind::Suggested(_) => "text",
        }
    }

    fn input_mode(&self) -> &'static str {
        match self.kind {
            Kind::Decimal => "decimal",
            Kind::Whole => "numeric",
            Kind::Text | Kind::Area | Kind::Day | Kind::Time | Kind::Tick | Kind::Choice(_) | Kind::Suggested(_) => "text",
        }
    }

    fn is_tick(&self) -> bool {
        self.kind == Kind::Tick
    }

    pub(crate) fn suggestions(&self) -> Option<&[(String, String)]> {
        match &self.kind {
            Kind::Suggested(values) => Some(values),
            Kind::Choice(_) | Kind::Text | Kind::Area | Kind::Day | Kind::Time | Kind::Decimal | Kind::Whole | Kind::Tick => None,
        }
    }

    fn is_area(&self) -> bool {
        self.kind == Kind::Area
    }

    pub(crate) fn choices(&self) -> Option<&[(String, String)]> {
        match &self.kind {
            Kind::Choice(values) => Some(values),
            Kind::Suggested(_) | Kind::Text | Kind::Area | Kind::Day | Kind::Time | Kind::Decimal | Kind::Whole | Kind::Tick => None,
        }
    }
}

/// Lines that are typed into: repeated fields, one line an input of each column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    pub(crate) title: &'static str,
    pub(crate) columns: Vec<Field>,
    pub(crate) rows: Vec<Vec<String>>,
    /// Whether there may be more; a button adds one.
    pub(crate) grows: bool,
}

/// The place of a line in a request, `lines[2].quantity`, as its number from 1 and its field.
pub(crate) fn line_place(path: &str) -> Option<(usize, &str)> {
    let (_, rest) = path.split_once('[')?;
    let (index, rest) = rest.split_once(']')?;
    let index: usize = index.parse().ok()?;
    Some((index.saturating_add(1), rest.rsplit('.').next().unwrap_or_default()))
}

impl Lines {
    /// As typed; when nothing was typed yet, so many empty lines.
    pub(crate) fn read(title: &'static str, columns: Vec<Field>, form: &Form, fresh: usize, rows_max: usize) -> Self {
        let typed: Vec<Vec<&str>> = columns.iter().map(|column| form.all(column.name)).collect();
        let count = typed.iter().map(Vec::len).max().unwrap_or(0).min(rows_max);
        let at = |row: usize| typed.iter().map(|column| column.get(row).copied().unwrap_or_default().to_owned()).collect();
        let mut rows: Vec<Vec<String>> = (0..count).map(at).collect();
        let blank = || vec![String::new(); columns.len()];
        if rows.is_empty() {
            rows.extend(std::iter::repeat_with(blank).take(fresh));
        }
        if form.get("op") == "add-row" && rows.len() < rows_max {
            rows.push(blank());
        }
        let grows = rows.len() < rows_max;
        Self { title, columns, rows, grows }
    }

    /// Lines in which something was typed, with their numbers from 1.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (usize, &[String])> {
        let numbered = self.rows.iter().enumerate().map(|(index, row)| (index.saturating_add(1), row.as_slice()));
        numbered.filter(|(_, row)| row.iter().any(|text| !text.is_empty()))
    }

    fn pairs<'a>(&'a self, row: &'a [String]) -> impl Iterator<Item = (&'a Field, &'a String)> {
        self.columns.iter().zip(row)
    }
}

/// A form.
#[derive(Template)]
#[template(path = "kit_form.html")]
pub(crate) struct FormView {
    w: &'static Words,
    id: &'static str,
    path: String,
    title: &'static str,
    button: &'static str,
    folded: bool,
    open: bool,
    key: &'static str,
    danger: bool,
    confirm: String,
    hint: String,
    refusal: String,
    /// What is wrong beside no field of its own.
    faults: Vec<String>,
    hidden: Vec<(&'static str, String)>,
    pickers: Vec<Picked>,
    fields: Vec<Field>,
    lines: Option<Lines>,
    back: String,
}

impl FormView {
    /// A form that unfolds under its title.
    pub(crate) fn fold(w: &'static Words, id: &'static str, path: String, title: &'static str) -> Self {
        Self {
            w,
            id,
            path,
            title,
            button: title,
            folded: true,
            open: false,
            key: "",
            danger: false,
            confirm: String::new(),
            hint: String::new(),
            refusal: String::new(),
            faults: Vec::new(),
            hidden: Vec::new(),
            pickers: Vec::new(),
            fields: Vec::new(),
            lines: None,
            back: String::new(),
        }
    }

    /// A form that is a page's own content.
    pub(crate) fn page(w: &'static Words, id: &'static str, path: String, button: &'static str, back: String) -> Self {
        Self { folded: false, back, ..Self::fold(w, id, path, button) }
    }

    pub(crate) fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    pub(crate) fn picker(mut self, picked: Picked) -> Self {
        self.open |= picked.is_busy();
        self.pickers.push(picked);
        self
    }

    pub(crate) fn lines(self, lines: Lines) -> Self {
        Self { lines: Some(lines), ..self }
    }

    pub(crate) fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The key that unfolds it and leads into its first field.
    pub(crate) fn key(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    /// What cannot be undone: asked about first.
    pub(crate) fn danger(self) -> Self {
        let confirm = format!("{}?", self.title);
        Self { danger: true, confirm, ..self }
    }

    /// What is asked before it is sent.
    pub(crate) fn asking(self, question: impl Into<String>) -> Self {
        Self { confirm: question.into(), ..self }
    }

    pub(crate) fn open(self, open: bool) -> Self {
        Self { open: self.open || open, ..self }
    }

    /// The same with what was typed into it.
    pub(crate) fn typed(mut self, form: &Form) -> Self {
        for field in &mut self.fields {
            form.get(field.name).clone_into(&mut field.value);
        }
        self
    }

    /// The same with what was typed into it while a party was looked for in one of its fields.
    pub(crate) fn kept(self, form: &Form) -> Self {
        let busy = self.pickers.iter().any(|picked| picked.is_asked_by(form.get("op")));
        if busy { self.typed(form).open(true) } else { self }
    }

    /// The same problem, naming fields as the form does.
    pub(crate) fn named(&self, mut problem: Problem) -> Problem {
        for (path, _) in &mut problem.errors {
            let is = |name: &str| path.split(['.', '[']).any(|part| part == name);
            let of_line = line_place(path).and_then(|(number, name)| {
                let column = self.lines.as_ref()?.columns.iter().find(|column| column.name == name)?;
                Some(crate::words::fill(self.w.kit.line_wrong, &[&number.to_string(), column.label]))
            });
            let of_field = self.fields.iter().find(|field| is(field.name)).map(|field| field.label.to_owned());
            let of_party = self.pickers.iter().find(|picked| is(picked.field)).map(|picked| picked.label.to_owned());
            if let Some(label) = of_line.or(of_field).or(of_party) {
                *path = label;
            }
        }
        problem
    }

    /// If this form was refused: with what was typed, and what is wrong beside the fields.
    pub(crate) fn refilled(mut self, refused: Option<&Refused>, form: &Form) -> Self {
        let Some(refused) = refused.filter(|refused| refused.action == self.id) else { return self };
        let problem = self.named(refused.problem.clone());
        self = self.typed(form);
        self.open = true;
        let mut faults = Vec::new();
        for (path, reason) in &problem.errors {
            if let Some(field) = self.fields.iter_mut().find(|field| field.label == path) {
                reason.clone_into(&mut field.error);
            } else if let Some(picked) = self.pickers.iter_mut().find(|picked| picked.label == path) {
                reason.clone_into(&mut picked.error);
            } else {
                faults.push(format!("{path}: {reason}"));
            }
        }
        self.faults = faults;
        self.refusal = match refused.problem.explanation() {
            "" => refused.problem.headline(self.w).to_owned(),
            explanation => explanation.to_owned(),
        };
        self
    }

    pub(crate) fn html(&self) -> String {
        render(self)
    }

    /// Whether there are buttons besides the one that sends the form.
    fn has_tools(&self) -> bool {
        !self.pickers.is_empty() || self.lines.is_some()
    }
}
