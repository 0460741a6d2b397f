//! What approvers propose instead of a plain yes or no.

use kernel::{Line, Paragraph};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ShipmentRefusal;
use crate::calculation::OrderLine;
use crate::price::Price;

/// A conditional offer: the order would be approved if its manager took it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// Its id, as approvals gave it.
    pub id: Line,
    /// The round of correction, from 1; absent for dropped lines.
    pub round: Option<u32>,
    /// What is proposed.
    pub terms: Terms,
    /// Who proposes.
    pub approver: Option<Line>,
    /// Why.
    pub reason: Paragraph,
}

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Terms {
    /// Other prices.
    Prices {
        /// By line.
        prices: Vec<ProposedPrice>,
    },
    /// Without some lines.
    DropLines {
        /// Which.
        lines: Vec<u16>,
    },
}

/// Another price for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProposedPrice {
    /// The line.
    pub line: u16,
    /// Of one piece, net of VAT.
    pub price: Price,
}

/// Of what a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProposalKind {
    /// Other prices.
    Prices,
    /// Without some lines.
    DropLines,
}

impl Terms {
    /// Of what.
    pub const fn kind(&self) -> ProposalKind {
        match self {
            Self::Prices { .. } => ProposalKind::Prices,
            Self::DropLines { .. } => ProposalKind::DropLines,
        }
    }

    /// The order's lines if its manager takes it.
    ///
    /// # Errors
    /// When nothing would be left, a line is not the order's, or a price is zero or in another currency.
    pub fn applied_to(&self, lines: &[OrderLine]) -> Result<Vec<OrderLine>, ShipmentRefusal> {
        let mut lines = lines.to_vec();
        match self {
            Self::Prices { prices } => {
                for proposed in prices {
                    let line = lines.iter_mut().find(|line| line.line == proposed.line);
                    let line = line.ok_or(ShipmentRefusal::NoSuchLine { line: proposed.line })?;
                    if proposed.price.is_zero() || proposed.price.currency() != line.price.currency() {
                        return Err(ShipmentRefusal::PriceNotOffered { line: proposed.line });
                    }
                    line.price = proposed.price;
                }
            }
            Self::DropLines { lines: dropped } => lines.retain(|line| !dropped.contains(&line.line)),
        }
        if lines.is_empty() { Err(ShipmentRefusal::LineCount) } else { Ok(lines) }
    }
}
