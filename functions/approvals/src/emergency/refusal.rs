//! Why an emergency approval refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command about an emergency approval is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmergencyRefusal {
    /// No such emergency approval.
    NotFound,
    /// The process has an emergency approval, or the id is taken.
    Exists,
    /// No approval of the order is under way.
    NoProcess,
    /// The approval of the order is decided already.
    NotPending,
    /// Only the manager of the order records it.
    NotTheManager,
    /// The person is not on the register, or not on that day.
    NotAuthorised,
    /// The manager names themselves.
    OwnConsent,
    /// The person’s level does not reach what the order demands.
    LevelTooLow,
    /// A deviation or a loss that no emergency passes.
    NotForThis,
    /// A price or a cost is missing: no emergency replaces it.
    CostMissing,
    /// Got longer ago than may be recorded.
    TooLate,
    /// Got at an instant that is yet to come.
    InTheFuture,
    /// The manager’s limit of the month is used up.
    ManagerLimit,
    /// The client’s limit of the month is used up.
    ClientLimit,
    /// The company’s limit of the peak month is used up.
    CompanyLimit,
    /// An incident of the manager is open (decision P113).
    OpenIncident,
    /// Only the named person may answer.
    NotThePerson,
    /// The post does not reach what the order demanded.
    NotYours,
    /// It was answered already.
    Answered,
    /// No incident is open.
    NoIncident,
    /// No rules are in force for the day.
    NoRules,
}

impl Refusal for EmergencyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "approvals.emergency.not-found",
            Self::Exists => "approvals.emergency.exists",
            Self::NoProcess => "approvals.emergency.no-process",
            Self::NotPending => "approvals.emergency.not-pending",
            Self::NotTheManager => "approvals.emergency.not-the-manager",
            Self::NotAuthorised => "approvals.emergency.not-authorised",
            Self::OwnConsent => "approvals.emergency.own-consent",
            Self::LevelTooLow => "approvals.emergency.level-too-low",
            Self::NotForThis => "approvals.emergency.not-for-this",
            Self::CostMissing => "approvals.emergency.cost-missing",
            Self::TooLate => "approvals.emergency.too-late",
            Self::InTheFuture => "approvals.emergency.in-the-future",
            Self::ManagerLimit => "approvals.emergency.manager-limit",
            Self::ClientLimit => "approvals.emergency.client-limit",
            Self::CompanyLimit => "approvals.emergency.company-limit",
            Self::OpenIncident => "approvals.emergency.open-incident",
            Self::NotThePerson => "approvals.emergency.not-the-person",
            Self::NotYours => "approvals.emergency.not-yours",
            Self::Answered => "approvals.emergency.answered",
            Self::NoIncident => "approvals.emergency.no-incident",
            Self::NoRules => "approvals.emergency.no-rules",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound | Self::NoProcess => Status::NotFound,
            Self::Exists
            | Self::NotPending
            | Self::ManagerLimit
            | Self::ClientLimit
            | Self::CompanyLimit
            | Self::OpenIncident
            | Self::Answered
            | Self::NoIncident
            | Self::NoRules => Status::State,
            Self::NotTheManager | Self::NotThePerson | Self::NotYours => Status::Forbidden,
            Self::NotAuthorised
            | Self::OwnConsent
            | Self::LevelTooLow
            | Self::NotForThis
            | Self::CostMissing
            | Self::TooLate
            | Self::InTheFuture => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new(
                "There is no such emergency approval.",
                "Такого екстреного погодження немає.",
                "Такого экстренного согласования нет.",
            ),
            Self::Exists => Texts::new(
                "This order has an emergency approval already.",
                "Для цього замовлення екстрене погодження вже є.",
                "У этого заказа уже есть экстренное согласование.",
            ),
            Self::NoProcess => Texts::new(
                "No approval of this order is under way. Submit the order first.",
                "Погодження цього замовлення не триває. Спершу подайте замовлення.",
                "Согласование этого заказа не идёт. Сначала отправьте заказ на согласование.",
            ),
            Self::NotPending => Texts::new(
                "The approval of this order is decided already.",
                "Погодження цього замовлення вже вирішено.",
                "Согласование этого заказа уже решено.",
            ),
            Self::NotTheManager => Texts::new(
                "Only the manager of this order may record it.",
                "Зафіксувати його може лише менеджер цього замовлення.",
                "Зафиксировать его может только менеджер этого заказа.",
            ),
            Self::NotAuthorised => Texts::new(
                "This person was not authorised for emergencies on that day.",
                "Ця особа не була уповноважена на екстрені погодження того дня.",
                "Это лицо не было уполномочено на экстренные согласования в тот день.",
            ),
            Self::OwnConsent => Texts::new(
                "Nobody approves their own order, not in an emergency either.",
                "Ніхто не погоджує власне замовлення, навіть екстрено.",
                "Никто не согласует собственный заказ, даже экстренно.",
            ),
            Self::LevelTooLow => Texts::new(
                "This person’s level is below what the order demands.",
                "Рівень цієї особи нижчий за потрібний для замовлення.",
                "Уровень этого лица ниже того, что требует заказ.",
            ),
            Self::NotForThis => Texts::new(
                "A deviation above the commercial director’s bound, or a loss under a plan without one, is not passed by an emergency.",
                "Відхилення понад межу комерційного директора або збиток при беззбитковому плані екстрено не погоджують.",
                "Отклонение выше границы коммерческого директора или убыток при безубыточном плане экстренно не согласуют.",
            ),
            Self::CostMissing => Texts::new(
                "A price or a cost is missing, and an emergency does not replace it.",
                "Бракує ціни або собівартості, і екстрене погодження їх не замінює.",
                "Не хватает цены или себестоимости, и экстренное согласование их не заменяет.",
            ),
            Self::TooLate => Texts::new(
                "It was got more than a day ago and can no longer be recorded.",
                "Його отримано понад добу тому, зафіксувати вже не можна.",
                "Оно получено более суток назад, зафиксировать уже нельзя.",
            ),
            Self::InTheFuture => Texts::new(
                "The approval cannot have been got in the future.",
                "Погодження не могли отримати в майбутньому.",
                "Согласование не могли получить в будущем.",
            ),
            Self::ManagerLimit => Texts::new(
                "This manager has used up the emergencies of the month.",
                "Менеджер вичерпав екстрені погодження цього місяця.",
                "Менеджер исчерпал экстренные согласования этого месяца.",
            ),
            Self::ClientLimit => Texts::new(
                "This client has used up the emergencies of the month.",
                "Для клієнта вичерпано екстрені погодження цього місяця.",
                "Для клиента исчерпаны экстренные согласования этого месяца.",
            ),
            Self::CompanyLimit => Texts::new(
                "The company has used up the emergencies of this peak month.",
                "Компанія вичерпала екстрені погодження цього пікового місяця.",
                "Компания исчерпала экстренные согласования этого пикового месяца.",
            ),
            Self::OpenIncident => Texts::new(
                "An incident of this manager is open. It must be closed before the next emergency.",
                "У менеджера є відкритий інцидент. Його треба закрити перед наступним екстреним погодженням.",
                "У менеджера есть открытый инцидент. Его нужно закрыть перед следующим экстренным согласованием.",
            ),
            Self::NotThePerson => Texts::new(
                "Only the person who was named may answer.",
                "Відповісти може лише названа особа.",
                "Ответить может только названное лицо.",
            ),
            Self::NotYours => Texts::new(
                "Your post does not allow this decision.",
                "Ваша посада не дає права на це рішення.",
                "Ваша должность не даёт права на это решение.",
            ),
            Self::Answered => Texts::new("This was answered already.", "На це вже відповіли.", "На это уже ответили."),
            Self::NoIncident => {
                Texts::new("No incident is open here.", "Тут немає відкритого інциденту.", "Здесь нет открытого инцидента.")
            }
            Self::NoRules => Texts::new(
                "No valid rules of emergencies are in force. An administrator must enter them.",
                "Немає чинних правил екстрених погоджень. Їх має внести адміністратор.",
                "Нет действующих правил экстренных согласований. Их должен внести администратор.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::Exists,
            Self::NoProcess,
            Self::NotPending,
            Self::NotTheManager,
            Self::NotAuthorised,
            Self::OwnConsent,
            Self::LevelTooLow,
            Self::NotForThis,
            Self::CostMissing,
            Self::TooLate,
            Self::InTheFuture,
            Self::ManagerLimit,
            Self::ClientLimit,
            Self::CompanyLimit,
            Self::OpenIncident,
            Self::NotThePerson,
            Self::NotYours,
            Self::Answered,
            Self::NoIncident,
            Self::NoRules,
        ]
    }
}
