//! What every answer says of how it may be used.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// Everything from here, nothing inline, nobody frames it.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; img-src 'self' data: blob:; media-src 'self'; \
     style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";

/// Headers of safety on all, and who may read from elsewhere: IIIF and media are for everybody's programs.
pub async fn every_answer(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let for_all = path.starts_with("/iiif/") || path.starts_with("/media/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    put(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "same-origin");
    put(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    if for_all {
        put(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        put(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            "content-range, accept-ranges, etag, content-length, link",
        );
        put(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    } else {
        put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    }
    response
}
