//! Corrects what is known of an asset.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asset, AssetEvent, AssetKind, AssetProfile, AssetRefusal, INVENTORY_SCOPE};
use crate::AssetId;

/// Corrects what is known of an asset: all of it is named, as it is now. A number that it has no
/// more is free for another asset.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseAsset {
    /// Which asset.
    pub asset_id: AssetId,
    /// What it is called.
    pub name: Line,
    /// What kind.
    pub kind: AssetKind,
    /// The number on its plate; no two assets share one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory_number: Option<Line>,
}

impl Command for ReviseAsset {
    type Aggregate = Asset;
    type Refusal = AssetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.revise-asset",
        route: Some(Route::put("/commerce/assets/{asset_id}")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Corrects what is known of an asset.",
    };

    fn target(&self, _: &Context) -> AssetId {
        self.asset_id
    }

    fn wants(&self, _: Option<&Asset>, _: &Facts, _: &Context) -> Vec<Want> {
        self.inventory_number.iter().map(|number| Want::guard(INVENTORY_SCOPE, number.as_str())).collect()
    }

    fn decide(&self, asset: Option<&Asset>, facts: &Facts, _: &Context) -> Result<Decision<Asset>, AssetRefusal> {
        let asset = asset.ok_or(AssetRefusal::NotFound)?;
        let profile = AssetProfile { name: self.name.clone(), kind: self.kind, inventory_number: self.inventory_number.clone() };
        if profile == asset.profile {
            return Ok(Decision::nothing());
        }
        let (before, now) = (asset.profile.inventory_number.as_ref(), self.inventory_number.as_ref());
        let mut decision = Decision::of([AssetEvent::Revised { profile }]);
        if before == now {
            return Ok(decision);
        }
        if let Some(number) = now {
            if let Some(owner) = facts.owner(INVENTORY_SCOPE, number.as_str()) {
                return Err(AssetRefusal::InventoryNumberTaken { owner: owner.parse().ok() });
            }
            decision = decision.claim(INVENTORY_SCOPE, number.as_str());
        }
        Ok(match before {
            Some(number) => decision.release(INVENTORY_SCOPE, number.as_str()),
            None => decision,
        })
    }

    fn example() -> Self {
        let AssetProfile { name, kind, inventory_number } = crate::samples::assets::asset_profile();
        Self { asset_id: crate::samples::assets::asset_id(), name, kind, inventory_number }
    }
}

#[cfg(test)]
mod tests {
    use testkit::given;

    use super::*;
    use crate::samples::{assets, line};

    #[test]
    fn a_name_is_corrected_and_a_number_changes_hands() {
        let known = || given::<Asset>([assets::asset_registered()]);
        known().when(ReviseAsset::example()).then([]);
        let renamed = ReviseAsset { name: line("Комбайн К-7М"), ..ReviseAsset::example() };
        let profile = AssetProfile { name: line("Комбайн К-7М"), ..assets::asset_profile() };
        let decision = known().when(renamed).then([AssetEvent::Revised { profile }]);
        assert!(decision.claims.is_empty() && decision.releases.is_empty());
        let renumbered = ReviseAsset { inventory_number: Some(line("ОЗ-00418")), ..ReviseAsset::example() };
        let decision = known().when(renumbered.clone()).accepted();
        assert_eq!((decision.claims[0].value.as_str(), decision.releases[0].value.as_str()), ("ОЗ-00418", "ОЗ-00417"));
        let decision = known().when(ReviseAsset { inventory_number: None, ..renumbered.clone() }).accepted();
        assert_eq!((decision.claims.len(), decision.releases.len()), (0, 1));
        let other = AssetId::derive(&["other"]);
        let taken = known().taken(INVENTORY_SCOPE, "ОЗ-00418", &other.to_string());
        taken.when(renumbered).refused(AssetRefusal::InventoryNumberTaken { owner: Some(other) });
        given::<Asset>([]).when(ReviseAsset::example()).refused(AssetRefusal::NotFound);
    }
}
