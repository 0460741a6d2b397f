//! Many who post to one account at the same moment, beside one item a balance.

mod naive;
mod ours;

use std::future::Future;
use std::time::{Duration, Instant};

use entrepot_local::engine::{Engine as Embedded, Folder};
use tokio::task::JoinSet;

use crate::report::{Section, Table};
use crate::stats::{grouped, hundredths};
use crate::{Failed, Plan};
pub use ours::{ask, open_book};

use naive::Naive;
use ours::Ours;

/// How many write at once.
const WRITERS: [u64; 2] = [1, 64];
/// What each of them posts.
const EACH: [u64; 2] = [256, 16];
const EACH_SHORT: u64 = 4;

/// What one of the designs took.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// From the first call to the last answer.
    took: Duration,
    /// Requests to the table.
    calls: u64,
    /// Writes that were turned away because somebody else wrote first.
    conflicts: u64,
    /// The most tries that one posting needed.
    tries_max: u64,
}

/// Measures the part.
///
/// # Errors
/// When something fails, or a balance is not the sum of what was posted.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let folder = Folder::temporary()?;
    let embedded = Embedded::on_disk(&folder.path().join("data")).await?;
    let mut table = Table::new(&[
        "writers",
        "design",
        "postings",
        "a second",
        "÷ one item",
        "conflicts",
        "a posting",
        "tries at most",
        "calls a posting",
    ]);
    let ours = Ours::new(&embedded).await?;
    for (writers, each) in WRITERS.into_iter().zip(EACH) {
        let each = if plan.is_short { EACH_SHORT } else { each };
        let postings = writers.saturating_mul(each);
        eprintln!("bench:   {writers} writers");
        let naive = Naive::new(&embedded, writers).await?.measure(writers, each).await?;
        let (posted, summed) = ours.measure(writers, each).await?;
        for (design, figure) in [("entries", posted), ("entries, then sums", posted.and(summed)), ("one item a balance", naive)] {
            table.row([
                grouped(writers),
                design.to_owned(),
                grouped(postings),
                hundredths(postings.saturating_mul(1_000_000), figure.took.as_micros()),
                hundredths(naive.took.as_micros(), figure.took.as_micros()),
                grouped(figure.conflicts),
                hundredths(figure.conflicts, postings),
                grouped(figure.tries_max),
                hundredths(figure.calls, postings),
            ]);
        }
    }
    embedded.stop();
    Ok(Section {
        name: "hot",
        title: "Many writers, one account",
        text: TEXT.to_owned(),
        tables: vec![(String::new(), table)],
        notes: NOTES.map(str::to_owned).to_vec(),
    })
}

impl Figure {
    /// One after the other.
    fn and(self, other: Self) -> Self {
        Self {
            took: self.took.saturating_add(other.took),
            calls: self.calls.saturating_add(other.calls),
            conflicts: self.conflicts.saturating_add(other.conflicts),
            tries_max: self.tries_max.max(other.tries_max),
        }
    }
}

/// Runs so many writers at once; how long all of them took, and what each came to.
///
/// # Errors
/// The first failure of one of them.
async fn together<T, F>(writers: u64, of: impl Fn(u64) -> F) -> Result<(Duration, Vec<T>), Failed>
where
    T: Send + 'static,
    F: Future<Output = Result<T, Failed>> + Send + 'static,
{
    let started = Instant::now();
    let mut set = JoinSet::new();
    for writer in 0..writers {
        set.spawn(of(writer));
    }
    let mut results = Vec::new();
    while let Some(result) = set.join_next().await {
        results.push(result??);
    }
    Ok((started.elapsed(), results))
}

const TEXT: &str = "\
Every posting debits and credits the same two accounts of one book. “Entries” is `ledger.post-entry` through the whole pipeline: \
book and gate are read, then the entry is written as a stream of its own, in a transaction that checks its gate, one of sixteen of the month. \
“Then sums” also delivers each entry to the view of sums that balances are read from, by as many consumers at once, after all were posted. \
“One item a balance” is the design that comes to mind first: read both balances, then write the entry and both new balances in one transaction, each under the condition that its version is still the one that was read; \
whoever is turned away reads again, after the same pause with jitter that the pipeline makes. It has no pipeline, no roles, no idempotency key and no event. \
All run on the same embedded DynamoDB. Afterwards each balance is compared with the sum of what was posted. “÷ one item” is how many times faster than that.";

const NOTES: [&str; 2] = [
    "The embedded DynamoDB carries transactions out one after the other, and writers, engine and pipeline share two cores: postings a second are of this machine. On AWS every try also costs a way over the network and its capacity units. Conflicts and calls are counted.",
    "On AWS a transaction that touches an item at the very moment when another one does is turned away too, even if both only check it. The embedded engine does not do that. This is what the sixteen gates are for, and the sums of a day may meet it: their consumer asks again.",
];
