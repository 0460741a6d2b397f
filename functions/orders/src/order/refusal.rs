//! Why an order refuses.

use kernel::{Refusal, Status, Texts};

use super::{ITEMS_MAX, OrderStatus};
use crate::outside::nova_poshta::{DESCRIPTION_CHARACTERS_MAX, SEATS_MAX, WEIGHT_GRAMS_MAX};

const KG_MAX: u32 = WEIGHT_GRAMS_MAX / 1_000;

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
    /// The surplus is still there.
    SurplusRemains,
    /// A change behind a waybill needs a reason.
    ReasonRequired,
    /// The recipient has no telephone, or not both names.
    RecipientIncomplete,
    /// More would be collected than is owed, or nothing.
    CashOnDeliveryOutOfRange,
    /// The tenant does not use this carrier, or has not set it up.
    CarrierNotSetUp,
    /// The carrier is being asked at this moment.
    WaybillPending,
    /// The waybill number belongs to another order.
    WaybillTaken,
    /// This status is never set by hand, or would go backwards.
    NotByHand,
    /// No override stands.
    NoOverride,
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
            Self::SurplusRemains => "orders.order.surplus-remains",
            Self::ReasonRequired => "orders.order.reason-required",
            Self::RecipientIncomplete => "orders.order.recipient-incomplete",
            Self::CashOnDeliveryOutOfRange => "orders.order.cash-on-delivery-out-of-range",
            Self::CarrierNotSetUp => "orders.order.carrier-not-set-up",
            Self::WaybillPending => "orders.order.waybill-pending",
            Self::WaybillTaken => "orders.order.waybill-taken",
            Self::NotByHand => "orders.order.not-by-hand",
            Self::NoOverride => "orders.order.no-override",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::TeamLeadOnly => Status::Forbidden,
            Self::Exists | Self::NotInStatus { .. } | Self::NoFreeNumber | Self::ConsignmentExists => Status::State,
            Self::NoWaybill | Self::HandedOver | Self::AlreadySo | Self::NoSuchException => Status::State,
            Self::SurplusRemains | Self::WaybillPending | Self::WaybillTaken | Self::NoOverride => Status::State,
            Self::NoSuchClient | Self::ItemCount | Self::NegativePrice | Self::DiscountOutOfRange => Status::Rule,
            Self::TooMuch | Self::Currency | Self::ProofRequired | Self::ParcelOutOfRange => Status::Rule,
            Self::ReasonRequired | Self::RecipientIncomplete | Self::CashOnDeliveryOutOfRange => Status::Rule,
            Self::CarrierNotSetUp | Self::NotByHand => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
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
            Self::SurplusRemains,
            Self::ReasonRequired,
            Self::RecipientIncomplete,
            Self::CashOnDeliveryOutOfRange,
            Self::CarrierNotSetUp,
            Self::WaybillPending,
            Self::WaybillTaken,
            Self::NotByHand,
            Self::NoOverride,
        ]
    }
}

impl OrderRefusal {
    fn english(&self) -> String {
        let plain = match self {
            Self::NotFound => "There is no such order.",
            Self::Exists => "An order with this id exists already.",
            Self::NoSuchClient => "The client is unknown. Create the client first.",
            Self::NotInStatus { is } => {
                let is = is.texts().en;
                return format!("The order is in status “{is}”, which does not allow this.");
            }
            Self::ItemCount => return format!("An order has 1 to {ITEMS_MAX} lines."),
            Self::NegativePrice => "A price cannot be negative.",
            Self::DiscountOutOfRange => "The discount must be between zero and the subtotal.",
            Self::TooMuch => "The total is larger than can be recorded.",
            Self::Currency => "Orders are kept in the tenant's currency only.",
            Self::NoFreeNumber => "No free order number was found. Please try again.",
            Self::ConsignmentExists => "The order has a live waybill. Void it before making another.",
            Self::NoWaybill => "The order has no such waybill.",
            Self::HandedOver => "The carrier has the parcel already; it can only be returned.",
            Self::TeamLeadOnly => "After the waybill was made, only a team lead may change the goods.",
            Self::ProofRequired => "Delivered can be set by hand only with a document that proves it.",
            Self::ParcelOutOfRange => {
                return format!(
                    "Weight must be from 1 g to {KG_MAX} kg, pieces from 1 to {SEATS_MAX}, the declared value above zero, the description up to {DESCRIPTION_CHARACTERS_MAX} characters."
                );
            }
            Self::AlreadySo => "It is so already.",
            Self::NoSuchException => "There is nothing to resolve.",
            Self::SurplusRemains => "The order still has more money than it needs. Match it elsewhere or refund it first.",
            Self::ReasonRequired => "A waybill exists: say why the goods change.",
            Self::RecipientIncomplete => "The recipient needs a surname, a first name and a telephone.",
            Self::CashOnDeliveryOutOfRange => "Cash on delivery must be above zero and not more than is still owed.",
            Self::CarrierNotSetUp => "The carrier is not set up. Ask an administrator, or type in a waybill number.",
            Self::WaybillPending => "The carrier is being asked at this moment. Please wait.",
            Self::WaybillTaken => "This waybill number belongs to another order.",
            Self::NotByHand => "This status follows from facts and is not set by hand.",
            Self::NoOverride => "No status is set by hand.",
        };
        plain.to_owned()
    }

    fn ukrainian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого замовлення немає.",
            Self::Exists => "Замовлення з таким id вже існує.",
            Self::NoSuchClient => "Клієнт невідомий. Спочатку створіть клієнта.",
            Self::NotInStatus { is } => {
                let is = is.texts().uk;
                return format!("Замовлення у статусі «{is}», який цього не дозволяє.");
            }
            Self::ItemCount => return format!("Замовлення має від 1 до {ITEMS_MAX} рядків."),
            Self::NegativePrice => "Ціна не може бути від’ємною.",
            Self::DiscountOutOfRange => "Знижка має бути від нуля до суми рядків.",
            Self::TooMuch => "Сума завелика.",
            Self::Currency => "Замовлення ведуться лише у валюті компанії.",
            Self::NoFreeNumber => "Не знайшлося вільного номера. Спробуйте ще раз.",
            Self::ConsignmentExists => "Замовлення вже має чинну ТТН. Спочатку анулюйте її.",
            Self::NoWaybill => "Замовлення не має такої ТТН.",
            Self::HandedOver => "Перевізник уже прийняв посилку; можливе лише повернення.",
            Self::TeamLeadOnly => "Після створення ТТН змінювати товари може лише керівник.",
            Self::ProofRequired => "«Доставлено» вручну — лише з документом-підтвердженням.",
            Self::ParcelOutOfRange => {
                return format!(
                    "Вага — від 1 г до {KG_MAX} кг, місць — від 1 до {SEATS_MAX}, оголошена вартість — більше нуля, опис — до {DESCRIPTION_CHARACTERS_MAX} символів."
                );
            }
            Self::AlreadySo => "Це вже так.",
            Self::NoSuchException => "Немає що вирішувати.",
            Self::SurplusRemains => "На замовленні все ще надлишок. Спочатку прив’яжіть його до іншого або поверніть.",
            Self::ReasonRequired => "ТТН вже існує: вкажіть причину зміни товарів.",
            Self::RecipientIncomplete => "Одержувач повинен мати прізвище, ім’я і телефон.",
            Self::CashOnDeliveryOutOfRange => "Післяплата має бути більшою за нуль і не більшою за борг.",
            Self::CarrierNotSetUp => "Перевізника не налаштовано. Зверніться до адміністратора або введіть номер ТТН.",
            Self::WaybillPending => "Перевізника саме запитують. Зачекайте.",
            Self::WaybillTaken => "Цей номер ТТН належить іншому замовленню.",
            Self::NotByHand => "Цей статус випливає з фактів, його не встановлюють вручну.",
            Self::NoOverride => "Статус не встановлено вручну.",
        };
        plain.to_owned()
    }

    fn russian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого заказа нет.",
            Self::Exists => "Заказ с таким id уже существует.",
            Self::NoSuchClient => "Клиент неизвестен. Сначала создайте клиента.",
            Self::NotInStatus { is } => {
                let is = is.texts().ru;
                return format!("Заказ в статусе «{is}», который этого не позволяет.");
            }
            Self::ItemCount => return format!("В заказе от 1 до {ITEMS_MAX} строк."),
            Self::NegativePrice => "Цена не может быть отрицательной.",
            Self::DiscountOutOfRange => "Скидка должна быть от нуля до суммы строк.",
            Self::TooMuch => "Сумма слишком велика.",
            Self::Currency => "Заказы ведутся только в валюте компании.",
            Self::NoFreeNumber => "Не нашлось свободного номера. Попробуйте ещё раз.",
            Self::ConsignmentExists => "У заказа уже есть действующая ТТН. Сначала аннулируйте её.",
            Self::NoWaybill => "У заказа нет такой ТТН.",
            Self::HandedOver => "Перевозчик уже принял посылку; возможен только возврат.",
            Self::TeamLeadOnly => "После создания ТТН менять товары может только руководитель.",
            Self::ProofRequired => "«Доставлен» вручную — только с подтверждающим документом.",
            Self::ParcelOutOfRange => {
                return format!(
                    "Вес — от 1 г до {KG_MAX} кг, мест — от 1 до {SEATS_MAX}, объявленная стоимость — больше нуля, описание — до {DESCRIPTION_CHARACTERS_MAX} символов."
                );
            }
            Self::AlreadySo => "Это уже так.",
            Self::NoSuchException => "Нечего решать.",
            Self::SurplusRemains => "На заказе всё ещё излишек. Сначала привяжите его к другому или верните.",
            Self::ReasonRequired => "ТТН уже существует: укажите причину изменения товаров.",
            Self::RecipientIncomplete => "У получателя должны быть фамилия, имя и телефон.",
            Self::CashOnDeliveryOutOfRange => "Наложенный платёж должен быть больше нуля и не больше долга.",
            Self::CarrierNotSetUp => "Перевозчик не настроен. Обратитесь к администратору или введите номер ТТН.",
            Self::WaybillPending => "Перевозчик как раз запрашивается. Подождите.",
            Self::WaybillTaken => "Этот номер ТТН принадлежит другому заказу.",
            Self::NotByHand => "Этот статус следует из фактов, его не ставят вручную.",
            Self::NoOverride => "Статус не установлен вручную.",
        };
        plain.to_owned()
    }
}
