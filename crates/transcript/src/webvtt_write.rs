//! Lines as WebVTT, for a player's `<track>`.

use std::fmt::Write;

use bumba_model::Line;

/// Lines with a time as a WebVTT file: one cue a line, its identifier that of the line, its speaker as a voice.
///
/// Lines without a time are left out, and those whose time cannot be (negative, backwards, not a number). Cues are in
/// the order given; a player sorts them. Times are rounded to thousandths.
#[must_use]
pub fn write_webvtt(lines: &[Line]) -> String {
    let mut out = String::from("WEBVTT\n");
    for line in lines {
        let Some([from, to]) = line.time else { continue };
        let (Some(from), Some(to)) = (timestamp(from.0), timestamp(to.0)) else { continue };
        let text = text(&line.text);
        if text.is_empty() || to.0 < from.0 {
            continue;
        }
        out.push('\n');
        let id: String = line.id.split_whitespace().collect::<Vec<_>>().join(" ");
        if !id.is_empty() && !id.contains("-->") {
            out.push_str(&id);
            out.push('\n');
        }
        let speaker = escape(&line.speaker.split_whitespace().collect::<Vec<_>>().join(" "));
        // Writing to a String cannot fail.
        let _ = match speaker.is_empty() {
            true => writeln!(out, "{} --> {}\n{text}", from.1, to.1),
            false => writeln!(out, "{} --> {}\n<v {speaker}>{text}</v>", from.1, to.1),
        };
    }
    out
}

/// Thousandths, and as written.
fn timestamp(seconds: f64) -> Option<(u64, String)> {
    let seconds = crate::number::seconds(seconds)?;
    let all = (seconds * 1000.0).round() as u64;
    let (hours, minutes, secs, thousandths) =
        (all / 3_600_000, all / 60_000 % 60, all / 1000 % 60, all % 1000);
    Some((all, format!("{hours:02}:{minutes:02}:{secs:02}.{thousandths:03}")))
}

/// An empty line would end the cue.
fn text(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    escape(&lines.collect::<Vec<_>>().join("\n"))
}

/// `-->` is no arrow any more once its `>` is escaped.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\0', "\u{FFFD}")
}

#[cfg(test)]
mod tests {
    use bumba_model::Seconds;
    use proptest::prelude::*;

    use super::*;
    use crate::{Kind, read_as};

    fn line(id: &str, from: f64, to: f64, speaker: &str, text: &str) -> Line {
        Line {
            id: id.into(),
            time: Some([Seconds(from), Seconds(to)]),
            speaker: speaker.into(),
            text: text.into(),
            ..Line::default()
        }
    }

    #[test]
    fn a_line_is_a_cue_with_its_voice_and_nothing_in_it_ends_it_early() {
        let lines = [line("t1-c1-a13", 93.0004, 3_661.5, "Batu", "a --> b\n\n<i>& c"), Line::default()];
        assert_eq!(
            write_webvtt(&lines),
            "WEBVTT\n\nt1-c1-a13\n00:01:33.000 --> 01:01:01.500\n<v Batu>a --&gt; b\n&lt;i&gt;&amp; c</v>\n"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn what_is_written_is_read_back(
            cues in prop::collection::vec((0u32..10_000_000, 0u32..100_000, "[\\PC]{0,12}", "[\\PC\n\r<>&-]{0,40}"), 0..8)
        ) {
            let mut start = 0;
            let lines: Vec<Line> = (1..).zip(&cues).map(|(n, (gap, length, speaker, text))| {
                start += gap;
                line(&format!("l{n}"), f64::from(start) / 1000.0, f64::from(start + length) / 1000.0, speaker, text)
            }).collect();
            let reading = read_as(Kind::WebVtt, write_webvtt(&lines).as_bytes()).unwrap();
            prop_assert_eq!(&reading.faults, &[]);
            let clean = |text: &str| text.split(['\n', '\r']).map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
            let expected: Vec<_> = lines.iter().filter(|line| !clean(&line.text).is_empty()).map(|line| {
                let [from, to] = line.time.unwrap();
                (line.id.clone(), Some([from.0, to.0]), line.speaker.split_whitespace().collect::<Vec<_>>().join(" "), clean(&line.text))
            }).collect();
            let read: Vec<_> = reading.lines().map(|line| (line.id.clone(), line.time, line.speaker.clone(), line.text.clone())).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
