//! What accountants do on the pages of commerce: each form sends what its command takes.

use serde_json::{Value, json};

use super::fake::{CONTRACT, Desk, FACT, INVOICE, PARTY, seen, shows, text};

/// What is typed into a form.
type Fields = &'static [(&'static str, &'static str)];

const OWN: &str = "pty_0192eeee000070008000000000000001";

async fn sends(cases: &[(&str, Fields, &str, Value)]) {
    for (address, fields, route, body) in cases {
        let desk = Desk::of("accountant");
        let response = desk.post(&format!("/console/commerce/{address}"), &[fields, &[("_key", "k")][..]].concat()).await;
        assert_eq!(response.status, 303, "{address}: {}", text(&response));
        let sent = desk.sent();
        assert_eq!((sent.path.as_str(), sent.body.as_ref(), sent.idempotency_key.as_deref()), (*route, Some(body), Some("k")), "{address}");
    }
}

#[tokio::test]
async fn forms_of_parties() {
    sends(&[
        (
            "parties/p/add-account",
            &[("account", "ua21 3223 1300 0002 6007 2335 6600 1"), ("currency", "UAH"), ("bank", "Банк")],
            "/commerce/parties/p/accounts",
            json!({"number": {"type": "IBAN", "iban": "UA213223130000026007233566001"}, "currency": "UAH", "bank": "Банк"}),
        ),
        (
            "parties/p/add-account",
            &[("account", "40702810900000000001"), ("bic", "044525225")],
            "/commerce/parties/p/accounts",
            json!({"number": {"type": "RU", "bic": "044525225", "account": "40702810900000000001"}}),
        ),
        (
            "parties/p/remove-account",
            &[("number", "{\"type\":\"IBAN\",\"iban\":\"UA213223130000026007233566001\"}")],
            "/commerce/parties/p/accounts/remove",
            json!({"number": {"type": "IBAN", "iban": "UA213223130000026007233566001"}}),
        ),
        (
            "parties/p/close-tax",
            &[("jurisdiction", "UA"), ("from", "2020-01-01"), ("until", "2026-12-01")],
            "/commerce/parties/p/tax-registrations/close",
            json!({"jurisdiction": "UA", "from": "2020-01-01", "until": "2026-12-01"}),
        ),
        (
            "parties/p/withdraw-tax",
            &[("jurisdiction", "UA"), ("from", "2020-01-01"), ("reason", "r")],
            "/commerce/parties/p/tax-registrations/withdraw",
            json!({"jurisdiction": "UA", "from": "2020-01-01", "reason": "r"}),
        ),
        (
            "parties/p/merge",
            &[("op", "save"), ("duplicate_id", "d"), ("reason", "r")],
            "/commerce/parties/p/merge",
            json!({"duplicate_id": "d", "reason": "r"}),
        ),
        (
            "duplicates/d/give-up",
            &[("identifier", "{\"scheme\":\"UA_EDRPOU\",\"value\":\"14360570\"}"), ("reason", "r"), ("at", "parties/p")],
            "/commerce/parties/d/give-up-identifier",
            json!({"identifier": {"scheme": "UA_EDRPOU", "value": "14360570"}, "reason": "r"}),
        ),
    ])
    .await;
}

#[tokio::test]
async fn forms_of_relations() {
    let basis = json!({"kind": "Статут", "number": "1", "day": "2026-01-01", "jurisdiction": "UA"});
    sends(&[
        (
            "parties/p/relate",
            &[("op", "save"), ("other_id", "o"), ("direction", "this"), ("link", "MANAGES"), ("level", "ADMIN"), ("valid_from", "2026-01-01")],
            "/commerce/relations",
            json!({"source_id": "p", "target_id": "o", "link": {"type": "MANAGES", "level": "ADMIN"}, "valid": {"from": "2026-01-01", "until": null}}),
        ),
        (
            "relations/r/share",
            &[
                ("at", "parties/p"),
                ("from", "2026-12-01"),
                ("share", "60,5"),
                ("basis_kind", "Статут"),
                ("basis_number", "1"),
                ("basis_day", "2026-01-01"),
                ("basis_country", "UA"),
            ],
            "/commerce/relations/r/share",
            json!({"from": "2026-12-01", "share": "60.5", "basis": basis}),
        ),
        (
            "relations/r/correct",
            &[("at", "parties/p"), ("link", "SUBSIDIARY_OF"), ("share", "51"), ("valid_from", "2026-01-01"), ("reason", "r")],
            "/commerce/relations/r/correct",
            json!({"link": {"type": "SUBSIDIARY_OF", "share": "51"}, "valid": {"from": "2026-01-01", "until": null}, "reason": "r"}),
        ),
        ("relations/r/void", &[("at", "parties/p"), ("reason", "r")], "/commerce/relations/r/void", json!({"reason": "r"})),
    ])
    .await;
}

#[tokio::test]
async fn a_party_is_looked_for_in_the_form_that_needs_it() {
    let desk = Desk::of("accountant");
    let path = format!("/console/commerce/parties/{PARTY}/merge");
    let found = desk.post(&path, &[("op", "find-duplicate_id"), ("duplicate_id_q", "Дні"), ("reason", "Двічі")]).await;
    let html = text(&found);
    assert!(html.contains("value=\"pick-duplicate_id|"), "{html}");
    assert_eq!(html.matches("value=\"Двічі\"").count(), 1, "what was typed stays in its own form only");
    assert!(desk.sent_nothing());
    let nobody = desk.post(&path, &[("op", "save"), ("reason", "r")]).await;
    assert_eq!(nobody.status, 422);
    shows(&nobody, &["Merge a duplicate into it", "The duplicate", "find and choose one"]);
}

#[tokio::test]
async fn particulars_of_a_party_change_with_their_numbers() {
    let desk = Desk::of("manager");
    let path = format!("/console/commerce/parties/{PARTY}/edit");
    let form = text(&desk.get(&path).await);
    assert!(form.contains("value=\"14360570\"") && form.contains("value=\"PL-77\""), "{form}");
    let fields = [
        ("op", "save"),
        ("kind", "LEGAL_ENTITY"),
        ("name", "Млин"),
        ("jurisdiction", "UA"),
        ("scheme", "UA_EDRPOU"),
        ("number", "14360570"),
        ("foreign_country", " "),
        ("scheme", "FOREIGN"),
        ("number", "PL-78"),
        ("foreign_country", "PL"),
    ];
    assert_eq!(desk.post(&path, &fields).await.status, 303);
    let numbers =
        json!([{"scheme": "UA_EDRPOU", "value": "14360570"}, {"scheme": "FOREIGN", "value": {"country": "PL", "number": "PL-78"}}]);
    let sent = desk.sent();
    assert_eq!(sent.method, "PUT");
    assert_eq!(sent.body, Some(json!({"identifiers": numbers, "kind": "LEGAL_ENTITY", "name": "Млин", "jurisdiction": "UA"})));
}

#[tokio::test]
async fn forms_of_facts_and_obligations() {
    let payload = json!({"artifact_type": "MERCURY_VSD", "uuid": "u", "form": "LIC1", "vsd_type": "TRANSPORT"});
    let fields: Fields =
        &[("artifact_type", "MERCURY_VSD"), ("number", "u"), ("second", "LIC1"), ("third", "TRANSPORT"), ("status", "ISSUED")];
    let eur = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    sends(&[
        ("facts/f/transfer-title", &[("on", "2026-11-21")], "/commerce/facts/f/transfer-title", json!({"on": "2026-11-21"})),
        ("facts/f/recognise", &[("month", "2026-10-01")], "/commerce/facts/f/recognise-revenue", json!({"month": "2026-10-01"})),
        (
            "facts/f/correct-cost",
            &[("line", "1"), ("unit_cost", "8,5"), ("currency", "EUR")],
            "/commerce/facts/f/correct-cost",
            json!({"line": 1, "unit_cost": eur("8.50")}),
        ),
        ("facts/f/artifact", fields, "/commerce/facts/f/artifacts", json!({"payload": payload, "status": "ISSUED"})),
        ("invoices/i/artifact", fields, "/commerce/invoices/i/artifacts", json!({"artifact": {"payload": payload, "status": "ISSUED"}})),
        (
            "facts/f/artifact-status",
            &[("artifact_type", "MERCURY_VSD"), ("key", "u"), ("status", "REDEEMED")],
            "/commerce/facts/f/artifact-status",
            json!({"artifact_type": "MERCURY_VSD", "key": "u", "status": "REDEEMED"}),
        ),
        ("papers/p/retry", &[("at", "invoices/i")], "/papers/p/retry", json!({})),
        ("obligations/o/cancel", &[("reason", "r")], "/commerce/obligations/o/cancel", json!({"reason": "r"})),
        (
            "obligations/o/breach",
            &[("on", "2026-11-21"), ("reason", "r")],
            "/commerce/obligations/o/breach",
            json!({"on": "2026-11-21", "reason": "r"}),
        ),
        ("schedules/s/cancel", &[("at", "contracts/c"), ("reason", "r")], "/commerce/payment-schedules/s/cancel", json!({"reason": "r"})),
    ])
    .await;
}

#[tokio::test]
async fn forms_of_assets_and_budgets() {
    let eur = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    sends(&[
        (
            "assets/a/role",
            &[("op", "save"), ("party_id", "p"), ("role", "OWNER"), ("share", "50"), ("valid_from", "2026-01-01")],
            "/commerce/assets/a/roles",
            json!({"party_id": "p", "kind": {"type": "OWNER", "share": "50"}, "valid": {"from": "2026-01-01", "until": null}}),
        ),
        (
            "assets/a/end-role",
            &[("role_id", "2"), ("on", "2026-12-01"), ("reason", "r")],
            "/commerce/assets/a/roles/2/end",
            json!({"on": "2026-12-01", "reason": "r"}),
        ),
        (
            "assets/a/release",
            &[("reservation_id", "1"), ("on", "2026-12-01"), ("reason", "r")],
            "/commerce/assets/a/reservations/1/release",
            json!({"on": "2026-12-01", "reason": "r"}),
        ),
        (
            "budgets/b/reserve",
            &[("held_for", "contract|c"), ("amount", "100"), ("currency", "EUR")],
            "/commerce/budgets/b/reserve",
            json!({"held_for": {"for": "contract", "contract": "c"}, "amount": eur("100.00")}),
        ),
        (
            "budgets/b/release",
            &[("held_for", "obligation|o"), ("reason", "r")],
            "/commerce/budgets/b/release",
            json!({"held_for": {"for": "obligation", "obligation": "o"}, "reason": "r"}),
        ),
        (
            "budgets/b/change-limit",
            &[("limit", "2000"), ("currency", "EUR"), ("reason", "r")],
            "/commerce/budgets/b/change-limit",
            json!({"limit": eur("2000.00"), "reason": "r"}),
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_contract_changes_from_a_day_on() {
    let desk = Desk::of("accountant");
    let fields = [
        ("op", "save"),
        ("currency", "UAH"),
        ("from", "2026-12-01"),
        ("valid_until", "2028-01-01"),
        ("recognition", "ON_SHIPMENT"),
        ("payment_days", "14"),
        ("governing_law", "UA"),
        ("small_difference", "1"),
        ("role", "BUYER"),
        ("role_party", "pty_new"),
        ("reason", "Правонаступник"),
    ];
    let response = desk.post(&format!("/console/commerce/contracts/{CONTRACT}/amend"), &fields).await;
    assert_eq!(response.status, 303, "{}", text(&response));
    let body = desk.sent().body.unwrap();
    assert_eq!((&body["terms"]["payment_days"], &body["valid"]), (&json!(14), &json!({"from": "2026-01-01", "until": "2028-01-01"})));
    assert_eq!(body["terms"]["third_party_payers"][0]["party"], json!(OWN), "who may pay besides stays");
    let role = |party: &str, role: &str, from: &str, until: &str| json!({"party": party, "role": role, "primary": true, "valid": {"from": from, "until": until}});
    let roles = json!([
        role(OWN, "SELLER", "2026-01-01", "2028-01-01"),
        role(PARTY, "BUYER", "2026-01-01", "2026-12-01"),
        role("pty_new", "BUYER", "2026-12-01", "2028-01-01"),
    ]);
    assert_eq!(body["roles"], roles);
}

#[tokio::test]
async fn payments_are_planned_in_percent_or_amounts() {
    let desk = Desk::of("manager");
    let path = format!("/console/commerce/contracts/{CONTRACT}/schedule");
    let fields = [
        ("op", "save"),
        ("currency", "UAH"),
        ("base", "1000"),
        ("due", "2026-12-01"),
        ("percent", "12,5"),
        ("amount", " "),
        ("due", "2027-01-01"),
        ("percent", " "),
        ("amount", "875"),
    ];
    assert_eq!(desk.post(&path, &fields).await.status, 303);
    let uah = |amount: &str| json!({"amount": amount, "currency": "UAH"});
    let payments = json!([{"due": "2026-12-01", "share": {"percent": 1250}}, {"due": "2027-01-01", "share": {"amount": uah("875.00")}}]);
    let wanted = json!({"owner": {"of": "contract", "contract": CONTRACT}, "base": uah("1000.00"), "payments": payments});
    assert_eq!(desk.sent().body, Some(wanted));
    let both = desk.post(&path, &[("op", "save"), ("due", "2026-12-01"), ("percent", "1"), ("amount", "1")]).await;
    assert_eq!(both.status, 422);
    shows(&both, &["a percentage or an amount, not both"]);
}

#[tokio::test]
async fn drafts_of_invoices_change_and_advances_are_asked_for() {
    let desk = Desk::of("accountant");
    let path = format!("/console/commerce/invoices/{INVOICE}/edit");
    let bills = format!("{FACT}|1");
    assert!(text(&desk.get(&path).await).contains(&format!("<option value=\"{bills}\" selected>")), "what is billed is chosen");
    let fields = [
        ("op", "save"),
        ("bills", bills.as_str()),
        ("quantity", "15"),
        ("budget", "bud_1"),
        ("procedure", "export"),
        ("delivered_to", "PL"),
    ];
    assert_eq!(desk.post(&path, &fields).await.status, 303);
    let line = json!({"fact_id": FACT, "line": 1, "quantity": "15"});
    let content = json!({"lines": [line], "procedure": "export", "budget": "bud_1", "place": {"delivered_to": "PL"}});
    assert_eq!((desk.sent().path, desk.sent().body), (format!("/commerce/invoices/{INVOICE}/draft"), Some(json!({"content": content}))));
    let fields = [
        ("op", "save"),
        ("currency", "EUR"),
        ("tax_point", "2026-11-21"),
        ("name", "Аванс"),
        ("supply", "service:legal"),
        ("tax_code", "standard"),
        ("amount", "100"),
        ("rate", "45,1"),
        ("rate_from", "EUR"),
        ("rate_to", "UAH"),
        ("rate_source", "НБУ"),
        ("rate_day", "2026-11-20"),
    ];
    let made = desk.post(&format!("/console/commerce/contracts/{CONTRACT}/advance"), &fields).await;
    assert_eq!(made.header("location"), Some("/console/commerce/invoices/made_1?done=saved"), "{}", text(&made));
    let line =
        json!({"name": "Аванс", "supply": {"service": "legal"}, "tax_code": "standard", "amount": {"amount": "100.00", "currency": "EUR"}});
    let rate = json!({"from": "EUR", "to": "UAH", "rate": "45.1", "source": "НБУ", "day": "2026-11-20"});
    let content = json!({"advance": [line], "tax_point": "2026-11-21", "rates": [rate]});
    assert_eq!(desk.sent().body, Some(json!({"contract_id": CONTRACT, "content": content})));
}

#[tokio::test]
async fn what_happens_inside_a_company_is_recorded() {
    let desk = Desk::of("manager");
    let fields = [
        ("op", "save"),
        ("currency", "UAH"),
        ("party_id", OWN),
        ("type", "INTERNAL_TRANSFER"),
        ("occurred", "2026-11-21"),
        ("code", "FLOUR-1"),
        ("name", "Борошно"),
        ("quantity", "2,5"),
        ("unit", "kg"),
        ("from", "Склад 1"),
        ("to", "Магазин"),
        ("unit_cost", " "),
        ("batch", "L-5"),
        ("expires", " "),
    ];
    let made = desk.post("/console/commerce/facts/new", &fields).await;
    assert_eq!(made.header("location"), Some("/console/commerce/facts/made_1?done=saved"), "{}", text(&made));
    let line = json!({
        "article": {"code": "FLOUR-1", "name": "Борошно"}, "quantity": "2.5", "unit": "kg",
        "from": "Склад 1", "to": "Магазин", "batch": {"number": "L-5"},
    });
    let kind = json!({"domain": "LOGISTICS", "type": "INTERNAL_TRANSFER"});
    assert_eq!(desk.sent().body, Some(json!({"kind": kind, "lines": [line], "party_id": OWN, "occurred": "2026-11-21"})));
    let refusal =
        json!({"title": "Не так.", "status": 422, "code": "invalid", "errors": [{"path": "lines[0].quantity", "reason": "expected more"}]});
    let refused = Desk::of("manager").answering("POST /commerce/internal-facts", 422, &refusal);
    shows(&refused.post("/console/commerce/facts/new", &fields).await, &["line 1, Quantity: expected more"]);
}

#[tokio::test]
async fn a_proof_goes_from_the_browser_to_where_the_api_says() {
    let desk = Desk::of("manager");
    let page = desk.get(&format!("/console/commerce/facts/{FACT}/proof")).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'self'") && policy.ends_with("; connect-src 'self' https://documents.example:9000"), "{policy}");
    let elsewhere = desk.get(&format!("/console/commerce/facts/{FACT}")).await;
    assert!(!elsewhere.header("content-security-policy").unwrap().contains("documents.example"));
    let place = desk.get(&format!("/console/commerce/facts/{FACT}/upload?sha256=ab&media_type=application/pdf")).await;
    let place: Value = serde_json::from_slice(&place.body).unwrap();
    assert_eq!(place, json!({"url": "https://documents.example:9000/put?signature=1", "media_type": "application/pdf"}));
    let path = format!("/console/commerce/facts/{FACT}/proof");
    shows(&desk.post(&path, &[("op", "save"), ("name", "ТТН"), ("kind", "WAYBILL")]).await, &["choose a file; this form needs JavaScript"]);
    let fields = [("op", "save"), ("sha256", "ab"), ("size_bytes", "10"), ("name", "ТТН"), ("kind", "WAYBILL")];
    assert_eq!(desk.post(&path, &fields).await.status, 303);
    assert_eq!(desk.sent().body, Some(json!({"sha256": "ab", "size_bytes": 10, "name": "ТТН", "kind": "WAYBILL"})));
    let proof = desk.get(&format!("/console/commerce/facts/{FACT}/proofs/ab")).await;
    assert_eq!(proof.header("location"), Some("https://documents.example/proof?signature=1"));
}

#[tokio::test]
async fn mutual_debts_are_offset() {
    let desk = Desk::of("accountant");
    let invoice = |id: &str, number: &str, creditor: &str, debtor: &str| {
        let money = json!({"amount": "140.00", "currency": "UAH"});
        json!({"invoice_id": id, "kind": "INVOICE", "number": number, "status": "POSTED", "creditor": creditor, "debtor": debtor, "payable": money, "open": money})
    };
    let both = json!({"items": [invoice("i1", "РФ-1", OWN, PARTY), invoice("i2", "П-2", PARTY, OWN)], "next_cursor": null});
    let desk = desk.answering("GET /commerce/invoices", 200, &both);
    let page = desk.get(&format!("/console/commerce/payments/offset?party_id={OWN}")).await;
    shows(&page, &["Offset mutual debts", "They owe us", "РФ-1 · Open: 140.00 UAH", "We owe them", "П-2 · Open: 140.00 UAH"]);
    let fields = [("op", "save"), ("first", "i1"), ("second", "i2"), ("amount", "100"), ("currency", "UAH"), ("basis", "Акт 3")];
    let made = desk.post("/console/commerce/payments/offset", &fields).await;
    assert_eq!(made.header("location"), Some("/console/commerce/payments/made_1?done=saved"));
    let amount = json!({"amount": "100.00", "currency": "UAH"});
    assert_eq!(desk.sent().body, Some(json!({"first": "i1", "second": "i2", "basis": "Акт 3", "amount": amount})));
    let lead = Desk::of("team-lead").answering("GET /commerce/invoices", 200, &both);
    shows(&lead.get(&format!("/console/commerce/payments/offset?party_id={OWN}")).await, &["Accountants make offsets."]);
}

#[tokio::test]
async fn what_the_new_pages_show() {
    let desk = Desk::of("accountant");
    let party = desk.get(&format!("/console/commerce/parties/{PARTY}")).await;
    shows(
        &party,
        &[
            "Bank accounts",
            "UA213223130000026007233566001",
            "40702810900000000001 044525225",
            "Numbers that came with duplicates",
            "EDRPOU 32855961",
        ],
    );
    let statement = desk.get(&format!("/console/commerce/parties/{PARTY}/statement")).await;
    shows(
        &statement,
        &[
            "nobody owes",
            "they owe us: 140.00 UAH; we owe: 5.00 EUR",
            "There are more documents",
            "Invoice",
            "240.00 UAH",
            "Payment",
            "100.00 UAH",
        ],
    );
    shows(&desk.get("/console/commerce/assets").await, &["Навантажувач", "Machine", "taken"]);
    let asset = desk.get("/console/commerce/assets/ast_1").await;
    shows(&asset, &["Calendar of the next 12 months", "Ремонт", "from 2026-12-01 until 2026-12-16", "Lease", "Owner", "100 %"]);
    let budget = desk.get("/console/commerce/budgets/bud_1").await;
    shows(&budget, &["over the limit", "500.00 UAH of 1,000.00 UAH held or spent", "300.00 UAH", "200.00 UAH", "Free what is held"]);
    shows(&desk.get("/console/commerce/series").await, &["INV", "РФ-000017", "РФ-000018", "ADV", "none yet", "ADV-26-000001"]);
    shows(&desk.get("/console/commerce/stock/moves").await, &["2026-11-10", "Борошно", "L-5", "40.5 kg", "Склад 1", "gone"]);
    shows(&desk.get("/console/commerce/obligations/obl_1").await, &["Deliver: Борошно", "Partly done", "100 kg", "60 kg", "105 kg"]);
    let fact = desk.get(&format!("/console/commerce/facts/{FACT}")).await;
    shows(&fact, &["Revenue so far", "480.00 UAH", "ttn-55.pdf", "Waybill", "Chestny ZNAK marking", "valid", "used up"]);
    let invoice = desk.get(&format!("/console/commerce/invoices/{INVOICE}")).await;
    shows(
        &invoice,
        &["Offset mutual debts", "Regulators’ codes", "Z-1", "Накладна", "failed", "Шрифт не знайдено", "again 10:45", "Print again"],
    );
    let claims = desk.get("/console/commerce/claims").await;
    assert!(text(&claims).contains("class=\"age-0\"") || text(&claims).contains("class=\"age-1\""), "{}", seen(&claims));
}

#[tokio::test]
async fn roles_decide_what_is_offered() {
    let offered = async |role: &str, page: &str, form: &str| {
        text(&Desk::of(role).get(&format!("/console/commerce/{page}")).await).contains(&format!("/{form}\""))
    };
    let party = format!("parties/{PARTY}");
    let asset = "assets/ast_1".to_owned();
    for (page, form, roles) in [
        (&party, "add-account", &["team-lead", "accountant"][..]),
        (&party, "register-tax", &["team-lead", "accountant"]),
        (&party, "merge", &["team-lead", "accountant"]),
        (&party, "relate", &["team-lead", "accountant", "administrator"]),
        (&party, "name-root", &["team-lead", "administrator"]),
        (&party, "unfreeze", &["team-lead"]),
        (&party, "edit", &["manager", "team-lead", "accountant"]),
        (&asset, "reserve", &["manager", "team-lead", "accountant"]),
        (&format!("facts/{FACT}"), "correct-cost", &["accountant"]),
        (&format!("facts/{FACT}"), "reverse", &["team-lead", "accountant"]),
    ] {
        for role in ["manager", "team-lead", "accountant", "administrator"] {
            assert_eq!(offered(role, page, form).await, roles.contains(&role), "{role}: {page} {form}");
        }
    }
}
