//! The bank's connector against the simulated bank.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Day, Moment};
use orders::outside::kyiv;
use orders::outside::privat24::{Answer, BankTransaction, Posting, code};
use orders_connectors::Privat24;
use privatbank_simulator::{Account, NewTransaction, Settings, Simulator};
use runtime::ports::Connector as _;
use serde_json::{Value, json};
use simulator_support::clock::utc_now;
use simulator_support::fault::{Fault, FaultKind};
use tokio::net::TcpListener;

use support::{Held, call, outbound};

const TOKEN: &str = "token-that-nobody-sees";

struct Stand {
    simulator: Simulator,
    connector: Privat24,
    orders: Value,
    account: String,
}

impl Stand {
    async fn start() -> Self {
        let accounts = Account::invented();
        let account = accounts[0].iban.clone();
        let simulator = Simulator::new(Settings { token: TOKEN.to_owned(), accounts, webhook: None, state_file: None });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/api", listener.local_addr().unwrap());
        tokio::spawn(simulator.clone().serve(listener));
        let connector = Privat24::new(outbound(Privat24::policy()), Arc::new(Held([("privat24-token", TOKEN)].into())));
        Self { simulator, connector, orders: json!({ "privat24": { "base_url": base, "accounts": [account] } }), account }
    }

    async fn try_ask(&self, request: Value) -> Result<Answer, OutsideError> {
        let answer = self.connector.call(&call(self.orders.clone(), Moment::from(utc_now())), request).await?;
        Ok(serde_json::from_value(answer).unwrap())
    }

    fn transactions(&self, from: Day, follow: Option<&str>) -> Value {
        json!({ "operation": "transactions", "account": self.account, "from": from, "follow": follow })
    }

    async fn page(&self, follow: Option<&str>) -> (Vec<BankTransaction>, u32, Option<String>) {
        match self.try_ask(self.transactions(today(), follow)).await.unwrap() {
            Answer::Page { rows, rejected, duplicates, next } => {
                assert!(rejected.is_empty(), "{rejected:?}");
                (rows.into_iter().map(|row| row.fact).collect(), duplicates, next)
            }
            Answer::Settings(day) => panic!("not a page: {day:?}"),
        }
    }

    fn inject(&self, amount: &str, purpose: &str) -> String {
        let new = NewTransaction { amount: amount.to_owned(), purpose: purpose.to_owned(), ..NewTransaction::default() };
        self.simulator.inject(&new).unwrap()
    }

    fn fault(&self, kind: FaultKind, times: u32, method: &str) {
        self.simulator.faults().add(Fault { method: Some(method.to_owned()), ..Fault::new(kind, times) });
    }
}

fn today() -> Day {
    kyiv::today(Moment::from(utc_now()))
}

#[tokio::test]
async fn a_payment_becomes_a_transaction() {
    let stand = Stand::start().await;
    stand.inject("1500.55", "Оплата замовлення SO-2026-000017 – «дякую»");
    let (rows, duplicates, next) = stand.page(None).await;
    assert_eq!((rows.len(), duplicates, next), (1, 0, None));
    assert_eq!((rows[0].amount.to_string().as_str(), rows[0].is_received()), ("1500.55 UAH", true));
    assert_eq!(rows[0].purpose, "Оплата замовлення SO-2026-000017 – «дякую»");
    assert_eq!((rows[0].account.as_str(), rows[0].bank_day), (stand.account.as_str(), today()));
    let age_ms = Moment::from(utc_now()).ms_since(rows[0].paid_at);
    assert!((-120_000..180_000).contains(&age_ms), "{age_ms}");
}

#[tokio::test]
async fn the_recorded_statement_is_read_whole() {
    let stand = Stand::start().await;
    stand.simulator.load_recorded(today());
    let from = kyiv::today(Moment::from(utc_now()).plus_ms(-14 * 86_400_000));
    let Answer::Page { rows, rejected, next, .. } = stand.try_ask(stand.transactions(from, None)).await.unwrap() else { panic!("no page") };
    assert!(rejected.is_empty() && next.is_none() && rows.len() >= 5, "{rejected:?}");
    let identities: BTreeSet<_> = rows.iter().map(|row| row.fact.identity()).collect();
    assert_eq!(identities.len(), rows.len());
}

#[tokio::test]
async fn r17_a_transaction_changes_its_state_and_keeps_its_identity() {
    let stand = Stand::start().await;
    let id = stand.inject("100", "Оплата");
    assert!(stand.simulator.set_state(&id, "p"));
    let before = stand.page(None).await.0.remove(0);
    assert_eq!((before.posting, before.is_received()), (Posting::InProcess, false));
    stand.simulator.settle();
    let after = stand.page(None).await.0.remove(0);
    assert_eq!((after.posting, after.is_received(), after.identity()), (Posting::Posted, true, before.identity()));
    assert!(stand.simulator.set_state(&id, "t"));
    let reversed = stand.page(None).await.0.remove(0);
    assert_eq!((reversed.is_reversal(), reversed.is_received(), reversed.identity()), (true, false, before.identity()));
}

#[tokio::test]
async fn r18_pages_are_followed_to_the_end_and_doubles_left_out() {
    let stand = Stand::start().await;
    for nth in 1..=150 {
        stand.inject(&nth.to_string(), "Оплата");
    }
    stand.fault(FaultKind::DuplicateRows, 1, "transactions");
    stand.fault(FaultKind::PageShift, 1, "transactions");
    let (first, duplicates, next) = stand.page(None).await;
    assert_eq!((first.len(), duplicates), (100, 1));
    let (second, _, last) = stand.page(next.as_deref()).await;
    assert_eq!((second.len(), last), (51, None), "the second page starts one row early");
    let identities: BTreeSet<_> = first.iter().chain(&second).map(BankTransaction::identity).collect();
    assert_eq!(identities.len(), 150);
}

#[tokio::test]
async fn between_two_operating_days_nothing_is_read() {
    let stand = Stand::start().await;
    stand.inject("100", "Оплата");
    for method in ["settings", "transactions"] {
        stand.fault(FaultKind::Rollover, 1, method);
        let error = stand.try_ask(stand.transactions(today(), None)).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (code::ROLLOVER, FailureClass::Retry), "{method}");
    }
    assert_eq!(stand.page(None).await.0.len(), 1);
    let Answer::Settings(day) = stand.try_ask(json!({ "operation": "settings" })).await.unwrap() else { panic!("no settings") };
    assert_eq!((day.is_open(), day.today), (true, Some(today())));
}

#[tokio::test]
async fn r36_the_banks_refusals_have_codes_and_classes() {
    let stand = Stand::start().await;
    for (kind, times, expected, class) in [
        (FaultKind::Http429, 3, code::RATE_LIMIT, FailureClass::Retry),
        (FaultKind::Http500, 3, code::SERVER_ERROR, FailureClass::Retry),
        (FaultKind::Cut, 3, code::SERVER_ERROR, FailureClass::Retry),
        (FaultKind::AnswerLost, 3, code::SERVER_ERROR, FailureClass::Retry),
        (FaultKind::Auth, 1, code::AUTH_ERROR, FailureClass::Auth),
        (FaultKind::Garbage, 1, code::PARSE_ERROR, FailureClass::Retry),
    ] {
        stand.fault(kind, times, "transactions");
        let error = stand.try_ask(stand.transactions(today(), None)).await.unwrap_err();
        assert_eq!((error.code.as_str(), error.class), (expected, class), "{kind:?}");
        assert!(stand.simulator.faults().list().is_empty(), "{kind:?}");
    }
    let foreign = json!({ "operation": "transactions", "account": "UA213223130000026007233566001", "from": today() });
    let error = stand.try_ask(foreign).await.unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class, error.raw_code.as_str()),
        (code::VALIDATION_ERROR, FailureClass::Permanent, "ACCOUNT_NOT_FOUND")
    );
}

#[tokio::test]
async fn r36_a_wrong_token_is_an_auth_error_that_does_not_show_the_token() {
    let stand = Stand::start().await;
    let secrets = Arc::new(Held([("privat24-token", "stolen-token")].into()));
    let connector = Privat24::new(outbound(Privat24::policy()), secrets);
    let call = call(stand.orders.clone(), Moment::from(utc_now()));
    let error = connector.call(&call, json!({ "operation": "settings" })).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class, error.raw_code.as_str()), (code::AUTH_ERROR, FailureClass::Auth, "INVALID_TOKEN"));
    assert!(!format!("{error:?}").contains("stolen-token"));
}
