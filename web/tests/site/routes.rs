//! Every address × what is open, what is closed and how, what was withdrawn. A new address without a row fails here.

use bumba_model::Ark;

use crate::archive::{Archive, SECRET};

/// What an address of a closed thing answers with.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Is {
    Open,
    Closed,
    Gone,
    Elsewhere,
    Nothing,
}

impl Is {
    fn statuses(self) -> &'static [u16] {
        match self {
            Self::Open => &[200, 303],
            Self::Closed => &[403],
            Self::Gone => &[410],
            Self::Elsewhere => &[308],
            Self::Nothing => &[404],
        }
    }
}

fn of_items(archive: &Archive, address: impl Fn(&Ark) -> String) -> Vec<(String, Is)> {
    vec![
        (address(&archive.reel), Is::Open),
        (address(&archive.book), Is::Open),
        (address(&archive.staff), Is::Closed),
        (address(&archive.inherited), Is::Closed),
        (address(&archive.withdrawn), Is::Gone),
        (address(&archive.songs), Is::Nothing),
    ]
}

/// Files: of the reel the first is open, the second closed, the fifth a deed; of the book the second is closed by a span.
fn of_files(archive: &Archive, rest: &str, is: impl Fn(&str) -> Is) -> Vec<(String, Is)> {
    let at = |item: &Ark, n: u32| format!("/{}{rest}", archive.file(item, n));
    vec![
        (at(&archive.reel, 1), is("sound")),
        (at(&archive.book, 1), is("page")),
        (at(&archive.reel, 2), Is::Closed),
        (at(&archive.reel, 4), Is::Closed),
        (at(&archive.reel, 5), Is::Closed),
        (at(&archive.book, 2), Is::Closed),
        (at(&archive.book, 4), Is::Closed),
        (at(&archive.staff, 1), Is::Closed),
        (at(&archive.inherited, 1), Is::Closed),
        (at(&archive.withdrawn, 1), Is::Gone),
        (at(&archive.reel, 99), Is::Nothing),
    ]
}

fn under(start: &str, rows: Vec<(String, Is)>) -> Vec<(String, Is)> {
    rows.into_iter().map(|(address, is)| (format!("{start}{address}"), is)).collect()
}

fn old(ark: &Ark) -> String {
    ark.to_string().replacen("ark:", "ark:/", 1)
}

/// The rows of a pattern.
fn rows(archive: &Archive, pattern: &str) -> Vec<(String, Is)> {
    let moved = |address: String| vec![(address, Is::Elsewhere)];
    let groups = |start: &str| {
        vec![
            (format!("{start}{}", archive.songs), Is::Open),
            (format!("{start}{}", archive.private), Is::Closed),
            (format!("{start}{}", archive.reel), Is::Nothing),
        ]
    };
    let slugs = |start: &str| {
        vec![
            (format!("{start}songs"), Is::Open),
            (format!("{start}private"), Is::Closed),
            (format!("{start}nowhere"), Is::Nothing),
        ]
    };
    let sound = |what: &str| if what == "sound" { Is::Open } else { Is::Nothing };
    let page = |what: &str| if what == "page" { Is::Open } else { Is::Nothing };
    match pattern {
        "/" | "/collections/" | "/authorities/" | "/about" | "/healthz" | "/readyz" => {
            vec![(pattern.to_owned(), Is::Open)]
        }
        "/search" => [
            "",
            "?q=song",
            "?q=zzgeheim",
            "?q=%E5%A4%AA%E5%AE%97",
            "?f.kind=zzgeheim-kind",
            "?q=a%20OR%20song",
        ]
        .iter()
        .map(|query| (format!("/search{query}"), Is::Open))
        .chain([(format!("/search?f.collection={}", archive.private), Is::Open)])
        .collect(),
        "/collections" | "/authorities" => moved(pattern.to_owned()),
        "/collections/{slug}" => slugs("/collections/"),
        "/collections/ark:{naan}/{name}" => groups("/collections/"),
        "/collections/ark:/{naan}/{name}" => moved(format!("/collections/{}", old(&archive.private))),
        "/items/ark:{naan}/{name}" => {
            let mut rows = of_items(archive, |ark| format!("/items/{ark}"));
            rows.extend(of_items(archive, |ark| format!("/items/{ark}?canvas=1&q=song")));
            for item in [&archive.reel, &archive.book] {
                for query in [
                    "canvas=2",
                    "canvas=2&t=0.5,1",
                    "canvas=2&q=zzgeheim",
                    "q=zzgeheim",
                    "canvas=2&xywh=1,1,5,5",
                ] {
                    rows.push((format!("/items/{item}?{query}"), Is::Open));
                }
            }
            rows
        }
        "/items/ark:/{naan}/{name}" => moved(format!("/items/{}", old(&archive.staff))),
        "/items/{*rest}" => {
            vec![("/items/reel-1".into(), Is::Nothing), ("/items/ark:99999".into(), Is::Nothing)]
        }
        "/authorities/ark:{naan}/{name}" => vec![
            (format!("/authorities/{}", archive.work), Is::Open),
            (format!("/authorities/{}", archive.merged), Is::Elsewhere),
            (format!("/authorities/{}", archive.staff), Is::Nothing),
        ],
        "/authorities/ark:/{naan}/{name}" => moved(format!("/authorities/{}", old(&archive.merged))),
        "/ark:{naan}/{name}" => moved(format!("/{}", archive.staff)),
        "/ark:/{naan}/{name}" => moved(format!("/{}", old(&archive.withdrawn))),
        "/assets/{name}" => vec![("/assets/site.css".into(), Is::Open), ("/assets/x".into(), Is::Nothing)],
        "/assets/fonts/{name}" => vec![
            ("/assets/fonts/noto-sans-mongolian-mongolian-400-normal.woff2".into(), Is::Open),
            ("/assets/fonts/..%2Fx".into(), Is::Nothing),
        ],
        "/media/{id}" => under("/media", of_files(archive, "", |_| Is::Open)),
        "/media/{id}/peaks.dat" => under("/media", of_files(archive, "/peaks.dat", sound)),
        "/media/{id}/text.vtt" => {
            let mut rows = under("/media", of_files(archive, "/text.vtt?layer=t1", |_| Is::Open));
            rows.push((format!("/media/{}/text.vtt?layer=t9", archive.file(&archive.reel, 1)), Is::Nothing));
            rows
        }
        "/media/{id}/opus" => under("/media", of_files(archive, "/opus", |_| Is::Nothing)),
        "/media/{id}/mp3" => under("/media", of_files(archive, "/mp3", |_| Is::Nothing)),
        "/iiif/manifest/ark:{naan}/{name}" => of_items(archive, |ark| format!("/iiif/manifest/{ark}")),
        "/iiif/manifest/ark:/{naan}/{name}" => moved(format!("/iiif/manifest/{}", old(&archive.staff))),
        "/iiif/collection/ark:{naan}/{name}" => groups("/iiif/collection/"),
        "/iiif/collection/ark:/{naan}/{name}" => moved(format!("/iiif/collection/{}", old(&archive.private))),
        "/iiif/collection/{slug}" => slugs("/iiif/collection/"),
        "/iiif/annotations/ark:{naan}/{name}/{canvas}/{layer}" => {
            let mut rows = of_items(archive, |ark| format!("/iiif/annotations/{ark}/1/t1"));
            rows.push((format!("/iiif/annotations/{}/2/t2", archive.reel), Is::Closed));
            rows.push((format!("/iiif/annotations/{}/2/t1", archive.book), Is::Closed));
            rows.push((format!("/iiif/annotations/{}/0/t1", archive.book), Is::Nothing));
            rows
        }
        "/iiif/image/{id}" => under("/iiif/image", of_files(archive, "", |_| Is::Open)),
        "/iiif/image/{id}/info.json" => under("/iiif/image", of_files(archive, "/info.json", page)),
        "/iiif/image/{id}/{region}/{size}/{rotation}/{quality}" => {
            let mut rows = under("/iiif/image", of_files(archive, "/full/!100,100/0/default.jpg", page));
            rows.extend(under("/iiif/image", of_files(archive, "/0,0,256,256/256,256/0/default.jpg", page)));
            rows
        }
        other => panic!(
            "{other} has no row here: say what it answers for what is closed and for what was withdrawn"
        ),
    }
}

#[tokio::test]
async fn what_is_closed_leaks_by_no_address() {
    let archive = Archive::new().await;
    for pattern in bumba_web::routes() {
        for (address, is) in rows(&archive, pattern) {
            for accept in ["text/html", "application/json", "*/*"] {
                let answer = archive.ask("GET", &address, &[("accept", accept)]).await;
                let status = answer.status.as_u16();
                assert!(
                    is.statuses().contains(&status),
                    "{address} as {accept}: {status} where {is:?} was meant"
                );
                // The reader's own words stand on the page that answers them.
                let said_back = address.contains(SECRET);
                let text = answer.text().replace(&format!("f.kind\" value=\"{SECRET}"), "");
                assert!(said_back || !text.contains(SECRET), "{address} tells what is closed");
                for (name, value) in &answer.headers {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    assert!(!value.contains(SECRET), "{address} tells it in {name}: {value}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_closed_is_neither_found_nor_counted_nor_guessed_at() {
    let archive = Archive::new().await;
    for query in ["q=zzgeheim", "q=zzgeheim%20song", "f.kind=zzgeheim-kind"] {
        let page = archive.get(&format!("/search?{query}")).await.text();
        assert!(page.contains("Nothing was found"), "{query}");
        assert!(!page.contains("class=\"card\""), "{query}");
    }
    let item = archive.get(&format!("/items/{}?q=zzgeheim", archive.reel)).await.text();
    assert!(item.contains("stands in no text"), "a closed line is no hit");
    let collection = archive.get("/collections/songs").await.text();
    assert_eq!(collection.matches("class=\"card\"").count(), 2);
    let home = archive.get("/").await.text();
    assert!(!home.contains(SECRET));
}

#[tokio::test]
async fn what_was_closed_after_the_index_was_fed_is_not_shown() {
    let archive = Archive::with_a_stale_index().await;
    let page = archive.get("/search?q=song").await.text();
    assert!(page.contains("A steppe song"));
    assert!(!page.contains(&archive.staff.to_string()) && !page.contains(&archive.inherited.to_string()));
    let page = archive.get("/search?q=zzgeheim").await.text();
    assert!(!page.contains("class=\"passage"), "a closed line is not quoted");
    let item = archive.get(&format!("/items/{}?q=zzgeheim", archive.reel)).await.text();
    assert!(item.contains("stands in no text"));
}

#[tokio::test]
async fn a_tombstone_says_why_and_a_closed_thing_does_not_say_what() {
    let archive = Archive::new().await;
    let gone = archive.ask("GET", &format!("/items/{}", archive.withdrawn), &[("accept", "text/html")]).await;
    assert!(gone.text().contains("asked for by the family"));
    let closed = archive.ask("GET", &format!("/items/{}", archive.staff), &[("accept", "text/html")]).await;
    assert!(closed.text().contains("Not open to readers"));
}

#[tokio::test]
async fn old_forms_and_merged_names_are_sent_on_with_their_question() {
    let archive = Archive::new().await;
    let answer = archive.get(&format!("/items/{}?canvas=2&t=1,2", old(&archive.reel))).await;
    assert_eq!(answer.header("location"), format!("/items/{}?canvas=2&t=1,2", archive.reel));
    let answer = archive.get(&format!("/authorities/{}?ui=mn", archive.merged)).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (308, format!("/authorities/{}?ui=mn", archive.work).as_str())
    );
    let answer = archive.get(&format!("/{}", archive.songs)).await;
    assert_eq!(answer.header("location"), format!("/collections/{}", archive.songs));
}
