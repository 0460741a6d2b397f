//! What can be seen of organizations: one query a file.

pub mod differences;
pub mod directory;
pub mod get;
pub mod list;

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use kernel::aggregate::Commit;
    use kernel::view::Range;
    use kernel::{Actor, Answer, Change, Context, Event, Facts, History, Page, Query, Row, View, Want};
    use testkit::{context, subject_key};

    use crate::organization::{Organization, OrganizationEvent};
    use crate::samples::organizations::{line, organization};

    fn history(events: &[OrganizationEvent]) -> History {
        let commit = |(version, event): (u64, &OrganizationEvent)| {
            let events = vec![event.write().unwrap()];
            Commit { version, meta: context().meta("test"), key: None, events }
        };
        History { snapshot: None, commits: (1..).zip(events).map(commit).collect() }
    }

    /// The rows that a view has after some events.
    pub(crate) fn rows_of<V: View<Aggregate = Organization>>(events: &[OrganizationEvent]) -> BTreeMap<(String, String), Row> {
        let id = organization(events.to_vec()).id.to_string();
        let projected = kernel::view::view::<V>().project(&context().tenant, &id, 0, &history(events)).unwrap();
        let mut rows = BTreeMap::new();
        for change in projected.into_iter().flat_map(|projected| projected.changes) {
            let key = (change.key().partition.clone(), change.key().sort.clone());
            match change {
                Change::Put(row) => drop(rows.insert(key, row)),
                Change::Delete(_) | Change::Add(_) => drop(rows.remove(&key)),
            }
        }
        rows
    }

    /// Somebody asks a query about one organization and the rows of a view.
    pub(crate) fn ask<Q: Query>(query: &Q, by: Actor, events: &[OrganizationEvent], rows: &[Row]) -> Result<Answer<Q::Answer>, Q::Refusal> {
        let context = Context { actor: by, ..context() };
        let mut facts = Facts::default();
        for _ in 0..kernel::facts::ROUNDS_MAX {
            let wants: Vec<Want> = query.wants(&facts, &context).into_iter().filter(|want| !facts.has(want)).collect();
            for want in wants {
                match &want {
                    Want::Aggregate { stream, .. } => {
                        let own = !events.is_empty() && stream.kind == <Organization as kernel::Aggregate>::NAME;
                        facts.put_aggregate(&want, &if own { history(events) } else { History::default() }).unwrap();
                    }
                    Want::Rows(asked) => {
                        let within = |row: &&Row| match &asked.range {
                            Range::Prefix(prefix) => row.key.sort.starts_with(prefix.as_str()),
                            Range::All | Range::UpTo(_) | Range::Between(..) => true,
                        };
                        let found = rows.iter().filter(|row| row.key.partition == asked.partition).filter(within);
                        facts.put_rows(&want, Page { rows: found.cloned().collect(), next_cursor: None });
                    }
                    Want::SubjectKey { subject, create } => {
                        assert!(!create && Q::SUBJECT_KEYS, "{} may not", Q::SPEC.name);
                        facts.put_subject_key(&want, Some(subject_key(subject)));
                    }
                    Want::Guard { .. }
                    | Want::Document { .. }
                    | Want::Content { .. }
                    | Want::UploadUrl { .. }
                    | Want::DownloadUrl { .. } => panic!("not wanted here"),
                }
            }
        }
        query.answer(&facts, &context)
    }

    #[test]
    fn the_word_for_a_name_is_its_own() {
        assert_eq!(super::super::views::words::words(line("ООО «Ёлка-7»").as_str()), ["ооо", "елка"]);
    }
}
