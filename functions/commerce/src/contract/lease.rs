//! The time of a leased asset: taken, changed and given back together with the contract.

use kernel::{Aggregate, Decision, Facts, Line, Want};

use super::{Contract, ContractRefusal};
use crate::asset::{Asset, AssetEvent, AssetRefusal};
use crate::{AssetId, ContractId, Interval};

/// What commands that touch a lease also write.
pub(super) const WRITES: &[&str] = &[Asset::NAME];

/// What must be known of the asset.
pub(super) fn want(asset: AssetId) -> Want {
    Want::aggregate::<Asset>(asset)
}

type Decided = Result<Decision<Contract>, ContractRefusal>;

fn written(decision: Decision<Contract>, facts: &Facts, asset: AssetId, events: Vec<AssetEvent>) -> Decision<Contract> {
    decision.and::<Asset>(asset, facts.version::<Asset>(asset), events)
}

fn known(facts: &Facts, asset: AssetId) -> Result<&Asset, ContractRefusal> {
    Ok(&facts.aggregate::<Asset>(asset).ok_or(ContractRefusal::NoSuchAsset)?.state)
}

fn taken(asset: &Asset, contract: ContractId, valid: Interval) -> Result<AssetEvent, ContractRefusal> {
    asset.can_reserve(contract, valid).map_err(|refusal| {
        if let AssetRefusal::Taken { valid, .. } = refusal {
            ContractRefusal::AssetTaken { for_days: valid }
        } else {
            ContractRefusal::AssetUnusable
        }
    })
}

/// Takes the asset's time.
pub(super) fn reserve(decision: Decision<Contract>, facts: &Facts, contract: ContractId, asset: AssetId, valid: Interval) -> Decided {
    let event = taken(known(facts, asset)?, contract, valid)?;
    Ok(written(decision, facts, asset, vec![event]))
}

/// Takes what the contract is in force longer, or gives back what it is in force shorter.
pub(super) fn change(decision: Decision<Contract>, facts: &Facts, contract: &Contract, asset: AssetId, valid: Interval) -> Decided {
    let state = known(facts, asset)?;
    let longer = contract.valid.until().and_then(|until| valid.after(until));
    let events = match (longer, valid.until()) {
        (Some(longer), _) => vec![taken(state, contract.id, longer)?],
        (None, Some(until)) => state.release(contract.id, until, &contract.number),
        (None, None) => Vec::new(),
    };
    Ok(written(decision, facts, asset, events))
}

/// Gives the asset's time back from a day on.
pub(super) fn release(
    decision: Decision<Contract>,
    facts: &Facts,
    contract: ContractId,
    asset: AssetId,
    on: kernel::Day,
    reason: &Line,
) -> Decided {
    let events = known(facts, asset)?.release(contract, on, reason);
    Ok(written(decision, facts, asset, events))
}
