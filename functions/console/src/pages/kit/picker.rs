//! A party in a form: searched by a word, chosen, taken back; without a script.

use serde::Deserialize;

use crate::context::Cx;
use crate::model::Listed;
use crate::problem::Problem;

/// Parties that a search in a form shows.
const FOUND: &str = "10";

/// A party as a form holds it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Picked {
    pub(crate) field: &'static str,
    pub(crate) label: &'static str,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(super) q: String,
    pub(super) found: Option<Vec<(String, String, String)>>,
    pub(super) required: bool,
    /// What is wrong with it.
    pub(super) error: String,
}

#[derive(Debug, Deserialize)]
struct Found {
    party: FoundParty,
}

#[derive(Debug, Deserialize)]
struct FoundParty {
    party_id: String,
    name: String,
    #[serde(default)]
    identifiers: Vec<crate::model::commerce::Identifier>,
}

impl Picked {
    /// What the form holds, after what its buttons `find-`, `pick-` and `drop-` ask. A link to
    /// the form may name a party by `?field=id`.
    pub(crate) async fn read(cx: &Cx<'_>, field: &'static str, label: &'static str) -> Result<Self, Problem> {
        let typed = |suffix: &str| cx.form.get(&format!("{field}{suffix}")).to_owned();
        let mut picked =
            Self { field, label, id: typed(""), name: typed("_name"), q: typed("_q"), found: None, required: true, error: String::new() };
        let op = cx.form.get("op");
        let of_field = |verb: &str| op.strip_prefix(verb)?.strip_prefix(field);
        if of_field("drop-") == Some("") {
            (picked.id, picked.name) = Default::default();
        }
        if let Some((id, name)) = of_field("pick-").and_then(|rest| rest.strip_prefix('|')).and_then(|rest| rest.split_once('|')) {
            (picked.id, picked.name) = (id.to_owned(), name.to_owned());
        }
        if of_field("find-") == Some("") {
            let listed: Listed<Found> = cx.get("/commerce/parties", &[], &[("q", &picked.q), ("limit", FOUND)]).await?;
            let found = |found: Found| {
                let identifier = found.party.identifiers.first().map(|identifier| identifier.text(cx.w)).unwrap_or_default();
                (found.party.party_id, found.party.name, identifier)
            };
            picked.found = Some(listed.items.into_iter().map(found).collect());
        }
        if picked.id.is_empty() && op.is_empty() && !cx.asked.get(field).is_empty() {
            let party: crate::model::commerce::Party = cx.get("/commerce/parties/{party_id}", &[cx.asked.get(field)], &[]).await?;
            (picked.id, picked.name) = (party.party_id, party.profile.name);
        }
        Ok(picked)
    }

    pub(crate) fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// The id; a problem beside the field when none was chosen.
    pub(crate) fn wanted(&self, cx: &Cx<'_>) -> Result<&str, Problem> {
        if self.id.is_empty() { Err(Problem::field(self.label, cx.w.kit.choose_party)) } else { Ok(&self.id) }
    }

    /// The id as a command takes it, where one was chosen.
    pub(crate) fn given(&self) -> Option<serde_json::Value> {
        Some(self.id.as_str()).filter(|id| !id.is_empty()).map(serde_json::Value::from)
    }

    /// The same with a party that was chosen before, until another is.
    pub(crate) fn or(mut self, cx: &Cx<'_>, id: &str, name: &str) -> Self {
        if cx.form.get("op").is_empty() && self.id.is_empty() {
            (self.id, self.name) = (id.to_owned(), name.to_owned());
        }
        self
    }

    /// Whether a button of this field was pressed, so that the form stays open.
    pub(crate) fn is_busy(&self) -> bool {
        self.found.is_some() || !self.id.is_empty() || !self.q.is_empty()
    }

    /// Whether what the form asks concerns this field.
    pub(crate) fn is_asked_by(&self, op: &str) -> bool {
        let of_field = |verb: &str| op.strip_prefix(verb).and_then(|rest| rest.strip_prefix(self.field));
        of_field("find-") == Some("") || of_field("drop-") == Some("") || of_field("pick-").is_some_and(|rest| rest.starts_with('|'))
    }
}
