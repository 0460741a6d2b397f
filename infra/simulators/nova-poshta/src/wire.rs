//! The envelope every request and answer of API 2.0 comes in, with its shapes that vary.

use serde_json::{Map, Value, json};

use crate::codes::{GENERAL_ERROR, INCORRECT_DATA, Message};

/// Rows in a page unless the method says otherwise.
pub(crate) const PAGE_ROWS: usize = 100;

/// One request: whose key, which method, with what.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) api_key: String,
    /// Lower case, without the `General` that newer clients put behind it.
    pub(crate) model: String,
    /// Whether the client wrote `…General`.
    pub(crate) general: bool,
    /// Lower case: clients spell some methods with a capital.
    pub(crate) method: String,
    pub(crate) properties: Properties,
}

impl Call {
    /// Reads a request; the model and method in the path count when the body has none.
    pub(crate) fn read(path_suffix: &str, body: &[u8]) -> Result<Self, &'static Message> {
        let body: Value = serde_json::from_slice(body).map_err(|_| INCORRECT_DATA)?;
        let body = Properties::of(&body);
        let mut path = path_suffix.split('/').filter(|part| !part.is_empty());
        let model = body.filled("modelName").or(path.next().map(str::to_owned));
        let method = body.filled("calledMethod").or(path.next().map(str::to_owned));
        let (Some(model), Some(method)) = (model, method) else {
            return Err(GENERAL_ERROR);
        };
        let model = model.to_lowercase();
        let bare = model.strip_suffix("general");
        Ok(Self {
            api_key: body.text("apiKey"),
            general: bare.is_some(),
            model: bare.unwrap_or(&model).to_owned(),
            method: method.to_lowercase(),
            properties: Properties::of(body.value("methodProperties")),
        })
    }

    /// What the call is counted under.
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.model, self.method)
    }
}

/// The `methodProperties` of a request, read leniently: numbers arrive as numbers or as text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Properties(Map<String, Value>);

impl Properties {
    /// Clients written in PHP send an empty object as `[]`.
    pub(crate) fn of(value: &Value) -> Self {
        Self(value.as_object().cloned().unwrap_or_default())
    }

    pub(crate) fn value(&self, key: &str) -> &Value {
        self.0.get(key).unwrap_or(&Value::Null)
    }

    /// The trimmed text of a field; empty when it is absent.
    pub(crate) fn text(&self, key: &str) -> String {
        plain(self.value(key))
    }

    /// The text of a field, if it says anything.
    pub(crate) fn filled(&self, key: &str) -> Option<String> {
        Some(self.text(key)).filter(|text| !text.is_empty())
    }

    /// The elements of a list field; none when it is absent or something else.
    pub(crate) fn list(&self, key: &str) -> Vec<Self> {
        self.value(key).as_array().map(|items| items.iter().map(Self::of).collect()).unwrap_or_default()
    }

    /// The page a caller asked for of `rows`.
    pub(crate) fn page_of(&self, rows: Vec<Value>, limit_max: usize) -> Vec<Value> {
        let number = |key| self.text(key).parse::<usize>().ok().filter(|n| *n > 0);
        let limit = number("Limit").unwrap_or(limit_max).min(limit_max);
        let page = number("Page").unwrap_or(1);
        let skipped = (page - 1).saturating_mul(limit);
        rows.into_iter().skip(skipped).take(limit).collect()
    }
}

/// A scalar as text.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "1".to_owned(),
        Value::Bool(false) => "0".to_owned(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

/// One answer.
#[derive(Debug)]
pub(crate) struct Envelope {
    success: bool,
    data: Vec<Value>,
    errors: Value,
    error_codes: Value,
    warnings: Value,
    warning_codes: Value,
    info: Value,
}

impl Envelope {
    /// A successful answer.
    pub(crate) fn of(data: Vec<Value>) -> Self {
        Self {
            success: true,
            data,
            errors: json!([]),
            error_codes: json!([]),
            warnings: json!([]),
            warning_codes: json!([]),
            info: json!([]),
        }
    }

    /// A page out of `total` rows: `info` turns from an empty list into an object.
    pub(crate) fn page(data: Vec<Value>, total: usize) -> Self {
        Self { info: json!({ "totalCount": total }), ..Self::of(data) }
    }

    /// A refusal, with texts and codes in parallel lists.
    pub(crate) fn refused(problems: &[&'static Message]) -> Self {
        Self {
            success: false,
            errors: problems.iter().map(|message| message.english).collect(),
            error_codes: problems.iter().map(|message| message.code).collect(),
            ..Self::of(Vec::new())
        }
    }

    /// A refusal of single elements of a list in the request, by their positions.
    ///
    /// The carrier's PHP writes an array whose keys are 0, 1, 2… as a list and any other array as
    /// an object with text keys; clients meet both.
    pub(crate) fn refused_at(problems: &[(usize, &'static Message)]) -> Self {
        let dense = problems.iter().enumerate().all(|(nth, (at, _))| nth == *at);
        let messages: Vec<_> = problems.iter().map(|(_, message)| *message).collect();
        let mut refusal = Self::refused(&messages);
        if !dense {
            let keyed = |text: fn(&Message) -> &'static str| {
                let entry = |(at, message): &(usize, &'static Message)| (at.to_string(), Value::from(text(message)));
                Value::Object(problems.iter().map(entry).collect())
            };
            refusal.errors = keyed(|message| message.english);
            refusal.error_codes = keyed(|message| message.code);
        }
        refusal
    }

    /// Throttling as the carrier writes it: a text of its own and no code.
    pub(crate) fn throttled() -> Self {
        Self { success: false, errors: json!(["To many requests"]), ..Self::of(Vec::new()) }
    }

    /// The same answer with warnings, a list or an object.
    pub(crate) fn with_warnings(mut self, warnings: Value, codes: Value) -> Self {
        self.warnings = warnings;
        self.warning_codes = codes;
        self
    }

    pub(crate) fn into_json(self) -> Value {
        json!({
            "success": self.success,
            "data": self.data,
            "errors": self.errors,
            "warnings": self.warnings,
            "info": self.info,
            "messageCodes": [],
            "errorCodes": self.error_codes,
            "warningCodes": self.warning_codes,
            "infoCodes": [],
        })
    }

    /// The envelope as it stands inside another one.
    pub(crate) fn into_nested_json(self) -> Value {
        let mut nested = self.into_json();
        nested["translatedErrors"] = json!([]);
        nested
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{DOCUMENT_HANDED_OVER, DOCUMENT_NOT_FOUND};

    #[test]
    fn the_path_names_the_method_when_the_body_does_not() {
        let call = Call::read("AddressGeneral/getCities", b"{\"methodProperties\":[]}");
        let call = call.ok().map(|call| (call.name(), call.general));
        assert_eq!(call, Some(("address/getcities".to_owned(), true)));
    }

    #[test]
    fn errors_are_a_list_only_when_they_are_dense() {
        let dense = Envelope::refused_at(&[(0, DOCUMENT_NOT_FOUND)]).into_json();
        assert_eq!(dense["errorCodes"], json!(["20000300415"]));
        let sparse = Envelope::refused_at(&[(1, DOCUMENT_HANDED_OVER)]).into_json();
        assert_eq!(sparse["errorCodes"], json!({ "1": "20000200154" }));
    }
}
