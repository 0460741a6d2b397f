//! Serves the notices context; `_HANDLER` says which of its functions.

fn main() -> std::process::ExitCode {
    entrepot_aws::lambda::serve(&[&notices::CATALOGUE], notices_connectors::all)
}
