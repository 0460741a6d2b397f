//! The pages of customs: what they show, and what their forms send.

use serde_json::{Value, json};

use super::fake::{DECLARATION, Desk, FILED, shows, text};

/// What is typed into a form.
type Fields = &'static [(&'static str, &'static str)];

const FORM: &str = "/console/customs/declarations/dec_0192cccc000070008000000000000001/form";
const SECOND_GOODS: &str = "ESADout_CUGoodsShipment.ESADout_CUGoods[1]";

/// Every page of customs that can be looked at.
pub(super) fn addresses() -> Vec<String> {
    let lists = ["", "?list=attention", "?list=archive&q=x", "?status=draft&office=10005030"];
    let lists = lists.map(|query| format!("/console/customs{query}"));
    let parts = [
        "",
        "/form",
        "/form?at=ESADout_CUGoodsShipment.ESADout_CUGoods[0]",
        "/goods",
        "/documents",
        "/documents/ddoc_1",
        "/parties",
        "/journal",
        "/estimate",
        "/files",
    ];
    let of_one = [DECLARATION, FILED].into_iter().flat_map(|id| parts.map(|part| format!("/console/customs/declarations/{id}{part}")));
    lists.into_iter().chain(of_one).collect()
}

#[tokio::test]
async fn a_declarants_own_forms_are_shown_in_every_language_with_labels() {
    let pages = ["new".to_owned(), "new?type=EX".to_owned()];
    let of_one = ["edit", "form", "documents", "parties/consignee", "files"].map(|part| format!("{DECLARATION}/{part}"));
    for address in pages.into_iter().chain(of_one) {
        for language in ["uk", "ru", "en"] {
            let page = Desk { language, ..Desk::of("declarant") }.get(&format!("/console/customs/declarations/{address}")).await;
            let html = text(&page);
            assert_eq!(page.status, 200, "{address}: {html}");
            assert!(!html.contains("@@key@@") && !html.contains("<b>") && html.matches("<h1").count() == 1, "{address}");
            assert!(!html.contains(" style=") && html.matches("<script").count() == 1, "{address}");
            for field in html.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("select") || tag.starts_with("textarea"))
            {
                let before = html.split(field).next().unwrap();
                let in_label = before.matches("<label").count() > before.matches("</label").count();
                assert!(in_label || field.contains("type=\"hidden\"") || field.contains(" id=\""), "{address}: <{field}");
            }
        }
    }
}

#[tokio::test]
async fn a_declarant_begins_with_declarations_and_sees_no_pages_of_others() {
    let desk = Desk::of("declarant");
    assert_eq!(desk.get("/console").await.header("location"), Some("/console/customs"));
    let html = text(&desk.get("/console/customs").await);
    for place in ["orders", "clients", "companies", "commerce", "customs", "notices"] {
        assert!(html.contains(&format!("<a href=\"/console/{place}\"")), "{place}");
    }
    for place in ["review", "approvals", "profitability", "events"] {
        assert!(!html.contains(&format!("<a href=\"/console/{place}\"")), "{place}");
    }
    for (role, offered) in [("manager", true), ("team-lead", true), ("accountant", true), ("administrator", true), ("approver", false)] {
        let html = text(&Desk::of(role).get("/console/notices/own").await);
        assert_eq!(html.contains("<a href=\"/console/customs\""), offered, "{role}");
    }
}

#[tokio::test]
async fn the_list_tells_where_each_stands() {
    let desk = Desk::of("declarant");
    let list = desk.get("/console/customs").await;
    shows(&list, &["Customs", "New declaration", "In work", "Needs attention", "Archive", "Correction wanted"]);
    shows(&list, &["Ноутбуки, поставка 17 <b>", "ship-17", "Draft", "Import 40", "10005030 Таможенный пост Шереметьево"]);
    shows(
        &list,
        &["Станки", "version 2", "Correction wanted", "Запрос документов", "Needs attention", "10005030/211126/0001234", "Next page"],
    );
    let html = text(&list);
    assert!(html.contains("data-every=\"5000\"") && html.contains("data-open>Станки</a>"));
    desk.get("/console/customs?list=archive&q=%D1%81%D1%82").await;
    let query = desk.api.asked.lock().unwrap().last().unwrap().query.clone();
    assert_eq!(query, "list=archive&text=%D1%81%D1%82&limit=50");
    let follower = Desk::of("declarant");
    for address in ["/console/customs?fragment=1".to_owned(), format!("/console/customs/declarations/{DECLARATION}/documents?fragment=1")] {
        assert_eq!(follower.get(&address).await.status, 200);
    }
    assert_eq!(follower.api.asked.lock().unwrap().len(), 2, "following costs one call a time");
    let nothing = json!({ "items": [], "next_cursor": null });
    let empty = Desk::of("declarant").answering("GET /customs/declarations", 200, &nothing);
    shows(&empty.get("/console/customs").await, &["No declarations yet.", "Press “New declaration”"]);
    shows(&empty.get("/console/customs?list=attention").await, &["Nothing waits for a person."]);
    let looker = Desk::of("manager").answering("GET /customs/declarations", 200, &nothing);
    let page = looker.get("/console/customs").await;
    shows(&page, &["No declarations yet.", "A declarant begins them"]);
    assert!(!text(&page).contains("declarations/new"));
}

#[tokio::test]
async fn a_declaration_is_begun_with_codes_in_force() {
    let desk = Desk::of("declarant");
    let path = "/console/customs/declarations/new?type=IM";
    let form = desk.get(path).await;
    shows(&form, &["New declaration", "Import", "Export", "Transit", "40 · Выпуск", "Предварительная", "Декларант А., декларант"]);
    assert!(!text(&form).contains("Чужой") && !text(&form).contains("value=\"10\""), "only what belongs together is offered");
    let signer = "00000000-0000-0000-0000-000000000001|00000000-0000-0000-0000-000000000002";
    let fields = [
        ("op", "save"),
        ("declaration_type", "IM"),
        ("name", "Ноутбуки"),
        ("procedure", "40"),
        ("singularity", "5"),
        ("office", "10005030"),
        ("signer", signer),
        ("shipment", "ship-17"),
        ("_key", "k"),
    ];
    let made = desk.post(path, &fields).await;
    assert_eq!(made.header("location"), Some("/console/customs/declarations/made_1?done=declaration-begun"));
    let heading = json!({
        "name": "Ноутбуки", "declaration_type": "IM", "procedure": "40", "singularity": 5, "office": "10005030", "shipment": "ship-17",
        "organization": "00000000-0000-0000-0000-000000000001", "employee": "00000000-0000-0000-0000-000000000002",
    });
    assert_eq!((desk.sent().path.as_str(), desk.sent().body), ("/customs/declarations", Some(json!({ "heading": heading }))));
    let several = fields.map(|(name, value)| if name == "office" { (name, "пост") } else { (name, value) });
    let told = desk.post(path, &several).await;
    assert_eq!(told.status, 422);
    shows(&told, &["Several offices fit; type the 8 digits of one: 10005030 Таможенный пост Шереметьево; 10702030"]);
    let nothing = json!({ "items": [], "version": 0, "next_cursor": null });
    let bare = Desk::of("declarant").answering("GET /customs/reference/employees/entries", 200, &nothing);
    shows(&bare.get(path).await, &["Procedures or employees are not imported yet"]);
    assert_eq!(Desk::of("manager").get(path).await.status, 404);
}

#[tokio::test]
async fn a_heading_is_changed_at_the_version_that_was_read() {
    let desk = Desk::of("declarant");
    let path = format!("/console/customs/declarations/{DECLARATION}/edit");
    let form = desk.get(&path).await;
    assert!(text(&form).contains("name=\"_version\" value=\"7\"") && text(&form).contains("value=\"10005030\""));
    let signer = "00000000-0000-0000-0000-000000000001|00000000-0000-0000-0000-000000000002";
    let fields = [("op", "save"), ("_version", "7"), ("name", "Другое"), ("procedure", "40"), ("office", "10005030"), ("signer", signer)];
    assert_eq!(desk.post(&path, &fields).await.status, 303);
    assert_eq!((desk.sent().method, desk.sent().if_match.as_deref()), ("PUT", Some("\"7\"")));
    assert_eq!(desk.sent().body.unwrap()["heading"]["declaration_type"], "IM", "a type that nobody chose stays");
}

#[tokio::test]
async fn a_draft_says_what_comes_next_and_offers_it() {
    let page = Desk::of("declarant").get(&format!("/console/customs/declarations/{DECLARATION}")).await;
    shows(&page, &["Ноутбуки, поставка 17 <b>", "Draft", "Change the heading", "Overview", "Goods · 2", "Documents · 1", "Parties · 1"]);
    shows(&page, &["Check form, parties and documents, then submit it to Kontur.", "Submit to Kontur", "Copy", "Delete the draft"]);
    shows(&page, &["ООО «Волга Трейд»", "7743013902", "Goods", "241 kg", "220.5 kg", "1,500,000.00 RUB", "2.4 kB"]);
    shows(
        &page,
        &["Estimate of payments", "50,000.00 RUB", "440,000.00 RUB", "4,269.00 RUB", "494,269.00 RUB", "believed; a person should look"],
    );
    let html = text(&page);
    assert!(html.contains("name=\"_version\" value=\"7\"") && html.contains("data-press=\"s\""));
    let looker = text(&Desk::of("accountant").get(&format!("/console/customs/declarations/{DECLARATION}")).await);
    for name in ["submit", "copy", "delete", "edit"] {
        assert!(!looker.contains(&format!("{DECLARATION}/{name}\"")), "{name}");
    }
}

#[tokio::test]
async fn what_customs_said_and_what_does_not_fit_is_told() {
    let page = Desk { language: "ru", ..Desk::of("declarant") }.get(&format!("/console/customs/declarations/{FILED}")).await;
    shows(&page, &["Станки", "Запрос на исправление", "Требует внимания", "версия 2", "10005030/211126/0001234"]);
    shows(&page, &["Таможня просит исправить", "Что не сходится", "Неизвестный статус", "77 · Новый статус", "Записать, что сделано"]);
    shows(&page, &["Завершение, которое противоречит действующему", "Выпущена", "Решено", "Позвонили на пост", "Лишний документооборот"]);
    shows(&page, &["Сделано шагов: 1 из 3", "Попытка 1", "Внести участника в графу", "Получатель", "Сбой, будет повторён"]);
    shows(&page, &["неудачных попыток: 2", "KONTUR_UNAVAILABLE busy", "следующая попытка", "Передать скан", "Инвойс № INV-2026-17"]);
    shows(&page, &["Журнал", "Присвоен номер <b>", "Весь текст", "Зарегистрирована", "На таможне", "Следует из сказанного позже"]);
    let html = text(&page);
    assert!(!html.contains(&format!("{FILED}/submit\"")) && !html.contains(&format!("{FILED}/delete\"")));
    assert!(html.contains(&format!("{FILED}/message?key=customs%2Fmessages%2F1")));
    let manager = text(&Desk::of("manager").get(&format!("/console/customs/declarations/{FILED}")).await);
    assert!(!manager.contains("settle-alert"));
    assert!(text(&Desk::of("administrator").get(&format!("/console/customs/declarations/{FILED}")).await).contains("settle-alert"));
}

#[tokio::test]
async fn a_stuck_submission_is_resumed_or_given_up() {
    let mut stuck: Value = serde_json::from_str(include_str!("fixtures/customs/declaration_sent.json")).unwrap();
    stuck["summary"]["status"] = json!("submission-failed");
    let desk = Desk::of("declarant").answering(&format!("GET /customs/declarations/{FILED}"), 200, &stuck);
    let page = desk.get(&format!("/console/customs/declarations/{FILED}")).await;
    shows(&page, &["Submission failed", "A step failed and waits for you.", "Let it go on", "Give it up", "Copy"]);
    for (status, offered) in [("rejected", "revision"), ("released", "archive"), ("submitting", "give-up")] {
        stuck["summary"]["status"] = json!(status);
        let desk = Desk::of("declarant").answering(&format!("GET /customs/declarations/{FILED}"), 200, &stuck);
        let html = text(&desk.get(&format!("/console/customs/declarations/{FILED}")).await);
        assert!(html.contains(&format!("{FILED}/{offered}\"")), "{status}");
    }
}

#[tokio::test]
async fn what_customs_asked_for_is_sent_and_seen_as_such() {
    let desk = Desk::of("declarant");
    let page = desk.get(&format!("/console/customs/declarations/{FILED}")).await;
    assert!(!text(&page).contains(&format!("{FILED}/amend\"")), "a submission is on its way");
    let path = format!("GET /customs/declarations/{FILED}/submission");
    let steps = json!([{ "step": { "step": "document", "document": "doc_1" }, "state": "failed" }]);
    let sent = json!({ "attempt": 2, "purpose": { "brings": "amendment" }, "given_up": false, "steps": steps });
    let page = Desk::of("declarant").answering(&path, 200, &sent).get(&format!("/console/customs/declarations/{FILED}")).await;
    shows(&page, &["Documents for customs", "Let it go on", "What is at Kontur stays there."]);
    let done = json!({ "attempt": 1, "purpose": { "brings": "filing" }, "given_up": false, "steps": [] });
    let mut filed: Value = serde_json::from_str(include_str!("fixtures/customs/declaration_sent.json")).unwrap();
    filed["documents"][0]["whole"] = json!(true);
    let of = |filed: &Value| {
        Desk::of("declarant").answering(&path, 200, &done).answering(&format!("GET /customs/declarations/{FILED}"), 200, filed)
    };
    let page = of(&filed).get(&format!("/console/customs/declarations/{FILED}")).await;
    assert!(!text(&page).contains("Send what customs asked for"), "everything is at the vendor");
    filed["documents"][0]["whole"] = json!(false);
    let page = of(&filed).get(&format!("/console/customs/declarations/{FILED}")).await;
    shows(&page, &["Send what customs asked for"]);
}

#[tokio::test]
async fn costs_are_shared_out_while_the_declaration_waits_to_be_filed() {
    let mut waits: Value = serde_json::from_str(include_str!("fixtures/customs/declaration_sent.json")).unwrap();
    waits["summary"]["status"] = json!("awaiting-filing");
    let desk = || Desk::of("declarant").answering(&format!("GET /customs/declarations/{FILED}"), 200, &waits);
    let page = desk().get(&format!("/console/customs/declarations/{FILED}/value")).await;
    shows(&page, &["Share out and make the form", "DTS-1: by the price of the deal", "Shares by hand", "17 · carriage to the border"]);
    let wrong = [
        ("op", "save"),
        ("form", "dts1"),
        ("currency", "USD"),
        ("cost_box", "17"),
        ("total", "x"),
        ("basis", "price"),
        ("include", "price"),
    ];
    let refused = desk().post(&format!("/console/customs/declarations/{FILED}/value/dts"), &wrong).await;
    shows(&refused, &["Amount", "x"]);
    assert!(text(&desk().get(&format!("/console/customs/declarations/{FILED}/estimate")).await).contains(&format!("{FILED}/value\"")));
    for other in [DECLARATION, FILED] {
        let page = Desk::of("declarant").get(&format!("/console/customs/declarations/{other}/value")).await;
        shows(&page, &["while the declaration waits there to be filed"]);
        assert!(!text(&page).contains("cost_box"));
    }
}

#[tokio::test]
async fn every_form_of_customs_becomes_its_command() {
    let cases: &[(&str, Fields, &str, &str, Value)] = &[
        ("d/submit", &[], "POST", "d/submissions", json!({})),
        ("d/resume", &[], "POST", "d/submission/resume", json!({})),
        ("d/give-up", &[("reason", "r")], "POST", "d/submission/give-up", json!({"reason": "r"})),
        ("d/archive", &[], "POST", "d/archive", json!({})),
        ("d/unarchive", &[], "POST", "d/unarchive", json!({})),
        ("d/copy", &[("name", "n")], "POST", "d/copy", json!({"name": "n"})),
        ("d/revision", &[], "POST", "d/revision", json!({})),
        ("d/delete", &[("reason", "r")], "POST", "d/delete", json!({"reason": "r"})),
        ("d/settle-alert", &[("index", "1"), ("reason", "r")], "POST", "d/settled-alerts", json!({"index": 1, "note": "r"})),
        ("d/settle-orphan", &[("docflow", "f"), ("reason", "r")], "POST", "d/orphans/f/settle", json!({"note": "r"})),
        (
            "d/documents/attach",
            &[("kind", "INVOICE"), ("number", "17"), ("date", "2026-11-10"), ("goods", "1, 3-5")],
            "POST",
            "d/documents",
            json!({"kind": "INVOICE", "number": "17", "date": "2026-11-10", "goods": [1, 3, 4, 5]}),
        ),
        (
            "d/documents/attach",
            &[
                ("kind", "K"),
                ("number", "1"),
                ("date", "2026-11-10"),
                ("name", "N"),
                ("file_name", "a.pdf"),
                ("media_type", "application/pdf"),
                ("size_bytes", "9"),
                ("sha256", "ab"),
            ],
            "POST",
            "d/documents",
            json!({"kind": "K", "number": "1", "date": "2026-11-10", "name": "N", "goods": [],
                "file": {"name": "a.pdf", "media_type": "application/pdf", "size_bytes": 9, "sha256": "ab"}}),
        ),
        ("d/documents/x/detach", &[], "POST", "d/documents/x/detach", json!({})),
        ("d/documents/x/link", &[("goods", "2")], "PUT", "d/documents/x/goods", json!({"goods": [2]})),
        ("d/parties/consignee/set", &[("organization_id", "o")], "PUT", "d/parties/consignee", json!({"organization_id": "o"})),
        ("d/parties/remove", &[("role", "carrier")], "POST", "d/parties/carrier/remove", json!({})),
        ("d/files/make", &[("what", "form-xml")], "POST", "d/jobs", json!({"task": {"job": "export-form", "format": "xml"}})),
        ("d/files/make", &[("what", "goods")], "POST", "d/jobs", json!({"task": {"job": "export-goods"}})),
        ("d/files/make", &[("what", "print-pdf")], "POST", "d/jobs", json!({"task": {"job": "vendor-print", "format": "pdf"}})),
        (
            "d/estimate/make",
            &[
                ("op", "save"),
                ("on", "2026-11-21"),
                ("rate_currency", "usd"),
                ("rate_units", " "),
                ("rate_roubles", "81,25"),
                ("rate_on", "2026-11-20"),
            ],
            "POST",
            "d/estimate",
            json!({"on": "2026-11-21", "rates": [{"currency": "USD", "units": 1, "roubles": "81.25", "on": "2026-11-20"}]}),
        ),
        ("d/amend", &[], "POST", "d/amendments", json!({})),
        (
            "d/value/dts",
            &[
                ("op", "save"),
                ("form", "dts1"),
                ("currency", "USD"),
                ("cost_box", "17"),
                ("cost_box", "19"),
                ("total", "1000,50"),
                ("total", "20"),
                ("basis", "gross-weight"),
                ("basis", "manual"),
                ("include", "customs-value"),
                ("include", "customs-value"),
                ("border_place", "Минск"),
                ("border_place", " "),
                ("shares", " "),
                ("shares", "1 = 15; 2=5,00"),
            ],
            "POST",
            "d/dts",
            json!({"form": "dts1", "costs": [
                {"cost_box": "17", "basis": {"by": "gross-weight"}, "include": "customs-value", "border_place": "Минск",
                    "total": {"amount": "1000.50", "currency": "USD"}},
                {"cost_box": "19", "basis": {"by": "manual", "shares": [
                    {"number": 1, "amount": {"amount": "15.00", "currency": "USD"}}, {"number": 2, "amount": {"amount": "5.00", "currency": "USD"}},
                ]}, "include": "customs-value", "total": {"amount": "20.00", "currency": "USD"}},
            ]}),
        ),
        ("d/files/print", &[], "POST", "d/print", json!({})),
        (
            "d/files/import",
            &[("what", "goods-append"), ("sha256", "ab"), ("size_bytes", "9"), ("file_name", "g.xlsx")],
            "POST",
            "d/jobs",
            json!({"task": {"job": "import-goods", "choice": "append", "file": {"name": "g.xlsx", "sha256": "ab", "size_bytes": 9}}}),
        ),
        (
            "d/files/import",
            &[("what", "form-json"), ("sha256", "ab"), ("size_bytes", "9"), ("file_name", "f.json")],
            "POST",
            "d/jobs",
            json!({"task": {"job": "import-form", "format": "json", "file": {"name": "f.json", "sha256": "ab", "size_bytes": 9}}}),
        ),
    ];
    for (address, fields, method, route, body) in cases {
        let desk = Desk::of("declarant");
        let response = desk.post(&format!("/console/customs/declarations/{address}"), &[fields, &[("_key", "k")][..]].concat()).await;
        assert_eq!(response.status, 303, "{address}: {}", text(&response));
        let sent = desk.sent();
        let route = format!("/customs/declarations/{route}");
        assert_eq!((sent.method, sent.path, sent.body.as_ref()), (*method, route, Some(body)), "{address}");
        assert_eq!(sent.idempotency_key.as_deref(), Some("k"), "{address}");
    }
}

#[tokio::test]
async fn the_form_is_drawn_from_the_template_and_hides_nothing() {
    let desk = Desk::of("declarant");
    let root = desk.get(FORM).await;
    shows(&root, &["Декларация на товары", "Тип декларации, графа 1", "box 1", "Дата заполнения", "Sections within", "Товарная партия"]);
    let shipment = desk.get(&format!("{FORM}?at=ESADout_CUGoodsShipment")).await;
    shows(
        &shipment,
        &["Товарная партия", "Валюта", "Признак", "Получатель · box 8", "Товар", "1. 1 · Ноутбуки", "2. 2 · 8471410000", "Add one more"],
    );
    let goods = desk.get(&format!("{FORM}?at=ESADout_CUGoodsShipment.ESADout_CUGoods%5B0%5D")).await;
    shows(&goods, &["Товар 1", "Номер товара", "box 32", "Описание", "one a line", "Unknown", "Save this section", "Next"]);
    let html = text(&goods);
    assert!(html.contains("name=\"f.GoodsDescription\" rows=\"3\">Ноутбуки\n&#60;b&#62;14 дюймов&#60;/b&#62;</textarea>"), "{html}");
    assert!(html.contains("name=\"f.Unknown\"") && html.contains("inputmode=\"decimal\" value=\"120.5\""));
    assert_eq!(desk.get(&format!("{FORM}?at=A%5B")).await.status, 404);
    let missing = json!({ "code": "customs.reference.no-such-code", "title": "No." });
    let bare = Desk::of("declarant").answering("GET /customs/form-templates/1006107E", 404, &missing);
    shows(&bare.get(FORM).await, &["The template of this form is not imported yet", "CustomsProcedure", "ESADout_CUGoodsShipment"]);
    let looker = text(&Desk::of("manager").get(FORM).await);
    assert!(!looker.contains("name=\"f.") && looker.contains("ИМ"));
    let large = json!({ "reference": null, "form": null, "url": "https://documents.example/form?signature=1" });
    let desk = Desk::of("declarant").answering(&format!("GET /customs/declarations/{DECLARATION}/form"), 200, &large);
    shows(&desk.get(FORM).await, &["too large to be edited here", "Fetch the form", "Import a file"]);
}

#[tokio::test]
async fn a_section_is_saved_as_a_patch_of_what_changed() {
    let desk = Desk::of("declarant");
    let root = [("op", "save"), ("at", ""), ("_version", "7"), ("_key", "k"), ("f.CustomsProcedure", "ЭК"), ("f.ExecutionDate", "")];
    let saved = desk.post(FORM, &root).await;
    assert_eq!(saved.header("location"), Some(format!("{FORM}?done=saved").as_str()));
    let sent = desk.sent();
    assert_eq!((sent.method, sent.path), ("PATCH", format!("/customs/declarations/{DECLARATION}/form")));
    assert_eq!((sent.body, sent.if_match.as_deref()), (Some(json!({ "patch": { "CustomsProcedure": "ЭК" } })), Some("\"7\"")));
    let goods = [
        ("op", "save"),
        ("at", SECOND_GOODS),
        ("_version", "7"),
        ("f.GoodsNumeric", "2"),
        ("f.GoodsDescription", "Блоки\r\n\r\nв коробках"),
        ("f.GrossWeightQuantity", "12,5"),
        ("f.GoodsTNVEDCode", " "),
    ];
    assert_eq!(desk.post(FORM, &goods).await.status, 303);
    let list = &desk.sent().body.unwrap()["patch"]["ESADout_CUGoodsShipment"]["ESADout_CUGoods"];
    assert_eq!(list[0]["GrossWeightQuantity"], "120.5", "the others of the list stay");
    assert_eq!(list[1], json!({ "GoodsNumeric": "2", "GoodsDescription": ["Блоки", "в коробках"], "GrossWeightQuantity": "12.5" }));
    let removed = desk.post(FORM, &[("op", "remove"), ("at", SECOND_GOODS), ("_version", "7")]).await;
    assert_eq!(removed.header("location"), Some(format!("{FORM}?at=ESADout_CUGoodsShipment&done=saved").as_str()));
    assert_eq!(desk.sent().body.unwrap()["patch"]["ESADout_CUGoodsShipment"]["ESADout_CUGoods"].as_array().unwrap().len(), 1);
    let idle = Desk::of("declarant");
    idle.post(FORM, &[("op", "save"), ("at", ""), ("f.CustomsProcedure", "ИМ")]).await;
    assert!(idle.sent_nothing(), "what did not change is not sent, what the page did not show is left alone");
}

#[tokio::test]
async fn somebody_elses_change_is_shown_beside_what_was_typed() {
    let changed = json!({ "code": "version-mismatch", "title": "Somebody else has changed it." });
    let desk = Desk::of("declarant").answering(&format!("PATCH /customs/declarations/{DECLARATION}/form"), 412, &changed);
    let fields = [("op", "save"), ("at", ""), ("_version", "6"), ("f.CustomsProcedure", "ЭК"), ("f.ExecutionDate", "")];
    let page = desk.post(FORM, &fields).await;
    assert_eq!(page.status, 412);
    shows(&page, &["Somebody else has changed it.", "Nothing is lost: your text is below", "saved now: ИМ"]);
    let html = text(&page);
    assert!(html.contains("value=\"ЭК\"") && html.contains("name=\"_version\" value=\"7\""), "saving again keeps what was typed");
}

#[tokio::test]
async fn goods_are_listed_with_the_sums_of_all() {
    let desk = Desk::of("declarant");
    let page = desk.get(&format!("/console/customs/declarations/{DECLARATION}/goods?after=50")).await;
    shows(&page, &["1. Ноутбуки", "NB-14", "8471300000", "CN", "120.5", "110", "1,000,000.00", "2010: 50,000.00"]);
    shows(&page, &["Total", "2 goods in all", "241 kg", "220.5 kg", "1,500,000.00 RUB", "To the beginning", "Next page"]);
    let html = text(&page);
    assert!(html.contains("/form?at=ESADout_CUGoodsShipment.ESADout_CUGoods%5B1%5D"), "each leads to its place in the form");
    assert!(html.contains("/goods?after=2\""));
    let asked =
        desk.api.asked.lock().unwrap().iter().any(|request| request.path.ends_with("/goods") && request.query == "after=50&limit=50");
    assert!(asked);
}

#[tokio::test]
async fn a_document_goes_straight_to_the_store_and_its_limits_are_told_before() {
    let desk = Desk::of("declarant");
    let path = format!("/console/customs/declarations/{DECLARATION}/documents");
    let page = desk.get(&path).await;
    shows(
        &page,
        &[
            "Attach a document",
            "PDF, JPEG or TIFF, 3 MB at most",
            "Инвойс",
            "Контракт",
            "Инвойс",
            "04021 · INVOICE",
            "invoice <b>.pdf",
            "1.3 MB",
            "Only here",
        ],
    );
    let html = text(&page);
    assert!(
        html.contains("data-upload-max=\"3000000\"")
            && html.contains("data-upload-types=\"pdf jpg jpeg tif tiff\"")
            && html.contains("data-drop")
    );
    assert!(page.header("content-security-policy").unwrap().contains("connect-src 'self' https://documents.example"));
    let told = desk.get(&format!("/console/customs/declarations/{DECLARATION}/upload?sha256=ab&media_type=application%2Fpdf")).await;
    assert!(text(&told).contains("https://documents.example/customs/put"));
    let scan = desk.get(&format!("{path}/ddoc_1/scan")).await;
    assert_eq!((scan.status, scan.header("location")), (303, Some("https://documents.example/file?signature=1")));
    let refusal = json!({ "code": "customs.declaration.file-unlike-its-type", "title": "The file is not what its type says." });
    let desk = Desk::of("declarant").answering(&format!("POST /customs/declarations/{DECLARATION}/documents"), 422, &refusal);
    let file = [("sha256", "ab"), ("size_bytes", "9"), ("file_name", "a.pdf"), ("media_type", "application/pdf")];
    let fields = [&[("kind", "CONTRACT"), ("number", "7"), ("date", "2026-11-10")], &file[..]].concat();
    let refused = desk.post(&format!("{path}/attach"), &fields).await;
    assert_eq!(refused.status, 422);
    shows(&refused, &["The file is not what its type says.", "Uploaded: a.pdf"]);
    assert!(text(&refused).contains("<option value=\"CONTRACT\" selected>"), "what was typed stays");
    let wrong =
        desk.post(&format!("{path}/attach"), &[("kind", "CONTRACT"), ("number", "7"), ("date", "2026-11-10"), ("goods", "0-5")]).await;
    shows(&wrong, &["For goods", "numbers such as 1, 3, 5-8"]);
}

#[tokio::test]
async fn a_party_is_searched_and_chosen_for_its_box() {
    let desk = Desk::of("declarant");
    let page = desk.get(&format!("/console/customs/declarations/{DECLARATION}/parties")).await;
    shows(
        &page,
        &["Consignor", "box 2", "not chosen", "Choose", "Consignee", "box 8", "ООО «Волга Трейд»", "Change", "Remove", "printed, not sent"],
    );
    let choose = desk.get(&format!("/console/customs/declarations/{DECLARATION}/parties/consignor?q=%D0%92")).await;
    shows(&choose, &["Consignor, box 2", "ООО «Волга Трейд» <b>", "7743013902 · 774301001 · RU"]);
    let nothing = json!({ "items": [], "next_cursor": null });
    let empty = Desk::of("declarant").answering("GET /customs/organizations", 200, &nothing);
    shows(&empty.get(&format!("/console/customs/declarations/{DECLARATION}/parties/carrier")).await, &["No organization was found."]);
    assert_eq!(desk.get(&format!("/console/customs/declarations/{DECLARATION}/parties/nobody")).await.status, 404);
    let back = Desk::of("manager").get(&format!("/console/customs/declarations/{DECLARATION}/parties/consignor")).await;
    assert_eq!(back.header("location"), Some(format!("/console/customs/declarations/{DECLARATION}/parties").as_str()));
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_told_by_row_and_column() {
    let path = format!("/console/customs/declarations/{DECLARATION}/files");
    let page = Desk { language: "uk", ..Desk::of("declarant") }.get(&path).await;
    shows(&page, &["Експорт і друк", "Надрукувати робочу копію", "Форма в XML", "Імпортувати файл", "не більше 16 МБ"]);
    shows(
        &page,
        &["3. Імпорт товарів, Excel", "goods.xlsx · після наявних", "Не виконано", "місць: 1", "2. Форма в XML", "dt.xml", "Загублено"],
    );
    shows(&page, &["Нічого не змінено.", "аркуш Лист1, рядок 7, стовпець D, GoodsTNVEDCode: Код товару має 10 цифр.", "РФ-000017.pdf"]);
    let looker = text(&Desk::of("administrator").get(&path).await);
    assert!(!looker.contains("data-upload") && !looker.contains("/files/print"));
    let none = Desk::of("declarant").post(&format!("{path}/import"), &[("what", "form-xml")]).await;
    shows(&none, &["choose a file"]);
    let paper = Desk::of("declarant").get(&format!("/console/customs/declarations/{DECLARATION}/papers/p")).await;
    assert_eq!(paper.header("location"), Some("https://documents.example/p?signature=1"));
}

#[tokio::test]
async fn an_estimate_tells_what_it_rests_on() {
    let path = format!("/console/customs/declarations/{DECLARATION}/estimate");
    let page = Desk::of("manager").get(&path).await;
    shows(&page, &["The form has changed since. Estimate again.", "2026-11-21", "believed; a person should look"]);
    shows(
        &page,
        &["1,000,000.00 RUB", "50,000.00 RUB", "231,000.00 RUB", "22", "2,846.00 RUB", "8471 v1, ru.vat.standard v2", "283,846.00 RUB"],
    );
    assert!(
        text(&page).contains("name=\"rate_currency\" type=\"text\" inputmode=\"text\" value=\"USD\""),
        "the rates of before are offered"
    );
    assert!(!text(&Desk::of("administrator").get(&path).await).contains("/estimate/make"));
    let more = Desk::of("manager").post(&format!("{path}/make"), &[("op", "add-row"), ("rate_currency", "EUR")]).await;
    assert_eq!((more.status, text(&more).matches("name=\"rate_currency\"").count()), (200, 2));
}
