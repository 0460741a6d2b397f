//! The stack of one context, or several where one would be too large.

use std::collections::BTreeMap;

use kernel::command::AnyCommand;
use kernel::{Catalogue, Route};
use serde_json::{Value, json};

use super::api::{self, Access};
use super::consumer;
use super::function::{self, Function, globals};
use super::rights::{Rights, SubjectKeys};
use super::stack::{RESOURCES_MAX, Stack, attribute, reference};
use super::{alarm, platform, push, schedule};
use crate::contexts::PLATFORM;

/// Seconds that a command or query may take; they take milliseconds.
const TIMEOUT: u32 = 15;
/// Seconds for a question to an outside system, below what the API waits.
const LOOKUP_TIMEOUT: u32 = 28;
/// Batches of one projection under way at once.
const VIEW_WORKERS: u32 = 10;
/// Batches of one reaction under way at once: they call outside systems that count.
const REACTION_WORKERS: u32 = 5;

/// The stacks of a context; the one of the platform serves `all`.
pub fn stacks(catalogue: &Catalogue, all: &[&'static Catalogue]) -> Vec<Stack> {
    let context = catalogue.context;
    let mut whole = empty(context, &format!("Entrepot: everything of {context}"));
    front(&mut whole, catalogue, all);
    schedules(&mut whole, catalogue);
    back(&mut whole, catalogue);
    if whole.resources() <= RESOURCES_MAX {
        return vec![finished(whole)];
    }
    let mut told = Stack::new(
        format!("infra/{context}-consumers.yaml"),
        format!("Entrepot: what {context} does when something happened, and by the clock"),
    );
    told.section("Globals", globals(context));
    schedules(&mut told, catalogue);
    back(&mut told, catalogue);
    let description = format!("Entrepot: what {context} is asked");
    let mut asked = empty(context, &description);
    front(&mut asked, catalogue, all);
    if asked.resources() <= RESOURCES_MAX {
        return vec![finished(asked), finished(told)];
    }
    let mut asked = empty(context, &description);
    door(&mut asked, catalogue);
    asked.output("Api", "The API.", reference("Api"));
    asked.output("Authorizer", "What checks tokens.", reference("Authorizer"));
    reads(&mut asked, catalogue);
    webhooks(&mut asked, catalogue);
    [asked, told].into_iter().chain(stacks_of_commands(catalogue)).map(finished).collect()
}

/// A stack for the commands of each aggregate. Filled up one after the other, stacks would
/// be fewer, but a new command would push others into the next one, and a function cannot be
/// in two stacks while it moves.
fn stacks_of_commands(catalogue: &Catalogue) -> impl Iterator<Item = Stack> {
    let context = catalogue.context;
    let mut by_aggregate: BTreeMap<&str, Vec<&'static dyn AnyCommand>> = BTreeMap::new();
    for command in catalogue.commands.iter().filter(|command| command.spec().route.is_some()) {
        let kind = command.aggregate();
        by_aggregate.entry(kind.strip_prefix(context).map_or(kind, |short| short.trim_start_matches('.'))).or_default().push(*command);
    }
    by_aggregate.into_iter().map(move |(aggregate, commands)| {
        let path = format!("infra/{context}-{aggregate}.yaml");
        let mut stack = Stack::new(path, format!("Entrepot: what {context} is told about {aggregate}"));
        stack.section("Globals", globals(context));
        add_commands(&mut stack, catalogue, &commands);
        stack
    })
}

fn empty(context: &str, description: &str) -> Stack {
    let mut stack = Stack::new(format!("infra/{context}.yaml"), description);
    stack.section("Globals", globals(context));
    stack
}

/// With the parameters that it uses.
pub fn finished(mut stack: Stack) -> Stack {
    for (name, description) in [
        ("Stage", "Which deployment; part of every name."),
        ("Architecture", "Processor of the functions."),
        ("LogLevel", "What the functions log."),
        ("LogRetentionDays", "Days that logs are kept."),
        ("IssuerUrl", "The OIDC issuer whose tokens are accepted."),
        ("Audience", "The audience that tokens must name."),
        ("Api", "The API of the context."),
        ("Authorizer", "What checks tokens for the API."),
        ("TableName", "The one table."),
        ("StreamArn", "The table's stream."),
        ("BucketName", "The documents."),
        ("FailedRecordsBucketName", "Records of the stream that could not be worked on."),
        ("BusName", "The event bus."),
        ("AlarmTopic", "Where alarms go."),
        ("ParkFunction", "The function that parks dead letters."),
    ] {
        if stack.uses(name) {
            let kind = if name == "LogRetentionDays" { "Number" } else { "String" };
            stack.parameter(name, json!({ "Type": kind, "Description": description }));
        }
    }
    stack
}

fn front(stack: &mut Stack, catalogue: &Catalogue, all: &[&'static Catalogue]) {
    door(stack, catalogue);
    add_commands(stack, catalogue, catalogue.commands);
    reads(stack, catalogue);
    webhooks(stack, catalogue);
    if catalogue.context == PLATFORM {
        platform::readers(stack, all);
        push::add(stack);
    }
}

/// The API, where anything is reached from outside.
fn door(stack: &mut Stack, catalogue: &Catalogue) {
    let has_routes = catalogue.commands.iter().any(|command| command.spec().route.is_some());
    if has_routes || !catalogue.queries.is_empty() || !catalogue.lookups.is_empty() || !catalogue.webhooks.is_empty() {
        api::add(stack, catalogue.context, Access::Token);
        let fault = alarm::metric("AWS/ApiGateway", "5xx", "ApiId", &reference("Api"), "Sum");
        alarm::single(stack, "ApiFaults", "The API answered with a fault of ours.", &fault, 0);
    }
}

fn back(stack: &mut Stack, catalogue: &Catalogue) {
    let park = if catalogue.context == PLATFORM { attribute(platform::PARK_ID, "Arn") } else { reference("ParkFunction") };
    let mut views = Vec::new();
    for view in catalogue.views {
        let spec = view.spec();
        let rights = Rights::default().reads_kind(view.aggregate()).projects(spec.view, spec.name);
        let function = Function::new(spec.name, spec.summary, consumer::TIMEOUT, rights);
        views.push(consumer::add(stack, function, &consumer::view_pattern(*view), VIEW_WORKERS, &park));
    }
    let mut reactions = Vec::new();
    for reaction in catalogue.reactions {
        let spec = reaction.spec();
        let mut rights = acting(catalogue, spec.sends, spec.calls).reads_streams(catalogue.context);
        rights = if reaction.subject_keys() { rights.subject_keys(SubjectKeys::Read) } else { rights };
        rights = if reaction.forgets_subjects() { rights.forgets_subjects() } else { rights };
        let mut variables = Vec::new();
        if spec.name == platform::REDELIVER {
            rights = platform::redelivers(rights);
            variables.push(platform::queue_prefix());
        }
        let function = Function { variables, ..Function::new(spec.name, spec.summary, consumer::TIMEOUT, rights) };
        reactions.push(consumer::add(stack, function, &consumer::reaction_pattern(*reaction), REACTION_WORKERS, &park));
    }
    let mut listeners = Vec::new();
    for listener in catalogue.listeners {
        let spec = listener.spec();
        // Of the other context it reads the event that was too large to be carried.
        let own = acting(catalogue, spec.sends, &[]).reads_streams(catalogue.context);
        let rights = spec.aggregates().into_iter().fold(own, Rights::reads_kind);
        let function = Function::new(spec.name, spec.summary, consumer::TIMEOUT, rights);
        listeners.push(consumer::add(stack, function, &consumer::listener_pattern(*listener), REACTION_WORKERS, &park));
    }
    let dead = |ids: &[String]| ids.iter().map(|id| format!("{id}DeadLetters")).collect::<Vec<_>>();
    alarm::errors(stack, "Views", &views);
    alarm::errors(stack, "Reactions", &reactions);
    alarm::errors(stack, "Listeners", &listeners);
    alarm::dead_letters(stack, "Views", &dead(&views));
    alarm::dead_letters(stack, "Reactions", &dead(&reactions));
    alarm::dead_letters(stack, "Listeners", &dead(&listeners));
}

fn add_commands(stack: &mut Stack, catalogue: &Catalogue, commands: &[&'static dyn AnyCommand]) {
    let mut ids = Vec::new();
    for command in commands {
        let spec = command.spec();
        let Some(route) = spec.route else { continue };
        let rights = sending(catalogue, *command).settings().reads_streams(catalogue.context);
        let id = Function::new(spec.name, spec.summary, TIMEOUT, rights).add(stack);
        api::integrate(stack, &id, &[route], Access::Token);
        ids.push(id);
    }
    alarm::errors(stack, "Commands", &ids);
}

/// What a command needs besides reading its context: to write its aggregates, to read views
/// and aggregates of other contexts.
fn sending(catalogue: &Catalogue, command: &dyn AnyCommand) -> Rights {
    let spec = command.spec();
    let written = std::iter::once(command.aggregate()).chain(spec.also_writes.iter().copied());
    let rights = written.fold(Rights::default(), |rights, kind| rights.writes_stream(&qualified(catalogue, kind)));
    let rights = if command.subject_keys() { rights.subject_keys(SubjectKeys::Create) } else { rights };
    let is_view = |name: &str| catalogue.views.iter().any(|view| view.spec().view == name);
    spec.reads.iter().fold(rights, |rights, name| if is_view(name) { rights.reads_view(name) } else { rights.reads_kind(name) })
}

/// `order` and `orders.order` name the same aggregate of orders.
fn qualified(catalogue: &Catalogue, kind: &str) -> String {
    if kind.contains('.') { kind.to_owned() } else { format!("{}.{kind}", catalogue.context) }
}

/// What a reaction, schedule or webhook needs: all that the commands need which it sends,
/// and the secrets of whom it calls.
fn acting(catalogue: &Catalogue, sends: &[&str], calls: &[&str]) -> Rights {
    let commands = sends.iter().filter_map(|name| catalogue.command(name));
    let rights = commands.fold(Rights::default(), |rights, command| rights.and(sending(catalogue, command)));
    calls.iter().fold(rights.settings(), |rights, connector| rights.reads_secrets_of(connector))
}

/// Queries and lookups: a group each, for all of a kind need the same.
fn reads(stack: &mut Stack, catalogue: &Catalogue) {
    let mut ids = Vec::new();
    if !catalogue.queries.is_empty() {
        let also = catalogue.queries.iter().flat_map(|query| query.also_reads());
        let rights = also.fold(all_views(catalogue).settings().reads_streams(catalogue.context), |rights, kind| rights.reads_kind(kind));
        let uploads = catalogue.queries.iter().any(|query| query.uploads());
        let rights = if uploads { rights.uploads(catalogue.context) } else { rights };
        let opens = catalogue.queries.iter().any(|query| query.subject_keys());
        let rights = if opens { rights.subject_keys(SubjectKeys::Read) } else { rights };
        let id = Function::new(function::queries(catalogue), "Answers every query of the context.", TIMEOUT, rights).add(stack);
        let routes: Vec<Route> = catalogue.queries.iter().map(|query| query.spec().route).collect();
        api::integrate(stack, &id, &routes, Access::Token);
        ids.push(id);
    }
    if !catalogue.lookups.is_empty() {
        let connectors = catalogue.lookups.iter().map(|lookup| lookup.spec().connector);
        let rights = connectors.fold(Rights::default().settings(), |rights, connector| rights.reads_secrets_of(connector));
        let summary = "Asks outside systems on behalf of somebody who fills a form.";
        let id = Function::new(function::lookups(catalogue), summary, LOOKUP_TIMEOUT, rights).add(stack);
        let routes: Vec<Route> = catalogue.lookups.iter().map(|lookup| lookup.spec().route).collect();
        api::integrate(stack, &id, &routes, Access::Token);
        ids.push(id);
    }
    alarm::errors(stack, "Queries", &ids);
}

fn all_views(catalogue: &Catalogue) -> Rights {
    catalogue.views.iter().fold(Rights::default(), |rights, view| rights.reads_view(view.spec().view))
}

fn webhooks(stack: &mut Stack, catalogue: &Catalogue) {
    let mut ids = Vec::new();
    for webhook in catalogue.webhooks {
        let spec = webhook.spec();
        let rights = acting(catalogue, spec.sends, &[]).reads_streams(catalogue.context).reads_secret(spec.secret).keeps_documents();
        let id = Function::new(spec.name, spec.summary, TIMEOUT, rights).add(stack);
        api::integrate(stack, &id, &[Route::post(spec.path)], Access::Open);
        ids.push(id);
    }
    alarm::errors(stack, "Webhooks", &ids);
}

fn schedules(stack: &mut Stack, catalogue: &Catalogue) {
    let mut ids = Vec::new();
    for one in catalogue.schedules {
        let spec = one.spec();
        // What is due is found in views; which, the schedule's code says.
        let rights = acting(catalogue, spec.sends, spec.calls).and(all_views(catalogue)).reads_streams(catalogue.context).keeps_documents();
        ids.push(schedule::add(stack, Function::new(spec.name, spec.summary, schedule::TIMEOUT, rights), spec.every_seconds));
    }
    if !ids.is_empty() {
        schedule::add_shared(stack, &ids, catalogue.context);
        alarm::errors(stack, "Schedules", &ids);
        alarm::dead_letters(stack, "Schedules", &["SchedulerDeadLetters".to_owned()]);
    }
}

/// Values of a nested stack's parameters that are not the root's own parameters.
pub fn value_of(parameter: &str) -> Value {
    match parameter {
        "TableName" => reference("Table"),
        "StreamArn" => attribute("Table", "StreamArn"),
        "BucketName" => reference("Documents"),
        "FailedRecordsBucketName" => reference("FailedRecords"),
        "BusName" => reference("Bus"),
        "AlarmTopic" => reference("Alarms"),
        "ParkFunction" => attribute("Platform", "Outputs.ParkFunction"),
        "PushUrl" => attribute("Platform", "Outputs.PushUrl"),
        own => reference(own),
    }
}
