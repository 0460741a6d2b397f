//! Where the arrows may point. A new edge is a reviewed line here.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// What each crate of the workspace may depend on within the workspace, tests aside.
const EDGES: &[(&str, &[&str])] = &[
    // The vocabulary stands on nothing.
    ("kernel", &[]),
    ("runtime", &["kernel"]),
    ("outbound", &["kernel", "runtime"]),
    ("entrepot-aws", &["kernel", "runtime"]),
    ("testkit", &["kernel", "runtime"]),
    // What contexts share by decision: journal entries, which commerce writes and ledger reads.
    ("posting", &["kernel"]),
    // Contexts are pure and know the kernel and what is shared, never each other.
    ("orders", &["kernel"]),
    ("commerce", &["kernel", "posting", "tax"]),
    // Rules of taxes: a part of commerce with nothing of its states.
    ("tax", &["kernel"]),
    ("ledger", &["kernel", "posting"]),
    ("papers", &["kernel"]),
    ("profitability", &["kernel"]),
    ("approvals", &["kernel"]),
    ("customs", &["kernel"]),
    ("notices", &["kernel"]),
    ("platform", &["kernel"]),
    ("orders-connectors", &["kernel", "orders", "outbound", "runtime"]),
    ("approvals-connectors", &["approvals", "kernel", "outbound", "runtime"]),
    ("notices-connectors", &["kernel", "notices", "outbound", "runtime"]),
    ("customs-connectors", &["customs", "kernel", "outbound", "runtime"]),
    ("customs-formats", &["customs", "kernel", "runtime"]),
    ("papers-typesetter", &["kernel", "papers", "runtime"]),
    // The console is a client of the API.
    ("console", &["kernel"]),
    // Mains.
    ("orders-lambda", &["entrepot-aws", "orders", "orders-connectors"]),
    ("commerce-lambda", &["commerce", "entrepot-aws"]),
    ("ledger-lambda", &["entrepot-aws", "ledger"]),
    ("approvals-lambda", &["approvals", "approvals-connectors", "entrepot-aws"]),
    ("notices-lambda", &["entrepot-aws", "notices", "notices-connectors"]),
    ("customs-lambda", &["customs", "customs-connectors", "customs-formats", "entrepot-aws"]),
    ("profitability-lambda", &["entrepot-aws", "profitability"]),
    ("papers-lambda", &["entrepot-aws", "papers", "papers-typesetter"]),
    // Relay, snapshots and rebuilds are of all contexts.
    (
        "platform-lambda",
        &["approvals", "commerce", "customs", "entrepot-aws", "ledger", "notices", "orders", "papers", "platform", "profitability"],
    ),
    ("console-lambda", &["console", "entrepot-aws", "runtime"]),
    ("simulator-support", &[]),
    ("nova-poshta-simulator", &["simulator-support"]),
    ("privatbank-simulator", &["simulator-support"]),
    ("elma-simulator", &["simulator-support"]),
    ("kontur-simulator", &["simulator-support"]),
    ("telegram-simulator", &["simulator-support"]),
    ("mail-simulator", &["simulator-support"]),
    (
        "entrepot-local",
        &[
            "approvals",
            "approvals-connectors",
            "commerce",
            "console",
            "customs",
            "customs-connectors",
            "customs-formats",
            "elma-simulator",
            "entrepot-aws",
            "kernel",
            "kontur-simulator",
            "ledger",
            "mail-simulator",
            "notices",
            "notices-connectors",
            "nova-poshta-simulator",
            "orders",
            "orders-connectors",
            "outbound",
            "papers",
            "papers-typesetter",
            "platform",
            "posting",
            "privatbank-simulator",
            "profitability",
            "runtime",
            "telegram-simulator",
        ],
    ),
];

/// What depends on none of its kind, not even by way of others.
const CONTEXTS: &[&str] = &["approvals", "orders", "commerce", "customs", "ledger", "notices", "papers", "platform", "profitability"];

/// What the pure crates may use besides each other: small, pure, no input or output.
const PURE: &[(&str, &[&str])] = &[
    (
        "kernel",
        &[
            "aes-siv",
            "base64",
            "chrono",
            "chrono-tz",
            "iban_validate",
            "rust_decimal",
            "schemars",
            "serde",
            "serde_json",
            "serde_path_to_error",
            "sha2",
            "thiserror",
            "uuid",
            "zeroize",
        ],
    ),
    ("orders", &["chrono", "chrono-tz", "rust_decimal", "schemars", "serde", "serde_json", "sha2", "strsim", "thiserror"]),
    ("posting", &["chrono", "chrono-tz", "rust_decimal", "schemars", "serde", "serde_json", "sha2", "thiserror"]),
    ("commerce", &["chrono", "rust_decimal", "schemars", "serde", "serde_json", "sha2", "thiserror"]),
    ("tax", &["chrono", "schemars", "serde", "serde_json", "thiserror"]),
    ("ledger", &["chrono", "chrono-tz", "rust_decimal", "schemars", "serde", "serde_json", "sha2", "thiserror"]),
    ("papers", &["chrono", "schemars", "serde", "serde_json", "sha2", "thiserror"]),
    ("platform", &["schemars", "serde", "serde_json"]),
    (
        "profitability",
        &["chrono", "chrono-tz", "num-rational", "num-traits", "rust_decimal", "schemars", "serde", "serde_json", "thiserror"],
    ),
    ("approvals", &["chrono", "chrono-tz", "schemars", "serde", "serde_json", "sha2", "thiserror"]),
    ("customs", &["chrono", "infer", "rust_decimal", "schemars", "serde", "serde_json", "sha2", "strsim", "thiserror", "uuid"]),
    ("notices", &["chrono", "chrono-tz", "schemars", "serde", "serde_json", "thiserror"]),
];

/// Crates that no deployed artifact may contain.
const NEVER_DEPLOYED: &[&str] = &[
    "dynoxide-rs",
    "elma-simulator",
    "entrepot-local",
    "kontur-simulator",
    "mail-simulator",
    "nova-poshta-simulator",
    "privatbank-simulator",
    "simulator-support",
    "telegram-simulator",
    "testkit",
];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

fn dependencies(package: &Value) -> BTreeSet<(String, bool)> {
    let dependencies = package["dependencies"].as_array().expect("dependencies");
    let normal = dependencies.iter().filter(|dependency| dependency["kind"].is_null());
    normal.map(|dependency| (dependency["name"].as_str().unwrap().to_owned(), dependency["path"].is_string())).collect()
}

fn packages(metadata: &Value) -> BTreeMap<String, Value> {
    let members: BTreeSet<&str> = metadata["workspace_members"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let own = packages.filter(|package| members.contains(package["id"].as_str().unwrap()));
    own.map(|package| (package["name"].as_str().unwrap().to_owned(), package.clone())).collect()
}

#[test]
fn every_edge_between_crates_is_allowed() {
    let metadata = metadata();
    for (name, package) in packages(&metadata) {
        // The tools of the repository may look at everything.
        if ["xtask", "bench", "books", "browser", "hello-lambda", "entrepot-tests"].contains(&name.as_str()) {
            continue;
        }
        let (_, allowed) = EDGES.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("{name} is not in the table of edges"));
        for (dependency, within) in dependencies(&package) {
            assert!(!within || allowed.contains(&dependency.as_str()), "{name} may not depend on {dependency}");
        }
    }
}

#[test]
fn no_context_reaches_another() {
    let edges: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    for context in CONTEXTS {
        let (mut seen, mut open) = (BTreeSet::new(), edges[context].to_vec());
        while let Some(name) = open.pop() {
            assert!(!CONTEXTS.contains(&name), "{context} reaches {name}");
            if seen.insert(name) {
                open.extend(edges[name]);
            }
        }
    }
}

#[test]
fn the_core_is_pure() {
    let metadata = metadata();
    let packages = packages(&metadata);
    for (name, allowed) in PURE {
        for (dependency, within) in dependencies(&packages[*name]) {
            assert!(within || allowed.contains(&dependency.as_str()), "{name} may not use {dependency}");
        }
    }
}

#[test]
fn only_one_crate_depends_on_an_sdk() {
    let metadata = metadata();
    for (name, package) in packages(&metadata) {
        let sdk = dependencies(&package).into_iter().any(|(dependency, _)| dependency.starts_with("aws-sdk") || dependency == "aws-config");
        let may = ["entrepot-aws", "xtask", "bench", "hello-lambda", "entrepot-tests"].contains(&name.as_str());
        assert!(may || !sdk, "{name} depends on an AWS SDK");
    }
}

#[test]
fn no_artifact_contains_the_local_host_or_a_simulator() {
    let metadata = metadata();
    let names: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| (package["id"].as_str().unwrap(), package["name"].as_str().unwrap()))
        .collect();
    let nodes: BTreeMap<&str, &Value> =
        metadata["resolve"]["nodes"].as_array().unwrap().iter().map(|node| (node["id"].as_str().unwrap(), node)).collect();
    for (id, name) in names.iter().filter(|(_, name)| name.ends_with("-lambda")) {
        let mut seen = BTreeSet::new();
        let mut open = vec![*id];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            for dependency in nodes[id]["deps"].as_array().unwrap() {
                let normal = dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
                if normal {
                    open.push(dependency["pkg"].as_str().unwrap());
                }
            }
        }
        for banned in NEVER_DEPLOYED {
            assert!(!seen.iter().any(|id| names[id] == *banned), "{name} contains {banned}");
        }
    }
}
