//! What follows from what happened: one reaction a file.

pub mod create_waybill;
pub mod match_on_received;
pub mod process_on_received;
pub mod void_waybill;

#[cfg(test)]
pub(crate) mod tests {
    use kernel::aggregate::fold_events;
    use kernel::reaction::Outcome;
    use kernel::{Effect, Reaction, Trigger};
    use testkit::context;

    use crate::order::{Order, OrderEvent};
    use crate::samples;

    /// An order with an event that something reacts to.
    pub(crate) struct Scene {
        state: Order,
        event: OrderEvent,
    }

    impl Scene {
        pub(crate) fn new(history: impl IntoIterator<Item = OrderEvent>, event: OrderEvent) -> Self {
            let history: Vec<OrderEvent> = history.into_iter().collect();
            let state = fold_events(None, &history, &context().meta("test")).unwrap().unwrap();
            Self { state, event }
        }

        fn with<T>(&self, act: impl Fn(&Trigger<'_, Order>) -> T) -> T {
            let (context, id) = (context(), samples::order_id());
            let meta = context.meta("test");
            act(&Trigger { id, version: 2, event: &self.event, meta: &meta, state: &self.state, context: &context })
        }

        pub(crate) fn react<R: Reaction<Aggregate = Order>>(&self) -> Vec<Effect> {
            self.with(R::react)
        }

        pub(crate) fn answered<R: Reaction<Aggregate = Order>>(&self, outcome: &Outcome) -> Vec<Effect> {
            self.with(|trigger| R::answered(trigger, outcome))
        }
    }
}
