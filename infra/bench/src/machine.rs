//! What was measured on.

use entrepot_aws::SystemClock;
use runtime::ports::Clock;

/// Date, processor and compiler; nothing that names the machine.
#[derive(Debug, Clone)]
pub struct Machine {
    /// `2026-11-21`.
    pub date: String,
    /// `2 cores of …, Linux x86_64`.
    pub hardware: String,
    /// `rustc 1.95.0 (…)`.
    pub compiler: String,
    /// What was run.
    pub command: &'static str,
}

/// This machine.
pub fn describe(is_dev: bool) -> Machine {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':').map(|(_, model)| model.trim().to_owned()));
    let model = model.unwrap_or_else(|| "an unnamed processor".to_owned());
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = std::process::Command::new(rustc).arg("--version").output();
    let compiler = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    Machine {
        date: SystemClock.now().day_in(chrono_tz::UTC).to_string(),
        hardware: format!("{cores} cores of {model}, {} {}", std::env::consts::OS, std::env::consts::ARCH),
        compiler,
        command: if is_dev { "cargo run -p bench -- --dev" } else { "cargo run --release -p bench --" },
    }
}
