//! `POST …/upload`: a file into a form.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::answer::{Answer, Refused};
use crate::contract::{Part, parts};
use crate::data::{FREE_BINARY, FREE_TEXT};
use crate::form::{merge, of_call};
use crate::wire::Call;
use crate::world::{UploadedFile, World};
use crate::xml;

/// The largest scan. The vendor says three megabytes and not of which kind: these are the smaller.
pub const SCAN_BYTES_MAX: usize = 3_000_000;

/// What a file is, by its name and its first bytes together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Scan,
    Office,
    Xml,
}

/// Endings, what they are, and what such a file begins with.
const KINDS: [(&str, Kind, &[u8]); 11] = [
    ("pdf", Kind::Scan, b"%PDF-"),
    ("jpg", Kind::Scan, b"\xff\xd8\xff"),
    ("jpeg", Kind::Scan, b"\xff\xd8\xff"),
    ("tiff", Kind::Scan, b"II*\0"),
    ("tiff", Kind::Scan, b"MM\0*"),
    ("docx", Kind::Office, b"PK\x03\x04"),
    ("xlsx", Kind::Office, b"PK\x03\x04"),
    ("doc", Kind::Office, b"\xd0\xcf\x11\xe0"),
    ("xls", Kind::Office, b"\xd0\xcf\x11\xe0"),
    ("xml", Kind::Xml, b"<"),
    ("xml", Kind::Xml, b"\xef\xbb\xbf<"),
];

impl Kind {
    fn of(part: &Part) -> Option<Self> {
        let (_, ending) = part.file_name.rsplit_once('.')?;
        let ending = ending.to_lowercase();
        KINDS.iter().find(|row| row.0 == ending && part.content.starts_with(row.2)).map(|row| row.1)
    }
}

/// `POST …/upload`: XML into any form, Word and Excel into a free document, scans of up to three
/// megabytes into the form of scans. A second upload takes the place of the first.
pub(crate) fn upload(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let (docflow, form) = of_call(world, call).map(|(docflow, _, form)| (docflow.id, form.id))?;
    let parts = parts(call.content_type, call.body).map_err(|_| Refused::Bad("Неверный запрос"))?;
    let part = parts.iter().find(|part| part.name == "fileInfo").ok_or(Refused::Bad("Нет файла"))?;
    let kind = Kind::of(part).ok_or(Refused::Bad("Тип файла не поддерживается"))?;
    let form = world.form_mut(form)?;
    match (kind, form.mode.as_str()) {
        (Kind::Xml, mode) => form.body = xml::read(mode, &part.content).map_err(|_| Refused::Bad("Неверный формат"))?,
        (Kind::Scan, FREE_BINARY) if part.content.len() > SCAN_BYTES_MAX => return Err(Refused::Bad("Файл больше 3 МБ")),
        (Kind::Scan, FREE_BINARY) | (Kind::Office, FREE_TEXT) => {}
        (Kind::Scan | Kind::Office, _) => return Err(Refused::Bad("Файл такого типа не подходит форме")),
    }
    let file = uploaded(part);
    if kind != Kind::Xml {
        merge(&mut form.body, &facts(&file));
    }
    form.file = Some(file);
    world.change(docflow, now)?;
    Ok(Answer::done())
}

fn uploaded(part: &Part) -> UploadedFile {
    let sha256 = Sha256::digest(&part.content).iter().map(|byte| format!("{byte:02x}")).collect();
    UploadedFile { name: part.file_name.clone(), size: part.content.len(), sha256 }
}

fn facts(file: &UploadedFile) -> Value {
    json!({ "FileName": file.name, "FileSize": file.size.to_string(), "FileHash": file.sha256 })
}
