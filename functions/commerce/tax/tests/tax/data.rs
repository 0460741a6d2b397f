//! The rule data itself: its form, its histories, its sources.

use serde_json::{Value, json};
use tax::{FILES, Rules};

const SCHEMA: &str = include_str!("../../../../../infra/policies/tax/schema.json");

fn file(name: &str) -> Value {
    let (_, text) = FILES.iter().find(|(file, _)| *file == name).unwrap();
    serde_json::from_str(text).unwrap()
}

/// What is said when a change is made to a file.
fn defects(name: &str, change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut changed = file(name);
    change(&mut changed);
    let text = changed.to_string();
    let files: Vec<(&str, &str)> = FILES.iter().map(|(file, old)| (*file, if *file == name { text.as_str() } else { old })).collect();
    Rules::read(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

fn says(name: &str, expected: &str, change: impl FnOnce(&mut Value)) {
    let said = defects(name, change);
    assert!(said.iter().any(|defect| defect.contains(expected)), "expected {expected:?}, got {said:?}");
}

#[test]
fn every_file_has_its_form() {
    let validator = jsonschema::options().should_validate_formats(true).build(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    for (name, text) in FILES {
        let json: Value = serde_json::from_str(text).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}:\n{}", errors.join("\n"));
    }
}

#[test]
fn a_misspelt_key_is_seen_by_the_schema() {
    let validator = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    for (section, key) in [("rates", "percents"), ("codes", "rates"), ("regimes", "deduct")] {
        let mut json = file("ru.json");
        json[section][0]["history"][0][key] = json!("22");
        assert!(!validator.is_valid(&json), "{section}.{key}");
    }
}

#[test]
fn every_file_is_compiled_in_and_without_defect() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../infra/policies/tax");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".json") && !name.ends_with("schema.json")).collect();
    names.sort();
    assert_eq!(names, FILES.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
    let read = Rules::read(FILES);
    assert!(read.is_ok(), "{:#?}", read.err());
    assert_eq!(tax::rules().countries().map(|country| country.as_str()).collect::<Vec<_>>(), ["BY", "KZ", "RU", "UA"]);
}

#[test]
fn validities_neither_overlap_nor_leave_a_gap() {
    says("ru.json", "ru.vat.standard: versions 1 and 2 overlap", |file| file["rates"][0]["history"][0]["to"] = json!("2019-06-30"));
    says("ru.json", "ru.vat.standard: versions 2 and 3 overlap", |file| {
        file["rates"][0]["history"][1].as_object_mut().unwrap().remove("to");
    });
    says("ru.json", "nothing is said from 2025-12-01 until 2026-01-01", |file| file["rates"][0]["history"][1]["to"] = json!("2025-11-30"));
    says("ru.json", "version 1 ends before it begins", |file| file["rates"][0]["history"][0]["to"] = json!("2003-12-31"));
    says("ru.json", "versions count from 1", |file| file["rates"][0]["history"][2]["version"] = json!(4));
}

#[test]
fn a_rule_has_a_source_and_what_it_refers_to() {
    says("ru.json", "has no source", |file| file["rates"][0]["history"][2]["source"]["article"] = json!(" "));
    says("ru.json", "missing field `source`", |file| {
        file["rates"][0]["history"][2].as_object_mut().unwrap().remove("source");
    });
    says("ru.json", "there is no rate ru.vat.nothing", |file| file["codes"][0]["history"][0]["rate"] = json!("ru.vat.nothing"));
    says("ru.json", "valid on days on which the rate", |file| file["codes"][0]["history"][0]["from"] = json!("2001-01-01"));
    says("ru.json", "there is no regime nobody", |file| file["buyer-taxes"][0]["history"][0]["regimes"] = json!(["nobody"]));
    says("ru.json", "standard is in two lists", |file| file["codes"][1]["codes"] = json!(["standard"]));
    says("ru.json", "the percentage does not fit", |file| file["rates"][0]["history"][2]["percent"] = json!("0"));
    says("ru.json", "two rules have this id", |file| file["rates"][1]["id"] = json!("ru.vat.standard"));
    says("ru.json", "the id begins with ru.", |file| file["rates"][1]["id"] = json!("kz.vat.other"));
    says("ru.json", "exactly one place rule", |file| {
        file["places"].as_array_mut().unwrap().pop();
    });
    says("eaeu.json", "a union lists its members", |file| file["members"] = json!([]));
}

#[test]
fn every_unverified_version_of_a_rate_is_known() {
    // Whoever verifies one shortens this list, and whoever adds one is seen to.
    let mut unverified = Vec::new();
    for (_, text) in FILES {
        let json: Value = serde_json::from_str(text).unwrap();
        for rule in json["rates"].as_array().unwrap() {
            let versions = rule["history"].as_array().unwrap().iter().filter(|version| version["status"] == "unverified");
            unverified.extend(versions.map(|version| format!("{} v{}", rule["id"].as_str().unwrap(), version["version"])));
        }
    }
    let known = [
        "by.vat.standard v2",
        "by.vat.reduced v2",
        "by.vat.telecommunications v1",
        "by.vat.exempt v1",
        "kz.vat.periodicals v1",
        "ua.vat.zero-carriage v1",
        "ua.vat.exempt v1",
    ];
    assert_eq!(unverified, known);
}
