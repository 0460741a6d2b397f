//! Queries: what somebody asks to see. Pure like commands: what they want is fetched first.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::actor::Role;
use crate::aggregate::Version;
use crate::command::{Context, Route};
use crate::facts::{Facts, Want};
use crate::refusal::{Malformed, Refusal, Refused};

/// One thing that can be asked. The struct holds path and query parameters.
pub trait Query: DeserializeOwned + Serialize + schemars::JsonSchema + Clone + Send + Sync + 'static {
    /// What is answered.
    type Answer: Serialize + schemars::JsonSchema;
    /// Why it may be refused.
    type Refusal: Refusal;
    /// Name, route, roles.
    const SPEC: QuerySpec;
    /// Aggregates of other contexts that it reads; its own context's it may read all.
    const ALSO_READS: &'static [&'static str] = &[];
    /// Whether it hands out addresses where documents may be put. They lie in a folder that has
    /// the context's name: `papers/…`.
    const UPLOADS: bool = false;
    /// Whether it opens personal data: it may read the keys of subjects.
    const SUBJECT_KEYS: bool = false;
    /// What must be fetched; asked again with what was learnt until nothing new is wanted.
    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want>;
    /// The answer.
    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, Self::Refusal>;
}

/// An answer and, where it shows one aggregate, that aggregate's version for `ETag`.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// The body.
    pub body: T,
    /// The version shown.
    pub version: Option<Version>,
}

impl<T> Answer<T> {
    /// An answer that shows no single aggregate.
    pub const fn of(body: T) -> Self {
        Self { body, version: None }
    }

    /// An answer that shows one aggregate at a version.
    pub const fn at(version: Version, body: T) -> Self {
        Self { body, version: Some(version) }
    }
}

/// What is known of a query without running it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuerySpec {
    /// `context.verb-noun`.
    pub name: &'static str,
    /// Where it is reached; always `GET`.
    pub route: Route,
    /// Who may ask; deny by default.
    pub roles: &'static [Role],
    /// One sentence for the API description.
    pub summary: &'static str,
}

/// A query with its types erased.
pub trait AnyQuery: Send + Sync {
    /// Name, route, roles.
    fn spec(&self) -> QuerySpec;
    /// Aggregates of other contexts that it reads.
    fn also_reads(&self) -> &'static [&'static str];
    /// Whether it hands out addresses where documents may be put.
    fn uploads(&self) -> bool;
    /// Whether it reads the keys of subjects.
    fn subject_keys(&self) -> bool;
    /// JSON Schema of the parameters.
    fn parameters(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema;
    /// JSON Schema of the answer.
    fn answer_schema(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema;
    /// Reads the parameters once.
    fn open(&self, parameters: Value) -> Result<Box<dyn PendingQuery>, Malformed>;
}

/// A query that was read and waits for its facts.
pub trait PendingQuery: Send + Sync {
    /// What must be fetched.
    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want>;
    /// The answer.
    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Value>, Refused>;
}

/// Erases a query's types.
pub struct QueryHandler<Q>(PhantomData<fn() -> Q>);

/// The list entry of a query.
pub const fn query<Q: Query>() -> &'static dyn AnyQuery {
    &QueryHandler::<Q>(PhantomData)
}

struct Opened<Q>(Q);

impl<Q: Query> AnyQuery for QueryHandler<Q> {
    fn spec(&self) -> QuerySpec {
        Q::SPEC
    }

    fn also_reads(&self) -> &'static [&'static str] {
        Q::ALSO_READS
    }

    fn uploads(&self) -> bool {
        Q::UPLOADS
    }

    fn subject_keys(&self) -> bool {
        Q::SUBJECT_KEYS
    }

    fn parameters(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Q::json_schema(generator)
    }

    fn answer_schema(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<Q::Answer>()
    }

    fn open(&self, parameters: Value) -> Result<Box<dyn PendingQuery>, Malformed> {
        Ok(Box::new(Opened(Malformed::read::<Q>(parameters)?)))
    }
}

impl<Q: Query> PendingQuery for Opened<Q> {
    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        self.0.wants(facts, context)
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Value>, Refused> {
        let answer = self.0.answer(facts, context).map_err(|refusal| Refused::from(&refusal))?;
        Ok(Answer { body: serde_json::to_value(&answer.body).unwrap_or_default(), version: answer.version })
    }
}
