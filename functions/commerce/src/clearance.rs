//! The clearance: what customs released, as the books see it.
//!
//! Commerce learns of a release by an event of `customs`. Where the declaration names a delivery
//! that commerce knows, the regulator's number is put on it, and imported goods come from the
//! place where they waited to the warehouse. Where it names none, or one that nobody knows, the
//! clearance waits in a list until a person says which delivery it was.

pub mod event;
pub mod refusal;

pub mod link;
pub mod note;
pub mod resume;
pub mod stall;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sale::Stall;
use crate::{ClearanceId, FactId};
pub use event::ClearanceEvent;
pub use refusal::ClearanceRefusal;

/// Imports released for domestic consumption: goods that may be sold from a warehouse.
pub const DOMESTIC_CONSUMPTION: &str = "40";

/// A release by customs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clearance {
    /// Its own id, derived from the declaration's.
    pub id: ClearanceId,
    /// What was released.
    pub release: Release,
    /// The delivery that it was, once that is known.
    pub fact: Option<FactId>,
    /// What keeps it from going on.
    pub stalled: Option<Stall>,
}

/// What `customs` told of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The declaration's id in `customs`.
    pub declaration: Line,
    /// Whether the goods came in.
    pub import: bool,
    /// The procedure, two digits.
    pub procedure: Line,
    /// The number that customs registered it under; absent while nobody knows it.
    pub number: Option<Line>,
    /// When customs released the goods.
    pub released_at: Moment,
    /// The day of that.
    pub released_on: Day,
    /// What the declaration calls the delivery.
    pub shipment: Option<Line>,
}

/// How far a clearance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClearanceStage {
    /// Nobody knows which delivery it was: a person must say.
    Unlinked,
    /// Its registration number is not known yet.
    Unnumbered,
    /// On its delivery, or on the way there.
    Linked,
    /// A step was refused: a person must look.
    Stalled,
}

impl ClearanceStage {
    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unlinked => "unlinked",
            Self::Unnumbered => "unnumbered",
            Self::Linked => "linked",
            Self::Stalled => "stalled",
        }
    }
}

impl Clearance {
    /// The clearance of a declaration.
    pub fn id_of(declaration: &str) -> ClearanceId {
        ClearanceId::derive(&["customs", declaration])
    }

    /// The fact of its goods' coming to the warehouse.
    pub fn arrival(id: ClearanceId) -> FactId {
        FactId::derive(&["clearance", &id.to_string()])
    }

    /// What it shows a person.
    pub const fn stage(&self) -> ClearanceStage {
        if self.stalled.is_some() {
            ClearanceStage::Stalled
        } else if self.fact.is_none() {
            ClearanceStage::Unlinked
        } else if self.release.number.is_none() {
            ClearanceStage::Unnumbered
        } else {
            ClearanceStage::Linked
        }
    }

    /// Whether its goods may come to a warehouse by it.
    pub fn lets_goods_in(&self) -> bool {
        self.release.import && self.release.procedure.as_str() == DOMESTIC_CONSUMPTION
    }
}

impl Aggregate for Clearance {
    type Kind = kernel::id::kinds::Clearance;
    type Event = ClearanceEvent;
    const NAME: &'static str = "commerce.clearance";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &ClearanceEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, ClearanceEvent::Noted { id, release, fact }) => {
                Ok(Self { id: *id, release: release.clone(), fact: *fact, stalled: None })
            }
            (Some(mut clearance), event) => {
                clearance.change(event)?;
                Ok(clearance)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Clearance {
    fn change(&mut self, event: &ClearanceEvent) -> Result<(), Impossible> {
        match event {
            ClearanceEvent::NumberLearnt { number } => self.release.number = Some(number.clone()),
            ClearanceEvent::Linked { fact } => self.fact = Some(*fact),
            ClearanceEvent::Stalled { stall } => self.stalled = Some(stall.clone()),
            ClearanceEvent::Resumed { .. } => self.stalled = None,
            ClearanceEvent::Noted { .. } => return Err(Impossible::after(&Some(&*self), event)),
        }
        Ok(())
    }
}
