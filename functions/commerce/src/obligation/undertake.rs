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
    #[serde(default)]
    pub tolerance: Percentage,
    /// The annex that it comes from: the estimate, the specification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annex: Option<Line>,
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
        (_, SupplyKind::Service(_)) | (ContractType::SaleOfGoods, SupplyKind::Goods) | (ContractType::EquipmentLease, SupplyKind::Lease(_)) => {
            true
        }
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
