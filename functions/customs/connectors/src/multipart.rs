//! The body of an upload: one part of `multipart/form-data` (RFC 7578).

use sha2::{Digest, Sha256};

/// The name of the part, as the vendor wants it.
const PART: &str = "fileInfo";

/// Bytes of the hash in the line between parts, which RFC 2046 allows 70 characters.
const BOUNDARY_BYTES: usize = 16;

/// A body and the type that it goes with.
pub(crate) struct Multipart {
    pub(crate) content_type: String,
    pub(crate) bytes: Vec<u8>,
}

/// One file. The line between parts is made of the file's hash, so that the same file makes the
/// same body; a file that holds its own hash there does not exist.
pub(crate) fn of_file(file_name: &str, media_type: &str, file: &[u8]) -> Multipart {
    let hash = Sha256::digest(file);
    let boundary = hash.iter().take(BOUNDARY_BYTES).fold("entrepot-".to_owned(), |line, byte| format!("{line}{byte:02x}"));
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{PART}\"; filename=\"{}\"\r\nContent-Type: {media_type}\r\n\r\n",
        escaped(file_name)
    );
    let bytes = [head.as_bytes(), file, format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
    Multipart { content_type: format!("multipart/form-data; boundary={boundary}"), bytes }
}

/// As browsers write a name: in UTF-8, with quotes and ends of lines escaped.
fn escaped(file_name: &str) -> String {
    file_name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_one_part_whatever_its_name_and_bytes_are() {
        let Multipart { content_type, bytes } = of_file("Счёт \"118\"\r\nX: 1.pdf", "application/pdf", b"\r\n--entrepot-\r\n\xFF");
        let text = String::from_utf8_lossy(&bytes);
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        assert!(boundary.len() <= 70);
        assert!(text.starts_with(&format!("--{boundary}\r\n")) && text.ends_with(&format!("\r\n--{boundary}--\r\n")), "{text}");
        assert_eq!(text.matches(boundary).count(), 2);
        assert!(text.contains("name=\"fileInfo\"; filename=\"Счёт %22118%22%0D%0AX: 1.pdf\"\r\n"), "{text}");
    }
}
