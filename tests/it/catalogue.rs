//! Tests over everything that is listed: what is missing in one entry is found here.

use std::collections::{BTreeMap, BTreeSet};

use entrepot_local::host::CATALOGUES;
use kernel::catalogue::AnyAggregate;
use kernel::event::{aggregate_of, bus_name};
use kernel::listener::Sound;
use kernel::{Catalogue, Role};
use runtime::route::{Target, routes};
use schemars_check::is_object;
use serde_json::Value;

mod schemars_check {
    use serde_json::Value;

    /// A body is always an object: path parameters are merged into it.
    pub fn is_object(schema: &Value) -> bool {
        schema["type"] == "object"
    }
}

fn names() -> Vec<&'static str> {
    let of = |catalogue: &&'static kernel::Catalogue| {
        let commands = catalogue.commands.iter().map(|one| one.spec().name);
        let queries = catalogue.queries.iter().map(|one| one.spec().name);
        let lookups = catalogue.lookups.iter().map(|one| one.spec().name);
        let views = catalogue.views.iter().map(|one| one.spec().name);
        let reactions = catalogue.reactions.iter().map(|one| one.spec().name);
        let listeners = catalogue.listeners.iter().map(|one| one.spec().name);
        let schedules = catalogue.schedules.iter().map(|one| one.spec().name);
        let webhooks = catalogue.webhooks.iter().map(|one| one.spec().name);
        let asked = commands.chain(queries).chain(lookups).chain(webhooks);
        asked.chain(views).chain(reactions).chain(listeners).chain(schedules).collect::<Vec<_>>()
    };
    CATALOGUES.iter().flat_map(of).collect()
}

#[test]
fn names_are_unique_and_say_their_context() {
    let mut seen = BTreeSet::new();
    for name in names() {
        assert!(seen.insert(name), "{name} is listed twice");
        let (context, rest) = name.split_once('.').unwrap_or_else(|| panic!("{name} has no context"));
        assert!(CATALOGUES.iter().any(|catalogue| catalogue.context == context), "{name}");
        let plain = rest.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        assert!(plain && !rest.is_empty() && name.len() <= 64, "{name}");
    }
}

#[test]
fn every_command_can_be_read_and_is_closed_by_default() {
    for command in CATALOGUES.iter().flat_map(|catalogue| catalogue.commands.iter()) {
        let spec = command.spec();
        assert!(!spec.roles.is_empty(), "{} can be sent by nobody", spec.name);
        assert!(spec.summary.ends_with('.'), "{} has no summary", spec.name);
        command.open(command.example()).map(|_| ()).unwrap_or_else(|error| panic!("{}: its example cannot be read: {error}", spec.name));
        let mut unknown = command.example();
        unknown["no_such_field"] = true.into();
        assert!(command.open(unknown).is_err(), "{} takes unknown fields", spec.name);
        assert!(!command.refusals().is_empty(), "{} never refuses", spec.name);
        match spec.route {
            Some(_) => assert!(spec.roles.iter().any(|role| *role != Role::System), "{} has a route but no person may use it", spec.name),
            None => assert_eq!(spec.roles, [Role::System], "{} has no route, so only the system sends it", spec.name),
        }
        let mut generator = schemars::SchemaGenerator::default();
        assert!(is_object(&command.schema(&mut generator).into()), "{}", spec.name);
    }
}

#[test]
fn every_route_is_unique_and_its_parameters_are_fields() {
    let routes = routes(CATALOGUES);
    let mut seen = BTreeSet::new();
    for (route, target) in &routes {
        assert!(seen.insert((route.method.name(), route.path)), "{} {} is listed twice", route.method.name(), route.path);
        if let Target::Command(command) = target {
            for parameter in route.parameters() {
                assert!(command.example().get(parameter).is_some(), "{}: {parameter} is no field", target.name());
            }
        }
    }
}

#[test]
fn refusals_have_one_meaning_and_three_languages() {
    let mut seen: std::collections::BTreeMap<&str, kernel::Refused> = std::collections::BTreeMap::new();
    for refused in CATALOGUES.iter().flat_map(|catalogue| catalogue.commands.iter()).flat_map(|command| command.refusals()) {
        for text in [&refused.texts.en, &refused.texts.uk, &refused.texts.ru] {
            assert!(text.ends_with('.') && text.len() > 8, "{}: {text:?}", refused.code);
        }
        assert!(refused.texts.uk != refused.texts.en && refused.texts.ru != refused.texts.en, "{}", refused.code);
        let known = seen.entry(refused.code).or_insert_with(|| refused.clone());
        assert_eq!(known.status, refused.status, "{} has two meanings", refused.code);
    }
}

#[test]
fn every_consumer_listens_to_events_that_exist_and_sends_commands_that_exist() {
    for catalogue in CATALOGUES {
        for view in catalogue.views {
            assert!(catalogue.aggregate(view.aggregate()).is_some(), "{}", view.spec().name);
        }
        for reaction in catalogue.reactions {
            let aggregate = catalogue.aggregate(reaction.aggregate()).expect("a listed aggregate");
            let known = aggregate.bus_names();
            for name in reaction.bus_names() {
                assert!(known.contains(&name), "{} listens to {name}, which nothing writes", reaction.spec().name);
            }
            for command in reaction.spec().sends {
                assert!(catalogue.command(command).is_some(), "{} sends {command}", reaction.spec().name);
            }
        }
        for listener in catalogue.listeners {
            for command in listener.spec().sends {
                let found = catalogue.command(command).unwrap_or_else(|| panic!("{} sends {command}", listener.spec().name));
                assert!(found.spec().roles.contains(&Role::System), "{command} is sent by the system, which may not send it");
            }
        }
        let sends =
            catalogue.schedules.iter().flat_map(|one| one.spec().sends).chain(catalogue.webhooks.iter().flat_map(|one| one.spec().sends));
        for command in sends {
            let found = catalogue.command(command).unwrap_or_else(|| panic!("{command} is sent and not listed"));
            assert!(found.spec().roles.contains(&Role::System), "{command} is sent by the system, which may not send it");
        }
        for schedule in catalogue.schedules {
            assert!(schedule.spec().every_seconds.is_multiple_of(60), "{}: AWS fires by the minute", schedule.spec().name);
        }
    }
}

/// The aggregates of every context.
fn aggregates() -> Vec<(&'static str, &'static dyn AnyAggregate)> {
    let of = |catalogue: &&'static Catalogue| catalogue.aggregates.iter().map(|one| (catalogue.context, *one)).collect::<Vec<_>>();
    CATALOGUES.iter().flat_map(of).collect()
}

/// What one context publishes another reads with a type of its own: no compiler compares them.
#[test]
fn every_listener_reads_every_sample_of_what_it_listens_to() {
    let aggregates = aggregates();
    for (catalogue, listener) in CATALOGUES.iter().flat_map(|catalogue| catalogue.listeners.iter().map(move |one| (catalogue, one))) {
        let spec = listener.spec();
        assert!(!spec.on.is_empty() && spec.summary.ends_with('.'), "{}", spec.name);
        for name in spec.on {
            let kind = aggregate_of(name).unwrap_or_else(|| panic!("{} listens to {name:?}", spec.name));
            let found = aggregates.iter().find(|(_, aggregate)| aggregate.name() == kind);
            let (context, aggregate) = found.unwrap_or_else(|| panic!("{} listens to {name}, whose aggregate nobody has", spec.name));
            assert_ne!(*context, catalogue.context, "{} listens to its own context; that is a reaction", spec.name);
            let published = |sample: &Value| bus_name(kind, sample["type"].as_str().unwrap_or_default());
            let samples: Vec<Value> = aggregate.samples().into_iter().filter(|sample| published(sample) == **name).collect();
            assert!(!samples.is_empty(), "{} listens to {name}, which nothing writes", spec.name);
            for sample in samples {
                let sound = Sound {
                    id: "sample/1/0".to_owned(),
                    kind: (*name).to_owned(),
                    subject: "sample".to_owned(),
                    version: 1,
                    at: testkit::context().now,
                    data: sample.get("data").cloned().unwrap_or(Value::Null),
                };
                let opened = listener.open(sound, &testkit::context()).map(|_| ());
                opened.unwrap_or_else(|error| panic!("{} cannot read {sample}: {error}", spec.name));
            }
        }
    }
}

/// Rights derive from these names.
#[test]
fn what_is_read_and_written_besides_exists() {
    let aggregates = aggregates();
    let known = |kind: &str| aggregates.iter().any(|(_, aggregate)| aggregate.name() == kind);
    let mut views: BTreeMap<&str, &str> = BTreeMap::new();
    for catalogue in CATALOGUES {
        let foreign = |kind: &str| known(kind) && !kind.starts_with(&format!("{}.", catalogue.context));
        for view in catalogue.views {
            let owner = views.entry(view.spec().view).or_insert(catalogue.context);
            assert_eq!(*owner, catalogue.context, "{} is a view of two contexts", view.spec().view);
        }
        for command in catalogue.commands {
            let spec = command.spec();
            for name in spec.reads {
                let is_view = catalogue.views.iter().any(|view| view.spec().view == *name);
                assert!(is_view || foreign(name), "{} reads {name}", spec.name);
            }
            for kind in spec.also_writes {
                assert!(known(kind) || known(&format!("{}.{kind}", catalogue.context)), "{} writes {kind}", spec.name);
            }
        }
        for query in catalogue.queries {
            assert!(query.also_reads().iter().all(|kind| foreign(kind)), "{} reads {:?}", query.spec().name, query.also_reads());
        }
    }
}

/// Whoever posts looks at the book and at the door of the period, which belong to the ledger.
#[test]
fn who_writes_journal_entries_may_read_book_and_period() {
    let missing = CATALOGUES.iter().filter(|catalogue| catalogue.context != "ledger").flat_map(|catalogue| catalogue.commands);
    let missing = missing.map(|command| command.spec()).filter(|spec| {
        let posts = spec.also_writes.contains(&"ledger.journal-entry");
        posts && !["ledger.book", "ledger.period-gate"].iter().all(|kind| spec.reads.contains(kind))
    });
    assert_eq!(missing.map(|spec| spec.name).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn every_command_of_a_file_is_listed() {
    let listed: BTreeSet<&str> = names().into_iter().collect();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../functions");
    let mut open = vec![std::path::PathBuf::from(root)];
    let mut found = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for name in text.split(" name: \"").skip(1).filter_map(|rest| rest.split('"').next()) {
                if CATALOGUES.iter().any(|catalogue| name.starts_with(&format!("{}.", catalogue.context))) {
                    found += 1;
                    assert!(listed.contains(name), "{name} in {} is not in a CATALOGUE", path.display());
                }
            }
        }
    }
    assert!(found >= listed.len(), "{found} specs found, {} listed", listed.len());
}
