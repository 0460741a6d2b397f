//! Requests against the description.

use axum::http::{HeaderMap, Method, header};
use serde_json::{Value, json};

use super::rules::{Bodies, Parameter, Place, Rule};
use super::{RULES, Side, Violation, parts};
use crate::operation::Operation;

/// A request as it arrived or is about to go out.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The method.
    pub method: &'a Method,
    /// The path, percent-encoded, without the query.
    pub path: &'a str,
    /// What follows the question mark; empty when nothing does.
    pub query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body; empty when there is none.
    pub body: &'a [u8],
}

/// What is wrong with a request; empty when it is as the description says.
#[must_use]
pub fn check_request(seen: &Seen<'_>) -> Vec<Violation> {
    let Some((operation, in_path)) = Operation::of(seen.method, seen.path) else {
        return vec![Violation::new(Side::Request, None, "path", format!("no operation is {} {}", seen.method, seen.path))];
    };
    let wrong = |at: String, problem: String| Violation::new(Side::Request, Some(operation), at, problem);
    let rule = match RULES.as_ref() {
        Ok(rules) => rules.of(operation),
        Err(error) => return vec![wrong("description".to_owned(), error.clone())],
    };
    let Some(rule) = rule else { return Vec::new() };
    let mut found = parameters(rule, seen, &in_path);
    found.extend(body(&rule.bodies, seen));
    found.into_iter().map(|(at, problem)| wrong(at, problem)).collect()
}

type Found = (String, String);

fn parameters(rule: &Rule, seen: &Seen<'_>, in_path: &[(&str, String)]) -> Vec<Found> {
    let query: Vec<(String, String)> = form_urlencoded::parse(seen.query.as_bytes()).into_owned().collect();
    let mut found = Vec::new();
    if rule.secured && !seen.headers.contains_key(header::AUTHORIZATION) {
        found.push(("header Authorization".to_owned(), "is missing".to_owned()));
    }
    for parameter in &rule.parameters {
        let (place, given) = match parameter.place {
            Place::Path => ("path", in_path.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.clone())),
            Place::Query => ("query", query.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.clone())),
            Place::Header => {
                let value = seen.headers.get(&parameter.name).and_then(|value| value.to_str().ok());
                ("header", value.filter(|value| !value.is_empty()).map(str::to_owned))
            }
        };
        let at = format!("{place} {}", parameter.name);
        match given {
            Some(text) if !parameter.accepts(&text) => found.push((at, "is not of its type".to_owned())),
            None if parameter.required => found.push((at, "is missing".to_owned())),
            Some(_) | None => {}
        }
    }
    let known = |name: &str| rule.parameters.iter().any(|parameter| parameter.place == Place::Query && parameter.name == name);
    for (at, (name, _)) in query.iter().enumerate() {
        if !known(name) {
            found.push((format!("query {name}"), "is not a parameter".to_owned()));
        } else if query.iter().take(at).any(|(earlier, _)| earlier == name) {
            found.push((format!("query {name}"), "comes twice".to_owned()));
        }
    }
    found
}

impl Parameter {
    fn accepts(&self, text: &str) -> bool {
        let value = if self.numeric { serde_json::from_str(text).unwrap_or_else(|_| json!(text)) } else { json!(text) };
        self.validator.is_valid(&value)
    }
}

fn body(bodies: &Bodies, seen: &Seen<'_>) -> Vec<Found> {
    if bodies.is_empty() {
        let problem = "there is none in the description".to_owned();
        return if seen.body.is_empty() { Vec::new() } else { vec![("body".to_owned(), problem)] };
    }
    let given = seen.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let suffixed = media.rsplit_once('+').map(|(_, kind)| format!("application/*+{kind}"));
    let Some(validators) = bodies.get(&media).or_else(|| bodies.get(&suffixed?)) else {
        return vec![("header Content-Type".to_owned(), format!("{media:?} is not a type of this body"))];
    };
    let value = if media == "multipart/form-data" { fields(given, seen.body) } else { read(&media, seen.body) };
    match value {
        Ok(value) => {
            // The errors of the first schema, the vendor's own where there is one.
            if validators.iter().any(|validator| validator.is_valid(&value)) {
                return Vec::new();
            }
            validators.first().map(|validator| errors(validator, &value)).unwrap_or_default()
        }
        Err(problem) => vec![("body".to_owned(), problem)],
    }
}

fn read(media: &str, body: &[u8]) -> Result<Value, String> {
    if media.ends_with("xml") {
        return Err("XML bodies are not judged".to_owned());
    }
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

/// The fields of a form as an object of texts; the one of the upload must be there.
fn fields(content_type: &str, body: &[u8]) -> Result<Value, String> {
    let parts = parts(content_type, body)?;
    match parts.as_slice() {
        [part] if part.name == "fileInfo" => Ok(json!({ "fileInfo": "" })),
        _ => {
            let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
            Err(format!("expected the one part fileInfo, found {names:?}"))
        }
    }
}

/// Where a body breaks a schema, and by which word of it.
pub(super) fn errors(validator: &jsonschema::Validator, value: &Value) -> Vec<Found> {
    validator.iter_errors(value).map(|error| (format!("body {}", error.instance_path()), error.masked().to_string())).collect()
}
