//! What the forms of a declaration's pages do: each is one command.

use serde_json::{Value, json};

use super::{LIST, back, documents, estimate, files, value};
use crate::context::Cx;
use crate::frame::Reply;
use crate::pages::kit::{done, made};
use crate::problem::Problem;

/// A command: its method, its route under a declaration, what else the route names, its body.
struct Deed<'a> {
    method: &'static str,
    route: &'static str,
    named: Vec<&'a str>,
    body: Value,
    /// The notice afterwards.
    done: &'static str,
}

fn post(route: &'static str, body: Value, done: &'static str) -> Deed<'static> {
    Deed { method: "POST", route, named: Vec::new(), body, done }
}

/// What a form of the overview does.
fn of_overview<'a>(cx: &Cx<'a>, name: &str) -> Option<Deed<'a>> {
    let (reason, empty) = (cx.form.get("reason"), json!({}));
    Some(match name {
        "submit" => post("/customs/declarations/{declaration_id}/submissions", empty, "declaration-submitted"),
        "amend" => post("/customs/declarations/{declaration_id}/amendments", empty, "declaration-submitted"),
        "resume" => post("/customs/declarations/{declaration_id}/submission/resume", empty, "retried"),
        "give-up" => post("/customs/declarations/{declaration_id}/submission/give-up", json!({ "reason": reason }), "saved"),
        "archive" => post("/customs/declarations/{declaration_id}/archive", empty, "saved"),
        "unarchive" => post("/customs/declarations/{declaration_id}/unarchive", empty, "saved"),
        "copy" => post("/customs/declarations/{source_id}/copy", json!({ "name": cx.form.get("name") }), "declaration-begun"),
        "revision" => post("/customs/declarations/{source_id}/revision", empty, "declaration-begun"),
        "settle-alert" => {
            let index: u32 = cx.form.get("index").parse().ok()?;
            let body = json!({ "index": index, "note": reason });
            post("/customs/declarations/{declaration_id}/settled-alerts", body, "saved")
        }
        "settle-orphan" => Deed {
            named: vec![cx.form.get("docflow")],
            ..post("/customs/declarations/{declaration_id}/orphans/{docflow}/settle", json!({ "note": reason }), "saved")
        },
        "delete" => post("/customs/declarations/{declaration_id}/delete", json!({ "reason": reason }), "saved"),
        _ => return None,
    })
}

/// What a form of another part does.
fn of_part<'a>(cx: &Cx<'a>, part: &[&'a str], name: &str) -> Result<Deed<'a>, Problem> {
    const DETACH: &str = "/customs/declarations/{declaration_id}/documents/{document_id}/detach";
    const PARTY: &str = "/customs/declarations/{declaration_id}/parties/{role}";
    const REMOVE: &str = "/customs/declarations/{declaration_id}/parties/{role}/remove";
    const JOBS: &str = "/customs/declarations/{declaration_id}/jobs";
    Ok(match (part, name) {
        (["documents"], "attach") => post("/customs/declarations/{declaration_id}/documents", documents::attached(cx)?, "saved"),
        (["documents", document], "detach") => Deed { named: vec![document], ..post(DETACH, json!({}), "saved") },
        (["documents", document], "link") => {
            let route = "/customs/declarations/{declaration_id}/documents/{document_id}/goods";
            Deed { method: "PUT", named: vec![document], ..post(route, documents::linked(cx)?, "saved") }
        }
        (["parties", role], "set") => {
            let body = json!({ "organization_id": cx.form.get("organization_id") });
            Deed { method: "PUT", named: vec![role], ..post(PARTY, body, "saved") }
        }
        (["parties"], "remove") => Deed { named: vec![cx.form.get("role")], ..post(REMOVE, json!({}), "saved") },
        (["files"], "import") => post(JOBS, files::import(cx)?, "job-requested"),
        (["files"], "make") => post(JOBS, files::make(cx)?, "job-requested"),
        (["value"], "dts") => post("/customs/declarations/{declaration_id}/dts", value::asked_for(cx)?, "job-requested"),
        (["estimate"], "make") => post("/customs/declarations/{declaration_id}/estimate", estimate::asked_for(cx)?, "saved"),
        (["files"], "print") => post("/customs/declarations/{declaration_id}/print", json!({}), "printing"),
        _ => return Err(Problem::no_page()),
    })
}

/// Does what a form asks; to where that is seen.
pub(super) async fn perform(cx: &Cx<'_>, id: &str, part: &[&str], name: &str) -> Result<Reply, Problem> {
    if (part, name) == (&["files"], "retry-paper") {
        cx.send("POST", "/papers/{paper_id}/retry", &[cx.form.get("paper")], json!({})).await?;
        return Ok(back(id, part, "printing"));
    }
    let deed = match part {
        [] => of_overview(cx, name).ok_or_else(Problem::no_page)?,
        part => of_part(cx, part, name)?,
    };
    let path: Vec<&str> = std::iter::once(id).chain(deed.named).collect();
    let answer = cx.send(deed.method, deed.route, &path, deed.body).await?;
    Ok(match (part, name) {
        ([], "copy" | "revision") => back(made(&answer), &[], deed.done),
        ([], "delete") => done(LIST, deed.done),
        // What is gone or chosen is seen in its list.
        (["documents", _], "detach") => back(id, &["documents"], deed.done),
        // The form is made as a file.
        (["value"], _) => back(id, &["files"], deed.done),
        (["parties", _], "set") => back(id, &["parties"], deed.done),
        (part, _) => back(id, part, deed.done),
    })
}
