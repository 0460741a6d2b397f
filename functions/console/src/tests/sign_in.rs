//! The way in, and the ways that are closed.

use serde_json::{Value, json};

use super::fake::{Desk, shows, text, token, tomorrow_s};
use crate::{ConsoleResponse, Tokens};

fn parameter(location: &str, name: &str) -> String {
    let query = location.split_once('?').unwrap().1;
    form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

fn cookie(response: &ConsoleResponse, name: &str) -> String {
    let cookies = response.headers.iter().filter(|(header, _)| header == "set-cookie").map(|(_, value)| value);
    cookies.filter_map(|value| value.split(';').next()?.strip_prefix(&format!("{name}="))).map(str::to_owned).next().unwrap_or_default()
}

fn claims(nonce: &str) -> Value {
    json!({
        "iss": "https://issuer.example", "aud": "entrepot-console", "nonce": nonce, "sub": "manager@dnipro-trade",
        "name": "Менеджер", "tenant": "dnipro-trade", "roles": ["manager"], "exp": tomorrow_s(),
    })
}

/// Starts a sign-in; the desk keeps its cookie. Returns where the browser was sent.
async fn start(desk: &mut Desk, to: &str) -> String {
    let response = desk.get(&format!("/console/sign-in/start?to={to}")).await;
    desk.cookies = format!("entrepot_sign_in={}", cookie(&response, "entrepot_sign_in"));
    response.header("location").unwrap().to_owned()
}

fn give(desk: &Desk, id: &Value, access: &Value) {
    *desk.issuer.tokens.lock().unwrap() = Some(Tokens { access_token: token(access), id_token: token(id) });
}

#[tokio::test]
async fn without_a_session_every_page_leads_to_the_sign_in_and_back() {
    let desk = Desk::signed_out();
    let response = desk.get("/console/orders?status=NEW").await;
    assert_eq!(response.header("location"), Some("/console/sign-in?to=%2Fconsole%2Forders%3Fstatus%3DNEW"));
    let page = desk.get("/console/sign-in?to=%2Fconsole%2Forders%3Fstatus%3DNEW").await;
    shows(&page, &["Sign in to Entrepot"]);
    assert!(text(&page).contains("/console/sign-in/start?to=%2Fconsole%2Forders%3Fstatus%3DNEW"));
    assert_eq!(desk.get("/console/orders?fragment=1").await.status, 401, "the script is told, not redirected");
    assert_eq!(desk.get("/").await.header("location"), Some("/console/orders"));
}

#[tokio::test]
async fn a_sign_in_ends_where_it_began() {
    let mut desk = Desk::signed_out();
    let location = start(&mut desk, "%2Fconsole%2Fpayments").await;
    assert!(location.starts_with("https://issuer.example/authorize?response_type=code&client_id=entrepot-console"));
    assert_eq!(parameter(&location, "redirect_uri"), "https://entrepot.example/console/callback");
    assert_eq!(parameter(&location, "code_challenge_method"), "S256");
    let claims = claims(&parameter(&location, "nonce"));
    give(&desk, &claims, &claims);
    let response = desk.get(&format!("/console/callback?code=c-1&state={}", parameter(&location, "state"))).await;
    assert_eq!((response.status, response.header("location")), (303, Some("/console/payments")));
    let set = response.headers.iter().find(|(_, value)| value.starts_with("entrepot_session=")).unwrap().1.clone();
    for part in ["Path=/console", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=86400"] {
        assert!(set.contains(part), "{part}: {set}");
    }
    let (code, verifier, redirect) = desk.issuer.asked.lock().unwrap()[0].clone();
    assert_eq!((code.as_str(), redirect.as_str()), ("c-1", "https://entrepot.example/console/callback"));
    let digest = <sha2::Sha256 as sha2::Digest>::digest(verifier.as_bytes());
    let challenge = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, digest);
    assert_eq!(parameter(&location, "code_challenge"), challenge);
    desk.cookies = format!("entrepot_session={}", cookie(&response, "entrepot_session"));
    shows(&desk.get("/console/orders").await, &["Менеджер", "dnipro-trade", "manager", "26-048217-5"]);
}

#[tokio::test]
async fn another_state_is_refused_before_the_code_is_spent() {
    let mut desk = Desk::signed_out();
    let location = start(&mut desk, "/console").await;
    let right = parameter(&location, "state");
    for address in [
        format!("/console/callback?code=c&state={right}x"),
        "/console/callback?code=c".to_owned(),
        "/console/callback?code=c&state=".to_owned(),
    ] {
        let response = desk.get(&address).await;
        assert_eq!(response.status, 400);
        shows(&response, &["This sign-in was not begun here, or took too long", "console.sign-in-state"]);
    }
    desk.cookies = String::new();
    assert_eq!(desk.get(&format!("/console/callback?code=c&state={right}")).await.status, 400);
    assert!(desk.issuer.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_token_of_another_sign_in_client_or_issuer_is_refused() {
    for (name, value) in [("nonce", "another"), ("aud", "another-client"), ("iss", "https://evil.example")] {
        let mut desk = Desk::signed_out();
        let location = start(&mut desk, "/console").await;
        let good = claims(&parameter(&location, "nonce"));
        let mut bad = good.clone();
        bad[name] = json!(value);
        give(&desk, &bad, &good);
        let response = desk.get(&format!("/console/callback?code=c&state={}", parameter(&location, "state"))).await;
        assert_eq!((response.status, cookie(&response, "entrepot_session")), (400, String::new()), "{name}");
    }
}

#[tokio::test]
async fn a_refused_or_broken_sign_in_is_told() {
    let mut desk = Desk::signed_out();
    let location = start(&mut desk, "/console").await;
    let state = parameter(&location, "state");
    let refused = desk.get(&format!("/console/callback?error=access_denied&state={state}")).await;
    shows(&refused, &["cancelled or refused", "Sign in to Entrepot"]);
    let broken = desk.get(&format!("/console/callback?code=c&state={state}")).await;
    shows(&broken, &["could not be completed"]);
    let mut old = claims(&parameter(&location, "nonce"));
    give(&desk, &old.clone(), &{
        old["exp"] = json!(1);
        old
    });
    assert_eq!(desk.get(&format!("/console/callback?code=c&state={state}")).await.status, 400, "an expired token is no session");
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_after_the_sign_in() {
    for to in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "%2Fconsole%2F%2Fevil.example"] {
        let mut desk = Desk::signed_out();
        let location = start(&mut desk, to).await;
        let claims = claims(&parameter(&location, "nonce"));
        give(&desk, &claims, &claims);
        let response = desk.get(&format!("/console/callback?code=c&state={}", parameter(&location, "state"))).await;
        assert_eq!(response.header("location"), Some("/console/orders"), "{to}");
    }
}

#[tokio::test]
async fn an_expired_session_says_so_and_keeps_the_way_back() {
    let expired = json!({"sub": "a", "tenant": "t", "roles": [], "exp": 1});
    let desk = Desk { cookies: format!("entrepot_session={}", token(&expired)), ..Desk::signed_out() };
    let response = desk.get("/console/payments").await;
    assert_eq!(response.header("location"), Some("/console/sign-in?to=%2Fconsole%2Fpayments&expired=1"));
    shows(&desk.get("/console/sign-in?expired=1").await, &["Your session is over"]);
    let refused = json!({"code": "unauthenticated", "title": "Sign in first.", "status": 401});
    let desk = Desk::of("manager").answering("GET /orders", 401, &refused);
    assert_eq!(desk.get("/console/orders").await.header("location"), Some("/console/sign-in?to=%2Fconsole%2Forders&expired=1"));
}

#[test]
fn the_sign_out_page_of_an_issuer_is_the_only_other_place_that_a_form_leads_to() {
    let policy = |url: Option<&str>| {
        let mut config = super::fake::config();
        config.sign_out_url = url.map(str::to_owned);
        let response = crate::frame::secured(&config, ConsoleResponse::empty(200));
        response.header("content-security-policy").unwrap().rsplit("; ").next().unwrap().to_owned()
    };
    assert_eq!(policy(None), "form-action 'self'");
    assert_eq!(policy(Some("https://id.example/logout?x=1")), "form-action 'self' https://id.example");
}

#[tokio::test]
async fn signing_out_forgets_the_session() {
    let response = Desk::of("manager").post("/console/sign-out", &[]).await;
    assert_eq!(response.header("location"), Some("/console/sign-in"));
    assert!(response.header("set-cookie").unwrap().starts_with("entrepot_session=; Path=/console; Max-Age=0"));
}
