//! The forms of clients and companies, new or changed.

use askama::Template;
use serde_json::{Map, Value};

use crate::context::Cx;
use crate::frame::{Page, Reply, Section, render};
use crate::http::encoded;
use crate::model::Listed;
use crate::model::order::{Client, Company};
use crate::problem::Problem;
use crate::words::Words;

/// Companies that a search in the form shows.
const FOUND: &str = "10";

#[derive(Template)]
#[template(path = "client_form.html")]
struct ClientForm {
    w: &'static Words,
    title: &'static str,
    action: String,
    back: String,
    then: String,
    client: Client,
    company_q: String,
    found: Option<Vec<Company>>,
}

fn optional(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn body(fields: &[(&str, Option<&str>)]) -> Value {
    let given = fields.iter().filter_map(|(name, value)| Some((*name, (*value).filter(|value| !value.is_empty())?)));
    Value::Object(given.map(|(name, value)| (name.to_owned(), Value::from(value))).collect::<Map<_, _>>())
}

fn typed_client(cx: &Cx<'_>, id: &str) -> Client {
    let field = |name| optional(cx.form.get(name));
    Client {
        client_id: id.to_owned(),
        name: cx.form.get("name").to_owned(),
        phone: field("phone"),
        email: field("email"),
        company_id: field("company_id"),
        company_name: field("company_name"),
    }
}

/// The form of a client; `None` for a new one.
pub(crate) async fn client(cx: &Cx<'_>, id: Option<&str>) -> Result<Reply, Problem> {
    let op = cx.form.get("op");
    let mut client = match (op, id) {
        ("", Some(id)) => cx.get("/clients/{client_id}", &[id], &[]).await?,
        _ => typed_client(cx, id.unwrap_or_default()),
    };
    let (mut found, mut problem) = (None, None);
    match op {
        "save" => match save_client(cx, &client, id).await {
            Err(refused) if refused.is_signed_out() => return Err(refused),
            Err(refused) => problem = Some(refused),
            Ok(reply) => return Ok(reply),
        },
        "find-company" => {
            let query = [("q", cx.form.get("company_q")), ("limit", FOUND)];
            let companies: Listed<Company> = cx.get("/companies", &[], &query).await?;
            found = Some(companies.items);
        }
        "no-company" => (client.company_id, client.company_name) = (None, None),
        _ => {}
    }
    if let Some(picked) = op.strip_prefix("company-") {
        let company: Company = cx.get("/companies/{company_id}", &[picked], &[]).await?;
        (client.company_id, client.company_name) = (Some(company.company_id), Some(company.name));
    }
    let words = &cx.w.clients;
    let then = Some(cx.form.get("for")).filter(|then| !then.is_empty()).unwrap_or(cx.asked.get("for"));
    let path = id.map(|id| format!("/console/clients/{}", encoded(id)));
    let title = if id.is_some() { words.edit } else { words.new_client };
    let form = ClientForm {
        w: cx.w,
        title,
        action: path.as_ref().map_or_else(|| "/console/clients/new".to_owned(), |path| format!("{path}/edit")),
        back: path.unwrap_or_else(|| "/console/clients".to_owned()),
        then: then.to_owned(),
        client,
        company_q: cx.form.get("company_q").to_owned(),
        found,
    };
    Ok(Page::still(Section::Clients, title, render(&form)).with_maybe(problem).into())
}

async fn save_client(cx: &Cx<'_>, client: &Client, id: Option<&str>) -> Result<Reply, Problem> {
    let body = body(&[
        ("name", Some(&client.name)),
        ("phone", client.phone.as_deref()),
        ("email", client.email.as_deref()),
        ("company_id", client.company_id.as_deref()),
    ]);
    let saved = match id {
        Some(id) => cx.send("PUT", "/clients/{client_id}", &[id], body).await?,
        None => cx.send("POST", "/clients", &[], body).await?,
    };
    let id = encoded(saved.get("id").and_then(Value::as_str).unwrap_or_default());
    let to = match cx.form.get("for") {
        "order" => format!("/console/orders/new?client={id}&done=client-saved"),
        _ => format!("/console/clients/{id}?done=client-saved"),
    };
    Ok(Reply::To(to))
}

#[derive(Template)]
#[template(path = "company_form.html")]
struct CompanyForm {
    w: &'static Words,
    title: &'static str,
    action: String,
    back: String,
    company: Company,
}

/// The form of a company; `None` for a new one.
pub(crate) async fn company(cx: &Cx<'_>, id: Option<&str>) -> Result<Reply, Problem> {
    let op = cx.form.get("op");
    let field = |name| optional(cx.form.get(name));
    let company = match (op, id) {
        ("", Some(id)) => cx.get("/companies/{company_id}", &[id], &[]).await?,
        _ => Company {
            company_id: id.unwrap_or_default().to_owned(),
            name: cx.form.get("name").to_owned(),
            edrpou: field("edrpou"),
            iban: field("iban"),
            phone: field("phone"),
        },
    };
    let mut problem = None;
    if op == "save" {
        match save_company(cx, &company, id).await {
            Err(refused) if refused.is_signed_out() => return Err(refused),
            Err(refused) => problem = Some(refused),
            Ok(reply) => return Ok(reply),
        }
    }
    let words = &cx.w.clients;
    let path = id.map(|id| format!("/console/companies/{}", encoded(id)));
    let title = if id.is_some() { words.edit } else { words.new_company };
    let form = CompanyForm {
        w: cx.w,
        title,
        action: path.as_ref().map_or_else(|| "/console/companies/new".to_owned(), |path| format!("{path}/edit")),
        back: path.unwrap_or_else(|| "/console/companies".to_owned()),
        company,
    };
    Ok(Page::still(Section::Companies, title, render(&form)).with_maybe(problem).into())
}

async fn save_company(cx: &Cx<'_>, company: &Company, id: Option<&str>) -> Result<Reply, Problem> {
    let body = body(&[
        ("name", Some(&company.name)),
        ("edrpou", company.edrpou.as_deref()),
        ("iban", company.iban.as_deref()),
        ("phone", company.phone.as_deref()),
    ]);
    let saved = match id {
        Some(id) => cx.send("PUT", "/companies/{company_id}", &[id], body).await?,
        None => cx.send("POST", "/companies", &[], body).await?,
    };
    let id = encoded(saved.get("id").and_then(Value::as_str).unwrap_or_default());
    Ok(Reply::To(format!("/console/companies/{id}?done=company-saved")))
}
