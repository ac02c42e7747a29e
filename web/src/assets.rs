//! The stylesheet, the scripts and the faces: all from here, nothing from elsewhere.

use std::{borrow::Cow, sync::LazyLock};

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use crate::{address, params::Params, problem::Problem};

const STYLE: &str = "site.css";
const SCRIPT: &str = "site.js";

/// The layers of the stylesheet, in their order.
const LAYERS: [&str; 7] = [
    include_str!("../ui/styles/tokens.css"),
    include_str!("../ui/styles/base.css"),
    include_str!("../ui/styles/scripts.css"),
    include_str!("../ui/styles/frame.css"),
    include_str!("../ui/styles/parts.css"),
    include_str!("../ui/styles/reading.css"),
    include_str!("../ui/styles/listening.css"),
];

static STYLESHEET: LazyLock<Versioned> = LazyLock::new(|| {
    let mut css = String::from("@layer tokens,base,scripts,frame,parts,reading,listening;\n");
    css.push_str(bumba_fonts::css());
    for layer in LAYERS {
        css.push_str(layer);
    }
    Versioned::new(Cow::Owned(css.into_bytes()), "text/css; charset=utf-8")
});

struct Versioned {
    bytes: Cow<'static, [u8]>,
    media_type: Cow<'static, str>,
    version: String,
}

impl Versioned {
    fn new(bytes: Cow<'static, [u8]>, media_type: &'static str) -> Self {
        let version = version(&bytes);
        Self { bytes, media_type: Cow::Borrowed(media_type), version }
    }
}

fn version(bytes: &[u8]) -> String {
    let digest = hex::encode(Sha256::digest(bytes));
    digest.get(..16).unwrap_or_default().to_owned()
}

/// The address of the stylesheet.
#[must_use]
pub fn style() -> String {
    address::asset(STYLE, &STYLESHEET.version)
}

/// The address of the script, where it was built.
#[must_use]
pub fn script() -> Option<String> {
    static ADDRESS: LazyLock<Option<String>> =
        LazyLock::new(|| Some(address::asset(SCRIPT, &version(&bumba_ui::asset(SCRIPT)?.bytes))));
    ADDRESS.clone()
}

/// `/assets/NAME`: the stylesheet, or what the islands were built into.
pub async fn asset(
    Path(name): Path<String>,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if name == STYLE {
        let sheet = &*STYLESHEET;
        return Ok(answer(sheet.bytes.clone(), &sheet.media_type, &sheet.version, &params, &headers));
    }
    let asset =
        bumba_ui::asset(&name).ok_or_else(|| Problem::nothing("There is no such part of the site."))?;
    let version = version(&asset.bytes);
    Ok(answer(asset.bytes, &asset.media_type, &version, &params, &headers))
}

/// `/assets/fonts/NAME`.
pub async fn font(Path(name): Path<String>, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    let face = bumba_fonts::face(&name).ok_or_else(|| Problem::nothing("There is no such face."))?;
    let version = version(face.bytes);
    Ok(answer(Cow::Borrowed(face.bytes), face.media_type, &version, &params, &headers))
}

/// Under its version for ever, else for a day and then asked again (RFC 9110, section 8.8.3; RFC 8246).
fn answer(
    bytes: Cow<'static, [u8]>,
    media_type: &str,
    version: &str,
    params: &Params,
    headers: &HeaderMap,
) -> Response {
    let keep = if params.get("v") == Some(version) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=86400"
    };
    let tag = format!("\"{version}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| known.contains(&tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match bytes {
            Cow::Borrowed(bytes) => bytes.into_response(),
            Cow::Owned(bytes) => bytes.into_response(),
        }
    };
    let mut put = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, media_type);
    put(header::CACHE_CONTROL, keep);
    put(header::ETAG, &tag);
    response
}
