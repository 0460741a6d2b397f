//! Names the root of the own companies.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{GraphEvent, GraphRefusal, PartyGraph, Share, graph_id};
use crate::party::{self, Party, PartyKind};
use crate::{GraphId, PartyId};

/// Names the holding at the top of the own companies, once: what it controls are own
/// companies, and only they have books. How much of a company must be held for control is
/// said here too; it is part of the graph, so that every answer can be worked out again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameHostRoot {
    /// The holding.
    pub party_id: PartyId,
    /// A party is controlled when more than this share of it is held; half, unless it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control_over: Option<Share>,
}

impl Command for NameHostRoot {
    type Aggregate = PartyGraph;
    type Refusal = GraphRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.name-host-root",
        route: Some(Route::post("/commerce/host-root")),
        roles: &[Role::TeamLead, Role::Administrator],
        also_writes: &[],
        reads: &[],
        summary: "Names the holding at the top of the own companies.",
    };

    fn target(&self, _: &Context) -> GraphId {
        graph_id()
    }

    fn wants(&self, _: Option<&PartyGraph>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Party>(self.party_id)]
    }

    fn decide(&self, graph: Option<&PartyGraph>, facts: &Facts, _: &Context) -> Result<Decision<PartyGraph>, GraphRefusal> {
        let control_over = self.control_over.unwrap_or(Share::HALF);
        match graph.and_then(|graph| graph.host) {
            Some(host) if host.root == self.party_id && host.control_over == control_over => return Ok(Decision::nothing()),
            Some(host) => return Err(GraphRefusal::HostRootNamed { party: host.root }),
            None => {}
        }
        // Below half, two outsiders could control one company at once.
        if control_over < Share::HALF || control_over == Share::WHOLE {
            return Err(GraphRefusal::ControlOutOfRange);
        }
        let party = party::usable(facts, self.party_id).map_err(|why| GraphRefusal::party(self.party_id, why))?;
        if party.profile.kind != PartyKind::Holding {
            return Err(GraphRefusal::NotAHolding);
        }
        Ok(Decision::of([GraphEvent::HostRootNamed { party: self.party_id, control_over }]))
    }

    fn example() -> Self {
        Self { party_id: PartyId::derive(&["example"]), control_over: None }
    }
}

#[cfg(test)]
mod tests {
    use testkit::{given, nothing};

    use super::*;
    use crate::samples::parties::{self, holding_id, seller_id, share};

    fn name() -> NameHostRoot {
        NameHostRoot { party_id: holding_id(), control_over: None }
    }

    #[test]
    fn k32_a_tenant_has_one_host_root_which_is_a_holding() {
        let holding = || nothing::<PartyGraph>().with::<Party>(holding_id(), [parties::registered(holding_id(), parties::holding())]);
        let named = GraphEvent::HostRootNamed { party: holding_id(), control_over: Share::HALF };
        holding().when(name()).then([named.clone()]);
        given::<PartyGraph>([named.clone()]).when(name()).then([]);
        let other = NameHostRoot { party_id: seller_id(), ..name() };
        given::<PartyGraph>([named]).when(other.clone()).refused(GraphRefusal::HostRootNamed { party: holding_id() });
        let seller = nothing::<PartyGraph>().with::<Party>(seller_id(), [parties::seller_registered()]);
        seller.when(other).refused(GraphRefusal::NotAHolding);
        nothing::<PartyGraph>().when(name()).refused(GraphRefusal::NoSuchParty { party: holding_id() });
    }

    #[test]
    fn k33_control_is_never_a_minority() {
        let refused = |over| {
            let command = NameHostRoot { control_over: Some(share(over)), ..name() };
            nothing::<PartyGraph>().when(command).refused(GraphRefusal::ControlOutOfRange);
        };
        refused("49.9999");
        refused("100");
    }
}
