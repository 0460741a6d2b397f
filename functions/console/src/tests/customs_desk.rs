//! Organizations, tables of codes, exchange and tariff: what they show, and what their forms send.

use serde_json::{Value, json};

use super::fake::{Desk, seen, shows, text};

/// What is typed into a form.
type Fields = &'static [(&'static str, &'static str)];

const VEHICLE: &str = "/console/customs/tariff/vehicle?owner=person&age=three-to-five&price=12%20500,50&currency_number=978&engine=petrol&power=150&power_unit=horse-power&engine_volume_cm3=1998";

/// Every page that anybody who may look at customs can look at.
pub(super) fn addresses() -> Vec<String> {
    let places = [
        "organizations",
        "organizations?q=x&kind=LEGAL",
        "organizations?hidden=true",
        "organizations/differences",
        "organizations/import",
        "organizations/org_1",
        "organizations/org_2",
        "reference",
        "reference/form-definitions",
        "reference/form-definitions?search=10&day=2026-01-01",
        "reference/form-definitions/entry?code=1006107E",
        "reference/form-definitions/fields?code=1006107E&version=3",
        "health",
        "tariff",
        "tariff?beginning=84&on=2026-01-01",
    ];
    let places = places.into_iter().map(|place| format!("/console/customs/{place}"));
    places.chain(["/console/customs/tariff/vehicle".to_owned(), VEHICLE.to_owned()]).collect()
}

#[tokio::test]
async fn forms_of_keepers_are_shown_in_every_language_with_labels() {
    let pages =
        ["organizations/new", "organizations/new?kind=PERSON", "organizations/new?q=7707083893", "organizations/org_1/edit", "tariff/new"];
    for place in pages {
        for language in ["uk", "ru", "en"] {
            let page = Desk { language, ..Desk::of("declarant") }.get(&format!("/console/customs/{place}")).await;
            let html = text(&page);
            assert_eq!(page.status, 200, "{place}: {html}");
            assert!(!html.contains("@@key@@") && !html.contains("<b>") && html.matches("<h1").count() == 1, "{place}");
            for field in html.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("select") || tag.starts_with("textarea"))
            {
                let before = html.split(field).next().unwrap();
                let in_label = before.matches("<label").count() > before.matches("</label").count();
                let named = field.contains("type=\"hidden\"") || field.contains(" id=\"") || field.contains("aria-label=");
                assert!(in_label || named, "{place}: <{field}");
            }
        }
    }
}

async fn sends(role: &str, cases: &[(&str, Fields, &str, Value)]) {
    for (address, fields, route, body) in cases {
        let desk = Desk::of(role);
        let response = desk.post(&format!("/console/customs/{address}"), &[fields, &[("_key", "k")][..]].concat()).await;
        assert_eq!(response.status, 303, "{address}: {}", text(&response));
        let sent = desk.sent();
        let got = (sent.path.as_str(), sent.body.as_ref(), sent.idempotency_key.as_deref());
        assert_eq!(got, (*route, Some(body), Some("k")), "{address}");
    }
}

#[tokio::test]
async fn the_list_of_organizations() {
    let desk = Desk::of("declarant");
    let list = desk.get("/console/customs/organizations").await;
    shows(&list, &["Organizations", "New organization", "Company", "ООО «Волга Трейд» <b>", "7743013902 / 774301001", "RU"]);
    shows(&list, &["Declarations", "Tables of codes", "Tariff", "Exchange", "Offered", "Hidden", "Differing"]);
    let nothing = json!({ "items": [], "next_cursor": null });
    let desk = Desk::of("manager").answering("GET /customs/organizations", 200, &nothing);
    let page = desk.get("/console/customs/organizations?kind=FOREIGN&q=x&hidden=true").await;
    shows(&page, &["Nothing fits.", "Try the beginning of another word"]);
    assert!(!text(&page).contains("organizations/new"), "a manager only looks");
    desk.get("/console/customs/organizations?kind=else").await;
    let asked: Vec<String> = desk.api.asked.lock().unwrap().iter().map(|asked| asked.query.clone()).collect();
    assert_eq!(asked, ["q=x&kind=FOREIGN&hidden=true&limit=50", "limit=50"], "the API chooses, in one page");
    let page = Desk::of("declarant").answering("GET /customs/organizations", 200, &nothing).get("/console/customs/organizations").await;
    shows(&page, &["No organizations yet.", "Press “New organization”"]);
    shows(&desk.get("/console/customs/organizations/import").await, &["Done", "rows: 412", "17", "kpp: missing"]);
    shows(&desk.get("/console/customs/organizations/differences").await, &["ООО «РОМАШКА» <b>", "Telephone"]);
}

#[tokio::test]
async fn one_organization_tells_where_its_fields_came_from_and_what_differs() {
    let page = Desk::of("declarant").get("/console/customs/organizations/org_1").await;
    shows(&page, &["ООО «РОМАШКА» <b>", "Company", "Change", "Differences", "Telephone", "+7 495 500-55-50", "typed here"]);
    shows(&page, &["+7 495 111-22-33", "state register", "Take theirs", "Keep ours", "119021, Москва, 7", "vendor"]);
    shows(&page, &["Fields", "Name", "state register", "INN", "7707083893", "Registered address", "300000, РОССИЯ, Тула, ул. Мира, 3"]);
    shows(&page, &["Personal data", "Representative: surname", "Фамилия"]);
    shows(&page, &["Compared with the register", "Done", "Not done", "spells the name otherwise: ООО РОМАШКА ПЛЮС"]);
    assert!(!seen(&page).contains("Erase"), "only an administrator erases");
    shows(&Desk::of("administrator").get("/console/customs/organizations/org_1").await, &["Erase personal data", "cannot be undone"]);
    let page = Desk::of("manager").get("/console/customs/organizations/org_2").await;
    shows(&page, &["Получатель 17", "Person", "Hidden", "Двойная запись", "It is encrypted.", "Failed", "Сервис недоступен"]);
    let html = text(&page);
    assert!(!html.contains("Take theirs") && !html.contains("/edit") && !html.contains("/push"), "a manager only looks");
}

#[tokio::test]
async fn forms_of_an_organization() {
    let difference: Fields = &[("field", "phone"), ("source", "registry")];
    let named = json!({"field": "phone", "source": "registry"});
    sends(
        "declarant",
        &[
            ("organizations/org_1/accept", difference, "/customs/organizations/org_1/differences/accept", named.clone()),
            ("organizations/org_1/dismiss", difference, "/customs/organizations/org_1/differences/dismiss", named),
            ("organizations/org_1/sync", &[], "/customs/organizations/org_1/sync", json!({})),
            ("organizations/org_1/push", &[("overwrite", "true")], "/customs/organizations/org_1/push", json!({"overwrite": true})),
            ("organizations/org_1/hide", &[("reason", "r")], "/customs/organizations/org_1/hide", json!({"reason": "r"})),
            ("organizations/org_2/unhide", &[], "/customs/organizations/org_2/unhide", json!({})),
            ("organizations/import", &[], "/customs/organizations/import", json!({})),
        ],
    )
    .await;
}

/// The organization of the sample page with something else of it.
fn with(name: &str, value: Value) -> Value {
    let mut organization: Value = serde_json::from_str(include_str!("fixtures/customs_desk/organization.json")).unwrap();
    organization[name] = value;
    organization
}

#[tokio::test]
async fn c58_what_was_removed_can_still_be_erased() {
    let removed = with("personal", json!({"state": "removed"}));
    let desk = Desk::of("administrator").answering("GET /customs/organizations/org_1", 200, &removed);
    shows(&desk.get("/console/customs/organizations/org_1").await, &["It was removed", "Erase personal data"]);
}

#[tokio::test]
async fn c43_c44_the_page_tells_that_the_directory_is_behind_and_why_it_stays_so() {
    for (push, told) in [
        (json!({"status": "stale", "at": "2026-11-21T08:00:00.000Z"}), "Changed here since"),
        (json!({"status": "held", "at": "2026-11-21T08:00:00.000Z", "held": {"reason": "personal-data-differs"}}), "other personal data"),
    ] {
        let desk = Desk::of("declarant").answering("GET /customs/organizations/org_1", 200, &with("push", push));
        shows(&desk.get("/console/customs/organizations/org_1").await, &[told]);
    }
}

#[tokio::test]
async fn erasing_is_said_twice() {
    let desk = Desk::of("administrator");
    let page = desk.get("/console/customs/organizations/org_1").await;
    assert!(text(&page).contains("data-confirm=\"Erase the personal data for good? This cannot be undone.\""));
    let address = "/console/customs/organizations/org_1/erase";
    let refused = desk.post(address, &[("reason", "Отзыв согласия")]).await;
    assert_eq!(refused.status, 422);
    shows(&refused, &["tick that you understand"]);
    assert!(desk.sent_nothing() && text(&refused).contains("value=\"Отзыв согласия\""), "what was typed stays");
    let done = desk.post(address, &[("reason", "Отзыв согласия"), ("understood", "true")]).await;
    assert_eq!(done.header("location"), Some("/console/customs/organizations/org_1?done=erased"));
    assert_eq!(desk.sent().body, Some(json!({"reason": "Отзыв согласия"})));
}

/// The value of a hidden field, as the browser would send it.
fn hidden(html: &str, name: &str) -> String {
    let (_, after) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    after.split('"').next().unwrap().replace("&#34;", "\"").replace("&#38;", "&").replace("&#60;", "<").replace("&#62;", ">")
}

#[tokio::test]
async fn an_organization_is_found_by_its_number_and_kept_as_from_the_register_only_unchanged() {
    let desk = Desk::of("declarant");
    let form = desk.get("/console/customs/organizations/new?q=7707083893").await;
    shows(&form, &["Filled from the state register", "left empty: OKATO", "Registered address"]);
    let html = text(&form);
    assert!(html.contains("value=\"ООО «РОМАШКА»\"") && html.contains("value=\"1027700132195\""));
    assert!(!html.contains("name=\"surname\""), "a company has no such field");
    let (found, vendor_id) = (hidden(&html, "found"), hidden(&html, "vendor_id"));
    let typed = [
        ("op", "save"),
        ("kind", "LEGAL"),
        ("found", found.as_str()),
        ("vendor_id", vendor_id.as_str()),
        ("name", "ООО «РОМАШКА»"),
        ("inn", "7707083893"),
        ("kpp", "770701001"),
        ("ogrn", "1027700132195"),
        ("okpo", "00032537"),
    ];
    let address = [("address", "legal-address"), ("country_code", ""), ("postal_code", ""), ("region", ""), ("city", "Тула")];
    let rest = [("street_house", ""), ("house", ""), ("room", ""), ("text", "")];
    let same = [&typed[..], &address, &rest].concat();
    let made = desk.post("/console/customs/organizations/new", &same).await;
    assert_eq!(made.header("location"), Some("/console/customs/organizations/made_1?done=saved"), "{}", text(&made));
    let profile = json!({
        "kind": {"type": "LEGAL", "inn": "7707083893", "kpp": "770701001", "ogrn": "1027700132195"},
        "name": "ООО «РОМАШКА»", "codes": {"okpo": "00032537"}, "legal_address": {"country_name": "РОССИЯ", "city": "Тула"},
    });
    let vendor = "0192aaaa-0000-7000-8000-000000000001";
    assert_eq!(desk.sent().body, Some(json!({"profile": profile, "from_registry": true, "vendor_id": vendor})));
    let changed = [&same[..], &[("phone", "+7 1")]].concat();
    desk.post("/console/customs/organizations/new", &changed).await;
    let sent = desk.sent().body.unwrap();
    assert_eq!((sent.get("from_registry"), sent["vendor_id"].as_str()), (None, Some(vendor)));
    // With other numbers it is another organization than the vendor's.
    for (name, other) in [("inn", "7736050003"), ("kpp", "771401001")] {
        let typed: Vec<(&str, &str)> = same.iter().map(|(field, text)| (*field, if *field == name { other } else { *text })).collect();
        desk.post("/console/customs/organizations/new", &typed).await;
        assert_eq!(desk.sent().body.unwrap().get("vendor_id"), None, "{name}");
    }
    let unknown = json!({"title": "Не знайдено.", "status": 422, "code": "kontur.not-found", "detail": "The register does not know it."});
    let desk = Desk::of("declarant").answering("GET /customs/organizations/by-inn", 422, &unknown);
    let page = desk.get("/console/customs/organizations/new?q=1").await;
    assert_eq!(page.status, 422);
    shows(&page, &["The register does not know it.", "New organization", "KPP"]);
    assert_eq!(Desk::of("manager").get("/console/customs/organizations/new").await.status, 404);
}

#[tokio::test]
async fn a_person_has_fields_of_its_own_and_a_refusal_stands_beside_them() {
    let desk = Desk::of("declarant");
    let html = text(&desk.get("/console/customs/organizations/new?kind=PERSON").await);
    assert!(html.contains("name=\"card_number\"") && !html.contains("name=\"kpp\"") && !html.contains("name=\"okpo\""));
    let typed = [
        ("op", "save"),
        ("kind", "PERSON"),
        ("label", "Получатель 17"),
        ("country", "RU"),
        ("surname", "Фамилия"),
        ("first_name", "Имечко"),
    ];
    desk.post("/console/customs/organizations/new", &typed).await;
    let wanted = json!({
        "profile": {"kind": {"type": "PERSON", "country": "RU"}, "name": "Получатель 17"},
        "personal": {"person": {"surname": "Фамилия", "name": "Имечко"}},
    });
    assert_eq!(desk.sent().body, Some(wanted));
    let wrong =
        json!({"title": "t", "status": 400, "code": "malformed", "errors": [{"path": "personal.person.name", "reason": "too long"}]});
    let desk = Desk::of("declarant").answering("POST /customs/organizations", 400, &wrong);
    let page = desk.post("/console/customs/organizations/new", &typed).await;
    shows(&page, &["First name", "too long"]);
    assert!(text(&page).contains("value=\"Фамилия\""), "what was typed stays");
}

#[tokio::test]
async fn changing_keeps_what_the_form_does_not_show() {
    let desk = Desk::of("declarant");
    let typed = [
        ("op", "save"),
        ("_version", "7"),
        ("name", "ООО «РОМАШКА»"),
        ("inn", "7707083893"),
        ("kpp", "770701001"),
        ("ogrn", "1027700132195"),
        ("branch_name", "Склад в Туле"),
        ("branch_kpp", "710743001"),
        ("address", "legal-address"),
        ("country_code", "RU"),
        ("postal_code", "300000"),
        ("region", ""),
        ("city", "Тула"),
        ("street_house", ""),
        ("house", ""),
        ("room", ""),
        ("text", ""),
    ];
    let saved = desk.post("/console/customs/organizations/org_1/edit", &typed).await;
    assert_eq!(saved.header("location"), Some("/console/customs/organizations/org_1?done=saved"), "{}", text(&saved));
    let sent = desk.sent();
    let wanted = json!({
        "profile": {
            "kind": {"type": "LEGAL", "inn": "7707083893", "kpp": "770701001", "ogrn": "1027700132195"},
            "name": "ООО «РОМАШКА»",
            "legal_address": {"country_name": "РОССИЯ", "country_code": "RU", "postal_code": "300000", "city": "Тула"},
            "branch": {"name": "Склад в Туле", "kpp": "710743001"},
        },
        "personal": {},
    });
    assert_eq!((sent.method, sent.body, sent.if_match.as_deref()), ("PUT", Some(wanted), Some("\"7\"")));
}

#[tokio::test]
async fn c41_the_name_of_a_country_goes_with_its_code_and_with_the_address() {
    let save = async |code: &'static str, city: &'static str| {
        let desk = Desk::of("declarant");
        let typed = [("op", "save"), ("name", "А"), ("address", "legal-address"), ("country_code", code), ("city", city)];
        let more = [("settlement", city), ("territory_code", city), ("inn", "9817654328"), ("kpp", "981701001"), ("ogrn", "1269800765431")];
        desk.post("/console/customs/organizations/org_1/edit", &[&typed[..], &more].concat()).await;
        desk.sent().body.unwrap()["profile"].get("legal_address").cloned()
    };
    let there = |code: &str, name: Option<&str>| {
        let mut address = json!({"country_code": code, "city": "БУРСА", "settlement": "БУРСА", "territory_code": "БУРСА"});
        if let Some(name) = name {
            address["country_name"] = json!(name);
        }
        Some(address)
    };
    assert_eq!(save("RU", "БУРСА").await, there("RU", Some("РОССИЯ")));
    assert_eq!(save("TR", "БУРСА").await, there("TR", None), "not the name of another country");
    assert_eq!(save("", "").await, None);
}

#[tokio::test]
async fn c58_a_persons_second_name_in_clear_is_left_out() {
    let mut person: Value = serde_json::from_str(include_str!("fixtures/customs_desk/organization.json")).unwrap();
    person["profile"] = json!({"kind": {"type": "PERSON", "country": "RU"}, "name": "Получатель 17", "short_name": "Фамилия И."});
    let desk = Desk::of("declarant").answering("GET /customs/organizations/org_1", 200, &person);
    let typed = [("op", "save"), ("label", "Получатель 17"), ("country", "RU"), ("surname", "Фамилия"), ("first_name", "Имечко")];
    desk.post("/console/customs/organizations/org_1/edit", &typed).await;
    assert_eq!(desk.sent().body.unwrap()["profile"].get("short_name"), None);
}

#[tokio::test]
async fn tables_tell_their_age_and_what_waits() {
    let page = Desk::of("administrator").get("/console/customs/reference").await;
    shows(&page, &["Tables of codes", "Imports that wait for a person", "Customs offices", "Too many codes would end at once"]);
    shows(&page, &["300", "401 of 699 codes", "It is right, import", "Drop"]);
    shows(
        &page,
        &["Customs offices", "4", "699", "+3 new, 2 changed, −1 ended", "1 not readable code: missing", "2 h", "Waits for a person"],
    );
    shows(&page, &["Forms", "The source did not answer", "access refused", "Доступ запрещён <b>", "Import now"]);
    let page = Desk::of("declarant").get("/console/customs/reference").await;
    shows(&page, &["An administrator decides."]);
    assert!(!seen(&page).contains("Import now"));
    sends(
        "administrator",
        &[
            ("reference/customs-offices/import", &[], "/customs/reference/customs-offices/import", json!({})),
            ("reference/customs-offices/confirm", &[("sha256", "cc")], "/customs/reference/customs-offices/held/cc/confirm", json!({})),
            ("reference/customs-offices/dismiss", &[("sha256", "cc")], "/customs/reference/customs-offices/held/cc/dismiss", json!({})),
        ],
    )
    .await;
}

#[tokio::test]
async fn entries_are_looked_at_as_of_a_day_or_a_version() {
    let desk = Desk::of("manager");
    let page = desk.get("/console/customs/reference/form-definitions").await;
    shows(
        &page,
        &[
            "Forms",
            "As version 2 says.",
            "1006107E",
            "Fields of the form",
            "Декларация на товары <b>",
            "gf: 18003",
            "since before the first import",
        ],
    );
    shows(&page, &["1006110E", "ДТС-1", "until 2026-12-01"]);
    shows(&page, &["Versions", "2", "given by an administrator", "Администратор", "1 changed"]);
    let html = text(&page);
    assert!(html.contains("name=\"day\" type=\"date\" value=\"2026-11-21\""), "today at first");
    assert!(html.contains("cursor=1006110E&#38;day=2026-11-21"), "the next page is of the same day");
    let asked = |desk: &Desk| desk.api.asked.lock().unwrap()[0].query.clone();
    assert_eq!(asked(&desk), "day=2026-11-21&limit=50");
    let desk = Desk::of("manager");
    desk.get("/console/customs/reference/form-definitions?search=10&version=1").await;
    assert_eq!(asked(&desk), "search=10&version=1&limit=50");
    let cleared = Desk::of("manager");
    cleared.get("/console/customs/reference/form-definitions?search=&day=&version=").await;
    assert_eq!(asked(&cleared), "limit=50", "a day that was cleared stays so");
    let page = desk.get("/console/customs/reference/form-definitions/entry?code=1006107E").await;
    shows(&page, &["History of 1006107E", "To the table", "Forms", "Декларация на товары", "2", "ДТ", "1"]);
    let page = desk.get("/console/customs/reference/form-definitions/fields?code=1006107E").await;
    shows(
        &page,
        &["Fields of 1006107E", "ДТ · Version 3", "Декларация на товары", "Тип декларации, графа 1", "1", "text", "day", "yes or no"],
    );
}

#[tokio::test]
async fn the_exchange_tells_what_to_do() {
    let page = Desk::of("administrator").get("/console/customs/health").await;
    shows(&page, &["Exchange", "Waits for a person", "Станки <b>", "Ирина", "Not brought to the vendor", "Графа 31"]);
    shows(&page, &["Unused record at the vendor", "Delete 0192cccc", "Settle", "What was done", "77 · Статус 77"]);
    shows(&page, &["Stopped: the credentials were refused", "Last read", "Failures since", "3", "id: missing", "Resume"]);
    assert!(text(&page).contains("href=\"/console/customs/declarations/dec_1\""));
    assert!(!seen(&page).contains("Try again"), "a declarant tries again");
    let page = Desk::of("declarant").get("/console/customs/health").await;
    shows(&page, &["Try again", "Give up", "An administrator renews"]);
    assert!(!seen(&page).contains("Goes on where it stopped"));
    let note: Fields = &[("reason", "Удалён"), ("docflow", "d9"), ("index", "4")];
    sends(
        "administrator",
        &[
            ("health/feed/resume", &[], "/customs/docflow-feed/resume", json!({})),
            ("health/dec_2/settle-orphan", note, "/customs/declarations/dec_2/orphans/d9/settle", json!({"note": "Удалён"})),
            ("health/dec_2/settle-alert", note, "/customs/declarations/dec_2/settled-alerts", json!({"index": 4, "note": "Удалён"})),
        ],
    )
    .await;
    sends(
        "declarant",
        &[
            ("health/dec_1/resume", &[], "/customs/declarations/dec_1/submission/resume", json!({})),
            ("health/dec_1/give-up", &[("reason", "r")], "/customs/declarations/dec_1/submission/give-up", json!({"reason": "r"})),
        ],
    )
    .await;
    let refusal = json!({"title": "Already settled.", "status": 409, "code": "customs.declaration.no-such-alert"});
    let desk = Desk::of("declarant").answering("POST /customs/declarations/dec_2/settled-alerts", 409, &refusal);
    let page = desk.post("/console/customs/health/dec_2/settle-alert", note).await;
    assert_eq!(page.status, 409);
    shows(&page, &["Already settled.", "Reload the page", "Exchange"]);
}

#[tokio::test]
async fn rates_are_entered_and_ended() {
    let page = Desk { language: "uk", ..Desk::of("declarant") }.get("/console/customs/tariff").await;
    shows(
        &page,
        &["Тариф", "Внести ставку", "8471", "Ноутбуки <b>", "0 %", "найвищим збором", "Стандартна ставка", "Не підакцизний", "Припинити"],
    );
    shows(&page, &["0406", "15 %, але не менше 0,3 EUR / 1 кг", "Знижена: продовольство", "з 01.01.2025 по 31.12.2026"]);
    let base: Fields = &[
        ("op", "save"),
        ("prefix", "0406"),
        ("name", "Сыр"),
        ("from", "2027-01-01"),
        ("duty", "not-less-than"),
        ("percent", "15"),
        ("amount", "0,3"),
        ("currency", "EUR"),
        ("per", "1"),
        ("unit", "kilogram"),
        ("vat", "food"),
        ("excise", "not-subject"),
        ("source", "Решение № 80"),
    ];
    let specific = json!({"amount": "0.3", "currency": "EUR", "per": "1", "unit": "kilogram"});
    let body = json!({
        "prefix": "0406", "name": "Сыр", "from": "2027-01-01", "duty": {"duty": "not-less-than", "percent": "15", "specific": specific},
        "vat": {"vat": "listed", "list": "food"}, "excise": "not-subject", "listed_fee": false, "source": "Решение № 80",
    });
    sends("declarant", &[("tariff/new", base, "/customs/tariff/rates", body)]).await;
    let end: Fields = &[("to", "2026-12-31"), ("reason", "r")];
    sends("declarant", &[("tariff/8471/end", end, "/customs/tariff/rates/8471/end", json!({"to": "2026-12-31", "reason": "r"}))]).await;
    let desk = Desk::of("declarant");
    let page = desk.post("/console/customs/tariff/new", &[("op", "save"), ("duty", "specific"), ("vat", "exempt"), ("amount", "")]).await;
    assert_eq!(page.status, 422);
    shows(&page, &["Amount by quantity", "must be filled in"]);
    assert!(desk.sent_nothing());
    assert!(!text(&Desk::of("manager").get("/console/customs/tariff").await).contains("tariff/new"), "a manager only looks");
}

#[tokio::test]
async fn a_vehicle_is_reckoned_by_the_vendor() {
    let desk = Desk::of("declarant");
    let form = desk.get("/console/customs/tariff/vehicle").await;
    shows(&form, &["Payments for a vehicle", "Who brings it in", "A person", "Volume, cm³", "Show"]);
    assert!(desk.api.asked.lock().unwrap().is_empty(), "nothing is asked before something is typed");
    let page = desk.get(VEHICLE).await;
    shows(&page, &["Таможенный сбор", "по ставке", "11,746.00 RUB", "120.50 EUR", "Total", "815,000.00 RUB", "Commodity code 8703231940"]);
    let query = desk.api.asked.lock().unwrap()[0].query.clone();
    assert!(query.contains("owner=person") && query.contains("price=12500.50") && !query.contains("off_road"), "{query}");
    let wrong =
        json!({"title": "t", "status": 400, "code": "malformed", "errors": [{"path": "power", "reason": "expected a whole number"}]});
    let desk = Desk::of("declarant").answering("GET /customs/vehicle-payments", 400, &wrong);
    shows(&desk.get(VEHICLE).await, &["Power", "expected a whole number"]);
    assert_eq!(Desk::of("administrator").get(VEHICLE).await.status, 404, "an administrator has no goods to reckon");
}
