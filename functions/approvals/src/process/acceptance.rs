//! The acceptance tables: fifty orders and where they go, twenty time limits to the minute.

use super::Status;
use super::branch::{Clock, Timing};
use super::event::ApprovedBy;
use super::open::OpenProcess;
use crate::figures::{Control, CostAge, Figures, Submitted};
use crate::hours::Hours;
use crate::limit::{DailyLimit, Scope};
use crate::samples::processes::{client, figures, money, points, submitted, unit};
use crate::samples::world::Scene;
use crate::samples::{self, line, rules, settings};
use crate::{Level, Pace};

/// What makes an order unlike the others.
#[derive(Debug, Clone, Copy)]
enum But {
    Nothing,
    Age(CostAge),
    Revoked(u32),
    Allowed(i64),
    Exempt,
    Blocked,
    /// So much of the manager's day is taken, in kopecks.
    ManagerTaken(i64),
    UnitTaken(i64),
    Down,
    /// The units and how far their own lines are off.
    Units(&'static [(&'static str, i64)]),
    By(&'static str),
}

/// Where an order goes.
#[derive(Debug, Clone, PartialEq)]
enum Goes {
    Passes(ApprovedBy),
    To(Vec<(Level, String)>),
}

fn to(asked: &[(Level, &str)]) -> Goes {
    Goes::To(asked.iter().map(|(level, person)| (*level, (*person).to_owned())).collect())
}

fn passes() -> Goes {
    Goes::Passes(ApprovedBy::Auto)
}

fn routed(deviation: i64, total: &str, but: But) -> Goes {
    let mut figures = Figures {
        total: money(total),
        revenue: money(total),
        units: vec![unit("north", deviation)],
        lines: Vec::new(),
        ..figures(deviation)
    };
    figures.units[0].revenue = money(total);
    let (mut submitted, mut scene) = (submitted(), Scene::of([]));
    let limit = |scope: Scope| DailyLimit::id_of(&scope, samples::day("2026-11-23"));
    let manager = Scope::Manager { manager: line("manager") };
    let north = Scope::Unit { unit: line("north") };
    match but {
        But::Nothing => {}
        But::Age(cost_age) => figures.cost_age = cost_age,
        But::Revoked(revocations) => submitted.revocations = revocations,
        But::Allowed(allowed) => {
            submitted.client = crate::figures::ClientRef { strategic: true, allowed_deviation: points(allowed), ..client() };
        }
        But::Exempt => (figures.control, figures.deviation) = (Control::Exempt, None),
        But::Blocked => (figures.control, figures.deviation) = (Control::Blocked, None),
        But::ManagerTaken(minor) => scene = scene.with_limit(limit(manager.clone()), samples::limits::taken(manager, "20000.00", minor)),
        But::UnitTaken(minor) => scene = scene.with_limit(limit(north.clone()), samples::limits::taken(north, "100000.00", minor)),
        But::Down => scene = scene.fallback(),
        But::Units(units) => figures.units = units.iter().map(|(name, deviation)| unit(name, *deviation)).collect(),
        But::By(person) => submitted = Submitted { manager: line(person), ..submitted },
    }
    let scene = scene.then(scene.system(OpenProcess { submitted, figures }));
    let case = scene.case();
    match &case.approval {
        Some(approval) => Goes::Passes(approval.by),
        None => {
            assert_eq!(case.status, Status::Open);
            let asked = case
                .branches
                .iter()
                .map(|branch| (branch.level, branch.routed.to.as_ref().map_or("nobody".into(), |to| to.id.to_string())));
            Goes::To(asked.collect())
        }
    }
}

#[test]
fn p75_fa02_fifty_orders_go_where_the_functional_model_sends_them() {
    use But::*;
    use Level::*;
    let (rbu, dp, gd) = ([(Rbu, "rbu-north")], [(Dp, "dp")], [(Gd, "gd")]);
    let cases: [(&str, i64, &str, But, Goes); 50] = [
        ("at plan", 0, "150000.00", Nothing, passes()),
        ("a hundredth above plan", -1, "150000.00", Nothing, passes()),
        ("far above plan", -5_000, "9000000.00", Nothing, passes()),
        ("a hundredth below, small", 1, "100.00", Nothing, passes()),
        ("0.99, within the limit", 99, "20000.00", Nothing, passes()),
        ("0.99, a kopeck beyond the limit", 99, "20000.01", Nothing, to(&rbu)),
        ("1.00", 100, "100.00", Nothing, to(&rbu)),
        ("1.01", 101, "150000.00", Nothing, to(&rbu)),
        ("7.00", 700, "150000.00", Nothing, to(&rbu)),
        ("14.99", 1_499, "150000.00", Nothing, to(&rbu)),
        ("15.00", 1_500, "150000.00", Nothing, to(&rbu)),
        ("15.01", 1_501, "150000.00", Nothing, to(&dp)),
        ("20.00", 2_000, "150000.00", Nothing, to(&dp)),
        ("24.99", 2_499, "150000.00", Nothing, to(&dp)),
        ("25.00", 2_500, "150000.00", Nothing, to(&dp)),
        ("25.01", 2_501, "150000.00", Nothing, to(&gd)),
        ("40.00", 4_000, "150000.00", Nothing, to(&gd)),
        ("100.00", 10_000, "150000.00", Nothing, to(&gd)),
        ("plan 35, cumulative 34.01", 99, "1000.00", Nothing, passes()),
        ("plan 35, cumulative 34.00", 100, "1000.00", Nothing, to(&rbu)),
        ("plan 35, cumulative 19.99", 1_501, "1000.00", Nothing, to(&dp)),
        ("plan 35, cumulative 9.99", 2_501, "1000.00", Nothing, to(&gd)),
        ("plan 35, cumulative -5", 4_000, "1000.00", Nothing, to(&gd)),
        ("half a point, cost of 31-60 days", 50, "1000.00", Age(CostAge::Aged), passes()),
        ("half a point, cost of 61-90 days", 50, "1000.00", Age(CostAge::ToConfirm), to(&rbu)),
        ("above plan, cost of 61-90 days", -500, "1000.00", Age(CostAge::ToConfirm), to(&rbu)),
        ("20.00, cost of 61-90 days", 2_000, "1000.00", Age(CostAge::ToConfirm), to(&dp)),
        ("half a point, stale cost", 50, "1000.00", Age(CostAge::Stale), to(&rbu)),
        ("two revocations", 700, "1000.00", Revoked(2), to(&rbu)),
        ("three revocations", 700, "1000.00", Revoked(3), to(&dp)),
        ("three revocations, 30.00", 3_000, "1000.00", Revoked(3), to(&gd)),
        ("three revocations, at plan", 0, "1000.00", Revoked(3), to(&dp)),
        ("strategic, 3 allowed, 3.99", 399, "1000.00", Allowed(300), passes()),
        ("strategic, 3 allowed, 4.00", 400, "1000.00", Allowed(300), to(&rbu)),
        ("strategic, 3 allowed, 18.00", 1_800, "1000.00", Allowed(300), to(&rbu)),
        ("strategic, 3 allowed, 18.01", 1_801, "1000.00", Allowed(300), to(&dp)),
        ("strategic, 3 allowed, 2.00, beyond the limit", 200, "20000.01", Allowed(300), to(&rbu)),
        ("outside of control", 0, "9000000.00", Exempt, passes()),
        ("cannot be judged", 0, "1000.00", Blocked, to(&gd)),
        ("manager has 5 000 left, takes all", 50, "5000.00", ManagerTaken(1_500_000), passes()),
        ("manager has 5 000 left, needs more", 50, "5000.01", ManagerTaken(1_500_000), to(&rbu)),
        ("unit has 5 000 left, takes all", 50, "5000.00", UnitTaken(9_500_000), passes()),
        ("unit has 5 000 left, needs more", 50, "5000.01", UnitTaken(9_500_000), to(&rbu)),
        ("channel down, 5.00", 500, "15000.00", Down, Goes::Passes(ApprovedBy::Fallback)),
        ("channel down, 5.01", 501, "15000.00", Down, to(&rbu)),
        ("channel down, 20.00", 2_000, "15000.00", Down, to(&dp)),
        ("two units", 700, "150000.00", Units(&[("north", 600), ("south", 800)]), to(&[(Rbu, "rbu-north"), (Rbu, "rbu-south")])),
        ("two units, one needs DP", 700, "150000.00", Units(&[("north", 100), ("south", 1_600)]), to(&[(Rbu, "rbu-north"), (Dp, "dp")])),
        ("two units, the whole needs DP", 1_600, "150000.00", Units(&[("north", 100), ("south", 200)]), to(&dp)),
        ("the head's own order", 700, "150000.00", By("rbu-north"), to(&[(Rbu, "deputy-north")])),
    ];
    for (name, deviation, total, but, goes) in cases {
        assert_eq!(routed(deviation, total, but), goes, "{name}");
    }
}

#[test]
fn p80_fa03_twenty_time_limits_to_the_minute() {
    let (hours, rules) = (Hours::of(&settings()), rules());
    let moscow = |text: &str| testkit::moment(&format!("{text}:00+03:00"));
    // level, pace, start, notice at half, warning at four fifths, end; by Moscow's clock.
    let cases: [(&str, Level, Pace, &str, &str, &str, &str); 20] = [
        ("RBU P1 Monday", Level::Rbu, Pace::P1, "2026-11-23T10:00", "2026-11-23T12:00", "2026-11-23T13:12", "2026-11-23T14:00"),
        ("RBU P2 Monday", Level::Rbu, Pace::P2, "2026-11-23T10:00", "2026-11-24T13:00", "2026-11-25T11:12", "2026-11-25T16:00"),
        ("RBU small Monday", Level::Rbu, Pace::Small, "2026-11-23T10:00", "2026-11-23T11:00", "2026-11-23T11:36", "2026-11-23T12:00"),
        ("DRP P1", Level::Drp, Pace::P1, "2026-11-23T09:00", "2026-11-23T11:00", "2026-11-23T12:12", "2026-11-23T13:00"),
        ("DRP P2", Level::Drp, Pace::P2, "2026-11-23T09:00", "2026-11-24T12:00", "2026-11-25T10:12", "2026-11-25T15:00"),
        ("DRP small", Level::Drp, Pace::Small, "2026-11-23T16:30", "2026-11-23T17:30", "2026-11-24T09:06", "2026-11-24T09:30"),
        ("DP P1", Level::Dp, Pace::P1, "2026-11-23T10:00", "2026-11-23T14:00", "2026-11-23T16:24", "2026-11-23T18:00"),
        ("DP P2", Level::Dp, Pace::P2, "2026-11-23T09:00", "2026-11-25T15:00", "2026-11-27T11:24", "2026-11-30T12:00"),
        ("DP small", Level::Dp, Pace::Small, "2026-11-23T15:00", "2026-11-23T17:00", "2026-11-24T09:12", "2026-11-24T10:00"),
        ("GD P1", Level::Gd, Pace::P1, "2026-11-23T09:00", "2026-11-24T12:00", "2026-11-25T10:12", "2026-11-25T15:00"),
        ("GD P2", Level::Gd, Pace::P2, "2026-11-23T09:00", "2026-11-26T18:00", "2026-12-01T12:36", "2026-12-02T18:00"),
        ("GD small", Level::Gd, Pace::Small, "2026-11-23T09:00", "2026-11-23T15:00", "2026-11-24T09:36", "2026-11-24T12:00"),
        (
            "Friday evening over the weekend",
            Level::Rbu,
            Pace::P1,
            "2026-11-20T17:00",
            "2026-11-23T10:00",
            "2026-11-23T11:12",
            "2026-11-23T12:00",
        ),
        (
            "two minutes before closing",
            Level::Rbu,
            Pace::P1,
            "2026-11-18T17:58",
            "2026-11-19T10:58",
            "2026-11-19T12:10",
            "2026-11-19T12:58",
        ),
        ("Saturday", Level::Rbu, Pace::Small, "2026-11-21T12:00", "2026-11-23T10:00", "2026-11-23T10:36", "2026-11-23T11:00"),
        ("before opening", Level::Rbu, Pace::Small, "2026-11-23T06:00", "2026-11-23T10:00", "2026-11-23T10:36", "2026-11-23T11:00"),
        ("after closing", Level::Rbu, Pace::Small, "2026-11-23T20:00", "2026-11-24T10:00", "2026-11-24T10:36", "2026-11-24T11:00"),
        (
            "a short day before a holiday",
            Level::Rbu,
            Pace::P1,
            "2026-11-03T15:00",
            "2026-11-03T17:00",
            "2026-11-05T10:12",
            "2026-11-05T11:00",
        ),
        ("over the new year", Level::Rbu, Pace::P1, "2026-12-30T16:00", "2026-12-30T18:00", "2027-01-11T10:12", "2027-01-11T11:00"),
        ("a worked Saturday", Level::Rbu, Pace::P1, "2027-02-19T16:00", "2027-02-19T18:00", "2027-02-20T10:12", "2027-02-20T11:00"),
    ];
    for (name, level, pace, start, notice, warning, due) in cases {
        let timing = Timing { hours: &hours, ladder: &rules.ladder, pace, now: moscow(start) };
        let clock = Clock::start(level, 0, timing).unwrap();
        assert_eq!((clock.notice_at, clock.warning_at, clock.due_at), (moscow(notice), moscow(warning), moscow(due)), "{name}");
        let spent = clock.spent(&hours, clock.due_at).unwrap();
        assert_eq!(spent, clock.budget_minutes, "{name}");
    }
}
