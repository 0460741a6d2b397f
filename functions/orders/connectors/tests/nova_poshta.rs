//! The carrier's connector against the simulated carrier.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::{Body, to_bytes};
use axum::extract::{Request as HttpRequest, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Day, Moment};
use nova_poshta_simulator::{Settings, Simulator};
use orders::outside::kyiv;
use orders::outside::nova_poshta::{Answer, CarrierClass, Request, WarehouseKind, Waybill, code};
use orders_connectors::NovaPoshta;
use runtime::ports::Connector as _;
use serde_json::{Value, json};
use simulator_support::answer::cut;
use simulator_support::clock::utc_now;
use simulator_support::fault::{Fault, FaultKind};
use tokio::net::TcpListener;

use support::{Held, call, outbound};

const KEY: &str = "np-key-that-nobody-sees";
/// Rows of a page of the carrier's list.
const LIST_ROWS: usize = 100;

struct Stand {
    simulator: Simulator,
    connector: NovaPoshta,
    orders: Value,
    losses: Arc<AtomicU32>,
}

/// Loses the answers of as many waybills as ordered: the simulator's own fault cannot tell a
/// saved waybill from a saved recipient, and a recipient is asked for again.
async fn lose_waybills(State(losses): State<Arc<AtomicU32>>, request: HttpRequest, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 100_000).await.unwrap();
    let call: Value = serde_json::from_slice(&body).unwrap_or_default();
    let makes = call["modelName"] == "InternetDocument" && call["calledMethod"] == "save";
    let answer = next.run(HttpRequest::from_parts(head, Body::from(body))).await;
    let loses = makes && losses.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
    if loses { cut() } else { answer }
}

impl Stand {
    async fn start() -> Self {
        Self::with_key(KEY).await
    }

    /// A stand whose tenant has this key.
    async fn with_key(key: &'static str) -> Self {
        let simulator = Simulator::new(Settings { api_key: KEY.to_owned(), step_ms: 0, webhook: None, state_file: None });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/v2.0/json/", listener.local_addr().unwrap());
        let losses = Arc::new(AtomicU32::new(0));
        let router = simulator.router().layer(from_fn_with_state(losses.clone(), lose_waybills));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let secrets = Arc::new(Held([("nova-poshta-api-key", key)].into()));
        let connector = NovaPoshta::new(outbound(NovaPoshta::policy()), secrets);
        let mut stand = Self { simulator, connector, orders: json!({ "nova_poshta": { "base_url": base } }), losses };
        if key == KEY {
            stand.orders["nova_poshta"]["sender"] = stand.sender(&base).await;
        }
        stand
    }

    /// The sender's references out of the carrier's directory, as an administrator would find them.
    async fn sender(&self, base: &str) -> Value {
        let party = ask(base, "Counterparty", "getCounterparties", json!({ "CounterpartyProperty": "Sender" })).await;
        let contact = ask(base, "Counterparty", "getCounterpartyContactPersons", json!({ "Ref": party["Ref"] })).await;
        let city = self.city("Дніпро").await;
        let warehouses = self.warehouses(&city, "№1:").await;
        json!({
            "counterparty_ref": party["Ref"], "contact_ref": contact["Ref"], "city_ref": city,
            "warehouse_ref": warehouses[0]["warehouse_ref"], "phone": "+380671112233",
        })
    }

    async fn city(&self, text: &str) -> String {
        let Answer::Cities { cities } = self.ask(json!({ "operation": "find-cities", "text": text })).await else { panic!("no cities") };
        cities[0].city_ref.clone()
    }

    async fn warehouses(&self, city_ref: &str, text: &str) -> Value {
        let request = json!({ "operation": "find-warehouses", "city_ref": city_ref, "text": text });
        let Answer::Warehouses { warehouses } = self.ask(request).await else { panic!("no warehouses") };
        serde_json::to_value(warehouses).unwrap()
    }

    async fn try_ask(&self, request: Value) -> Result<Answer, OutsideError> {
        let call = call(self.orders.clone(), Moment::from(utc_now()));
        let answer = self.connector.call(&call, request).await?;
        Ok(serde_json::from_value(answer).unwrap())
    }

    async fn ask(&self, request: Value) -> Answer {
        self.try_ask(request).await.unwrap()
    }

    async fn create(&self, request: Value) -> (Waybill, bool) {
        let Answer::Created { waybill, existed } = self.ask(request).await else { panic!("not created") };
        (waybill, existed)
    }

    fn fault(&self, kind: FaultKind, times: u32, method: &str) {
        self.simulator.faults().add(Fault { method: Some(method.to_owned()), ..Fault::new(kind, times) });
    }

    fn waybills(&self) -> usize {
        self.simulator.state()["waybills"].as_array().unwrap().len()
    }
}

/// The first row of a method that the connector does not use.
async fn ask(base: &str, model: &str, method: &str, properties: Value) -> Value {
    let outbound = outbound(NovaPoshta::policy());
    let body = json!({ "apiKey": KEY, "modelName": model, "calledMethod": method, "methodProperties": properties });
    let request = outbound::OutboundRequest::new("test", outbound::Method::POST, base).unwrap().body(body.to_string().into_bytes());
    let context = outbound::CallContext::of(&call(json!({}), Moment::from(utc_now())));
    let answer = outbound.send(&context, &request).await.unwrap();
    serde_json::from_slice::<Value>(answer.body.as_bytes()).unwrap()["data"][0].clone()
}

fn today() -> Day {
    kyiv::today(Moment::from(utc_now()))
}

fn new_waybill(own_reference: &str) -> Value {
    json!({
        "operation": "create-waybill", "own_reference": own_reference, "created_on": today(), "description": "Книги",
        "weight_grams": 1500, "seats": 1, "payer": "recipient",
        "declared_value": { "amount": "500.00", "currency": "UAH" },
        "recipient": {
            "name": "Отримувач Тестовий Перший", "phone": "+380501234567",
            "place": { "by": "name", "city": "Київ", "warehouse_number": "2" },
        },
    })
}

#[tokio::test]
async fn a_waybill_is_made_tracked_and_deleted() {
    let stand = Stand::start().await;
    let mut request = new_waybill("ord-1");
    request["cash_on_delivery"] = json!({ "amount": "1500.55", "currency": "UAH" });
    let (waybill, existed) = stand.create(request).await;
    assert!(!existed && waybill.cost.is_some_and(|cost| cost.is_positive()) && waybill.estimated_delivery.is_some());
    let track = json!({ "operation": "track", "waybills": [{ "number": waybill.number, "phone": "+380501234567" }] });
    let Answer::Tracked { rows, rejected } = stand.ask(track.clone()).await else { panic!("not tracked") };
    assert_eq!((rows.len(), rejected.len()), (1, 0));
    assert_eq!((rows[0].fact.class(), &rows[0].fact.number), (CarrierClass::Created, &waybill.number));
    assert_eq!(rows[0].fact.redelivery_sum.map(|money| money.to_string()).as_deref(), Some("1500.55 UAH"));
    assert!(rows[0].fact.authority_time.is_some() && rows[0].fact.unreadable.is_empty(), "{:?}", rows[0].fact);
    let delete = json!({ "operation": "delete-waybill", "document_ref": waybill.document_ref });
    assert!(matches!(stand.ask(delete.clone()).await, Answer::Deleted { .. }));
    assert!(matches!(stand.ask(delete).await, Answer::Deleted { .. }), "deleting again is harmless");
    let Answer::Tracked { rows, .. } = stand.ask(track).await else { panic!("not tracked") };
    assert_eq!(rows[0].fact.class(), CarrierClass::Void);
}

#[tokio::test]
async fn r05_every_step_of_the_way_is_recognised() {
    let stand = Stand::start().await;
    let (waybill, _) = stand.create(new_waybill("ord-1")).await;
    let number = waybill.number.to_string();
    assert!(
        stand.simulator.set_route(&number, &[1, 4, 41, 5, 6, 12, 101, 111, 104, 112, 105, 7, 8, 14, 103, 102, 108, 9, 10, 11, 106, 777])
    );
    let track = json!({ "operation": "track", "waybills": [{ "number": waybill.number, "phone": "+380501234567" }] });
    while let Some(status) = stand.simulator.advance(&number) {
        let Answer::Tracked { rows, rejected } = stand.ask(track.clone()).await else { panic!("not tracked") };
        assert!(rejected.is_empty());
        let fact = &rows[0].fact;
        assert_eq!((fact.status_code.clone(), fact.class() == CarrierClass::Unrecognised), (status.to_string(), status == 777));
        assert!(fact.authority_time.is_some() && fact.unreadable.is_empty(), "{fact:?}");
    }
}

#[tokio::test]
async fn r32_a_repeated_request_finds_the_waybill() {
    let stand = Stand::start().await;
    let (first, _) = stand.create(new_waybill("ord-1")).await;
    let (again, existed) = stand.create(new_waybill("ord-1")).await;
    assert_eq!((again.number, existed, stand.waybills()), (first.number.clone(), true, 1));
    let find = |own: &str| json!({ "operation": "find-waybill", "own_reference": own, "created_on": today() });
    let Answer::Found { waybill } = stand.ask(find("ord-1")).await else { panic!("no answer") };
    assert_eq!(waybill.map(|waybill| waybill.number), Some(first.number));
    assert_eq!(stand.ask(find("ord-2")).await, Answer::Found { waybill: None });
}

#[tokio::test]
async fn r32_the_lookup_reads_every_page_and_every_day_since_the_first_attempt() {
    let stand = Stand::start().await;
    let mut request = new_waybill("ord-0");
    request["lookup_first"] = json!(false);
    for nth in 0..=LIST_ROWS {
        request["own_reference"] = json!(format!("ord-{nth}"));
        stand.create(request.clone()).await;
    }
    let days_ago = kyiv::today(Moment::from(utc_now()).plus_ms(-3 * 86_400_000));
    for own in ["ord-0", "ord-100"] {
        let find = json!({ "operation": "find-waybill", "own_reference": own, "created_on": days_ago });
        assert!(matches!(stand.ask(find).await, Answer::Found { waybill: Some(_) }), "{own}");
    }
}

#[tokio::test]
async fn r32_an_answer_that_is_lost_leaves_exactly_one_waybill() {
    let stand = Stand::start().await;
    stand.losses.store(1, Ordering::SeqCst);
    let (waybill, existed) = stand.create(new_waybill("ord-1")).await;
    assert_eq!((existed, stand.waybills(), stand.losses.load(Ordering::SeqCst)), (false, 1, 0));
    let (again, existed) = stand.create(new_waybill("ord-1")).await;
    assert_eq!((again.number, existed, stand.waybills()), (waybill.number, true, 1));
}

#[tokio::test]
async fn r32_an_outcome_nobody_knows_is_told_and_the_next_attempt_finds_it() {
    let stand = Stand::start().await;
    let mut without_lookup = new_waybill("ord-1");
    without_lookup["lookup_first"] = json!(false);
    stand.losses.store(1, Ordering::SeqCst);
    // The lookup after the lost answer fails at each of its attempts.
    stand.fault(FaultKind::Http500, 3, "getDocumentList");
    let error = stand.try_ask(without_lookup).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class), (code::UNKNOWN_OUTCOME, FailureClass::Unknown));
    assert_eq!(stand.waybills(), 1);
    let (_, existed) = stand.create(new_waybill("ord-1")).await;
    assert_eq!((existed, stand.waybills()), (true, 1));
}

#[tokio::test]
async fn r32_a_recipient_is_asked_for_again_and_a_failed_search_makes_nothing() {
    let stand = Stand::start().await;
    stand.fault(FaultKind::AnswerLost, 2, "save");
    let (_, existed) = stand.create(new_waybill("ord-1")).await;
    assert_eq!((existed, stand.waybills()), (false, 1));
    stand.fault(FaultKind::Garbage, 1, "getWarehouses");
    let error = stand.try_ask(new_waybill("ord-2")).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class, stand.waybills()), (code::PARSE_ERROR, FailureClass::Retry, 1));
}

#[tokio::test]
async fn r36_the_carriers_refusals_have_codes_and_classes() {
    let stand = Stand::start().await;
    let track = json!({ "operation": "track", "waybills": [{ "number": "20450000000017" }] });
    for (kind, times, expected, class) in [
        (FaultKind::ToManyRequests, 1, code::RATE_LIMIT, FailureClass::Retry),
        (FaultKind::Http429, 3, code::RATE_LIMIT, FailureClass::Retry),
        (FaultKind::Http500, 3, code::SERVER_ERROR, FailureClass::Retry),
        (FaultKind::Cut, 3, code::SERVER_ERROR, FailureClass::Retry),
        (FaultKind::Auth, 1, code::AUTH_ERROR, FailureClass::Auth),
        (FaultKind::Garbage, 1, code::PARSE_ERROR, FailureClass::Retry),
    ] {
        stand.fault(kind, times, "getStatusDocuments");
        let error = stand.try_ask(track.clone()).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (expected, class), "{kind:?}");
        assert!(stand.simulator.faults().list().is_empty(), "{kind:?}");
    }
    stand.fault(FaultKind::Http500, 2, "getStatusDocuments");
    let Answer::Tracked { rows, .. } = stand.ask(track).await else { panic!("not tracked") };
    assert_eq!(rows[0].fact.class(), CarrierClass::NotFound);
}

#[tokio::test]
async fn r36_a_wrong_key_is_an_auth_error_that_does_not_show_the_key() {
    let stand = Stand::with_key("another-secret-key").await;
    let error = stand.try_ask(json!({ "operation": "find-cities", "text": "Київ" })).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class, error.raw_code.as_str()), (code::AUTH_ERROR, FailureClass::Auth, "20000200068"));
    assert!(!format!("{error:?}").contains("another-secret-key"));
    let stand = Stand::with_key("").await;
    let error = stand.try_ask(json!({ "operation": "find-cities", "text": "Київ" })).await.unwrap_err();
    assert_eq!((error.class, error.raw_code.as_str()), (FailureClass::Auth, "no-secret"));
}

#[tokio::test]
async fn places_that_are_not_one_place_are_refused() {
    let stand = Stand::start().await;
    for (place, expected) in [
        (json!({ "by": "name", "city": "Іванівка", "warehouse_number": "1" }), Err(code::VALIDATION_ERROR)),
        (json!({ "by": "name", "city": "Іванівка", "area": "Одеська обл.", "warehouse_number": "1" }), Ok(())),
        (json!({ "by": "name", "city": "Атлантида", "warehouse_number": "1" }), Err(code::NOT_FOUND)),
        (json!({ "by": "name", "city": "Київ", "warehouse_number": "999" }), Err(code::NOT_FOUND)),
        (json!({ "by": "reference", "city_ref": "nowhere", "warehouse_ref": "nowhere" }), Err(code::VALIDATION_ERROR)),
    ] {
        let mut request = new_waybill(&place.to_string()[..40]);
        request["recipient"]["place"] = place.clone();
        let outcome = stand.try_ask(request).await;
        assert_eq!(outcome.as_ref().map(|_| ()).map_err(|error| error.code.as_str()), expected, "{place}");
    }
    assert_eq!(stand.waybills(), 1);
}

#[tokio::test]
async fn a_postomat_needs_a_size_and_gets_its_own_service() {
    let stand = Stand::start().await;
    let mut request = new_waybill("ord-1");
    request["recipient"]["place"]["warehouse_number"] = json!("5001");
    let error = stand.try_ask(request.clone()).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class), (code::VALIDATION_ERROR, FailureClass::Permanent));
    request["size"] = json!({ "length_mm": 300, "width_mm": 200, "height_mm": 105 });
    request["seats"] = json!(2);
    let (_, existed) = stand.create(request).await;
    assert!(!existed);
    let city = stand.city("Київ").await;
    let found = stand.warehouses(&city, "Поштомат").await;
    assert_eq!(found[0]["kind"], serde_json::to_value(WarehouseKind::Postomat).unwrap());
}

#[tokio::test]
async fn prices_are_asked_for() {
    let stand = Stand::start().await;
    let request = json!({
        "operation": "price", "city_ref": stand.city("Київ").await, "weight_grams": 1500, "seats": 1,
        "declared_value": { "amount": "500.00", "currency": "UAH" }, "cash_on_delivery": { "amount": "500.00", "currency": "UAH" },
    });
    let Answer::Priced(price) = stand.ask(request).await else { panic!("no price") };
    assert!(price.delivery.is_positive() && price.redelivery.is_some_and(|money| money.is_positive()));
    assert_eq!(price.assessed.map(|money| money.to_string()).as_deref(), Some("500.00 UAH"));
}

#[tokio::test]
async fn r36_a_handed_over_waybill_cannot_be_deleted() {
    let stand = Stand::start().await;
    let (waybill, _) = stand.create(new_waybill("ord-1")).await;
    stand.simulator.advance(waybill.number.as_str());
    let delete = json!({ "operation": "delete-waybill", "document_ref": waybill.document_ref });
    let error = stand.try_ask(delete).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.raw_code.as_str()), (code::VALIDATION_ERROR, "20000200154"));
}

#[tokio::test]
async fn wrong_requests_and_missing_settings_never_reach_the_carrier() {
    let stand = Stand::start().await;
    let mut light = new_waybill("ord-1");
    light["weight_grams"] = json!(0);
    let numbers: Vec<Value> = (0..101).map(|_| json!({ "number": "20450000000017" })).collect();
    for request in [
        light,
        json!({ "operation": "fly" }),
        json!({ "operation": "track", "waybills": numbers }),
        json!({ "operation": "find-cities", "text": "К" }),
    ] {
        let error = stand.try_ask(request.clone()).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (code::VALIDATION_ERROR, FailureClass::Permanent), "{request}");
    }
    let nothing = stand.ask(json!({ "operation": "track", "waybills": [] })).await;
    assert!(matches!(nothing, Answer::Tracked { rows, .. } if rows.is_empty()));
    let request = serde_json::to_value(Request::FindCities { text: "Київ".to_owned() }).unwrap();
    let error = stand.connector.call(&call(json!({}), Moment::from(utc_now())), request).await.unwrap_err();
    assert_eq!((error.class, error.raw_code.as_str()), (FailureClass::Auth, "not-configured"));
}
