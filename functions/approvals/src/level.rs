//! Levels of approval, and how urgent an order is.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who may approve: each level may do what the ones before it may (decision P75).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nobody need be asked.
    Auto,
    /// The head of a business unit.
    Rbu,
    /// The director of the sales directorate; asked by escalation only.
    Drp,
    /// The commercial director.
    Dp,
    /// The general director.
    Gd,
}

impl Level {
    /// The levels at which a person decides, lowest first.
    pub const OF_PEOPLE: &[Self] = &[Self::Rbu, Self::Drp, Self::Dp, Self::Gd];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Rbu => "rbu",
            Self::Drp => "drp",
            Self::Dp => "dp",
            Self::Gd => "gd",
        }
    }

    /// Who is asked when this level is silent (decision P77); nobody stands above the last.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Auto => Some(Self::Rbu),
            Self::Rbu => Some(Self::Drp),
            Self::Drp => Some(Self::Dp),
            Self::Dp => Some(Self::Gd),
            Self::Gd => None,
        }
    }

    /// This level and those above it, at which a person decides.
    pub fn and_above(self) -> impl Iterator<Item = Self> {
        Self::OF_PEOPLE.iter().copied().filter(move |level| *level >= self)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How urgent an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Priority {
    /// Large, or an emergency.
    P1,
    /// Every other.
    P2,
}

impl Priority {
    /// The name in the API and in keys; sorts as the priorities do.
    pub const fn name(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
        }
    }
}

/// Which column of the ladder of time limits holds for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pace {
    /// Below the amount of a small order; wins over the priority (decision P86).
    Small,
    /// Priority 1.
    P1,
    /// Priority 2.
    P2,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p75_drp_stands_between_rbu_and_dp() {
        assert!(Level::Auto < Level::Rbu && Level::Rbu < Level::Drp && Level::Drp < Level::Dp && Level::Dp < Level::Gd);
        assert_eq!(Level::Dp.and_above().collect::<Vec<_>>(), [Level::Dp, Level::Gd]);
    }

    #[test]
    fn p77_silence_leads_from_rbu_by_drp_and_dp_to_gd() {
        let chain: Vec<_> = std::iter::successors(Some(Level::Rbu), |level| level.next()).collect();
        assert_eq!(chain, [Level::Rbu, Level::Drp, Level::Dp, Level::Gd]);
    }
}
