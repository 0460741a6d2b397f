//! Why an invoice refuses.

use kernel::{Currency, Day, Money, Refusal, Status, Texts};
use posting::PostingRefusal;
use tax::TaxRefusal;

use super::{CREDITS_MAX, FACTS_MAX, InvoiceStatus, LINES_MAX};
use crate::FactId;
use crate::budget::BudgetRefusal;
use crate::fact::{ArtifactType, FactRefusal};
use crate::payment::refusal::no_rate;
use crate::rules::exchange::NoValue;

/// Why a command on an invoice is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum InvoiceRefusal {
    /// No such invoice.
    NotFound,
    /// The id is taken by another invoice.
    Exists,
    /// The invoice is in a status that does not allow it.
    NotInStatus {
        /// What it is.
        is: InvoiceStatus,
    },
    /// It would say something that it cannot.
    Content(ContentRefusal),
    /// Nobody is owed, or nobody owes, by the contract's roles.
    NobodyOwes,
    /// No party of it is an own company with a book.
    NobodyOwn,
    /// A day that has not come yet.
    InFuture,
    /// Due before it is issued, or posted before its tax is owed.
    DaysOutOfOrder,
    /// The series has no number left.
    SeriesFull,
    /// A number was given, and the issuer is an own company: its numbers come from its series.
    OwnNumber,
    /// Something that the regulator demands is missing.
    ArtifactsMissing {
        /// What.
        types: Vec<ArtifactType>,
    },
    /// The identifier is not what the regulator's system gives, or is attached already.
    Artifact,
    /// The rules or the parties' registrations changed since it was issued.
    TaxWouldDiffer,
    /// Money is allocated to it.
    StillPaid,
    /// Only demands over facts are posted, credited and followed by tax invoices.
    NotADemand,
    /// More would be taken back than is open.
    CreditBeyondOpen {
        /// What is open.
        open: Money,
    },
    /// It has as many credit notes as it can have.
    TooManyCredits,
    /// It has its tax invoice.
    TaxInvoiceExists,
    /// There is no tax invoice that the one of a credit note could correct.
    NoTaxInvoice,
    /// Its period is open.
    PeriodOpen,
    /// The rest is more than may be written off.
    DifferenceTooLarge {
        /// The most.
        most: Money,
    },
    /// A book has another currency and nobody gave a rate.
    NoRate {
        /// The invoice's currency.
        from: Currency,
        /// The book's.
        to: Currency,
    },
    /// A rate of zero or less, or one that leads beyond what can be counted.
    RateUnusable,
    /// The budget says no.
    Budget(BudgetRefusal),
    /// The books say no.
    Posting(PostingRefusal),
}

/// Why an invoice cannot say what is wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum ContentRefusal {
    /// More lines than an invoice has.
    TooManyLines,
    /// More facts than one step can bill.
    TooManyFacts,
    /// More rates than books.
    TooManyRates,
    /// It bills facts or asks for an advance: one of the two.
    FactsOrAdvance,
    /// An advance needs its day.
    DayOfAdvance,
    /// An amount of zero or less.
    NotPositive,
    /// No such contract.
    NoSuchContract,
    /// The contract is not signed.
    ContractNotSigned,
    /// Nobody supplies or nobody is supplied on that day.
    RolesMissing,
    /// A party is not known.
    NoSuchParty,
    /// A party would invoice itself.
    SameParty,
    /// No such fact.
    NoSuchFact {
        /// Which.
        fact: FactId,
    },
    /// A fact of another contract.
    AnotherContract {
        /// Which.
        fact: FactId,
    },
    /// The facts are between different parties.
    PartiesDiffer,
    /// An amount in another currency than the contract's.
    CurrencyDiffers,
    /// Some prices include tax and some do not.
    PriceBasisDiffers,
    /// Something that has no price.
    NoPrice,
    /// Tax rates changed between the facts.
    RatesChanged {
        /// The day of the first fact.
        first: Day,
        /// The day of the last.
        last: Day,
    },
    /// The fact says no.
    Fact(FactRefusal),
    /// Tax cannot be calculated.
    Tax(TaxRefusal),
}

impl From<ContentRefusal> for InvoiceRefusal {
    fn from(refusal: ContentRefusal) -> Self {
        Self::Content(refusal)
    }
}

impl From<PostingRefusal> for InvoiceRefusal {
    fn from(refusal: PostingRefusal) -> Self {
        Self::Posting(refusal)
    }
}

impl From<BudgetRefusal> for InvoiceRefusal {
    fn from(refusal: BudgetRefusal) -> Self {
        Self::Budget(refusal)
    }
}

impl From<NoValue> for InvoiceRefusal {
    fn from(none: NoValue) -> Self {
        match none {
            NoValue::NoRate { from, to } => Self::NoRate { from, to },
            NoValue::Unusable => Self::RateUnusable,
        }
    }
}

impl Refusal for InvoiceRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.invoice.not-found",
            Self::Exists => "commerce.invoice.exists",
            Self::NotInStatus { .. } => "commerce.invoice.not-in-status",
            Self::Content(refusal) => refusal.code(),
            Self::NobodyOwes => "commerce.invoice.nobody-owes",
            Self::NobodyOwn => "commerce.invoice.nobody-own",
            Self::InFuture => "commerce.invoice.in-future",
            Self::DaysOutOfOrder => "commerce.invoice.days-out-of-order",
            Self::SeriesFull => "commerce.invoice.series-full",
            Self::OwnNumber => "commerce.invoice.own-number",
            Self::ArtifactsMissing { .. } => "commerce.invoice.artifacts-missing",
            Self::Artifact => "commerce.invoice.artifact",
            Self::TaxWouldDiffer => "commerce.invoice.tax-would-differ",
            Self::StillPaid => "commerce.invoice.still-paid",
            Self::NotADemand => "commerce.invoice.not-a-demand",
            Self::CreditBeyondOpen { .. } => "commerce.invoice.credit-beyond-open",
            Self::TooManyCredits => "commerce.invoice.too-many-credits",
            Self::NoTaxInvoice => "commerce.invoice.no-tax-invoice",
            Self::TaxInvoiceExists => "commerce.invoice.tax-invoice-exists",
            Self::PeriodOpen => "commerce.invoice.period-open",
            Self::DifferenceTooLarge { .. } => "commerce.invoice.difference-too-large",
            Self::NoRate { .. } => "commerce.invoice.no-rate",
            Self::RateUnusable => "commerce.invoice.rate-unusable",
            Self::Budget(refusal) => refusal.code(),
            Self::Posting(refusal) => refusal.code(),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Exists | Self::NotInStatus { .. } | Self::SeriesFull | Self::ArtifactsMissing { .. } | Self::Artifact => Status::State,
            Self::TaxWouldDiffer | Self::StillPaid | Self::CreditBeyondOpen { .. } | Self::TooManyCredits => Status::State,
            Self::TaxInvoiceExists | Self::NoTaxInvoice | Self::PeriodOpen => Status::State,
            Self::NobodyOwes | Self::NobodyOwn | Self::OwnNumber | Self::InFuture | Self::DaysOutOfOrder | Self::NotADemand => Status::Rule,
            Self::DifferenceTooLarge { .. } | Self::NoRate { .. } | Self::RateUnusable => Status::Rule,
            Self::Content(refusal) => refusal.status(),
            Self::Budget(refusal) => refusal.status(),
            Self::Posting(refusal) => refusal.status(),
        }
    }

    fn texts(&self) -> Texts {
        let [en, uk, ru] = match self {
            Self::NotFound => ["There is no such invoice.", "Такого рахунку немає.", "Такого счёта нет."],
            Self::Exists => ["An invoice with this id exists already.", "Рахунок з таким id вже існує.", "Счёт с таким id уже существует."],
            Self::NotInStatus { is } => return not_in_status(*is),
            Self::Content(refusal) => return refusal.texts(),
            Self::NobodyOwes => [
                "By the contract's roles nobody owes or nobody is owed on that day.",
                "За ролями договору на цей день немає боржника або кредитора.",
                "По ролям договора на этот день нет должника или кредитора.",
            ],
            Self::NobodyOwn => [
                "No party of the invoice is an own company with a book.",
                "Жодна сторона рахунку не є власною компанією з книгою обліку.",
                "Ни одна сторона счёта не является своей компанией с учётной книгой.",
            ],
            Self::InFuture => ["The day has not come yet.", "Цей день ще не настав.", "Этот день ещё не наступил."],
            Self::DaysOutOfOrder => [
                "An invoice is not due before it is issued and not posted before its tax point.",
                "Рахунок не сплачують раніше, ніж виставлено, і не проводять до дати податкового зобов’язання.",
                "Счёт не оплачивают раньше, чем он выставлен, и не проводят до даты налогового обязательства.",
            ],
            Self::SeriesFull => ["The series has no number left.", "У серії не залишилося номерів.", "В серии не осталось номеров."],
            Self::OwnNumber => [
                "Invoices of an own company are numbered by its series. Leave the number empty.",
                "Рахунки своєї компанії нумерує її серія. Залиште номер порожнім.",
                "Счета своей компании нумерует её серия. Оставьте номер пустым.",
            ],
            Self::ArtifactsMissing { types } => return artifacts_missing(types),
            Self::Artifact => [
                "This is not an identifier of that system, or it is attached already.",
                "Це не ідентифікатор тієї системи, або його вже додано.",
                "Это не идентификатор той системы, или он уже добавлен.",
            ],
            Self::TaxWouldDiffer => [
                "Tax rules or registrations changed since the invoice was issued. Declare it void and issue it anew.",
                "Податкові правила або реєстрації змінилися після виставлення. Анулюйте рахунок і виставте заново.",
                "Налоговые правила или регистрации изменились после выставления. Аннулируйте счёт и выставьте заново.",
            ],
            Self::StillPaid => [
                "Money is allocated to the invoice. Give it back first.",
                "На рахунок рознесено гроші. Спершу скасуйте рознесення.",
                "На счёт разнесены деньги. Сначала отмените разнесение.",
            ],
            Self::NotADemand => [
                "Only an invoice over facts can do this.",
                "Це можливо лише для рахунку за фактами.",
                "Это возможно только для счёта по фактам.",
            ],
            Self::CreditBeyondOpen { open } => return beyond_open(*open),
            Self::TooManyCredits => return too_many(CREDITS_MAX),
            Self::NoTaxInvoice => [
                "Issue the tax invoice of the invoice itself first: this one corrects it.",
                "Спершу випишіть податковий документ самого рахунку: цей його коригує.",
                "Сначала выпишите налоговый документ самого счёта: этот его корректирует.",
            ],
            Self::TaxInvoiceExists => {
                ["The invoice has its tax invoice already.", "Рахунок уже має податковий документ.", "У счёта уже есть налоговый документ."]
            }
            Self::PeriodOpen => [
                "The invoice closes when its period is closed in the books.",
                "Рахунок закривається, коли в обліку закрито його період.",
                "Счёт закрывается, когда в учёте закрыт его период.",
            ],
            Self::DifferenceTooLarge { most } => return too_large(*most),
            Self::NoRate { from, to } => return no_rate(*from, *to),
            Self::RateUnusable => [
                "The rate must be above zero and lead to an amount that can be recorded.",
                "Курс має бути більшим за нуль і давати суму, яку можна записати.",
                "Курс должен быть больше нуля и давать сумму, которую можно записать.",
            ],
            Self::Budget(refusal) => return refusal.texts(),
            Self::Posting(refusal) => return refusal.texts(),
        };
        Texts::new(en, uk, ru)
    }

    fn samples() -> Vec<Self> {
        crate::samples::invoices::refusals()
    }
}

fn not_in_status(is: InvoiceStatus) -> Texts {
    let name = is.texts();
    Texts::new(
        format!("The invoice is in status “{}”, which does not allow this.", name.en),
        format!("Рахунок у статусі «{}», який цього не дозволяє.", name.uk),
        format!("Счёт в статусе «{}», который этого не позволяет.", name.ru),
    )
}

fn artifacts_missing(types: &[ArtifactType]) -> Texts {
    let names: Vec<&str> = types.iter().map(system).collect();
    let names = names.join(", ");
    Texts::new(
        format!("The regulator demands: {names}. Attach the identifiers first."),
        format!("Регулятор вимагає: {names}. Спершу додайте ідентифікатори."),
        format!("Регулятор требует: {names}. Сначала добавьте идентификаторы."),
    )
}

/// The regulator's system, as people call it.
const fn system(of: &ArtifactType) -> &'static str {
    match of {
        ArtifactType::ChestnyZnak => "Честный ЗНАК",
        ArtifactType::MercuryVsd => "Меркурий",
        ArtifactType::FgisZerno => "ФГИС Зерно",
        ArtifactType::CustomsDeclaration => "ДТ",
    }
}

fn beyond_open(open: Money) -> Texts {
    Texts::new(
        format!("Only {open} is open on the invoice. Give back allocated money before more is credited."),
        format!("За рахунком відкрито лише {open}. Скасуйте рознесення, щоб зменшити його більше."),
        format!("По счёту открыто только {open}. Отмените разнесение, чтобы уменьшить его больше."),
    )
}

fn too_many(most: usize) -> Texts {
    Texts::new(
        format!("An invoice has at most {most} credit notes."),
        format!("Рахунок має щонайбільше {most} коригувань."),
        format!("У счёта не больше {most} корректировок."),
    )
}

fn too_large(most: Money) -> Texts {
    Texts::new(
        format!("By the contract at most {most} may be written off, and only what is open."),
        format!("За договором можна списати щонайбільше {most}, і лише відкритий залишок."),
        format!("По договору можно списать не более {most}, и только открытый остаток."),
    )
}

impl Refusal for ContentRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TooManyLines => "commerce.invoice.too-many-lines",
            Self::TooManyFacts => "commerce.invoice.too-many-facts",
            Self::TooManyRates => "commerce.invoice.too-many-rates",
            Self::FactsOrAdvance => "commerce.invoice.facts-or-advance",
            Self::DayOfAdvance => "commerce.invoice.day-of-advance",
            Self::NotPositive => "commerce.invoice.not-positive",
            Self::NoSuchContract => "commerce.invoice.no-such-contract",
            Self::ContractNotSigned => "commerce.invoice.contract-not-signed",
            Self::RolesMissing => "commerce.invoice.roles-missing",
            Self::NoSuchParty => "commerce.invoice.no-such-party",
            Self::SameParty => "commerce.invoice.same-party",
            Self::NoSuchFact { .. } => "commerce.invoice.no-such-fact",
            Self::AnotherContract { .. } => "commerce.invoice.another-contract",
            Self::PartiesDiffer => "commerce.invoice.parties-differ",
            Self::CurrencyDiffers => "commerce.invoice.currency-differs",
            Self::PriceBasisDiffers => "commerce.invoice.price-basis-differs",
            Self::NoPrice => "commerce.invoice.no-price",
            Self::RatesChanged { .. } => "commerce.invoice.rates-changed",
            Self::Fact(refusal) => refusal.code(),
            Self::Tax(refusal) => refusal.code(),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::ContractNotSigned => Status::State,
            Self::TooManyLines | Self::TooManyFacts | Self::TooManyRates | Self::FactsOrAdvance | Self::DayOfAdvance => Status::Rule,
            Self::NotPositive | Self::NoSuchContract | Self::RolesMissing | Self::NoSuchParty | Self::SameParty => Status::Rule,
            Self::NoSuchFact { .. } | Self::AnotherContract { .. } | Self::PartiesDiffer | Self::CurrencyDiffers => Status::Rule,
            Self::PriceBasisDiffers | Self::NoPrice | Self::RatesChanged { .. } => Status::Rule,
            Self::Fact(refusal) => refusal.status(),
            Self::Tax(refusal) => refusal.status(),
        }
    }

    fn texts(&self) -> Texts {
        let [en, uk, ru] = match self {
            Self::TooManyLines => return at_most(LINES_MAX, ["lines", "рядків", "строк"]),
            Self::TooManyFacts => return at_most(FACTS_MAX, ["facts", "фактів", "фактов"]),
            Self::TooManyRates => {
                ["An invoice has one rate a book.", "Рахунок має по одному курсу на книгу.", "У счёта по одному курсу на книгу."]
            }
            Self::FactsOrAdvance => [
                "An invoice bills facts, or it asks for an advance: name one of the two.",
                "Рахунок виставляють за фактами або на аванс: вкажіть одне з двох.",
                "Счёт выставляют по фактам или на аванс: укажите одно из двух.",
            ],
            Self::DayOfAdvance => ["Name the day of the advance.", "Вкажіть день авансу.", "Укажите день аванса."],
            Self::NotPositive => {
                ["Every amount must be above zero.", "Кожна сума має бути більшою за нуль.", "Каждая сумма должна быть больше нуля."]
            }
            Self::NoSuchContract => ["There is no such contract.", "Такого договору немає.", "Такого договора нет."],
            Self::ContractNotSigned => ["The contract is not signed.", "Договір не підписано.", "Договор не подписан."],
            Self::RolesMissing => [
                "The contract has nobody who supplies or nobody who is supplied on that day.",
                "У договорі на цей день немає постачальника або покупця.",
                "В договоре на этот день нет поставщика или покупателя.",
            ],
            Self::NoSuchParty => ["A party of the invoice is not known.", "Сторона рахунку невідома.", "Сторона счёта неизвестна."],
            Self::SameParty => ["Nobody invoices themselves.", "Ніхто не виставляє рахунок собі.", "Никто не выставляет счёт самому себе."],
            Self::NoSuchFact { fact } => return with_fact(["There is no fact", "Немає факту", "Нет факта"], *fact),
            Self::AnotherContract { fact } => {
                return with_fact(
                    ["Of another contract is fact", "До іншого договору належить факт", "К другому договору относится факт"],
                    *fact,
                );
            }
            Self::PartiesDiffer => [
                "The facts are between different parties; bill them one by one.",
                "Факти між різними сторонами; виставте окремі рахунки.",
                "Факты между разными сторонами; выставьте отдельные счета.",
            ],
            Self::CurrencyDiffers => [
                "An amount is in another currency than the contract.",
                "Сума в іншій валюті, ніж договір.",
                "Сумма в другой валюте, чем договор.",
            ],
            Self::PriceBasisDiffers => [
                "Some prices include tax and some do not; bill them apart.",
                "Одні ціни з податком, інші без; виставте окремі рахунки.",
                "Одни цены с налогом, другие без; выставьте отдельные счета.",
            ],
            Self::NoPrice => {
                ["A fact without a price is not billed.", "Факт без ціни не включають у рахунок.", "Факт без цены не включают в счёт."]
            }
            Self::RatesChanged { first, last } => return rates_changed(*first, *last),
            Self::Fact(refusal) => return refusal.texts(),
            Self::Tax(refusal) => return refusal.texts(),
        };
        Texts::new(en, uk, ru)
    }

    fn samples() -> Vec<Self> {
        crate::samples::invoices::content_refusals()
    }
}

fn at_most(most: usize, what: [&str; 3]) -> Texts {
    let [en, uk, ru] = what;
    Texts::new(
        format!("An invoice has at most {most} {en}. Split the document."),
        format!("Рахунок має щонайбільше {most} {uk}. Поділіть документ."),
        format!("В счёте не больше {most} {ru}. Разделите документ."),
    )
}

fn with_fact(what: [&str; 3], fact: FactId) -> Texts {
    let [en, uk, ru] = what;
    Texts::new(format!("{en} {fact}."), format!("{uk} {fact}."), format!("{ru} {fact}."))
}

fn rates_changed(first: Day, last: Day) -> Texts {
    Texts::new(
        format!("Tax rates changed between {first} and {last}. Bill the facts of each rate apart."),
        format!("Податкові ставки змінилися між {first} і {last}. Виставте факти різних ставок окремо."),
        format!("Налоговые ставки изменились между {first} и {last}. Выставьте факты разных ставок отдельно."),
    )
}
