//! From a listener to answers, until told to end.

use std::io;

use axum::Router;
use tokio::net::TcpListener;

/// Serves until `shutdown` ends; then what is being answered is answered to its end.
///
/// # Errors
/// What the listener says.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(shutdown).await
}
