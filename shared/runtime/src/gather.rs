//! Looks up what a decision or an answer wants to know.

use std::collections::BTreeSet;

use kernel::facts::{ROUNDS_MAX, Want};
use kernel::{Declared, Facts, TenantId};

use crate::engine::Engine;
use crate::failure::Failure;
use crate::fault::Fault;

/// Most lookups of one decision; a candidate list of a payment is the longest.
const WANTS_MAX: usize = 200;

/// Asks `wants` again and again with what was learnt, until it wants nothing new.
///
/// # Errors
/// A fault of the store, a decision that wants without end or what it does not declare, or `Malformed` for a cursor that
/// is not one of the view.
pub(crate) async fn gather(
    engine: &Engine,
    tenant: &TenantId,
    declared: &Declared,
    wants: impl Fn(&Facts) -> Vec<Want>,
) -> Result<Facts, Failure> {
    let mut facts = Facts::default();
    let mut fetched = 0usize;
    for _ in 0..ROUNDS_MAX {
        let new = unknown(&facts, wants(&facts));
        if new.is_empty() {
            return Ok(facts);
        }
        fetched = fetched.saturating_add(new.len());
        if fetched > WANTS_MAX {
            break;
        }
        for want in new {
            if !declared.may_look_at(&want, |view| engine.owns_view(declared.context, view)) {
                return Err(Fault::lasting(format!("look up {} in {}, which does not declare it", want.key(), declared.name)).into());
            }
            fetch(engine, tenant, &want, &mut facts).await?;
        }
    }
    Err(Fault::lasting(format!("look up facts within {WANTS_MAX} lookups and {ROUNDS_MAX} rounds")).into())
}

/// What is not known yet, each once: wants of lines that name the same thing are one lookup.
fn unknown(facts: &Facts, wants: Vec<Want>) -> Vec<Want> {
    let mut named = BTreeSet::new();
    wants.into_iter().filter(|want| !facts.has(want) && named.insert(want.key())).collect()
}

async fn fetch(engine: &Engine, tenant: &TenantId, want: &Want, facts: &mut Facts) -> Result<(), Failure> {
    match want {
        Want::Aggregate { stream, schema, .. } => {
            let history = engine.ports.store.load(tenant, stream, *schema).await?;
            facts.put_aggregate(want, &history).map_err(Fault::from)?;
        }
        Want::Guard { scope, value } => {
            let claim = kernel::command::Claim { scope: scope.clone(), value: value.clone() };
            let owner = engine.ports.store.owner(tenant, &claim).await?;
            facts.put_guard(want, owner.map(|stream| stream.id));
        }
        Want::Rows(query) => facts.put_rows(want, engine.ports.views.page(tenant, query).await?),
        Want::Document { key } => facts.put_document(want, engine.ports.documents.inspect(tenant, key).await?),
        Want::Content { key } => facts.put_content(want, engine.ports.documents.get(tenant, key).await?),
        Want::SubjectKey { subject, create } => {
            let keys = &engine.ports.subject_keys;
            let key = if *create { keys.get_or_create(tenant, subject).await? } else { keys.get(tenant, subject).await? };
            facts.put_subject_key(want, key);
        }
        Want::UploadUrl { key, media_type } => facts.put_url(want, engine.ports.documents.upload_url(tenant, key, media_type).await?),
        Want::DownloadUrl { key, file_name } => facts.put_url(want, engine.ports.documents.download_url(tenant, key, file_name).await?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_twice_is_looked_up_and_counted_once() {
        let wants = || vec![Want::guard("scope", "a"), Want::guard("scope", "b"), Want::guard("scope", "a")];
        let mut facts = Facts::default();
        assert_eq!(unknown(&facts, wants()).iter().map(Want::key).collect::<Vec<_>>(), ["G#scope#a", "G#scope#b"]);
        facts.put_guard(&Want::guard("scope", "a"), None);
        assert_eq!(unknown(&facts, wants()).iter().map(Want::key).collect::<Vec<_>>(), ["G#scope#b"]);
    }
}
