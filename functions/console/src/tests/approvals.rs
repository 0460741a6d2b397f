//! The pages of approvals: what they show, and what their forms send.

use serde_json::{Value, json};

use super::fake::{Desk, PROCESS, SHIPMENT, WAVED, shows, text};

/// What is typed into a form.
type Fields = &'static [(&'static str, &'static str)];

/// Every page of approvals.
pub(super) fn addresses() -> Vec<String> {
    let plain = [
        "queue",
        "queue?level=rbu",
        "processes",
        "processes?arbitration=open",
        "workload",
        "emergencies",
        "emergencies?incidents=open",
        "emergencies/emg_1",
        "roster",
        "limits",
        "channel",
        "messages",
    ];
    let of_one = [format!("processes/{PROCESS}"), format!("processes/{WAVED}")];
    plain.into_iter().map(str::to_owned).chain(of_one).map(|place| format!("/console/approvals/{place}")).collect()
}

#[tokio::test]
async fn an_approver_begins_with_their_own_queue() {
    let desk = Desk::of("approver");
    assert_eq!(desk.get("/console").await.header("location"), Some("/console/approvals/queue"));
    let queue = desk.get("/console/approvals/queue").await;
    shows(&queue, &["Approvals", "Queue", "Mine", "2 waiting, 1 of priority 1, 1 overdue"]);
    shows(&queue, &["З-104", "BU-NORTH · round 2 of 5", "10:50 (in 20 min)", "80 % of the time is spent", "ООО «Север»"]);
    shows(&queue, &["3.25 p.p.", "4,712.50 RUB", "150,000.00 RUB", "Head of the unit", "Priority 1", "Петров", "stands in for rbu-south"]);
    shows(&queue, &["З-099", "the time stands still", "nobody can be asked", "every queue is too long", "Next page"]);
    let html = text(&queue);
    assert!(html.contains("data-open>З-104</a>") && html.contains("data-every=\"5000\""), "rows are stepped through, the page follows");
    let asked =
        desk.api.asked.lock().unwrap().iter().any(|request| request.path == "/approvals/queue" && request.query.contains("approver=me"));
    assert!(asked, "their own tasks first");
    let lead = Desk::of("team-lead");
    lead.get("/console/approvals/queue?level=dp").await;
    let asked = lead.api.asked.lock().unwrap()[0].query.clone();
    assert_eq!(asked, "level=dp&limit=50");
}

#[tokio::test]
async fn who_does_not_look_at_queues_is_offered_none() {
    for (role, offered) in [("manager", false), ("accountant", false), ("approver", true), ("team-lead", true), ("administrator", true)] {
        let html = text(&Desk::of(role).get("/console/approvals/processes").await);
        for place in ["queue", "workload", "limits", "channel"] {
            assert_eq!(html.contains(&format!("href=\"/console/approvals/{place}\"")), offered, "{role}: {place}");
        }
        assert!(html.contains("href=\"/console/approvals/emergencies\""), "{role}");
    }
    let approver = text(&Desk::of("approver").get("/console/approvals/queue").await);
    assert!(!approver.contains("href=\"/console/profitability\""), "approvers see margins in their processes");
    assert_eq!(Desk::of("manager").get("/console/approvals").await.header("location"), Some("/console/approvals/processes"));
}

#[tokio::test]
async fn one_screen_has_what_must_be_known_to_decide() {
    let path = format!("/console/approvals/processes/{PROCESS}");
    let page = Desk { language: "ru", ..Desk::of("approver") }.get(&path).await;
    shows(
        &page,
        &[
            "Согласование заказа З-104",
            "Ждёт решения",
            "РБЮ",
            "Приоритет 1",
            "Решение",
            "Согласовать",
            "Предложить другие цены",
            "Отказать",
        ],
    );
    shows(&page, &["Пунктир показывает план, 23,33 %", "3,25 п. п.", "150 000,00 ₽", "4 712,50 ₽", "31–60 дней: стареет", "42 дн."]);
    shows(&page, &["1. Подшипник 6204", "BRG-6204 · BU-NORTH", "230,00", "260,86", "200,00", "13,04 %", "3 086,00"]);
    shows(&page, &["Бизнес-единицы", "BU-NORTH", "10,29 п. п.", "BU-SOUTH", "−1,67 п. п."]);
    shows(&page, &["раунд 1 из 5", "строка 1: 245,50 ₽", "Так пройдёт", "Отклонено"]);
    shows(
        &page,
        &[
            "Стратегический клиент",
            "2,00 п. п.",
            "по отклонению; старая себестоимость",
            "Клиент забирает весь остаток",
            "Цена слишком низкая",
        ],
    );
    shows(&page, &["Петров", "11:00 (через 30 мин)", "4 рабочих ч", "Сидоров", "Годится"]);
    shows(&page, &["История", "согласована эта часть", "запрошено согласование", "→ Петров", "подано"]);
    let html = text(&page);
    for key in ["a", "c", "r"] {
        assert_eq!(html.matches(&format!("data-press=\"{key}\"")).count(), 1, "{key} decides");
    }
    assert!(html.contains("<svg class=\"chart bars\"") && html.contains("class=\"mark\""), "margins are drawn against the plan");
    assert!(html.contains("name=\"price\" type=\"text\" inputmode=\"decimal\" value=\"260.86\""), "what would keep the plan is suggested");
    let manager = text(&Desk::of("manager").get(&path).await);
    assert!(!manager.contains(&format!("{PROCESS}/approve")) && manager.contains(&format!("{PROCESS}/emergency")));
    assert!(manager.contains(&format!("/console/profitability/shipments/{SHIPMENT}")));
}

#[tokio::test]
async fn what_passed_without_a_person_is_confirmed_after() {
    let page = Desk::of("approver").get(&format!("/console/approvals/processes/{WAVED}")).await;
    shows(
        &page,
        &[
            "Approved",
            "Channel down",
            "to be confirmed by 11:10 (in 40 min)",
            "The goods have left.",
            "Confirm afterwards",
            "Do not confirm",
        ],
    );
}

#[tokio::test]
async fn every_form_of_approvals_becomes_its_command() {
    const OBTAINED: &str = "2026-11-21T07:00:00.000Z";
    let cases: &[(&str, &str, Fields, &str, Value)] = &[
        (
            "approver",
            "processes/p/approve",
            &[("branch", "1"), ("comment", "ok")],
            "/approvals/processes/p/approve",
            json!({"branch": 1, "comment": "ok"}),
        ),
        ("approver", "processes/p/approve", &[("branch", "2")], "/approvals/processes/p/approve", json!({"branch": 2})),
        (
            "approver",
            "processes/p/reject",
            &[("branch", "1"), ("reason", "r")],
            "/approvals/processes/p/reject",
            json!({"branch": 1, "reason": "r"}),
        ),
        (
            "approver",
            "processes/p/offer",
            &[
                ("op", "save"),
                ("branch", "1"),
                ("currency", "RUB"),
                ("line", "1"),
                ("price", "245,5"),
                ("line", "2"),
                ("price", ""),
                ("reason", "r"),
            ],
            "/approvals/processes/p/offer-correction",
            json!({"branch": 1, "prices": [{"line": 1, "price": {"amount": "245.50", "currency": "RUB"}}], "reason": "r"}),
        ),
        ("manager", "processes/p/justify", &[("justification", "j")], "/approvals/processes/p/justify", json!({"justification": "j"})),
        ("approver", "processes/p/confirm", &[], "/approvals/processes/p/confirm", json!({})),
        ("approver", "processes/p/refuse", &[("refusal", "r")], "/approvals/processes/p/confirm", json!({"refusal": "r"})),
        (
            "approver",
            "processes/p/arbitrate",
            &[("verdict", "sent-back"), ("reason", "r")],
            "/approvals/processes/p/arbitrate",
            json!({"verdict": "sent-back", "reason": "r"}),
        ),
        ("administrator", "processes/p/retry", &[], "/approvals/processes/p/retry", json!({})),
        (
            "manager",
            "processes/p/emergency",
            &[("authorised", "dp"), ("channel", "phone"), ("ground", "client-letter"), ("proof", "x"), ("obtained_at", "2026-11-21T09:00")],
            "/approvals/emergencies",
            json!({"process_id": "p", "authorised": "dp", "channel": "phone", "ground": "client-letter", "proof": "x", "obtained_at": OBTAINED}),
        ),
        ("team-lead", "emergencies/e/consent", &[("given", "false")], "/approvals/emergencies/e/consent", json!({"given": false})),
        ("approver", "emergencies/e/confirm", &[], "/approvals/emergencies/e/confirm", json!({})),
        ("approver", "emergencies/e/refuse", &[("refusal", "r")], "/approvals/emergencies/e/confirm", json!({"refusal": "r"})),
        (
            "approver",
            "emergencies/e/close-incident",
            &[("conclusion", "c")],
            "/approvals/emergencies/e/incident/close",
            json!({"conclusion": "c"}),
        ),
        (
            "administrator",
            "roster/new/appoint",
            &[("approver", "rbu-1"), ("name", "Имя"), ("post", "rbu"), ("units", "BU-1, BU-2")],
            "/approvals/roster/approvers/rbu-1/appoint",
            json!({"name": "Имя", "post": {"post": "rbu", "units": ["BU-1", "BU-2"]}}),
        ),
        (
            "administrator",
            "roster/new/appoint",
            &[("approver", "gd"), ("name", "Имя"), ("post", "gd"), ("units", "BU-1")],
            "/approvals/roster/approvers/gd/appoint",
            json!({"name": "Имя", "post": {"post": "gd"}}),
        ),
        ("administrator", "roster/rbu-1/dismiss", &[("reason", "r")], "/approvals/roster/approvers/rbu-1/dismiss", json!({"reason": "r"})),
        (
            "approver",
            "roster/new/absence",
            &[("approver", "a"), ("from", "2026-11-21T09:00"), ("until", "2026-11-21T09:00"), ("reason", "r")],
            "/approvals/roster/approvers/a/absences",
            json!({"from": OBTAINED, "until": OBTAINED, "reason": "r"}),
        ),
        (
            "approver",
            "roster/a/end-absence",
            &[("from", OBTAINED)],
            "/approvals/roster/approvers/a/absences/end",
            json!({"from": OBTAINED}),
        ),
        (
            "approver",
            "roster/new/authorise",
            &[("person", "dp"), ("name", "Имя"), ("level", "dp"), ("from", "2026-12-01")],
            "/approvals/roster/authorised/dp",
            json!({"name": "Имя", "level": "dp", "from": "2026-12-01"}),
        ),
        ("approver", "roster/dp/end-authorisation", &[("reason", "r")], "/approvals/roster/authorised/dp/end", json!({"reason": "r"})),
        ("team-lead", "messages/m/retry", &[], "/approvals/messages/m/retry", json!({})),
        ("team-lead", "messages/m/give-up", &[("reason", "r")], "/approvals/messages/m/give-up", json!({"reason": "r"})),
    ];
    for (role, address, fields, route, body) in cases {
        let desk = Desk::of(role);
        let response = desk.post(&format!("/console/approvals/{address}"), &[fields, &[("_key", "k")][..]].concat()).await;
        assert_eq!(response.status, 303, "{address}: {}", text(&response));
        let sent = desk.sent();
        assert_eq!((sent.path.as_str(), sent.body.as_ref(), sent.idempotency_key.as_deref()), (*route, Some(body), Some("k")), "{address}");
    }
}

#[tokio::test]
async fn a_decision_is_about_the_figures_that_were_looked_at() {
    let desk = Desk::of("approver");
    let path = format!("/console/approvals/processes/{PROCESS}");
    assert!(text(&desk.get(&path).await).contains("name=\"_version\" value=\"5\""));
    let done = desk.post(&format!("{path}/approve"), &[("branch", "1"), ("_version", "5")]).await;
    assert_eq!(done.header("location"), Some(format!("{path}?done=order-approved").as_str()));
    assert_eq!(desk.sent().if_match.as_deref(), Some("\"5\""));
    shows(&desk.get(&format!("{path}?done=order-approved")).await, &["Your approval is recorded."]);
    let changed = json!({"code": "version-mismatch", "title": "Somebody else has changed it."});
    let desk = desk.answering(&format!("POST /approvals/processes/{PROCESS}/reject"), 412, &changed);
    let refused = desk.post(&format!("{path}/reject"), &[("branch", "1"), ("reason", "Дорого")]).await;
    assert_eq!(refused.status, 412);
    shows(&refused, &["Somebody else has changed it.", "Refuse", "Somebody else has changed it."]);
    assert!(text(&refused).contains(">Дорого</textarea>"), "what was typed stays");
}

#[tokio::test]
async fn an_offer_without_a_price_is_told_at_the_field() {
    let desk = Desk::of("approver");
    let fields = [("op", "save"), ("branch", "1"), ("currency", "RUB"), ("line", "1"), ("price", "дорого"), ("reason", "r")];
    let refused = desk.post(&format!("/console/approvals/processes/{PROCESS}/offer"), &fields).await;
    assert_eq!(refused.status, 422);
    assert!(desk.sent_nothing() && text(&refused).contains("value=\"дорого\""));
    let empty = desk
        .post(&format!("/console/approvals/processes/{PROCESS}/offer"), &[("op", "save"), ("branch", "1"), ("line", "1"), ("price", "")])
        .await;
    assert_eq!(empty.status, 422);
}

#[tokio::test]
async fn the_workload_is_drawn_against_its_limit() {
    let page = Desk::of("team-lead").get("/console/approvals/workload").await;
    shows(&page, &["In the queue", "longer than 30", "More than 50 a day", "Петров", "34", "12", "the deputy gets new tasks"]);
    shows(&page, &["Директор", "3", "55", "too many today", "Генеральный", "Away"]);
    let html = text(&page);
    assert!(html.contains("aria-label=\"In the queue: Петров 34, Директор 3, Генеральный 0\"") && html.contains("class=\"mark\""));
    assert!(html.contains("/console/approvals/queue?approver=approver%40dnipro-trade"));
}

#[tokio::test]
async fn the_register_of_emergencies_tells_what_is_owed() {
    let list = Desk::of("approver").get("/console/approvals/emergencies").await;
    shows(
        &list,
        &[
            "З-104",
            "Letter of the client",
            "Telephone · no answer yet",
            "3.25 p.p.",
            "to be confirmed by",
            "З-090",
            "Consented",
            "open incident",
        ],
    );
    let named = Desk::of("team-lead").get("/console/approvals/emergencies/emg_1").await;
    shows(&named, &["Emergency approval of З-104", "Письмо № 5", "answer by", "Consent of who was named", "I allowed it"]);
    let other = text(&Desk::of("manager").get("/console/approvals/emergencies/emg_1").await);
    assert!(!other.contains("emergencies/emg_0192cccc000070008000000000000001/consent"), "only who was named answers");
}

#[tokio::test]
async fn a_channel_that_is_down_says_what_waits() {
    let page = Desk { language: "uk", ..Desk::of("administrator") }.get("/console/approvals/channel").await;
    shows(&page, &["Відповіді ELMA", "Не працює", "нова спроба 10:35 (за 5 хв)", "Збоїв поспіль", "5", "Завдання в черзі каналу", "З-104"]);
    let messages = Desk::of("team-lead").get("/console/approvals/messages?state=parked").await;
    shows(&messages, &["Parked", "approvals.message.no-such-task", "Try again", "Give up"]);
    let limits = Desk::of("team-lead").get("/console/approvals/limits").await;
    shows(&limits, &["Manager manager@dnipro-trade", "by the amounts of orders", "20,000.00 RUB", "0.00 RUB", "Channel down"]);
}

#[tokio::test]
async fn empty_lists_of_approvals_say_what_to_do() {
    let nothing = json!({"items": [], "next_cursor": null});
    for (route, address, words) in [
        ("queue", "queue", "appear here by themselves"),
        ("processes", "processes", "when a manager submits an order"),
        ("emergencies", "emergencies", "recorded on the page of an approval that waits"),
        ("daily-limits", "limits", "first order that is approved without a person"),
        ("messages", "messages", "Nothing waits for a person."),
    ] {
        let desk = Desk::of("team-lead").answering(&format!("GET /approvals/{route}"), 200, &nothing);
        shows(&desk.get(&format!("/console/approvals/{address}")).await, &[words]);
    }
    let nobody = json!({"queue_above": 30, "day_above": 50, "approvers": []});
    let desk = Desk::of("team-lead").answering("GET /approvals/workload", 200, &nobody);
    shows(&desk.get("/console/approvals/workload").await, &["Nobody is appointed.", "An administrator appoints approvers."]);
}

const OTHER: &str = "apr_0192cccc000070008000000000000003";

#[tokio::test]
async fn an_approver_marks_tasks_of_the_queue() {
    let html = text(&Desk::of("approver").get("/console/approvals/queue").await);
    let boxed = |of: &str| html.contains(&format!("form=\"several\" name=\"task\" value=\"{of}\""));
    assert!(boxed("apr_0192cccc000070008000000000000002/1/5/З-099"), "{html}");
    assert!(!html.contains("/1/5/З-104\""), "an offer waits for its answer there");
    assert!(html.contains("aria-label=\"mark order З-099\"") && html.contains("id=\"several\""));
    assert_eq!(html.matches("data-press=\"a\"").count(), 1, "the form has a key");
    assert!(html.contains("data-open>З-104</a>"), "rows are still stepped through");
    let lead = text(&Desk::of("team-lead").get("/console/approvals/queue").await);
    assert!(!lead.contains("name=\"task\"") && !lead.contains("id=\"several\""), "who only looks marks nothing");
}

#[tokio::test]
async fn what_was_marked_is_approved_one_by_one_and_each_outcome_is_shown() {
    let why = json!({"code": "approvals.process.not-yours", "title": "Refused.", "detail": "This decision is not yours."});
    let desk = Desk::of("approver").answering(&format!("POST /approvals/processes/{WAVED}/approve"), 403, &why);
    let first = format!("{PROCESS}/1/5/З-104");
    let (second, third) = (format!("{PROCESS}/2/5/З-104"), format!("{WAVED}/1/7/З-099"));
    let fourth = format!("{OTHER}/1/2/З-<b>");
    let fields = [("_key", "k"), ("task", first.as_str()), ("task", &second), ("task", &third), ("task", &fourth), ("comment", "Годится")];
    let page = desk.post("/console/approvals/several", &fields).await;
    assert_eq!(page.status, 200);
    shows(
        &page,
        &["3 approved, 1 not", "What became of each", "З-104", "Approved", "З-099", "Not approved", "This decision is not yours."],
    );
    assert!(!text(&page).contains("З-<b>"), "a number is a text");
    let asked = desk.api.asked.lock().unwrap();
    let sent: Vec<_> = asked.iter().filter(|request| request.method == "POST").collect();
    let keys: Vec<_> = sent.iter().filter_map(|request| request.idempotency_key.as_deref()).collect();
    assert_eq!(keys, [format!("k/{PROCESS}/1"), format!("k/{PROCESS}/2"), format!("k/{WAVED}/1"), format!("k/{OTHER}/1")]);
    let versions: Vec<_> = sent.iter().filter_map(|request| request.if_match.as_deref()).collect();
    assert_eq!(versions, ["\"5\"", "\"1\"", "\"7\"", "\"2\""], "the second part of an order follows the first");
    assert_eq!(sent[1].body, Some(json!({"branch": 2, "comment": "Годится"})));
}

#[tokio::test]
async fn nothing_or_too_much_marked_decides_nothing() {
    let desk = Desk { language: "uk", ..Desk::of("approver") };
    let none = desk.post("/console/approvals/several", &[("_key", "k"), ("task", "nonsense")]).await;
    assert_eq!(none.status, 422);
    shows(&none, &["Назад до черги", "Нічого не позначено."]);
    let tasks: Vec<String> = (0..21).map(|n| format!("apr_{n}/1/1/З-{n}")).collect();
    let fields: Vec<(&str, &str)> = tasks.iter().map(|task| ("task", task.as_str())).collect();
    let many = desk.post("/console/approvals/several", &fields).await;
    assert_eq!(many.status, 422);
    shows(&many, &["Позначено 21, а за раз можна не більше 20. Нічого не вирішено."]);
    assert!(desk.sent_nothing());
    assert_eq!(desk.post("/console/approvals/several", &fields[..20]).await.status, 200);
}

#[tokio::test]
async fn the_finance_director_arbitrates_what_silence_refused() {
    let path = format!("/console/approvals/processes/{PROCESS}");
    let mut process: Value = serde_json::from_str(include_str!("fixtures/approval/process.json")).unwrap();
    process["summary"]["status"] = json!("rejected");
    process["branches"] = json!([]);
    process["arbitration"] = json!({"until": "2026-11-21T15:00:00.000Z", "sent_back": true, "overdue": false, "answer": null});
    process["may_arbitrate"] = json!(true);
    let desk = Desk { language: "ru", ..Desk::of("approver") }.answering(&format!("GET /approvals/processes/{PROCESS}"), 200, &process);
    let page = desk.get(&path).await;
    shows(&page, &["арбитраж финансового директора до", "Арбитраж", "Решение арбитража", "Подтвердить отказ"]);
    let html = text(&page);
    assert!(html.contains("value=\"approved\"") && !html.contains("value=\"sent-back\""), "it was sent back once");
    process["may_arbitrate"] = json!(false);
    process["arbitration"]["answer"] = json!({"verdict": "confirmed", "by": {"id": "fd", "name": "Финансова"}});
    let desk = desk.answering(&format!("GET /approvals/processes/{PROCESS}"), 200, &process);
    let page = desk.get(&path).await;
    shows(&page, &["Подтвердить отказ", "арбитраж: Финансова"]);
    assert!(!text(&page).contains("/arbitrate"));
}

#[tokio::test]
async fn the_finance_director_finds_what_is_to_be_arbitrated() {
    let mut list: Value = serde_json::from_str(include_str!("fixtures/approval/processes.json")).unwrap();
    list["items"][0]["arbitration_until"] = json!("2026-11-21T08:50:00.000Z");
    let desk = Desk::of("approver").answering("GET /approvals/processes", 200, &list);
    let page = desk.get("/console/approvals/processes?arbitration=open").await;
    shows(&page, &["For the finance director", "the finance director may arbitrate until 10:50 (in 20 min)"]);
    assert_eq!(desk.api.asked.lock().unwrap()[0].query, "arbitration=open&limit=50");
    assert!(!text(&Desk::of("manager").get("/console/approvals/processes").await).contains("arbitration=open"));
}
