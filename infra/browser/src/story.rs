//! What is done in the browser, step by step.

mod books;
mod customs;
mod margins;

use std::path::PathBuf;

use entrepot_local::host::Host;
use entrepot_local::personas::UKRAINIAN;

use crate::Failed;
use crate::driver::{DESK, Driver, PHONE};

/// A story under way.
pub struct Story {
    host: Host,
    driver: Driver,
    pictures: bool,
    steps: usize,
}

impl Story {
    pub fn new(host: Host, driver: Driver, pictures: bool) -> Self {
        Self { host, driver, pictures, steps: 0 }
    }

    pub fn steps(&self) -> usize {
        self.steps
    }

    pub async fn end(self) {
        self.driver.end().await;
    }

    /// Tells all of it.
    pub async fn tell(&mut self) -> Result<(), Failed> {
        self.sign_in(UKRAINIAN, "manager").await?;
        self.make_an_order("Відділ постачання", "067 765-43-21").await?;
        let order = self.make_an_order("Відділ закупівель", "050 123-45-67").await?;
        self.send_it(&order).await?;
        let number = self.number(&order).await?;
        self.pay_without_a_number().await?;
        self.sign_in(UKRAINIAN, "team-lead").await?;
        self.decide_the_payment(&order).await?;
        self.everything_fits().await?;
        self.speaks_three_languages().await?;
        self.works_by_keyboard().await?;
        self.looks_at_the_books().await?;
        self.keeps_margins().await?;
        self.clears_customs().await?;
        println!("  the order {number} is delivered and paid");
        Ok(())
    }

    fn step(&mut self, what: &str) {
        self.steps = self.steps.saturating_add(1);
        println!("  ok: {what}");
    }

    fn page(&self, path: &str) -> String {
        format!("{}/console/{path}", self.host.url)
    }

    async fn sign_in(&mut self, tenant: &str, persona: &str) -> Result<(), Failed> {
        self.driver.goto(&self.page("orders")).await?;
        self.driver.forget().await?;
        self.driver.goto(&self.page("orders")).await?;
        self.driver.click("a.button.primary").await?;
        self.driver.click(&format!("a[href*='tenant={tenant}'][href*='persona={persona}']")).await?;
        self.driver.find("nav.sections").await?;
        self.step(&format!("signs in as {persona} of {tenant}"));
        Ok(())
    }

    async fn make_an_order(&mut self, client: &str, phone: &str) -> Result<String, Failed> {
        let driver = &self.driver;
        driver.goto(&self.page("clients/new?for=order")).await?;
        driver.fill("input[name=name]", client).await?;
        driver.fill("input[name=phone]", phone).await?;
        driver.click("button.primary[value=save]").await?;
        driver.find("input[name=client_id]").await?;
        driver.fill("input[name=sku]", "MLN-25").await?;
        driver.fill("input[name=item_name]", "Жорна 25 см").await?;
        driver.fill("input[name=quantity]", "2").await?;
        driver.fill("input[name=price]", "415.50").await?;
        driver.click("button.primary[value=save]").await?;
        driver.find("#waybill").await?;
        let url = driver.url().await?;
        let order = url.rsplit('/').next().and_then(|part| part.split('?').next()).unwrap_or_default().to_owned();
        driver.until_says("main", "831,00").await?;
        self.step("makes a client and an order, and sees its total");
        Ok(order)
    }

    async fn send_it(&mut self, order: &str) -> Result<(), Failed> {
        let driver = &self.driver;
        driver.goto(&self.page(&format!("orders/{order}/waybill"))).await?;
        driver.fill("input[name=recipient_name]", "Відділ закупівель").await?;
        driver.fill("input[name=city]", "Полтава").await?;
        driver.fill("input[name=warehouse]", "1").await?;
        driver.fill("input[name=weight]", "2.5").await?;
        driver.click("button.primary").await?;
        // From here on nothing is clicked: the page follows, and is told what to look for.
        driver.until_says("#live-state", "Наживо").await?;
        for status in ["Відправлено", "Доставлено"] {
            driver.until_says("#live .title", status).await?;
        }
        if self.pictures {
            self.picture("order").await?;
        }
        self.step("makes a waybill and watches the parcel arrive without a reload");
        Ok(())
    }

    async fn number(&self, order: &str) -> Result<String, Failed> {
        self.driver.goto(&self.page(&format!("orders/{order}"))).await?;
        let heading = self.driver.find("h1").await?.text().await?;
        Ok(heading.trim().to_owned())
    }

    async fn pay_without_a_number(&mut self) -> Result<(), Failed> {
        let payment = privatbank_simulator::NewTransaction {
            amount: "831.00".to_owned(),
            purpose: "Оплата за товар згідно домовленості".to_owned(),
            payer_name: "Відділ закупівель".to_owned(),
            ..privatbank_simulator::NewTransaction::default()
        };
        self.host.privatbank.inject(&payment)?;
        self.step("a customer pays and forgets the order number");
        Ok(())
    }

    async fn decide_the_payment(&mut self, order: &str) -> Result<(), Failed> {
        let driver = &self.driver;
        driver.goto(&self.page("review")).await?;
        let candidate = format!(".candidate:has(input[value='{order}'])");
        driver.until_says(&candidate, "+30").await?;
        if self.pictures {
            self.picture("review").await?;
        }
        driver.click(&format!("{candidate} form button")).await?;
        // Whoever matches against a contradiction is asked once more.
        if let Ok(dialog) = driver.script("return document.querySelector('dialog[open]') !== null").await
            && dialog.as_bool().unwrap_or(false)
        {
            driver.click("dialog[open] button").await?;
        }
        driver.until_at("done=matched").await?;
        driver.goto(&self.page(&format!("orders/{order}"))).await?;
        driver.until_says("#live .title", "Оплачено").await?;
        self.step("a team lead sees why each candidate scored as it did, and matches one");
        Ok(())
    }

    /// No page is wider than the screen, on a desk and on a phone.
    async fn everything_fits(&mut self) -> Result<(), Failed> {
        let pages = ["orders", "orders/new", "clients", "companies", "review", "payments", "payments/new", "credits", "events", "feeds"];
        self.fit(&pages).await
    }

    async fn fit(&mut self, pages: &[&str]) -> Result<(), Failed> {
        for size in [DESK, PHONE] {
            self.driver.resize(size).await?;
            for page in pages {
                self.driver.goto(&self.page(page)).await?;
                self.driver.find("main h1").await?;
                let wide = self.driver.script("return document.documentElement.scrollWidth - window.innerWidth").await?;
                if wide.as_i64().unwrap_or(0) > 0 {
                    return Err(format!("{page} is {wide} pixels too wide at {}", size.0).into());
                }
                if self.pictures && size == PHONE && *page == "orders" {
                    self.picture("phone").await?;
                }
            }
            self.step(&format!("{} pages fit {} pixels", pages.len(), size.0));
        }
        self.driver.resize(DESK).await
    }

    async fn speaks_three_languages(&mut self) -> Result<(), Failed> {
        for (language, words) in [("ru", "Заказы"), ("en", "Orders"), ("uk", "Замовлення")] {
            self.driver.goto(&self.page("orders")).await?;
            self.driver.click("details.who summary").await?;
            self.driver.click(&format!("button[name=to][value={language}]")).await?;
            self.driver.until_says("main h1", words).await?;
            let shown = self.driver.script("return document.documentElement.lang").await?;
            if shown != language {
                return Err(format!("the page says it is {shown}").into());
            }
        }
        self.step("speaks Russian, English and Ukrainian");
        Ok(())
    }

    async fn works_by_keyboard(&mut self) -> Result<(), Failed> {
        self.driver.goto(&self.page("payments")).await?;
        self.driver.find("main h1").await?;
        self.driver.keys("go").await?;
        self.driver.find("form[role=search]").await?;
        self.driver.keys("j\u{e007}").await?;
        self.driver.find("#waybill").await?;
        self.step("goes to the orders and opens the first one by keyboard alone");
        Ok(())
    }

    async fn picture(&self, name: &str) -> Result<(), Failed> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
        self.driver.picture(&root.join(format!("{name}.png"))).await
    }
}
