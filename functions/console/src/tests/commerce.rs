//! The pages of commerce: what they show, and what their forms send.

use serde_json::{Value, json};

use super::fake::{CONTRACT, Desk, FACT, INVOICE, PARTY, RECEIPT, shows, text};

/// What is typed into a form.
type Fields = &'static [(&'static str, &'static str)];

/// Every page of commerce.
pub(super) fn addresses() -> Vec<String> {
    let plain = [
        "contracts",
        "contracts/new",
        "contracts/new?type=EQUIPMENT_LEASE",
        "parties",
        "parties/new",
        "parties/own",
        "facts",
        "clearances",
        "clearances/clr_1",
        "invoices",
        "payments",
        "payments/new",
        "payments/offset",
        "obligations",
        "facts/new",
        "sales",
        "stock",
        "stock/moves",
        "assets",
        "assets/new",
        "assets/ast_1",
        "budgets",
        "budgets/new",
        "budgets/bud_1",
        "series",
        "claims",
        "forecast",
    ];
    let of_one = [
        format!("parties/{PARTY}"),
        format!("parties/{PARTY}/edit"),
        format!("parties/{PARTY}/statement"),
        format!("relations/rel_1?party={PARTY}"),
        "obligations/obl_1".to_owned(),
        format!("contracts/{CONTRACT}/edit"),
        format!("contracts/{CONTRACT}/amend"),
        format!("contracts/{CONTRACT}/schedule"),
        format!("contracts/{CONTRACT}/advance"),
        format!("facts/{FACT}/proof"),
        format!("invoices/{INVOICE}/edit"),
        format!("invoices/{INVOICE}/schedule"),
        format!("contracts/{CONTRACT}"),
        format!("contracts/{CONTRACT}/fact"),
        format!("contracts/{CONTRACT}/obligation"),
        format!("contracts/{CONTRACT}/invoice"),
        format!("facts/{FACT}"),
        format!("invoices/{INVOICE}"),
        format!("payments/{RECEIPT}"),
    ];
    plain.into_iter().map(str::to_owned).chain(of_one).map(|place| format!("/console/commerce/{place}")).collect()
}

#[tokio::test]
async fn who_may_not_see_money_is_offered_no_money() {
    for (role, money) in [("manager", false), ("team-lead", true), ("accountant", true), ("administrator", true)] {
        let html = text(&Desk::of(role).get("/console/commerce/contracts").await);
        for place in ["commerce/invoices", "commerce/payments", "commerce/claims", "commerce/forecast", "ledger/books"] {
            assert_eq!(html.contains(&format!("href=\"/console/{place}\"")), money, "{role}: {place}");
        }
        assert!(html.contains("href=\"/console/commerce/parties\"") && html.contains("href=\"/console/commerce/facts\""), "{role}");
    }
    let desk = Desk::of("manager");
    shows(&desk.get(&format!("/console/commerce/contracts/{CONTRACT}")).await, &["3. Claim", "Accountants see claims and money."]);
    let asked = desk.api.asked.lock().unwrap().iter().any(|request| request.path.contains("invoices") || request.path.contains("payments"));
    assert!(!asked, "what the API would refuse is not asked");
}

#[tokio::test]
async fn a_contract_shows_its_four_steps() {
    let page = Desk { language: "uk", ..Desk::of("accountant") }.get(&format!("/console/commerce/contracts/{CONTRACT}")).await;
    shows(&page, &["Договір П-17/2026", "Підписано", "1. Рамка", "2. Виконання", "3. Вимога", "4. Гроші"]);
    shows(&page, &["Учасники", "Продавець", "Основна", "ТОВ «Дніпро Трейд»", "Покупець", "ТОВ «Степовий Млин»"]);
    shows(&page, &["Версія 2", "строк оплати; Домовились", "Версія 1"]);
    shows(&page, &["Зобов’язання", "Поставити", "1 000,00 ₴", "Прострочено", "Частково", "Пробачити"]);
    shows(&page, &["Відвантаження товару", "600,00 ₴", "Не виставлено", "РФ-000017", "140,00 ₴", "50,00 ₴"]);
    assert!(text(&page).contains("<li class=\"now\" aria-current=\"step\"><a href=\"#money\">"), "three steps are done");
}

#[tokio::test]
async fn only_a_lease_asks_for_an_asset() {
    let desk = Desk::of("manager");
    let sale = text(&desk.get("/console/commerce/contracts/new?type=SALE_OF_GOODS").await);
    assert!(!sale.contains("name=\"asset_id\"") && sale.contains("principal_q"));
    let lease = desk.get("/console/commerce/contracts/new?type=EQUIPMENT_LEASE").await;
    shows(&lease, &["Lessor", "Lessee", "Asset", "Навантажувач (ІНВ-7)"]);
    assert!(text(&lease).contains("name=\"asset_id\"") && !text(&lease).contains("seller_q"));
}

#[tokio::test]
async fn a_contract_is_drafted_with_the_roles_of_its_type() {
    let desk = Desk::of("manager");
    let path = "/console/commerce/contracts/new?type=EQUIPMENT_LEASE";
    let found = desk.post(path, &[("op", "find-lessor"), ("lessor_q", "Дні"), ("number", "О-1")]).await;
    let html = text(&found);
    assert!(
        html.contains("value=\"pick-lessor|pty_0192eeee000070008000000000000001|ТОВ «Дніпро Трейд»\"") && html.contains("value=\"О-1\"")
    );
    let picked = desk.post(path, &[("op", "pick-lessor|pty_1|ТОВ «А»"), ("number", "О-1")]).await;
    assert!(text(&picked).contains("name=\"lessor\" value=\"pty_1\""));
    let fields = [
        ("op", "save"),
        ("_key", "k-1"),
        ("number", "О-1"),
        ("currency", "UAH"),
        ("valid_from", "2026-12-01"),
        ("valid_until", "2027-12-01"),
        ("asset_id", "ast_1"),
        ("recognition", "OVER_TIME"),
        ("payment_days", "10"),
        ("governing_law", "UA"),
        ("lessor", "pty_1"),
        ("lessee", "pty_2"),
    ];
    let incomplete = desk.post(path, &fields[..11]).await;
    assert_eq!(incomplete.status, 422);
    shows(&incomplete, &["Lessee", "find and choose one"]);
    let made = desk.post(path, &fields).await;
    assert_eq!(made.header("location"), Some("/console/commerce/contracts/made_1?done=saved"));
    let valid = json!({"from": "2026-12-01", "until": "2027-12-01"});
    let role = |party: &str, role: &str| json!({"party": party, "role": role, "primary": true, "valid": valid});
    let wanted = json!({
        "number": "О-1", "contract_type": "EQUIPMENT_LEASE", "currency": "UAH", "valid": valid, "asset_id": "ast_1",
        "roles": [role("pty_1", "LESSOR"), role("pty_2", "LESSEE")],
        "terms": {"price_includes_tax": false, "recognition": "OVER_TIME", "payment_days": 10, "governing_law": "UA"},
    });
    assert_eq!((desk.sent().path.as_str(), desk.sent().body), ("/commerce/contracts", Some(wanted)));
}

#[tokio::test]
async fn every_form_of_commerce_becomes_its_command() {
    let cases: &[(&str, Fields, &str, Value)] = &[
        ("parties/p/freeze", &[("reason", "r")], "/commerce/parties/p/freeze", json!({"reason": "r"})),
        (
            "parties/p/register-tax",
            &[("jurisdiction", "UA"), ("regime", "general"), ("valid_from", "2026-01-01")],
            "/commerce/parties/p/tax-registrations",
            json!({"jurisdiction": "UA", "regime": "general", "valid": {"from": "2026-01-01", "until": null}}),
        ),
        ("parties/p/name-root", &[], "/commerce/host-root", json!({"party_id": "p"})),
        (
            "relations/r/terminate",
            &[("on", "2026-11-21"), ("reason", "r"), ("at", "parties/p")],
            "/commerce/relations/r/terminate",
            json!({"on": "2026-11-21", "reason": "r"}),
        ),
        ("contracts/c/sign", &[("on", "2026-11-21")], "/commerce/contracts/c/sign", json!({"on": "2026-11-21"})),
        ("obligations/o/waive", &[("reason", "r"), ("at", "contracts/c")], "/commerce/obligations/o/waive", json!({"reason": "r"})),
        ("facts/f/reverse", &[("reason", "r")], "/commerce/facts/f/reverse", json!({"reason": "r"})),
        ("invoices/i/issue", &[("due_day", "2026-12-01")], "/commerce/invoices/i/issue", json!({"due_day": "2026-12-01"})),
        ("invoices/i/post", &[], "/commerce/invoices/i/post", json!({})),
        (
            "invoices/i/print",
            &[("form", "act"), ("language", "uk")],
            "/commerce/invoices/i/print",
            json!({"form": "act", "language": "uk"}),
        ),
        (
            "payments/p/allocate",
            &[("invoice_id", "i"), ("amount", "1 000,5"), ("currency", "EUR")],
            "/commerce/payments/p/allocations",
            json!({"invoice_id": "i", "amount": {"amount": "1000.50", "currency": "EUR"}}),
        ),
        (
            "payments/p/unallocate",
            &[("allocation", "2"), ("reason", "r")],
            "/commerce/payments/p/unallocate",
            json!({"allocation": 2, "reason": "r"}),
        ),
        (
            "payments/p/move",
            &[("allocation", "1"), ("invoice_id", "i"), ("amount", " "), ("reason", "r")],
            "/commerce/payments/p/move-allocation",
            json!({"allocation": 1, "invoice_id": "i", "reason": "r"}),
        ),
        ("payments/p/write-off", &[("day", "2026-11-21")], "/commerce/payments/p/write-off", json!({"day": "2026-11-21"})),
        ("contracts/c/print", &[("language", "uk")], "/commerce/contracts/c/print", json!({"language": "uk"})),
        (
            "facts/f/print",
            &[("form", "waybill"), ("language", "ru")],
            "/commerce/facts/f/print",
            json!({"form": "waybill", "language": "ru"}),
        ),
        ("parties/p/unfreeze", &[("reason", "r")], "/commerce/parties/p/unfreeze", json!({"reason": "r"})),
        ("sales/s/resume", &[("reason", "Відкрито книги")], "/commerce/sales/s/resume", json!({"note": "Відкрито книги"})),
    ];
    for (address, fields, route, body) in cases {
        let desk = Desk::of("accountant");
        let response = desk.post(&format!("/console/commerce/{address}"), &[fields, &[("_key", "k")][..]].concat()).await;
        assert_eq!(response.status, 303, "{address}: {}", text(&response));
        let sent = desk.sent();
        assert_eq!((sent.path.as_str(), sent.body.as_ref(), sent.idempotency_key.as_deref()), (*route, Some(body), Some("k")), "{address}");
    }
}

#[tokio::test]
async fn what_was_done_is_recorded_and_then_billed() {
    let desk = Desk::of("accountant");
    let path = format!("/console/commerce/contracts/{CONTRACT}");
    shows(&desk.get(&format!("{path}/fact")).await, &["Record what was done: П-17/2026", "Still owed", "Борошно · 60 / 100 kg"]);
    let fields = [
        ("op", "save"),
        ("currency", "UAH"),
        ("fact_type", "GOODS_SHIPMENT"),
        ("occurred", "2026-11-21"),
        ("owed", "obl_1|1"),
        ("quantity", "40,5"),
        ("unit_cost", "8"),
        ("from", "Склад 1"),
    ];
    let made = desk.post(&format!("{path}/fact"), &fields).await;
    assert_eq!(made.header("location"), Some("/console/commerce/facts/made_1?done=saved"));
    let cost = json!({"amount": "8.00", "currency": "UAH"});
    let line = json!({"obligation_id": "obl_1", "obligation_line": 1, "quantity": "40.5", "unit_cost": cost, "from": "Склад 1"});
    let wanted = json!({"contract_id": CONTRACT, "fact_type": "GOODS_SHIPMENT", "occurred": "2026-11-21", "lines": [line]});
    assert_eq!(desk.sent().body, Some(wanted));
    let form = desk.get(&format!("{path}/invoice")).await;
    assert!(text(&form).contains("value=\"40\""), "what is not billed is suggested");
    let bills = format!("{FACT}|1");
    let made = desk.post(&format!("{path}/invoice"), &[("op", "save"), ("bills", bills.as_str()), ("quantity", "40")]).await;
    assert_eq!(made.header("location"), Some("/console/commerce/invoices/made_1?done=saved"));
    let wanted = json!({"contract_id": CONTRACT, "content": {"lines": [{"fact_id": FACT, "line": 1, "quantity": "40"}]}});
    assert_eq!(desk.sent().body, Some(wanted));
    let nothing = desk.post(&format!("{path}/invoice"), &[("op", "save"), ("bills", bills.as_str()), ("quantity", " ")]).await;
    assert_eq!(nothing.status, 422);
}

#[tokio::test]
async fn an_invoice_explains_its_tax() {
    let page = Desk::of("accountant").get(&format!("/console/commerce/invoices/{INVOICE}")).await;
    shows(&page, &["Invoice РФ-000017", "Partly paid", "Overdue", "Between own companies: posts to both books"]);
    shows(&page, &["Борошно", "20 kg", "10.00 UAH", "200.00 UAH", "40.00 UAH"]);
    shows(&page, &["Tax, and why", "standard rate 20 %: 40.00 UAH of 200.00 UAH (UA)", "Rounding: the whole document"]);
    shows(&page, &["Register the tax invoice until 2026-11-30", "Rules used: ua.vat.standard v2"]);
    shows(&page, &["Money on it", "2026-11-05", "100.00 UAH", "Credit notes", "КР-1", "12.00 UAH"]);
    shows(&page, &["Credit note", "Write off the small difference", "Print", "Papers", "РФ-000017.pdf", "ready", "being printed"]);
    let html = text(&page);
    assert!(!html.contains(&format!("/invoices/{INVOICE}/post\"")), "only what the API allows is offered");
    let paper = Desk::of("accountant").get("/console/commerce/papers/paper_1").await;
    assert_eq!((paper.status, paper.header("location")), (303, Some("https://documents.example/p?signature=1")));
}

#[tokio::test]
async fn papers_are_asked_for_and_found_on_the_pages_of_contracts_and_facts() {
    let failed = |place: &str| format!("name=\"at\" value=\"{place}\"");
    for (place, role) in [(format!("contracts/{CONTRACT}"), "manager"), (format!("facts/{FACT}"), "accountant")] {
        let page = Desk::of(role).get(&format!("/console/commerce/{place}")).await;
        shows(&page, &["Print", "Language", "Papers", "РФ-000017.pdf", "ready", "failed"]);
        let html = text(&page);
        assert!(html.contains(&format!("action=\"/console/commerce/{place}/print\"")) && html.contains(&failed(&place)), "{place}");
    }
    let desk = Desk::of("accountant");
    let again = desk.post("/console/commerce/papers/paper_3/retry", &[("at", &format!("facts/{FACT}"))]).await;
    assert_eq!(again.header("location"), Some(format!("/console/commerce/facts/{FACT}?done=printing").as_str()));
}

#[tokio::test]
async fn money_is_moved_to_another_invoice_and_its_rest_written_off() {
    let page = Desk::of("accountant").get(&format!("/console/commerce/payments/{RECEIPT}")).await;
    shows(&page, &["Move to another invoice", "From", "100.00 UAH", "To", "140.00 UAH", "Write off the rest"]);
    let html = text(&page);
    assert!(html.contains("/move\"") && html.contains("/write-off\""));
}

#[tokio::test]
async fn a_credit_note_names_lines_and_amounts() {
    let desk = Desk::of("accountant");
    let path = format!("/console/commerce/invoices/{INVOICE}/credit");
    let fields = [("op", "save"), ("currency", "UAH"), ("n", "1"), ("gross", "83,75"), ("reason", "Знижка")];
    assert_eq!(desk.post(&path, &fields).await.status, 303);
    let gross = json!({"gross": {"amount": "83.75", "currency": "UAH"}});
    assert_eq!(desk.sent().body, Some(json!({"lines": [{"n": 1, "part": gross}], "bill_again": false, "reason": "Знижка"})));
    let rest = [("op", "save"), ("n", "1"), ("gross", " "), ("rest", "true"), ("bill_again", "true"), ("reason", "r")];
    desk.post(&path, &rest).await;
    assert_eq!(desk.sent().body, Some(json!({"lines": [{"n": 1, "part": "rest"}], "bill_again": true, "reason": "r"})));
    let empty = desk.post(&path, &[("op", "save"), ("n", "1"), ("gross", " "), ("reason", "r")]).await;
    assert_eq!(empty.status, 422);
    shows(&empty, &["With tax", "must be filled in", "Credit note"]);
}

#[tokio::test]
async fn a_refused_allocation_is_told_beside_its_form() {
    let refusal =
        json!({"title": "Це неможливо.", "status": 409, "code": "commerce.payment.too-much", "detail": "На платежі лишилося 50,00."});
    let key = format!("POST /commerce/payments/{RECEIPT}/allocations");
    let desk = Desk { language: "uk", ..Desk::of("accountant") }.answering(&key, 409, &refusal);
    let fields = [("invoice_id", INVOICE), ("amount", "60"), ("currency", "UAH")];
    let response = desk.post(&format!("/console/commerce/payments/{RECEIPT}/allocate"), &fields).await;
    assert_eq!(response.status, 409);
    shows(&response, &["Це неможливо.", "Рознести на рахунок", "На платежі лишилося 50,00."]);
    assert!(text(&response).contains("name=\"amount\" type=\"text\" inputmode=\"decimal\" value=\"60\""), "what was typed stays");
}

#[tokio::test]
async fn overviews() {
    let desk = Desk::of("team-lead");
    let sales = desk.get("/console/commerce/sales").await;
    shows(
        &sales,
        &[
            "26-048217-5",
            "Stopped",
            "stopped at record the delivery: a rule refused it (commerce.fact.nothing-owed)",
            "Contract",
            "Try again",
            "Dispatched",
        ],
    );
    shows(&desk.get("/console/commerce/stock").await, &["Борошно", "FLOUR-1", "Склад 1", "L-5", "-40.5 kg", "Below zero"]);
    let ageing = desk.get("/console/commerce/claims").await;
    shows(&ageing, &["Ageing of demands", "1–30 days", "ТОВ «Степовий Млин»", "140.00", "Total"]);
    let forecast = desk.get("/console/commerce/forecast").await;
    shows(
        &forecast,
        &[
            "By week, UAH",
            "week of 2026-11-16: Comes in 140.00 UAH, Goes out 0.00 UAH",
            "overdue",
            "Plan",
            "70.00 UAH",
            "There are more debts or plans",
        ],
    );
    let html = text(&forecast);
    assert!(html.contains("<rect class=\"in\" x=\"3\" y=\"10\" width=\"14\" height=\"90\"/>"), "the tallest bar fills the chart");
    assert!(html.contains("<rect class=\"out\" x=\"54\" y=\"55\" width=\"14\" height=\"45\"/>"), "half of it is half as tall");
    let party = desk.get(&format!("/console/commerce/parties/{PARTY}")).await;
    shows(&party, &["ТОВ «Степовий Млин»", "Own company", "Frozen: Суперечка", "is owned by 75 %", "from 2026-01-01 until 2027-01-01"]);
    shows(&party, &["acts for", "Agent", "UA UA_VAT", "in force", "EDRPOU 14360570", "PL PL-77"]);
    shows(&desk.get("/console/commerce/parties/own").await, &["Root of the own companies", "controlled: 75 %"]);
}

#[tokio::test]
async fn empty_lists_say_what_to_do() {
    let nothing = json!({"items": [], "next_cursor": null});
    for (route, place, words) in [
        ("contracts", "contracts", "choose its type"),
        ("parties", "parties", "Register one"),
        ("facts", "facts", "Open a contract and record"),
        ("invoices", "invoices", "draft one from what was delivered"),
        ("payments", "payments", "arrive by themselves"),
        ("sales", "sales", "appears here by itself"),
        ("stock/balances", "stock", "Record an arrival"),
    ] {
        let desk = Desk::of("accountant").answering(&format!("GET /commerce/{route}"), 200, &nothing);
        shows(&desk.get(&format!("/console/commerce/{place}")).await, &[words]);
    }
    let none = json!({"as_of": "2026-11-21", "host_root": null, "companies": []});
    let desk = Desk::of("accountant").answering("GET /commerce/own-companies", 200, &none);
    for place in ["commerce/claims", "commerce/forecast", "commerce/parties/own", "ledger/books/new"] {
        let html = text(&desk.get(&format!("/console/{place}")).await);
        assert!(html.contains("under Parties") || html.contains("Open the party that owns"), "{place}");
    }
}

#[tokio::test]
async fn what_customs_released_is_put_on_its_delivery_by_a_person_where_nobody_knows_it() {
    let page = Desk::of("accountant").get("/console/commerce/clearances").await;
    shows(&page, &["Released by customs", "10005030/211126/0001234", "AIR-117 <b>", "Which delivery?", "Say which delivery it was"]);
    shows(
        &page,
        &["not known yet", "Waits for its number", "Delivery", "10005030/201126/0001233", "Stopped", "ledger.posting.period-closed"],
    );
    assert!(!text(&Desk::of("manager").get("/console/commerce/clearances").await).contains("clr_3/resume"));
    let one = Desk::of("accountant").get("/console/commerce/clearances/clr_1").await;
    shows(&one, &["10005030/211126/0001234", "Which delivery?", "The number goes on that delivery"]);
    let desk = Desk::of("accountant");
    let linked = desk.post("/console/commerce/clearances/clr_1/link", &[("_key", "k"), ("fact_id", "fact_1")]).await;
    assert_eq!(linked.header("location"), Some("/console/commerce/clearances?done=saved"));
    assert_eq!((desk.sent().path.as_str(), desk.sent().body), ("/commerce/clearances/clr_1/link", Some(json!({ "fact_id": "fact_1" }))));
    let resumed = desk.post("/console/commerce/clearances/clr_3/resume", &[("_key", "k"), ("reason", "Open again")]).await;
    assert_eq!(resumed.status, 303, "{}", text(&resumed));
    assert_eq!((desk.sent().path.as_str(), desk.sent().body), ("/commerce/clearances/clr_3/resume", Some(json!({ "note": "Open again" }))));
}
