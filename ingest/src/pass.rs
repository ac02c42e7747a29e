//! The one pass over a source: copy, digest, look at, measure.

use std::io::{self, Read, Write};

use bumba_audio::{Kind, PeakSpec, WavTap};
use bumba_metadata::Algorithm;
use md5::{Digest as _, Md5};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use crate::{checksums::Expected, progress::Progress};

/// Bytes read at once: large enough for the disk's speed, small beside anything else.
const STEP: usize = 1 << 20;

/// What was seen while the bytes went by.
pub struct Passed {
    /// Their number.
    pub bytes: u64,
    /// SHA-512, where it was promised, or no copy digests it.
    pub sha512: Option<String>,
    /// SHA-256, where it was promised.
    pub sha256: Option<String>,
    /// SHA-1, where it was promised.
    pub sha1: Option<String>,
    /// MD5, where it was promised.
    pub md5: Option<String>,
    /// The first bytes.
    pub head: Vec<u8>,
    /// The measuring of a WAV.
    pub tap: Option<WavTap>,
}

/// Which side failed.
pub enum PassError {
    /// The source.
    Read(io::Error),
    /// The copy.
    Write(io::Error),
    /// The one who runs it wants to stop.
    Stopped,
}

/// Reads a source to its end.
///
/// `into` takes the copy and digests it; without one, or where it was promised, SHA-512 is computed here. A WAV is measured where `measure` says so.
pub fn pass(
    source: &mut dyn Read,
    mut into: Option<&mut (dyn Write + Send)>,
    expected: &[Expected],
    measure: bool,
    progress: &dyn Progress,
) -> Result<Passed, PassError> {
    let promised = |algorithm| expected.iter().any(|one| one.algorithm == algorithm);
    let mut sha512 = (into.is_none() || promised(Algorithm::Sha512)).then(Sha512::new);
    let mut sha256 = promised(Algorithm::Sha256).then(Sha256::new);
    let mut sha1 = promised(Algorithm::Sha1).then(Sha1::new);
    let mut md5 = promised(Algorithm::Md5).then(Md5::new);
    let mut passed =
        Passed { bytes: 0, sha512: None, sha256: None, sha1: None, md5: None, head: Vec::new(), tap: None };
    let mut buffer = vec![0; STEP];
    loop {
        let length = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(PassError::Read(error)),
        };
        let bytes = &buffer[..length];
        if passed.bytes == 0 {
            passed.head = bytes[..length.min(bumba_audio::HEAD_LENGTH.max(4096))].to_vec();
            let streams = bumba_audio::identify(bytes)
                .is_some_and(|kind| matches!(kind, Kind::Wav | Kind::Rf64 | Kind::Bw64));
            passed.tap = (measure && streams).then(|| WavTap::new(PeakSpec::default()));
        }
        passed.bytes += length as u64;
        if let Some(sha512) = &mut sha512 {
            sha512.update(bytes);
        }
        if let Some(sha256) = &mut sha256 {
            sha256.update(bytes);
        }
        if let Some(sha1) = &mut sha1 {
            sha1.update(bytes);
        }
        if let Some(md5) = &mut md5 {
            md5.update(bytes);
        }
        if let Some(into) = &mut into {
            into.write_all(bytes).map_err(PassError::Write)?;
        }
        if let Some(tap) = &mut passed.tap {
            tap.push(bytes);
        }
        progress.read(length as u64);
        if progress.stop() {
            return Err(PassError::Stopped);
        }
    }
    passed.sha512 = sha512.map(|digest| hex::encode(digest.finalize()));
    passed.sha256 = sha256.map(|digest| hex::encode(digest.finalize()));
    passed.sha1 = sha1.map(|digest| hex::encode(digest.finalize()));
    passed.md5 = md5.map(|digest| hex::encode(digest.finalize()));
    Ok(passed)
}

/// Whether what was promised is what was read.
pub fn keeps(promise: &Expected, passed: &Passed) -> bool {
    let found = match promise.algorithm {
        Algorithm::Md5 => passed.md5.as_deref(),
        Algorithm::Sha256 => passed.sha256.as_deref(),
        Algorithm::Sha1 => passed.sha1.as_deref(),
        Algorithm::Sha512 => passed.sha512.as_deref(),
    };
    found.is_none_or(|found| found.eq_ignore_ascii_case(&promise.hex))
}

/// SHA-512 of a file that is there, in lower-case hexadecimal.
///
/// # Errors
/// What the disk says.
pub fn digest_of(path: &std::path::Path) -> io::Result<String> {
    let mut source = std::fs::File::open(path)?;
    match pass(&mut source, None, &[], false, &crate::progress::Silent) {
        Ok(passed) => Ok(passed.sha512.unwrap_or_default()),
        Err(PassError::Read(error) | PassError::Write(error)) => Err(error),
        Err(PassError::Stopped) => Err(io::ErrorKind::Interrupted.into()),
    }
}
