//! The number of a version: `v1`, `v2`, …

use std::{fmt, num::NonZeroU32, str::FromStr};

use serde::{Deserialize, Serialize};

/// A version of an object, counted from 1. Written `v3` (OCFL 1.1, section 3.5.3.1); zero-padded numbers are not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VersionNum(NonZeroU32);

impl VersionNum {
    /// The first version.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// The version of this number; none for 0.
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The one before this; none before the first.
    pub fn previous(self) -> Option<Self> {
        Self::new(self.get() - 1)
    }
}

impl fmt::Display for VersionNum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.0)
    }
}

/// A text that is not `v` and a number without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a version number (v1, v2, …)")]
pub struct NotAVersion(String);

impl FromStr for VersionNum {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        text.strip_prefix('v')
            .filter(|digits| !digits.starts_with(['0', '+']))
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| NotAVersion(text.to_owned()))
    }
}

impl TryFrom<String> for VersionNum {
    type Error = NotAVersion;

    fn try_from(text: String) -> Result<Self, NotAVersion> {
        text.parse()
    }
}

impl From<VersionNum> for String {
    fn from(version: VersionNum) -> Self {
        version.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_as_it_is_written_and_nothing_else_is() {
        for n in [1, 9, 10, u32::MAX] {
            let version = VersionNum::new(n).unwrap();
            assert_eq!(version.to_string().parse(), Ok(version));
        }
        for bad in ["", "v", "v0", "v01", "1", "v+1", "v-1", "v1 ", "v4294967296", "V1"] {
            assert!(bad.parse::<VersionNum>().is_err(), "{bad:?}");
        }
    }
}
