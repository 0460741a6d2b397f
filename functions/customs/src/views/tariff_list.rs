//! Rates of the tariff as a list shows them.

use kernel::view::{Range, RowQuery};
use kernel::{Change, Row, Step, View, ViewSpec};

use crate::tariff::TariffHeading;

/// The view's name.
pub const VIEW: &str = "tariff-list";
const ALL: &str = "all";

/// Rates of the tariff, by beginning, then by first day. A row is a [`crate::tariff::TariffRate`].
pub struct TariffListFromTariff;

/// Rates whose beginning begins so; all when nothing is said.
pub fn beginning(digits: Option<&str>) -> RowQuery {
    let all = RowQuery::new(VIEW, ALL);
    match digits {
        Some(digits) => all.within(Range::Prefix(digits.to_owned())),
        None => all,
    }
}

impl View for TariffListFromTariff {
    type Aggregate = TariffHeading;
    const SPEC: ViewSpec =
        ViewSpec { name: "customs.tariff-list-from-tariff", view: VIEW, summary: "Rates of the tariff as a list shows them." };

    fn project(step: &Step<'_, TariffHeading>) -> Vec<Change> {
        step.replace(|heading| {
            let row = |rate| Row::new(ALL, sort(rate), serde_json::to_value(rate).unwrap_or_default());
            heading.rates.iter().map(row).collect()
        })
    }
}

fn sort(rate: &crate::tariff::TariffRate) -> String {
    format!("{}#{}", rate.prefix, rate.from)
}
