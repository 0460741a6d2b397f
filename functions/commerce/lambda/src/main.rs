//! Serves the commerce context; `_HANDLER` says which of its functions.

fn main() -> std::process::ExitCode {
    entrepot_aws::lambda::serve(&[&commerce::CATALOGUE], |_| Ok(Vec::new()))
}
