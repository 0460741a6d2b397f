//! Why an order refuses.

use kernel::{Refusal, Status, Texts};

use super::OrderStatus;

/// Why a command on an order is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum OrderRefusal {
    /// No such order.
    NotFound,
    /// The id is taken by another order.
    Exists,
    /// The ordering client is unknown.
    NoSuchClient,
    /// The order is in a status that does not allow it.
    NotInStatus {
        /// What it is.
        is: OrderStatus,
    },
    /// No goods, or more lines than an order takes.
    ItemCount,
    /// A price is negative.
    NegativePrice,
    /// The discount is negative or exceeds the subtotal.
    DiscountOutOfRange,
    /// The sums exceed what money can hold.
    TooMuch,
    /// Amounts in another currency than the tenant's.
    Currency,
    /// All candidate numbers are taken.
    NoFreeNumber,
    /// One live consignment exists.
    ConsignmentExists,
    /// There is no waybill to do this with.
    NoWaybill,
    /// The carrier has the parcel; the waybill cannot be deleted any more.
    HandedOver,
    /// A waybill exists: only a team lead may change the goods.
    TeamLeadOnly,
    /// Delivered by hand needs a document that proves it.
    ProofRequired,
    /// The parcel's weight or pieces are out of range.
    ParcelOutOfRange,
    /// The status is already this one.
    AlreadySo,
    /// There is no such exception to resolve.
    NoSuchException,
}

impl Refusal for OrderRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "orders.order.not-found",
            Self::Exists => "orders.order.exists",
            Self::NoSuchClient => "orders.order.no-such-client",
            Self::NotInStatus { .. } => "orders.order.not-in-status",
            Self::ItemCount => "orders.order.item-count",
            Self::NegativePrice => "orders.order.negative-price",
            Self::DiscountOutOfRange => "orders.order.discount-out-of-range",
            Self::TooMuch => "orders.order.too-much",
            Self::Currency => "orders.order.currency",
            Self::NoFreeNumber => "orders.order.no-free-number",
            Self::ConsignmentExists => "orders.order.consignment-exists",
            Self::NoWaybill => "orders.order.no-waybill",
            Self::HandedOver => "orders.order.handed-over",
            Self::TeamLeadOnly => "orders.order.team-lead-only",
            Self::ProofRequired => "orders.order.proof-required",
            Self::ParcelOutOfRange => "orders.order.parcel-out-of-range",
            Self::AlreadySo => "orders.order.already-so",
            Self::NoSuchException => "orders.order.no-such-exception",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::TeamLeadOnly => Status::Forbidden,
            Self::Exists | Self::NotInStatus { .. } | Self::NoFreeNumber | Self::ConsignmentExists => Status::State,
            Self::NoWaybill | Self::HandedOver | Self::AlreadySo | Self::NoSuchException => Status::State,
            Self::NoSuchClient | Self::ItemCount | Self::NegativePrice | Self::DiscountOutOfRange => Status::Rule,
            Self::TooMuch | Self::Currency | Self::ProofRequired | Self::ParcelOutOfRange => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such order.", "Такого замовлення немає.", "Такого заказа нет."),
            Self::Exists => Texts::new("An order with this id exists already.", "Замовлення з таким id вже існує.", "Заказ с таким id уже существует."),
            Self::NoSuchClient => Texts::new(
                "The client is unknown. Create the client first.",
                "Клієнт невідомий. Спочатку створіть клієнта.",
                "Клиент неизвестен. Сначала создайте клиента.",
            ),
            Self::NotInStatus { is } => {
                let name = is.texts();
                Texts::new(
                    format!("The order is in status “{}”, which does not allow this.", name.en),
                    format!("Замовлення у статусі «{}», який цього не дозволяє.", name.uk),
                    format!("Заказ в статусе «{}», который этого не позволяет.", name.ru),
                )
            }
            Self::ItemCount => {
                let max = super::ITEMS_MAX;
                Texts::new(
                    format!("An order has 1 to {max} lines."),
                    format!("Замовлення має від 1 до {max} рядків."),
                    format!("В заказе от 1 до {max} строк."),
                )
            }
            Self::NegativePrice => Texts::new("A price cannot be negative.", "Ціна не може бути від’ємною.", "Цена не может быть отрицательной."),
            Self::DiscountOutOfRange => Texts::new(
                "The discount must be between zero and the subtotal.",
                "Знижка має бути від нуля до суми рядків.",
                "Скидка должна быть от нуля до суммы строк.",
            ),
            Self::TooMuch => Texts::new("The total is larger than can be recorded.", "Сума завелика.", "Сумма слишком велика."),
            Self::Currency => Texts::new(
                "Orders are kept in the tenant's currency only.",
                "Замовлення ведуться лише у валюті компанії.",
                "Заказы ведутся только в валюте компании.",
            ),
            Self::NoFreeNumber => Texts::new(
                "No free order number was found. Please try again.",
                "Не знайшлося вільного номера. Спробуйте ще раз.",
                "Не нашлось свободного номера. Попробуйте ещё раз.",
            ),
            Self::ConsignmentExists => Texts::new(
                "The order has a live waybill. Void it before making another.",
                "Замовлення вже має чинну ТТН. Спочатку анулюйте її.",
                "У заказа уже есть действующая ТТН. Сначала аннулируйте её.",
            ),
            Self::NoWaybill => Texts::new("The order has no such waybill.", "Замовлення не має такої ТТН.", "У заказа нет такой ТТН."),
            Self::HandedOver => Texts::new(
                "The carrier has the parcel already; it can only be returned.",
                "Перевізник уже прийняв посилку; можливе лише повернення.",
                "Перевозчик уже принял посылку; возможен только возврат.",
            ),
            Self::TeamLeadOnly => Texts::new(
                "After the waybill was made, only a team lead may change the goods, with a reason.",
                "Після створення ТТН змінювати товари може лише керівник, із зазначенням причини.",
                "После создания ТТН менять товары может только руководитель, с указанием причины.",
            ),
            Self::ProofRequired => Texts::new(
                "Delivered can be set by hand only with a document that proves it.",
                "«Доставлено» вручну — лише з документом-підтвердженням.",
                "«Доставлен» вручную — только с подтверждающим документом.",
            ),
            Self::ParcelOutOfRange => Texts::new(
                "Weight must be from 1 g to 1,000 kg, pieces from 1 to 100, declared value above zero.",
                "Вага — від 1 г до 1000 кг, місць — від 1 до 100, оголошена вартість — більше нуля.",
                "Вес — от 1 г до 1000 кг, мест — от 1 до 100, объявленная стоимость — больше нуля.",
            ),
            Self::AlreadySo => Texts::new("It is so already.", "Це вже так.", "Это уже так."),
            Self::NoSuchException => Texts::new("There is nothing to resolve.", "Немає що вирішувати.", "Нечего решать."),
        }
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::Exists,
            Self::NoSuchClient,
            Self::NotInStatus { is: OrderStatus::Delivered },
            Self::ItemCount,
            Self::NegativePrice,
            Self::DiscountOutOfRange,
            Self::TooMuch,
            Self::Currency,
            Self::NoFreeNumber,
            Self::ConsignmentExists,
            Self::NoWaybill,
            Self::HandedOver,
            Self::TeamLeadOnly,
            Self::ProofRequired,
            Self::ParcelOutOfRange,
            Self::AlreadySo,
            Self::NoSuchException,
        ]
    }
}
