//! What follows from what happened to organizations: one reaction a file.

pub mod forget;
pub mod import;
pub mod push;
pub mod sync;

use kernel::Malformed;
use kernel::reaction::{FailureClass, OutsideError};

use crate::outside::kontur::code;

/// The vendor answered something that cannot be read.
fn unreadable(problem: impl ToString) -> OutsideError {
    let code = code::UNREADABLE.to_owned();
    OutsideError { code, class: FailureClass::Permanent, raw_code: String::new(), text: problem.to_string() }
}

fn another_answer() -> Malformed {
    Malformed::new("answer", "the vendor answered another question")
}

#[cfg(test)]
pub(crate) mod tests {
    use kernel::reaction::Outcome;
    use kernel::{Aggregate, Effect, Facts, Id, Reaction, Trigger};
    use testkit::context;

    use crate::outside::kontur::{Answer, CONNECTOR};

    /// An aggregate with the event, its last, that something reacts to.
    pub(crate) struct Scene<A: Aggregate> {
        pub(crate) id: Id<A::Kind>,
        pub(crate) history: Vec<A::Event>,
        pub(crate) facts: Facts,
    }

    impl<A: Aggregate> Scene<A> {
        fn with<T>(&self, act: impl Fn(&Trigger<'_, A>) -> T) -> T {
            let (context, event) = (context(), self.history.last().unwrap());
            let meta = context.meta("test");
            let state = kernel::aggregate::fold_events(None, &self.history, &meta).unwrap().unwrap();
            act(&Trigger { id: self.id, version: 2, event, meta: &meta, state: &state, context: &context })
        }

        pub(crate) fn react<R: Reaction<Aggregate = A>>(&self) -> Vec<Effect> {
            self.with(R::react)
        }

        pub(crate) fn answered<R: Reaction<Aggregate = A>>(&self, outcome: &Outcome) -> Vec<Effect> {
            self.with(|trigger| R::answered_with(trigger, &self.facts, outcome))
        }
    }

    /// The vendor answers a request.
    pub(crate) fn called(answer: &Answer) -> Outcome {
        let result = Ok(serde_json::to_value(answer).unwrap());
        Outcome::Called { connector: CONNECTOR, request: serde_json::Value::Null, result }
    }

    /// The vendor does not answer.
    pub(crate) fn silent() -> Outcome {
        let result = Err(crate::samples::organizations::outside_error());
        Outcome::Called { connector: CONNECTOR, request: serde_json::Value::Null, result }
    }
}
