//! The channel is looked after.

use kernel::{Command, Context, Effect, Facts, Schedule, ScheduleSpec, Want};

use crate::channel::tend::TendChannel;
use crate::settings::ApprovalSettings;

/// Looks after the channel of every tenant that has one.
pub struct TendChannelEveryMinute;

impl Schedule for TendChannelEveryMinute {
    const SPEC: ScheduleSpec = ScheduleSpec {
        name: "approvals.tend-channel-every-minute",
        every_seconds: 60,
        sends: &[TendChannel::SPEC.name],
        calls: &[],
        summary: "Looks after the channel to ELMA.",
    };

    fn wants(_: &Facts, _: &Context) -> Vec<Want> {
        Vec::new()
    }

    fn tick(_: &Facts, context: &Context) -> Vec<Effect> {
        let has_one = ApprovalSettings::of(&context.settings).elma.is_some();
        has_one.then(|| Effect::send(&TendChannel {}, format!("tend/{}", context.now))).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::samples::{context_settings, settings};

    #[test]
    fn only_a_tenant_with_an_outside_system_has_a_channel() {
        let tick = |settings| {
            let context = Context { settings: Arc::new(settings), ..testkit::context() };
            TendChannelEveryMinute::tick(&Facts::default(), &context).len()
        };
        assert_eq!((tick(context_settings()), tick(settings())), (1, 0));
    }
}
