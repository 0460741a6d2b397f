//! Sales orders: from the order through its waybill and its payments to delivered and paid.
//!
//! Words: an **order** is what a client buys; a **consignment** is its parcel, known to the
//! carrier by a **waybill** number (ТТН); a **payment** is money that arrived and is
//! **matched** to an order; an **integration event** is a message of an outside system,
//! recorded before any work. `docs/glossary.md` tells them from their namesakes elsewhere.
//!
//! Pure: states, events, decisions and projections. The carrier and the bank are spoken to
//! by `orders-connectors`.

pub mod activity;
pub mod client;
pub mod company;
pub mod feed;
pub mod integration;
pub mod matching;
pub mod number;
pub mod order;
pub mod outside;
pub mod payment;
pub mod queries;
pub mod reactions;
pub mod samples;
pub mod schedules;
pub mod settings;
pub mod views;
pub mod webhooks;

use kernel::Catalogue;
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::lookup::lookup;
use kernel::query::query;
use kernel::reaction::{reaction, schedule, webhook};
use kernel::view::view;

/// What a client's id names.
pub type ClientId = kernel::Id<kernel::id::kinds::Client>;
/// What a company's id names.
pub type CompanyId = kernel::Id<kernel::id::kinds::Company>;
/// What an order's id names.
pub type OrderId = kernel::Id<kernel::id::kinds::Order>;
/// What a payment's id names.
pub type PaymentId = kernel::Id<kernel::id::kinds::Payment>;
/// What an activity's id names.
pub type ActivityId = kernel::Id<kernel::id::kinds::Activity>;
/// What an integration event's id names.
pub type IntegrationEventId = kernel::Id<kernel::id::kinds::IntegrationEvent>;
/// What a statement feed's id names.
pub type StatementFeedId = kernel::Id<kernel::id::kinds::StatementFeed>;

/// Everything that this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "orders",
    aggregates: &[
        aggregate::<client::Client>(),
        aggregate::<company::Company>(),
        aggregate::<order::Order>(),
        aggregate::<activity::Activity>(),
        aggregate::<feed::StatementFeed>(),
        aggregate::<integration::IntegrationEvent>(),
        aggregate::<payment::Payment>(),
    ],
    commands: &[
        command::<order::cancel::CancelOrder>(),
        command::<order::confirm::ConfirmOrder>(),
        command::<order::create::CreateOrder>(),
        command::<order::override_status::OverrideStatus>(),
        command::<order::record_void_refused::RecordVoidRefused>(),
        command::<order::record_waybill_created::RecordWaybillCreated>(),
        command::<order::record_waybill_failed::RecordWaybillFailed>(),
        command::<order::record_waybill_voided::RecordWaybillVoided>(),
        command::<order::register_waybill::RegisterWaybill>(),
        command::<order::request_waybill::RequestWaybill>(),
        command::<order::resolve_exception::ResolveException>(),
        command::<order::retry_waybill::RetryWaybill>(),
        command::<order::revise_items::ReviseItems>(),
        command::<order::void_waybill::VoidWaybill>(),
        command::<order::withdraw_override::WithdrawOverride>(),
        command::<client::register::RegisterClient>(),
        command::<client::revise::ReviseClient>(),
        command::<company::register::RegisterCompany>(),
        command::<company::revise::ReviseCompany>(),
        command::<activity::log::LogActivity>(),
        command::<feed::advance::AdvanceFeed>(),
        command::<feed::record_failure::RecordFeedFailure>(),
        command::<feed::resume::ResumeFeed>(),
        command::<integration::give_up::GiveUpIntegrationEvent>(),
        command::<integration::process::ProcessIntegrationEvent>(),
        command::<integration::receive::ReceiveIntegrationEvent>(),
        command::<integration::record_failure::RecordIntegrationFailure>(),
        command::<integration::retry::RetryIntegrationEvent>(),
        command::<payment::evaluate::EvaluatePayment>(),
        command::<payment::match_order::MatchPayment>(),
        command::<payment::record::RecordManualPayment>(),
        command::<payment::reject::RejectPayment>(),
        command::<payment::rematch::RematchPayment>(),
        command::<payment::unmatch::UnmatchPayment>(),
    ],
    queries: &[
        query::<queries::client_get::GetClient>(),
        query::<queries::client_list::ListClients>(),
        query::<queries::company_get::GetCompany>(),
        query::<queries::company_list::ListCompanies>(),
        query::<queries::order_get::GetOrder>(),
        query::<queries::order_list::ListOrders>(),
        query::<queries::order_status_history::GetStatusHistory>(),
        query::<queries::timeline_of::GetClientTimeline>(),
        query::<queries::timeline_of::GetCompanyTimeline>(),
        query::<queries::timeline_of::GetOrderTimeline>(),
        query::<queries::credits::ListCredits>(),
        query::<queries::feed_list::ListStatementFeeds>(),
        query::<queries::integration_get::GetIntegrationEvent>(),
        query::<queries::integration_list::ListIntegrationEvents>(),
        query::<queries::payment_get::GetPayment>(),
        query::<queries::payment_history::GetPaymentStatusHistory>(),
        query::<queries::payment_history::GetPaymentTimeline>(),
        query::<queries::payment_list::ListPayments>(),
    ],
    lookups: &[
        lookup::<queries::lookup_cities::LookUpCities>(),
        lookup::<queries::lookup_price::LookUpPrice>(),
        lookup::<queries::lookup_warehouses::LookUpWarehouses>(),
    ],
    views: &[
        view::<views::client_list::ClientListFromClient>(),
        view::<views::client_timeline::TimelineFromClient>(),
        view::<views::company_list::CompanyListFromCompany>(),
        view::<views::company_timeline::TimelineFromCompany>(),
        view::<views::live_waybill::LiveWaybillFromOrder>(),
        view::<views::order_list::OrderListFromOrder>(),
        view::<views::order_search::OrderSearchFromOrder>(),
        view::<views::order_timeline::TimelineFromOrder>(),
        view::<views::order_waybill_retry::WaybillRetryFromOrder>(),
        view::<views::status_history::StatusHistoryFromOrder>(),
        view::<views::activity_timeline::TimelineFromActivity>(),
        view::<views::credits::CreditsFromPayment>(),
        view::<views::feed_list::FeedListFromStatementFeed>(),
        view::<views::integration_list::IntegrationListFromIntegrationEvent>(),
        view::<views::integration_retry::IntegrationRetryFromIntegrationEvent>(),
        view::<views::match_index::MatchIndexFromOrder>(),
        view::<views::payment_duplicates::PaymentDuplicatesFromPayment>(),
        view::<views::payment_list::PaymentListFromPayment>(),
        view::<views::payment_received::PaymentReceivedFromPayment>(),
        view::<views::payment_status_history::StatusHistoryFromPayment>(),
        view::<views::payment_timeline::TimelineFromPayment>(),
    ],
    reactions: &[
        reaction::<reactions::create_waybill::CreateWaybillOnRequest>(),
        reaction::<reactions::void_waybill::VoidWaybillOnRequest>(),
        reaction::<reactions::match_on_received::EvaluatePaymentOnReceived>(),
        reaction::<reactions::process_on_received::ProcessIntegrationEventOnReceived>(),
    ],
    listeners: &[],
    schedules: &[
        schedule::<schedules::retry_waybills::RetryWaybills>(),
        schedule::<schedules::poll_statements::PollStatements>(),
        schedule::<schedules::poll_tracking::PollTracking>(),
        schedule::<schedules::retry_integration_events::RetryIntegrationEvents>(),
        schedule::<schedules::sweep_payments::SweepPayments>(),
    ],
    webhooks: &[webhook::<webhooks::nova_poshta::ReceiveTracking>(), webhook::<webhooks::privatbank::ReceiveTransaction>()],
};
