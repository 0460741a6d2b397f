//! Assets as a list shows them, and by the words that somebody may type to find them.

use kernel::view::RowQuery;
use kernel::{Change, Day, Line, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::search;
use crate::AssetId;
use crate::asset::{Asset, AssetKind, AssetRole, Reservation};

/// The view's name.
pub const VIEW: &str = "asset-list";

/// Assets by name; also by words of the name and by inventory number.
pub struct AssetListFromAsset;

/// One asset in a list, with all its dated roles and reservations: a list as of a day is made
/// of them when it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssetRow {
    /// The asset.
    pub asset_id: AssetId,
    /// Its name.
    pub name: Line,
    /// What kind.
    pub kind: AssetKind,
    /// The number on its plate.
    pub inventory_number: Option<Line>,
    /// Who had or has what to do with it.
    pub roles: Vec<AssetRole>,
    /// The newest of its reservations.
    pub reservations: Vec<Reservation>,
    /// Since when it is not used any more.
    #[serde(default)]
    pub retired_on: Option<Day>,
}

/// Reservations that a row of the list keeps: those that somebody who looks for a free asset
/// compares. The asset's own page has all.
const RESERVATIONS_SHOWN_MAX: usize = 50;

/// All assets by name.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, "all")
}

impl View for AssetListFromAsset {
    type Aggregate = Asset;
    const SPEC: ViewSpec = ViewSpec { name: "commerce.asset-list-from-asset", view: VIEW, summary: "Assets as a list shows them." };

    fn project(step: &Step<'_, Asset>) -> Vec<Change> {
        search::replace_changed(step, rows)
    }
}

impl AssetRow {
    /// An asset as a list shows it.
    pub fn of(asset: &Asset) -> Self {
        let mut reservations = asset.reservations.clone();
        reservations.sort_by_key(|one| std::cmp::Reverse(one.valid));
        reservations.truncate(RESERVATIONS_SHOWN_MAX);
        Self {
            asset_id: asset.id,
            name: asset.profile.name.clone(),
            kind: asset.profile.kind,
            inventory_number: asset.profile.inventory_number.clone(),
            roles: asset.roles.clone(),
            reservations,
            retired_on: asset.retired.as_ref().map(|retired| retired.on),
        }
    }

    /// What it is found by.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        [Some(self.name.as_str()), self.inventory_number.as_ref().map(Line::as_str)].into_iter().flatten()
    }
}

fn rows(asset: &Asset) -> Vec<Row> {
    let row = AssetRow::of(asset);
    let data = serde_json::to_value(&row).unwrap_or_default();
    let sort = format!("{}#{}", search::sort_key(row.name.as_str()), row.asset_id);
    let found = search::rows(row.texts(), &sort, &data);
    std::iter::once(Row::new("all", sort, data)).chain(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::assets;
    use crate::views::tests::project;

    #[test]
    fn an_asset_is_found_by_words_and_number() {
        let steps = project::<AssetListFromAsset>(assets::asset_id(), &[vec![assets::asset_registered()]]);
        let partitions: Vec<&str> = steps[0].iter().map(|change| change.key().partition.as_str()).collect();
        assert_eq!(partitions, ["all", "word#00", "word#зе", "word#ко", "word#оз"]);
    }
}
