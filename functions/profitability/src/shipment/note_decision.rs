//! Notes what approvals decided about an order.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Moment, Paragraph, Role, Version, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::RejectedBy;
use super::proposal::{ProposedPrice, Terms};
use super::steps::{ESTIMATE, estimate_of, held, release, telling, want_estimate};
use super::{Approval, ApprovedBy, Proposal, Shipment, ShipmentEvent, ShipmentRefusal, ShipmentStatus, Source};
use crate::ShipmentId;
use crate::estimate::{EstimateEvent, LocalEstimate, Standing};
use crate::settings::Policy;
use crate::working_days::end_of_working_day_after;

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Notes what approvals decided about an order. What belongs to another submission, is older than
/// what is known, or comes when the order has moved on, changes nothing.
///
/// A refused order that was neither changed nor submitted again may still be approved: the finance
/// director arbitrates what silence has refused. Its goods are set aside anew; if they are gone, it
/// stays refused.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteDecision {
    /// Which order.
    pub shipment_id: ShipmentId,
    /// Which submission of it.
    pub submission: u32,
    /// The approval process.
    pub process: Line,
    /// The version of the process that says so.
    pub version: Version,
    /// What it says.
    pub news: DecisionNews,
}

/// What approvals says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "news", rename_all = "kebab-case")]
pub enum DecisionNews {
    /// Somebody is asked.
    Opened {
        /// At which level.
        level: Line,
    },
    /// The order may be shipped.
    Approved {
        /// How.
        by: ApprovedBy,
        /// At which level.
        level: Line,
        /// Who, if a person.
        approver: Option<Line>,
        /// What they said.
        comment: Option<Paragraph>,
        /// When.
        decided_at: Moment,
    },
    /// A business unit refuses its lines.
    PartiallyApproved {
        /// The proposal's id.
        proposal: Line,
        /// The lines to drop.
        drop: Vec<u16>,
        /// Who refuses.
        approver: Option<Line>,
        /// Why.
        reason: Paragraph,
    },
    /// It would be approved at other prices.
    CorrectionProposed {
        /// The proposal's id.
        proposal: Line,
        /// The round, from 1.
        round: u32,
        /// Which prices.
        prices: Vec<ProposedPrice>,
        /// Who proposes.
        approver: Option<Line>,
        /// Why.
        reason: Paragraph,
    },
    /// It may not be shipped as it is.
    Rejected {
        /// How.
        by: RejectedBy,
        /// Who, if a person.
        approver: Option<Line>,
        /// Why.
        reason: Paragraph,
    },
    /// Its approval does not cover its figures any more.
    Revoked {
        /// What changed.
        cause: Line,
        /// The level that decides now.
        level: Line,
        /// In words.
        reason: Paragraph,
    },
}

impl NoteDecision {
    /// What is new of the process itself; nothing when it is known. An opening, or a revocation,
    /// may be of one commit with the decision that follows it, and they come in any order: the
    /// opening counts for no version, and the revocation for everything before its own.
    fn noted(&self, shipment: &Shipment) -> Option<ShipmentEvent> {
        let known = shipment.process_version;
        let (level, version, is_known) = match &self.news {
            DecisionNews::Opened { level } => (Some(level.clone()), known, shipment.level.is_some()),
            DecisionNews::Revoked { .. } => {
                let before = self.version.saturating_sub(1).max(known);
                // An order that waits already has nothing to revoke: told again, it is no news.
                (None, before, self.version <= known || before == known && !shipment.is_revocable())
            }
            DecisionNews::Approved { .. }
            | DecisionNews::PartiallyApproved { .. }
            | DecisionNews::CorrectionProposed { .. }
            | DecisionNews::Rejected { .. } => (None, self.version, self.version <= known),
        };
        (!is_known).then(|| ShipmentEvent::ProcessNoted { process: self.process.clone(), version, level })
    }

    /// What it means for the order as it is; nothing when the order has moved on. Newer news of an
    /// approved order says that its approval was revoked, and that this is still on its way.
    fn meaning(&self, shipment: &Shipment, estimate: &LocalEstimate, context: &Context) -> Option<ShipmentEvent> {
        let today = context.now.day_in(context.settings.time_zone);
        let waits = shipment.status.is_pending() || shipment.is_revocable();
        let grantable = waits || shipment.status == ShipmentStatus::Rejected && placed(shipment, estimate, today).is_some();
        match &self.news {
            DecisionNews::Approved { by, level, approver, comment, decided_at } if grantable => {
                let days = Policy::of(context).approval_working_days;
                // Without a calendar the term is as many calendar days: shorter than it should be,
                // and better than to lose what somebody decided.
                let shorter = decided_at.plus_ms(i64::from(days).saturating_mul(DAY_MS));
                let valid_until = end_of_working_day_after(context, *decided_at, days).unwrap_or(shorter);
                let (approver, comment) = (approver.clone(), comment.clone());
                let approval = Approval { by: *by, level: level.clone(), approver, comment, decided_at: *decided_at, valid_until };
                Some(ShipmentEvent::Approved { approval })
            }
            DecisionNews::PartiallyApproved { proposal, drop, approver, reason } if waits => {
                let (id, terms) = (proposal.clone(), Terms::DropLines { lines: drop.clone() });
                let proposal = Proposal { id, round: None, terms, approver: approver.clone(), reason: reason.clone() };
                Some(ShipmentEvent::PartiallyApproved { proposal })
            }
            DecisionNews::CorrectionProposed { proposal, round, prices, approver, reason }
                if waits && shipment.source == Source::Manual =>
            {
                let (id, terms) = (proposal.clone(), Terms::Prices { prices: prices.clone() });
                let proposal = Proposal { id, round: Some(*round), terms, approver: approver.clone(), reason: reason.clone() };
                Some(ShipmentEvent::CorrectionOffered { proposal })
            }
            DecisionNews::Rejected { by, approver, reason } if waits => {
                Some(ShipmentEvent::Rejected { by: *by, approver: approver.clone(), reason: reason.clone() })
            }
            DecisionNews::Revoked { cause, level, reason } if shipment.is_revocable() => {
                Some(ShipmentEvent::ApprovalRevoked { cause: cause.clone(), level: level.clone(), reason: reason.clone() })
            }
            DecisionNews::Opened { .. }
            | DecisionNews::Approved { .. }
            | DecisionNews::PartiallyApproved { .. }
            | DecisionNews::CorrectionProposed { .. }
            | DecisionNews::Rejected { .. }
            | DecisionNews::Revoked { .. } => None,
        }
    }
}

/// A refused order gets its goods back, if they are still there. It takes no place among those
/// that wait.
fn placed(shipment: &Shipment, estimate: &LocalEstimate, today: Day) -> Option<EstimateEvent> {
    estimate.reserve(shipment.id, &shipment.number, &held(&shipment.lines), u32::MAX, today).ok()
}

/// What the estimate is told of a decision.
fn told(event: &ShipmentEvent, shipment: &Shipment, estimate: &LocalEstimate, today: Day) -> Vec<EstimateEvent> {
    if shipment.status == ShipmentStatus::Rejected && matches!(event, ShipmentEvent::Approved { .. }) {
        let approved = EstimateEvent::OrderMoved { shipment: shipment.id, standing: Standing::Approved };
        return placed(shipment, estimate, today).into_iter().chain([approved]).collect();
    }
    moved_or_released(event, shipment, estimate).into_iter().collect()
}

/// What the estimate is told of a decision about an order that waits.
fn moved_or_released(event: &ShipmentEvent, shipment: &Shipment, estimate: &LocalEstimate) -> Option<EstimateEvent> {
    let moved = |standing| {
        let account = estimate.orders.get(&shipment.id).filter(|account| account.standing != standing);
        account.map(|_| EstimateEvent::OrderMoved { shipment: shipment.id, standing })
    };
    if matches!(event, ShipmentEvent::Rejected { .. }) {
        return release(shipment, estimate);
    }
    if matches!(event, ShipmentEvent::Approved { .. }) {
        moved(Standing::Approved)
    } else if matches!(event, ShipmentEvent::PartiallyApproved { .. }) {
        moved(Standing::PartiallyApproved)
    } else {
        // Everything else that a decision makes of an order leaves it waiting.
        moved(Standing::Pending)
    }
}

impl Command for NoteDecision {
    type Aggregate = Shipment;
    type Refusal = ShipmentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.note-decision",
        route: None,
        roles: &[Role::System],
        also_writes: &[ESTIMATE],
        reads: &[],
        summary: "Notes what approvals decided about an order.",
    };

    fn target(&self, _: &Context) -> ShipmentId {
        self.shipment_id
    }

    fn wants(&self, shipment: Option<&Shipment>, _: &Facts, _: &Context) -> Vec<Want> {
        shipment.map(|shipment| want_estimate(shipment.estimate)).into_iter().collect()
    }

    fn decide(&self, shipment: Option<&Shipment>, facts: &Facts, context: &Context) -> Result<Decision<Shipment>, ShipmentRefusal> {
        let shipment = shipment.ok_or(ShipmentRefusal::NotFound)?;
        let noted = self.noted(shipment).filter(|_| self.submission == shipment.submission);
        let Some(noted) = noted else { return Ok(Decision::nothing()) };
        let loaded = estimate_of(facts, shipment.estimate)?;
        let meaning = self.meaning(shipment, &loaded.state, context);
        let told = meaning
            .as_ref()
            .map(|event| told(event, shipment, &loaded.state, context.now.day_in(context.settings.time_zone)))
            .unwrap_or_default();
        Ok(telling(Decision::of(std::iter::once(noted).chain(meaning)), loaded, told))
    }

    fn example() -> Self {
        crate::samples::shipments::note_approved()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipments::{approved, created, fold, handed_over, note_approved, over, paragraph, submitted, withdrawn};
    use crate::samples::{line, price};
    use crate::shipment::event::WithdrawnBecause;

    fn news(version: Version, news: DecisionNews) -> NoteDecision {
        NoteDecision { version, news, ..note_approved() }
    }

    fn rejected(by: RejectedBy) -> DecisionNews {
        DecisionNews::Rejected { by, approver: None, reason: paragraph("Дорого") }
    }

    fn revoked() -> DecisionNews {
        DecisionNews::Revoked { cause: line("level-higher"), level: line("dp"), reason: paragraph("План вырос") }
    }

    /// The order after some news, each applied to what was before.
    fn after(mut history: Vec<ShipmentEvent>, all: &[NoteDecision]) -> Shipment {
        for one in all {
            let decision = over(&history).when(one.clone()).accepted();
            history.extend(decision.events);
        }
        fold(&history)
    }

    #[test]
    fn p56_p59_an_approval_is_kept_with_its_end_and_the_estimate_is_told() {
        let history = [created(), submitted()];
        let decision = over(&history).when(note_approved()).accepted();
        assert_eq!(decision.events[1], approved());
        assert_eq!(decision.others[0].events[0]["data"]["standing"], "approved");
        let state = fold(&[history.to_vec(), decision.events].concat());
        assert_eq!((state.status, state.process.as_ref()), (ShipmentStatus::Approved, Some(&note_approved().process)));
    }

    #[test]
    fn an_approval_is_not_lost_where_the_calendar_has_no_data() {
        let DecisionNews::Approved { by, level, approver, comment, .. } = note_approved().news else { unreachable!() };
        let decided_at = "2031-01-15T10:00:00Z".parse().unwrap();
        let late = news(2, DecisionNews::Approved { by, level, approver, comment, decided_at });
        let state = after(vec![created(), submitted()], &[late]);
        assert_eq!(state.approval.map(|approval| approval.valid_until), "2031-01-20T10:00:00Z".parse().ok());
    }

    #[test]
    fn what_belongs_to_another_submission_or_comes_late_changes_nothing() {
        let history = [created(), submitted()];
        over(&history).when(NoteDecision { submission: 2, ..note_approved() }).then([]);
        let taken_back = [created(), submitted(), withdrawn(ShipmentStatus::PendingApproval, WithdrawnBecause::Manager)];
        let state = after(taken_back.to_vec(), &[note_approved()]);
        assert_eq!(state.status, ShipmentStatus::Draft);
    }

    #[test]
    fn x08_p157_news_in_any_order_and_twice_ends_the_same() {
        let (approve, revoke) = (news(5, note_approved().news), news(7, revoked()));
        let end = |all: &[&NoteDecision]| {
            let all: Vec<NoteDecision> = all.iter().map(|one| (*one).clone()).collect();
            let state = after(vec![created(), submitted()], &all);
            (state.status, state.approval)
        };
        let waiting = (ShipmentStatus::PendingApproval, None);
        assert_eq!(end(&[&approve, &revoke]), waiting);
        assert_eq!(end(&[&revoke, &approve]), waiting);
        assert_eq!(end(&[&revoke, &approve, &revoke, &approve]), waiting);
    }

    #[test]
    fn x08_p157_an_opening_and_a_decision_of_one_commit_may_come_in_any_order() {
        let (opened, approved) = (news(1, DecisionNews::Opened { level: line("rbu") }), news(1, note_approved().news));
        for all in [[&opened, &approved, &opened], [&approved, &opened, &approved]] {
            let all: Vec<NoteDecision> = all.into_iter().cloned().collect();
            let state = after(vec![created(), submitted()], &all);
            assert_eq!((state.status, state.level), (ShipmentStatus::Approved, Some(line("rbu"))));
        }
    }

    #[test]
    fn x08_p157_a_revocation_and_a_decision_of_one_commit_may_come_in_any_order() {
        let DecisionNews::Approved { by, level, approver, comment, .. } = note_approved().news else { unreachable!() };
        let decided_at = "2026-11-23T09:00:00Z".parse().unwrap();
        let again = news(6, DecisionNews::Approved { by, level, approver, comment, decided_at });
        let (first, revoked) = (news(5, note_approved().news), news(6, revoked()));
        for all in [[&first, &revoked, &again, &revoked], [&first, &again, &revoked, &again], [&revoked, &first, &again, &first]] {
            let all: Vec<NoteDecision> = all.into_iter().cloned().collect();
            let state = after(vec![created(), submitted()], &all);
            assert_eq!(state.status, ShipmentStatus::Approved);
            assert_eq!(state.approval.map(|approval| approval.decided_at), Some(decided_at), "the approval after the revocation");
        }
    }

    #[test]
    fn x08_p157_what_overtakes_a_revocation_is_not_lost() {
        let refused = news(9, rejected(RejectedBy::Person));
        let all = [news(5, note_approved().news), refused, news(7, revoked())];
        let state = after(vec![created(), submitted()], &all);
        assert_eq!((state.status, state.approval), (ShipmentStatus::Rejected, None));
        // What has left is beyond every decision.
        let gone = vec![created(), submitted(), approved(), handed_over()];
        assert_eq!(after(gone, &[news(9, rejected(RejectedBy::Person))]).status, ShipmentStatus::Approved);
    }

    #[test]
    fn p93_a_revocation_lets_the_order_wait_again_but_never_after_the_hand_over() {
        let history = vec![created(), submitted(), approved()];
        let state = after(history.clone(), &[news(7, revoked())]);
        // Not by its manager's own change: not counted.
        assert_eq!((state.status, state.revocations), (ShipmentStatus::PendingApproval, 0));
        let gone = [history, vec![handed_over()]].concat();
        assert_eq!(after(gone, &[news(7, revoked())]).status, ShipmentStatus::Approved);
    }

    #[test]
    fn p88_five_used_up_rounds_end_in_the_draft_and_any_other_no_in_a_rejection() {
        let end = |by| after(vec![created(), submitted()], &[news(3, rejected(by))]);
        assert_eq!(end(RejectedBy::Person).status, ShipmentStatus::Rejected);
        assert_eq!(end(RejectedBy::Default).status, ShipmentStatus::Rejected);
        let draft = end(RejectedBy::Corrections);
        assert_eq!((draft.status, draft.refusal), (ShipmentStatus::Draft, Some(paragraph("Дорого"))));
    }

    #[test]
    fn p78_what_silence_refused_may_be_approved_by_arbitration_while_its_goods_are_there() {
        let refused =
            [created(), submitted(), ShipmentEvent::Rejected { by: RejectedBy::Default, approver: None, reason: paragraph("Срок") }];
        // The refusal gave the goods back: the estimate of this scene sets nothing aside.
        let decision = over(&refused).when(news(9, note_approved().news)).accepted();
        assert_eq!(decision.events[1], approved());
        let told: Vec<_> = decision.others[0].events.iter().map(|event| event["type"].as_str().unwrap_or_default()).collect();
        assert_eq!(told, ["order-placed.v1", "order-moved.v1"]);
        assert_eq!(decision.others[0].events[1]["data"]["standing"], "approved");
        // Changed or submitted again since: the approval is of what was refused.
        let reopened = [refused.to_vec(), vec![ShipmentEvent::Reopened]].concat();
        assert_eq!(after(reopened, &[news(9, note_approved().news)]).status, ShipmentStatus::Draft);
        over(&refused).when(NoteDecision { submission: 2, ..news(9, note_approved().news) }).then([]);
    }

    #[test]
    fn p78_what_silence_refused_stays_refused_when_its_goods_are_gone() {
        use crate::estimate::EstimateStatus;
        use crate::samples::estimates::created_data;
        let meta = testkit::context().meta("test");
        let estimate = [EstimateEvent::Created(created_data())];
        let mut estimate = kernel::aggregate::fold_events::<LocalEstimate>(None, &estimate, &meta).unwrap().unwrap();
        let refused =
            fold(&[created(), submitted(), ShipmentEvent::Rejected { by: RejectedBy::Default, approver: None, reason: paragraph("Срок") }]);
        let (approve, context) = (news(9, note_approved().news), testkit::context());
        assert!(approve.meaning(&refused, &estimate, &context).is_some());
        estimate.status = EstimateStatus::Closed;
        assert_eq!(approve.meaning(&refused, &estimate, &context), None);
    }

    #[test]
    fn p63_p90_proposals_are_kept_and_nothing_is_changed_by_them() {
        let drop = DecisionNews::PartiallyApproved {
            proposal: line("prp_1"),
            drop: vec![2],
            approver: Some(line("sidorov")),
            reason: paragraph("Ремни ниже себестоимости"),
        };
        let state = after(vec![created(), submitted()], &[news(3, drop)]);
        assert_eq!((state.status, state.lines.len()), (ShipmentStatus::PartiallyApproved, 2));
        let prices = DecisionNews::CorrectionProposed {
            proposal: line("prp_2"),
            round: 1,
            prices: vec![ProposedPrice { line: 1, price: price("249.00") }],
            approver: Some(line("sidorov")),
            reason: paragraph("По 249"),
        };
        let state = after(vec![created(), submitted()], &[news(3, prices.clone())]);
        assert_eq!((state.status, state.lines[0].price), (ShipmentStatus::PendingApproval, price("240.00")));
        assert!(state.proposal.is_some_and(|proposal| proposal.round == Some(1)));
        // An order that the client's own system sent cannot be corrected.
        let ShipmentEvent::Created(order) = created() else { unreachable!() };
        let edi = ShipmentEvent::Created(crate::shipment::event::Created { source: Source::Edi, ..order });
        assert_eq!(after(vec![edi, submitted()], &[news(3, prices)]).proposal, None);
    }
}
