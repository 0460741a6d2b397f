//! Choices from the tables of codes.

use crate::context::Cx;
use crate::model::Listed;
use crate::model::customs::Entry;
use crate::problem::Problem;

/// Entries of one answer of the API.
const LIMIT: &str = "100";
/// Pages of a table that one form reads: what is beyond is typed.
const PAGES_MAX: usize = 5;

/// What a form chooses from: values and their words.
pub(super) type Choices = Vec<(String, String)>;

async fn page(cx: &Cx<'_>, table: &str, search: &str, cursor: &str) -> Result<Listed<Entry>, Problem> {
    let today = cx.f.today();
    let query = [("day", today.as_str()), ("search", search), ("limit", LIMIT), ("cursor", cursor)];
    cx.get("/customs/reference/{table}/entries", &[table], &query).await
}

/// Entries of a table that are in force today.
pub(super) async fn entries(cx: &Cx<'_>, table: &str) -> Result<Vec<Entry>, Problem> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    for _ in 0..PAGES_MAX {
        let listed = page(cx, table, "", &cursor).await?;
        all.extend(listed.items);
        match listed.next_cursor {
            Some(next) => cursor = next,
            None => break,
        }
    }
    Ok(all)
}

/// Offices by their codes. A list of declarations is worth more than this filter: without the
/// table there is nothing to choose from.
pub(super) async fn offices(cx: &Cx<'_>) -> Result<Choices, Problem> {
    match entries(cx, "customs-offices").await {
        Ok(entries) => Ok(entries.into_iter().map(|entry| (entry.code.clone(), format!("{} {}", entry.code, entry.name))).collect()),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(_) => Ok(Vec::new()),
    }
}

/// The code of the office that was typed: its 8 digits, or a part of the name that only one has.
pub(super) async fn office(cx: &Cx<'_>, typed: &str) -> Result<String, Problem> {
    let code = typed.split_whitespace().next().unwrap_or_default();
    if code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(code.to_owned());
    }
    let found = page(cx, "customs-offices", typed, "").await?.items;
    match found.as_slice() {
        [one] => Ok(one.code.clone()),
        [] => Err(Problem::field(cx.w.customs.office, cx.w.customs.office_unknown)),
        several => {
            let named: Vec<String> = several.iter().take(5).map(|entry| format!("{} {}", entry.code, entry.name)).collect();
            let reason = crate::words::fill(cx.w.customs.office_several, &[&named.join("; ")]);
            Err(Problem::field(cx.w.customs.office, &reason))
        }
    }
}

/// Procedures of a type.
pub(super) async fn procedures(cx: &Cx<'_>, declaration_type: &str) -> Result<Choices, Problem> {
    let of_type = |entry: &Entry| entry.attributes.declaration_type.as_deref() == Some(declaration_type);
    let all = entries(cx, "procedures").await?;
    let choice = |entry: Entry| {
        let code = entry.attributes.code.unwrap_or(entry.code);
        let label = format!("{code} · {}", entry.name);
        (code, label)
    };
    Ok(all.into_iter().filter(of_type).map(choice).collect())
}

/// Features of a type, by the vendor's numbers.
pub(super) async fn singularities(cx: &Cx<'_>, declaration_type: &str) -> Result<Choices, Problem> {
    let of_type = |entry: &Entry| entry.attributes.declaration_type.as_deref() == Some(declaration_type);
    let all = entries(cx, "singularities").await?;
    Ok(all.into_iter().filter(of_type).map(|entry| (entry.attributes.vendor_id(), entry.name)).collect())
}

/// Who declares and signs, in one choice: an employee is one of an organization's.
pub(super) async fn signers(cx: &Cx<'_>) -> Result<Choices, Problem> {
    let organizations = entries(cx, "own-organizations").await?;
    let employees = entries(cx, "employees").await?;
    let choice = |employee: &Entry| {
        let organization = employee.attributes.organization.as_deref()?;
        let known = organizations.iter().find(|entry| entry.attributes.vendor_id() == organization)?;
        let inn = known.attributes.inn.as_deref().map(|inn| format!(" ({inn})")).unwrap_or_default();
        let post = employee.attributes.post.as_deref().map(|post| format!(", {post}")).unwrap_or_default();
        Some((format!("{organization}|{}", employee.attributes.vendor_id()), format!("{}{inn} · {}{post}", known.name, employee.name)))
    };
    Ok(employees.iter().filter_map(choice).collect())
}

/// Kinds of documents.
pub(super) async fn document_kinds(cx: &Cx<'_>) -> Result<Choices, Problem> {
    let all = entries(cx, "document-types").await?;
    Ok(all.into_iter().map(|entry| (entry.code, entry.name)).collect())
}
