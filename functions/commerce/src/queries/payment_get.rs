//! Shows one payment.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::PaymentId;
use crate::payment::{Allocation, InBook, Payment, PaymentMethod, PaymentRefusal, PaymentStatus, RemainderOff};
use crate::rules::EntryRef;
use crate::rules::exchange::ExchangeRate;
use crate::views::payment_list::{self, PaymentListItem};

/// Shows one payment as it is now, with what it closes and what is left of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPayment {
    /// Which payment.
    pub payment_id: PaymentId,
}

/// A payment as a page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PaymentPage {
    /// The payment.
    #[serde(flatten)]
    pub payment: PaymentListItem,
    /// The own company's bank account.
    pub account: Option<kernel::Line>,
    /// What it closes.
    pub allocations: Vec<Allocation>,
    /// The rest that was written off.
    pub written_off: Option<RemainderOff>,
    /// What the advance accounts hold of it, in each book's currency.
    pub advances: Vec<InBook>,
    /// Between its currency and the books'.
    pub rates: Vec<ExchangeRate>,
    /// The entries that its confirmation made.
    pub entries: Vec<EntryRef>,
    /// What the caller may do now, by command.
    pub actions: Vec<&'static str>,
}

fn actions(payment: &Payment, context: &Context) -> Vec<&'static str> {
    if !context.actor.has_any(&[Role::Accountant]) {
        return Vec::new();
    }
    let list: &[&'static str] = match (payment.status(), payment.method) {
        (PaymentStatus::Received, _) => &["commerce.confirm-payment", "commerce.reverse-payment"],
        (PaymentStatus::Confirmed, PaymentMethod::Offset) => &["commerce.reverse-payment"],
        (PaymentStatus::Confirmed, PaymentMethod::BankTransfer | PaymentMethod::Cash) => &[
            "commerce.allocate-payment",
            "commerce.unallocate-payment",
            "commerce.move-allocation",
            "commerce.write-off-remainder",
            "commerce.reverse-payment",
        ],
        (PaymentStatus::Reversed, _) => &[],
    };
    let possible = |action: &&'static str| match *action {
        "commerce.allocate-payment" => payment.remainder().is_positive(),
        "commerce.write-off-remainder" => payment.remainder().is_positive() && payment.written_off.is_none(),
        "commerce.unallocate-payment" | "commerce.move-allocation" => !payment.allocations.is_empty(),
        _ => true,
    };
    list.iter().copied().filter(possible).collect()
}

impl Query for GetPayment {
    type Answer = PaymentPage;
    type Refusal = PaymentRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-payment",
        route: Route::get("/commerce/payments/{payment_id}"),
        roles: &[Role::Accountant, Role::TeamLead, Role::Administrator],
        summary: "Shows one payment, with what it closes and what is left of it.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Payment>(self.payment_id)]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<PaymentPage>, PaymentRefusal> {
        let loaded = facts.aggregate::<Payment>(self.payment_id).ok_or(PaymentRefusal::NotFound)?;
        let payment = &loaded.state;
        Ok(Answer::at(
            loaded.version,
            PaymentPage {
                payment: payment_list::item(payment, loaded.version),
                account: payment.account.clone(),
                allocations: payment.allocations.clone(),
                written_off: payment.written_off.clone(),
                advances: payment.advances.clone(),
                rates: payment.rates.clone(),
                entries: payment.entries.clone(),
                actions: actions(payment, context),
            },
        ))
    }
}
