//! Which address is answered by what.

use std::sync::Arc;

use axum::{
    Router,
    body::HttpBody,
    http::header,
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use tower_http::{
    compression::{
        CompressionLayer, Predicate,
        predicate::{DefaultPredicate, NotForContentType},
    },
    trace::TraceLayer,
};

use crate::{
    address::route,
    assets, headers, health, iiif, media, pages,
    problem::{self, Problem},
    site::Site,
};

/// Every address, and what answers it.
fn table() -> Vec<(&'static str, MethodRouter<Arc<Site>>)> {
    vec![
        (route::HOME, get(pages::home::page)),
        (route::SEARCH, get(pages::search::page)),
        (route::COLLECTIONS, get(pages::collections::page)),
        (route::COLLECTIONS_BARE, get(pages::collections::bare)),
        (route::COLLECTION_SLUG, get(pages::collection::by_slug)),
        (route::COLLECTION, get(pages::collection::by_ark)),
        (route::COLLECTION_OLD, get(pages::ark::old_collection)),
        (route::ITEM, get(pages::item::page)),
        (route::ITEM_OLD, get(pages::ark::old_item)),
        (route::ITEM_NO_ARK, get(pages::ark::no_ark)),
        (route::AUTHORITIES, get(pages::authorities::page)),
        (route::AUTHORITIES_BARE, get(pages::authorities::bare)),
        (route::AUTHORITY, get(pages::authority::page)),
        (route::AUTHORITY_OLD, get(pages::ark::old_authority)),
        (route::ARK, get(pages::ark::page)),
        (route::ARK_OLD, get(pages::ark::page)),
        (route::ABOUT, get(pages::about::page)),
        (route::ASSET, get(assets::asset)),
        (route::FONT, get(assets::font)),
        (route::MEDIA, get(media::file::serve)),
        (route::MEDIA_PEAKS, get(media::peaks::serve)),
        (route::MEDIA_TEXT, get(media::subtitles::serve)),
        (route::MEDIA_OPUS, get(media::access_copy::opus)),
        (route::MEDIA_MP3, get(media::access_copy::mp3)),
        (route::MANIFEST, get(iiif::manifest::serve)),
        (route::MANIFEST_OLD, get(pages::ark::old_manifest)),
        (route::IIIF_COLLECTION, get(iiif::collection::by_ark)),
        (route::IIIF_COLLECTION_OLD, get(pages::ark::old_iiif_collection)),
        (route::IIIF_COLLECTION_SLUG, get(iiif::collection::by_slug)),
        (route::ANNOTATIONS, get(iiif::annotations::serve)),
        (route::IMAGE, get(iiif::image::to_info)),
        (route::IMAGE_INFO, get(iiif::image::info)),
        (route::IMAGE_REQUEST, get(iiif::image::picture)),
        (route::HEALTH, get(health::alive)),
        (route::READY, get(health::ready)),
    ]
}

/// The patterns of all addresses, for the tests that go through every one.
#[must_use]
pub fn routes() -> Vec<&'static str> {
    table().into_iter().map(|(pattern, _)| pattern).collect()
}

/// The whole site.
pub fn router(site: Arc<Site>) -> Router {
    let text = DefaultPredicate::new().and(NotForContentType::const_new("font/")).and(NoRanges);
    let router =
        table().into_iter().fold(Router::new(), |router, (pattern, answers)| router.route(pattern, answers));
    router
        .fallback(nothing)
        .method_not_allowed_fallback(other_method)
        .layer(middleware::from_fn_with_state(site.clone(), problem::dress))
        .layer(middleware::from_fn(headers::every_answer))
        .layer(CompressionLayer::new().compress_when(text))
        .layer(TraceLayer::new_for_http())
        .with_state(site)
}

/// What answers byte ranges goes out as it lies: a range of a compressed answer would be of other bytes under one entity tag.
#[derive(Clone, Copy)]
struct NoRanges;

impl Predicate for NoRanges {
    fn should_compress<B: HttpBody>(&self, response: &axum::http::Response<B>) -> bool {
        !response.headers().contains_key(header::ACCEPT_RANGES)
    }
}

async fn nothing() -> Problem {
    Problem::nothing("Nothing here has this address. It may have a typing slip.")
}

async fn other_method() -> Response {
    Problem::method().into_response()
}
