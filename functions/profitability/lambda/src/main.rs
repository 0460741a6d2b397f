//! Serves the profitability context; `_HANDLER` says which of its functions.

fn main() -> std::process::ExitCode {
    entrepot_aws::lambda::serve(&[&profitability::CATALOGUE], |_| Ok(Vec::new()))
}
