#![doc = include_str!("../README.md")]

mod archive;
mod cli;
mod commands;
mod config;
mod exit;
mod interrupt;
mod output;
mod progress_bar;
mod worker;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { exit::Status::Call.into() } else { ExitCode::SUCCESS };
        }
    };
    start_log(&cli);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::say(&format!(
                "bumba cannot start its threads: {error}. The system may be out of memory."
            ));
            return exit::Status::Unusable.into();
        }
    };
    let status = runtime.block_on(commands::run(&cli));
    // A thread that still reads a slow disk does not keep the process.
    runtime.shutdown_background();
    match status {
        Ok(status) => status.into(),
        Err(failure) => {
            output::say(&failure.message);
            failure.status.into()
        }
    }
}

fn start_log(cli: &cli::Cli) {
    let level = match (cli.quiet, cli.verbose) {
        (true, _) => "error",
        // A decoder says in passing what the probe says as a fault.
        (_, 0) => "warn,symphonia=error",
        (_, 1) => "info,tantivy=warn",
        _ => "debug,tantivy=info",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("BUMBA_LOG").unwrap_or_else(|_| level.into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
