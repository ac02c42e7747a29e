//! Laying lines end to end: terms with their tier and position, in a form that tantivy takes as text.
//!
//! The form: one row a position, ended by a line feed; in it the terms of this position with a tab between, each with its tier as its
//! first character. An empty row is a position with no term. Terms are letters, digits and marks alone, so neither can stand in one.

use std::fmt::Write as _;

use bumba_scripts::{Term, Token, analyse, bigram};
use tantivy::tokenizer::{TextAnalyzer, Tokenizer};

pub const TOKENIZER: &str = "laid";

/// Text under way into one document.
#[derive(Debug, Default)]
pub struct Layout {
    rows: String,
    position: u32,
    last: Option<Token>,
}

impl Layout {
    /// Adds a line that continues the one before: positions go on, and a bigram is made over the joint. Gives the position of its first token.
    pub fn continued(&mut self, text: &str, lang: Option<&str>) -> u32 {
        let first = self.position;
        for token in analyse(text, lang) {
            let joint = if token.position == 0 {
                self.last.as_ref().and_then(|last| bigram(last, &token))
            } else {
                None
            };
            if let Some(term) = joint {
                // Into the row that has just been ended.
                self.rows.pop();
                self.rows.push('\t');
                self.term(&term);
                self.rows.push('\n');
            }
            for (place, term) in token.terms.iter().enumerate() {
                if place > 0 {
                    self.rows.push('\t');
                }
                self.term(term);
            }
            self.rows.push('\n');
            self.position = self.position.saturating_add(1);
            self.last = Some(token);
        }
        first
    }

    /// Adds a text that stands by itself: one position stays empty before it, so that no phrase reaches over.
    pub fn apart(&mut self, text: &str, lang: Option<&str>) -> u32 {
        if self.position > 0 {
            self.rows.push('\n');
            self.position = self.position.saturating_add(1);
        }
        self.last = None;
        self.continued(text, lang)
    }

    /// The position that comes next.
    pub fn position(&self) -> u32 {
        self.position
    }

    pub fn rows(self) -> String {
        self.rows
    }

    fn term(&mut self, term: &Term) {
        // Writing to a string does not fail.
        let _ = write!(self.rows, "{}{}", term.tier, term.term);
    }
}

/// Lets an index read what a [`Layout`] wrote. To be called whenever an index is opened: tantivy does not keep it.
pub fn register(index: &mut tantivy::Index) {
    index.tokenizers().register(TOKENIZER, TextAnalyzer::from(Laid));
}

#[derive(Clone)]
struct Laid;

struct Rows<'a> {
    rest: &'a str,
    position: usize,
    token: tantivy::tokenizer::Token,
}

impl Tokenizer for Laid {
    type TokenStream<'a> = Rows<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Rows<'a> {
        Rows { rest: text, position: 0, token: tantivy::tokenizer::Token::default() }
    }
}

impl tantivy::tokenizer::TokenStream for Rows<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            let end = self.rest.find(['\n', '\t']).unwrap_or(self.rest.len());
            let (term, rest) = self.rest.split_at(end);
            let position = self.position;
            if rest.starts_with('\n') {
                self.position += 1;
            }
            self.rest = rest.get(1..).unwrap_or_default();
            if !term.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(term);
                self.token.position = position;
                return true;
            }
        }
        false
    }

    fn token(&self) -> &tantivy::tokenizer::Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut tantivy::tokenizer::Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::{TokenStream, Tokenizer};

    use super::{Laid, Layout};

    #[test]
    fn terms_keep_tier_and_position_over_joints_and_gaps() {
        let mut layout = Layout::default();
        assert_eq!(layout.apart("唐太", None), 0);
        assert_eq!(layout.continued("—", None), 2);
        assert_eq!(layout.continued("宗 ab", None), 2);
        assert_eq!(layout.apart("帝", None), 5);
        let rows = layout.rows();
        let mut laid = Laid;
        let mut stream = laid.token_stream(&rows);
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().position, stream.token().text.clone()));
        }
        let expected =
            [(0, "0唐"), (0, "0唐太"), (1, "0太"), (1, "0太宗"), (2, "0宗"), (3, "0ab"), (5, "0帝")];
        assert_eq!(seen, expected.map(|(at, term)| (at, term.to_owned())));
    }
}
