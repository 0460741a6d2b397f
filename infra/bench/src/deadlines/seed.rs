//! Approvals that wait: some opened as in life, and in bulk the rows of their deadlines.

use approvals::process::Process;
use approvals::process::open::OpenProcess;
use approvals::samples::processes::{figures, submitted};
use approvals::views::deadlines::{self, VIEW};
use approvals::{ProcessId, samples};
use dynoxide::{AttributeValue, ImportOptions};
use entrepot_aws::keys;
use entrepot_aws::table::{G2P, G2S, PK, ROW, SK};
use entrepot_local::engine::{Engine as Embedded, TABLE};
use kernel::view::PAGE_ROWS_MAX;
use kernel::{Actor, Aggregate, Line, Moment, Role, Row};
use runtime::{Engine, execute};
use serde_json::{Value, json};

use crate::{Failed, world};

/// Rows that are written in one step.
const CHUNK: u64 = 5_000;
/// When the others are due: long after everything that is measured, a second apart.
const LATER: &str = "2027-06-01T08:00:00Z";
const SECOND_MS: i64 = 1_000;
/// How far below the plan the orders are, in hundredths of a point: for the head of a unit.
const DEVIATION: i64 = 700;

/// Processes that are due at the same time.
pub struct Opened {
    /// Which.
    pub processes: Vec<ProcessId>,
    /// When.
    pub due_at: Moment,
}

async fn send(engine: &Engine, command: &str, body: Value, actor: Actor) -> Result<(), Failed> {
    let request = world::request(engine, command, body, actor)?;
    let accepted = execute(engine, request).await.map_err(|failure| format!("{command}: {failure:?}"))?;
    world::project(engine, &accepted.stream).await
}

/// Gives posts to a head of the unit and to the directors.
///
/// # Errors
/// When a command fails.
pub async fn appoint(engine: &Engine) -> Result<(), Failed> {
    let administrator = || Actor { id: "admin".to_owned(), name: "Admin".to_owned(), roles: vec![Role::Administrator] };
    let posts = [
        ("rbu-north", json!({ "post": "rbu", "units": ["north"] })),
        ("drp", json!({ "post": "drp" })),
        ("dp", json!({ "post": "dp" })),
        ("gd", json!({ "post": "gd" })),
    ];
    for (id, post) in posts {
        let body = json!({ "approver": id, "name": samples::rosters::person(id).name, "post": post });
        send(engine, "approvals.appoint-approver", body, administrator()).await?;
    }
    Ok(())
}

/// Opens processes at the time that the clock shows.
///
/// # Errors
/// When a command fails, or they are not due at one time.
pub async fn open(engine: &Engine, group: usize, count: u64) -> Result<Opened, Failed> {
    let (mut processes, mut due) = (Vec::new(), Vec::new());
    for n in 0..count {
        let shipment = Line::new(&format!("ship_{group}_{n}"))?;
        let process = Process::id_of(shipment.as_str(), 1);
        let command = OpenProcess { submitted: approvals::figures::Submitted { shipment, ..submitted() }, figures: figures(DEVIATION) };
        send(engine, "approvals.open-process", serde_json::to_value(command)?, Actor::system("bench")).await?;
        due.push(due_of(engine, process).await?.ok_or("nothing becomes due in a process that was opened")?);
        processes.push(process);
    }
    let due_at = due.first().copied().ok_or("no process was opened")?;
    if due.iter().any(|due| *due != due_at) {
        return Err("processes that were opened at one time are due at several".into());
    }
    Ok(Opened { processes, due_at })
}

/// When something is next due in a process.
///
/// # Errors
/// Faults of the store.
pub async fn due_of(engine: &Engine, process: ProcessId) -> Result<Option<Moment>, Failed> {
    let history = engine.ports.store.load(&world::tenant()?, &Process::stream(process), Process::SNAPSHOT_SCHEMA).await?;
    Ok(history.fold::<Process>()?.and_then(|loaded| loaded.state.next_due()))
}

/// Writes the rows of so many deadlines of others.
///
/// # Errors
/// When the engine refuses.
pub fn rows(embedded: &Embedded, count: u64) -> Result<(), Failed> {
    let (prefix, later) = (keys::view_prefix(&world::tenant()?, VIEW, 0), LATER.parse::<Moment>()?);
    let mut start = 0;
    while start < count {
        let end = count.min(start.saturating_add(CHUNK));
        let mut items = Vec::new();
        for n in start..end {
            let due_at = later.plus_ms(i64::try_from(n)?.saturating_mul(SECOND_MS));
            items.push(item(&prefix, &deadlines::of_process(other(n), due_at, 1)));
        }
        // Past the wire and the table's stream: nobody listens here.
        embedded.database.import_items(TABLE, items, ImportOptions::default())?;
        start = end;
    }
    Ok(())
}

fn other(n: u64) -> ProcessId {
    Process::id_of(&format!("seed/{n}"), 1)
}

fn item(prefix: &str, row: &Row) -> dynoxide::Item {
    let index = row.index2.iter().flat_map(|key| [(G2P, format!("{prefix}{}", key.partition)), (G2S, key.sort.clone())]);
    let own = [(PK, format!("{prefix}{}", row.key.partition)), (SK, row.key.sort.clone()), (ROW, row.data.to_string())];
    own.into_iter().chain(index).map(|(name, text)| (name.to_owned(), AttributeValue::S(text))).collect()
}

/// Follows the index of deadlines to its end.
///
/// # Errors
/// When it does not hold as many as it should.
pub async fn check(engine: &Engine, count: u64) -> Result<(), Failed> {
    let last = LATER.parse::<Moment>()?.plus_ms(i64::try_from(count)?.saturating_mul(SECOND_MS));
    let (mut found, mut cursor) = (0_u64, None);
    loop {
        let query = deadlines::due(last, PAGE_ROWS_MAX).wide().after(cursor);
        let page = engine.ports.views.page(&world::tenant()?, &query).await?;
        found = found.saturating_add(u64::try_from(page.rows.len())?);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    if found == count { Ok(()) } else { Err(format!("{found} deadlines are in the index, not {count}").into()) }
}
