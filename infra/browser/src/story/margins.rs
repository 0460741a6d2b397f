//! A manager looks at orders against their plan; approvers decide upon them.

use entrepot_local::demonstration::{carry_out, margins};
use entrepot_local::personas::RUSSIAN;

use super::Story;
use crate::Failed;

/// What a manager opens.
const OF_MANAGERS: [&str; 6] = [
    "profitability",
    "profitability/shipments",
    "profitability/estimates",
    "profitability/estimates/new",
    "profitability/prices",
    "approvals/processes",
];
/// What an approver opens.
const OF_APPROVERS: [&str; 8] = [
    "approvals/queue",
    "approvals/processes",
    "approvals/workload",
    "approvals/emergencies",
    "approvals/roster",
    "approvals/limits",
    "approvals/channel",
    "notices",
];

impl Story {
    pub(super) async fn keeps_margins(&mut self) -> Result<(), Failed> {
        let today = self.host.engine.ports.clock.now().day_in(chrono_tz::Europe::Moscow);
        for entered in margins::entered_on(today) {
            carry_out(&self.host.engine, RUSSIAN, entered).await.map_err(|fault| fault.chain())?;
        }
        // Each order moves what remains for all others: the longest work of all stories.
        if !self.host.settle(crate::driver::PATIENCE.saturating_mul(4)).await {
            return Err("the orders are judged without end".into());
        }
        self.sign_in(RUSSIAN, "manager").await?;
        self.fit(&OF_MANAGERS).await?;
        self.looks_at_an_order().await?;
        self.sign_in(RUSSIAN, "unit-head").await?;
        self.fit(&OF_APPROVERS).await?;
        self.decides_by_keyboard().await
    }

    async fn looks_at_an_order(&mut self) -> Result<(), Failed> {
        let order = format!("profitability/shipments/{}", margins::shipment(14));
        self.fit(&[&order, &format!("profitability/estimates/{}", margins::estimate())]).await?;
        let driver = &self.driver;
        driver.goto(&self.page("profitability")).await?;
        driver.until_says("main", &margins::number(14)).await?;
        if self.pictures {
            self.picture("margins").await?;
        }
        self.driver.goto(&self.page(&order)).await?;
        self.driver.until_says("main", "10,00").await?;
        self.step("sees an order ten points below its plan");
        Ok(())
    }

    async fn decides_by_keyboard(&mut self) -> Result<(), Failed> {
        let driver = &self.driver;
        driver.goto(&self.page("approvals/queue")).await?;
        driver.until_says("main", &margins::number(14)).await?;
        driver.keys("j\u{e007}").await?;
        driver.until_says("main", margins::JUSTIFICATION).await?;
        if self.pictures {
            self.picture("approval").await?;
        }
        let driver = &self.driver;
        driver.keys("a").await?;
        driver.fill("details[data-press='a'] textarea[name=comment]", "Согласовано\u{e009}\u{e007}").await?;
        driver.until_says("main", "Согласован").await?;
        driver.find("p.notice").await?;
        self.step("opens what waits, reads all of it on one page and approves by keyboard alone");
        Ok(())
    }
}
