//! What a line is worth without tax, where its price includes it.

use kernel::{Currency, Day, Facts, Money, Settings, Want};
use tax::{LinePrice, PlaceHints, SupplyLine, TaxContext};

use super::{FactLine, FactRefusal};
use crate::PartyId;
use crate::invoice::assess::trader;
use crate::party;
use crate::settings::CommerceSettings;

/// What must be known of the two parties.
pub(super) fn wants(facts: &Facts, parties: [PartyId; 2]) -> Vec<Want> {
    parties.into_iter().flat_map(|party| party::want_survivor(facts, party)).collect()
}

/// Takes the tax out of the lines whose prices include it: by the rules of the day on which it
/// happened, for a supply at home. An invoice calculates anew and is what counts for tax; what
/// differs there is a difference of the settlement account.
pub(super) fn without_tax(
    lines: Vec<FactLine>,
    facts: &Facts,
    parties: [PartyId; 2],
    currency: Currency,
    day: Day,
    settings: &Settings,
) -> Result<Vec<FactLine>, FactRefusal> {
    if !lines.iter().any(includes_tax) {
        return Ok(lines);
    }
    let [seller, buyer] = parties;
    let known = |party| trader(facts, party).map_err(|_| FactRefusal::NoSuchParty);
    let context = TaxContext {
        tax_point: day,
        currency,
        seller: known(seller)?,
        buyer: known(buyer)?,
        price_includes_tax: true,
        procedure: None,
        place: PlaceHints::default(),
        rounding: None,
        verified_only: CommerceSettings::of(settings).verified_tax_rules_only,
        lines: lines.iter().filter_map(supply).collect(),
    };
    let result = tax::calculate(&context, tax::rules()).map_err(FactRefusal::Tax)?;
    let net = |line: &FactLine| result.lines.iter().find(|taxed| taxed.n == u32::from(line.n)).map(|taxed| taxed.net);
    Ok(lines.into_iter().map(|line| with_amount(net(&line), line)).collect())
}

fn includes_tax(line: &FactLine) -> bool {
    line.priced.as_ref().is_some_and(|priced| priced.price_includes_tax)
}

fn supply(line: &FactLine) -> Option<SupplyLine> {
    let priced = line.priced.as_ref().filter(|priced| priced.price_includes_tax)?;
    let price = LinePrice::Total(priced.agreed);
    Some(SupplyLine { n: u32::from(line.n), kind: priced.supply, code: priced.tax_code.clone(), price })
}

fn with_amount(net: Option<Money>, mut line: FactLine) -> FactLine {
    if let (Some(net), Some(priced)) = (net, &mut line.priced) {
        priced.amount = net;
    }
    line
}
