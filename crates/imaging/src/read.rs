//! Reading pieces of a source without trusting the lengths it claims.

use std::io::{self, Read, Seek, SeekFrom};

/// Reads up to `length` bytes at `offset`; fewer when the source ends. Allocates only for what is there.
pub(crate) fn up_to(source: &mut (impl Read + Seek), offset: u64, length: u64) -> io::Result<Vec<u8>> {
    source.seek(SeekFrom::Start(offset))?;
    let mut out = Vec::new();
    source.take(length).read_to_end(&mut out)?;
    Ok(out)
}

/// Fills `out` as far as the source reaches and says how far.
pub(crate) fn fill(source: &mut impl Read, out: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < out.len() {
        match source.read(&mut out[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(filled)
}

/// The source's length in bytes.
pub(crate) fn length(source: &mut impl Seek) -> io::Result<u64> {
    source.seek(SeekFrom::End(0))
}
