//! Notes that a step of a sale was refused.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Sale, SaleEvent, SaleRefusal, Stall};
use crate::SaleId;

/// Notes that a step of a sale was refused: a person must look.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StallSale {
    /// Which sale.
    pub sale_id: SaleId,
    /// Which step, and why.
    pub stall: Stall,
}

impl Command for StallSale {
    type Aggregate = Sale;
    type Refusal = SaleRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.stall-sale",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: &[],
        summary: "Notes that a step of a sale was refused.",
    };

    fn target(&self, _: &Context) -> SaleId {
        self.sale_id
    }

    fn decide(&self, sale: Option<&Sale>, _: &Facts, _: &Context) -> Result<Decision<Sale>, SaleRefusal> {
        let sale = sale.ok_or(SaleRefusal::NotFound)?;
        let news = sale.stalled.as_ref() != Some(&self.stall);
        Ok(if news { Decision::of([SaleEvent::Stalled { stall: self.stall.clone() }]) } else { Decision::nothing() })
    }

    fn example() -> Self {
        Self { sale_id: crate::samples::sales::id(), stall: crate::samples::sales::stall() }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::sales;

    #[test]
    fn a_refused_step_is_noted_once() {
        let stalled = SaleEvent::Stalled { stall: sales::stall() };
        given::<Sale>(sales::dispatched()).when(StallSale::example()).then([stalled.clone()]);
        let again = [sales::dispatched(), vec![stalled]].concat();
        given::<Sale>(again).when(StallSale::example()).then([]);
        given::<Sale>([]).when(StallSale::example()).refused(SaleRefusal::NotFound);
    }
}
