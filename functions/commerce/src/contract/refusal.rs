//! Why a contract refuses.

use kernel::{Currency, Day, Refusal, Status, Texts};

use super::terms::{PAYMENT_DAYS_MAX, THIRD_PARTY_PAYERS_MAX};
use super::{ContractStatus, ContractType, ROLES_MAX, RoleKind, VERSIONS_MAX};
use crate::Interval;
use crate::party::Unusable;

/// Why a command on a contract is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum ContractRefusal {
    /// No such contract.
    NotFound,
    /// The id is taken by another contract.
    Exists,
    /// The number is taken by another contract.
    NumberTaken,
    /// The contract is in a status that does not allow it.
    NotInStatus {
        /// What it is.
        is: ContractStatus,
    },
    /// More roles than a contract has.
    RoleCount,
    /// The type has no such role.
    RoleNotAllowed {
        /// The type.
        kind: ContractType,
        /// The role.
        role: RoleKind,
    },
    /// One party is in one role twice at the same time.
    RoleTwice {
        /// The role.
        role: RoleKind,
    },
    /// On some day nobody, or more than one, stands for a role.
    OnePrimary {
        /// The role.
        role: RoleKind,
        /// The first such day.
        on: Day,
    },
    /// On some day nobody holds a role that must be held.
    RoleMissing {
        /// The role.
        role: RoleKind,
        /// The first such day.
        on: Day,
    },
    /// On some day a party would trade with itself.
    SameParty {
        /// The first such day.
        on: Day,
    },
    /// A party is unknown, frozen or a duplicate.
    Party(Unusable),
    /// A lease names no asset.
    AssetRequired,
    /// Only a lease names an asset.
    AssetNotAllowed,
    /// There is no such asset.
    NoSuchAsset,
    /// The asset is promised to somebody else for some of the time.
    AssetTaken {
        /// For which days.
        for_days: Interval,
    },
    /// The asset takes no reservation: it is retired, or has too many.
    AssetUnusable,
    /// More days to pay than allowed.
    PaymentDays,
    /// The small difference is below zero or in another currency.
    SmallDifference {
        /// The contract's.
        currency: Currency,
    },
    /// More third-party payers than a contract has.
    PayerCount,
    /// Signed in the future.
    SignedInFuture,
    /// An amendment that changes nothing.
    NothingChanged,
    /// The day is outside the contract's time.
    OutsideValidity,
    /// The past of the contract would change: roles and time of days that are over stay.
    PastChanged,
    /// More versions than a contract has.
    TooManyVersions,
}

impl Refusal for ContractRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.contract.not-found",
            Self::Exists => "commerce.contract.exists",
            Self::NumberTaken => "commerce.contract.number-taken",
            Self::NotInStatus { .. } => "commerce.contract.not-in-status",
            Self::RoleCount => "commerce.contract.role-count",
            Self::RoleNotAllowed { .. } => "commerce.contract.role-not-allowed",
            Self::RoleTwice { .. } => "commerce.contract.role-twice",
            Self::OnePrimary { .. } => "commerce.contract.one-primary",
            Self::RoleMissing { .. } => "commerce.contract.role-missing",
            Self::SameParty { .. } => "commerce.contract.same-party",
            Self::Party(Unusable::Unknown) => "commerce.contract.no-such-party",
            Self::Party(Unusable::Frozen) => "commerce.contract.party-frozen",
            Self::Party(Unusable::Merged { .. }) => "commerce.contract.party-merged",
            Self::AssetRequired => "commerce.contract.asset-required",
            Self::AssetNotAllowed => "commerce.contract.asset-not-allowed",
            Self::NoSuchAsset => "commerce.contract.no-such-asset",
            Self::AssetTaken { .. } => "commerce.contract.asset-taken",
            Self::AssetUnusable => "commerce.contract.asset-unusable",
            Self::PaymentDays => "commerce.contract.payment-days",
            Self::SmallDifference { .. } => "commerce.contract.small-difference",
            Self::PayerCount => "commerce.contract.payer-count",
            Self::SignedInFuture => "commerce.contract.signed-in-future",
            Self::NothingChanged => "commerce.contract.nothing-changed",
            Self::OutsideValidity => "commerce.contract.outside-validity",
            Self::PastChanged => "commerce.contract.past-changed",
            Self::TooManyVersions => "commerce.contract.too-many-versions",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Exists | Self::NumberTaken | Self::NotInStatus { .. } | Self::Party(Unusable::Frozen) => Status::State,
            Self::Party(Unusable::Merged { .. }) | Self::AssetTaken { .. } | Self::AssetUnusable => Status::State,
            Self::TooManyVersions => Status::State,
            Self::RoleCount | Self::RoleNotAllowed { .. } | Self::RoleTwice { .. } | Self::OnePrimary { .. } => Status::Rule,
            Self::RoleMissing { .. } | Self::SameParty { .. } | Self::Party(Unusable::Unknown) => Status::Rule,
            Self::AssetRequired | Self::AssetNotAllowed | Self::NoSuchAsset | Self::PaymentDays => Status::Rule,
            Self::SmallDifference { .. } | Self::PayerCount | Self::SignedInFuture | Self::NothingChanged => Status::Rule,
            Self::OutsideValidity | Self::PastChanged => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        let on = crate::samples::day("2026-02-01");
        vec![
            Self::NotFound,
            Self::Exists,
            Self::NumberTaken,
            Self::NotInStatus { is: ContractStatus::Terminated },
            Self::RoleCount,
            Self::RoleNotAllowed { kind: ContractType::SaleOfGoods, role: RoleKind::Lessor },
            Self::RoleTwice { role: RoleKind::Buyer },
            Self::OnePrimary { role: RoleKind::Buyer, on },
            Self::RoleMissing { role: RoleKind::Seller, on },
            Self::SameParty { on },
            Self::Party(Unusable::Unknown),
            Self::Party(Unusable::Frozen),
            Self::Party(Unusable::Merged { into: crate::PartyId::derive(&["sample"]) }),
            Self::AssetRequired,
            Self::AssetNotAllowed,
            Self::NoSuchAsset,
            Self::AssetTaken { for_days: Interval::since(on) },
            Self::AssetUnusable,
            Self::PaymentDays,
            Self::SmallDifference { currency: Currency::RUB },
            Self::PayerCount,
            Self::SignedInFuture,
            Self::NothingChanged,
            Self::OutsideValidity,
            Self::PastChanged,
            Self::TooManyVersions,
        ]
    }
}

impl ContractRefusal {
    fn english(&self) -> String {
        let plain = match self {
            Self::NotFound => "There is no such contract.",
            Self::Exists => "A contract with this id exists already.",
            Self::NumberTaken => "Another contract has this number.",
            Self::NotInStatus { is } => return format!("The contract is in status {is}, which does not allow this."),
            Self::RoleCount => return format!("A contract has at most {ROLES_MAX} roles."),
            Self::RoleNotAllowed { kind, role } => return format!("A contract of type {kind} has no role {role}."),
            Self::RoleTwice { role } => return format!("A party is {role} twice at the same time."),
            Self::OnePrimary { role, on } => return format!("Exactly one party must stand for the role {role} on {on}."),
            Self::RoleMissing { role, on } => return format!("Nobody holds the role {role} on {on}."),
            Self::SameParty { on } => return format!("On {on} a party would trade with itself."),
            Self::Party(Unusable::Unknown) => "There is no such party.",
            Self::Party(Unusable::Frozen) => "A party is frozen: nothing new may be agreed with it.",
            Self::Party(Unusable::Merged { into }) => return format!("A party is a duplicate of {into}. Use that one."),
            Self::AssetRequired => "A lease needs its asset.",
            Self::AssetNotAllowed => "Only a lease has an asset.",
            Self::NoSuchAsset => "There is no such asset.",
            Self::AssetTaken { for_days } => return format!("The asset is reserved for {for_days} already."),
            Self::AssetUnusable => "The asset takes no more reservations.",
            Self::PaymentDays => return format!("There are at most {PAYMENT_DAYS_MAX} days to pay."),
            Self::SmallDifference { currency } => return format!("The small difference must be zero or more, in {currency:?}."),
            Self::PayerCount => return format!("A contract has at most {THIRD_PARTY_PAYERS_MAX} third-party payers."),
            Self::SignedInFuture => "The day of signing has not come yet.",
            Self::NothingChanged => "The amendment changes nothing.",
            Self::OutsideValidity => "The day is outside the contract's time.",
            Self::PastChanged => "Days before the amendment must stay as they were.",
            Self::TooManyVersions => return format!("The contract has {VERSIONS_MAX} versions. Make a new one."),
        };
        plain.to_owned()
    }

    fn ukrainian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого договору немає.",
            Self::Exists => "Договір з таким id вже існує.",
            Self::NumberTaken => "Такий номер має інший договір.",
            Self::NotInStatus { is } => return format!("Договір у статусі {is}, який цього не дозволяє."),
            Self::RoleCount => return format!("Договір має щонайбільше {ROLES_MAX} ролей."),
            Self::RoleNotAllowed { kind, role } => return format!("Договір типу {kind} не має ролі {role}."),
            Self::RoleTwice { role } => return format!("Сторона двічі має роль {role} в один час."),
            Self::OnePrimary { role, on } => return format!("За роль {role} на {on} має відповідати рівно одна сторона."),
            Self::RoleMissing { role, on } => return format!("На {on} ніхто не має ролі {role}."),
            Self::SameParty { on } => return format!("На {on} сторона торгувала б сама з собою."),
            Self::Party(Unusable::Unknown) => "Такої сторони немає.",
            Self::Party(Unusable::Frozen) => "Сторону заморожено: нових домовленостей з нею не укладають.",
            Self::Party(Unusable::Merged { into }) => return format!("Сторона є дублікатом {into}. Використайте її."),
            Self::AssetRequired => "Оренда потребує активу.",
            Self::AssetNotAllowed => "Актив має лише оренда.",
            Self::NoSuchAsset => "Такого активу немає.",
            Self::AssetTaken { for_days } => return format!("Актив уже зарезервовано на {for_days}."),
            Self::AssetUnusable => "Актив більше не можна зарезервувати.",
            Self::PaymentDays => return format!("На оплату — щонайбільше {PAYMENT_DAYS_MAX} днів."),
            Self::SmallDifference { currency } => return format!("Мала різниця має бути не меншою за нуль, у {currency:?}."),
            Self::PayerCount => return format!("Договір має щонайбільше {THIRD_PARTY_PAYERS_MAX} сторонніх платників."),
            Self::SignedInFuture => "День підписання ще не настав.",
            Self::NothingChanged => "Зміна нічого не змінює.",
            Self::OutsideValidity => "День поза строком дії договору.",
            Self::PastChanged => "Дні до зміни мають лишитися такими, як були.",
            Self::TooManyVersions => return format!("Договір має {VERSIONS_MAX} редакцій. Укладіть новий."),
        };
        plain.to_owned()
    }

    fn russian(&self) -> String {
        let plain = match self {
            Self::NotFound => "Такого договора нет.",
            Self::Exists => "Договор с таким id уже существует.",
            Self::NumberTaken => "Такой номер у другого договора.",
            Self::NotInStatus { is } => return format!("Договор в статусе {is}, который этого не позволяет."),
            Self::RoleCount => return format!("В договоре не больше {ROLES_MAX} ролей."),
            Self::RoleNotAllowed { kind, role } => return format!("В договоре типа {kind} нет роли {role}."),
            Self::RoleTwice { role } => return format!("Сторона дважды в роли {role} в одно время."),
            Self::OnePrimary { role, on } => return format!("За роль {role} на {on} должна отвечать ровно одна сторона."),
            Self::RoleMissing { role, on } => return format!("На {on} роль {role} никому не дана."),
            Self::SameParty { on } => return format!("На {on} сторона торговала бы сама с собой."),
            Self::Party(Unusable::Unknown) => "Такой стороны нет.",
            Self::Party(Unusable::Frozen) => "Сторона заморожена: новых договорённостей с ней не заключают.",
            Self::Party(Unusable::Merged { into }) => return format!("Сторона — дубликат {into}. Используйте её."),
            Self::AssetRequired => "Для аренды нужен актив.",
            Self::AssetNotAllowed => "Актив есть только у аренды.",
            Self::NoSuchAsset => "Такого актива нет.",
            Self::AssetTaken { for_days } => return format!("Актив уже зарезервирован на {for_days}."),
            Self::AssetUnusable => "Актив больше нельзя зарезервировать.",
            Self::PaymentDays => return format!("На оплату — не больше {PAYMENT_DAYS_MAX} дней."),
            Self::SmallDifference { currency } => return format!("Малая разница должна быть не меньше нуля, в {currency:?}."),
            Self::PayerCount => return format!("В договоре не больше {THIRD_PARTY_PAYERS_MAX} сторонних плательщиков."),
            Self::SignedInFuture => "День подписания ещё не наступил.",
            Self::NothingChanged => "Изменение ничего не меняет.",
            Self::OutsideValidity => "День вне срока действия договора.",
            Self::PastChanged => "Дни до изменения должны остаться такими, как были.",
            Self::TooManyVersions => return format!("У договора {VERSIONS_MAX} редакций. Заключите новый."),
        };
        plain.to_owned()
    }
}
