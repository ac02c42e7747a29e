//! `/ark:NAAN/NAME` and the old form `ark:/NAAN/NAME` before every kind of address: sent on to where the thing is.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};

use super::moved;
use crate::{address, asked, problem::Problem, site::Site};

/// `/ark:NAAN/NAME`: the identifier alone leads to its page.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path((naan, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let ark = format!("ark:{naan}/{name}").parse::<bumba_model::Ark>()?;
    let (id, sort) = asked::sort(&site, &ark.to_string()).await?;
    let to = match sort {
        "item" => address::item(&id),
        "collection" => address::collection(&id),
        "authority" => address::authority(&id),
        other => {
            return Err(Problem::nothing(format!("It names one {other}, which has no page of its own yet.")));
        }
    };
    Ok(moved(to, query.as_deref()))
}

/// Makes the handler that sends the old form of a kind of address to the new one.
macro_rules! old_form {
    ($(#[$about:meta])* $name:ident => $address:path) => {
        $(#[$about])*
        pub async fn $name(
            Path((naan, name)): Path<(String, String)>,
            RawQuery(query): RawQuery,
        ) -> Result<Response, Problem> {
            let ark = format!("ark:{naan}/{name}").parse::<bumba_model::Ark>()?;
            Ok(moved($address(&ark), query.as_deref()))
        }
    };
}

old_form! {
    /// `/items/ark:/…`
    old_item => address::item
}
old_form! {
    /// `/collections/ark:/…`
    old_collection => address::collection
}
old_form! {
    /// `/authorities/ark:/…`
    old_authority => address::authority
}
old_form! {
    /// `/iiif/manifest/ark:/…`
    old_manifest => address::manifest
}
old_form! {
    /// `/iiif/collection/ark:/…`
    old_iiif_collection => address::iiif_collection
}

/// `/items/…` that is no identifier: says so.
pub async fn no_ark(Path(rest): Path<String>) -> Problem {
    match rest.parse::<bumba_model::Ark>() {
        Err(error) => error.into(),
        Ok(_) => Problem::nothing("Nothing here has this address."),
    }
}
