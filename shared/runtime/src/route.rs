//! Which function answers a method and path. The list is the catalogues'.

use kernel::Catalogue;
use kernel::command::{AnyCommand, Method, Route};
use kernel::lookup::AnyLookup;
use kernel::query::AnyQuery;
use kernel::reaction::AnyWebhook;
use serde_json::{Map, Value};

use crate::push::ticket;

/// What a route leads to.
#[derive(Clone, Copy)]
pub enum Target {
    /// A command.
    Command(&'static dyn AnyCommand),
    /// A query.
    Query(&'static dyn AnyQuery),
    /// A question to an outside system.
    Lookup(&'static dyn AnyLookup),
    /// A message of an outside system.
    Webhook(&'static dyn AnyWebhook),
    /// A ticket for a socket.
    Ticket,
}

impl Target {
    /// The function's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Command(command) => command.spec().name,
            Self::Query(query) => query.spec().name,
            Self::Lookup(lookup) => lookup.spec().name,
            Self::Webhook(webhook) => webhook.spec().name,
            Self::Ticket => ticket::NAME,
        }
    }
}

/// Every route of some catalogues, and where there is the platform, that of tickets: sockets are
/// a matter of the runtime and of no context.
pub fn routes(catalogues: &[&'static Catalogue]) -> Vec<(Route, Target)> {
    let of = |catalogue: &&'static Catalogue| {
        let commands = catalogue.commands.iter().filter_map(|command| Some((command.spec().route?, Target::Command(*command))));
        let queries = catalogue.queries.iter().map(|query| (query.spec().route, Target::Query(*query)));
        let lookups = catalogue.lookups.iter().map(|lookup| (lookup.spec().route, Target::Lookup(*lookup)));
        let webhooks = catalogue.webhooks.iter().map(|webhook| (Route::post(webhook.spec().path), Target::Webhook(*webhook)));
        let tickets = (catalogue.context == ticket::CONTEXT).then_some((ticket::ROUTE, Target::Ticket));
        commands.chain(queries).chain(lookups).chain(webhooks).chain(tickets).collect::<Vec<_>>()
    };
    catalogues.iter().flat_map(of).collect()
}

/// The parameters that a path gives to a route; `None` when it does not fit.
pub fn parameters(route: &Route, path: &str) -> Option<Map<String, Value>> {
    let mut found = Map::new();
    let mut parts = path.trim_end_matches('/').split('/');
    for expected in route.path.split('/') {
        let part = parts.next()?;
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if part.is_empty() => return None,
            Some(name) => {
                found.insert(name.to_owned(), Value::String(part.to_owned()));
            }
            None if part != expected => return None,
            None => {}
        }
    }
    parts.next().is_none().then_some(found)
}

/// The route that a request takes: of those that fit, the one with the fewest parameters.
pub fn find(routes: &[(Route, Target)], method: Method, path: &str) -> Option<(Target, Map<String, Value>)> {
    let fitting = routes.iter().filter(|(route, _)| route.method == method);
    let fitting = fitting.filter_map(|(route, target)| Some((*target, parameters(route, path)?)));
    fitting.min_by_key(|(_, parameters)| parameters.len())
}
