//! The style sheet, the script and the icon: served for ever under a name with their hash.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::http::ConsoleResponse;

/// Characters of the hash in a name.
const HASH_CHARACTERS: usize = 12;
/// A year: the name changes when the content does.
const CACHE: &str = "public, max-age=31536000, immutable";

struct Asset {
    path: String,
    media_type: &'static str,
    body: &'static [u8],
}

fn asset(stem: &str, extension: &str, media_type: &'static str, body: &'static str) -> Asset {
    let hash: String = Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let hash = hash.get(..HASH_CHARACTERS).unwrap_or_default();
    Asset { path: format!("/console/assets/{stem}.{hash}.{extension}"), media_type, body: body.as_bytes() }
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| asset("console", "css", "text/css; charset=utf-8", include_str!("../assets/console.css")));
static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| asset("console", "js", "text/javascript; charset=utf-8", include_str!("../assets/console.js")));
static ICON: LazyLock<Asset> = LazyLock::new(|| asset("icon", "svg", "image/svg+xml", include_str!("../assets/icon.svg")));

/// Where the style sheet is.
pub(crate) fn style() -> &'static str {
    &STYLE.path
}

/// Where the script is.
pub(crate) fn script() -> &'static str {
    &SCRIPT.path
}

/// Where the icon is.
pub(crate) fn icon() -> &'static str {
    &ICON.path
}

/// The asset at a path.
pub(crate) fn find(path: &str) -> Option<ConsoleResponse> {
    let asset = [&STYLE, &SCRIPT, &ICON].into_iter().find(|asset| asset.path == path)?;
    let response = ConsoleResponse { status: 200, headers: Vec::new(), body: asset.body.to_vec() };
    Some(response.with("content-type", asset.media_type).with("cache-control", CACHE))
}
