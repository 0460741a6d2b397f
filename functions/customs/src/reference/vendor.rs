//! The vendor's lists as rows of tables. A row that has no usable code is counted and told, and
//! does not hide the others.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Line;
use serde::Serialize;

use super::book::{Incoming, sha256};
use super::{Attributes, CommonOrganizationEntry, DeclarationTypeRow, Employee, Office, OwnOrganization, Procedure, Singularity, Template};
use crate::code::DeclarationType;
use crate::outside::kontur::option as listed;
use crate::outside::kontur::organization::{Organization, OrganizationKind};
use crate::outside::kontur::vendor::{FilerId, Rows, TypeNumber};

/// What became of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// Its rows.
    pub rows: Vec<Incoming>,
    /// How many of it are none.
    pub rejected: u32,
    /// Why, of the first of them.
    pub first_rejected: Option<Line>,
}

impl Listed {
    /// Rows of a list; `read` says why one is none of the table.
    pub fn of<T: Serialize>(list: &Rows<T>, read: impl Fn(&T) -> Result<(Line, Attributes), &'static str>) -> Self {
        let mut listed = Self::default();
        for rejected in &list.rejected {
            listed.reject(rejected.row, &rejected.problem);
        }
        let mut codes = BTreeSet::new();
        for (number, row) in (1..).zip(&list.rows) {
            match read(row) {
                Ok((_, attributes)) if Line::new(&attributes.code()).is_err() => listed.reject(number, "its code is too long"),
                Ok((_, attributes)) if !codes.insert(attributes.code()) => listed.reject(number, "a row before it has the same code"),
                Ok((name, attributes)) => listed.rows.push(Incoming { name, attributes, valid_from: None, valid_to: None }),
                Err(problem) => listed.reject(number, problem),
            }
        }
        listed
    }

    fn reject(&mut self, row: u32, problem: &str) {
        self.rejected = self.rejected.saturating_add(1);
        if self.first_rejected.is_none() {
            self.first_rejected = line(&format!("row {row}: {problem}"));
        }
    }
}

/// A line of whatever the vendor says, shortened; `None` of nothing.
pub fn line(text: &str) -> Option<Line> {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let short: String = text.trim().chars().take(kernel::text::LINE_CHARACTERS_MAX).collect();
    Line::new(&short).ok()
}

fn optional(text: Option<&String>) -> Option<Line> {
    text.and_then(|text| line(text))
}

fn first(texts: &[Option<&String>], otherwise: &str) -> Line {
    let found = texts.iter().find_map(|text| optional(*text));
    // What stands for a name is a code, which is a line.
    found.or_else(|| line(otherwise)).unwrap_or_else(unnamed)
}

/// Never shown: codes are not empty.
#[allow(clippy::expect_used, reason = "a literal line")]
fn unnamed() -> Line {
    Line::new("-").expect("a literal line")
}

/// Customs offices.
pub fn offices(list: &Rows<listed::OfficeRow>) -> Listed {
    Listed::of(list, |row| {
        let code = row.code.clone().ok_or("its number is no code of 8 digits")?;
        let name = first(&[row.name.as_ref(), row.short_name.as_ref()], code.as_str());
        let office = Office { code, vendor_id: Some(row.number), short_name: optional(row.short_name.as_ref()) };
        Ok((name, Attributes::CustomsOffice(office)))
    })
}

/// Declaration types. The vendor's numbers have no published meaning: a type is ours when its
/// description begins with the abbreviation of box 1, or is one word that says so; the first of
/// several wins.
pub fn declaration_types(list: &Rows<listed::DeclarationTypeRow>) -> Listed {
    let mut ours: BTreeMap<&str, TypeNumber> = BTreeMap::new();
    for row in &list.rows {
        if let Some(kind) = row.description.as_deref().and_then(type_of) {
            ours.entry(kind.name()).or_insert(row.number);
        }
    }
    Listed::of(list, |row| {
        let kind = row.description.as_deref().and_then(type_of).filter(|kind| ours.get(kind.name()) == Some(&row.number));
        let name = first(&[row.description.as_ref()], &row.number.to_string());
        Ok((name, Attributes::DeclarationType(DeclarationTypeRow { declaration_type: kind, vendor_id: Some(row.number.0) })))
    })
}

fn type_of(description: &str) -> Option<DeclarationType> {
    let mut words = description.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (word, is_only) = (words.next()?, words.next().is_none());
    let says = |kind: DeclarationType| match kind {
        DeclarationType::Import => "импорт",
        DeclarationType::Export => "экспорт",
        DeclarationType::Transit => "транзит",
    };
    DeclarationType::ALL.into_iter().find(|kind| word == kind.box_1() || (is_only && word.to_lowercase() == says(*kind)))
}

/// Procedures of a declaration type.
pub fn procedures(kind: DeclarationType, list: &Rows<listed::ProcedureRow>) -> Listed {
    Listed::of(list, |row| {
        let code = row.code.as_deref().map(str::trim).and_then(|code| code.parse().ok()).ok_or("its code is not 2 digits")?;
        let procedure = Procedure { code, declaration_type: kind, vendor_id: Some(row.number.0) };
        let name = first(&[row.name.as_ref()], procedure.code.as_str());
        Ok((name, Attributes::Procedure(procedure)))
    })
}

/// Singularities of a declaration type.
pub fn singularities(kind: DeclarationType, list: &Rows<listed::SingularityRow>) -> Listed {
    Listed::of(list, |row| {
        let name = first(&[row.name.as_ref(), row.short_name.as_ref()], &row.number.to_string());
        let short_name = optional(row.short_name.as_ref());
        Ok((name, Attributes::Singularity(Singularity { declaration_type: kind, vendor_id: row.number.0, short_name })))
    })
}

/// Own organizations.
pub fn filers(list: &Rows<listed::Filer>) -> Listed {
    Listed::of(list, |row| {
        let name = first(&[row.name.as_ref(), row.inn.as_ref()], &row.id.to_string());
        let (inn, kpp) = (optional(row.inn.as_ref()), optional(row.kpp.as_ref()));
        Ok((name, Attributes::OwnOrganization(OwnOrganization { vendor_id: row.id.0, inn, kpp })))
    })
}

/// Employees of an own organization: who signs is shown by name; nothing else of a person is kept.
pub fn employees(organization: FilerId, list: &Rows<listed::Employee>) -> Listed {
    Listed::of(list, |row| {
        let names = [&row.surname, &row.name, &row.patronymic];
        let full: Vec<&str> = names.into_iter().filter_map(|name| name.as_deref()).map(str::trim).filter(|name| !name.is_empty()).collect();
        let name = first(&[Some(&full.join(" "))], &row.id.to_string());
        let employee = Employee { vendor_id: row.id.0, organization: organization.0, post: optional(row.post.as_ref()) };
        Ok((name, Attributes::Employee(employee)))
    })
}

/// Templates.
pub fn templates(list: &Rows<listed::TemplateRow>) -> Listed {
    Listed::of(list, |row| {
        let mode = row.mode.as_deref().map(str::trim).and_then(|mode| mode.parse().ok()).ok_or("its form is not one of the album")?;
        let template = Template { gf: optional(row.gf.as_ref()), mode, type_name: optional(row.type_name.as_ref()) };
        let name = first(&[row.type_name.as_ref()], template.mode.as_str());
        Ok((name, Attributes::Template(template)))
    })
}

/// What of a record may be told by a hash for good. A hash of something personal fits a guess, so that of
/// persons and sole traders there is only what the vendor says of the record: when it was changed.
fn hashed(row: &Organization) -> Organization {
    match row.kind {
        Some(OrganizationKind::Legal) => Organization { person: None, identity: None, ..row.clone() },
        Some(OrganizationKind::Entrepreneur | OrganizationKind::Person) | None => {
            let Organization { id, kind, foreign, created_at, updated_at, .. } = *row;
            Organization { id, kind, foreign, created_at, updated_at, ..Organization::default() }
        }
    }
}

/// Counterparties in the vendor's directory. Of persons and sole traders only the id: what is
/// personal is kept by the organization's own aggregate, encrypted (decision C58).
pub fn organizations(list: &Rows<Organization>) -> Listed {
    Listed::of(list, |row| {
        let vendor_id = row.id.ok_or("it has no id")?;
        let told = sha256(&serde_json::to_vec(&hashed(row)).unwrap_or_default());
        let sha256 = Line::new(&told).map_err(|_| "it has no hash")?;
        let id = vendor_id.to_string();
        let (name, inn, kpp) = match row.kind {
            Some(OrganizationKind::Legal) => {
                let entity = &row.entity;
                let name = first(&[entity.name.as_ref(), entity.short_name.as_ref()], &id);
                (name, optional(entity.inn.as_ref()), optional(entity.kpp.as_ref()))
            }
            Some(OrganizationKind::Entrepreneur | OrganizationKind::Person) | None => (first(&[], &id), None, None),
        };
        Ok((name, Attributes::CommonOrganization(CommonOrganizationEntry { vendor_id, inn, kpp, sha256 })))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::kontur::vendor::{ProcedureNumber, RejectedRow};
    use crate::samples::kontur;

    fn rows<T>(rows: Vec<T>) -> Rows<T> {
        Rows { rows, rejected: Vec::new() }
    }

    fn types(descriptions: &[(i32, &str)]) -> Vec<(String, Option<DeclarationType>)> {
        let row = |(number, text): &(i32, &str)| listed::DeclarationTypeRow {
            number: TypeNumber(*number),
            description: Some((*text).to_owned()),
        };
        let listed = declaration_types(&rows(descriptions.iter().map(row).collect()));
        let kind = |row: &Incoming| {
            let Attributes::DeclarationType(kind) = &row.attributes else { panic!("{row:?}") };
            (row.attributes.code(), kind.declaration_type)
        };
        listed.rows.iter().map(kind).collect()
    }

    #[test]
    fn types_are_known_by_what_the_vendor_calls_them_and_not_by_their_numbers() {
        let (import, export) = (Some(DeclarationType::Import), Some(DeclarationType::Export));
        let found = types(&[(7, "ИМ (ввоз)"), (8, "ИМ (предварительная)"), (9, "Экспорт"), (0, "ПТД")]);
        assert_eq!(found, [("IM".into(), import), ("vendor-8".into(), None), ("EX".into(), export), ("vendor-0".into(), None)]);
    }

    #[test]
    fn c46_every_row_is_read_or_counted() {
        let row = |code: &str| listed::ProcedureRow { number: ProcedureNumber(1), code: Some(code.to_owned()), name: None };
        let mut list = rows(vec![row("40"), row(" 51 "), row("4000"), row("40")]);
        list.rejected.push(RejectedRow { row: 5, id: None, name: None, problem: "id: expected a number".to_owned() });
        let listed = procedures(DeclarationType::Import, &list);
        assert_eq!((listed.rows.len(), listed.rejected), (2, 3));
        assert_eq!(listed.first_rejected.unwrap().as_str(), "row 5: id: expected a number");
    }

    #[test]
    fn c44_c58_the_vendors_directory_is_a_list_of_hashes_with_nothing_personal() {
        let sole_trader = Organization { id: Some(kontur::ORGANIZATION), ..kontur::organization() };
        let listed = organizations(&rows(vec![sole_trader.clone(), kontur::organization()]));
        assert_eq!((listed.rows.len(), listed.rejected), (1, 1));
        let text = serde_json::to_string(&listed.rows).unwrap();
        assert!(!text.contains("ФАМИЛИЯ") && !text.contains("981234567804") && !text.contains("Отчествова"), "{text}");
        let changed = Organization { updated_at: Some(testkit::moment("2026-11-21T10:00:00Z")), ..sole_trader };
        assert_ne!(organizations(&rows(vec![changed])).rows, listed.rows);
    }

    #[test]
    fn c58_no_hash_fits_a_guess_of_who_somebody_is() {
        let of = |row: Organization| organizations(&rows(vec![Organization { id: Some(kontur::ORGANIZATION), ..row }])).rows;
        for kind in [Some(OrganizationKind::Entrepreneur), Some(OrganizationKind::Person), None] {
            let known = Organization { kind, ..kontur::organization() };
            let nobody = Organization {
                kind,
                foreign: known.foreign,
                updated_at: known.updated_at,
                created_at: known.created_at,
                ..Default::default()
            };
            assert_eq!(of(known), of(nobody), "{kind:?}");
        }
        let company = Organization { kind: Some(OrganizationKind::Legal), ..kontur::organization() };
        let elsewhere = Organization { contacts: None, ..company.clone() };
        assert_ne!(of(elsewhere), of(company), "a company is compared whole");
    }

    #[test]
    fn names_of_the_vendor_are_made_fit() {
        let office = |name: &str| listed::OfficeRow {
            number: 10_005_030,
            code: "10005030".parse().ok(),
            short_name: None,
            name: Some(name.to_owned()),
        };
        let listed = offices(&rows(vec![office(&"Т/п\nА".repeat(200))]));
        assert_eq!(listed.rows[0].name.as_str().chars().count(), kernel::text::LINE_CHARACTERS_MAX);
        assert_eq!(offices(&rows(vec![office("  ")])).rows[0].name.as_str(), "10005030");
    }
}
