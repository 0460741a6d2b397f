//! Tables that become cards on a telephone.

use std::borrow::Cow;

use askama::Template;

use crate::format::{Amount, Format};
use crate::frame::render;
use crate::words::Words;

/// One cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) sub: String,
    pub(crate) href: Option<String>,
    pub(crate) tone: Option<&'static str>,
    pub(crate) class: &'static str,
    pub(crate) buttons: Vec<Button>,
    /// Further links, each with its words.
    pub(crate) links: Vec<(String, String)>,
    /// What a template of this crate drew.
    pub(crate) drawing: String,
}

/// A form of one button in a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Button {
    pub(crate) path: String,
    pub(crate) label: &'static str,
    pub(crate) hidden: Vec<(&'static str, String)>,
    /// Asked before it is done.
    pub(crate) confirm: String,
    /// A reason that must be typed: its label; empty when none is wanted.
    pub(crate) reason: &'static str,
    /// A day that must be chosen: field, label, and what stands in it first.
    pub(crate) day: Option<(&'static str, &'static str, String)>,
}

impl Button {
    /// Whether something must be typed before it is pressed.
    pub(crate) fn asks(&self) -> bool {
        !self.reason.is_empty() || self.day.is_some()
    }
}

/// One column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    label: Cow<'static, str>,
    numeric: bool,
}

impl Column {
    pub(crate) fn text(label: impl Into<Cow<'static, str>>) -> Self {
        Self { label: label.into(), numeric: false }
    }

    /// Right-aligned, digits under digits.
    pub(crate) fn number(label: impl Into<Cow<'static, str>>) -> Self {
        Self { label: label.into(), numeric: true }
    }
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(crate) fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: Some(href.into()), ..Self::default() }
    }

    pub(crate) fn badge(text: impl Into<String>, tone: &'static str) -> Self {
        Self { text: text.into(), tone: Some(tone), ..Self::default() }
    }

    /// An amount with its currency.
    pub(crate) fn money(f: Format, amount: &Amount) -> Self {
        Self { text: f.money(amount), ..Self::default() }
    }

    /// An amount of a table in one currency; nothing where it is zero.
    pub(crate) fn sum(f: Format, amount: &Amount) -> Self {
        Self { text: if amount.is_zero() { String::new() } else { f.bare(amount) }, ..Self::default() }
    }

    pub(crate) fn links(links: Vec<(String, String)>) -> Self {
        Self { links, ..Self::default() }
    }

    /// A drawing that a template of this crate made, in the place of a text.
    pub(crate) fn drawing(drawing: String) -> Self {
        Self { drawing, ..Self::default() }
    }

    pub(crate) fn empty() -> Self {
        Self::default()
    }

    /// The same with a smaller line under it.
    pub(crate) fn sub(self, sub: impl Into<String>) -> Self {
        Self { sub: sub.into(), ..self }
    }

    pub(crate) fn mono(self) -> Self {
        Self { class: "mono", ..self }
    }

    /// A code that is not broken into lines.
    pub(crate) fn whole(self) -> Self {
        Self { class: "whole", ..self }
    }

    pub(crate) fn strong(self) -> Self {
        Self { class: "strong", ..self }
    }

    /// A badge or text with a form of one button behind it.
    pub(crate) fn with(mut self, button: Option<Button>) -> Self {
        self.buttons.extend(button);
        self
    }

    pub(crate) fn class(&self) -> &'static str {
        self.class
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.sub.is_empty() && self.drawing.is_empty() && self.buttons.is_empty() && self.links.is_empty()
    }
}

/// A table.
#[derive(Template)]
#[template(path = "kit_grid.html")]
pub(crate) struct Grid {
    w: &'static Words,
    title: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    foot: Vec<Cell>,
    empty: &'static str,
    empty_do: &'static str,
    level: u8,
}

impl Grid {
    /// The table of a page, whose heading names it; says what to do when it has no rows.
    pub(crate) fn page(w: &'static Words, columns: Vec<Column>, empty: (&'static str, &'static str)) -> Self {
        Self { w, title: "", columns, rows: Vec::new(), foot: Vec::new(), empty: empty.0, empty_do: empty.1, level: 1 }
    }

    /// One table of several, with a heading of its own.
    pub(crate) fn part(w: &'static Words, title: &'static str, columns: Vec<Column>, empty: (&'static str, &'static str)) -> Self {
        Self { title, level: 2, ..Self::page(w, columns, empty) }
    }

    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    pub(crate) fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows.extend(rows);
        self
    }

    pub(crate) fn foot(mut self, cells: Vec<Cell>) -> Self {
        self.foot = cells;
        self
    }

    pub(crate) fn html(&self) -> String {
        render(self)
    }

    fn pairs<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = (&'a Column, &'a Cell)> {
        self.columns.iter().zip(row)
    }

    /// So many columns scroll inside the table on a narrow screen.
    fn wide(&self) -> bool {
        self.columns.len() > 7
    }
}
