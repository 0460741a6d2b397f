//! XML to a form.

use std::borrow::Cow;

use customs::form::problem::{FileType, Limit, quoted};
use customs::form::{FORM_TEXT_BYTES_MAX, Form, Place, Problem, ROOT, Reason};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value};

use super::order::DECLARATION;
use crate::limits::{FILE_BYTES_MAX, XML_ATTRIBUTES_MAX, XML_DEPTH_MAX, XML_ELEMENTS_MAX, passed};
use crate::sniff::sniff;

/// The form of the album that a declaration of goods is.
const DOCUMENT_MODE: &str = "1006107E";

/// Reads a declaration, also one within an envelope.
///
/// Prefixes of namespaces do not matter: names are told apart by their place. No document type
/// definition and no entity but XML's own five is accepted, so there is nothing to expand.
///
/// # Errors
/// What is wrong, with line and column.
pub fn read(bytes: &[u8]) -> Result<Form, Vec<Problem>> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(vec![passed(Place::Whole, Limit::Bytes, FILE_BYTES_MAX)]);
    }
    let found = sniff(bytes);
    if found != FileType::Xml {
        return Err(vec![Problem::new(Place::Whole, None, Reason::WrongType { expected: FileType::Xml, found })]);
    }
    let text = decode(bytes).map_err(|problem| vec![*problem])?;
    let mut tree = Tree { text: &text, open: Vec::new(), inside: None, root: None, first: None, elements: 0 };
    tree.read().map_err(|problem| vec![*problem])?;
    let Some(body) = tree.root else {
        let found = tree.first.unwrap_or_default();
        return Err(vec![Problem::new(Place::Whole, None, Reason::WrongRoot { found })]);
    };
    let body = if body.is_object() { body } else { Value::Object(Map::new()) };
    Form::from_value(body).map_err(|problem| vec![Problem::from(problem)])
}

/// The text, by the mark at its beginning or the encoding that it names.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Stop> {
    let unreadable = |what: String| Box::new(Problem::new(Place::Whole, None, Reason::Unreadable { what }));
    let named = named_encoding(bytes);
    let by_name = named.as_deref().map_or(Some(encoding_rs::UTF_8), |name| encoding_rs::Encoding::for_label(name.as_bytes()));
    let (encoding, bytes) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, bytes.get(mark..).unwrap_or_default()),
        None => (by_name.ok_or_else(|| unreadable(format!("encoding {}", quoted(&named.unwrap_or_default()))))?, bytes),
    };
    let (text, wrong) = encoding.decode_without_bom_handling(bytes);
    if wrong { Err(unreadable(format!("encoding is not {}", encoding.name()))) } else { Ok(text) }
}

/// The encoding that the declaration of XML names; it stands within the first bytes, in ASCII.
fn named_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
    let (declaration, _) = head.trim_start_matches('\u{feff}').trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, after) = declaration.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after.get(1..)?.split(quote).next().map(str::to_owned)
}

/// One open element of the declaration.
struct Element {
    name: String,
    children: Map<String, Value>,
    text: String,
}

struct Tree<'t> {
    text: &'t str,
    /// Open elements from the root of the declaration.
    open: Vec<Element>,
    /// How deep the root of the declaration stands in an envelope, while it is open.
    inside: Option<usize>,
    root: Option<Value>,
    /// The name of the first element of the file.
    first: Option<String>,
    elements: usize,
}

/// Boxed, because it is rare and the path without one is long.
type Stop = Box<Problem>;

impl Tree<'_> {
    fn read(&mut self) -> Result<(), Stop> {
        let text = self.text;
        let mut reader = Reader::from_str(text);
        let mut depth = 0_usize;
        loop {
            let before = reader.buffer_position();
            let event = reader.read_event().map_err(|error| {
                let at = self.place(reader.error_position());
                Box::new(Problem::new(at, None, Reason::Unreadable { what: quoted(&error.to_string()) }))
            })?;
            match event {
                Event::Eof => break,
                Event::Start(start) => {
                    self.start(&start, depth, before)?;
                    depth = depth.saturating_add(1);
                }
                Event::Empty(start) => {
                    self.start(&start, depth, before)?;
                    self.end(depth, before)?;
                }
                Event::End(_) => {
                    depth = depth.saturating_sub(1);
                    self.end(depth, before)?;
                }
                Event::Text(text) => self.add(&text.xml10_content(), before)?,
                Event::CData(text) => self.add(&text.xml10_content(), before)?,
                Event::GeneralRef(reference) => self.reference(&reference, before)?,
                Event::DocType(_) => return Err(self.stop(before, None, Reason::Doctype)),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            }
        }
        if depth > 0 {
            let end = u64::try_from(self.text.len()).unwrap_or(u64::MAX);
            let reason = Reason::Unreadable { what: "the end is missing".to_owned() };
            return Err(self.stop(end, None, reason));
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>, depth: usize, at: u64) -> Result<(), Stop> {
        let name = start.local_name().as_ref().to_owned();
        self.first.get_or_insert_with(|| quoted(&name));
        self.elements = self.elements.saturating_add(1);
        if self.elements > XML_ELEMENTS_MAX {
            return Err(Box::new(passed(self.place(at), Limit::Elements, XML_ELEMENTS_MAX)));
        }
        if depth >= XML_DEPTH_MAX {
            return Err(Box::new(passed(self.place(at), Limit::Depth, XML_DEPTH_MAX)));
        }
        let is_root = self.inside.is_none() && name == ROOT;
        self.attributes(start, is_root, at)?;
        if is_root {
            if self.root.is_some() {
                return Err(self.stop(at, Some(&name), Reason::Repeated));
            }
            self.inside = Some(depth);
        }
        if self.inside.is_some() {
            self.open.push(Element { name, children: Map::new(), text: String::new() });
        }
        Ok(())
    }

    /// Attributes mean nothing in a declaration, but for the form that the root names: one that
    /// might mean something is refused, so that nothing is lost.
    fn attributes(&self, start: &BytesStart<'_>, is_root: bool, at: u64) -> Result<(), Stop> {
        for (n, attribute) in start.attributes().enumerate() {
            if n >= XML_ATTRIBUTES_MAX {
                return Err(Box::new(passed(self.place(at), Limit::Attributes, XML_ATTRIBUTES_MAX)));
            }
            let attribute = attribute.map_err(|error| self.stop(at, None, Reason::Unreadable { what: quoted(&error.to_string()) }))?;
            let key = attribute.key.as_ref();
            let local = attribute.key.local_name();
            let known = key == "xmlns" || key.starts_with("xmlns:") || key.starts_with("xsi:") || key.starts_with("xml:");
            if self.inside.is_none() && !is_root || known {
                continue;
            }
            if !is_root || local.as_ref() != "DocumentModeID" {
                return Err(self.stop(at, Some(&quoted(key)), Reason::UnknownField { nearest: None }));
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
            if value.trim() != DOCUMENT_MODE {
                return Err(self.stop(at, Some("DocumentModeID"), Reason::WrongRoot { found: quoted(&format!("{ROOT} {value}")) }));
            }
        }
        Ok(())
    }

    fn end(&mut self, depth: usize, at: u64) -> Result<(), Stop> {
        let Some(inside) = self.inside else { return Ok(()) };
        let Some(element) = self.open.pop() else { return Ok(()) };
        let text = element.text.trim();
        if !element.children.is_empty() && !text.is_empty() {
            return Err(self.stop(at, Some(&element.name), Reason::LooseText { found: quoted(text) }));
        }
        let value = if element.children.is_empty() { Value::from(text) } else { Value::Object(element.children) };
        if depth == inside {
            self.inside = None;
            self.root = Some(value);
            return Ok(());
        }
        // An element without text or children says nothing.
        if value.as_str().is_some_and(str::is_empty) {
            return Ok(());
        }
        let grandparent = self.open.iter().rev().nth(1).map_or("", |element| element.name.as_str()).to_owned();
        let Some(parent) = self.open.last_mut() else { return Ok(()) };
        let known = DECLARATION.children(&grandparent, &parent.name).iter().find(|child| child.name == element.name);
        let repeats = known.is_some_and(|child| child.repeats);
        match parent.children.get_mut(&element.name) {
            Some(Value::Array(list)) => list.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
            None => drop(parent.children.insert(element.name, if repeats { Value::Array(vec![value]) } else { value })),
        }
        Ok(())
    }

    fn add(&mut self, text: &str, at: u64) -> Result<(), Stop> {
        let Some(element) = self.open.last_mut() else { return Ok(()) };
        element.text.push_str(text);
        // Where that is, is only looked for when it matters: it takes as long as the file is.
        if element.text.len() > FORM_TEXT_BYTES_MAX {
            return Err(Box::new(passed(self.place(at), Limit::TextBytes, FORM_TEXT_BYTES_MAX)));
        }
        Ok(())
    }

    /// A character by its number, or one of XML's own five entities.
    fn reference(&mut self, reference: &BytesRef<'_>, at: u64) -> Result<(), Stop> {
        let name = reference.xml10_content().into_owned();
        let own = match name.as_str() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        match own {
            Some(c) => self.add(c.encode_utf8(&mut [0; 4]), at),
            None => Err(self.stop(at, None, Reason::Entity { name: quoted(&name) })),
        }
    }

    fn stop(&self, at: u64, field: Option<&str>, reason: Reason) -> Stop {
        Box::new(Problem::new(self.place(at), field, reason))
    }

    /// Line and column of a byte.
    fn place(&self, at: u64) -> Place {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(self.text.len());
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count().saturating_add(1);
        let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let column = String::from_utf8_lossy(last).chars().count().saturating_add(1);
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Place::Text { line: narrow(line), column: narrow(column) }
    }
}
