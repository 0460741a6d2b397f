//! What is heard of other contexts.
//!
//! The types in these modules are this context's own reading of what the others publish: no more
//! fields than messages need, and others are ignored. Events may come twice and in any order.

pub mod approvals;
pub mod profitability;

use kernel::{Context, Effect, Heard, Line, Moment};

use crate::kind::Kind;
use crate::matter::hear::HearNews;
use crate::matter::{Knowledge, News};

/// Hears something of the matter that an event happened to.
fn hears<E>(heard: &Heard<E>) -> HearNews {
    of(&heard.subject)
}

/// Hears something of a matter.
fn of(subject: &str) -> HearNews {
    HearNews { subject: crate::text::shown(&subject), learns: None, branch: None, news: Vec::new() }
}

fn news<E>(heard: &Heard<E>, kind: Kind, knowledge: Knowledge) -> News {
    let event: Line = crate::text::shown(&heard.id);
    News { event, version: heard.version, at: heard.at, kind, branch: None, knowledge }
}

fn send<E>(heard: &Heard<E>, hear: &HearNews) -> Vec<Effect> {
    vec![Effect::send(hear, heard.key("news"))]
}

/// An instant as people in the tenant's place read it.
fn local(at: Moment, context: &Context) -> String {
    at.local(context.settings.time_zone)
}

#[cfg(test)]
pub(crate) mod tests {
    use kernel::listener::{AnyListener, Sound};
    use kernel::{Command, Context, Effect};
    use serde_json::Value;

    use crate::matter::hear::HearNews;
    use crate::samples;

    /// What a listener hears in one event.
    pub(crate) fn heard(listener: &dyn AnyListener, kind: &str, data: Value) -> HearNews {
        let at = testkit::moment(testkit::decision::NOW);
        let sound = Sound { id: "sub_1/7/0".to_owned(), kind: kind.to_owned(), subject: "sub_1".to_owned(), version: 7, at, data };
        let context = Context { settings: std::sync::Arc::new(samples::settings()), ..testkit::context() };
        let effects = listener.open(sound, &context).unwrap().hear();
        let [Effect::Send { command, body, key }] = effects.as_slice() else { panic!("{kind}: {effects:?}") };
        assert_eq!((*command, key.as_str()), (HearNews::SPEC.name, "sub_1/7/0/news"));
        serde_json::from_value(body.clone()).unwrap()
    }
}
