//! Numbers and ids of the vendor, and lists of its rows.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::code::vendor_id;

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub i32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number!(
    /// A direction of movement. The numbers have no published meaning: the vendor's list names them.
    TypeNumber
);
number!(
    /// A customs procedure in the vendor's count; it is not the procedure's two digits.
    ProcedureNumber
);
number!(
    /// A particularity of a declaration.
    SingularityNumber
);
number!(
    /// A status of a docflow. The numbers have no published meaning; the vendor sends a text beside.
    StatusNumber
);

vendor_id!(
    /// An organization that files through the tenant's account. It is not one of the directory of
    /// counterparties, which has ids of its own.
    FilerId
);
vendor_id!(
    /// An employee of such an organization, who may sign.
    EmployeeId
);

/// A list of the vendor. A row that cannot be read does not hide the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rows<T> {
    /// What could be read, in the vendor's order.
    pub rows: Vec<T>,
    /// What could not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<RejectedRow>,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RejectedRow {
    /// Which, from 1.
    pub row: u32,
    /// The vendor's id of it, where that could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name that people gave it, where that could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which field, and why.
    pub problem: String,
}
