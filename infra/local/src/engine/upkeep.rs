//! What the embedded DynamoDB does not do for its own file.
//!
//! It keeps stream records for ever and looks, on every write, for the highest sequence
//! number among them without an index: after some ten thousand writes each one takes
//! milliseconds. A second connection to the file adds the index and drops old records.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kernel::Moment;
use rusqlite::{Connection, params};

use super::EngineError;

/// How long to wait for a write of the engine itself; each takes milliseconds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long records are kept; AWS keeps them as long.
const KEPT_SECONDS: i64 = 24 * 60 * 60;
/// Records dropped in one step: the engine's own writes wait meanwhile.
const TRIM_ROWS: i64 = 1_000;
const MS_PER_SECOND: i64 = 1_000;

/// Serves both what the engine asks on a write (the highest number of a table) and on a read
/// (those after a number, in order): the expression is the one in its queries.
const CREATE_INDEX: &str = "CREATE INDEX IF NOT EXISTS entrepot_stream_records \
     ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

const TRIM: &str = "DELETE FROM _stream_records WHERE id IN ( \
     SELECT id FROM _stream_records \
     WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) < ?2 AND created_at < ?3 \
     ORDER BY CAST(sequence_number AS INTEGER) LIMIT ?4)";

/// A second connection to the engine's file.
pub(super) struct Upkeep {
    connection: Mutex<Connection>,
}

impl Upkeep {
    /// Opens the file of a running engine and adds the index where it is missing.
    pub(super) fn open(file: &Path) -> Result<Self, EngineError> {
        let connection = Connection::open(file)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.execute_batch(CREATE_INDEX)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// Drops records before a stored sequence number that are older than a day.
    pub(super) fn trim(&self, table: &str, before: i64, now: Moment) -> Result<usize, EngineError> {
        let oldest = now.unix_ms().div_euclid(MS_PER_SECOND).saturating_sub(KEPT_SECONDS);
        let mut dropped = 0_usize;
        loop {
            // Locked anew for each step: nobody waits for all of them.
            let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let rows = connection.execute(TRIM, params![table, before, oldest, TRIM_ROWS])?;
            dropped = dropped.saturating_add(rows);
            if i64::try_from(rows).is_ok_and(|rows| rows < TRIM_ROWS) {
                return Ok(dropped);
            }
        }
    }

    /// How SQLite would run a query.
    #[cfg(test)]
    pub(super) fn plan(&self, query: &str) -> Vec<String> {
        let connection = self.connection.lock().unwrap();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
        // Parameters without values are NULL, which the plan does not depend on.
        let mut rows = statement.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get(3).unwrap());
        }
        steps
    }
}
