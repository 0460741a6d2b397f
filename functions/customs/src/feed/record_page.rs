//! Records what the vendor listed.

use std::collections::BTreeMap;

use kernel::id::derive_uuid;
use kernel::reaction::Effect;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Moment, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocflowFeed, FeedEvent, FeedRefusal, HEARTBEAT_MS, ROWS_PER_EVENT_MAX, Referred, Rejected};
use crate::FeedId;
use crate::code::DocflowId;
use crate::declaration::note_change::Listed;
use crate::declaration::record_step_done::DOCFLOW_SCOPE;

/// Records what the vendor listed. What was seen like this before is passed over; a poll that
/// found nothing writes only now and then that it was made.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDocflowPage {
    /// Docflows whose names refer to declarations.
    pub rows: Vec<Referred>,
    /// Docflows with other names: ours among them were renamed in the vendor's pages, and are
    /// known by their ids (decision C06).
    #[serde(default)]
    pub renamed: Vec<Listed>,
    /// The newest change of any docflow on the page; absent when there is none, or when there may
    /// be more than the page shows.
    #[serde(default)]
    pub newest: Option<Moment>,
    /// Rows that could not be read.
    #[serde(default)]
    pub rejected: Option<Rejected>,
}

impl RecordDocflowPage {
    /// Sends it, once a turn.
    pub fn effect(&self, context: &Context) -> Effect {
        let body = serde_json::to_string(self).unwrap_or_default();
        let key = derive_uuid("docflow-page", &[&body, &context.now.to_string()]);
        Effect::send(self, format!("docflow-page/{}", key.simple()))
    }
}

impl Command for RecordDocflowPage {
    type Aggregate = DocflowFeed;
    type Refusal = FeedRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.record-docflow-page",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Records which docflows changed at the vendor.",
    };

    fn target(&self, _: &Context) -> FeedId {
        super::id()
    }

    fn wants(&self, _: Option<&DocflowFeed>, _: &Facts, _: &Context) -> Vec<Want> {
        self.renamed.iter().map(|listed| Want::guard(DOCFLOW_SCOPE, &listed.docflow.to_string())).collect()
    }

    fn decide(&self, feed: Option<&DocflowFeed>, facts: &Facts, context: &Context) -> Result<Decision<DocflowFeed>, FeedRefusal> {
        let known: Vec<Referred> = self.renamed.iter().filter_map(|listed| owned(listed, facts)).collect();
        // Each docflow once: where a page shows one twice, its newest state.
        let mut newest: BTreeMap<DocflowId, &Referred> = BTreeMap::new();
        for row in self.rows.iter().chain(&known) {
            let known = newest.entry(row.listed.docflow).or_insert(row);
            if known.listed.changed_at < row.listed.changed_at {
                *known = row;
            }
        }
        let seen = |row: &&&Referred| feed.is_some_and(|feed| feed.recent.get(&row.listed.docflow) == Some(&row.listed.seen()));
        let news: Vec<Referred> = newest.values().filter(|row| !seen(row)).map(|row| (*row).clone()).collect();
        let before = feed.and_then(|feed| feed.watermark);
        // The watermark never goes back: a poll that was overtaken takes nothing back. Nor does it
        // pass the present: one row of a clock that is ahead would hide everything until then.
        let watermark = before.max(self.newest.map(|newest| newest.min(context.now)));
        let told = self.rejected.is_none() || feed.is_some_and(|feed| feed.rejected == self.rejected);
        let fresh = feed.is_some_and(|feed| {
            let beats = feed.last_success.is_some_and(|at| context.now.ms_since(at) < HEARTBEAT_MS);
            beats && feed.error.is_none() && watermark == before && told
        });
        if news.is_empty() && fresh {
            return Ok(Decision::nothing());
        }
        let chunks = news.chunks(ROWS_PER_EVENT_MAX).map(<[Referred]>::to_vec);
        let chunks = if news.is_empty() { vec![Vec::new()] } else { chunks.collect() };
        let rejected = || self.rejected.clone();
        Ok(Decision::of(chunks.into_iter().map(|rows| FeedEvent::PageRead { rows, watermark, rejected: rejected() })))
    }

    fn example() -> Self {
        let rows = vec![crate::samples::feed::referred(2, "2026-11-21T08:29:00Z")];
        Self { newest: rows.first().map(|row| row.listed.changed_at), rows, renamed: Vec::new(), rejected: None }
    }
}

/// A docflow that is used by a declaration, whatever it is called.
fn owned(listed: &Listed, facts: &Facts) -> Option<Referred> {
    let declaration_id = facts.owner(DOCFLOW_SCOPE, &listed.docflow.to_string())?.parse().ok()?;
    Some(Referred { declaration_id, listed: listed.clone() })
}

#[cfg(test)]
mod tests {
    use testkit::{given, moment, nothing};

    use super::*;
    use crate::samples::feed::referred;

    fn read(rows: &[Referred], watermark: &str) -> FeedEvent {
        FeedEvent::PageRead { rows: rows.to_vec(), watermark: Some(moment(watermark)), rejected: None }
    }

    fn page(rows: &[Referred], newest: Option<&str>) -> RecordDocflowPage {
        RecordDocflowPage { rows: rows.to_vec(), renamed: Vec::new(), newest: newest.map(moment), rejected: None }
    }

    #[test]
    fn c36_what_the_overlap_shows_again_is_passed_over() {
        let row = referred(2, "2026-11-21T08:29:00Z");
        let first = read(std::slice::from_ref(&row), "2026-11-21T08:29:00Z");
        nothing::<DocflowFeed>().when(RecordDocflowPage::example()).then([first.clone()]);
        given::<DocflowFeed>([first.clone()]).when(RecordDocflowPage::example()).then([]);
        // The same moment with another status is news: the vendor's clock may count seconds.
        let again = referred(3, "2026-11-21T08:29:00Z");
        let told = read(std::slice::from_ref(&again), "2026-11-21T08:29:00Z");
        given::<DocflowFeed>([first]).when(page(&[row, again.clone(), again], Some("2026-11-21T08:29:00Z"))).accepted();
        nothing::<DocflowFeed>().when(page(&[referred(3, "2026-11-21T08:29:00Z")], Some("2026-11-21T08:29:00Z"))).then([told]);
    }

    #[test]
    fn c07_each_declaration_is_told_once_a_turn_in_its_newest_state() {
        let (old, new) = (referred(1, "2026-11-21T08:28:00Z"), referred(2, "2026-11-21T08:29:00Z"));
        let page = page(&[new.clone(), old], Some("2026-11-21T08:29:00Z"));
        nothing::<DocflowFeed>().when(page).then([read(&[new], "2026-11-21T08:29:00Z")]);
    }

    #[test]
    fn c36_the_watermark_goes_on_and_never_back() {
        let first = || read(&[], "2026-11-21T08:29:00Z");
        given::<DocflowFeed>([first()]).when(page(&[], Some("2026-11-21T08:00:00Z"))).then([]);
        given::<DocflowFeed>([first()]).when(page(&[], Some("2026-11-21T08:29:30Z"))).then([read(&[], "2026-11-21T08:29:30Z")]);
        given::<DocflowFeed>([first()]).when(page(&[], None)).then([]);
        given::<DocflowFeed>([first()]).when(page(&[], Some("2027-01-01T00:00:00Z"))).then([read(&[], testkit::decision::NOW)]);
        assert_eq!(crate::world::later([first()], "2026-11-21T08:45:00Z", &page(&[], None)), [first()]);
    }

    #[test]
    fn many_are_written_in_several_events() {
        let id = |n: usize| DocflowId(uuid::Uuid::from_u128(n as u128));
        let mut rows = vec![referred(2, "2026-11-21T08:29:00Z"); 450];
        rows.iter_mut().enumerate().for_each(|(n, row)| row.listed.docflow = id(n));
        let decision = nothing::<DocflowFeed>().when(page(&rows, None)).accepted();
        assert_eq!(decision.events.len(), 3);
    }
}
