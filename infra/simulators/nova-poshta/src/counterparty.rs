//! The `Counterparty` and `ContactPerson` models.
//!
//! Recipients that are private persons share one counterparty, "Приватна особа"; the person is
//! its contact.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::codes::{
    COUNTERPARTY_REF_EMPTY, COUNTERPARTY_TYPE_INCORRECT, EDRPOU_EMPTY, FIRST_NAME_EMPTY, LAST_NAME_EMPTY, Message, NOT_UNIQUE,
    PHONE_INVALID, RECIPIENTS_ONLY, REF_INCORRECT,
};
use crate::places::{cities, reference};
use crate::wire::{Envelope, PAGE_ROWS, Properties};

/// The name of the counterparty that every private recipient shares.
pub(crate) const PRIVATE_NAME: &str = "Приватна особа";

/// The values of `CounterpartyType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    PrivatePerson,
    Organization,
}

/// A company, or all private persons together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Counterparty {
    pub(crate) reference: String,
    pub(crate) description: String,
    pub(crate) kind: Kind,
    pub(crate) sender: bool,
    edrpou: String,
    city_ref: String,
}

/// A person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) reference: String,
    pub(crate) counterparty_ref: String,
    pub(crate) phone: String,
    last_name: String,
    first_name: String,
    middle_name: String,
    email: String,
}

impl Contact {
    pub(crate) fn description(&self) -> String {
        let names = [&self.last_name, &self.first_name, &self.middle_name];
        let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        names.join(" ").trim().to_owned()
    }

    fn brief_row(&self) -> Value {
        json!({
            "Ref": self.reference,
            "Description": self.description(),
            "LastName": self.last_name,
            "FirstName": self.first_name,
            "MiddleName": self.middle_name,
        })
    }

    fn full_row(&self) -> Value {
        let mut row = self.brief_row();
        row["Phones"] = json!(self.phone);
        row["Email"] = json!(self.email);
        row["MarketplacePartnerDescription"] = json!("");
        row
    }
}

/// Everybody the key's owner sends from and to.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Counterparties {
    parties: Vec<Counterparty>,
    contacts: Vec<Contact>,
}

impl Counterparties {
    /// The sender the key belongs to, with one contact, and the shared private recipient.
    pub(crate) fn seeded() -> Self {
        let sender_ref = reference("counterparty", "sender");
        let city_ref = cities().first().map(|city| city.reference.clone()).unwrap_or_default();
        Self {
            parties: vec![
                Counterparty {
                    reference: sender_ref.clone(),
                    description: "ТОВ \"Вітрило Трейд\"".to_owned(),
                    kind: Kind::Organization,
                    sender: true,
                    edrpou: "43120760".to_owned(),
                    city_ref: city_ref.clone(),
                },
                Counterparty {
                    reference: reference("counterparty", "private"),
                    description: PRIVATE_NAME.to_owned(),
                    kind: Kind::PrivatePerson,
                    sender: false,
                    edrpou: String::new(),
                    city_ref,
                },
            ],
            contacts: vec![Contact {
                reference: reference("contact", "sender"),
                counterparty_ref: sender_ref,
                phone: "380671112233".to_owned(),
                last_name: "Відправник".to_owned(),
                first_name: "Тестовий".to_owned(),
                middle_name: String::new(),
                email: "sklad@vitrylo.example".to_owned(),
            }],
        }
    }

    pub(crate) fn party(&self, reference: &str) -> Option<&Counterparty> {
        self.parties.iter().find(|party| party.reference == reference)
    }

    pub(crate) fn contact(&self, reference: &str) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.reference == reference)
    }

    pub(crate) fn save(&mut self, properties: &Properties) -> Envelope {
        if properties.text("CounterpartyProperty") == "Sender" {
            return Envelope::refused(&[RECIPIENTS_ONLY]);
        }
        match properties.text("CounterpartyType").as_str() {
            "PrivatePerson" => self.save_person(properties),
            "Organization" => self.save_organization(properties),
            _ => Envelope::refused(&[COUNTERPARTY_TYPE_INCORRECT]),
        }
    }

    fn save_person(&mut self, properties: &Properties) -> Envelope {
        let Some(shared) = self.parties.iter().find(|p| p.kind == Kind::PrivatePerson) else {
            return Envelope::refused(&[COUNTERPARTY_TYPE_INCORRECT]);
        };
        let shared = shared.clone();
        match self.add_contact(&shared.reference, properties) {
            Err(problems) => Envelope::refused(&problems),
            Ok((contact, existed)) => {
                let nested = Envelope::of(vec![contact.brief_row()]);
                let nested = if existed { nested.with_warnings(json!(["Person already exists!"]), json!([])) } else { nested };
                let mut row = party_row(&shared, nested.into_nested_json());
                for name in ["LastName", "FirstName", "MiddleName"] {
                    row[name] = contact.brief_row()[name].clone();
                }
                Envelope::of(vec![row])
            }
        }
    }

    fn save_organization(&mut self, properties: &Properties) -> Envelope {
        let Some(edrpou) = properties.filled("EDRPOU") else {
            return Envelope::refused(&[EDRPOU_EMPTY]);
        };
        let empty = || Envelope::of(Vec::new()).into_nested_json();
        let known = self.parties.iter().find(|party| party.edrpou == edrpou);
        if let Some(known) = known {
            return Envelope::of(vec![party_row(known, empty())])
                .with_warnings(json!({ "DuplicateValidate": NOT_UNIQUE.english }), json!({ "DuplicateValidate": NOT_UNIQUE.code }));
        }
        let name = properties.filled("Description").or(properties.filled("FirstName")).unwrap_or_else(|| format!("Організація {edrpou}"));
        let party = Counterparty {
            reference: Uuid::now_v7().to_string(),
            description: name,
            kind: Kind::Organization,
            sender: false,
            edrpou,
            city_ref: properties.text("CityRef"),
        };
        let row = party_row(&party, empty());
        self.parties.push(party);
        Envelope::of(vec![row])
    }

    pub(crate) fn save_contact(&mut self, properties: &Properties) -> Envelope {
        let Some(owner) = properties.filled("CounterpartyRef") else {
            return Envelope::refused(&[COUNTERPARTY_REF_EMPTY]);
        };
        if self.party(&owner).is_none() {
            return Envelope::refused(&[REF_INCORRECT]);
        }
        match self.add_contact(&owner, properties) {
            Err(problems) => Envelope::refused(&problems),
            Ok((contact, existed)) => {
                let saved = Envelope::of(vec![contact.full_row()]);
                if existed { saved.with_warnings(json!(["Person already exists!"]), json!([])) } else { saved }
            }
        }
    }

    /// The contact with these names and phone, and whether it was there before.
    fn add_contact(&mut self, owner: &str, properties: &Properties) -> Result<(Contact, bool), Vec<&'static Message>> {
        let phone = phone_digits(&properties.text("Phone"));
        let contact = Contact {
            reference: Uuid::now_v7().to_string(),
            counterparty_ref: owner.to_owned(),
            last_name: properties.text("LastName"),
            first_name: properties.text("FirstName"),
            middle_name: properties.text("MiddleName"),
            email: properties.text("Email"),
            phone: phone.clone(),
        };
        let mut problems = Vec::new();
        if contact.first_name.is_empty() {
            problems.push(FIRST_NAME_EMPTY);
        }
        if contact.last_name.is_empty() {
            problems.push(LAST_NAME_EMPTY);
        }
        if !phone.is_empty() && !is_phone(&phone) {
            problems.push(PHONE_INVALID);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let same = |known: &&Contact| {
            known.counterparty_ref == owner
                && known.phone == phone
                && known.description().to_lowercase() == contact.description().to_lowercase()
        };
        if let Some(known) = self.contacts.iter().find(same) {
            return Ok((known.clone(), true));
        }
        self.contacts.push(contact.clone());
        Ok((contact, false))
    }

    pub(crate) fn list(&self, properties: &Properties) -> Envelope {
        let senders = properties.text("CounterpartyProperty") == "Sender";
        let wanted = properties.text("FindByString").to_lowercase();
        let rows: Vec<Value> = self
            .parties
            .iter()
            .filter(|party| party.sender == senders)
            .filter(|party| party.description.to_lowercase().contains(&wanted))
            .map(listed_row)
            .collect();
        let total = rows.len();
        Envelope::page(properties.page_of(rows, PAGE_ROWS), total)
    }

    pub(crate) fn list_contacts(&self, properties: &Properties) -> Envelope {
        let Some(owner) = properties.filled("Ref") else {
            return Envelope::refused(&[COUNTERPARTY_REF_EMPTY]);
        };
        let rows: Vec<Value> = self.contacts.iter().filter(|contact| contact.counterparty_ref == owner).map(Contact::full_row).collect();
        let total = rows.len();
        Envelope::page(properties.page_of(rows, PAGE_ROWS), total)
    }
}

fn ownership(party: &Counterparty) -> &'static str {
    match party.kind {
        Kind::Organization => "ТОВ",
        Kind::PrivatePerson => "",
    }
}

fn listed_row(party: &Counterparty) -> Value {
    json!({
        "Ref": party.reference,
        "Description": party.description,
        "City": party.city_ref,
        "Counterparty": null,
        "FirstName": party.description,
        "LastName": "",
        "MiddleName": "",
        "OwnershipFormRef": reference("ownership", ownership(party)),
        "OwnershipFormDescription": ownership(party),
        "EDRPOU": party.edrpou,
        "CounterpartyType": party.kind,
        "CityDescription": "",
    })
}

fn party_row(party: &Counterparty, contact_person: Value) -> Value {
    json!({
        "Ref": party.reference,
        "Description": party.description,
        "FirstName": "",
        "MiddleName": "",
        "LastName": "",
        "Counterparty": party.reference,
        "OwnershipForm": reference("ownership", ownership(party)),
        "OwnershipFormDescription": ownership(party),
        "EDRPOU": party.edrpou,
        "CounterpartyType": party.kind,
        "ContactPerson": contact_person,
    })
}

/// A phone as bare digits with the country's code, however it was written.
pub(crate) fn phone_digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 10 && digits.starts_with('0') { format!("38{digits}") } else { digits }
}

/// Whether text is a phone as waybills take it: `380XXXXXXXXX`, without a plus.
pub(crate) fn is_phone(text: &str) -> bool {
    text.len() == 12 && text.starts_with("380") && text.bytes().all(|b| b.is_ascii_digit())
}
