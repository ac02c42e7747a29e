//! What readers meet.

use crate::archive::Archive;

#[tokio::test]
async fn a_word_is_found_with_its_moment_and_its_place() {
    let archive = Archive::new().await;
    let page = archive.get("/search?q=%22hanging%20there%22").await.text();
    assert!(
        page.contains("<mark>hanging there</mark>")
            || page.contains("<mark>hanging</mark> <mark>there</mark>")
    );
    assert!(
        page.contains(&format!("/items/{}?canvas=1&#38;t=0.25,1&#38;q=%22hanging%20there%22", archive.reel)),
        "{page}"
    );
    assert!(page.contains("Side A, 0:00"));
    let page = archive.get("/search?q=%E5%A4%AA%E5%AE%97").await.text();
    assert!(page.contains("唐<mark>太宗</mark>皇帝"));
    assert!(page.contains("xywh=100,120,40,500"));
    assert!(!page.contains("geheim"));
}

#[tokio::test]
async fn filters_are_a_form_and_chips_take_them_off() {
    let archive = Archive::new().await;
    let page = archive.get("/search?q=&f.kind=reel&page=1").await.text();
    assert!(page.contains(r#"name="f.kind" value="reel" checked"#));
    assert!(page.contains(r#"<a class="chip" href="/search?q=">"#), "{page}");
    assert_eq!(page.matches("class=\"card\"").count(), 1);
}

#[tokio::test]
async fn a_query_that_does_not_parse_is_shown_with_its_place() {
    let archive = Archive::new().await;
    let page = archive.get("/search?q=%28song").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("query-fault"));
}

#[tokio::test]
async fn a_tape_is_there_without_scripts() {
    let archive = Archive::new().await;
    let page = archive.get(&format!("/items/{}?t=0.5,1&q=song", archive.reel)).await.text();
    let id = archive.file(&archive.reel, 1);
    assert!(page.contains(&format!(
        r#"<tape-player peaks="/media/{id}/peaks.dat" seconds="2" canvas="1" from="0.5" to="1">"#
    )));
    assert!(page.contains(&format!(r#"src="/media/{id}#t=0.5,1""#)));
    assert!(page.contains("<path d=\"M0 "), "the waveform is drawn");
    assert!(page.contains(r#"<p class="line vertical" lang="mn-Mong" data-line="l1" data-from="0.25" data-to="1" aria-current="true">"#), "{page}");
    assert!(
        page.contains(r#"<li class="cue" id="t-0.25" data-from="0.25" data-to="1" aria-current="true">"#)
    );
    assert!(page.contains("a <mark>song</mark> hanging there"));
    assert!(page.contains("2 files are not open"), "the deed is not told of");
}

#[tokio::test]
async fn a_closed_side_is_silent_flat_and_wordless() {
    let archive = Archive::new().await;
    let page = archive.get(&format!("/items/{}?canvas=2", archive.reel)).await.text();
    assert!(page.contains("not open to readers"));
    assert!(!page.contains("<tape-player") && !page.contains("<audio") && !page.contains("class=\"cue\""));
}

#[tokio::test]
async fn a_page_is_there_without_scripts() {
    let archive = Archive::new().await;
    let page = archive.get(&format!("/items/{}?q=%E5%A4%AA%E5%AE%97", archive.book)).await.text();
    let id = archive.file(&archive.book, 1);
    assert!(page.contains(&format!(r#"<page-viewer info="/iiif/image/{id}/info.json" canvas="1" width="600" height="800" hits="[[100,120,40,500]]""#)), "{page}");
    assert!(page.contains(r#"<rect class="hit" x="100" y="120" width="40" height="500"/>"#));
    assert!(page.contains("唐<mark>太宗</mark>皇帝"));
    assert!(page.contains(r#"rel="next""#) && !page.contains(r#"rel="prev""#));
    let missing = archive.get(&format!("/items/{}?canvas=3", archive.book)).await.text();
    assert!(missing.contains("This page is missing."));
}

#[tokio::test]
async fn an_authority_shows_its_names_and_what_is_tied_to_it() {
    let archive = Archive::new().await;
    let page = archive.get(&format!("/authorities/{}", archive.work)).await.text();
    assert!(page.contains("江格尔") && page.contains("ᠵᠠᠩᠭᠠᠷ"));
    assert!(page.contains(&format!("/items/{}", archive.reel)));
}

#[tokio::test]
async fn markup_in_a_record_stays_words() {
    let archive = Archive::new().await;
    for address in [
        format!("/items/{}", archive.hostile),
        format!("/items/{}?q=alert", archive.hostile),
        "/search?q=alert".into(),
        "/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E".into(),
        "/search?q=x&f.person=%22%3E%3Cscript%3Ealert(1)%3C/script%3E".into(),
        "/".into(),
        "/items/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E".into(),
        "/collections/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E".into(),
    ] {
        let page = archive.ask("GET", &address, &[("accept", "text/html")]).await;
        assert!(page.status.as_u16() < 500, "{address}");
        let page = page.text();
        assert!(!page.contains("<script>") && !page.contains("<img src=x"), "{address}");
        assert!(!page.contains("href=\"javascript:"), "{address}");
        assert!(!page.contains("\"'>"), "{address}");
    }
}
