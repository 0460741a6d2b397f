//! A payment and the orders that it may be for, made by the commands that make them in life.

use kernel::command::Append;
use kernel::id::kinds;
use kernel::{Aggregate, Commit, Currency, Event, Id, Money};
use orders::order::Order;
use orders::payment::{Payer, Payment, PaymentEvent, Received};
use orders::{OrderId, PaymentId};
use runtime::{Batch, Engine, execute};
use serde_json::{Value, json};

use super::seed::word;
use crate::{Failed, world};

/// Words of the seeds are made of smaller numbers.
const FIRST_WORD: u64 = 0xf0_0000;
/// Amounts of the seeds are larger.
const FIRST_AMOUNT_MINOR: i64 = 100_000;

/// Makes the `n`-th of them; the payment's id.
pub async fn make(engine: &Engine, n: u64) -> Result<PaymentId, Failed> {
    let tag = n.to_string();
    let name = format!("ТОВ «{}»", word(FIRST_WORD.saturating_add(n)));
    let phone = format!("+38050{n:07}");
    let company = Id::<kinds::Company>::derive(&["deal", &tag]);
    let client = Id::<kinds::Client>::derive(&["deal", &tag]);
    let neighbour = Id::<kinds::Client>::derive(&["neighbour", &tag]);
    send(engine, "orders.register-company", json!({ "company_id": company, "name": name })).await?;
    let buyer = json!({ "client_id": client, "name": "Відділ постачання", "phone": phone, "company_id": company });
    send(engine, "orders.register-client", buyer).await?;
    send(engine, "orders.register-client", json!({ "client_id": neighbour, "name": "Покупець Перший" })).await?;
    let amount = Money::from_minor(FIRST_AMOUNT_MINOR.saturating_add(i64::try_from(n)?), Currency::UAH);
    let wanted = order(engine, client, &format!("{tag}-wanted"), amount).await?;
    for other in ["first", "second"] {
        order(engine, neighbour, &format!("{tag}-{other}"), amount).await?;
    }
    let history = engine.ports.store.load(&world::tenant()?, &Order::stream(wanted), Order::SNAPSHOT_SCHEMA).await?;
    let number = history.fold::<Order>()?.ok_or("the order is not there")?.state.number;
    let payer = Payer { name: Some(name), code: None, account: None, phone: Some(phone.parse()?) };
    let purpose = format!("Оплата за замовлення {} без ПДВ", number.as_str());
    receive(engine, PaymentId::derive(&["deal", &tag]), amount, payer, purpose).await
}

async fn order(engine: &Engine, client: Id<kinds::Client>, name: &str, amount: Money) -> Result<OrderId, Failed> {
    let order = OrderId::derive(&["deal", name]);
    let items = json!([{ "sku": "MLN-25", "name": "Жорна 25 см", "quantity": "1", "price": amount }]);
    send(engine, "orders.create-order", json!({ "order_id": order, "client_id": client, "items": items })).await?;
    Ok(order)
}

/// Sends a command and delivers what came of it to the index.
async fn send(engine: &Engine, command: &str, body: Value) -> Result<(), Failed> {
    let request = world::request(engine, command, body, world::manager())?;
    let accepted = execute(engine, request).await.map_err(|failure| format!("{command}: {failure:?}"))?;
    world::project(engine, &accepted.stream).await
}

/// Appends the payment's first event as the reader of bank statements would.
async fn receive(engine: &Engine, id: PaymentId, amount: Money, payer: Payer, purpose: String) -> Result<PaymentId, Failed> {
    let received = Received { id, amount, payer, purpose, ..orders::samples::payments::receipt() };
    let received = Received { paid_at: engine.ports.clock.now(), ..received };
    let events = vec![PaymentEvent::Received(received).write()?];
    let context = engine.system_context(&world::tenant()?, "bench", uuid::Uuid::now_v7(), None).await?;
    let commit = Commit { version: 1, meta: context.meta("bench.receive"), key: None, events: events.clone() };
    let append = Append { stream: Payment::stream(id), expected: 0, events };
    let batch = Batch { appends: vec![(append, commit)], claims: Vec::new(), releases: Vec::new(), unchanged: Vec::new() };
    engine.ports.store.append(&world::tenant()?, &batch).await?;
    Ok(id)
}
