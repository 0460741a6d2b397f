//! What somebody may try next: a command and its body, made from what there is. Nothing is
//! tried that could not be typed; whether it is right, the decision says.

mod billing;
mod budgets;
mod deals;
mod ledger;
mod money;

use serde_json::Value;

use crate::Driver;

/// A command by its wire name, with its body.
pub type Wish = (&'static str, Value);

/// Makes a wish, where there is something to wish for.
pub type Act = fn(&mut Driver) -> Option<Wish>;

/// All of them, by how often they are tried.
pub const ACTS: &[(u32, Act)] = &[
    (2, deals::draft_contract),
    (3, deals::sign_contract),
    (6, deals::undertake),
    (12, deals::record_fact),
    (2, deals::record_internal),
    (2, deals::reverse_fact),
    (2, deals::transfer_title),
    (3, deals::recognise),
    (2, deals::correct_cost),
    (10, billing::draft),
    (9, billing::issue),
    (9, billing::post),
    (1, billing::void),
    (4, billing::credit),
    (2, billing::tax_invoice),
    (2, billing::write_off),
    (1, billing::close),
    (2, billing::allocate_waiting),
    (8, money::record),
    (3, money::confirm),
    (9, money::allocate),
    (2, money::auto_allocate),
    (2, money::unallocate),
    (1, money::reverse),
    (4, money::offset),
    (1, budgets::open),
    (5, budgets::reserve),
    (1, budgets::release),
    (1, budgets::change_limit),
    (4, ledger::post_entry),
    (2, ledger::reverse_entry),
    (4, ledger::close_period),
    (1, ledger::reopen_period),
    (1, ledger::add_account),
    (1, ledger::close_account),
    (2, ledger::seal),
];
