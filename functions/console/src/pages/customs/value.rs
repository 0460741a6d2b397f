//! The declaration of customs value: costs of bringing the goods in, shared out among them.

use serde_json::{Value, json};

use super::head::{self, Part};
use super::{DECLARANTS, inside};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section};
use crate::pages::goods::typed_money;
use crate::pages::kit::deed::form_currency;
use crate::pages::kit::form::{Lines, currencies};
use crate::pages::kit::{Field, FormView, Refused, Sheet};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

/// Most costs of one form, as the command says.
const COSTS_MAX: usize = 100;
/// When Kontur makes the form: it writes into the declaration, which is filed only once.
pub(super) const WAITS_TO_BE_FILED: &str = "awaiting-filing";
/// Lines for costs that a fresh form offers.
const COSTS_FRESH: usize = 3;
/// Boxes of both forms, as the API and Kontur name them: letters are Cyrillic.
const BOXES: [&str; 29] = [
    "11",
    "11Б",
    "12",
    "12А",
    "12Б",
    "12В",
    "12Г",
    "12Д",
    "12Е",
    "12Ж",
    "13",
    "13А",
    "13Б",
    "14",
    "14А",
    "14Б",
    "14В",
    "14Г",
    "14Д",
    "15",
    "16",
    "17",
    "18",
    "19",
    "21",
    "22",
    "23",
    "StatIncrease",
    "StatDecrease",
];
/// By what a cost is shared out.
const BASES: [&str; 3] = ["gross-weight", "price", "manual"];

/// Lines of costs, as typed.
fn costs(cx: &Cx<'_>) -> Lines {
    let words = &cx.w.customs;
    let choices = |values: &[(&str, &str)]| values.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect();
    let boxes = BOXES.map(|code| (code.to_owned(), cx.w.cost_box(code)));
    let bases = choices(&[(BASES[0], words.by_weight), (BASES[1], words.by_price), (BASES[2], words.by_hand)]);
    let include = [("customs-value", words.of_customs_value), ("price", words.of_price), ("statistical-value", words.of_statistical_value)];
    let columns = vec![
        Field::choice("cost_box", words.cost_box, boxes.to_vec()),
        Field::decimal("total", words.cost_total),
        Field::choice("basis", words.cost_basis, bases),
        Field::choice("include", words.cost_include, choices(&include)),
        Field::text("border_place", words.border_place),
        Field::text("shares", words.cost_shares),
    ];
    Lines::read(words.costs, columns, cx.form, COSTS_FRESH, COSTS_MAX)
}

/// Shares as people write them: `1 = 100.00; 2 = 50.00`.
fn shares(cx: &Cx<'_>, text: &str, at: &str) -> Result<Vec<Value>, Problem> {
    let wrong = || Problem::field(at, cx.w.customs.cost_shares_hint);
    let share = |part: &str| {
        let (number, amount) = part.split_once('=').ok_or_else(wrong)?;
        let number: u16 = number.trim().parse().map_err(|_| wrong())?;
        let amount = typed_money(amount.trim(), form_currency(cx), at, cx.w)?.ok_or_else(wrong)?;
        Ok(json!({ "number": number, "amount": amount }))
    };
    text.split(';').filter(|part| !part.trim().is_empty()).map(share).collect()
}

fn cost(cx: &Cx<'_>, number: usize, row: &[String]) -> Result<Value, Problem> {
    let words = &cx.w.customs;
    let cell = |index: usize| row.get(index).map(|text| text.trim()).unwrap_or_default();
    let at = |label: &str| fill(cx.w.kit.line_wrong, &[&number.to_string(), label]);
    let total = typed_money(&typed_decimal(cell(1)), form_currency(cx), &at(words.cost_total), cx.w)?;
    let total = total.ok_or_else(|| Problem::field(&at(words.cost_total), cx.w.problem.not_an_amount))?;
    for (index, label) in [(0, words.cost_box), (2, words.cost_basis), (3, words.cost_include)] {
        if cell(index).is_empty() {
            return Err(Problem::field(&at(label), cx.w.problem.missing));
        }
    }
    let basis = if cell(2) == BASES[2] {
        json!({ "by": cell(2), "shares": shares(cx, cell(5), &at(words.cost_shares))? })
    } else {
        json!({ "by": cell(2) })
    };
    let mut cost = json!({ "cost_box": cell(0), "basis": basis, "include": cell(3), "total": total });
    insert(&mut cost, "border_place", Some(cell(4)).filter(|text| !text.is_empty()).map(Value::from));
    Ok(cost)
}

/// What the form asks for.
pub(super) fn asked_for(cx: &Cx<'_>) -> Result<Value, Problem> {
    let costs: Vec<Value> = costs(cx).filled().map(|(number, row)| cost(cx, number, row)).collect::<Result<_, _>>()?;
    if costs.is_empty() {
        return Err(Problem::field(cx.w.customs.costs, cx.w.customs.no_costs));
    }
    Ok(json!({ "form": cx.form.get("form"), "costs": costs }))
}

/// The form that shares costs out.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let declaration = head::declaration(cx, id).await?;
    let head = head::head(cx, &declaration, Part::Estimate);
    let mut sheet = Sheet::new().raw(&head.html());
    if declaration.summary.status != WAITS_TO_BE_FILED {
        sheet = sheet.text("callout", words.dts_later);
    } else if cx.may(DECLARANTS) {
        let invoiced = declaration.form.as_ref().and_then(|form| form.goods.invoiced.as_ref());
        let currency = invoiced.map_or_else(|| cx.currency.code().to_owned(), |amount| amount.currency.clone());
        let forms = [("dts1", words.dts1), ("dts2", words.dts2)].map(|(code, label)| (code.to_owned(), label.to_owned()));
        let form = FormView::page(cx.w, "dts", format!("{}/dts", inside(id, &["value"])), words.dts_make, inside(id, &["estimate"]))
            .hint(format!("{} {}", words.dts_hint, words.cost_shares_hint))
            .field(Field::choice("form", words.dts_form, forms.to_vec()))
            .field(Field::choice("currency", cx.w.kit.currency, currencies()).value(currency))
            .lines(costs(cx));
        sheet = sheet.form(form, refused.as_ref(), cx.form);
    }
    let page = Page::still(Section::Customs, head.title(), sheet.html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}
