//! The description of the API (OpenAPI 3.1), derived from the catalogues.

use kernel::Catalogue;
use kernel::command::{AnyCommand, Route};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::push::ticket;
use crate::route::{Target, routes};

/// The whole description. The same catalogues give the same bytes.
pub fn describe(catalogues: &[&'static Catalogue]) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for (route, target) in routes(catalogues) {
        let operation = operation(&route, target, &mut generator);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(route.method.name().to_lowercase(), operation);
        }
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Problem".to_owned(), problem_schema());
    schemas.insert("Accepted".to_owned(), accepted_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Entrepot",
            "version": "1",
            "description": "The open back office of a trading house. Amounts are decimal strings; errors are problem documents (RFC 9457) with a stable `code`; lists are paged by `cursor`; `Idempotency-Key` makes a command safe to repeat; `ETag` and `If-Match` guard against lost updates.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
        },
    })
}

fn operation(route: &Route, target: Target, generator: &mut SchemaGenerator) -> Value {
    match target {
        Target::Command(command) => command_operation(route, command, generator),
        Target::Query(query) => {
            let spec = query.spec();
            let answer = query.answer_schema(generator);
            read_operation(spec.name, spec.summary, spec.roles, route, query.parameters(generator).into(), answer.into())
        }
        Target::Lookup(lookup) => {
            let spec = lookup.spec();
            let answer = lookup.answer_schema(generator);
            read_operation(spec.name, spec.summary, spec.roles, route, lookup.parameters(generator).into(), answer.into())
        }
        Target::Webhook(webhook) => json!({
            "operationId": webhook.spec().name,
            "summary": webhook.spec().summary,
            "tags": ["webhooks"],
            "security": [],
            "parameters": [
                parameter("path", "tenant", true, json!({ "type": "string" })),
                parameter("header", "webhook-id", true, json!({ "type": "string" })),
                parameter("header", "webhook-timestamp", true, json!({ "type": "string" })),
                parameter("header", "webhook-signature", true, json!({ "type": "string" })),
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": {} } } },
            "responses": { "200": { "description": "Recorded" }, "default": problem_response() },
        }),
        Target::Ticket => {
            let body: Value = generator.subschema_for::<ticket::Wanted>().into();
            let answer: Value = generator.subschema_for::<ticket::Issued>().into();
            json!({
                "operationId": ticket::NAME,
                "summary": ticket::SUMMARY,
                "tags": [ticket::CONTEXT],
                "x-roles": role_names(kernel::Role::FOR_PEOPLE),
                "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
                "responses": {
                    "201": { "description": "The ticket", "content": { "application/json": { "schema": answer } } },
                    "default": problem_response(),
                },
            })
        }
    }
}

fn tag(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

fn role_names(roles: &[kernel::Role]) -> Vec<&'static str> {
    roles.iter().map(|role| role.name()).collect()
}

fn parameter(place: &str, name: &str, required: bool, schema: Value) -> Value {
    json!({ "name": name, "in": place, "required": required, "schema": schema })
}

fn command_operation(route: &Route, command: &dyn AnyCommand, generator: &mut SchemaGenerator) -> Value {
    let spec = command.spec();
    let mut schema: Value = command.schema(generator).into();
    let mut example = command.example();
    let mut parameters = Vec::new();
    for name in route.parameters() {
        let taken = take_property(&mut schema, name);
        parameters.push(parameter("path", name, true, taken.unwrap_or_else(|| json!({ "type": "string" }))));
        if let Some(example) = example.as_object_mut() {
            example.shift_remove(name);
        }
    }
    parameters.push(parameter("header", "Idempotency-Key", false, json!({ "type": "string", "maxLength": crate::execute::KEY_BYTES_MAX })));
    parameters.push(parameter("header", "If-Match", command.wants_version(), json!({ "type": "string" })));
    let refusals: Vec<Value> = command
        .refusals()
        .iter()
        .map(|refused| json!({ "code": refused.code, "status": refused.status.http(), "text": refused.texts.en }))
        .collect();
    json!({
        "operationId": spec.name,
        "summary": spec.summary,
        "tags": [tag(spec.name)],
        "x-roles": role_names(spec.roles),
        "x-refusals": refusals,
        "parameters": parameters,
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema, "example": example } } },
        "responses": {
            "200": accepted_response("Carried out"),
            "201": accepted_response("Created"),
            "default": problem_response(),
        },
    })
}

fn read_operation(name: &str, summary: &str, roles: &[kernel::Role], route: &Route, mut parameters: Value, answer: Value) -> Value {
    let mut listed = Vec::new();
    for name in route.parameters() {
        let schema = take_property(&mut parameters, name).unwrap_or_else(|| json!({ "type": "string" }));
        listed.push(parameter("path", name, true, schema));
    }
    let required = parameters.get("required").cloned().unwrap_or_else(|| json!([]));
    for (name, schema) in parameters.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let needed = required.as_array().is_some_and(|required| required.iter().any(|one| one == name));
        listed.push(parameter("query", name, needed, schema.clone()));
    }
    json!({
        "operationId": name,
        "summary": summary,
        "tags": [tag(name)],
        "x-roles": role_names(roles),
        "parameters": listed,
        "responses": {
            "200": { "description": "The answer", "content": { "application/json": { "schema": answer } } },
            "default": problem_response(),
        },
    })
}

fn take_property(schema: &mut Value, name: &str) -> Option<Value> {
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|one| one != name);
    }
    schema.get_mut("properties")?.as_object_mut()?.shift_remove(name)
}

fn accepted_response(description: &str) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Accepted" } } } })
}

fn problem_response() -> Value {
    json!({ "description": "A problem", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } })
}

fn accepted_schema() -> Value {
    json!({
        "type": "object",
        "required": ["id", "version"],
        "properties": {
            "id": { "type": "string", "description": "The aggregate that was changed" },
            "version": { "type": "integer", "description": "Its version now; views show the effect once they reach it" },
        },
    })
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string", "description": "In the caller's language" },
            "status": { "type": "integer" },
            "code": { "type": "string", "description": "Stable; branch on it" },
            "detail": { "type": "string", "description": "In the caller's language" },
            "instance": { "type": "string", "description": "The correlation id" },
            "errors": { "type": "array", "items": { "type": "object", "properties": { "path": { "type": "string" }, "reason": { "type": "string" } } } },
        },
    })
}
