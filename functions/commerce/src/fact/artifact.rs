//! What regulators know goods by: marking codes, veterinary certificates, grain documents.
//!
//! A document gate reads the type and status only; the payload is kept as evidence and for
//! whoever must look something up in the regulator's system (decision K31).

use kernel::{Day, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Digits of a trade item number.
const GTIN_DIGITS: usize = 14;
/// Serial parts in use have 5 to 20 characters.
const SERIAL_CHARACTERS_MAX: usize = 20;

/// One thing that a regulator knows goods by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Artifact {
    /// By what.
    pub payload: ArtifactPayload,
    /// How the regulator sees it.
    pub status: ArtifactStatus,
    /// When the regulator made it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<Moment>,
}

/// The regulators' systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ArtifactType {
    /// Marking of goods (Честный ЗНАК).
    ChestnyZnak,
    /// Veterinary certificates (Меркурий эВСД).
    MercuryVsd,
    /// Grain documents (ФГИС Зерно, СДИЗ).
    FgisZerno,
    /// Declarations of goods that customs released (ДТ).
    CustomsDeclaration,
}

/// How a regulator sees an artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ArtifactStatus {
    /// Asked for, not made yet.
    Requested,
    /// Made and valid.
    Issued,
    /// Used up: goods arrived, a code left circulation.
    Redeemed,
    /// Withdrawn.
    Annulled,
}

/// What identifies goods in a regulator's system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "artifact_type", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum ArtifactPayload {
    /// A marking code. Its crypto tail is no part of it: it proves the code and does not name it.
    ChestnyZnak {
        /// The trade item number, 14 digits.
        gtin: Line,
        /// The serial part, case as printed.
        serial: Line,
        /// The group of goods, as the system names it.
        product_group: Line,
        /// The tax number of the owner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner_inn: Option<Line>,
    },
    /// A veterinary certificate. Every change of it in the regulator's system has another `uuid`.
    MercuryVsd {
        /// The version of the certificate.
        uuid: Line,
        /// The certificate across its versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        guid: Option<Line>,
        /// The form: `CERTCU1`, `LIC1`, …
        form: Line,
        /// `TRANSPORT`, `PRODUCTIVE`, `RETURNABLE`, `INCOMING` or `OUTGOING`.
        vsd_type: Line,
        /// When it was issued.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issue_date: Option<Day>,
    },
    /// A grain document.
    FgisZerno {
        /// The number of the document (СДИЗ).
        sdiz: Line,
        /// The number of the lot (партия).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lot: Option<Line>,
        /// The code of the product (ОКПД2).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        okpd2: Option<Line>,
        /// The year of the harvest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        harvest_year: Option<u16>,
    },
    /// A declaration of goods.
    CustomsDeclaration {
        /// The number that customs registered it under: `10005030/211126/0001234`.
        number: Line,
        /// The procedure, two digits: `40` is release for domestic consumption.
        procedure: Line,
        /// The day of release.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        released_on: Option<Day>,
    },
}

impl ArtifactStatus {
    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requested => "REQUESTED",
            Self::Issued => "ISSUED",
            Self::Redeemed => "REDEEMED",
            Self::Annulled => "ANNULLED",
        }
    }

    /// Whether nothing comes after it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Redeemed | Self::Annulled)
    }
}

impl std::fmt::Display for ArtifactStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Artifact {
    /// In which system.
    pub const fn artifact_type(&self) -> ArtifactType {
        self.payload.artifact_type()
    }

    /// Whether it answers a requirement: made, and not withdrawn.
    pub const fn is_in_place(&self) -> bool {
        match self.status {
            ArtifactStatus::Issued | ArtifactStatus::Redeemed => true,
            ArtifactStatus::Requested | ArtifactStatus::Annulled => false,
        }
    }
}

impl ArtifactPayload {
    /// In which system.
    pub const fn artifact_type(&self) -> ArtifactType {
        match self {
            Self::ChestnyZnak { .. } => ArtifactType::ChestnyZnak,
            Self::MercuryVsd { .. } => ArtifactType::MercuryVsd,
            Self::FgisZerno { .. } => ArtifactType::FgisZerno,
            Self::CustomsDeclaration { .. } => ArtifactType::CustomsDeclaration,
        }
    }

    /// What identifies it in that system.
    pub fn key(&self) -> String {
        match self {
            Self::ChestnyZnak { gtin, serial, .. } => format!("01{gtin}21{serial}"),
            Self::MercuryVsd { uuid, .. } => uuid.to_string(),
            Self::FgisZerno { sdiz, .. } => sdiz.to_string(),
            Self::CustomsDeclaration { number, .. } => number.to_string(),
        }
    }

    /// Whether its parts have the form that the regulator gives them, as far as it is known.
    pub fn is_well_formed(&self) -> bool {
        match self {
            Self::ChestnyZnak { gtin, serial, .. } => is_gtin(gtin.as_str()) && serial.as_str().chars().count() <= SERIAL_CHARACTERS_MAX,
            Self::MercuryVsd { uuid, guid, .. } => is_uuid(uuid.as_str()) && guid.as_ref().is_none_or(|guid| is_uuid(guid.as_str())),
            Self::FgisZerno { .. } => true,
            Self::CustomsDeclaration { number, procedure, .. } => {
                is_registration(number.as_str()) && procedure.as_str().len() == 2 && all_digits(procedure.as_str())
            }
        }
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Office, day and serial number; the serial number may hold letters, and a part of it may follow.
fn is_registration(text: &str) -> bool {
    let mut parts = text.split('/');
    let digits = |part: Option<&str>, count: usize| part.is_some_and(|part| part.len() == count && all_digits(part));
    let serial = |part: &str| !part.is_empty() && part.chars().all(char::is_alphanumeric);
    let head = digits(parts.next(), 8) && digits(parts.next(), 6) && parts.next().is_some_and(serial);
    head && parts.next().is_none_or(serial) && parts.next().is_none()
}

/// Fourteen digits; the last makes the weighted sum (3, 1, 3, …) a multiple of ten.
fn is_gtin(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let weighted = digits.iter().enumerate().map(|(at, digit)| if at % 2 == 0 { digit.saturating_mul(3) } else { *digit });
    text.len() == GTIN_DIGITS && digits.len() == GTIN_DIGITS && weighted.sum::<u32>() % 10 == 0
}

fn is_uuid(text: &str) -> bool {
    let hyphen = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    text.len() == 36 && text.bytes().enumerate().all(|(at, b)| if hyphen(at) { b == b'-' } else { b.is_ascii_hexdigit() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::line;

    fn code(gtin: &str, serial: &str) -> ArtifactPayload {
        ArtifactPayload::ChestnyZnak { gtin: line(gtin), serial: line(serial), product_group: line("milk"), owner_inn: None }
    }

    #[test]
    fn k31_an_artifact_is_identified_as_its_regulator_does() {
        assert_eq!(code("04006381333931", "abc91x").key(), "010400638133393121abc91x");
        assert!(code("04006381333931", "abc91x").is_well_formed());
        assert!(!code("04006381333932", "abc91x").is_well_formed());
        assert!(!code("4006381333931", "abc91x").is_well_formed());
        assert!(!code("04006381333931", "a-serial-of-twenty-one").is_well_formed());
        let vsd = |uuid: &str| ArtifactPayload::MercuryVsd {
            uuid: line(uuid),
            guid: None,
            form: line("LIC1"),
            vsd_type: line("TRANSPORT"),
            issue_date: None,
        };
        assert!(vsd("0192a3f0-0000-7000-8000-000000000001").is_well_formed());
        assert!(!vsd("not-a-uuid").is_well_formed());
    }

    #[test]
    fn k31_a_customs_declaration_is_known_by_its_registration_number() {
        let declaration = |number: &str, procedure: &str| ArtifactPayload::CustomsDeclaration {
            number: line(number),
            procedure: line(procedure),
            released_on: None,
        };
        assert_eq!(declaration("10005030/211126/0001234", "40").key(), "10005030/211126/0001234");
        assert!(declaration("10005030/211126/П001234/1", "40").is_well_formed());
        for number in ["10005030", "1000503/211126/1", "10005030/2111/1", "10005030/211126/", "10005030/211126/1/2/3"] {
            assert!(!declaration(number, "40").is_well_formed(), "{number}");
        }
        assert!(!declaration("10005030/211126/0001234", "4").is_well_formed());
    }
}
