//! Records an approval that was got outside the system.

use kernel::{Aggregate, Command, CommandSpec, Context, Decision, Facts, Line, Moment, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Channel, EmergencyApproval, EmergencyEvent, EmergencyRefusal, Ground, Recorded, Standing, StandingEvent};
use crate::figures::Control;
use crate::hours::{HOUR_MS, Hours};
use crate::person::Person;
use crate::process::{Case, Process};
use crate::roster::{Authorised, Roster};
use crate::rules::Rules;
use crate::settings::ApprovalSettings;
use crate::{EmergencyId, Level, ProcessId};

/// Records an approval that was got outside the system, and approves the order with it, in one step:
/// who, when, by which way and on which ground. It bypasses level and age of cost, never a
/// missing cost (decision P114); limits are of the month, and exact.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordEmergency {
    /// Chosen by the caller for a safe retry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency_id: Option<EmergencyId>,
    /// The approval that is under way.
    pub process_id: ProcessId,
    /// Who was asked: on the register, by the subject of their token.
    pub authorised: Line,
    /// By which way.
    pub channel: Channel,
    /// On which ground.
    pub ground: Ground,
    /// Where the proof is.
    pub proof: Paragraph,
    /// When.
    pub obtained_at: Moment,
}

/// The counts that an emergency is one of: the manager's, the client's and the company's.
fn standings(case: &Case) -> [crate::StandingId; 3] {
    [Standing::of_manager(&case.submitted.manager), Standing::of_client(&case.submitted.client.id), Standing::of_company()]
}

fn check_limits(case: &Case, facts: &Facts, context: &Context, rules: &Rules) -> Result<(), EmergencyRefusal> {
    let day = Hours::of(&context.settings).day(context.now);
    let limits = rules.emergency.limits(day);
    let [manager, client, company] = standings(case).map(|id| facts.aggregate::<Standing>(id).map(|standing| &standing.state));
    let used = |standing: Option<&Standing>| standing.map_or(0, |standing| standing.used(day));
    if manager.is_some_and(|standing| !standing.incidents.is_empty()) {
        return Err(EmergencyRefusal::OpenIncident);
    }
    if used(manager) >= limits.manager {
        return Err(EmergencyRefusal::ManagerLimit);
    }
    if used(client) >= limits.client {
        return Err(EmergencyRefusal::ClientLimit);
    }
    if limits.company.is_some_and(|limit| used(company) >= limit) { Err(EmergencyRefusal::CompanyLimit) } else { Ok(()) }
}

impl RecordEmergency {
    /// Whether it may be recorded at all, and who was asked.
    fn check(&self, case: &Case, facts: &Facts, context: &Context, rules: &Rules) -> Result<Authorised, EmergencyRefusal> {
        if context.actor.id != case.submitted.manager.as_str() {
            return Err(EmergencyRefusal::NotTheManager);
        }
        if !case.status.is_pending() {
            return Err(EmergencyRefusal::NotPending);
        }
        if case.figures.control == Control::Blocked {
            return Err(EmergencyRefusal::CostMissing);
        }
        let level = case.demand.routed_by.map_or(Level::Gd, |deviation| rules.matrix.level(deviation));
        if level > Level::Dp || case.figures.loss_making {
            return Err(EmergencyRefusal::NotForThis);
        }
        if self.obtained_at > context.now {
            return Err(EmergencyRefusal::InTheFuture);
        }
        let oldest = i64::from(rules.emergency.back_date_hours).saturating_mul(HOUR_MS);
        if context.now.ms_since(self.obtained_at) > oldest {
            return Err(EmergencyRefusal::TooLate);
        }
        let roster = facts.aggregate::<Roster>(Roster::id()).ok_or(EmergencyRefusal::NotAuthorised)?;
        let person = roster.state.authorised.get(&self.authorised).ok_or(EmergencyRefusal::NotAuthorised)?;
        if !person.is_active(Hours::of(&context.settings).day(self.obtained_at)) {
            return Err(EmergencyRefusal::NotAuthorised);
        }
        if case.submitted.is_of(person.person.id.as_str()) {
            return Err(EmergencyRefusal::OwnConsent);
        }
        // The heads of units approve nothing outside the system: the directorate does at least.
        if person.level < level.max(Level::Drp) { Err(EmergencyRefusal::LevelTooLow) } else { Ok(person.clone()) }
    }

    fn recorded(&self, process: &Process, case: &Case, person: Authorised, context: &Context, rules: &Rules) -> Recorded {
        let after = |hours: u32| context.now.plus_ms(i64::from(hours).saturating_mul(HOUR_MS));
        Recorded {
            id: self.target(context),
            process: process.id,
            shipment: process.shipment.clone(),
            submission: process.submission,
            number: case.submitted.number.clone(),
            client: case.submitted.client.clone(),
            manager: case.submitted.manager.clone(),
            submitted_by: case.submitted.submitted_by.clone(),
            total: case.figures.total,
            shortfall: case.figures.shortfall,
            deviation: case.figures.deviation,
            level: case.demand.level.max(Level::Rbu),
            units: case.figures.unit_names(),
            authorised: Person { id: person.person.id, name: person.person.name },
            channel: self.channel,
            ground: self.ground,
            proof: self.proof.clone(),
            obtained_at: self.obtained_at,
            recorded_at: context.now,
            consent_by: after(rules.emergency.consent_hours),
            remind_at: after(rules.emergency.reminder_hours),
            violation_at: after(rules.emergency.violation_hours),
        }
    }
}

impl Command for RecordEmergency {
    type Aggregate = EmergencyApproval;
    type Refusal = EmergencyRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.record-emergency",
        route: Some(Route::post("/approvals/emergencies")),
        roles: &[Role::Manager, Role::TeamLead],
        also_writes: &[Process::NAME, Standing::NAME],
        reads: &[],
        summary: "Records an approval that was got outside the system.",
    };

    fn target(&self, _: &Context) -> EmergencyId {
        self.emergency_id.unwrap_or_else(|| EmergencyApproval::id_of(self.process_id))
    }

    fn wants(&self, _: Option<&EmergencyApproval>, facts: &Facts, _: &Context) -> Vec<Want> {
        let mut wants = vec![Want::aggregate::<Process>(self.process_id), Want::aggregate::<Roster>(Roster::id())];
        let case = facts.aggregate::<Process>(self.process_id).and_then(|process| process.state.case.as_deref());
        wants.extend(case.iter().flat_map(|case| standings(case)).map(Want::aggregate::<Standing>));
        wants
    }

    fn decide(
        &self,
        emergency: Option<&EmergencyApproval>,
        facts: &Facts,
        context: &Context,
    ) -> Result<Decision<EmergencyApproval>, EmergencyRefusal> {
        if emergency.is_some() {
            return Err(EmergencyRefusal::Exists);
        }
        let process = &facts.aggregate::<Process>(self.process_id).ok_or(EmergencyRefusal::NoProcess)?.state;
        let case = process.case.as_deref().ok_or(EmergencyRefusal::NoProcess)?;
        let day = Hours::of(&context.settings).day(context.now);
        let settings = ApprovalSettings::of(&context.settings);
        let rules = Rules::on(day, context.settings.currency, &settings).map_err(|_| EmergencyRefusal::NoRules)?;
        let person = self.check(case, facts, context, &rules)?;
        check_limits(case, facts, context, &rules)?;
        let recorded = self.recorded(process, case, person, context, &rules);
        let counted = StandingEvent::Used { emergency: recorded.id, day };
        let approved = process.by_emergency(&recorded, context.now);
        let decision = Decision::of([EmergencyEvent::Recorded(Box::new(recorded))]);
        let decision = decision.and::<Process>(self.process_id, facts.version::<Process>(self.process_id), approved);
        Ok(standings(case)
            .into_iter()
            .fold(decision, |decision, id| decision.and::<Standing>(id, facts.version::<Standing>(id), [counted.clone()])))
    }

    fn example() -> Self {
        Self {
            emergency_id: None,
            process_id: crate::samples::processes::id(),
            authorised: crate::samples::line("dp"),
            channel: Channel::Phone,
            ground: Ground::ContractWithPenalties,
            proof: crate::samples::processes::reason(),
            obtained_at: crate::samples::literal("2026-11-23T06:30:00Z"),
        }
    }
}
