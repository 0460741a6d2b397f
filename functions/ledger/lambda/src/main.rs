//! Serves the ledger context; `_HANDLER` says which of its functions.

fn main() -> std::process::ExitCode {
    entrepot_aws::lambda::serve(&[&ledger::CATALOGUE], |_| Ok(Vec::new()))
}
