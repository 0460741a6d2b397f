//! Money: customers pay, the bank changes its mind, team leads match, and people collide.

use privatbank_simulator::NewTransaction;
use serde_json::{Value, json};

use super::books::{About, Verdict, decimal};
use super::desk;
use super::town::{Act, Town};

/// The number with two unlike neighbours swapped: no number any more, by its check digit.
fn swapped(number: &str) -> String {
    let mut digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    match (0..digits.len() - 1).find(|at| digits[*at] != digits[at + 1]) {
        Some(at) => digits.swap(at, at + 1),
        None => digits[0] = '9',
    }
    digits.into_iter().collect()
}

/// As people write it.
fn written(town: &mut Town, number: &str) -> String {
    match town.dice.below(4) {
        0 => number.replace('-', ""),
        1 => number.replace('-', " "),
        _ => number.to_owned(),
    }
}

fn pay(town: &mut Town, amount: i64, purpose: &str, more: NewTransaction) {
    let amount = decimal(amount.max(1));
    town.note(format!("customer pays {amount} {} {}{}{}: {purpose}", more.currency, more.pr_pr, more.fl_real, more.trantype));
    let transaction = NewTransaction { amount, purpose: purpose.to_owned(), ..more };
    if let Err(error) = town.world.host.privatbank.inject(&transaction) {
        town.wrong(format!("the bank's simulator refused {transaction:?}: {error}"));
    }
}

/// A customer pays: rightly, wrongly, in parts, too much, twice, or not really.
pub fn customer_pays(town: &mut Town) {
    let Some(order) = desk::any_order(town) else { return };
    let book = &town.books.orders[order];
    let (number, total) = (book.number.clone(), book.total());
    let name = town.books.clients.iter().find(|client| client.id == book.client).map(|client| client.name.clone()).unwrap_or_default();
    let other = town.dice.below(town.books.orders.len());
    let other = town.books.orders[other].number.clone();
    let payer_name = if town.dice.chance(70) { name } else { "Роздрібний покупець".to_owned() };
    let plain = NewTransaction { payer_name, ..NewTransaction::default() };
    let purpose = format!("Оплата за замовлення {}", written(town, &number));
    match town.dice.below(14) {
        0..=3 => pay(town, total, &purpose, plain),
        4 => pay(town, total, &format!("за замовл. {other}"), plain),
        5 => pay(town, total, &format!("Замовлення № {}", swapped(&number)), plain),
        6 => pay(town, total, "Оплата за товар, без ПДВ", plain),
        7 => pay(town, total / 3, &purpose, plain),
        8 => pay(town, total + 10_001, &purpose, plain),
        9 => {
            pay(town, total, &purpose, plain.clone());
            pay(town, total, &purpose, plain);
        }
        10 => {
            let part = town.dice.amount(1, total.max(2) - 1);
            pay(town, part, &purpose, plain.clone());
            pay(town, total - part, &purpose, plain);
        }
        11 => pay(town, total, &purpose, NewTransaction { pr_pr: "p".to_owned(), ..plain }),
        12 => pay(town, total, &format!("{number} та {other}"), plain),
        _ => match town.dice.below(3) {
            0 => pay(town, total, &purpose, NewTransaction { fl_real: "i".to_owned(), ..plain }),
            1 => pay(town, total, &purpose, NewTransaction { trantype: "D".to_owned(), ..plain }),
            _ => pay(town, total, &purpose, NewTransaction { currency: "USD".to_owned(), ..plain }),
        },
    }
}

/// Rows of the statement in one state.
fn rows(town: &Town, state: &str) -> Vec<String> {
    let book = town.world.host.privatbank.state();
    let rows = book["transactions"].as_array().cloned().unwrap_or_default();
    let in_state = rows.iter().filter(|row| row["PR_PR"] == state);
    in_state.filter_map(|row| row["ID"].as_str().map(str::to_owned)).collect()
}

/// The bank takes money back, posts what was in process, rejects or forgets it.
pub fn bank_moves(town: &mut Town) {
    let chance = town.dice.below(10);
    let among = rows(town, if chance < 5 { "r" } else { "p" });
    let bank = town.world.host.privatbank.clone();
    if chance == 9 {
        let settled = bank.settle().len();
        return town.note(format!("the bank posts {settled} in process"));
    }
    if among.is_empty() {
        return;
    }
    let id = town.dice.pick(&among).clone();
    let did = match chance {
        0..=4 => bank.set_state(&id, "t"),
        5..=6 => bank.set_state(&id, "r"),
        7 => bank.set_state(&id, "n"),
        _ => bank.remove(&id),
    };
    town.note(format!("the bank changes row {id} ({chance}): {did}"));
}

fn ruling(payment: &str, action: &str, body: Value, verdict: Option<Verdict>) -> Act {
    let about = About::Payment { payment: payment.to_owned(), verdict };
    Act::post("team-lead", format!("/payments/{payment}/{action}"), body, about)
}

/// What a team lead says of a payment that the list shows.
fn said(town: &mut Town, shown: &Value) -> Option<Act> {
    let payment = shown["payment_id"].as_str()?.to_owned();
    let order = desk::any_order(town).map(|order| town.books.orders[order].id.clone())?;
    // Mostly the best candidate, as a person would click.
    let best = shown["best"]["order_id"].as_str().filter(|_| town.dice.chance(60)).map_or(order, str::to_owned);
    let matched = Some(Verdict::Matched(best.clone()));
    let chance = town.dice.below(10);
    Some(if shown["status"] == "MATCHED" {
        match chance {
            0..=3 => ruling(&payment, "unmatch", json!({ "reason": "Не той клієнт" }), Some(Verdict::Unmatched)),
            4..=8 => ruling(&payment, "rematch", json!({ "order_id": best, "reason": "Помилка" }), matched),
            _ => ruling(&payment, "reject", json!({ "reason": "Дублікат" }), Some(Verdict::Rejected)),
        }
    } else {
        match chance {
            0..=5 => ruling(&payment, "match", json!({ "order_id": best }), matched),
            6..=7 => ruling(&payment, "evaluate", json!({}), None),
            8 => ruling(&payment, "reject", json!({ "reason": "Дублікат" }), Some(Verdict::Rejected)),
            _ => ruling(&payment, "rematch", json!({ "order_id": best, "reason": "Помилка" }), matched),
        }
    })
}

async fn some_ruling(town: &mut Town) -> Option<Act> {
    let queue = town.dice.chance(65);
    let shown = town.all(if queue { "/payments?status=NEEDS_REVIEW" } else { "/payments" }).await;
    if shown.is_empty() {
        return None;
    }
    let payment = town.dice.pick(&shown).clone();
    said(town, &payment)
}

async fn type_in(town: &mut Town) {
    let amount = town.dice.amount(1, 200_000);
    let Some(order) = desk::any_order(town) else { return };
    let purpose = format!("Готівка за {}", town.books.orders[order].number);
    let paid_at = "2026-01-05T10:00:00Z";
    let body = json!({ "amount": { "amount": decimal(amount), "currency": "UAH" }, "paid_at": paid_at, "purpose": purpose });
    let act = Act::post("accountant", "/payments".to_owned(), body, About::TypedIn { amount });
    town.act(&act).await;
}

/// A team lead works on the queue; an accountant types a payment in.
pub async fn team_lead(town: &mut Town) {
    if town.dice.chance(12) {
        return type_in(town).await;
    }
    if let Some(act) = some_ruling(town).await {
        town.act(&act).await;
    }
}

/// Several people want something of one order, or of one payment, in the same instant.
pub async fn conflict(town: &mut Town) {
    let Some(order) = desk::any_order(town) else { return };
    let mut acts = Vec::new();
    for _ in 0..4 {
        acts.push(match town.dice.below(8) {
            0..=1 => desk::revision(town, order),
            2 if town.dice.chance(40) => desk::cancellation(town, order),
            3..=4 => desk::waybill_wish(town, order),
            5 => desk::void(town, order),
            _ => match some_ruling(town).await {
                Some(act) => act,
                None => desk::revision(town, order),
            },
        });
    }
    town.note("four at once:");
    let [a, b, c, d] = acts.as_slice() else { return };
    let (a, b, c, d) = tokio::join!(town.send(a), town.send(b), town.send(c), town.send(d));
    for (act, answer) in acts.iter().zip([a, b, c, d]) {
        town.answered(act, &answer);
    }
}
