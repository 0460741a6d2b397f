//! Asks for a fact on paper.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Language, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::{Commercial, FactKind};
use super::{Fact, FactEvent, FactLine, FactRefusal};
use crate::contract::Contract;
use crate::invoice::paper::{contract as contract_words, party as paper_party};
use crate::paper::{Sheet, SheetForm, SheetLine, SheetRequest, SheetTotals, word};
use crate::{FactId, party};

/// Which paper a fact has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactForm {
    /// An act of services or of use.
    Act,
    /// Goods handed over.
    Waybill,
}

/// Asks for the primary document of a fact between two parties: a waybill of goods, an act of
/// services or of use. Taxes do not stand on it: they follow with the invoice.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintFact {
    /// Which fact.
    pub fact_id: FactId,
    /// Which form; by what happened, when absent.
    #[serde(default)]
    pub form: Option<FactForm>,
    /// Of the form's own words; the tenant's when absent.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub language: Option<Language>,
}

impl PrintFact {
    fn form(&self, fact: &Fact) -> Result<SheetForm, FactRefusal> {
        let usual = match fact.kind {
            FactKind::Commercial(Commercial::GoodsShipment) => FactForm::Waybill,
            FactKind::Commercial(Commercial::ServiceAct | Commercial::LeaseUsage) => FactForm::Act,
            FactKind::Production(_) | FactKind::Logistics(_) | FactKind::FinanceAdjustment(_) => return Err(FactRefusal::NotPrinted),
        };
        Ok(match self.form.unwrap_or(usual) {
            FactForm::Act => SheetForm::Act,
            FactForm::Waybill => SheetForm::Waybill,
        })
    }
}

fn line(of: &FactLine, language: Language) -> SheetLine {
    let priced = of.priced.as_ref();
    let lot = of.batch.as_ref().map(|batch| format!("{} {}", word(language, "lot", "партія", "партия"), batch.number));
    SheetLine {
        n: u32::from(of.n),
        name: of.article.name.to_string(),
        note: lot.unwrap_or_default(),
        quantity: of.quantity.to_string(),
        unit: of.unit.as_str().to_owned(),
        price: priced.filter(|priced| !priced.price_includes_tax).map(|priced| priced.price),
        net: priced.map(|priced| priced.amount),
        gross: priced.filter(|priced| priced.price_includes_tax).map(|priced| priced.agreed),
        due: None,
    }
}

/// Facts without a number of their own are called by their day.
fn number(fact: &Fact) -> String {
    fact.document.as_ref().map_or_else(|| crate::paper::day(fact.occurred), ToString::to_string)
}

impl Command for PrintFact {
    type Aggregate = Fact;
    type Refusal = FactRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.print-fact",
        route: Some(Route::post("/commerce/facts/{fact_id}/print")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Asks for the act or waybill of a fact on paper.",
    };

    fn target(&self, _: &Context) -> FactId {
        self.fact_id
    }

    fn wants(&self, fact: Option<&Fact>, facts: &Facts, _: &Context) -> Vec<Want> {
        let Some(fact) = fact else { return Vec::new() };
        let parties = [fact.seller, fact.buyer].into_iter().flat_map(|id| party::want_survivor(facts, id));
        let contract = fact.contract.map(Want::aggregate::<Contract>);
        parties.chain(contract).chain(fact.reverses.map(Want::aggregate::<Fact>)).collect()
    }

    fn decide(&self, fact: Option<&Fact>, facts: &Facts, context: &Context) -> Result<Decision<Fact>, FactRefusal> {
        let fact = fact.ok_or(FactRefusal::NotFound)?;
        let form = self.form(fact)?;
        let contract = fact.contract.and_then(|id| facts.aggregate::<Contract>(id)).ok_or(FactRefusal::NoSuchContract)?;
        let currency = fact.currency.unwrap_or(contract.state.currency);
        let side = |id, bank| Ok(paper_party(&party::survivor(facts, id).ok_or(FactRefusal::NoSuchParty)?.state, currency, bank));
        let language = self.language.unwrap_or(context.settings.language);
        let reverses = fact.reverses.and_then(|id| facts.aggregate::<Fact>(id)).map(|original| &original.state);
        let lines: Vec<SheetLine> = fact.lines.iter().map(|standing| line(&standing.line, language)).collect();
        let model = Sheet {
            title: reverses.map(|_| word(language, "Return", "Повернення", "Возврат")).unwrap_or_default(),
            number: number(fact),
            date: Some(fact.occurred),
            tax_point: Some(fact.occurred),
            currency: Some(currency),
            seller: Some(side(fact.seller, true)?),
            buyer: Some(side(fact.buyer, false)?),
            contract: contract_words(&contract.state),
            correction: reverses.map(|original| format!("№ {}", number(original))).unwrap_or_default(),
            totals: SheetTotals::of(&lines, Some(currency)),
            lines,
            ..Sheet::default()
        };
        let file_name = Line::new(&format!("{}.pdf", number(fact))).unwrap_or_else(|_| crate::rules::unnamed());
        Ok(Decision::of([FactEvent::PrintRequested(SheetRequest { form, language, file_name, model: Box::new(model) })]))
    }

    fn example() -> Self {
        Self { fact_id: crate::samples::facts::fact_id(), form: None, language: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::decision::Given;
    use testkit::given;

    use super::*;
    use crate::fact::Recorded;
    use crate::party::Party;
    use crate::samples::contracts::{contract_id, in_force, sale};
    use crate::samples::facts::{fact_id, recorded};
    use crate::samples::parties::{buyer_id, buyer_registered, seller_id, seller_registered};

    fn around(given: Given<Fact>) -> Given<Fact> {
        let given = given.with::<Party>(seller_id(), [seller_registered()]).with::<Party>(buyer_id(), [buyer_registered()]);
        given.with::<Contract>(contract_id(), in_force(sale()))
    }

    fn printed(given: Given<Fact>, print: PrintFact) -> SheetRequest {
        let mut events = around(given).when(print).accepted().events;
        let Some(FactEvent::PrintRequested(request)) = events.pop() else { panic!("{events:?}") };
        request
    }

    #[test]
    fn k46_goods_have_a_waybill_and_services_an_act() {
        let request = printed(given([FactEvent::Recorded(recorded())]), PrintFact::example());
        assert_eq!((request.form, request.model.lines.len()), (SheetForm::Waybill, recorded().lines.len()));
        let worth = recorded().lines.into_iter().filter_map(|line| Some(line.priced?.amount));
        assert_eq!(request.model.totals.net, kernel::Money::sum(worth, kernel::Currency::UAH).ok());
        let service = Recorded { kind: FactKind::Commercial(Commercial::ServiceAct), ..recorded() };
        assert_eq!(printed(given([FactEvent::Recorded(service)]), PrintFact::example()).form, SheetForm::Act);
        let act = PrintFact { form: Some(FactForm::Act), ..PrintFact::example() };
        assert_eq!(printed(given([FactEvent::Recorded(recorded())]), act).form, SheetForm::Act);
    }

    #[test]
    fn k46_a_return_names_what_it_takes_back() {
        let original = FactId::derive(&["sample", "original"]);
        let back = Recorded { reverses: Some(original), ..recorded() };
        let given =
            given([FactEvent::Recorded(back)]).with::<Fact>(original, [FactEvent::Recorded(Recorded { id: original, ..recorded() })]);
        let request = printed(given, PrintFact { language: Some(Language::Uk), ..PrintFact::example() });
        assert_eq!(request.model.title, "Повернення");
        assert!(request.model.correction.starts_with("№ "));
    }

    #[test]
    fn what_happens_inside_a_company_has_no_paper() {
        let inside = Recorded { kind: FactKind::Logistics(crate::fact::Logistics::Arrival), ..recorded() };
        around(given([FactEvent::Recorded(inside)])).when(PrintFact::example()).refused(FactRefusal::NotPrinted);
        given([]).when(PrintFact::example()).refused(FactRefusal::NotFound);
        given([FactEvent::Recorded(recorded())]).when(PrintFact::example()).refused(FactRefusal::NoSuchContract);
        let nobody = given([FactEvent::Recorded(recorded())]).with::<Contract>(contract_id(), in_force(sale()));
        nobody.when(PrintFact::example()).refused(FactRefusal::NoSuchParty);
        assert_eq!(recorded().id, fact_id());
    }
}
