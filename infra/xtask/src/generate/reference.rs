//! The reference page of a context: everything it does, in tables.

use std::fmt::Write as _;

use kernel::{Catalogue, Role, Route};

use super::GENERATED;

/// The page.
pub fn page(catalogue: &Catalogue) -> String {
    let mut page = format!("<!-- {GENERATED} -->\n\n# Reference: {}\n", catalogue.context);
    commands(&mut page, catalogue);
    refusals(&mut page, catalogue);
    reads(&mut page, catalogue);
    consumers(&mut page, catalogue);
    outside(&mut page, catalogue);
    events(&mut page, catalogue);
    page
}

/// A section with a table; nothing where there are no rows.
fn table(page: &mut String, title: &str, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    let rows: Vec<String> = rows.into_iter().map(|row| format!("| {} |", row.join(" | "))).collect();
    if rows.is_empty() {
        return;
    }
    let rule = vec!["---"; head.len()].join(" | ");
    let _ = write!(page, "\n## {title}\n\n| {} |\n| {rule} |\n{}\n", head.join(" | "), rows.join("\n"));
}

fn code(text: impl std::fmt::Display) -> String {
    format!("`{text}`")
}

fn codes<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(code).collect();
    if texts.is_empty() { "–".to_owned() } else { texts.join(", ") }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn route(route: Option<Route>) -> String {
    route.map_or_else(|| "internal".to_owned(), |route| code(format!("{} {}", route.method.name(), route.path)))
}

fn roles(roles: &[Role]) -> String {
    roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
}

fn commands(page: &mut String, catalogue: &Catalogue) {
    let row = |command: &&'static dyn kernel::command::AnyCommand| {
        let spec = command.spec();
        let writes = std::iter::once(command.aggregate()).chain(spec.also_writes.iter().copied());
        vec![code(spec.name), route(spec.route), roles(spec.roles), codes(writes), codes(spec.reads.iter().copied()), cell(spec.summary)]
    };
    let head = ["command", "route", "who may", "writes", "reads views", "what"];
    table(page, "Commands", &head, catalogue.commands.iter().map(row));
}

fn refusals(page: &mut String, catalogue: &Catalogue) {
    let mut all: Vec<kernel::Refused> = Vec::new();
    for refused in catalogue.commands.iter().flat_map(|command| command.refusals()) {
        if all.iter().all(|known| known.code != refused.code) {
            all.push(refused);
        }
    }
    all.sort_by_key(|refused| refused.code);
    let row = |refused: kernel::Refused| {
        let texts = &refused.texts;
        vec![code(refused.code), refused.status.http().to_string(), cell(&texts.en), cell(&texts.uk), cell(&texts.ru)]
    };
    table(page, "Refusals", &["code", "status", "English", "Ukrainian", "Russian"], all.into_iter().map(row));
}

fn reads(page: &mut String, catalogue: &Catalogue) {
    let query = |query: &&'static dyn kernel::query::AnyQuery| {
        let spec = query.spec();
        vec![code(spec.name), route(Some(spec.route)), roles(spec.roles), cell(spec.summary)]
    };
    table(page, "Queries", &["query", "route", "who may", "what"], catalogue.queries.iter().map(query));
    let lookup = |lookup: &&'static dyn kernel::lookup::AnyLookup| {
        let spec = lookup.spec();
        vec![code(spec.name), route(Some(spec.route)), roles(spec.roles), code(spec.connector), cell(spec.summary)]
    };
    table(page, "Lookups", &["lookup", "route", "who may", "asks", "what"], catalogue.lookups.iter().map(lookup));
}

fn consumers(page: &mut String, catalogue: &Catalogue) {
    let view = |view: &&'static dyn kernel::view::AnyView| {
        let spec = view.spec();
        vec![code(spec.name), code(spec.view), code(view.aggregate()), cell(spec.summary)]
    };
    table(page, "Views", &["projection", "view", "follows", "what"], catalogue.views.iter().map(view));
    let reaction = |reaction: &&'static dyn kernel::reaction::AnyReaction| {
        let (spec, on) = (reaction.spec(), reaction.bus_names());
        let (sends, calls) = (codes(spec.sends.iter().copied()), codes(spec.calls.iter().copied()));
        vec![code(spec.name), codes(on.iter().map(String::as_str)), sends, calls, cell(spec.summary)]
    };
    table(page, "Reactions", &["reaction", "on", "sends", "calls", "what"], catalogue.reactions.iter().map(reaction));
    let listener = |listener: &&'static dyn kernel::listener::AnyListener| {
        let spec = listener.spec();
        vec![code(spec.name), codes(spec.on.iter().copied()), codes(spec.sends.iter().copied()), cell(spec.summary)]
    };
    table(page, "Listeners", &["listener", "on, in other contexts", "sends", "what"], catalogue.listeners.iter().map(listener));
}

fn outside(page: &mut String, catalogue: &Catalogue) {
    let schedule = |schedule: &&'static dyn kernel::reaction::AnySchedule| {
        let spec = schedule.spec();
        let (sends, calls) = (codes(spec.sends.iter().copied()), codes(spec.calls.iter().copied()));
        vec![code(spec.name), format!("{} s", spec.every_seconds), sends, calls, cell(spec.summary)]
    };
    table(page, "Schedules", &["schedule", "every", "sends", "calls", "what"], catalogue.schedules.iter().map(schedule));
    let webhook = |webhook: &&'static dyn kernel::reaction::AnyWebhook| {
        let spec = webhook.spec();
        vec![code(spec.name), route(Some(Route::post(spec.path))), code(spec.secret), codes(spec.sends.iter().copied()), cell(spec.summary)]
    };
    table(page, "Webhooks", &["webhook", "route", "secret", "sends", "what"], catalogue.webhooks.iter().map(webhook));
}

fn events(page: &mut String, catalogue: &Catalogue) {
    let row = |name: String| {
        let sample = format!("[sample](../../events/{}/samples/{name}.json)", catalogue.context);
        vec![code(&name), sample]
    };
    let names = catalogue.aggregates.iter().flat_map(|aggregate| aggregate.bus_names());
    table(page, "Events", &["event on the bus", "sample"], names.map(row));
}
