//! What reaches the ledger: an order by itself, and a group's month that people typed.

use entrepot_local::demonstration::group::{self, Entered};
use entrepot_local::demonstration::{figures, seller_book, seller_opens_its_books};
use entrepot_local::personas::{RUSSIAN, UKRAINIAN};
use reqwest::Method;
use serde_json::Value;

use super::caller::Caller;
use crate::Failed;
use crate::contexts::CATALOGUES;

impl Caller<'_> {
    /// Opened before there is an order.
    pub async fn opens_its_books(&self) -> Result<(), Failed> {
        self.enters(UKRAINIAN, seller_opens_its_books()).await
    }

    /// Nobody types the order again.
    pub async fn finds_the_order_in_the_ledger(&self) -> Result<(), Failed> {
        let path = format!("/ledger/books/{}/trial-balance", seller_book());
        self.reaches((UKRAINIAN, &path), &[("311", "1500.50"), ("702", "-1500.50")]).await
    }

    /// Three own companies and two outside parties, from contract to allocation.
    pub async fn trades_as_a_group(&self) -> Result<(), Failed> {
        self.enters(RUSSIAN, group::entered_in_october()).await?;
        for (company, balances) in figures::BOOKS {
            let path = format!("/ledger/books/{}/trial-balance?as_of={}", group::book(company), figures::AS_OF);
            self.reaches((RUSSIAN, &path), balances).await?;
        }
        let path = format!("/ledger/consolidated-trial-balance?as_of={}", figures::AS_OF);
        self.reaches((RUSSIAN, &path), figures::CONSOLIDATED).await
    }

    /// Types what somebody of a tenant typed.
    pub async fn enters(&self, tenant: &str, entered: Vec<Entered>) -> Result<(), Failed> {
        for entered in entered {
            let command = CATALOGUES.iter().find_map(|catalogue| catalogue.command(entered.command));
            let route = command.and_then(|command| command.spec().route);
            let route = route.ok_or_else(|| Failed::new(format!("{} has no route", entered.command)))?;
            let method = Method::from_bytes(route.method.name().as_bytes()).map_err(Failed::to("name a method"))?;
            let (path, body) = entered.request(route);
            let answer = self.call((tenant, entered.role.name()), method, &path, Some(body)).await?;
            if !(200..300).contains(&answer.status) {
                return Err(Failed::new(format!("{}: {:#}", entered.key, answer.body)));
            }
        }
        Ok(())
    }

    /// Waits until a book shows what was worked out by hand, to the kopeck.
    async fn reaches(&self, (tenant, path): (&str, &str), balances: &[(&str, &str)]) -> Result<(), Failed> {
        let wanted = figures::worked_out(balances);
        let shows = |page: &Value| figures::shown(page) == wanted && page["balanced"] == true;
        let what = format!("{} accounts are right to the kopeck", wanted.len());
        self.until_at(path, (tenant, "accountant"), &what, shows).await.map(|_| ())
    }
}
