//! Files of checksums beside the files they are of.

/// A digest that came with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checksum {
    /// The file it is of: a path from the folder of the checksum file, as written.
    pub file: String,
    /// How it was computed.
    pub algorithm: Algorithm,
    /// The digest, in small letters.
    pub hex: String,
}

/// An algorithm that checksum files use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// MD5 (RFC 1321).
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-512.
    Sha512,
}

impl Algorithm {
    /// As BagIt and OCFL write it: `md5`, `sha256`, …
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// By a name as programs write it: `MD5`, `SHA256`, `sha-256`.
    fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().replace('-', "").as_str() {
            "md5" => Some(Self::Md5),
            "sha1" => Some(Self::Sha1),
            "sha256" => Some(Self::Sha256),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    fn of_length(digits: usize) -> Option<Self> {
        match digits {
            32 => Some(Self::Md5),
            40 => Some(Self::Sha1),
            64 => Some(Self::Sha256),
            128 => Some(Self::Sha512),
            _ => None,
        }
    }
}

/// Whether a file's name is that of a checksum file: `*.md5`, `*.sha256`, `MD5SUMS`, `SHA256SUMS`, and the like.
#[must_use]
pub fn is_checksum_file(name: &str) -> bool {
    let name = base(name).to_ascii_lowercase();
    let stem = name.strip_suffix(".txt").unwrap_or(&name);
    stem.strip_suffix("sums")
        .or_else(|| stem.strip_suffix("sum"))
        .is_some_and(|name| Algorithm::named(name).is_some())
        || name.rsplit_once('.').is_some_and(|(_, extension)| Algorithm::named(extension).is_some())
}

/// The checksums in a file named `name`: GNU (`HEX  FILE`, `HEX *FILE`, `\HEX` with `\n` and `\\` in the name), BSD
/// (`SHA256 (FILE) = HEX`), or one bare digest in `FILE.md5`. Lines that are none of these (remarks) say nothing.
#[must_use]
pub fn checksums(name: &str, bytes: &[u8]) -> Vec<Checksum> {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, bom)) => encoding.decode_without_bom_handling(&bytes[bom..]).0,
        None => String::from_utf8_lossy(bytes),
    };
    text.lines().filter_map(|line| gnu(line).or_else(|| bsd(line)).or_else(|| bare(line, name))).collect()
}

fn gnu(line: &str) -> Option<Checksum> {
    let (escaped, line) = line.strip_prefix('\\').map_or((false, line), |line| (true, line));
    let digits = line.bytes().take_while(u8::is_ascii_hexdigit).count();
    let algorithm = Algorithm::of_length(digits)?;
    let rest = &line[digits..];
    let file = rest.strip_prefix("  ").or_else(|| rest.strip_prefix(" *")).or_else(|| {
        // Windows programs put a tab, or one blank.
        rest.strip_prefix(['\t', ' '])
    })?;
    let file = if escaped { unescape(file) } else { file.to_owned() };
    (!file.is_empty()).then(|| Checksum { file, algorithm, hex: line[..digits].to_ascii_lowercase() })
}

fn bsd(line: &str) -> Option<Checksum> {
    let (escaped, line) = line.strip_prefix('\\').map_or((false, line), |line| (true, line));
    let (name, rest) = line.split_once('(')?;
    let algorithm = Algorithm::named(name.trim())?;
    // The last one: a name may hold it as well.
    let (file, hex) = rest.rsplit_once(')')?;
    let hex = hex.trim_start().strip_prefix('=')?.trim();
    digest(hex, algorithm)?;
    let file = if escaped { unescape(file) } else { file.to_owned() };
    Some(Checksum { file, algorithm, hex: hex.to_ascii_lowercase() })
}

/// A line of nothing but a digest, in a file named after the one it is of.
fn bare(line: &str, name: &str) -> Option<Checksum> {
    let (file, extension) = base(name).rsplit_once('.')?;
    let algorithm = Algorithm::named(extension)?;
    let hex = line.trim();
    digest(hex, algorithm)?;
    Some(Checksum { file: file.to_owned(), algorithm, hex: hex.to_ascii_lowercase() })
}

fn digest(hex: &str, algorithm: Algorithm) -> Option<()> {
    let digits = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    (digits && Algorithm::of_length(hex.len()) == Some(algorithm)).then_some(())
}

fn unescape(name: &str) -> String {
    let mut out = String::new();
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}

fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MD5: &str = "d41d8cd98f00b204e9800998ecf8427e";
    const SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn one(name: &str, text: &str) -> (String, &'static str, String) {
        let found = checksums(name, text.as_bytes());
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        (found[0].file.clone(), found[0].algorithm.as_str(), found[0].hex.clone())
    }

    #[test]
    fn each_form_gives_file_algorithm_and_digest() {
        let (upper, md5, sha256) = (MD5.to_uppercase(), MD5.to_owned(), SHA256.to_owned());
        assert_eq!(one("MD5SUMS", &format!("{MD5}  a b.wav\n")), ("a b.wav".into(), "md5", md5.clone()));
        assert_eq!(one("x", &format!("{upper} *dir/a.wav\r\n")), ("dir/a.wav".into(), "md5", md5.clone()));
        assert_eq!(one("x", &format!("\\{MD5}  a\\nb\\\\c")), ("a\nb\\c".into(), "md5", md5.clone()));
        assert_eq!(
            one("x", &format!("SHA256 (a (1).wav) = {SHA256}")),
            ("a (1).wav".into(), "sha256", sha256)
        );
        assert_eq!(one("in/x.wav.md5", &format!("{MD5}\n; made by hand\n")), ("x.wav".into(), "md5", md5));
    }

    #[test]
    fn a_digest_of_the_wrong_length_is_none() {
        assert_eq!(checksums("x.wav.sha256", MD5.as_bytes()), []);
        assert_eq!(checksums("x", format!("SHA256 (a) = {MD5}").as_bytes()), []);
        assert_eq!(checksums("x", b"abcdef  a.wav"), []);
    }

    #[test]
    fn checksum_files_are_known_by_their_names() {
        for name in ["a.wav.md5", "A.MD5", "SHA256SUMS", "md5sum.txt", "in/MD5SUMS", "a.sha-512"] {
            assert!(is_checksum_file(name), "{name}");
        }
        for name in ["a.wav", "sums", "checksum", "md5", "items.csv"] {
            assert!(!is_checksum_file(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(name in ".{0,12}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = (is_checksum_file(&name), checksums(&name, &bytes));
        }
    }
}
