//! Requests, answers, cookies and forms: the console's own small shape of HTTP.

use std::collections::BTreeMap;

use kernel::Moment;

/// Largest form: an order of two hundred lines is 60 KB.
const FORM_BYTES_MAX: usize = 512 * 1024;
/// Most fields of a form: two hundred lines of four fields, and some.
const FORM_FIELDS_MAX: usize = 1_000;
/// Longest query string that is read.
const QUERY_BYTES_MAX: usize = 8 * 1024;

/// A request, as a web server or an API gateway hands it over.
#[derive(Debug, Clone)]
pub struct ConsoleRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query string without its question mark.
    pub query: String,
    /// Headers, names in lower case; several cookies joined by `; `.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
    /// The time, read once.
    pub now: Moment,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleResponse {
    /// The status code.
    pub status: u16,
    /// Headers, names in lower case; `set-cookie` may come more than once.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl ConsoleRequest {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self.header("cookie").split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(found, value)| *found == name && !value.is_empty()).map(|(_, value)| value).next()
    }

    /// The query string's fields.
    pub(crate) fn parameters(&self) -> Form {
        let query = self.query.get(..QUERY_BYTES_MAX.min(self.query.len())).unwrap_or_default();
        Form::parse(query.as_bytes())
    }

    /// The body's fields; `None` when it is no form, or too large.
    pub(crate) fn form(&self) -> Option<Form> {
        let kind = self.header("content-type").split(';').next().unwrap_or_default().trim();
        let fits = self.body.len() <= FORM_BYTES_MAX && kind.eq_ignore_ascii_case("application/x-www-form-urlencoded");
        Some(Form::parse(&self.body)).filter(|form| fits && form.fields.len() <= FORM_FIELDS_MAX)
    }

    /// Whether the browser says that the console's own page sent this.
    ///
    /// Every browser in use sends `Sec-Fetch-Site` to a trustworthy origin, and `Origin` with
    /// a form anywhere; a form without either is refused.
    pub(crate) fn is_from_here(&self, origin: &str) -> bool {
        match (self.header("sec-fetch-site"), self.header("origin")) {
            ("", "") => false,
            ("", from) => from == origin,
            (site, _) => site == "same-origin",
        }
    }
}

/// The fields of a form or query, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    fn parse(bytes: &[u8]) -> Self {
        let fields = form_urlencoded::parse(bytes).take(FORM_FIELDS_MAX.saturating_add(1));
        Self { fields: fields.map(|(name, value)| (name.into_owned(), value.into_owned())).collect() }
    }

    /// A field, trimmed; empty when absent.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// All values of a repeated field, trimmed.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(found, _)| found == name).map(|(_, value)| value.trim()).collect()
    }
}

impl ConsoleResponse {
    /// A page.
    pub(crate) fn html(status: u16, body: String) -> Self {
        Self { status, headers: vec![header("content-type", "text/html; charset=utf-8")], body: body.into_bytes() }
    }

    /// To another page, with `GET`.
    pub(crate) fn see_other(location: &str) -> Self {
        Self { status: 303, headers: vec![header("location", location)], body: Vec::new() }
    }

    /// Nothing but a status.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push(header(name, value));
        self
    }

    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

fn header(name: &str, value: &str) -> (String, String) {
    // A line break here would start a header of somebody else's choice.
    (name.to_owned(), value.chars().filter(|c| !c.is_control()).collect())
}

/// A path inside the console to return to; anything else becomes the start page.
///
/// Only what a link of the console itself would look like: a path, never an address with a
/// host, also not one that a browser would read as such.
pub(crate) fn local_path(path: &str) -> &str {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>'));
    let inside = path == "/console" || path.starts_with("/console/") || path.starts_with("/console?");
    // The sign-in itself is no place to return to.
    let dead_end = ["/console/sign-in", "/console/callback", "/console/sign-out"].iter().any(|end| path.starts_with(end));
    let fits = plain && inside && !dead_end && !path.contains("//") && !path.contains("..") && path.len() <= QUERY_BYTES_MAX;
    if fits { path } else { "/console/orders" }
}

/// A value as part of a query string.
pub(crate) fn encoded(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(headers: &[(&str, &str)]) -> ConsoleRequest {
        ConsoleRequest {
            method: "POST".to_owned(),
            path: "/console".to_owned(),
            query: String::new(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: Vec::new(),
            now: Moment::from_unix_ms(0),
        }
    }

    #[test]
    fn only_the_consoles_own_pages_may_post() {
        let here = "https://entrepot.example";
        for (headers, allowed) in [
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "same-site"), ("origin", here)], false),
            (vec![("sec-fetch-site", "cross-site"), ("origin", here)], false),
            (vec![("sec-fetch-site", "none")], false),
            (vec![("origin", here)], true),
            (vec![("origin", "https://evil.example")], false),
            (vec![("origin", "null")], false),
            (vec![], false),
        ] {
            assert_eq!(with(&headers).is_from_here(here), allowed, "{headers:?}");
        }
    }

    #[test]
    fn returns_to_local_paths_only() {
        for path in ["/console/orders?status=NEW&q=a%20b", "/console", "/console?x=1"] {
            assert_eq!(local_path(path), path);
        }
        for path in [
            "https://evil.example/console",
            "//evil.example/console",
            "/\\evil.example",
            "/console//evil.example",
            "/console/../evil",
            "/console/x\r\nset-cookie:a=b",
            "/consoleevil",
            "javascript:alert(1)",
            "/console/sign-out",
            "/console/callback?code=x",
            "",
        ] {
            assert_eq!(local_path(path), "/console/orders", "{path:?}");
        }
    }

    #[test]
    fn reads_cookies_and_keeps_line_breaks_out_of_headers() {
        let request = with(&[("cookie", "a=1; session=x.y.z;b=")]);
        assert_eq!(request.cookie("session"), Some("x.y.z"));
        assert_eq!(request.cookie("b"), None);
        let response = ConsoleResponse::see_other("/console\r\nset-cookie: a=b");
        assert_eq!(response.header("location"), Some("/consoleset-cookie: a=b"));
    }
}
