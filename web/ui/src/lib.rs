#![doc = include_str!("../README.md")]

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/ui/dist"]
struct Built;

/// One built file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// `text/javascript; charset=utf-8` (RFC 9239), or `text/plain; charset=utf-8` for licences.
    pub media_type: Cow<'static, str>,
    /// The first 16 hexadecimal digits of the SHA-256 of its bytes. `site.js` asks for the islands with `?v=` and this,
    /// so an answer to such an address may be kept for ever.
    pub version: String,
}

/// A built file by its name: `site.js`. `None` where there is none.
#[must_use]
pub fn asset(name: &str) -> Option<Asset> {
    // Without optimisation the files are read from disk: a name must not leave their folder.
    if !names().any(|known| known == name) {
        return None;
    }
    let file = Built::get(name)?;
    let media_type =
        if name.ends_with(".js") { "text/javascript; charset=utf-8" } else { "text/plain; charset=utf-8" };
    let digest = file.metadata.sha256_hash();
    let version = hex::encode(digest.get(..8).unwrap_or_default());
    Some(Asset { bytes: file.data, media_type: Cow::Borrowed(media_type), version })
}

/// The names of all built files.
pub fn names() -> impl Iterator<Item = Cow<'static, str>> {
    Built::iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(name: &str) -> String {
        String::from_utf8(asset(name).unwrap().bytes.into_owned()).unwrap()
    }

    #[test]
    fn every_island_is_built() {
        for name in ["site.js", "page-viewer.js", "tape-player.js"] {
            let asset = asset(name).unwrap();
            assert!(!asset.bytes.is_empty(), "{name}");
            assert_eq!(asset.media_type, "text/javascript; charset=utf-8", "{name}");
        }
    }

    #[test]
    fn the_site_asks_for_each_island_by_the_version_of_its_bytes() {
        let site = script("site.js");
        for island in ["page-viewer.js", "tape-player.js"] {
            let version = asset(island).unwrap().version;
            assert_eq!(version.len(), 16);
            assert!(site.contains(&format!("./{island}?v={version}")), "{island} {version}");
        }
    }

    #[test]
    fn what_is_not_ours_comes_with_its_licence() {
        assert!(script("page-viewer.js").starts_with("/*! openseadragon "));
        let licence = script("page-viewer.licence.txt");
        assert!(licence.contains("Redistributions in binary form must reproduce"), "{licence}");
        assert!(asset("tape-player.licence.txt").is_none(), "the tape player is ours alone");
    }

    #[test]
    fn nothing_but_the_built_files_is_given_out() {
        for name in ["", "../package.json", "/etc/hostname", "dist/site.js", "site.ts"] {
            assert_eq!(asset(name), None, "{name}");
        }
        assert_eq!(names().count(), 4);
    }

    #[test]
    fn no_island_makes_code_of_text() {
        for name in ["site.js", "page-viewer.js", "tape-player.js"] {
            let script = script(name);
            assert!(!script.contains("eval(") && !script.contains("new Function"), "{name}");
        }
    }
}
