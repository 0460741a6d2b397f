//! The form of an order under an estimate: new, or with other lines.

use serde_json::{Value, json};

use super::{Tab, tabs};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section};
use crate::model::margin::{Estimate, Shipment};
use crate::pages::goods::typed_money;
use crate::pages::kit::deed::form_currency;
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Field, FormView, Head, Refused, Sheet, at, done, form_page_of, is_saved, made, tried};
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

/// Lines that a fresh form offers.
const LINES_FRESH: usize = 3;
/// Lines of a form at most; larger orders come from the accounting system.
pub(super) const LINES_MAX: usize = 200;

/// The lines of a form, chosen from those of an estimate.
pub(super) struct Rows {
    goods: Vec<(String, String)>,
}

impl Rows {
    /// Those of an estimate of which something is left.
    pub(super) fn of(cx: &Cx<'_>, estimate: &Estimate) -> Self {
        let named = |line: &crate::model::margin::EstimateLine| {
            let left = fill(cx.w.margin.left, &[&cx.f.quantity(&line.available)]);
            (line.product.clone(), format!("{}. {} · {} · {left}", line.line, line.name, cx.f.money(&line.price)))
        };
        Self { goods: estimate.lines.iter().map(named).collect() }
    }

    fn columns(&self, cx: &Cx<'_>) -> Vec<Field> {
        let words = &cx.w.margin;
        vec![
            Field::suggested("product", words.goods, self.goods.clone()),
            Field::decimal("quantity", words.quantity),
            Field::decimal("price", words.price_or_estimate),
        ]
    }

    /// As typed, or empty.
    pub(super) fn lines(&self, cx: &Cx<'_>, lines_max: usize) -> Lines {
        Lines::read(cx.w.margin.lines, self.columns(cx), cx.form, LINES_FRESH, lines_max)
    }
}

/// The lines that were typed, as the API takes them.
pub(super) fn requested(cx: &Cx<'_>, estimate: &Estimate) -> Result<Vec<Value>, Problem> {
    let mut requested = Vec::new();
    for (number, row) in Rows::of(cx, estimate).lines(cx, LINES_MAX).filled() {
        let [product, quantity, price] = row else { continue };
        let at = |name: &str| format!("lines[{}].{name}", number.saturating_sub(1));
        for (name, text) in [("product", product), ("quantity", quantity)] {
            if text.is_empty() {
                return Err(Problem::field(&at(name), cx.w.problem.missing));
            }
        }
        let mut line = json!({ "product": product, "quantity": typed_decimal(quantity) });
        insert(&mut line, "price", typed_money(price, form_currency(cx), &at("price"), cx.w)?);
        requested.push(line);
    }
    if requested.is_empty() { Err(Problem::field("lines", cx.w.problem.missing)) } else { Ok(requested) }
}

async fn create(cx: &Cx<'_>, estimate: &Estimate) -> Result<Reply, Problem> {
    let mut body = json!({
        "number": cx.form.get("number"),
        "estimate_id": estimate.summary.estimate_id,
        "lines": requested(cx, estimate)?,
    });
    let lease = lease(cx, estimate);
    insert(&mut body, "lease", lease.map(Value::from));
    let answer = cx.send("POST", "/profitability/shipments", &[], body).await?;
    Ok(done(&at("profitability/shipments", made(&answer)), "saved"))
}

/// The token of the editor's place, where it is one's own.
pub(super) fn lease(cx: &Cx<'_>, estimate: &Estimate) -> Option<u64> {
    estimate.lease.as_ref().filter(|lease| lease.holder == cx.session.subject).map(|lease| lease.token)
}

/// A new order under an estimate.
pub(super) async fn new(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let estimate: Estimate = cx.get("/profitability/estimates/{estimate_id}", &[id], &[]).await?;
    let mut refused: Option<Refused> = None;
    if is_saved(cx) {
        match tried("order", create(cx, &estimate).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let title = fill(words.order_under, &[&estimate.summary.number]);
    let head = Head::new(cx.w, tabs(cx, Tab::Shipments), title).area(words.title);
    let path = format!("{}/order", at("profitability/estimates", id));
    let form = FormView::page(cx.w, "order", path, cx.w.kit.save, at("profitability/estimates", id))
        .hidden("currency", &estimate.summary.total.currency)
        .field(Field::text("number", words.number))
        .lines(Rows::of(cx, &estimate).lines(cx, LINES_MAX));
    Ok(form_page_of(cx, Section::Profitability, &head, Sheet::new(), form, refused))
}

async fn save_lines(cx: &Cx<'_>, shipment: &Shipment, estimate: &Estimate) -> Result<Reply, Problem> {
    let mut body = json!({ "lines": requested(cx, estimate)? });
    insert(&mut body, "lease", lease(cx, estimate).map(Value::from));
    let id = shipment.summary.shipment_id.as_str();
    cx.send("PUT", "/profitability/shipments/{shipment_id}/lines", &[id], body).await?;
    Ok(done(&at("profitability/shipments", id), "saved"))
}

/// The lines of an order as the form takes them.
fn rows_of(shipment: &Shipment, estimate: &Estimate) -> Vec<Vec<String>> {
    let row = |line: &crate::model::margin::OrderLine| {
        let product = estimate.lines.iter().find(|of| of.line == line.line).map(|of| of.product.clone());
        vec![product.unwrap_or_default(), line.quantity.clone(), line.price.plain().to_owned()]
    };
    shipment.lines.iter().map(row).collect()
}

/// An order with other lines.
pub(super) async fn revise(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let shipment: Shipment = cx.get("/profitability/shipments/{shipment_id}", &[id], &[]).await?;
    let item = &shipment.summary;
    let estimate: Estimate = cx.get("/profitability/estimates/{estimate_id}", &[&item.estimate_id], &[]).await?;
    let mut refused: Option<Refused> = None;
    if is_saved(cx) {
        match tried("lines", save_lines(cx, &shipment, &estimate).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let mut lines = Rows::of(cx, &estimate).lines(cx, LINES_MAX);
    if cx.form.get("op").is_empty() {
        lines.rows = rows_of(&shipment, &estimate);
    }
    let head = Head::new(cx.w, tabs(cx, Tab::Shipments), fill(words.lines_of, &[&item.number])).area(words.title);
    if shipment.lines.len() > LINES_MAX {
        let sheet = Sheet::new().raw(&head.html()).text("callout warn", &fill(words.too_many_lines, &[&LINES_MAX.to_string()]));
        return Ok(Page::still(Section::Profitability, head.title(), sheet.html()).into());
    }
    let warn = if item.status == "approved" { Sheet::new().text("callout warn", words.revising_annuls) } else { Sheet::new() };
    let path = format!("{}/lines", at("profitability/shipments", id));
    let form = FormView::page(cx.w, "lines", path, cx.w.kit.save, at("profitability/shipments", id))
        .hidden("currency", &estimate.summary.total.currency)
        .hidden("_version", item.version.to_string())
        .lines(lines);
    Ok(form_page_of(cx, Section::Profitability, &head, warn, form, refused))
}
