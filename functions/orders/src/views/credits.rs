//! Money that its order did not need.

use kernel::view::{Order as By, RowQuery};
use kernel::{Change, Moment, Money, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::search::replace_changed;
use crate::number::OrderNumber;
use crate::payment::Payment;
use crate::{OrderId, PaymentId};

/// The view's name.
pub const VIEW: &str = "credits";
const ALL: &str = "all";

/// Money that its order did not need: the payer's credit, to be refunded or used.
pub struct CreditsFromPayment;

/// The surplus of one payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Credit {
    /// The payment.
    pub payment_id: PaymentId,
    /// Names the payer across payments: code, else account, else telephone, else name.
    pub payer_key: Option<String>,
    /// The payer's name.
    pub payer_name: Option<String>,
    /// How much.
    pub surplus: Money,
    /// The order that did not need it.
    pub order_id: OrderId,
    /// Its number.
    pub order_number: OrderNumber,
    /// When it was paid.
    pub paid_at: Moment,
}

/// All credits, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Credits of one payer, newest first.
pub fn of_payer(payer_key: &str) -> RowQuery {
    RowQuery::new(VIEW, format!("payer#{payer_key}")).by(By::Index1).newest_first()
}

impl View for CreditsFromPayment {
    type Aggregate = Payment;
    const SPEC: ViewSpec = ViewSpec { name: "orders.credits-from-payment", view: VIEW, summary: "Money that its order did not need." };

    fn project(step: &Step<'_, Payment>) -> Vec<Change> {
        replace_changed(step, rows)
    }
}

fn rows(payment: &Payment) -> Vec<Row> {
    let Some(matched) = payment.matched().filter(|matched| matched.surplus.is_positive()) else { return Vec::new() };
    let payer_key = payment.payer_key();
    let credit = Credit {
        payment_id: payment.id,
        payer_key: payer_key.clone(),
        payer_name: payment.payer.name.clone(),
        surplus: matched.surplus,
        order_id: matched.order,
        order_number: matched.number.clone(),
        paid_at: payment.paid_at,
    };
    let sort = format!("{}#{}", payment.paid_at, payment.id);
    let row = Row::new(ALL, &sort, serde_json::to_value(credit).unwrap_or_default());
    vec![match payer_key {
        Some(payer_key) => row.with_index1(of_payer(&payer_key).partition, sort),
        None => row,
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::{Matched, PaymentEvent};
    use crate::samples::{self, payments, uah};
    use crate::views::tests::project;

    #[test]
    fn r12_what_the_order_does_not_need_is_the_payers_credit() {
        let surplus = Matched { allocated: uah("1500.50"), surplus: uah("499.50"), ..payments::match_of() };
        let history = [vec![payments::received_of("2000.00")], vec![PaymentEvent::Matched(surplus)], vec![payments::unmatched()]];
        let steps = project::<CreditsFromPayment>(samples::payment_id(), &history);
        assert!(steps[0].is_empty());
        let [Change::Put(row)] = steps[1].as_slice() else { panic!("{:?}", steps[1]) };
        let credit: Credit = serde_json::from_value(row.data.clone()).unwrap();
        assert_eq!((credit.surplus, credit.payer_key.as_deref()), (uah("499.50"), Some("3123456789")));
        assert!(matches!(steps[2].as_slice(), [Change::Delete(_)]));
    }
}
