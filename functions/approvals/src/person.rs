//! Who did something.

use kernel::{Actor, Context, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who did something: a person or Entrepot itself (decision P92).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// The subject of their token.
    pub id: Line,
    /// Their name.
    pub name: Line,
}

/// Longest name or id that is kept, in characters: what a line takes.
fn cut(text: &str) -> Line {
    let short: String = text.chars().filter(|c| !c.is_control()).take(kernel::text::LINE_CHARACTERS_MAX).collect();
    Line::new(&short).unwrap_or_else(|_| unnamed())
}

/// Stands for an empty name; tokens without one are refused at the edge.
#[allow(clippy::expect_used, reason = "a literal")]
fn unnamed() -> Line {
    Line::new("—").expect("a literal line")
}

impl Person {
    /// Who acts.
    pub fn acting(context: &Context) -> Self {
        Self::of(&context.actor)
    }

    /// An actor as a person.
    pub fn of(actor: &Actor) -> Self {
        Self { id: cut(&actor.id), name: cut(&actor.name) }
    }
}
