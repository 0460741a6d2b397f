//! Three own companies and two outside parties, from contract to allocation, over the API.

use std::collections::BTreeMap;

use entrepot_local::demonstration::{figures, group};
use entrepot_local::personas::RUSSIAN;
use reqwest::Method;
use serde_json::Value;

use super::world::World;

async fn read(world: &World, path: &str) -> Value {
    world.call_in(RUSSIAN, "accountant", Method::GET, path, None, &[]).await.is(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn k01_a_month_of_a_group_of_companies_is_right_to_the_kopeck() {
    let world = World::start().await;
    for entered in group::entered_in_october() {
        world.enter(RUSSIAN, entered).await;
    }
    world.settle().await;
    for (company, balances) in figures::BOOKS {
        let path = format!("/ledger/books/{}/trial-balance?as_of={}", group::book(company), figures::AS_OF);
        let page = read(&world, &path).await;
        assert_eq!(figures::shown(&page), figures::worked_out(balances), "{company}: {page:#}");
        assert_eq!(page["balanced"], true);
    }
    let together = read(&world, &format!("/ledger/consolidated-trial-balance?as_of={}", figures::AS_OF)).await;
    assert_eq!(together["balanced"], true, "{together:#}");
    assert_eq!(figures::shown(&together), figures::worked_out(figures::CONSOLIDATED), "{together:#}");
    let invoices = read(&world, "/commerce/invoices").await;
    let statuses: BTreeMap<&str, usize> = invoices["items"].as_array().unwrap().iter().fold(BTreeMap::new(), |mut sums, row| {
        *sums.entry(row["status"].as_str().unwrap()).or_default() += 1;
        sums
    });
    assert_eq!(statuses, BTreeMap::from([("PAID", 3), ("PARTIALLY_PAID", 1)]), "{invoices:#}");
}
