//! One function: its resource, its log group, its rights.

use std::collections::BTreeSet;

use entrepot_aws::lambda::{LOOKUPS, QUERIES};
use kernel::Catalogue;
use serde_json::{Map, Value, json};

use super::names::{logical, prefixed};
use super::rights::Rights;
use super::stack::{Stack, reference, sub};
use crate::contexts::{artefact_of, package_of};

/// Longest description of a function.
const DESCRIPTION_CHARACTERS_MAX: usize = 256;

/// One function.
pub struct Function {
    /// Its `Handler`: the wire name.
    pub name: String,
    /// What it is for.
    pub summary: String,
    /// Seconds.
    pub timeout: u32,
    /// What it may do.
    pub rights: Rights,
    /// Variables besides those that all have.
    pub variables: Vec<(&'static str, Value)>,
    /// Properties besides those that all have.
    pub properties: Vec<(&'static str, Value)>,
}

impl Function {
    /// A function with what most of them need.
    pub fn new(name: impl Into<String>, summary: impl Into<String>, timeout: u32, rights: Rights) -> Self {
        Self { name: name.into(), summary: summary.into(), timeout, rights, variables: Vec::new(), properties: Vec::new() }
    }

    /// Its logical id.
    pub fn id(&self) -> String {
        logical(&self.name)
    }

    /// Adds it and its log group; returns its logical id.
    pub fn add(&self, stack: &mut Stack) -> String {
        let id = self.id();
        let logs = format!("{id}Logs");
        let group = json!({
            "LogGroupName": sub(format!("/aws/lambda/{}", prefixed(&self.name))),
            "RetentionInDays": reference("LogRetentionDays"),
        });
        stack.add(logs.clone(), "AWS::Logs::LogGroup", group);
        let mut properties = json!({
            "FunctionName": sub(prefixed(&self.name)),
            "Description": self.summary.chars().take(DESCRIPTION_CHARACTERS_MAX).collect::<String>(),
            "Handler": self.name,
            "Timeout": self.timeout,
            "LoggingConfig": { "LogGroup": reference(&logs) },
            "Policies": self.rights.policies(),
        });
        if let Some(properties) = properties.as_object_mut() {
            if !self.variables.is_empty() {
                let variables: Map<String, Value> =
                    self.variables.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
                properties.insert("Environment".to_owned(), json!({ "Variables": variables }));
            }
            properties.extend(self.properties.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        }
        stack.add(id.clone(), "AWS::Serverless::Function", properties);
        id
    }
}

/// What all functions of a stack have in common.
pub fn globals(context: &str) -> Value {
    json!({ "Function": {
        "Runtime": "provided.al2023",
        "Architectures": [reference("Architecture")],
        "CodeUri": format!("../{}", artefact_of(&package_of(context))),
        // Below this, the processor's share makes the first call slow, and slow is dear.
        "MemorySize": 512,
        "LoggingConfig": { "LogFormat": "JSON" },
        "Environment": { "Variables": {
            "TABLE_NAME": reference("TableName"),
            "BUCKET_NAME": reference("BucketName"),
            "SECRET_PREFIX": sub("entrepot/${Stage}"),
            "RUST_LOG": reference("LogLevel"),
        } },
    } })
}

/// Handler of a context's queries.
pub fn queries(catalogue: &Catalogue) -> String {
    format!("{}.{QUERIES}", catalogue.context)
}

/// Handler of a context's lookups.
pub fn lookups(catalogue: &Catalogue) -> String {
    format!("{}.{LOOKUPS}", catalogue.context)
}

/// Every function that a catalogue makes.
pub fn names(catalogue: &Catalogue) -> BTreeSet<String> {
    let commands = catalogue.commands.iter().filter(|command| command.spec().route.is_some()).map(|command| command.spec().name);
    let views = catalogue.views.iter().map(|view| view.spec().name);
    let reactions = catalogue.reactions.iter().map(|reaction| reaction.spec().name);
    let listeners = catalogue.listeners.iter().map(|listener| listener.spec().name);
    let schedules = catalogue.schedules.iter().map(|schedule| schedule.spec().name);
    let webhooks = catalogue.webhooks.iter().map(|webhook| webhook.spec().name);
    let own = commands.chain(views).chain(reactions).chain(listeners).chain(schedules).chain(webhooks).map(str::to_owned);
    let queries = (!catalogue.queries.is_empty()).then(|| queries(catalogue));
    let lookups = (!catalogue.lookups.is_empty()).then(|| lookups(catalogue));
    own.chain(queries).chain(lookups).collect()
}
