//! Forms as XML of the customs format, in the element order of their schema, and back.

use std::io;

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::reader::Reader;
use quick_xml::writer::Writer;
use serde_json::{Map, Value, json};

use crate::data::shape;

/// The version of the album of formats; the number is the simulator's own.
const NAMESPACE: &str = "urn:customs.ru:Information:CustomsDocuments";
const ALBUM: &str = "5.27.0";
/// Elements within elements.
const DEPTH_MAX: usize = 64;

/// A form that is not XML of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FormatError;

/// The XML of a form. Fields without a value have no element; fields that the schema does not know
/// stand last.
pub(crate) fn write(mode: &str, body: &Value) -> io::Result<String> {
    let shape = shape(mode);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let namespace = format!("{NAMESPACE}:{}:{ALBUM}", shape.root);
    let root = BytesStart::new(shape.root.as_str()).with_attributes([("xmlns", namespace.as_str()), ("DocumentModeID", mode)]);
    writer.write_event(Event::Start(root))?;
    fields(&mut writer, body, &shape.body)?;
    writer.write_event(Event::End(BytesEnd::new(shape.root.as_str())))?;
    String::from_utf8(writer.into_inner()).map_err(io::Error::other)
}

fn fields(writer: &mut Writer<Vec<u8>>, value: &Value, shape: &Value) -> io::Result<()> {
    let Some(object) = value.as_object() else { return Ok(()) };
    let known = shape.as_object();
    let first = known.into_iter().flatten().filter_map(|(name, shape)| Some((name, object.get(name)?, shape)));
    for (name, value, shape) in first {
        element(writer, name, value, shape)?;
    }
    let unknown = object.iter().filter(|(name, _)| known.is_none_or(|known| !known.contains_key(*name)));
    for (name, value) in unknown {
        element(writer, name, value, &Value::Null)?;
    }
    Ok(())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, value: &Value, shape: &Value) -> io::Result<()> {
    let item = shape.get(0).unwrap_or(shape);
    match value {
        Value::Null => Ok(()),
        Value::String(text) if text.is_empty() => Ok(()),
        Value::Array(list) => list.iter().try_for_each(|value| element(writer, name, value, item)),
        Value::Object(_) => {
            writer.write_event(Event::Start(BytesStart::new(name)))?;
            fields(writer, value, item)?;
            writer.write_event(Event::End(BytesEnd::new(name)))
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            writer.write_event(Event::Start(BytesStart::new(name)))?;
            writer.write_event(Event::Text(BytesText::new(&text)))?;
            writer.write_event(Event::End(BytesEnd::new(name)))
        }
    }
}

/// The body of a form of this kind. Prefixes of namespaces are dropped; a document type, and with
/// it every entity of one's own, is refused.
pub(crate) fn read(mode: &str, bytes: &[u8]) -> Result<Value, FormatError> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map_err(|_| FormatError)?;
    let shape = shape(mode);
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| FormatError)? {
            Event::Start(start) if start.local_name().as_ref() == shape.root || shape.root == "Document" => {
                let body = content(&mut reader, &shape.body, 1)?;
                return if body.is_object() { Ok(body) } else { Err(FormatError) };
            }
            Event::Start(_) | Event::Empty(_) | Event::DocType(_) | Event::Eof | Event::End(_) | Event::GeneralRef(_) => {
                return Err(FormatError);
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Text(_) | Event::CData(_) => {}
        }
    }
}

/// What stands between the start that was read and its end: fields, or a text.
fn content(reader: &mut Reader<&[u8]>, shape: &Value, depth: usize) -> Result<Value, FormatError> {
    if depth > DEPTH_MAX {
        return Err(FormatError);
    }
    let (mut fields, mut text) = (Map::new(), String::new());
    loop {
        match reader.read_event().map_err(|_| FormatError)? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                let known = shape.get(&name).unwrap_or(&Value::Null);
                let value = content(reader, known.get(0).unwrap_or(known), depth + 1)?;
                add(&mut fields, name, value, known.is_array());
            }
            Event::Empty(start) => {
                let name = start.local_name().as_ref().to_owned();
                let listed = shape.get(&name).is_some_and(Value::is_array);
                add(&mut fields, name, json!(""), listed);
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(name) => text.push_str(&reference(&name)?),
            Event::End(_) if fields.is_empty() => return Ok(json!(text.trim())),
            Event::End(_) => return Ok(Value::Object(fields)),
            Event::Comment(_) | Event::PI(_) => {}
            Event::Decl(_) | Event::DocType(_) | Event::Eof => return Err(FormatError),
        }
    }
}

fn reference(name: &quick_xml::events::BytesRef<'_>) -> Result<String, FormatError> {
    if let Some(letter) = name.resolve_char_ref().map_err(|_| FormatError)? {
        return Ok(letter.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned).ok_or(FormatError)
}

/// Adds a field; what comes again, or is a list in the schema, is a list.
fn add(fields: &mut Map<String, Value>, name: String, value: Value, listed: bool) {
    match fields.get_mut(&name) {
        Some(Value::Array(list)) => list.push(value),
        Some(one) => *one = json!([one.take(), value]),
        None if listed => {
            fields.insert(name, json!([value]));
        }
        None => {
            fields.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::DECLARATION;

    #[test]
    fn elements_stand_in_the_order_of_the_schema_and_come_back() {
        let body = json!({
            "ESADout_CUGoodsShipment": {
                "ESADout_CUGoods": [
                    { "GoodsTNVEDCode": "8482109008", "GoodsNumeric": "1", "GoodsDescription": "Подшипник <A&B>" },
                    { "InvoicedCost": "10.00", "GoodsNumeric": "2" },
                ],
                "TotalGoodsNumber": "2",
                "Unknown": "x",
            },
            "CustomsModeCode": "40",
            "CustomsProcedure": "ИМ",
        });
        let xml = write(DECLARATION, &body).unwrap();
        let places: Vec<_> = [
            "<CustomsProcedure>",
            "<CustomsModeCode>",
            "<TotalGoodsNumber>",
            "<GoodsNumeric>1",
            "<GoodsDescription>",
            "<GoodsTNVEDCode>",
            "<InvoicedCost>",
            "<Unknown>",
        ]
        .into_iter()
        .map(|mark| xml.find(mark).unwrap_or_else(|| panic!("{mark}: {xml}")))
        .collect();
        assert!(places.is_sorted(), "{xml}");
        assert!(xml.starts_with("<?xml") && xml.contains("Подшипник &lt;A&amp;B&gt;"));
        assert_eq!(read(DECLARATION, xml.as_bytes()), Ok(body));
    }

    #[test]
    fn what_is_not_a_form_is_refused() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><ESADout_CU><A>&b;</A></ESADout_CU>";
        let deep = format!("<ESADout_CU>{}{}</ESADout_CU>", "<a>".repeat(100), "</a>".repeat(100));
        for text in [
            bomb,
            &deep,
            "<Invoice><A>1</A></Invoice>",
            "<ESADout_CU><A>&b;</A></ESADout_CU>",
            "<ESADout_CU><A>",
            "<ESADout_CU>text</ESADout_CU>",
            "",
        ] {
            assert_eq!(read(DECLARATION, text.as_bytes()), Err(FormatError), "{text}");
        }
        assert_eq!(read(DECLARATION, b"\xff"), Err(FormatError));
    }
}
