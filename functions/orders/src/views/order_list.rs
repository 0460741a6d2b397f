//! Orders as a list shows them.

use kernel::view::{Order as By, RowQuery};
use kernel::{Change, Moment, Money, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::number::OrderNumber;
use crate::order::{Order, OrderException, OrderStatus, PaymentBadge};
use crate::outside::nova_poshta::WaybillNumber;
use crate::{ClientId, CompanyId, OrderId};
use kernel::identifier::Phone;

/// The view's name.
pub const VIEW: &str = "order-list";
/// The partition of all orders.
const ALL: &str = "all";

/// Orders as a list shows them: all, by status, and by payment badge; newest first.
pub struct OrderListFromOrder;

/// One order in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderListItem {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// Who ordered.
    pub client_id: ClientId,
    /// Their name.
    pub client_name: String,
    /// Their company.
    pub company_id: Option<CompanyId>,
    /// Its name.
    pub company_name: Option<String>,
    /// The client's telephone.
    pub phone: Option<Phone>,
    /// What it costs, VAT included.
    pub total: Money,
    /// What came for it.
    pub paid: Money,
    /// What is still to come.
    pub debt: Money,
    /// What came beyond.
    pub surplus: Money,
    /// Stage of fulfilment.
    pub status: OrderStatus,
    /// Whether the status was set by hand.
    pub overridden: bool,
    /// Whether the money has come.
    pub badge: PaymentBadge,
    /// The number on the label of the newest waybill that is not void.
    pub waybill: Option<WaybillNumber>,
    /// What the carrier says of it.
    pub carrier_text: Option<String>,
    /// What somebody must look at.
    pub exceptions: Vec<OrderException>,
    /// Who made it, by id.
    pub manager: String,
    /// When.
    pub created_at: Moment,
    /// When anything about it changed last.
    pub updated_at: Moment,
    /// The version that this shows.
    pub version: Version,
}

impl View for OrderListFromOrder {
    type Aggregate = Order;
    const SPEC: ViewSpec = ViewSpec { name: "orders.order-list-from-order", view: VIEW, summary: "Orders as a list shows them." };

    fn project(step: &Step<'_, Order>) -> Vec<Change> {
        step.replace(|order| vec![row(order, step.meta.at, step.version)])
    }
}

/// The sort key of an order: newest last, the id tells apart what came at one instant.
pub fn sort(order: &Order) -> String {
    format!("{}#{}", order.created_at, order.id)
}

/// All orders, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Orders in one status, newest first.
pub fn in_status(status: OrderStatus) -> RowQuery {
    RowQuery::new(VIEW, status_partition(status)).by(By::Index1).newest_first()
}

/// Orders with one badge, newest first.
pub fn with_badge(badge: PaymentBadge) -> RowQuery {
    RowQuery::new(VIEW, badge_partition(badge)).by(By::Index2).newest_first()
}

fn status_partition(status: OrderStatus) -> String {
    format!("status#{}", status.name())
}

fn badge_partition(badge: PaymentBadge) -> String {
    format!("badge#{}", badge.name())
}

fn row(order: &Order, updated_at: Moment, version: Version) -> Row {
    let item = item(order, updated_at, version);
    let (status, badge, sort) = (status_partition(item.status), badge_partition(item.badge), sort(order));
    let data = serde_json::to_value(item).unwrap_or_default();
    Row::new(ALL, sort.clone(), data).with_index1(status, sort.clone()).with_index2(badge, sort)
}

/// An order as a list shows it.
pub fn item(order: &Order, updated_at: Moment, version: Version) -> OrderListItem {
    let waybill = order.consignments.iter().rev().find_map(|consignment| consignment.waybill());
    OrderListItem {
        order_id: order.id,
        number: order.number.clone(),
        client_id: order.client.client,
        client_name: order.client.name.to_string(),
        company_id: order.client.company,
        company_name: order.client.company_name.as_ref().map(ToString::to_string),
        phone: order.client.phone.clone(),
        total: order.total,
        paid: order.paid(),
        debt: order.debt(),
        surplus: order.surplus(),
        status: order.status(),
        overridden: order.override_status.is_some() && order.cancelled.is_none(),
        badge: order.payment_badge(),
        waybill: waybill.map(|waybill| waybill.number.clone()),
        carrier_text: waybill.map(|waybill| waybill.last_said().1.to_owned()).filter(|text| !text.is_empty()),
        exceptions: order.exceptions.clone(),
        manager: order.manager.clone(),
        created_at: order.created_at,
        updated_at,
        version,
    }
}

#[cfg(test)]
mod tests {
    use kernel::RowKey;

    use super::*;
    use crate::samples;
    use crate::views::tests::project;

    #[test]
    fn an_order_has_one_row_in_three_orders() {
        let history = [vec![samples::created()], vec![samples::payment_allocated(), samples::waybill_registered()]];
        let steps = project::<OrderListFromOrder>(samples::order_id(), &history);
        let [Change::Put(row)] = steps[1].as_slice() else { panic!("{:?}", steps[1]) };
        let sort = format!("2026-11-21T08:30:00.000Z#{}", samples::order_id());
        let key = |partition: &str| RowKey { partition: partition.to_owned(), sort: sort.clone() };
        assert_eq!(row.key, key("all"));
        assert_eq!((row.index1.clone(), row.index2.clone()), (Some(key("status#SHIPPING_CREATED")), Some(key("badge#PAID"))));
        let item: OrderListItem = serde_json::from_value(row.data.clone()).unwrap();
        assert_eq!((item.version, item.waybill, item.debt), (2, Some(samples::waybill_number()), samples::uah("0")));
    }
}
