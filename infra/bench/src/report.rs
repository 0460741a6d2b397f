//! Tables, and the page they are kept on.

use std::path::PathBuf;

use crate::machine::Machine;
use crate::{Failed, PARTS, artifacts};

/// One table: what is measured, in columns.
#[derive(Debug, Clone)]
pub struct Table {
    /// Names of the columns. Those of numbers are aligned to the right.
    pub head: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// No rows yet.
    pub fn new(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new() }
    }

    /// One more row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    fn markdown(&self) -> String {
        let head: Vec<String> = self.head.iter().map(|&name| name.to_owned()).collect();
        let all = || std::iter::once(&head).chain(&self.rows);
        let width = |column: usize| all().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..head.len()).map(width).collect();
        let is_number = |column: usize| {
            let first = self.rows.first().and_then(|row| row.get(column)).and_then(|cell| cell.chars().next());
            first.is_some_and(|c| c.is_ascii_digit())
        };
        let cell = |column: usize, cell: &str, width: usize| {
            if is_number(column) { format!(" {cell:>width$} |") } else { format!(" {cell:<width$} |") }
        };
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (text, &width))| cell(column, text, width));
            format!("|{}\n", cells.collect::<String>())
        };
        let rule = widths.iter().enumerate().map(|(column, &width)| {
            let end = if is_number(column) { ':' } else { '-' };
            format!("{}{end}|", "-".repeat(width.saturating_add(1)))
        });
        let rule = format!("|{}\n", rule.collect::<String>());
        std::iter::once(line(&head)).chain([rule]).chain(self.rows.iter().map(line)).collect()
    }
}

/// What one part found.
#[derive(Debug, Clone)]
pub struct Section {
    /// The argument that measures it.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What is measured and how to read it.
    pub text: String,
    /// The figures, each under a line of its own.
    pub tables: Vec<(String, Table)>,
    /// What is to be said about the figures.
    pub notes: Vec<String>,
}

impl Section {
    /// As on the page.
    pub fn markdown(&self, machine: &Machine, part: &str) -> String {
        let mut text = format!("## {}\n\n{}\n\n", self.title, self.text);
        for (caption, table) in &self.tables {
            if !caption.is_empty() {
                text.push_str(&format!("{caption}\n\n"));
            }
            text.push_str(&table.markdown());
            text.push('\n');
        }
        for note in &self.notes {
            text.push_str(&format!("- {note}\n"));
        }
        if !self.notes.is_empty() {
            text.push('\n');
        }
        let Machine { date, hardware, compiler, command } = machine;
        text.push_str(&format!("Measured {date} on {hardware}; {compiler}; `{command} {part}`.\n"));
        if command.contains("--dev") {
            text.push_str("\nThe measuring process was not optimised: calls and units are counted and do not depend on it, times do.\n");
        }
        text
    }
}

/// `docs/benchmarks.md`.
pub struct Page {
    file: PathBuf,
    sections: Vec<(&'static str, String)>,
}

const HEADER: &str = "# Benchmarks

Made by `cargo run --release -p bench` (or `cargo xtask bench`); with the name of a part behind it, only that part is measured again and the rest of this page stays. Nothing here is written by hand, and no test depends on it: times differ between machines and between runs, so compare rows of one table, not tables of two machines. Ratios are printed where two things are compared; calls and capacity units are counted, not timed, and come out the same everywhere.
";

impl Page {
    /// As it is; empty where there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn open() -> Result<Self, Failed> {
        let file = artifacts::root().join("docs/benchmarks.md");
        let text = if file.exists() { std::fs::read_to_string(&file)? } else { String::new() };
        let sections = PARTS.into_iter().filter_map(|part| Some((part, between(&text, &begin(part), &end(part))?.to_owned())));
        Ok(Self { file, sections: sections.collect() })
    }

    /// Puts what was found into its place.
    pub fn replace(&mut self, section: &Section, machine: &Machine) {
        self.sections.retain(|(name, _)| *name != section.name);
        self.sections.push((section.name, section.markdown(machine, section.name)));
        self.sections.sort_by_key(|(name, _)| PARTS.iter().position(|part| part == name));
    }

    /// Writes it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self) -> Result<(), Failed> {
        let sections = self.sections.iter().map(|(name, text)| format!("\n{}\n{text}{}\n", begin(name), end(name)));
        std::fs::write(&self.file, format!("{HEADER}{}", sections.collect::<String>()))?;
        Ok(())
    }
}

fn begin(part: &str) -> String {
    format!("<!-- bench {part} -->")
}

fn end(part: &str) -> String {
    format!("<!-- end of {part} -->")
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(begin)?;
    let (inside, _) = rest.split_once(end)?;
    inside.strip_prefix('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_aligned() {
        let mut table = Table::new(&["what", "ms"]);
        table.row(["a longer name".to_owned(), "1.00".to_owned()]);
        table.row(["Б".to_owned(), "10.00".to_owned()]);
        let expected = "| what          |    ms |\n|---------------|------:|\n| a longer name |  1.00 |\n| Б             | 10.00 |\n";
        assert_eq!(table.markdown(), expected);
    }

    #[test]
    fn a_section_is_found_again() {
        let text = format!("x\n{}\n## A\nb\n{}\ny", begin("store"), end("store"));
        assert_eq!(between(&text, &begin("store"), &end("store")), Some("## A\nb\n"));
        assert_eq!(between(&text, &begin("host"), &end("host")), None);
    }
}
