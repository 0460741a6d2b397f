//! What was stored once must load for ever, and generated files are fresh.

use std::path::{Path, PathBuf};

use entrepot_local::host::CATALOGUES;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn x17_every_event_ever_stored_still_loads() {
    for catalogue in CATALOGUES {
        for aggregate in catalogue.aggregates {
            let folder = root().join("events").join(catalogue.context).join("stored");
            for sample in aggregate.samples() {
                let kind = sample["type"].as_str().unwrap();
                let file = folder.join(format!("{}.{kind}.json", aggregate.name().split('.').next_back().unwrap()));
                let stored = std::fs::read_to_string(&file).unwrap_or_else(|_| {
                    panic!("{} is missing: `cargo xtask generate` freezes the stored form of a new event", file.display())
                });
                let stored: Value = serde_json::from_str(&stored).unwrap();
                aggregate.round_trip(&stored).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            }
        }
    }
}

#[test]
fn x17_every_frozen_event_belongs_to_an_aggregate_that_reads_it() {
    for catalogue in CATALOGUES {
        let folder = root().join("events").join(catalogue.context).join("stored");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let entity = name.split('.').next().unwrap();
            let aggregate = catalogue.aggregate(&format!("{}.{entity}", catalogue.context)).unwrap_or_else(|| panic!("{name}"));
            let stored: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            aggregate.round_trip(&stored).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

#[test]
fn every_sample_fits_its_schema() {
    for aggregate in CATALOGUES.iter().flat_map(|catalogue| catalogue.aggregates.iter()) {
        let schema: Value = aggregate.event_schema().into();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for sample in aggregate.samples() {
            let errors: Vec<String> = validator.iter_errors(&sample).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{} {}: {errors:?}", aggregate.name(), sample["type"]);
        }
    }
}

/// What tells a whole order with every figure of its lines: as large as the order is.
const WHOLE_ORDERS: &[(&str, &str)] =
    &[("profitability.calculation", "recorded.v1"), ("profitability.shipment", "submitted-for-approval.v1")];

#[test]
fn events_are_small() {
    // One write unit is 1,024 bytes with keys, names and meta: a typical event leaves room for them.
    for aggregate in CATALOGUES.iter().flat_map(|catalogue| catalogue.aggregates.iter()) {
        for sample in aggregate.samples() {
            let (name, kind, bytes) = (aggregate.name(), sample["type"].as_str().unwrap(), sample.to_string().len());
            let limit = if WHOLE_ORDERS.contains(&(name, kind)) { 3_072 } else { 2_048 };
            assert!(bytes < limit, "{name} {kind} has {bytes} bytes");
        }
    }
}

#[test]
fn generated_files_are_fresh() {
    let stale: Vec<String> = xtask::generate::files()
        .into_iter()
        .filter(|(path, content)| std::fs::read_to_string(root().join(path)).ok().as_ref() != Some(content))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(stale.is_empty(), "run `cargo xtask generate`: {stale:?}");
}
