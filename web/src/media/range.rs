//! Which bytes are asked for (RFC 9110, section 14).

/// The most ranges that are answered one by one; who asks for more gets the whole.
const MOST: usize = 16;

/// From, to: both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteRange {
    /// The first byte.
    pub first: u64,
    /// The last byte.
    pub last: u64,
}

impl ByteRange {
    /// How many bytes.
    #[must_use]
    pub fn length(self) -> u64 {
        self.last - self.first + 1
    }
}

/// What a `Range` header comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it: nothing was said, or nothing that is understood (section 14.2).
    Whole,
    /// These parts, in the order asked for.
    Parts(Vec<ByteRange>),
    /// None of it is there: 416.
    None,
}

/// Reads a `Range` header over `length` bytes.
#[must_use]
pub fn wanted(header: Option<&str>, length: u64) -> Wanted {
    let Some(specs) = header.and_then(of_bytes) else { return Wanted::Whole };
    let mut parts = Vec::new();
    let mut asked = 0;
    for spec in specs.split(',').map(str::trim).filter(|spec| !spec.is_empty()) {
        asked += 1;
        match one(spec, length) {
            Ok(Some(part)) => parts.push(part),
            Ok(None) => {}
            Err(()) => return Wanted::Whole,
        }
    }
    // Many small or overlapping parts cost more than the whole (section 17.15).
    let sum: u64 = parts.iter().map(|part| part.length()).fold(0, u64::saturating_add);
    match (asked, parts.len()) {
        (0, _) => Wanted::Whole,
        (_, 0) => Wanted::None,
        (asked, _) if asked > MOST || sum > length => Wanted::Whole,
        _ => Wanted::Parts(parts),
    }
}

fn of_bytes(header: &str) -> Option<&str> {
    let (unit, specs) = header.split_once('=')?;
    unit.trim().eq_ignore_ascii_case("bytes").then_some(specs)
}

fn number(text: &str) -> Result<u64, ()> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(());
    }
    // Larger than any length is as good as the largest.
    Ok(text.parse().unwrap_or(u64::MAX))
}

/// One part; none where it lies past the end, an error where it cannot be read.
fn one(spec: &str, length: u64) -> Result<Option<ByteRange>, ()> {
    let (first, last) = spec.split_once('-').ok_or(())?;
    if first.is_empty() {
        let suffix = number(last)?;
        let there = suffix > 0 && length > 0;
        return Ok(there.then(|| ByteRange { first: length.saturating_sub(suffix), last: length - 1 }));
    }
    let first = number(first)?;
    let last = if last.is_empty() { u64::MAX } else { number(last)? };
    if last < first {
        return Err(());
    }
    Ok((first < length).then(|| ByteRange { first, last: last.min(length - 1) }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(of: &[(u64, u64)]) -> Wanted {
        Wanted::Parts(of.iter().map(|(first, last)| ByteRange { first: *first, last: *last }).collect())
    }

    #[test]
    fn the_examples_of_the_standard_are_read_as_it_says() {
        for (header, is) in [
            ("bytes=0-499", parts(&[(0, 499)])),
            ("bytes=500-999", parts(&[(500, 999)])),
            ("bytes=-500", parts(&[(9500, 9999)])),
            ("bytes=9500-", parts(&[(9500, 9999)])),
            ("bytes=0-0,-1", parts(&[(0, 0), (9999, 9999)])),
            ("bytes= 0-999, 4500-5499, -1000", parts(&[(0, 999), (4500, 5499), (9000, 9999)])),
            ("bytes=-99999", parts(&[(0, 9999)])),
            ("bytes=9999-99999999999999999999999", parts(&[(9999, 9999)])),
            ("bytes=10000-", Wanted::None),
            ("bytes=-0", Wanted::None),
            ("bytes=5-2", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=--1", Wanted::Whole),
            ("bytes=", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
            ("bytes=0-,0-", Wanted::Whole),
        ] {
            assert_eq!(wanted(Some(header), 10_000), is, "{header}");
        }
        assert_eq!(wanted(None, 5), Wanted::Whole);
        assert_eq!(wanted(Some("bytes=0-"), 0), Wanted::None);
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_lies_within(header in "(bytes=)?[0-9,\\- ]{0,30}", length in 0u64..50) {
            if let Wanted::Parts(parts) = wanted(Some(&header), length) {
                prop_assert!(!parts.is_empty());
                for part in parts {
                    prop_assert!(part.first <= part.last && part.last < length);
                }
            }
        }
    }
}
