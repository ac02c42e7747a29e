//! What is said of an item, row by row. Every term leads to a search or an authority.

use askama::Template;
use bumba_model::{Book, Date, Item, Person, PlaceName, Reel, Text};

use crate::{
    address,
    said::{Said, language_name},
};

/// The table of a description.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "description.html")]
pub struct Description {
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// What is said.
    pub terms: Vec<Term>,
}

/// One thing that is said.
#[derive(Clone, Debug)]
pub struct Term {
    /// The words.
    pub said: Said,
    /// Where they lead.
    pub href: Option<String>,
    /// A word beside them.
    pub note: String,
}

impl Term {
    fn plain(text: impl Into<String>, lang: &str) -> Self {
        Self { said: Said::new(text, lang), href: None, note: String::new() }
    }

    fn to(mut self, href: String) -> Self {
        self.href = Some(href);
        self
    }
}

impl Description {
    /// Of an item.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        let mut out = Self::default();
        out.people(&item.people);
        out.works(&item.works);
        out.push("Date", item.dates.iter().map(date).collect());
        out.push("Place", item.places.iter().map(place).collect());
        out.push(
            "Language",
            item.languages
                .iter()
                .map(|tag| Term::plain(language_name(tag), "en").to(address::search_by("language", tag)))
                .collect(),
        );
        out.push(
            "Script",
            item.scripts
                .iter()
                .map(|code| Term::plain(script_name(code), "en").to(address::search_by("script", code)))
                .collect(),
        );
        out.texts("Summary", &item.summary);
        out.push(
            "Subject",
            item.subjects
                .iter()
                .map(|text| Term::plain(&text.text, &text.lang).to(address::search_for(&text.text)))
                .collect(),
        );
        if let Some(book) = &item.book {
            out.book(book);
        }
        if let Some(reel) = &item.reel {
            out.reel(reel);
        }
        out.texts("Note", &item.notes);
        out.word("Shelfmark", &item.shelfmark);
        let identifiers = item
            .identifiers
            .iter()
            .chain(&item.marks)
            .map(|identifier| Term { note: identifier.scheme.clone(), ..Term::plain(&identifier.value, "") });
        out.push("Identifier", identifiers.collect());
        let grades = item
            .grades
            .iter()
            .map(|grade| Term { note: grade.scheme.clone(), ..Term::plain(&grade.value, "") })
            .collect();
        out.push("Grade", grades);
        let related = item.related.iter().filter_map(|related| {
            let id = related.item.as_ref()?;
            Some(Term { note: related.how.clone(), ..Term::plain(id.to_string(), "") }.to(address::item(id)))
        });
        out.push("Related", related.collect());
        out
    }

    fn push(&mut self, label: &str, terms: Vec<Term>) {
        let terms: Vec<Term> = terms.into_iter().filter(|term| !term.said.text.trim().is_empty()).collect();
        if terms.is_empty() {
            return;
        }
        match self.rows.iter_mut().find(|row| row.label == label) {
            Some(row) => row.terms.extend(terms),
            None => self.rows.push(Row { label: label.to_owned(), terms }),
        }
    }

    fn word(&mut self, label: &str, word: &str) {
        self.push(label, vec![Term::plain(word, "")]);
    }

    fn number(&mut self, label: &str, number: Option<u32>) {
        self.word(label, &number.map(|n| n.to_string()).unwrap_or_default());
    }

    fn texts(&mut self, label: &str, texts: &[Text]) {
        self.push(label, texts.iter().map(|text| Term::plain(&text.text, &text.lang)).collect());
    }

    fn people(&mut self, people: &[Person]) {
        for person in people {
            let role = if person.role.is_empty() { "Person".to_owned() } else { capital(&person.role) };
            self.push(&role, vec![term_of(person)]);
        }
    }

    fn works(&mut self, works: &[Person]) {
        self.push("Work", works.iter().map(term_of).collect());
    }

    fn book(&mut self, book: &Book) {
        let extent = &book.extent;
        self.word("Extent", &extent.written);
        self.number("Volumes", extent.volumes);
        self.number("Cases", extent.cases);
        self.number("Juan", extent.juan);
        self.word("Held", &extent.held);
        self.word("Missing", &extent.missing);
        self.number("Leaves", extent.leaves);
        self.word("Foliation", &extent.foliation);
        self.word("Edition", &book.edition_kind);
        self.push("Made at", book.making.place.iter().map(place).collect());
        self.push("Made in", book.making.date.iter().map(date).collect());
        self.word("Printery", &book.making.printery);
        let layout = &book.layout;
        if layout.written.is_empty() {
            if let (Some(lines), Some(characters)) = (layout.lines, layout.characters) {
                self.word("Layout", &format!("{lines} lines of {characters} characters"));
            } else {
                self.number("Lines on a page", layout.lines);
            }
        } else {
            self.word("Layout", &layout.written);
        }
        self.word("Border", &layout.border);
        self.word("Centre of the sheet", &layout.centre);
        self.word("Fishtail", &layout.fishtail);
        if let Some([height, width]) = layout.frame {
            self.word("Frame", &format!("{height} × {width} mm"));
        }
        self.word("Binding", &book.binding);
        self.word("Size", &book.size);
        self.word("Support", &book.support);
        self.word("Ink", &book.ink);
        self.push("Hand", book.hands.iter().map(term_of).collect());
        for seal in &book.seals {
            let terms = seal
                .text
                .iter()
                .map(|text| Term { note: seal.leaf.clone(), ..Term::plain(&text.text, &text.lang) });
            self.push("Seal", terms.collect());
        }
        for inscription in &book.inscriptions {
            let terms = inscription
                .text
                .iter()
                .map(|text| Term { note: inscription.leaf.clone(), ..Term::plain(&text.text, &text.lang) });
            self.push("Colophon, inscription", terms.collect());
        }
        self.texts("Begins", &book.incipit);
        self.texts("Ends", &book.explicit);
        let contents = book.contents.iter().filter_map(|entry| {
            let title = entry.titles.first()?;
            let term = Term::plain(&title.text, &title.lang);
            Some(match &entry.work {
                Some(work) => term.to(address::authority(work)),
                None => term,
            })
        });
        self.push("Contents", contents.collect());
        self.texts("Provenance", &book.provenance);
        let damage = book
            .damage
            .iter()
            .map(|damage| Term { note: damage.volume.clone(), ..Term::plain(&damage.kind, "") })
            .collect();
        self.push("Damage", damage);
        self.push("Mended", book.conservation.iter().map(|done| Term::plain(&done.done, "")).collect());
        for scan in &book.digitisation {
            let ppi = scan.ppi.map(|ppi| format!("{ppi} ppi")).unwrap_or_default();
            self.word(
                "Digitised",
                &joined(&[&written(scan.date.as_ref()), &scan.operator, &scan.device, &ppi, &scan.software]),
            );
        }
        self.word("Reading direction", &book.reading_direction);
        self.word("Turns as", &book.turns);
    }

    fn reel(&mut self, reel: &Reel) {
        let carrier = &reel.carrier;
        let nth = match (carrier.reel, carrier.of) {
            (Some(n), Some(of)) => format!("reel {n} of {of}"),
            (Some(n), None) => format!("reel {n}"),
            _ => String::new(),
        };
        self.word(
            "Carrier",
            &joined(&[&carrier.id, &nth, &carrier.format, &carrier.diameter, &carrier.base, &carrier.brand]),
        );
        self.word("Label", &carrier.label);
        self.word("Generation", &carrier.generation);
        let found = carrier
            .condition
            .iter()
            .map(|found| Term { note: written(found.date.as_ref()), ..Term::plain(&found.what, "") });
        self.push("Condition", found.collect());
        for face in &reel.faces {
            let side = if face.side.is_empty() { String::new() } else { format!("side {}", face.side) };
            self.word(
                "Recorded",
                &joined(&[&side, &face.tracks, &face.sound_field, &face.speed, &face.equalisation]),
            );
        }
        for transfer in &reel.transfers {
            self.word(
                "Transferred",
                &joined(&[
                    &written(transfer.date.as_ref()),
                    &transfer.operator,
                    &transfer.machine,
                    &transfer.speed,
                    &transfer.converter,
                    &transfer.treatment,
                ]),
            );
        }
        for event in &reel.recorded {
            self.push("Recorded at", event.place.iter().map(place).collect());
            self.push("Recorded on", event.date.iter().map(date).collect());
            self.people(&event.people);
            self.word("Occasion", &event.occasion);
            self.word("Audience", &event.audience);
            self.word("Dialect", &event.dialect);
        }
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
}

fn written(date: Option<&Date>) -> String {
    date.map(|date| date.written.clone()).unwrap_or_default()
}

fn date(date: &Date) -> Term {
    let note =
        if date.edtf.is_empty() || date.edtf == date.written { String::new() } else { date.edtf.clone() };
    Term { note, ..Term::plain(&date.written, "") }
}

fn place(place: &PlaceName) -> Term {
    let term = Term::plain(&place.written, &place.lang);
    match &place.authority {
        Some(authority) => term.to(address::authority(authority)),
        None => term.to(address::search_by("place", &place.written)),
    }
}

fn term_of(person: &Person) -> Term {
    let words = match (&person.authority, person.written.is_empty()) {
        (Some(authority), true) => authority.to_string(),
        _ => person.written.clone(),
    };
    let term = Term::plain(&words, &person.lang);
    match &person.authority {
        Some(authority) => term.to(address::authority(authority)),
        None => term.to(address::search_for(&words)),
    }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// What a script is called; its code where it has no name here.
#[must_use]
pub fn script_name(code: &str) -> String {
    match code {
        "Mong" => "Mongolian",
        "Cyrl" => "Cyrillic",
        "Latn" => "Latin",
        "Hans" => "Chinese, simplified",
        "Hant" => "Chinese, traditional",
        "Hani" => "Chinese",
        "Tibt" => "Tibetan",
        "Phag" => "'Phags-pa",
        "Soyo" => "Soyombo",
        "Zanb" => "Zanabazar square",
        "Deva" => "Devanagari",
        "Arab" => "Arabic",
        other => other,
    }
    .to_owned()
}
