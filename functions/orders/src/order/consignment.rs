//! The parcel of an order, from the request for a waybill to the client's hands.

use kernel::aggregate::Impossible;
use kernel::id::derive_uuid;
use kernel::identifier::Phone;
use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Day, Line, Moment, Money, TenantId, Texts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::{OrderEvent, TrackingUpdated, WaybillRegistered, WaybillRequested};
use crate::OrderId;
use crate::number::OrderNumber;
use crate::outside::nova_poshta::status::Seen;
use crate::outside::nova_poshta::{CarrierClass, Payer, Size, WarehouseKind, WaybillNumber};

/// How long an attempt at the carrier may take before it counts as lost and is made again:
/// longer than the slowest answer and every redelivery of the event that asked for it.
pub const LOST_AFTER_MS: i64 = 15 * 60 * 1_000;

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

/// A waybill's number among the unique values of consignments: `nova-poshta/20450912345678`.
pub fn guard_value(carrier: Carrier, number: &WaybillNumber) -> String {
    format!("{}/{number}", carrier.name())
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

    /// As people call it.
    pub fn texts(self) -> Texts {
        match self {
            Self::Created => Texts::new("waybill created", "ТТН створено", "ТТН создана"),
            Self::InTransit => Texts::new("on its way", "у дорозі", "в пути"),
            Self::Delivered => Texts::new("delivered", "доставлено", "доставлено"),
            Self::Failed => Texts::new("not delivered", "не доставлено", "не доставлено"),
            Self::Returned => Texts::new("returned to the sender", "повернення відправнику", "возврат отправителю"),
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
    /// Its oblast, where the city's name alone is not enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Line>,
    /// The branch or postomat, by number.
    pub warehouse: Line,
    /// The branch as chosen from the carrier's list; without it the names are resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<ChosenWarehouse>,
    /// Whole grams, all pieces together.
    pub weight_grams: u32,
    /// Pieces.
    pub seats: u16,
    /// The size of the biggest piece; a postomat needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// What is declared to be inside.
    pub description: Line,
    /// What it is worth; insurance.
    pub declared_value: Money,
    /// Who pays the carrier.
    pub payer: Payer,
    /// What the carrier collects from the recipient, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_on_delivery: Option<Money>,
}

/// A branch or postomat by the carrier's own references.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenWarehouse {
    /// The carrier's reference of the city.
    pub city_ref: Line,
    /// The carrier's reference of the branch.
    pub warehouse_ref: Line,
    /// What stands there.
    #[serde(default)]
    pub kind: WarehouseKind,
}

/// How far a consignment has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "stage")]
pub enum Stage {
    /// The carrier was, or will be, asked for a waybill.
    Requested(Attempts),
    /// The carrier knows the waybill.
    Waybill(Waybill),
    /// The waybill was deleted, by us or by the carrier.
    Void {
        /// As it was; absent when the carrier had made none.
        waybill: Option<Box<Waybill>>,
        /// Why.
        reason: Line,
    },
}

/// How it goes with asking the carrier for a waybill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attempts {
    /// When the waybill was first wanted; the lookup by our reference starts from that day.
    pub first_at: Moment,
    /// When the attempt before the next one began.
    pub last_at: Moment,
    /// Attempts that failed.
    pub failed: u32,
    /// The last failure; absent while the carrier is being asked.
    pub error: Option<OutsideError>,
    /// When it is tried again by itself.
    pub retry_at: Option<Moment>,
    /// The outcome of some attempt is unknown. A later failure does not change that: it may be
    /// one of looking for the waybill, and proves nothing.
    pub in_doubt: bool,
    /// Nobody wants the waybill any more: whatever the carrier has made is to be deleted.
    pub void_requested: Option<Line>,
}

impl Attempts {
    fn first(at: Moment) -> Self {
        Self { first_at: at, last_at: at, failed: 0, error: None, retry_at: None, in_doubt: false, void_requested: None }
    }

    /// Whether the carrier may have made a waybill whose number nobody knows.
    pub fn may_exist(&self) -> bool {
        self.in_doubt || self.error.is_none()
    }

    fn fail(&mut self, error: &OutsideError, retry_at: Option<Moment>) {
        self.failed = self.failed.saturating_add(1);
        self.in_doubt |= error.class == FailureClass::Unknown;
        self.error = Some(error.clone());
        self.retry_at = retry_at;
    }

    fn begin_again(&mut self, at: Moment) {
        // Of an attempt that nobody answered nobody knows what it did.
        self.in_doubt |= self.error.is_none();
        self.last_at = at;
        self.error = None;
        self.retry_at = None;
    }

    /// When the next attempt is due by itself: as planned, or when the running one counts as
    /// lost. `None` when a person must act.
    pub fn due_at(&self) -> Option<Moment> {
        if self.error.is_none() { Some(self.last_at.plus_ms(LOST_AFTER_MS)) } else { self.retry_at }
    }
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
    /// The same, as finely as the carrier tells it: what a later fact is compared with.
    pub class: CarrierClass,
    /// The carrier's code for that, as it came; empty before the first tracking.
    pub carrier_code: String,
    /// The carrier's words for that.
    pub carrier_text: String,
    /// When the carrier says that this became so.
    pub authority_at: Option<Moment>,
    /// The last that it said without saying where the parcel is.
    pub note: Option<Note>,
    /// When it should arrive.
    pub estimated_delivery: Option<Day>,
    /// What the carrier charges.
    pub cost: Option<Money>,
    /// The waybill under which it travels back, if it does.
    pub return_number: Option<WaybillNumber>,
    /// Somebody asked to delete it and the carrier has not answered yet.
    pub void_requested: Option<Line>,
}

/// What the carrier said of a parcel without saying where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// What the code means.
    pub class: CarrierClass,
    /// The carrier's code, as it came.
    pub code: String,
    /// The carrier's words.
    pub text: String,
    /// When the carrier says that it came about.
    pub at: Option<Moment>,
}

impl Note {
    /// To be compared with another.
    pub fn seen(&self) -> Seen<'_> {
        Seen { class: self.class, code: &self.code, at: self.at }
    }
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
    /// Our reference of the `index`-th consignment of an order, `26-048217-5/1-4f0c2a9be713`:
    /// the order's number, which people read on the label, and a part that differs for every
    /// tenant, since two tenants may share an account at the carrier. Always the same.
    pub fn reference(tenant: &TenantId, order: OrderId, number: &OrderNumber, index: usize) -> String {
        let unique = derive_uuid("consignment", &[tenant.as_str(), &order.to_string(), &index.to_string()]).simple().to_string();
        format!("{number}/{}-{}", index.saturating_add(1), &unique[..12])
    }

    pub(super) fn requested(requested: &WaybillRequested, at: Moment) -> Self {
        Self {
            id: requested.consignment.clone(),
            carrier: requested.carrier,
            parcel: Some(requested.parcel.clone()),
            stage: Stage::Requested(Attempts::first(at)),
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
            Stage::Requested(_) | Stage::Void { .. } => None,
        }
    }

    /// The request for a waybill, while the carrier has not made it.
    pub fn attempts(&self) -> Option<&Attempts> {
        match &self.stage {
            Stage::Requested(attempts) => Some(attempts),
            Stage::Waybill(_) | Stage::Void { .. } => None,
        }
    }

    /// The number on the label, also of a void one.
    pub fn number(&self) -> Option<&WaybillNumber> {
        match &self.stage {
            Stage::Requested(_) => None,
            Stage::Waybill(waybill) => Some(&waybill.number),
            Stage::Void { waybill, .. } => waybill.as_ref().map(|waybill| &waybill.number),
        }
    }

    /// Where the parcel is; `None` while there is no waybill.
    pub fn shipment_status(&self) -> Option<ShipmentStatus> {
        self.waybill().map(|waybill| waybill.status)
    }

    /// Whether another consignment would be a second one. A void or returned one is history,
    /// and so is a request that nobody tries any more and that cannot have made a waybill.
    pub fn is_live(&self) -> bool {
        match &self.stage {
            Stage::Requested(attempts) => attempts.may_exist() || attempts.retry_at.is_some(),
            Stage::Waybill(waybill) => waybill.status != ShipmentStatus::Returned,
            Stage::Void { .. } => false,
        }
    }

    /// Whether the carrier may still say something new: then it is asked now and then.
    pub fn is_tracked(&self) -> bool {
        let collects = self.parcel.as_ref().is_some_and(|parcel| parcel.cash_on_delivery.is_some());
        self.waybill().is_some_and(|waybill| {
            // The transfer of collected money follows the delivery.
            let money_follows = collects && matches!(waybill.class, CarrierClass::Delivered | CarrierClass::DeliveredMoneyPending);
            !waybill.status.is_final() || money_follows
        })
    }

    pub(super) fn apply(&mut self, event: &OrderEvent, at: Moment) -> Result<(), Impossible> {
        match (event, &mut self.stage) {
            // A waybill that was given up before it had a number may have been made after all.
            (
                OrderEvent::WaybillCreated { number, document_ref, cost, estimated_delivery, .. },
                Stage::Requested(_) | Stage::Void { waybill: None, .. },
            ) => {
                let mut waybill = Waybill::fresh(number.clone(), Some(document_ref.clone()));
                waybill.cost = *cost;
                waybill.estimated_delivery = *estimated_delivery;
                self.stage = Stage::Waybill(waybill);
            }
            (OrderEvent::WaybillFailed { error, retry_at, .. }, Stage::Requested(attempts)) => attempts.fail(error, *retry_at),
            (OrderEvent::WaybillRetryRequested { .. }, Stage::Requested(attempts)) => attempts.begin_again(at),
            (OrderEvent::WaybillVoidRequested { reason, .. }, Stage::Requested(attempts)) => {
                attempts.void_requested = Some(reason.clone());
            }
            (OrderEvent::WaybillVoidRequested { reason, .. }, Stage::Waybill(waybill)) => {
                waybill.void_requested = Some(reason.clone());
            }
            (OrderEvent::WaybillVoidRefused { .. }, Stage::Waybill(waybill)) => waybill.void_requested = None,
            (OrderEvent::WaybillVoided { reason, .. }, Stage::Waybill(_) | Stage::Requested(_)) => {
                let waybill = self.waybill().cloned().map(Box::new);
                self.stage = Stage::Void { waybill, reason: reason.clone() };
            }
            (OrderEvent::TrackingUpdated(update), Stage::Waybill(waybill)) => waybill.follow(update),
            (OrderEvent::TrackingUpdated(update), Stage::Void { waybill: Some(waybill), .. }) => {
                waybill.follow(update);
                // The carrier had lost it from sight, and has it after all.
                if !waybill.is_gone() {
                    waybill.void_requested = None;
                    self.stage = Stage::Waybill(waybill.as_ref().clone());
                }
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
            class: CarrierClass::Created,
            carrier_code: String::new(),
            carrier_text: String::new(),
            authority_at: None,
            note: None,
            estimated_delivery: None,
            cost: None,
            return_number: None,
            void_requested: None,
        }
    }

    /// Where the parcel is by the carrier's word; a later fact is compared with it.
    pub fn seen(&self) -> Seen<'_> {
        Seen { class: self.class, code: &self.carrier_code, at: self.authority_at }
    }

    /// Whether the carrier said that it has deleted it, or does not know it.
    pub const fn is_gone(&self) -> bool {
        matches!(self.class, CarrierClass::Void | CarrierClass::NotFound)
    }

    /// The carrier's last code and words, whether or not they say where the parcel is.
    pub fn last_said(&self) -> (&str, &str) {
        match &self.note {
            Some(note) if self.authority_at.is_none_or(|moved| note.at.is_none_or(|noted| noted >= moved)) => (&note.code, &note.text),
            Some(_) | None => (&self.carrier_code, &self.carrier_text),
        }
    }

    fn follow(&mut self, update: &TrackingUpdated) {
        self.status = update.to;
        if update.inferred {
            self.class = update.class;
            return;
        }
        if update.class.changes_nothing() {
            let (code, text) = (update.code.clone(), update.text.clone());
            self.note = Some(Note { class: update.class, code, text, at: update.authority_at });
        } else {
            self.class = update.class;
            self.carrier_code.clone_from(&update.code);
            self.carrier_text.clone_from(&update.text);
            self.authority_at = update.authority_at.or(self.authority_at);
            // Without a time it counts as later than whatever was said before.
            self.note = self.note.take().filter(|_| update.authority_at.is_some());
        }
        self.cost = update.cost.or(self.cost);
        self.estimated_delivery = update.estimated_delivery.or(self.estimated_delivery);
        self.return_number = update.return_number.clone().or_else(|| self.return_number.take());
    }
}
