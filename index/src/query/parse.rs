//! Words, phrases, OR, NOT, parentheses: a tree with places.

use crate::QueryError;

/// Deeper nesting is refused, for the parser calls itself.
const DEEPEST: usize = 50;
/// Longer queries are refused: each word costs a walk through the index.
const LONGEST: usize = 4_000;
const MOST_WORDS: usize = 200;

/// A query as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    /// All of them. None: nothing was typed.
    All(Vec<Expression>),
    /// Any of them.
    Any(Vec<Expression>),
    /// Not this.
    Not(Box<Expression>),
    /// A word, or words in quotation marks.
    Phrase(Phrase),
}

/// A word or quoted phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub text: String,
    pub from: usize,
    pub to: usize,
    pub quoted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Open,
    Close,
    Or,
    And,
    Not,
    Phrase(Phrase),
}

/// # Errors
/// A quotation mark or parenthesis without its twin; an operator with nothing to work on; a query beyond measure.
pub(crate) fn parse(query: &str) -> Result<Expression, QueryError> {
    let pieces = pieces(query)?;
    let mut parser = Parser { pieces: &pieces, next: 0, end: query.chars().count() };
    let tree = parser.any(0)?;
    match parser.pieces.get(parser.next) {
        None => Ok(tree),
        Some(&(at, _)) => {
            Err(fault(at, "a closing parenthesis has no opening one", "Take it away, or open one before it."))
        }
    }
}

fn fault(at: usize, message: &str, advice: &str) -> QueryError {
    QueryError { at, message: message.to_owned(), advice: advice.to_owned() }
}

/// The quotation mark that closes one, where it opens. Chinese brackets count: they are what an input method gives.
fn closing(opening: char) -> Option<char> {
    match opening {
        '"' => Some('"'),
        '“' | '„' => Some('”'),
        '＂' => Some('＂'),
        '「' => Some('」'),
        '『' => Some('』'),
        _ => None,
    }
}

fn pieces(query: &str) -> Result<Vec<(usize, Piece)>, QueryError> {
    let scalars: Vec<char> = query.chars().collect();
    if scalars.len() > LONGEST {
        return Err(fault(LONGEST, "the query is longer than 4,000 characters", "Search for a part of it."));
    }
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(&scalar) = scalars.get(at) {
        let from = at;
        at += 1;
        if scalar.is_whitespace() {
            continue;
        }
        let piece = match scalar {
            '(' | '（' => Piece::Open,
            ')' | '）' => Piece::Close,
            '|' => Piece::Or,
            // Only before something: a dash by itself is punctuation.
            '-' if scalars.get(at).is_some_and(|next| !next.is_whitespace() && *next != '-') => Piece::Not,
            opening if closing(opening).is_some() => {
                let end = closing(opening);
                let Some(length) = scalars[at..].iter().position(|&scalar| Some(scalar) == end) else {
                    return Err(fault(from, "a quotation mark is not closed", "Close it, or take it away."));
                };
                let text: String = scalars[at..at + length].iter().collect();
                at += length + 1;
                Piece::Phrase(Phrase { text, from, to: at, quoted: true })
            }
            _ => {
                while scalars.get(at).is_some_and(|&next| {
                    !next.is_whitespace()
                        && !matches!(next, '(' | ')' | '（' | '）' | '|')
                        && closing(next).is_none()
                }) {
                    at += 1;
                }
                let text: String = scalars[from..at].iter().collect();
                match text.as_str() {
                    "OR" => Piece::Or,
                    "AND" => Piece::And,
                    "NOT" => Piece::Not,
                    _ => Piece::Phrase(Phrase { text, from, to: at, quoted: false }),
                }
            }
        };
        pieces.push((from, piece));
    }
    let words = pieces.iter().filter(|(_, piece)| matches!(piece, Piece::Phrase(_)));
    if let Some((at, _)) = words.clone().nth(MOST_WORDS) {
        return Err(fault(*at, "the query has more than 200 words", "Search for fewer."));
    }
    Ok(pieces)
}

struct Parser<'a> {
    pieces: &'a [(usize, Piece)],
    next: usize,
    end: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Piece> {
        self.pieces.get(self.next).map(|(_, piece)| piece)
    }

    fn place(&self) -> usize {
        self.pieces.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn any(&mut self, depth: usize) -> Result<Expression, QueryError> {
        let mut branches = vec![self.all(depth)?];
        while self.peek() == Some(&Piece::Or) {
            let at = self.place();
            if branches.last().is_some_and(is_empty) {
                return Err(lonely(at, "OR", "before"));
            }
            self.next += 1;
            branches.push(self.all(depth)?);
            if branches.last().is_some_and(is_empty) {
                return Err(lonely(at, "OR", "after"));
            }
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Expression::Any(branches) })
    }

    fn all(&mut self, depth: usize) -> Result<Expression, QueryError> {
        let mut parts = Vec::new();
        while let Some(piece) = self.peek() {
            let at = self.place();
            match piece {
                Piece::Or | Piece::Close => break,
                Piece::And => {
                    if parts.is_empty() {
                        return Err(lonely(at, "AND", "before"));
                    }
                    self.next += 1;
                    if matches!(self.peek(), None | Some(Piece::Or | Piece::And | Piece::Close)) {
                        return Err(lonely(at, "AND", "after"));
                    }
                }
                _ => parts.push(self.one(depth)?),
            }
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::All(parts) })
    }

    /// A word, a phrase, a group, or one of them after NOT. Called where one of these begins.
    fn one(&mut self, depth: usize) -> Result<Expression, QueryError> {
        let at = self.place();
        if depth > DEEPEST {
            return Err(fault(
                at,
                "parentheses stand in each other more than 50 deep",
                "Write the query flatter.",
            ));
        }
        let piece = self.peek().cloned();
        self.next += 1;
        match piece {
            Some(Piece::Phrase(phrase)) => Ok(Expression::Phrase(phrase)),
            Some(Piece::Not) => match self.peek() {
                Some(Piece::Phrase(_) | Piece::Open | Piece::Not) => {
                    Ok(Expression::Not(Box::new(self.one(depth + 1)?)))
                }
                _ => Err(lonely(at, "NOT", "after")),
            },
            Some(Piece::Open) => {
                let inner = self.any(depth + 1)?;
                if self.peek() != Some(&Piece::Close) {
                    return Err(fault(at, "a parenthesis is not closed", "Close it, or take it away."));
                }
                self.next += 1;
                Ok(inner)
            }
            // `all` calls this for no other piece.
            _ => Err(fault(at, "something is missing here", "Put a word here.")),
        }
    }
}

fn is_empty(expression: &Expression) -> bool {
    matches!(expression, Expression::All(parts) if parts.is_empty())
}

fn lonely(at: usize, operator: &str, side: &str) -> QueryError {
    QueryError {
        at,
        message: format!("there is nothing {side} {operator}"),
        advice: format!(
            "Put a word {side} it; to search for the word itself, write \"{}\".",
            operator.to_lowercase()
        ),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Expression, parse};

    fn shown(expression: &Expression) -> String {
        let all = |parts: &[Expression]| parts.iter().map(shown).collect::<Vec<_>>();
        match expression {
            Expression::All(parts) => format!("({})", all(parts).join("&")),
            Expression::Any(parts) => format!("({})", all(parts).join("|")),
            Expression::Not(inner) => format!("!{}", shown(inner)),
            Expression::Phrase(phrase) if phrase.quoted => format!("'{}'", phrase.text),
            Expression::Phrase(phrase) => phrase.text.clone(),
        }
    }

    #[test]
    fn words_phrases_and_operators_make_a_tree() {
        for (query, tree) in [
            ("", "()"),
            ("a b", "(a&b)"),
            ("a b OR c", "((a&b)|c)"),
            ("a | b", "(a|b)"),
            ("a AND b", "(a&b)"),
            ("a -b NOT \"c d\"", "(a&!b&!'c d')"),
            ("to-day - x--y", "(to-day&-&x--y)"),
            ("-(a OR b) 「太 宗」“x y”", "(!(a|b)&'太 宗'&'x y')"),
            ("or and not", "(or&and&not)"),
            ("it's", "it's"),
            ("()", "()"),
        ] {
            assert_eq!(shown(&parse(query).unwrap()), tree, "{query}");
        }
    }

    #[test]
    fn a_fault_says_its_place_in_scalar_values() {
        for (query, at) in [
            ("жа \"b", 3),
            ("(a", 0),
            ("a) b", 1),
            ("a OR", 2),
            ("OR a", 0),
            ("a NOT", 2),
            ("a AND AND b", 2),
            ("太 -)", 2),
        ] {
            assert_eq!(parse(query).unwrap_err().at, at, "{query}");
        }
        assert!(parse(&"(".repeat(3000)).is_err());
        assert!(parse(&"-".repeat(3000)).is_ok());
        assert!(parse(&"NOT ".repeat(900)).is_err());
    }

    proptest! {
        #[test]
        fn any_typing_is_a_tree_or_a_fault_within_it(query in "[ a()\"「」|太-]{0,20}|.{0,20}|((OR|NOT|AND|a|\\(|\\)) ){0,12}") {
            if let Err(fault) = parse(&query) {
                prop_assert!(fault.at <= query.chars().count());
            }
        }
    }
}
