//! What a declarant waits for, and what waiting for customs costs.

use std::time::{Duration, Instant};

use entrepot_local::demonstration::customs;
use entrepot_local::demonstration::group::Entered;
use entrepot_local::engine::Folder;
use entrepot_local::host::{Config, Host};
use entrepot_local::personas::RUSSIAN;
use reqwest::Method;
use runtime::tick;
use serde_json::{Value, json};

use crate::report::{Section, Table};
use crate::stats::{Sample, grouped, ms};
use crate::{Failed, Plan};

/// Goods of the longest list: box 32 has three digits.
const GOODS: u16 = 999;
/// Goods of the declaration that is printed.
const PRINTED_GOODS: u16 = 100;
/// Bytes of the largest form.
const FORM_BYTES: usize = 5_000_000;
/// Bytes of one of the goods without its padding, and some less.
const GOOD_BYTES: usize = 430;
/// Declarations that wait for customs.
const ACTIVE: usize = 10_000;
const ACTIVE_SHORT: usize = 500;
/// How many of them hear from customs.
const CHANGED: u64 = 5;
/// Times that a thing is done, of which the median is told.
const TIMES: usize = 5;
/// The longest that anything may take.
const PATIENCE: Duration = Duration::from_secs(300);
/// How often it is looked whether something is done.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// How often a submission is looked after.
const SUBMISSION_LOOK_EVERY: Duration = Duration::from_millis(500);
/// The simulator's status of what reached customs.
const SENT: i32 = 1;
/// Longer ago than the first poll looks.
const LONG_AGO_DAYS: u16 = 7;

/// A host of its own and its declarant.
struct Desk {
    host: Host,
    http: reqwest::Client,
    token: String,
}

/// Measures the part.
///
/// # Errors
/// When something fails, or is not done in time.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let folder = Folder::temporary()?;
    let mut config = Config::test();
    config.data = Some(folder.path().join("data"));
    let desk = Desk::open(config).await?;
    let mut waiting = Table::new(&["what", "size", "ms, the first time", "ms, median of the others"]);
    desk.print(&mut waiting).await?;
    desk.goods_list(&mut waiting).await?;
    desk.large_form(&mut waiting).await?;
    let mut polls = Table::new(&["declarations that wait", "of them hear from customs", "calls of one poll", "calls a change"]);
    desk.polls(if plan.is_short { ACTIVE_SHORT } else { ACTIVE }, &mut polls).await?;
    Ok(Section {
        name: "customs",
        title: "Declarations",
        text: TEXT.to_owned(),
        tables: vec![(String::new(), waiting), (POLLS.to_owned(), polls)],
        notes: NOTES.map(str::to_owned).to_vec(),
    })
}

const TEXT: &str = "\
A local host with its data on disk and the simulator of the vendor beside it in the same process, over HTTP, as a declarant uses it. \
Each time runs from the request until the result can be seen: an accepted form, a file, a printed paper, with everything that is queued in between.";
const POLLS: &str = "The vendor is asked each minute what changed since the watermark. Here so many declarations wait since a week.";
const NOTES: [&str; 2] = [
    "The first time is that of a process that has not done it yet: the print typesets with fonts that nobody has read before.",
    "Calls are counted by the simulator; a poll without news is one list. A change costs its messages and its marks beside that list.",
];

impl Desk {
    async fn open(config: Config) -> Result<Self, Failed> {
        let host = Host::start(config).await.map_err(|fault| fault.chain())?;
        let http = reqwest::Client::builder().no_proxy().build()?;
        let who = json!({ "tenant": RUSSIAN, "persona": "declarant" });
        let answer: Value = http.post(format!("{}/dev/token", host.url)).json(&who).send().await?.error_for_status()?.json().await?;
        let token = text(&answer, "/access_token")?.to_owned();
        let desk = Self { host, http, token };
        desk.enter(customs::tables()).await?;
        for _ in 0..customs::TABLES.len() {
            desk.tick("customs.import-due-tables").await?;
        }
        desk.enter(customs::organizations()).await?;
        Ok(desk)
    }

    /// What the demonstration would type, past the roles that type it.
    async fn enter(&self, entered: Vec<Entered>) -> Result<(), Failed> {
        for entered in entered {
            let what = entered.key.clone();
            let carried = entrepot_local::demonstration::carry_out(&self.host.engine, RUSSIAN, entered).await;
            carried.map_err(|fault| format!("{what}: {}", fault.chain()))?;
        }
        Ok(())
    }

    async fn tick(&self, name: &str) -> Result<(), Failed> {
        self.settle().await?;
        let schedules = self.host.engine.catalogues.iter().flat_map(|catalogue| catalogue.schedules.iter());
        let schedule = schedules.copied().find(|schedule| schedule.spec().name == name).ok_or("no such schedule")?;
        tick::tick(&self.host.engine, schedule).await.map_err(|fault| fault.chain())?;
        self.settle().await
    }

    async fn settle(&self) -> Result<(), Failed> {
        if self.host.settle(PATIENCE).await { Ok(()) } else { Err("deliveries never end".into()) }
    }

    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Failed> {
        let request = self.http.request(method, format!("{}{path}", self.host.url)).bearer_auth(&self.token).header("if-match", "*");
        let request = if let Some(body) = body { request.json(body) } else { request };
        let answer = request.send().await?;
        let (status, body): (_, Value) = (answer.status(), answer.json().await?);
        if status.is_success() { Ok(body) } else { Err(format!("{path} answered {status}: {body}").into()) }
    }

    /// A draft; the path of its page.
    async fn draft(&self, name: &str) -> Result<String, Failed> {
        self.enter(customs::draft(name, name)).await?;
        Ok(format!("/customs/declarations/{}", customs::declaration(name)))
    }

    /// Uploads a file and has it read; how long until it was.
    async fn import(&self, path: &str, name: &str, bytes: Vec<u8>, mut task: Value) -> Result<Duration, Failed> {
        let started = Instant::now();
        let (sha256, size) = (::customs::code::sha256(&bytes), bytes.len());
        let place = self.call(Method::GET, &format!("{path}/file-upload?sha256={sha256}"), None).await?;
        let put = self.http.put(text(&place, "/url")?).header("if-none-match", "*").header("content-type", text(&place, "/media_type")?);
        let status = put.body(bytes).send().await?.status();
        // The same file may be there from the time before.
        if !status.is_success() && status != reqwest::StatusCode::PRECONDITION_FAILED {
            return Err(format!("the store answered {status}").into());
        }
        task["file"] = json!({ "name": name, "sha256": sha256, "size_bytes": size });
        self.job(path, task).await?;
        Ok(started.elapsed())
    }

    /// Has a job done, and waits for it.
    async fn job(&self, path: &str, task: Value) -> Result<Value, Failed> {
        self.call(Method::POST, &format!("{path}/jobs"), Some(&json!({ "task": task }))).await?;
        let page = self.until(path, |page| page.pointer("/jobs/0/state/state") != Some(&json!("working"))).await?;
        let state = page.pointer("/jobs/0/state").cloned().unwrap_or_default();
        if state.get("state") == Some(&json!("done")) { Ok(page) } else { Err(format!("the job ended as {state}").into()) }
    }

    async fn until(&self, path: &str, holds: impl Fn(&Value) -> bool) -> Result<Value, Failed> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            let page = self.call(Method::GET, path, None).await?;
            if holds(&page) {
                return Ok(page);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Err(format!("{path} never gets there").into())
    }

    async fn print(&self, table: &mut Table) -> Result<(), Failed> {
        let path = self.draft("bench-print").await?;
        self.import(&path, "form.json", form(PRINTED_GOODS, 0)?, json!({ "job": "import-form", "format": "json" })).await?;
        let id = path.rsplit('/').next().unwrap_or_default();
        let mut times = Vec::new();
        for _ in 0..=TIMES {
            let started = Instant::now();
            self.call(Method::POST, &format!("{path}/print"), Some(&json!({}))).await?;
            let wanted = times.len().saturating_add(1);
            let printed = |page: &Value| {
                let papers = page.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                papers.iter().filter(|paper| paper.get("status") == Some(&json!("printed"))).count() >= wanted
            };
            self.until(&format!("/papers?source={id}&limit=50"), printed).await?;
            times.push(started.elapsed());
        }
        table.row(row("our own PDF of a declaration", &format!("{PRINTED_GOODS} goods"), &times));
        Ok(())
    }

    async fn goods_list(&self, table: &mut Table) -> Result<(), Failed> {
        let path = self.draft("bench-goods").await?;
        self.import(&path, "form.json", form(GOODS, 0)?, json!({ "job": "import-form", "format": "json" })).await?;
        self.job(&path, json!({ "job": "export-goods" })).await?;
        let file = self.call(Method::GET, &format!("{path}/jobs/2/file"), None).await?;
        let workbook = self.http.get(text(&file, "/url")?).send().await?.error_for_status()?.bytes().await?.to_vec();
        let size = format!("{GOODS} rows, {} bytes", grouped(workbook.len()));
        let mut times = Vec::new();
        for _ in 0..=TIMES {
            times.push(self.import(&path, "goods.xlsx", workbook.clone(), json!({ "job": "import-goods", "choice": "replace" })).await?);
        }
        table.row(row("a goods list, from Excel to an accepted form", &size, &times));
        Ok(())
    }

    async fn large_form(&self, table: &mut Table) -> Result<(), Failed> {
        let path = self.draft("bench-form").await?;
        let (mut saved, mut read) = (Vec::new(), Vec::new());
        let mut size = 0;
        for time in 1..=TIMES.saturating_add(1) {
            let bytes = form(GOODS, time)?;
            size = bytes.len();
            saved.push(self.import(&path, "form.json", bytes, json!({ "job": "import-form", "format": "json" })).await?);
            let started = Instant::now();
            let page = self.call(Method::GET, &format!("{path}/form"), None).await?;
            let form = self.http.get(text(&page, "/url")?).send().await?.error_for_status()?.bytes().await?;
            read.push(started.elapsed());
            if form.len() < FORM_BYTES {
                return Err("the form came back shorter".into());
            }
        }
        let size = format!("{} bytes", grouped(size));
        table.row(row("a form, from a file to saved", &size, &saved));
        table.row(row("the same, read", &size, &read));
        Ok(())
    }

    /// Lets a submission go on until everything is at the vendor; the docflow. The clock is off here,
    /// and the first submission waits for its organizations.
    async fn submitted(&self, path: &str) -> Result<uuid::Uuid, Failed> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            self.tick("customs.tend-submissions").await?;
            let page = self.call(Method::GET, path, None).await?;
            if page.pointer("/summary/status") == Some(&json!("awaiting-filing")) {
                return Ok(text(&page, "/docflow")?.parse()?);
            }
            tokio::time::sleep(SUBMISSION_LOOK_EVERY).await;
        }
        Err(format!("{path} never gets to the vendor").into())
    }

    fn calls(&self) -> u64 {
        self.host.kontur.calls().get("total").and_then(Value::as_u64).unwrap_or_default()
    }

    async fn polls(&self, active: usize, table: &mut Table) -> Result<(), Failed> {
        let mut docflows = Vec::new();
        for number in 0..CHANGED {
            let path = self.draft(&format!("bench-poll-{number}")).await?;
            self.call(Method::POST, &format!("{path}/submissions"), Some(&json!({}))).await?;
            docflows.push(self.submitted(&path).await?);
        }
        let made = self.host.kontur.seed(active, SENT, LONG_AGO_DAYS).len();
        // What the submissions changed is seen first.
        self.tick("customs.poll-docflows").await?;
        for changed in [0, CHANGED] {
            for docflow in docflows.iter().take(usize::try_from(changed)?) {
                if !self.host.kontur.file(*docflow) {
                    return Err("a docflow cannot be filed".into());
                }
            }
            let before = self.calls();
            self.tick("customs.poll-docflows").await?;
            let calls = self.calls().saturating_sub(before);
            let each = calls.saturating_sub(1).checked_div(changed).map_or_else(|| "–".to_owned(), |each| each.to_string());
            table.row([grouped(made), changed.to_string(), calls.to_string(), each]);
        }
        Ok(())
    }
}

fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str, Failed> {
    value.pointer(pointer).and_then(Value::as_str).ok_or_else(|| format!("no {pointer} in {value}").into())
}

fn row(what: &str, size: &str, times: &[Duration]) -> [String; 4] {
    let (first, others) = times.split_first().map_or((Duration::ZERO, times), |(first, others)| (*first, others));
    [what.to_owned(), size.to_owned(), ms(first), ms(Sample::of(others.iter().copied()).median())]
}

/// A form with so many goods; with a number above zero, as large as forms get, and another one for
/// each number.
fn form(goods: u16, number: usize) -> Result<Vec<u8>, Failed> {
    let mut form = customs::form();
    let list = form.pointer_mut("/ESADout_CUGoodsShipment/ESADout_CUGoods").ok_or("a form has goods")?;
    let first = list.get(0).cloned().ok_or("the demonstration has goods")?;
    let each = FORM_BYTES.checked_div(usize::from(goods)).unwrap_or_default();
    let padding = each.saturating_sub(GOOD_BYTES);
    *list = (1..=goods)
        .map(|place| {
            let mut good = first.clone();
            good["GoodsNumeric"] = json!(place.to_string());
            good["GoodsDescription"] = json!(format!("Товар {place}, образец {number}"));
            if number > 0 {
                good["Remark"] = json!("x".repeat(padding));
            }
            good
        })
        .collect();
    Ok(serde_json::to_vec(&form)?)
}
