//! A document that proves a fact: it goes from the browser straight to the store, by an
//! address that the API signs, and is opened from there.

use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::{Tab, WRITERS, tabs};
use crate::context::Cx;
use crate::frame::{Download, Page, Reply, Section, render};
use crate::pages::kit::{Head, Refused, Sheet, asked, at, choices, is_saved};
use crate::problem::Problem;
use crate::words::Words;

const KINDS: &[&str] = &["WAYBILL", "ACT", "INTERNAL_ACT", "OTHER"];
/// The fingerprint of no content. An address asked for it tells where documents go, before one
/// is chosen: the page must allow its script to send there.
pub(crate) const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Where a document is put or fetched.
#[derive(Debug, Deserialize)]
struct Address {
    url: String,
    #[serde(default)]
    media_type: String,
}

#[derive(Template)]
#[template(path = "proof.html")]
struct Form {
    w: &'static Words,
    path: String,
    kinds: Vec<(String, String)>,
    kind: String,
    name: String,
    error: &'static str,
}

/// Scheme, host and port of an address.
pub(crate) fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    // It becomes part of a header that says where scripts may send: nothing but a host may.
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'));
    (plain && matches!(scheme, "https" | "http")).then(|| format!("{scheme}://{host}"))
}

async fn address(cx: &Cx<'_>, id: &str, sha256: &str, media_type: &str) -> Result<Address, Problem> {
    cx.get("/commerce/facts/{fact_id}/proof-upload", &[id], &[("sha256", sha256), ("media_type", media_type)]).await
}

/// The form. The script puts the file where it belongs and fills in what the command needs.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.proofs;
    if !cx.may(WRITERS) {
        return Err(Problem::no_page());
    }
    let (mut refused, mut error) = (None, "");
    if is_saved(cx) {
        if cx.form.get("sha256").is_empty() {
            error = words.no_file;
        } else {
            match super::deed::find("facts", "proof")?.perform(cx, id).await {
                Ok(()) => return Ok(crate::pages::kit::done(&at("commerce/facts", id), "saved")),
                Err(problem) if problem.is_signed_out() => return Err(problem),
                Err(problem) => refused = Some(Refused::of("proof", problem)),
            }
        }
    }
    let store = address(cx, id, NOTHING, "").await?;
    let form = Form {
        w: cx.w,
        path: at("commerce/facts", id),
        kinds: choices(KINDS, |code| cx.w.desk_code(code)),
        kind: cx.form.get("kind").to_owned(),
        name: cx.form.get("name").to_owned(),
        error,
    };
    let head = Head::new(cx.w, tabs(cx, Tab::Facts), words.attach);
    let sheet = Sheet::new().raw(&head.html()).raw(&render(&form));
    let page = Page::still(Section::Commerce, words.attach, sheet.html());
    Ok(Page { sends_to: origin(&store.url), ..page }.with_maybe(Refused::problem(refused)).into())
}

/// Where the script puts one document.
pub(super) async fn upload(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let address = address(cx, id, asked(cx, "sha256"), asked(cx, "media_type")).await?;
    let body = json!({ "url": address.url, "media_type": address.media_type }).to_string().into_bytes();
    Ok(Reply::File(Download { name: "upload.json".to_owned(), media_type: "application/json", body }))
}

/// To the document.
pub(super) async fn download(cx: &Cx<'_>, id: &str, sha256: &str) -> Result<Reply, Problem> {
    let address: Address = cx.get("/commerce/facts/{fact_id}/proofs/{sha256}", &[id, sha256], &[]).await?;
    Ok(Reply::To(address.url))
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn only_a_plain_host_is_allowed_to_be_sent_to() {
        assert_eq!(origin("https://documents.example:9000/a?b").as_deref(), Some("https://documents.example:9000"));
        for wrong in ["documents.example", "javascript://x/y", "https://a b/", "https://a;script-src/", "https:///x"] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
    }
}
