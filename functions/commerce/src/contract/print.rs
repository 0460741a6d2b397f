//! Asks for a contract's summary on paper.

use kernel::view::RowQuery;
use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Language, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Contract, ContractEvent, ContractRefusal, ContractStatus, PartyRole, Standing, Terms};
use crate::invoice::paper::{Labelled, party as paper_party};
use crate::obligation::{ObligationKind, ObligationStatus};
use crate::paper::{self, Sheet, SheetClause, SheetForm, SheetLine, SheetRequest, SheetRole, SheetTotals, word};
use crate::party::{self, Unusable};
use crate::views::obligation_list::{self, ObligationItem};
use crate::{ContractId, Interval};

/// Asks for a contract on a page or two: who is what, what is owed, on which terms. Obligations
/// are listed as the list of obligations shows them at that moment.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintContract {
    /// Which contract.
    pub contract_id: ContractId,
    /// Of the form's own words; the tenant's when absent.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub language: Option<Language>,
}

impl PrintContract {
    fn obligations(&self) -> RowQuery {
        obligation_list::of_contract(self.contract_id).wide()
    }
}

fn status(contract: &Contract, today: Day, language: Language) -> String {
    match contract.status(today) {
        ContractStatus::Draft => word(language, "Draft", "Чернетка", "Черновик"),
        ContractStatus::Signed => word(language, "In force", "Діє", "Действует"),
        ContractStatus::Expired => word(language, "Expired", "Строк минув", "Срок истёк"),
        ContractStatus::Terminated => word(language, "Terminated", "Розірвано", "Расторгнут"),
    }
}

fn period(valid: Interval) -> String {
    let until = valid.until().and_then(|until| until.pred_opt()).map(paper::day).unwrap_or_default();
    format!("{} – {until}", paper::day(valid.from())).trim_end().to_owned()
}

fn role(held: &PartyRole, contract: &Contract, facts: &Facts, language: Language) -> Option<SheetRole> {
    let of = &party::survivor(facts, held.party)?.state;
    let period = if held.valid == contract.valid { String::new() } else { period(held.valid) };
    Some(SheetRole { role: paper::role(held.role, language), period, party: paper_party(of, contract.currency, true) })
}

/// What stands on the summary of an obligation; nothing of debts, which invoices print, and of
/// what nobody owes any more.
fn line(item: &ObligationItem, gross: bool, language: Language) -> Option<SheetLine> {
    let note = match item.status {
        ObligationStatus::Waived | ObligationStatus::Cancelled => return None,
        ObligationStatus::Open => word(language, "open", "відкрите", "открыто"),
        ObligationStatus::Partial => word(language, "fulfilled in part", "виконано частково", "исполнено частично"),
        ObligationStatus::Fulfilled => word(language, "fulfilled", "виконано", "исполнено"),
        ObligationStatus::Breached => word(language, "breached", "порушено", "нарушено"),
    };
    if item.kind == ObligationKind::Pay {
        return None;
    }
    let more = item.lines.saturating_sub(1);
    let first = item.subject.as_ref().map(Line::as_str).unwrap_or_default();
    let name = if more == 0 { first.to_owned() } else { format!("{first} (+{more})") };
    let (net, gross) = if gross { (None, item.amount) } else { (item.amount, None) };
    Some(SheetLine { name, note, net, gross, due: Some(item.due), ..SheetLine::default() })
}

fn clauses(terms: &Terms, language: Language) -> Vec<SheetClause> {
    let clause = |heading: String, text: String| SheetClause { heading, text };
    let prices = if terms.price_includes_tax {
        word(language, "Prices include tax.", "Ціни включають податок.", "Цены включают налог.")
    } else {
        word(language, "Tax is added to prices.", "Податок додається до цін.", "Налог добавляется к ценам.")
    };
    let days = terms.payment_days;
    let due = word(
        language,
        &format!("Invoices are due within {days} days."),
        &format!("Рахунки сплачуються протягом {days} днів."),
        &format!("Счета оплачиваются в течение {days} дней."),
    );
    let mut clauses = vec![
        clause(word(language, "Prices", "Ціни", "Цены"), prices),
        clause(word(language, "Payment", "Оплата", "Оплата"), due),
        clause(word(language, "Supply", "Постачання", "Поставка"), paper::recognition(terms.recognition, language)),
    ];
    if let Some(small) = terms.small_difference {
        let text = word(
            language,
            &format!("A rest of up to {small} is written off."),
            &format!("Залишок до {small} списується."),
            &format!("Остаток до {small} списывается."),
        );
        clauses.push(clause(word(language, "Small differences", "Незначні різниці", "Незначительные разницы"), text));
    }
    clauses.push(clause(word(language, "Governing law", "Право", "Право"), terms.governing_law.as_str().to_owned()));
    clauses
}

fn model(contract: &Contract, items: &[ObligationItem], facts: &Facts, today: Day, language: Language) -> Option<Sheet> {
    let roles = contract.roles.iter().map(|held| role(held, contract, facts, language)).collect::<Option<Vec<_>>>()?;
    let gross = contract.terms(today).is_some_and(|terms| terms.price_includes_tax);
    let lines = items.iter().filter_map(|item| line(item, gross, language)).zip(1..);
    let lines: Vec<SheetLine> = lines.map(|(line, n)| SheetLine { n, ..line }).collect();
    let date = match &contract.standing {
        Standing::Draft => None,
        Standing::Signed { on } | Standing::Terminated { signed_on: on, .. } => Some(*on),
    };
    Some(Sheet {
        number: contract.number.to_string(),
        date,
        valid_from: Some(contract.valid.from()),
        valid_to: contract.valid.until().and_then(|until| until.pred_opt()),
        currency: Some(contract.currency),
        parties: roles,
        status: status(contract, today, language),
        facts: vec![Labelled { label: word(language, "Kind", "Вид", "Вид"), value: paper::deal(contract.kind, language) }],
        totals: SheetTotals::of(&lines, Some(contract.currency)),
        lines,
        terms: contract.terms(today).map(|terms| clauses(terms, language)).unwrap_or_default(),
        ..Sheet::default()
    })
}

impl Command for PrintContract {
    type Aggregate = Contract;
    type Refusal = ContractRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.print-contract",
        route: Some(Route::post("/commerce/contracts/{contract_id}/print")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[obligation_list::VIEW],
        summary: "Asks for a contract's summary on paper.",
    };

    fn target(&self, _: &Context) -> ContractId {
        self.contract_id
    }

    fn wants(&self, contract: Option<&Contract>, facts: &Facts, _: &Context) -> Vec<Want> {
        let Some(contract) = contract else { return Vec::new() };
        let parties = contract.roles.iter().flat_map(|held| party::want_survivor(facts, held.party));
        std::iter::once(Want::Rows(self.obligations())).chain(parties).collect()
    }

    fn decide(&self, contract: Option<&Contract>, facts: &Facts, context: &Context) -> Result<Decision<Contract>, ContractRefusal> {
        let contract = contract.ok_or(ContractRefusal::NotFound)?;
        let rows = facts.rows(&self.obligations());
        let items: Vec<ObligationItem> = rows.iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok()).collect();
        let language = self.language.unwrap_or(context.settings.language);
        let today = context.now.day_in(context.settings.time_zone);
        let model = model(contract, &items, facts, today, language).ok_or(ContractRefusal::Party(Unusable::Unknown))?;
        let file_name = Line::new(&format!("{}.pdf", contract.number)).unwrap_or_else(|_| contract.number.clone());
        let request = SheetRequest { form: SheetForm::ContractSummary, language, file_name, model: Box::new(model) };
        Ok(Decision::of([ContractEvent::PrintRequested(request)]))
    }

    fn example() -> Self {
        Self { contract_id: crate::samples::contracts::contract_id(), language: None }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Row;
    use kernel::aggregate::fold_events;
    use testkit::decision::Given;
    use testkit::{context, given};

    use super::*;
    use crate::obligation::{Obligation, ObligationEvent};
    use crate::party::Party;
    use crate::samples::contracts::{contract_id, drafted, in_force, sale};
    use crate::samples::obligations::delivery;
    use crate::samples::parties::{buyer_id, buyer_registered, seller_id, seller_registered};
    use crate::views::obligation_list::item;

    fn with_parties(given: Given<Contract>) -> Given<Contract> {
        given.with::<Party>(seller_id(), [seller_registered()]).with::<Party>(buyer_id(), [buyer_registered()])
    }

    fn printed(given: Given<Contract>, language: Language) -> SheetRequest {
        let print = PrintContract { language: Some(language), ..PrintContract::example() };
        let mut events = with_parties(given).when(print).accepted().events;
        let Some(ContractEvent::PrintRequested(request)) = events.pop() else { panic!("{events:?}") };
        request
    }

    #[test]
    fn a_contract_is_printed_with_its_parties_obligations_and_terms() {
        let event = ObligationEvent::Undertaken(delivery());
        let obligation = fold_events::<Obligation>(None, &[event], &context().meta("test")).unwrap().unwrap();
        let row = Row::new("x", "y", serde_json::to_value(item(&obligation, 1)).unwrap());
        let listed = given(in_force(sale())).rows(obligation_list::VIEW, &format!("contract#{}", contract_id()), [row]);
        let request = printed(listed, Language::Uk);
        assert_eq!((request.form, request.model.status.as_str()), (SheetForm::ContractSummary, "Діє"));
        let roles: Vec<&str> = request.model.parties.iter().map(|held| held.role.as_str()).collect();
        assert_eq!(roles, ["Продавець", "Покупець"]);
        let [line] = request.model.lines.as_slice() else { panic!("{:?}", request.model.lines) };
        assert_eq!((line.n, line.due, line.note.as_str()), (1, Some(delivery().due), "відкрите"));
        assert_eq!(request.model.totals.net, obligation.amount());
        assert!(request.model.terms.len() >= 4);
    }

    #[test]
    fn a_draft_is_printed_as_one_and_strangers_are_not() {
        let request = printed(given([drafted()]), Language::En);
        assert_eq!((request.model.date, request.model.status.as_str()), (None, "Draft"));
        given([]).when(PrintContract::example()).refused(ContractRefusal::NotFound);
        given([drafted()]).when(PrintContract::example()).refused(ContractRefusal::Party(Unusable::Unknown));
    }
}
