//! Serves the approvals context; `_HANDLER` says which of its functions.

fn main() -> std::process::ExitCode {
    entrepot_aws::lambda::serve(&[&approvals::CATALOGUE], approvals_connectors::all)
}
