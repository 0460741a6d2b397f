//! What an order demands: at which level, and why. A pure function of figures and rules.

use kernel::{Line, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::figures::{ClientRef, Control, CostAge, Figures, Submitted};
use crate::rules::Rules;
use crate::{Level, Pace, Priority};

/// What an order demands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Demand {
    /// The level that decides upon the whole.
    pub level: Level,
    /// Why not a lower one.
    pub reasons: Vec<Reason>,
    /// The deviation less what the client is allowed; what the matrix judged.
    pub routed_by: Option<Percentage>,
    /// Whether it is small.
    pub small: bool,
    /// How urgent.
    pub priority: Priority,
}

/// Why a level is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The matrix says so.
    Deviation,
    /// The cost is so old that a person confirms it.
    CostAge,
    /// Its approvals were annulled too often.
    Revocations,
    /// It loses money.
    Loss,
    /// It cannot be judged.
    Blocked,
    /// What may pass without a person today is used up.
    LimitReached,
}

impl Demand {
    /// What an order demands.
    pub fn of(submitted: &Submitted, figures: &Figures, rules: &Rules) -> Self {
        let routed_by = figures.deviation.map(|deviation| allowed_off(deviation, &submitted.client));
        let mut demand = Self {
            level: Level::Auto,
            reasons: Vec::new(),
            routed_by,
            small: figures.total.minor() < rules.amounts.small_below().minor(),
            priority: priority(submitted, figures, rules),
        };
        let blocked_loss = rules.matrix.block_losses && figures.loss_making;
        let small_loss = blocked_loss && rules.matrix.is_small_loss(figures.loss(), figures.revenue);
        match figures.control {
            // Nothing of it is under control.
            Control::Exempt => return demand,
            Control::Blocked => demand.raise(Level::Gd, Reason::Blocked),
            // So small a loss passes, whatever its deviation: every other reason stands.
            Control::Judged if small_loss => demand.reasons.push(Reason::Loss),
            Control::Judged => demand.raise(routed_by.map_or(Level::Gd, |deviation| rules.matrix.level(deviation)), Reason::Deviation),
        }
        match figures.cost_age {
            CostAge::Fresh | CostAge::Aged => {}
            CostAge::ToConfirm | CostAge::Stale => demand.raise(Level::Rbu, Reason::CostAge),
        }
        if submitted.revocations >= rules.routing.revocations_to_dp {
            demand.raise(Level::Dp, Reason::Revocations);
        }
        if blocked_loss && !small_loss {
            demand.raise(Level::Gd, Reason::Loss);
        }
        demand
    }

    /// Another reason for at least a level; the lowest level needs none.
    pub fn raise(&mut self, level: Level, reason: Reason) {
        if level > Level::Auto {
            self.level = self.level.max(level);
            self.reasons.push(reason);
        }
    }

    /// Which column of the ladder holds.
    pub const fn pace(&self) -> Pace {
        match (self.small, self.priority) {
            (true, _) => Pace::Small,
            (false, Priority::P1) => Pace::P1,
            (false, Priority::P2) => Pace::P2,
        }
    }

    /// The parts that decide side by side: each unit about its own lines, at no lower level than
    /// the whole demands (decision P63). Above the heads of units one person decides for all.
    pub fn parts(&self, client: &ClientRef, figures: &Figures, rules: &Rules) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for unit in &figures.units {
            let own = unit.deviation.map_or(Level::Auto, |deviation| rules.matrix.level(allowed_off(deviation, client)));
            let level = own.max(self.level);
            match parts.iter_mut().find(|part| part.level == level && level > Level::Rbu) {
                Some(part) => part.units.push(unit.unit.clone()),
                None => parts.push(Part { level, units: vec![unit.unit.clone()] }),
            }
        }
        if parts.is_empty() {
            parts.push(Part { level: self.level, units: Vec::new() });
        }
        parts
    }
}

/// Units that one approver decides upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// At which level.
    pub level: Level,
    /// Which units.
    pub units: Vec<Line>,
}

/// A deviation less what the client is allowed; an improvement is none (decision P96).
pub fn allowed_off(deviation: Percentage, client: &ClientRef) -> Percentage {
    let allowed = if client.strategic { client.allowed_deviation.hundredths().max(0) } else { 0 };
    // Never below zero by an allowance; what was below zero before stays as it is.
    let left = deviation.hundredths().saturating_sub(allowed);
    Percentage::from_hundredths(if deviation.hundredths() > 0 { left.max(0) } else { deviation.hundredths() })
}

/// Above the amount, net of tax, or an emergency (decision P61).
fn priority(submitted: &Submitted, figures: &Figures, rules: &Rules) -> Priority {
    let large = figures.total.minor() > rules.amounts.p1_above().minor();
    if large || submitted.emergency { Priority::P1 } else { Priority::P2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::processes::{client, figures, money, points, submitted, unit};
    use crate::samples::rules;

    fn level(submitted: &Submitted, figures: &Figures) -> Level {
        Demand::of(submitted, figures, &rules()).level
    }

    #[test]
    fn p30_a_cost_of_61_to_90_days_needs_a_person_even_below_one_point() {
        let of = |cost_age| level(&submitted(), &Figures { cost_age, ..figures(50) });
        assert_eq!([CostAge::Fresh, CostAge::Aged, CostAge::ToConfirm].map(of), [Level::Auto, Level::Auto, Level::Rbu]);
        let high = Figures { cost_age: CostAge::ToConfirm, ..figures(2_000) };
        assert_eq!(level(&submitted(), &high), Level::Dp);
    }

    #[test]
    fn p55_after_three_revocations_dp_decides_unless_gd_must() {
        let of = |revocations, deviation| level(&crate::figures::Submitted { revocations, ..submitted() }, &figures(deviation));
        assert_eq!((of(2, 500), of(3, 500), of(3, 2_501), of(3, 0)), (Level::Rbu, Level::Dp, Level::Gd, Level::Dp));
    }

    #[test]
    fn p61_p86_small_wins_over_priority_and_bounds_are_exact() {
        let of = |total: &str, emergency| {
            let submitted = Submitted { emergency, ..submitted() };
            Demand::of(&submitted, &Figures { total: money(total), ..figures(500) }, &rules()).pace()
        };
        let cases = [("99999.99", Pace::Small), ("100000.00", Pace::P2), ("500000.00", Pace::P2), ("500000.01", Pace::P1)];
        for (total, pace) in cases {
            assert_eq!(of(total, false), pace, "{total}");
        }
        assert_eq!((of("50000.00", true), of("200000.00", true)), (Pace::Small, Pace::P1));
    }

    #[test]
    fn p96_what_a_strategic_client_is_allowed_is_taken_off_before_routing() {
        let strategic = Submitted { client: ClientRef { strategic: true, allowed_deviation: points(300), ..client() }, ..submitted() };
        let demand = Demand::of(&strategic, &figures(1_700), &rules());
        assert_eq!((demand.level, demand.routed_by), (Level::Rbu, Some(points(1_400))));
        assert_eq!(Demand::of(&strategic, &figures(200), &rules()).routed_by, Some(points(0)));
        assert_eq!(Demand::of(&strategic, &figures(-200), &rules()).routed_by, Some(points(-200)));
        // An allowance that is noted for a client who is not strategic counts for nothing.
        let ordinary = Submitted { client: ClientRef { strategic: false, ..strategic.client.clone() }, ..submitted() };
        assert_eq!(level(&ordinary, &figures(1_700)), Level::Dp);
        // Never below the rule for the age of costs.
        assert_eq!(level(&strategic, &Figures { cost_age: CostAge::ToConfirm, ..figures(200) }), Level::Rbu);
    }

    #[test]
    fn p63_each_unit_decides_about_its_lines_at_no_lower_level_than_the_whole() {
        let parts = |whole, units: &[(&str, i64)]| {
            let units = units.iter().map(|(name, deviation)| unit(name, *deviation)).collect();
            let figures = Figures { units, ..figures(whole) };
            let demand = Demand::of(&submitted(), &figures, &rules());
            let parts = demand.parts(&client(), &figures, &rules());
            parts.into_iter().map(|part| (part.level, part.units.len())).collect::<Vec<_>>()
        };
        assert_eq!(parts(500, &[("north", 100), ("south", 900)]), [(Level::Rbu, 1), (Level::Rbu, 1)]);
        // A unit that is well below the whole still decides, the floor is the level of the whole.
        assert_eq!(parts(500, &[("north", -1_000), ("south", 1_600)]), [(Level::Rbu, 1), (Level::Dp, 1)]);
        assert_eq!(parts(1_600, &[("north", 0), ("south", 2_000)]), [(Level::Dp, 2)]);
        assert_eq!(parts(1_600, &[("north", 0), ("south", 2_600)]), [(Level::Dp, 1), (Level::Gd, 1)]);
    }

    #[test]
    fn losses_are_blocked_only_where_the_tenant_says_so() {
        let losing = |loss: &str, revenue: &str| {
            let mut figures = crate::samples::processes::losing(loss, revenue);
            figures.deviation = Some(points(500));
            figures
        };
        assert_eq!(level(&submitted(), &losing("5000.00", "100000.00")), Level::Rbu);
        let mut strict = rules();
        strict.matrix.block_losses = true;
        let of = |loss, revenue| Demand::of(&submitted(), &losing(loss, revenue), &strict).level;
        assert_eq!((of("99.00", "100000.00"), of("101.00", "100000.00"), of("55.00", "50000.00")), (Level::Auto, Level::Gd, Level::Gd));
    }

    #[test]
    fn p30_p55_p114_a_small_loss_excuses_the_deviation_and_nothing_else() {
        let mut strict = rules();
        strict.matrix.block_losses = true;
        let small = || Figures { deviation: Some(points(500)), ..crate::samples::processes::losing("99.00", "100000.00") };
        let of = |submitted: &Submitted, figures: Figures| {
            let demand = Demand::of(submitted, &figures, &strict);
            (demand.level, demand.reasons)
        };
        for cost_age in [CostAge::ToConfirm, CostAge::Stale] {
            let demanded = of(&submitted(), Figures { cost_age, ..small() });
            assert_eq!(demanded, (Level::Rbu, vec![Reason::Loss, Reason::CostAge]));
        }
        let revoked = Submitted { revocations: 3, ..submitted() };
        assert_eq!(of(&revoked, small()), (Level::Dp, vec![Reason::Loss, Reason::Revocations]));
        let blocked = Figures { control: Control::Blocked, deviation: None, ..small() };
        assert_eq!(of(&submitted(), blocked), (Level::Gd, vec![Reason::Blocked]));
    }

    #[test]
    fn p24_an_order_outside_of_control_needs_nobody() {
        let figures = Figures { control: Control::Exempt, deviation: None, ..figures(0) };
        assert_eq!(level(&submitted(), &figures), Level::Auto);
        assert_eq!(level(&submitted(), &Figures { control: Control::Blocked, ..figures }), Level::Gd);
    }
}
