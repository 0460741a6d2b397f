//! Makes one side of a contract owe something.

use kernel::{Command, CommandSpec, Context, Currency, Day, Decision, Facts, Line, Percentage, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::SupplyKind;

use super::{Duty, Goods, LINES_MAX, Obligation, ObligationEvent, ObligationLine, ObligationRefusal, TOLERANCE_HUNDREDTHS_MAX, Undertaken};
use crate::contract::{Contract, ContractStatus, ContractType};
use crate::{ContractId, ObligationId};

/// Makes the supplier of a signed contract owe its customer goods, services or something agreed.
///
/// Debts of money are not made here: an invoice makes them (decision K19).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndertakeObligation {
    /// Its id; a new one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obligation_id: Option<ObligationId>,
    /// Under which contract.
    pub contract_id: ContractId,
    /// To deliver or to perform.
    pub kind: Promise,
    /// What, numbered from 1.
    pub lines: Vec<ObligationLine>,
    /// By which day.
    pub due: Day,
    /// How much more than promised may be delivered, in hundredths of a percent.
    #[serde(default = "exactly")]
    pub tolerance: Percentage,
    /// The annex that it comes from: the estimate, the specification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annex: Option<Line>,
}

const fn exactly() -> Percentage {
    Percentage::from_hundredths(0)
}

/// What sort of obligation somebody makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Promise {
    /// To deliver goods, a service or the use of something.
    Deliver,
    /// To do what was agreed.
    Perform,
}

impl UndertakeObligation {
    fn duty(&self, price_includes_tax: bool) -> Duty {
        let goods = Goods { lines: self.lines.clone(), price_includes_tax };
        match self.kind {
            Promise::Deliver => Duty::Deliver(goods),
            Promise::Perform => Duty::Perform(goods),
        }
    }

    fn check(&self, contract: &Contract) -> Result<(), ObligationRefusal> {
        if !(1..=LINES_MAX).contains(&self.lines.len()) {
            return Err(ObligationRefusal::LineCount);
        }
        if !(0..=TOLERANCE_HUNDREDTHS_MAX).contains(&self.tolerance.hundredths()) {
            return Err(ObligationRefusal::ToleranceOutOfRange);
        }
        if (1..).zip(&self.lines).any(|(n, line)| line.n != n) {
            return Err(ObligationRefusal::LineNumbers);
        }
        self.lines.iter().try_for_each(|line| check_line(line, contract.kind, contract.currency))
    }
}

fn check_line(line: &ObligationLine, kind: ContractType, currency: Currency) -> Result<(), ObligationRefusal> {
    if !is_supplied(kind, line.supply) {
        return Err(ObligationRefusal::SupplyNotAllowed { kind, line: line.n });
    }
    if line.price.currency() != currency || line.discount.is_some_and(|discount| discount.currency() != currency) {
        return Err(ObligationRefusal::Currency { contract: currency });
    }
    if line.price.is_negative() {
        return Err(ObligationRefusal::NegativePrice);
    }
    if line.agreed().is_none() {
        return Err(ObligationRefusal::AmountOutOfRange);
    }
    if line.stock.as_ref().is_some_and(|stock| stock.parts(line.quantity).is_none()) {
        return Err(ObligationRefusal::StockRatio { line: line.n });
    }
    Ok(())
}

/// What contracts of a type are about; services may go along with goods and leases: carriage, installation.
const fn is_supplied(kind: ContractType, supply: SupplyKind) -> bool {
    match (kind, supply) {
        (_, SupplyKind::Service(_))
        | (ContractType::SaleOfGoods, SupplyKind::Goods)
        | (ContractType::EquipmentLease, SupplyKind::Lease(_)) => true,
        (ContractType::Consulting | ContractType::ServiceSla | ContractType::EquipmentLease, SupplyKind::Goods)
        | (ContractType::Consulting | ContractType::ServiceSla | ContractType::SaleOfGoods, SupplyKind::Lease(_)) => false,
    }
}

impl Command for UndertakeObligation {
    type Aggregate = Obligation;
    type Refusal = ObligationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.undertake-obligation",
        route: Some(Route::post("/commerce/obligations")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Makes the supplier of a signed contract owe its customer something.",
    };

    fn target(&self, context: &Context) -> ObligationId {
        self.obligation_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Obligation>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Contract>(self.contract_id)]
    }

    fn decide(&self, obligation: Option<&Obligation>, facts: &Facts, context: &Context) -> Result<Decision<Obligation>, ObligationRefusal> {
        if obligation.is_some() {
            return Err(ObligationRefusal::Exists);
        }
        let loaded = facts.aggregate::<Contract>(self.contract_id).ok_or(ObligationRefusal::NoSuchContract)?;
        let contract = &loaded.state;
        match contract.status(context.now.day_in(context.settings.time_zone)) {
            ContractStatus::Signed => {}
            is @ (ContractStatus::Draft | ContractStatus::Expired | ContractStatus::Terminated) => {
                return Err(ObligationRefusal::ContractNotSigned { is });
            }
        }
        if !contract.valid.contains(self.due) {
            return Err(ObligationRefusal::DueOutsideContract);
        }
        self.check(contract)?;
        let nobody = ObligationRefusal::NobodyOnThatDay { on: self.due };
        let parties = contract.seller(self.due).zip(contract.buyer(self.due));
        let (from, to) = parties.ok_or(nobody.clone())?;
        let terms = contract.terms(self.due).ok_or(nobody)?;
        let undertaken = Undertaken {
            id: self.target(context),
            contract: Some(self.contract_id),
            from,
            to,
            duty: self.duty(terms.price_includes_tax),
            due: self.due,
            tolerance: self.tolerance,
            annex: self.annex.clone(),
        };
        Ok(Decision::of([ObligationEvent::Undertaken(undertaken)]).unchanged::<Contract>(self.contract_id, loaded.version))
    }

    fn example() -> Self {
        let undertaken = crate::samples::obligations::delivery();
        Self {
            obligation_id: None,
            contract_id: crate::samples::contracts::contract_id(),
            kind: Promise::Deliver,
            lines: crate::samples::obligations::lines(),
            due: undertaken.due,
            tolerance: undertaken.tolerance,
            annex: undertaken.annex,
        }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::Given;
    use testkit::{given, nothing};

    use super::*;
    use crate::contract::{ContractEvent, Drafted, Terminated, Terms};
    use crate::obligation::StockUnit;
    use crate::samples::contracts::{contract_id, drafted, in_force, lease, sale, terms};
    use crate::samples::obligations::{delivery, goods_line, lines, undertaken};
    use crate::samples::{day, line, literal, money};

    fn under(events: impl IntoIterator<Item = ContractEvent>) -> Given<Obligation> {
        nothing().with::<Contract>(contract_id(), events)
    }

    fn owing() -> UndertakeObligation {
        UndertakeObligation { obligation_id: Some(delivery().id), ..UndertakeObligation::example() }
    }

    fn with_line(change: impl FnOnce(&mut ObligationLine)) -> UndertakeObligation {
        let mut typed = owing();
        change(&mut typed.lines[0]);
        typed
    }

    #[test]
    fn k18_an_obligation_says_who_owes_what_to_whom_and_until_when() {
        let decision = under(in_force(sale())).when(owing()).then([undertaken()]);
        assert_eq!(decision.unchanged.len(), 1, "the contract must stay as it was looked at");
        let gross = Drafted { terms: Terms { price_includes_tax: true, ..terms() }, ..sale() };
        let decision = under(in_force(gross)).when(UndertakeObligation { kind: Promise::Perform, ..owing() }).accepted();
        let [ObligationEvent::Undertaken(made)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!(made.duty, Duty::Perform(Goods { lines: lines(), price_includes_tax: true }));
    }

    /// An estimate of `profitability` is an annex: its lines are obligations, its plan is a budget.
    #[test]
    fn x22_an_estimate_is_an_annex_whose_lines_are_owed_under_the_contract() {
        let estimate = UndertakeObligation { annex: Some(line("Кошторис LE-01")), ..owing() };
        let decision = under(in_force(sale())).when(estimate).accepted();
        let [ObligationEvent::Undertaken(made)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((made.annex.clone(), made.contract), (Some(line("Кошторис LE-01")), Some(contract_id())));
    }

    /// The plan is held for the obligation, and the invoice over what was delivered of it spends
    /// that hold first, then what is held for the contract, then what is free.
    #[test]
    fn x22_k17_the_plan_of_an_annex_is_held_for_it_and_spent_by_its_invoices() {
        use crate::budget::reserve::ReserveBudget;
        use crate::budget::{Budget, BudgetEvent, HeldFor, Opened};
        use crate::invoice::assess::InvoiceContent;
        use crate::invoice::draft::DraftInvoice;
        use crate::invoice::issue::IssueInvoice;
        use crate::invoice::void::VoidInvoice;
        use crate::invoice::world::{World, content, invoice, outsider, own, reason, uah, wish};

        let mut world = World::new();
        let contract = world.contract("purchase", outsider(), own(), |_| {});
        world.run(&UndertakeObligation { contract_id: contract, annex: Some(line("Кошторис LE-01")), ..owing() });
        let opened = Opened { party: own(), limit: uah("500.00"), ..crate::samples::budgets::opened() };
        let budget_id = opened.id;
        world.seed::<Budget>(budget_id, [BudgetEvent::Opened(opened)]);
        let (annex, of_contract) = (HeldFor::Obligation { obligation: delivery().id }, HeldFor::Contract { contract });
        for (held_for, amount) in [(annex, "160.00"), (of_contract, "30.00")] {
            world.run(&ReserveBudget { budget_id, held_for, amount: uah(amount) });
        }
        let fact = world.fact("delivery", contract, &[("20", "10.00")]);
        let mut bill = |n: u32, quantity: &str| {
            let content = InvoiceContent { lines: vec![wish(fact, 1, quantity)], budget: Some(budget_id), ..content() };
            world.run(&DraftInvoice { invoice_id: Some(invoice(n)), contract_id: contract, content });
            world.run(&IssueInvoice { invoice_id: invoice(n), ..IssueInvoice::example() });
            let budget = world.state::<Budget>(budget_id);
            (budget.holds.get(&annex).copied(), budget.holds.get(&of_contract).copied(), budget.spent(), budget.free())
        };
        assert_eq!(bill(1, "10"), (Some(uah("60.00")), Some(uah("30.00")), uah("100.00"), uah("310.00")));
        assert_eq!(bill(2, "10"), (None, None, uah("200.00"), uah("300.00")));
        world.run(&VoidInvoice { invoice_id: invoice(2), reason: reason() });
        assert_eq!(world.state::<Budget>(budget_id).free(), uah("400.00"));
        assert_eq!(world.balance(own(), posting::Purpose::BudgetHeld), uah("0"));
    }

    #[test]
    fn only_under_a_signed_contract_that_is_not_over() {
        under([drafted()]).when(owing()).refused(ObligationRefusal::ContractNotSigned { is: ContractStatus::Draft });
        let over = Drafted { valid: crate::samples::parties::interval("2026-01-01", Some("2026-11-01")), ..sale() };
        under(in_force(over)).when(owing()).refused(ObligationRefusal::ContractNotSigned { is: ContractStatus::Expired });
        let ended =
            ContractEvent::Terminated(Terminated { on: day("2026-11-01"), reason: line("так"), open: Vec::new(), open_count: 0 });
        let events = [in_force(sale()).to_vec(), vec![ended]].concat();
        under(events).when(owing()).refused(ObligationRefusal::ContractNotSigned { is: ContractStatus::Terminated });
        nothing().when(owing()).refused(ObligationRefusal::NoSuchContract);
        let late = UndertakeObligation { due: day("2027-01-01"), ..owing() };
        under(in_force(sale())).when(late).refused(ObligationRefusal::DueOutsideContract);
        given([undertaken()]).when(owing()).refused(ObligationRefusal::Exists);
    }

    #[test]
    fn lines_are_checked() {
        let refused = |typed: UndertakeObligation, refusal| under(in_force(sale())).when(typed).refused(refusal);
        refused(with_line(|line| line.n = 2), ObligationRefusal::LineNumbers);
        refused(with_line(|line| line.price = money("1.00", Currency::USD)), ObligationRefusal::Currency { contract: Currency::UAH });
        refused(with_line(|line| line.price = money("-1.00", Currency::UAH)), ObligationRefusal::NegativePrice);
        refused(with_line(|line| line.discount = Some(money("1000.01", Currency::UAH))), ObligationRefusal::AmountOutOfRange);
        let thirds = StockUnit { unit: literal("box"), numerator: 1, denominator: 3 };
        refused(with_line(|line| line.stock = Some(thirds)), ObligationRefusal::StockRatio { line: 1 });
        let nothing = StockUnit { unit: literal("box"), numerator: 0, denominator: 1 };
        refused(with_line(|line| line.stock = Some(nothing)), ObligationRefusal::StockRatio { line: 1 });
        refused(UndertakeObligation { lines: Vec::new(), ..owing() }, ObligationRefusal::LineCount);
        refused(UndertakeObligation { tolerance: Percentage::from_hundredths(10_001), ..owing() }, ObligationRefusal::ToleranceOutOfRange);
        let leased = Drafted { id: contract_id(), ..lease() };
        let refusal = ObligationRefusal::SupplyNotAllowed { kind: ContractType::EquipmentLease, line: 1 };
        under(in_force(leased)).when(owing()).refused(refusal);
    }

    #[test]
    fn a_thousand_lines_are_owed_and_not_one_more() {
        let many =
            |count: u16| UndertakeObligation { lines: (1..=count).map(|n| goods_line(n, "A", "1", "pcs", "1.00")).collect(), ..owing() };
        under(in_force(sale())).when(many(1_000)).accepted();
        under(in_force(sale())).when(many(1_001)).refused(ObligationRefusal::LineCount);
    }
}
