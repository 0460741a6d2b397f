//! The simulator over real HTTP on a free port.

mod customs;
mod faults;
mod filling;
mod kept;
mod protocol;

use std::io;
use std::path::Path;

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::{Knobs, Settings, Simulator};

const KEY: &str = "2b8f6c1e-0000-4000-8000-00000000000d";
const ORGANIZATION: &str = "5d0c0000-0000-4000-8000-000000000001";
const EMPLOYEE: &str = "5d0c0000-0000-4000-8000-000000000065";

/// A simulator that listens, and a client that is logged in.
struct Stand {
    simulator: Simulator,
    client: Client,
    base: String,
    session: String,
    server: JoinHandle<io::Result<()>>,
}

impl Stand {
    /// Customs acts only when told.
    async fn standing() -> Self {
        Self::serve(Knobs { step_ms: 0, ..Knobs::default() }, None).await
    }

    async fn serve(knobs: Knobs, state_file: Option<&Path>) -> Self {
        let simulator = Simulator::new(Settings {
            api_key: KEY.to_owned(),
            login: "broker@example.org".to_owned(),
            password: "p&ss word".to_owned(),
            knobs,
            webhook: None,
            state_file: state_file.map(Path::to_owned),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(simulator.clone().serve(listener));
        let mut stand = Self { simulator, client: Client::new(), base, session: String::new(), server };
        stand.session = stand.log_in().await;
        stand
    }

    async fn log_in(&self) -> String {
        let url = format!("{}/auth/v1/authenticate?login=broker%40example.org&pass=p%26ss%20word", self.base);
        let answer = self.client.post(url).header("x-kontur-apikey", KEY).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        answer.text().await.unwrap()
    }

    /// Ends it without a farewell, as a process ends.
    async fn stop(self) {
        self.server.abort();
        assert!(self.server.await.is_err());
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/common/v1/{path}", self.base);
        let request = self.client.request(method, url).header("x-kontur-apikey", KEY);
        request.header("authorization", &self.session).header("accept", "application/json")
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        read(self.request(Method::GET, path)).await
    }

    async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = self.request(Method::POST, path);
        read(if body.is_null() { request } else { request.json(body) }).await
    }

    async fn upload(&self, form: &str, field: &str, name: &str, content: &[u8]) -> StatusCode {
        let mut body = format!("--limit\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--limit--\r\n");
        let request = self.request(Method::POST, &format!("{form}/upload")).header("content-type", "multipart/form-data; boundary=limit");
        read(request.body(body)).await.0
    }

    async fn control(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        read(self.client.post(format!("{}/_simulator/{path}", self.base)).json(body)).await
    }

    async fn fault(&self, fault: Value) {
        assert_eq!(self.control("faults", &fault).await.0, StatusCode::OK);
    }

    async fn create(&self, name: &str) -> Uuid {
        let (status, docflow) = self.post("docflows", &order(name)).await;
        assert_eq!(status, StatusCode::CREATED, "{docflow}");
        id(&docflow["id"])
    }

    /// The path of a docflow's declaration.
    async fn declaration(&self, docflow: Uuid) -> String {
        let (_, documents) = self.get(&format!("docflows/{docflow}/documents")).await;
        let core = documents.as_array().unwrap().iter().find(|row| row["isCore"] == true).unwrap();
        format!("docflows/{docflow}/form/{}", id(&core["formId"]))
    }

    /// A docflow with two goods; its id and the path of its declaration.
    async fn with_goods(&self, name: &str) -> (Uuid, String) {
        let docflow = self.create(name).await;
        let form = self.declaration(docflow).await;
        let goods = json!([
            { "Наименование": "Подшипник шариковый", "Код ТН ВЭД": "8482 10 900 8", "Страна происхождения": "Китай", "Вес брутто": "12,5",
              "Стоимость": 1000, "Количество": 40, "Метод определения таможенной стоимости": "1", "Цвет": "серый" },
            { "GoodsDescription": "Подшипник роликовый", "GoodsTNVEDCode": "8482500009", "OriginCountryCode": "IT", "GrossWeightQuantity": 37.5,
              "InvoicedCost": "500.00", "CustomsCostCorrectMethod": 1 },
        ]);
        let (status, _) =
            self.post(&format!("{form}/import?clearBeforeUpload=false&mapOptions=0&preserveAttachedGoods=true"), &goods).await;
        assert_eq!(status, StatusCode::OK);
        (docflow, form)
    }

    fn violations(&self) -> Vec<String> {
        self.simulator.violations().iter().map(|violation| serde_json::to_string(violation).unwrap()).collect()
    }
}

/// The status, and the body as JSON where it is that, as a text where it is not.
async fn read(request: RequestBuilder) -> (StatusCode, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

fn id(value: &Value) -> Uuid {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{value}"))
}

fn order(name: &str) -> Value {
    json!({ "type": 0, "procedure": 0, "singularity": null, "customs": 10_005_030, "organizationId": ORGANIZATION, "employeeId": EMPLOYEE, "name": name })
}
