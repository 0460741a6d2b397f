//! The lease of an estimate's editor: for five minutes nobody else edits it or its orders.
//!
//! It is a fact in the estimate's stream, so that two people can never both have it, and it is
//! fenced by a number that only grows: whoever comes back after their lease ran out and somebody
//! else took one cannot write with the old number. Commands need the version besides.

use kernel::{Context, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EstimateRefusal, LocalEstimate};

/// How long a lease lasts without a sign of life, in milliseconds (rule LS-BR-035).
pub const LEASE_MS: i64 = 5 * 60_000;
/// After so many milliseconds the editor is warned that it will run out.
pub const LEASE_WARNING_MS: i64 = 3 * 60_000;

/// Who edits an estimate, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Lease {
    /// The editor: the subject of their token.
    pub holder: Line,
    /// The editor's name.
    pub holder_name: Line,
    /// Grows with every new lease; the same while it is renewed.
    pub token: u64,
    /// When the editor gave the last sign of life.
    pub since: Moment,
    /// When it runs out.
    pub until: Moment,
}

impl Lease {
    /// Whether it still counts.
    pub fn is_live(&self, now: Moment) -> bool {
        now < self.until
    }

    /// When the editor is warned.
    pub const fn warns_at(&self) -> Moment {
        self.since.plus_ms(LEASE_WARNING_MS)
    }
}

impl LocalEstimate {
    /// The lease that counts now.
    pub fn live_lease(&self, now: Moment) -> Option<&Lease> {
        self.lease.as_ref().filter(|lease| lease.is_live(now))
    }

    /// Whether somebody may edit the estimate or one of its orders now. Entrepot itself always may:
    /// facts do not wait for editors.
    ///
    /// # Errors
    /// When somebody else edits it, or the caller's own lease is over.
    pub fn check_lease(&self, token: Option<u64>, context: &Context) -> Result<(), EstimateRefusal> {
        if context.actor.is_system() {
            return Ok(());
        }
        match (self.live_lease(context.now), token) {
            (Some(lease), _) if lease.holder.as_str() != context.actor.id => {
                Err(EstimateRefusal::Leased { holder: lease.holder_name.clone(), until: lease.until })
            }
            (Some(lease), Some(token)) if lease.token != token => Err(EstimateRefusal::LeaseLost),
            (None, Some(_)) => Err(EstimateRefusal::LeaseLost),
            (Some(_) | None, _) => Ok(()),
        }
    }
}
