#![doc = include_str!("../README.md")]

use bumba_model::{Item, Object, Role, Rule, Target, Who, Years};
use jiff::civil;

/// Who may see a thing, from the fewest to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Those who work at the archive.
    Staff,
    /// Everybody.
    Open,
}

impl Audience {
    /// `open` or `staff`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Staff => "staff",
        }
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody who has not signed in.
    Public,
    /// Somebody who works at the archive; the command line is one of them.
    Staff,
}

impl Viewer {
    /// Whether a thing for this audience is for this viewer.
    #[must_use]
    pub fn may_see(self, audience: Audience) -> bool {
        self == Self::Staff || audience == Audience::Open
    }
}

/// What is known of an item's access on one day.
#[derive(Clone, Debug)]
pub struct Access<'a> {
    item: &'a Item,
    whole: Audience,
    day: civil::Date,
}

impl<'a> Access<'a> {
    /// The rules of an item, and of the collections and sets it is in, on a day.
    pub fn of_item(item: &'a Item, above: impl IntoIterator<Item = &'a Object>, day: civil::Date) -> Self {
        let inherited = above.into_iter().map(|object| of_object(object, day)).min();
        let own = narrowest(item.rights.rules.iter().filter(|rule| rule.on == Target::All), day);
        Self { item, whole: inherited.map_or(own, |inherited| inherited.min(own)), day }
    }

    /// Who may see the item: its record, its list of pages.
    #[must_use]
    pub fn item(&self) -> Audience {
        self.whole
    }

    /// Who may see a file and all that is derived from it.
    #[must_use]
    pub fn file(&self, n: u32) -> Audience {
        let Some(file) = self.item.file(n) else { return Audience::Staff };
        if file.role == Role::Agreement {
            return Audience::Staff;
        }
        let closes = |rule: &&Rule| match &rule.on {
            Target::All => false,
            Target::File(on) => *on == n || file.beside == Some(*on),
            Target::Span { canvas, .. } => self.fills(n, canvas) || self.writes_on(n, canvas),
        };
        self.whole.min(narrowest(self.item.rights.rules.iter().filter(closes), self.day))
    }

    /// Who may see a canvas's pictures, hear its sound and read its lines: as narrow as the narrowest of its files.
    #[must_use]
    pub fn canvas(&self, id: &str) -> Audience {
        let files = self.item.placements.iter().filter(|placement| placement.canvas == id);
        let spans = self
            .item
            .rights
            .rules
            .iter()
            .filter(|rule| matches!(&rule.on, Target::Span { canvas, .. } if canvas == id));
        files
            .map(|placement| self.file(placement.file))
            .chain([self.whole, narrowest(spans, self.day)])
            .min()
            .unwrap_or(Audience::Staff)
    }

    /// Who may read the lines of a layer on a canvas: its source files' rules and the canvas's.
    #[must_use]
    pub fn lines(&self, layer: &str, canvas: &str) -> Audience {
        let layer = self.item.layers.iter().find(|one| one.id == layer);
        let own = layer
            .and_then(|layer| layer.rights.as_ref())
            .map_or(Audience::Open, |rights| narrowest(rights.rules.iter(), self.day));
        layer
            .into_iter()
            .flat_map(|layer| &layer.sources)
            .filter(|source| source.canvas == canvas)
            .map(|source| self.file(source.file))
            .chain([own, self.canvas(canvas)])
            .min()
            .unwrap_or(Audience::Staff)
    }

    fn fills(&self, file: u32, canvas: &str) -> bool {
        self.item.placements.iter().any(|placement| placement.file == file && placement.canvas == canvas)
    }

    fn writes_on(&self, file: u32, canvas: &str) -> bool {
        let sources = self.item.layers.iter().flat_map(|layer| &layer.sources);
        sources.into_iter().any(|source| source.file == file && source.canvas == canvas)
    }
}

/// Who may see an object's own record by its own rules.
#[must_use]
pub fn of_object(object: &Object, day: civil::Date) -> Audience {
    let rules = object.rights().map_or(&[][..], |rights| &rights.rules);
    narrowest(rules.iter().filter(|rule| rule.on == Target::All), day)
}

/// Who may see something by these rules alone, on a day.
pub fn narrowest<'r>(rules: impl Iterator<Item = &'r Rule>, day: civil::Date) -> Audience {
    rules.map(|rule| of_rule(rule, day)).min().unwrap_or(Audience::Open)
}

fn of_rule(rule: &Rule, day: civil::Date) -> Audience {
    let who = |who: &Who| if *who == Who::Open { Audience::Open } else { Audience::Staff };
    match (first_day(&rule.from), last_day(&rule.until)) {
        (Some(from), _) if day < from => Audience::Open,
        (_, Some(until)) if day > until => rule.then.as_ref().map_or(Audience::Open, who),
        _ => who(&rule.who),
    }
}

/// The first day of a date; `None` where it says nothing or cannot be read: then the rule holds from ever.
fn first_day(date: &str) -> Option<civil::Date> {
    whole_day(date).or_else(|| year(Years::of_edtf(date)?.first, 1, 1))
}

/// The last day of a date; `None` where it says nothing or cannot be read: then the rule holds for ever.
fn last_day(date: &str) -> Option<civil::Date> {
    let month = || {
        let (y, m) = date.split_once('-')?;
        Some(civil::Date::new(y.parse().ok()?, m.parse().ok()?, 1).ok()?.last_of_month())
    };
    whole_day(date).or_else(month).or_else(|| year(Years::of_edtf(date)?.last, 12, 31))
}

fn whole_day(date: &str) -> Option<civil::Date> {
    date.parse().ok()
}

fn year(year: i32, month: i8, day: i8) -> Option<civil::Date> {
    civil::Date::new(i16::try_from(year).ok()?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use bumba_model::{Ark, Collection, File, Layer, LayerSource, Placement, Rights, What};

    use super::*;

    fn day(text: &str) -> civil::Date {
        text.parse().unwrap()
    }

    fn staff_until(until: &str) -> Rule {
        Rule { who: Who::Staff, until: until.to_owned(), ..Rule::default() }
    }

    fn reel(rules: Vec<Rule>) -> Item {
        Item {
            files: vec![
                File { n: 1, ..File::default() },
                File { n: 2, ..File::default() },
                File { n: 3, role: Role::Text, beside: Some(1), ..File::default() },
                File { n: 4, role: Role::Agreement, ..File::default() },
            ],
            placements: vec![
                Placement { canvas: "c1".into(), file: 1, ..Placement::default() },
                Placement { canvas: "c2".into(), file: 2, ..Placement::default() },
            ],
            layers: vec![Layer {
                id: "t1".into(),
                sources: vec![LayerSource { file: 3, canvas: "c1".into(), ..LayerSource::default() }],
                ..Layer::default()
            }],
            rights: Rights { rules, ..Rights::default() },
            ..Item::default()
        }
    }

    #[test]
    fn what_nobody_closed_is_open_but_agreements_never_are() {
        let item = reel(vec![]);
        let access = Access::of_item(&item, [], day("2026-11-24"));
        assert_eq!(access.item(), Audience::Open);
        assert_eq!(access.file(1), Audience::Open);
        assert_eq!(access.file(4), Audience::Staff);
        assert_eq!(access.file(99), Audience::Staff);
    }

    #[test]
    fn an_embargo_ends_on_the_day_after() {
        for (until, last, next) in [
            ("2027-03-01", "2027-03-01", "2027-03-02"),
            ("2027-02", "2027-02-28", "2027-03-01"),
            ("2027", "2027-12-31", "2028-01-01"),
            ("203X", "2039-12-31", "2040-01-01"),
        ] {
            let item = reel(vec![staff_until(until)]);
            assert_eq!(Access::of_item(&item, [], day(last)).item(), Audience::Staff, "{until}");
            assert_eq!(Access::of_item(&item, [], day(next)).item(), Audience::Open, "{until}");
        }
    }

    #[test]
    fn an_end_opens_nothing_that_another_rule_closes() {
        let item = reel(vec![staff_until("2001"), Rule { who: Who::Staff, ..Rule::default() }]);
        assert_eq!(Access::of_item(&item, [], day("2026-11-24")).item(), Audience::Staff);
    }

    #[test]
    fn a_day_that_cannot_be_read_and_a_word_that_is_not_known_close() {
        for rule in
            [staff_until("when the singer says so"), Rule { who: "friends".into(), ..Rule::default() }]
        {
            let item = reel(vec![rule]);
            assert_eq!(Access::of_item(&item, [], day("2026-11-24")).item(), Audience::Staff);
        }
    }

    #[test]
    fn a_closed_span_closes_its_file_and_its_words_and_nothing_else() {
        let span = Target::Span {
            canvas: "c1".into(),
            time: Some([bumba_model::Seconds(1.0), bumba_model::Seconds(2.0)]),
            region: None,
        };
        let item = reel(vec![Rule { on: span, who: Who::Staff, ..Rule::default() }]);
        let access = Access::of_item(&item, [], day("2026-11-24"));
        assert_eq!(access.item(), Audience::Open);
        assert_eq!(
            (access.file(1), access.file(3), access.canvas("c1")),
            (Audience::Staff, Audience::Staff, Audience::Staff)
        );
        assert_eq!(access.lines("t1", "c1"), Audience::Staff);
        assert_eq!((access.file(2), access.canvas("c2")), (Audience::Open, Audience::Open));
    }

    #[test]
    fn a_closed_file_closes_what_stands_beside_it() {
        let item = reel(vec![Rule { on: Target::File(1), who: Who::Staff, ..Rule::default() }]);
        let access = Access::of_item(&item, [], day("2026-11-24"));
        assert_eq!(
            (access.file(1), access.file(3), access.file(2)),
            (Audience::Staff, Audience::Staff, Audience::Open)
        );
        assert_eq!(access.canvas("c1"), Audience::Staff);
    }

    #[test]
    fn what_is_in_a_closed_collection_is_closed() {
        let item = reel(vec![Rule { who: Who::Open, ..Rule::default() }]);
        let above = Object::new(
            Ark::mint("99999", 1),
            What::Collection(Collection {
                rights: Rights { rules: vec![staff_until("")], ..Rights::default() },
                ..Collection::default()
            }),
        );
        let access = Access::of_item(&item, [&above], day("2026-11-24"));
        assert_eq!((access.item(), access.file(1)), (Audience::Staff, Audience::Staff));
    }
}
