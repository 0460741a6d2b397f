//! Releases by customs as lists show them.

use kernel::view::{Order, RowQuery};
use kernel::{Change, Day, Line, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clearance::{Clearance, ClearanceStage};
use crate::sale::Stall;
use crate::{ClearanceId, FactId};

/// The view's name.
pub const VIEW: &str = "commerce-clearance-list";
const ALL: &str = "all";

/// Releases by customs as lists show them: all, and those in one stage.
pub struct ClearanceListFromClearance;

/// One release in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClearanceListItem {
    /// The clearance.
    pub clearance_id: ClearanceId,
    /// The declaration's id in `customs`.
    pub declaration: Line,
    /// Its registration number, once known.
    pub number: Option<Line>,
    /// When the goods were released.
    pub released_on: Day,
    /// What the declaration calls the delivery.
    pub shipment: Option<Line>,
    /// The delivery here, once known.
    pub fact_id: Option<FactId>,
    /// How far it is.
    pub stage: ClearanceStage,
    /// What keeps it from going on.
    pub stalled: Option<Stall>,
    /// The version that this shows.
    pub version: Version,
}

/// Releases, the newest first: all, or those in one stage.
pub fn in_stage(stage: Option<ClearanceStage>) -> RowQuery {
    match stage {
        None => RowQuery::new(VIEW, ALL).newest_first(),
        Some(stage) => RowQuery::new(VIEW, format!("{ALL}#{}", stage.name())).by(Order::Index1).newest_first(),
    }
}

fn shown(clearance: &Clearance, version: Version) -> Vec<Row> {
    let release = &clearance.release;
    let item = ClearanceListItem {
        clearance_id: clearance.id,
        declaration: release.declaration.clone(),
        number: release.number.clone(),
        released_on: release.released_on,
        shipment: release.shipment.clone(),
        fact_id: clearance.fact,
        stage: clearance.stage(),
        stalled: clearance.stalled.clone(),
        version,
    };
    let sort = format!("{}#{}", release.released_on, clearance.id);
    let partition = format!("{ALL}#{}", item.stage.name());
    vec![Row::new(ALL, sort.clone(), serde_json::to_value(&item).unwrap_or_default()).with_index1(partition, sort)]
}

impl View for ClearanceListFromClearance {
    type Aggregate = Clearance;
    const SPEC: ViewSpec =
        ViewSpec { name: "commerce.clearance-list-from-clearance", view: VIEW, summary: "Releases by customs as lists show them." };

    fn project(step: &Step<'_, Clearance>) -> Vec<Change> {
        step.replace(|clearance| shown(clearance, step.version))
    }
}
