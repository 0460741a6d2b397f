//! Between our record and the vendor's.

use std::str::FromStr;

use kernel::Line;
use kernel::identifier::{Country, Inn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Address, Branch, Codes, Contacts, Field, IdentityCard, Organization, OrganizationKind, PersonName, PersonalData, Profile};
use crate::code::VendorOrganizationId;
use crate::outside::kontur::organization as theirs;

/// A record of the vendor's, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Read {
    /// What is known there.
    pub profile: Profile,
    /// Personal data.
    pub personal: PersonalData,
    /// Its id.
    pub vendor_id: Option<VendorOrganizationId>,
    /// Fields that are filled there with something that cannot be: they count as empty.
    pub unreadable: Vec<Field>,
}

/// Why a record of the vendor's is no organization.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct Unreadable {
    /// The vendor's name of the field.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

fn wrong(field: &'static str, problem: impl Into<String>) -> Unreadable {
    Unreadable { field, problem: problem.into() }
}

/// An empty text is none: the vendor sends both.
fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn required<T: FromStr<Err: std::fmt::Display>>(field: &'static str, text: Option<&String>) -> Result<T, Unreadable> {
    let text = filled(text).ok_or_else(|| wrong(field, "missing"))?;
    text.parse().map_err(|error: T::Err| wrong(field, error.to_string()))
}

/// Reads texts, and remembers which fields could not be.
#[derive(Default)]
struct Reader(Vec<Field>);

impl Reader {
    fn line(&mut self, field: Field, text: Option<&String>) -> Option<Line> {
        let line = Line::new(filled(text)?);
        if line.is_err() {
            self.0.push(field);
        }
        line.ok()
    }

    fn parsed<T: FromStr>(&mut self, field: Field, text: Option<&String>) -> Option<T> {
        let parsed = filled(text)?.parse();
        if parsed.is_err() {
            self.0.push(field);
        }
        parsed.ok()
    }

    fn address(&mut self, field: Field, address: Option<&theirs::Address>) -> Option<Address> {
        let from = address?;
        let read = Address {
            country_name: self.line(field, from.country_name.as_ref()),
            country_code: self.parsed(field, from.country_code.as_ref()),
            postal_code: self.line(field, from.postal_code.as_ref()),
            region: self.line(field, from.region.as_ref()),
            city: self.line(field, from.city.as_ref()),
            settlement: self.line(field, from.settlement.as_ref()),
            street_house: self.line(field, from.street_house.as_ref()),
            house: self.line(field, from.house.as_ref()),
            room: self.line(field, from.room.as_ref()),
            territory_code: self.line(field, from.territory_code.as_ref()),
            text: self.line(field, from.text.as_ref()),
        };
        Some(read).filter(|read| *read != Address::default())
    }

    fn contacts(&mut self, contacts: Option<&theirs::Contacts>) -> Contacts {
        let Some(from) = contacts else { return Contacts::default() };
        Contacts {
            phone: self.line(Field::Phone, from.phone.as_ref()),
            email: self.line(Field::Email, from.email.as_ref()),
            fax: self.line(Field::Fax, from.fax.as_ref()),
        }
    }

    fn branch(&mut self, branch: Option<&theirs::Entity>) -> Option<Branch> {
        let from = branch?;
        let name = self.line(Field::Branch, from.name.as_ref())?;
        let kpp = self.parsed(Field::Branch, from.kpp.as_ref());
        Some(Branch { name, kpp, address: self.address(Field::Branch, from.legal_address.as_ref()) })
    }
}

/// The kind; where the vendor says none, by the length of the taxpayer number.
fn kind_of(record: &theirs::Organization) -> Result<theirs::OrganizationKind, Unreadable> {
    let by_number = || match filled(record.entity.inn.as_ref())?.len() {
        10 => Some(theirs::OrganizationKind::Legal),
        12 => Some(theirs::OrganizationKind::Entrepreneur),
        _ => None,
    };
    record.kind.or_else(by_number).ok_or_else(|| wrong("type", "missing"))
}

fn country_of(record: &theirs::Organization) -> Result<Country, Unreadable> {
    let address = record.entity.legal_address.as_ref();
    match (record.foreign, address.and_then(|address| filled(address.country_code.as_ref()))) {
        (_, Some(code)) => code.parse().map_err(|_| wrong("legalAddress.countryCode", "no country's code")),
        (false, None) => Ok(Country::RU),
        (true, None) => Err(wrong("legalAddress.countryCode", "missing")),
    }
}

fn kind(record: &theirs::Organization) -> Result<OrganizationKind, Unreadable> {
    let entity = &record.entity;
    Ok(match kind_of(record)? {
        theirs::OrganizationKind::Legal if record.foreign => {
            let tax_id = filled(entity.inn.as_ref()).and_then(|inn| Line::new(inn).ok());
            OrganizationKind::Foreign { country: country_of(record)?, tax_id }
        }
        theirs::OrganizationKind::Legal => OrganizationKind::Legal {
            inn: required("inn", entity.inn.as_ref())?,
            kpp: required("kpp", entity.kpp.as_ref())?,
            ogrn: required("ogrn", entity.ogrn.as_ref())?,
        },
        theirs::OrganizationKind::Entrepreneur => {
            OrganizationKind::Entrepreneur { inn: required("inn", entity.inn.as_ref())?, ogrnip: required("ogrn", entity.ogrn.as_ref())? }
        }
        theirs::OrganizationKind::Person => OrganizationKind::Person { country: country_of(record)? },
    })
}

/// The name; a person's is a label made of the vendor's id, because it is shown to everybody.
fn name(record: &theirs::Organization, kind: &OrganizationKind) -> Result<Line, Unreadable> {
    let text = match kind {
        OrganizationKind::Person { .. } => {
            let id = record.id.ok_or_else(|| wrong("id", "missing"))?.0.simple().to_string();
            format!("Физическое лицо {}", id.get(..8).unwrap_or(&id))
        }
        OrganizationKind::Legal { .. } | OrganizationKind::Entrepreneur { .. } | OrganizationKind::Foreign { .. } => {
            let named = filled(record.entity.name.as_ref()).or_else(|| filled(record.entity.short_name.as_ref()));
            named.ok_or_else(|| wrong("orgName", "missing"))?.to_owned()
        }
    };
    Line::new(&text).map_err(|error| wrong("orgName", error.to_string()))
}

/// Reads a record of the vendor's.
///
/// # Errors
/// When what every organization of its kind must have is missing or cannot be.
pub fn read(record: &theirs::Organization) -> Result<Read, Unreadable> {
    let kind = kind(record)?;
    if kind.check().is_err() {
        return Err(wrong("inn", "a number of another kind of organization"));
    }
    let name = name(record, &kind)?;
    let (mut reader, entity) = (Reader::default(), &record.entity);
    // Of a record without an address its country is there, because a kind has one.
    let more = |address: &Address| !address.is_country_alone();
    let legal_address = reader.address(Field::LegalAddress, entity.legal_address.as_ref()).filter(more);
    let actual_address = reader.address(Field::ActualAddress, entity.actual_address.as_ref()).filter(more);
    let contacts = reader.contacts(record.contacts.as_ref());
    let individual = kind.is_individual();
    let personal = if individual {
        let inn = match &kind {
            OrganizationKind::Person { .. } => filled(entity.inn.as_ref()).and_then(|inn| inn.parse::<Inn>().ok()).filter(Inn::is_personal),
            OrganizationKind::Entrepreneur { .. } | OrganizationKind::Legal { .. } | OrganizationKind::Foreign { .. } => None,
        };
        PersonalData {
            person: person(record.person.as_ref()),
            inn,
            identity_card: record.identity.as_ref().and_then(identity_card),
            legal_address: legal_address.clone(),
            actual_address: actual_address.clone(),
            contacts: contacts.clone(),
            representative: None,
        }
    } else {
        PersonalData::default()
    };
    let of_person = matches!(kind, OrganizationKind::Person { .. });
    if of_person && personal.person.is_none() {
        return Err(wrong("person", "missing"));
    }
    let profile = Profile {
        short_name: if of_person { None } else { reader.line(Field::ShortName, entity.short_name.as_ref()) },
        codes: if of_person { Codes::default() } else { codes(&mut reader, entity) },
        legal_address: legal_address.filter(|_| !individual),
        actual_address: actual_address.filter(|_| !individual),
        contacts: if individual { Contacts::default() } else { contacts },
        branch: if individual { None } else { reader.branch(record.branch.as_deref()) },
        name,
        kind,
    };
    reader.0.dedup();
    Ok(Read { profile, personal, vendor_id: record.id, unreadable: reader.0 })
}

fn codes(reader: &mut Reader, entity: &theirs::Entity) -> Codes {
    Codes {
        okpo: reader.parsed(Field::Okpo, entity.okpo.as_ref()),
        okato: reader.line(Field::Okato, entity.okato.as_ref()),
        oktmo: reader.line(Field::Oktmo, entity.oktmo.as_ref()),
    }
}

fn line(text: Option<&String>) -> Option<Line> {
    Line::new(filled(text)?).ok()
}

fn person(from: Option<&theirs::PersonName>) -> Option<PersonName> {
    let from = from?;
    Some(PersonName { surname: line(from.surname.as_ref())?, name: line(from.name.as_ref())?, patronymic: line(from.patronymic.as_ref()) })
}

fn identity_card(from: &theirs::IdentityCard) -> Option<IdentityCard> {
    Some(IdentityCard {
        code: line(from.code.as_ref()),
        name: line(from.name.as_ref()),
        series: line(from.series.as_ref()),
        number: line(from.number.as_ref())?,
        issued_on: from.date,
        issued_by: line(from.issuer.as_ref()),
    })
}

/// What the vendor is asked to save: an organization, with its personal data where that was opened.
///
/// A person has no name in the directory, only a person's; details at banks are left empty, as the
/// vendor asks. The tax number of a company abroad has no field there.
pub fn request(organization: &Organization, personal: Option<&PersonalData>) -> theirs::Organization {
    let profile = &organization.profile;
    let individual = profile.kind.is_individual();
    let opened = personal.filter(|_| individual);
    let legal_address = opened.map_or(profile.legal_address.as_ref(), |data| data.legal_address.as_ref());
    let actual_address = opened.map_or(profile.actual_address.as_ref(), |data| data.actual_address.as_ref());
    let contacts = opened.map_or(&profile.contacts, |data| &data.contacts);
    let (kind, name) = match &profile.kind {
        OrganizationKind::Legal { .. } | OrganizationKind::Foreign { .. } => (theirs::OrganizationKind::Legal, Some(&profile.name)),
        OrganizationKind::Entrepreneur { .. } => (theirs::OrganizationKind::Entrepreneur, Some(&profile.name)),
        OrganizationKind::Person { .. } => (theirs::OrganizationKind::Person, None),
    };
    let country = profile.kind.country();
    // The vendor has no field for the country of a kind: it stands in the address.
    let abroad = (country != Country::RU).then(Address::default);
    let inn = profile.kind.inn().or_else(|| opened.and_then(|data| data.inn.as_ref()));
    let text = |line: Option<&Line>| line.map(Line::to_string);
    theirs::Organization {
        id: organization.vendor_id,
        kind: Some(kind),
        foreign: country != Country::RU,
        entity: theirs::Entity {
            name: text(name),
            short_name: text(profile.short_name.as_ref().or(name.is_none().then_some(&profile.name))),
            inn: inn.map(Inn::to_string),
            kpp: profile.kind.kpp().map(ToString::to_string),
            ogrn: ogrn(&profile.kind),
            okpo: profile.codes.okpo.as_ref().map(ToString::to_string),
            okato: text(profile.codes.okato.as_ref()),
            oktmo: text(profile.codes.oktmo.as_ref()),
            legal_address: legal_address.or(abroad.as_ref()).map(|from| address(from, country)),
            actual_address: actual_address.map(|from| address(from, country)),
        },
        branch: profile.branch.as_ref().map(|branch| Box::new(branch_entity(branch, country))),
        person: opened.filter(|_| name.is_none()).and_then(|data| data.person.as_ref()).map(person_name),
        identity: opened.and_then(|data| data.identity_card.as_ref()).map(card),
        contacts: Some(contacts).filter(|contacts| !contacts.is_empty()).map(|contacts| theirs::Contacts {
            phone: text(contacts.phone.as_ref()),
            email: text(contacts.email.as_ref()),
            fax: text(contacts.fax.as_ref()),
        }),
        created_at: None,
        updated_at: None,
    }
}

fn ogrn(kind: &OrganizationKind) -> Option<String> {
    match kind {
        OrganizationKind::Legal { ogrn, .. } => Some(ogrn.to_string()),
        OrganizationKind::Entrepreneur { ogrnip, .. } => Some(ogrnip.to_string()),
        OrganizationKind::Person { .. } | OrganizationKind::Foreign { .. } => None,
    }
}

fn branch_entity(branch: &Branch, country: Country) -> theirs::Entity {
    theirs::Entity {
        name: Some(branch.name.to_string()),
        kpp: branch.kpp.as_ref().map(ToString::to_string),
        legal_address: branch.address.as_ref().map(|from| address(from, country)),
        ..theirs::Entity::default()
    }
}

/// An address as papers of customs have it: with the code and the name of its country.
fn address(from: &Address, country: Country) -> theirs::Address {
    let text = |line: &Option<Line>| line.as_ref().map(Line::to_string);
    let from = from.located(country);
    theirs::Address {
        city: text(&from.city),
        settlement: text(&from.settlement),
        country_name: text(&from.country_name),
        country_code: from.country_code.map(|country| country.as_str().to_owned()),
        postal_code: text(&from.postal_code),
        region: text(&from.region),
        street_house: text(&from.street_house),
        house: text(&from.house),
        room: text(&from.room),
        territory_code: text(&from.territory_code),
        text: text(&from.text),
    }
}

fn person_name(from: &PersonName) -> theirs::PersonName {
    theirs::PersonName {
        surname: Some(from.surname.to_string()),
        name: Some(from.name.to_string()),
        patronymic: from.patronymic.as_ref().map(Line::to_string),
        position: None,
    }
}

fn card(from: &IdentityCard) -> theirs::IdentityCard {
    let text = |line: &Option<Line>| line.as_ref().map(Line::to_string);
    theirs::IdentityCard {
        code: text(&from.code),
        name: text(&from.name),
        series: text(&from.series),
        number: Some(from.number.to_string()),
        date: from.issued_on,
        issuer: text(&from.issued_by),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::organizations::{
        created, entrepreneur, foreign, legal, legal_created, organization, person, person_created, person_data, vendor_id,
    };

    #[test]
    fn what_is_sent_reads_back_as_it_was() {
        for profile in [legal(), foreign(), entrepreneur()] {
            let read = read(&request(&organization([created(profile.clone())]), None)).unwrap();
            // The vendor has no field for the number of a company abroad.
            let expected = match profile.kind.clone() {
                OrganizationKind::Foreign { country, .. } => {
                    Profile { kind: OrganizationKind::Foreign { country, tax_id: None }, ..profile }
                }
                OrganizationKind::Legal { .. } | OrganizationKind::Entrepreneur { .. } | OrganizationKind::Person { .. } => profile,
            };
            assert_eq!((read.profile, read.unreadable), (expected, Vec::new()));
        }
    }

    #[test]
    fn c41_an_address_is_sent_with_its_country_whatever_was_typed() {
        let sent = |legal_address: Option<Address>| {
            let profile = Profile { legal_address, ..foreign() };
            let sent = request(&organization([created(profile.clone())]), None);
            let (address, back) = (sent.entity.legal_address.clone().unwrap(), read(&sent).unwrap().profile);
            assert_eq!(back.kind.country(), address.country_code.clone().unwrap().parse().unwrap(), "it is read back");
            let differences = super::super::field::compare(&profile, &Default::default(), &back, super::super::Source::Vendor);
            assert_eq!(differences, [], "and differs in nothing");
            (address.country_code.unwrap(), address.country_name.unwrap())
        };
        let in_country = |code: Option<&str>, name: Option<&str>| {
            let (country_code, country_name) = (code.map(|code| code.parse().unwrap()), name.and_then(|name| Line::new(name).ok()));
            sent(Some(Address { country_code, country_name, ..foreign().legal_address.unwrap() }))
        };
        let (china, turkey) = (("CN".to_owned(), "КИТАЙ".to_owned()), ("TR".to_owned(), "ТУРЦИЯ".to_owned()));
        assert_eq!(sent(None), china, "no address at all");
        assert_eq!(in_country(None, None), china);
        assert_eq!(in_country(Some("CN"), None), china);
        assert_eq!(in_country(Some("TR"), Some("КИТАЙ")), turkey, "the name was left behind");
        assert_eq!(in_country(None, Some("ТУРЦИЯ")), turkey);
        assert_eq!(in_country(None, Some("КНР")), ("CN".to_owned(), "КНР".to_owned()));
    }

    #[test]
    fn a_person_is_sent_with_what_was_opened_and_never_by_a_label() {
        let ours = organization([person_created()]);
        let sent = request(&ours, Some(&person_data()));
        assert_eq!(sent.entity.name, None);
        assert_eq!(sent.person.as_ref().and_then(|person| person.surname.as_deref()), Some("Фамилия"));
        let back = read(&theirs::Organization { id: Some(vendor_id()), ..sent }).unwrap();
        assert_eq!((back.personal, back.profile.kind), (person_data(), person().kind));
        let closed = request(&ours, None);
        assert!(closed.person.is_none() && closed.identity.is_none() && closed.entity.legal_address.is_none());
    }

    #[test]
    fn c41_what_a_kind_must_have_is_told_when_it_is_missing() {
        let sent = request(&organization([legal_created()]), None);
        let mut without = sent.clone();
        without.entity.kpp = Some(" ".to_owned());
        assert_eq!(read(&without), Err(wrong("kpp", "missing")));
        let mut wrong_digit = sent.clone();
        wrong_digit.entity.inn = Some("7707083894".to_owned());
        assert_eq!(read(&wrong_digit).unwrap_err().field, "inn");
        let mut odd = sent;
        odd.entity.okpo = Some("24123412".to_owned());
        let read = read(&odd).unwrap();
        assert_eq!((read.unreadable, read.profile.codes.okpo), (vec![Field::Okpo], None));
    }
}
