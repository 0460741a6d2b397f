//! Lookups: questions to an outside system whose answer nobody records, such as a price or
//! a list of branches while somebody fills a form.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::actor::Role;
use crate::command::{Context, Route};
use crate::refusal::Malformed;

/// One question. The struct holds path and query parameters.
pub trait Lookup: DeserializeOwned + Serialize + schemars::JsonSchema + Clone + Send + Sync + 'static {
    /// What is answered.
    type Answer: Serialize + schemars::JsonSchema;
    /// Name, route, roles, connector.
    const SPEC: LookupSpec;
    /// What the connector is asked, as its request type.
    ///
    /// # Errors
    /// When the parameters make no question.
    fn request(&self, context: &Context) -> Result<Value, Malformed>;
    /// The answer, from the connector's answer type.
    ///
    /// # Errors
    /// When the connector answered something else than was asked.
    fn answer(&self, answer: Value) -> Result<Self::Answer, Malformed>;
}

/// What is known of a lookup without running it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookupSpec {
    /// `context.look-up-something`.
    pub name: &'static str,
    /// Where it is reached; always `GET`.
    pub route: Route,
    /// Who may ask; deny by default.
    pub roles: &'static [Role],
    /// The connector that is asked.
    pub connector: &'static str,
    /// One sentence for the API description.
    pub summary: &'static str,
}

/// A lookup with its types erased.
pub trait AnyLookup: Send + Sync {
    /// Name, route, roles, connector.
    fn spec(&self) -> LookupSpec;
    /// JSON Schema of the parameters.
    fn parameters(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema;
    /// JSON Schema of the answer.
    fn answer_schema(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema;
    /// Reads the parameters once.
    fn open(&self, parameters: Value) -> Result<Box<dyn PendingLookup>, Malformed>;
}

/// A lookup that was read.
pub trait PendingLookup: Send + Sync {
    /// What the connector is asked.
    fn request(&self, context: &Context) -> Result<Value, Malformed>;
    /// The answer.
    fn answer(&self, answer: Value) -> Result<Value, Malformed>;
}

/// Erases a lookup's types.
pub struct LookupHandler<L>(PhantomData<fn() -> L>);

/// The list entry of a lookup.
pub const fn lookup<L: Lookup>() -> &'static dyn AnyLookup {
    &LookupHandler::<L>(PhantomData)
}

struct Opened<L>(L);

impl<L: Lookup> AnyLookup for LookupHandler<L> {
    fn spec(&self) -> LookupSpec {
        L::SPEC
    }

    fn parameters(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        L::json_schema(generator)
    }

    fn answer_schema(&self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<L::Answer>()
    }

    fn open(&self, parameters: Value) -> Result<Box<dyn PendingLookup>, Malformed> {
        Ok(Box::new(Opened(Malformed::read::<L>(parameters)?)))
    }
}

impl<L: Lookup> PendingLookup for Opened<L> {
    fn request(&self, context: &Context) -> Result<Value, Malformed> {
        self.0.request(context)
    }

    fn answer(&self, answer: Value) -> Result<Value, Malformed> {
        let answer = self.0.answer(answer)?;
        Ok(serde_json::to_value(&answer).unwrap_or_default())
    }
}
