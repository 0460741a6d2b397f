//! A declarant brings a declaration to the vendor and watches it until the goods are released.

use entrepot_local::demonstration::customs;
use entrepot_local::personas::RUSSIAN;

use super::Story;
use crate::Failed;

/// What a declarant opens besides a declaration.
const OF_DECLARANTS: [&str; 8] = [
    "customs",
    "customs?list=attention",
    "customs/declarations/new",
    "customs/organizations",
    "customs/organizations/new",
    "customs/reference",
    "customs/health",
    "customs/tariff",
];
/// The parts of a declaration.
const PARTS: [&str; 7] = ["form", "goods", "documents", "parties", "journal", "files", "estimate"];

impl Story {
    pub(super) async fn clears_customs(&mut self) -> Result<(), Failed> {
        // The tables of codes come with the clock; the demonstration waits for them.
        customs::seed(&self.host.engine).await.map_err(|fault| fault.chain())?;
        if !self.host.settle(crate::driver::PATIENCE.saturating_mul(4)).await {
            return Err("the declarations are made without end".into());
        }
        self.sign_in(RUSSIAN, "declarant").await?;
        self.fit(&OF_DECLARANTS).await?;
        let draft = format!("customs/declarations/{}", customs::declaration("draft"));
        let parts: Vec<String> = PARTS.iter().map(|part| format!("{draft}/{part}")).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).chain([draft.as_str()]).collect();
        self.fit(&parts).await?;
        self.files_it(&draft).await
    }

    async fn files_it(&mut self, draft: &str) -> Result<(), Failed> {
        let driver = &self.driver;
        driver.goto(&self.page(draft)).await?;
        driver.click("form[action$='/submit'] button").await?;
        // From here on nothing is clicked: the page shows each step as it happens.
        driver.until_says("#live", "Надсилання").await?;
        driver.until_says("#live", "Усе в Контурі").await?;
        driver.until_says("#live", "Товари випущено").await?;
        if self.pictures {
            self.picture("declaration").await?;
        }
        self.step("brings a declaration to the vendor and watches it until the goods are released");
        Ok(())
    }
}
