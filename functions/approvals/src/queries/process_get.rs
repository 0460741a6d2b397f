//! Shows one approval with everything that must be known to decide.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ProcessId;
use crate::demand::Demand;
use crate::figures::{Figures, Submitted};
use crate::hours::Hours;
use crate::process::{Approval, Arbitration, Branch, Case, Dropping, HistoryStep, PostFactum, Process, ProcessRefusal, Round, Status};
use crate::roster::Roster;
use crate::rules::Rules;
use crate::settings::ApprovalSettings;
use crate::views::process_list::{self, ProcessItem};

/// Shows one approval with everything that must be known to decide.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetProcess {
    /// Which process.
    pub process_id: ProcessId,
}

/// One approval, on one screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProcessPage {
    /// As a list shows it.
    pub summary: ProcessItem,
    /// As it was submitted: client, estimate, justification, the refusal before.
    pub submitted: Submitted,
    /// The newest figures, line by line.
    pub figures: Figures,
    /// What they demand, and why.
    pub demand: Demand,
    /// Who decides about what, by when.
    pub branches: Vec<BranchPage>,
    /// Offers of other prices.
    pub rounds: Vec<Round>,
    /// The proposal to drop lines.
    pub dropping: Option<Dropping>,
    /// The approval that holds.
    pub approval: Option<Approval>,
    /// What must be confirmed afterwards.
    pub post_factum: Option<PostFactum>,
    /// What the finance director may still do about a refusal by silence.
    pub arbitration: Option<Arbitration>,
    /// Whether whoever asks may do it.
    pub may_arbitrate: bool,
    /// The goods have left.
    pub handed_over: bool,
    /// What happened, oldest first.
    pub history: Vec<HistoryStep>,
}

/// One part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BranchPage {
    /// As it stands.
    pub branch: Branch,
    /// Whether whoever asks may decide here.
    pub may_decide: bool,
}

fn may_decide(roster: &Roster, case: &Case, branch: &Branch, context: &Context) -> bool {
    let day = Hours::of(&context.settings).day(context.now);
    let rules = Rules::on(day, context.settings.currency, &ApprovalSettings::of(&context.settings));
    // Without rules nothing can be decided.
    let allowed = rules.is_ok_and(|rules| case.authority(&context.actor.id, branch, roster, &rules.routing, context.now).is_ok());
    allowed && branch.is_open() && case.status == Status::Open
}

impl Query for GetProcess {
    type Answer = ProcessPage;
    type Refusal = ProcessRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.get-process",
        route: Route::get("/approvals/processes/{process_id}"),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator],
        summary: "Shows one approval: numbers, lines, parts, rounds, history, client.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Process>(self.process_id), Want::aggregate::<Roster>(Roster::id())]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, ProcessRefusal> {
        let loaded = facts.aggregate::<Process>(self.process_id).ok_or(ProcessRefusal::NotFound)?;
        let process = &loaded.state;
        let case = Process::case(Some(process))?;
        // A manager sees their own orders only.
        let leads = context.actor.has_any(&[Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator, Role::System]);
        if !leads && context.actor.id != case.submitted.manager.as_str() {
            return Err(ProcessRefusal::NotFound);
        }
        let roster = facts.aggregate::<Roster>(Roster::id()).map(|roster| &roster.state);
        let mine = |branch: &Branch| roster.is_some_and(|roster| may_decide(roster, case, branch, context));
        let page = ProcessPage {
            summary: process_list::item(process, loaded.version).ok_or(ProcessRefusal::NotFound)?,
            submitted: case.submitted.clone(),
            figures: case.figures.clone(),
            demand: case.demand.clone(),
            branches: case.branches.iter().map(|branch| BranchPage { may_decide: mine(branch), branch: branch.clone() }).collect(),
            rounds: case.rounds.clone(),
            dropping: case.dropping.clone(),
            approval: case.approval.clone(),
            post_factum: case.post_factum.clone(),
            arbitration: case.arbitration.clone(),
            may_arbitrate: roster.is_some_and(|roster| case.may_arbitrate(&context.actor.id, roster, context.now)),
            handed_over: case.handed_over,
            history: case.history.clone(),
        };
        Ok(Answer::at(loaded.version, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::ProcessEvent;
    use crate::queries::tests::{World, ask, ask_as};
    use crate::samples::processes::{id, open, opened};
    use crate::samples::rosters;
    use testkit::decision::person;

    fn world(events: &[ProcessEvent]) -> World {
        World::default().with::<Process>(id(), events).with::<Roster>(Roster::id(), &rosters::history())
    }

    #[test]
    fn one_screen_has_what_must_be_known_to_decide() {
        let page = ask(&GetProcess { process_id: id() }, &world(&open())).unwrap().body;
        assert_eq!((page.figures.lines.len(), page.branches.len(), page.branches[0].may_decide), (1, 1, true));
        assert_eq!(page.history.iter().map(|step| step.what.as_str()).collect::<Vec<_>>(), ["opened", "branch-opened"]);
        assert!(page.submitted.justification.is_some() && page.figures.strict_deviation.is_some());
    }

    #[test]
    fn a_manager_sees_their_own_orders_only() {
        let ask = |who: &str| ask_as(person(who, Role::Manager), &GetProcess { process_id: id() }, &world(&[opened()])).is_ok();
        assert_eq!((ask("manager"), ask("manager-2")), (true, false));
        assert!(super::super::tests::ask(&GetProcess { process_id: id() }, &World::default()).is_err());
    }
}
