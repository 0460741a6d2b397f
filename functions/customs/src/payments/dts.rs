//! The form of customs value as the vendor is asked to make it.

use kernel::{Line, Malformed};

use super::exchange::decimal;
use super::{Basis, Cost, DtsForm, Include};
use crate::outside::kontur::document::{DistributeBy, Distribution, DtsNumber, IncludeIn};

/// What the vendor's calculator of costs is asked: which form, and each cost with how it is to be
/// shared out. The vendor shares out itself; our own shares are kept beside it, to be compared. A
/// cost that was shared out by hand arrives there with its total alone, and a person sets its
/// shares there too.
///
/// # Errors
/// Never for the forms and boxes that exist: their numbers and names are read as texts are.
pub fn vendor_costs(form: DtsForm, costs: &[Cost]) -> Result<(DtsNumber, Vec<Distribution>), Malformed> {
    let number = DtsNumber::try_from(form.vendor_number()).map_err(|error| Malformed::new("form", error.to_string()))?;
    let row = |cost: &Cost| {
        Ok(Distribution {
            cost_box: Line::new(cost.cost_box.name()).map_err(|error| Malformed::new("cost_box", error.to_string()))?,
            by: match cost.basis {
                Basis::GrossWeight => DistributeBy::Weight,
                Basis::Price => DistributeBy::Price,
                Basis::Manual { .. } => DistributeBy::Manual,
            },
            into: match cost.include {
                Include::Price => IncludeIn::Price,
                Include::CustomsValue => IncludeIn::CustomsValue,
                Include::StatisticalValue => IncludeIn::StatisticalValue,
            },
            currency: cost.total.currency(),
            total: decimal(cost.total),
            border_place: cost.border_place.clone(),
        })
    };
    Ok((number, costs.iter().map(row).collect::<Result<_, Malformed>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::CostBox;
    use crate::samples::payments as samples;

    #[test]
    fn c60_the_vendor_is_asked_with_its_own_boxes_and_ways() {
        let (number, rows) = vendor_costs(DtsForm::Dts1, &samples::costs()).unwrap();
        assert_eq!(u8::from(number), 1);
        let shown: Vec<_> = rows.iter().map(|row| (row.cost_box.as_str(), row.by, row.into, row.total.to_string())).collect();
        let expected = [
            ("17", DistributeBy::Weight, IncludeIn::CustomsValue, "500.25".to_owned()),
            ("13А", DistributeBy::Price, IncludeIn::CustomsValue, "100.00".to_owned()),
            ("StatIncrease", DistributeBy::Manual, IncludeIn::StatisticalValue, "10.00".to_owned()),
        ];
        assert_eq!(shown, expected);
        assert!(CostBox::ALL.iter().all(|one| Line::new(one.name()).is_ok()));
        assert_eq!(vendor_costs(DtsForm::Dts2, &[]).map(|(number, _)| u8::from(number)).ok(), Some(2));
    }
}
