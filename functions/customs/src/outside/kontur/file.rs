//! Which file a form takes, by the vendor's published rules.

use crate::code::DocumentMode;
use crate::declaration::document::MediaType;

/// The form that holds one scan or photograph.
pub const SCAN_MODE: &str = "1006110E";
/// The form that holds a free text, made of a Word or Excel file.
pub const TEXT_MODE: &str = "1006088E";
/// Largest scan, in bytes: 3 MB by the vendor's rule, which does not say which megabyte. The
/// smaller one is right by either reading.
pub const SCAN_BYTES_MAX: u64 = 3_000_000;

/// Why a form does not take a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A scan may not be that large.
    #[error("a scan has at most {SCAN_BYTES_MAX} bytes; this one has {size_bytes}")]
    TooLarge {
        /// How large it is.
        size_bytes: u64,
    },
    /// The form takes files of other types.
    #[error("this form takes {taken} only")]
    WrongType {
        /// What it takes.
        taken: &'static str,
    },
    /// The bytes are not what the type says.
    #[error("the bytes are not of the type that is given")]
    NotWhatItSays,
}

/// What may be in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pdf,
    Jpeg,
    Tiff,
    /// Word or Excel, before 2007.
    OldOffice,
    /// Word or Excel, since.
    Office,
    Xml,
}

impl Kind {
    /// By a media type.
    fn named(media_type: &str) -> Option<Self> {
        match media_type.split(';').next().unwrap_or_default().trim() {
            "application/pdf" => Some(Self::Pdf),
            "image/jpeg" => Some(Self::Jpeg),
            "image/tiff" => Some(Self::Tiff),
            "application/msword" | "application/vnd.ms-excel" => Some(Self::OldOffice),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Some(Self::Office),
            "application/xml" | "text/xml" => Some(Self::Xml),
            _ => None,
        }
    }

    /// Whether bytes begin as such a file does. Word and Excel put their parts into an archive in
    /// any order, so that a recent one may look like an archive and no more.
    fn is(self, bytes: &[u8]) -> bool {
        let found = infer::get(bytes).map(|found| found.mime_type());
        match self {
            Self::Pdf => MediaType::Pdf.begins(bytes),
            Self::Jpeg => MediaType::Jpeg.begins(bytes),
            Self::Tiff => MediaType::Tiff.begins(bytes),
            Self::OldOffice => found.and_then(Self::named) == Some(Self::OldOffice),
            Self::Office => found == Some("application/zip") || found.and_then(Self::named) == Some(Self::Office),
            Self::Xml => found == Some("text/xml") || begins_with_an_element(bytes),
        }
    }
}

/// XML may do without the line that says so.
fn begins_with_an_element(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    bytes.first() == Some(&b'<') && bytes.get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
}

/// Whether a form of this mode takes a file, by the type that its owner says, its size and what
/// its bytes are.
///
/// # Errors
/// See [`FileProblem`].
pub fn check(mode: &DocumentMode, media_type: &str, bytes: &[u8]) -> Result<(), FileProblem> {
    let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size_bytes == 0 {
        return Err(FileProblem::Empty);
    }
    let named = Kind::named(media_type);
    let (fits, taken) = match mode.as_str() {
        SCAN_MODE => (matches!(named, Some(Kind::Pdf | Kind::Jpeg | Kind::Tiff)), "PDF, JPEG and TIFF"),
        TEXT_MODE => (matches!(named, Some(Kind::OldOffice | Kind::Office)), "Word and Excel"),
        _ => (named == Some(Kind::Xml), "XML"),
    };
    if !fits {
        return Err(FileProblem::WrongType { taken });
    }
    if mode.as_str() == SCAN_MODE && size_bytes > SCAN_BYTES_MAX {
        return Err(FileProblem::TooLarge { size_bytes });
    }
    if named.is_some_and(|kind| kind.is(bytes)) { Ok(()) } else { Err(FileProblem::NotWhatItSays) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PDF: &[u8] = b"%PDF-1.7\n";
    const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\x00\x10JFIF";
    const TIFF: &[u8] = b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00";
    const OLD: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00";
    const ZIP: &[u8] =
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x00\x00a.xm";
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    fn of(mode: &str, media_type: &str, bytes: &[u8]) -> Result<(), FileProblem> {
        check(&mode.parse().unwrap(), media_type, bytes)
    }

    #[test]
    fn each_form_takes_its_files() {
        for (mode, media_type, bytes) in [
            (SCAN_MODE, "application/pdf", PDF),
            (SCAN_MODE, "image/jpeg", JPEG),
            (SCAN_MODE, "image/tiff", TIFF),
            (TEXT_MODE, "application/msword", OLD),
            (TEXT_MODE, "application/vnd.ms-excel", OLD),
            (TEXT_MODE, XLSX, ZIP),
            ("1006107E", "application/xml", b"<?xml version=\"1.0\"?><a/>".as_slice()),
            ("1002007E", "text/xml; charset=utf-8", b"\xEF\xBB\xBF <InvoiceE/>".as_slice()),
        ] {
            assert_eq!(of(mode, media_type, bytes), Ok(()), "{mode} {media_type}");
        }
        let wrong = |taken| Err(FileProblem::WrongType { taken });
        assert_eq!(of(SCAN_MODE, "application/msword", OLD), wrong("PDF, JPEG and TIFF"));
        assert_eq!(of(TEXT_MODE, "application/pdf", PDF), wrong("Word and Excel"));
        assert_eq!(of("1006107E", "application/pdf", PDF), wrong("XML"));
        assert_eq!(of(SCAN_MODE, "image/png", b"\x89PNG\r\n\x1a\n"), wrong("PDF, JPEG and TIFF"));
    }

    #[test]
    fn a_file_whose_bytes_are_not_its_type_is_refused() {
        for (mode, media_type, bytes) in [
            (SCAN_MODE, "application/pdf", JPEG),
            (SCAN_MODE, "image/jpeg", PDF),
            (SCAN_MODE, "application/pdf", b"MZ\x90\x00".as_slice()),
            (TEXT_MODE, XLSX, OLD),
            (TEXT_MODE, "application/msword", ZIP),
            ("1006107E", "application/xml", b"{\"a\": 1}".as_slice()),
            ("1006107E", "application/xml", b"<!doctype html>".as_slice()),
        ] {
            assert_eq!(of(mode, media_type, bytes), Err(FileProblem::NotWhatItSays), "{mode} {media_type}");
        }
        assert_eq!(of(SCAN_MODE, "application/pdf", b""), Err(FileProblem::Empty));
    }

    #[test]
    fn a_scan_of_more_than_three_megabytes_is_refused() {
        let scan = |length: usize| [PDF, vec![b' '; length - PDF.len()].as_slice()].concat();
        assert_eq!(of(SCAN_MODE, "application/pdf", &scan(3_000_000)), Ok(()));
        assert_eq!(of(SCAN_MODE, "application/pdf", &scan(3_000_001)), Err(FileProblem::TooLarge { size_bytes: 3_000_001 }));
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_look_at_them(
            start in proptest::sample::select(vec![PDF, JPEG, TIFF, OLD, ZIP, &b"PK\x03\x04"[..], &b"<?xml"[..], &b"\0\0\0\x18ftyp"[..], &b"RIFF"[..], &b""[..]]),
            cut in 0_usize..40,
            rest in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let bytes = [&start[..cut.min(start.len())], rest.as_slice()].concat();
            for (mode, media_type) in [(SCAN_MODE, "application/pdf"), (TEXT_MODE, XLSX), (TEXT_MODE, "application/msword"), ("1006107E", "text/xml")] {
                let _ = of(mode, media_type, &bytes);
            }
        }
    }
}
