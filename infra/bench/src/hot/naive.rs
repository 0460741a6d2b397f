//! One item an account, its balance written under a condition on its version.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use entrepot_aws::table::{PK, SK};
use entrepot_local::engine::{Engine as Embedded, TABLE};
use uuid::Uuid;

use super::{Figure, together};
use crate::Failed;

/// As the pipeline waits: up to so many milliseconds, doubled with every try.
const PAUSE_MS: u64 = 8;
const DOUBLINGS_MAX: u64 = 6;
/// Many times what may be needed; then something else is wrong.
const TRIES_MAX: u64 = 10_000;
const AMOUNT_MINOR: i64 = 100;
/// The accounts, and what one posting adds to each.
const ACCOUNTS: [(&str, i64); 2] = [("92", AMOUNT_MINOR), ("311", -AMOUNT_MINOR)];

type Item = HashMap<String, AttributeValue>;

/// Two accounts.
#[derive(Clone)]
pub struct Naive {
    client: Client,
    book: String,
}

/// What a writer met.
struct Met {
    calls: u64,
    conflicts: u64,
    tries_max: u64,
}

impl Naive {
    /// Two new accounts with nothing on them.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn new(embedded: &Embedded, writers: u64) -> Result<Self, Failed> {
        let naive = Self { client: embedded.clients().dynamodb().clone(), book: format!("NAIVE#{writers}") };
        for (account, _) in ACCOUNTS {
            let mut item = naive.key(account);
            item.extend([("balance".to_owned(), number(0)), ("version".to_owned(), number(0))]);
            naive.client.put_item().table_name(TABLE).set_item(Some(item)).send().await?;
        }
        Ok(naive)
    }

    /// So many writers post so often each.
    ///
    /// # Errors
    /// When a call fails or a balance is wrong.
    pub async fn measure(&self, writers: u64, each: u64) -> Result<Figure, Failed> {
        let (took, met) = together(writers, |_| self.clone().write(each)).await?;
        let expected = i64::try_from(writers.saturating_mul(each))?.saturating_mul(AMOUNT_MINOR);
        let (balance, _) = self.read("92").await?;
        if balance != expected {
            return Err(format!("{expected} was posted, the balance is {balance}").into());
        }
        let sum = |of: fn(&Met) -> u64| met.iter().map(of).sum::<u64>();
        let tries_max = met.iter().map(|met| met.tries_max).max().unwrap_or(0);
        Ok(Figure { took, calls: sum(|met| met.calls), conflicts: sum(|met| met.conflicts), tries_max })
    }

    async fn write(self, each: u64) -> Result<Met, Failed> {
        let mut met = Met { calls: 0, conflicts: 0, tries_max: 0 };
        for _ in 0..each {
            let mut tries = 1_u64;
            while !self.post(&mut met).await? {
                if tries >= TRIES_MAX {
                    return Err("a posting is turned away again and again".into());
                }
                pause(tries).await;
                tries = tries.saturating_add(1);
            }
            met.tries_max = met.tries_max.max(tries);
        }
        Ok(met)
    }

    /// Reads both balances and writes both anew with the entry; false when somebody was quicker.
    async fn post(&self, met: &mut Met) -> Result<bool, Failed> {
        let mut entry = self.key(&Uuid::now_v7().to_string());
        entry.insert("amount".to_owned(), number(AMOUNT_MINOR));
        let put = Put::builder().table_name(TABLE).set_item(Some(entry)).build()?;
        let mut writes = vec![TransactWriteItem::builder().put(put).build()];
        for (account, difference) in ACCOUNTS {
            let (balance, version) = self.read(account).await?;
            let update = Update::builder().table_name(TABLE).set_key(Some(self.key(account)));
            let update = update.update_expression("SET balance = :new, version = :next").condition_expression("version = :seen");
            let update = update.expression_attribute_values(":new", number(balance.saturating_add(difference)));
            let update = update.expression_attribute_values(":next", number(version.saturating_add(1)));
            let update = update.expression_attribute_values(":seen", number(version)).build()?;
            writes.push(TransactWriteItem::builder().update(update).build());
        }
        met.calls = met.calls.saturating_add(3);
        let Err(error) = self.client.transact_write_items().set_transact_items(Some(writes)).send().await else { return Ok(true) };
        if !error.as_service_error().is_some_and(|error| error.is_transaction_canceled_exception()) {
            return Err(error.into());
        }
        met.conflicts = met.conflicts.saturating_add(1);
        Ok(false)
    }

    async fn read(&self, account: &str) -> Result<(i64, i64), Failed> {
        let get = self.client.get_item().table_name(TABLE).set_key(Some(self.key(account))).consistent_read(true);
        let item = get.send().await?.item.unwrap_or_default();
        let read = |name: &str| item.get(name).and_then(|value| value.as_n().ok()?.parse().ok()).ok_or("a balance is not there");
        Ok((read("balance")?, read("version")?))
    }

    fn key(&self, sort: &str) -> Item {
        [(PK, self.book.clone()), (SK, sort.to_owned())].map(|(name, text)| (name.to_owned(), AttributeValue::S(text))).into()
    }
}

fn number(number: i64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// Any time up to a ceiling, which doubles with every try.
async fn pause(tries: u64) {
    let ceiling = PAUSE_MS << tries.saturating_sub(1).min(DOUBLINGS_MAX);
    // The low bits of a fresh id are random.
    let (_, random) = Uuid::now_v7().as_u64_pair();
    tokio::time::sleep(Duration::from_millis(random.checked_rem(ceiling).unwrap_or(0))).await;
}
