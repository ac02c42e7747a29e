//! A column's name: a field, its part, its language.

use crate::{Field, field};

/// `people:singer@mn-Mong`, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub field: &'static Field,
    pub part: String,
    pub lang: String,
}

impl Column {
    /// `None` where no field is called so, or where it says more than the field can hold.
    pub fn of(name: &str) -> Option<Self> {
        let (rest, lang) = name.rsplit_once('@').unwrap_or((name, ""));
        let (name, part) = rest.split_once([':', '：']).unwrap_or((rest, ""));
        let field = field(name)?;
        let fits = (lang.is_empty() || field.lang) && (part.is_empty() || !field.part.is_empty());
        fits.then(|| Self { field, part: part.trim().to_owned(), lang: tag(lang) })
    }
}

/// A language tag as BCP 47 writes it (RFC 5646 §2.1.1): `bo-latn-x-EWTS` is `bo-Latn-x-ewts`.
pub(crate) fn tag(written: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut private = false;
    for (n, part) in written.trim().replace('_', "-").split('-').enumerate() {
        let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        out.push(match part.len() {
            _ if n == 0 || private => part.to_ascii_lowercase(),
            4 if letters => {
                let (first, rest) = part.split_at(1);
                first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
            }
            2 if letters => part.to_ascii_uppercase(),
            _ => part.to_ascii_lowercase(),
        });
        private |= part.len() == 1;
    }
    out.join("-")
}

/// Whether a tag is well-formed, roughly: a language of two to eight letters and parts of one to eight.
pub(crate) fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// The values of a cell: `|` stands between them, `\|` is one itself.
pub(crate) fn values(cell: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'|') => {
                chars.next();
                if let Some(last) = values.last_mut() {
                    last.push('|');
                }
            }
            '|' => values.push(String::new()),
            c => {
                if let Some(last) = values.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    values.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}
