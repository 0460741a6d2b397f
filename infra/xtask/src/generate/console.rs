//! The console: one function behind its own address.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Catalogue, Route};
use runtime::push::ticket;
use serde_json::{Value, json};

use super::api::{self, Access};
use super::function::{Function, globals};
use super::rights::Rights;
use super::stack::{Stack, reference, sub};
use super::{alarm, context};
use crate::contexts::CONSOLE;

/// Seconds that a page may take, with the calls that it makes.
const TIMEOUT: u32 = 28;

/// The stack. It has no right to any data: it calls the APIs with the token of who looks.
pub fn stack(catalogues: &[&'static Catalogue]) -> Stack {
    let mut stack = Stack::new("infra/console.yaml", "Entrepot: the web workplaces");
    stack.section("Globals", without_data(globals(CONSOLE)));
    api::add(&mut stack, CONSOLE, Access::Open);
    let mut function = Function::new(CONSOLE, "The web workplaces.", TIMEOUT, Rights::default());
    for (variable, parameter) in VARIABLES {
        function.variables.push((variable, reference(parameter)));
    }
    function.variables.push(("PUBLIC_URL", sub("https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}")));
    function.variables.push(("PUSH_URL", reference("PushUrl")));
    function.variables.push(("API_ROUTES", sub(api_routes(catalogues))));
    let id = function.add(&mut stack);
    api::integrate_default(&mut stack, &id);
    alarm::errors(&mut stack, "Console", &[id]);
    let fault = alarm::metric("AWS/ApiGateway", "5xx", "ApiId", &reference("Api"), "Sum");
    alarm::single(&mut stack, "ApiFaults", "The console answered with a fault of ours.", &fault, 0);
    for (_, parameter) in VARIABLES {
        stack.parameter(parameter, json!({ "Type": "String", "Description": "See the root template." }));
    }
    stack.parameter("PushUrl", json!({ "Type": "String", "Description": "Where pages open their sockets." }));
    for catalogue in catalogues {
        let description = format!("Where the API of {} answers.", catalogue.context);
        stack.parameter(&api_parameter(catalogue.context), json!({ "Type": "String", "Description": description }));
    }
    context::finished(stack)
}

/// Variables of the console, and the parameters that hold them.
pub const VARIABLES: &[(&str, &str)] = &[
    ("ISSUER_URL", "IssuerUrl"),
    ("AUTHORIZE_URL", "AuthorizeUrl"),
    ("TOKEN_URL", "TokenUrl"),
    ("SIGN_OUT_URL", "SignOutUrl"),
    ("CLIENT_ID", "ConsoleClientId"),
    ("SCOPE", "ConsoleScope"),
];

/// The parameter that holds a context's address.
pub fn api_parameter(context: &str) -> String {
    format!("{}ApiUrl", super::names::camel(context))
}

/// The first parts of all paths that a context answers.
fn prefixes(catalogue: &Catalogue) -> BTreeSet<String> {
    let commands = catalogue.commands.iter().filter_map(|command| command.spec().route);
    let queries = catalogue.queries.iter().map(|query| query.spec().route);
    let lookups = catalogue.lookups.iter().map(|lookup| lookup.spec().route);
    let tickets = (catalogue.context == ticket::CONTEXT).then_some(ticket::ROUTE);
    let first = |route: Route| format!("/{}", route.path.split('/').nth(1).unwrap_or_default());
    commands.chain(queries).chain(lookups).chain(tickets).map(first).collect()
}

/// Which context answers a path, as the console wants it: `{"/orders":"https://…"}`.
fn api_routes(catalogues: &[&'static Catalogue]) -> String {
    let of = |catalogue: &&'static Catalogue| {
        let address = format!("${{{}}}", api_parameter(catalogue.context));
        prefixes(catalogue).into_iter().map(|prefix| (prefix, json!(address))).collect::<Vec<_>>()
    };
    Value::Object(catalogues.iter().flat_map(of).collect()).to_string()
}

/// Paths that two contexts would share: the console could not tell them apart.
pub fn problems(catalogues: &[&'static Catalogue]) -> Vec<String> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for catalogue in catalogues {
        for prefix in prefixes(catalogue) {
            if let Some(other) = seen.insert(prefix.clone(), catalogue.context) {
                problems.push(format!("{prefix} is answered by {other} and by {}", catalogue.context));
            }
        }
    }
    problems
}

fn without_data(mut globals: Value) -> Value {
    if let Some(variables) = globals.pointer_mut("/Function/Environment/Variables").and_then(Value::as_object_mut) {
        variables.retain(|name, _| name == "RUST_LOG");
    }
    globals
}
