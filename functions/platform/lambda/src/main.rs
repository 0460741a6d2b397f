//! Serves relay, snapshots, push and dead letters of every context; `_HANDLER` says which.

fn main() -> std::process::ExitCode {
    // All contexts: relay and snapshots read the streams of each.
    entrepot_aws::lambda::serve(
        &[
            &platform::CATALOGUE,
            &approvals::CATALOGUE,
            &commerce::CATALOGUE,
            &customs::CATALOGUE,
            &ledger::CATALOGUE,
            &notices::CATALOGUE,
            &orders::CATALOGUE,
            &papers::CATALOGUE,
            &profitability::CATALOGUE,
        ],
        |_| Ok(Vec::new()),
    )
}
