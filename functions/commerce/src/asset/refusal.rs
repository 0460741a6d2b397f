//! Why an asset refuses.

use kernel::{Day, Refusal, Status, Texts};

use super::{RESERVATIONS_MAX, ROLES_MAX};
use crate::ordinal::Ordinal;
use crate::party::Unusable;
use crate::{AssetId, Interval, PartyId};

/// Why a command on an asset is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum AssetRefusal {
    /// No such asset.
    NotFound,
    /// The id is taken by another asset.
    Exists,
    /// Another asset has this inventory number.
    InventoryNumberTaken {
        /// Which asset.
        owner: Option<AssetId>,
    },
    /// The party is unknown.
    NoSuchParty,
    /// The party is frozen.
    FrozenParty,
    /// The party is a duplicate.
    MergedParty {
        /// Of this one.
        into: PartyId,
    },
    /// The party has the role on some of the days.
    RoleOverlap {
        /// As this one.
        role: Ordinal,
    },
    /// A lessee needs a document that the role rests on.
    BasisRequired,
    /// More than 100 % of the asset would be owned.
    MoreThanWhole {
        /// On this day.
        day: Day,
    },
    /// There is no such role.
    NoSuchRole,
    /// The day is not within the role's days.
    DayOutsideRole,
    /// More roles than one asset takes.
    TooManyRoles,
    /// Some of the days are taken.
    Taken {
        /// By this reservation.
        reservation: Ordinal,
        /// Over these days.
        valid: Interval,
    },
    /// More reservations than one asset takes.
    TooManyReservations,
    /// There is no such reservation.
    NoSuchReservation,
    /// A contract's reservation ends with the contract.
    ReservedByContract,
    /// It is not used any more.
    Retired {
        /// From this day on.
        on: Day,
    },
}

impl From<Unusable> for AssetRefusal {
    fn from(why: Unusable) -> Self {
        match why {
            Unusable::Unknown => Self::NoSuchParty,
            Unusable::Frozen => Self::FrozenParty,
            Unusable::Merged { into } => Self::MergedParty { into },
        }
    }
}

impl Refusal for AssetRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.asset.not-found",
            Self::Exists => "commerce.asset.exists",
            Self::InventoryNumberTaken { .. } => "commerce.asset.inventory-number-taken",
            Self::NoSuchParty => "commerce.asset.no-such-party",
            Self::FrozenParty => "commerce.asset.frozen-party",
            Self::MergedParty { .. } => "commerce.asset.merged-party",
            Self::RoleOverlap { .. } => "commerce.asset.role-overlap",
            Self::BasisRequired => "commerce.asset.basis-required",
            Self::MoreThanWhole { .. } => "commerce.asset.more-than-whole",
            Self::NoSuchRole => "commerce.asset.no-such-role",
            Self::DayOutsideRole => "commerce.asset.day-outside-role",
            Self::TooManyRoles => "commerce.asset.too-many-roles",
            Self::Taken { .. } => "commerce.asset.taken",
            Self::TooManyReservations => "commerce.asset.too-many-reservations",
            Self::NoSuchReservation => "commerce.asset.no-such-reservation",
            Self::ReservedByContract => "commerce.asset.reserved-by-contract",
            Self::Retired { .. } => "commerce.asset.retired",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::MergedParty { .. } => Status::Gone,
            Self::Exists | Self::InventoryNumberTaken { .. } | Self::FrozenParty | Self::RoleOverlap { .. } => Status::State,
            Self::NoSuchRole | Self::Taken { .. } | Self::NoSuchReservation | Self::ReservedByContract | Self::Retired { .. } => {
                Status::State
            }
            Self::NoSuchParty | Self::BasisRequired | Self::MoreThanWhole { .. } | Self::DayOutsideRole => Status::Rule,
            Self::TooManyRoles | Self::TooManyReservations => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::NotFound,
            Self::Exists,
            Self::InventoryNumberTaken { owner: Some(crate::samples::assets::asset_id()) },
            Self::NoSuchParty,
            Self::FrozenParty,
            Self::MergedParty { into: crate::samples::parties::buyer_id() },
            Self::RoleOverlap { role: Ordinal::FIRST },
            Self::BasisRequired,
            Self::MoreThanWhole { day: crate::samples::day("2026-01-01") },
            Self::NoSuchRole,
            Self::DayOutsideRole,
            Self::TooManyRoles,
            Self::Taken { reservation: Ordinal::FIRST, valid: crate::samples::parties::interval("2026-06-01", Some("2026-09-01")) },
            Self::TooManyReservations,
            Self::NoSuchReservation,
            Self::ReservedByContract,
            Self::Retired { on: crate::samples::day("2026-12-01") },
        ]
    }
}

impl AssetRefusal {
    fn english(&self) -> String {
        match self {
            Self::NotFound => "There is no such asset.".into(),
            Self::Exists => "An asset with this id exists already.".into(),
            Self::InventoryNumberTaken { owner: Some(owner) } => format!("The asset {owner} has this inventory number."),
            Self::InventoryNumberTaken { owner: None } => "Another asset has this inventory number.".into(),
            Self::NoSuchParty => "The party is unknown. Register it first.".into(),
            Self::FrozenParty => "The party is frozen.".into(),
            Self::MergedParty { into } => format!("The party is a duplicate of {into}. Use that one."),
            Self::RoleOverlap { role } => format!("The party has this role, number {role}, on some of these days. End it first."),
            Self::BasisRequired => "A lessee needs the document that the lease rests on.".into(),
            Self::MoreThanWhole { day } => format!("On {day} more than 100 % of the asset would be owned."),
            Self::NoSuchRole => "The asset has no such role.".into(),
            Self::DayOutsideRole => "The day must be after the role's first day and before its end.".into(),
            Self::TooManyRoles => format!("An asset has at most {ROLES_MAX} roles over its life."),
            Self::Taken { reservation, valid } => format!("Reservation {reservation} takes the asset over {valid}. Choose other days."),
            Self::TooManyReservations => format!("An asset has at most {RESERVATIONS_MAX} reservations."),
            Self::NoSuchReservation => "The asset has no such reservation.".into(),
            Self::ReservedByContract => "A contract's reservation ends with the contract. Terminate the contract.".into(),
            Self::Retired { on } => format!("The asset is retired from {on} on."),
        }
    }

    fn ukrainian(&self) -> String {
        match self {
            Self::NotFound => "Такого активу немає.".into(),
            Self::Exists => "Актив з таким id вже існує.".into(),
            Self::InventoryNumberTaken { owner: Some(owner) } => format!("Цей інвентарний номер має актив {owner}."),
            Self::InventoryNumberTaken { owner: None } => "Цей інвентарний номер має інший актив.".into(),
            Self::NoSuchParty => "Контрагент невідомий. Спочатку зареєструйте його.".into(),
            Self::FrozenParty => "Контрагента заморожено.".into(),
            Self::MergedParty { into } => format!("Контрагент — дублікат {into}. Використовуйте той запис."),
            Self::RoleOverlap { role } => format!("Контрагент має цю роль (номер {role}) у частину цих днів. Спочатку припиніть її."),
            Self::BasisRequired => "Орендареві потрібен документ-підстава.".into(),
            Self::MoreThanWhole { day } => format!("Станом на {day} частки власників перевищили б 100 %."),
            Self::NoSuchRole => "Актив не має такої ролі.".into(),
            Self::DayOutsideRole => "День має бути після першого дня ролі й до її кінця.".into(),
            Self::TooManyRoles => format!("Актив має щонайбільше {ROLES_MAX} ролей за весь час."),
            Self::Taken { reservation, valid } => format!("Актив зайнято резервом {reservation} на {valid}. Оберіть інші дні."),
            Self::TooManyReservations => format!("Актив має щонайбільше {RESERVATIONS_MAX} резервів."),
            Self::NoSuchReservation => "Актив не має такого резерву.".into(),
            Self::ReservedByContract => "Резерв договору закінчується разом із договором. Припиніть договір.".into(),
            Self::Retired { on } => format!("Актив вибув з {on}."),
        }
    }

    fn russian(&self) -> String {
        match self {
            Self::NotFound => "Такого актива нет.".into(),
            Self::Exists => "Актив с таким id уже существует.".into(),
            Self::InventoryNumberTaken { owner: Some(owner) } => format!("Этот инвентарный номер у актива {owner}."),
            Self::InventoryNumberTaken { owner: None } => "Этот инвентарный номер у другого актива.".into(),
            Self::NoSuchParty => "Контрагент неизвестен. Сначала зарегистрируйте его.".into(),
            Self::FrozenParty => "Контрагент заморожен.".into(),
            Self::MergedParty { into } => format!("Контрагент — дубликат {into}. Используйте ту запись."),
            Self::RoleOverlap { role } => format!("У контрагента есть эта роль (номер {role}) в часть этих дней. Сначала прекратите её."),
            Self::BasisRequired => "Арендатору нужен документ-основание.".into(),
            Self::MoreThanWhole { day } => format!("На {day} доли владельцев превысили бы 100 %."),
            Self::NoSuchRole => "У актива нет такой роли.".into(),
            Self::DayOutsideRole => "День должен быть после первого дня роли и до её конца.".into(),
            Self::TooManyRoles => format!("У актива не больше {ROLES_MAX} ролей за всё время."),
            Self::Taken { reservation, valid } => format!("Актив занят резервом {reservation} на {valid}. Выберите другие дни."),
            Self::TooManyReservations => format!("У актива не больше {RESERVATIONS_MAX} резервов."),
            Self::NoSuchReservation => "У актива нет такого резерва.".into(),
            Self::ReservedByContract => "Резерв договора заканчивается вместе с договором. Прекратите договор.".into(),
            Self::Retired { on } => format!("Актив выбыл с {on}."),
        }
    }
}
