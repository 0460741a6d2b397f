//! What a vehicle costs at the border, as the vendor calculates it.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vehicle {
    /// Who brings it in.
    pub owner: Owner,
    /// How old it is.
    pub age: VehicleAge,
    /// Its price.
    #[schemars(with = "String")]
    pub price: Decimal,
    /// The currency of [`Self::price`], three digits of ISO 4217: 978 is the euro.
    pub currency_number: u16,
    /// What drives it.
    pub engine: Engine,
    /// What helps.
    pub hybrid: Hybrid,
    /// The combustion engine is the stronger one.
    #[serde(default)]
    pub combustion_first: Option<bool>,
    /// How strong it is, in [`Self::power_unit`].
    pub power: u32,
    /// Unit of [`Self::power`].
    pub power_unit: PowerUnit,
    /// How strong the electric motor is.
    #[serde(default)]
    pub electric_power: Option<ElectricPower>,
    /// For bad roads.
    #[serde(default)]
    pub off_road: bool,
    /// The combustion engine feeds the electric motor only.
    #[serde(default)]
    pub sequential: bool,
    /// The engine's volume, in cm³.
    pub engine_volume_cm3: u32,
}

/// The power of an electric motor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ElectricPower {
    /// In [`Self::unit`].
    pub power: u32,
    /// Unit of [`Self::power`].
    pub unit: PowerUnit,
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $number:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$item])* $variant),* }

        impl $name {
            /// The vendor's number.
            pub const fn number(self) -> u8 {
                match self { $(Self::$variant => $number),* }
            }
        }
    };
}

numbered!(
    /// Who brings a vehicle in.
    Owner {
        /// An organization.
        Organization = 0,
        /// A person.
        Person = 1,
    }
);
numbered!(
    /// How old a vehicle is.
    VehicleAge {
        /// Under 3 years.
        UnderThree = 0,
        /// 3 to 5.
        ThreeToFive = 1,
        /// 5 to 7.
        FiveToSeven = 2,
        /// Over 7.
        OverSeven = 3,
    }
);
numbered!(
    /// What drives a vehicle.
    Engine {
        /// Petrol.
        Petrol = 0,
        /// Diesel.
        Diesel = 1,
        /// Electricity.
        Electric = 2,
    }
);
numbered!(
    /// Whether two things drive a vehicle.
    Hybrid {
        /// One does.
        None = 0,
        /// Two do.
        Hybrid = 1,
        /// Two do, and one is charged from outside.
        PlugIn = 2,
    }
);
numbered!(
    /// A unit of power.
    PowerUnit {
        /// Horse power.
        HorsePower = 0,
        /// Kilowatts.
        Kilowatt = 1,
    }
);

/// What a vehicle costs at the border. An estimate: amounts are the vendor's, with as many
/// digits as it sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VehiclePayments {
    /// The commodity code, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commodity: Option<String>,
    /// Payment after payment.
    pub payments: Vec<VehiclePayment>,
    /// All of them in roubles.
    #[schemars(with = "String")]
    pub total_roubles: Decimal,
    /// All of them in the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub total: Option<Decimal>,
    /// The currency: three letters, as they came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VehiclePayment {
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is calculated from, in the vendor's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_base: Option<String>,
    /// The rate, in the vendor's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// How much, in roubles.
    #[schemars(with = "String")]
    pub roubles: Decimal,
    /// How much, in the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// The currency: three letters, as they came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}
