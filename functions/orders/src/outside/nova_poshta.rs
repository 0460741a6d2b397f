//! The carrier Nova Poshta, API 2.0: what is asked, what is answered, what a tracking row says.

mod number;
pub mod status;
mod tracking;

use kernel::identifier::Phone;
use kernel::{Currency, Day, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::outside::{Kept, ParseError, RejectedRow};

pub use number::{NotAWaybillNumber, WaybillNumber};
pub use status::CarrierClass;
pub use tracking::{MoneyTransfer, TrackingFact, normalise_tracking};

/// The connector's name in effects and reactions.
pub const CONNECTOR: &str = "nova-poshta";
/// Name of the secret with the tenant's API key.
pub const API_KEY_SECRET: &str = "nova-poshta-api-key";
/// Most numbers of one [`Request::Track`]; the carrier's commonly stated limit.
pub const TRACKED_MAX: usize = 100;
/// Longest own reference, in characters; it must fit into the carrier's barcode field.
pub const OWN_REFERENCE_CHARACTERS_MAX: usize = 50;
/// Heaviest waybill: a pallet. The branch's own limit is checked by the carrier.
pub const WEIGHT_GRAMS_MAX: u32 = 1_000_000;
/// Most parcels under one waybill; more is a typing error.
pub const SEATS_MAX: u16 = 200;
/// Longest description, in characters; the carrier prints it on the label.
pub const DESCRIPTION_CHARACTERS_MAX: usize = 120;

/// The error vocabulary of the carrier. The class of each is in the error itself.
pub mod code {
    /// The request is wrong, or the carrier refuses it: permanent.
    pub const VALIDATION_ERROR: &str = "NP_VALIDATION_ERROR";
    /// The API key is missing or refused: pauses the integration.
    pub const AUTH_ERROR: &str = "NP_AUTH_ERROR";
    /// "To many requests", HTTP 429, or our own limit: retry.
    pub const RATE_LIMIT: &str = "NP_RATE_LIMIT";
    /// The carrier is down or unreachable, and nothing was done: retry.
    pub const SERVER_ERROR: &str = "NP_SERVER_ERROR";
    /// The carrier knows no such waybill or place: permanent.
    pub const NOT_FOUND: &str = "NP_NOT_FOUND";
    /// The request was sent and its outcome is not known: look up before trying again.
    pub const UNKNOWN_OUTCOME: &str = "NP_UNKNOWN_OUTCOME";
    /// The answer, or a row of it, cannot be read.
    pub const PARSE_ERROR: &str = "NP_PARSE_ERROR";
}

/// Where the carrier is and who sends; `nova_poshta` in the context's settings. No secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Address of the JSON API; https, or http on the own machine for the simulator.
    pub base_url: String,
    /// The tenant as the carrier knows it; `None` until somebody has set it up.
    pub sender: Option<Sender>,
    /// Collects money by the carrier's "control of payment" (needs a contract) instead of a
    /// money transfer.
    pub payment_control: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { base_url: "https://api.novaposhta.ua/v2.0/json/".to_owned(), sender: None, payment_control: false }
    }
}

/// The sending side of every waybill: references of the carrier's own directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// `Sender`: the counterparty.
    pub counterparty_ref: String,
    /// `ContactSender`: the person.
    pub contact_ref: String,
    /// `CitySender`.
    pub city_ref: String,
    /// `SenderAddress`: the branch that the parcels are brought to.
    pub warehouse_ref: String,
    /// `SendersPhone`.
    pub phone: Phone,
}

/// What is asked of the carrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "operation", rename_all = "kebab-case")]
pub enum Request {
    /// Makes a waybill, once for an own reference; answers [`Answer::Created`].
    CreateWaybill(NewWaybill),
    /// Looks a waybill up by the own reference; answers [`Answer::Found`].
    FindWaybill {
        /// [`NewWaybill::own_reference`].
        own_reference: String,
        /// [`NewWaybill::created_on`].
        created_on: Day,
    },
    /// Deletes a waybill that has not been handed over; answers [`Answer::Deleted`].
    DeleteWaybill {
        /// [`Waybill::document_ref`].
        document_ref: String,
    },
    /// Asks what a delivery would cost; answers [`Answer::Priced`].
    Price(PriceQuestion),
    /// Asks where parcels are; answers [`Answer::Tracked`].
    Track {
        /// At most [`TRACKED_MAX`].
        waybills: Vec<TrackedNumber>,
    },
    /// Finds settlements by the start of a name; answers [`Answer::Cities`].
    FindCities {
        /// At least two characters.
        text: String,
    },
    /// Finds branches and postomats of a city; answers [`Answer::Warehouses`].
    FindWarehouses {
        /// [`City::city_ref`].
        city_ref: String,
        /// Number, street or nothing.
        text: String,
    },
}

/// A waybill to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewWaybill {
    /// Ours, unique per consignment: the carrier keeps it and the lookup goes by it.
    pub own_reference: String,
    /// The day the waybill was first asked for, in Kyiv; stays the same at every attempt, since
    /// the lookup starts from it. The waybill itself is dated the day it is made: the carrier
    /// refuses earlier days and does not list waybills of later ones.
    pub created_on: Day,
    /// Who gets it, and where.
    pub recipient: Recipient,
    /// What is inside, printed on the label.
    pub description: String,
    /// Declared value, in hryvnias; the carrier's liability.
    pub declared_value: Money,
    /// Weight of all seats together, in grams.
    pub weight_grams: u32,
    /// Number of parcels.
    pub seats: u16,
    /// The size of the biggest parcel; the carrier wants it for a postomat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// Who pays for the delivery.
    pub payer: Payer,
    /// Money to collect from the recipient and to send back, in hryvnias.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_on_delivery: Option<Money>,
    /// Looks for the own reference before making the waybill. On unless the caller can prove
    /// that nobody has asked before: a redelivered request must not make a second one.
    #[serde(default = "yes")]
    pub lookup_first: bool,
}

const fn yes() -> bool {
    true
}

/// Outer size of a parcel, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Size {
    pub length_mm: u32,
    pub width_mm: u32,
    pub height_mm: u32,
}

/// Who pays the carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Payer {
    /// The tenant, in cash at the branch.
    Sender,
    /// The recipient, in cash at the branch.
    Recipient,
}

/// Who gets the parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recipient {
    /// A person: surname, first name, patronymic if known, in this order.
    pub name: String,
    /// The number that the carrier sends its messages to.
    pub phone: Phone,
    /// Which branch or postomat.
    pub place: Place,
}

/// A branch or postomat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Place {
    /// By the carrier's references, chosen from [`Answer::Warehouses`].
    Reference {
        /// [`City::city_ref`].
        city_ref: String,
        /// [`Warehouse::warehouse_ref`].
        warehouse_ref: String,
        /// [`Warehouse::kind`].
        #[serde(default)]
        kind: WarehouseKind,
    },
    /// By names, resolved to references before the waybill is made; a name that fits several
    /// cities is refused.
    Name {
        /// The settlement, without "м.".
        city: String,
        /// The oblast, where the name alone is not enough.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        area: Option<String>,
        /// The number that stands on the branch.
        warehouse_number: String,
    },
}

/// What stands at the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WarehouseKind {
    /// A branch with people.
    #[default]
    Branch,
    /// A locker; small parcels only.
    Postomat,
}

/// A delivery to be priced, from the tenant's branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceQuestion {
    /// [`City::city_ref`] of the recipient.
    pub city_ref: String,
    /// Weight of all seats together, in grams.
    pub weight_grams: u32,
    /// Number of parcels.
    pub seats: u16,
    /// Declared value, in hryvnias.
    pub declared_value: Money,
    /// Money to collect, in hryvnias.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_on_delivery: Option<Money>,
}

/// A parcel to ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrackedNumber {
    /// Its waybill.
    pub number: WaybillNumber,
    /// The sender's or the recipient's phone: without it the carrier leaves fields blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
}

/// What the carrier answers; which variant follows from the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// The waybill exists, made now or by an earlier attempt.
    Created {
        /// The waybill.
        waybill: Waybill,
        /// An earlier attempt had made it.
        existed: bool,
    },
    /// The waybill of an own reference, if there is one.
    Found {
        /// `None`: no such waybill on the days around the one asked for.
        waybill: Option<Waybill>,
    },
    /// The waybill is gone.
    Deleted {
        /// Which.
        document_ref: String,
    },
    /// The price.
    Priced(Price),
    /// Where the parcels are; a number that the carrier left out is in neither list.
    Tracked {
        /// Rows that say something.
        rows: Vec<Kept<TrackingFact>>,
        /// Rows that cannot be read.
        rejected: Vec<RejectedRow>,
    },
    /// Settlements, best match first.
    Cities {
        /// At most a screenful.
        cities: Vec<City>,
    },
    /// Branches and postomats.
    Warehouses {
        /// At most a screenful.
        warehouses: Vec<Warehouse>,
    },
}

/// A waybill of the carrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waybill {
    /// `IntDocNumber`.
    pub number: WaybillNumber,
    /// `Ref`: what deletes and changes it.
    pub document_ref: String,
    /// `CostOnSite`: the price of the delivery before the carrier has weighed the parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// `EstimatedDeliveryDate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_delivery: Option<Day>,
}

/// What a delivery costs, in hryvnias.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Price {
    /// `Cost`: the delivery.
    pub delivery: Money,
    /// `CostRedelivery`: sending the collected money back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redelivery: Option<Money>,
    /// `AssessedCost`: the declared value that the price is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed: Option<Money>,
}

/// A settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct City {
    /// `DeliveryCity`: what a waybill and a search for branches take.
    pub city_ref: String,
    /// `MainDescription`.
    pub name: String,
    /// The oblast.
    pub area: String,
    /// The carrier's full label, "м. Київ, Київська обл.".
    pub present: String,
}

/// A branch or a postomat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warehouse {
    /// `Ref`.
    pub warehouse_ref: String,
    /// The number that stands on it.
    pub number: String,
    /// The carrier's label.
    pub description: String,
    /// What stands there.
    pub kind: WarehouseKind,
    /// Heaviest parcel in grams; `None` when there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_grams_max: Option<u32>,
}

impl NewWaybill {
    /// What the carrier would certainly refuse, told without asking it.
    ///
    /// # Errors
    /// The field by its name here, and the rule it breaks.
    pub fn check(&self) -> Result<(), ParseError> {
        let problem = |field, text: String| Err(ParseError::new(field, text));
        if self.own_reference.trim().is_empty() || self.own_reference.chars().count() > OWN_REFERENCE_CHARACTERS_MAX {
            return problem("own_reference", format!("1 to {OWN_REFERENCE_CHARACTERS_MAX} characters"));
        }
        if self.description.trim().is_empty() || self.description.chars().count() > DESCRIPTION_CHARACTERS_MAX {
            return problem("description", format!("1 to {DESCRIPTION_CHARACTERS_MAX} characters"));
        }
        if self.recipient.name.split_whitespace().count() < 2 {
            return problem("recipient.name", "surname and first name".to_owned());
        }
        if !is_hryvnias(self.declared_value) {
            return problem("declared_value", "more than zero, in hryvnias".to_owned());
        }
        if self.cash_on_delivery.is_some_and(|money| !is_hryvnias(money)) {
            return problem("cash_on_delivery", "more than zero, in hryvnias".to_owned());
        }
        check_load(self.weight_grams, self.seats)
    }
}

impl PriceQuestion {
    /// See [`NewWaybill::check`].
    ///
    /// # Errors
    /// The field by its name here, and the rule it breaks.
    pub fn check(&self) -> Result<(), ParseError> {
        if !is_hryvnias(self.declared_value) || self.cash_on_delivery.is_some_and(|money| !is_hryvnias(money)) {
            return Err(ParseError::new("declared_value", "more than zero, in hryvnias"));
        }
        check_load(self.weight_grams, self.seats)
    }
}

fn is_hryvnias(money: Money) -> bool {
    money.currency() == Currency::UAH && money.is_positive()
}

fn check_load(weight_grams: u32, seats: u16) -> Result<(), ParseError> {
    if !(1..=WEIGHT_GRAMS_MAX).contains(&weight_grams) {
        return Err(ParseError::new("weight_grams", format!("1 to {WEIGHT_GRAMS_MAX} grams")));
    }
    if !(1..=SEATS_MAX).contains(&seats) {
        return Err(ParseError::new("seats", format!("1 to {SEATS_MAX}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn waybill() -> NewWaybill {
        let request = json!({
            "own_reference": "ord-1", "created_on": "2026-11-21", "description": "Книги", "weight_grams": 1500, "seats": 1,
            "recipient": {
                "name": "Отримувач Тестовий", "phone": "0501234567",
                "place": { "by": "name", "city": "Київ", "warehouse_number": "1" },
            },
            "declared_value": { "amount": "500.00", "currency": "UAH" }, "payer": "recipient",
        });
        serde_json::from_value(request).unwrap()
    }

    #[test]
    fn r32_a_request_looks_up_first_unless_it_says_otherwise() {
        assert!(waybill().lookup_first);
        let request = serde_json::to_value(Request::CreateWaybill(waybill())).unwrap();
        assert_eq!(request["operation"], "create-waybill");
        assert_eq!(serde_json::from_value::<Request>(request).unwrap(), Request::CreateWaybill(waybill()));
    }

    #[test]
    fn a_waybill_that_the_carrier_would_refuse_is_not_sent() {
        assert_eq!(waybill().check(), Ok(()));
        let money = |minor, currency| Money::from_minor(minor, currency);
        let wrong = [
            ("own_reference", NewWaybill { own_reference: " ".to_owned(), ..waybill() }),
            ("own_reference", NewWaybill { own_reference: "x".repeat(51), ..waybill() }),
            ("description", NewWaybill { description: "я".repeat(121), ..waybill() }),
            ("declared_value", NewWaybill { declared_value: money(0, Currency::UAH), ..waybill() }),
            ("declared_value", NewWaybill { declared_value: money(1, Currency::USD), ..waybill() }),
            ("cash_on_delivery", NewWaybill { cash_on_delivery: Some(money(-1, Currency::UAH)), ..waybill() }),
            ("weight_grams", NewWaybill { weight_grams: 0, ..waybill() }),
            ("weight_grams", NewWaybill { weight_grams: u32::MAX, ..waybill() }),
            ("seats", NewWaybill { seats: 0, ..waybill() }),
            ("recipient.name", NewWaybill { recipient: Recipient { name: "Отримувач".to_owned(), ..waybill().recipient }, ..waybill() }),
        ];
        for (field, waybill) in wrong {
            assert_eq!(waybill.check().map_err(|error| error.field), Err(field));
        }
    }

    #[test]
    fn settings_have_defaults() {
        let settings: Settings = serde_json::from_value(json!({})).unwrap();
        assert_eq!(settings, Settings::default());
    }
}
