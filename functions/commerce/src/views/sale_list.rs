//! Sales as lists show them.

use kernel::view::{Order, RowQuery};
use kernel::{Change, Line, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sale::{Sale, SaleStage, Stall};
use crate::{ContractId, InvoiceId, PartyId, SaleId};

/// The view's name.
pub const VIEW: &str = "commerce-sale-list";
const ALL: &str = "all";

/// Sales as lists show them: all, and those in one stage.
pub struct SaleListFromSale;

/// One sale in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SaleListItem {
    /// The sale.
    pub sale_id: SaleId,
    /// The order's id in `orders`.
    pub order: Line,
    /// The order's number.
    pub number: Line,
    /// Who buys.
    pub buyer: PartyId,
    /// Their name.
    pub buyer_name: Line,
    /// How far it is.
    pub stage: SaleStage,
    /// What keeps it from going on.
    pub stalled: Option<Stall>,
    /// Its contract, once it is carried on.
    pub contract_id: ContractId,
    /// Its invoice, once the goods were handed over.
    pub invoice_id: Option<InvoiceId>,
    /// The version that this shows.
    pub version: Version,
}

/// Sales, the newest orders first: all, or those in one stage.
pub fn in_stage(stage: Option<SaleStage>) -> RowQuery {
    match stage {
        None => RowQuery::new(VIEW, ALL).newest_first(),
        Some(stage) => RowQuery::new(VIEW, format!("{ALL}#{}", stage.name())).by(Order::Index1).newest_first(),
    }
}

fn shown(sale: &Sale, version: Version) -> Vec<Row> {
    let Some(placed) = &sale.placed else { return Vec::new() };
    let item = SaleListItem {
        sale_id: sale.id,
        order: sale.order.clone(),
        number: placed.number.clone(),
        buyer: placed.buyer,
        buyer_name: placed.buyer_name.clone(),
        stage: sale.stage(),
        stalled: sale.stalled.clone(),
        contract_id: sale.contract(),
        invoice_id: sale.dispatched_on.map(|_| sale.invoice()),
        version,
    };
    let sort = format!("{}#{}", placed.on, sale.id);
    let partition = format!("{ALL}#{}", item.stage.name());
    vec![Row::new(ALL, sort.clone(), serde_json::to_value(&item).unwrap_or_default()).with_index1(partition, sort)]
}

impl View for SaleListFromSale {
    type Aggregate = Sale;
    const SPEC: ViewSpec = ViewSpec { name: "commerce.sale-list-from-sale", view: VIEW, summary: "Sales as lists show them." };

    fn project(step: &Step<'_, Sale>) -> Vec<Change> {
        step.replace(|sale| shown(sale, step.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sale::SaleEvent;
    use crate::samples::sales;
    use crate::views::tests::rows;

    #[test]
    fn x02_a_sale_is_listed_by_its_stage_and_what_keeps_it_is_shown() {
        let stalled = vec![SaleEvent::Stalled { stall: sales::stall() }];
        let shown = rows::<SaleListFromSale>(sales::id(), &[sales::dispatched(), stalled]);
        let items = |stage| crate::queries::ListPage::<SaleListItem>::read(Some(&shown.page(&in_stage(stage)))).items;
        assert_eq!(items(Some(SaleStage::Stalled)).first().and_then(|item| item.stalled.clone()), Some(sales::stall()));
        assert_eq!((items(None).len(), items(Some(SaleStage::Dispatched)).len()), (1, 0));
    }
}
