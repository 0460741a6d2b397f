//! Judges orders anew with what is allowed to their clients now.

use kernel::view::RowQuery;
use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use super::DUE_MAX;
use crate::client::finish_spreading::FinishSpreadingClient;
use crate::queries::ListPage;
use crate::shipment::event::RecalculatedBecause;
use crate::shipment::recalculate::RecalculateShipment;
use crate::views::allowance_list::{self, AllowanceItem};
use crate::views::shipment_list::{self, ShipmentItem};

/// Clients of one tick: the orders of each are two reads.
const CLIENTS_MAX: u32 = 10;

/// Judges orders anew that somebody relies on, when another deviation is allowed to their client
/// (decision P96): one command an order, until none is left.
pub struct SpreadAllowances;

fn clients() -> RowQuery {
    allowance_list::spreading().limit(CLIENTS_MAX)
}

fn orders(client: &AllowanceItem) -> [RowQuery; 2] {
    shipment_list::at_other_allowances(client.client_id, client.allowed_deviation).map(|rows| rows.limit(DUE_MAX))
}

fn spreading(facts: &Facts) -> Vec<AllowanceItem> {
    ListPage::read(facts.page(&clients())).items
}

fn judge(client: &AllowanceItem, order: &ShipmentItem) -> Effect {
    let command = RecalculateShipment { shipment_id: order.shipment_id, cause: RecalculatedBecause::ClientNoted, request: None };
    Effect::send(&command, format!("allowance/{}/{}/{}/{}", client.client_id, client.version, order.shipment_id, order.version))
}

impl Schedule for SpreadAllowances {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "profitability.spread-allowances",
        every_seconds: 60,
        sends: &[RecalculateShipment::SPEC.name, FinishSpreadingClient::SPEC.name],
        calls: &[],
        summary: "Judges orders anew with what is allowed to their clients now.",
    };

    fn wants(facts: &Facts, _: &Context) -> Vec<Want> {
        let orders = spreading(facts).into_iter().flat_map(|client| orders(&client)).map(Want::Rows);
        std::iter::once(Want::Rows(clients())).chain(orders).collect()
    }

    fn tick(facts: &Facts, _: &Context) -> Vec<Effect> {
        let of_client = |client: AllowanceItem| {
            let pages = orders(&client).map(|rows| ListPage::<ShipmentItem>::read(facts.page(&rows)).items);
            let judged: Vec<Effect> = pages.iter().flatten().map(|order| judge(&client, order)).collect();
            if judged.is_empty() {
                let key = format!("allowance/{}/{}/done", client.client_id, client.version);
                return vec![Effect::send(&FinishSpreadingClient { client_id: client.client_id }, key)];
            }
            judged
        };
        spreading(facts).into_iter().flat_map(of_client).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::client::ClientEvent;
    use crate::samples::clients::{client_id, noted};
    use crate::samples::percent;
    use crate::samples::shipments::{approved, created, handed_over, shipment_id, submitted};
    use crate::shipment::ShipmentEvent;
    use crate::views::allowance_list::AllowanceListFromClient;
    use crate::views::shipment_list::ShipmentListFromShipment;
    use crate::views::tests::rows;

    fn tick(client: Vec<ClientEvent>, order: Vec<ShipmentEvent>) -> Vec<Effect> {
        let world = rows::<AllowanceListFromClient>(client_id(), &[client]).and(rows::<ShipmentListFromShipment>(shipment_id(), &[order]));
        let mut facts = Facts::default();
        for _ in 0..2 {
            for want in SpreadAllowances::wants(&facts, &context()) {
                let Want::Rows(query) = &want else { panic!() };
                facts.put_rows(&want, world.page(query));
            }
        }
        SpreadAllowances::tick(&facts, &context())
    }

    fn allowed(points: i64) -> Vec<ClientEvent> {
        let ClientEvent::Noted { id, name, .. } = noted() else { unreachable!() };
        vec![noted(), ClientEvent::Spread, ClientEvent::Noted { id, name, strategic: true, allowed_deviation: percent(points) }]
    }

    #[test]
    fn p96_another_allowance_reaches_what_waits_and_what_is_approved_and_then_it_is_done() {
        // They were judged at three points.
        for order in [vec![created(), submitted()], vec![created(), submitted(), approved()]] {
            for points in [200, 400] {
                let effects = tick(allowed(points), order.clone());
                let [Effect::Send { command: "profitability.recalculate-shipment", body, .. }] = effects.as_slice() else {
                    panic!("{effects:?}")
                };
                assert_eq!(body["cause"], "client-noted");
            }
        }
        let done = |client, order| {
            let effects = tick(client, order);
            matches!(effects.as_slice(), [Effect::Send { command: "profitability.finish-spreading-client", .. }])
        };
        assert!(done(vec![noted()], vec![created(), submitted()]), "they know it already");
        assert!(done(allowed(400), vec![created()]), "a draft is judged when it is submitted");
        assert!(done(allowed(400), vec![created(), submitted(), approved(), handed_over()]), "nothing revokes any more");
        assert_eq!(tick(vec![noted(), ClientEvent::Spread], vec![created(), submitted()]), []);
    }
}
