//! Serves relay, snapshots and dead letters of every context; `_HANDLER` says which.

use kernel::Catalogue;

/// All contexts: relay and snapshots read the streams of each.
const CATALOGUES: &[&Catalogue] = &[&platform::CATALOGUE, &commerce::CATALOGUE, &ledger::CATALOGUE, &orders::CATALOGUE, &papers::CATALOGUE];

fn main() -> std::process::ExitCode {
    entrepot_aws::lambda::serve(CATALOGUES, |_| Ok(Vec::new()))
}
