//! The register of emergencies.

use kernel::view::{Order, RowQuery};
use kernel::{Change, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::emergency::{Confirmation, Consent, EmergencyApproval, Recorded};

/// The view's name.
pub const VIEW: &str = "emergency-register";
const ALL: &str = "all";
const INCIDENTS: &str = "incidents";

/// Emergencies, the newest first.
pub struct EmergencyListFromEmergency;

/// One emergency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EmergencyItem {
    /// As it was recorded.
    pub recorded: Recorded,
    /// What the named person said.
    pub consent: Option<Consent>,
    /// What was said afterwards.
    pub confirmation: Option<Confirmation>,
    /// Nobody confirmed it in time.
    pub violation: bool,
    /// An incident is open.
    pub incident: bool,
    /// The version that this shows.
    pub version: Version,
}

/// All emergencies.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// A manager's.
pub fn of_manager(manager: &str) -> RowQuery {
    RowQuery::new(VIEW, format!("manager#{manager}")).by(Order::Index1).newest_first()
}

/// Those with an open incident.
pub fn incidents() -> RowQuery {
    RowQuery::new(VIEW, INCIDENTS).by(Order::Index2).newest_first()
}

impl View for EmergencyListFromEmergency {
    type Aggregate = EmergencyApproval;
    const SPEC: ViewSpec =
        ViewSpec { name: "approvals.emergency-register-from-emergency", view: VIEW, summary: "The register of emergencies." };

    fn project(step: &Step<'_, EmergencyApproval>) -> Vec<Change> {
        step.replace(|emergency| {
            let sort = format!("{}#{}", emergency.recorded.recorded_at, emergency.id);
            let data = serde_json::to_value(item(emergency, step.version)).unwrap_or_default();
            let row = Row::new(ALL, &sort, data).with_index1(of_manager(emergency.recorded.manager.as_str()).partition, &sort);
            vec![if emergency.incident { row.with_index2(INCIDENTS, sort) } else { row }]
        })
    }
}

/// An emergency as the register shows it.
pub fn item(emergency: &EmergencyApproval, version: Version) -> EmergencyItem {
    EmergencyItem {
        recorded: emergency.recorded.clone(),
        consent: emergency.consent,
        confirmation: emergency.confirmation.clone(),
        violation: emergency.violation,
        incident: emergency.incident,
        version,
    }
}
