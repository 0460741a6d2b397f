use encoding_rs::WINDOWS_1251;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use serde_json::{Value, json};

use super::{Stand, TOKEN, ids, rows};

#[tokio::test]
async fn the_token_and_the_programs_name_are_demanded() {
    let stand = Stand::start(None).await;
    let url = format!("{}/api/statements/settings", stand.base);
    let bare = stand.client.get(&url).header(CONTENT_TYPE, super::UTF8);
    for (request, status) in [
        (bare.try_clone().unwrap().header(USER_AGENT, "x"), StatusCode::UNAUTHORIZED),
        (bare.try_clone().unwrap().header(USER_AGENT, "x").header("token", "other"), StatusCode::UNAUTHORIZED),
        (bare.try_clone().unwrap().header("token", TOKEN), StatusCode::FORBIDDEN),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status);
        let answer: Value = answer.json().await.unwrap();
        assert!(answer["code"].is_string() && answer["message"].is_string());
    }
}

#[tokio::test]
async fn settings_tell_the_banks_day() {
    let stand = Stand::recorded().await;
    let answer = stand.get("statements/settings").await;
    let settings = &answer["settings"];
    assert_eq!((&answer["status"], &answer["type"]), (&json!("SUCCESS"), &json!("settings")));
    assert_eq!((&settings["phase"], &settings["work_balance"]), (&json!("WRK"), &json!("N")));
    assert_eq!(settings["today"], json!("02.03.2026 00:00:00"));
    assert_eq!(settings["lastday"], json!("27.02.2026 00:00:00"));
    assert_eq!(settings["dates_without_oper_day"][0], json!("28.02.2026 00:00:00"));
}

#[tokio::test]
async fn without_a_charset_the_answer_is_cp1251() {
    let stand = Stand::recorded().await;
    let path = "statements/transactions?startDate=01-02-2026";
    for content_type in [None, Some("application/json"), Some("application/json;charset=cp1251")] {
        let mut request = stand.client.get(format!("{}/api/{path}", stand.base)).header("token", TOKEN).header(USER_AGENT, "x");
        if let Some(content_type) = content_type {
            request = request.header(CONTENT_TYPE, content_type);
        }
        let bytes = request.send().await.unwrap().bytes().await.unwrap();
        assert!(std::str::from_utf8(&bytes).is_err());
        let (text, _, broken) = WINDOWS_1251.decode(&bytes);
        assert!(!broken);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), stand.get(path).await);
    }
}

#[tokio::test]
async fn a_statement_is_read_in_pages() {
    let stand = Stand::recorded().await;
    let mut seen = Vec::new();
    let mut path = "statements/transactions?startDate=01-02-2026&limit=5".to_owned();
    let mut sizes = Vec::new();
    loop {
        let page = stand.get(&path).await;
        sizes.push(ids(&page).len());
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        if page["exist_next_page"] == json!(false) {
            assert_eq!(page["next_page_id"], json!(""));
            break;
        }
        let follow = page["next_page_id"].as_str().unwrap();
        path = format!("statements/transactions?startDate=01-02-2026&limit=5&followId={follow}");
    }
    assert_eq!(sizes, [5, 5, 2]);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 12);
}

#[tokio::test]
async fn twenty_rows_are_a_page_unless_a_limit_is_given() {
    let stand = Stand::recorded().await;
    for _ in 0..10 {
        stand.pay("1.00");
    }
    let page = stand.get("statements/transactions?startDate=01-02-2026").await;
    assert_eq!((ids(&page).len(), &page["exist_next_page"]), (20, &json!(true)));
    let page = stand.get("statements/transactions?startDate=01-02-2026&limit=500").await;
    assert_eq!((ids(&page).len(), &page["exist_next_page"]), (22, &json!(false)));
}

#[tokio::test]
async fn wrong_parameters_are_refused_with_a_code() {
    let stand = Stand::recorded().await;
    for (query, code) in [
        ("", "START_DATE_REQUIRED"),
        ("startDate=2026-03-02", "INVALID_DATE"),
        ("startDate=01-02-2026&endDate=tomorrow", "INVALID_DATE"),
        ("startDate=01-02-2026&limit=501", "INVALID_LIMIT"),
        ("startDate=01-02-2026&limit=0", "INVALID_LIMIT"),
        ("startDate=01-02-2026&followId=nothing", "INVALID_FOLLOW_ID"),
        ("startDate=01-02-2026&acc=UA65109000000017", "ACCOUNT_NOT_FOUND"),
    ] {
        let (status, answer) = stand.refused(&format!("statements/transactions?{query}")).await;
        assert_eq!((status, &answer["code"]), (StatusCode::BAD_REQUEST, &json!(code)), "{query}");
    }
}

#[tokio::test]
async fn rows_are_picked_by_account_and_days() {
    let stand = Stand::recorded().await;
    let dollars = "UA563052990000026002345678901";
    let page = stand.get(&format!("statements/transactions?acc={dollars}&startDate=01-02-2026")).await;
    assert_eq!(ids(&page).len(), 1);
    let page = stand.get("statements/transactions?startDate=26-02-2026&endDate=26-02-2026").await;
    assert!(rows(&page, "transactions").iter().all(|row| row["DAT_OD"] == json!("26.02.2026")));
    assert_eq!(ids(&page).len(), 3);
}

#[tokio::test]
async fn the_interim_statement_has_more_than_the_final_one() {
    let stand = Stand::recorded().await;
    let interim = stand.get("statements/transactions/interim").await;
    let closed = stand.get("statements/transactions/final").await;
    assert_eq!((ids(&interim).len(), ids(&closed).len()), (7, 3));
    assert!(rows(&closed, "transactions").iter().all(|row| row["PR_PR"] != json!("n")));
    // Older clients post an empty body.
    let url = format!("{}/api/statements/transactions/final", stand.base);
    let posted = stand.client.post(url).header("token", TOKEN).header(USER_AGENT, "x").header(CONTENT_TYPE, super::UTF8);
    assert_eq!(posted.send().await.unwrap().json::<Value>().await.unwrap(), closed);
}

/// Decimal text with two digits as a whole number.
fn minor(value: &Value) -> i64 {
    value.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[tokio::test]
async fn balances_add_up_to_the_transactions() {
    let stand = Stand::recorded().await;
    let days = "startDate=26-02-2026&endDate=02-03-2026";
    let balances = stand.get(&format!("statements/balance?{days}")).await;
    assert_eq!((&balances["type"], rows(&balances, "balances").len()), (&json!("balances"), 2));
    for balance in rows(&balances, "balances") {
        let acc = balance["acc"].as_str().unwrap();
        let page = stand.get(&format!("statements/transactions?acc={acc}&{days}&limit=500")).await;
        let sum = |kind: &str, key: &str| -> i64 {
            let counted = rows(&page, "transactions").iter().filter(|row| row["PR_PR"] == "r" && row["FL_REAL"] == "r");
            counted.filter(|row| row["TRANTYPE"] == kind).map(|row| minor(&row[key])).sum()
        };
        assert_eq!(minor(&balance["turnoverCred"]), sum("C", "SUM"));
        assert_eq!(minor(&balance["turnoverDebt"]), sum("D", "SUM"));
        assert_eq!(minor(&balance["turnoverCredEq"]), sum("C", "SUM_E"));
        for suffix in ["", "Eq"] {
            let field = |name: &str| minor(&balance[format!("{name}{suffix}")]);
            assert_eq!(field("balanceOut"), field("balanceIn") + field("turnoverCred") - field("turnoverDebt"));
        }
    }
    let closed = stand.get("statements/balance/final").await;
    assert_eq!(closed["balances"][0]["is_final_bal"], json!(true));
    let interim = stand.get("statements/balance/interim").await;
    assert_eq!(interim["balances"][0]["is_final_bal"], json!(false));
}

#[tokio::test]
async fn a_payment_order_is_taken_unsigned() {
    let stand = Stand::start(None).await;
    let mut order = json!({
        "document_number": "77", "payer_account": "UA223052990000026001234567890",
        "recipient_account": "UA243220010000026007000112233", "recipient_nceo": "39012453",
        "payment_naming": "ТОВ \"ЛАДА-ТЕХ\"", "payment_amount": "100.00", "payment_destination": "За товар",
    });
    let url = format!("{}/api/proxy/payment/create", stand.base);
    let post = |body: Vec<u8>, content_type: &str| {
        let request = stand.client.post(&url).header("token", TOKEN).header(USER_AGENT, "x");
        request.header(CONTENT_TYPE, content_type).body(body).send()
    };
    // In cp1251, as from a client that names no charset.
    let text = order.to_string();
    let created = post(WINDOWS_1251.encode(&text).0.into_owned(), "application/json").await.unwrap();
    let created: Value = created.json().await.unwrap();
    assert!(created["payment_pack_ref"].is_string());
    let reference = created["payment_ref"].as_str().unwrap();
    let kept = stand.get(&format!("proxy/payment/get?ref={reference}")).await;
    assert_eq!(kept["payment_naming"], order["payment_naming"]);
    assert_eq!(stand.refused("proxy/payment/get?ref=none").await.0, StatusCode::NOT_FOUND);

    order["payment_amount"] = json!("-1");
    let refused = post(order.to_string().into_bytes(), super::UTF8).await.unwrap();
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    order["recipient_account"] = json!("");
    let refused: Value = post(order.to_string().into_bytes(), super::UTF8).await.unwrap().json().await.unwrap();
    assert_eq!(refused["code"], json!("FIELD_REQUIRED"));
}
