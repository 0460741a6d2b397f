//! What balances cost as a book grows.

mod seed;

use std::time::{Duration, Instant};

use entrepot_aws::{Clients, Endpoints, Table as DynamoTable};
use entrepot_local::engine::{Engine as Embedded, Folder, TABLE};
use kernel::Catalogue;
use posting::BookId;
use runtime::Engine;
use serde_json::{Value, json};

use crate::hot::{ask, open_book};
use crate::proxy::{Count, Proxy};
use crate::report::{Section, Table};
use crate::stats::{Sample, grouped, hundredths, ms};
use crate::{Failed, Plan, world};
use seed::{FIRST_DAY, Seed};

static CATALOGUES: &[&Catalogue] = &[&ledger::CATALOGUE];
/// Entries of the book.
const SIZES: [u64; 3] = [1_000, 100_000, 1_000_000];
/// How often each question is asked.
const TIMES: usize = 15;
const TIMES_SHORT: usize = 3;

/// A question, by what it is called on the page.
struct Question {
    name: &'static str,
    query: &'static str,
    parameters: fn(BookId) -> Value,
}

/// The middle of November needs whole years, ten months and sixteen days.
const QUESTIONS: [Question; 5] = [
    Question {
        name: "trial balance, all years",
        query: "ledger.get-trial-balance",
        parameters: |book| json!({ "book_id": book, "as_of": "2025-12-31" }),
    },
    Question {
        name: "trial balance, from 18 May to 16 November",
        query: "ledger.get-trial-balance",
        parameters: |book| json!({ "book_id": book, "from": "2025-05-18", "as_of": "2025-11-16" }),
    },
    Question {
        name: "one account, as of 16 November",
        query: "ledger.get-account-balance",
        parameters: |book| json!({ "book_id": book, "code": "311", "as_of": "2025-11-16" }),
    },
    Question {
        name: "one account, as known on 1 June",
        query: "ledger.get-account-balance",
        parameters: |book| json!({ "book_id": book, "code": "311", "as_of": "2025-11-16", "known_at": "2025-06-01" }),
    },
    Question {
        name: "trial balance, as known on 1 June",
        query: "ledger.get-trial-balance",
        parameters: |book| json!({ "book_id": book, "as_of": "2025-11-16", "known_at": "2025-06-01" }),
    },
];

/// Measures the part.
///
/// # Errors
/// When something fails, or a balance is not the sum of what was posted.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let folder = Folder::temporary()?;
    let embedded = Embedded::on_disk(&folder.path().join("data")).await?;
    let proxy = Proxy::start(&embedded.dynamo_endpoint).await?;
    let endpoints = Endpoints { all: None, dynamodb: Some(proxy.url.clone()), s3: None };
    let clients = Clients::local(endpoints, "local", "local-only-no-secret");
    let counted = world::engine(CATALOGUES, &embedded, DynamoTable::new(clients.dynamodb().clone(), TABLE));
    let plain = world::engine(CATALOGUES, &embedded, embedded.table());
    let book = open_book(&plain, "balances", Some(FIRST_DAY.parse()?)).await?;
    let mut seed = Seed::new(book);
    let mut table = Table::new(&["entries", "question", "items read", "calls", "read units", "ms", "÷ first"]);
    let mut firsts: Vec<Duration> = Vec::new();
    let sizes = if plan.is_short { &SIZES[..1] } else { &SIZES[..] };
    for &size in sizes.iter().filter(|size| **size <= plan.entries_max) {
        eprintln!("bench:   {size} entries");
        seed.grow(&embedded, &plain, size).await?;
        seed.check(&plain).await?;
        for (n, question) in QUESTIONS.iter().enumerate() {
            let (count, median) = of(question, book, &counted, &plain, &proxy, if plan.is_short { TIMES_SHORT } else { TIMES }).await?;
            if firsts.len() <= n {
                firsts.push(median);
            }
            let first = firsts.get(n).copied().unwrap_or_default();
            table.row([
                grouped(size),
                question.name.to_owned(),
                grouped(count.items),
                grouped(count.calls),
                hundredths(count.read_half_units, 2u64),
                ms(median),
                hundredths(median.as_micros(), first.as_micros()),
            ]);
        }
    }
    embedded.stop();
    let notes = vec![format!("The sums of the largest book are {} rows.", grouped(seed.rows()))];
    Ok(Section { name: "balance", title: "Balances as a book grows", text: TEXT.to_owned(), tables: vec![(String::new(), table)], notes })
}

/// Counts one answer through the proxy, then takes the time of some without it.
async fn of(
    question: &Question,
    book: BookId,
    counted: &Engine,
    plain: &Engine,
    proxy: &Proxy,
    times: usize,
) -> Result<(Count, Duration), Failed> {
    let parameters = (question.parameters)(book);
    // A function that has just started asks once which build of the view serves; a warm one knows.
    ask(counted, question.query, parameters.clone()).await?;
    proxy.take();
    ask(counted, question.query, parameters.clone()).await?;
    let count = proxy.take();
    let mut took = Vec::new();
    for _ in 0..times {
        let started = Instant::now();
        ask(plain, question.query, parameters.clone()).await?;
        took.push(started.elapsed());
    }
    Ok((count, Sample::of(took).median()))
}

const TEXT: &str = "\
A book of five years, on whose days ever more entries fall; they move eight accounts. A scan would read every entry. \
The commits of all entries are in the table, written by the store; the rows of their sums are what the projection makes of each of them, added up here and written at once. \
Before anything is measured the trial balance is compared with the sum of what was posted. \
Items and calls are counted on their way from the embedded DynamoDB, times taken without the counting, medians of 15. \
How much is read grows with accounts and days, not with entries: a trial balance reads whole years, whole months and the days of one month, \
the balance of an account a row a day, whether or not it is asked as it was known at a day, and the trial balance as it was known at a day all of these.";
