//! Prints a declaration as it stands.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Language, Line, Role, Route, Texts, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::paper::{InRole, Labelled, PaperForm, PrintRequested, Sheet, SheetGood, SheetParty};
use super::party::PartyRole;
use super::{Declaration, DeclarationEvent, DeclarationRefusal, alive, forms};
use crate::DeclarationId;
use crate::form::{Form, Good};

/// Prints a declaration as it stands, with our own typesetter: a working copy that needs no
/// vendor and shows every field of the goods. It is found among the papers of the declaration.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintDeclaration {
    /// Which declaration.
    pub declaration_id: DeclarationId,
}

impl Command for PrintDeclaration {
    type Aggregate = Declaration;
    type Refusal = DeclarationRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.print-declaration",
        route: Some(Route::post("/customs/declarations/{declaration_id}/print")),
        roles: &[Role::Declarant, Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Prints a declaration as it stands.",
    };

    fn target(&self, _: &Context) -> DeclarationId {
        self.declaration_id
    }

    fn wants(&self, state: Option<&Declaration>, _: &Facts, _: &Context) -> Vec<Want> {
        forms::want(state)
    }

    fn decide(&self, state: Option<&Declaration>, facts: &Facts, context: &Context) -> Result<Decision<Declaration>, DeclarationRefusal> {
        let declaration = alive(state)?;
        let form = forms::read(declaration, facts)?.ok_or(DeclarationRefusal::NoForm)?;
        let number = declaration.registration_number.as_ref().map_or_else(|| declaration.name().to_string(), ToString::to_string);
        let language = context.settings.language;
        let title = Texts::new("Declaration", "Декларація", "Декларация");
        let file_name = format!("{} {}.pdf", title.in_language(language), number.replace('/', "-"));
        let wanted = PrintRequested {
            form: PaperForm::CustomsDeclaration,
            language,
            file_name: Line::new(&file_name).unwrap_or_else(|_| declaration.name().clone()),
            model: Box::new(sheet(declaration, &form, number, context)),
        };
        Ok(Decision::of([DeclarationEvent::PrintRequested(Box::new(wanted))]))
    }

    fn example() -> Self {
        Self { declaration_id: crate::samples::declarations::declaration_id() }
    }
}

/// What stands on the paper.
fn sheet(declaration: &Declaration, form: &Form, number: String, context: &Context) -> Sheet {
    let language = context.settings.language;
    let party = |role: PartyRole| declaration.parties.get(&role).map(|party| SheetParty { name: party.name.to_string() });
    let others = [PartyRole::FinanciallyResponsible, PartyRole::Declarant, PartyRole::Carrier];
    let in_role = |role: PartyRole| Some(InRole { role: part(role).in_language(language).to_owned(), party: party(role)? });
    Sheet {
        number,
        date: context.now.day_in(context.settings.time_zone),
        facts: head(declaration, language),
        consignor: party(PartyRole::Consignor),
        consignee: party(PartyRole::Consignee),
        parties: others.into_iter().filter_map(in_role).collect(),
        lines: form.goods().iter().map(|good| line(good, declaration)).collect(),
        documents: declaration.documents.values().map(document).collect(),
        notes: vec![notice().in_language(language).to_owned()],
    }
}

fn head(declaration: &Declaration, language: Language) -> Vec<Labelled> {
    let header = &declaration.header;
    let fact =
        |en: &str, uk: &str, ru: &str, value: String| Labelled { label: Texts::new(en, uk, ru).in_language(language).to_owned(), value };
    vec![
        fact("Type (box 1)", "Тип (графа 1)", "Тип (графа 1)", format!("{} {}", header.declaration_type.box_1(), header.procedure.code)),
        fact("Procedure", "Процедура", "Процедура", header.procedure.name.to_string()),
        fact("Customs office", "Митний орган", "Таможенный орган", format!("{} {}", header.office.code, header.office.name)),
        fact("Declarant", "Декларант", "Декларант", header.organization.name.to_string()),
        fact("Signed by", "Підписує", "Подписывает", header.employee.name.to_string()),
    ]
}

fn part(role: PartyRole) -> Texts {
    match role {
        PartyRole::Consignor => Texts::new("Consignor (box 2)", "Відправник (графа 2)", "Отправитель (графа 2)"),
        PartyRole::Consignee => Texts::new("Consignee (box 8)", "Одержувач (графа 8)", "Получатель (графа 8)"),
        PartyRole::FinanciallyResponsible => {
            Texts::new("Responsible for payments (box 9)", "Відповідальний за платежі (графа 9)", "Ответственный за платежи (графа 9)")
        }
        PartyRole::Declarant => Texts::new("Declarant (box 14)", "Декларант (графа 14)", "Декларант (графа 14)"),
        PartyRole::Carrier => Texts::new("Carrier", "Перевізник", "Перевозчик"),
    }
}

/// Longest description on paper, in characters: what a text of a paper may hold.
const PRINTED_CHARACTERS_MAX: usize = 4_000;

/// As much of a description as fits on paper, which says where it was cut.
fn printed(description: &str) -> String {
    match description.char_indices().nth(PRINTED_CHARACTERS_MAX.saturating_sub(1)) {
        Some((end, last)) if end.saturating_add(last.len_utf8()) < description.len() => {
            format!("{}…", description.get(..end).unwrap_or_default())
        }
        Some(_) | None => description.to_owned(),
    }
}

fn line(good: &Good, declaration: &Declaration) -> SheetGood {
    let currency = declaration.form.as_ref().and_then(|form| form.goods.invoiced.as_ref()).map(|money| money.currency().code());
    let text = |amount: &Option<rust_decimal::Decimal>| amount.map(|amount| amount.to_string()).unwrap_or_default();
    let invoiced = format!("{} {}", text(&good.invoiced), currency.unwrap_or_default()).trim().to_owned();
    let payments = good.payments.iter().filter_map(|payment| Some(format!("{}: {}", payment.mode, payment.amount?)));
    SheetGood {
        n: good.number.get(),
        name: printed(&good.description),
        note: payments.collect::<Vec<_>>().join("; "),
        code: good.commodity.as_ref().map(ToString::to_string).unwrap_or_default(),
        country_code: good.origin.as_ref().map(ToString::to_string).unwrap_or_default(),
        gross_weight: text(&good.gross_kilograms),
        net_weight: text(&good.net_kilograms),
        invoiced,
        customs_value: text(&good.customs_value),
    }
}

fn document(document: &super::document::Document) -> Labelled {
    let goods: Vec<String> = document.goods.iter().map(ToString::to_string).collect();
    let goods = if goods.is_empty() { String::new() } else { format!(" ({})", goods.join(", ")) };
    Labelled { label: document.box_44.to_string(), value: format!("{} № {} {}{goods}", document.name, document.number, document.date) }
}

fn notice() -> Texts {
    Texts::new(
        "A working copy. The declaration itself is the one that customs registered.",
        "Робоча копія. Декларацією є та, яку зареєструвала митниця.",
        "Рабочая копия. Декларацией является та, которую зарегистрировала таможня.",
    )
}
