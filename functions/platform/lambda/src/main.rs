//! Serves relay, snapshots and dead letters of every context; `_HANDLER` says which.

fn main() -> std::process::ExitCode {
    entrepot_aws::lambda::serve(&[&platform::CATALOGUE, &orders::CATALOGUE], |_| Ok(Vec::new()))
}
