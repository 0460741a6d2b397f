//! What money is to come and to go.

use std::collections::{BTreeMap, BTreeSet};

use kernel::view::RowQuery;
use kernel::{Answer, Context, Day, Facts, Money, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::as_of;
use crate::schedule::{ScheduleOwner, ScheduleRefusal};
use crate::views::cash_debts::{self, DebtItem};
use crate::views::cash_plan::{self, PlanItem};
use crate::{ContractId, InvoiceId, PartyId};

/// Days that are shown when no last day is asked for: a quarter.
const DAYS_DEFAULT: u64 = 91;

/// Contracts whose claims are looked up one by one: with what else is read, as much as one answer
/// may look up. With more, the first 2,000 contracts with claims are read.
const CONTRACTS_ONE_BY_ONE_MAX: usize = 150;

/// What money is to come to an own company and to go from it, by due day.
///
/// Open debts of invoices come first, by the invoice's own schedule where it has one. What
/// schedules of contracts and obligations plan is shown as far as no invoice has claimed it yet:
/// claims of a contract use up what is planned under it, the earliest first. What is overdue is
/// shown on its day, before the first day that was asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetCashFlow {
    /// Whose money.
    pub party_id: PartyId,
    /// The last day, included; a quarter from today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// Money to come and to go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CashFlow {
    /// Whose money.
    pub party_id: PartyId,
    /// Today: what is due before is overdue.
    pub today: Day,
    /// The last day that is shown.
    pub until: Day,
    /// By due day.
    pub payments: Vec<ExpectedPayment>,
    /// Sums by currency.
    pub totals: Vec<CashTotal>,
    /// Whether everything was read: 2,000 debts and as many schedules at most are.
    pub complete: bool,
}

/// A payment that is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExpectedPayment {
    /// When.
    pub due: Day,
    /// Whether it comes or goes.
    pub direction: CashDirection,
    /// How much.
    pub amount: Money,
    /// Who pays it, or whom it is paid to.
    pub counterparty: PartyId,
    /// Why it is expected.
    pub basis: CashBasis,
    /// The contract that it belongs to.
    pub contract_id: Option<ContractId>,
    /// Whether its day has passed.
    pub overdue: bool,
}

/// Which way money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CashDirection {
    /// It comes.
    In,
    /// It goes.
    Out,
}

/// Why a payment is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CashBasis {
    /// An invoice demands it.
    Invoice {
        /// Which one.
        invoice_id: InvoiceId,
    },
    /// It is planned.
    Plan {
        /// For what.
        owner: ScheduleOwner,
    },
}

/// Sums of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CashTotal {
    /// What comes.
    pub incoming: Money,
    /// What goes.
    pub outgoing: Money,
}

impl GetCashFlow {
    fn until(&self, context: &Context) -> Day {
        let today = as_of(None, context);
        self.until.unwrap_or_else(|| today.checked_add_days(chrono::Days::new(DAYS_DEFAULT)).unwrap_or(today))
    }

    /// Where the claims of contracts stand that something is planned for. Every order makes a
    /// contract: one by one they are found however many there are.
    fn claims(&self, facts: &Facts) -> Vec<RowQuery> {
        let plans = facts.rows(&cash_plan::of_party(self.party_id)).iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok());
        let planned = plans.filter(|plan: &PlanItem| !matches!(plan.owner, ScheduleOwner::Invoice { .. }));
        let contracts: BTreeSet<ContractId> = planned.filter_map(|plan| plan.contract_id).collect();
        if contracts.len() > CONTRACTS_ONE_BY_ONE_MAX {
            return vec![cash_debts::claims_of_party(self.party_id)];
        }
        contracts.into_iter().map(|contract| cash_debts::claims_of_contract(self.party_id, contract)).collect()
    }

    fn payment(
        &self,
        due: Day,
        amount: Money,
        ends: (PartyId, PartyId),
        basis: CashBasis,
        contract_id: Option<ContractId>,
    ) -> ExpectedPayment {
        let (from, to) = ends;
        let (direction, counterparty) = if from == self.party_id { (CashDirection::Out, to) } else { (CashDirection::In, from) };
        ExpectedPayment { due, direction, amount, counterparty, basis, contract_id, overdue: false }
    }

    /// Open debts, by the schedules of their invoices where they have one.
    fn of_debts(&self, debts: &[DebtItem], plans: &[PlanItem]) -> Vec<ExpectedPayment> {
        let mut payments = Vec::new();
        for debt in debts {
            let owner = ScheduleOwner::Invoice { invoice: debt.invoice_id };
            let basis = CashBasis::Invoice { invoice_id: debt.invoice_id };
            let ends = (debt.from, debt.to);
            let rows = plans.iter().find(|plan| plan.owner == owner).map(|plan| plan.rows.as_slice()).unwrap_or_default();
            let mut settled = debt.amount.minor().saturating_sub(debt.open.minor());
            let mut left = debt.open.minor();
            for row in rows {
                let open = use_up(&mut settled, row.amount.minor()).min(left);
                left = left.saturating_sub(open);
                payments.push(self.payment(row.due, Money::from_minor(open, debt.open.currency()), ends, basis, debt.contract_id));
            }
            payments.push(self.payment(debt.due, Money::from_minor(left, debt.open.currency()), ends, basis, debt.contract_id));
        }
        payments
    }

    /// What contracts and obligations plan beyond what their contracts have claimed.
    fn of_plans(&self, plans: &[PlanItem], claims: &BTreeMap<ContractId, i64>) -> Vec<ExpectedPayment> {
        let planned = |plan: &&PlanItem| match plan.owner {
            ScheduleOwner::Contract { .. } | ScheduleOwner::Obligation { .. } => true,
            ScheduleOwner::Invoice { .. } => false,
        };
        let mut rows: Vec<_> = plans.iter().filter(planned).flat_map(|plan| plan.rows.iter().map(move |row| (plan, row))).collect();
        rows.sort_by_key(|(plan, row)| (row.due, plan.schedule_id));
        let mut claims = claims.clone();
        let payment = |(plan, row): (&PlanItem, &crate::schedule::ScheduleRow)| {
            let mut none = 0;
            let claimed = plan.contract_id.and_then(|contract| claims.get_mut(&contract)).unwrap_or(&mut none);
            let open = use_up(claimed, row.amount.minor());
            let amount = Money::from_minor(open, row.amount.currency());
            self.payment(row.due, amount, (plan.from, plan.to), CashBasis::Plan { owner: plan.owner }, plan.contract_id)
        };
        rows.into_iter().map(payment).collect()
    }
}

/// What is left of an amount after as much as possible of it was used up by `used`.
fn use_up(used: &mut i64, amount: i64) -> i64 {
    let taken = amount.min((*used).max(0));
    *used = used.saturating_sub(taken);
    amount.saturating_sub(taken)
}

fn totals(payments: &[ExpectedPayment]) -> Vec<CashTotal> {
    let mut sums: BTreeMap<kernel::Currency, CashTotal> = BTreeMap::new();
    for payment in payments {
        let currency = payment.amount.currency();
        let nothing = Money::zero(currency);
        let total = sums.entry(currency).or_insert(CashTotal { incoming: nothing, outgoing: nothing });
        let side = match payment.direction {
            CashDirection::In => &mut total.incoming,
            CashDirection::Out => &mut total.outgoing,
        };
        *side = side.plus(payment.amount).unwrap_or(*side);
    }
    sums.into_values().collect()
}

impl Query for GetCashFlow {
    type Answer = CashFlow;
    type Refusal = ScheduleRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-cash-flow",
        route: Route::get("/commerce/cash-flow"),
        roles: &[Role::TeamLead, Role::Accountant, Role::Administrator],
        summary: "What money is to come and to go, from schedules and open debts.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let queries = [cash_plan::of_party(self.party_id), cash_debts::of_party(self.party_id)];
        queries.into_iter().chain(self.claims(facts)).map(Want::Rows).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<CashFlow>, ScheduleRefusal> {
        let (today, until) = (as_of(None, context), self.until(context));
        let plans: Vec<PlanItem> = super::ListPage::read(facts.page(&cash_plan::of_party(self.party_id))).items;
        let debts: Vec<DebtItem> = super::ListPage::read(facts.page(&cash_debts::of_party(self.party_id))).items;
        let claims = self.claims(facts);
        let whole = |query: &RowQuery| facts.page(query).is_none_or(|page| page.next_cursor.is_none());
        let read = [cash_plan::of_party(self.party_id), cash_debts::of_party(self.party_id)];
        let complete = read.iter().chain(&claims).all(whole);
        let claims = claims.iter().flat_map(|query| facts.rows(query)).filter_map(cash_debts::read_claims).collect();
        let mut payments = self.of_debts(&debts, &plans);
        payments.extend(self.of_plans(&plans, &claims));
        payments.retain(|payment| payment.due <= until && payment.amount.is_positive());
        payments.iter_mut().for_each(|payment| payment.overdue = payment.due < today);
        payments.sort_by_key(|payment| (payment.due, payment.counterparty, payment.amount.minor()));
        let totals = totals(&payments);
        Ok(Answer::of(CashFlow { party_id: self.party_id, today, until, payments, totals, complete }))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;
    use crate::obligation::{Obligation, ObligationEvent};
    use crate::queries::tests::{World, ask};
    use crate::samples::obligations::{owed, settled};
    use crate::samples::parties::{buyer_id, seller_id};
    use crate::samples::schedules::planned;
    use crate::samples::{day, money};
    use crate::schedule::{Planned, ScheduleEvent};
    use crate::views::cash_debts::CashDebtsFromObligation;
    use crate::views::cash_plan::CashPlanFromPaymentSchedule;
    use crate::views::tests::{Rows, rows};

    fn invoice() -> InvoiceId {
        InvoiceId::derive(&["sample"])
    }

    fn debts(commits: &[Vec<ObligationEvent>]) -> Rows {
        rows::<CashDebtsFromObligation>(Obligation::id_of_debt(invoice()), commits)
    }

    fn plan(planned: Planned) -> Rows {
        rows::<CashPlanFromPaymentSchedule>(planned.owner.schedule(), &[vec![ScheduleEvent::Planned(planned)]])
    }

    fn flow(party_id: PartyId, until: &str, rows: Rows) -> Vec<(String, CashDirection, String)> {
        let query = GetCashFlow { party_id, until: Some(day(until)) };
        let body = ask(&query, &World::of(rows)).unwrap().body;
        body.payments.into_iter().map(|one| (one.due.to_string(), one.direction, one.amount.amount())).collect()
    }

    fn expected(payments: &[(&str, CashDirection, &str)]) -> Vec<(String, CashDirection, String)> {
        payments.iter().map(|(due, direction, amount)| ((*due).to_owned(), *direction, (*amount).to_owned())).collect()
    }

    #[test]
    fn k16_what_is_planned_comes_on_its_days() {
        let (incoming, outgoing) = (CashDirection::In, CashDirection::Out);
        let seller = flow(seller_id(), "2027-02-01", plan(planned()));
        assert_eq!(seller, expected(&[("2026-12-01", incoming, "300.00"), ("2027-01-15", incoming, "700.00")]));
        assert_eq!(flow(buyer_id(), "2026-12-31", plan(planned())), expected(&[("2026-12-01", outgoing, "300.00")]));
    }

    #[test]
    fn what_invoices_claim_is_no_longer_only_planned() {
        let half = Planned { base: money("2000.00", Currency::UAH), ..planned() };
        let rows_of = half.rows.iter().map(|row| crate::schedule::ScheduleRow { amount: money("1000.00", Currency::UAH), ..*row });
        let half = Planned { rows: rows_of.collect(), ..half };
        // Of two payments of 1,000.00 an invoice has claimed 1,200.00, of which 500.00 is paid.
        let all = plan(half).and(debts(&[vec![owed()], vec![settled("500.00")]]));
        let payments = expected(&[("2026-12-05", CashDirection::In, "700.00"), ("2027-01-15", CashDirection::In, "800.00")]);
        assert_eq!(flow(seller_id(), "2027-02-01", all), payments);
    }

    #[test]
    fn k06_k16_what_a_void_invoice_claimed_is_planned_again() {
        let void = ObligationEvent::Cancelled { reason: crate::samples::line("Помилка в кількості") };
        let all = plan(planned()).and(debts(&[vec![owed()], vec![void]]));
        let incoming = CashDirection::In;
        let expected = expected(&[("2026-12-01", incoming, "300.00"), ("2027-01-15", incoming, "700.00")]);
        assert_eq!(flow(seller_id(), "2027-02-01", all), expected);
    }

    #[test]
    fn claims_of_a_planned_contract_are_found_however_many_contracts_have_no_plan() {
        let query = GetCashFlow { party_id: seller_id(), until: None };
        let (world, context, mut facts) = (World::of(plan(planned())), testkit::context(), Facts::default());
        for want in query.wants(&facts, &context) {
            world.look_up(&want, &mut facts);
        }
        let contract = planned().contract.unwrap();
        let claims = Want::Rows(cash_debts::claims_of_contract(seller_id(), contract));
        let more: Vec<String> = query.wants(&facts, &context).iter().filter(|want| !facts.has(want)).map(Want::key).collect();
        assert_eq!(more, [claims.key()]);
    }

    #[test]
    fn a_forecast_says_that_it_is_cut() {
        let debts = |count: u32| {
            let one = |n: u32| {
                let owed = Obligation::owed(
                    InvoiceId::derive(&[&n.to_string()]),
                    None,
                    buyer_id(),
                    seller_id(),
                    money("1.00", Currency::UAH),
                    day("2026-12-05"),
                );
                rows::<CashDebtsFromObligation>(Obligation::id_of_debt(InvoiceId::derive(&[&n.to_string()])), &[vec![owed]])
            };
            (0..count).map(one).fold(Rows::default(), Rows::and)
        };
        let query = GetCashFlow { party_id: seller_id(), until: None };
        let complete = |count| ask(&query, &World::of(debts(count))).unwrap().body.complete;
        assert!(complete(2_000) && !complete(2_001));
    }

    #[test]
    fn an_invoice_is_paid_by_its_own_schedule() {
        let owner = ScheduleOwner::Invoice { invoice: invoice() };
        let rows_of = planned().rows.into_iter().map(|row| crate::schedule::ScheduleRow { amount: money("600.00", Currency::UAH), ..row });
        let of_invoice = Planned { owner, base: money("1200.00", Currency::UAH), rows: rows_of.collect(), ..planned() };
        let all = plan(of_invoice).and(debts(&[vec![owed()], vec![settled("700.00")]]));
        assert_eq!(flow(seller_id(), "2027-02-01", all), expected(&[("2027-01-15", CashDirection::In, "500.00")]));
    }

    #[test]
    fn what_is_overdue_is_marked_and_what_is_paid_is_gone() {
        let query = GetCashFlow { party_id: seller_id(), until: None };
        let body = ask(&query, &World::of(debts(&[vec![owed()]]))).unwrap().body;
        assert_eq!((body.payments.len(), body.payments[0].overdue), (1, false));
        assert_eq!(body.totals, [CashTotal { incoming: money("1200.00", Currency::UAH), outgoing: money("0.00", Currency::UAH) }]);
        assert!(flow(seller_id(), "2027-02-01", debts(&[vec![owed()], vec![settled("1200.00")]])).is_empty());
    }
}
