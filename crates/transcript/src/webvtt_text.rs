//! The text of a cue: tags taken away, voices and languages kept (WebVTT §6.4).

/// What one voice says in a cue.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Part {
    pub voice: String,
    pub lang: String,
    pub text: String,
}

/// The parts of a cue that have text.
pub(crate) fn read(text: &str) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        push(&mut parts, &rest[..at]);
        rest = &rest[at..];
        if let Some(tag) = rest.strip_prefix('<') {
            // A tag that is never closed runs to the end, as the tokenizer of the standard has it.
            let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
            apply(&mut parts, tag);
            rest = after;
        } else {
            let (text, after) = reference(rest);
            push(&mut parts, &text);
            rest = after;
        }
    }
    push(&mut parts, rest);
    for part in &mut parts {
        part.text =
            part.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

fn push(parts: &mut [Part], text: &str) {
    if let Some(part) = parts.last_mut() {
        part.text.push_str(text);
    }
}

fn apply(parts: &mut Vec<Part>, tag: &str) {
    let (name, annotation) = tag.split_once(|c: char| c.is_whitespace()).unwrap_or((tag, ""));
    let annotation = annotation.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.split('.').next().unwrap_or_default() {
        "v" => parts.push(Part { voice: unescape(&annotation), ..Part::default() }),
        "/v" => parts.push(Part::default()),
        "lang" => {
            if let Some(part) = parts.last_mut() {
                part.lang = annotation;
            }
        }
        // A reading beside its character is kept, in brackets: what is stripped would be lost to search.
        "rt" => push(parts, "("),
        "/rt" => push(parts, ")"),
        _ => {}
    }
}

fn unescape(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (text, after) = reference(&rest[at..]);
        out.push_str(&text);
        rest = after;
    }
    out + rest
}

/// A character reference at the beginning of a text, and what comes after; an ampersand that begins none is itself.
fn reference(text: &str) -> (String, &str) {
    let known = |name: &str| -> Option<char> {
        Some(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{A0}',
            "lrm" => '\u{200E}',
            "rlm" => '\u{200F}',
            _ => {
                let digits = name.strip_prefix('#')?;
                let code = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => digits.parse(),
                };
                char::from_u32(code.ok()?).filter(|c| *c != '\0')?
            }
        })
    };
    // No name is longer: a text of ampersands is not searched to its end for each.
    let end = text.bytes().take(12).position(|byte| byte == b';');
    let name = end.map(|end| &text[1..end]);
    match name.and_then(|name| Some((known(name)?, name.len() + 2))) {
        Some((c, length)) => (c.to_string(), &text[length..]),
        None => ("&".into(), &text[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_what_they_say_stays() {
        let parts =
            read("<lang mn-Mong>ᠵᠠᠩᠭᠠᠷ</lang> <ruby>漢<rt>kan</rt></ruby><00:01.000> R&D &#x4e; &bogus;");
        assert_eq!(
            parts,
            [Part {
                voice: String::new(),
                lang: "mn-Mong".into(),
                text: "ᠵᠠᠩᠭᠠᠷ 漢(kan) R&D N &bogus;".into()
            }]
        );
    }
}
