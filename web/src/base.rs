//! What absolute addresses begin with.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use std::{convert::Infallible, sync::Arc};

use crate::site::Site;

/// `http://127.0.0.1:8080`, no `/` at its end.
///
/// The configured one; else the request's host where it is loopback. Another host is not believed: a forged `Host` would
/// write itself into manifests and permanent links that caches keep.
#[derive(Clone, Debug)]
pub struct Base(pub String);

impl Base {
    /// An absolute address.
    #[must_use]
    pub fn of(&self, address: &str) -> String {
        format!("{}{address}", self.0)
    }

    fn new(site: &Site, host: Option<&str>) -> Self {
        if let Some(url) = &site.base_url {
            return Self(url.clone());
        }
        Self(format!("http://{}", host.filter(|host| is_loopback(host)).unwrap_or("localhost")))
    }
}

fn is_loopback(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, port)) => (name, port.strip_prefix(':').unwrap_or(port)),
        None => host.split_once(':').unwrap_or((host, "")),
    };
    let is_address = || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    (name == "localhost" || is_address()) && port.bytes().all(|byte| byte.is_ascii_digit())
}

impl FromRequestParts<Arc<Site>> for Base {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Infallible> {
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        Ok(Self::new(site, host.or_else(|| parts.uri.authority().map(axum::http::uri::Authority::as_str))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_of_this_machine_is_believed() {
        for host in ["localhost", "localhost:8080", "127.0.0.1:3000", "[::1]:80", "127.9.9.9"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "localhost:80@evil",
            "10.0.0.1",
            "[::2]:80",
            "127.0.0.1.evil",
            "localhost:80/x",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
