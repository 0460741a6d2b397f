//! `/options/*` and `/jsonTemplates`: tables that do not change.

use serde_json::{Value, json};

use crate::answer::{Answer, Refused};
use crate::data::{self, OPTIONS, without};
use crate::wire::Call;
use crate::world::World;

/// A table as it is.
fn table(rows: &[Value]) -> Answer {
    Answer::json(Value::Array(rows.to_vec()))
}

pub(crate) fn organizations() -> Answer {
    table(&OPTIONS.organizations)
}

pub(crate) fn declaration_types() -> Answer {
    table(&OPTIONS.declaration_types)
}

pub(crate) fn customs() -> Answer {
    table(&OPTIONS.customs)
}

pub(crate) fn common_orgs(world: &World) -> Answer {
    table(world.common_orgs())
}

pub(crate) fn templates() -> Answer {
    table(&data::templates())
}

/// `GET /options/employees`.
pub(crate) fn employees(call: &Call<'_>) -> Result<Answer, Refused> {
    let asked = json!(call.query("orgId").ok_or(Refused::Bad("Не заполнен идентификатор организации"))?);
    if data::row(&OPTIONS.organizations, "id", &asked).is_none() {
        return Err(Refused::Denied("Организация недоступна пользователю"));
    }
    let of = OPTIONS.employees.iter().filter(|row| row.get("orgId") == Some(&asked));
    Ok(Answer::json(of.map(|row| without(row, "orgId")).collect()))
}

/// The number of a type of declarations in the query.
fn declaration_type(call: &Call<'_>) -> Option<Value> {
    call.query("declarationType").and_then(|text| text.parse::<i64>().ok()).map(|number| json!(number))
}

/// `GET /options/declarationProcedureTypes`.
pub(crate) fn procedures(call: &Call<'_>) -> Result<Answer, Refused> {
    let asked = declaration_type(call).ok_or(Refused::Bad("Не заполнен идентификатор направления перемещения"))?;
    let of = OPTIONS.procedures.iter().filter(|row| row.get("declarationType") == Some(&asked));
    Ok(Answer::json(of.map(|row| without(row, "declarationType")).collect()))
}

/// `GET /options/declarationSingularities`: of one type, or all of them.
pub(crate) fn singularities(call: &Call<'_>) -> Answer {
    let asked = declaration_type(call);
    let fits = |row: &&Value| {
        let kinds = row.get("declarationTypes").and_then(Value::as_array);
        asked.as_ref().is_none_or(|asked| kinds.is_some_and(|kinds| kinds.contains(asked)))
    };
    Answer::json(OPTIONS.singularities.iter().filter(fits).map(|row| without(row, "declarationTypes")).collect())
}

/// `GET /jsonTemplates/{documentModeId}`: a form whose leaves say what they are.
pub(crate) fn template(call: &Call<'_>) -> Result<Answer, Refused> {
    let mode = call.path("documentModeId");
    data::template(mode).ok_or(Refused::Missing)?;
    Ok(Answer::json_text(&data::shape(mode).body))
}
