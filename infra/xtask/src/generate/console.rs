//! The console: one function behind its own address.

use kernel::Catalogue;
use serde_json::{Value, json};

use super::api::{self, Access};
use super::function::{Function, globals};
use super::rights::Rights;
use super::stack::{Stack, reference, sub};
use super::{alarm, context};

/// Seconds that a page may take, with the calls that it makes.
const TIMEOUT: u32 = 28;

/// The stack. It has no right to any data: it calls the APIs with the token of who looks.
pub fn stack(catalogues: &[&'static Catalogue]) -> Stack {
    let mut stack = Stack::new("infra/console.yaml", "Entrepot: the web workplaces");
    stack.section("Globals", without_data(globals("console")));
    api::add(&mut stack, "console", Access::Open);
    let mut function = Function::new("console", "The web workplaces.", TIMEOUT, Rights::default());
    for (variable, parameter) in VARIABLES {
        function.variables.push((variable, reference(parameter)));
    }
    function.variables.push(("PUBLIC_BASE", sub("https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}")));
    function.variables.push(("API_URLS", sub(api_urls(catalogues))));
    let id = function.add(&mut stack);
    api::integrate_default(&mut stack, &id);
    alarm::errors(&mut stack, "Console", &[id]);
    let fault = alarm::metric("AWS/ApiGateway", "5xx", "ApiId", &reference("Api"), "Sum");
    alarm::single(&mut stack, "ApiFaults", "The console answered with a fault of ours.", &fault, 0);
    for (_, parameter) in VARIABLES {
        stack.parameter(parameter, json!({ "Type": "String", "Description": "See the root template." }));
    }
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

/// `orders=https://… platform=https://…`.
fn api_urls(catalogues: &[&'static Catalogue]) -> String {
    let one = |catalogue: &&'static Catalogue| format!("{}=${{{}}}", catalogue.context, api_parameter(catalogue.context));
    catalogues.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn without_data(mut globals: Value) -> Value {
    if let Some(variables) = globals.pointer_mut("/Function/Environment/Variables").and_then(Value::as_object_mut) {
        variables.retain(|name, _| name == "RUST_LOG");
    }
    globals
}
