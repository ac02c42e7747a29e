//! `bumba serve`: the site, and the one who works.

use std::{net::SocketAddr, sync::Arc};

use bumba_web::Site;

use crate::{
    archive::Archive,
    cli::{Cli, Role, Serve},
    exit::{Failure, Outcome, Status},
    interrupt, output, worker,
};

pub async fn run(cli: &Cli, args: &Serve) -> Outcome {
    let archive = Archive::open(&cli.archive()).await?;
    serve(&archive, args.listen, args.role).await
}

/// Serves an archive until it is told to stop.
pub async fn serve(archive: &Archive, listen: SocketAddr, role: Role) -> Outcome {
    let index = archive.index()?;
    let stopped = interrupt::watch();
    let work = (role != Role::Web)
        .then(|| tokio::spawn(worker::serve(archive.rooms.clone(), index.clone(), stopped.clone())));
    if role == Role::Worker {
        output::say("Working. Ctrl-C stops.");
        interrupt::signal().await;
    } else {
        if archive.config.web.base_url.is_none() && !listen.ip().is_loopback() {
            return Err(Failure::call(format!(
                "{listen} can be reached from elsewhere, and the site does not know its own address. \
                 Say it in bumba.toml: [web] base_url = \"https://…\""
            )));
        }
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(|error| {
            Failure::unusable(format!(
                "{listen}: cannot listen there: {error}. Is another server running? Say --listen 127.0.0.1:0."
            ))
        })?;
        let address = listener.local_addr().map_err(|error| Failure::unusable(error.to_string()))?;
        let rooms = &archive.rooms;
        let mut site = Site::new(
            rooms.catalogue.clone(),
            index,
            rooms.store.clone(),
            rooms.derived.clone(),
            archive.config.web.base_url.clone(),
        );
        site.name.clone_from(&archive.config.name);
        // The address goes to stdout: scripts read it there.
        output::text(&format!("http://{address}/"));
        bumba_web::serve(listener, bumba_web::router(Arc::new(site)), interrupt::signal())
            .await
            .map_err(|error| Failure::unusable(error.to_string()))?;
    }
    if let Some(work) = work {
        let _ = work.await;
    }
    Ok(Status::Done)
}
