//! Questions, answered as the pipeline does.

use kernel::aggregate::History;
use kernel::{Aggregate, Answer, Context, Facts, Id, Query, StreamKey, Want};
use testkit::context;

use crate::views::tests::{Rows, history};

/// Streams and rows to ask.
#[derive(Default, Clone)]
pub(crate) struct World {
    pub(crate) rows: Rows,
    pub(crate) streams: Vec<(StreamKey, History)>,
}

impl World {
    /// With a stream of one commit.
    pub(crate) fn with<A: Aggregate>(mut self, id: Id<A::Kind>, events: impl IntoIterator<Item = A::Event>) -> Self {
        self.streams.push((A::stream(id), history::<A>(&[(context().meta("test"), events.into_iter().collect())])));
        self
    }

    /// Somebody asks.
    pub(crate) fn ask_as<Q: Query>(&self, query: &Q, context: &Context) -> Result<Answer<Q::Answer>, Q::Refusal> {
        let (mut facts, mut fetched) = (Facts::default(), 0);
        for _ in 0..kernel::facts::ROUNDS_MAX {
            let wants: Vec<Want> = query.wants(&facts, context).into_iter().filter(|want| !facts.has(want)).collect();
            fetched += wants.len();
            for want in wants {
                match &want {
                    Want::Aggregate { stream, .. } => {
                        let found = self.streams.iter().rev().find(|(key, _)| key == stream).map(|(_, history)| history.clone());
                        facts.put_aggregate(&want, &found.unwrap_or_default()).unwrap();
                    }
                    Want::Rows(rows) => facts.put_rows(&want, self.rows.page(rows)),
                    Want::Guard { .. }
                    | Want::Document { .. }
                    | Want::Content { .. }
                    | Want::SubjectKey { .. }
                    | Want::UploadUrl { .. }
                    | Want::DownloadUrl { .. } => {
                        panic!("no query here asks for these")
                    }
                }
            }
        }
        assert!(query.wants(&facts, context).iter().all(|want| facts.has(want)), "it wants without end");
        assert!(fetched <= 200, "the pipeline does not look up {fetched} things");
        query.answer(&facts, context)
    }

    /// An accountant asks.
    pub(crate) fn ask<Q: Query>(&self, query: &Q) -> Result<Q::Answer, Q::Refusal> {
        let context = Context { actor: crate::book::tests::accountant(), ..context() };
        self.ask_as(query, &context).map(|answer| answer.body)
    }
}
