//! Which page answers which path.

use crate::context::Cx;
use crate::frame::Reply;
use crate::pages;
use crate::problem::Problem;

/// Answers a path under `/console`, for somebody who is signed in.
pub(crate) async fn route(cx: &Cx<'_>, method: &str) -> Result<Reply, Problem> {
    let parts: Vec<&str> = cx.parts.iter().map(String::as_str).collect();
    if method == "POST" {
        return post(cx, &parts).await;
    }
    match parts.as_slice() {
        ["help"] => Ok(pages::gate::help(cx).into()),
        ["orders"] => pages::orders::list(cx).await,
        _ => Err(Problem::no_page()),
    }
}

async fn post(_cx: &Cx<'_>, parts: &[&str]) -> Result<Reply, Problem> {
    match parts {
        _ => Err(Problem::no_page()),
    }
}
