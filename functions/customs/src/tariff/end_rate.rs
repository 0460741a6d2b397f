//! Ends a rate of the tariff.

use kernel::{Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CodePrefix, TariffEvent, TariffHeading, TariffRefusal};
use crate::TariffId;

/// Ends a rate of the tariff without another in its place: codes of it have no rate then, and
/// their payments are not estimated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndTariffRate {
    /// Of which beginning.
    pub prefix: CodePrefix,
    /// The last day on which it holds.
    pub to: Day,
    /// Why.
    pub reason: Line,
}

impl Command for EndTariffRate {
    type Aggregate = TariffHeading;
    type Refusal = TariffRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "customs.end-tariff-rate",
        route: Some(Route::post("/customs/tariff/rates/{prefix}/end")),
        roles: &[Role::Declarant, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Ends a rate of duty.",
    };

    fn target(&self, _: &Context) -> TariffId {
        TariffHeading::id_of(&self.prefix)
    }

    fn decide(&self, heading: Option<&TariffHeading>, _: &Facts, _: &Context) -> Result<Decision<TariffHeading>, TariffRefusal> {
        let heading = heading.ok_or(TariffRefusal::NotFound)?;
        let rate = heading.of(&self.prefix).find(|rate| rate.covers(self.to)).ok_or(TariffRefusal::NotFound)?;
        if rate.to == Some(self.to) {
            return Ok(Decision::nothing());
        }
        let Self { prefix, to, reason } = self.clone();
        Ok(Decision::of([TariffEvent::RateEnded { prefix, from: rate.from, to, reason }]))
    }

    fn example() -> Self {
        crate::samples::payments::end_rate()
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::payments::{end_rate, tariff_events};

    #[test]
    fn a_rate_ends_once_and_is_never_deleted() {
        let [set, ended] = <[TariffEvent; 2]>::try_from(tariff_events()).unwrap();
        given::<TariffHeading>([set.clone()]).when(end_rate()).then([ended.clone()]);
        given::<TariffHeading>([set, ended]).when(end_rate()).then([]);
    }

    #[test]
    fn refuses_a_rate_that_is_not_there_on_the_day() {
        nothing::<TariffHeading>().when(end_rate()).refused(TariffRefusal::NotFound);
        let early = EndTariffRate { to: "2025-12-31".parse().unwrap(), ..end_rate() };
        given::<TariffHeading>(tariff_events()).when(early).refused(TariffRefusal::NotFound);
        let other = EndTariffRate { prefix: "040610".parse().unwrap(), ..end_rate() };
        given::<TariffHeading>(tariff_events()).when(other).refused(TariffRefusal::NotFound);
    }
}
