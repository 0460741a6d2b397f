use kernel::Route;
use serde_json::Value;

use super::*;
use crate::contexts::CATALOGUES;

fn resources(stack: &Stack) -> Vec<(&str, &str, &Value)> {
    stack.each().collect()
}

fn all() -> Vec<Stack> {
    stacks(CATALOGUES)
}

/// Every statement of every role, with the resource that has it.
fn statements(stacks: &[Stack]) -> Vec<(String, Value)> {
    let of = |stack: &Stack| {
        let with = |(id, _, properties): (&str, &str, &Value)| {
            let own = properties["Policies"].as_array().cloned().unwrap_or_default().into_iter();
            let statements = own.flat_map(|policy| {
                let document = policy.get("PolicyDocument").unwrap_or(&policy);
                document["Statement"].as_array().cloned().unwrap_or_default()
            });
            let id = format!("{}: {id}", stack.path());
            statements.map(move |statement| (id.clone(), statement)).collect::<Vec<_>>()
        };
        resources(stack).into_iter().flat_map(with).collect::<Vec<_>>()
    };
    stacks.iter().flat_map(of).collect()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(map) => map.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

#[test]
fn aws_takes_it() {
    assert_eq!(problems(CATALOGUES), Vec::<String>::new());
}

#[test]
fn the_same_catalogues_give_the_same_bytes_and_every_path_once() {
    let files = files_of(CATALOGUES);
    assert_eq!(files, files_of(CATALOGUES));
    let mut paths: Vec<_> = files.iter().map(|(path, _)| path).collect();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), files.len());
}

#[test]
fn every_route_of_the_catalogues_is_in_the_template_and_no_other() {
    let stacks = all();
    let properties = stacks.iter().flat_map(resources).filter(|(_, kind, _)| *kind == "AWS::ApiGatewayV2::Route");
    let mut found: Vec<(String, bool)> = properties
        .map(|(_, _, route)| (route["RouteKey"].as_str().unwrap().to_owned(), route["AuthorizationType"] == "JWT"))
        // What the console and sockets have begins with a dollar.
        .filter(|(key, _)| !key.starts_with('$'))
        .collect();
    let routes = runtime::route::routes(CATALOGUES);
    let key = |route: &Route| format!("{} {}", route.method.name(), route.path);
    let open = |target: &runtime::route::Target| matches!(target, runtime::route::Target::Webhook(_));
    let mut wanted: Vec<(String, bool)> = routes.iter().map(|(route, target)| (key(route), !open(target))).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn every_function_of_the_catalogues_is_in_the_template_once() {
    let stacks = all();
    let functions = stacks.iter().flat_map(resources).filter(|(_, kind, _)| *kind == "AWS::Serverless::Function");
    let mut found: Vec<String> = functions.map(|(_, _, function)| function["Handler"].as_str().unwrap().to_owned()).collect();
    let mut wanted: Vec<String> = CATALOGUES.iter().flat_map(|catalogue| function::names(catalogue)).collect();
    let own = ["console", "platform.issue-push-ticket", "platform.park-dead-letters", "platform.push", "platform.push-socket"];
    wanted.extend(own.map(str::to_owned));
    let own = ["platform.rebuild-view", "platform.relay", "platform.snapshots"];
    wanted.extend(own.map(str::to_owned));
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn no_role_may_do_everything_or_touch_all_keys() {
    for (who, statement) in statements(&all()) {
        for action in texts(&statement["Action"]) {
            assert!(!action.contains('*') && !action.ends_with(":Scan"), "{who} may {action}");
            let on_items =
                action.starts_with("dynamodb:") && !action.contains("Stream") && !action.contains("Shard") && !action.contains("Records");
            let keys = &statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
            assert!(!on_items || keys.as_array().is_some_and(|keys| !keys.is_empty()), "{who} may {action} on any key");
        }
        let resources = texts(&statement["Resource"]);
        assert!(!resources.is_empty() && resources.iter().all(|resource| resource != "*"), "{who} on {resources:?}");
    }
}

#[test]
fn only_projections_write_rows_and_only_commands_and_snapshots_write_streams() {
    let stacks = all();
    for (who, statement) in statements(&stacks) {
        let writes = texts(&statement["Action"]).iter().any(|action| action == "dynamodb:PutItem");
        let id = who.rsplit(' ').next().unwrap();
        let handler =
            stacks.iter().find_map(|stack| who.starts_with(stack.path()).then(|| stack.properties(id)?["Handler"].as_str()).flatten());
        let is_view = CATALOGUES.iter().flat_map(|catalogue| catalogue.views).any(|view| Some(view.spec().name) == handler);
        for key in texts(&statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]) {
            let rows = key.contains("#VIEW") || key.contains("#POS#");
            let rebuilds = handler == Some("platform.rebuild-view");
            assert!(!writes || rebuilds || rows == is_view, "{who} writes {key}");
        }
    }
}

#[test]
fn only_functions_that_declare_it_touch_the_keys_of_subjects() {
    let stacks = all();
    let sends = |catalogue: &kernel::Catalogue, names: &[&str]| {
        names.iter().filter_map(|name| catalogue.command(name)).any(|command| command.subject_keys())
    };
    let declares = |handler: &str| {
        CATALOGUES.iter().any(|catalogue| {
            let queries = handler == format!("{}.queries", catalogue.context) && catalogue.queries.iter().any(|query| query.subject_keys());
            let mut reactions = catalogue.reactions.iter().filter(|reaction| reaction.spec().name == handler);
            let reaction = reactions.any(|one| one.subject_keys() || one.forgets_subjects() || sends(catalogue, one.spec().sends));
            let schedule = catalogue.schedules.iter().any(|one| one.spec().name == handler && sends(catalogue, one.spec().sends));
            queries || reaction || schedule || sends(catalogue, &[handler])
        })
    };
    for (who, statement) in statements(&stacks) {
        let keys = texts(&statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]);
        let id = who.rsplit(' ').next().unwrap();
        let handler =
            stacks.iter().find_map(|stack| who.starts_with(stack.path()).then(|| stack.properties(id)?["Handler"].as_str()).flatten());
        assert!(!keys.iter().any(|key| key.contains("#KEY#")) || handler.is_some_and(declares), "{who} touches keys of subjects");
    }
}

#[test]
fn only_one_function_posts_to_sockets_and_to_those_of_one_api() {
    let posting = |(_, statement): &(String, Value)| texts(&statement["Action"]).iter().any(|action| action.starts_with("execute-api:"));
    let found: Vec<(String, Value)> = statements(&all()).into_iter().filter(posting).collect();
    let [(who, statement)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (who.as_str(), texts(&statement["Action"])),
        ("infra/platform.yaml: Push", vec!["execute-api:ManageConnections".to_owned()])
    );
    let resources = texts(&statement["Resource"]);
    assert!(resources.iter().all(|resource| resource.ends_with(":${PushApi}/live/POST/@connections/*")), "{resources:?}");
}

#[test]
fn queues_wait_longer_than_their_consumers_work() {
    for stack in &all() {
        for (id, _, mapping) in resources(stack).into_iter().filter(|(_, kind, _)| *kind == "AWS::Lambda::EventSourceMapping") {
            let (Some(queue), Some(function)) =
                (mapping["EventSourceArn"]["Fn::GetAtt"][0].as_str(), mapping["FunctionName"]["Ref"].as_str())
            else {
                continue;
            };
            // The function that parks is in another stack; it takes what consumers take.
            let timeout = stack.properties(function).map_or(u64::from(consumer::TIMEOUT), |function| function["Timeout"].as_u64().unwrap());
            let visibility = stack.properties(queue).unwrap()["VisibilityTimeout"].as_u64().unwrap();
            assert!(visibility >= 6 * timeout, "{id}");
        }
    }
}

#[test]
fn every_parameter_of_a_nested_stack_is_given() {
    let stacks = all();
    let root = stacks.iter().find(|stack| stack.path() == "template.yaml").unwrap();
    for (id, _, nested) in resources(root).into_iter().filter(|(_, kind, _)| *kind == "AWS::CloudFormation::Stack") {
        let stack = stacks.iter().find(|stack| nested["TemplateURL"] == stack.path()).unwrap();
        let given: Vec<&str> = nested["Parameters"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(given, stack.parameters().collect::<Vec<_>>(), "{id}");
    }
}
