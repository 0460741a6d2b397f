//! Makes an asset known.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asset, AssetEvent, AssetKind, AssetProfile, AssetRefusal, INVENTORY_SCOPE};
use crate::AssetId;

/// Makes something known that can be leased, lent or insured. Who owns it is said by roles.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterAsset {
    /// Its id, if the caller chooses one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset_id: Option<AssetId>,
    /// What it is called.
    pub name: Line,
    /// What kind.
    pub kind: AssetKind,
    /// The number on its plate; no two assets share one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory_number: Option<Line>,
}

impl Command for RegisterAsset {
    type Aggregate = Asset;
    type Refusal = AssetRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.register-asset",
        route: Some(Route::post("/commerce/assets")),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant],
        also_writes: &[],
        reads: &[],
        summary: "Makes something known that can be leased, lent or insured.",
    };

    fn target(&self, context: &Context) -> AssetId {
        self.asset_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Asset>, _: &Facts, _: &Context) -> Vec<Want> {
        self.inventory_number.iter().map(|number| Want::guard(INVENTORY_SCOPE, number.as_str())).collect()
    }

    fn decide(&self, asset: Option<&Asset>, facts: &Facts, context: &Context) -> Result<Decision<Asset>, AssetRefusal> {
        if asset.is_some() {
            return Err(AssetRefusal::Exists);
        }
        let inventory_number = self.inventory_number.clone();
        let profile = AssetProfile { name: self.name.clone(), kind: self.kind, inventory_number };
        let decision = Decision::of([AssetEvent::Registered { id: self.target(context), profile }]);
        let Some(number) = self.inventory_number.as_ref().map(Line::as_str) else { return Ok(decision) };
        match facts.owner(INVENTORY_SCOPE, number) {
            Some(owner) => Err(AssetRefusal::InventoryNumberTaken { owner: owner.parse().ok() }),
            None => Ok(decision.claim(INVENTORY_SCOPE, number)),
        }
    }

    fn example() -> Self {
        let AssetProfile { name, kind, inventory_number } = crate::samples::assets::asset_profile();
        Self { asset_id: None, name, kind, inventory_number }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::assets;

    #[test]
    fn an_inventory_number_is_one_asset() {
        let register = || RegisterAsset { asset_id: Some(assets::asset_id()), ..RegisterAsset::example() };
        let decision = nothing::<Asset>().when(register()).then([assets::asset_registered()]);
        assert_eq!(decision.claims.len(), 1);
        let other = AssetId::derive(&["other"]);
        let taken = nothing::<Asset>().taken(INVENTORY_SCOPE, "ОЗ-00417", &other.to_string());
        taken.when(register()).refused(AssetRefusal::InventoryNumberTaken { owner: Some(other) });
        given::<Asset>([assets::asset_registered()]).when(register()).refused(AssetRefusal::Exists);
    }
}
