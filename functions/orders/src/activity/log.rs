//! Logs what somebody did.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Activity, ActivityEvent, ActivityRefusal, Deed, Links, Logged};
use crate::client::Client;
use crate::company::Company;
use crate::order::Order;
use crate::payment::Payment;
use crate::{ActivityId, ClientId, CompanyId, OrderId, PaymentId};

/// Longest call, in seconds; more is a typing error.
const CALL_SECONDS_MAX: u32 = 86_400;

/// Logs what somebody did: a call, a meeting or a note, about at least one company, client,
/// order or payment. It shows on the timeline of each.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogActivity {
    /// What was done.
    pub deed: Deed,
    /// About this company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_id: Option<CompanyId>,
    /// About this client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// About this order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// About this payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<PaymentId>,
}

impl LogActivity {
    const fn links(&self) -> Links {
        Links { company: self.company_id, client: self.client_id, order: self.order_id, payment: self.payment_id }
    }

    fn links_exist(&self, facts: &Facts) -> bool {
        self.company_id.is_none_or(|id| facts.aggregate::<Company>(id).is_some())
            && self.client_id.is_none_or(|id| facts.aggregate::<Client>(id).is_some())
            && self.order_id.is_none_or(|id| facts.aggregate::<Order>(id).is_some())
            && self.payment_id.is_none_or(|id| facts.aggregate::<Payment>(id).is_some())
    }
}

fn check(deed: &Deed) -> Result<(), ActivityRefusal> {
    match deed {
        Deed::Call { outcome: None, description: None, next_step_at: None, .. } => Err(ActivityRefusal::EmptyCall),
        Deed::Call { duration_seconds: Some(seconds), .. } if *seconds > CALL_SECONDS_MAX => Err(ActivityRefusal::TooLong),
        Deed::Meeting { start_at, end_at: Some(end_at), .. } if end_at < start_at => Err(ActivityRefusal::EndBeforeStart),
        Deed::Call { .. } | Deed::Meeting { .. } | Deed::Note { .. } => Ok(()),
    }
}

impl Command for LogActivity {
    type Aggregate = Activity;
    type Refusal = ActivityRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.log-activity",
        route: Some(Route::post("/activities")),
        roles: Role::FOR_PEOPLE,
        also_writes: &[],
        reads: &[],
        summary: "Logs a call, a meeting or a note about a company, client, order or payment.",
    };

    fn target(&self, context: &Context) -> ActivityId {
        context.fresh_id(0)
    }

    fn wants(&self, _: Option<&Activity>, _: &Facts, _: &Context) -> Vec<Want> {
        let wants = [
            self.company_id.map(Want::aggregate::<Company>),
            self.client_id.map(Want::aggregate::<Client>),
            self.order_id.map(Want::aggregate::<Order>),
            self.payment_id.map(Want::aggregate::<Payment>),
        ];
        wants.into_iter().flatten().collect()
    }

    fn decide(&self, activity: Option<&Activity>, facts: &Facts, context: &Context) -> Result<Decision<Activity>, ActivityRefusal> {
        if activity.is_some() {
            return Err(ActivityRefusal::Exists);
        }
        check(&self.deed)?;
        if self.links() == Links::default() {
            return Err(ActivityRefusal::NotLinked);
        }
        if !self.links_exist(facts) {
            return Err(ActivityRefusal::NoSuchLink);
        }
        Ok(Decision::of([ActivityEvent::Logged(Logged { id: self.target(context), links: self.links(), deed: self.deed.clone() })]))
    }

    fn example() -> Self {
        Self {
            deed: crate::samples::payments::call(),
            company_id: None,
            client_id: None,
            order_id: Some(OrderId::derive(&["example"])),
            payment_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::Given;
    use testkit::nothing;

    use super::*;
    use crate::samples::{self, literal, payments};

    fn log(deed: Deed) -> LogActivity {
        LogActivity { deed, order_id: None, payment_id: Some(samples::payment_id()), ..LogActivity::example() }
    }

    fn with_payment() -> Given<Activity> {
        nothing::<Activity>().with::<Payment>(samples::payment_id(), [payments::received()])
    }

    #[test]
    fn r37_a_payment_alone_is_enough_to_be_about() {
        let decision = with_payment().when(log(payments::call())).accepted();
        let [ActivityEvent::Logged(logged)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!(logged.links, Links { payment: Some(samples::payment_id()), ..Links::default() });
        nothing::<Activity>().when(LogActivity { payment_id: None, ..log(payments::call()) }).refused(ActivityRefusal::NotLinked);
        nothing::<Activity>().when(log(payments::call())).refused(ActivityRefusal::NoSuchLink);
    }

    #[test]
    fn r43_a_call_tells_an_outcome_a_description_or_a_next_step() {
        let call = |outcome: bool, description: bool, next: bool| Deed::Call {
            outcome: outcome.then(|| samples::line("Домовились")),
            duration_seconds: Some(60),
            description: description.then(|| kernel::Paragraph::new("Про доставку").unwrap()),
            next_step_at: next.then(|| literal("2026-11-25T09:00:00Z")),
        };
        with_payment().when(log(call(false, false, false))).refused(ActivityRefusal::EmptyCall);
        for told in [call(true, false, false), call(false, true, false), call(false, false, true)] {
            with_payment().when(log(told)).accepted();
        }
    }

    #[test]
    fn r44_a_meeting_does_not_end_before_it_begins_and_no_duration_is_negative() {
        let meeting = |end_at: Option<&str>| Deed::Meeting {
            start_at: literal("2026-11-21T09:00:00Z"),
            end_at: end_at.map(literal),
            outcome: None,
            description: None,
            next_step_at: None,
        };
        with_payment().when(log(meeting(Some("2026-11-21T08:59:59Z")))).refused(ActivityRefusal::EndBeforeStart);
        for end_at in [None, Some("2026-11-21T09:00:00Z"), Some("2026-11-21T10:00:00Z")] {
            with_payment().when(log(meeting(end_at))).accepted();
        }
        let negative = serde_json::json!({ "type": "CALL", "outcome": "так", "duration_seconds": -1 });
        assert!(serde_json::from_value::<Deed>(negative).is_err());
        let long =
            Deed::Call { outcome: Some(samples::line("так")), duration_seconds: Some(86_401), description: None, next_step_at: None };
        with_payment().when(log(long)).refused(ActivityRefusal::TooLong);
    }

    #[test]
    fn what_a_type_needs_is_asked_for() {
        for body in [
            serde_json::json!({ "type": "MEETING" }),
            serde_json::json!({ "type": "NOTE" }),
            serde_json::json!({ "type": "SYSTEM", "description": "x" }),
            serde_json::json!({ "type": "NOTE", "description": "x", "outcome": "y" }),
        ] {
            assert!(serde_json::from_value::<Deed>(body.clone()).is_err(), "{body}");
        }
    }
}
