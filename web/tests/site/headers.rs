//! What every answer says of how it may be used, and to whom a fault is told how.

use crate::archive::Archive;

#[tokio::test]
async fn every_answer_forbids_what_is_not_ours() {
    let archive = Archive::new().await;
    let pages = [
        "/",
        "/search?q=song",
        "/nowhere",
        "/assets/site.css",
        "/healthz",
        "/media/x",
        "/iiif/image/x/info.json",
    ];
    for address in pages {
        let answer = archive.get(address).await;
        assert_eq!(answer.header("content-security-policy"), bumba_web::CONTENT_SECURITY_POLICY, "{address}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
    }
    assert!(!bumba_web::CONTENT_SECURITY_POLICY.contains("unsafe"));
}

#[tokio::test]
async fn no_page_has_a_style_or_a_script_of_its_own() {
    let archive = Archive::new().await;
    for address in ["/", "/search?q=song", "/about", "/collections/", "/authorities/", "/nowhere"]
        .map(str::to_owned)
        .into_iter()
        .chain([format!("/items/{}", archive.reel), format!("/items/{}?q=%E5%A4%AA%E5%AE%97", archive.book)])
    {
        let page = archive.ask("GET", &address, &[("accept", "text/html")]).await.text();
        assert!(page.starts_with("<!doctype html>"), "{address}");
        for wrong in [" style=", "<style", "<script>", " onclick", "http://", "javascript:"] {
            let page = page.replace("http://127.0.0.1:8080/", "").replace("http://iiif.io/", "");
            assert!(!page.contains(wrong), "{address} has {wrong}");
        }
    }
}

#[tokio::test]
async fn a_fault_is_a_page_for_people_and_a_document_for_programs() {
    let archive = Archive::new().await;
    let page = archive.ask("GET", "/nowhere", &[("accept", "text/html,*/*;q=0.8")]).await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(page.text().contains("role=\"search\""), "there is a way on");
    let document = archive.ask("GET", "/nowhere", &[("accept", "application/json")]).await;
    assert_eq!(document.header("content-type"), "application/problem+json");
    assert_eq!(document.json()["status"], 404);
    let method = archive.ask("POST", "/search", &[("accept", "application/json")]).await;
    assert_eq!(method.status, 405);
    assert!(method.header("allow").contains("GET"));
}

#[tokio::test]
async fn text_is_compressed_and_sound_is_not() {
    let archive = Archive::new().await;
    let page = archive.ask("GET", "/about", &[("accept-encoding", "gzip")]).await;
    assert_eq!(page.header("content-encoding"), "gzip");
    let address = format!("/media/{}", archive.file(&archive.reel, 1));
    let sound = archive.ask("GET", &address, &[("accept-encoding", "gzip")]).await;
    assert_eq!((sound.header("content-encoding"), sound.body.len()), ("", archive.wav.len()));
    let part = archive.ask("GET", &address, &[("accept-encoding", "gzip"), ("range", "bytes=0-99999")]).await;
    assert_eq!(part.header("content-encoding"), "");
}

#[tokio::test]
async fn an_asset_is_kept_for_ever_under_its_version_alone() {
    let archive = Archive::new().await;
    let home = archive.get("/").await.text();
    let at = home.find("/assets/site.css?v=").unwrap();
    let address = home[at..].split('"').next().unwrap();
    assert!(archive.get(address).await.header("cache-control").contains("immutable"));
    let old = archive.get("/assets/site.css?v=old").await;
    assert!(!old.header("cache-control").contains("immutable"));
    let again = archive.ask("GET", "/assets/site.css", &[("if-none-match", old.header("etag"))]).await;
    assert_eq!(again.status, 304);
    assert!(old.text().contains("@font-face") && old.text().contains("vertical-lr"));
}
