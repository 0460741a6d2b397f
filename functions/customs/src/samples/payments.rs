//! Samples of payments: a laptop and cheese, as somebody might import them. The rates are made up:
//! the tariff is the tenant's to enter.

use kernel::{Currency, Day, Line, Money};

use crate::code::GoodsNumber;
use crate::payments::distribution::{Basis, Cost, CostBox, DistributionRefusal, Include, ManualShare};
use crate::payments::{CurrencyRate, DutyRate, EstimateGoods, EstimateInputs, Excise, Measure, PaymentsRefusal, Specific, Unit, VatClass};
use crate::payments::{duty::VatList, rules};
use crate::tariff::end_rate::EndTariffRate;
use crate::tariff::set_rate::SetTariffRate;
use crate::tariff::{TariffEvent, TariffRate};

/// Parses a literal.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
fn literal<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid literal")
}

/// A line of text.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn line(text: &str) -> Line {
    Line::new(text).expect("a literal line")
}

/// Money.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn money(text: &str, currency: Currency) -> Money {
    Money::parse(text, currency).expect("a literal amount")
}

/// Roubles.
pub fn rub(text: &str) -> Money {
    money(text, Currency::RUB)
}

/// A number of goods.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn number(n: u16) -> GoodsNumber {
    GoodsNumber::try_from(n).expect("a literal number")
}

/// The day of the samples.
pub fn on() -> Day {
    literal("2026-11-21")
}

/// What currencies are worth in the samples.
pub fn rates() -> Vec<CurrencyRate> {
    let worth = |currency, roubles: &str| CurrencyRate { currency, units: std::num::NonZeroU32::MIN, roubles: literal(roubles), on: on() };
    vec![worth(Currency::USD, "80"), worth(Currency::EUR, "95")]
}

/// A rate of so many per cent, at the standard rate of tax, changed.
pub fn rate(prefix: &str, percent: &str, change: impl FnOnce(&mut TariffRate)) -> TariffRate {
    let mut rate = TariffRate {
        prefix: literal(prefix),
        version: 1,
        name: line("Sample goods"),
        from: literal("2026-01-01"),
        to: None,
        duty: DutyRate::AdValorem { percent: literal(percent) },
        vat: VatClass::Standard,
        excise: Excise::NotStated,
        listed_fee: false,
        source: line("Sample, entered by the tenant"),
    };
    change(&mut rate);
    rate
}

/// A rate for cheese is entered.
pub fn set_rate() -> SetTariffRate {
    SetTariffRate {
        prefix: literal("0406"),
        name: line("Сыры и творог"),
        from: literal("2026-01-01"),
        to: None,
        duty: cheese(),
        vat: VatClass::Listed { list: VatList::Food },
        excise: Excise::NotSubject,
        listed_fee: false,
        source: line("Sample, entered by the tenant"),
    }
}

fn cheese() -> DutyRate {
    let specific = Specific { amount: literal("0.5"), currency: Currency::EUR, per: literal("1"), unit: Unit::Kilogram };
    DutyRate::NotLessThan { percent: literal("15"), specific }
}

/// It ends.
pub fn end_rate() -> EndTariffRate {
    EndTariffRate { prefix: literal("0406"), to: literal("2026-12-31"), reason: line("The council sets another one") }
}

/// One of each event.
pub fn tariff_events() -> Vec<TariffEvent> {
    let SetTariffRate { prefix, name, from, to, duty, vat, excise, listed_fee, source } = set_rate();
    let rate = TariffRate { prefix, version: 1, name, from, to, duty, vat, excise, listed_fee, source };
    let EndTariffRate { prefix, to, reason } = end_rate();
    vec![TariffEvent::RateSet { rate }, TariffEvent::RateEnded { prefix, from, to, reason }]
}

/// A laptop for 1,000 dollars, and 100 kg of cheese for 500 euros.
pub fn goods() -> Vec<EstimateGoods> {
    let kilograms = |text: &str| vec![Measure { unit: Unit::Kilogram, quantity: literal(text) }];
    vec![
        EstimateGoods {
            number: number(1),
            code: literal("8471300000"),
            customs_value: money("1000.00", Currency::USD),
            measures: kilograms("2.5"),
        },
        EstimateGoods {
            number: number(2),
            code: literal("0406909900"),
            customs_value: money("500.00", Currency::EUR),
            measures: kilograms("100"),
        },
    ]
}

/// What their estimate is made from.
pub fn inputs() -> EstimateInputs {
    let cheese = |rate: &mut TariffRate| {
        rate.duty = cheese();
        rate.vat = VatClass::Listed { list: VatList::Food };
    };
    EstimateInputs {
        on: on(),
        declaration_type: crate::code::DeclarationType::Import,
        procedure: literal("40"),
        rates: rates(),
        goods: goods(),
        tariff: vec![rate("8471300000", "0", |_| {}), rate("0406", "0", cheese)],
    }
}

/// Carriage by weight, commission by price, and carriage at home by hand.
pub fn costs() -> Vec<Cost> {
    let usd = |text| money(text, Currency::USD);
    let by_hand = Basis::Manual { shares: vec![ManualShare { number: number(2), amount: usd("10.00") }] };
    let cost = |cost_box, basis, include, total| Cost { cost_box, basis, include, total: usd(total), border_place: None };
    let carriage = cost(CostBox::B17, Basis::GrossWeight, Include::CustomsValue, "500.25");
    vec![
        Cost { border_place: Some(line("Выборг")), ..carriage },
        cost(CostBox::B13A, Basis::Price, Include::CustomsValue, "100.00"),
        cost(CostBox::StatIncrease, by_hand, Include::StatisticalValue, "10.00"),
    ]
}

/// Every reason for which payments are not estimated.
pub fn refusals() -> Vec<PaymentsRefusal> {
    let (number, code, on) = (number(1), literal("8471300000"), on());
    vec![
        PaymentsRefusal::NoGoods,
        PaymentsRefusal::NumberTwice { number },
        PaymentsRefusal::OtherProcedure,
        PaymentsRefusal::NoValue { number },
        PaymentsRefusal::NoTariffRate { number, code, on },
        PaymentsRefusal::Excise { number, code: literal("2208301100") },
        PaymentsRefusal::NoMeasure { number, unit: Unit::Litre },
        PaymentsRefusal::NoRate { currency: Currency::USD },
        PaymentsRefusal::RateNotInForce { currency: Currency::USD, on },
        PaymentsRefusal::NoRule { rule: rules::FEE_LADDER, on },
        PaymentsRefusal::TooMuch,
    ]
}

/// Every reason for which costs are not shared out.
pub fn distribution_refusals() -> Vec<DistributionRefusal> {
    let (number, cost_box) = (number(1), CostBox::B17);
    let usd = |text| money(text, Currency::USD);
    vec![
        DistributionRefusal::NoGoods,
        DistributionRefusal::NumberTwice { number },
        DistributionRefusal::TooManyCosts,
        DistributionRefusal::NoCost { cost_box },
        DistributionRefusal::NoBasis { cost_box, number },
        DistributionRefusal::Currencies { cost_box, one: Currency::USD, other: Currency::EUR },
        DistributionRefusal::WrongShare { cost_box, number },
        DistributionRefusal::SharesDoNotAddUp { cost_box, total: usd("1.00"), sum: usd("0.99") },
        DistributionRefusal::TooMuch,
    ]
}
