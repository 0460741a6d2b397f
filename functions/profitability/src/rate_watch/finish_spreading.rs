//! Notes that revisions of all costs in a currency were asked for.

use kernel::{Command, CommandSpec, Context, Currency, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{RateEvent, RateRefusal, RateWatch};
use crate::RateWatchId;

/// Notes that revisions of all costs in a currency were asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishSpreading {
    /// Which currency.
    pub currency: Currency,
}

impl Command for FinishSpreading {
    type Aggregate = RateWatch;
    type Refusal = RateRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "profitability.finish-spreading",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes that revisions of all costs in a currency were asked for.",
    };

    fn target(&self, _: &Context) -> RateWatchId {
        RateWatch::id_of(self.currency)
    }

    fn decide(&self, watch: Option<&RateWatch>, _: &Facts, _: &Context) -> Result<Decision<RateWatch>, RateRefusal> {
        let watch = watch.ok_or(RateRefusal::NotFound)?;
        Ok(Decision::of(watch.spreading.then_some(RateEvent::Spread)))
    }

    fn example() -> Self {
        Self { currency: Currency::CNY }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::rates::events;

    #[test]
    fn p35_a_move_is_spread_once() {
        let all = events();
        given::<RateWatch>(all[..2].to_vec()).when(FinishSpreading::example()).then([RateEvent::Spread]);
        given::<RateWatch>(all).when(FinishSpreading::example()).then([]);
        testkit::nothing::<RateWatch>().when(FinishSpreading::example()).refused(RateRefusal::NotFound);
    }
}
