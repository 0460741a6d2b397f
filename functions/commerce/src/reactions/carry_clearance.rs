//! Carries a clearance on.

use kernel::{Command, Effect, Line, Outcome, Reaction, ReactionSpec, Trigger};

use crate::clearance::stall::StallClearance;
use crate::clearance::{Clearance, ClearanceEvent};
use crate::fact::move_cleared::MoveClearedGoods;
use crate::fact::register_artifact::RegisterArtifact;
use crate::fact::{ArtifactPayload, ArtifactStatus};
use crate::sale::Stall;

/// Refusals that say that a step was done before, by this reaction or by a person.
const DONE_ALREADY: &[(&str, &str)] =
    &[(RegisterArtifact::SPEC.name, "commerce.fact.artifact-exists"), (MoveClearedGoods::SPEC.name, "commerce.fact.exists")];

/// Puts the number of a released declaration on its delivery, and lets imported goods into the
/// warehouse. Harmless when repeated.
pub struct CarryClearanceOnNews;

/// What is to be done, in order: the goods come in under the number that is on their delivery.
/// Each try has keys of its own: what was refused is decided again after the obstacle was removed.
fn steps(trigger: &Trigger<'_, Clearance>) -> Vec<Effect> {
    let clearance = trigger.state;
    let (Some(fact), Some(number)) = (clearance.fact, clearance.release.number.clone()) else { return Vec::new() };
    let release = &clearance.release;
    let payload =
        ArtifactPayload::CustomsDeclaration { number, procedure: release.procedure.clone(), released_on: Some(release.released_on) };
    let register = RegisterArtifact { fact_id: fact, payload, status: ArtifactStatus::Issued, issued_at: Some(release.released_at) };
    let register = Effect::send(&register, trigger.key("register"));
    let moved = Effect::send(&MoveClearedGoods { clearance_id: clearance.id }, trigger.key("move"));
    std::iter::once(register).chain(clearance.lets_goods_in().then_some(moved)).collect()
}

impl Reaction for CarryClearanceOnNews {
    type Aggregate = Clearance;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "commerce.carry-clearance-on-news",
        on: &["noted.v1", "number-learnt.v1", "linked.v1", "resumed.v1"],
        sends: &[RegisterArtifact::SPEC.name, MoveClearedGoods::SPEC.name, StallClearance::SPEC.name],
        calls: &[],
        summary: "Puts a released declaration on its delivery and lets its goods into the warehouse.",
    };

    fn react(trigger: &Trigger<'_, Clearance>) -> Vec<Effect> {
        match trigger.event {
            ClearanceEvent::Noted { .. }
            | ClearanceEvent::NumberLearnt { .. }
            | ClearanceEvent::Linked { .. }
            | ClearanceEvent::Resumed { .. } => steps(trigger).into_iter().take(1).collect(),
            ClearanceEvent::Stalled { .. } => Vec::new(),
        }
    }

    fn answered(trigger: &Trigger<'_, Clearance>, outcome: &Outcome) -> Vec<Effect> {
        let Outcome::Sent { command, result, .. } = outcome else { return Vec::new() };
        match result {
            Err(refused) if !DONE_ALREADY.contains(&(*command, refused.code)) => stall(trigger, command, refused.code),
            Ok(()) | Err(_) if *command == RegisterArtifact::SPEC.name => steps(trigger).into_iter().skip(1).collect(),
            Ok(()) | Err(_) => Vec::new(),
        }
    }
}

fn stall(trigger: &Trigger<'_, Clearance>, command: &str, code: &str) -> Vec<Effect> {
    let (Ok(step), Ok(code)) = (Line::new(command), Line::new(code)) else { return Vec::new() };
    // A refused note of the obstacle is not an obstacle.
    if command == StallClearance::SPEC.name {
        return Vec::new();
    }
    let key = trigger.key(&format!("stall/{step}/{code}"));
    vec![Effect::send(&StallClearance { clearance_id: trigger.id, stall: Stall { step, code } }, key)]
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use kernel::{Refused, Status, Texts};

    use super::*;
    use crate::clearance::Release;
    use crate::samples::clearances::{id, noted, release, stall as obstacle, unlinked};

    /// The commands that one event of a history makes; `refused` says which is refused, with which code.
    fn run(events: &[ClearanceEvent], refused: Option<(&str, &'static str)>) -> Vec<String> {
        let context = testkit::context();
        let meta = context.meta("test");
        let state = fold_events::<Clearance>(None, events, &meta).unwrap().unwrap();
        let trigger = Trigger { id: id(), version: 2, event: events.last().unwrap(), meta: &meta, state: &state, context: &context };
        let mut open = CarryClearanceOnNews::react(&trigger);
        let mut names = Vec::new();
        while !open.is_empty() {
            let Effect::Send { command, key, .. } = open.remove(0) else { panic!("only commands are sent") };
            let code = refused.filter(|(name, _)| command.ends_with(name)).map(|(_, code)| code);
            let result = code.map_or(Ok(()), |code| Err(Refused { code, status: Status::State, texts: Texts::new("", "", "") }));
            names.push(command.trim_start_matches("commerce.").to_owned());
            open.extend(CarryClearanceOnNews::answered(&trigger, &Outcome::Sent { command, key, result }));
        }
        names
    }

    #[test]
    fn c48_the_number_is_put_on_the_delivery_and_the_goods_come_in() {
        assert_eq!(run(&[noted()], None), ["register-artifact", "move-cleared-goods"]);
        let linked = ClearanceEvent::Linked { fact: crate::samples::facts::fact_id() };
        assert_eq!(run(&[unlinked(), linked], None), ["register-artifact", "move-cleared-goods"]);
        let exported = Release { import: false, ..release() };
        let exported = ClearanceEvent::Noted { id: id(), release: exported, fact: Some(crate::samples::facts::fact_id()) };
        assert_eq!(run(&[exported], None), ["register-artifact"]);
    }

    #[test]
    fn without_a_delivery_or_a_number_nothing_is_done_yet() {
        assert!(run(&[unlinked()], None).is_empty());
        let unnumbered = Release { number: None, ..release() };
        let first = ClearanceEvent::Noted { id: id(), release: unnumbered, fact: Some(crate::samples::facts::fact_id()) };
        assert!(run(std::slice::from_ref(&first), None).is_empty());
        let number = ClearanceEvent::NumberLearnt { number: release().number.unwrap() };
        assert_eq!(run(&[first, number], None).len(), 2);
    }

    #[test]
    fn what_was_done_before_is_passed_over_and_an_obstacle_is_noted() {
        let done = Some(("register-artifact", "commerce.fact.artifact-exists"));
        assert_eq!(run(&[noted()], done), ["register-artifact", "move-cleared-goods"]);
        assert_eq!(run(&[noted()], Some(("move-cleared-goods", "commerce.fact.exists"))).len(), 2);
        let refused = Some(("move-cleared-goods", "commerce.fact.not-an-own-company"));
        assert_eq!(run(&[noted()], refused), ["register-artifact", "move-cleared-goods", "stall-clearance"]);
        assert!(run(&[noted(), ClearanceEvent::Stalled { stall: obstacle() }], None).is_empty());
        let resumed = ClearanceEvent::Resumed { note: crate::samples::line("x") };
        assert_eq!(run(&[noted(), ClearanceEvent::Stalled { stall: obstacle() }, resumed], None).len(), 2);
    }
}
