//! The laws of money, whatever a trading house does. No outside program is needed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use books::Driver;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 12, ..ProptestConfig::default() })]

    /// Entries balance, allocations pass neither payment nor invoice, nothing is billed that was
    /// not fulfilled, a hard limit is never passed, and trial balances are the sums of entries.
    #[test]
    fn k12_k44_a_house_driven_at_random_keeps_the_laws_of_money(seed in any::<u64>(), steps in 100u64..250) {
        let mut driver = Driver::new(seed).unwrap();
        prop_assert_eq!(driver.drive(steps).map_err(|broken| broken.to_string()), Ok(()));
    }
}

#[test]
fn the_same_seed_drives_the_same_house() {
    let tally = |seed| {
        let mut driver = Driver::new(seed).unwrap();
        driver.drive(120).unwrap();
        driver.tally
    };
    assert_eq!(tally(1), tally(1));
    assert_ne!(tally(1), tally(2));
}

/// What chance tries is not all refused: a proof over commands that never happen proves nothing.
#[test]
fn every_command_that_is_tried_is_also_accepted() {
    let mut driver = Driver::new(2).unwrap();
    driver.drive(2_000).unwrap();
    let never: Vec<&str> = driver.tally.iter().filter(|(_, tally)| tally.accepted == 0).map(|(command, _)| *command).collect();
    assert_eq!((never, driver.tally.len()), (vec![], books::acts::ACTS.len()));
}
