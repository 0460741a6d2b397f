//! What a command costs as its aggregate grows, beside `cqrs-es` on `dynamo-es`.

pub mod ledger;
mod ours;
mod peer;

use std::time::Duration;

use entrepot_local::engine::{Engine as Embedded, Folder};

use crate::proxy::{Count, Proxy};
use crate::report::{Section, Table};
use crate::stats::{Sample, grouped, hundredths, ms};
use crate::{Failed, Plan, artifacts};
use ours::Ours;
use peer::{Mode, Peer};

/// Commits that an aggregate has before it is measured.
const SIZES: [u64; 5] = [1, 10, 100, 1_000, 10_000];
/// Commands that are measured: as many as lie between two snapshots, so that each side
/// writes one.
pub const COMMANDS: u64 = 32;
/// Price of a million write units, in ten-thousandths of a dollar.
const WRITE_PRICE: u64 = 6_250;
/// Price of a million half read units, likewise.
const READ_HALF_PRICE: u64 = 625;

/// What [`COMMANDS`] commands took.
pub struct Figure {
    /// Everything that was called.
    count: Count,
    /// Calls on the way of a command itself, where others are not on its way.
    calls_of_commands: u64,
    times: Sample,
    /// Entries that the aggregate counts afterwards, and how many there are.
    entries: (u64, u64),
    /// Why commands were refused.
    refused: Option<String>,
}

impl Figure {
    fn dollars(&self) -> u64 {
        self.count.read_half_units.saturating_mul(READ_HALF_PRICE).saturating_add(self.count.write_units.saturating_mul(WRITE_PRICE))
    }
}

/// Measures the part.
///
/// # Errors
/// When something does not start, or answers something else than it should.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let program = artifacts::build_peer(plan.release).await?;
    let folder = Folder::temporary()?;
    let embedded = Embedded::on_disk(&folder.path().join("data")).await?;
    let proxy = Proxy::start(&embedded.dynamo_endpoint).await?;
    let ours = Ours::new(&embedded, &proxy)?;
    let mut peer = Peer::start(&program, &embedded.dynamo_endpoint, &proxy.url).await?;
    let mut table =
        Table::new(&["commits before", "store", "calls", "read units", "write units", "ms", "$ a million", "÷ Entrepot", "counts"]);
    let mut notes = Vec::new();
    let sizes = if plan.is_short { &SIZES[..3] } else { &SIZES[..] };
    for &size in sizes {
        eprintln!("bench:   {size} commits");
        let our = ours.measure(&proxy, size).await?;
        let events = peer.measure(&proxy, Mode::Events, size).await?;
        let snapshots = peer.measure(&proxy, Mode::Snapshots, size).await?;
        for (name, figure) in [("Entrepot", &our), ("dynamo-es, events", &events), ("dynamo-es, snapshots", &snapshots)] {
            table.row(row(size, name, figure, &our));
            if let Some(refused) = &figure.refused {
                notes.push(format!("{name} at {} commits: every command fails with “{refused}”.", grouped(size)));
            }
        }
    }
    peer.stop().await?;
    embedded.stop();
    notes.extend(ours.check());
    notes.extend(NOTES.map(str::to_owned));
    Ok(Section {
        name: "store",
        title: "What a command costs as its aggregate grows",
        text: TEXT.to_owned(),
        tables: vec![(String::new(), table)],
        notes,
    })
}

fn row(size: u64, name: &str, figure: &Figure, our: &Figure) -> Vec<String> {
    let failed = figure.refused.is_some();
    let per_command = |total: u64| hundredths(total, COMMANDS);
    let (counted, true_entries) = figure.entries;
    let calls = hundredths(figure.calls_of_commands, COMMANDS);
    let unless_failed = |text: String| if failed { "refused".to_owned() } else { text };
    vec![
        grouped(size),
        name.to_owned(),
        calls,
        hundredths(figure.count.read_half_units, COMMANDS.saturating_mul(2)),
        per_command(figure.count.write_units),
        ms(figure.times.median()),
        unless_failed(hundredths(figure.dollars(), COMMANDS.saturating_mul(10_000))),
        unless_failed(hundredths(figure.dollars(), our.dollars())),
        format!("{} of {}", grouped(counted), grouped(true_entries)),
    ]
}

/// The median of what commands took.
pub fn sample(times: Vec<Duration>) -> Sample {
    Sample::of(times)
}

const TEXT: &str = "\
One small aggregate, one event a command, the same fields and texts on both sides (items of about 500 bytes, of which the event is a quarter). \
Entrepot runs its whole pipeline (idempotency key, load, decide, append) and writes a snapshot every 16 commits, beside the commands. \
The others are `cqrs-es` 0.5 with `dynamo-es` 0.5, in its plain event-store mode and in its snapshot mode, also every 16. \
All of them run against the same embedded DynamoDB through the same counting proxy: \
requests are counted as they pass, units are computed from the items in them by DynamoDB's rules. \
Figures are means over the 32 commands that follow the given number of commits; units include the two snapshots that each side writes among them. \
Money is on demand in us-east-1: $0.625 a million write units, $0.125 a million read units. \
“counts” is what the aggregate folds to afterwards, of how many entries were booked.";

const NOTES: [&str; 4] = [
    "Calls are those that a caller waits for. Entrepot's snapshot costs two more calls every 16 commands, by the function that reads the table's stream; their units are in the figures.",
    "`dynamo-es` always writes in a transaction, which DynamoDB bills twice; Entrepot only where more than one item is written.",
    "`dynamo-es` loads with one query and does not follow its end: beyond 1 MB the rest of a history is not seen, so the next command takes a sequence number that exists and is refused, for ever. Entrepot follows the pages.",
    "In the snapshot mode of `cqrs-es` 0.5 the event that completes a snapshot is applied twice, once by the event sink and once when the snapshot is made: an aggregate that counts drifts by one a snapshot.",
];
