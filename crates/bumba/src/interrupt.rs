//! Ctrl-C: work stops where it can go on from.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Turns true at the first Ctrl-C or SIGTERM; the second ends the process at once.
pub fn watch() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let told = stopped.clone();
    tokio::spawn(async move {
        signal().await;
        told.store(true, Ordering::SeqCst);
        crate::output::say("Stopping at the next safe place; once more ends at once.");
        signal().await;
        std::process::exit(130);
    });
    stopped
}

/// Waits for Ctrl-C or SIGTERM.
pub async fn signal() {
    let ctrl_c = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = ctrl_c => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = ctrl_c.await;
        }
    }
}
