//! What a file is, by its content and never by its name.

use std::io::Cursor;

use customs::form::problem::FileType;

/// So many bytes of a text are looked at.
const TEXT_BYTES: usize = 4096;

/// The type of a file.
pub fn sniff(bytes: &[u8]) -> FileType {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match () {
        () if bytes.is_empty() => FileType::Empty,
        () if starts(b"%PDF-") => FileType::Pdf,
        () if starts(b"\xff\xd8\xff") => FileType::Jpeg,
        () if starts(b"\x89PNG\r\n\x1a\n") => FileType::Png,
        () if starts(b"II*\0") || starts(b"MM\0*") => FileType::Tiff,
        () if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => archive(bytes),
        () if starts(COMPOUND) && holds(bytes, "Workbook") => FileType::Xls,
        () => text(bytes),
    }
}

/// The beginning of files of the office programs before 2007, and of protected ones since.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Whether a workbook is protected by a password: then it is encrypted within a compound file.
pub(crate) fn is_protected(bytes: &[u8]) -> bool {
    bytes.starts_with(COMPOUND) && holds(bytes, "EncryptedPackage")
}

/// Whether a name stands in the directory of a compound file, as UTF-16.
fn holds(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn archive(bytes: &[u8]) -> FileType {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return FileType::Zip };
    // Some programs number the main part: `xl/workbook2.xml`.
    let has = |start: &str| archive.file_names().flatten().any(|part| part.starts_with(start) && part.ends_with(".xml"));
    match () {
        () if has("xl/workbook") => FileType::Xlsx,
        () if has("word/document") => FileType::Docx,
        () => FileType::Zip,
    }
}

fn text(bytes: &[u8]) -> FileType {
    let head = bytes.get(..TEXT_BYTES).unwrap_or(bytes);
    if starts_with_utf16_mark(head) {
        return if head.windows(2).any(|pair| pair == b"<\0" || pair == b"\0<") { FileType::Xml } else { FileType::Text };
    }
    if head.contains(&0) {
        return FileType::Other;
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match head.first() {
        Some(b'<') if is_html(head) => FileType::Text,
        Some(b'<') => FileType::Xml,
        Some(b'{' | b'[') => FileType::Json,
        Some(_) | None => FileType::Text,
    }
}

fn starts_with_utf16_mark(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

fn is_html(head: &[u8]) -> bool {
    let start: Vec<u8> = head.iter().take(16).map(u8::to_ascii_lowercase).collect();
    start.starts_with(b"<html") || start.starts_with(b"<!doctype html") || start.starts_with(b"<table")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (bytes, found) in [
            (b"".as_slice(), FileType::Empty),
            (b"%PDF-1.7", FileType::Pdf),
            (b"\xff\xd8\xff\xe0", FileType::Jpeg),
            (b"\x89PNG\r\n\x1a\n\0", FileType::Png),
            (b"II*\0\x08", FileType::Tiff),
            (b"\xef\xbb\xbf <?xml version='1.0'?><a/>", FileType::Xml),
            (b"\xff\xfe<\0a\0", FileType::Xml),
            (b"<HTML><table>", FileType::Text),
            (b" {\"a\":1}", FileType::Json),
            (b"a;b;c", FileType::Text),
            (b"\0\x01", FileType::Other),
            (b"PK\x03\x04broken", FileType::Zip),
        ] {
            assert_eq!(sniff(bytes), found, "{bytes:?}");
        }
        let compound = |name: &str| [COMPOUND, &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat();
        assert_eq!(sniff(&compound("Workbook")), FileType::Xls);
        assert_eq!(sniff(&compound("WordDocument")), FileType::Other);
        assert!(is_protected(&compound("EncryptedPackage")));
    }
}
