//! One template, and what AWS allows it.

use serde_json::{Map, Value, json};

use super::{GENERATED, yaml};

/// Resources of one stack: CloudFormation takes 500, the rest is room for a release.
pub const RESOURCES_MAX: usize = 450;
/// Routes of one HTTP API, and integrations.
const ROUTES_MAX: usize = 300;
/// Characters of a role's own policies; white space does not count, names that are filled in do.
const ROLE_CHARACTERS_MAX: usize = 9_000;
/// Bytes of a template that CloudFormation takes from S3.
const BYTES_MAX: usize = 1_000_000;

/// A template.
#[derive(Debug, Clone)]
pub struct Stack {
    path: String,
    description: String,
    transform: bool,
    parameters: Map<String, Value>,
    rest: Map<String, Value>,
    resources: Map<String, Value>,
    outputs: Map<String, Value>,
    twice: Vec<String>,
}

impl Stack {
    /// An empty template, to be written at `path`.
    pub fn new(path: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            description: description.into(),
            transform: false,
            parameters: Map::new(),
            rest: Map::new(),
            resources: Map::new(),
            outputs: Map::new(),
            twice: Vec::new(),
        }
    }

    /// Where it is written, from the root of the workspace.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The file's name without folder and extension: `orders`.
    pub fn name(&self) -> &str {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        file.strip_suffix(".yaml").unwrap_or(file)
    }

    /// Adds a section such as `Conditions` or `Globals`.
    pub fn section(&mut self, name: &str, value: Value) {
        self.rest.insert(name.to_owned(), value);
    }

    /// Adds a parameter.
    pub fn parameter(&mut self, name: &str, value: Value) {
        self.parameters.insert(name.to_owned(), value);
    }

    /// The names of its parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters.keys().map(String::as_str)
    }

    /// Adds a resource.
    pub fn add(&mut self, id: impl Into<String>, kind: &str, properties: Value) {
        self.add_with(id, kind, properties, json!({}));
    }

    /// Adds a resource with attributes besides its properties, such as `DependsOn`.
    pub fn add_with(&mut self, id: impl Into<String>, kind: &str, properties: Value, attributes: Value) {
        let id = id.into();
        self.transform |= kind.starts_with("AWS::Serverless::");
        let mut resource = json!({ "Type": kind });
        if let (Some(resource), Value::Object(attributes)) = (resource.as_object_mut(), attributes) {
            resource.extend(attributes);
            resource.insert("Properties".to_owned(), properties);
        }
        if self.resources.insert(id.clone(), resource).is_some() {
            self.twice.push(id);
        }
    }

    /// Adds an output.
    pub fn output(&mut self, name: &str, description: &str, value: Value) {
        self.outputs.insert(name.to_owned(), json!({ "Description": description, "Value": value }));
    }

    /// The names of its outputs.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.outputs.keys().map(String::as_str)
    }

    /// How many resources of a type it has.
    pub fn count(&self, kind: &str) -> usize {
        self.resources.values().filter(|resource| resource.get("Type").and_then(Value::as_str) == Some(kind)).count()
    }

    /// How many resources CloudFormation will count, those that SAM adds included.
    pub fn resources(&self) -> usize {
        let added = |resource: &Value| {
            let serverless = resource.get("Type").and_then(Value::as_str) == Some("AWS::Serverless::Function");
            let has = |property: &str| resource.pointer(&format!("/Properties/{property}")).is_some();
            let role = serverless && !has("Role");
            let invoke_config = serverless && has("EventInvokeConfig");
            1 + usize::from(role) + usize::from(invoke_config)
        };
        self.resources.values().map(added).sum()
    }

    /// Whether any part of it refers to a parameter of that name, which is still to be added.
    pub fn uses(&self, name: &str) -> bool {
        let (direct, within) = (json!({ "Ref": name }).to_string(), format!("${{{name}}}"));
        let parts = self.resources.values().chain(self.rest.values()).chain(self.outputs.values());
        let found = parts.map(Value::to_string).any(|text| text.contains(&direct) || text.contains(&within));
        found && !self.parameters.contains_key(name) && !self.resources.contains_key(name)
    }

    /// Every resource: its id, its type, its properties.
    pub fn each(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.resources.iter().map(|(id, resource)| {
            let kind = resource.get("Type").and_then(Value::as_str).unwrap_or_default();
            (id.as_str(), kind, resource.get("Properties").unwrap_or(&Value::Null))
        })
    }

    /// A resource's properties.
    pub fn properties(&self, id: &str) -> Option<&Value> {
        self.resources.get(id)?.get("Properties")
    }

    /// What AWS would refuse.
    pub fn problems(&self) -> Vec<String> {
        let mut problems: Vec<String> = self.twice.iter().map(|id| format!("{}: {id} is there twice", self.path)).collect();
        let mut limit = |what: &str, found: usize, most: usize| {
            if found > most {
                problems.push(format!("{}: {found} {what}; the most is {most}", self.path));
            }
        };
        limit("resources", self.resources(), RESOURCES_MAX);
        limit("routes", self.count("AWS::ApiGatewayV2::Route"), ROUTES_MAX);
        limit("integrations", self.count("AWS::ApiGatewayV2::Integration"), ROUTES_MAX);
        limit("bytes", self.text().len(), BYTES_MAX);
        let policies = self.resources.values().filter_map(|resource| resource.pointer("/Properties/Policies"));
        limit("characters in one role", policies.map(|policies| policies.to_string().len()).max().unwrap_or(0), ROLE_CHARACTERS_MAX);
        problems
    }

    /// The file.
    pub fn text(&self) -> String {
        let mut document = Map::new();
        document.insert("AWSTemplateFormatVersion".to_owned(), json!("2010-09-09"));
        if self.transform {
            document.insert("Transform".to_owned(), json!("AWS::Serverless-2016-10-31"));
        }
        document.insert("Description".to_owned(), json!(self.description));
        document.insert("Parameters".to_owned(), Value::Object(self.parameters.clone()));
        document.extend(self.rest.clone());
        document.insert("Resources".to_owned(), Value::Object(self.resources.clone()));
        document.insert("Outputs".to_owned(), Value::Object(self.outputs.clone()));
        format!("# {GENERATED}\n{}", yaml::document(&Value::Object(document)))
    }
}

/// `!Ref`.
pub fn reference(id: &str) -> Value {
    json!({ "Ref": id })
}

/// `!GetAtt`.
pub fn attribute(id: &str, name: &str) -> Value {
    json!({ "Fn::GetAtt": [id, name] })
}

/// `!Sub`.
pub fn sub(text: impl Into<String>) -> Value {
    json!({ "Fn::Sub": text.into() })
}
