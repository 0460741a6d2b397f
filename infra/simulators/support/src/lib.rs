//! What the simulators of outside systems have in common.
//!
//! A simulator speaks the real protocol of the outside system and adds a side door under
//! `/_simulator/`, from which a test or a demonstration moves its world forward and breaks it:
//!
//! - [`fault`] — faults ordered in advance, used up one answer at a time;
//! - [`webhook`] — the address to push to and the Standard Webhooks signature;
//! - [`push`] — the queue that delivers pushes without holding up the API;
//! - [`receiver`] — the other end of a push, for tests;
//! - [`answer`] — connections cut in the middle, answers that are not what was asked for;
//! - [`decimal`] — amounts in minor units, read from and written to text;
//! - [`state_file`] — the state kept from one run to the next;
//! - [`clock`] — the wall clock in Kyiv.

pub mod answer;
pub mod clock;
pub mod decimal;
pub mod fault;
pub mod push;
pub mod receiver;
pub mod state_file;
pub mod webhook;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a simulator's state, also after a handler panicked while holding it: a simulator that
/// answers nothing more would hide the first failure behind many.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
