//! Sends one person a message about one piece of news.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Moment, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Notice, NoticeEvent, NoticeRefusal, Queued};
use crate::NoticeId;
use crate::address::Way;
use crate::kind::Kind;
use crate::outside::code;
use crate::rules::{self, Rule};
use crate::settings::NoticeSettings;
use crate::subscriber::{About, Address, Plan, Subscriber, SubscriberEvent};
use crate::text::{self, Fields};

/// Sends one person a message about one piece of news, once however often it is asked for.
///
/// At night, and when the person has had many within the hour, the message waits; one that says
/// what the last one said is not sent. Both are decided with the person's own stream, so that
/// messages made at the same time count each other.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendNotice {
    /// The event of the other context.
    pub event: Line,
    /// The matter, by its printed id in the other context.
    pub subject: Line,
    /// Of what.
    pub kind: Kind,
    /// When it happened: the rules of that day hold.
    pub at: Moment,
    /// Who, by the subject of their token.
    pub person: Line,
    /// By which ways: the next one where the one before fails.
    pub by: Vec<Way>,
    /// What templates may name.
    pub fields: Fields,
}

impl SendNotice {
    fn queued(&self, rule: &Rule, subscriber: Option<&Subscriber>, not_before: Option<Moment>, context: &Context) -> Queued {
        let address = subscriber.and_then(|subscriber| subscriber.address.as_ref());
        let language = address.map_or(context.settings.language, |address| address.language);
        Queued {
            id: self.target(context),
            event: self.event.clone(),
            subject: self.subject.clone(),
            kind: self.kind,
            priority: rule.row.priority,
            person: self.person.clone(),
            text: text::text(self.kind, language, &self.fields),
            by: self.by.clone(),
            routes: address.map(|address| address.routes(&self.by)).unwrap_or_default(),
            not_before,
        }
    }
}

/// What becomes of a message to somebody who cannot be reached by its ways: nothing, where another
/// message about the same news can reach them; else the first one shows it, with all ways, by
/// which it can be tried again once there is an address.
fn unreachable(queued: Queued, rule: &Rule, address: Option<&Address>) -> Decision<Notice> {
    let is_first = rule.row.by.first() == Some(&queued.by);
    let ways = rule.row.ways();
    let reached_otherwise = address.is_some_and(|address| !address.routes(&ways).is_empty());
    if reached_otherwise || !is_first {
        return Decision::nothing();
    }
    Decision::of([NoticeEvent::Queued(Queued { by: ways, ..queued }), no_address()])
}

fn no_address() -> NoticeEvent {
    let text = "the person has no address by which the message could go".to_owned();
    let error = OutsideError { code: code::NO_ADDRESS.to_owned(), class: FailureClass::Permanent, raw_code: String::new(), text };
    NoticeEvent::Failed { route: None, error, retry_at: None }
}

impl Command for SendNotice {
    type Aggregate = Notice;
    type Refusal = NoticeRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "notices.send-notice",
        route: None,
        roles: &[Role::System],
        also_writes: &["notices.subscriber"],
        reads: &[],
        summary: "Sends one person a message about one piece of news, once however often it is asked for.",
    };

    fn target(&self, _: &Context) -> NoticeId {
        Notice::id_of(&self.event, &self.person, self.kind, &self.by)
    }

    fn wants(&self, _: Option<&Notice>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Subscriber>(Subscriber::id_of(&self.person))]
    }

    fn decide(&self, notice: Option<&Notice>, facts: &Facts, context: &Context) -> Result<Decision<Notice>, NoticeRefusal> {
        let (zone, settings) = (context.settings.time_zone, NoticeSettings::of(&context.settings));
        let rule = rules::rule(self.kind, self.at.day_in(zone), &settings);
        let (None, Some(rule)) = (notice, rule) else { return Ok(Decision::nothing()) };
        let person = Subscriber::id_of(&self.person);
        let subscriber = facts.aggregate::<Subscriber>(person).map(|loaded| &loaded.state);
        let queued = |not_before| self.queued(&rule, subscriber, not_before, context);
        let about = About { event: &self.event, kind: self.kind, subject: &self.subject };
        let (goes_at, takes_place) = match subscriber.unwrap_or(&Subscriber::default()).plan(&about, &rule, context.now, zone) {
            Plan::Merged(into) => return Ok(Decision::of([NoticeEvent::Queued(queued(None)), NoticeEvent::Merged { into }])),
            Plan::At(goes_at) => (goes_at, true),
            Plan::Beside(goes_at) => (goes_at, false),
        };
        let waits = goes_at > context.now;
        let queued = queued(waits.then_some(goes_at));
        let Some(first) = queued.routes.first().cloned() else {
            return Ok(unreachable(queued, &rule, subscriber.and_then(|subscriber| subscriber.address.as_ref())));
        };
        let slot = about.slot(queued.id, context.now, goes_at);
        let dispatched = (!waits).then_some(NoticeEvent::Dispatched { attempt: 1, route: first });
        let decision = Decision::of(std::iter::once(NoticeEvent::Queued(queued)).chain(dispatched));
        if !takes_place {
            return Ok(decision);
        }
        Ok(decision.and::<Subscriber>(person, facts.version::<Subscriber>(person), [SubscriberEvent::SlotTaken { slot }]))
    }

    fn example() -> Self {
        let news = crate::samples::news();
        let fields = crate::samples::knowledge().fields;
        Self {
            event: news.event,
            subject: crate::samples::subject(),
            kind: news.kind,
            at: news.at,
            person: crate::samples::person(),
            by: crate::samples::BY.to_vec(),
            fields,
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples;
    use crate::subscriber::{Slot, SubscriberEvent};

    const NIGHT: &str = "2026-11-21T21:00:00Z";

    fn events(at: &str, more: Vec<SubscriberEvent>, send: SendNotice) -> Vec<NoticeEvent> {
        let history = std::iter::once(samples::address_set()).chain(more);
        let given = nothing::<Notice>().settings(samples::settings()).with::<Subscriber>(Subscriber::id_of(&samples::person()), history);
        given.at(at).when(send).accepted().events
    }

    #[test]
    fn a_message_goes_out_at_once_by_the_first_way_there_is() {
        let events = events(testkit::decision::NOW, Vec::new(), SendNotice::example());
        assert_eq!(events, [samples::queued(), samples::dispatched()]);
    }

    #[test]
    fn an_event_that_is_delivered_twice_makes_one_notice() {
        let history = [samples::queued(), samples::dispatched()];
        let decision = given::<Notice>(history).settings(samples::settings()).when(SendNotice::example()).then([]);
        assert!(decision.others.is_empty());
    }

    #[test]
    fn somebody_without_an_address_is_seen_in_the_list() {
        let decision = nothing::<Notice>().when(SendNotice::example()).accepted();
        let [NoticeEvent::Queued(queued), NoticeEvent::Failed { error, retry_at: None, .. }] = decision.events.as_slice() else {
            panic!("{:?}", decision.events)
        };
        assert_eq!((queued.routes.len(), error.code.as_str()), (0, code::NO_ADDRESS));
    }

    #[test]
    fn at_night_a_message_waits_and_a_critical_one_does_not() {
        let waiting = events(NIGHT, Vec::new(), SendNotice::example());
        let [NoticeEvent::Queued(queued)] = waiting.as_slice() else { panic!("{waiting:?}") };
        assert_eq!(queued.not_before, Some(testkit::moment("2026-11-22T04:00:00Z")));
        let critical = SendNotice { kind: Kind::SlaBreached, ..SendNotice::example() };
        assert!(matches!(events(NIGHT, Vec::new(), critical).as_slice(), [NoticeEvent::Queued(_), NoticeEvent::Dispatched { .. }]));
    }

    #[test]
    fn the_same_again_within_five_minutes_is_merged() {
        let first = SubscriberEvent::SlotTaken { slot: samples::slot() };
        let again = SendNotice { event: samples::line("apr_1/9/0"), ..SendNotice::example() };
        let events = events("2026-11-21T08:31:00Z", vec![first], again);
        assert!(matches!(events.as_slice(), [NoticeEvent::Queued(_), NoticeEvent::Merged { .. }]), "{events:?}");
    }

    fn requested(by: Way) -> SendNotice {
        SendNotice { kind: Kind::ApprovalRequested, by: vec![by], ..SendNotice::example() }
    }

    #[test]
    fn messages_about_one_news_take_one_place_and_none_is_merged_with_the_other() {
        let person = Subscriber::id_of(&samples::person());
        let slot = Slot { kind: Kind::ApprovalRequested, ..samples::slot() };
        let history = [samples::address_set(), SubscriberEvent::SlotTaken { slot }];
        let given = nothing::<Notice>().with::<Subscriber>(person, history);
        let decision = given.when(requested(Way::Email)).accepted();
        assert!(matches!(decision.events.as_slice(), [NoticeEvent::Queued(_), NoticeEvent::Dispatched { .. }]), "{:?}", decision.events);
        assert!(decision.others.is_empty());
    }

    #[test]
    fn somebody_who_is_reached_by_one_way_only_gets_one_message_and_nothing_failed() {
        let person = Subscriber::id_of(&samples::person());
        let address = Address { telegram: None, ..samples::address() };
        let set = || SubscriberEvent::AddressSet { person: samples::person(), address: address.clone() };
        let given = |by| nothing::<Notice>().with::<Subscriber>(person, [set()]).when(requested(by)).accepted().events;
        assert_eq!(given(Way::Telegram), []);
        assert_eq!(given(Way::Email).len(), 2);
        assert_eq!(nothing::<Notice>().when(requested(Way::Email)).accepted().events, []);
        let alone = nothing::<Notice>().when(requested(Way::Telegram)).accepted().events;
        let [NoticeEvent::Queued(queued), NoticeEvent::Failed { .. }] = alone.as_slice() else { panic!("{alone:?}") };
        assert_eq!(queued.by, samples::BY);
    }

    #[test]
    fn a_message_takes_its_place_in_the_hour() {
        let given = nothing::<Notice>().with::<Subscriber>(Subscriber::id_of(&samples::person()), [samples::address_set()]);
        let decision = given.when(SendNotice::example()).accepted();
        assert_eq!(decision.others.len(), 1);
        assert_eq!(decision.others[0].events[0]["type"], "slot-taken.v1");
    }
}
