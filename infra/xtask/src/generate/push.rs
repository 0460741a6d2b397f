//! What tells open pages that something has changed: a WebSocket API that holds the sockets, a
//! function that gives out tickets for them, one that opens and ends them, one that tells.

use entrepot_aws::lambda::{PUSH, SOCKET};
use runtime::push::{tell, ticket};
use serde_json::{Value, json};

use super::alarm;
use super::api::{self, Access};
use super::consumer;
use super::function::Function;
use super::names::PREFIX;
use super::platform::PARK_ID;
use super::rights::Rights;
use super::stack::{Stack, attribute, reference, sub};

/// The stage: part of the sockets' address.
const STAGE: &str = "live";
/// Seconds that a ticket or a handshake may take; they take milliseconds.
const TIMEOUT: u32 = 15;
/// Seconds for a batch: most posts take milliseconds, none takes more than two seconds.
const TELL_TIMEOUT: u32 = 30;
/// Batches under way at once, and so, at most, frames a second to a page that follows one thing.
const WORKERS: u32 = 4;
/// Handshakes and words a second over all sockets, and how many at once.
const RATE: u32 = 100;
const BURST: u32 = 200;

/// Partitions that hold tickets.
const TICKETS: &str = "T#*#PUSH#TICKET#*";
/// Partitions that hold the open connections of a tenant.
const CONNECTIONS: &str = "T#*#PUSH#CONNECTIONS#";
/// Partitions that say whose a connection is.
const WHOSE: &str = "CONNECTION#*";

/// Where the gateway is told what to post.
const ENDPOINT: &str = "execute-api.${AWS::Region}.${AWS::URLSuffix}/";

/// Adds it all.
pub fn add(stack: &mut Stack) {
    let rights = Rights::default().settings().on_keys(&["dynamodb:PutItem"], &[TICKETS]);
    let tickets = Function::new(ticket::NAME, ticket::SUMMARY, TIMEOUT, rights).add(stack);
    api::integrate(stack, &tickets, &[ticket::ROUTE], Access::Token);

    let rights = Rights::default()
        .on_keys(&["dynamodb:DeleteItem"], &[TICKETS])
        .on_keys(&["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query"], &[CONNECTIONS])
        .on_keys(&["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"], &[WHOSE]);
    let sockets = Function::new(SOCKET, "Opens sockets for whoever shows a ticket, and forgets those that have ended.", TIMEOUT, rights);
    let sockets = sockets.add(stack);
    socket_api(stack, &sockets);

    let post =
        sub(format!("arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{PushApi}}/{STAGE}/POST/@connections/*"));
    let rights = Rights::default()
        .on_keys(&["dynamodb:DeleteItem", "dynamodb:Query"], &[CONNECTIONS])
        .on_keys(&["dynamodb:DeleteItem"], &[WHOSE])
        .allow(&["execute-api:ManageConnections"], post);
    let mut tell = Function::new(PUSH, tell::SUMMARY, TELL_TIMEOUT, rights);
    tell.variables.push(("PUSH_ENDPOINT", sub(format!("https://${{PushApi}}.{ENDPOINT}{STAGE}"))));
    let tell = consumer::add(stack, tell, &pattern(), WORKERS, &attribute(PARK_ID, "Arn"));

    alarm::dead_letters(stack, "Push", &[format!("{tell}DeadLetters")]);
    alarm::errors(stack, "Push", &[tickets, sockets, tell]);
    stack.output("PushUrl", "Where sockets are opened.", sub(format!("wss://${{PushApi}}.{ENDPOINT}{STAGE}")));
}

/// Whatever happened to whatever: once a commit, as for a view.
fn pattern() -> Value {
    json!({ "source": [entrepot_aws::bus::SOURCE], "detail": { "streamindex": [0] } })
}

/// The API. No log of its own: that of a WebSocket API needs a role of the whole account, and the
/// function logs whom it refuses.
fn socket_api(stack: &mut Stack, sockets: &str) {
    let api = json!({
        "Name": sub(format!("{PREFIX}push")),
        "ProtocolType": "WEBSOCKET",
        "RouteSelectionExpression": "$request.body.action",
    });
    stack.add("PushApi", "AWS::ApiGatewayV2::Api", api);
    let uri =
        format!("arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{sockets}.Arn}}/invocations");
    let integration = json!({ "ApiId": reference("PushApi"), "IntegrationType": "AWS_PROXY", "IntegrationUri": sub(uri) });
    stack.add("PushSocketIntegration", "AWS::ApiGatewayV2::Integration", integration);
    // What a page says only shows that it is there: the gateway itself takes it, and nothing runs.
    let ignored = json!({
        "ApiId": reference("PushApi"),
        "IntegrationType": "MOCK",
        "RequestTemplates": { "200": "{\"statusCode\":200}" },
        "TemplateSelectionExpression": "200",
    });
    stack.add("PushWordIntegration", "AWS::ApiGatewayV2::Integration", ignored);
    for (id, key, integration) in [
        ("PushConnectRoute", "$connect", "PushSocketIntegration"),
        ("PushDisconnectRoute", "$disconnect", "PushSocketIntegration"),
        ("PushDefaultRoute", "$default", "PushWordIntegration"),
    ] {
        let route = json!({
            "ApiId": reference("PushApi"),
            "RouteKey": key,
            // There is no token in a handshake; the function takes a ticket.
            "AuthorizationType": "NONE",
            "Target": sub(format!("integrations/${{{integration}}}")),
        });
        stack.add(id, "AWS::ApiGatewayV2::Route", route);
    }
    for (id, key) in [("PushConnectPermission", "$connect"), ("PushDisconnectPermission", "$disconnect")] {
        let source = format!("arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{PushApi}}/{STAGE}/{key}");
        let permission = json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": reference(sockets),
            "Principal": "apigateway.amazonaws.com",
            "SourceArn": sub(source),
        });
        stack.add(id, "AWS::Lambda::Permission", permission);
    }
    let stage = json!({
        "ApiId": reference("PushApi"),
        "StageName": STAGE,
        "AutoDeploy": true,
        "DefaultRouteSettings": { "DetailedMetricsEnabled": true, "ThrottlingBurstLimit": BURST, "ThrottlingRateLimit": RATE },
    });
    // A stage that is made first deploys an API without routes.
    let after = json!({ "DependsOn": ["PushConnectRoute", "PushDisconnectRoute", "PushDefaultRoute"] });
    stack.add_with("PushStage", "AWS::ApiGatewayV2::Stage", stage, after);
}
