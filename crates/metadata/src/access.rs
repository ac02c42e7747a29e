//! Rules of access and statements of rights, as a cell says them.

use bumba_model::{Rights, Rule, Who};

/// `open`, `staff`, `staff until 2030-01-01`, `staff from 2020 until 2030 then open`. `None` where it reads as none of these.
pub(crate) fn rule(value: &str) -> Option<Rule> {
    let words: Vec<String> = value.split_whitespace().map(str::to_lowercase).collect();
    let (who, rest) = words.split_first()?;
    let mut rule = Rule { who: word(who)?, ..Rule::default() };
    let mut rest = rest;
    while let [key, value, after @ ..] = rest {
        match key.as_str() {
            "from" if is_day(value) => rule.from.clone_from(value),
            "until" if is_day(value) => rule.until.clone_from(value),
            "then" => rule.then = Some(word(value)?),
            _ => return None,
        }
        rest = after;
    }
    rest.is_empty().then_some(rule)
}

fn word(word: &str) -> Option<Who> {
    match word {
        "open" | "开放" | "нээлттэй" => Some(Who::Open),
        "staff" | "closed" | "不开放" | "хаалттай" => Some(Who::Staff),
        _ => None,
    }
}

/// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit());
    let below =
        |part: &str, most: u8| digits(part, 2) && part.parse::<u8>().is_ok_and(|n| n >= 1 && n <= most);
    match parts[..] {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && below(month, 12),
        [year, month, day] => digits(year, 4) && below(month, 12) && below(day, 31),
        _ => false,
    }
}

/// A statement as written, and its address where it is one or is known by its name.
pub(crate) fn statement(rights: &mut Rights, value: &str) {
    value.clone_into(&mut rights.written);
    if value.starts_with("http://") || value.starts_with("https://") {
        value.clone_into(&mut rights.uri);
    } else if let Some(uri) = address(value) {
        rights.uri = uri;
    }
}

/// `CC BY-SA 4.0`, `CC0`, `Public domain`.
fn address(name: &str) -> Option<String> {
    let name = name.trim().to_ascii_lowercase().replace([' ', '-'], " ");
    match name.as_str() {
        "cc0" | "cc0 1.0" => return Some("https://creativecommons.org/publicdomain/zero/1.0/".into()),
        "public domain" => return Some("https://creativecommons.org/publicdomain/mark/1.0/".into()),
        _ => {}
    }
    let words: Vec<&str> = name.strip_prefix("cc ")?.split(' ').collect();
    let (version, kinds) = words.split_last()?;
    let known = ["by", "by sa", "by nd", "by nc", "by nc sa", "by nc nd"].contains(&kinds.join(" ").as_str());
    (known && ["2.0", "2.5", "3.0", "4.0"].contains(version))
        .then(|| format!("https://creativecommons.org/licenses/{}/{version}/", kinds.join("-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_says_who_and_until_when() {
        let read = rule("staff from 2020 until 2030-01-01 then open").unwrap();
        assert_eq!((read.who, read.from.as_str(), read.until.as_str()), (Who::Staff, "2020", "2030-01-01"));
        assert_eq!(read.then, Some(Who::Open));
        assert_eq!(rule("Open").unwrap().who, Who::Open);
        for wrong in
            ["", "everybody", "staff until", "staff until tomorrow", "staff until 2030-13", "open or not"]
        {
            assert_eq!(rule(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_licence_is_known_by_its_name() {
        let mut rights = Rights::default();
        statement(&mut rights, "CC BY-NC-SA 4.0");
        assert_eq!(rights.uri, "https://creativecommons.org/licenses/by-nc-sa/4.0/");
        assert_eq!(rights.written, "CC BY-NC-SA 4.0");
        let mut other = Rights::default();
        statement(&mut other, "MIT");
        assert_eq!((other.written.as_str(), other.uri.as_str()), ("MIT", ""));
    }
}
