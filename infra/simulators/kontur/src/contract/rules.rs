//! The description turned into validators, once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use crate::operation::{OPERATIONS, Operation};

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
}

/// A parameter of an operation.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) required: bool,
    /// Whether its schema wants something else than text.
    pub(super) numeric: bool,
    pub(super) validator: Arc<Validator>,
}

/// Schemas by media type; a body has to satisfy one of those of its type.
pub(super) type Bodies = BTreeMap<String, Vec<Arc<Validator>>>;

/// What the description says of one operation.
pub(super) struct Rule {
    pub(super) secured: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) bodies: Bodies,
    pub(super) answers: BTreeMap<String, Bodies>,
}

/// What the description says.
pub(super) struct Rules(BTreeMap<Operation, Rule>);

impl Rules {
    pub(super) fn read(description: &str, supplement: &str) -> Result<Self, String> {
        let read = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
        let (description, supplement) = (read(description)?, read(supplement)?);
        let mut schemas = Map::new();
        for file in [&description, &supplement] {
            let named = file.pointer("/components/schemas").and_then(Value::as_object);
            schemas.extend(named.into_iter().flatten().map(|(name, schema)| (name.clone(), converted(schema))));
        }
        let mut compiler = Compiler { schemas, compiled: HashMap::new() };
        let everywhere = supplement.get("everywhere").and_then(Value::as_object).cloned().unwrap_or_default();
        let mut rules = BTreeMap::new();
        for (operation, name, method, path) in OPERATIONS {
            let of = |file: &Value| {
                file.get("paths").and_then(|paths| paths.get(path)).and_then(|item| item.get(method.to_lowercase())).cloned()
            };
            let (own, more) = (of(&description), of(&supplement));
            if own.is_none() && more.is_none() {
                return Err(format!("the description has no {name}"));
            }
            rules.insert(operation, compiler.rule(&own.unwrap_or_default(), &more.unwrap_or_default(), &everywhere)?);
        }
        Ok(Self(rules))
    }

    pub(super) fn of(&self, operation: Operation) -> Option<&Rule> {
        self.0.get(&operation)
    }
}

struct Compiler {
    schemas: Map<String, Value>,
    /// Validators by the text of their schema: every body is declared under six media types.
    compiled: HashMap<String, Arc<Validator>>,
}

impl Compiler {
    fn validator(&mut self, schema: &Value) -> Result<Arc<Validator>, String> {
        let text = schema.to_string();
        if let Some(known) = self.compiled.get(&text) {
            return Ok(Arc::clone(known));
        }
        let mut whole = converted(schema);
        let mut named = Map::new();
        self.reachable(&whole, &mut named);
        if let (Some(object), false) = (whole.as_object_mut(), named.is_empty()) {
            object.insert("components".to_owned(), json!({ "schemas": named }));
        }
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        let validator = Arc::new(options.build(&whole).map_err(|error| error.to_string())?);
        self.compiled.insert(text, Arc::clone(&validator));
        Ok(validator)
    }

    /// The named schemas that a schema refers to, and those that these refer to.
    fn reachable(&self, schema: &Value, found: &mut Map<String, Value>) {
        match schema {
            Value::Object(object) => {
                let name = object.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next());
                if let Some((name, schema)) = name.and_then(|name| self.schemas.get_key_value(name))
                    && !found.contains_key(name)
                {
                    found.insert(name.clone(), schema.clone());
                    self.reachable(schema, found);
                }
                object.values().for_each(|value| self.reachable(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| self.reachable(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn rule(&mut self, own: &Value, more: &Value, everywhere: &Map<String, Value>) -> Result<Rule, String> {
        let mut parameters = Vec::new();
        for file in [own, more] {
            for parameter in file.get("parameters").and_then(Value::as_array).into_iter().flatten() {
                parameters.extend(self.parameter(parameter)?);
            }
        }
        let body = |file: &Value| file.get("requestBody").cloned().unwrap_or_default();
        let mut answers = BTreeMap::new();
        let statuses = |file: &Value| file.get("responses").and_then(Value::as_object).cloned().unwrap_or_default();
        let (own_answers, more_answers) = (statuses(own), statuses(more));
        for status in own_answers.keys().chain(more_answers.keys()).chain(everywhere.keys()) {
            let of = |answers: &Map<String, Value>| answers.get(status).cloned().unwrap_or_default();
            answers.insert(status.clone(), self.bodies(&of(&own_answers), &of(&more_answers))?);
        }
        // The description asks for a session in one place, for every operation.
        let secured = more.get("security").is_none_or(|security| security.as_array().is_some_and(|list| !list.is_empty()));
        Ok(Rule { secured, parameters, bodies: self.bodies(&body(own), &body(more))?, answers })
    }

    fn parameter(&mut self, parameter: &Value) -> Result<Option<Parameter>, String> {
        let text = |name: &str| parameter.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let place = match text("in").as_str() {
            "path" => Place::Path,
            "query" => Place::Query,
            "header" => Place::Header,
            _ => return Ok(None),
        };
        let required = parameter.get("required").and_then(Value::as_bool).unwrap_or_default();
        let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
        let named = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next());
        let resolved = named.and_then(|name| self.schemas.get(name)).unwrap_or(&schema);
        let numeric = resolved.get("type").and_then(Value::as_str).is_some_and(|kind| kind != "string");
        Ok(Some(Parameter { name: text("name"), place, required, numeric, validator: self.validator(&schema)? }))
    }

    /// The schemas of a body; where the description leaves it open, the supplement's alone.
    fn bodies(&mut self, own: &Value, more: &Value) -> Result<Bodies, String> {
        let mut bodies = Bodies::new();
        let content = |file: &Value| file.get("content").and_then(Value::as_object).cloned().unwrap_or_default();
        let (own, more) = (content(own), content(more));
        let schema = |media: &Value| media.get("schema").cloned().unwrap_or_else(|| json!({}));
        for (media, declared) in &own {
            let open = schema(declared).as_object().is_none_or(Map::is_empty);
            if !(open && more.contains_key(media)) {
                bodies.entry(media.clone()).or_default().push(self.validator(&schema(declared))?);
            }
        }
        for (media, declared) in &more {
            bodies.entry(media.clone()).or_default().push(self.validator(&schema(declared))?);
        }
        Ok(bodies)
    }
}

/// A schema of `OpenAPI` 3.0 as one of JSON Schema: what may be null says so in its type, and the
/// widths of integers become bounds.
fn converted(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let mut object: Map<String, Value> = object.iter().map(|(name, value)| (name.clone(), converted(value))).collect();
            let nullable = object.remove("nullable") == Some(Value::Bool(true));
            if let (true, Some(Value::String(kind))) = (nullable, object.get("type").cloned()) {
                object.insert("type".to_owned(), json!([kind, "null"]));
            }
            let bounds = match object.get("format").and_then(Value::as_str) {
                Some("int32") => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
                Some("int64") => Some((i64::MIN, i64::MAX)),
                Some("double" | "binary") => {
                    object.remove("format");
                    None
                }
                _ => None,
            };
            if let Some((least, most)) = bounds {
                object.remove("format");
                object.insert("minimum".to_owned(), json!(least));
                object.insert("maximum".to_owned(), json!(most));
            }
            Value::Object(object)
        }
        Value::Array(list) => Value::Array(list.iter().map(converted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}
