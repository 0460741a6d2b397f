//! Why the party graph refuses.

use kernel::{Day, Refusal, Status, Texts};

use super::{REDIRECTS_MAX, RELATIONS_MAX, RelationId, Share};
use crate::PartyId;
use crate::party::Unusable;

/// Why a command on the party graph is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum GraphRefusal {
    /// There is no such relation.
    NoSuchRelation,
    /// One of the parties is unknown.
    NoSuchParty {
        /// Which one.
        party: PartyId,
    },
    /// One of the parties is frozen.
    FrozenParty {
        /// Which one.
        party: PartyId,
    },
    /// One of the parties is a duplicate.
    MergedParty {
        /// Of this one.
        into: PartyId,
    },
    /// A party is not related to itself.
    SelfRelation,
    /// Another relation of the type holds between the two on some of the days.
    Overlap {
        /// Which one.
        relation: RelationId,
    },
    /// A party would come to own itself.
    Cycle {
        /// On this day.
        day: Day,
    },
    /// More than 100 % of the target would be owned.
    MoreThanWhole {
        /// On this day.
        day: Day,
        /// What is still to be had on it; nothing when absent.
        left: Option<Share>,
    },
    /// Only the root of the own companies has host subsidiaries.
    NotTheHostRoot,
    /// A host subsidiary is one that is controlled.
    NoControllingShare {
        /// By more than this.
        control_over: Share,
    },
    /// Another party is the root of the own companies already.
    HostRootNamed {
        /// Which one.
        party: PartyId,
    },
    /// The root of the own companies is a holding.
    NotAHolding,
    /// Control is said to be less than a majority, or more than all.
    ControlOutOfRange,
    /// Representation needs a document that it rests on.
    BasisRequired,
    /// The document is under the law of neither party, and no reason is given.
    BasisOfAnotherLaw,
    /// This type of relation has no share.
    NoShare,
    /// The day is not within the relation's days.
    DayOutsideRelation,
    /// The relation was voided.
    VoidRelation,
    /// A correction must not change what kind of relation it is.
    AnotherType,
    /// More relations than one graph takes.
    TooManyRelations,
    /// More duplicates than one graph takes.
    TooManyDuplicates,
    /// Two parties cannot be merged before a relation is terminated, corrected or voided.
    MergeBreaks {
        /// Which one.
        relation: RelationId,
        /// What it would break.
        because: Box<GraphRefusal>,
    },
}

impl GraphRefusal {
    /// Why nothing may be agreed with a party, said of one end of a relation.
    pub(crate) const fn party(party: PartyId, why: Unusable) -> Self {
        match why {
            Unusable::Unknown => Self::NoSuchParty { party },
            Unusable::Frozen => Self::FrozenParty { party },
            Unusable::Merged { into } => Self::MergedParty { into },
        }
    }
}

impl Refusal for GraphRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchRelation => "commerce.party-graph.no-such-relation",
            Self::NoSuchParty { .. } => "commerce.party-graph.no-such-party",
            Self::FrozenParty { .. } => "commerce.party-graph.frozen-party",
            Self::MergedParty { .. } => "commerce.party-graph.merged-party",
            Self::SelfRelation => "commerce.party-graph.self-relation",
            Self::Overlap { .. } => "commerce.party-graph.overlap",
            Self::Cycle { .. } => "commerce.party-graph.cycle",
            Self::MoreThanWhole { .. } => "commerce.party-graph.more-than-whole",
            Self::NotTheHostRoot => "commerce.party-graph.not-the-host-root",
            Self::NoControllingShare { .. } => "commerce.party-graph.no-controlling-share",
            Self::HostRootNamed { .. } => "commerce.party-graph.host-root-named",
            Self::NotAHolding => "commerce.party-graph.not-a-holding",
            Self::ControlOutOfRange => "commerce.party-graph.control-out-of-range",
            Self::BasisRequired => "commerce.party-graph.basis-required",
            Self::BasisOfAnotherLaw => "commerce.party-graph.basis-of-another-law",
            Self::NoShare => "commerce.party-graph.no-share",
            Self::DayOutsideRelation => "commerce.party-graph.day-outside-relation",
            Self::VoidRelation => "commerce.party-graph.void-relation",
            Self::AnotherType => "commerce.party-graph.another-type",
            Self::TooManyRelations => "commerce.party-graph.too-many-relations",
            Self::TooManyDuplicates => "commerce.party-graph.too-many-duplicates",
            Self::MergeBreaks { .. } => "commerce.party-graph.merge-breaks",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NoSuchRelation => Status::NotFound,
            Self::MergedParty { .. } => Status::Gone,
            Self::FrozenParty { .. } | Self::Overlap { .. } | Self::HostRootNamed { .. } | Self::VoidRelation => Status::State,
            Self::MergeBreaks { .. } => Status::State,
            Self::NoSuchParty { .. } | Self::SelfRelation | Self::Cycle { .. } | Self::MoreThanWhole { .. } => Status::Rule,
            Self::NotTheHostRoot | Self::NoControllingShare { .. } | Self::NotAHolding | Self::BasisRequired => Status::Rule,
            Self::BasisOfAnotherLaw | Self::NoShare | Self::DayOutsideRelation | Self::AnotherType => Status::Rule,
            Self::ControlOutOfRange | Self::TooManyRelations | Self::TooManyDuplicates => Status::Rule,
        }
    }

    fn texts(&self) -> Texts {
        Texts::new(self.english(), self.ukrainian(), self.russian())
    }

    fn samples() -> Vec<Self> {
        let party = crate::samples::parties::seller_id();
        let (day, relation) = (crate::samples::day("2026-01-01"), RelationId::FIRST);
        vec![
            Self::NoSuchRelation,
            Self::NoSuchParty { party },
            Self::FrozenParty { party },
            Self::MergedParty { into: party },
            Self::SelfRelation,
            Self::Overlap { relation },
            Self::Cycle { day },
            Self::MoreThanWhole { day, left: Some(Share::HALF) },
            Self::NotTheHostRoot,
            Self::NoControllingShare { control_over: Share::HALF },
            Self::HostRootNamed { party },
            Self::NotAHolding,
            Self::ControlOutOfRange,
            Self::BasisRequired,
            Self::BasisOfAnotherLaw,
            Self::NoShare,
            Self::DayOutsideRelation,
            Self::VoidRelation,
            Self::AnotherType,
            Self::TooManyRelations,
            Self::TooManyDuplicates,
            Self::MergeBreaks { relation, because: Box::new(Self::SelfRelation) },
        ]
    }
}

impl GraphRefusal {
    fn english(&self) -> String {
        match self {
            Self::NoSuchRelation => "There is no such relation.".into(),
            Self::NoSuchParty { party } => format!("The party {party} is unknown. Register it first."),
            Self::FrozenParty { party } => format!("The party {party} is frozen."),
            Self::MergedParty { into } => format!("The party is a duplicate of {into}. Use that one."),
            Self::SelfRelation => "A party is not related to itself.".into(),
            Self::Overlap { relation } => format!("Relation {relation} of this type holds on some of these days. Terminate it first."),
            Self::Cycle { day } => format!("On {day} a party would own itself through others."),
            Self::MoreThanWhole { day, left: Some(left) } => format!("On {day} only {left} % are left."),
            Self::MoreThanWhole { day, left: None } => format!("On {day} all of it is owned already."),
            Self::NotTheHostRoot => "Only the root of the own companies has host subsidiaries. Name it first.".into(),
            Self::NoControllingShare { control_over } => {
                format!("A host subsidiary is held by more than {control_over} %. Record a smaller share as SUBSIDIARY_OF.")
            }
            Self::HostRootNamed { party } => format!("The root of the own companies is {party} and stays so."),
            Self::NotAHolding => "The root of the own companies must be a party of the kind HOLDING.".into(),
            Self::ControlOutOfRange => "Control is more than a share from 50 % up to less than 100 %.".into(),
            Self::BasisRequired => "Representation needs the document that it rests on.".into(),
            Self::BasisOfAnotherLaw => "The document is under the law of neither party. Give the reason, or correct it.".into(),
            Self::NoShare => "A relation of this type has no share.".into(),
            Self::DayOutsideRelation => "The day must be after the relation's first day and before its end.".into(),
            Self::VoidRelation => "The relation was voided.".into(),
            Self::AnotherType => "A correction cannot make it another type of relation. Void it and record the right one.".into(),
            Self::TooManyRelations => format!("There are {RELATIONS_MAX} relations already."),
            Self::TooManyDuplicates => format!("{REDIRECTS_MAX} duplicates were merged already."),
            Self::MergeBreaks { relation, because } => {
                format!("Relation {relation} stands in the way of the merge: {} Terminate, correct or void it first.", because.english())
            }
        }
    }

    fn ukrainian(&self) -> String {
        match self {
            Self::NoSuchRelation => "Такого зв’язку немає.".into(),
            Self::NoSuchParty { party } => format!("Контрагент {party} невідомий. Спочатку зареєструйте його."),
            Self::FrozenParty { party } => format!("Контрагента {party} заморожено."),
            Self::MergedParty { into } => format!("Контрагент — дублікат {into}. Використовуйте той запис."),
            Self::SelfRelation => "Контрагент не може бути пов’язаний сам із собою.".into(),
            Self::Overlap { relation } => format!("У частину цих днів діє зв’язок {relation} такого самого типу. Спочатку припиніть його."),
            Self::Cycle { day } => format!("Станом на {day} контрагент через інших володів би сам собою."),
            Self::MoreThanWhole { day, left: Some(left) } => format!("Станом на {day} вільно лише {left} %."),
            Self::MoreThanWhole { day, left: None } => format!("Станом на {day} усі частки вже розподілено."),
            Self::NotTheHostRoot => "Власні компанії має лише корінь групи. Спочатку назвіть його.".into(),
            Self::NoControllingShare { control_over } => {
                format!("Власна компанія — та, якою володіють понад {control_over} %. Меншу частку запишіть як SUBSIDIARY_OF.")
            }
            Self::HostRootNamed { party } => format!("Корінь власних компаній — {party}, і він не змінюється."),
            Self::NotAHolding => "Корінь власних компаній має бути контрагентом виду HOLDING.".into(),
            Self::ControlOutOfRange => "Контроль — це понад частку від 50 % до менш як 100 %.".into(),
            Self::BasisRequired => "Представництво потребує документа-підстави.".into(),
            Self::BasisOfAnotherLaw => "Документ не за правом жодної зі сторін. Вкажіть причину або виправте.".into(),
            Self::NoShare => "Зв’язок такого типу не має частки.".into(),
            Self::DayOutsideRelation => "День має бути після першого дня зв’язку й до його кінця.".into(),
            Self::VoidRelation => "Зв’язок анульовано.".into(),
            Self::AnotherType => "Виправлення не змінює тип зв’язку. Анулюйте його й запишіть правильний.".into(),
            Self::TooManyRelations => format!("Уже є {RELATIONS_MAX} зв’язків."),
            Self::TooManyDuplicates => format!("Уже об’єднано {REDIRECTS_MAX} дублікатів."),
            Self::MergeBreaks { relation, because } => {
                format!("Об’єднанню заважає зв’язок {relation}: {} Спочатку припиніть, виправте або анулюйте його.", because.ukrainian())
            }
        }
    }

    fn russian(&self) -> String {
        match self {
            Self::NoSuchRelation => "Такой связи нет.".into(),
            Self::NoSuchParty { party } => format!("Контрагент {party} неизвестен. Сначала зарегистрируйте его."),
            Self::FrozenParty { party } => format!("Контрагент {party} заморожен."),
            Self::MergedParty { into } => format!("Контрагент — дубликат {into}. Используйте ту запись."),
            Self::SelfRelation => "Контрагент не может быть связан сам с собой.".into(),
            Self::Overlap { relation } => format!("В часть этих дней действует связь {relation} того же типа. Сначала прекратите её."),
            Self::Cycle { day } => format!("На {day} контрагент через других владел бы сам собой."),
            Self::MoreThanWhole { day, left: Some(left) } => format!("На {day} свободно только {left} %."),
            Self::MoreThanWhole { day, left: None } => format!("На {day} все доли уже распределены."),
            Self::NotTheHostRoot => "Собственные компании есть только у корня группы. Сначала назовите его.".into(),
            Self::NoControllingShare { control_over } => {
                format!(
                    "Собственная компания — та, которой владеют больше чем на {control_over} %. Меньшую долю запишите как SUBSIDIARY_OF."
                )
            }
            Self::HostRootNamed { party } => format!("Корень собственных компаний — {party}, и он не меняется."),
            Self::NotAHolding => "Корень собственных компаний должен быть контрагентом вида HOLDING.".into(),
            Self::ControlOutOfRange => "Контроль — это больше доли от 50 % и меньше 100 %.".into(),
            Self::BasisRequired => "Представительству нужен документ-основание.".into(),
            Self::BasisOfAnotherLaw => "Документ не по праву ни одной из сторон. Укажите причину или исправьте.".into(),
            Self::NoShare => "У связи такого типа нет доли.".into(),
            Self::DayOutsideRelation => "День должен быть после первого дня связи и до её конца.".into(),
            Self::VoidRelation => "Связь аннулирована.".into(),
            Self::AnotherType => "Исправление не меняет тип связи. Аннулируйте её и запишите правильную.".into(),
            Self::TooManyRelations => format!("Уже есть {RELATIONS_MAX} связей."),
            Self::TooManyDuplicates => format!("Уже объединено {REDIRECTS_MAX} дубликатов."),
            Self::MergeBreaks { relation, because } => {
                format!("Объединению мешает связь {relation}: {} Сначала прекратите, исправьте или аннулируйте её.", because.russian())
            }
        }
    }
}
