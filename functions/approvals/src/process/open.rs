//! Opens the process of a submission.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin::{self, ALSO_WRITES};
use super::draft::Draft;
use super::event::ApprovedBy;
use super::office::{Office, READS};
use super::{Process, ProcessEvent, ProcessRefusal};
use crate::ProcessId;
use crate::demand::{Demand, Reason};
use crate::figures::{Figures, Submitted};
use crate::{Level, Priority};

/// Opens the process of a submission, and begins it: nobody need be asked, or somebody is. What
/// keeps it from beginning (no rules, no calendar) stalls it where a person sees it; nothing is lost.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenProcess {
    /// What was submitted.
    pub submitted: Submitted,
    /// With which figures.
    pub figures: Figures,
}

/// What a process demands before rules are known: the highest level, so that nothing slips through.
fn unknown_demand() -> Demand {
    Demand { level: Level::Gd, reasons: vec![Reason::Blocked], routed_by: None, small: false, priority: Priority::P2 }
}

impl OpenProcess {
    /// The newest figures: those of the submission, or later ones that overtook it.
    fn newest(&self, process: Option<&Process>) -> Figures {
        let early = process.and_then(|process| process.early.figures.as_deref());
        early.filter(|early| early.calculated_at > self.figures.calculated_at).unwrap_or(&self.figures).clone()
    }

    fn opened(&self, figures: Figures, demand: Demand) -> ProcessEvent {
        ProcessEvent::Opened {
            shipment: self.submitted.shipment.clone(),
            submission: self.submitted.submission,
            level: demand.level,
            submitted: self.submitted.clone(),
            figures,
            demand,
        }
    }
}

/// Why a process cannot begin, for the screen of an administrator.
pub(super) fn stalled(refusal: &ProcessRefusal) -> ProcessEvent {
    use kernel::Refusal;
    ProcessEvent::Stalled { problem: super::settle::code(refusal.code()) }
}

/// Keeps news that could not be acted upon, for want of rules or calendar: a pending process stalls
/// where an administrator sees it, and takes the news up when it is let go on.
pub(super) fn kept(process: &Process, case: &super::Case, figures: &Figures, refusal: &ProcessRefusal) -> Vec<ProcessEvent> {
    let noted = ProcessEvent::NotedEarly {
        shipment: process.shipment.clone(),
        submission: process.submission,
        withdrawn: false,
        figures: Some(Box::new(figures.clone())),
    };
    let stalls = case.status.is_pending() && case.status != super::Status::Stalled;
    std::iter::once(noted).chain(stalls.then(|| stalled(refusal))).collect()
}

/// Whether a refusal is of the house's making, and passes when an administrator has done their work.
pub(super) fn is_ours(refusal: &ProcessRefusal) -> bool {
    matches!(refusal, ProcessRefusal::NoRules | ProcessRefusal::NoCalendar)
}

impl Command for OpenProcess {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.open-process",
        route: None,
        roles: &[Role::System],
        also_writes: ALSO_WRITES,
        reads: READS,
        summary: "Opens the approval of a submitted order.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        Process::id_of(self.submitted.shipment.as_str(), self.submitted.submission)
    }

    fn wants(&self, process: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        if process.is_some_and(|process| process.case.is_some()) {
            return Vec::new();
        }
        let figures = self.newest(process);
        let limits = begin::wants_limits(&self.submitted.manager, &figures, context);
        Office::wants(context).into_iter().chain(limits).collect()
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        if process.is_some_and(|process| process.case.is_some()) {
            return Ok(Decision::nothing());
        }
        let figures = self.newest(process);
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        let office = match Office::of(facts, context) {
            Ok(office) => office,
            Err(refusal) => {
                draft.push(self.opened(figures, unknown_demand()));
                draft.push(stalled(&refusal));
                return Ok(Decision::of(draft.events));
            }
        };
        let demand = Demand::of(&self.submitted, &figures, &office.rules);
        draft.push(self.opened(figures, demand));
        if process.is_some_and(|process| process.early.withdrawn) {
            draft.push(super::withdraw::early());
            return Ok(Decision::of(draft.events));
        }
        match begin::begin(&mut draft, facts, &office, ApprovedBy::Auto) {
            Ok(considered) => Ok(begin::write(Decision::of(draft.events), considered)),
            Err(refusal) => {
                // Nothing of a half-made beginning is kept.
                draft.events.truncate(1);
                draft.push(stalled(&refusal));
                Ok(Decision::of(draft.events))
            }
        }
    }

    fn example() -> Self {
        use crate::samples::processes::{figures, submitted};
        Self { submitted: submitted(), figures: figures(700) }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Aggregate;
    use testkit::decision::Given;
    use testkit::nothing;

    use super::*;
    use crate::channel::Channel;
    use crate::demand::Reason;
    use crate::figures::{Control, CostAge, UnitFigures};
    use crate::limit::{DailyLimit, LimitEvent, Scope};
    use crate::process::Mode;
    use crate::roster::Roster;
    use crate::samples::processes::{figures, money, submitted, unit};
    use crate::samples::{self, MONDAY, context_settings, line, rosters};

    fn open(deviation: i64, total: &str) -> OpenProcess {
        let units = vec![UnitFigures { revenue: money(total), ..unit("north", deviation) }];
        let figures = Figures { total: money(total), revenue: money(total), units, lines: Vec::new(), ..figures(deviation) };
        OpenProcess { submitted: submitted(), figures }
    }

    fn world() -> Given<Process> {
        nothing::<Process>().settings(context_settings()).at(MONDAY).with::<Roster>(Roster::id(), rosters::history())
    }

    fn names(decision: &Decision<Process>) -> Vec<String> {
        use kernel::Event;
        decision.events.iter().map(Event::name).collect()
    }

    fn limit_of(scope: &Scope) -> crate::LimitId {
        DailyLimit::id_of(scope, samples::day("2026-11-23"))
    }

    fn taken(scope: Scope, minor: i64) -> (crate::LimitId, Vec<LimitEvent>) {
        let limit = if scope == Scope::Fallback || matches!(scope, Scope::Unit { .. }) { "100000.00" } else { "20000.00" };
        (limit_of(&scope), samples::limits::taken(scope, limit, minor))
    }

    #[test]
    fn p72_at_or_above_plan_passes_free_and_below_it_within_the_days_limits() {
        for deviation in [-500, 0] {
            let decision = world().when(open(deviation, "900000.00")).accepted();
            assert_eq!(names(&decision), ["opened.v1", "approved.v1"]);
            assert!(decision.others.is_empty(), "free");
        }
        let decision = world().when(open(50, "20000.00")).accepted();
        assert_eq!(names(&decision), ["opened.v1", "limits-taken.v1", "approved.v1"]);
        let streams: Vec<&str> = decision.others.iter().map(|append| append.stream.kind.as_str()).collect();
        assert_eq!(streams, [DailyLimit::NAME, DailyLimit::NAME], "the manager's and the unit's");
    }

    #[test]
    fn p74_limits_are_taken_in_the_step_of_the_approval_at_the_version_that_was_read() {
        let (id, events) = taken(Scope::Manager { manager: line("manager") }, 1_500_000);
        let decision = world().with::<DailyLimit>(id, events.clone()).when(open(50, "5000.00")).accepted();
        let manager = decision.others.iter().find(|append| append.stream == DailyLimit::stream(id)).unwrap();
        assert_eq!((manager.expected, manager.events.len()), (1, 1));
        let decision = world().with::<DailyLimit>(id, events).when(open(50, "5000.01")).accepted();
        assert_eq!(names(&decision), ["opened.v1", "limit-reached.v1", "branch-opened.v1"]);
        assert_eq!(decision.others.len(), 2, "what did not pass is noted too");
        let (id, events) = taken(Scope::Unit { unit: line("north") }, 9_999_999);
        let unit_full = world().with::<DailyLimit>(id, events).when(open(50, "1.00")).accepted();
        assert_eq!(names(&unit_full)[1], "limit-reached.v1");
    }

    #[test]
    fn p71_the_shortfall_can_be_what_counts() {
        let mut settings = context_settings();
        let own = serde_json::json!([{
            "from": "2026-11-01", "source": "order 17", "currency": "RUB", "manager_day": "20000.00", "unit_day": "100000.00",
            "fallback_day": "100000.00", "small_below": "100000.00", "p1_above": "500000.00", "basis": "shortfall",
        }]);
        settings.contexts.entry("approvals".to_owned()).or_default()["amounts"] = own;
        // Half a point of two million is ten thousand.
        let big = OpenProcess {
            figures: Figures { shortfall: money("10000.00"), units: Vec::new(), ..open(50, "2000000.00").figures },
            ..open(50, "2000000.00")
        };
        let by_shortfall = world().settings(settings).when(big.clone()).accepted();
        assert_eq!(names(&by_shortfall), ["opened.v1", "limits-taken.v1", "approved.v1"]);
        let by_amount = world().when(big).accepted();
        assert_eq!(names(&by_amount)[1], "limit-reached.v1");
        let noted = by_amount.others[0].events.iter().find(|event| event["type"] == "considered.v1").unwrap();
        assert_eq!(
            (&noted["data"]["entry"]["passes_by_amount"], &noted["data"]["entry"]["passes_by_shortfall"]),
            (&false.into(), &true.into())
        );
    }

    #[test]
    fn p73_whoever_is_asked_is_told_why() {
        let silent = OpenProcess { submitted: Submitted { justification: None, ..submitted() }, ..open(50, "20000.01") };
        assert_eq!(names(&world().when(silent.clone()).accepted()), ["opened.v1", "limit-reached.v1", "justification-requested.v1"]);
        let below = OpenProcess { figures: open(700, "150000.00").figures, ..silent };
        assert_eq!(names(&world().when(below).accepted()), ["opened.v1", "justification-requested.v1"]);
        let spaces = Submitted { justification: kernel::Paragraph::new(&"- ".repeat(40)).ok(), ..submitted() };
        let decision = world().when(OpenProcess { submitted: spaces, ..open(700, "150000.00") }).accepted();
        assert_eq!(names(&decision)[1], "justification-requested.v1");
    }

    #[test]
    fn p46_p97_one_submission_has_one_process() {
        let first = world().when(open(700, "150000.00")).accepted();
        let again = testkit::given::<Process>(first.events).settings(context_settings()).at(MONDAY);
        again.when(open(700, "150000.00")).then([]);
        let second = OpenProcess { submitted: Submitted { submission: 2, ..submitted() }, ..open(700, "150000.00") };
        assert_ne!(second.target(&testkit::context()), open(700, "150000.00").target(&testkit::context()));
    }

    #[test]
    fn p116_p161_the_fallback_mode_approves_up_to_five_points_under_its_own_cap() {
        let down = || world().with::<Channel>(Channel::id(), samples::channels::fallback());
        let decision = down().when(open(500, "15000.00")).accepted();
        assert_eq!(names(&decision), ["opened.v1", "limits-taken.v1", "approved.v1"]);
        let ProcessEvent::Approved { by, mode, confirm_by, level, .. } = &decision.events[2] else { panic!("approved") };
        assert_eq!((*by, *mode, *level), (ApprovedBy::Fallback, Mode::Fallback, Level::Rbu));
        assert_eq!(*confirm_by, Some(testkit::moment("2026-11-24T07:00:00Z")));
        assert_eq!(decision.others.len(), 3, "manager, unit, fallback");
        let waits = |command: OpenProcess| names(&down().when(command).accepted())[1].clone();
        assert_eq!(waits(open(501, "15000.00")), "branch-opened.v1");
        let aged = |cost_age| OpenProcess { figures: Figures { cost_age, ..open(300, "15000.00").figures }, ..open(300, "15000.00") };
        assert_eq!((waits(aged(CostAge::ToConfirm)), waits(aged(CostAge::Stale))), ("branch-opened.v1".into(), "branch-opened.v1".into()));
        let revoked = OpenProcess { submitted: Submitted { revocations: 3, ..submitted() }, ..open(300, "15000.00") };
        assert_eq!(waits(revoked), "branch-opened.v1");
        // The outage is no benefit: the day's limits hold as always, and the cap besides.
        assert_eq!(waits(open(300, "20000.01")), "branch-opened.v1");
        let (id, events) = taken(Scope::Fallback, 9_000_000);
        let capped = down().with::<DailyLimit>(id, events).when(open(300, "10000.01")).accepted();
        assert_eq!(names(&capped)[1], "branch-opened.v1");
        let standard = world().when(open(300, "15000.00")).accepted();
        assert_eq!(names(&standard)[1], "branch-opened.v1");
    }

    #[test]
    fn p82_p76_what_cannot_begin_waits_where_it_is_seen() {
        let mut later = open(700, "150000.00");
        later.submitted.submitted_at = testkit::moment("2027-12-30T10:00:00Z");
        let unknown_year = world().at("2027-12-31T10:00:00Z").when(later).accepted();
        assert_eq!(names(&unknown_year), ["opened.v1", "stalled.v1"]);
        let hryvnias = nothing::<Process>().when(open(700, "150000.00")).accepted();
        assert_eq!(names(&hryvnias), ["opened.v1", "stalled.v1"]);
        assert!(matches!(&hryvnias.events[1], ProcessEvent::Stalled { problem } if problem.as_str() == "approvals.process.no-rules"));
    }

    #[test]
    fn p157_x08_news_may_overtake_the_submission() {
        use crate::process::note_figures::NoteFigures;
        use crate::process::withdraw::WithdrawProcess;
        let withdrawn = nothing::<Process>().when(WithdrawProcess::example()).accepted().events;
        let world_of = |events: Vec<ProcessEvent>| {
            testkit::given::<Process>(events).settings(context_settings()).at(MONDAY).with::<Roster>(Roster::id(), rosters::history())
        };
        assert_eq!(names(&world_of(withdrawn).when(open(700, "150000.00")).accepted()), ["opened.v1", "withdrawn.v1"]);
        let later = Figures { calculated_at: testkit::moment("2026-11-23T06:59:00Z"), ..figures(-100) };
        let figures = nothing::<Process>().when(NoteFigures { figures: later, ..NoteFigures::example() }).accepted().events;
        assert_eq!(names(&world_of(figures).when(open(700, "150000.00")).accepted()), ["opened.v1", "approved.v1"]);
    }

    #[test]
    fn p30_p55_reasons_of_a_level_are_kept() {
        let command = OpenProcess {
            submitted: Submitted { revocations: 3, ..submitted() },
            figures: Figures { cost_age: CostAge::ToConfirm, ..open(50, "150000.00").figures },
        };
        let decision = world().when(command).accepted();
        let ProcessEvent::Opened { demand, level, .. } = &decision.events[0] else { panic!("opened") };
        assert_eq!((*level, demand.reasons.clone()), (Level::Dp, vec![Reason::CostAge, Reason::Revocations]));
        let exempt = OpenProcess { figures: Figures { control: Control::Exempt, deviation: None, ..figures(0) }, submitted: submitted() };
        assert_eq!(names(&world().when(exempt).accepted()), ["opened.v1", "approved.v1"]);
    }
}
