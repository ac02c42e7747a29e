//! `/iiif/image/ID/…`: Image API 3 from stored pyramids. A tile that is stored is sent as it lies; all else is rendered, a few at a time.

use std::{io, sync::Arc};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bumba_access::Viewer;
use bumba_iiif::image::{
    Format, ImageInfo, ImageRequest, InfoSize, Limits, Quality, Resolved, Rotation, TileSet,
};
use bumba_imaging::{
    ImagingError, Mirror, OutputFormat, Pyramid, Quality as Colours, ReadAt, Rect, Render, Rotation as Turn,
};
use bumba_store::Blob;

use super::{document, negotiated};
use crate::{
    address,
    asked::{self, AskedFile},
    base::Base,
    problem::Problem,
    site::{Site, blocking},
};

const IMAGE: &str = "application/ld+json;profile=\"http://iiif.io/api/image/3/context.json\"";

/// Stored bytes, for a pyramid.
struct Stored(Box<dyn Blob>);

impl ReadAt for Stored {
    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        self.0.read_at(out, offset)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.0.len())
    }
}

/// `/iiif/image/ID`: 303 to its description (section 2.1).
pub async fn to_info(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Result<Response, Problem> {
    let asked = asked::file(&site, Viewer::Public, &id).await?;
    let to =
        HeaderValue::from_str(&address::image_info(&asked.id)).map_err(|error| Problem::broken(&error))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}

/// `/iiif/image/ID/info.json`
pub async fn info(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = asked::file(&site, Viewer::Public, &id).await?;
    let pyramid = open(&site, &asked).await?;
    let mut info = ImageInfo::new(base.of(&address::image(&asked.id)), pyramid.width(), pyramid.height());
    info.limits = Some(Limits::default());
    let mut sizes: Vec<InfoSize> =
        pyramid.levels().iter().map(|level| InfoSize { width: level.width, height: level.height }).collect();
    sizes.reverse();
    info.sizes = sizes;
    let scale_factors = pyramid.levels().iter().map(|level| level.scale).collect();
    info.tiles = vec![TileSet { width: pyramid.tile_side(), scale_factors }];
    document(&info, negotiated(&headers, IMAGE))
}

/// `/iiif/image/ID/REGION/SIZE/ROTATION/QUALITY.FORMAT`
pub async fn picture(
    State(site): State<Arc<Site>>,
    Path((id, region, size, rotation, quality)): Path<(String, String, String, String, String)>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = asked::file(&site, Viewer::Public, &id).await?;
    let request = ImageRequest::parse(&region, &size, &rotation, &quality)
        .map_err(|error| Problem::wrong(error.to_string()))?;
    let pyramid = open(&site, &asked).await?;
    let resolved = request
        .resolve(pyramid.width(), pyramid.height(), &Limits::default())
        .map_err(|error| Problem::wrong(error.to_string()))?;
    let canonical = resolved.canonical_path();
    let tag = format!("\"{}-{canonical}\"", asked.file()?.digests.sha512.get(..32).unwrap_or_default());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = resolved.format.media_type();
    let mut response = if known.contains(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        bytes(&site, pyramid, &resolved).await?.into_response()
    };
    let link = format!("<{}/{canonical}>;rel=\"canonical\"", base.of(&address::image(&asked.id)));
    for (name, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "private, max-age=600"),
        (header::ETAG, &tag),
        (header::LINK, &link),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

async fn open(site: &Site, asked: &AskedFile) -> Result<Pyramid<Stored>, Problem> {
    let (derived, key) = (site.derived.clone(), asked.id.pyramid());
    let blob = blocking(move || derived.open(&key)).await?.map_err(|error| Problem::broken(&error))?;
    let blob = blob.ok_or_else(|| {
        Problem::not_made("This file has no picture to show: it is none, or its pyramid is still being made.")
    })?;
    blocking(move || Pyramid::open(Stored(blob))).await?.map_err(problem)
}

async fn bytes(site: &Site, pyramid: Pyramid<Stored>, resolved: &Resolved) -> Result<Vec<u8>, Problem> {
    let render = render(resolved);
    if let Some(tile) = pyramid.stored(&render) {
        return blocking(move || pyramid.tile(tile)).await?.map_err(problem);
    }
    let permit = site.renders.clone().acquire_owned().await.map_err(|error| Problem::broken(&error))?;
    blocking(move || {
        // Held to the end of the work, also where the reader has gone by then.
        let _permit = permit;
        pyramid.render(&render)
    })
    .await?
    .map_err(problem)
}

fn render(resolved: &Resolved) -> Render {
    let rect = Rect {
        x: resolved.rect.x,
        y: resolved.rect.y,
        width: resolved.rect.width,
        height: resolved.rect.height,
    };
    Render {
        mirror: if resolved.mirror { Mirror::Yes } else { Mirror::No },
        rotation: match resolved.rotation {
            Rotation::None => Turn::None,
            Rotation::Quarter => Turn::Quarter,
            Rotation::Half => Turn::Half,
            Rotation::ThreeQuarters => Turn::ThreeQuarters,
        },
        quality: match resolved.quality {
            Quality::Gray => Colours::Gray,
            Quality::Bitonal => Colours::Bitonal,
            _ => Colours::Colour,
        },
        format: match resolved.format {
            Format::Png => OutputFormat::Png,
            _ => OutputFormat::Jpeg,
        },
        ..Render::new(rect, resolved.width, resolved.height)
    }
}

fn problem(error: ImagingError) -> Problem {
    match error {
        ImagingError::BadRequest(_) | ImagingError::TooLarge { .. } => Problem::wrong(error.to_string()),
        other => Problem::broken(&other),
    }
}
