//! The simulator over real HTTP on a free port.

mod faults;
mod kept;
mod protocol;
mod pushes;
mod waybills;

use std::io;
use std::path::Path;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use simulator_support::clock::kyiv_now;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::places::{reference, warehouses};
use crate::{Settings, Simulator, Webhook};

const KEY: &str = "np-test-key";

/// A simulator that listens, and a client that knows its key.
struct Stand {
    simulator: Simulator,
    client: Client,
    base: String,
    server: JoinHandle<io::Result<()>>,
}

impl Stand {
    async fn start(step_ms: u64, webhook: Option<Webhook>) -> Self {
        Self::serve(Settings { api_key: KEY.to_owned(), step_ms, webhook, state_file: None }).await
    }

    /// A carrier whose waybills stand still, and that keeps them.
    async fn kept(file: &Path) -> Self {
        Self::serve(Settings { api_key: KEY.to_owned(), step_ms: 0, webhook: None, state_file: Some(file.to_owned()) }).await
    }

    async fn serve(settings: Settings) -> Self {
        let simulator = Simulator::new(settings);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(simulator.clone().serve(listener));
        Self { simulator, client: Client::new(), base, server }
    }

    /// Ends it without a farewell, as a process ends.
    async fn stop(self) {
        self.server.abort();
        assert!(self.server.await.is_err());
    }

    async fn standing() -> Self {
        Self::start(0, None).await
    }

    fn request(&self, model: &str, method: &str, properties: &Value) -> reqwest::RequestBuilder {
        self.client.post(format!("{}/v2.0/json/", self.base)).json(&json!({
            "apiKey": KEY,
            "modelName": model,
            "calledMethod": method,
            "methodProperties": properties,
        }))
    }

    async fn call(&self, model: &str, method: &str, properties: Value) -> Value {
        let answer = self.request(model, method, &properties).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.unwrap()
    }

    async fn control(&self, path: &str, body: Value) -> reqwest::Response {
        let url = format!("{}/_simulator/{path}", self.base);
        self.client.post(url).json(&body).send().await.unwrap()
    }

    async fn fault(&self, fault: Value) {
        assert_eq!(self.control("faults", fault).await.status(), StatusCode::OK);
    }

    /// Saves a waybill to a private person and answers its number and reference.
    async fn save(&self, own_reference: &str) -> (String, String) {
        let mut properties = to_person();
        properties["InfoRegClientBarcodes"] = json!(own_reference);
        let answer = self.call("InternetDocument", "save", properties).await;
        assert_eq!(answer["success"], json!(true), "{answer}");
        let row = &answer["data"][0];
        let text = |key: &str| row[key].as_str().unwrap().to_owned();
        (text("IntDocNumber"), text("Ref"))
    }

    async fn track(&self, number: &str, phone: &str) -> Value {
        let documents = json!({ "Documents": [{ "DocumentNumber": number, "Phone": phone }] });
        self.call("TrackingDocument", "getStatusDocuments", documents).await
    }
}

fn today() -> String {
    kyiv_now().format("%d.%m.%Y").to_string()
}

/// The sender's half of a save, and the parcel.
fn from_sender() -> Value {
    let branch = &warehouses()[0];
    json!({
        "PayerType": "Recipient",
        "PaymentMethod": "Cash",
        "DateTime": today(),
        "CargoType": "Parcel",
        "Weight": "2.5",
        "ServiceType": "WarehouseWarehouse",
        "SeatsAmount": "1",
        "Description": "Чайник",
        "Cost": 1500.55,
        "CitySender": branch.city.reference,
        "Sender": reference("counterparty", "sender"),
        "SenderAddress": branch.reference,
        "ContactSender": reference("contact", "sender"),
        "SendersPhone": "380671112233",
    })
}

/// A save to a text address.
fn to_person() -> Value {
    let mut properties = from_sender();
    let recipient = json!({
        "NewAddress": "1",
        "RecipientCityName": "Львів",
        "RecipientAddressName": "1",
        "RecipientName": "Отримувач Тестовий",
        "RecipientType": "PrivatePerson",
        "RecipientsPhone": "380501234567",
    });
    properties.as_object_mut().unwrap().extend(recipient.as_object().unwrap().clone());
    properties
}
