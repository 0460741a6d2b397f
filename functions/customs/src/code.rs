//! Codes that customs and the vendor use, each parsed once.
//!
//! What has a published form is checked; what has none (a declaration's number may hold letters)
//! is bounded and kept as it came.

use std::fmt;

pub use kernel::code::NotACode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $valid:expr, $expected:literal, $pattern:literal) => {
        kernel::parsed_text!($(#[$doc])* $name, NotACode, |text| kernel::code::checked(text, $valid, $expected), $pattern);
    };
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

code!(
    /// A customs office, 8 digits. A text, because a number would lose a leading zero.
    OfficeCode, |text| digits(text, 8), "a customs office: 8 digits", "^[0-9]{8}$"
);
code!(
    /// A customs procedure, 2 digits: `40` is release for domestic consumption.
    ProcedureCode, |text| digits(text, 2), "a customs procedure: 2 digits", "^[0-9]{2}$"
);
code!(
    /// A commodity code of the Eurasian Economic Union (ТН ВЭД ЕАЭС), 10 digits.
    CommodityCode, |text| digits(text, 10), "a commodity code: 10 digits", "^[0-9]{10}$"
);
code!(
    /// A form of the album of formats of customs: `1006107E` is the declaration of goods. Not to
    /// be confused with a [`FormId`], which names one filled form at the vendor (decision C18).
    DocumentMode,
    |text| (4..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()),
    "a form of the album: 4 to 12 digits and capitals",
    "^[0-9A-Z]{4,12}$"
);
code!(
    /// The kind of a document in box 44 of a declaration, 5 digits: `04021` is an invoice.
    Box44Code, |text| digits(text, 5), "a kind of document of box 44: 5 digits", "^[0-9]{5}$"
);
code!(
    /// The number under which customs registered a declaration: office, day and serial number,
    /// `10005030/211126/0001234`. The last part may hold letters.
    RegistrationNumber,
    |text| {
        let mut parts = text.split('/');
        let serial = |part: &str| (1..=12).contains(&part.chars().count()) && part.chars().all(char::is_alphanumeric);
        parts.next().is_some_and(|part| digits(part, 8))
            && parts.next().is_some_and(|part| digits(part, 6))
            && parts.next().is_some_and(serial)
            && parts.next().is_none_or(serial)
            && parts.next().is_none()
    },
    "a registration number such as 10005030/211126/0001234",
    "^[0-9]{8}/[0-9]{6}/[^/]{1,12}(/[^/]{1,12})?$"
);

macro_rules! vendor_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(#[schemars(with = "String")] pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

vendor_id!(
    /// A declaration at the vendor.
    DocflowId
);
vendor_id!(
    /// A document of a declaration at the vendor.
    VendorDocumentId
);
vendor_id!(
    /// One filled form at the vendor; every document has one, and it is not the document's id.
    FormId
);
vendor_id!(
    /// An organisation in the vendor's directory of counterparties.
    VendorOrganizationId
);
pub(crate) use vendor_id;

/// The number of goods in a declaration, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u16", into = "u16")]
pub struct GoodsNumber(#[schemars(range(min = 1, max = 999))] u16);

impl GoodsNumber {
    /// Box 5 of the declaration has three digits.
    pub const MAX: u16 = 999;
    /// The first.
    pub const FIRST: Self = Self(1);

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for GoodsNumber {
    type Error = NotACode;
    fn try_from(number: u16) -> Result<Self, NotACode> {
        if (1..=Self::MAX).contains(&number) { Ok(Self(number)) } else { Err(NotACode("a number of goods from 1 to 999")) }
    }
}

impl From<GoodsNumber> for u16 {
    fn from(number: GoodsNumber) -> Self {
        number.0
    }
}

impl fmt::Display for GoodsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A number in an address, where every parameter is a text: digits without a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digits(u32);

impl Digits {
    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl From<u32> for Digits {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl TryFrom<String> for Digits {
    type Error = NotACode;
    fn try_from(text: String) -> Result<Self, NotACode> {
        // A sign would be parsed, and is no digit.
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| plain).map(Self).ok_or(NotACode("a number in digits"))
    }
}

impl From<Digits> for String {
    fn from(digits: Digits) -> Self {
        digits.0.to_string()
    }
}

impl JsonSchema for Digits {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Digits".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{1,10}$" })
    }
}

/// Hexadecimal SHA-256 of bytes, in lower case.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Which way goods go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum DeclarationType {
    /// Into the customs territory (ИМ).
    #[serde(rename = "IM")]
    Import,
    /// Out of it (ЭК).
    #[serde(rename = "EX")]
    Export,
    /// Through it (ТТ).
    #[serde(rename = "TR")]
    Transit,
}

impl DeclarationType {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Import, Self::Export, Self::Transit];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Import => "IM",
            Self::Export => "EX",
            Self::Transit => "TR",
        }
    }

    /// As box 1 of the declaration has it.
    pub const fn box_1(self) -> &'static str {
        match self {
            Self::Import => "ИМ",
            Self::Export => "ЭК",
            Self::Transit => "ТТ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_form() {
        assert!("10005030".parse::<OfficeCode>().is_ok() && "1000503".parse::<OfficeCode>().is_err());
        assert!("1006107E".parse::<DocumentMode>().is_ok() && "1006107e".parse::<DocumentMode>().is_err());
        assert!("04021".parse::<Box44Code>().is_ok() && "4021".parse::<Box44Code>().is_err());
        assert!("8471300000".parse::<CommodityCode>().is_ok() && "84713000００".parse::<CommodityCode>().is_err());
        for number in ["10005030/211126/0001234", "10005030/211126/П001234", "10005030/211126/0001234/1"] {
            assert!(number.parse::<RegistrationNumber>().is_ok(), "{number}");
        }
        for number in ["", "10005030", "10005030/211126", "10005030/211126/", "10005030/211126/1/2/3", "1000503/211126/1"] {
            assert!(number.parse::<RegistrationNumber>().is_err(), "{number}");
        }
    }

    #[test]
    fn numbers_in_addresses_are_texts() {
        let read = |text: &str| serde_json::from_value::<Digits>(serde_json::json!(text)).map(Digits::get).ok();
        assert_eq!((read("7"), read("+7"), read(""), read("4294967296")), (Some(7), None, None, None));
    }

    #[test]
    fn goods_are_numbered_from_one() {
        assert!(GoodsNumber::try_from(0).is_err() && GoodsNumber::try_from(1000).is_err());
        assert_eq!(serde_json::from_str::<GoodsNumber>("7").map(GoodsNumber::get).ok(), Some(7));
    }
}
