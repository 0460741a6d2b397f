//! Bringing declarations to the vendor: what follows from a submission that somebody asked for.
//!
//! An event says what is intended; a reaction makes the calls; what they brought is written down
//! before the next step begins. Whatever fails, crashes or comes twice in between, each step looks
//! first whether it was done (decisions C01 to C03, C38 to C40).
//!
//! A declaration that is submitted again after somebody gave up uses the docflow that it has.
//! What would make something is then only looked for; what sets something is done again, because
//! doing it again leaves it as it is, and somebody may have changed it at the vendor meanwhile.

pub mod due;
pub mod get;
pub mod go_on;
pub mod make_step;
pub mod tend;
pub mod work;
pub mod work_list;

#[cfg(test)]
mod proof;
