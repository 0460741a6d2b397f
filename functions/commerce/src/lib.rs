//! Commerce: from a contract to a claim and its money.
//!
//! Words: a **party** is anybody who trades, own companies included; a **contract** is a frame
//! between parties in roles; an **obligation** is what one party owes another under it; a
//! **fact** is something that was delivered, used up or done; an **invoice** is a demand for
//! money over facts; a **payment** is money that moved, **allocated** to invoices.
//!
//! Pure: states, events, decisions and projections. What a document posts to the books is
//! written in the same step as its own event, by `posting`.

pub mod asset;
pub mod budget;
pub mod clearance;
pub mod contract;
pub mod fact;
pub mod graph;
pub mod interval;
pub mod invoice;
pub mod listeners;
pub mod obligation;
pub mod ordinal;
pub mod paper;
pub mod party;
pub mod payment;
pub mod queries;
pub mod reactions;
pub mod recognition;
pub mod rules;
pub mod sale;
pub mod samples;
pub mod schedule;
pub mod schedules;
pub mod series;
pub mod settings;
pub mod stock;
pub mod views;

use kernel::Catalogue;
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::listener::listener;
use kernel::query::query;
use kernel::reaction::{reaction, schedule};
use kernel::view::view;

pub use interval::Interval;

/// What a party's id names.
pub type PartyId = kernel::Id<kernel::id::kinds::Party>;
/// What the id of a tenant's party graph names.
pub type GraphId = kernel::Id<kernel::id::kinds::PartyGraph>;
/// What an asset's id names.
pub type AssetId = kernel::Id<kernel::id::kinds::Asset>;
/// What a contract's id names.
pub type ContractId = kernel::Id<kernel::id::kinds::Contract>;
/// What an obligation's id names.
pub type ObligationId = kernel::Id<kernel::id::kinds::Obligation>;
/// What a budget's id names.
pub type BudgetId = kernel::Id<kernel::id::kinds::Budget>;
/// What a payment schedule's id names.
pub type ScheduleId = kernel::Id<kernel::id::kinds::PaymentSchedule>;
/// What a fact's id names.
pub type FactId = kernel::Id<kernel::id::kinds::Fact>;
/// What an invoice's id names.
pub type InvoiceId = kernel::Id<kernel::id::kinds::Invoice>;
/// What the id of a series of document numbers names.
pub type SeriesId = kernel::Id<kernel::id::kinds::NumberSeries>;
/// What a payment's id names.
pub type PaymentId = kernel::Id<kernel::id::kinds::CommercePayment>;
/// What a sale's id names.
pub type SaleId = kernel::Id<kernel::id::kinds::Sale>;
/// What a clearance's id names.
pub type ClearanceId = kernel::Id<kernel::id::kinds::Clearance>;

/// Everything that this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "commerce",
    aggregates: &[
        aggregate::<party::Party>(),
        aggregate::<graph::PartyGraph>(),
        aggregate::<asset::Asset>(),
        aggregate::<contract::Contract>(),
        aggregate::<obligation::Obligation>(),
        aggregate::<budget::Budget>(),
        aggregate::<schedule::PaymentSchedule>(),
        aggregate::<fact::Fact>(),
        aggregate::<stock::StockSheet>(),
        aggregate::<series::NumberSeries>(),
        aggregate::<invoice::Invoice>(),
        aggregate::<payment::Payment>(),
        aggregate::<sale::Sale>(),
        aggregate::<clearance::Clearance>(),
    ],
    commands: &[
        command::<party::register::RegisterParty>(),
        command::<party::revise::ReviseParty>(),
        command::<party::add_registration::AddTaxRegistration>(),
        command::<party::close_registration::CloseTaxRegistration>(),
        command::<party::withdraw_registration::WithdrawTaxRegistration>(),
        command::<party::add_account::AddBankAccount>(),
        command::<party::remove_account::RemoveBankAccount>(),
        command::<party::freeze::FreezeParty>(),
        command::<party::unfreeze::UnfreezeParty>(),
        command::<party::merge::MergeParties>(),
        command::<party::give_up_identifier::GiveUpIdentifier>(),
        command::<graph::name_host_root::NameHostRoot>(),
        command::<graph::relate::RelateParties>(),
        command::<graph::change_share::ChangeShare>(),
        command::<graph::terminate::TerminateRelation>(),
        command::<graph::correct::CorrectRelation>(),
        command::<graph::void::VoidRelation>(),
        command::<asset::register::RegisterAsset>(),
        command::<asset::assign_role::AssignAssetRole>(),
        command::<asset::end_role::EndAssetRole>(),
        command::<asset::reserve::ReserveAsset>(),
        command::<asset::release::ReleaseAsset>(),
        command::<asset::revise::ReviseAsset>(),
        command::<asset::retire::RetireAsset>(),
        command::<contract::draft::DraftContract>(),
        command::<contract::revise::ReviseContract>(),
        command::<contract::sign::SignContract>(),
        command::<contract::amend::AmendContract>(),
        command::<contract::terminate::TerminateContract>(),
        command::<contract::print::PrintContract>(),
        command::<obligation::undertake::UndertakeObligation>(),
        command::<obligation::waive::WaiveObligation>(),
        command::<obligation::cancel::CancelObligation>(),
        command::<obligation::breach::BreachObligation>(),
        command::<budget::open::OpenBudget>(),
        command::<budget::reserve::ReserveBudget>(),
        command::<budget::release::ReleaseBudget>(),
        command::<budget::change_limit::ChangeBudgetLimit>(),
        command::<budget::close::CloseBudget>(),
        command::<budget::expire::ExpireBudget>(),
        command::<schedule::plan::PlanPayments>(),
        command::<schedule::cancel::CancelSchedule>(),
        command::<fact::record::RecordFact>(),
        command::<fact::record_internal::RecordInternalFact>(),
        command::<fact::reverse::ReverseFact>(),
        command::<fact::transfer_title::TransferTitle>(),
        command::<fact::recognise::RecogniseRevenue>(),
        command::<fact::correct_cost::CorrectCost>(),
        command::<fact::print::PrintFact>(),
        command::<fact::attach_proof::AttachProof>(),
        command::<fact::register_artifact::RegisterArtifact>(),
        command::<fact::change_artifact::ChangeArtifactStatus>(),
        command::<fact::move_cleared::MoveClearedGoods>(),
        command::<series::configure::ConfigureNumberSeries>(),
        command::<invoice::draft::DraftInvoice>(),
        command::<invoice::revise::ReviseInvoice>(),
        command::<invoice::issue::IssueInvoice>(),
        command::<invoice::attach_artifact::AttachInvoiceArtifact>(),
        command::<invoice::post::PostInvoice>(),
        command::<invoice::credit::CreditInvoice>(),
        command::<invoice::tax_invoice::IssueTaxInvoice>(),
        command::<invoice::write_off::WriteOffDifference>(),
        command::<invoice::void::VoidInvoice>(),
        command::<invoice::close::CloseInvoice>(),
        command::<invoice::print::PrintInvoice>(),
        command::<invoice::allocate_waiting::AllocateWaiting>(),
        command::<payment::record::RecordPayment>(),
        command::<payment::confirm::ConfirmPayment>(),
        command::<payment::allocate::AllocatePayment>(),
        command::<payment::unallocate::UnallocatePayment>(),
        command::<payment::move_allocation::MoveAllocation>(),
        command::<payment::write_off::WriteOffRemainder>(),
        command::<payment::reverse::ReversePayment>(),
        command::<payment::offset::OffsetInvoices>(),
        command::<payment::auto_allocate::AutoAllocate>(),
        command::<sale::note::NoteOrder>(),
        command::<sale::resume::ResumeSale>(),
        command::<sale::stall::StallSale>(),
        command::<clearance::note::NoteRelease>(),
        command::<clearance::link::LinkClearance>(),
        command::<clearance::resume::ResumeClearance>(),
        command::<clearance::stall::StallClearance>(),
    ],
    queries: &[
        query::<queries::party_list::ListParties>(),
        query::<queries::party_get::GetParty>(),
        query::<queries::party_relations::GetPartyRelations>(),
        query::<queries::own_companies::ListOwnCompanies>(),
        query::<queries::intercompany::CheckIntercompany>(),
        query::<queries::asset_list::ListAssets>(),
        query::<queries::asset_get::GetAsset>(),
        query::<queries::contract_list::ListContracts>(),
        query::<queries::contract_get::GetContract>(),
        query::<queries::obligation_list::ListObligations>(),
        query::<queries::obligation_get::GetObligation>(),
        query::<queries::budget_list::ListBudgets>(),
        query::<queries::budget_get::GetBudget>(),
        query::<queries::schedule_get::GetPaymentSchedule>(),
        query::<queries::cash_flow::GetCashFlow>(),
        query::<queries::fact_list::ListFacts>(),
        query::<queries::fact_get::GetFact>(),
        query::<queries::revenue_due::ListRevenueDue>(),
        query::<queries::proof_upload::GetProofUpload>(),
        query::<queries::proof_download::GetProofDownload>(),
        query::<queries::stock_balances::ListStockBalances>(),
        query::<queries::stock_moves::ListStockMoves>(),
        query::<queries::invoice_list::ListInvoices>(),
        query::<queries::invoice_get::GetInvoice>(),
        query::<queries::claim_ageing::GetClaimAgeing>(),
        query::<queries::payment_list::ListPayments>(),
        query::<queries::payment_get::GetPayment>(),
        query::<queries::account_statement::GetAccountStatement>(),
        query::<queries::series_get::GetNumberSeries>(),
        query::<queries::sale_list::ListSales>(),
        query::<queries::clearance_list::ListClearances>(),
    ],
    lookups: &[],
    views: &[
        view::<views::party_list::PartyListFromParty>(),
        view::<views::asset_list::AssetListFromAsset>(),
        view::<views::contract_list::ContractListFromContract>(),
        view::<views::obligation_list::ObligationListFromObligation>(),
        view::<views::cash_debts::CashDebtsFromObligation>(),
        view::<views::budget_list::BudgetListFromBudget>(),
        view::<views::cash_plan::CashPlanFromPaymentSchedule>(),
        view::<views::fact_feed::FactFeedFromFact>(),
        view::<views::revenue_due::RevenueDueFromFact>(),
        view::<views::stock_moves::StockMovesFromStockSheet>(),
        view::<views::stock_balances::StockBalancesFromStockSheet>(),
        view::<views::invoice_list::InvoiceListFromInvoice>(),
        view::<views::payment_list::PaymentListFromPayment>(),
        view::<views::account_statement::AccountStatementFromInvoice>(),
        view::<views::account_statement::AccountStatementFromPayment>(),
        view::<views::sale_list::SaleListFromSale>(),
        view::<views::clearance_list::ClearanceListFromClearance>(),
    ],
    reactions: &[
        reaction::<reactions::allocate_on_confirmed::AllocateOnPaymentConfirmed>(),
        reaction::<reactions::allocate_on_invoice::AllocateOnInvoice>(),
        reaction::<reactions::carry_sale::CarrySaleOnNews>(),
        reaction::<reactions::carry_clearance::CarryClearanceOnNews>(),
    ],
    listeners: &[listener::<listeners::orders::NoteOrderOnOrders>(), listener::<listeners::customs::NoteReleaseOnCustoms>()],
    schedules: &[
        schedule::<schedules::sweep_waiting::SweepWaitingPayments>(),
        schedule::<schedules::expire_budgets::ExpireBudgets>(),
        schedule::<schedules::recognise_months::RecogniseMonths>(),
    ],
    webhooks: &[],
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::CATALOGUE;

    #[test]
    fn every_event_has_one_sample() {
        for aggregate in CATALOGUE.aggregates {
            let names = aggregate.bus_names();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
            for sample in aggregate.samples() {
                assert_eq!(aggregate.round_trip(&sample).as_ref(), Ok(&sample), "{}", aggregate.name());
            }
        }
    }

    /// In customs a company owns goods, in orders it buys; here everybody is a party.
    #[test]
    fn x10_parties_are_called_parties() {
        for command in CATALOGUE.commands {
            let schema = serde_json::Value::from(command.schema(&mut schemars::SchemaGenerator::default()));
            let fields = schema["properties"].as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
            let foreign = |field: &String| field.starts_with("company") || field.starts_with("tenant") || field.starts_with("client");
            assert!(!fields.iter().any(foreign), "{}: {fields:?}", command.spec().name);
        }
    }
}
