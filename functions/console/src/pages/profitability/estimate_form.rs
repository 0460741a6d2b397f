//! The form of a new estimate: its lines are pasted from a spreadsheet.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Quantity;
use serde_json::{Value, json};

use super::{Tab, tabs};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Reply, Section};
use crate::model::Listed;
use crate::model::margin::EstimateItem;
use crate::pages::goods::typed_money;
use crate::pages::kit::deed::{form_currency, hundredths};
use crate::pages::kit::form::line_place;
use crate::pages::kit::{Field, FormView, Head, Refused, Sheet, at, done, form_page_of, is_saved, made, tried, typed};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::{Words, fill};

const PATH: &str = "/console/profitability/estimates";
/// Lines of an estimate at most, as the API takes them.
const LINES_MAX: usize = 1_000;
/// Longest pasted text, in characters: a thousand lines with long names, in what a form may hold.
const PASTED_CHARACTERS_MAX: usize = 200_000;
/// Lines that are told to be wrong at once: more is another file.
const WRONG_MAX: usize = 20;
/// How ids of clients begin; a code of the accounting system does not.
const CLIENT_TAG: &str = "pcli_";

/// Lines that were pasted, as the API takes them, and where each stood in the text.
struct Pasted {
    lines: Vec<Value>,
    numbers: Vec<usize>,
}

/// A place in the pasted text, as people read it.
fn place(w: &Words, number: usize, column: &str) -> String {
    fill(w.kit.line_wrong, &[&number.to_string(), column])
}

/// What a cell of the fifth column says.
fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "" | "no" | "ні" | "нет" | "0" | "-" => Some(false),
        "yes" | "так" | "да" | "1" | "+" => Some(true),
        _ => None,
    }
}

/// One line; or what is wrong in which column.
fn line(cx: &Cx<'_>, text: &str) -> Result<Value, (&'static str, String)> {
    let (words, problem) = (&cx.w.margin, &cx.w.problem);
    let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
    let [product, name, quantity, price, rest @ ..] = cells.as_slice() else {
        return Err((words.lines, fill(words.pasted_columns, &[&cells.len().to_string()])));
    };
    for (label, cell) in [(words.article, product), (words.goods_name, name), (words.quantity, quantity), (words.price, price)] {
        if cell.is_empty() {
            return Err((label, problem.missing.to_owned()));
        }
    }
    let quantity = typed_decimal(quantity);
    quantity.parse::<Quantity>().map_err(|_| (words.quantity, problem.not_a_quantity.to_owned()))?;
    let price = typed_money(price, form_currency(cx), "price", cx.w).map_err(|_| (words.price, problem.not_an_amount.to_owned()))?;
    let non_liquid = flag(rest.first().copied().unwrap_or_default()).ok_or((words.non_liquid, words.pasted_flag.to_owned()))?;
    let mut line = json!({ "product": product, "name": name, "quantity": quantity });
    insert(&mut line, "price", price);
    // Whoever says nothing of it needs no right to say it.
    insert(&mut line, "non_liquid", non_liquid.then(|| Value::from(true)));
    Ok(line)
}

/// The lines of the pasted text. Empty ones between them do not count.
fn pasted(cx: &Cx<'_>) -> Result<Pasted, Problem> {
    let words = &cx.w.margin;
    let mut pasted = Pasted { lines: Vec::new(), numbers: Vec::new() };
    let (mut wrong, mut seen) = (Vec::new(), BTreeMap::new());
    let numbered = (1..).zip(cx.form.get("lines").lines()).filter(|(_, text)| !text.trim().is_empty());
    for (number, text) in numbered {
        let found = line(cx, text).and_then(|line| {
            let product = line.get("product").and_then(Value::as_str).unwrap_or_default().to_owned();
            match seen.insert(product, number) {
                Some(before) => Err((words.article, fill(words.pasted_twice, &[&before.to_string()]))),
                None => Ok(line),
            }
        });
        match found {
            Ok(line) => {
                pasted.lines.push(line);
                pasted.numbers.push(number);
            }
            Err((column, reason)) => wrong.push((place(cx.w, number, column), reason)),
        }
    }
    if pasted.lines.len() > LINES_MAX {
        return Err(Problem::field("lines", &fill(words.pasted_too_many, &[&LINES_MAX.to_string()])));
    }
    if pasted.lines.is_empty() && wrong.is_empty() {
        return Err(Problem::field("lines", cx.w.problem.missing));
    }
    if wrong.is_empty() {
        return Ok(pasted);
    }
    wrong.truncate(WRONG_MAX);
    Err(Problem { errors: wrong, ..Problem::field("lines", "") })
}

/// What the API found wrong in a line, in the pasted text's own numbers.
fn renumbered(cx: &Cx<'_>, pasted: &Pasted, mut problem: Problem) -> Problem {
    let words = &cx.w.margin;
    for (path, _) in &mut problem.errors {
        let Some((nth, field)) = line_place(path) else { continue };
        let column = match field {
            "product" => words.article,
            "name" => words.goods_name,
            "quantity" => words.quantity,
            "price" | "amount" => words.price,
            _ => words.line,
        };
        let number = nth.checked_sub(1).and_then(|index| pasted.numbers.get(index)).copied().unwrap_or(nth);
        *path = place(cx.w, number, column);
    }
    problem
}

async fn create(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let pasted = pasted(cx)?;
    let client = cx.form.get("client");
    if client.is_empty() {
        return Err(Problem::field("client", cx.w.problem.missing));
    }
    let mut body = json!({ "number": cx.form.get("number"), "unit": cx.form.get("unit"), "lines": pasted.lines });
    insert(&mut body, if client.starts_with(CLIENT_TAG) { "client_id" } else { "client_code" }, Some(Value::from(client)));
    for name in ["client_name", "from", "until"] {
        insert(&mut body, name, typed(cx, name));
    }
    let plan = cx.form.get("plan");
    if !plan.is_empty() {
        insert(&mut body, "plan", Some(Value::from(hundredths(cx, plan, "plan")?)));
    }
    let answer = cx.send("POST", "/profitability/estimates", &[], body).await.map_err(|problem| renumbered(cx, &pasted, problem))?;
    Ok(done(&at("profitability/estimates", made(&answer)), "saved"))
}

/// Clients and units of the newest estimates, to choose from.
async fn known(cx: &Cx<'_>) -> Result<(Vec<(String, String)>, Vec<(String, String)>), Problem> {
    let listed: Listed<EstimateItem> = cx.get("/profitability/estimates", &[], &[("limit", "100")]).await?;
    let clients: BTreeMap<&str, &str> = listed.items.iter().map(|item| (item.client_id.as_str(), item.client_name.as_str())).collect();
    let units: BTreeSet<&str> = listed.items.iter().map(|item| item.unit.as_str()).collect();
    let pair = |(value, label): (&str, &str)| (value.to_owned(), label.to_owned());
    Ok((clients.into_iter().map(pair).collect(), units.into_iter().map(|unit| pair((unit, unit))).collect()))
}

/// A new estimate.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let mut refused: Option<Refused> = None;
    if is_saved(cx) {
        match tried("estimate", create(cx).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let (clients, units) = known(cx).await?;
    // An estimate is in the currency of the company's books: another one would be refused.
    let currency = cx.currency.code().to_owned();
    let head = Head::new(cx.w, tabs(cx, Tab::Estimates), words.new_estimate).area(words.title);
    let form = FormView::page(cx.w, "estimate", format!("{PATH}/new"), cx.w.kit.save, PATH.to_owned())
        .field(Field::text("number", words.number))
        .field(Field::suggested("client", words.client_or_code, clients))
        .field(Field::text("client_name", words.client_name).hint(words.client_name_hint).optional())
        .field(Field::suggested("unit", words.unit, units))
        .field(Field::choice("currency", cx.w.kit.currency, vec![(currency.clone(), currency)]))
        .field(Field::day("from", words.from_day).value(cx.f.today()))
        .field(Field::day("until", words.until_day))
        .field(Field::decimal("plan", words.plan_percent).hint(words.plan_hint).optional())
        .field(Field::area("lines", words.pasted).hint(words.pasted_hint).pasted(PASTED_CHARACTERS_MAX));
    Ok(form_page_of(cx, Section::Profitability, &head, Sheet::new(), form, refused))
}
