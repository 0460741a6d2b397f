//! Fields, where each came from, and how two records of one organization differ (decision C43).

use std::collections::BTreeMap;

use kernel::Line;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Address, Branch, OrganizationKind, Profile};

/// A field of a [`Profile`] that can differ. What tells one organization from another (the taxpayer
/// number) is none: with another number it is another organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Its name.
    Name,
    /// Its shorter name.
    ShortName,
    /// Reason of registration. Part of what identifies a company: never changed without a person.
    Kpp,
    /// Number in the state register, of a company or an entrepreneur; never changed without a person.
    Ogrn,
    /// Code of the enterprise.
    Okpo,
    /// Code of the administrative territory.
    Okato,
    /// Code of the municipal territory.
    Oktmo,
    /// Registered address.
    LegalAddress,
    /// Actual address.
    ActualAddress,
    /// Telephone.
    Phone,
    /// Electronic mail.
    Email,
    /// Fax.
    Fax,
    /// The part of the company.
    Branch,
}

impl Field {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Name,
        Self::ShortName,
        Self::Kpp,
        Self::Ogrn,
        Self::Okpo,
        Self::Okato,
        Self::Oktmo,
        Self::LegalAddress,
        Self::ActualAddress,
        Self::Phone,
        Self::Email,
        Self::Fax,
        Self::Branch,
    ];

    /// Whether it is part of what identifies the organization.
    pub const fn identifies(self) -> bool {
        match self {
            Self::Kpp | Self::Ogrn => true,
            Self::Name
            | Self::ShortName
            | Self::Okpo
            | Self::Okato
            | Self::Oktmo
            | Self::LegalAddress
            | Self::ActualAddress
            | Self::Phone
            | Self::Email
            | Self::Fax
            | Self::Branch => false,
        }
    }
}

/// Where the value of a field came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A state register, through the vendor's service.
    Registry,
    /// Somebody here.
    Manual,
    /// The vendor's directory, into which somebody typed it.
    Vendor,
}

/// Where each field came from. A field without one was never set.
pub type Provenance = BTreeMap<Field, Source>;

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldValue {
    /// A text or a number.
    Text(Line),
    /// An address.
    Address(Address),
    /// A part of a company.
    Branch(Branch),
}

/// One field in which another record differs from ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// Which field.
    pub field: Field,
    /// What we have.
    pub ours: Option<FieldValue>,
    /// What they have.
    pub theirs: FieldValue,
    /// Where ours came from; nobody ever set it when it is absent.
    pub provenance: Option<Source>,
    /// Where theirs came from.
    pub source: Source,
}

fn text(value: Option<&(impl AsRef<str> + ?Sized)>) -> Option<FieldValue> {
    Line::new(value?.as_ref()).ok().map(FieldValue::Text)
}

fn line(value: Option<&Line>) -> Option<FieldValue> {
    value.cloned().map(FieldValue::Text)
}

impl Profile {
    /// What a field holds.
    pub fn get(&self, field: Field) -> Option<FieldValue> {
        match field {
            Field::Name => line(Some(&self.name)),
            Field::ShortName => line(self.short_name.as_ref()),
            Field::Kpp => text(self.kind.kpp().map(kernel::identifier::Kpp::as_str)),
            Field::Ogrn => match &self.kind {
                OrganizationKind::Legal { ogrn, .. } => text(Some(ogrn.as_str())),
                OrganizationKind::Entrepreneur { ogrnip, .. } => text(Some(ogrnip.as_str())),
                OrganizationKind::Person { .. } | OrganizationKind::Foreign { .. } => None,
            },
            Field::Okpo => text(self.codes.okpo.as_ref().map(kernel::identifier::Okpo::as_str)),
            Field::Okato => line(self.codes.okato.as_ref()),
            Field::Oktmo => line(self.codes.oktmo.as_ref()),
            Field::LegalAddress => self.legal_address.clone().map(FieldValue::Address),
            Field::ActualAddress => self.actual_address.clone().map(FieldValue::Address),
            Field::Phone => line(self.contacts.phone.as_ref()),
            Field::Email => line(self.contacts.email.as_ref()),
            Field::Fax => line(self.contacts.fax.as_ref()),
            Field::Branch => self.branch.clone().map(FieldValue::Branch),
        }
    }

    /// This profile with another value in a field; `None` when the value is none of the field.
    pub fn with(mut self, field: Field, value: &FieldValue) -> Option<Self> {
        match (field, value) {
            (Field::Name, FieldValue::Text(value)) => self.name = value.clone(),
            (Field::ShortName, FieldValue::Text(value)) => self.short_name = Some(value.clone()),
            (Field::Kpp, FieldValue::Text(value)) => match &mut self.kind {
                OrganizationKind::Legal { kpp, .. } => *kpp = value.as_str().parse().ok()?,
                OrganizationKind::Entrepreneur { .. } | OrganizationKind::Person { .. } | OrganizationKind::Foreign { .. } => return None,
            },
            (Field::Ogrn, FieldValue::Text(value)) => match &mut self.kind {
                OrganizationKind::Legal { ogrn, .. } => *ogrn = value.as_str().parse().ok()?,
                OrganizationKind::Entrepreneur { ogrnip, .. } => *ogrnip = value.as_str().parse().ok()?,
                OrganizationKind::Person { .. } | OrganizationKind::Foreign { .. } => return None,
            },
            (Field::Okpo, FieldValue::Text(value)) => self.codes.okpo = Some(value.as_str().parse().ok()?),
            (Field::Okato, FieldValue::Text(value)) => self.codes.okato = Some(value.clone()),
            (Field::Oktmo, FieldValue::Text(value)) => self.codes.oktmo = Some(value.clone()),
            (Field::LegalAddress, FieldValue::Address(value)) => self.legal_address = Some(value.clone()),
            (Field::ActualAddress, FieldValue::Address(value)) => self.actual_address = Some(value.clone()),
            (Field::Phone, FieldValue::Text(value)) => self.contacts.phone = Some(value.clone()),
            (Field::Email, FieldValue::Text(value)) => self.contacts.email = Some(value.clone()),
            (Field::Fax, FieldValue::Text(value)) => self.contacts.fax = Some(value.clone()),
            (Field::Branch, FieldValue::Branch(value)) => self.branch = Some(value.clone()),
            (_, FieldValue::Text(_) | FieldValue::Address(_) | FieldValue::Branch(_)) => return None,
        }
        Some(self)
    }

    /// The fields that hold something.
    pub fn filled(&self) -> impl Iterator<Item = Field> + '_ {
        Field::ALL.iter().copied().filter(|field| self.get(*field).is_some())
    }

    /// The fields that hold something else than in another profile.
    pub fn changed(&self, other: &Self) -> Vec<Field> {
        Field::ALL.iter().copied().filter(|field| self.get(*field) != other.get(*field)).collect()
    }
}

/// Where another record differs from ours. What they leave empty is no difference: it says nothing.
pub fn compare(ours: &Profile, provenance: &Provenance, theirs: &Profile, source: Source) -> Vec<Difference> {
    let country = ours.kind.country();
    let differing = |field: &Field| {
        let (mine, other) = (ours.get(*field), theirs.get(*field)?);
        let same = match (&mine, &other) {
            (Some(FieldValue::Text(mine)), FieldValue::Text(other)) => mine == other,
            (Some(FieldValue::Address(mine)), FieldValue::Address(other)) => mine.is_same(other, country),
            (Some(FieldValue::Branch(mine)), FieldValue::Branch(other)) => mine.is_same(other, country),
            (Some(mine), other) => mine == other,
            (None, _) => false,
        };
        let provenance = provenance.get(field).copied();
        (!same).then_some(Difference { field: *field, ours: mine, theirs: other, provenance, source })
    };
    // What kind of organization it is differs only when the numbers do.
    Field::ALL.iter().filter_map(differing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::organizations::{foreign, legal};

    #[test]
    fn each_field_is_read_and_written_alone() {
        let (ours, mut theirs) = (legal(), legal());
        for field in Field::ALL {
            let Some(value) = theirs.get(*field) else { continue };
            theirs = theirs.with(*field, &value).unwrap();
        }
        assert_eq!(theirs, ours);
        assert!(foreign().with(Field::Kpp, &FieldValue::Text(crate::samples::organizations::line("770801001"))).is_none());
        assert!(legal().with(Field::Name, &FieldValue::Address(Address::default())).is_none());
    }

    #[test]
    fn what_they_leave_empty_is_no_difference() {
        let mut theirs = legal();
        theirs.legal_address = None;
        theirs.codes = super::super::Codes::default();
        assert_eq!(compare(&legal(), &Provenance::new(), &theirs, Source::Registry), []);
        theirs.name = crate::samples::organizations::line("ООО «ДРУГОЕ»");
        let found = compare(&legal(), &Provenance::from([(Field::Name, Source::Manual)]), &theirs, Source::Registry);
        assert_eq!((found.len(), found[0].field, found[0].provenance), (1, Field::Name, Some(Source::Manual)));
    }
}
