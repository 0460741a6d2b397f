//! A headless Chromium, and the few gestures that a story needs.

use std::process::Stdio;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tokio::process::{Child, Command};

use crate::Failed;

/// How long anything may take until it shows.
pub const PATIENCE: Duration = Duration::from_secs(90);
/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// A desk.
pub const DESK: (u32, u32) = (1280, 900);
/// A phone.
pub const PHONE: (u32, u32) = (390, 844);

/// A browser and the driver that steers it; both end with this value.
pub struct Driver {
    client: Client,
    _process: Child,
}

fn free_port() -> std::io::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl Driver {
    /// Starts the driver and a browser with a profile of its own.
    pub async fn start() -> Result<Self, Failed> {
        let port = free_port()?;
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("chromedriver cannot be started: {error}"))?;
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--hide-scrollbars",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--force-color-profile=srgb",
            "--lang=uk",
        ];
        let capabilities =
            json!({ "browserName": "chrome", "goog:chromeOptions": { "args": arguments, "prefs": { "intl.accept_languages": "uk" } } });
        let Value::Object(capabilities) = capabilities else { return Err("capabilities are an object".into()) };
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        let builder = builder.capabilities(capabilities);
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let client = loop {
            match builder.connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(client) => break client,
                Err(error) if tokio::time::Instant::now() > deadline => return Err(error.into()),
                Err(_) => tokio::time::sleep(LOOK_EVERY).await,
            }
        };
        let driver = Self { client, _process: process };
        driver.resize(DESK).await?;
        Ok(driver)
    }

    /// Another size of the window; a narrow one needs the emulation of a phone, since a
    /// desktop window stops shrinking at 500 pixels.
    pub async fn resize(&self, (width, height): (u32, u32)) -> Result<(), Failed> {
        self.client.set_window_size(width, height).await?;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Result<(), Failed> {
        self.client.issue_cmd(Devtools { command: command.to_owned(), parameters }).await?;
        Ok(())
    }

    pub async fn goto(&self, url: &str) -> Result<(), Failed> {
        Ok(self.client.goto(url).await?)
    }

    pub async fn url(&self) -> Result<String, Failed> {
        Ok(self.client.current_url().await?.to_string())
    }

    pub async fn forget(&self) -> Result<(), Failed> {
        Ok(self.client.delete_all_cookies().await?)
    }

    /// Waits for something to be there.
    pub async fn find(&self, css: &str) -> Result<fantoccini::elements::Element, Failed> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => return Ok(element),
                Err(_) if tokio::time::Instant::now() < deadline => tokio::time::sleep(LOOK_EVERY).await,
                Err(error) => return Err(format!("{css} never appeared at {}: {error}", self.url().await?).into()),
            }
        }
    }

    pub async fn click(&self, css: &str) -> Result<(), Failed> {
        self.find(css).await?.click().await?;
        Ok(())
    }

    pub async fn fill(&self, css: &str, text: &str) -> Result<(), Failed> {
        let element = self.find(css).await?;
        element.clear().await?;
        Ok(element.send_keys(text).await?)
    }

    /// Waits until a form that was sent has led to its next page: whoever leaves before is called back
    /// by the answer.
    pub async fn until_at(&self, part_of_url: &str) -> Result<(), Failed> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let url = self.url().await?;
            if url.contains(part_of_url) {
                return Ok(());
            }
            if tokio::time::Instant::now() > deadline {
                return Err(format!("{url} never leads to {part_of_url}").into());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until a part of the page says something, without a reload.
    pub async fn until_says(&self, css: &str, words: &str) -> Result<(), Failed> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let look = format!("return Array.from(document.querySelectorAll({})).map(e => e.innerText).join('\\n')", json!(css));
        loop {
            let text = self.script(&look).await?;
            let text = text.as_str().unwrap_or_default();
            if text.contains(words) {
                return Ok(());
            }
            if tokio::time::Instant::now() > deadline {
                return Err(format!("{css} at {} never says {words:?}, but {text:?}", self.url().await?).into());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    pub async fn script(&self, script: &str) -> Result<Value, Failed> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    pub async fn keys(&self, keys: &str) -> Result<(), Failed> {
        let body = self.find("body").await?;
        Ok(body.send_keys(keys).await?)
    }

    pub async fn picture(&self, file: &std::path::Path) -> Result<(), Failed> {
        let png = self.client.screenshot().await?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(file, png)?)
    }

    pub async fn end(self) {
        if let Err(error) = self.client.close().await {
            eprintln!("the browser does not close: {error}");
        }
    }
}

/// A command of Chromium's own protocol, through the driver.
#[derive(Debug)]
struct Devtools {
    command: String,
    parameters: Value,
}

impl fantoccini::wd::WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (http::Method::POST, Some(body.to_string()))
    }
}
