//! What profitability says of an order: read here with types of this context's own.
//!
//! Approvals never computes a margin. Figures come with the submission and again whenever they
//! change; each set names the immutable calculation behind it.

use kernel::{Line, Moment, Money, Paragraph, Percentage, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Priority;

/// Everything that is known of an order when it is submitted, besides its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Submitted {
    /// The order's id in `profitability`.
    pub shipment: Line,
    /// Which submission of it, from 1.
    pub submission: u32,
    /// The estimate's id in `profitability`.
    pub estimate: Line,
    /// And its number, for people.
    pub estimate_number: Line,
    /// The order's number, for people.
    pub number: Line,
    /// Who buys.
    pub client: ClientRef,
    /// Who initiates: the subject of their token.
    pub manager: Line,
    /// Who submitted it, the manager or somebody in their place: the subject of their token. Absent
    /// in what was submitted before this was told.
    #[serde(default)]
    pub submitted_by: Option<Line>,
    /// How urgent.
    pub priority: Priority,
    /// The manager says that approval was or will be got outside the system.
    #[serde(default)]
    pub emergency: bool,
    /// Who entered it.
    pub source: Source,
    /// Why the deviation should be allowed.
    #[serde(default)]
    pub justification: Option<Paragraph>,
    /// When.
    pub submitted_at: Moment,
    /// How many approvals of this order its manager's own changes annulled (decision P54).
    #[serde(default)]
    pub revocations: u32,
    /// Why the submission before was refused.
    #[serde(default)]
    pub previous_refusal: Option<Paragraph>,
}

impl Submitted {
    /// Whoever initiates: its manager, and whoever submitted it in their place. None of them ever
    /// decides about it (decisions X11 and P98).
    pub fn initiators(&self) -> Vec<&Line> {
        std::iter::once(&self.manager).chain(&self.submitted_by).collect()
    }

    /// Whether somebody is one of those.
    pub fn is_of(&self, person: &str) -> bool {
        self.initiators().iter().any(|initiator| initiator.as_str() == person)
    }
}

/// Who buys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClientRef {
    /// Their id in `profitability`.
    pub id: Line,
    /// Their name.
    pub name: Line,
    /// Whether they are strategic.
    #[serde(default)]
    pub strategic: bool,
    /// What is allowed to them, taken off the deviation before it is routed (decision P96).
    #[serde(default = "nothing")]
    pub allowed_deviation: Percentage,
}

const fn nothing() -> Percentage {
    Percentage::from_hundredths(0)
}

/// Who entered an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A person.
    Manual,
    /// The client's system: its prices cannot be corrected, and it is refused as a whole.
    Edi,
}

/// One calculation of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// The immutable record behind them.
    pub calculation: Line,
    /// When it was calculated.
    pub calculated_at: Moment,
    /// The planned margin.
    pub plan: Percentage,
    /// How often the plan was changed.
    #[serde(default)]
    pub plan_revision: u32,
    /// Whether the order can be judged.
    pub control: Control,
    /// The margin of the order alone.
    #[serde(default)]
    pub order: Option<Percentage>,
    /// Of everything shipped and the order.
    #[serde(default)]
    pub cumulative: Option<Percentage>,
    /// Of what is left.
    #[serde(default)]
    pub remainder: Option<Percentage>,
    /// What counts; absent unless judged.
    #[serde(default)]
    pub deviation: Option<Percentage>,
    /// By the lenient formula.
    #[serde(default)]
    pub lenient_deviation: Option<Percentage>,
    /// By the strict one.
    #[serde(default)]
    pub strict_deviation: Option<Percentage>,
    /// Of all lines, net of tax.
    pub total: Money,
    /// Of controlled lines.
    pub revenue: Money,
    /// What the order brings less than planned.
    pub shortfall: Money,
    /// The order loses money though the plan does not.
    #[serde(default)]
    pub loss_making: bool,
    /// Age of the oldest cost, in days.
    #[serde(default)]
    pub cost_age_days: Option<u32>,
    /// And what it means.
    pub cost_age: CostAge,
    /// What cannot be judged.
    #[serde(default)]
    pub blocked: Vec<BlockedLine>,
    /// By business unit.
    #[serde(default)]
    pub units: Vec<UnitFigures>,
    /// Line by line.
    #[serde(default)]
    pub lines: Vec<LineFigures>,
}

/// Whether an order can be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Control {
    /// By its deviation.
    Judged,
    /// Nothing of it is under control.
    Exempt,
    /// It cannot be.
    Blocked,
}

/// What the age of the oldest cost means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostAge {
    /// Nothing.
    Fresh,
    /// It is told.
    Aged,
    /// At least the head of the unit decides (decision P30).
    ToConfirm,
    /// Only an emergency passes.
    Stale,
}

/// What cannot be judged, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BlockedLine {
    /// Which line; absent for the whole order.
    #[serde(default)]
    pub line: Option<u32>,
    /// Why: `price-zero`, `cost-missing`, `no-revenue`.
    pub reason: Line,
}

/// The lines of one business unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UnitFigures {
    /// Which unit.
    pub unit: Line,
    /// What they amount to.
    pub revenue: Money,
    /// The plan less their own margin.
    #[serde(default)]
    pub deviation: Option<Percentage>,
    /// What they bring less than planned.
    pub shortfall: Money,
    /// Their numbers.
    #[serde(default)]
    pub lines: Vec<u32>,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineFigures {
    /// Its number.
    pub line: u32,
    /// The product's code.
    pub product: Line,
    /// Its name.
    pub name: Line,
    /// Whose it is.
    pub unit: Line,
    /// How much.
    pub quantity: Quantity,
    /// At what price, a piece.
    pub price: Money,
    /// What the estimate says.
    #[serde(default)]
    pub estimate_price: Option<Money>,
    /// The least that meets the plan.
    #[serde(default)]
    pub minimum_price: Option<Money>,
    /// What it amounts to.
    pub amount: Money,
    /// What a piece costs.
    #[serde(default)]
    pub cost: Option<Money>,
    /// Its margin.
    #[serde(default)]
    pub profitability: Option<Percentage>,
    /// What is missing to the minimum price.
    #[serde(default)]
    pub shortfall: Option<Money>,
    /// Outside of control.
    #[serde(default)]
    pub non_liquid: bool,
}

impl Figures {
    /// The business units that the order concerns, in the order of the figures.
    pub fn unit_names(&self) -> Vec<Line> {
        self.units.iter().map(|unit| unit.unit.clone()).collect()
    }

    /// What the controlled lines lose: their cost beyond what they amount to; nothing where they lose none.
    pub fn loss(&self) -> Money {
        let nothing = Money::zero(self.revenue.currency());
        let controlled = self.lines.iter().filter(|line| !line.non_liquid);
        let cost = |line: &LineFigures| line.cost.and_then(|cost| cost.times(line.quantity).ok());
        // A sum that does not fit must look like a loss, never like none.
        let cost = Money::sum(controlled.filter_map(cost), nothing.currency()).unwrap_or(Money::from_minor(i64::MAX, nothing.currency()));
        let loss = cost.minus(self.revenue).unwrap_or(cost);
        if loss.is_positive() { loss } else { nothing }
    }

    /// A line by number.
    pub fn line(&self, number: u32) -> Option<&LineFigures> {
        self.lines.iter().find(|line| line.line == number)
    }
}
