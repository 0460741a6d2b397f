//! Forms that become one command: which fields go where, and what is told afterwards.

use serde_json::{Map, Value};

use crate::context::Cx;
use crate::problem::Problem;

/// A form whose fields are the command's fields.
pub(crate) struct Action {
    /// Last part of the form's address.
    pub(crate) name: &'static str,
    /// The command's route.
    api: &'static str,
    /// Fields of form and command; empty ones are left out.
    fields: &'static [&'static str],
    /// Fields that are always the same.
    constants: &'static [(&'static str, &'static str)],
    /// The notice afterwards, see `frame::notice`.
    pub(crate) done: &'static str,
}

const fn action(name: &'static str, api: &'static str, fields: &'static [&'static str], done: &'static str) -> Action {
    Action { name, api, fields, constants: &[], done }
}

/// What is done with one order.
pub(crate) const ORDER: &[Action] = &[
    action("confirm", "/orders/{order_id}/confirm", &[], "confirmed"),
    action("cancel", "/orders/{order_id}/cancel", &["reason"], "cancelled"),
    action("override", "/orders/{order_id}/override", &["status", "reason", "proof"], "overridden"),
    action("withdraw", "/orders/{order_id}/override/withdraw", &["reason"], "withdrawn"),
    action("resolve", "/orders/{order_id}/exceptions/resolve", &["exception", "note"], "resolved"),
    action("retry", "/orders/{order_id}/waybill/retry", &[], "retried"),
    action("void", "/orders/{order_id}/waybill/void", &["reason"], "voided"),
    Action {
        constants: &[("carrier", "nova-poshta")],
        ..action("register", "/orders/{order_id}/waybill/register", &["number"], "registered")
    },
];

/// What is done with one payment, besides matching it.
pub(crate) const PAYMENT: &[Action] = &[
    action("unmatch", "/payments/{payment_id}/unmatch", &["reason"], "unmatched"),
    action("reject", "/payments/{payment_id}/reject", &["reason"], "rejected"),
    action("evaluate", "/payments/{payment_id}/evaluate", &[], "evaluated"),
];

/// What is done with one message of an outside system.
pub(crate) const EVENT: &[Action] = &[
    action("retry", "/integration-events/{integration_event_id}/retry", &[], "retried"),
    action("give-up", "/integration-events/{integration_event_id}/give-up", &["reason"], "given-up"),
];

/// What is done with one notice.
pub(crate) const NOTICE: &[Action] = &[action("retry", "/notices/{notice_id}/retry", &[], "retried")];

/// What is done with one statement.
pub(crate) const FEED: &[Action] = &[action("resume", "/statement-feeds/{statement_feed_id}/resume", &[], "resumed")];

/// What is done with one delivery that failed inside Entrepot.
pub(crate) const LETTER: &[Action] = &[
    action("redrive", "/dead-letters/{dead_letter_id}/redrive", &[], "retried"),
    action("discard", "/dead-letters/{dead_letter_id}/discard", &["reason"], "given-up"),
];

/// The action with a name.
pub(crate) fn find(actions: &'static [Action], name: &str) -> Result<&'static Action, Problem> {
    actions.iter().find(|action| action.name == name).ok_or_else(Problem::no_page)
}

impl Action {
    /// Sends the command of the form.
    pub(crate) async fn perform(&self, cx: &Cx<'_>, id: &str) -> Result<(), Problem> {
        let typed = self.fields.iter().map(|name| (*name, cx.form.get(name))).filter(|(_, value)| !value.is_empty());
        let fields = typed.chain(self.constants.iter().copied());
        let body: Map<String, Value> = fields.map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
        cx.send("POST", self.api, &[id], Value::Object(body)).await?;
        Ok(())
    }
}
