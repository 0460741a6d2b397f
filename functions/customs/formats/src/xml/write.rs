//! A form to XML.

use std::io;

use customs::form::problem::{Kind, quoted};
use customs::form::{Form, Place, Problem, ROOT, Reason};
use customs::outside::formats::PROBLEMS_MAX;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Map, Value};

use super::order::{Child, DECLARATION};

/// A declaration as XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Xml {
    /// The file.
    pub bytes: Vec<u8>,
    /// Paths of fields whose place is not known, the first 200; each stands last in its section.
    pub unplaced: Vec<String>,
}

/// Writes a form in the order that customs accept.
///
/// # Errors
/// Names and texts that XML cannot have.
pub fn write(form: &Form) -> Result<Xml, Vec<Problem>> {
    let mut out = Out { writer: Writer::new_with_indent(Vec::new(), b' ', 2), unplaced: Vec::new(), problems: Vec::new() };
    let written = out.document(form.body());
    if let Err(error) = written {
        out.problems.push(Problem::new(Place::Whole, None, Reason::Unreadable { what: quoted(&error.to_string()) }));
    }
    if out.problems.is_empty() { Ok(Xml { bytes: out.writer.into_inner(), unplaced: out.unplaced }) } else { Err(out.problems) }
}

struct Out {
    writer: Writer<Vec<u8>>,
    unplaced: Vec<String>,
    problems: Vec<Problem>,
}

impl Out {
    fn document(&mut self, body: &Map<String, Value>) -> io::Result<()> {
        self.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut root = BytesStart::new(ROOT);
        for (prefix, namespace) in &DECLARATION.namespaces {
            let key = if prefix == "root" { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            root.push_attribute((key.as_str(), namespace.as_str()));
        }
        root.push_attribute(("DocumentModeID", "1006107E"));
        self.writer.write_event(Event::Start(root))?;
        self.children("", ROOT, "", body)?;
        self.writer.write_event(Event::End(BytesEnd::new(ROOT)))
    }

    /// The members of a section: those whose place is known in their order, then the others.
    fn children(&mut self, parent: &str, name: &str, path: &str, members: &Map<String, Value>) -> io::Result<()> {
        let known = DECLARATION.children(parent, name);
        for child in known {
            if let Some(value) = members.get(&child.name) {
                self.member(child, name, path, value)?;
            }
        }
        for (member, value) in members.iter().filter(|(member, _)| !known.iter().any(|child| child.name == **member)) {
            let unknown = Child { prefix: String::new(), name: member.clone(), repeats: true };
            if is_name(member) {
                if says_something(value) && self.unplaced.len() < PROBLEMS_MAX {
                    self.unplaced.push(below(path, member));
                }
                self.member(&unknown, name, path, value)?;
            } else {
                let place = Place::form(below(path, member));
                self.wrong(place, &quoted(member), Reason::UnknownField { nearest: None });
            }
        }
        Ok(())
    }

    fn member(&mut self, child: &Child, parent: &str, path: &str, value: &Value) -> io::Result<()> {
        let path = below(path, &child.name);
        let Value::Array(list) = value else { return self.one(child, parent, &path, value) };
        list.iter().enumerate().try_for_each(|(n, value)| self.one(child, parent, &format!("{path}[{n}]"), value))
    }

    fn one(&mut self, child: &Child, parent: &str, path: &str, value: &Value) -> io::Result<()> {
        if !says_something(value) {
            return Ok(());
        }
        let name = if child.prefix.is_empty() { child.name.clone() } else { format!("{}:{}", child.prefix, child.name) };
        match value {
            Value::Object(members) => {
                self.writer.write_event(Event::Start(BytesStart::new(name.as_str())))?;
                self.children(parent, &child.name, path, members)?;
                self.writer.write_event(Event::End(BytesEnd::new(name.as_str())))
            }
            // A list within a list has no form in XML but the one list.
            Value::Array(list) => list.iter().try_for_each(|value| self.one(child, parent, path, value)),
            Value::String(text) => self.leaf(&name, path, text),
            Value::Bool(_) | Value::Number(_) => self.leaf(&name, path, &value.to_string()),
            Value::Null => Ok(()),
        }
    }

    /// Notes a problem while there are few.
    fn wrong(&mut self, place: Place, field: &str, reason: Reason) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem::new(place, Some(field), reason));
        }
    }

    fn leaf(&mut self, name: &str, path: &str, text: &str) -> io::Result<()> {
        if !text.chars().all(is_xml) {
            let reason = Reason::WrongKind { expected: Kind::Text, found: quoted(text) };
            self.wrong(Place::form(path), name, reason);
            return Ok(());
        }
        self.writer.write_event(Event::Start(BytesStart::new(name)))?;
        self.writer.write_event(Event::Text(BytesText::new(text.trim())))?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Whether anything stands within: an empty element says nothing.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => list.iter().any(says_something),
        Value::Object(members) => members.values().any(says_something),
    }
}

/// A name without a prefix, of the letters that the album uses.
fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    let first = characters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    first && characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// The characters of XML 1.0.
const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}
