//! Shows one payment.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::payment_page::PaymentPage;
use crate::PaymentId;
use crate::payment::{Payment, PaymentRefusal};

/// Shows one payment as it is now: its candidates with every point explained, and what the
/// caller may do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPayment {
    /// Which payment.
    pub payment_id: PaymentId,
}

impl Query for GetPayment {
    type Answer = PaymentPage;
    type Refusal = PaymentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.get-payment",
        route: Route::get("/payments/{payment_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one payment as it is now, with its candidates explained.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Payment>(self.payment_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<PaymentPage>, PaymentRefusal> {
        let payment = facts.aggregate::<Payment>(self.payment_id).ok_or(PaymentRefusal::NotFound)?;
        Ok(Answer::at(payment.version, PaymentPage::of(&payment.state, payment.version, context)))
    }
}

#[cfg(test)]
mod tests {
    use testkit::{context, person};

    use super::*;
    use crate::payment::{PaymentEvent, ReviewReason, Source};
    use crate::queries::tests::{ask, stored};
    use crate::samples::{self, payments};
    use crate::views::tests::Rows;

    fn actions(events: &[PaymentEvent], actor: &str, role: Role) -> Vec<String> {
        let context = Context { actor: person(actor, role), ..context() };
        PaymentPage::of(&payments::folded(events), 1, &context).actions
    }

    #[test]
    fn shows_candidates_with_every_point_explained() {
        let events = [
            payments::received(),
            PaymentEvent::Evaluated { evaluation: payments::evaluation() },
            payments::review_needed(ReviewReason::SeveralNumbers),
        ];
        let page =
            ask(&GetPayment { payment_id: samples::payment_id() }, &Rows::default(), &[stored::<Payment>(samples::payment_id(), &events)]);
        let body = serde_json::to_value(page.unwrap().body).unwrap();
        let best = &body["evaluation"]["candidates"][0];
        assert_eq!((&best["score"], &best["raw"]), (&serde_json::json!(100), &serde_json::json!(160)));
        assert_eq!(best["signals"][0]["detail"], serde_json::json!({ "signal": "number", "points": 80 }));
        assert_eq!(best["signals"][0]["text"]["uk"], "+80: номер замовлення є у призначенні");
        assert_eq!((&body["review_reason"], &body["status"]), (&serde_json::json!("SEVERAL_NUMBERS"), &serde_json::json!("NEEDS_REVIEW")));
        let missing = ask(&GetPayment { payment_id: samples::payment_id() }, &Rows::default(), &[]);
        assert_eq!(missing.unwrap_err(), PaymentRefusal::NotFound);
    }

    #[test]
    fn x11_offers_only_what_the_caller_may_do() {
        let open = ["orders.match-payment", "orders.evaluate-payment", "orders.reject-payment"];
        assert_eq!(actions(&[payments::received()], "lead", Role::TeamLead), open);
        assert_eq!(
            actions(&[payments::received(), payments::matched()], "lead", Role::TeamLead),
            ["orders.rematch-payment", "orders.unmatch-payment"]
        );
        assert_eq!(actions(&[payments::received()], "accountant", Role::Accountant), Vec::<String>::new());
        let own = Source::Manual { recorded_by: "lead".to_owned(), recorded_by_name: "lead".to_owned() };
        assert_eq!(actions(&[payments::received_from(own)], "lead", Role::TeamLead), open[1..]);
    }
}
