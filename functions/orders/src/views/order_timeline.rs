//! What happens to an order, on the timelines of the order, its client and its company.

use kernel::{Change, Step, Texts, View, ViewSpec};

use super::timeline::{self, Told};
use crate::order::{Order, OrderEvent, OrderException};

/// Tells what happened to an order (specification 4.4).
pub struct TimelineFromOrder;

impl View for TimelineFromOrder {
    type Aggregate = Order;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.timeline-from-order", view: timeline::VIEW, summary: "What happens to an order, on timelines." };

    fn project(step: &Step<'_, Order>) -> Vec<Change> {
        let client = &step.after.client;
        let mut timelines = vec![timeline::of_order(step.id), timeline::of_client(client.client)];
        timelines.extend(client.company.map(timeline::of_company));
        let told = step.events.iter().enumerate().filter_map(|(index, event)| Some((index, tell(step.after, event)?)));
        told.flat_map(|(index, told)| timeline::entry(step, index, &timelines, told)).collect()
    }
}

fn tell(order: &Order, event: &OrderEvent) -> Option<Told> {
    let at = if let OrderEvent::TrackingUpdated(update) = event { update.authority_at } else { None };
    Some(Told { at, ..Told::system(subject(order, event)?, description(order, event)) })
}

/// `None` for what another event of the same matter tells.
fn subject(order: &Order, event: &OrderEvent) -> Option<Texts> {
    let number = &order.number;
    let texts = match event {
        OrderEvent::WaybillRetryRequested { .. } => return None,
        OrderEvent::TrackingUpdated(update) if update.inferred => return None,
        OrderEvent::Created(_) => {
            Texts::new(format!("Order {number} created"), format!("Створено замовлення {number}"), format!("Создан заказ {number}"))
        }
        OrderEvent::Confirmed => Texts::new("Order confirmed", "Замовлення підтверджено", "Заказ подтверждён"),
        OrderEvent::ItemsRevised { .. } => Texts::new("Goods changed", "Товари змінено", "Товары изменены"),
        OrderEvent::WaybillRequested(_) => Texts::new("Waybill requested", "Замовлено ТТН", "Заказана ТТН"),
        OrderEvent::WaybillRegistered(_) => Texts::new("Waybill typed in", "Введено ТТН", "Введена ТТН"),
        OrderEvent::WaybillCreated { .. } => Texts::new("Waybill created", "Створено ТТН", "Создана ТТН"),
        OrderEvent::WaybillFailed { .. } => Texts::new("The waybill was not created", "ТТН не створено", "ТТН не создана"),
        OrderEvent::WaybillVoidRequested { .. } => {
            Texts::new("Deletion of the waybill requested", "Запитано видалення ТТН", "Запрошено удаление ТТН")
        }
        OrderEvent::WaybillVoided { .. } => Texts::new("Waybill void", "ТТН анульовано", "ТТН аннулирована"),
        OrderEvent::WaybillVoidRefused { .. } => OrderException::VoidRefused.texts(),
        OrderEvent::TrackingUpdated(update) => {
            let to = update.to.texts();
            Texts::new(format!("Delivery: {}", to.en), format!("Доставка: {}", to.uk), format!("Доставка: {}", to.ru))
        }
        OrderEvent::StatusChanged { from, to } => {
            let (from, to) = (from.texts(), to.texts());
            Texts::new(
                format!("Status: {} → {}", from.en, to.en),
                format!("Статус: {} → {}", from.uk, to.uk),
                format!("Статус: {} → {}", from.ru, to.ru),
            )
        }
        OrderEvent::Overridden { .. } => Texts::new("Status set by hand", "Статус встановлено вручну", "Статус установлен вручную"),
        OrderEvent::OverrideExpired { .. } => Texts::new(
            "The status set by hand no longer holds",
            "Статус, встановлений вручну, більше не діє",
            "Статус, установленный вручную, больше не действует",
        ),
        OrderEvent::Cancelled { .. } => Texts::new("Order cancelled", "Замовлення скасовано", "Заказ отменён"),
        OrderEvent::ExceptionRaised { exception } => exception.texts(),
        OrderEvent::ExceptionResolved { exception, .. } => {
            let about = exception.texts();
            Texts::new(format!("Resolved: {}", about.en), format!("Вирішено: {}", about.uk), format!("Решено: {}", about.ru))
        }
        OrderEvent::PaymentAllocated { .. } => Texts::new("Payment matched", "Прив’язано оплату", "Привязана оплата"),
        OrderEvent::PaymentReleased { .. } => Texts::new("Payment released", "Відв’язано оплату", "Отвязана оплата"),
    };
    Some(texts)
}

fn description(order: &Order, event: &OrderEvent) -> Option<String> {
    match event {
        OrderEvent::Created(_) => Some(order.total.to_string()),
        OrderEvent::ItemsRevised { reason, .. } => reason.as_ref().map(ToString::to_string),
        OrderEvent::WaybillRequested(wanted) => Some(format!("{}, {}", wanted.parcel.city, wanted.parcel.warehouse)),
        OrderEvent::WaybillRegistered(typed_in) => Some(typed_in.number.to_string()),
        OrderEvent::WaybillCreated { number, .. } => Some(number.to_string()),
        OrderEvent::WaybillFailed { error, .. } | OrderEvent::WaybillVoidRefused { error, .. } => Some(error.to_string()),
        OrderEvent::TrackingUpdated(update) if update.text.is_empty() => Some(update.code.clone()),
        OrderEvent::TrackingUpdated(update) => Some(format!("{} ({})", update.text, update.code)),
        OrderEvent::Overridden { reason, proof: Some(proof), .. } => Some(format!("{reason} ({proof})")),
        OrderEvent::WaybillVoidRequested { reason, .. }
        | OrderEvent::WaybillVoided { reason, .. }
        | OrderEvent::Overridden { reason, proof: None, .. }
        | OrderEvent::OverrideExpired { because: reason, .. }
        | OrderEvent::Cancelled { reason } => Some(reason.to_string()),
        OrderEvent::ExceptionResolved { note, .. } => note.as_ref().map(ToString::to_string),
        OrderEvent::PaymentAllocated { amount, .. } => Some(amount.to_string()),
        OrderEvent::PaymentReleased { amount, reason, .. } => Some(format!("{amount}: {reason}")),
        OrderEvent::Confirmed
        | OrderEvent::WaybillRetryRequested { .. }
        | OrderEvent::StatusChanged { .. }
        | OrderEvent::ExceptionRaised { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::timeline::{EntryType, TimelineEntry};
    use super::*;
    use crate::samples;
    use crate::views::tests::project;

    fn entries(changes: &[Change]) -> Vec<TimelineEntry> {
        let data = |change: &Change| match change {
            Change::Put(row) => serde_json::from_value(row.data.clone()).unwrap(),
            Change::Delete(_) | Change::Add(_) => panic!("{:?}", change.key()),
        };
        changes.iter().map(data).collect()
    }

    #[test]
    fn what_happens_is_told_to_order_client_and_company() {
        let steps = project::<TimelineFromOrder>(samples::order_id(), &[vec![samples::created()]]);
        let partitions: Vec<String> = steps[0].iter().map(|change| change.key().partition.clone()).collect();
        let (order, client, company) = (samples::order_id(), samples::client_id(), samples::company_id());
        assert_eq!(partitions, [format!("order#{order}"), format!("client#{client}"), format!("company#{company}")]);
        assert_eq!(steps[0][0].key().sort, format!("2026-11-21T08:30:00.000Z#{order}#000001#000"));
        let entry = &entries(&steps[0])[0];
        assert_eq!((entry.entry_type, entry.kind.as_str(), entry.actor.as_str()), (EntryType::System, "created.v1", "manager"));
        assert_eq!(entry.description.as_deref(), Some("1500.50 UAH"));
    }

    #[test]
    fn every_event_that_concerns_people_is_told_in_every_language() {
        let (created, quiet) = (samples::created(), ["waybill-retry-requested.v1"]);
        let order = kernel::aggregate::fold_events::<Order>(None, &[created], &testkit::context().meta("test")).unwrap().unwrap();
        for event in samples::order_events() {
            let name = kernel::Event::name(&event);
            let Some(told) = tell(&order, &event) else {
                assert!(quiet.contains(&name.as_str()), "{name} is not told");
                continue;
            };
            for language in kernel::Language::ALL {
                assert!(!told.subject.in_language(*language).is_empty(), "{name}");
            }
        }
    }
}
