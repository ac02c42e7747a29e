use serde::{Deserialize, Serialize};

/// A marked place in a recording: RIFF's `cue ` with its label, or AIFF's `MARK`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// Its number in the file.
    pub id: u32,
    /// The frame that is marked, counted from 0.
    pub frame: u64,
    /// What was written beside it.
    pub label: Option<String>,
}

/// RIFF's `cue `: a count, then 24 bytes each (RIFF MCI, "Cue-Points Chunk"). What is cut off is left out.
pub(crate) fn riff_cues(body: &[u8]) -> Vec<Cue> {
    let Some((count, points)) = body.split_first_chunk::<4>() else { return Vec::new() };
    let count = u32::from_le_bytes(*count) as usize;
    let (points, _) = points.as_chunks::<24>();
    let word = |p: &[u8; 24], at: usize| u32::from_le_bytes([p[at], p[at + 1], p[at + 2], p[at + 3]]);
    points
        .iter()
        .take(count)
        .map(|p| Cue { id: word(p, 0), frame: u64::from(word(p, 20)), label: None })
        .collect()
}

/// The labels in a `LIST` of type `adtl`: (cue's number, text).
pub(crate) fn riff_labels(body: &[u8]) -> Vec<(u32, String)> {
    let mut labels = Vec::new();
    let Some(mut rest) = body.strip_prefix(b"adtl") else { return labels };
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let inside = &tail[..size.min(tail.len())];
        if head.starts_with(b"labl")
            && let Some((id, text)) = inside.split_first_chunk::<4>()
        {
            labels.push((u32::from_le_bytes(*id), crate::bext::text(text)));
        }
        rest = tail.get(size.saturating_add(size & 1)..).unwrap_or(&[]);
    }
    labels
}

/// AIFF's `MARK`: a count, then number, frame and a Pascal string padded to an even length (AIFF 1.3, section 6).
pub(crate) fn aiff_marks(body: &[u8]) -> Vec<Cue> {
    let mut marks = Vec::new();
    let Some((count, mut rest)) = body.split_first_chunk::<2>() else { return marks };
    for _ in 0..u16::from_be_bytes(*count) {
        let Some((head, tail)) = rest.split_first_chunk::<7>() else { break };
        let length = usize::from(head[6]);
        let Some(name) = tail.get(..length) else { break };
        marks.push(Cue {
            id: u32::from(u16::from_be_bytes([head[0], head[1]])),
            frame: u64::from(u32::from_be_bytes([head[2], head[3], head[4], head[5]])),
            label: Some(crate::bext::text(name)).filter(|label| !label.is_empty()),
        });
        rest = tail.get(length + usize::from(length & 1 == 0)..).unwrap_or(&[]);
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_larger_than_the_chunk_gives_the_points_that_are_there() {
        let mut body = u32::MAX.to_le_bytes().to_vec();
        for word in [7_u32, 0, 0, 0, 0, 96_000] {
            body.extend_from_slice(&word.to_le_bytes());
        }
        body.extend_from_slice(b"cut");
        assert_eq!(riff_cues(&body), [Cue { id: 7, frame: 96_000, label: None }]);
    }

    #[test]
    fn marks_of_aiff_carry_their_names() {
        let body = b"\0\x02\0\x01\0\0\0\x05\x03one\0\x02\0\0\0\x09\x02two";
        let marks = aiff_marks(body);
        assert_eq!(marks[0], Cue { id: 1, frame: 5, label: Some("one".into()) });
        assert_eq!((marks[1].frame, marks[1].label.as_deref()), (9, Some("tw")));
    }

    #[test]
    fn labels_are_read_up_to_a_cut() {
        let body = b"adtllabl\x07\0\0\0\x01\0\0\0ab\0\0labl\xff\0\0\0\x02\0\0\0cd";
        assert_eq!(riff_labels(body), [(1, "ab".to_owned()), (2, "cd".to_owned())]);
    }
}
