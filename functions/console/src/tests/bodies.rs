//! No form sends a body that the API can only refuse: whatever is sent to the API of fixtures is
//! compared with what the published description of the API says of it.

use std::sync::LazyLock;

use serde_json::Value;

use crate::ApiRequest;

/// The description that users of the API read. Ids of fixtures are shorter than real ones, so the
/// shape of an id is not compared.
static API: LazyLock<Value> = LazyLock::new(|| {
    let mut api = serde_json::from_str(include_str!("../../../../docs/openapi.json")).unwrap();
    forget_ids(&mut api);
    api
});

fn forget_ids(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, value| name != "pattern" || !value.as_str().is_some_and(|pattern| pattern.ends_with("_[0-9a-f]{32}$")));
            fields.values_mut().for_each(forget_ids);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_ids),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// How many parts of a path a template says word by word; nothing where it is another path.
fn alike(template: &str, path: &str) -> Option<usize> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let fits = |(said, got): (&&str, &&str)| said.starts_with('{') || said == got;
    let same = template.len() == path.len() && template.iter().zip(&path).all(fits);
    same.then(|| template.iter().filter(|part| !part.starts_with('{')).count())
}

/// What the description says of a method and a path.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let paths = API["paths"].as_object().unwrap();
    let fitting = paths.iter().filter_map(|(template, methods)| Some((alike(template, path)?, methods.get(method.to_lowercase())?)));
    fitting.max_by_key(|(literal, _)| *literal).map(|(_, operation)| operation)
}

fn schema(operation: &Value) -> &Value {
    &operation["requestBody"]["content"]["application/json"]["schema"]
}

/// What the API would say of a command's body before it decides anything; nothing when it fits.
pub(crate) fn problem(request: &ApiRequest) -> Option<String> {
    // A route that is younger than the description is compared once that is generated again.
    let operation = operation(request.method, &request.path)?;
    let (body, mut schema) = (request.body.clone().unwrap_or_else(|| serde_json::json!({})), schema(operation).clone());
    let fields = schema.as_object_mut()?;
    fields.insert("components".to_owned(), API["components"].clone());
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&body).map(|error| format!("{}: {error}", error.instance_path())).collect();
    (!errors.is_empty()).then(|| format!("{body}: {}", errors.join("; ")))
}

/// Checks that a form that becomes a command fills every field that the command must have, and
/// none that it has not. `sent` are the command's fields.
#[track_caller]
pub(crate) fn fits(method: &str, route: &str, sent: &[&str]) {
    let operation = operation(method, route).unwrap_or_else(|| panic!("{method} {route}: there is no such route"));
    let schema = schema(operation);
    let known = |name: &&str| schema["properties"].get(name).is_some();
    assert!(sent.iter().all(known), "{method} {route} has no such field: {sent:?}");
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let missing: Vec<&str> = required.filter(|name| !sent.contains(name)).collect();
    assert!(missing.is_empty(), "{method} {route} can only be refused: nothing fills {missing:?}");
}
