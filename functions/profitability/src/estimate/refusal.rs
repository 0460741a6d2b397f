//! Why an estimate refuses.

use kernel::calendar::CalendarError;
use kernel::{Line, Moment, Percentage, Refusal, Status, Texts};

use super::{EstimateStatus, LINES_MAX, MANUAL_RENEWALS_MAX};
use crate::tally::Tally;

/// Why a command on an estimate is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum EstimateRefusal {
    /// No such estimate.
    NotFound,
    /// The id or the number is taken.
    Exists,
    /// No lines, or more than an estimate has.
    LineCount,
    /// The same product on two lines.
    ProductTwice {
        /// Which.
        product: Line,
    },
    /// Two currencies, or one that the line's cost is not in.
    Currency,
    /// Prices or costs with VAT.
    WithVat,
    /// A person gave a cost: costs come from the price sheets or from the accounting system.
    CostNotYours,
    /// Nobody is said to buy.
    NoClient,
    /// The total does not fit.
    TooMuch,
    /// Neither a plan nor lines with a cost that it could follow from.
    NoPlan,
    /// The plan is not what the lines give.
    PlanMismatch {
        /// What they give.
        derived: Percentage,
    },
    /// The total is not what the lines give.
    TotalMismatch,
    /// A plan of 100 % or more, or absurdly low.
    PlanOutOfRange,
    /// The plan is not the one that was to be changed.
    PlanMoved {
        /// What it is.
        plan: Percentage,
    },
    /// The period ends before it begins, or in the past.
    Period,
    /// The estimate takes no orders and no changes.
    NotActive {
        /// What it is.
        status: EstimateStatus,
    },
    /// It was renewed as often as it can be.
    RenewalsUsedUp,
    /// Renewals of more than three months need new costs, and so a new estimate.
    RenewalTooLong,
    /// No such line.
    NoSuchLine {
        /// Its number.
        line: u16,
    },
    /// It was extended for this line before.
    ExtendedBefore,
    /// The goods do not come in the last working days of the estimate.
    NotLate,
    /// Its time is not over yet.
    NotOver,
    /// Orders still hold goods of it.
    LiveOrders,
    /// Something was shipped under it.
    Shipped,
    /// As many orders wait for approval as may.
    PendingLimit {
        /// How many may.
        max: u32,
    },
    /// A line has not so much left.
    NotEnough {
        /// Which line.
        line: u16,
        /// What is left.
        available: Tally,
    },
    /// Somebody else edits it.
    Leased {
        /// Who.
        holder: Line,
        /// Until when.
        until: Moment,
    },
    /// The caller's lease ran out or was taken away.
    LeaseLost,
    /// The working calendar has no data for a year.
    Calendar(CalendarError),
}

impl From<CalendarError> for EstimateRefusal {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}

impl Refusal for EstimateRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "profitability.estimate.not-found",
            Self::Exists => "profitability.estimate.exists",
            Self::LineCount => "profitability.estimate.line-count",
            Self::ProductTwice { .. } => "profitability.estimate.product-twice",
            Self::Currency => "profitability.estimate.currency",
            Self::WithVat => "profitability.estimate.with-vat",
            Self::CostNotYours => "profitability.estimate.cost-not-yours",
            Self::TooMuch => "profitability.estimate.too-much",
            Self::NoClient => "profitability.estimate.no-client",
            Self::NoPlan => "profitability.estimate.no-plan",
            Self::PlanMismatch { .. } => "profitability.estimate.plan-mismatch",
            Self::TotalMismatch => "profitability.estimate.total-mismatch",
            Self::PlanOutOfRange => "profitability.estimate.plan-out-of-range",
            Self::PlanMoved { .. } => "profitability.estimate.plan-moved",
            Self::Period => "profitability.estimate.period",
            Self::NotActive { .. } => "profitability.estimate.not-active",
            Self::RenewalsUsedUp => "profitability.estimate.renewals-used-up",
            Self::RenewalTooLong => "profitability.estimate.renewal-too-long",
            Self::NoSuchLine { .. } => "profitability.estimate.no-such-line",
            Self::ExtendedBefore => "profitability.estimate.extended-before",
            Self::NotLate => "profitability.estimate.not-late",
            Self::NotOver => "profitability.estimate.not-over",
            Self::LiveOrders => "profitability.estimate.live-orders",
            Self::Shipped => "profitability.estimate.shipped",
            Self::PendingLimit { .. } => "profitability.estimate.pending-limit",
            Self::NotEnough { .. } => "profitability.estimate.not-enough",
            Self::Leased { .. } => "profitability.estimate.leased",
            Self::LeaseLost => "profitability.estimate.lease-lost",
            Self::Calendar(_) => "profitability.estimate.calendar",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::CostNotYours => Status::Forbidden,
            Self::Exists | Self::PlanMoved { .. } | Self::NotActive { .. } | Self::RenewalsUsedUp | Self::ExtendedBefore => Status::State,
            Self::NotOver | Self::LiveOrders | Self::Shipped | Self::PendingLimit { .. } | Self::NotEnough { .. } => Status::State,
            Self::Leased { .. } | Self::LeaseLost => Status::State,
            Self::LineCount | Self::ProductTwice { .. } | Self::Currency | Self::WithVat | Self::TooMuch | Self::NoPlan => Status::Rule,
            Self::PlanMismatch { .. } | Self::TotalMismatch | Self::PlanOutOfRange | Self::Period | Self::RenewalTooLong => Status::Rule,
            Self::NoSuchLine { .. } | Self::NotLate | Self::Calendar(_) | Self::NoClient => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        let line = |text| crate::samples::line(text);
        vec![
            Self::NotFound,
            Self::Exists,
            Self::LineCount,
            Self::ProductTwice { product: line("BRG-6204") },
            Self::Currency,
            Self::WithVat,
            Self::CostNotYours,
            Self::TooMuch,
            Self::NoClient,
            Self::NoPlan,
            Self::PlanMismatch { derived: Percentage::from_hundredths(2_040) },
            Self::TotalMismatch,
            Self::PlanOutOfRange,
            Self::PlanMoved { plan: Percentage::from_hundredths(2_000) },
            Self::Period,
            Self::NotActive { status: EstimateStatus::Expired },
            Self::RenewalsUsedUp,
            Self::RenewalTooLong,
            Self::NoSuchLine { line: 7 },
            Self::ExtendedBefore,
            Self::NotLate,
            Self::NotOver,
            Self::LiveOrders,
            Self::Shipped,
            Self::PendingLimit { max: 50 },
            Self::NotEnough { line: 1, available: Tally::ZERO },
            Self::Leased { holder: line("Ирина Ковалёва"), until: Moment::from_unix_ms(1_795_000_000_000) },
            Self::LeaseLost,
            Self::Calendar(CalendarError::UnknownYear(2031)),
        ]
    }
}

impl EstimateRefusal {
    fn english(&self) -> String {
        let plain = match self {
            Self::NotFound => "There is no such estimate.",
            Self::Exists => "An estimate with this id or number exists already.",
            Self::LineCount => return format!("An estimate has 1 to {LINES_MAX} lines."),
            Self::ProductTwice { product } => return format!("{product} is on two lines; put it on one."),
            Self::Currency => "All prices and costs of an estimate are in one currency.",
            Self::WithVat => "Prices and costs are net of VAT.",
            Self::CostNotYours => "Costs come from the price sheets; leave them out.",
            Self::TooMuch => "The total is larger than any amount.",
            Self::NoClient => "Say who buys: by id, or by the accounting system’s code.",
            Self::NoPlan => "No line has a known cost: say which profitability is planned.",
            Self::PlanMismatch { derived } => return format!("The lines give a planned profitability of {derived}."),
            Self::TotalMismatch => "The total is not the sum of the lines.",
            Self::PlanOutOfRange => "The planned profitability must be below 100 %.",
            Self::PlanMoved { plan } => return format!("The plan is {plan} meanwhile."),
            Self::Period => "The estimate must end after it begins, and not in the past.",
            Self::NotActive { status } => return format!("The estimate is {}.", status.name()),
            Self::RenewalsUsedUp => return format!("An estimate is renewed at most {MANUAL_RENEWALS_MAX} times."),
            Self::RenewalTooLong => "Renewals of more than three months need new costs: make a new estimate.",
            Self::NoSuchLine { line } => return format!("There is no line {line}."),
            Self::ExtendedBefore => "The estimate was extended for these goods before.",
            Self::NotLate => "The goods do not come in the estimate’s last five working days.",
            Self::NotOver => "The estimate’s time, or the time to renew it, is not over yet.",
            Self::LiveOrders => "Orders still hold goods of this estimate.",
            Self::Shipped => "Something was shipped under this estimate: close it instead.",
            Self::PendingLimit { max } => return format!("{max} orders of this estimate wait for approval: no more may."),
            Self::NotEnough { line, available } => return format!("Of line {line} only {available} is left."),
            Self::Leased { holder, until } => return format!("{holder} edits this estimate until {until}."),
            Self::LeaseLost => "Your time to edit ran out: load the estimate again.",
            Self::Calendar(error) => return format!("The working calendar does not reach so far: {error}."),
        };
        plain.to_owned()
    }

    fn ukrainian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого кошторису немає.",
            Self::Exists => "Кошторис з таким id чи номером уже існує.",
            Self::LineCount => return format!("У кошторисі від 1 до {LINES_MAX} рядків."),
            Self::ProductTwice { product } => return format!("{product} у двох рядках; об’єднайте їх."),
            Self::Currency => "Усі ціни й собівартості кошторису — в одній валюті.",
            Self::WithVat => "Ціни й собівартості — без ПДВ.",
            Self::CostNotYours => "Собівартість береться зі шкали; не вказуйте її.",
            Self::TooMuch => "Підсумок більший за будь-яку суму.",
            Self::NoClient => "Вкажіть клієнта: за ідентифікатором або за кодом облікової системи.",
            Self::NoPlan => "Жоден рядок не має собівартості: вкажіть планову рентабельність.",
            Self::PlanMismatch { derived } => return format!("За рядками планова рентабельність — {derived}."),
            Self::TotalMismatch => "Підсумок не дорівнює сумі рядків.",
            Self::PlanOutOfRange => "Планова рентабельність має бути меншою за 100 %.",
            Self::PlanMoved { plan } => return format!("План тим часом — {plan}."),
            Self::Period => "Кошторис має закінчуватися після початку й не в минулому.",
            Self::NotActive { status } => return format!("Стан кошторису: {}.", status.name()),
            Self::RenewalsUsedUp => return format!("Кошторис продовжують щонайбільше {MANUAL_RENEWALS_MAX} рази."),
            Self::RenewalTooLong => "Продовження понад три місяці потребує нової собівартості: створіть новий кошторис.",
            Self::NoSuchLine { line } => return format!("Рядка {line} немає."),
            Self::ExtendedBefore => "Кошторис уже продовжували через цей товар.",
            Self::NotLate => "Товар надходить не в останні п’ять робочих днів кошторису.",
            Self::NotOver => "Строк кошторису або час на продовження ще не минув.",
            Self::LiveOrders => "Замовлення ще тримають товар цього кошторису.",
            Self::Shipped => "За кошторисом уже відвантажували: закрийте його.",
            Self::PendingLimit { max } => return format!("На погодженні вже {max} замовлень цього кошторису: більше не можна."),
            Self::NotEnough { line, available } => return format!("У рядку {line} залишилося лише {available}."),
            Self::Leased { holder, until } => return format!("{holder} редагує цей кошторис до {until}."),
            Self::LeaseLost => "Ваш час редагування минув: завантажте кошторис знову.",
            Self::Calendar(error) => return format!("Робочий календар не сягає так далеко: {error}."),
        };
        plain.to_owned()
    }

    fn russian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такой сметы нет.",
            Self::Exists => "Смета с таким id или номером уже существует.",
            Self::LineCount => return format!("В смете от 1 до {LINES_MAX} строк."),
            Self::ProductTwice { product } => return format!("{product} в двух строках; объедините их."),
            Self::Currency => "Все цены и себестоимости сметы — в одной валюте.",
            Self::WithVat => "Цены и себестоимости — без НДС.",
            Self::CostNotYours => "Себестоимость берётся из шкалы; не указывайте её.",
            Self::TooMuch => "Итог больше любой суммы.",
            Self::NoClient => "Укажите клиента: по идентификатору или по коду учётной системы.",
            Self::NoPlan => "Ни у одной строки нет себестоимости: укажите плановую рентабельность.",
            Self::PlanMismatch { derived } => return format!("По строкам плановая рентабельность — {derived}."),
            Self::TotalMismatch => "Итог не равен сумме строк.",
            Self::PlanOutOfRange => "Плановая рентабельность должна быть меньше 100 %.",
            Self::PlanMoved { plan } => return format!("План тем временем — {plan}."),
            Self::Period => "Смета должна заканчиваться после начала и не в прошлом.",
            Self::NotActive { status } => return format!("Состояние сметы: {}.", status.name()),
            Self::RenewalsUsedUp => return format!("Смету продлевают не больше {MANUAL_RENEWALS_MAX} раз."),
            Self::RenewalTooLong => "Продление больше чем на три месяца требует новой себестоимости: создайте новую смету.",
            Self::NoSuchLine { line } => return format!("Строки {line} нет."),
            Self::ExtendedBefore => "Смету уже продлевали из-за этого товара.",
            Self::NotLate => "Товар приходит не в последние пять рабочих дней сметы.",
            Self::NotOver => "Срок сметы или время на продление ещё не истекли.",
            Self::LiveOrders => "Заказы ещё держат товар этой сметы.",
            Self::Shipped => "По смете уже отгружали: закройте её.",
            Self::PendingLimit { max } => return format!("На согласовании уже {max} заказов этой сметы: больше нельзя."),
            Self::NotEnough { line, available } => return format!("В строке {line} осталось только {available}."),
            Self::Leased { holder, until } => return format!("{holder} редактирует эту смету до {until}."),
            Self::LeaseLost => "Ваше время редактирования истекло: загрузите смету снова.",
            Self::Calendar(error) => return format!("Рабочий календарь не простирается так далеко: {error}."),
        };
        plain.to_owned()
    }
}
