//! Why a party refuses.

use kernel::identifier::Country;
use kernel::{Day, Line, Refusal, Status, Texts};

use super::{ABSORBED_MAX, ACCOUNTS_MAX, IDENTIFIERS_MAX, Identifier, REGISTRATIONS_MAX, RegimeCode, Unusable};
use crate::PartyId;
use crate::graph::GraphRefusal;

/// Why a command on a party is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum PartyRefusal {
    /// No such party.
    NotFound,
    /// The id is taken by another party.
    Exists,
    /// It is a duplicate.
    Merged {
        /// Of this one.
        into: PartyId,
    },
    /// It is frozen.
    Frozen,
    /// It is not frozen.
    NotFrozen,
    /// Another party has this identifier.
    IdentifierTaken {
        /// Which one.
        identifier: Identifier,
        /// Who has it.
        owner: PartyId,
        /// Their name.
        name: Option<Line>,
    },
    /// Two identifiers of one scheme.
    SchemeTwice {
        /// Which one.
        scheme: &'static str,
    },
    /// A person's number for an organisation, or the other way round.
    IdentifierOfAnotherKind {
        /// Which one.
        identifier: Identifier,
    },
    /// More identifiers than a party has.
    TooManyIdentifiers,
    /// The identifier came with a duplicate, which must give it up.
    InheritedIdentifier {
        /// Which one.
        identifier: Identifier,
        /// Which duplicate.
        held_by: PartyId,
    },
    /// The party does not have this identifier, or did not get it from this duplicate.
    NoSuchIdentifier,
    /// It is not a duplicate.
    NotMerged,
    /// There is a tax registration on some of these days already.
    RegistrationOverlap {
        /// Which began on this day.
        from: Day,
    },
    /// The rule data of the country names no such regime.
    UnknownRegime {
        /// Of which country.
        jurisdiction: Country,
        /// Which regime.
        regime: RegimeCode,
    },
    /// There is no tax registration that began on this day.
    NoSuchRegistration,
    /// The end is not within the registration.
    EndOutsideRegistration,
    /// More tax registrations than one party takes.
    TooManyRegistrations,
    /// The account's check digit does not fit the bank.
    AccountKey,
    /// The party has this account already.
    AccountExists,
    /// The party does not have this account.
    NoSuchAccount,
    /// More accounts than one party takes.
    TooManyAccounts,
    /// A party is no duplicate of itself.
    SameParty,
    /// The duplicate is unknown.
    NoSuchDuplicate,
    /// The duplicate is a duplicate of another already.
    DuplicateMerged {
        /// Of this one.
        into: PartyId,
    },
    /// Both have a number of this scheme, and not the same: they are two parties.
    DifferentIdentifiers {
        /// Which scheme.
        scheme: &'static str,
    },
    /// More duplicates than one party takes up.
    TooManyDuplicates,
    /// Their relations cannot become one party's.
    Graph(GraphRefusal),
}

impl From<Unusable> for PartyRefusal {
    fn from(why: Unusable) -> Self {
        match why {
            Unusable::Unknown => Self::NotFound,
            Unusable::Frozen => Self::Frozen,
            Unusable::Merged { into } => Self::Merged { into },
        }
    }
}

impl Refusal for PartyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "commerce.party.not-found",
            Self::Exists => "commerce.party.exists",
            Self::Merged { .. } => "commerce.party.merged",
            Self::Frozen => "commerce.party.frozen",
            Self::NotFrozen => "commerce.party.not-frozen",
            Self::IdentifierTaken { .. } => "commerce.party.identifier-taken",
            Self::SchemeTwice { .. } => "commerce.party.scheme-twice",
            Self::IdentifierOfAnotherKind { .. } => "commerce.party.identifier-of-another-kind",
            Self::TooManyIdentifiers => "commerce.party.too-many-identifiers",
            Self::InheritedIdentifier { .. } => "commerce.party.inherited-identifier",
            Self::NoSuchIdentifier => "commerce.party.no-such-identifier",
            Self::NotMerged => "commerce.party.not-merged",
            Self::RegistrationOverlap { .. } => "commerce.party.registration-overlap",
            Self::UnknownRegime { .. } => "commerce.party.unknown-regime",
            Self::NoSuchRegistration => "commerce.party.no-such-registration",
            Self::EndOutsideRegistration => "commerce.party.end-outside-registration",
            Self::TooManyRegistrations => "commerce.party.too-many-registrations",
            Self::AccountKey => "commerce.party.account-key",
            Self::AccountExists => "commerce.party.account-exists",
            Self::NoSuchAccount => "commerce.party.no-such-account",
            Self::TooManyAccounts => "commerce.party.too-many-accounts",
            Self::SameParty => "commerce.party.same-party",
            Self::NoSuchDuplicate => "commerce.party.no-such-duplicate",
            Self::DuplicateMerged { .. } => "commerce.party.duplicate-merged",
            Self::DifferentIdentifiers { .. } => "commerce.party.different-identifiers",
            Self::TooManyDuplicates => "commerce.party.too-many-duplicates",
            Self::Graph(refusal) => refusal.code(),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Merged { .. } => Status::Gone,
            Self::Exists | Self::Frozen | Self::NotFrozen | Self::IdentifierTaken { .. } | Self::NotMerged => Status::State,
            Self::InheritedIdentifier { .. } | Self::NoSuchIdentifier | Self::RegistrationOverlap { .. } => Status::State,
            Self::NoSuchRegistration | Self::AccountExists | Self::NoSuchAccount | Self::DuplicateMerged { .. } => Status::State,
            Self::SchemeTwice { .. } | Self::IdentifierOfAnotherKind { .. } | Self::TooManyIdentifiers => Status::Rule,
            Self::UnknownRegime { .. } | Self::EndOutsideRegistration | Self::TooManyRegistrations | Self::AccountKey => Status::Rule,
            Self::TooManyAccounts | Self::SameParty | Self::NoSuchDuplicate | Self::DifferentIdentifiers { .. } => Status::Rule,
            Self::TooManyDuplicates => Status::Rule,
            Self::Graph(refusal) => refusal.status(),
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        let (party, identifier) = (crate::samples::parties::seller_id(), crate::samples::parties::edrpou());
        let day = crate::samples::day("2026-01-01");
        let own = vec![
            Self::NotFound,
            Self::Exists,
            Self::Merged { into: party },
            Self::Frozen,
            Self::NotFrozen,
            Self::IdentifierTaken {
                identifier: identifier.clone(), owner: party, name: Some(crate::samples::line("ТОВ «Степовий Млин»"))
            },
            Self::SchemeTwice { scheme: identifier.scheme() },
            Self::IdentifierOfAnotherKind { identifier: identifier.clone() },
            Self::TooManyIdentifiers,
            Self::InheritedIdentifier { identifier, held_by: party },
            Self::NoSuchIdentifier,
            Self::NotMerged,
            Self::RegistrationOverlap { from: day },
            Self::UnknownRegime { jurisdiction: Country::UA, regime: crate::samples::literal("usn-5") },
            Self::NoSuchRegistration,
            Self::EndOutsideRegistration,
            Self::TooManyRegistrations,
            Self::AccountKey,
            Self::AccountExists,
            Self::NoSuchAccount,
            Self::TooManyAccounts,
            Self::SameParty,
            Self::NoSuchDuplicate,
            Self::DuplicateMerged { into: party },
            Self::DifferentIdentifiers { scheme: "UA_EDRPOU" },
            Self::TooManyDuplicates,
        ];
        own.into_iter().chain(GraphRefusal::samples().into_iter().map(Self::Graph)).collect()
    }
}

/// Their name, or their id while it is not known.
fn called(owner: PartyId, name: Option<&Line>) -> String {
    name.map_or_else(|| owner.to_string(), |name| format!("{name} ({owner})"))
}

impl PartyRefusal {
    fn english(&self) -> String {
        match self {
            Self::NotFound => "There is no such party.".into(),
            Self::Exists => "A party with this id exists already.".into(),
            Self::Merged { into } => format!("This party is a duplicate of {into}. Use that one."),
            Self::Frozen => "The party is frozen: nothing new may be agreed with it.".into(),
            Self::NotFrozen => "The party is not frozen.".into(),
            Self::IdentifierTaken { identifier, owner, name } => format!("{identifier} belongs to {}.", called(*owner, name.as_ref())),
            Self::SchemeTwice { scheme } => format!("A party has one {scheme}."),
            Self::IdentifierOfAnotherKind { identifier } => format!("A party of this kind cannot have {identifier}."),
            Self::TooManyIdentifiers => format!("A party has at most {IDENTIFIERS_MAX} identifiers."),
            Self::InheritedIdentifier { identifier, held_by } => {
                format!("{identifier} came with the duplicate {held_by}. Let that one give it up first.")
            }
            Self::NoSuchIdentifier => "The duplicate does not have this identifier.".into(),
            Self::NotMerged => "The party is not a duplicate. Revise it instead.".into(),
            Self::RegistrationOverlap { from } => {
                format!("The tax registration that began on {from} covers some of these days. Close it first.")
            }
            Self::UnknownRegime { jurisdiction, regime } => format!("No tax rule of {jurisdiction} knows the regime {regime}."),
            Self::NoSuchRegistration => "No tax registration began on this day in this country.".into(),
            Self::EndOutsideRegistration => "The end must be after the beginning and not after an end that is known already.".into(),
            Self::TooManyRegistrations => format!("A party has at most {REGISTRATIONS_MAX} tax registrations."),
            Self::AccountKey => "The account's check digit does not fit the bank. Compare both numbers with the contract.".into(),
            Self::AccountExists => "The party has this account already.".into(),
            Self::NoSuchAccount => "The party does not have this account.".into(),
            Self::TooManyAccounts => format!("A party has at most {ACCOUNTS_MAX} accounts."),
            Self::SameParty => "A party is not its own duplicate.".into(),
            Self::NoSuchDuplicate => "The duplicate is unknown.".into(),
            Self::DuplicateMerged { into } => format!("The duplicate was merged into {into} already."),
            Self::DifferentIdentifiers { scheme } => format!("Both have a {scheme}, and not the same: these are two parties."),
            Self::TooManyDuplicates => format!("A party takes up at most {ABSORBED_MAX} duplicates."),
            Self::Graph(refusal) => refusal.texts().en,
        }
    }

    fn ukrainian(&self) -> String {
        match self {
            Self::NotFound => "Такого контрагента немає.".into(),
            Self::Exists => "Контрагент з таким id вже існує.".into(),
            Self::Merged { into } => format!("Цей контрагент — дублікат {into}. Використовуйте той запис."),
            Self::Frozen => "Контрагента заморожено: нічого нового з ним погоджувати не можна.".into(),
            Self::NotFrozen => "Контрагента не заморожено.".into(),
            Self::IdentifierTaken { identifier, owner, name } => format!("{identifier} належить: {}.", called(*owner, name.as_ref())),
            Self::SchemeTwice { scheme } => format!("Контрагент має один {scheme}."),
            Self::IdentifierOfAnotherKind { identifier } => format!("Контрагент такого виду не може мати {identifier}."),
            Self::TooManyIdentifiers => format!("Контрагент має щонайбільше {IDENTIFIERS_MAX} кодів."),
            Self::InheritedIdentifier { identifier, held_by } => {
                format!("{identifier} перейшов від дубліката {held_by}. Спочатку зніміть його з дубліката.")
            }
            Self::NoSuchIdentifier => "Дублікат не має такого коду.".into(),
            Self::NotMerged => "Цей контрагент не дублікат. Змініть його дані.".into(),
            Self::RegistrationOverlap { from } => {
                format!("Частину цих днів охоплює податкова реєстрація від {from}. Спочатку закрийте її.")
            }
            Self::UnknownRegime { jurisdiction, regime } => format!("Податкові правила {jurisdiction} не знають режиму {regime}."),
            Self::NoSuchRegistration => "У цій країні немає податкової реєстрації з цього дня.".into(),
            Self::EndOutsideRegistration => "Кінець має бути після початку й не пізніше вже відомого кінця.".into(),
            Self::TooManyRegistrations => format!("Контрагент має щонайбільше {REGISTRATIONS_MAX} податкових реєстрацій."),
            Self::AccountKey => "Контрольний розряд рахунку не відповідає банку. Звірте обидва номери з договором.".into(),
            Self::AccountExists => "Контрагент вже має цей рахунок.".into(),
            Self::NoSuchAccount => "Контрагент не має такого рахунку.".into(),
            Self::TooManyAccounts => format!("Контрагент має щонайбільше {ACCOUNTS_MAX} рахунків."),
            Self::SameParty => "Контрагент не може бути власним дублікатом.".into(),
            Self::NoSuchDuplicate => "Дублікат невідомий.".into(),
            Self::DuplicateMerged { into } => format!("Дублікат вже об’єднано з {into}."),
            Self::DifferentIdentifiers { scheme } => format!("Обидва мають {scheme}, і різні: це два контрагенти."),
            Self::TooManyDuplicates => format!("Контрагент приймає щонайбільше {ABSORBED_MAX} дублікатів."),
            Self::Graph(refusal) => refusal.texts().uk,
        }
    }

    fn russian(&self) -> String {
        match self {
            Self::NotFound => "Такого контрагента нет.".into(),
            Self::Exists => "Контрагент с таким id уже существует.".into(),
            Self::Merged { into } => format!("Этот контрагент — дубликат {into}. Используйте ту запись."),
            Self::Frozen => "Контрагент заморожен: ничего нового с ним согласовать нельзя.".into(),
            Self::NotFrozen => "Контрагент не заморожен.".into(),
            Self::IdentifierTaken { identifier, owner, name } => format!("{identifier} принадлежит: {}.", called(*owner, name.as_ref())),
            Self::SchemeTwice { scheme } => format!("У контрагента один {scheme}."),
            Self::IdentifierOfAnotherKind { identifier } => format!("У контрагента такого вида не может быть {identifier}."),
            Self::TooManyIdentifiers => format!("У контрагента не больше {IDENTIFIERS_MAX} кодов."),
            Self::InheritedIdentifier { identifier, held_by } => {
                format!("{identifier} перешёл от дубликата {held_by}. Сначала снимите его с дубликата.")
            }
            Self::NoSuchIdentifier => "У дубликата нет такого кода.".into(),
            Self::NotMerged => "Этот контрагент не дубликат. Измените его данные.".into(),
            Self::RegistrationOverlap { from } => format!("Часть этих дней занимает налоговая регистрация от {from}. Сначала закройте её."),
            Self::UnknownRegime { jurisdiction, regime } => format!("Налоговые правила {jurisdiction} не знают режима {regime}."),
            Self::NoSuchRegistration => "В этой стране нет налоговой регистрации с этого дня.".into(),
            Self::EndOutsideRegistration => "Конец должен быть после начала и не позже уже известного конца.".into(),
            Self::TooManyRegistrations => format!("У контрагента не больше {REGISTRATIONS_MAX} налоговых регистраций."),
            Self::AccountKey => "Контрольный разряд счёта не подходит к банку. Сверьте оба номера с договором.".into(),
            Self::AccountExists => "Этот счёт у контрагента уже есть.".into(),
            Self::NoSuchAccount => "Такого счёта у контрагента нет.".into(),
            Self::TooManyAccounts => format!("У контрагента не больше {ACCOUNTS_MAX} счетов."),
            Self::SameParty => "Контрагент не может быть собственным дубликатом.".into(),
            Self::NoSuchDuplicate => "Дубликат неизвестен.".into(),
            Self::DuplicateMerged { into } => format!("Дубликат уже объединён с {into}."),
            Self::DifferentIdentifiers { scheme } => format!("У обоих есть {scheme}, и разные: это два контрагента."),
            Self::TooManyDuplicates => format!("Контрагент принимает не больше {ABSORBED_MAX} дубликатов."),
            Self::Graph(refusal) => refusal.texts().ru,
        }
    }
}
