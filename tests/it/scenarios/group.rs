//! Three own companies and two outside parties, from contract to allocation, over the API.

use std::collections::BTreeMap;

use entrepot_local::demonstration::figures::{self, Balances};
use entrepot_local::demonstration::group;
use entrepot_local::personas::RUSSIAN;
use kernel::Method as Verb;
use reqwest::Method;
use serde_json::Value;

use super::ledger::closing;
use super::world::{Answer, PATIENCE, World};

fn owned(balances: Balances) -> BTreeMap<String, String> {
    balances.iter().map(|(account, amount)| ((*account).to_owned(), (*amount).to_owned())).collect()
}

async fn read(world: &World, path: &str) -> Value {
    world.call_in(RUSSIAN, "accountant", Method::GET, path, None, &[]).await.is(200)
}

async fn enter_the_month(world: &World) {
    for entered in group::entered_in_october() {
        let spec = world.host.engine.command(entered.command).unwrap().spec();
        let route = spec.route.unwrap();
        let (path, body) = entered.request(route);
        let method = match route.method {
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
            Verb::Get | Verb::Patch | Verb::Delete => panic!("{}", entered.command),
        };
        let answer: Answer = world.call_in(RUSSIAN, entered.role.name(), method, &path, Some(body), &[]).await;
        assert!(answer.status.is_success(), "{}: {:#}", entered.key, answer.body);
    }
    assert!(world.host.settle(PATIENCE).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn k18_a_month_of_a_group_of_companies_is_right_to_the_kopeck() {
    let world = World::start().await;
    enter_the_month(&world).await;
    for (company, balances) in figures::BOOKS {
        let path = format!("/ledger/books/{}/trial-balance?as_of={}", group::book(company), figures::AS_OF);
        let page = read(&world, &path).await;
        assert_eq!(closing(&page), owned(balances), "{company}: {page:#}");
        assert_eq!(page["balanced"], true);
    }
    let together = read(&world, &format!("/ledger/consolidated-trial-balance?as_of={}", figures::AS_OF)).await;
    assert_eq!(together["balanced"], true, "{together:#}");
    let line = |line: &Value| (line["account"].as_str().unwrap().to_owned(), line["total"]["amount"].as_str().unwrap().to_owned());
    let lines: BTreeMap<_, _> = together["lines"].as_array().unwrap().iter().map(line).filter(|(_, amount)| amount != "0.00").collect();
    assert_eq!(lines, owned(figures::CONSOLIDATED), "{together:#}");
    let invoices = read(&world, "/commerce/invoices").await;
    let statuses: BTreeMap<&str, usize> = invoices["items"].as_array().unwrap().iter().fold(BTreeMap::new(), |mut sums, row| {
        *sums.entry(row["status"].as_str().unwrap()).or_default() += 1;
        sums
    });
    assert_eq!(statuses, BTreeMap::from([("PAID", 3), ("PARTIALLY_PAID", 1)]), "{invoices:#}");
}
