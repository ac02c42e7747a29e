//! From a tree of words to what is asked of the postings: analysed, with the other names of authorities.

use bumba_scripts::{Token, analyse};

use super::{Expression, Phrase};
use crate::{AuthorityEntry, Form, Understood};

/// Names of more words than this are found as typed, not by their twins.
const LONGEST_NAME: usize = 8;

/// Where names are looked up.
pub(crate) trait Names {
    type Error;
    /// The authorities that have this name: its folded tokens, a space between.
    fn named(&self, name: &str) -> Result<Vec<AuthorityEntry>, Self::Error>;
}

/// A query ready to be searched.
#[derive(Debug)]
pub(crate) struct Plan {
    /// None: nothing was typed, all is meant.
    pub root: Option<Node>,
    pub leaves: Vec<Leaf>,
    pub understood: Vec<Understood>,
}

/// How leaves are put together, over items.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Leaf(usize),
    /// Typed, but without a letter in it: it finds nothing.
    Nothing,
}

/// A word, phrase or name.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub alternatives: Vec<Alternative>,
    /// Items tied to one of these match by that alone.
    pub tied: Vec<String>,
    pub excluded: bool,
}

/// One wording of a leaf: terms at fixed distances.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Alternative {
    pub slots: Vec<Slot>,
    /// How many tokens it spans.
    pub tokens: u32,
    /// Whether it was typed, not found as another name.
    pub typed: bool,
}

/// A term and its distance from the first token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    pub offset: u32,
    pub tier: u8,
    pub term: String,
}

pub(crate) fn plan<N: Names>(expression: &Expression, names: &N) -> Result<Plan, N::Error> {
    let mut planner = Planner { names, leaves: Vec::new(), understood: Vec::new() };
    let root = match expression {
        Expression::All(parts) if parts.is_empty() => None,
        typed => Some(planner.node(typed, false)?.unwrap_or(Node::Nothing)),
    };
    Ok(Plan { root, leaves: planner.leaves, understood: planner.understood })
}

/// The terms that stand for a run of tokens: of Chinese its bigrams, which are rarer than its characters; a single character as itself.
pub(crate) fn slots(tokens: &[Token]) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(tokens.len());
    let mut covered = false;
    for (offset, token) in (0..).zip(tokens) {
        let last = offset as usize + 1 == tokens.len();
        let bigram = token.bigram().filter(|_| !last);
        if let Some(term) = bigram {
            slots.push(Slot { offset, tier: 0, term: term.to_owned() });
        } else if !covered {
            slots.push(Slot { offset, tier: 0, term: token.whole().to_owned() });
        }
        covered = bigram.is_some();
    }
    slots
}

fn key(tokens: &[Token]) -> String {
    tokens.iter().map(Token::whole).collect::<Vec<_>>().join(" ")
}

struct Planner<'a, N> {
    names: &'a N,
    leaves: Vec<Leaf>,
    understood: Vec<Understood>,
}

impl<N: Names> Planner<'_, N> {
    /// None where nothing is searched: punctuation takes no part.
    fn node(&mut self, expression: &Expression, excluded: bool) -> Result<Option<Node>, N::Error> {
        Ok(match expression {
            Expression::Phrase(phrase) => self.phrase(phrase, excluded)?,
            Expression::Not(inner) => self.node(inner, !excluded)?.map(|node| Node::Not(Box::new(node))),
            Expression::Any(branches) => {
                let mut nodes = Vec::new();
                for branch in branches {
                    nodes.extend(self.node(branch, excluded)?);
                }
                (!nodes.is_empty()).then_some(Node::Any(nodes))
            }
            Expression::All(parts) => self.all(parts, excluded)?,
        })
    }

    fn all(&mut self, parts: &[Expression], excluded: bool) -> Result<Option<Node>, N::Error> {
        let mut nodes = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            let words: Vec<&Phrase> = parts[at..]
                .iter()
                .map_while(|part| match part {
                    Expression::Phrase(phrase) if !phrase.quoted => Some(phrase),
                    _ => None,
                })
                .take(LONGEST_NAME)
                .collect();
            let taken = self.name(&words, excluded)?;
            if let Some((node, count)) = taken {
                nodes.push(node);
                at += count;
            } else {
                nodes.extend(self.node(&parts[at], excluded)?);
                at += 1;
            }
        }
        Ok((!nodes.is_empty()).then_some(Node::All(nodes)))
    }

    /// The longest run of two or more words that is a name: it is found by any name of its authority, or by its words apart.
    fn name(&mut self, words: &[&Phrase], excluded: bool) -> Result<Option<(Node, usize)>, N::Error> {
        for count in (2..=words.len()).rev() {
            let run = &words[..count];
            let text = run.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            let tokens = analyse(&text, None);
            let authorities = self.names.named(&key(&tokens))?;
            if tokens.is_empty() || authorities.is_empty() {
                continue;
            }
            let whole = Phrase { text, from: run[0].from, to: run[count - 1].to, quoted: true };
            let name = self.leaf(&whole, &tokens, &authorities, excluded);
            let mut apart = Vec::new();
            for word in run {
                apart.extend(self.phrase(word, excluded)?);
            }
            return Ok(Some((Node::Any(vec![name, Node::All(apart)]), count)));
        }
        Ok(None)
    }

    fn phrase(&mut self, phrase: &Phrase, excluded: bool) -> Result<Option<Node>, N::Error> {
        let tokens = analyse(&phrase.text, None);
        if tokens.is_empty() {
            return Ok(None);
        }
        let authorities =
            if tokens.len() > LONGEST_NAME * 4 { Vec::new() } else { self.names.named(&key(&tokens))? };
        Ok(Some(self.leaf(phrase, &tokens, &authorities, excluded)))
    }

    fn leaf(
        &mut self,
        phrase: &Phrase,
        tokens: &[Token],
        authorities: &[AuthorityEntry],
        excluded: bool,
    ) -> Node {
        let length = |tokens: &[Token]| u32::try_from(tokens.len()).unwrap_or(u32::MAX);
        let mut alternatives =
            vec![Alternative { slots: slots(tokens), tokens: length(tokens), typed: true }];
        let mut forms = vec![Form { text: key(tokens), authority: None }];
        for authority in authorities {
            for name in &authority.names {
                let tokens = analyse(&name.text, name.lang.as_deref());
                let alternative =
                    Alternative { slots: slots(&tokens), tokens: length(&tokens), typed: false };
                if tokens.is_empty() || alternatives.iter().any(|known| known.slots == alternative.slots) {
                    continue;
                }
                forms.push(Form { text: key(&tokens), authority: Some(authority.id.clone()) });
                alternatives.push(alternative);
            }
        }
        let tied = authorities.iter().map(|authority| authority.id.clone()).collect();
        self.leaves.push(Leaf { alternatives, tied, excluded });
        let Phrase { text, from, to, .. } = phrase.clone();
        self.understood.push(Understood { text, from, to, excluded, forms });
        Node::Leaf(self.leaves.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::{Names, Node, plan};
    use crate::{AuthorityEntry, Text, query::parse};

    struct Jangar;

    impl Names for Jangar {
        type Error = Infallible;
        fn named(&self, name: &str) -> Result<Vec<AuthorityEntry>, Infallible> {
            let names = vec![Text::new("Jangar Khan", "en"), Text::new("江格尔", "zh")];
            let known = ["jangar khan", "江 格 尔"].contains(&name);
            Ok(if known {
                vec![AuthorityEntry { id: "j".into(), names, ..Default::default() }]
            } else {
                Vec::new()
            })
        }
    }

    #[test]
    fn chinese_words_are_runs_of_bigrams_and_single_characters_themselves() {
        let plan = plan(&parse("唐太宗 帝 ab太宗").unwrap(), &Jangar).unwrap();
        let terms = |leaf: usize| -> Vec<(u32, &str)> {
            plan.leaves[leaf].alternatives[0]
                .slots
                .iter()
                .map(|slot| (slot.offset, slot.term.as_str()))
                .collect()
        };
        assert_eq!(terms(0), [(0, "唐太"), (1, "太宗")]);
        assert_eq!(terms(1), [(0, "帝")]);
        assert_eq!(terms(2), [(0, "ab"), (1, "太宗")]);
        assert_eq!(plan.leaves[0].alternatives[0].tokens, 3);
    }

    #[test]
    fn a_run_of_words_that_is_a_name_is_all_its_names_or_its_words_apart() {
        let plan = plan(&parse("the Jangar Khan").unwrap(), &Jangar).unwrap();
        let apart = Node::All(vec![Node::Leaf(2), Node::Leaf(3)]);
        assert_eq!(plan.root, Some(Node::All(vec![Node::Leaf(0), Node::Any(vec![Node::Leaf(1), apart])])));
        assert_eq!(plan.understood[1].forms.len(), 2);
        assert_eq!((plan.understood[1].from, plan.understood[1].to), (4, 15));
        assert_eq!(plan.leaves[1].tied, ["j"]);
    }

    #[test]
    fn punctuation_alone_finds_nothing_and_an_empty_query_all() {
        assert_eq!(plan(&parse("  ").unwrap(), &Jangar).unwrap().root, None);
        assert_eq!(plan(&parse(" — ? ").unwrap(), &Jangar).unwrap().root, Some(Node::Nothing));
    }
}
