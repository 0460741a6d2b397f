//! The list of payments, credits, and the form of a payment recorded by hand.

use askama::Template;
use kernel::Role;
use serde_json::{Value, json};

use super::activity::moment;
use super::goods::typed_money;
use super::list::{self, Chip, Paging};
use super::order_form::insert;
use crate::context::Cx;
use crate::format::Format;
use crate::frame::{Page, Reply, Section, render};
use crate::http::{Form, encoded};
use crate::model::Listed;
use crate::model::payment::{Credit, PaymentRow};
use crate::problem::Problem;
use crate::words::Words;

/// Rows of a list.
const ROWS: &str = "50";
/// Who may record payments, as the command says.
const RECORDERS: &[Role] = &[Role::Accountant, Role::TeamLead, Role::Manager];
const PATH: &str = "/console/payments";
const CREDITS: &str = "/console/credits";
const STATUSES: &[&str] = &["", "NEEDS_REVIEW", "MATCHED", "RECEIVED", "REJECTED", "REVERSED"];
/// The refusal that a tick in the form answers.
const DUPLICATE: &str = "orders.payment.duplicate-suspected";

#[derive(Template)]
#[template(path = "payments.html")]
struct Before {
    w: &'static Words,
    statuses: Vec<Chip>,
    may_record: bool,
}

#[derive(Template)]
#[template(path = "payments_live.html")]
struct Live {
    w: &'static Words,
    f: Format,
    rows: Vec<PaymentRow>,
    paging: Paging,
}

/// Payments, newest first.
pub(crate) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let asked = |name| cx.asked.get(name);
    let query = [("status", asked("status")), ("cursor", asked("cursor")), ("limit", ROWS)];
    let payments: Listed<PaymentRow> = cx.get("/payments", &[], &query).await?;
    let names: Vec<(&str, &str)> =
        STATUSES.iter().map(|code| (*code, if code.is_empty() { cx.w.frame.all } else { cx.w.name(code) })).collect();
    let before = Before { w: cx.w, statuses: list::chips(PATH, cx.asked, &["status"], "status", &names), may_record: cx.may(RECORDERS) };
    let paging = Paging::new(PATH, cx.asked, &["status"], payments.next_cursor.as_deref());
    let live = Live { w: cx.w, f: cx.f, rows: payments.items, paging };
    Ok(Page::live(Section::Payments, cx.w.payments.title, render(&before), render(&live)).into())
}

#[derive(Template)]
#[template(path = "credits.html")]
struct Credits {
    w: &'static Words,
    f: Format,
    rows: Vec<Credit>,
    paging: Paging,
}

/// Money that its orders did not need.
pub(crate) async fn credits(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let query = [("cursor", cx.asked.get("cursor")), ("limit", ROWS)];
    let credits: Listed<Credit> = cx.get("/credits", &[], &query).await?;
    let paging = Paging::new(CREDITS, cx.asked, &[], credits.next_cursor.as_deref());
    let content = Credits { w: cx.w, f: cx.f, rows: credits.items, paging };
    Ok(Page::live(Section::Payments, cx.w.payments.credits, String::new(), render(&content)).into())
}

#[derive(Template)]
#[template(path = "payment_new.html")]
struct New<'a> {
    w: &'static Words,
    form: &'a Form,
    currency: &'static str,
    paid_at: String,
    duplicate: bool,
}

/// The form of a payment recorded by hand.
pub(crate) async fn new(cx: &Cx<'_>, sent: bool) -> Result<Reply, Problem> {
    let mut problem = None;
    if sent {
        match record(cx).await {
            Ok(reply) => return Ok(reply),
            Err(refused) if refused.is_signed_out() => return Err(refused),
            Err(refused) => problem = Some(refused),
        }
    }
    let now = cx.f.local_input();
    let form = New {
        w: cx.w,
        form: cx.form,
        currency: cx.currency.code(),
        paid_at: if sent { cx.form.get("paid_at").to_owned() } else { now },
        duplicate: problem.as_ref().is_some_and(|problem| problem.code == DUPLICATE),
    };
    Ok(Page::still(Section::Payments, cx.w.payments.new, render(&form)).with_maybe(problem).into())
}

async fn record(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.payments;
    let amount = typed_money(cx.form.get("amount"), cx.currency, words.amount, cx.w)?;
    let mut body = json!({
        "amount": amount.ok_or_else(|| Problem::field(words.amount, cx.w.problem.missing))?,
        "paid_at": moment(cx, cx.form.get("paid_at"), words.paid_at)?,
        "confirm_duplicate": !cx.form.get("confirm_duplicate").is_empty(),
    });
    for name in ["payer_name", "payer_code", "payer_account", "payer_phone", "purpose"] {
        insert(&mut body, name, Some(cx.form.get(name)).filter(|text| !text.is_empty()).map(Value::from));
    }
    let made = cx.send("POST", "/payments", &[], body).await?;
    let id = made.get("id").and_then(Value::as_str).unwrap_or_default();
    Ok(Reply::To(format!("/console/payments/{}?done=recorded", encoded(id))))
}
