//! Why the roster refuses.

use kernel::{Refusal, Status, Texts};

/// Why a command about the roster is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterRefusal {
    /// No such approver, absence or authorised person.
    NotFound,
    /// Somebody would stand in for themselves.
    OwnDeputy,
    /// The deputy is not on the roster.
    NoSuchDeputy,
    /// The head of a unit without a unit.
    NoUnits,
    /// Another approver has this account in the outside system.
    AccountTaken,
    /// An end that is not after the beginning, or that has passed.
    BadPeriod,
    /// Only the person or an administrator may do this.
    NotYours,
    /// The register of emergencies is kept by DP and GD.
    NeedsDirector,
    /// A level at which nobody decides.
    NotAPersonsLevel,
    /// More people than a roster holds.
    TooMany,
}

impl Refusal for RosterRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "approvals.roster.not-found",
            Self::OwnDeputy => "approvals.roster.own-deputy",
            Self::NoSuchDeputy => "approvals.roster.no-such-deputy",
            Self::NoUnits => "approvals.roster.no-units",
            Self::AccountTaken => "approvals.roster.account-taken",
            Self::BadPeriod => "approvals.roster.bad-period",
            Self::NotYours => "approvals.roster.not-yours",
            Self::NeedsDirector => "approvals.roster.needs-director",
            Self::NotAPersonsLevel => "approvals.roster.not-a-persons-level",
            Self::TooMany => "approvals.roster.too-many",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::OwnDeputy | Self::NoSuchDeputy | Self::NoUnits | Self::BadPeriod | Self::NotAPersonsLevel | Self::TooMany => Status::Rule,
            Self::AccountTaken => Status::State,
            Self::NotYours | Self::NeedsDirector => Status::Forbidden,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NotFound => Texts::new(
                "There is no such approver, absence or authorised person.",
                "Такого погоджувача, відсутності чи уповноваженої особи немає.",
                "Такого согласующего, отсутствия или уполномоченного лица нет.",
            ),
            Self::OwnDeputy => {
                Texts::new("Nobody can be their own deputy.", "Ніхто не може заміщати сам себе.", "Никто не может замещать сам себя.")
            }
            Self::NoSuchDeputy => Texts::new(
                "The deputy must be on the roster.",
                "Заступник має бути у переліку погоджувачів.",
                "Заместитель должен быть в перечне согласующих.",
            ),
            Self::NoUnits => Texts::new(
                "The head of a unit needs at least one unit.",
                "Керівник підрозділу має мати хоча б один підрозділ.",
                "У руководителя подразделения должно быть хотя бы одно подразделение.",
            ),
            Self::AccountTaken => Texts::new(
                "Another approver has this account.",
                "Цей обліковий запис має інший погоджувач.",
                "Эта учётная запись уже у другого согласующего.",
            ),
            Self::BadPeriod => Texts::new(
                "The end must be after the beginning and in the future.",
                "Кінець має бути пізніше за початок і в майбутньому.",
                "Окончание должно быть позже начала и в будущем.",
            ),
            Self::NotYours => Texts::new(
                "Only the person concerned or an administrator may do this.",
                "Це може зробити лише сама особа або адміністратор.",
                "Это может сделать только само лицо или администратор.",
            ),
            Self::NeedsDirector => Texts::new(
                "The register of emergencies is kept by the commercial or the general director.",
                "Реєстр екстрених погоджень веде комерційний або генеральний директор.",
                "Реестр экстренных согласований ведёт коммерческий или генеральный директор.",
            ),
            Self::NotAPersonsLevel => {
                Texts::new("At this level nobody decides.", "На цьому рівні ніхто не вирішує.", "На этом уровне никто не решает.")
            }
            Self::TooMany => Texts::new(
                "The roster is full. Dismiss somebody first.",
                "Перелік заповнений. Спершу виведіть когось.",
                "Перечень заполнен. Сначала исключите кого-нибудь.",
            ),
        }
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::OwnDeputy,
            Self::NoSuchDeputy,
            Self::NoUnits,
            Self::AccountTaken,
            Self::BadPeriod,
            Self::NotYours,
            Self::NeedsDirector,
            Self::NotAPersonsLevel,
            Self::TooMany,
        ]
    }
}
