//! Serves the orders context; `_HANDLER` says which of its functions.

fn main() -> std::process::ExitCode {
    entrepot_aws::lambda::serve(&[&orders::CATALOGUE], orders_connectors::all)
}
