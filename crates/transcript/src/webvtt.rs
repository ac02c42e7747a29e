//! WebVTT (W3C), by the parsing algorithm of its §6.1: what a browser shows is what is read.

use crate::{
    Kind, Reading, SourceLine, Tier, TranscriptError,
    fault::{Faults, beginning},
    language,
    number::seconds,
    reading::Ids,
    webvtt_text,
};

pub(crate) fn read(text: &str, mut faults: Faults) -> Result<Reading, TranscriptError> {
    let mut lines = lines(text).peekable();
    let signature = lines.next().unwrap_or_default();
    let rest = signature.strip_prefix("WEBVTT");
    if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return Err(TranscriptError::NotWebVtt { begins: beginning(text) });
    }
    let mut tier = Tier { hint: "transcript", ..Tier::default() };
    let mut reading = Reading::new(Kind::WebVtt);
    let mut ids = Ids::default();
    let mut block: Vec<&str> = Vec::new();
    // The header ends with an empty line, or where a cue begins.
    while let Some(line) = lines.next_if(|line| !line.is_empty() && !line.contains("-->")) {
        if let Some(code) = line.strip_prefix("Language:") {
            tier.lang = language::tag(code.trim());
        }
    }
    let mut cue = |block: &mut Vec<&str>, tier: &mut Tier, faults: &mut Faults| {
        if !block.is_empty() {
            add(block, tier, &mut ids, &mut reading.empty_lines, faults);
            block.clear();
        }
    };
    for line in lines {
        if line.is_empty() {
            cue(&mut block, &mut tier, &mut faults);
        } else {
            // An arrow in the text of a cue begins the next cue: an empty line was forgotten.
            if line.contains("-->") && block.iter().any(|earlier| earlier.contains("-->")) {
                cue(&mut block, &mut tier, &mut faults);
            }
            block.push(line);
        }
    }
    cue(&mut block, &mut tier, &mut faults);
    let begin = |line: &SourceLine| line.time.map_or(f64::INFINITY, |time| time[0]);
    tier.lines.sort_by(|a, b| begin(a).total_cmp(&begin(b)));
    reading.tiers.push(tier);
    reading.faults = faults.finish();
    Ok(reading)
}

/// A block that is a cue becomes its lines; notes and styles become nothing.
fn add(block: &[&str], tier: &mut Tier, ids: &mut Ids, empty: &mut usize, faults: &mut Faults) {
    let Some(arrow) = block.iter().position(|line| line.contains("-->")) else {
        let starts = |word: &str| {
            block[0].strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        };
        if !starts("NOTE") && !starts("STYLE") && !starts("REGION") {
            faults
                .tell("no-time", || format!("a block without times is left out: {:?}", beginning(block[0])));
        }
        return;
    };
    let number = tier.lines.len() + 1;
    let id = if arrow > 0 && !block[arrow - 1].is_empty() {
        block[arrow - 1].to_owned()
    } else {
        number.to_string()
    };
    let time = times(block[arrow], timestamp, faults);
    if time.is_none() {
        faults.tell("time", || {
            format!("cue {id} has times that cannot be read; kept without: {:?}", block[arrow])
        });
    }
    let parts = webvtt_text::read(&block[arrow + 1..].join("\n"));
    if parts.is_empty() {
        *empty += 1;
    }
    for (n, part) in (1..).zip(parts) {
        let id = if n == 1 { id.clone() } else { format!("{id}-{n}") };
        tier.lines.push(SourceLine {
            id: ids.once(id, faults),
            time,
            speaker: part.voice,
            lang: part.lang,
            text: part.text,
            ..SourceLine::default()
        });
    }
}

/// `from --> to settings`.
pub(crate) fn times(
    line: &str,
    timestamp: impl Fn(&str) -> Option<f64>,
    faults: &mut Faults,
) -> Option<[f64; 2]> {
    let (from, to) = line.split_once("-->")?;
    let from = timestamp(from.trim()).and_then(seconds)?;
    let to = timestamp(to.split_whitespace().next()?).and_then(seconds)?;
    if to < from {
        faults.tell("time-backwards", || format!("a cue ends before it begins; kept as a moment: {line:?}"));
    }
    Some([from, to.max(from)])
}

/// `hh:mm:ss.ttt` or `mm:ss.ttt`, hours of two digits or more.
fn timestamp(text: &str) -> Option<f64> {
    let digits = |part: &str, exactly: usize| {
        (part.len() == exactly && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<f64>().ok())
            .flatten()
    };
    let (whole, thousandths) = text.split_once('.')?;
    let parts: Vec<&str> = whole.split(':').collect();
    let (hours, minutes, secs) = match parts[..] {
        [minutes, secs] => (0.0, minutes, secs),
        [hours, minutes, secs] if hours.len() >= 2 => (digits(hours, hours.len())?, minutes, secs),
        _ => return None,
    };
    let (minutes, secs) = (digits(minutes, 2)?, digits(secs, 2)?);
    (minutes < 60.0 && secs < 60.0).then_some(()).and_then(|()| {
        Some((hours * 3_600_000.0 + minutes * 60_000.0 + secs * 1000.0 + digits(thousandths, 3)?) / 1000.0)
    })
}

/// Lines by LF, CR LF or CR.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let (line, after) = text.split_at(at);
        rest = Some(after.strip_prefix("\r\n").unwrap_or(&after[1..]));
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use crate::{Kind, TranscriptError, read_as};

    fn lines(text: &str) -> Vec<(String, Option<[f64; 2]>, String, String)> {
        let reading = read_as(Kind::WebVtt, text.as_bytes()).unwrap();
        let lines = reading.tiers.into_iter().flat_map(|tier| tier.lines);
        lines.map(|line| (line.id, line.time, line.speaker, line.text)).collect()
    }

    #[test]
    fn cues_are_read_with_marks_notes_styles_and_any_line_end() {
        let text = "\u{FEFF}WEBVTT - Jangar\r\nKind: captions\r\nLanguage: xal\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\nNOTE a\r\nnote\r\n\r\nintro\r\n00:01.000 --> 00:02.500 align:start\r\n<v.loud Batu>Эрднин <b>экн</b> цагт</v>\r\n\r\n100:00:00.000 --> 100:00:00.000\r\na &lt; b &amp;\r\nc\r\n";
        assert_eq!(
            lines(text),
            [
                ("intro".into(), Some([1.0, 2.5]), "Batu".into(), "Эрднин экн цагт".into()),
                ("2".into(), Some([360_000.0, 360_000.0]), String::new(), "a < b &\nc".into()),
            ]
        );
    }

    #[test]
    fn overlapping_cues_are_kept_in_order_and_two_voices_are_two_lines() {
        let text =
            "WEBVTT\n\n00:05.000 --> 00:09.000\nlate\n\n00:01.000 --> 00:06.000\n<v Batu>one\n<v Dorj>two";
        assert_eq!(
            lines(text),
            [
                ("2".into(), Some([1.0, 6.0]), "Batu".into(), "one".into()),
                ("2-2".into(), Some([1.0, 6.0]), "Dorj".into(), "two".into()),
                ("1".into(), Some([5.0, 9.0]), String::new(), "late".into()),
            ]
        );
    }

    #[test]
    fn a_time_that_cannot_be_read_and_a_forgotten_line_lose_no_text() {
        let text = "WEBVTT\n\n0:1.0 --> x\nkept\n00:01.000 --> 00:02.000\nnext";
        assert_eq!(
            lines(text),
            [
                ("2".into(), Some([1.0, 2.0]), String::new(), "next".into()),
                ("1".into(), None, String::new(), "kept".into()),
            ]
        );
    }

    #[test]
    fn what_does_not_begin_with_its_word_is_no_webvtt() {
        let error = read_as(Kind::WebVtt, b"WEBVTTX\n\n00:01.000 --> 00:02.000\na");
        assert_eq!(error, Err(TranscriptError::NotWebVtt { begins: "WEBVTTX\n\n00:01.000 -".into() }));
    }
}
