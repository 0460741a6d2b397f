//! Why a calculation has no answer. Never a rate of 0 % instead.

use kernel::money::MoneyError;
use kernel::{Day, Refusal, Status, Texts};

use crate::code::{CountryCode, ProductTaxCode, RegimeCode, RuleId};
use crate::context::{LINES_MAX, REGISTRATIONS_MAX, RoundingRule};

/// Why tax is not calculated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaxRefusal {
    /// No line, or more than a document holds.
    LineCount,
    /// Two lines have one number.
    DuplicateLine {
        /// The number.
        n: u32,
    },
    /// A line's amount is in another currency than the document.
    Currency {
        /// Its number.
        n: u32,
    },
    /// A line's amount is negative.
    NegativeAmount {
        /// Its number.
        n: u32,
    },
    /// A discount is not between 0 and 100 %.
    DiscountOutOfRange {
        /// The line's number.
        n: u32,
    },
    /// The sums exceed what money can hold.
    Overflow,
    /// No rule data of this country.
    UnknownJurisdiction {
        /// The country.
        country: CountryCode,
    },
    /// Rule data of the country does not know the code.
    UnknownCode {
        /// The line's number.
        n: u32,
        /// The country.
        country: CountryCode,
        /// The code.
        code: ProductTaxCode,
    },
    /// The code is of another sort of supply: a service sold under a code of food.
    CodeDoesNotFit {
        /// The line's number.
        n: u32,
        /// The code.
        code: ProductTaxCode,
    },
    /// The rule exists, and none of its versions is valid on the day.
    NoRuleForDay {
        /// The rule.
        rule: RuleId,
        /// The day.
        day: Day,
    },
    /// A party has no registration on the day in the country whose tax is reckoned.
    NoRegistration {
        /// The country.
        country: CountryCode,
    },
    /// A party has two registrations in one country on one day.
    RegistrationsOverlap {
        /// The country.
        country: CountryCode,
    },
    /// More registrations than a party has.
    TooManyRegistrations,
    /// Rule data of the country does not know the regime.
    UnknownRegime {
        /// The country.
        country: CountryCode,
        /// The regime.
        regime: RegimeCode,
    },
    /// Where the supply takes place cannot be said from what is given.
    PlaceUnknown {
        /// The line's number.
        n: u32,
    },
    /// The procedure does not fit the supply or the countries.
    ProcedureDoesNotFit {
        /// The line's number.
        n: u32,
    },
    /// The regime does not allow this rounding.
    RoundingNotAllowed {
        /// The rounding.
        rounding: RoundingRule,
    },
    /// Rounding per unit, and a line has no unit price.
    UnitPriceNeeded {
        /// The line's number.
        n: u32,
    },
    /// The lines would need regimes with different rounding rules.
    RoundingsDiffer,
    /// Only verified rules were asked for, and this one is not.
    Unverified {
        /// The rule.
        rule: RuleId,
    },
    /// A credit names a line that the original does not have, or names it twice.
    NoSuchLine {
        /// The line's number.
        n: u32,
    },
    /// More would be credited than remains of a line.
    CreditTooLarge {
        /// The line's number.
        n: u32,
    },
    /// Nothing would be credited.
    NothingToCredit,
}

impl From<MoneyError> for TaxRefusal {
    fn from(_: MoneyError) -> Self {
        Self::Overflow
    }
}

impl Refusal for TaxRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::LineCount => "commerce.tax.line-count",
            Self::DuplicateLine { .. } => "commerce.tax.duplicate-line",
            Self::Currency { .. } => "commerce.tax.currency",
            Self::NegativeAmount { .. } => "commerce.tax.negative-amount",
            Self::DiscountOutOfRange { .. } => "commerce.tax.discount-out-of-range",
            Self::Overflow => "commerce.tax.too-much",
            Self::UnknownJurisdiction { .. } => "commerce.tax.unknown-jurisdiction",
            Self::UnknownCode { .. } => "commerce.tax.unknown-code",
            Self::CodeDoesNotFit { .. } => "commerce.tax.code-does-not-fit",
            Self::NoRuleForDay { .. } => "commerce.tax.no-rule-for-day",
            Self::NoRegistration { .. } => "commerce.tax.no-registration",
            Self::RegistrationsOverlap { .. } => "commerce.tax.registrations-overlap",
            Self::TooManyRegistrations => "commerce.tax.too-many-registrations",
            Self::UnknownRegime { .. } => "commerce.tax.unknown-regime",
            Self::PlaceUnknown { .. } => "commerce.tax.place-unknown",
            Self::ProcedureDoesNotFit { .. } => "commerce.tax.procedure-does-not-fit",
            Self::RoundingNotAllowed { .. } => "commerce.tax.rounding-not-allowed",
            Self::UnitPriceNeeded { .. } => "commerce.tax.unit-price-needed",
            Self::RoundingsDiffer => "commerce.tax.roundings-differ",
            Self::Unverified { .. } => "commerce.tax.unverified-rule",
            Self::NoSuchLine { .. } => "commerce.tax.no-such-line",
            Self::CreditTooLarge { .. } => "commerce.tax.credit-too-large",
            Self::NothingToCredit => "commerce.tax.nothing-to-credit",
        }
    }

    fn status(&self) -> Status {
        Status::Rule
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        // All three are well formed; a sample that could not be made would only be missing from the page.
        let (Ok(country), Ok(code), Ok(regime), Ok(rule)) =
            (CountryCode::new("KZ"), ProductTaxCode::new("food-10"), RegimeCode::new("general"), RuleId::new("kz.vat.standard"))
        else {
            return Vec::new();
        };
        let day = Day::from_ymd_opt(2026, 1, 1).unwrap_or_default();
        vec![
            Self::LineCount,
            Self::DuplicateLine { n: 1 },
            Self::Currency { n: 1 },
            Self::NegativeAmount { n: 1 },
            Self::DiscountOutOfRange { n: 1 },
            Self::Overflow,
            Self::UnknownJurisdiction { country: country.clone() },
            Self::UnknownCode { n: 1, country: country.clone(), code: code.clone() },
            Self::CodeDoesNotFit { n: 1, code },
            Self::NoRuleForDay { rule: rule.clone(), day },
            Self::NoRegistration { country: country.clone() },
            Self::RegistrationsOverlap { country: country.clone() },
            Self::TooManyRegistrations,
            Self::UnknownRegime { country, regime },
            Self::PlaceUnknown { n: 1 },
            Self::ProcedureDoesNotFit { n: 1 },
            Self::RoundingNotAllowed { rounding: RoundingRule::PerUnit },
            Self::UnitPriceNeeded { n: 1 },
            Self::RoundingsDiffer,
            Self::Unverified { rule },
            Self::NoSuchLine { n: 1 },
            Self::CreditTooLarge { n: 1 },
            Self::NothingToCredit,
        ]
    }
}

impl TaxRefusal {
    fn english(&self) -> String {
        match self {
            Self::LineCount => format!("A document has 1 to {LINES_MAX} lines. Split a longer one."),
            Self::DuplicateLine { n } => format!("Line number {n} occurs twice."),
            Self::Currency { n } => format!("Line {n} is in another currency than the document."),
            Self::NegativeAmount { n } => format!("The amount of line {n} is negative. Use a credit note."),
            Self::DiscountOutOfRange { n } => format!("The discount of line {n} must be from 0 to 100 %."),
            Self::Overflow => "The sums are larger than can be recorded.".to_owned(),
            Self::UnknownJurisdiction { country } => {
                format!("There is no tax data for {country}. Somebody has to add it before this can be taxed.")
            }
            Self::UnknownCode { n, country, code } => {
                format!("Line {n}: the tax data of {country} does not know the code {code}. Choose another or have it added.")
            }
            Self::CodeDoesNotFit { n, code } => format!("Line {n}: the code {code} is for another sort of supply."),
            Self::NoRuleForDay { rule, day } => format!("The rule {rule} has no version for {day}."),
            Self::NoRegistration { country } => {
                format!("A party has no tax registration in {country} on that day. Record its regime first.")
            }
            Self::RegistrationsOverlap { country } => format!("A party has two tax registrations in {country} on that day."),
            Self::TooManyRegistrations => format!("A party has at most {REGISTRATIONS_MAX} tax registrations."),
            Self::UnknownRegime { country, regime } => format!("The tax data of {country} does not know the regime {regime}."),
            Self::PlaceUnknown { n } => {
                format!("Line {n}: say where it is supplied: the countries of dispatch and delivery, of the property, or the procedure.")
            }
            Self::ProcedureDoesNotFit { n } => format!("Line {n}: the procedure does not fit the supply or its countries."),
            Self::RoundingNotAllowed { rounding } => format!("The seller's regime does not allow rounding {}.", rounding.code()),
            Self::UnitPriceNeeded { n } => format!("Line {n}: rounding per unit needs a price a unit."),
            Self::RoundingsDiffer => "The lines are rounded by different rules. Split the document or name one rounding.".to_owned(),
            Self::Unverified { rule } => format!("The rule {rule} has not been verified, and only verified ones were asked for."),
            Self::NoSuchLine { n } => format!("Line {n} is not on the original document, or is named twice."),
            Self::CreditTooLarge { n } => format!("More would be credited than remains of line {n}."),
            Self::NothingToCredit => "Nothing remains to be credited.".to_owned(),
        }
    }

    fn ukrainian(&self) -> String {
        match self {
            Self::LineCount => format!("У документі від 1 до {LINES_MAX} рядків. Довший розділіть."),
            Self::DuplicateLine { n } => format!("Номер рядка {n} повторюється."),
            Self::Currency { n } => format!("Рядок {n} в іншій валюті, ніж документ."),
            Self::NegativeAmount { n } => format!("Сума рядка {n} від’ємна. Оформіть кредит-ноту."),
            Self::DiscountOutOfRange { n } => format!("Знижка рядка {n} має бути від 0 до 100 %."),
            Self::Overflow => "Суми завеликі.".to_owned(),
            Self::UnknownJurisdiction { country } => format!("Немає податкових правил для {country}. Спочатку їх треба додати."),
            Self::UnknownCode { n, country, code } => {
                format!("Рядок {n}: правила {country} не знають коду {code}. Оберіть інший або додайте його.")
            }
            Self::CodeDoesNotFit { n, code } => format!("Рядок {n}: код {code} — для іншого виду постачання."),
            Self::NoRuleForDay { rule, day } => format!("Правило {rule} не має версії на {day}."),
            Self::NoRegistration { country } => {
                format!("Сторона не має податкової реєстрації в {country} на цей день. Спочатку внесіть її режим.")
            }
            Self::RegistrationsOverlap { country } => format!("Сторона має дві податкові реєстрації в {country} на цей день."),
            Self::TooManyRegistrations => format!("У сторони щонайбільше {REGISTRATIONS_MAX} податкових реєстрацій."),
            Self::UnknownRegime { country, regime } => format!("Правила {country} не знають режиму {regime}."),
            Self::PlaceUnknown { n } => {
                format!("Рядок {n}: вкажіть місце постачання: країни відправлення і доставки, об’єкта або процедуру.")
            }
            Self::ProcedureDoesNotFit { n } => format!("Рядок {n}: процедура не відповідає постачанню або країнам."),
            Self::RoundingNotAllowed { rounding } => format!("Режим продавця не дозволяє округлення {}.", rounding.code()),
            Self::UnitPriceNeeded { n } => format!("Рядок {n}: для округлення за одиницю потрібна ціна одиниці."),
            Self::RoundingsDiffer => "Рядки округлюються за різними правилами. Розділіть документ або вкажіть одне.".to_owned(),
            Self::Unverified { rule } => format!("Правило {rule} не перевірене, а дозволені лише перевірені."),
            Self::NoSuchLine { n } => format!("Рядка {n} немає в первинному документі, або його названо двічі."),
            Self::CreditTooLarge { n } => format!("За рядком {n} лишилося менше, ніж кредитується."),
            Self::NothingToCredit => "Кредитувати вже нічого.".to_owned(),
        }
    }

    fn russian(&self) -> String {
        match self {
            Self::LineCount => format!("В документе от 1 до {LINES_MAX} строк. Более длинный разделите."),
            Self::DuplicateLine { n } => format!("Номер строки {n} повторяется."),
            Self::Currency { n } => format!("Строка {n} в другой валюте, чем документ."),
            Self::NegativeAmount { n } => format!("Сумма строки {n} отрицательна. Оформите кредит-ноту."),
            Self::DiscountOutOfRange { n } => format!("Скидка строки {n} должна быть от 0 до 100 %."),
            Self::Overflow => "Суммы слишком велики.".to_owned(),
            Self::UnknownJurisdiction { country } => format!("Нет налоговых правил для {country}. Сначала их нужно добавить."),
            Self::UnknownCode { n, country, code } => {
                format!("Строка {n}: правила {country} не знают кода {code}. Выберите другой или добавьте его.")
            }
            Self::CodeDoesNotFit { n, code } => format!("Строка {n}: код {code} — для другого вида поставки."),
            Self::NoRuleForDay { rule, day } => format!("У правила {rule} нет версии на {day}."),
            Self::NoRegistration { country } => {
                format!("У стороны нет налоговой регистрации в {country} на этот день. Сначала внесите её режим.")
            }
            Self::RegistrationsOverlap { country } => format!("У стороны две налоговые регистрации в {country} на этот день."),
            Self::TooManyRegistrations => format!("У стороны не более {REGISTRATIONS_MAX} налоговых регистраций."),
            Self::UnknownRegime { country, regime } => format!("Правила {country} не знают режима {regime}."),
            Self::PlaceUnknown { n } => format!("Строка {n}: укажите место реализации: страны отправки и доставки, объекта или процедуру."),
            Self::ProcedureDoesNotFit { n } => format!("Строка {n}: процедура не подходит к поставке или странам."),
            Self::RoundingNotAllowed { rounding } => format!("Режим продавца не допускает округления {}.", rounding.code()),
            Self::UnitPriceNeeded { n } => format!("Строка {n}: для округления за единицу нужна цена единицы."),
            Self::RoundingsDiffer => "Строки округляются по разным правилам. Разделите документ или укажите одно.".to_owned(),
            Self::Unverified { rule } => format!("Правило {rule} не проверено, а разрешены только проверенные."),
            Self::NoSuchLine { n } => format!("Строки {n} нет в исходном документе, или она названа дважды."),
            Self::CreditTooLarge { n } => format!("По строке {n} осталось меньше, чем кредитуется."),
            Self::NothingToCredit => "Кредитовать уже нечего.".to_owned(),
        }
    }
}
