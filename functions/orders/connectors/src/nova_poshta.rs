//! The carrier's connector.

mod envelope;
mod wire;

use std::sync::Arc;

use async_trait::async_trait;
use kernel::Day;
use kernel::reaction::{FailureClass, OutsideError};
use orders::outside::nova_poshta::{
    API_KEY_SECRET, Answer, CONNECTOR, City, NewWaybill, Place, Request, Sender, Settings, TRACKED_MAX, TrackedNumber, Warehouse, Waybill,
    code, normalise_tracking,
};
use orders::outside::{Kept, ParseError, RejectedRow, kyiv};
use outbound::{CallContext, Method, Outbound, OutboundRequest, Policy, RatePolicy};
use runtime::ports::{Call, Connector, Secret, Secrets};
use serde_json::{Value, json};

use self::envelope::Effect;
use self::wire::{Contact, Resolved};
use crate::support::{Vocabulary, failure, without_secret};

/// Rows of a page of waybills, by the carrier's rule.
const LIST_ROWS: usize = 100;
/// Pages of waybills that a lookup reads; a tenant sends fewer parcels in three days.
const LIST_PAGES_MAX: u32 = 50;
/// Rows of a search that a person chooses from.
const SEARCH_ROWS: u32 = 50;
/// Shortest text that is searched for: the carrier answers everything to less.
const SEARCH_CHARACTERS_MIN: usize = 2;

const WORDS: Vocabulary = Vocabulary { auth: code::AUTH_ERROR, server: code::SERVER_ERROR, validation: code::VALIDATION_ERROR };

/// Nova Poshta API 2.0: JSON over one address, the key in the body.
pub struct NovaPoshta {
    outbound: Outbound,
    secrets: Arc<dyn Secrets>,
}

impl NovaPoshta {
    /// With a client made by [`Self::policy`], or by one of its own.
    pub fn new(outbound: Outbound, secrets: Arc<dyn Secrets>) -> Self {
        Self { outbound, secrets }
    }

    /// Time-outs and limits for the carrier. It publishes no numeric limit; its clients come to
    /// terms with a few requests a second.
    pub const fn policy() -> Policy {
        let policy = Policy::new(CONNECTOR);
        Policy { attempt_ms: 8_000, total_ms: 15_000, rate: RatePolicy { burst: 5, interval_ms: 250, wait_max_ms: 5_000 }, ..policy }
    }
}

#[async_trait]
impl Connector for NovaPoshta {
    fn name(&self) -> &'static str {
        CONNECTOR
    }

    async fn call(&self, call: &Call, request: Value) -> Result<Value, OutsideError> {
        let request: Request = WORDS.request(request)?;
        let settings: Settings = WORDS.settings(call, "nova_poshta")?;
        let key = WORDS.secret(self.secrets.as_ref(), call, API_KEY_SECRET).await?;
        let session = Session { outbound: &self.outbound, context: CallContext::of(call), settings: &settings, key: &key };
        let answer = session.perform(request).await.map_err(|error| without_secret(error, &key))?;
        WORDS.answer(&answer)
    }
}

/// One call with what it needs.
struct Session<'a> {
    outbound: &'a Outbound,
    context: CallContext,
    settings: &'a Settings,
    key: &'a Secret,
}

impl Session<'_> {
    async fn perform(&self, request: Request) -> Result<Answer, OutsideError> {
        match request {
            Request::CreateWaybill(new) => self.create(&new).await,
            Request::FindWaybill { own_reference, created_on } => {
                Ok(Answer::Found { waybill: self.find(&own_reference, created_on).await? })
            }
            Request::DeleteWaybill { document_ref } => self.delete(document_ref).await,
            Request::Price(question) => {
                question.check().map_err(refused)?;
                let rows = self.read("InternetDocument", "getDocumentPrice", wire::price_question(&question, self.sender()?)).await?;
                let price = rows.first().and_then(wire::read_price);
                price.map(Answer::Priced).ok_or_else(|| envelope::unreadable("no price", Effect::Harmless))
            }
            Request::Track { waybills } => self.track(&waybills).await,
            Request::FindCities { text } => Ok(Answer::Cities { cities: self.cities(&text).await? }),
            Request::FindWarehouses { city_ref, text } => {
                let properties = json!({ "CityRef": city_ref, "FindByString": text.trim(), "Limit": SEARCH_ROWS.to_string(), "Page": "1" });
                Ok(Answer::Warehouses { warehouses: self.warehouses(properties).await? })
            }
        }
    }

    fn sender(&self) -> Result<&Sender, OutsideError> {
        let missing = || failure(code::AUTH_ERROR, FailureClass::Auth, "not-configured", "the tenant has no sender at the carrier");
        self.settings.sender.as_ref().ok_or_else(missing)
    }

    /// Asks for something that may be asked twice.
    async fn read(&self, model: &'static str, method: &'static str, properties: Value) -> Result<Vec<Value>, OutsideError> {
        self.exchange(model, method, properties, Effect::Harmless).await
    }

    async fn exchange(
        &self,
        model: &'static str,
        method: &'static str,
        properties: Value,
        effect: Effect,
    ) -> Result<Vec<Value>, OutsideError> {
        let body = json!({ "apiKey": self.key.expose(), "modelName": model, "calledMethod": method, "methodProperties": properties });
        let transport = |error| envelope::transport(&error, effect);
        let request = OutboundRequest::new(method, Method::POST, &self.settings.base_url).map_err(transport)?;
        let request = request.header("content-type", "application/json").map_err(transport)?.body(body.to_string().into_bytes());
        let request = if effect == Effect::Harmless { request.idempotent() } else { request };
        let answer = self.outbound.send(&self.context, &request).await.map_err(transport)?;
        envelope::rows(answer.body.as_bytes(), effect)
    }

    /// Makes a waybill once for an own reference, whatever becomes of the answers: looks it up
    /// before making it, and again when it is not known whether it was made.
    async fn create(&self, new: &NewWaybill) -> Result<Answer, OutsideError> {
        new.check().map_err(refused)?;
        let sender = self.sender()?;
        if new.lookup_first
            && let Some(waybill) = self.find(&new.own_reference, new.created_on).await?
        {
            return Ok(Answer::Created { waybill, existed: true });
        }
        let place = self.resolve(&new.recipient.place).await?;
        let contact = self.contact(new).await?;
        let properties = wire::waybill(new, self.settings, sender, &place, &contact, self.today());
        let made = self.exchange("InternetDocument", "save", properties, Effect::Makes).await;
        let made = made.and_then(|rows| {
            let waybill = rows.first().and_then(wire::read_waybill);
            waybill.ok_or_else(|| envelope::unreadable("the saved waybill has no number", Effect::Makes))
        });
        match made {
            Ok(waybill) => Ok(Answer::Created { waybill, existed: false }),
            Err(error) if error.class == FailureClass::Unknown => match self.find(&new.own_reference, new.created_on).await {
                Ok(Some(waybill)) => Ok(Answer::Created { waybill, existed: false }),
                // It may yet appear: the caller waits and asks again, which looks it up first.
                Ok(None) | Err(_) => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    fn today(&self) -> Day {
        kyiv::today(self.context.now())
    }

    /// Reads the waybills dated from the day before the first attempt to the day after now. The
    /// carrier's list has no filter for the own reference.
    async fn find(&self, own_reference: &str, created_on: Day) -> Result<Option<Waybill>, OutsideError> {
        let from = created_on.pred_opt().unwrap_or(created_on);
        let last = created_on.max(self.today());
        let to = last.succ_opt().unwrap_or(last);
        for page in 1..=LIST_PAGES_MAX {
            let properties = json!({ "DateTimeFrom": wire::day(from), "DateTimeTo": wire::day(to), "Page": page.to_string() });
            let rows = self.read("InternetDocument", "getDocumentList", properties).await?;
            if let Some(row) = rows.iter().find(|row| wire::has_own_reference(row, own_reference)) {
                let waybill = wire::read_waybill(row);
                return waybill.map(Some).ok_or_else(|| envelope::unreadable("a listed waybill has no number", Effect::Harmless));
            }
            if rows.len() < LIST_ROWS {
                return Ok(None);
            }
        }
        let text = "more waybills in these days than a lookup reads";
        Err(failure(code::UNKNOWN_OUTCOME, FailureClass::Unknown, "lookup-too-long", text))
    }

    async fn resolve(&self, place: &Place) -> Result<Resolved, OutsideError> {
        match place {
            Place::Reference { city_ref, warehouse_ref, kind } => {
                Ok(Resolved { city_ref: city_ref.clone(), warehouse_ref: warehouse_ref.clone(), kind: *kind })
            }
            Place::Name { city, area, warehouse_number } => {
                let found = self.cities(city).await?;
                let city = only(found.into_iter().filter(|found| wire::is_named(found, city, area.as_deref())), "city")?;
                let properties =
                    json!({ "CityRef": city.city_ref, "WarehouseId": warehouse_number.trim(), "Limit": SEARCH_ROWS.to_string() });
                let found = self.warehouses(properties).await?;
                let warehouse = only(found.into_iter().filter(|found| found.number == warehouse_number.trim()), "branch")?;
                Ok(Resolved { city_ref: city.city_ref, warehouse_ref: warehouse.warehouse_ref, kind: warehouse.kind })
            }
        }
    }

    /// Saves the recipient in the carrier's directory; one that exists is found, with a warning.
    async fn contact(&self, new: &NewWaybill) -> Result<Contact, OutsideError> {
        let person = wire::person(&new.recipient.name, &new.recipient.phone);
        let rows = self.read("Counterparty", "save", person).await?;
        let unreadable = || envelope::unreadable("the saved recipient has no reference", Effect::Harmless);
        let row = rows.first().ok_or_else(unreadable)?;
        let nested = row.get("ContactPerson").ok_or_else(unreadable)?;
        let contacts = envelope::rows_of(nested, Effect::Harmless)?;
        wire::read_contact(row, &contacts).ok_or_else(unreadable)
    }

    /// A waybill that is not there any more is deleted: that makes a repetition harmless.
    async fn delete(&self, document_ref: String) -> Result<Answer, OutsideError> {
        let deleted = self.read("InternetDocument", "delete", json!({ "DocumentRefs": document_ref })).await;
        match deleted {
            Err(error) if error.code != code::NOT_FOUND => Err(error),
            Ok(_) | Err(_) => Ok(Answer::Deleted { document_ref }),
        }
    }

    async fn track(&self, waybills: &[TrackedNumber]) -> Result<Answer, OutsideError> {
        if waybills.len() > TRACKED_MAX {
            return Err(refused(ParseError::new("waybills", format!("at most {TRACKED_MAX}"))));
        }
        let (mut rows, mut rejected) = (Vec::new(), Vec::new());
        if waybills.is_empty() {
            return Ok(Answer::Tracked { rows, rejected });
        }
        for raw in self.read("TrackingDocument", "getStatusDocuments", wire::tracking(waybills)).await? {
            match normalise_tracking(&raw) {
                Ok(fact) => rows.push(Kept { fact, raw }),
                Err(error) => rejected.push(RejectedRow { code: code::PARSE_ERROR.to_owned(), problem: error.to_string(), raw }),
            }
        }
        Ok(Answer::Tracked { rows, rejected })
    }

    async fn cities(&self, text: &str) -> Result<Vec<City>, OutsideError> {
        if text.trim().chars().count() < SEARCH_CHARACTERS_MIN {
            return Err(refused(ParseError::new("text", format!("at least {SEARCH_CHARACTERS_MIN} characters"))));
        }
        let properties = json!({ "CityName": text.trim(), "Limit": SEARCH_ROWS.to_string(), "Page": "1" });
        let rows = self.read("Address", "searchSettlements", properties).await?;
        let addresses = rows.iter().filter_map(|row| row.get("Addresses")?.as_array()).flatten();
        Ok(addresses.filter_map(wire::read_city).collect())
    }

    async fn warehouses(&self, properties: Value) -> Result<Vec<Warehouse>, OutsideError> {
        let rows = self.read("Address", "getWarehouses", properties).await?;
        Ok(rows.iter().filter_map(wire::read_warehouse).collect())
    }
}

/// A request that is wrong without asking the carrier.
fn refused(error: ParseError) -> OutsideError {
    failure(code::VALIDATION_ERROR, FailureClass::Permanent, "", &error.to_string())
}

/// The only one of what a name fits: of several, choosing would send the parcel somewhere.
fn only<T>(mut found: impl Iterator<Item = T>, what: &str) -> Result<T, OutsideError> {
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(failure(code::NOT_FOUND, FailureClass::Permanent, "", &format!("the carrier has no such {what}"))),
        (Some(_), Some(_)) => {
            Err(failure(code::VALIDATION_ERROR, FailureClass::Permanent, "", &format!("the {what} is not the only one of its name")))
        }
    }
}
