//! Where files go: from the browser straight to the store, by addresses that the API signs.

use serde_json::json;

use crate::context::Cx;
use crate::frame::{Download, Reply};
use crate::model::customs::Address;
use crate::pages::commerce::{NOTHING, origin};
use crate::pages::kit::asked;
use crate::problem::Problem;

const SCAN: &str = "/customs/declarations/{declaration_id}/scan-upload";
const FILE: &str = "/customs/declarations/{declaration_id}/file-upload";

fn told(address: &Address) -> Reply {
    let body = json!({ "url": address.url, "media_type": address.media_type }).to_string().into_bytes();
    Reply::File(Download { name: "upload.json".to_owned(), media_type: "application/json", body })
}

/// Where the script puts the scan of a document.
pub(super) async fn scan(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let query = [("sha256", asked(cx, "sha256")), ("media_type", asked(cx, "media_type"))];
    let address: Address = cx.get(SCAN, &[id], &query).await?;
    Ok(told(&address))
}

/// Where the script puts a file to be imported.
pub(super) async fn file(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let address: Address = cx.get(FILE, &[id], &[("sha256", asked(cx, "sha256"))]).await?;
    Ok(told(&address))
}

/// Where the page's script may send files: the host of the store. An address asked for nothing
/// tells it before a file is chosen.
pub(super) async fn store(cx: &Cx<'_>, id: &str) -> Result<Option<String>, Problem> {
    let address: Address = cx.get(FILE, &[id], &[("sha256", NOTHING)]).await?;
    Ok(origin(&address.url))
}
