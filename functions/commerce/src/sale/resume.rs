//! Lets a sale go on.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::note::terms;
use super::{Sale, SaleEvent, SaleRefusal};
use crate::SaleId;

/// Lets a sale go on after a person removed what kept it: its steps are tried again from the first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeSale {
    /// Which sale.
    pub sale_id: SaleId,
    /// What was done.
    pub note: Line,
}

impl Command for ResumeSale {
    type Aggregate = Sale;
    type Refusal = SaleRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.resume-sale",
        route: Some(Route::post("/commerce/sales/{sale_id}/resume")),
        roles: &[Role::Accountant, Role::TeamLead],
        also_writes: &[],
        reads: &[],
        summary: "Lets a sale go on after what kept it was removed.",
    };

    fn target(&self, _: &Context) -> SaleId {
        self.sale_id
    }

    fn decide(&self, sale: Option<&Sale>, _: &Facts, context: &Context) -> Result<Decision<Sale>, SaleRefusal> {
        let sale = sale.ok_or(SaleRefusal::NotFound)?;
        if sale.stalled.is_none() {
            return Err(SaleRefusal::NotStalled);
        }
        let terms = terms(Some(sale), &[], context);
        Ok(Decision::of(terms.into_iter().chain([SaleEvent::Resumed { note: self.note.clone() }])))
    }

    fn example() -> Self {
        Self { sale_id: crate::samples::sales::id(), note: crate::samples::line("Відкрито книги") }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::sales;

    #[test]
    fn what_is_stalled_goes_on() {
        let stalled = [sales::dispatched(), vec![SaleEvent::Stalled { stall: sales::stall() }]].concat();
        given::<Sale>(stalled)
            .when(ResumeSale::example())
            .then([SaleEvent::Resumed { note: crate::samples::line("Відкрито книги") }]);
        given::<Sale>(sales::dispatched()).when(ResumeSale::example()).refused(SaleRefusal::NotStalled);
        given::<Sale>([]).when(ResumeSale::example()).refused(SaleRefusal::NotFound);
    }
}
