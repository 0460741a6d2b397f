//! A context's HTTP API. Explicit resources: SAM's own would hide the routes in a document
//! that emulators do not read, and could not be counted.

use kernel::Route;
use serde_json::{Value, json};

use super::names::PREFIX;
use super::stack::{Stack, attribute, reference, sub};

/// Requests a second over all routes, and how many at once; a tenant's limit is the runtime's.
const RATE: u32 = 100;
const BURST: u32 = 200;
/// HTTP APIs wait this long for a function, in milliseconds, and no longer.
const INTEGRATION_MS: u32 = 29_000;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever has a token of the issuer.
    Token,
    /// Whoever knows the address; the function checks a signature or a session.
    Open,
}

/// Adds the API with its stage and log, and, where tokens are checked, their authorizer.
pub fn add(stack: &mut Stack, context: &str, access: Access) {
    stack.add("Api", "AWS::ApiGatewayV2::Api", json!({ "Name": sub(format!("{PREFIX}{context}")), "ProtocolType": "HTTP" }));
    let group = json!({
        "LogGroupName": sub(format!("/aws/apigateway/{PREFIX}{context}")),
        "RetentionInDays": reference("LogRetentionDays"),
    });
    stack.add("ApiLogs", "AWS::Logs::LogGroup", group);
    let format = json!({
        "requestId": "$context.requestId",
        "time": "$context.requestTime",
        "routeKey": "$context.routeKey",
        "status": "$context.status",
        "latency": "$context.responseLatency",
        "bytes": "$context.responseLength",
        "ip": "$context.identity.sourceIp",
        "error": "$context.error.message",
        "authorizerError": "$context.authorizer.error",
        "integrationError": "$context.integrationErrorMessage",
    });
    stack.add(
        "ApiStage",
        "AWS::ApiGatewayV2::Stage",
        json!({
            "ApiId": reference("Api"),
            "StageName": "$default",
            "AutoDeploy": true,
            "AccessLogSettings": { "DestinationArn": attribute("ApiLogs", "Arn"), "Format": format.to_string() },
            "DefaultRouteSettings": { "DetailedMetricsEnabled": true, "ThrottlingBurstLimit": BURST, "ThrottlingRateLimit": RATE },
        }),
    );
    if access == Access::Token {
        stack.add(
            "Authorizer",
            "AWS::ApiGatewayV2::Authorizer",
            json!({
                "ApiId": reference("Api"),
                "Name": "issuer",
                "AuthorizerType": "JWT",
                "IdentitySource": ["$request.header.Authorization"],
                "JwtConfiguration": { "Issuer": reference("IssuerUrl"), "Audience": [reference("Audience")] },
            }),
        );
    }
    let url = sub("https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}");
    stack.output("ApiUrl", "Where the API of this context answers.", url);
}

/// Lets the API reach a function through one integration, whatever the number of its routes.
pub fn integrate(stack: &mut Stack, function: &str, routes: &[Route], access: Access) {
    for (index, route) in routes.iter().enumerate() {
        let suffix = if index == 0 { String::new() } else { (index + 1).to_string() };
        let key = format!("{} {}", route.method.name(), route.path);
        route_to(stack, &format!("{function}Route{suffix}"), &key, function, access);
    }
    let source = match routes {
        [route] => format!("{}{}", route.method.name(), source_path(route)),
        [] | [_, ..] => "*".to_owned(),
    };
    connect(stack, function, &source);
}

/// Sends everything that no other route takes to a function.
pub fn integrate_default(stack: &mut Stack, function: &str) {
    route_to(stack, "DefaultRoute", "$default", function, Access::Open);
    connect(stack, function, "$default");
}

fn route_to(stack: &mut Stack, id: &str, key: &str, function: &str, access: Access) {
    let mut properties = json!({
        "ApiId": reference("Api"),
        "RouteKey": key,
        "Target": sub(format!("integrations/${{{function}Integration}}")),
        "AuthorizationType": "NONE",
    });
    if let (Access::Token, Some(properties)) = (access, properties.as_object_mut()) {
        properties.insert("AuthorizationType".to_owned(), json!("JWT"));
        properties.insert("AuthorizerId".to_owned(), reference("Authorizer"));
    }
    stack.add(id, "AWS::ApiGatewayV2::Route", properties);
}

fn connect(stack: &mut Stack, function: &str, source: &str) {
    stack.add(
        format!("{function}Integration"),
        "AWS::ApiGatewayV2::Integration",
        json!({
            "ApiId": reference("Api"),
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": attribute(function, "Arn"),
            "PayloadFormatVersion": "2.0",
            "TimeoutInMillis": INTEGRATION_MS,
        }),
    );
    stack.add(
        format!("{function}Permission"),
        "AWS::Lambda::Permission",
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": reference(function),
            "Principal": "apigateway.amazonaws.com",
            "SourceArn": source_arn(source),
        }),
    );
}

fn source_arn(source: &str) -> Value {
    sub(format!("arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{Api}}/*/{source}"))
}

/// The path as a permission has it: a parameter stands for anything.
fn source_path(route: &Route) -> String {
    let parts = route.path.split('/').map(|part| if part.starts_with('{') { "*" } else { part });
    parts.collect::<Vec<_>>().join("/")
}
