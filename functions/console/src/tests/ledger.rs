//! The ledger's pages: what they show, and what their forms send.

use serde_json::json;

use super::fake::{BOOK, Desk, ENTRY, PARTY, shows, text};

/// Every page of the ledger.
pub(super) fn addresses() -> Vec<String> {
    let of_book = ["", "/accounts", "/accounts/311", "/journal", "/periods", "/seal", "/export", "/entries/new"];
    let of_book = of_book.into_iter().map(|place| format!("/console/ledger/books/{BOOK}{place}"));
    let others = [
        "/console/ledger/books".to_owned(),
        "/console/ledger/books/new".to_owned(),
        "/console/ledger/consolidated".to_owned(),
        "/console/ledger/entries?source_kind=commerce.invoice&source_id=inv_1".to_owned(),
        format!("/console/ledger/entries/{ENTRY}"),
        format!("/console/ledger/books/{BOOK}/parties/{PARTY}"),
    ];
    of_book.chain(others).collect()
}

#[tokio::test]
async fn a_trial_balance_leads_to_statement_entry_and_document() {
    let desk = Desk { language: "uk", ..Desk::of("accountant") };
    let trial = desk.get(&format!("/console/ledger/books/{BOOK}?known_at=2026-11-01")).await;
    shows(&trial, &["Оборотно-сальдова відомість: ТОВ «Дніпро Трейд»", "Лише записане до кінця цього дня", "Баланс сходиться"]);
    shows(&trial, &["Дебет на початок", "311", "Рахунки в банку · Актив", "1 500,50", "1 200,00", "250,00", "2 450,50", "Разом"]);
    let statement = format!("/console/ledger/books/{BOOK}/accounts/311?from=2026-01-01&#38;to=2026-11-21");
    assert!(text(&trial).contains(&statement), "an account leads to its statement for the same days");
    let statement = desk.get(&format!("/console/ledger/books/{BOOK}/accounts/311")).await;
    shows(&statement, &["Рахунок 311: Рахунки в банку", "На початок", "1 500,50", "20.11.2026", "25,00 EUR за курсом 48.0000", "Рахунок"]);
    let html = text(&statement);
    assert!(html.contains(&format!("/console/ledger/entries/{ENTRY}")));
    assert!(html.contains("/console/commerce/invoices/inv_0192aaab000070008000000000000001"), "a line leads to its document");
    assert!(html.contains("cursor=eyJrIjoiMSJ9"), "a long statement has more pages");
    let entry = desk.get(&format!("/console/ledger/entries/{ENTRY}")).await;
    shows(&entry, &["Проведення від 20.11.2026", "361", "Розрахунки з покупцями", "1 200,00 ₴", "702", "Разом", "1 200,00 ₴"]);
    shows(&entry, &["Підстава", "версія 4 документа", "Правило проведення", "invoice-posted, версія 2", "місце 7 у ланцюгу", "Сторнувати"]);
}

#[tokio::test]
async fn known_at_reaches_the_api() {
    let desk = Desk::of("team-lead");
    desk.get(&format!("/console/ledger/books/{BOOK}?from=2026-02-01&as_of=2026-03-31&known_at=2026-04-15&journal=control")).await;
    let asked = desk.api.asked.lock().unwrap()[0].clone();
    assert_eq!(asked.path, format!("/ledger/books/{BOOK}/trial-balance"));
    assert_eq!(asked.query, "from=2026-02-01&as_of=2026-03-31&known_at=2026-04-15&journal=control");
}

#[tokio::test]
async fn all_own_companies_stand_beside_each_other() {
    let page = Desk::of("administrator").get("/console/ledger/consolidated").await;
    shows(&page, &["Consolidated trial balance", "Balanced", "ТОВ «Дніпро Трейд»", "ТОВ «Дніпро Лізинг»", "Elimination", "Total"]);
    shows(&page, &["361", "1,200.00", "−200.00", "−1,000.00", "Between own companies", "0.00 UAH", "40.00 UAH", "Agrees"]);
    shows(&page, &["40.00 UAH is the margin on goods sold between own companies"]);
}

#[tokio::test]
async fn an_entry_by_hand_is_posted_line_by_line() {
    let desk = Desk::of("accountant");
    let path = format!("/console/ledger/books/{BOOK}/entries/new");
    let head = [("day", "2026-11-20"), ("text", "Комісія банку"), ("proof", "Виписка 20.11.2026"), ("_key", "k-9"), ("op", "save")];
    let lines = [
        ("account", "361"),
        ("debit", "1 250,00"),
        ("credit", " "),
        ("with_party", "true"),
        ("account", "311"),
        ("debit", " "),
        ("credit", "1250"),
        ("with_party", " "),
        ("party", PARTY),
    ];
    let made = desk.post(&path, &[&head[..], &lines].concat()).await;
    assert_eq!(made.header("location"), Some("/console/ledger/entries/made_1?done=posted"), "{}", text(&made));
    let uah = json!({"amount": "1250.00", "currency": "UAH"});
    let wanted = json!({
        "lines": [{"account": "361", "side": "debit", "amount": uah, "party": PARTY}, {"account": "311", "side": "credit", "amount": uah}],
        "day": "2026-11-20", "text": "Комісія банку", "proof": "Виписка 20.11.2026",
    });
    assert_eq!((desk.sent().body, desk.sent().idempotency_key.as_deref()), (Some(wanted), Some("k-9")));
    let both = [("account", "361"), ("debit", "5"), ("credit", "5"), ("with_party", "")];
    let desk = Desk::of("accountant");
    let refused = desk.post(&path, &[&head[..], &both].concat()).await;
    assert_eq!(refused.status, 422);
    shows(&refused, &["line 1, Amount", "fill in either debit or credit"]);
    assert!(text(&refused).contains("value=\"Комісія банку\"") && desk.sent_nothing(), "what was typed stays");
    let more = desk.post(&path, &[("op", "add-row"), ("account", "311"), ("debit", "1"), ("credit", " "), ("with_party", " ")]).await;
    assert_eq!(text(&more).matches("name=\"debit\"").count(), 2);
}

#[tokio::test]
async fn a_refusal_of_the_books_is_told_where_it_was_typed() {
    let refusal = json!({"title": "Це неможливо.", "status": 409, "code": "ledger.entry.future", "detail": "День ще не настав."});
    let path = format!("/ledger/entries/{ENTRY}/reverse");
    let desk = Desk { language: "uk", ..Desk::of("accountant") }.answering(&format!("POST {path}"), 409, &refusal);
    let response = desk.post(&format!("/console{path}"), &[("reason", "Не той рахунок"), ("day", "2027-01-01")]).await;
    assert_eq!(response.status, 409);
    shows(&response, &["Це неможливо.", "Сторнувати", "День ще не настав."]);
    let html = text(&response);
    assert!(html.contains("data-key=\"reverse\" open") && html.contains("value=\"Не той рахунок\""), "the form stays open as typed");
    let wrong = json!({"title": "t", "status": 400, "code": "malformed", "errors": [{"path": "day", "reason": "not a day"}]});
    let desk = Desk::of("accountant").answering(&format!("POST {path}"), 400, &wrong);
    let html = text(&desk.post(&format!("/console{path}"), &[("reason", "r"), ("day", "?")]).await);
    assert!(html.contains("<span class=\"bad-text\">not a day</span>") && html.contains("aria-invalid=\"true\""), "beside the field");
}

#[tokio::test]
async fn books_are_opened_and_months_closed() {
    let desk = Desk::of("accountant");
    let fields = [
        ("op", "save"),
        ("party_id", "pty_9"),
        ("name", "ТОВ"),
        ("opened_from", "2026-01-01"),
        ("currency", "BYN"),
        ("account", "51"),
        ("debit", "1500,5"),
        ("credit", " "),
    ];
    let opened = desk.post("/console/ledger/books/new", &fields).await;
    assert_eq!(opened.header("location"), Some("/console/ledger/books/made_1?done=book-opened"));
    let balance = json!({"account": "51", "side": "debit", "amount": {"amount": "1500.50", "currency": "BYN"}});
    let wanted = json!({"party_id": "pty_9", "name": "ТОВ", "opened_from": "2026-01-01", "currency": "BYN", "balances": [balance]});
    assert_eq!(desk.sent().body, Some(wanted));
    let periods = format!("/console/ledger/books/{BOOK}/periods");
    shows(&desk.get(&periods).await, &["Closed up to", "2026-09", "Next to close", "2026-10", "Close the month", "A team lead opens"]);
    let closed = desk.post(&format!("{periods}/2026-10/close"), &[]).await;
    assert_eq!(closed.header("location"), Some(format!("{periods}?done=period-closed").as_str()));
    assert_eq!(desk.sent().path, format!("/ledger/books/{BOOK}/periods/2026-10/close"));
    let lead = Desk::of("team-lead");
    lead.post(&format!("{periods}/2026-09/reopen"), &[("reason", "Запізнілий акт")]).await;
    assert_eq!((lead.sent().path.ends_with("/2026-09/reopen"), lead.sent().body), (true, Some(json!({"reason": "Запізнілий акт"}))));
}

#[tokio::test]
async fn a_seal_tells_how_far_it_is_good() {
    let path = format!("/console/ledger/books/{BOOK}/seal");
    shows(&Desk::of("accountant").get(&path).await, &["All 70 links are as they were sealed", "Good up to 70 of 70", "efef"]);
    let part = json!({"last": 7000, "hash": "ef", "good_through": 50, "next": 51});
    let desk = Desk::of("accountant").answering(&format!("GET /ledger/books/{BOOK}/seal"), 200, &part);
    shows(&desk.get(&path).await, &["Continue at 51", "Good up to 50 of 7000"]);
    let broken = json!({"last": 70, "hash": "ef", "good_through": 12, "broken": {"sequence": 13, "entry_id": ENTRY, "how": "changed"}});
    let desk = Desk::of("accountant").answering(&format!("GET /ledger/books/{BOOK}/seal"), 200, &broken);
    shows(&desk.get(&path).await, &["Broken at 13: the entry was changed", "Do not post on", ENTRY, "Good up to 12 of 70"]);
}

#[tokio::test]
async fn a_journal_is_a_file_or_none() {
    let path = format!("/console/ledger/books/{BOOK}/export");
    let file = Desk::of("accountant").get(&format!("{path}?format=hledger&from=2026-01-01")).await;
    assert_eq!((file.status, text(&file).as_str()), (200, "commodity 1000.00 UAH\n"));
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"ledger-2026-11-21.journal\""));
    let endless = json!({"text": "x", "next_cursor": "more"});
    let desk = Desk::of("accountant").answering(&format!("GET /ledger/books/{BOOK}/export"), 200, &endless);
    let refused = desk.get(&format!("{path}?format=beancount")).await;
    assert_eq!(refused.status, 422);
    shows(&refused, &["more entries than one file takes"]);
}
