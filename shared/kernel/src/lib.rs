//! The vocabulary that every part of Entrepot shares: ids, money, time, actors,
//! and the traits that a context implements (aggregates, commands, views, reactions).
//!
//! Nothing here does input or output, reads a clock or makes a random number: those are
//! arguments. `tests/it/architecture.rs` holds the list of crates this one may depend on.

pub mod actor;
pub mod aggregate;
pub mod calendar;
pub mod catalogue;
pub mod code;
pub mod command;
pub mod declared;
pub mod event;
pub mod facts;
pub mod id;
pub mod identifier;
pub mod listener;
pub mod lookup;
pub mod money;
pub mod percentage;
pub mod quantity;
pub mod query;
pub mod reaction;
pub mod refusal;
pub mod settings;
pub mod subject;
pub mod tenant;
pub mod text;
pub mod time;
pub mod view;

pub use actor::{Actor, Role};
pub use aggregate::{Aggregate, Commit, History, Impossible, Loaded, Meta, Snapshot, StreamKey, Version};
pub use catalogue::Catalogue;
pub use command::{Command, CommandSpec, Context, Decision, Method, Route};
pub use declared::Declared;
pub use event::Event;
pub use facts::{Facts, Want};
pub use id::Id;
pub use listener::{Heard, Listener, ListenerSpec};
pub use lookup::{Lookup, LookupSpec};
pub use money::{Currency, Money};
pub use percentage::Percentage;
pub use quantity::Quantity;
pub use query::{Answer, Query, QuerySpec};
pub use reaction::{Effect, Outcome, Reaction, ReactionSpec, Schedule, ScheduleSpec, Trigger, Webhook, WebhookSpec};
pub use refusal::{Language, Malformed, Refusal, Refused, Status, Texts};
pub use settings::Settings;
pub use subject::{Sealed, SubjectKey};
pub use tenant::TenantId;
pub use text::{Line, Paragraph};
pub use time::{Day, Moment};
pub use view::{Addition, Change, Page, Row, RowKey, RowQuery, Step, View, ViewSpec};
