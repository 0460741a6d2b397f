//! Numbers of parties in registers, and who has them.

use std::fmt;

use kernel::identifier::{Bin, Country, Edrpou, Inn, Kpp, Ogrn, Ogrnip, Okpo, Rnokpp, Unp};
use kernel::{Decision, Facts, Line, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{IDENTIFIERS_MAX, Party, PartyKind, PartyRefusal};
use crate::PartyId;

/// Unique values of parties: their identifiers.
pub const SCOPE: &str = "party-identifier";

/// A number in a register. JSON `{"scheme": "RU_INN", "value": "7707083893"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "scheme", content = "value")]
pub enum Identifier {
    /// Taxpayer number in Russia.
    #[serde(rename = "RU_INN")]
    RuInn(Inn),
    /// Reason code of a tax registration in Russia; shared by nobody and unique to nobody.
    #[serde(rename = "RU_KPP")]
    RuKpp(Kpp),
    /// Number of an organisation in the Russian state register.
    #[serde(rename = "RU_OGRN")]
    RuOgrn(Ogrn),
    /// Number of an entrepreneur in the Russian state register.
    #[serde(rename = "RU_OGRNIP")]
    RuOgrnip(Ogrnip),
    /// Code in the Russian classifier of enterprises.
    #[serde(rename = "RU_OKPO")]
    RuOkpo(Okpo),
    /// Code in the Ukrainian state register.
    #[serde(rename = "UA_EDRPOU")]
    UaEdrpou(Edrpou),
    /// Taxpayer number of a person in Ukraine.
    #[serde(rename = "UA_RNOKPP")]
    UaRnokpp(Rnokpp),
    /// Taxpayer number in Belarus.
    #[serde(rename = "BY_UNP")]
    ByUnp(Unp),
    /// Identification number in Kazakhstan.
    #[serde(rename = "KZ_BIN")]
    KzBin(Bin),
    /// A number in another country's register, which nobody here can check.
    #[serde(rename = "FOREIGN")]
    Foreign(ForeignNumber),
}

/// A number in the register of a country whose rules are not known here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForeignNumber {
    /// Whose register.
    pub country: Country,
    /// The number, as that register prints it.
    pub number: Line,
}

impl Identifier {
    /// The name of its scheme.
    pub const fn scheme(&self) -> &'static str {
        match self {
            Self::RuInn(_) => "RU_INN",
            Self::RuKpp(_) => "RU_KPP",
            Self::RuOgrn(_) => "RU_OGRN",
            Self::RuOgrnip(_) => "RU_OGRNIP",
            Self::RuOkpo(_) => "RU_OKPO",
            Self::UaEdrpou(_) => "UA_EDRPOU",
            Self::UaRnokpp(_) => "UA_RNOKPP",
            Self::ByUnp(_) => "BY_UNP",
            Self::KzBin(_) => "KZ_BIN",
            Self::Foreign(_) => "FOREIGN",
        }
    }

    /// The number alone, for documents.
    pub fn number(&self) -> &str {
        match self {
            Self::RuInn(inn) => inn.as_str(),
            Self::RuKpp(kpp) => kpp.as_str(),
            Self::RuOgrn(ogrn) => ogrn.as_str(),
            Self::RuOgrnip(ogrnip) => ogrnip.as_str(),
            Self::RuOkpo(okpo) => okpo.as_str(),
            Self::UaEdrpou(edrpou) => edrpou.as_str(),
            Self::UaRnokpp(rnokpp) => rnokpp.as_str(),
            Self::ByUnp(unp) => unp.as_str(),
            Self::KzBin(bin) => bin.as_str(),
            Self::Foreign(foreign) => foreign.number.as_str(),
        }
    }

    /// Whether no two parties of a tenant may have it. A КПП names a tax office and a reason.
    pub const fn is_unique(&self) -> bool {
        !matches!(self, Self::RuKpp(_))
    }

    /// Whether a party of this kind can have it.
    pub fn fits(&self, kind: PartyKind) -> bool {
        match self {
            // A family farm is registered either way.
            Self::RuInn(_) | Self::RuOgrn(_) | Self::RuOgrnip(_) if kind == PartyKind::Farm => true,
            Self::RuInn(inn) => inn.is_personal() != kind.is_organisation(),
            Self::RuOgrnip(_) => kind == PartyKind::Entrepreneur,
            Self::RuKpp(_) | Self::RuOgrn(_) | Self::UaEdrpou(_) => kind.is_organisation(),
            Self::UaRnokpp(_) => !kind.is_organisation(),
            Self::RuOkpo(_) => kind != PartyKind::Person,
            Self::ByUnp(_) | Self::KzBin(_) | Self::Foreign(_) => true,
        }
    }
}

/// The unique value: `RU_INN:7707083893`, `FOREIGN:DE:HRB 1234`.
impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.scheme())?;
        if let Self::Foreign(foreign) = self {
            write!(f, ":{}", foreign.country)?;
        }
        write!(f, ":{}", self.number())
    }
}

/// Whether a party of a kind may have these.
///
/// # Errors
/// When there are too many, two of one scheme, or one that its kind cannot have.
pub(super) fn check(identifiers: &[Identifier], kind: PartyKind) -> Result<(), PartyRefusal> {
    if identifiers.len() > IDENTIFIERS_MAX {
        return Err(PartyRefusal::TooManyIdentifiers);
    }
    for (index, identifier) in identifiers.iter().enumerate() {
        if !identifier.fits(kind) {
            return Err(PartyRefusal::IdentifierOfAnotherKind { identifier: identifier.clone() });
        }
        if identifiers[..index].iter().any(|before| before.scheme() == identifier.scheme()) {
            return Err(PartyRefusal::SchemeTwice { scheme: identifier.scheme() });
        }
    }
    Ok(())
}

/// Who has the identifiers that a party does not have yet, and what they are called.
pub(super) fn want(party: Option<&Party>, wanted: &[Identifier], facts: &Facts) -> Vec<Want> {
    let guards: Vec<String> = fresh(party, wanted).map(ToString::to_string).collect();
    let owners = guards.iter().filter_map(|value| owner(facts, value)).flat_map(|owner| super::want_survivor(facts, owner));
    let owners: Vec<Want> = owners.collect();
    guards.iter().map(|value| Want::guard(SCOPE, value)).chain(owners).collect()
}

/// Takes the identifiers that a party gets and gives back those that it loses.
///
/// # Errors
/// When another party has one, which is named; when one that came with a duplicate is left
/// out: the duplicate holds it, and must give it up.
pub(super) fn claim(
    mut decision: Decision<Party>,
    party: Option<&Party>,
    wanted: &[Identifier],
    facts: &Facts,
) -> Result<Decision<Party>, PartyRefusal> {
    for identifier in fresh(party, wanted) {
        let value = identifier.to_string();
        if let Some(owner) = owner(facts, &value) {
            return Err(taken(identifier, owner, facts));
        }
        decision = decision.claim(SCOPE, value);
    }
    let own = party.map_or(&[][..], |party| &party.profile.identifiers);
    for lost in own.iter().filter(|own| own.is_unique() && !wanted.contains(own)) {
        let held_by = party.and_then(|party| party.inherited.iter().find(|inherited| inherited.identifier == *lost));
        if let Some(inherited) = held_by {
            return Err(PartyRefusal::InheritedIdentifier { identifier: lost.clone(), held_by: inherited.held_by });
        }
        decision = decision.release(SCOPE, lost.to_string());
    }
    Ok(decision)
}

/// The party that an identifier is registered to, which may be a duplicate.
pub fn owner(facts: &Facts, value: &str) -> Option<PartyId> {
    facts.owner(SCOPE, value)?.parse().ok()
}

fn fresh<'a>(party: Option<&Party>, wanted: &'a [Identifier]) -> impl Iterator<Item = &'a Identifier> {
    let own: Vec<Identifier> = party.map(|party| party.profile.identifiers.clone()).unwrap_or_default();
    wanted.iter().filter(move |identifier| identifier.is_unique() && !own.contains(identifier))
}

fn taken(identifier: &Identifier, owner: PartyId, facts: &Facts) -> PartyRefusal {
    let party = super::survivor(facts, owner).map(|loaded| &loaded.state);
    let name: Option<Line> = party.map(|party| party.profile.name.clone());
    PartyRefusal::IdentifierTaken { identifier: identifier.clone(), owner: party.map_or(owner, |party| party.id), name }
}
