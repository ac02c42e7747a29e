use serde::Serialize;

/// A colour profile (ICC.1:2022): what it calls itself, not its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IccProfile {
    /// Its length in bytes.
    pub bytes: u64,
    /// Its description (`desc`), where it can be read.
    pub description: Option<String>,
    /// The colour space it is for: `RGB`, `GRAY`, `CMYK`, `Lab`.
    pub space: Option<String>,
}

impl IccProfile {
    /// Reads header and description; never fails, for the profile is not the picture.
    pub(crate) fn read(profile: &[u8]) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_matches(['\0', ' ']).to_owned();
        Self {
            bytes: profile.len() as u64,
            description: description(profile).map(|d| d.trim().to_owned()).filter(|d| !d.is_empty()),
            space: profile.get(16..20).map(text),
        }
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let b = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes([b[0], b[1], b[2], b[3]]) as usize)
}

fn description(profile: &[u8]) -> Option<String> {
    let tags = number(profile, 128)?.min(100);
    let entry = (0..tags).map(|i| 132 + i * 12).find(|&at| profile.get(at..at + 4) == Some(b"desc"))?;
    let at = number(profile, entry + 4)?;
    let value = profile.get(at..at.checked_add(number(profile, entry + 8)?)?)?;
    match value.get(..4)? {
        // Version 2: ASCII with its length.
        b"desc" => {
            let length = number(value, 8)?;
            let ascii = value.get(12..12usize.checked_add(length)?)?;
            Some(String::from_utf8_lossy(ascii).trim_end_matches('\0').to_owned())
        }
        // Version 4: UTF-16, the first language.
        b"mluc" => {
            let length = number(value, 20)?;
            let at = number(value, 24)?;
            let units: Vec<u16> = value
                .get(at..at.checked_add(length)?)?
                .chunks_exact(2)
                .map(|b| u16::from_be_bytes([b[0], b[1]]))
                .collect();
            Some(String::from_utf16_lossy(&units))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_tells_its_space_and_description_and_rubbish_tells_nothing() {
        let mut profile = vec![0; 128];
        profile[16..20].copy_from_slice(b"RGB ");
        profile.extend(1u32.to_be_bytes());
        profile.extend(b"desc");
        profile.extend(144u32.to_be_bytes());
        profile.extend(22u32.to_be_bytes());
        profile.extend(b"desc\0\0\0\0");
        profile.extend(10u32.to_be_bytes());
        profile.extend(b"Adobe RGB\0");

        let read = IccProfile::read(&profile);
        assert_eq!(read.description.as_deref(), Some("Adobe RGB"));
        assert_eq!(read.space.as_deref(), Some("RGB"));

        for cut in 0..profile.len() {
            assert_eq!(IccProfile::read(&profile[..cut]).description, None);
        }
    }
}
