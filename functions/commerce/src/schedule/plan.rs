//! Plans when how much is paid.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Money, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::split::{PlannedPayment, split};
use super::{PaymentSchedule, Planned, ScheduleEvent, ScheduleOwner, ScheduleRefusal};
use crate::contract::Contract;
use crate::obligation::Obligation;
use crate::{ContractId, ObligationId, PartyId, ScheduleId};

/// Plans when how much of a contract, an obligation or an invoice is paid; replaces what was
/// planned before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanPayments {
    /// What is paid for.
    pub owner: ScheduleOwner,
    /// What the percentages are of, and what all payments add up to; for an obligation or an
    /// invoice its amount when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Money>,
    /// The payments.
    pub payments: Vec<PlannedPayment>,
}

struct Parties {
    contract: Option<ContractId>,
    from: PartyId,
    to: PartyId,
    base: Money,
}

impl PlanPayments {
    fn first_day(&self) -> Result<Day, ScheduleRefusal> {
        self.payments.iter().map(|payment| payment.due).min().ok_or(ScheduleRefusal::RowCount)
    }

    fn of_contract(&self, id: ContractId, facts: &Facts) -> Result<Parties, ScheduleRefusal> {
        let contract = &facts.aggregate::<Contract>(id).ok_or(ScheduleRefusal::NoSuchOwner)?.state;
        let base = self.base.ok_or(ScheduleRefusal::BaseRequired)?;
        if base.currency() != contract.currency {
            return Err(ScheduleRefusal::Currency { base: contract.currency });
        }
        // Advances are paid before the contract begins, the last rates after it ends.
        let last = contract.valid.until().and_then(|until| until.pred_opt());
        let first = self.first_day()?.max(contract.valid.from());
        let on = last.map_or(first, |last| first.min(last));
        let (from, to) = contract.debtor(on).zip(contract.creditor(on)).ok_or(ScheduleRefusal::NobodyPays { on })?;
        Ok(Parties { contract: Some(id), from, to, base })
    }

    fn of_obligation(&self, obligation: &Obligation) -> Result<Parties, ScheduleRefusal> {
        let amount = obligation.amount().ok_or(ScheduleRefusal::NoSuchOwner)?;
        let base = self.base.unwrap_or(amount);
        if base.currency() != amount.currency() {
            return Err(ScheduleRefusal::Currency { base: amount.currency() });
        }
        let debt = obligation.debt().is_some();
        if debt && base != amount {
            return Err(ScheduleRefusal::BaseDiffers { owed: amount });
        }
        // Whoever is owed goods pays for them; a debt is paid by whoever owes it.
        let (from, to) = if debt { (obligation.from, obligation.to) } else { (obligation.to, obligation.from) };
        Ok(Parties { contract: obligation.contract, from, to, base })
    }

    fn obligation(&self) -> Option<ObligationId> {
        match self.owner {
            ScheduleOwner::Contract { .. } => None,
            ScheduleOwner::Obligation { obligation } => Some(obligation),
            ScheduleOwner::Invoice { invoice } => Some(Obligation::id_of_debt(invoice)),
        }
    }

    fn parties(&self, facts: &Facts) -> Result<Parties, ScheduleRefusal> {
        match self.owner {
            ScheduleOwner::Contract { contract } => self.of_contract(contract, facts),
            ScheduleOwner::Obligation { .. } | ScheduleOwner::Invoice { .. } => {
                let obligation = self.obligation().and_then(|id| facts.aggregate::<Obligation>(id));
                self.of_obligation(&obligation.ok_or(ScheduleRefusal::NoSuchOwner)?.state)
            }
        }
    }
}

impl Command for PlanPayments {
    type Aggregate = PaymentSchedule;
    type Refusal = ScheduleRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.plan-payments",
        route: Some(Route::post("/commerce/payment-schedules")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Plans when how much of a contract, an obligation or an invoice is paid.",
    };

    fn target(&self, _: &Context) -> ScheduleId {
        self.owner.schedule()
    }

    fn wants(&self, _: Option<&PaymentSchedule>, _: &Facts, _: &Context) -> Vec<Want> {
        match self.owner {
            ScheduleOwner::Contract { contract } => vec![Want::aggregate::<Contract>(contract)],
            ScheduleOwner::Obligation { .. } | ScheduleOwner::Invoice { .. } => {
                self.obligation().map(Want::aggregate::<Obligation>).into_iter().collect()
            }
        }
    }

    fn decide(&self, _: Option<&PaymentSchedule>, facts: &Facts, _: &Context) -> Result<Decision<PaymentSchedule>, ScheduleRefusal> {
        let Parties { contract, from, to, base } = self.parties(facts)?;
        let rows = split(base, &self.payments)?;
        Ok(Decision::of([ScheduleEvent::Planned(Planned { owner: self.owner, contract, from, to, base, rows })]))
    }

    fn example() -> Self {
        crate::samples::schedules::planning()
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::contracts::{contract_id, in_force, sale};
    use crate::samples::obligations::{owed, undertaken};
    use crate::samples::parties::{buyer_id, seller_id};
    use crate::samples::schedules::{planned, planning};
    use crate::samples::{line, money};
    use crate::schedule::RowShare;
    use crate::schedule::cancel::CancelSchedule;

    fn invoice() -> crate::InvoiceId {
        crate::InvoiceId::derive(&["sample"])
    }

    fn whole(owner: ScheduleOwner, base: Option<&str>) -> PlanPayments {
        let share = RowShare::Percent(kernel::Percentage::from_hundredths(10_000));
        let payments = vec![PlannedPayment { due: crate::samples::day("2026-12-01"), share }];
        PlanPayments { owner, base: base.map(|base| money(base, Currency::UAH)), payments }
    }

    #[test]
    fn k16_a_contracts_payments_are_planned_and_planned_anew() {
        let contract = || in_force(sale());
        nothing().with::<Contract>(contract_id(), contract()).when(planning()).then([ScheduleEvent::Planned(planned())]);
        let again = whole(planning().owner, Some("500.00"));
        given([ScheduleEvent::Planned(planned())]).with::<Contract>(contract_id(), contract()).when(again).accepted();
        let baseless = PlanPayments { base: None, ..planning() };
        nothing().with::<Contract>(contract_id(), contract()).when(baseless).refused(ScheduleRefusal::BaseRequired);
        nothing().when(planning()).refused(ScheduleRefusal::NoSuchOwner);
        let dollars = PlanPayments { base: Some(money("1000.00", Currency::USD)), ..planning() };
        let currency = ScheduleRefusal::Currency { base: Currency::UAH };
        nothing().with::<Contract>(contract_id(), contract()).when(dollars).refused(currency);
    }

    #[test]
    fn k16_who_is_owed_goods_pays_for_them_and_a_debt_is_paid_by_who_owes_it() {
        let id = crate::samples::obligations::obligation_id();
        let owner = ScheduleOwner::Obligation { obligation: id };
        let decision = nothing().with::<Obligation>(id, [undertaken()]).when(whole(owner, None)).accepted();
        let [ScheduleEvent::Planned(made)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((made.from, made.to, made.base), (buyer_id(), seller_id(), money("1540.00", Currency::UAH)));
        let (owner, debt) = (ScheduleOwner::Invoice { invoice: invoice() }, Obligation::id_of_debt(invoice()));
        let decision = nothing().with::<Obligation>(debt, [owed()]).when(whole(owner, None)).accepted();
        let [ScheduleEvent::Planned(made)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((made.from, made.to, made.base), (buyer_id(), seller_id(), money("1200.00", Currency::UAH)));
        let less = nothing().with::<Obligation>(debt, [owed()]).when(whole(owner, Some("1199.00")));
        less.refused(ScheduleRefusal::BaseDiffers { owed: money("1200.00", Currency::UAH) });
    }

    #[test]
    fn a_schedule_is_cancelled_once() {
        let cancelled = ScheduleEvent::Cancelled { reason: line("Paid in one sum") };
        given([ScheduleEvent::Planned(planned())]).when(CancelSchedule::example()).then([cancelled.clone()]);
        given([ScheduleEvent::Planned(planned()), cancelled]).when(CancelSchedule::example()).refused(ScheduleRefusal::CancelledAlready);
        given([]).when(CancelSchedule::example()).refused(ScheduleRefusal::NotFound);
    }
}
