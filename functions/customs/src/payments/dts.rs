//! The form of customs value as the vendor takes it.

use kernel::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::Cost;

/// One row of the vendor's calculator of costs (`DistributionItemDto`). The vendor shares each
/// cost out itself; our own shares are kept beside it, to be compared. A cost that was shared by
/// hand arrives there with its total alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VendorCost {
    /// The box.
    pub grafa: String,
    /// 1 by gross weight, 2 by price, 3 by hand.
    pub distribute_by: u8,
    /// 1 price, 2 customs value, 3 statistical value.
    pub include_in: u8,
    /// Three letters.
    pub currency_code: String,
    /// How much, as a number with the digits of the currency.
    #[schemars(with = "serde_json::Value")]
    pub total: Number,
    /// Where the goods arrive; empty where that says nothing.
    pub border_place: String,
}

/// The body of the vendor's operation that makes the form.
///
/// # Errors
/// When an amount has more digits than a number of JSON keeps.
pub fn vendor_body(costs: &[Cost]) -> Result<Vec<VendorCost>, InexactAmount> {
    let row = |cost: &Cost| {
        Ok(VendorCost {
            grafa: cost.cost_box.name().to_owned(),
            distribute_by: cost.basis.vendor_number(),
            include_in: cost.include.vendor_number(),
            currency_code: cost.total.currency().code().to_owned(),
            total: number(cost.total)?,
            border_place: cost.border_place.as_ref().map(|place| place.as_str().to_owned()).unwrap_or_default(),
        })
    };
    costs.iter().map(row).collect()
}

/// An amount cannot be said as a number of JSON without losing digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} has more digits than a JSON number keeps")]
pub struct InexactAmount(pub Money);

/// Numbers of JSON keep 15 decimal digits for certain.
const EXACT_MINOR_MAX: u64 = 999_999_999_999_999;

fn number(amount: Money) -> Result<Number, InexactAmount> {
    if amount.minor().unsigned_abs() > EXACT_MINOR_MAX {
        return Err(InexactAmount(amount));
    }
    amount.amount().parse().map_err(|_| InexactAmount(amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::payments as samples;

    /// As in the vendor's own example.
    #[test]
    fn c60_the_vendors_request_has_its_fields_and_numbers() {
        let costs = samples::costs();
        let body = serde_json::to_value(vendor_body(&costs[..2]).unwrap()).unwrap();
        let expected = serde_json::json!([
            { "grafa": "17", "distributeBy": 1, "includeIn": 2, "borderPlace": "Выборг", "currencyCode": "USD", "total": 500.25 },
            { "grafa": "13А", "distributeBy": 2, "includeIn": 2, "borderPlace": "", "currencyCode": "USD", "total": 100.0 },
        ]);
        assert_eq!(body, expected);
        assert_eq!(serde_json::to_string(&body[0]["total"]).unwrap(), "500.25");
    }

    #[test]
    fn an_amount_that_a_json_number_cannot_keep_is_refused() {
        let mut costs = samples::costs();
        costs[0].total = Money::from_minor(1_000_000_000_000_000, kernel::Currency::USD);
        assert_eq!(vendor_body(&costs), Err(InexactAmount(costs[0].total)));
    }
}
