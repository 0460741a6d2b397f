//! Tests over everything that is listed.

use std::collections::BTreeSet;

use kernel::Role;
use serde_json::Value;

use super::CATALOGUE;

#[test]
fn every_event_has_one_sample() {
    for aggregate in CATALOGUE.aggregates {
        let names = aggregate.bus_names();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        for sample in aggregate.samples() {
            assert_eq!(aggregate.round_trip(&sample).as_ref(), Ok(&sample), "{}", aggregate.name());
        }
        // And no variant is without: the schema has as many as there are samples.
        let schema = Value::from(aggregate.event_schema());
        let variants = schema["oneOf"].as_array().map_or(1, Vec::len);
        assert_eq!(variants, names.len(), "{}", aggregate.name());
    }
}

#[test]
fn every_example_can_be_read_and_is_closed() {
    for command in CATALOGUE.commands {
        let spec = command.spec();
        command.open(command.example()).map(|_| ()).unwrap_or_else(|error| panic!("{}: {error}", spec.name));
        let mut unknown = command.example();
        unknown["no_such_field"] = true.into();
        assert!(command.open(unknown).is_err(), "{} takes unknown fields", spec.name);
        match spec.route {
            Some(_) => assert!(spec.roles.iter().any(|role| *role != Role::System), "{}", spec.name),
            None => assert_eq!(spec.roles, [Role::System], "{}", spec.name),
        }
        for parameter in spec.route.iter().flat_map(|route| route.parameters()) {
            assert!(command.example().get(parameter).is_some(), "{}: {parameter} is no field", spec.name);
        }
        for refused in command.refusals() {
            for text in [&refused.texts.en, &refused.texts.uk, &refused.texts.ru] {
                assert!(text.ends_with('.') && text.len() > 8, "{}: {text:?}", refused.code);
            }
        }
    }
}

/// Every figure that leaves this context is whole hundredths or a decimal text.
#[test]
fn p01_p09_no_schema_has_a_number_with_a_fraction() {
    fn check(schema: &Value, path: &str) {
        match schema {
            Value::Object(fields) => {
                assert_ne!(fields.get("type"), Some(&Value::from("number")), "{path}");
                fields.iter().for_each(|(name, value)| check(value, &format!("{path}/{name}")));
            }
            Value::Array(items) => items.iter().for_each(|value| check(value, path)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    for aggregate in CATALOGUE.aggregates {
        check(&Value::from(aggregate.event_schema()), aggregate.name());
    }
    for command in CATALOGUE.commands {
        check(&Value::from(command.schema(&mut schemars::SchemaGenerator::default())), command.spec().name);
    }
    for query in CATALOGUE.queries {
        check(&Value::from(query.answer_schema(&mut schemars::SchemaGenerator::default())), query.spec().name);
    }
}

/// What is asked for and what happened have names that say whose they are.
#[test]
fn p37_p134_prices_belong_here_and_messages_of_outside_are_named_apart() {
    let names: Vec<String> = CATALOGUE.aggregates.iter().flat_map(|aggregate| aggregate.bus_names()).collect();
    assert!(names.iter().all(|name| name.starts_with("evt.profitability.")));
    assert!(names.contains(&"evt.profitability.price-sheet.published.v1".to_owned()));
}

/// The accounting system's codes are ids here; those of one kind never meet those of another.
#[test]
fn x18_a_foreign_code_names_one_thing_of_one_kind() {
    let code = "000001287";
    let ids = [
        crate::estimate::LocalEstimate::id_of(code).to_string(),
        crate::shipment::Shipment::id_of(code).to_string(),
        crate::client::Client::id_of(code).to_string(),
    ];
    let uuids: BTreeSet<&str> = ids.iter().filter_map(|id| id.split_once('_')).map(|(_, uuid)| uuid).collect();
    assert_eq!(uuids.len(), ids.len(), "{ids:?}");
    assert_eq!(ids[0], crate::estimate::LocalEstimate::id_of(code).to_string(), "the same code is the same id");
}
