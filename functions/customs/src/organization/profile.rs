//! What is known of an organization and is no personal data.

use kernel::Line;
use kernel::identifier::{Country, Inn, Kpp, Ogrn, Ogrnip, Okpo};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{OrganizationRefusal, countries};

/// What kind of organization, with what identifies each (decision C41).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum OrganizationKind {
    /// A company in the Russian register.
    Legal {
        /// Taxpayer number, 10 digits.
        inn: Inn,
        /// Reason of registration: branches of one company differ in it alone.
        kpp: Kpp,
        /// Number in the state register, 13 digits.
        ogrn: Ogrn,
    },
    /// A person in the Russian register of entrepreneurs.
    Entrepreneur {
        /// Taxpayer number, 12 digits.
        inn: Inn,
        /// Number in the state register, 15 digits.
        ogrnip: Ogrnip,
    },
    /// A natural person. All that identifies one is personal data, also the taxpayer number.
    Person {
        /// Of which country.
        country: Country,
    },
    /// A company of another country.
    Foreign {
        /// Of which.
        country: Country,
        /// Its taxpayer number there; many suppliers never tell it, and the vendor has no field
        /// for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tax_id: Option<Line>,
    },
}

impl OrganizationKind {
    /// The word in lists.
    pub const fn word(&self) -> KindWord {
        match self {
            Self::Legal { .. } => KindWord::Legal,
            Self::Entrepreneur { .. } => KindWord::Entrepreneur,
            Self::Person { .. } => KindWord::Person,
            Self::Foreign { .. } => KindWord::Foreign,
        }
    }

    /// Whether it is a human being, whose address and telephone are personal data too.
    pub const fn is_individual(&self) -> bool {
        match self {
            Self::Entrepreneur { .. } | Self::Person { .. } => true,
            Self::Legal { .. } | Self::Foreign { .. } => false,
        }
    }

    /// Its taxpayer number in Russia, where that is no personal data.
    pub const fn inn(&self) -> Option<&Inn> {
        match self {
            Self::Legal { inn, .. } | Self::Entrepreneur { inn, .. } => Some(inn),
            Self::Person { .. } | Self::Foreign { .. } => None,
        }
    }

    /// Its reason of registration.
    pub const fn kpp(&self) -> Option<&Kpp> {
        match self {
            Self::Legal { kpp, .. } => Some(kpp),
            Self::Entrepreneur { .. } | Self::Person { .. } | Self::Foreign { .. } => None,
        }
    }

    /// Its country.
    pub const fn country(&self) -> Country {
        match self {
            Self::Legal { .. } | Self::Entrepreneur { .. } => Country::RU,
            Self::Person { country } | Self::Foreign { country, .. } => *country,
        }
    }

    /// Refuses the number of another kind: an organisation's has 10 digits, a person's 12.
    ///
    /// # Errors
    /// `InnOfAnotherKind`.
    pub fn check(&self) -> Result<(), OrganizationRefusal> {
        let right = match self {
            Self::Legal { inn, .. } => !inn.is_personal(),
            Self::Entrepreneur { inn, .. } => inn.is_personal(),
            Self::Person { .. } | Self::Foreign { .. } => true,
        };
        if right { Ok(()) } else { Err(OrganizationRefusal::InnOfAnotherKind) }
    }
}

/// A kind without its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KindWord {
    /// A company in the Russian register.
    Legal,
    /// An entrepreneur in the Russian register.
    Entrepreneur,
    /// A natural person.
    Person,
    /// A company of another country.
    Foreign,
}

/// An address in the parts that the vendor knows. All are texts as customs writes them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// The country's name in Russian capitals: `РОССИЯ`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_name: Option<Line>,
    /// The country's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<Country>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Line>,
    /// Region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Line>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<Line>,
    /// Settlement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement: Option<Line>,
    /// Street.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street_house: Option<Line>,
    /// House.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub house: Option<Line>,
    /// Room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<Line>,
    /// Code of the territory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory_code: Option<Line>,
    /// The whole address as one text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Line>,
}

impl Address {
    /// The same with its country, by code and name. Without a code that is the country which is named, and
    /// without either the one given; a code's own name goes before one that was left behind.
    pub fn located(&self, otherwise: Country) -> Self {
        let named = self.country_name.as_ref();
        let code = self.country_code.or_else(|| countries::called(named?)).unwrap_or(otherwise);
        let as_written = named.filter(|name| self.country_code.is_none() && countries::called(name).is_none());
        Self { country_name: as_written.cloned().or_else(|| countries::name_of(code)), country_code: Some(code), ..self.clone() }
    }

    /// Whether it is the same place, however its country is written.
    pub fn is_same(&self, other: &Self, otherwise: Country) -> bool {
        let place = |address: &Self| Self { country_name: None, ..address.located(otherwise) };
        place(self) == place(other)
    }

    /// Whether it says nothing but a country.
    pub fn is_country_alone(&self) -> bool {
        Self { country_name: None, country_code: None, ..self.clone() } == Self::default()
    }
}

/// How it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Contacts {
    /// Telephone, as the organization writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// Address of electronic mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// Fax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fax: Option<Line>,
}

impl Contacts {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Numbers in classifiers of statistics.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Codes {
    /// Enterprise (ОКПО).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub okpo: Option<Okpo>,
    /// Administrative territory (ОКАТО): as it came, since it has no check digit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub okato: Option<Line>,
    /// Municipal territory (ОКТМО): as it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oktmo: Option<Line>,
}

/// A part of a company with a registration of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Its name.
    pub name: Line,
    /// Its reason of registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kpp: Option<Kpp>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

impl Branch {
    /// Whether it is the same part at the same place.
    pub fn is_same(&self, other: &Self, country: Country) -> bool {
        let is_there = match (&self.address, &other.address) {
            (Some(mine), Some(other)) => mine.is_same(other, country),
            (None, None) => true,
            (None, Some(_)) | (Some(_), None) => false,
        };
        is_there && (&self.name, &self.kpp) == (&other.name, &other.kpp)
    }
}

/// What is known of an organization and is no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What kind.
    pub kind: OrganizationKind,
    /// The name in the register. A person's is a label that lists show, and is not encrypted: it
    /// must not name the person.
    pub name: Line,
    /// A shorter one, for lists; a person has the label alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<Line>,
    /// Numbers in classifiers.
    #[serde(default)]
    pub codes: Codes,
    /// Registered address; of individuals it is personal data and stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_address: Option<Address>,
    /// Actual address, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_address: Option<Address>,
    /// How it is reached; of individuals that is personal data and stands there.
    #[serde(default)]
    pub contacts: Contacts,
    /// The part of the company that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<Branch>,
}

impl Profile {
    /// Checks what types cannot say.
    ///
    /// # Errors
    /// When a number is of another kind, or personal data stands where everybody would read it.
    pub fn check(&self) -> Result<(), OrganizationRefusal> {
        self.kind.check()?;
        let open = self.legal_address.is_some() || self.actual_address.is_some() || !self.contacts.is_empty();
        if self.kind.is_individual() && (open || self.branch.is_some()) {
            return Err(OrganizationRefusal::PersonalDataInProfile);
        }
        match &self.kind {
            OrganizationKind::Person { .. } if self.short_name.is_some() => Err(OrganizationRefusal::PersonHasLabelOnly),
            OrganizationKind::Person { .. }
            | OrganizationKind::Entrepreneur { .. }
            | OrganizationKind::Legal { .. }
            | OrganizationKind::Foreign { .. } => Ok(()),
        }
    }
}
