//! Organizations of every kind.

use kernel::Sealed;
use kernel::identifier::Country;
use kernel::reaction::{FailureClass, OutsideError};
use uuid::Uuid;

use crate::OrganizationId;
use crate::code::VendorOrganizationId;
use crate::organization::vendor::Read;
use crate::organization::{
    Address, Branch, Codes, Contacts, Difference, Field, FieldValue, Held, IdentityCard, OrganizationEvent, OrganizationKind, PersonName,
    PersonalData, Profile, Source,
};

pub use super::{line, literal};

/// The organization of the samples.
pub fn legal_id() -> OrganizationId {
    OrganizationId::derive(&["sample"])
}

/// Its id in the vendor's directory.
pub const fn vendor_id() -> VendorOrganizationId {
    VendorOrganizationId(Uuid::from_u128(0x0192_7f00_0000_7000_8000_0000_0000_0001))
}

/// A failure of the vendor.
pub fn outside_error() -> OutsideError {
    OutsideError {
        code: crate::outside::kontur::code::UNAVAILABLE.to_owned(),
        class: FailureClass::Retry,
        raw_code: "503".to_owned(),
        text: "Service Unavailable".to_owned(),
    }
}

fn address() -> Address {
    Address {
        country_name: Some(line("РОССИЯ")),
        country_code: Some(Country::RU),
        postal_code: Some(line("105318")),
        region: Some(line("Москва г")),
        city: Some(line("г. Москва")),
        street_house: Some(line("ул. Мироновская")),
        house: Some(line("дом 9")),
        room: Some(line("офис 58")),
        ..Address::default()
    }
}

/// A Russian company.
pub fn legal() -> Profile {
    Profile {
        kind: OrganizationKind::Legal { inn: literal("9812345679"), kpp: literal("981201001"), ogrn: literal("1269800012349") },
        name: line("ООО «РОМАШКА»"),
        short_name: Some(line("РОМАШКА")),
        codes: Codes { okpo: Some(literal("00032537")), okato: Some(line("45293554000")), oktmo: Some(line("45397000000")) },
        legal_address: Some(address()),
        actual_address: None,
        contacts: Contacts { phone: Some(line("+7 495 500-55-50")), email: Some(line("info@romashka.example")), fax: None },
        branch: Some(Branch { name: line("Склад в Туле"), kpp: Some(literal("710743001")), address: Some(address()) }),
    }
}

/// A Russian entrepreneur.
pub fn entrepreneur() -> Profile {
    Profile {
        kind: OrganizationKind::Entrepreneur { inn: literal("981234567804"), ogrnip: literal("326980000123455") },
        name: line("ИП Первый"),
        short_name: None,
        codes: Codes::default(),
        legal_address: None,
        actual_address: None,
        contacts: Contacts::default(),
        branch: None,
    }
}

/// A person, behind a label.
pub fn person() -> Profile {
    Profile { kind: OrganizationKind::Person { country: Country::RU }, name: line("Получатель 17"), ..entrepreneur() }
}

/// A Chinese company.
pub fn foreign() -> Profile {
    let country = literal("CN");
    Profile {
        kind: OrganizationKind::Foreign { country, tax_id: Some(line("91310115MA1K3XYZ0A")) },
        name: line("SHANGHAI SHAREINDUSTRY CO.,LTD."),
        legal_address: Some(Address {
            country_name: Some(line("КИТАЙ")),
            country_code: Some(country),
            city: Some(line("TINGLIN TOWN")),
            street_house: Some(line("SONGYINYUCAI ROAD")),
            ..Address::default()
        }),
        ..entrepreneur()
    }
}

/// Who is behind the label.
pub fn person_data() -> PersonalData {
    PersonalData {
        person: Some(PersonName {
            surname: line("Фамилия"), name: line("Имечко"), patronymic: Some(line("Отчество"))
        }),
        inn: Some(literal("981234567804")),
        identity_card: Some(IdentityCard {
            code: Some(line("RU01001")),
            name: Some(line("ПАСРФ")),
            series: Some(line("4509")),
            number: line("123456"),
            issued_on: Some(literal("2015-03-14")),
            issued_by: Some(line("ОВД «Тверское»")),
        }),
        legal_address: Some(Address { street_house: Some(line("ул. Тверская")), ..address() }),
        actual_address: None,
        contacts: Contacts { phone: Some(line("+7 916 555-01-17")), ..Contacts::default() },
        representative: None,
    }
}

/// A row of the vendor's directory.
pub fn row() -> Read {
    Read { profile: legal(), personal: PersonalData::default(), vendor_id: Some(vendor_id()), unreadable: Vec::new() }
}

/// An organization with nothing personal, filled in by hand.
pub fn created(profile: Profile) -> OrganizationEvent {
    OrganizationEvent::Created { id: legal_id(), profile, personal: None, source: Source::Manual, vendor_id: None }
}

/// The company, filled in by hand.
pub fn legal_created() -> OrganizationEvent {
    created(legal())
}

/// The company, as the state register has it.
pub fn legal_from_registry() -> OrganizationEvent {
    let (profile, vendor_id) = (legal(), Some(vendor_id()));
    OrganizationEvent::Created { id: legal_id(), profile, personal: None, source: Source::Registry, vendor_id }
}

/// The register has another name.
pub fn name_differs() -> OrganizationEvent {
    let text = |text| FieldValue::Text(line(text));
    OrganizationEvent::Differs {
        source: Source::Registry,
        differences: vec![Difference {
            field: Field::Name,
            ours: Some(text("ООО «РОМАШКА»")),
            theirs: text("ООО «РОМАШКА НОВАЯ»"),
            provenance: Some(Source::Manual),
            source: Source::Registry,
        }],
        vendor_id: Some(vendor_id()),
    }
}

/// Personal data as it is stored; its key was never kept.
fn sealed() -> Sealed {
    literal("v1.hWMtB8bo83-VCs0yCi7Mk0DAK5aQxNwE2u9_av5chWMtB8bo83-VCs0yCi7Mk0DAK5aQxNwE2u9_av5c")
}

/// One of each event.
pub fn events() -> Vec<OrganizationEvent> {
    let theirs = FieldValue::Text(line("ООО «РОМАШКА НОВАЯ»"));
    vec![
        OrganizationEvent::Created {
            id: legal_id(),
            profile: person(),
            personal: Some(sealed()),
            source: Source::Vendor,
            vendor_id: Some(vendor_id()),
        },
        OrganizationEvent::Revised { profile: legal(), personal: None, fields: vec![Field::Name, Field::Phone], source: Source::Manual },
        OrganizationEvent::SyncRequested,
        name_differs(),
        OrganizationEvent::SyncFailed { error: Some(outside_error()) },
        OrganizationEvent::DifferenceAccepted { field: Field::Name, value: theirs.clone(), source: Source::Registry },
        OrganizationEvent::DifferenceDismissed { field: Field::Name, theirs },
        OrganizationEvent::PushRequested { overwrite: false },
        OrganizationEvent::Pushed { vendor_id: vendor_id() },
        OrganizationEvent::PushHeld { held: Held::AnotherName { theirs: line("ООО РОМАШКА") } },
        OrganizationEvent::PushFailed { error: outside_error() },
        OrganizationEvent::Erased { reason: line("Subject's request 12 of 2026-11-21") },
        OrganizationEvent::PartyLinked { party_id: Some(crate::PartyId::derive(&["sample"])) },
        OrganizationEvent::Hidden { reason: line("Liquidated") },
        OrganizationEvent::Unhidden,
    ]
}

#[cfg(test)]
pub(crate) use sealing::{entrepreneur_created, organization, person_created};

#[cfg(test)]
mod sealing {
    use testkit::subject_key;

    use super::*;
    use crate::organization::{Organization, personal};

    fn with(profile: Profile, data: &PersonalData) -> OrganizationEvent {
        let key = subject_key(&personal::subject(legal_id(), 0));
        let personal = Some(personal::seal_with(data, legal_id(), &key).unwrap());
        OrganizationEvent::Created { id: legal_id(), profile, personal, source: Source::Manual, vendor_id: None }
    }

    /// The person, sealed under the key that tests have for her.
    pub(crate) fn person_created() -> OrganizationEvent {
        with(person(), &person_data())
    }

    /// The entrepreneur with a passport.
    pub(crate) fn entrepreneur_created() -> OrganizationEvent {
        with(entrepreneur(), &PersonalData { inn: None, ..person_data() })
    }

    /// What some events fold to.
    pub(crate) fn organization(events: impl IntoIterator<Item = OrganizationEvent>) -> Organization {
        let events: Vec<OrganizationEvent> = events.into_iter().collect();
        kernel::aggregate::fold_events(None, &events, &testkit::context().meta("test")).unwrap().unwrap()
    }
}
