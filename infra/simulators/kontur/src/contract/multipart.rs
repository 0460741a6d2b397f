//! Bodies of `multipart/form-data`, taken apart.

use std::convert::Infallible;

use axum::body::Bytes;
use futures_util::FutureExt as _;
use futures_util::stream;

/// One part of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The name of the field; empty when it has none.
    pub name: String,
    /// The name of the file; empty when it has none.
    pub file_name: String,
    /// What is in it.
    pub content: Bytes,
}

/// The parts of a body.
///
/// # Errors
/// What is wrong with the body or its content type.
pub fn parts(content_type: &str, body: &[u8]) -> Result<Vec<Part>, String> {
    let boundary = multer::parse_boundary(content_type).map_err(|error| error.to_string())?;
    let whole = Bytes::copy_from_slice(body);
    let read = async move {
        let mut form = multer::Multipart::new(stream::iter([Ok::<_, Infallible>(whole)]), boundary);
        let mut parts = Vec::new();
        while let Some(field) = form.next_field().await? {
            let (name, file_name) = (field.name().unwrap_or_default().to_owned(), field.file_name().unwrap_or_default().to_owned());
            parts.push(Part { name, file_name, content: field.bytes().await? });
        }
        Ok::<_, multer::Error>(parts)
    };
    // The whole body is here already: nothing waits.
    read.now_or_never().ok_or_else(|| "the body ends too early".to_owned())?.map_err(|error| error.to_string())
}
