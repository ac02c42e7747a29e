//! Stored bytes on their way out: whole or in parts, a piece at a time, never on the runtime's own threads.

use std::{io, sync::Arc};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bumba_store::Blob;
use futures::stream::{self, Stream, StreamExt};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::range::{ByteRange, Wanted, wanted};
use crate::problem::Problem;

/// Bytes that are in memory for one answer.
const PIECE: u64 = 128 * 1024;

/// What is said of stored bytes.
pub struct About {
    /// Their media type.
    pub media_type: String,
    /// What tells these bytes from others, without quotes.
    pub tag: String,
    /// The name to save them under.
    pub name: String,
    /// Whether a browser may open them here; else they are saved.
    pub inline: bool,
}

/// Answers with bytes (RFC 9110, sections 13 and 14).
#[must_use]
pub fn answer(blob: Box<dyn Blob>, about: &About, asked: &HeaderMap) -> Response {
    let blob: Arc<dyn Blob> = blob.into();
    let tag = format!("\"{}\"", about.tag);
    let word = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    if word(header::IF_NONE_MATCH).is_some_and(|known| matches_tag(known, &tag)) {
        return with_headers(StatusCode::NOT_MODIFIED.into_response(), about, &tag, None);
    }
    // A date in If-Range is never ours: then all is sent (section 13.1.5).
    let as_known = word(header::IF_RANGE).is_none_or(|known| known.trim() == tag);
    let length = blob.len();
    match wanted(word(header::RANGE).filter(|_| as_known), length) {
        Wanted::Whole => {
            let body = Body::from_stream(pieces(blob, 0, length));
            with_headers(body.into_response(), about, &tag, Some(length))
        }
        Wanted::None => {
            let mut response = Problem::no_such_range(length).into_response();
            put(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{length}"));
            put(response.headers_mut(), header::ACCEPT_RANGES, "bytes");
            response
        }
        Wanted::Parts(parts) => match parts.as_slice() {
            [part] => {
                let body = Body::from_stream(pieces(blob, part.first, part.length()));
                let mut response = with_headers(body.into_response(), about, &tag, Some(part.length()));
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                put(response.headers_mut(), header::CONTENT_RANGE, &content_range(*part, length));
                response
            }
            parts => several(blob, parts, about, &tag),
        },
    }
}

/// `multipart/byteranges` (section 14.6).
fn several(blob: Arc<dyn Blob>, parts: &[ByteRange], about: &About, tag: &str) -> Response {
    let length = blob.len();
    let digits: String = about.tag.chars().filter(char::is_ascii_alphanumeric).take(24).collect();
    let boundary = format!("bumba-{digits}-{length}");
    let mut total = 0;
    let mut streams = Vec::new();
    for part in parts {
        let head = format!(
            "\r\n--{boundary}\r\nContent-Type: {}\r\nContent-Range: {}\r\n\r\n",
            about.media_type,
            content_range(*part, length)
        );
        total += head.len() as u64 + part.length();
        let head = stream::once(async move { Ok::<_, io::Error>(Bytes::from(head)) });
        streams.push(head.chain(pieces(blob.clone(), part.first, part.length())).boxed());
    }
    let end = format!("\r\n--{boundary}--\r\n");
    total += end.len() as u64;
    streams.push(stream::once(async move { Ok(Bytes::from(end)) }).boxed());
    let body = Body::from_stream(stream::iter(streams).flatten());
    let mut response = with_headers(body.into_response(), about, tag, Some(total));
    *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    put(response.headers_mut(), header::CONTENT_TYPE, &format!("multipart/byteranges; boundary={boundary}"));
    response
}

fn content_range(part: ByteRange, length: u64) -> String {
    format!("bytes {}-{}/{length}", part.first, part.last)
}

fn matches_tag(known: &str, tag: &str) -> bool {
    known.trim() == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

fn with_headers(mut response: Response, about: &About, tag: &str, length: Option<u64>) -> Response {
    let headers = response.headers_mut();
    put(headers, header::CONTENT_TYPE, &about.media_type);
    put(headers, header::ETAG, tag);
    put(headers, header::ACCEPT_RANGES, "bytes");
    // Asked again each time: a rule may have closed it since.
    put(headers, header::CACHE_CONTROL, "private, no-cache");
    let name = utf8_percent_encode(&about.name, NON_ALPHANUMERIC);
    let ascii: String = about
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let how = if about.inline { "inline" } else { "attachment" };
    put(
        headers,
        header::CONTENT_DISPOSITION,
        &format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{name}"),
    );
    if let Some(length) = length {
        put(headers, header::CONTENT_LENGTH, &length.to_string());
    }
    response
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// `length` bytes from `at` on. A medium that gives fewer than it promised breaks the answer off: half a file never looks whole.
fn pieces(
    blob: Arc<dyn Blob>,
    at: u64,
    length: u64,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    stream::try_unfold((blob, at, length), |(blob, at, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let (blob, piece) = tokio::task::spawn_blocking(move || {
            let mut buffer = vec![0; usize::try_from(left.min(PIECE)).unwrap_or(PIECE as usize)];
            let got = loop {
                match blob.read_at(&mut buffer, at) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            if got == 0 {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "the stored file is shorter than it was",
                ));
            }
            buffer.truncate(got);
            Ok((blob, Bytes::from(buffer)))
        })
        .await
        .map_err(io::Error::other)??;
        let got = piece.len() as u64;
        Ok(Some((piece, (blob, at + got, left.saturating_sub(got)))))
    })
}
