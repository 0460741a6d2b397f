//! Hears what happened to something of another context.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Branch, Knowledge, Matter, MatterEvent, MatterRefusal, News, Readiness, WAITING_MAX, told};
use crate::MatterId;

/// Hears what happened to something of another context, and says who is told.
///
/// News whose matter or branch is not known yet waits for it. What is heard twice is told
/// twice here, and makes one notice: a notice's id comes from the event, the person and the kind.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HearNews {
    /// The matter, by its printed id in the other context.
    pub subject: Line,
    /// What is now known of it.
    #[serde(default)]
    pub learns: Option<Knowledge>,
    /// Who is now asked in a branch of it.
    #[serde(default)]
    pub branch: Option<Branch>,
    /// What happened.
    #[serde(default)]
    pub news: Vec<News>,
}

impl HearNews {
    fn tell(&self, matter: &Matter, news: &News, context: &Context) -> Option<MatterEvent> {
        match matter.readiness(news) {
            Readiness::Ready(knowledge) => Some(MatterEvent::Told(told(news, matter, &self.subject, knowledge, context))),
            Readiness::Overtaken => Some(MatterEvent::Overtaken { news: news.clone() }),
            Readiness::Waits => None,
        }
    }
}

impl Command for HearNews {
    type Aggregate = Matter;
    type Refusal = MatterRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "notices.hear-news",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Hears what happened to something of another context, and says who is told.",
    };

    fn target(&self, _: &Context) -> MatterId {
        Matter::id_of(&self.subject)
    }

    fn decide(&self, matter: Option<&Matter>, _: &Facts, context: &Context) -> Result<Decision<Matter>, MatterRefusal> {
        let mut matter = matter.cloned().unwrap_or_default();
        let mut events = Vec::new();
        if let Some(learns) = &self.learns {
            let known = matter.known.clone().unwrap_or_default().and(learns);
            if matter.known.as_ref() != Some(&known) {
                events.push(MatterEvent::Learnt { subject: self.subject.clone(), known });
            }
        }
        let newest = |branch: &&Branch| matter.branches.get(&branch.number).is_none_or(|own| own.version < branch.version);
        if let Some(branch) = self.branch.as_ref().filter(newest) {
            events.push(MatterEvent::BranchLearnt { branch: branch.clone() });
        }
        matter = events.iter().fold(matter, Matter::change);
        // What waited happened before what is heard now.
        events.extend(matter.waiting.iter().filter_map(|news| self.tell(&matter, news, context)));
        let (ready, waits): (Vec<_>, Vec<_>) =
            self.news.iter().map(|news| (news, self.tell(&matter, news, context))).partition(|(_, told)| told.is_some());
        events.extend(ready.into_iter().filter_map(|(_, told)| told));
        if !waits.is_empty() && matter.waiting.len().saturating_add(waits.len()) > WAITING_MAX {
            return Err(MatterRefusal::TooMuchWaits);
        }
        events.extend(waits.into_iter().map(|(news, _)| MatterEvent::Kept { news: news.clone() }));
        Ok(Decision::of(events))
    }

    fn example() -> Self {
        let subject = crate::samples::subject();
        Self { subject, learns: Some(crate::samples::knowledge()), branch: None, news: vec![crate::samples::news()] }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::kind::{Kind, Part};
    use crate::samples::{self, line};

    fn hear(learns: Option<Knowledge>, branch: Option<Branch>, news: Vec<News>) -> HearNews {
        HearNews { subject: samples::subject(), learns, branch, news }
    }

    fn to(decision: &Decision<Matter>) -> Vec<(Kind, Vec<String>)> {
        let told = decision.events.iter().filter_map(|event| if let MatterEvent::Told(told) = event { Some(told) } else { None });
        told.map(|told| (told.news.kind, told.to.iter().map(ToString::to_string).collect())).collect()
    }

    fn half(version: u64) -> News {
        News { kind: Kind::SlaHalf, version, branch: Some(1), knowledge: Knowledge::default(), ..samples::news() }
    }

    fn branch(version: u64, approver: &str) -> Branch {
        Branch { number: 1, version, knowledge: Knowledge::default().names(Part::Approver, Some(&line(approver))) }
    }

    #[test]
    fn news_is_told_with_all_that_is_known() {
        let decision = nothing::<Matter>().when(HearNews::example()).accepted();
        assert_eq!(to(&decision), [(Kind::Approved, vec!["ivanova".to_owned()])]);
        let again = given::<Matter>(decision.events).when(hear(Some(samples::knowledge()), None, Vec::new())).accepted();
        assert!(again.events.is_empty());
    }

    #[test]
    fn p78_whoever_is_asked_hears_that_the_order_came_right_by_itself() {
        let recovered = || vec![News { kind: Kind::Recovered, ..samples::news() }];
        let asked = |number, approver| Branch { number, ..branch(2, approver) };
        let known = [hear(Some(samples::knowledge()), Some(asked(1, "petrov")), vec![]), hear(None, Some(asked(2, "orlova")), vec![])];
        let events = known.into_iter().fold(Vec::new(), |events: Vec<MatterEvent>, command| {
            let more = given::<Matter>(events.clone()).when(command).accepted().events;
            [events, more].concat()
        });
        let told = given::<Matter>(events).when(hear(None, None, recovered())).accepted();
        assert_eq!(to(&told), [(Kind::Recovered, vec!["ivanova".to_owned(), "orlova".to_owned(), "petrov".to_owned()])]);
        let nobody = nothing::<Matter>().when(hear(Some(samples::knowledge()), None, recovered())).accepted();
        assert_eq!(to(&nobody), [(Kind::Recovered, vec!["ivanova".to_owned()])]);
        let MatterEvent::Told(told) = nobody.events.last().unwrap() else { panic!("{:?}", nobody.events) };
        assert!(told.nobody.is_empty(), "nobody was asked, and nobody is missing");
    }

    #[test]
    fn news_that_comes_first_waits_for_what_it_is_about() {
        let kept = nothing::<Matter>().when(hear(None, None, vec![samples::news()])).accepted();
        assert_eq!(kept.events, [MatterEvent::Kept { news: samples::news() }]);
        let told = given::<Matter>(kept.events.clone()).when(hear(Some(samples::knowledge()), None, Vec::new())).accepted();
        assert_eq!(to(&told), [(Kind::Approved, vec!["ivanova".to_owned()])]);
        let all = kept.events.into_iter().chain(told.events);
        given::<Matter>(all).when(hear(Some(samples::knowledge()), None, Vec::new())).then([]);
    }

    #[test]
    fn whoever_is_asked_in_a_branch_is_told_and_not_whoever_was_asked_before() {
        let known = MatterEvent::Learnt { subject: samples::subject(), known: samples::knowledge() };
        let kept = given::<Matter>([known.clone()]).when(hear(None, None, vec![half(4)])).accepted();
        assert!(matches!(kept.events.as_slice(), [MatterEvent::Kept { .. }]));
        let history = || [known.clone(), MatterEvent::Kept { news: half(4) }];
        let told = given::<Matter>(history()).when(hear(None, Some(branch(2, "petrov")), Vec::new())).accepted();
        assert_eq!(to(&told), [(Kind::SlaHalf, vec!["petrov".to_owned()])]);
        let late = given::<Matter>(history()).when(hear(None, Some(branch(5, "sidorov")), Vec::new())).accepted();
        assert!(matches!(late.events.as_slice(), [MatterEvent::BranchLearnt { .. }, MatterEvent::Overtaken { .. }]));
        let newest = [known, MatterEvent::BranchLearnt { branch: branch(5, "sidorov") }];
        given::<Matter>(newest).when(hear(None, Some(branch(2, "petrov")), Vec::new())).then([]);
    }

    #[test]
    fn a_breach_is_told_to_the_next_level_by_duty() {
        let breached = |level: &str| {
            let knowledge = Knowledge::default().says(crate::kind::Field::Level, &level).names(Part::Approver, Some(&line("petrov")));
            let news = News { kind: Kind::SlaBreached, knowledge, ..samples::news() };
            let told =
                nothing::<Matter>().settings(samples::settings()).when(hear(Some(samples::knowledge()), None, vec![news])).accepted();
            to(&told)
        };
        assert_eq!(breached("rbu"), [(Kind::SlaBreached, vec!["drp-1".to_owned(), "petrov".to_owned()])]);
        assert_eq!(breached("gd"), [(Kind::SlaBreached, vec!["petrov".to_owned()])]);
    }

    #[test]
    fn a_duty_that_nobody_has_is_said_so() {
        let news = News { kind: Kind::FallbackOn, ..samples::news() };
        let decision = nothing::<Matter>().when(hear(Some(Knowledge::default()), None, vec![news])).accepted();
        let Some(MatterEvent::Told(told)) = decision.events.last() else { panic!("{:?}", decision.events) };
        assert_eq!((told.to.len(), &told.nobody), (0, &vec![Part::It, Part::ItDirector]));
    }

    #[test]
    fn too_much_that_waits_is_refused() {
        let kept = (0..WAITING_MAX).map(|n| MatterEvent::Kept { news: News { event: line(&format!("e/{n}")), ..samples::news() } });
        given::<Matter>(kept).when(hear(None, None, vec![samples::news()])).refused(MatterRefusal::TooMuchWaits);
    }
}
