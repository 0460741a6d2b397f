//! Approvals: who must decide upon an order below its planned margin, by when, and what was decided.
//!
//! Words: a **process** is one submission of a client's order; a **branch** is the part of it that
//! one approver decides upon; the **roster** says who may; a **daily limit** is what may pass
//! without a person; the **channel** is the way to approvers in an outside system; an
//! **emergency** is an approval that was got outside of everything and recorded afterwards.
//!
//! Margins are `profitability`'s: figures come by its events, and decisions go back as events.
//!
//! Pure: states, events, decisions and projections.

pub mod channel;
pub mod demand;
pub mod emergency;
pub mod figures;
pub mod hours;
pub mod level;
pub mod limit;
pub mod listeners;
pub mod message;
pub mod outside;
pub mod person;
pub mod process;
pub mod queries;
pub mod reactions;
pub mod roster;
pub mod rules;
pub mod samples;
pub mod schedules;
pub mod settings;
pub mod views;
pub mod webhooks;

use kernel::Catalogue;
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::listener::listener;
use kernel::query::query;
use kernel::reaction::{reaction, schedule, webhook};
use kernel::view::view;

pub use level::{Level, Pace, Priority};

/// What a process's id names.
pub type ProcessId = kernel::Id<kernel::id::kinds::ApprovalProcess>;
/// What the roster's id names.
pub type RosterId = kernel::Id<kernel::id::kinds::ApproverRoster>;
/// What a daily limit's id names.
pub type LimitId = kernel::Id<kernel::id::kinds::DailyLimit>;
/// What the channel's id names.
pub type ChannelId = kernel::Id<kernel::id::kinds::ApprovalChannel>;
/// What a message's id names.
pub type MessageId = kernel::Id<kernel::id::kinds::ApprovalMessage>;
/// What an emergency approval's id names.
pub type EmergencyId = kernel::Id<kernel::id::kinds::EmergencyApproval>;
/// What a standing's id names.
pub type StandingId = kernel::Id<kernel::id::kinds::EmergencyStanding>;

/// Everything that this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "approvals",
    aggregates: &[
        aggregate::<process::Process>(),
        aggregate::<roster::Roster>(),
        aggregate::<limit::DailyLimit>(),
        aggregate::<channel::Channel>(),
        aggregate::<message::Message>(),
        aggregate::<emergency::EmergencyApproval>(),
        aggregate::<emergency::Standing>(),
    ],
    commands: &[
        command::<process::open::OpenProcess>(),
        command::<process::justify::JustifyOrder>(),
        command::<process::approve::ApproveOrder>(),
        command::<process::reject::RejectOrder>(),
        command::<process::arbitrate::ArbitrateRefusal>(),
        command::<process::offer_correction::OfferCorrection>(),
        command::<process::answer_proposal::AnswerProposal>(),
        command::<process::note_figures::NoteFigures>(),
        command::<process::withdraw::WithdrawProcess>(),
        command::<process::note_milestone::NoteMilestone>(),
        command::<process::fire_deadlines::FireDeadlines>(),
        command::<process::note_task::NoteTask>(),
        command::<process::pause::PauseClock>(),
        command::<process::resume::ResumeClock>(),
        command::<process::retry::RetryProcess>(),
        command::<process::confirm::ConfirmFallback>(),
        command::<process::decide_by_elma::DecideByElma>(),
        command::<roster::appoint::AppointApprover>(),
        command::<roster::dismiss::DismissApprover>(),
        command::<roster::note_absence::NoteAbsence>(),
        command::<roster::end_absence::EndAbsence>(),
        command::<roster::authorise::AuthorisePerson>(),
        command::<roster::end_authorisation::EndAuthorisation>(),
        command::<channel::queue_task::QueueTask>(),
        command::<channel::note_sent::NoteSent>(),
        command::<channel::note_failed::NoteFailed>(),
        command::<channel::note_probe::NoteProbe>(),
        command::<channel::drop_tasks::DropTasks>(),
        command::<channel::tend::TendChannel>(),
        command::<message::receive::ReceiveMessage>(),
        command::<message::settle::SettleMessage>(),
        command::<message::retry::RetryMessage>(),
        command::<message::give_up::GiveUpMessage>(),
        command::<emergency::record::RecordEmergency>(),
        command::<emergency::consent::AnswerConsent>(),
        command::<emergency::confirm::ConfirmEmergency>(),
        command::<emergency::check::CheckEmergency>(),
        command::<emergency::close_incident::CloseIncident>(),
    ],
    queries: &[
        query::<queries::queue_list::ListQueue>(),
        query::<queries::process_get::GetProcess>(),
        query::<queries::process_list::ListProcesses>(),
        query::<queries::workload_get::GetWorkload>(),
        query::<queries::roster_get::GetRoster>(),
        query::<queries::limit_list::ListDailyLimits>(),
        query::<queries::channel_get::GetChannel>(),
        query::<queries::message_list::ListMessages>(),
        query::<queries::emergency_list::ListEmergencies>(),
        query::<queries::emergency_get::GetEmergency>(),
    ],
    lookups: &[],
    views: &[
        view::<views::queue::QueueFromProcess>(),
        view::<views::task_list::TaskListFromProcess>(),
        view::<views::workload::WorkloadFromProcess>(),
        view::<views::process_list::ProcessListFromProcess>(),
        view::<views::deadlines::DeadlinesFromProcess>(),
        view::<views::deadlines::DeadlinesFromEmergency>(),
        view::<views::limit_list::LimitListFromDailyLimit>(),
        view::<views::message_list::MessageListFromMessage>(),
        view::<views::emergency_list::EmergencyListFromEmergency>(),
    ],
    reactions: &[
        reaction::<reactions::queue_task::QueueTaskOnAssigned>(),
        reaction::<reactions::drop_tasks::DropTasksOnDecided>(),
        reaction::<reactions::send_task::SendTaskOnDispatched>(),
        reaction::<reactions::probe::ProbeOnHalfOpened>(),
        reaction::<reactions::hold_clock::HoldClockOnChannel>(),
        reaction::<reactions::process_message::ProcessMessageOnReceived>(),
    ],
    listeners: &[listener::<listeners::profitability::DecideOnShipments>()],
    schedules: &[
        schedule::<schedules::fire_deadlines::FireDeadlinesEveryMinute>(),
        schedule::<schedules::sweep_deadlines::SweepDeadlines>(),
        schedule::<schedules::tend_channel::TendChannelEveryMinute>(),
        schedule::<schedules::poll_tasks::PollTasks>(),
    ],
    webhooks: &[webhook::<webhooks::elma::ReceiveDecision>()],
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::CATALOGUE;

    #[test]
    fn p130_every_event_has_one_sample() {
        for aggregate in CATALOGUE.aggregates {
            let names = aggregate.bus_names();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
            for sample in aggregate.samples() {
                assert_eq!(aggregate.round_trip(&sample).as_ref(), Ok(&sample), "{}", aggregate.name());
            }
        }
    }

    /// What the other side reads, by name.
    #[test]
    fn p130_what_profitability_reads_is_told_with_order_and_submission() {
        let process = CATALOGUE.aggregate("approvals.process").unwrap();
        for fact in ["opened", "approved", "partially-approved", "correction-proposed", "rejected", "revoked", "facts-requested"] {
            let samples = process.samples();
            let sample = samples.iter().find(|sample| sample["type"] == format!("{fact}.v1")).unwrap();
            assert!(sample["data"]["shipment"].is_string() && sample["data"]["submission"].is_u64(), "{fact}");
        }
    }
}
