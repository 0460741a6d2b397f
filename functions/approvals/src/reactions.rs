//! What is done because something happened: one reaction a file.

pub mod drop_tasks;
pub mod hold_clock;
pub mod probe;
pub mod process_message;
pub mod queue_task;
pub mod send_task;

#[cfg(test)]
pub(crate) mod tests {
    use kernel::aggregate::fold_events;
    use kernel::{Aggregate, Effect, Id, Outcome, Reaction, Trigger};

    /// An event, what happened before it, and the reaction to it.
    pub(crate) struct Stage<R: Reaction> {
        id: Id<<R::Aggregate as Aggregate>::Kind>,
        state: R::Aggregate,
        event: <R::Aggregate as Aggregate>::Event,
    }

    impl<R: Reaction> Stage<R> {
        pub(crate) fn new(id: Id<<R::Aggregate as Aggregate>::Kind>, history: &[<R::Aggregate as Aggregate>::Event]) -> Self {
            let state = fold_events::<R::Aggregate>(None, history, &testkit::context().meta("test")).unwrap().unwrap();
            Self { id, state, event: history.last().unwrap().clone() }
        }

        fn with<T>(&self, then: impl FnOnce(&Trigger<'_, R::Aggregate>) -> T) -> T {
            let context = testkit::context();
            let meta = context.meta("test");
            then(&Trigger { id: self.id, version: 3, event: &self.event, meta: &meta, state: &self.state, context: &context })
        }

        pub(crate) fn react(&self) -> Vec<Effect> {
            self.with(|trigger| R::react(trigger))
        }

        pub(crate) fn answered(&self, outcome: &Outcome) -> Vec<Effect> {
            self.with(|trigger| R::answered(trigger, outcome))
        }
    }
}
