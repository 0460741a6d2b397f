//! The matter: something of another context that people are told about.
//!
//! Messages name an order and its client; most events of another context do not. What was once
//! said of a matter is kept here, and news that comes before waits for it: events come in any order.

pub mod event;
pub mod refusal;

pub mod hear;

use std::collections::{BTreeMap, BTreeSet};

use kernel::aggregate::{Aggregate, Impossible, Meta, Version};
use kernel::{Context, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::MatterId;
use crate::kind::{Field, Kind, Part};
use crate::rules;
use crate::settings::NoticeSettings;
use crate::text::Fields;
pub use event::{MatterEvent, Told};
pub use refusal::MatterRefusal;

/// Most news that waits for what it is about. What is over it is refused: somebody's events
/// have been lost.
pub const WAITING_MAX: usize = 200;

/// What is known of a matter, or said by one piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Knowledge {
    /// What templates may name.
    #[serde(default)]
    pub fields: Fields,
    /// Who has which part, by the subjects of their tokens.
    #[serde(default)]
    pub people: BTreeMap<Part, Line>,
}

impl Knowledge {
    /// With everything that `more` says, which is newer.
    #[must_use]
    pub fn and(&self, more: &Self) -> Self {
        let mut all = self.clone();
        all.fields.extend(more.fields.clone());
        all.people.extend(more.people.clone());
        all
    }

    /// With a field.
    #[must_use]
    pub fn says(mut self, field: Field, value: &impl ToString) -> Self {
        self.fields.insert(field, crate::text::shown(value));
        self
    }

    /// With a field, if there is something to say.
    #[must_use]
    pub fn may_say(self, field: Field, value: Option<&impl ToString>) -> Self {
        match value {
            Some(value) => self.says(field, value),
            None => self,
        }
    }

    /// With somebody, if there is anybody.
    #[must_use]
    pub fn names(mut self, part: Part, person: Option<&Line>) -> Self {
        self.people.extend(person.map(|person| (part, person.clone())));
        self
    }
}

/// One part of a matter that one person at a time is asked about: a branch of a process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Branch {
    /// Its number within the matter.
    pub number: u32,
    /// The version of the other context's stream that said so: older news is overtaken.
    pub version: Version,
    /// What it says.
    pub knowledge: Knowledge,
}

/// Something that happened to a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct News {
    /// The event of the other context: the same on every delivery.
    pub event: Line,
    /// The version of the other context's stream.
    pub version: Version,
    /// When it was decided there.
    pub at: Moment,
    /// What.
    pub kind: Kind,
    /// The branch that it is about, when it does not say itself whom it concerns.
    #[serde(default)]
    pub branch: Option<u32>,
    /// What it says.
    pub knowledge: Knowledge,
}

/// What is known of something of another context.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Matter {
    /// What it is, once somebody said so.
    pub known: Option<Knowledge>,
    /// Its branches, by their numbers.
    pub branches: BTreeMap<u32, Branch>,
    /// News that waits for one or the other.
    pub waiting: Vec<News>,
}

/// What can be done with news.
enum Readiness {
    /// It can be told, with all that is known.
    Ready(Knowledge),
    /// What it is about is not known yet.
    Waits,
    /// Somebody else is asked by now.
    Overtaken,
}

impl Matter {
    /// The matter of something in another context, by its printed id.
    pub fn id_of(subject: &Line) -> MatterId {
        MatterId::derive(&[subject.as_str()])
    }

    fn readiness(&self, news: &News) -> Readiness {
        let Some(known) = &self.known else { return Readiness::Waits };
        let Some(number) = news.branch else { return Readiness::Ready(known.and(&news.knowledge)) };
        match self.branches.get(&number) {
            None => Readiness::Waits,
            Some(branch) if branch.version > news.version => Readiness::Overtaken,
            Some(branch) => Readiness::Ready(known.and(&branch.knowledge).and(&news.knowledge)),
        }
    }

    fn change(mut self, event: &MatterEvent) -> Self {
        match event {
            MatterEvent::Learnt { known, .. } => self.known = Some(known.clone()),
            MatterEvent::BranchLearnt { branch } => {
                self.branches.insert(branch.number, branch.clone());
            }
            MatterEvent::Kept { news } => self.waiting.push(news.clone()),
            MatterEvent::Told(told) => self.waiting.retain(|news| !is_same(news, &told.news)),
            MatterEvent::Overtaken { news } => self.waiting.retain(|waiting| !is_same(waiting, news)),
        }
        self
    }
}

fn is_same(one: &News, other: &News) -> bool {
    one.event == other.event && one.kind == other.kind
}

/// Who is told of news, by the matrix that was in force when it happened.
fn told(news: &News, matter: &Matter, subject: &Line, knowledge: Knowledge, context: &Context) -> Told {
    let settings = NoticeSettings::of(&context.settings);
    let rule = rules::rule(news.kind, news.at.day_in(context.settings.time_zone), &settings);
    let (mut to, mut nobody) = (BTreeSet::new(), Vec::new());
    for part in rule.iter().flat_map(|rule| &rule.row.to) {
        let people = people(*part, matter, &knowledge, &settings);
        // Above the last level stands nobody, and perhaps nobody was asked yet.
        if people.is_empty() && !matches!(part, Part::NextLevel | Part::Asked) {
            nobody.push(*part);
        }
        to.extend(people);
    }
    let news = News { knowledge, ..news.clone() };
    Told { subject: subject.clone(), news, to: to.into_iter().collect(), nobody }
}

fn people(part: Part, matter: &Matter, knowledge: &Knowledge, settings: &NoticeSettings) -> BTreeSet<Line> {
    let on_duty = |duty: Part| settings.duties.get(&duty).cloned().unwrap_or_default();
    match part {
        Part::Approver | Part::PreviousApprover | Part::Manager | Part::NamedPerson => {
            knowledge.people.get(&part).cloned().into_iter().collect()
        }
        Part::Asked => {
            let asked = matter.branches.values().filter_map(|branch| branch.knowledge.people.get(&Part::Approver));
            asked.cloned().collect()
        }
        Part::NextLevel => {
            let level = knowledge.fields.get(&Field::Level).map_or("", Line::as_str);
            next_level(level).map(on_duty).unwrap_or_default()
        }
        Part::Drp | Part::Dp | Part::Gd | Part::Fd | Part::Finance | Part::It | Part::ItDirector => on_duty(part),
    }
}

/// Who stands above a level, by its code in `approvals`.
fn next_level(level: &str) -> Option<Part> {
    match level {
        "rbu" => Some(Part::Drp),
        "drp" => Some(Part::Dp),
        "dp" => Some(Part::Gd),
        _ => None,
    }
}

impl Aggregate for Matter {
    type Kind = kernel::id::kinds::NoticeMatter;
    type Event = MatterEvent;
    const NAME: &'static str = "notices.matter";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &MatterEvent, _: &Meta) -> Result<Self, Impossible> {
        Ok(state.unwrap_or_default().change(event))
    }
}
