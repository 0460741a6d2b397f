//! `POST /vehiclePayments/calculate`: what a car costs at the border.
//!
//! The calculation has the shape of the real one (fee by value, a single rate for individuals or
//! duty, excise and VAT, the disposal fee); its rates are for demonstration, not for paying.

use std::str::FromStr as _;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::{Answer, Refused};
use crate::data::{Currency, OPTIONS};
use crate::wire::Call;

/// `VehiclePaymentsRequest`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Car {
    owner_type: u8,
    age: usize,
    price: Value,
    currency_code: i64,
    engine_type: u8,
    power: i64,
    power_unit_measurement: u8,
    engine_volume: i64,
}

const INDIVIDUAL: u8 = 1;
const DIESEL: u8 = 1;
const ELECTRIC: u8 = 2;
const KILOWATTS: u8 = 1;
const OLDEST: usize = 3;

/// A step of a table: up to this, that.
type Steps = [(i64, &'static str)];
const REST: i64 = i64::MAX;

/// The fee, by the value in roubles.
const FEE: &Steps =
    &[(200_000, "1067"), (450_000, "2134"), (1_200_000, "4269"), (2_700_000, "11746"), (4_200_000, "16524"), (REST, "30000")];
/// Percent of the value of a new car, by the value in euros.
const NEW_PERCENT: &Steps = &[(8_500, "54"), (REST, "48")];
/// At least so many euros a cubic centimetre.
const NEW_LEAST: &Steps = &[(8_500, "2.5"), (16_700, "3.5"), (42_300, "5.5"), (84_500, "7.5"), (169_000, "15"), (REST, "20")];
/// Euros a cubic centimetre of a car of three to five years, by the volume.
const YOUNG: &Steps = &[(1_000, "1.5"), (1_500, "1.7"), (1_800, "2.5"), (2_300, "2.7"), (3_000, "3"), (REST, "3.6")];
/// The same of older ones.
const OLD: &Steps = &[(1_000, "3"), (1_500, "3.2"), (1_800, "3.5"), (2_300, "4.8"), (3_000, "5"), (REST, "5.7")];
/// Roubles a horse power, by the power.
const EXCISE: &Steps = &[(90, "0"), (150, "61"), (200, "583"), (300, "955"), (400, "1628"), (500, "1685"), (REST, "1740")];
/// What the base of the disposal fee is multiplied by, by the volume.
const DISPOSAL: &Steps = &[(1_000, "9.01"), (2_000, "33.37"), (3_000, "93.77"), (3_500, "107.67"), (REST, "137.11")];
const DISPOSAL_BASE: &str = "20000";
const DISPOSAL_INDIVIDUAL: &str = "0.17";
const DUTY_PERCENT: &str = "15";
const VAT_PERCENT: &str = "22";
const KILOWATT_IN_HORSE_POWER: &str = "1.35962";
/// The euro.
const EURO: i64 = 978;

fn decimal(text: &str) -> Decimal {
    Decimal::from_str(text).unwrap_or_default()
}

/// The first step of a table that is not below the amount.
fn step(steps: &Steps, amount: Decimal) -> Decimal {
    let found = steps.iter().find(|(up_to, _)| amount <= Decimal::from(*up_to));
    found.map_or(Decimal::ZERO, |(_, value)| decimal(value))
}

fn percent(base: Decimal, percent: Decimal) -> Decimal {
    base * percent / Decimal::ONE_HUNDRED
}

fn rounded(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// An amount as the service writes it, a JSON number.
fn number(amount: Decimal) -> Value {
    serde_json::from_str(&rounded(amount).to_string()).unwrap_or_default()
}

/// One line of the calculation.
struct Payment {
    name: &'static str,
    base: String,
    rate: String,
    rubles: Decimal,
}

/// `POST /vehiclePayments/calculate`.
pub(crate) fn calculate(call: &Call<'_>) -> Result<Answer, Refused> {
    let car: Car = call.read().ok_or(Refused::Bad("Неверный запрос"))?;
    let currency = |number: i64| OPTIONS.currencies.iter().find(|row| row.number == number).ok_or(Refused::Bad("Валюта не найдена"));
    let (own, euro) = (currency(car.currency_code)?, decimal(&currency(EURO)?.rubles));
    let value = rounded(decimal(&car.price.to_string()) * decimal(&own.rubles));
    if value <= Decimal::ZERO || euro.is_zero() {
        return Err(Refused::Bad("Неверная цена"));
    }
    let payments = car.payments(value, euro);
    Ok(Answer::json(shown(&car, &payments, own)))
}

impl Car {
    fn payments(&self, value: Decimal, euro: Decimal) -> Vec<Payment> {
        let fee = step(FEE, value);
        let mut payments =
            vec![Payment { name: "Таможенный сбор", base: value.to_string(), rate: format!("{fee} руб."), rubles: fee }];
        if self.owner_type == INDIVIDUAL && self.engine_type != ELECTRIC {
            payments.push(self.single_rate(value, euro));
        } else {
            payments.extend(self.duty_and_taxes(value));
        }
        let volume = Decimal::from(self.engine_volume);
        let factor = if self.owner_type == INDIVIDUAL { decimal(DISPOSAL_INDIVIDUAL) } else { step(DISPOSAL, volume) };
        let base = decimal(DISPOSAL_BASE);
        payments.push(Payment {
            name: "Утилизационный сбор",
            base: base.to_string(),
            rate: factor.to_string(),
            rubles: rounded(base * factor),
        });
        payments
    }

    fn single_rate(&self, value: Decimal, euro: Decimal) -> Payment {
        let volume = Decimal::from(self.engine_volume);
        let (rate, rubles) = match self.age {
            0 => {
                let in_euros = value / euro;
                let (part, least) = (step(NEW_PERCENT, in_euros), step(NEW_LEAST, in_euros));
                (format!("{part}%, но не менее {least} EUR/см³"), percent(value, part).max(least * volume * euro))
            }
            1 => (format!("{} EUR/см³", step(YOUNG, volume)), step(YOUNG, volume) * volume * euro),
            _ => (format!("{} EUR/см³", step(OLD, volume)), step(OLD, volume) * volume * euro),
        };
        Payment { name: "Единая ставка", base: value.to_string(), rate, rubles: rounded(rubles) }
    }

    fn duty_and_taxes(&self, value: Decimal) -> [Payment; 3] {
        let power = Decimal::from(self.power);
        let power = if self.power_unit_measurement == KILOWATTS { power * decimal(KILOWATT_IN_HORSE_POWER) } else { power };
        let duty = rounded(percent(value, decimal(DUTY_PERCENT)));
        let excise = rounded(step(EXCISE, power) * power);
        let base = value + duty + excise;
        [
            Payment { name: "Пошлина", base: value.to_string(), rate: format!("{DUTY_PERCENT}%"), rubles: duty },
            Payment {
                name: "Акциз", base: rounded(power).to_string(), rate: format!("{} руб./л.с.", step(EXCISE, power)), rubles: excise
            },
            Payment {
                name: "НДС",
                base: base.to_string(),
                rate: format!("{VAT_PERCENT}%"),
                rubles: rounded(percent(base, decimal(VAT_PERCENT))),
            },
        ]
    }

    /// The code of the goods, by engine and age.
    fn code(&self) -> &'static str {
        match (self.engine_type, self.age >= OLDEST) {
            (ELECTRIC, _) => "8703800002",
            (DIESEL, false) => "8703321990",
            (DIESEL, true) => "8703329098",
            (_, false) => "8703231940",
            (_, true) => "8703239081",
        }
    }
}

fn shown(car: &Car, payments: &[Payment], own: &Currency) -> Value {
    let rate = decimal(&own.rubles);
    let total: Decimal = payments.iter().map(|payment| payment.rubles).sum();
    let rows = payments.iter().map(|payment| {
        json!({
            "name": payment.name,
            "taxBase": payment.base,
            "rate": payment.rate,
            "paymentInRubles": number(payment.rubles),
            "payment": number(payment.rubles / rate),
            "currencyCode": own.number,
            "currencyCodeAlphabetical": own.code,
        })
    });
    json!({
        "tnved": car.code(),
        "payments": rows.collect::<Vec<_>>(),
        "totalPaymentInRubles": number(total),
        "totalPayment": number(total / rate),
        "currencyCode": own.number,
        "currencyCodeAlphabetical": own.code,
    })
}
