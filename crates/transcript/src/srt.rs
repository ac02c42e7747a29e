//! SRT (SubRip) as found in the wild. It has no standard: a cue begins where a line of times stands.

use crate::{
    Kind, Reading, SourceLine, Tier,
    fault::Faults,
    reading::Ids,
    webvtt::{lines, times},
};

/// A cue that is open: its number if it had one, its times, its text.
type Cue<'a> = (Option<String>, Option<[f64; 2]>, Vec<&'a str>);

pub(crate) fn read(text: &str, mut faults: Faults) -> Reading {
    let mut reading = Reading::new(Kind::Srt);
    let mut tier = Tier { hint: "transcript", ..Tier::default() };
    let mut ids = Ids::default();
    let mut open: Option<Cue<'_>> = None;
    let mut before: Vec<&str> = Vec::new();
    for line in lines(text) {
        let line = line.trim();
        if !line.contains("-->") {
            match &mut open {
                Some((_, _, text)) => text.push(line),
                None => before.push(line),
            }
            continue;
        }
        let time = times(line, timestamp, &mut faults);
        if time.is_none() {
            faults.tell("time", || format!("times that cannot be read, the text is kept without: {line:?}"));
        }
        let earlier = open.as_mut().map_or(&mut before, |(_, _, text)| text);
        let number = take_number(earlier);
        if let Some(cue) = open.take() {
            close(cue, &mut tier, &mut ids, &mut reading.empty_lines, &mut faults);
        }
        open = Some((number, time, Vec::new()));
    }
    if let Some(cue) = open.take() {
        close(cue, &mut tier, &mut ids, &mut reading.empty_lines, &mut faults);
    }
    if before.iter().any(|line| !line.is_empty()) {
        faults.tell("no-time", || "text before the first line of times is left out".into());
    }
    let begin = |line: &SourceLine| line.time.map_or(f64::INFINITY, |time| time[0]);
    tier.lines.sort_by(|a, b| begin(a).total_cmp(&begin(b)));
    reading.tiers.push(tier);
    reading.faults = faults.finish();
    reading
}

/// The cue's number stands alone on the line above its times: after an empty line, or first of all. (A line of digits
/// under text is text, unless an empty line is between.)
fn take_number(lines: &mut Vec<&str>) -> Option<String> {
    let last = lines.last()?;
    let digits = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let alone = lines.len() < 2 || lines[lines.len() - 2].is_empty();
    if digits && alone { lines.pop().map(str::to_owned) } else { None }
}

fn close(
    (number, time, text): Cue<'_>,
    tier: &mut Tier,
    ids: &mut Ids,
    empty: &mut usize,
    faults: &mut Faults,
) {
    let text: Vec<String> = text.into_iter().map(without_tags).filter(|line| !line.is_empty()).collect();
    if text.is_empty() {
        *empty += 1;
        return;
    }
    let id = number.unwrap_or_else(|| (tier.lines.len() + 1).to_string());
    tier.lines.push(SourceLine {
        id: ids.once(id, faults),
        time,
        text: text.join("\n"),
        ..SourceLine::default()
    });
}

/// `h:mm:ss,ttt`, with a point or a comma, parts of any length, hours or thousandths left out.
fn timestamp(text: &str) -> Option<f64> {
    let text = text.replace(' ', "");
    let (whole, fraction) = text.split_once([',', '.']).unwrap_or((&text, "0"));
    let number = |part: &str| {
        (!part.is_empty() && part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<f64>().ok())
            .flatten()
    };
    let mut total = 0.0;
    let mut parts = 0;
    for part in whole.split(':') {
        total = total * 60.0 + number(part)?;
        parts += 1;
    }
    let digits = i32::try_from(fraction.len()).ok()?;
    let thousandths = (number(fraction)? * 1000.0 / 10f64.powi(digits)).round();
    (2..=3).contains(&parts).then(|| (total * 1000.0 + thousandths) / 1000.0)
}

/// Without `<i>`, `<font …>`, `{\an8}`. Other angle brackets are text.
fn without_tags(line: &str) -> String {
    let (mut out, mut rest) = (String::new(), line);
    while let Some(at) = rest.find(['<', '{']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') { '>' } else { '}' };
        let length = rest.bytes().take(300).position(|byte| byte == end as u8);
        let inside = length.map(|length| &rest[1..length]);
        let tag = inside.filter(|inside| {
            let name = inside.trim_start_matches('/');
            let name =
                name.split(|c: char| c.is_whitespace()).next().unwrap_or_default().to_ascii_lowercase();
            if end == '>' {
                matches!(name.as_str(), "i" | "b" | "u" | "s" | "font" | "em" | "strong")
            } else {
                inside.starts_with('\\')
            }
        });
        let length = if let Some(tag) = tag {
            tag.len() + 2
        } else {
            out.push_str(&rest[..1]);
            1
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use crate::{Kind, read_as};

    #[test]
    fn cues_of_the_wild_are_read() {
        let text = "\u{FEFF}1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Эрднин</i> экн\r\n{\\an8}цагт\r\n\r\n\
            0:0:3.5 --> 0:0:3.5\r\nno number, a < b\r\n7\r\n\r\n3\r\n00:00:02,000-->00:00:09,000 X1:1\r\noverlaps\r\n";
        let reading = read_as(Kind::Srt, text.as_bytes()).unwrap();
        let lines: Vec<_> =
            reading.lines().map(|line| (line.id.as_str(), line.time, line.text.as_str())).collect();
        assert_eq!(
            lines,
            [
                ("1", Some([1.0, 2.5]), "Эрднин экн\nцагт"),
                ("3", Some([2.0, 9.0]), "overlaps"),
                ("2", Some([3.5, 3.5]), "no number, a < b\n7"),
            ]
        );
        assert_eq!(reading.faults, []);
    }

    #[test]
    fn old_encodings_are_read_and_told() {
        let text = "1\n00:00:01,000 --> 00:00:02,500\n江格尔\n";
        let (bytes, _, _) = encoding_rs::GB18030.encode(text);
        let reading = read_as(Kind::Srt, &bytes).unwrap();
        assert_eq!(reading.tiers[0].lines[0].text, "江格尔");
        assert_eq!(reading.faults[0].code, "encoding-guessed");
        let utf16: Vec<u8> =
            [0xFEFF_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        let reading = read_as(Kind::Srt, &utf16).unwrap();
        assert_eq!(reading.tiers[0].lines[0].text, "江格尔");
        assert_eq!(reading.faults, []);
    }
}
