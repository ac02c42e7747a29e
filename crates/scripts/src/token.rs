//! What an analysis gives back.

use serde::Serialize;

/// One token of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it begins in the text, in Unicode scalar values.
    pub from: usize,
    /// Where it ends: one past its last scalar value, its marks and joiners included.
    pub to: usize,
    /// Its place among the tokens, from 0, without gaps.
    pub position: u32,
    /// Never empty. The first is tier 0 and stands for the whole token.
    pub terms: Vec<Term>,
}

/// One thing that is searched for at a token's position.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Term {
    /// 0, as written, to 4, the last resort.
    pub tier: u8,
    /// The folded text.
    pub term: String,
    /// Whether it stands for this token alone or for this and the next.
    #[serde(skip_serializing_if = "TermKind::is_whole")]
    pub kind: TermKind,
}

/// What a term stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TermKind {
    /// The token it belongs to.
    Whole,
    /// The token it belongs to and the one that follows.
    Bigram,
}

impl TermKind {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
    fn is_whole(&self) -> bool {
        *self == Self::Whole
    }
}

impl Token {
    /// The tier 0 term of the whole token.
    #[must_use]
    pub fn whole(&self) -> &str {
        self.terms.first().map_or("", |term| term.term.as_str())
    }

    /// The bigram of this token and the next, where there is one.
    #[must_use]
    pub fn bigram(&self) -> Option<&str> {
        self.terms.iter().find(|term| term.kind == TermKind::Bigram).map(|term| term.term.as_str())
    }
}

/// The bigram of two tokens that follow each other, where both are single characters of Chinese or kana.
///
/// [`analyse`](crate::analyse) adds it within a text; who lays several texts end to end (the lines of a page) asks for it at the joints.
#[must_use]
pub fn bigram(first: &Token, second: &Token) -> Option<Term> {
    let single = |token: &Token| token.whole().chars().next().is_some_and(crate::han::stands_alone);
    (single(first) && single(second)).then(|| Term {
        tier: 0,
        term: format!("{}{}", first.whole(), second.whole()),
        kind: TermKind::Bigram,
    })
}

/// What `bumba fold` shows: how a match comes to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Folded {
    /// The text as it came.
    pub text: String,
    /// The language that was said.
    pub lang: Option<String>,
    /// Its tokens in order.
    pub tokens: Vec<FoldedToken>,
}

/// A token with the text it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoldedToken {
    /// The piece of the text.
    pub text: String,
    /// First scalar value.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// What it is searched by.
    pub terms: Vec<Term>,
}

/// [`analyse`](crate::analyse) with each token's own text beside it.
#[must_use]
pub fn fold(text: &str, lang: Option<&str>) -> Folded {
    let scalars: Vec<char> = text.chars().collect();
    let tokens = crate::analyse(text, lang)
        .into_iter()
        .map(|token| FoldedToken {
            text: scalars.get(token.from..token.to).unwrap_or_default().iter().collect(),
            from: token.from,
            to: token.to,
            terms: token.terms,
        })
        .collect();
    Folded { text: text.to_owned(), lang: lang.map(str::to_owned), tokens }
}
