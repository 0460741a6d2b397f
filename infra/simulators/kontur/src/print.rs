//! Forms as a page and as a PDF, both small: a client keeps them and does not read them.

use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str};
use serde_json::Value;
use simulator_support::answer::escape;

use crate::docflow::{Docflow, Document};
use crate::form::goods_of;

/// A form with every field on a line of its own.
pub(crate) fn html(docflow: &Docflow, document: &Document, body: &Value) -> String {
    let mut rows = String::new();
    lines(body, "", &mut rows);
    let title = escape(document.name.as_deref().unwrap_or(&document.mode));
    let (name, status) = (escape(docflow.name.as_deref().unwrap_or_default()), escape(&docflow.status_text));
    let number = escape(docflow.gtd_number.as_deref().unwrap_or_default());
    format!(
        "<!doctype html><html lang=\"ru\"><meta charset=\"utf-8\"><title>{title}</title><h1>{title}</h1>\
         <p>{name}<p>{number} {status}<table>{rows}</table></html>"
    )
}

fn lines(value: &Value, path: &str, rows: &mut String) {
    match value {
        Value::Object(object) => object.iter().for_each(|(name, value)| lines(value, &format!("{path}/{name}"), rows)),
        Value::Array(list) => (1..).zip(list).for_each(|(at, value): (u32, _)| lines(value, &format!("{path}/{at}"), rows)),
        Value::Null => {}
        Value::String(_) | Value::Number(_) | Value::Bool(_) => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            rows.push_str(&format!("<tr><th>{}<td>{}", escape(path), escape(&text)));
        }
    }
}

/// A page of A4 that says which form it is. No font is embedded, so it says it in Latin letters.
pub(crate) fn pdf(docflow: &Docflow, document: &Document, body: &Value) -> Vec<u8> {
    let [catalog, pages, page, font, content] = [1, 2, 3, 4, 5].map(Ref::new);
    let font_name = Name(b"F1");
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet.media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).parent(pages).contents(content);
    sheet.resources().fonts().pair(font_name, font);
    sheet.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica"));
    let mut text = Content::new();
    text.begin_text().set_font(font_name, 12.0).set_leading(18.0).next_line(72.0, 770.0);
    let number = docflow.gtd_number.as_deref().unwrap_or("not registered");
    let facts = [
        format!("{} {}", document.mode, document.id),
        format!("Docflow {}", docflow.id),
        format!("Number {number}, status {}", docflow.status),
        format!("Goods {}", goods_of(body).len()),
    ];
    for line in facts {
        text.show(Str(line.as_bytes())).next_line(0.0, -18.0);
    }
    text.end_text();
    pdf.stream(content, &text.finish());
    pdf.finish()
}
