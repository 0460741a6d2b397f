//! Why an order under an estimate refuses.

use kernel::calendar::CalendarError;
use kernel::{Line, Refusal, Status, Texts};

use super::ShipmentStatus;
use crate::calculation::TooMuch;
use crate::estimate::{EstimateRefusal, LINES_MAX};
use crate::justification::{JUSTIFICATION_CHARACTERS_MAX, JUSTIFICATION_CHARACTERS_MIN};

/// Why a command on an order is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum ShipmentRefusal {
    /// No such order.
    NotFound,
    /// The id or the number is taken.
    Exists,
    /// No such estimate.
    NoSuchEstimate,
    /// The product is not in the estimate.
    NoSuchProduct {
        /// Which.
        product: Line,
    },
    /// The order has no such line.
    NoSuchLine {
        /// Its number.
        line: u16,
    },
    /// No lines, or more than an estimate has.
    LineCount,
    /// The same product on two lines.
    ProductTwice {
        /// Which.
        product: Line,
    },
    /// A price in another currency than the estimate's.
    Currency,
    /// Amounts with VAT.
    WithVat,
    /// Sums beyond any amount of money.
    TooMuch,
    /// The order's status does not allow it.
    Status {
        /// What it is.
        status: ShipmentStatus,
    },
    /// The accounting system's document is older than what is known.
    Superseded,
    /// Lines that cannot be judged: a price of zero, or a cost that nobody knows.
    LinesBlocked {
        /// Which; empty when it is the order as a whole.
        lines: Vec<u16>,
    },
    /// A cost so old that nothing is approved on it.
    CostStale {
        /// Its age.
        days: u32,
    },
    /// A justification is needed, and there is none that says anything.
    JustificationNeeded,
    /// Orders that lose money are not shipped.
    LossMaking,
    /// Its approval ran out.
    ApprovalOver,
    /// Its approval still counts.
    ApprovalValid,
    /// It was handed over: only returns are possible.
    HandedOver,
    /// It was not handed over.
    NotHandedOver,
    /// Somebody touched it recently, or edits it.
    NotIdle,
    /// There is no such proposal any more.
    NoSuchProposal,
    /// A proposed price that cannot be one.
    PriceNotOffered {
        /// The line.
        line: u16,
    },
    /// No such document of goods that left.
    NoSuchPosting,
    /// The estimate refuses.
    Estimate(EstimateRefusal),
    /// The working calendar has no data for a year.
    Calendar(CalendarError),
}

impl From<EstimateRefusal> for ShipmentRefusal {
    fn from(refusal: EstimateRefusal) -> Self {
        Self::Estimate(refusal)
    }
}

impl From<CalendarError> for ShipmentRefusal {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}

impl From<TooMuch> for ShipmentRefusal {
    fn from(_: TooMuch) -> Self {
        Self::TooMuch
    }
}

impl Refusal for ShipmentRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "profitability.shipment.not-found",
            Self::Exists => "profitability.shipment.exists",
            Self::NoSuchEstimate => "profitability.shipment.no-such-estimate",
            Self::NoSuchProduct { .. } => "profitability.shipment.no-such-product",
            Self::NoSuchLine { .. } => "profitability.shipment.no-such-line",
            Self::LineCount => "profitability.shipment.line-count",
            Self::ProductTwice { .. } => "profitability.shipment.product-twice",
            Self::Currency => "profitability.shipment.currency",
            Self::WithVat => "profitability.shipment.with-vat",
            Self::TooMuch => "profitability.shipment.too-much",
            Self::Status { .. } => "profitability.shipment.status",
            Self::Superseded => "profitability.shipment.superseded",
            Self::LinesBlocked { .. } => "profitability.shipment.lines-blocked",
            Self::CostStale { .. } => "profitability.shipment.cost-stale",
            Self::JustificationNeeded => "profitability.shipment.justification-needed",
            Self::LossMaking => "profitability.shipment.loss-making",
            Self::ApprovalOver => "profitability.shipment.approval-over",
            Self::ApprovalValid => "profitability.shipment.approval-valid",
            Self::HandedOver => "profitability.shipment.handed-over",
            Self::NotHandedOver => "profitability.shipment.not-handed-over",
            Self::NotIdle => "profitability.shipment.not-idle",
            Self::NoSuchProposal => "profitability.shipment.no-such-proposal",
            Self::PriceNotOffered { .. } => "profitability.shipment.price-not-offered",
            Self::NoSuchPosting => "profitability.shipment.no-such-posting",
            Self::Estimate(refusal) => refusal.code(),
            Self::Calendar(_) => "profitability.shipment.calendar",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::Estimate(refusal) => refusal.status(),
            Self::NotFound => Status::NotFound,
            Self::Exists | Self::Status { .. } | Self::Superseded | Self::ApprovalOver | Self::ApprovalValid => Status::State,
            Self::HandedOver | Self::NotHandedOver | Self::NotIdle | Self::NoSuchProposal | Self::CostStale { .. } => Status::State,
            Self::NoSuchEstimate | Self::NoSuchProduct { .. } | Self::NoSuchLine { .. } | Self::LineCount => Status::Rule,
            Self::ProductTwice { .. } | Self::Currency | Self::WithVat | Self::TooMuch | Self::LinesBlocked { .. } => Status::Rule,
            Self::JustificationNeeded | Self::LossMaking | Self::PriceNotOffered { .. } | Self::NoSuchPosting => Status::Rule,
            Self::Calendar(_) => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        let product = crate::samples::line("BRG-6204");
        let mut samples = vec![
            Self::NotFound,
            Self::Exists,
            Self::NoSuchEstimate,
            Self::NoSuchProduct { product: product.clone() },
            Self::NoSuchLine { line: 7 },
            Self::LineCount,
            Self::ProductTwice { product },
            Self::Currency,
            Self::WithVat,
            Self::TooMuch,
            Self::Status { status: ShipmentStatus::PendingApproval },
            Self::Superseded,
            Self::LinesBlocked { lines: vec![1, 2] },
            Self::CostStale { days: 91 },
            Self::JustificationNeeded,
            Self::LossMaking,
            Self::ApprovalOver,
            Self::ApprovalValid,
            Self::HandedOver,
            Self::NotHandedOver,
            Self::NotIdle,
            Self::NoSuchProposal,
            Self::PriceNotOffered { line: 1 },
            Self::NoSuchPosting,
            Self::Calendar(CalendarError::UnknownYear(2031)),
        ];
        samples.extend(EstimateRefusal::samples().into_iter().map(Self::Estimate));
        samples
    }
}

/// Line numbers as people read them.
fn listed(lines: &[u16]) -> String {
    lines.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

impl ShipmentRefusal {
    fn english(&self) -> String {
        let plain = match self {
            Self::NotFound => "There is no such order.",
            Self::Exists => "An order with this id or number exists already.",
            Self::NoSuchEstimate => "There is no such estimate.",
            Self::NoSuchProduct { product } => return format!("{product} is not in the estimate."),
            Self::NoSuchLine { line } => return format!("The order has no line {line}."),
            Self::LineCount => return format!("An order has 1 to {LINES_MAX} lines."),
            Self::ProductTwice { product } => return format!("{product} is on two lines; put it on one."),
            Self::Currency => "Prices are in the estimate’s currency.",
            Self::WithVat => "Prices are net of VAT.",
            Self::TooMuch => "The total is larger than any amount.",
            Self::Status { status } => return format!("The order is {}: that is not possible now.", status.name()),
            Self::Superseded => "A newer revision of this order is known.",
            Self::LinesBlocked { lines } if lines.is_empty() => "Nothing is left to judge the order by.",
            Self::LinesBlocked { lines } => return format!("A price or a cost is missing in lines {}.", listed(lines)),
            Self::CostStale { days } => return format!("A cost is {days} days old: nothing is approved on it."),
            Self::JustificationNeeded => {
                return format!("Say why, in {JUSTIFICATION_CHARACTERS_MIN} to {JUSTIFICATION_CHARACTERS_MAX} characters.");
            }
            Self::LossMaking => "The order loses money.",
            Self::ApprovalOver => "The approval ran out: submit the order again.",
            Self::ApprovalValid => "The approval still counts.",
            Self::HandedOver => "The warehouse has the order: only returns are possible.",
            Self::NotHandedOver => "The warehouse does not have the order.",
            Self::NotIdle => "The order was touched recently, or somebody edits it.",
            Self::NoSuchProposal => "This proposal is no longer open.",
            Self::PriceNotOffered { line } => return format!("The price proposed for line {line} cannot be one."),
            Self::NoSuchPosting => "There is no such document of goods that left.",
            Self::Estimate(refusal) => return refusal.texts().en,
            Self::Calendar(error) => return format!("The working calendar does not reach so far: {error}."),
        };
        plain.to_owned()
    }

    fn ukrainian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого замовлення немає.",
            Self::Exists => "Замовлення з таким id чи номером уже існує.",
            Self::NoSuchEstimate => "Такого кошторису немає.",
            Self::NoSuchProduct { product } => return format!("{product} немає в кошторисі."),
            Self::NoSuchLine { line } => return format!("У замовленні немає рядка {line}."),
            Self::LineCount => return format!("У замовленні від 1 до {LINES_MAX} рядків."),
            Self::ProductTwice { product } => return format!("{product} у двох рядках; об’єднайте їх."),
            Self::Currency => "Ціни — у валюті кошторису.",
            Self::WithVat => "Ціни — без ПДВ.",
            Self::TooMuch => "Підсумок більший за будь-яку суму.",
            Self::Status { status } => return format!("Стан замовлення — {}: зараз це неможливо.", status.name()),
            Self::Superseded => "Уже відома новіша редакція замовлення.",
            Self::LinesBlocked { lines } if lines.is_empty() => "Немає виручки, за якою оцінити замовлення.",
            Self::LinesBlocked { lines } => return format!("Немає ціни чи собівартості в рядках {}.", listed(lines)),
            Self::CostStale { days } => return format!("Собівартості {days} днів: за нею не погоджують."),
            Self::JustificationNeeded => {
                return format!("Поясніть причину: {JUSTIFICATION_CHARACTERS_MIN}–{JUSTIFICATION_CHARACTERS_MAX} символів.");
            }
            Self::LossMaking => "Замовлення збиткове.",
            Self::ApprovalOver => "Строк погодження минув: подайте замовлення знову.",
            Self::ApprovalValid => "Погодження ще чинне.",
            Self::HandedOver => "Замовлення на складі: можливе лише повернення.",
            Self::NotHandedOver => "Склад не має цього замовлення.",
            Self::NotIdle => "Замовлення нещодавно змінювали або редагують.",
            Self::NoSuchProposal => "Ця пропозиція вже не діє.",
            Self::PriceNotOffered { line } => return format!("Запропонована для рядка {line} ціна неможлива."),
            Self::NoSuchPosting => "Такого документа відвантаження немає.",
            Self::Estimate(refusal) => return refusal.texts().uk,
            Self::Calendar(error) => return format!("Робочий календар не сягає так далеко: {error}."),
        };
        plain.to_owned()
    }

    fn russian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого заказа нет.",
            Self::Exists => "Заказ с таким id или номером уже существует.",
            Self::NoSuchEstimate => "Такой сметы нет.",
            Self::NoSuchProduct { product } => return format!("{product} нет в смете."),
            Self::NoSuchLine { line } => return format!("В заказе нет строки {line}."),
            Self::LineCount => return format!("В заказе от 1 до {LINES_MAX} строк."),
            Self::ProductTwice { product } => return format!("{product} в двух строках; объедините их."),
            Self::Currency => "Цены — в валюте сметы.",
            Self::WithVat => "Цены — без НДС.",
            Self::TooMuch => "Итог больше любой суммы.",
            Self::Status { status } => return format!("Состояние заказа — {}: сейчас это невозможно.", status.name()),
            Self::Superseded => "Уже известна более новая редакция заказа.",
            Self::LinesBlocked { lines } if lines.is_empty() => "Нет выручки, по которой оценить заказ.",
            Self::LinesBlocked { lines } => return format!("Нет цены или себестоимости в строках {}.", listed(lines)),
            Self::CostStale { days } => return format!("Себестоимости {days} дней: по ней не согласуют."),
            Self::JustificationNeeded => {
                return format!("Объясните причину: {JUSTIFICATION_CHARACTERS_MIN}–{JUSTIFICATION_CHARACTERS_MAX} символов.");
            }
            Self::LossMaking => "Заказ убыточен.",
            Self::ApprovalOver => "Срок согласования истёк: подайте заказ снова.",
            Self::ApprovalValid => "Согласование ещё действует.",
            Self::HandedOver => "Заказ на складе: возможен только возврат.",
            Self::NotHandedOver => "У склада нет этого заказа.",
            Self::NotIdle => "Заказ недавно меняли или редактируют.",
            Self::NoSuchProposal => "Это предложение больше не действует.",
            Self::PriceNotOffered { line } => return format!("Предложенная для строки {line} цена невозможна."),
            Self::NoSuchPosting => "Такого документа отгрузки нет.",
            Self::Estimate(refusal) => return refusal.texts().ru,
            Self::Calendar(error) => return format!("Рабочий календарь не простирается так далеко: {error}."),
        };
        plain.to_owned()
    }
}
