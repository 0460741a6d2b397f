//! The pages of profitability: what they show, and what their forms send.

use serde_json::{Value, json};

use super::fake::{DRAFT, Desk, ESTIMATE, SHIPMENT, shows, text};

/// What is typed into a form.
type Fields = &'static [(&'static str, &'static str)];

/// Every page of profitability.
pub(super) fn addresses() -> Vec<String> {
    let plain =
        ["", "/shipments", "/shipments?status=draft&from=1,5&to=x", "/estimates", "/estimates/new", "/prices", "/rates", "/messages"];
    let of_one = [
        format!("/shipments/{SHIPMENT}"),
        format!("/shipments/{DRAFT}"),
        format!("/shipments/{DRAFT}/lines"),
        format!("/estimates/{ESTIMATE}"),
        format!("/estimates/{ESTIMATE}/what-if"),
        format!("/estimates/{ESTIMATE}/order"),
        "/calculations/pcalc_1".to_owned(),
        "/prices/price_1".to_owned(),
        "/messages/pmsg_1".to_owned(),
        "/clients/pcli_1".to_owned(),
    ];
    plain.into_iter().map(str::to_owned).chain(of_one).map(|place| format!("/console/profitability{place}")).collect()
}

#[tokio::test]
async fn the_dashboard_draws_margins_against_the_plan() {
    let page = Desk { language: "ru", ..Desk::of("manager") }.get("/console/profitability").await;
    shows(
        &page,
        &["Рентабельность", "Мои заказы", "Пунктир показывает план", "На согласовании", "всего 150 000,00 ₽ · на 4 712,50 ₽ меньше плана"],
    );
    shows(
        &page,
        &[
            "З-104",
            "Приоритет 1",
            "ООО «Север»",
            "Стратегический клиент",
            "15,00 %",
            "20,08 %",
            "19,83 %",
            "3,25 п. п.",
            "РБЮ · аннулировано раз: 1",
        ],
    );
    shows(&page, &["Показать все", "Черновики", "З-105", "ещё не рассчитано"]);
    shows(&page, &["Что, если: по какой смете", "ЛС-17", "23,33 %", "Что, если", "Новый заказ"]);
    let html = text(&page);
    assert!(html.contains(
        "aria-label=\"Пунктир показывает план, 23,33\u{a0}%: Заказ 15,00\u{a0}%, Накопленная 20,08\u{a0}%, Остаток 19,83\u{a0}%\""
    ));
    assert!(html.contains("data-live=") && html.contains("data-every=\"5000\""), "it follows events");
    let lead = Desk::of("team-lead");
    lead.get("/console/profitability?manager=other").await;
    assert_eq!(lead.api.asked.lock().unwrap()[0].query, "manager=other");
}

#[tokio::test]
async fn orders_are_found_by_how_far_they_are_below_the_plan() {
    let desk = Desk::of("team-lead");
    shows(&desk.get("/console/profitability/shipments?from=1,5&to=-0,25").await, &["Orders", "Draft", "З-104", "Next page"]);
    assert_eq!(desk.api.asked.lock().unwrap()[0].query, "deviation_from=150&deviation_to=-25&limit=50");
}

#[tokio::test]
async fn an_order_shows_its_figures_and_what_may_be_done() {
    let page = Desk::of("manager").get(&format!("/console/profitability/shipments/{SHIPMENT}")).await;
    shows(&page, &["Order З-104", "Waits for approval", "More was shipped than is left: РН-1, line 1", "Proposal of the approver"]);
    shows(&page, &["It passes at these prices.", "line 1: 245.50 RUB", "rbu-north, round 1 of 5: Так пройдёт.", "Accept", "Decline"]);
    shows(&page, &["23.33 %", "changes of the plan: 1", "3.25 p.p.", "РН-1", "(returned 2)"]);
    shows(&page, &["Withdraw", "Cancel the order", "submission 2", "Calculations", "1. Подшипник 6204", "260.86", "13.04 %"]);
    let html = text(&page);
    assert!(
        !html.contains(&format!("{SHIPMENT}/submit\"")) && !html.contains(&format!("{SHIPMENT}/hand-over\"")),
        "only what its status allows"
    );
    let draft = Desk::of("manager").get(&format!("/console/profitability/shipments/{DRAFT}")).await;
    shows(
        &draft,
        &[
            "Submit for approval",
            "at least 50 telling characters",
            "Emergency",
            "Wait for stock",
            "A person must approve it.",
            "Price that passes",
            "240.36 RUB",
        ],
    );
    let accountant = text(&Desk::of("accountant").get(&format!("/console/profitability/shipments/{DRAFT}")).await);
    assert!(!accountant.contains(&format!("{DRAFT}/submit\"")) && !accountant.contains(&format!("{DRAFT}/cancel\"")));
}

#[tokio::test]
async fn a_what_if_judges_lines_and_writes_nothing_down() {
    let desk = Desk::of("manager");
    let path = format!("/console/profitability/estimates/{ESTIMATE}/what-if");
    shows(&desk.get(&path).await, &["What if, estimate ЛС-17", "Nothing is written down", "1. Подшипник 6204 · 250.00 RUB · 940 left"]);
    let fields = [("op", "save"), ("currency", "RUB"), ("product", "BRG-6204"), ("quantity", "100,5"), ("price", "230")];
    let found = desk.post(&path, &fields).await;
    assert_eq!(found.status, 200, "{}", text(&found));
    shows(&found, &["A person must approve it.", "3.25 p.p.", "Line 2: only 40 is left.", "Price that passes", "240.36 RUB", "23.33 %"]);
    assert!(desk.sent_nothing());
    let asked = desk.api.asked.lock().unwrap().iter().rev().find(|request| request.path.ends_with("what-if")).cloned().unwrap();
    let query: Vec<(String, String)> = form_urlencoded::parse(asked.query.as_bytes()).into_owned().collect();
    let lines: Value = serde_json::from_str(&query[0].1).unwrap();
    let price = json!({"amount": "230.00", "currency": "RUB"});
    assert_eq!((query[0].0.as_str(), lines), ("lines", json!([{"product": "BRG-6204", "quantity": "100.5", "price": price}])));
    let without = desk.post(&path, &[("op", "save"), ("product", "BRG-6204"), ("quantity", "")]).await;
    assert_eq!(without.status, 422);
    shows(&without, &["line 1, Quantity"]);
}

#[tokio::test]
async fn an_order_is_made_and_changed_under_an_estimate() {
    let desk = Desk::of("manager");
    let fields = [("op", "save"), ("currency", "RUB"), ("number", "З-7"), ("product", "BRG-6204"), ("quantity", "5"), ("price", "")];
    let made = desk.post(&format!("/console/profitability/estimates/{ESTIMATE}/order"), &fields).await;
    assert_eq!(made.header("location"), Some("/console/profitability/shipments/made_1?done=saved"));
    let lines = json!([{"product": "BRG-6204", "quantity": "5"}]);
    assert_eq!(desk.sent().body, Some(json!({"number": "З-7", "estimate_id": ESTIMATE, "lines": lines})));
    let path = format!("/console/profitability/shipments/{DRAFT}/lines");
    let form = text(&desk.get(&path).await);
    assert!(form.contains("value=\"230.00\"") && form.contains("value=\"50.5\""), "the order's own lines stand in it");
    desk.post(&path, &fields).await;
    let sent = desk.sent();
    assert_eq!(
        (sent.method, sent.path, sent.body),
        ("PUT", format!("/profitability/shipments/{DRAFT}/lines"), Some(json!({"lines": lines})))
    );
}

/// A form of an estimate with these lines.
fn estimate_of(lines: &str) -> Vec<(&str, &str)> {
    vec![
        ("op", "save"),
        ("_key", "k"),
        ("number", "ЛС-18"),
        ("client", "КА-00912"),
        ("client_name", "ООО «Юг»"),
        ("unit", "BU-NORTH"),
        ("currency", "RUB"),
        ("from", "2026-12-01"),
        ("until", "2027-03-01"),
        ("plan", "20,5"),
        ("lines", lines),
    ]
}

#[tokio::test]
async fn an_estimate_is_made_of_lines_pasted_from_a_spreadsheet() {
    let path = "/console/profitability/estimates/new";
    let desk = Desk::of("manager");
    let form = text(&desk.get(path).await);
    assert!(form.contains("<textarea name=\"lines\" rows=\"12\" maxlength=\"200000\" required>"), "a thousand lines fit");
    assert!(form.contains("<option value=\"pcli_0192cccc000070008000000000000001\">ООО «Север»</option>"), "known clients are suggested");
    let pasted = "BRG-6204\tПодшипник 6204\t1 000,5\t250,00\r\n\r\n BLT-A1250\tРемень\t50\t1\u{a0}000\tда\r\n";
    let made = desk.post(path, &estimate_of(pasted)).await;
    assert_eq!(made.header("location"), Some("/console/profitability/estimates/made_1?done=saved"), "{}", text(&made));
    let money = |amount: &str| json!({"amount": amount, "currency": "RUB"});
    let lines = json!([
        {"product": "BRG-6204", "name": "Подшипник 6204", "quantity": "1000.5", "price": money("250.00")},
        {"product": "BLT-A1250", "name": "Ремень", "quantity": "50", "price": money("1000.00"), "non_liquid": true},
    ]);
    let body = json!({"number": "ЛС-18", "client_code": "КА-00912", "client_name": "ООО «Юг»", "unit": "BU-NORTH",
        "from": "2026-12-01", "until": "2027-03-01", "plan": 2050, "lines": lines});
    let sent = desk.sent();
    assert_eq!((sent.method, sent.path.as_str(), sent.body), ("POST", "/profitability/estimates", Some(body)));
    assert_eq!(sent.idempotency_key.as_deref(), Some("k"));
    let known: Vec<(&str, &str)> =
        estimate_of(pasted).into_iter().map(|(name, value)| (name, if name == "client" { "pcli_1" } else { value })).collect();
    desk.post(path, &known).await;
    assert_eq!(desk.sent().body.unwrap()["client_id"], "pcli_1");
}

#[tokio::test]
async fn what_is_wrong_in_a_pasted_line_is_said_of_that_line() {
    let path = "/console/profitability/estimates/new";
    let pasted = "A-1\tБолт\t10\t5,00\n\nA-2\tГайка\t0,0000001\t5\nA-3\tШайба\t1\tдорого\nA-4\tВинт\t1\nA-5\t\t1\t2\nA-1\tБолт\t1\t2\nA-6\tШуруп\t1\t2\tможет быть";
    let desk = Desk { language: "ru", ..Desk::of("manager") };
    let refused = desk.post(path, &estimate_of(pasted)).await;
    assert_eq!((refused.status, desk.sent_nothing()), (422, true));
    shows(
        &refused,
        &[
            "строка 3, Количество: не количество",
            "строка 4, Цена: не сумма",
            "строка 5, Строки: нужно четыре столбца, есть 3",
            "строка 6, Название: нужно заполнить",
            "строка 7, Артикул: уже есть в строке 1",
            "строка 8, неликвид: ни «да», ни «нет»",
        ],
    );
    assert!(text(&refused).contains("A-4\tВинт\t1"), "what was pasted stays");
    let many: String = (0..=1_000).map(|n| format!("A-{n}\tБолт\t1\t2\n")).collect();
    let refused = Desk { language: "uk", ..Desk::of("manager") }.post(path, &estimate_of(&many)).await;
    assert_eq!(refused.status, 422);
    shows(&refused, &["більше рядків, ніж 1000"]);
    shows(&Desk::of("manager").post(path, &estimate_of("")).await, &["Lines, pasted from a spreadsheet", "must be filled in"]);
}

#[tokio::test]
async fn what_the_api_finds_wrong_in_a_line_is_said_of_the_line_that_was_pasted() {
    let document = json!({"code": "malformed", "title": "The request cannot be read.",
        "errors": [{"path": "lines[1].price.amount", "reason": "negative"}, {"path": "until", "reason": "too early"}]});
    let desk = Desk::of("manager").answering("POST /profitability/estimates", 422, &document);
    let pasted = "A-1\tBolt\t10\t5.00\n\nA-2\tNut\t1\t-5";
    let refused = desk.post("/console/profitability/estimates/new", &estimate_of(pasted)).await;
    assert_eq!(refused.status, 422);
    shows(&refused, &["The request cannot be read.", "line 3, Price: negative", "too early"]);
}

#[tokio::test]
async fn every_form_of_profitability_becomes_its_command() {
    let cases: &[(&str, Fields, &str, &str, Value)] = &[
        (
            "shipments/s/submit",
            &[("justification", "j"), ("emergency", "true")],
            "POST",
            "/profitability/shipments/s/submit",
            json!({"justification": "j", "emergency": true}),
        ),
        ("shipments/s/submit", &[], "POST", "/profitability/shipments/s/submit", json!({"emergency": false})),
        ("shipments/s/withdraw", &[("reason", "r")], "POST", "/profitability/shipments/s/withdraw", json!({"reason": "r"})),
        ("shipments/s/accept", &[("proposal", "o")], "POST", "/profitability/shipments/s/proposal/accept", json!({"proposal": "o"})),
        (
            "shipments/s/decline",
            &[("proposal", "o"), ("reason", "r")],
            "POST",
            "/profitability/shipments/s/proposal/decline",
            json!({"proposal": "o", "reason": "r"}),
        ),
        ("shipments/s/cancel", &[("reason", "r")], "POST", "/profitability/shipments/s/cancel", json!({"reason": "r"})),
        ("shipments/s/await-stock", &[], "POST", "/profitability/shipments/s/await-stock", json!({})),
        ("shipments/s/reopen", &[], "POST", "/profitability/shipments/s/reopen", json!({})),
        ("shipments/s/hand-over", &[("reference", "w")], "POST", "/profitability/shipments/s/hand-over", json!({"reference": "w"})),
        ("shipments/s/confirm", &[("reference", "w")], "POST", "/profitability/shipments/s/hand-over/confirm", json!({"reference": "w"})),
        ("shipments/s/close", &[("reason", "r")], "POST", "/profitability/shipments/s/close", json!({"reason": "r"})),
        (
            "estimates/e/plan",
            &[("plan", "20,5"), ("old_plan", "23.33"), ("reason", "r"), ("lease", "4")],
            "POST",
            "/profitability/estimates/e/plan",
            json!({"plan": 2050, "old_plan": 2333, "reason": "r", "lease": 4}),
        ),
        (
            "estimates/e/renew",
            &[("until", "2027-02-01"), ("reason", "r")],
            "POST",
            "/profitability/estimates/e/renew",
            json!({"until": "2027-02-01", "reason": "r"}),
        ),
        (
            "estimates/e/extend",
            &[("line", "2"), ("arrives_on", "2027-02-01")],
            "POST",
            "/profitability/estimates/e/extend",
            json!({"line": 2, "arrives_on": "2027-02-01"}),
        ),
        ("estimates/e/close", &[("reason", "r")], "POST", "/profitability/estimates/e/close", json!({"reason": "r"})),
        ("estimates/e/cancel", &[("reason", "r")], "POST", "/profitability/estimates/e/cancel", json!({"reason": "r"})),
        ("estimates/e/take", &[], "PUT", "/profitability/estimates/e/lease", json!({})),
        ("estimates/e/release", &[("lease", "4")], "POST", "/profitability/estimates/e/lease/release", json!({"lease": 4})),
        ("estimates/e/break", &[("reason", "r")], "POST", "/profitability/estimates/e/lease/break", json!({"reason": "r"})),
        (
            "prices/new/publish",
            &[("product", "A"), ("npss", "200,5"), ("currency", "RUB"), ("calculated_on", "2026-11-21")],
            "POST",
            "/profitability/prices",
            json!({"product": "A", "npss": {"amount": "200.50", "currency": "RUB"}, "calculated_on": "2026-11-21"}),
        ),
        (
            "prices/p/calculate",
            &[("product", "A"), ("country_factor", "1,35")],
            "POST",
            "/profitability/prices/calculate",
            json!({"product": "A", "country_factor": "1.35"}),
        ),
        (
            "prices/p/purchase",
            &[("product", "A"), ("document", "d"), ("on", "2026-11-20"), ("quantity", "10"), ("price", "14,5"), ("currency", "CNY")],
            "POST",
            "/profitability/prices/purchases",
            json!({"product": "A", "bought_in": "CNY", "purchase": {"document": "d", "on": "2026-11-20", "quantity": "10", "price": {"amount": "14.50", "currency": "CNY"}}}),
        ),
        (
            "prices/p/revise",
            &[("product", "A"), ("trigger", "manual")],
            "POST",
            "/profitability/prices/revisions",
            json!({"product": "A", "trigger": "manual"}),
        ),
        (
            "rates/new/record",
            &[("currency", "CNY"), ("on", "2026-11-21"), ("rate", "13,55")],
            "POST",
            "/profitability/rates",
            json!({"currency": "CNY", "rate": {"on": "2026-11-21", "rate": "13.55"}}),
        ),
        ("messages/m/retry", &[], "POST", "/profitability/messages/m/retry", json!({})),
        ("messages/m/give-up", &[("reason", "r")], "POST", "/profitability/messages/m/give-up", json!({"reason": "r"})),
        (
            "clients/c/note",
            &[("name", "n"), ("strategic", "true"), ("allowed_deviation", "2")],
            "PUT",
            "/profitability/clients/c",
            json!({"name": "n", "strategic": true, "allowed_deviation": 200}),
        ),
    ];
    for (address, fields, method, route, body) in cases {
        let desk = Desk::of("team-lead");
        let response = desk.post(&format!("/console/profitability/{address}"), &[fields, &[("_key", "k")][..]].concat()).await;
        assert_eq!(response.status, 303, "{address}: {}", text(&response));
        let sent = desk.sent();
        assert_eq!((sent.method, sent.path.as_str(), sent.body.as_ref()), (*method, *route, Some(body)), "{address}");
        assert_eq!(sent.idempotency_key.as_deref(), Some("k"), "{address}");
    }
}

#[tokio::test]
async fn an_estimate_shows_plan_against_fact() {
    let page = Desk { language: "uk", ..Desk::of("team-lead") }.get(&format!("/console/profitability/estimates/{ESTIMATE}")).await;
    shows(&page, &["Кошторис ЛС-17", "Діє", "низький план", "Багато замовлень чекає на рішення: 3.", "План і факт", "23,33 %", "20,08 %"]);
    shows(
        &page,
        &[
            "Виконано",
            "41,50 %",
            "311 250,00 ₽",
            "248 751,00 ₽",
            "1. Подшипник 6204",
            "260,86",
            "Планова · 42 дн.",
            "940",
            "немає собівартості",
        ],
    );
    shows(
        &page,
        &[
            "Змінити план",
            "Поновити",
            "Закрити кошторис",
            "Иванова редагує до 10:33 (за 3 хв)",
            "З-104",
            "20,00 % → 23,33 %: Поставщик снизил цены",
        ],
    );
    let html = text(&page);
    assert!(html.contains("name=\"old_plan\" value=\"23.33\"") && html.contains("<svg class=\"chart bars\""));
    assert!(!html.contains("/break\""), "only an administrator takes the editor's place away");
}

#[tokio::test]
async fn a_field_of_a_form_says_what_is_wrong_with_it() {
    let document = json!({"code": "profitability.shipment.justification", "title": "The justification is too short.",
        "errors": [{"path": "justification", "reason": "50 telling characters at least"}]});
    let desk = Desk::of("manager").answering(&format!("POST /profitability/shipments/{DRAFT}/submit"), 422, &document);
    let refused = desk.post(&format!("/console/profitability/shipments/{DRAFT}/submit"), &[("justification", "ну надо")]).await;
    assert_eq!(refused.status, 422);
    shows(&refused, &["The justification is too short.", "Justification", "50 telling characters at least"]);
    assert!(text(&refused).contains("aria-invalid=\"true\">ну надо</textarea>"));
    let lead = Desk::of("team-lead");
    let wrong = lead.post(&format!("/console/profitability/estimates/{ESTIMATE}/plan"), &[("plan", "двадцать"), ("reason", "r")]).await;
    assert_eq!((wrong.status, lead.sent_nothing()), (422, true));
}

#[tokio::test]
async fn costs_rates_and_messages() {
    let prices = Desk::of("accountant").get("/console/profitability/prices").await;
    shows(
        &prices,
        &[
            "Planned costs",
            "BRG-6204",
            "200.00 RUB",
            "31 to 60 days: ageing",
            "42 d",
            "by 2026-11-25",
            "Purchase price",
            "NEW-1",
            "no cost",
        ],
    );
    shows(&prices, &["Publish a cost", "Record a purchase", "Calculate from purchases", "Ask for another calculation"]);
    shows(&Desk::of("accountant").get("/console/profitability/prices/price_1").await, &["Versions", "Exchange rate", "ПТ-9", "14.50 CNY"]);
    shows(
        &Desk::of("accountant").get("/console/profitability/rates").await,
        &["CNY", "13.55", "revisions are being asked for", "Record a rate"],
    );
    let messages = Desk::of("team-lead").get("/console/profitability/messages").await;
    shows(
        &messages,
        &[
            "1c.shipment.posted",
            "1c-000017",
            "Parked",
            "profitability.shipment.not-found",
            "tried again 10:45 (in 15 min)",
            "3",
            "Try again",
        ],
    );
    shows(
        &Desk::of("team-lead").get("/console/profitability/messages/pmsg_1").await,
        &["As it came", "\"order_id\": \"З-900\"", "Try again", "Give up"],
    );
    let manager = text(&Desk::of("manager").get("/console/profitability/prices").await);
    assert!(!manager.contains("/prices/new/publish") && !manager.contains("href=\"/console/profitability/messages\""));
}

#[tokio::test]
async fn a_judgement_is_shown_exactly() {
    let page = Desk::of("manager").get("/console/profitability/calculations/pcalc_1").await;
    shows(&page, &["Calculation of order З-104", "What the percentages are made of", "251/1250", "1983/10000", "13/400", "−7/200"]);
}

#[tokio::test]
async fn empty_lists_of_profitability_say_what_to_do() {
    let nothing = json!({"items": [], "next_cursor": null});
    for (place, words) in [
        ("shipments", "make an order under it"),
        ("estimates", "come from the accounting system"),
        ("prices", "wait for the accounting system"),
        ("rates", "once a day"),
        ("messages", "Nothing waits for a person."),
    ] {
        let desk = Desk::of("team-lead").answering(&format!("GET /profitability/{place}"), 200, &nothing);
        shows(&desk.get(&format!("/console/profitability/{place}")).await, &[words]);
    }
    let desk = Desk::of("manager").answering("GET /profitability/dashboard", 200, &json!({"manager": "m", "groups": []}));
    shows(&desk.get("/console/profitability").await, &["No orders here.", "Open an estimate"]);
}
