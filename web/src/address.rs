//! Every address of the site: how it is written, and the pattern that the router takes. No route is spelled elsewhere.

use std::fmt::Write as _;

use bumba_model::{Ark, ArkError, Region};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands unescaped in a query's value and in a segment (RFC 3986, unreserved, and `:` `,` `/` which a query allows).
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b',')
    .remove(b'/');
const IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b',')
    .remove(b'!');

/// The patterns of the router.
pub(crate) mod route {
    pub const HOME: &str = "/";
    pub const SEARCH: &str = "/search";
    pub const COLLECTIONS: &str = "/collections/";
    pub const COLLECTIONS_BARE: &str = "/collections";
    pub const COLLECTION_SLUG: &str = "/collections/{slug}";
    pub const COLLECTION: &str = "/collections/ark:{naan}/{name}";
    pub const COLLECTION_OLD: &str = "/collections/ark:/{naan}/{name}";
    pub const ITEM: &str = "/items/ark:{naan}/{name}";
    pub const ITEM_OLD: &str = "/items/ark:/{naan}/{name}";
    pub const ITEM_NO_ARK: &str = "/items/{*rest}";
    pub const AUTHORITIES: &str = "/authorities/";
    pub const AUTHORITIES_BARE: &str = "/authorities";
    pub const AUTHORITY: &str = "/authorities/ark:{naan}/{name}";
    pub const AUTHORITY_OLD: &str = "/authorities/ark:/{naan}/{name}";
    pub const ARK: &str = "/ark:{naan}/{name}";
    pub const ARK_OLD: &str = "/ark:/{naan}/{name}";
    pub const ABOUT: &str = "/about";
    pub const ASSET: &str = "/assets/{name}";
    pub const FONT: &str = "/assets/fonts/{name}";
    pub const MEDIA: &str = "/media/{id}";
    pub const MEDIA_PEAKS: &str = "/media/{id}/peaks.dat";
    pub const MEDIA_TEXT: &str = "/media/{id}/text.vtt";
    pub const MEDIA_OPUS: &str = "/media/{id}/opus";
    pub const MEDIA_MP3: &str = "/media/{id}/mp3";
    pub const MANIFEST: &str = "/iiif/manifest/ark:{naan}/{name}";
    pub const MANIFEST_OLD: &str = "/iiif/manifest/ark:/{naan}/{name}";
    pub const IIIF_COLLECTION: &str = "/iiif/collection/ark:{naan}/{name}";
    pub const IIIF_COLLECTION_OLD: &str = "/iiif/collection/ark:/{naan}/{name}";
    pub const IIIF_COLLECTION_SLUG: &str = "/iiif/collection/{slug}";
    pub const ANNOTATIONS: &str = "/iiif/annotations/ark:{naan}/{name}/{canvas}/{layer}";
    pub const IMAGE: &str = "/iiif/image/{id}";
    pub const IMAGE_INFO: &str = "/iiif/image/{id}/info.json";
    pub const IMAGE_REQUEST: &str = "/iiif/image/{id}/{region}/{size}/{rotation}/{quality}";
    pub const HEALTH: &str = "/healthz";
    pub const READY: &str = "/readyz";
}

/// A file of an item, as one segment of an address: `NAAN-NAME-fN`. Never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileId {
    /// The item.
    pub item: Ark,
    /// The file's number in it.
    pub n: u32,
}

impl FileId {
    /// The file of a number in an item.
    #[must_use]
    pub fn new(item: &Ark, n: u32) -> Self {
        Self { item: item.clone(), n }
    }

    /// Reads a segment.
    ///
    /// # Errors
    /// [`ArkError`] where it is not one, or has a slip.
    pub fn parse(segment: &str) -> Result<Self, ArkError> {
        let form = || ArkError::Form(segment.to_owned());
        let (ark, n) = segment.rsplit_once("-f").ok_or_else(form)?;
        let n: u32 = n
            .parse()
            .ok()
            .filter(|n: &u32| n.to_string().len() == segment.len() - ark.len() - 2)
            .ok_or_else(form)?;
        Ok(Self { item: Ark::from_segment(ark)?, n })
    }

    /// As one segment.
    #[must_use]
    pub fn segment(&self) -> String {
        format!("{}-f{}", self.item.segment(), self.n)
    }

    /// The key of its pyramid among the derivatives.
    #[must_use]
    pub fn pyramid(&self) -> String {
        format!("{}/f{}.tif", self.item.segment(), self.n)
    }

    /// The key of its peaks among the derivatives.
    #[must_use]
    pub fn peaks(&self) -> String {
        format!("{}/f{}.dat", self.item.segment(), self.n)
    }
}

/// A place in an item: a page, a moment, a part of a page, and the words that were looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Which canvas, from 1.
    pub canvas: Option<u32>,
    /// From, and to where it is said, in seconds of the canvas.
    pub time: Option<(f64, Option<f64>)>,
    /// Pixels of the canvas.
    pub region: Option<Region>,
    /// The query that led here.
    pub q: String,
}

/// The front page.
#[must_use]
pub fn home() -> String {
    route::HOME.to_owned()
}

/// The page about the archive, with the help on queries.
#[must_use]
pub fn about() -> String {
    route::ABOUT.to_owned()
}

/// All collections.
#[must_use]
pub fn collections() -> String {
    route::COLLECTIONS.to_owned()
}

/// All authorities.
#[must_use]
pub fn authorities() -> String {
    route::AUTHORITIES.to_owned()
}

/// A collection.
#[must_use]
pub fn collection(id: &Ark) -> String {
    format!("/collections/{id}")
}

/// An item.
#[must_use]
pub fn item(id: &Ark) -> String {
    format!("/items/{id}")
}

/// An authority.
#[must_use]
pub fn authority(id: &Ark) -> String {
    format!("/authorities/{id}")
}

/// A place in an item.
#[must_use]
pub fn place(id: &Ark, place: &Place) -> String {
    let time = place.time.map(|(from, to)| match to {
        Some(to) => format!("{},{}", seconds(from), seconds(to)),
        None => seconds(from),
    });
    let region = place.region.map(|r| format!("{},{},{},{}", r.x, r.y, r.w, r.h));
    let pairs = [
        ("canvas", place.canvas.map(|n| n.to_string())),
        ("t", time),
        ("xywh", region),
        ("q", Some(place.q.clone()).filter(|q| !q.is_empty())),
    ];
    with_query(item(id), pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))))
}

/// A search, from its parameters in order.
#[must_use]
pub fn search(pairs: impl IntoIterator<Item = (String, String)>) -> String {
    with_query(route::SEARCH.to_owned(), pairs)
}

/// A search for words in all that is here.
#[must_use]
pub fn search_for(words: &str) -> String {
    search([("q".to_owned(), words.to_owned())])
}

/// A search by one value of a facet.
#[must_use]
pub fn search_by(facet: &str, value: &str) -> String {
    search([(format!("f.{facet}"), value.to_owned())])
}

/// An address with a query.
#[must_use]
pub fn with_query(path: String, pairs: impl IntoIterator<Item = (String, String)>) -> String {
    let mut out = path;
    let mut mark = '?';
    for (name, value) in pairs {
        let _ = write!(
            out,
            "{mark}{}={}",
            utf8_percent_encode(&name, IN_QUERY),
            utf8_percent_encode(&value, IN_QUERY)
        );
        mark = '&';
    }
    out
}

/// A file, whole.
#[must_use]
pub fn media(id: &FileId) -> String {
    format!("/media/{}", id.segment())
}

/// Its peaks.
#[must_use]
pub fn peaks(id: &FileId) -> String {
    format!("/media/{}/peaks.dat", id.segment())
}

/// The lines of a layer over it, as WebVTT.
#[must_use]
pub fn subtitles(id: &FileId, layer: &str) -> String {
    with_query(format!("/media/{}/text.vtt", id.segment()), [("layer".to_owned(), layer.to_owned())])
}

/// An item's manifest.
#[must_use]
pub fn manifest(id: &Ark) -> String {
    format!("/iiif/manifest/{id}")
}

/// A collection, for programs.
#[must_use]
pub fn iiif_collection(id: &Ark) -> String {
    format!("/iiif/collection/{id}")
}

/// The lines of a layer on a canvas, for programs.
#[must_use]
pub fn annotations(id: &Ark, canvas: u32, layer: &str) -> String {
    format!("/iiif/annotations/{id}/{canvas}/{}", segment(layer))
}

/// A text as one segment of a path.
#[must_use]
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, IN_SEGMENT).to_string()
}

/// The image service of a page file.
#[must_use]
pub fn image(id: &FileId) -> String {
    format!("/iiif/image/{}", id.segment())
}

/// What the image service can do.
#[must_use]
pub fn image_info(id: &FileId) -> String {
    format!("/iiif/image/{}/info.json", id.segment())
}

/// A picture within a box of pixels.
#[must_use]
pub fn image_within(id: &FileId, width: u32, height: u32) -> String {
    format!("/iiif/image/{}/full/!{width},{height}/0/default.jpg", id.segment())
}

/// An asset; `version` makes another address of other bytes.
#[must_use]
pub fn asset(name: &str, version: &str) -> String {
    let path = format!("/assets/{}", utf8_percent_encode(name, IN_SEGMENT));
    with_query(path, [("v".to_owned(), version.to_owned())])
}

/// Seconds as an address has them: three places behind the dot at most, none that say nothing.
#[must_use]
pub fn seconds(seconds: f64) -> String {
    let text = format!("{:.3}", seconds.max(0.0));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_one_segment_and_is_read_back() {
        let id = FileId::new(&Ark::mint("99999", 5), 12);
        assert_eq!(FileId::parse(&id.segment()), Ok(id.clone()));
        for wrong in
            ["", "x", "-f1", "99999-b1", "99999-b1x-f", "99999-b1x-f-1", "99999-b1x-f01", "99999-b1x-f+1"]
        {
            assert!(FileId::parse(wrong).is_err(), "{wrong}");
        }
        let doubled = id.segment().replace("-f12", "-f012");
        assert!(FileId::parse(&doubled).is_err(), "one file has one address");
    }

    #[test]
    fn a_place_is_written_shortly_and_escaped() {
        let ark = Ark::mint("99999", 5);
        let at = Place { canvas: Some(2), time: Some((12.5, Some(16.0))), region: None, q: "a&b 太".into() };
        assert_eq!(place(&ark, &at), format!("/items/{ark}?canvas=2&t=12.5,16&q=a%26b%20%E5%A4%AA"));
        assert_eq!(place(&ark, &Place::default()), format!("/items/{ark}"));
    }
}
