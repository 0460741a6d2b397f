//! Why a process refuses.

use kernel::calendar::CalendarError;
use kernel::{Refusal, Status, Texts};

use crate::rules::NoRules;

/// Why a command about a process is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcessRefusal {
    /// No such process, or its submission has not come yet.
    NotFound,
    /// Nobody is asked any more, or not yet.
    NotOpen {
        /// Where it stands.
        status: super::Status,
    },
    /// It cannot go on for want of rules or calendar: nobody’s decision is taken yet.
    Stalled,
    /// No such branch.
    NoSuchBranch,
    /// Somebody has decided already; the first saved decision wins.
    Decided,
    /// An initiator never decides about their own order.
    OwnOrder,
    /// The level or the unit is not the person’s.
    NotYours,
    /// Only the manager of the order may do this.
    NotTheManager,
    /// A price or a cost is missing: nobody can approve that.
    CannotBeJudged,
    /// A cost is older than ninety days: only an emergency passes.
    CostStale,
    /// Fewer than fifty telling characters, or more than two thousand.
    TooShort,
    /// Nothing was asked of the manager.
    NotAwaited,
    /// The manager has an offer to answer first.
    OfferOpen,
    /// Prices of an order that a client’s system entered are not corrected.
    NotForEdi,
    /// An offer names a line that the order does not have, or one twice, or none.
    NoSuchLine,
    /// An offered price that is not above zero, or in another currency.
    BadPrice,
    /// No confirmation is owed, or it was given.
    NotOwed,
    /// Nothing keeps the process from going on.
    NotStalled,
    /// No rules are in force for today, or no limits in this currency.
    NoRules,
    /// The working calendar does not reach as far as the deadline.
    NoCalendar,
    /// Nobody on the roster has this account in the outside system.
    UnknownUser,
    /// The decision is about a step that is over.
    StaleTask,
    /// Silence has not refused this order, or the finance director has answered.
    NotArbitrated,
    /// The finance director’s working days are over.
    ArbitrationOver,
    /// It was sent back once, and silence has refused it again.
    SentBackBefore,
    /// The general director says yes or no to what was sent back, and nothing else.
    NotAfterArbitration,
}

impl Refusal for ProcessRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "approvals.process.not-found",
            Self::NotOpen { .. } => "approvals.process.not-open",
            Self::Stalled => "approvals.process.stalled",
            Self::NoSuchBranch => "approvals.process.no-such-branch",
            Self::Decided => "approvals.process.decided",
            Self::OwnOrder => "approvals.process.own-order",
            Self::NotYours => "approvals.process.not-yours",
            Self::NotTheManager => "approvals.process.not-the-manager",
            Self::CannotBeJudged => "approvals.process.cannot-be-judged",
            Self::CostStale => "approvals.process.cost-stale",
            Self::TooShort => "approvals.process.too-short",
            Self::NotAwaited => "approvals.process.not-awaited",
            Self::OfferOpen => "approvals.process.offer-open",
            Self::NotForEdi => "approvals.process.not-for-edi",
            Self::NoSuchLine => "approvals.process.no-such-line",
            Self::BadPrice => "approvals.process.bad-price",
            Self::NotOwed => "approvals.process.not-owed",
            Self::NotStalled => "approvals.process.not-stalled",
            Self::NoRules => "approvals.process.no-rules",
            Self::NoCalendar => "approvals.process.no-calendar",
            Self::UnknownUser => "approvals.process.unknown-user",
            Self::StaleTask => "approvals.process.stale-task",
            Self::NotArbitrated => "approvals.process.not-arbitrated",
            Self::ArbitrationOver => "approvals.process.arbitration-over",
            Self::SentBackBefore => "approvals.process.sent-back-before",
            Self::NotAfterArbitration => "approvals.process.not-after-arbitration",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound | Self::NoSuchBranch => Status::NotFound,
            Self::NotOpen { .. }
            | Self::Stalled
            | Self::Decided
            | Self::CannotBeJudged
            | Self::CostStale
            | Self::NotAwaited
            | Self::OfferOpen
            | Self::NotForEdi
            | Self::NotOwed
            | Self::NotStalled
            | Self::NotArbitrated
            | Self::ArbitrationOver
            | Self::SentBackBefore
            | Self::NotAfterArbitration
            | Self::NoRules
            | Self::NoCalendar
            | Self::StaleTask => Status::State,
            Self::OwnOrder | Self::NotYours | Self::NotTheManager => Status::Forbidden,
            Self::TooShort | Self::NoSuchLine | Self::BadPrice | Self::UnknownUser => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new("There is no such approval.", "Такого погодження немає.", "Такого согласования нет."),
            Self::NotOpen { .. } => Texts::new(
                "Nobody is asked about this order any more, or not yet.",
                "Про це замовлення вже або ще нікого не питають.",
                "Об этом заказе уже или ещё никого не спрашивают.",
            ),
            Self::Stalled => Texts::new(
                "Rules or the working calendar are missing, so no decision can be taken yet. An administrator must enter them.",
                "Бракує правил або робочого календаря, тому рішення поки не приймають. Їх має внести адміністратор.",
                "Не хватает правил или производственного календаря, поэтому решения пока не принимаются. Их должен внести администратор.",
            ),
            Self::NoSuchBranch => Texts::new(
                "This approval has no such part.",
                "У цього погодження немає такої частини.",
                "У этого согласования нет такой части.",
            ),
            Self::Decided => Texts::new("Somebody has decided already.", "Хтось уже вирішив.", "Кто-то уже решил."),
            Self::OwnOrder => Texts::new(
                "Nobody decides about their own order.",
                "Ніхто не вирішує про власне замовлення.",
                "Никто не решает о собственном заказе.",
            ),
            Self::NotYours => Texts::new(
                "Your post does not allow this decision, and you stand in for nobody here.",
                "Ваша посада не дає права на це рішення, і ви тут нікого не заміщаєте.",
                "Ваша должность не даёт права на это решение, и вы здесь никого не замещаете.",
            ),
            Self::NotTheManager => Texts::new(
                "Only the manager of this order may do this.",
                "Це може зробити лише менеджер цього замовлення.",
                "Это может сделать только менеджер этого заказа.",
            ),
            Self::CannotBeJudged => Texts::new(
                "A price or a cost is missing, so nobody can approve this order. Have it entered first.",
                "Бракує ціни або собівартості, тому погодити замовлення не може ніхто. Спершу внесіть їх.",
                "Не хватает цены или себестоимости, поэтому согласовать заказ не может никто. Сначала внесите их.",
            ),
            Self::CostStale => Texts::new(
                "A cost is older than 90 days. Only an emergency approval can pass this order.",
                "Собівартість старша за 90 днів. Замовлення може пройти лише за екстреним погодженням.",
                "Себестоимость старше 90 дней. Заказ может пройти только по экстренному согласованию.",
            ),
            Self::TooShort => Texts::new(
                "Say why in 50 to 2000 characters, in words.",
                "Поясніть причину словами, від 50 до 2000 символів.",
                "Объясните причину словами, от 50 до 2000 символов.",
            ),
            Self::NotAwaited => {
                Texts::new("Nothing is awaited from you here.", "Від вас тут нічого не чекають.", "От вас здесь ничего не ждут.")
            }
            Self::OfferOpen => Texts::new(
                "The manager has not answered the offer yet.",
                "Менеджер ще не відповів на пропозицію.",
                "Менеджер ещё не ответил на предложение.",
            ),
            Self::NotForEdi => Texts::new(
                "This order came from the client’s own system: its prices cannot be corrected.",
                "Це замовлення прийшло із системи клієнта: його ціни не коригуються.",
                "Этот заказ пришёл из системы клиента: его цены не корректируются.",
            ),
            Self::NoSuchLine => Texts::new(
                "The offer must name lines of the order, each once.",
                "Пропозиція має називати рядки замовлення, кожен один раз.",
                "Предложение должно называть строки заказа, каждую один раз.",
            ),
            Self::BadPrice => Texts::new(
                "An offered price must be above zero and in the currency of the order.",
                "Запропонована ціна має бути більшою за нуль і у валюті замовлення.",
                "Предложенная цена должна быть больше нуля и в валюте заказа.",
            ),
            Self::NotOwed => Texts::new(
                "No confirmation is owed here, or it was given already.",
                "Підтвердження тут не потрібне або вже надане.",
                "Подтверждение здесь не требуется или уже дано.",
            ),
            Self::NotStalled => Texts::new(
                "Nothing keeps this approval from going on.",
                "Цьому погодженню нічого не заважає.",
                "Этому согласованию ничто не мешает.",
            ),
            Self::NoRules => Texts::new(
                "No valid approval rules are in force for today and this currency. An administrator must enter them.",
                "На сьогодні й цю валюту немає чинних правил погодження. Їх має внести адміністратор.",
                "На сегодня и эту валюту нет действующих правил согласования. Их должен внести администратор.",
            ),
            Self::NoCalendar => Texts::new(
                "The working calendar of a year is missing, and a deadline is never guessed. An administrator must add it.",
                "Бракує робочого календаря року, а строки не вгадують. Його має додати адміністратор.",
                "Не хватает производственного календаря года, а сроки не угадывают. Его должен добавить администратор.",
            ),
            Self::UnknownUser => Texts::new(
                "Nobody on the roster has this account in ELMA.",
                "Ніхто з погоджувачів не має такого облікового запису в ELMA.",
                "Ни у кого из согласующих нет такой учётной записи в ELMA.",
            ),
            Self::StaleTask => Texts::new(
                "The task belongs to a step that is over.",
                "Завдання належить до кроку, що вже завершився.",
                "Задача относится к шагу, который уже завершён.",
            ),
            Self::NotArbitrated => Texts::new(
                "There is nothing to arbitrate: silence has not refused this order, or it was decided since.",
                "Тут немає арбітражу: замовлення не відхилено через мовчання або про нього вже вирішили.",
                "Здесь нет арбитража: заказ не отклонён по молчанию или о нём уже решили.",
            ),
            Self::ArbitrationOver => Texts::new(
                "The time for arbitration is over. The manager may submit the order again.",
                "Строк арбітражу минув. Менеджер може подати замовлення знову.",
                "Срок арбитража истёк. Менеджер может подать заказ снова.",
            ),
            Self::SentBackBefore => Texts::new(
                "This order was sent back once already. Approve it or confirm the refusal.",
                "Це замовлення вже повертали. Погодьте його або підтвердьте відмову.",
                "Этот заказ уже возвращали. Согласуйте его или подтвердите отказ.",
            ),
            Self::NotAfterArbitration => Texts::new(
                "The finance director has sent this order back: approve it or refuse it, other prices need a new submission.",
                "Фінансовий директор повернув це замовлення: погодьте або відхиліть його, інші ціни потребують нового подання.",
                "Финансовый директор вернул этот заказ: согласуйте или отклоните его, другие цены требуют новой подачи.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::NotOpen { status: super::Status::Approved },
            Self::Stalled,
            Self::NoSuchBranch,
            Self::Decided,
            Self::OwnOrder,
            Self::NotYours,
            Self::NotTheManager,
            Self::CannotBeJudged,
            Self::CostStale,
            Self::TooShort,
            Self::NotAwaited,
            Self::OfferOpen,
            Self::NotForEdi,
            Self::NoSuchLine,
            Self::BadPrice,
            Self::NotOwed,
            Self::NotStalled,
            Self::NoRules,
            Self::NoCalendar,
            Self::UnknownUser,
            Self::StaleTask,
            Self::NotArbitrated,
            Self::ArbitrationOver,
            Self::SentBackBefore,
            Self::NotAfterArbitration,
        ]
    }
}

impl From<NoRules> for ProcessRefusal {
    fn from(_: NoRules) -> Self {
        Self::NoRules
    }
}

impl From<CalendarError> for ProcessRefusal {
    fn from(_: CalendarError) -> Self {
        Self::NoCalendar
    }
}
