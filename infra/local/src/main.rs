//! `cargo run`: all of Entrepot in one process, with a demonstration inside.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use entrepot_local::host::{Config, Host};
use entrepot_local::personas;
use tracing_subscriber::EnvFilter;

/// Where the host listens unless `ENTREPOT_ADDR` says otherwise.
const ADDRESS: &str = "127.0.0.1:8080";
/// Where it keeps its data unless `ENTREPOT_DATA` says otherwise.
const DATA: &str = ".entrepot";

fn main() -> ExitCode {
    // The embedded database warns of every conflict, which here is everyday life.
    let filter = EnvFilter::try_from_env("ENTREPOT_LOG").unwrap_or_else(|_| EnvFilter::new("warn,dynoxide=error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("cannot start: {error}")),
    };
    runtime.block_on(run())
}

async fn run() -> ExitCode {
    let address = std::env::var("ENTREPOT_ADDR").unwrap_or_else(|_| ADDRESS.to_owned());
    let Ok(address) = address.parse::<SocketAddr>() else {
        return fail(&format!("ENTREPOT_ADDR is not an address such as {ADDRESS}: {address}"));
    };
    let data = PathBuf::from(std::env::var_os("ENTREPOT_DATA").unwrap_or_else(|| DATA.into()));
    let host = match Host::start(Config::demonstration(address, data)).await {
        Ok(host) => host,
        Err(fault) => return fail(&fault.chain()),
    };
    announce(&host);
    match tokio::signal::ctrl_c().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("cannot wait for Ctrl-C: {error}")),
    }
}

fn announce(host: &Host) {
    let url = &host.url;
    println!("Entrepot is running.");
    println!();
    println!("  console      {url}/console");
    println!("  API          {url}/openapi.json");
    println!("  Nova Poshta  {}   (simulator)", host.nova_poshta_url);
    println!("  PrivatBank   {}   (simulator)", host.privatbank_url);
    println!("  Kontur       {}   (simulator)", host.kontur_url);
    println!("  ELMA         {}   (simulator)", host.elma_url);
    println!("  Telegram     {}   (simulator)", host.telegram_url);
    println!("  mail         {}   (simulator)", host.mail_url);
    println!();
    println!("Sign in as:");
    for persona in personas::all() {
        println!("  {:<14} {:<14} {}", persona.tenant.to_string(), persona.persona, persona.name);
    }
    println!();
    println!("Ctrl-C stops it; what was acknowledged is kept.");
}

fn fail(why: &str) -> ExitCode {
    eprintln!("entrepot: {why}");
    ExitCode::FAILURE
}
