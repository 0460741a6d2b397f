//! The accountant of a group of companies reads a month in the books.

use entrepot_local::demonstration::{carry_out, group};
use entrepot_local::personas::RUSSIAN;

use super::Story;
use crate::Failed;

/// What an accountant opens in a day, besides single documents.
const PAGES: [&str; 20] = [
    "commerce",
    "commerce/parties",
    "commerce/parties/own",
    "commerce/contracts",
    "commerce/contracts/new",
    "commerce/obligations",
    "commerce/facts",
    "commerce/invoices",
    "commerce/payments",
    "commerce/payments/new",
    "commerce/sales",
    "commerce/clearances",
    "commerce/stock",
    "commerce/assets",
    "commerce/claims",
    "commerce/forecast",
    "commerce/series",
    "ledger",
    "ledger/consolidated",
    "ledger/books/new",
];

impl Story {
    pub(super) async fn looks_at_the_books(&mut self) -> Result<(), Failed> {
        for entered in group::entered_in_october() {
            carry_out(&self.host.engine, RUSSIAN, entered).await.map_err(|fault| fault.chain())?;
        }
        self.sign_in(RUSSIAN, "accountant").await?;
        self.fit(&PAGES).await?;
        self.goes_from_the_trial_balance_to_the_document().await?;
        self.walks_through_a_deal().await
    }

    async fn goes_from_the_trial_balance_to_the_document(&mut self) -> Result<(), Failed> {
        let book = group::book(group::TRADE);
        let driver = &self.driver;
        driver.goto(&self.page(&format!("ledger/books/{book}"))).await?;
        driver.until_says("main", "67\u{a0}199,79").await?;
        if self.pictures {
            self.picture("trial-balance").await?;
        }
        driver.click(&format!("main a[href*='/books/{book}/accounts/90.01']")).await?;
        driver.until_says("main", "5\u{a0}573,60").await?;
        driver.click("main a[href*='/ledger/entries/']").await?;
        driver.until_says("main", "5\u{a0}573,60").await?;
        driver.click("main a[href*='/commerce/facts/']").await?;
        driver.until_says("main", "ТТН-88").await?;
        self.step("goes from the trial balance to the account, its entry and the fact that made it");
        Ok(())
    }

    /// Frame, fulfilment, claim, allocation.
    async fn walks_through_a_deal(&mut self) -> Result<(), Failed> {
        let driver = &self.driver;
        driver.goto(&self.page("commerce/contracts")).await?;
        driver.until_says("main", "ВТ-2026/14").await?;
        driver.click("main a[href*='/commerce/contracts/con_']").await?;
        driver.find("main h1").await?;
        if self.pictures {
            self.picture("contract").await?;
        }
        driver.goto(&self.page("commerce/invoices")).await?;
        driver.click("main a[href*='/commerce/invoices/inv_']").await?;
        driver.find("main h1").await?;
        driver.goto(&self.page("commerce/payments")).await?;
        driver
            .click("main a[href*='/commerce/payments/cpay_'], main a[href*='/commerce/payments/']:not([href$='new']):not([href$='offset'])")
            .await?;
        driver.find("main h1").await?;
        self.step("walks from the contract to the invoice and the payment that closed it");
        Ok(())
    }
}
