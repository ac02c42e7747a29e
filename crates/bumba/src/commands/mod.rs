//! One command is one file.

mod authority;
mod collection;
mod demo;
mod doctor;
mod fold;
mod identify;
mod ingest;
mod init;
mod list;
mod peaks;
mod pyramid;
mod rebuild;
mod search;
mod serve;
mod show;
mod status;
mod verify;
mod withdraw;

use crate::{
    archive::Archive,
    cli::{Cli, Command},
    exit::{Failure, Outcome},
    worker,
};

/// Runs what was asked for.
pub async fn run(cli: &Cli) -> Outcome {
    match &cli.command {
        Command::Demo(args) => demo::run(cli, args).await,
        Command::Init(args) => init::run(cli, args),
        Command::Ingest(args) => ingest::run(cli, args).await,
        Command::Status => status::run(cli).await,
        Command::List(args) => list::run(cli, args).await,
        Command::Show { id } => show::run(cli, id).await,
        Command::Search(args) => search::run(cli, args).await,
        Command::Verify(args) => verify::run(cli, args).await,
        Command::Rebuild { what } => rebuild::run(cli, *what).await,
        Command::Collection(args) => collection::run(cli, args).await,
        Command::Authority(args) => authority::run(cli, args).await,
        Command::Withdraw { id, reason } => withdraw::run(cli, id, reason).await,
        Command::Serve(args) => serve::run(cli, args).await,
        Command::Peaks(args) => peaks::run(args),
        Command::Identify { files } => identify::run(files),
        Command::Pyramid { file, output } => pyramid::run(cli, file, output),
        Command::Fold { text, lang } => fold::run(text, lang.as_deref()),
        Command::Doctor => doctor::run(cli).await,
    }
}

/// Brings the index up to date, where no server does.
async fn index_now(archive: &Archive) -> Result<(), Failure> {
    let Some(lease) = worker::Lease::take(&archive.rooms).await? else { return Ok(()) };
    let done = match archive.index() {
        Ok(index) => worker::follow(&archive.rooms, &index).await,
        Err(error) => Err(error),
    };
    lease.release().await?;
    done
}
