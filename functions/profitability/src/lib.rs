//! Profitability: every order under an estimate judged to the smallest unit of money.
//!
//! Words: an **estimate** is a frozen price list for one client with a planned profitability; a
//! **shipment** is a client's order under an estimate; the **deviation** is how far it is below
//! the plan; a **calculation** is one judgement of that, kept for ever; a **price sheet** says
//! what a product costs by the plan (NPSS). Who must approve what, and by when, is decided by
//! `approvals`: `docs/profitability-approvals.md` says what the two tell each other.
//!
//! Pure: states, events, decisions and projections. Everything is exact until it is rounded, once.

pub mod calculation;
pub mod client;
pub mod estimate;
pub mod fraction;
pub mod justification;
pub mod listeners;
pub mod message;
pub mod price;
pub mod price_sheet;
pub mod queries;
pub mod rate_watch;
pub mod reactions;
pub mod samples;
pub mod schedules;
pub mod settings;
pub mod shipment;
pub mod tally;
mod text;
pub mod views;
pub mod working_days;

use kernel::Catalogue;
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::listener::listener;
use kernel::query::query;
use kernel::reaction::{reaction, schedule};
use kernel::view::view;

/// What an estimate's id names.
pub type EstimateId = kernel::Id<kernel::id::kinds::LocalEstimate>;
/// What the id of a client's order under an estimate names.
pub type ShipmentId = kernel::Id<kernel::id::kinds::Shipment>;
/// What a calculation's id names.
pub type CalculationId = kernel::Id<kernel::id::kinds::ProfitabilityCalculation>;
/// What a price sheet's id names.
pub type PriceId = kernel::Id<kernel::id::kinds::PriceSheet>;
/// What a client's id names.
pub type ClientId = kernel::Id<kernel::id::kinds::ProfitClient>;
/// What the id of a currency's rate watch names.
pub type RateWatchId = kernel::Id<kernel::id::kinds::RateWatch>;
/// What the id of a message of the accounting system names.
pub type MessageId = kernel::Id<kernel::id::kinds::InboundMessage>;

/// Everything that this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "profitability",
    aggregates: &[
        aggregate::<estimate::LocalEstimate>(),
        aggregate::<shipment::Shipment>(),
        aggregate::<calculation::ProfitabilityCalculation>(),
        aggregate::<price_sheet::PriceSheet>(),
        aggregate::<rate_watch::RateWatch>(),
        aggregate::<client::Client>(),
        aggregate::<message::InboundMessage>(),
    ],
    commands: &[
        command::<estimate::create::CreateEstimate>(),
        command::<estimate::change_plan::ChangePlan>(),
        command::<estimate::renew::RenewEstimate>(),
        command::<estimate::extend::ExtendForLateGoods>(),
        command::<estimate::expire::ExpireEstimate>(),
        command::<estimate::close::CloseEstimate>(),
        command::<estimate::cancel::CancelEstimate>(),
        command::<estimate::take_lease::TakeLease>(),
        command::<estimate::release_lease::ReleaseLease>(),
        command::<estimate::break_lease::BreakLease>(),
        command::<shipment::create::CreateShipment>(),
        command::<shipment::revise::ReviseShipment>(),
        command::<shipment::submit::SubmitShipment>(),
        command::<shipment::withdraw::WithdrawShipment>(),
        command::<shipment::accept_proposal::AcceptProposal>(),
        command::<shipment::decline_proposal::DeclineProposal>(),
        command::<shipment::cancel::CancelShipment>(),
        command::<shipment::await_stock::AwaitStock>(),
        command::<shipment::reopen::ReopenShipment>(),
        command::<shipment::go_overdue::GoOverdue>(),
        command::<shipment::limit_wait::LimitWait>(),
        command::<shipment::lapse_approval::LapseApproval>(),
        command::<shipment::hand_over::HandOverShipment>(),
        command::<shipment::confirm_hand_over::ConfirmHandOver>(),
        command::<shipment::record_posting::RecordPosting>(),
        command::<shipment::record_return::RecordReturn>(),
        command::<shipment::close_partially::ClosePartially>(),
        command::<shipment::recalculate::RecalculateShipment>(),
        command::<shipment::note_decision::NoteDecision>(),
        command::<price_sheet::publish::PublishPrice>(),
        command::<price_sheet::calculate::CalculatePrice>(),
        command::<price_sheet::record_purchase::RecordPurchase>(),
        command::<price_sheet::record_landed_cost::RecordLandedCost>(),
        command::<price_sheet::request_revision::RequestRevision>(),
        command::<price_sheet::review_age::ReviewAge>(),
        command::<rate_watch::record::RecordRate>(),
        command::<rate_watch::finish_spreading::FinishSpreading>(),
        command::<client::note::NoteClient>(),
        command::<client::finish_spreading::FinishSpreadingClient>(),
        command::<message::receive::ReceiveMessage>(),
        command::<message::settle::SettleMessage>(),
        command::<message::retry::RetryMessage>(),
        command::<message::give_up::GiveUpMessage>(),
    ],
    queries: &[
        query::<queries::dashboard::GetDashboard>(),
        query::<queries::estimate_list::ListEstimates>(),
        query::<queries::estimate_get::GetEstimate>(),
        query::<queries::what_if::WhatIf>(),
        query::<queries::shipment_list::ListShipments>(),
        query::<queries::shipment_get::GetShipment>(),
        query::<queries::calculation_list::ListCalculations>(),
        query::<queries::calculation_get::GetCalculation>(),
        query::<queries::price_list::ListPrices>(),
        query::<queries::price_get::GetPrice>(),
        query::<queries::rate_list::ListRates>(),
        query::<queries::client_get::GetClient>(),
        query::<queries::message_list::ListMessages>(),
        query::<queries::message_get::GetMessage>(),
    ],
    lookups: &[],
    views: &[
        view::<views::estimate_list::EstimateListFromEstimate>(),
        view::<views::shipment_list::ShipmentListFromShipment>(),
        view::<views::calculation_list::CalculationListFromCalculation>(),
        view::<views::allowance_list::AllowanceListFromClient>(),
        view::<views::price_list::PriceListFromPriceSheet>(),
        view::<views::rate_list::RateListFromRateWatch>(),
        view::<views::current_cost::CurrentCostFromPriceSheet>(),
        view::<views::message_list::MessageListFromInboundMessage>(),
    ],
    reactions: &[
        reaction::<reactions::recalculate::RecalculateOnEstimateMoved>(),
        reaction::<reactions::apply_message::ApplyMessageOnReceived>(),
    ],
    listeners: &[listener::<listeners::approvals::NoteDecisionOnApprovals>(), listener::<listeners::customs::RecordLandedCostOnCustoms>()],
    schedules: &[
        schedule::<schedules::end_estimates::EndEstimates>(),
        schedule::<schedules::hide_idle_drafts::HideIdleDrafts>(),
        schedule::<schedules::limit_waits::LimitWaits>(),
        schedule::<schedules::lapse_approvals::LapseApprovals>(),
        schedule::<schedules::review_prices::ReviewPrices>(),
        schedule::<schedules::spread_rate_moves::SpreadRateMoves>(),
        schedule::<schedules::spread_allowances::SpreadAllowances>(),
        schedule::<schedules::retry_messages::RetryMessages>(),
    ],
    webhooks: &[],
};

#[cfg(test)]
mod tests;
