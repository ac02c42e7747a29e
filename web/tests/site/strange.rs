//! Wrong parameters, slips, nonsense: 400 or 404, never 500, never a panic.

use proptest::prelude::*;

use crate::archive::Archive;

#[tokio::test]
async fn what_cannot_be_meant_is_refused_with_a_word() {
    let archive = Archive::new().await;
    for (address, status) in [
        (format!("/items/{}?canvas=0", archive.reel), 400),
        (format!("/items/{}?canvas=x", archive.reel), 400),
        (format!("/items/{}?canvas=99", archive.reel), 404),
        (format!("/items/{}?canvas=99999999999999", archive.reel), 400),
        (format!("/items/{}?t=5,1", archive.reel), 400),
        (format!("/items/{}?xywh=1,2,3", archive.book), 400),
        (format!("/items/{}?ui=xx", archive.book), 200),
        (format!("/items/{}?q=%28%28%22", archive.book), 200),
        ("/search?page=0".into(), 400),
        ("/search?page=501".into(), 400),
        ("/search?page=500".into(), 200),
        ("/search?f.smell=vinegar".into(), 400),
        ("/search?q=%FF%FE".into(), 200),
        ("/collections/songs?after=nonsense".into(), 200),
        ("/media/x".into(), 404),
        ("/media/99999-b1zzzzzzzzz-f1".into(), 404),
        ("/collections/%FF".into(), 400),
    ] {
        let answer = archive.ask("GET", &address, &[("accept", "text/html")]).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
    }
}

#[tokio::test]
async fn a_typing_slip_is_told_as_such() {
    let archive = Archive::new().await;
    let mut slip = archive.reel.to_string();
    let last = slip.pop().unwrap();
    slip.push(if last == '0' { '1' } else { '0' });
    for address in [
        format!("/items/{slip}"),
        format!("/collections/{slip}"),
        format!("/iiif/manifest/{slip}"),
        format!("/{slip}"),
    ] {
        let answer = archive.ask("GET", &address, &[("accept", "application/json")]).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(answer.json()["detail"].as_str().unwrap().contains("typing slip"), "{address}");
    }
}

#[test]
fn no_address_breaks_the_site() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let archive = runtime.block_on(Archive::new());
    let starts = proptest::sample::select(vec![
        format!("/items/{}?", archive.reel),
        format!("/items/{}?", archive.book),
        "/items/".to_owned(),
        "/search?".to_owned(),
        "/search?q=".to_owned(),
        "/collections/".to_owned(),
        "/authorities/?".to_owned(),
        format!("/iiif/image/{}/", archive.file(&archive.book, 1)),
        format!("/iiif/annotations/{}/", archive.book),
        "/media/".to_owned(),
        format!("/media/{}/text.vtt?", archive.file(&archive.reel, 1)),
    ]);
    let rest =
        "[a-z0-9=&%,.:/!^\\-+\"()]{0,40}|(canvas|t|xywh|q|page|after|f\\.kind|layer)=[0-9a-z,.%\\-]{0,20}";
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(150));
    runner
        .run(&(starts, rest), |(start, rest)| {
            let address = format!("{start}{}", rest.replace('"', "%22"));
            if address.parse::<axum::http::Uri>().is_ok() {
                let answer = runtime.block_on(archive.get(&address));
                prop_assert!(answer.status.as_u16() < 500, "{} {}", address, answer.status);
            }
            Ok(())
        })
        .unwrap();
}
