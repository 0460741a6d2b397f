//! Temporary.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "temporary")]
use async_trait::async_trait;
use console::*;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
struct Http;
#[async_trait]
impl Api for Http {
    async fn call(&self, r: ApiRequest) -> Result<ApiResponse, ApiDown> {
        let mut s = TcpStream::connect(std::env::var("UP").unwrap()).map_err(|e| ApiDown(e.to_string()))?;
        let body = r.body.map(|b| b.to_string()).unwrap_or_default();
        let q = if r.query.is_empty() { String::new() } else { format!("?{}", r.query) };
        let mut h = format!(
            "{} {}{q} HTTP/1.0\r\nhost: x\r\nauthorization: Bearer {}\r\naccept-language: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
            r.method,
            r.path,
            r.token,
            r.language.code(),
            body.len()
        );
        if let Some(k) = r.idempotency_key {
            h += &format!("idempotency-key: {k}\r\n");
        }
        if let Some(k) = r.if_match {
            h += &format!("if-match: {k}\r\n");
        }
        s.write_all(format!("{h}\r\n{body}").as_bytes()).unwrap();
        let mut all = Vec::new();
        s.read_to_end(&mut all).unwrap();
        let at = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&all[..at]).into_owned();
        Ok(ApiResponse { status: head.split(' ').nth(1).unwrap().parse().unwrap(), body: all[at + 4..].to_vec() })
    }
}
struct No;
#[async_trait]
impl Issuer for No {
    async fn exchange(&self, _: &str, _: &str, _: &str) -> Result<Tokens, ExchangeFailed> {
        Err(ExchangeFailed("no".into()))
    }
}
fn main() {
    let port = std::env::var("PORT").unwrap();
    let token = std::env::var("TOKEN").unwrap_or_default();
    let lang = std::env::var("UILANG").unwrap_or("uk".into());
    let base = format!("http://127.0.0.1:{port}");
    let console = Arc::new(Console::new(
        Arc::new(Http),
        Arc::new(No),
        Config {
            issuer_url: String::new(),
            authorize_url: base.clone(),
            sign_out_url: None,
            client_id: String::new(),
            scope: String::new(),
            public_base: base,
            cookie_secure: false,
            time_zone: chrono_tz::Europe::Kyiv,
        },
    ));
    for s in TcpListener::bind(format!("127.0.0.1:{port}")).unwrap().incoming() {
        let (console, token, lang) = (console.clone(), token.clone(), lang.clone());
        std::thread::spawn(move || {
            let mut s = s.unwrap();
            let mut r = BufReader::new(s.try_clone().unwrap());
            let mut line = String::new();
            r.read_line(&mut line).unwrap();
            let mut parts = line.split(' ');
            let (method, addr) = (parts.next().unwrap_or("").to_owned(), parts.next().unwrap_or("/").to_owned());
            let mut headers = BTreeMap::new();
            loop {
                let mut l = String::new();
                if r.read_line(&mut l).unwrap_or(0) <= 2 {
                    break;
                }
                let (k, v) = l.trim().split_once(": ").unwrap_or(("", ""));
                headers.insert(k.to_lowercase(), v.to_owned());
            }
            let n: usize = headers.get("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
            let mut body = vec![0; n];
            r.read_exact(&mut body).unwrap();
            let c = headers.entry("cookie".into()).or_default();
            if !token.is_empty() && !c.contains("entrepot_session") {
                *c = format!("{c}; entrepot_session={token}");
            }
            if !c.contains("entrepot_language") {
                *c = format!("{c}; entrepot_language={lang}");
            }
            let (path, query) = addr.split_once('?').unwrap_or((&addr, ""));
            let rq = ConsoleRequest {
                method,
                path: path.into(),
                query: query.into(),
                headers,
                body,
                now: kernel::Moment::from_unix_ms(i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap()),
            };
            let a = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(console.handle(rq));
            let mut h = format!("HTTP/1.0 {} X\r\ncontent-length: {}\r\n", a.status, a.body.len());
            for (k, v) in &a.headers {
                h += &format!("{k}: {v}\r\n");
            }
            let _ = s.write_all(format!("{h}\r\n").as_bytes());
            let _ = s.write_all(&a.body);
        });
    }
}
