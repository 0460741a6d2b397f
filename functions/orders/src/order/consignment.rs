//! The parcel of an order, from the request for a waybill to the client's hands.

use kernel::aggregate::Impossible;
use kernel::reaction::OutsideError;
use kernel::identifier::Phone;
use kernel::{Day, Line, Moment, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::{OrderEvent, WaybillRegistered, WaybillRequested};
use crate::outside::nova_poshta::WaybillNumber;

/// A carrier that consignments travel with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// Нова Пошта.
    NovaPoshta,
}

impl Carrier {
    /// The name in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NovaPoshta => "nova-poshta",
        }
    }
}

/// Where a parcel is (specification 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ShipmentStatus {
    /// The waybill exists; the carrier does not have the parcel.
    Created,
    /// The carrier has it.
    InTransit,
    /// The client has it.
    Delivered,
    /// The client refused it, or storage ended.
    Failed,
    /// It goes, or went, back to the sender.
    Returned,
}

impl ShipmentStatus {
    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::InTransit => "IN_TRANSIT",
            Self::Delivered => "DELIVERED",
            Self::Failed => "FAILED",
            Self::Returned => "RETURNED",
        }
    }

    /// Whether the carrier will say nothing more about it.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Delivered | Self::Returned => true,
            Self::Created | Self::InTransit | Self::Failed => false,
        }
    }
}

/// What is asked of the carrier: everything a waybill needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parcel {
    /// Who receives it.
    pub recipient_name: Line,
    /// Their telephone.
    pub recipient_phone: Phone,
    /// Their city, as people write it.
    pub city: Line,
    /// The branch or postomat, by number.
    pub warehouse: Line,
    /// Whole grams.
    pub weight_grams: u32,
    /// Pieces.
    pub seats: u16,
    /// What is declared to be inside.
    pub description: Line,
    /// What it is worth; insurance.
    pub declared_value: Money,
    /// What the carrier collects from the recipient, if anything.
    pub cash_on_delivery: Option<Money>,
}

/// How far a consignment has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "stage")]
pub enum Stage {
    /// The carrier was, or will be, asked for a waybill.
    Requested {
        /// Failed attempts so far.
        attempts: u32,
        /// The last failure.
        error: Option<OutsideError>,
        /// When it is tried again; absent once nobody tries any more.
        retry_at: Option<Moment>,
    },
    /// The carrier knows the waybill.
    Waybill(Waybill),
    /// The waybill was deleted, by us or by the carrier.
    Void {
        /// The number that it had.
        number: Option<WaybillNumber>,
        /// Why.
        reason: Line,
    },
}

/// A waybill that the carrier knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Waybill {
    /// Its number, on the label.
    pub number: WaybillNumber,
    /// The carrier's own id of the document; absent for a waybill that was typed in.
    pub document_ref: Option<String>,
    /// Where the parcel is.
    pub status: ShipmentStatus,
    /// The carrier's code, as it came; empty before the first tracking.
    pub carrier_code: String,
    /// The carrier's words.
    pub carrier_text: String,
    /// When the carrier says that this became so.
    pub authority_at: Option<Moment>,
    /// When it should arrive.
    pub estimated_delivery: Option<Day>,
    /// What the carrier charges.
    pub cost: Option<Money>,
    /// The waybill under which it travels back, if it does.
    pub return_number: Option<WaybillNumber>,
    /// Somebody asked to delete it and the carrier has not answered yet.
    pub void_requested: Option<Line>,
}

/// One parcel of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Consignment {
    /// Our own reference, on the waybill; by it a waybill is found whose answer was lost.
    pub id: String,
    /// Who carries it.
    pub carrier: Carrier,
    /// What was asked for; absent for a waybill that was typed in.
    pub parcel: Option<Parcel>,
    /// How far it has come.
    pub stage: Stage,
}

impl Consignment {
    pub(super) fn requested(requested: &WaybillRequested) -> Self {
        Self {
            id: requested.consignment.clone(),
            carrier: requested.carrier,
            parcel: Some(requested.parcel.clone()),
            stage: Stage::Requested { attempts: 0, error: None, retry_at: None },
        }
    }

    pub(super) fn registered(registered: &WaybillRegistered) -> Self {
        Self {
            id: registered.consignment.clone(),
            carrier: registered.carrier,
            parcel: None,
            stage: Stage::Waybill(Waybill::fresh(registered.number.clone(), None)),
        }
    }

    /// The waybill, unless it was never made or is void.
    pub fn waybill(&self) -> Option<&Waybill> {
        match &self.stage {
            Stage::Waybill(waybill) => Some(waybill),
            Stage::Requested { .. } | Stage::Void { .. } => None,
        }
    }

    /// Where the parcel is; `None` while there is no waybill.
    pub fn shipment_status(&self) -> Option<ShipmentStatus> {
        self.waybill().map(|waybill| waybill.status)
    }

    /// Whether another consignment would be a second one. A void or returned one is history,
    /// and so is a request that nobody tries any more.
    pub fn is_live(&self) -> bool {
        match &self.stage {
            Stage::Requested { error, retry_at, .. } => error.is_none() || retry_at.is_some(),
            Stage::Waybill(waybill) => waybill.status != ShipmentStatus::Returned,
            Stage::Void { .. } => false,
        }
    }

    pub(super) fn apply(&mut self, event: &OrderEvent) -> Result<(), Impossible> {
        match (event, &mut self.stage) {
            (OrderEvent::WaybillCreated { number, document_ref, cost, estimated_delivery, .. }, Stage::Requested { .. }) => {
                let mut waybill = Waybill::fresh(number.clone(), Some(document_ref.clone()));
                waybill.cost = *cost;
                waybill.estimated_delivery = *estimated_delivery;
                self.stage = Stage::Waybill(waybill);
            }
            (OrderEvent::WaybillFailed { error, retry_at, .. }, Stage::Requested { attempts, error: last, retry_at: next }) => {
                *attempts = attempts.saturating_add(1);
                *last = Some(error.clone());
                *next = *retry_at;
            }
            (OrderEvent::WaybillVoidRequested { reason, .. }, Stage::Waybill(waybill)) => {
                waybill.void_requested = Some(reason.clone());
            }
            (OrderEvent::WaybillVoidRefused { .. }, Stage::Waybill(waybill)) => waybill.void_requested = None,
            (OrderEvent::WaybillVoided { reason, .. }, Stage::Waybill(_) | Stage::Requested { .. }) => {
                let number = self.waybill().map(|waybill| waybill.number.clone());
                self.stage = Stage::Void { number, reason: reason.clone() };
            }
            (OrderEvent::TrackingUpdated { to, code, text, authority_at, return_number, .. }, Stage::Waybill(waybill)) => {
                waybill.status = *to;
                waybill.carrier_code.clone_from(code);
                waybill.carrier_text.clone_from(text);
                waybill.authority_at = authority_at.or(waybill.authority_at);
                waybill.return_number = return_number.clone().or_else(|| waybill.return_number.take());
            }
            (event, _) => return Err(Impossible::after(&Some(&*self), event)),
        }
        Ok(())
    }
}

impl Waybill {
    fn fresh(number: WaybillNumber, document_ref: Option<String>) -> Self {
        Self {
            number,
            document_ref,
            status: ShipmentStatus::Created,
            carrier_code: String::new(),
            carrier_text: String::new(),
            authority_at: None,
            estimated_delivery: None,
            cost: None,
            return_number: None,
            void_requested: None,
        }
    }
}
