//! Docflows, and the operations on whole ones.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::{Answer, Refused};
use crate::customs::{self, Envelope, Plan};
use crate::data::{DECLARATION, OPTIONS, row, template};
use crate::wire::Call;
use crate::world::World;
use crate::{ListOrder, TimeUnit};

/// How many docflows a list holds unless told otherwise.
const LIST_TAKE: usize = 1_000;
/// The same for a search.
const SEARCH_TAKE: usize = 50;

/// A declaration with its documents and the messages about it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Docflow {
    pub(crate) id: Uuid,
    pub(crate) name: Option<String>,
    pub(crate) declaration_type: i64,
    pub(crate) procedure: i64,
    pub(crate) singularity: Option<i64>,
    pub(crate) customs: i64,
    pub(crate) organization: Uuid,
    pub(crate) employee: Uuid,
    pub(crate) status: i32,
    pub(crate) status_text: String,
    pub(crate) created: DateTime<Utc>,
    pub(crate) changed: DateTime<Utc>,
    pub(crate) registered: Option<DateTime<Utc>>,
    pub(crate) process_id: Option<String>,
    pub(crate) gtd_number: Option<String>,
    /// Somebody looked at its main document.
    pub(crate) opened: bool,
    pub(crate) documents: Vec<Document>,
    pub(crate) envelopes: Vec<Envelope>,
    pub(crate) marks: Vec<Value>,
    pub(crate) plan: Plan,
    /// The next step of the plan.
    pub(crate) next_step: usize,
    /// When the next step is taken, in milliseconds since 1970; `None` while nothing is planned.
    pub(crate) due: Option<i64>,
}

/// A document of a docflow, without what is in it: that is its form.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) id: Uuid,
    pub(crate) form: Uuid,
    pub(crate) name: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) grafa44: Option<String>,
    pub(crate) mode: String,
    pub(crate) gf: Option<String>,
    pub(crate) is_core: bool,
    /// The goods it belongs to, from 1.
    pub(crate) goods: BTreeSet<u32>,
    /// What it was created from.
    pub(crate) asked: Value,
}

impl Document {
    /// As `DocumentRowDto`.
    pub(crate) fn row(&self) -> Value {
        json!({
            "documentId": self.id,
            "formId": self.form,
            "name": self.name,
            "docNumber": self.number,
            "grafa44Code": self.grafa44,
            "documentModeId": self.mode,
            "isCore": self.is_core,
            "gfv": self.gf,
        })
    }
}

/// A moment as the service writes it.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

impl Docflow {
    /// As `DocflowDto`.
    pub(crate) fn shown(&self) -> Value {
        let organization = row(&OPTIONS.organizations, "id", &json!(self.organization));
        let of = |column: &str| organization.and_then(|organization| organization.get(column)).cloned();
        json!({
            "id": self.id,
            "name": self.name,
            "declarationType": self.declaration_type,
            "procedure": self.procedure,
            "status": self.status,
            "changed": moment(self.changed),
            "created": moment(self.created),
            "orgName": of("name"),
            "inn": of("inn"),
            "kpp": of("kpp"),
            "processId": self.process_id,
            "gtdNumber": self.gtd_number,
            "statusText": self.status_text,
        })
    }

    pub(crate) fn core(&self) -> Option<&Document> {
        self.documents.iter().find(|document| document.is_core)
    }

    /// A draft with nothing but its declaration, which is empty.
    pub(crate) fn draft(world: &mut World, order: &Order, now: DateTime<Utc>) -> Uuid {
        let form = world.new_form(DECLARATION, json!({}));
        let gf = template(DECLARATION).and_then(|row| row.get("gf").and_then(Value::as_str).map(str::to_owned));
        let core = Document {
            id: Uuid::now_v7(),
            form,
            name: Some("Декларация на товары".to_owned()),
            number: None,
            date: None,
            grafa44: None,
            mode: DECLARATION.to_owned(),
            gf,
            is_core: true,
            goods: BTreeSet::new(),
            asked: Value::Null,
        };
        let id = Uuid::now_v7();
        let docflow = Self {
            id,
            name: order.name.clone(),
            declaration_type: order.declaration_type,
            procedure: order.procedure,
            singularity: order.singularity,
            customs: order.customs,
            organization: order.organization_id,
            employee: order.employee_id,
            status: customs::DRAFT,
            status_text: customs::text(customs::DRAFT).to_owned(),
            created: now,
            changed: now,
            registered: None,
            process_id: None,
            gtd_number: None,
            opened: false,
            documents: vec![core],
            envelopes: Vec::new(),
            marks: Vec::new(),
            plan: Plan::of_name(order.name.as_deref().unwrap_or_default()),
            next_step: 0,
            due: None,
        };
        world.add_docflow(docflow);
        id
    }
}

/// `CreateDocflowRequest`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Order {
    #[serde(rename = "type")]
    pub(crate) declaration_type: i64,
    pub(crate) procedure: i64,
    #[serde(default)]
    pub(crate) singularity: Option<i64>,
    pub(crate) customs: i64,
    pub(crate) organization_id: Uuid,
    pub(crate) employee_id: Uuid,
    #[serde(default)]
    pub(crate) name: Option<String>,
}

impl Order {
    /// What the service would say against it.
    pub(crate) fn check(&self) -> Result<(), Refused> {
        let known = |table: &[Value], column: &str, value: &Value| row(table, column, value).is_some();
        if !known(&OPTIONS.organizations, "id", &json!(self.organization_id)) {
            return Err(Refused::Denied("Организация недоступна пользователю"));
        }
        let employee = row(&OPTIONS.employees, "id", &json!(self.employee_id));
        if employee.and_then(|employee| employee.get("orgId")) != Some(&json!(self.organization_id)) {
            return Err(Refused::Bad("Сотрудник не найден в организации"));
        }
        if !known(&OPTIONS.customs, "id", &json!(self.customs)) {
            return Err(Refused::Bad("Таможенный орган не найден"));
        }
        let (kind, procedure) = (json!(self.declaration_type), json!(self.procedure));
        let pairs = OPTIONS.procedures.iter();
        let fits = |row: &Value| row.get("declarationType") == Some(&kind) && row.get("id") == Some(&procedure);
        if !pairs.clone().any(fits) {
            return Err(Refused::Bad("Процедура не соответствует направлению перемещения"));
        }
        match self.singularity {
            Some(singularity) if !known(&OPTIONS.singularities, "id", &json!(singularity)) => {
                Err(Refused::Bad("Особенность декларирования не найдена"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// `POST /docflows`. A repeated call makes a second docflow, as there.
pub(crate) fn create(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let order: Order = call.read().ok_or(Refused::Bad("Не заполнены обязательные поля документооборота"))?;
    order.check()?;
    let id = Docflow::draft(world, &order, now);
    Ok(Answer::created(world.docflow(id)?.shown()))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CopyOrder {
    copy_from_id: Uuid,
    customs: Option<i64>,
    organization_id: Option<Uuid>,
    employee_id: Option<Uuid>,
    name: Option<String>,
}

/// `POST /docflows/copy`: documents and forms under new ids, and nothing of what customs said.
pub(crate) fn copy(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let asked: CopyOrder = call.read().ok_or(Refused::Bad("Не указан копируемый документооборот"))?;
    let source = world.docflow(asked.copy_from_id).map_err(|_| Refused::Bad("Копируемый документооборот не найден"))?.clone();
    let order = Order {
        declaration_type: source.declaration_type,
        procedure: source.procedure,
        singularity: source.singularity,
        customs: asked.customs.unwrap_or(source.customs),
        organization_id: asked.organization_id.unwrap_or(source.organization),
        employee_id: asked.employee_id.unwrap_or(source.employee),
        name: asked.name.or_else(|| source.name.clone()),
    };
    order.check()?;
    let id = Docflow::draft(world, &order, now);
    let mut documents = Vec::new();
    for document in source.documents {
        let body = world.form(document.form).map(|form| form.body.clone()).unwrap_or_else(|_| json!({}));
        let form = world.new_form(&document.mode, body);
        documents.push(Document { id: Uuid::now_v7(), form, ..document });
    }
    let docflow = world.change(id, now)?;
    docflow.documents = documents;
    Ok(Answer::created(docflow.shown()))
}

/// `GET /docflows`: of what changed in the window, as many as asked for. Both ends belong to the
/// window. `skip` is named in the vendor's prose and not in its list of parameters: it is ignored.
pub(crate) fn list(world: &World, call: &Call<'_>) -> Result<Answer, Refused> {
    let whole = |name: &str| call.query(name).map(|text| text.parse::<i64>().map_err(|_| Refused::Bad("Неверный параметр"))).transpose();
    let (from, to, status) = (whole("changedFrom")?, whole("changedTo")?, whole("status")?);
    let take = whole("take")?.map_or(LIST_TAKE, |take| usize::try_from(take).unwrap_or_default());
    let stamp = |docflow: &Docflow| match world.knobs.changed_unit {
        TimeUnit::Milliseconds => docflow.changed.timestamp_millis(),
        TimeUnit::Seconds => docflow.changed.timestamp(),
    };
    let mut found: Vec<&Docflow> = world
        .docflows()
        .filter(|docflow| from.is_none_or(|from| stamp(docflow) >= from) && to.is_none_or(|to| stamp(docflow) <= to))
        .filter(|docflow| status.is_none_or(|status| i64::from(docflow.status) == status))
        .collect();
    found.sort_by_key(|docflow| (docflow.changed, docflow.id));
    if world.knobs.list_order == ListOrder::NewestFirst {
        found.reverse();
    }
    Ok(Answer::json(Value::Array(found.into_iter().take(take).map(Docflow::shown).collect())))
}

/// What of `DocflowSearchViewModel` the simulator looks at; the rest is taken and ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Wanted {
    query: Option<String>,
    search_input: Option<String>,
    created_from: Option<DateTime<Utc>>,
    created_to: Option<DateTime<Utc>>,
    gtd_registration_date_from: Option<DateTime<Utc>>,
    gtd_registration_date_to: Option<DateTime<Utc>>,
    document_number: Option<String>,
    presented_document_mode_code: Option<String>,
    procedure: Option<i64>,
    #[serde(rename = "type")]
    declaration_type: Option<i64>,
    singularity: Option<i64>,
    org_ids: Option<Vec<Uuid>>,
    docflow_ids: Option<Vec<Uuid>>,
    take: Option<usize>,
    skip: Option<usize>,
}

impl Wanted {
    fn fits(&self, docflow: &Docflow) -> bool {
        let name = docflow.name.as_deref().unwrap_or_default().to_lowercase();
        let named = [&self.query, &self.search_input].into_iter().flatten().all(|text| name.contains(&text.to_lowercase()));
        let within = |at: Option<DateTime<Utc>>, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>| {
            from.is_none_or(|from| at.is_some_and(|at| at >= from)) && to.is_none_or(|to| at.is_some_and(|at| at <= to))
        };
        let documented = |asked: &Option<String>, of: fn(&Document) -> Option<&str>| {
            asked.as_deref().is_none_or(|asked| docflow.documents.iter().any(|document| of(document) == Some(asked)))
        };
        named
            && within(Some(docflow.created), self.created_from, self.created_to)
            && within(docflow.registered, self.gtd_registration_date_from, self.gtd_registration_date_to)
            && documented(&self.document_number, |document| document.number.as_deref())
            && documented(&self.presented_document_mode_code, |document| document.grafa44.as_deref())
            && self.procedure.is_none_or(|procedure| procedure == docflow.procedure)
            && self.declaration_type.is_none_or(|kind| kind == docflow.declaration_type)
            && self.singularity.is_none_or(|singularity| Some(singularity) == docflow.singularity)
            && self.org_ids.as_ref().is_none_or(|ids| ids.contains(&docflow.organization))
            && self.docflow_ids.as_ref().is_none_or(|ids| ids.contains(&docflow.id))
    }
}

/// `POST /docflows/search`: the newest first.
pub(crate) fn search(world: &World, call: &Call<'_>) -> Result<Answer, Refused> {
    let wanted: Wanted = call.read().ok_or(Refused::Bad("Неверный запрос поиска"))?;
    let whole = |name: &str| call.query(name).and_then(|text| text.parse::<usize>().ok());
    let take = whole("take").or(wanted.take).unwrap_or(SEARCH_TAKE);
    let skip = whole("skip").or(wanted.skip).unwrap_or_default();
    let mut found: Vec<&Docflow> = world.docflows().filter(|docflow| wanted.fits(docflow)).collect();
    found.sort_by_key(|docflow| (docflow.created, docflow.id));
    let page = found.into_iter().rev().skip(skip).take(take).map(Docflow::shown).collect();
    Ok(Answer::json(Value::Array(page)))
}

/// `GET …/declarationMarks`: there are none before customs has registered something.
pub(crate) fn marks(world: &World, call: &Call<'_>) -> Result<Answer, Refused> {
    let docflow = world.docflow(call.id("docflowId")?)?;
    if docflow.marks.is_empty() { Err(Refused::Missing) } else { Ok(Answer::json(json!(docflow.marks))) }
}

/// `GET …/messages`, in the order of the docflow's plan.
pub(crate) fn messages(world: &World, call: &Call<'_>) -> Result<Answer, Refused> {
    let docflow = world.docflow(call.id("docflowId")?)?;
    let mut shown: Vec<Value> = docflow.envelopes.iter().map(Envelope::shown).collect();
    if docflow.plan.shuffled {
        shown.reverse();
    }
    Ok(Answer::json(Value::Array(shown)))
}

/// `POST …/setOpenedTrue`: that somebody has looked at it. It files nothing.
pub(crate) fn set_opened(world: &mut World, call: &Call<'_>) -> Result<Answer, Refused> {
    let docflow = world.quietly(call.id("docflowId")?)?;
    docflow.opened = true;
    Ok(Answer::json(json!(true)))
}
