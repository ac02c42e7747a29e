//! Promises about what is found and how it is shown.

use super::Place;
use super::archive::{ask, cut, ids, item, marked, note, put, request, stream, text};
use crate::{AuthorityEntry, Change, IndexError, Request};

pub fn words_of_one_item_may_stand_apart(place: &dyn Place) {
    let index = place.open();
    let mut apart = item("apart", "The hero", &["a horse", "a saddle and a horse"]);
    apart.streams.push(stream("layer-2", &["the bridle"]));
    apart.fields.push(note("sung in winter"));
    put(&*index, vec![apart, item("half", "None", &["a horse"])]);

    assert_eq!(ids(&ask(&*index, "horse bridle winter hero")), ["apart"]);
    assert_eq!(ids(&ask(&*index, "horse AND saddle")), ["apart"]);
    assert_eq!(ids(&ask(&*index, "saddle OR none")), ["apart", "half"]);
    assert_eq!(ids(&ask(&*index, "horse -saddle")), ["half"]);
    assert_eq!(ids(&ask(&*index, "horse NOT (saddle winter)")), ["half"]);
    assert_eq!(ids(&ask(&*index, "-bridle")), ["half"]);
    assert!(ask(&*index, "\"horse saddle\"").hits.is_empty());
    // The line with both words stands before the line with one.
    assert_eq!(marked(&ask(&*index, "horse saddle"))[0].0, "layer-1-2");
}

pub fn a_phrase_runs_over_a_line_and_is_shown_where_it_begins(place: &dyn Place) {
    let index = place.open();
    let mut entry = item("a", "Title", &["in those golden", "", "— ", "ages, long ago"]);
    entry.streams.push(stream("layer-2", &["golden"]));
    entry.streams.push(stream("layer-3", &["ages"]));
    entry.fields = vec![note("silver"), note("times")];
    put(&*index, vec![entry]);

    let found = ask(&*index, "\"those golden ages long\"");

    assert_eq!(found.hits[0].places, 1);
    assert_eq!(marked(&found), [("layer-1-1".to_owned(), vec!["those golden".to_owned()])]);
    assert_eq!(ask(&*index, "\"golden long\"").total, 0);
    assert_eq!(ask(&*index, "\"golden ages\"").hits[0].places, 1, "not from stream to stream");
    assert_eq!(ask(&*index, "\"silver times\"").total, 0, "not from field to field");
    assert_eq!(ask(&*index, "\"title silver\"").total, 0);
}

pub fn chinese_is_found_in_either_form_and_over_a_line(place: &dyn Place) {
    let index = place.open();
    put(
        &*index,
        vec![
            item("tang", "全唐詩", &["唐太宗皇帝", "帝京篇，傳", "記　太", "宗"]),
            item("other", "其他", &["宗太"]),
        ],
    );

    assert_eq!(ids(&ask(&*index, "太宗")), ["tang"]);
    assert_eq!(ask(&*index, "太宗").hits[0].places, 2);
    assert_eq!(ids(&ask(&*index, "全唐诗")), ["tang"]);
    assert_eq!(ids(&ask(&*index, "传记")), ["tang"]);
    assert_eq!(ids(&ask(&*index, "傳記")), ["tang"]);
    assert_eq!(ids(&ask(&*index, "宗")), ["other", "tang"]);
    assert_eq!(ids(&ask(&*index, "皇帝帝京")), ["tang"]);
    assert_eq!(ids(&ask(&*index, "「篇 傳」")), ["tang"]);
    assert_eq!(ask(&*index, "太帝").total, 0);
    assert_eq!(marked(&ask(&*index, "唐太宗"))[0].1, ["唐太宗"]);
}

pub fn spellings_that_only_look_different_are_one(place: &dyn Place) {
    let index = place.open();
    let lines = ["ᠮᠣᠩᠭᠣᠯ\u{202F}ᠤᠨ ᠠ\u{180B}ᠨ", "Señor ÑANDÚ ulaγan", "Ｗｉｄｅ １２", "Жаңһр ёс өдөр"];
    put(&*index, vec![item("a", "t", &lines)]);

    for query in [
        "ᠮᠣᠩᠭᠣᠯ",
        "\"ᠮᠣᠩᠭᠣᠯ ᠤᠨ\"",
        "ᠮᠣᠩᠭᠣᠯ\u{180E}ᠤᠨ",
        "ᠠᠨ",
        "senor",
        "ñandu",
        "NANDU",
        "ulagan",
        "ulaɣan",
        "wide",
        "１２",
        "жаңhр",
        "ес",
        "єдєр",
    ] {
        assert_eq!(ids(&ask(&*index, query)), ["a"], "{query}");
        assert_eq!(ask(&*index, query).hits[0].places, 1, "{query}");
    }
}

fn jangar() -> Change {
    let names = ["Jangar", "江格尔", "Жаңһр", "ᠵᠠᠩᠭᠠᠷ", "Lord Jangar of Bumba"].map(text).to_vec();
    Change::Authority(AuthorityEntry { id: "jangar".to_owned(), names, ..Default::default() })
}

pub fn one_name_of_an_authority_finds_all_of_them(place: &dyn Place) {
    let index = place.open();
    index.apply(jangar()).unwrap();
    let entries = [
        ("han", "史詩江格爾一部"),
        ("cyrl", "жаңһр туск"),
        ("mong", "ᠵᠠᠩᠭᠠᠷ"),
        ("latn", "JANGAR the lord"),
        ("none", "Geser"),
    ];
    put(&*index, entries.iter().map(|(id, line)| item(id, "-", &[line])).collect());

    for name in ["Jangar", "江格尔", "江格爾", "Жаңһр", "ᠵᠠᠩᠭᠠᠷ", "\"lord jangar of bumba\""]
    {
        assert_eq!(ids(&ask(&*index, name)), ["cyrl", "han", "latn", "mong"], "{name}");
    }
    // A name of several words is all its names, or its words apart.
    assert_eq!(ids(&ask(&*index, "Lord Jangar of Bumba")), ["cyrl", "han", "latn", "mong"]);
    assert_eq!(ids(&ask(&*index, "the jangar lord")), ["latn"]);
    let han = index.search(&Request { within: Some("han".to_owned()), ..request("jangar") }).unwrap();
    assert_eq!(marked(&han)[0].1, ["江格爾"]);
    // What was typed stands before its other names.
    assert_eq!(ask(&*index, "jangar").hits[0].id, "latn");

    index.apply(Change::Remove("jangar".to_owned())).unwrap();
    index.commit(3).unwrap();
    assert_eq!(ids(&ask(&*index, "Jangar")), ["latn"]);
}

pub fn an_item_tied_to_an_authority_is_found_by_its_names(place: &dyn Place) {
    let index = place.open();
    index.apply(jangar()).unwrap();
    let mut tied = item("tied", "A song", &["no name here"]);
    tied.authorities = vec!["jangar".to_owned()];
    put(&*index, vec![tied, item("other", "A song", &["no name here"])]);

    assert_eq!(ids(&ask(&*index, "江格尔")), ["tied"]);
    assert_eq!(ids(&ask(&*index, "jangar song")), ["tied"]);
    assert_eq!(ids(&ask(&*index, "song -jangar")), ["other"]);
}

pub fn highlights_are_exact_in_scalar_values(place: &dyn Place) {
    let index = place.open();
    put(&*index, vec![item("a", "t", &["𠀀𠀁 ǰ\u{30C}an — Jan-jan! «jan jan»"])]);

    let found = ask(&*index, "jan");

    assert_eq!(marked(&found)[0].1, ["ǰ\u{30C}an", "Jan", "jan", "jan", "jan"]);
    assert_eq!(found.hits[0].passages[0].highlights[0], (3, 7));
    // Matches that overlap are one.
    assert_eq!(marked(&ask(&*index, "\"jan jan\" jan"))[0].1, ["ǰ\u{30C}an — Jan-jan! «jan jan"]);
    assert_eq!(ask(&*index, "jan").hits[0].places, 1);
}

pub fn a_passage_has_its_place(place: &dyn Place) {
    let index = place.open();
    put(&*index, vec![item("a", "t", &["one", "two"])]);

    let passage = &ask(&*index, "two").hits[0].passages[0];

    assert_eq!(
        (passage.canvas.n, passage.canvas.id.as_str(), passage.canvas.label.as_str()),
        (2, "canvas-2", "2r")
    );
    assert_eq!((passage.time, passage.region), (Some((2.0, 2.5)), Some([2, 2, 3, 4])));
    assert_eq!((passage.layer.as_str(), passage.line.as_str(), passage.tier), ("layer-1", "layer-1-2", 0));
}

pub fn a_line_is_found_however_long_its_stream(place: &dyn Place) {
    let index = place.open();
    let lines: Vec<_> = (0..200).map(|n| format!("line number{n}")).collect();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let mut long = item("long", "t", &lines);
    long.streams.insert(0, stream("layer-0", &["number7"]));
    long.streams.push(stream("layer-2", &lines));
    put(&*index, vec![long, item("short", "t", &["number7"])]);

    for n in [0, 31, 32, 63, 64, 100, 199] {
        let found = ask(&*index, &format!("\"number{n}\" line"));
        let passages = &found.hits[0].passages;
        assert_eq!(passages[0].text, format!("line number{n}"));
        assert_eq!(
            (passages[0].line.as_str(), passages[1].line.as_str()),
            (&*format!("layer-1-{}", n + 1), &*format!("layer-2-{}", n + 1))
        );
        assert_eq!(marked(&found)[1].1, ["line".to_owned(), format!("number{n}")]);
    }
}

pub fn within_one_item_passages_come_in_reading_order(place: &dyn Place) {
    let index = place.open();
    put(&*index, vec![item("a", "t", &["x", "x y", "y", "z", "x"]), item("b", "t", &["x y"])]);
    let within = Request { within: Some("a".to_owned()), ..request("x y") };

    let all = index.search(&within).unwrap();
    let part = index.search(&Request { passages_offset: 1, passages_per_item: 2, ..within.clone() }).unwrap();

    let lines = |response| marked(response).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
    assert_eq!(ids(&all), ["a"]);
    assert_eq!(lines(&all), ["layer-1-1", "layer-1-2", "layer-1-3", "layer-1-5"]);
    assert_eq!(lines(&part), ["layer-1-2", "layer-1-3"]);
    assert_eq!(part.hits[0].places, 4);
    assert_eq!(index.search(&Request { within: Some("nowhere".to_owned()), ..within }).unwrap().total, 0);
}

pub fn a_match_in_the_title_stands_first_and_is_shown(place: &dyn Place) {
    let index = place.open();
    let mut noted = item("noted", "Other", &["-"]);
    noted.fields.push(note("a Horse"));
    put(&*index, vec![noted, item("lined", "Other", &["horse"]), item("titled", "The Horse", &["-"])]);

    let found = ask(&*index, "horse");

    assert_eq!(found.hits[0].id, "titled");
    assert_eq!(found.hits[0].title[0].text, "The Horse");
    let fields = |id| &found.hits.iter().find(|hit| hit.id == id).unwrap().fields;
    assert_eq!(
        (fields("titled")[0].field.as_str(), fields("titled")[0].highlights.as_slice()),
        ("title", &[(4, 9)][..])
    );
    assert_eq!(fields("noted")[0].field, "note");
    assert_eq!(cut(&fields("noted")[0].text, &fields("noted")[0].highlights), ["Horse"]);
    assert!(fields("lined").is_empty());
}

pub fn a_fault_in_the_query_says_its_place(place: &dyn Place) {
    let index = place.open();
    for (query, at) in [("太宗 \"horse", 3), ("(a b", 0), ("a OR", 2), ("a )", 2)] {
        match index.search(&request(query)) {
            Err(IndexError::Query(fault)) => assert_eq!(fault.at, at, "{query}"),
            other => panic!("{query}: {other:?}"),
        }
    }
}

pub fn what_was_understood_is_told(place: &dyn Place) {
    let index = place.open();
    index.apply(jangar()).unwrap();
    index.commit(1).unwrap();

    let understood = ask(&*index, "江格爾 -Horse").understood;

    assert_eq!((understood[0].text.as_str(), understood[0].from, understood[0].to), ("江格爾", 0, 3));
    assert_eq!(understood[0].forms[0].text, "江 格 尔");
    assert!(
        understood[0]
            .forms
            .iter()
            .any(|form| form.text == "jangar" && form.authority.as_deref() == Some("jangar"))
    );
    assert!(understood[1].excluded);
}
