//! The form of a declaration, a section a page: its fields are drawn from the template, and what
//! the data has besides is shown too, so that nothing is hidden.

use askama::Template;
use serde_json::{Map, Value, json};

use super::head::{self, Part as Place};
use super::tree::{self, Edit, Part};
use super::{DECLARANTS, inside};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section, render};
use crate::model::customs::Declaration;
use crate::model::customs_form::{FormPage, FormSchema, FormTemplate, SchemaField, SchemaSection};
use crate::pages::kit::{Refused, Sheet, asked, done, is_saved, tried};
use crate::pages::list::Chip;
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Sections of a list that a page links to; the rest is reached one by one, goods from their grid.
const LINKED_MAX: usize = 30;
/// Values that say what an element of a list is.
const SAID_MAX: usize = 3;
/// Letters of such a value.
const SAID_CHARACTERS_MAX: usize = 60;
/// Texts longer than this get several lines, in characters.
const LINE_CHARACTERS_MAX: usize = 80;

/// One input.
struct Input {
    name: String,
    label: String,
    box_number: String,
    hint: &'static str,
    mode: &'static str,
    is_flag: bool,
    is_area: bool,
    value: String,
    /// What is saved now, where somebody saved something else meanwhile.
    now: Option<String>,
    /// Why it was refused.
    error: String,
}

/// Sections of one name under this one.
struct Below {
    label: String,
    links: Vec<(String, String)>,
    /// Those that are not linked.
    more: String,
    add: Option<String>,
}

#[derive(Template)]
#[template(path = "customs_section.html")]
struct View {
    w: &'static Words,
    crumbs: Vec<Chip>,
    path: String,
    place: String,
    version: u64,
    title: String,
    inputs: Vec<Input>,
    below: Vec<Below>,
    may_edit: bool,
    may_remove: bool,
    changed: bool,
    before: Option<String>,
    after: Option<String>,
}

/// What is drawn: the data, its template, and where in it.
struct Drawn<'a> {
    cx: &'a Cx<'a>,
    id: &'a str,
    form: &'a Value,
    schema: &'a FormSchema,
    parts: &'a [Part],
}

fn address(id: &str, parts: &[Part]) -> String {
    let query = crate::api::query(&[("at", &tree::text(parts))]);
    let path = inside(id, &["form"]);
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// With the box of the declaration, where one is known.
fn labelled(cx: &Cx<'_>, label: &str, number: Option<&str>) -> String {
    number.map_or_else(|| label.to_owned(), |number| format!("{label} · {}", fill(cx.w.customs.box_number, &[number])))
}

/// What an element of a list is, by its first values.
fn said(value: &Value) -> String {
    let leaves = value.as_object().into_iter().flat_map(Map::values).filter(|value| tree::is_leaf(value)).map(tree::leaf_text);
    let texts: Vec<String> = leaves.filter(|text| !text.trim().is_empty()).take(SAID_MAX).collect();
    let text = texts.join(" · ");
    let short: String = text.chars().take(SAID_CHARACTERS_MAX).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

impl Drawn<'_> {
    fn section(&self) -> Option<&SchemaSection> {
        let path = tree::bare(self.parts);
        self.schema.sections.iter().find(|section| section.path == path)
    }

    fn data(&self) -> Option<&Map<String, Value>> {
        tree::at(self.form, self.parts).and_then(Value::as_object)
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.data().and_then(|data| data.get(name))
    }

    /// The template's fields, and those that only the data has.
    fn fields(&self) -> Vec<SchemaField> {
        let mut fields = self.section().map(|section| section.fields.clone()).unwrap_or_default();
        for (name, value) in self.data().into_iter().flatten().filter(|(_, value)| tree::is_leaf(value)) {
            if fields.iter().all(|field| field.name != *name) {
                let (name, repeated) = (name.clone(), value.is_array());
                fields.push(SchemaField { label: name.clone(), name, box_number: None, kind: "text".to_owned(), repeated });
            }
        }
        fields
    }

    fn input(&self, field: &SchemaField, refused: Option<&Refused>) -> Input {
        let words = &self.cx.w.customs;
        let saved = self.value(&field.name).map(tree::leaf_text).unwrap_or_default();
        let typed = refused.map(|_| self.cx.form.get(&format!("f.{}", field.name)).replace("\r\n", "\n"));
        let is_changed = refused.is_some_and(|refused| refused.problem.status == 412);
        let now = typed.as_ref().filter(|typed| is_changed && **typed != saved.trim()).map(|_| saved.clone());
        let error = refused.into_iter().flat_map(|refused| &refused.problem.errors);
        let error = error.filter(|(path, _)| path.rsplit('.').next() == Some(field.name.as_str())).map(|(_, reason)| reason.clone()).next();
        let value = typed.unwrap_or(saved);
        let hint = match field.kind.as_str() {
            "commodity" => words.hint_commodity,
            "country" => words.hint_country,
            "currency" => words.hint_currency,
            "date" => words.hint_date,
            _ if field.repeated => words.hint_several,
            _ => "",
        };
        let mode = match field.kind.as_str() {
            "decimal" => "decimal",
            "whole" | "commodity" | "goods_number" => "numeric",
            _ => "text",
        };
        let is_area = field.repeated || value.chars().count() > LINE_CHARACTERS_MAX || value.contains('\n');
        // A flag that says something else than yes or no stays what it is.
        let is_flag = field.kind == "flag" && matches!(value.as_str(), "" | "true" | "false");
        Input {
            name: field.name.clone(),
            label: field.label.clone(),
            box_number: field.box_number.as_deref().map(|number| fill(words.box_number, &[number])).unwrap_or_default(),
            hint,
            mode,
            is_flag,
            is_area,
            value,
            now,
            error: error.unwrap_or_default(),
        }
    }

    /// Names of the sections under this one: the template's, and those that only the data has.
    fn names_below(&self) -> Vec<(String, String, bool)> {
        let path = tree::bare(self.parts);
        let is_below = |section: &&SchemaSection| {
            let above = section.path.rsplit_once('.').map_or("", |(above, _)| above);
            !section.path.is_empty() && above == path
        };
        let known = self.schema.sections.iter().filter(is_below);
        let named = |section: &SchemaSection| {
            (section.name.clone(), labelled(self.cx, &section.label, section.box_number.as_deref()), section.repeated)
        };
        let mut names: Vec<(String, String, bool)> = known.map(named).collect();
        for (name, value) in self.data().into_iter().flatten().filter(|(_, value)| !tree::is_leaf(value)) {
            if names.iter().all(|(known, _, _)| known != name) {
                names.push((name.clone(), name.clone(), value.is_array()));
            }
        }
        names
    }

    fn below(&self, name: &str, label: String, repeated: bool, may_edit: bool) -> Below {
        let to = |index: Option<usize>| {
            let mut parts = self.parts.to_vec();
            parts.push(Part { name: name.to_owned(), index });
            address(self.id, &parts)
        };
        let value = self.value(name);
        let elements: &[Value] = match value {
            Some(Value::Array(list)) => list,
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        if !repeated && elements.len() <= 1 {
            let text =
                elements.first().map(said).filter(|text| !text.is_empty()).unwrap_or_else(|| self.cx.w.customs.open_section.to_owned());
            let is_there = may_edit || !elements.is_empty();
            return Below {
                label,
                links: Some((to(None), text)).filter(|_| is_there).into_iter().collect(),
                more: String::new(),
                add: None,
            };
        }
        let link = |(index, element): (usize, &Value)| (to(Some(index)), format!("{}. {}", index.saturating_add(1), said(element)));
        let rest = elements.len().saturating_sub(LINKED_MAX);
        let more = if rest == 0 { String::new() } else { fill(self.cx.w.customs.and_more, &[&rest.to_string()]) };
        let links = elements.iter().enumerate().take(LINKED_MAX).map(link).collect();
        Below { label, links, more, add: may_edit.then(|| to(Some(elements.len()))) }
    }

    /// From the root to here.
    fn crumbs(&self) -> Vec<Chip> {
        let crumb = |depth: usize| {
            let parts = self.parts.get(..depth).unwrap_or_default();
            let path = tree::bare(parts);
            let known = self.schema.sections.iter().find(|section| section.path == path);
            let name = parts.last().map_or(self.cx.w.customs.form_root, |part| part.name.as_str());
            let label = known.map_or(name, |section| section.label.as_str());
            let number = parts.last().and_then(|part| part.index).map(|index| format!(" {}", index.saturating_add(1))).unwrap_or_default();
            Chip { href: address(self.id, parts), label: format!("{label}{number}"), current: depth == self.parts.len() }
        };
        (0..=self.parts.len()).map(crumb).collect()
    }

    /// The element of the same list before or after this one.
    fn beside(&self, forward: bool) -> Option<String> {
        let (last, before) = self.parts.split_last()?;
        let index = last.index?;
        let index = if forward { index.checked_add(1)? } else { index.checked_sub(1)? };
        (index < tree::count(self.form, self.parts)).then(|| {
            let mut parts = before.to_vec();
            parts.push(Part { name: last.name.clone(), index: Some(index) });
            address(self.id, &parts)
        })
    }

    fn view(&self, declaration: &Declaration, refused: Option<&Refused>) -> View {
        let may_edit = declaration.editable && self.cx.may(DECLARANTS);
        let crumbs = self.crumbs();
        let below = self.names_below().into_iter().map(|(name, label, repeated)| self.below(&name, label, repeated, may_edit));
        View {
            w: self.cx.w,
            path: inside(self.id, &["form"]),
            place: tree::text(self.parts),
            version: declaration.summary.version,
            title: crumbs.last().map(|crumb| crumb.label.clone()).unwrap_or_default(),
            inputs: self.fields().iter().map(|field| self.input(field, refused)).collect(),
            below: below.filter(|below| !below.links.is_empty() || below.add.is_some()).collect(),
            may_edit,
            may_remove: may_edit && !self.parts.is_empty() && self.data().is_some(),
            changed: refused.is_some_and(|refused| refused.problem.status == 412),
            before: self.beside(false),
            after: self.beside(true),
            crumbs,
        }
    }

    /// What was typed and differs from what is there.
    fn typed(&self) -> Map<String, Value> {
        let mut changes = Map::new();
        for field in self.fields() {
            let name = format!("f.{}", field.name);
            // What the page did not show, because somebody added it meanwhile, is left alone.
            let Some(typed) = self.cx.form.all(&name).first().map(|typed| typed.replace("\r\n", "\n")) else { continue };
            let saved = self.value(&field.name);
            let before = saved.map(tree::leaf_text).unwrap_or_default();
            if typed == before.trim() {
                continue;
            }
            let text = |typed: &str| if field.kind == "decimal" { typed_decimal(typed) } else { typed.to_owned() };
            let value = if typed.is_empty() {
                Value::Null
            } else if field.repeated || saved.is_some_and(Value::is_array) {
                Value::from(typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(text).collect::<Vec<_>>())
            } else {
                Value::from(text(&typed))
            };
            changes.insert(field.name, value);
        }
        changes
    }
}

async fn saved(drawn: &Drawn<'_>) -> Result<Reply, Problem> {
    let is_removal = drawn.cx.form.get("op") == "remove";
    let edit = if is_removal { Edit::Remove } else { Edit::Fields(drawn.typed()) };
    let shown = if is_removal { drawn.parts.split_last().map_or(drawn.parts, |(_, above)| above) } else { drawn.parts };
    let is_nothing = matches!(&edit, Edit::Fields(fields) if fields.is_empty());
    if !is_nothing {
        let patch = tree::patch(Some(drawn.form), drawn.parts, &edit);
        let route = "/customs/declarations/{declaration_id}/form";
        drawn.cx.send("PATCH", route, &[drawn.id], json!({ "patch": patch })).await?;
    }
    Ok(done(&address(drawn.id, shown), "saved"))
}

/// The template's fields. Without a template the data alone is drawn.
async fn schema(cx: &Cx<'_>, declaration: &Declaration) -> Result<(FormSchema, bool), Problem> {
    let header = &declaration.header;
    let version = header.references.get("form-definitions").map(ToString::to_string).unwrap_or_default();
    let asked = cx.get::<FormTemplate>("/customs/form-templates/{mode}", &[&header.template.mode], &[("version", &version)]).await;
    match asked {
        Ok(template) => Ok((template.fields, true)),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(_) => Ok((FormSchema::default(), false)),
    }
}

/// One section of the form, read or changed.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let is_sent = is_saved(cx) || cx.form.get("op") == "remove";
    let place = if is_sent { cx.form.get("at") } else { asked(cx, "at") };
    let parts = tree::parse(place).ok_or_else(Problem::no_page)?;
    // The version is read before the form: what is saved in between is noticed.
    let declaration = head::declaration(cx, id).await?;
    let kept: FormPage = cx.get("/customs/declarations/{declaration_id}/form", &[id], &[]).await?;
    let head = head::head(cx, &declaration, Place::Form);
    if let Some(url) = kept.url {
        let sheet = Sheet::new().text("callout warn", words.form_large).link(url, words.form_fetch);
        let sheet = sheet.link(inside(id, &["files"]), words.import);
        return Ok(Page::still(Section::Customs, head.title(), Sheet::new().raw(&head.html()).raw(&sheet.html()).html()).into());
    }
    let form = kept.form.unwrap_or_else(|| json!({}));
    let (schema, is_known) = schema(cx, &declaration).await?;
    let drawn = Drawn { cx, id, form: &form, schema: &schema, parts: &parts };
    let mut refused = None;
    if is_sent {
        match tried("form", saved(&drawn).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let mut sheet = Sheet::new().raw(&head.html());
    if !is_known {
        sheet = sheet.text("callout warn", words.no_template);
    }
    if !declaration.editable {
        sheet = sheet.text("muted", words.form_fixed);
    }
    let sheet = sheet.raw(&render(&drawn.view(&declaration, refused.as_ref())));
    let page = Page::still(Section::Customs, head.title(), sheet.html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}
