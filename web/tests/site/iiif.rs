//! What other programs hold on to.

use std::{fs, path::PathBuf};

use crate::archive::{Archive, SECRET};

/// What the presentation validator's schema says of a document; nothing where the schema is not on the machine.
fn faults(document: &serde_json::Value) -> Vec<String> {
    let fixtures = std::env::var_os("BUMBA_FIXTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures"),
        PathBuf::from,
    );
    let Ok(schema) = fs::read_to_string(fixtures.join("iiif/iiif_3_0.json")) else { return Vec::new() };
    let validator = jsonschema::draft7::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    validator.iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

#[tokio::test]
async fn every_document_is_as_the_presentation_validator_wants_it() {
    let archive = Archive::new().await;
    for address in [
        format!("/iiif/manifest/{}", archive.reel),
        format!("/iiif/manifest/{}", archive.book),
        "/iiif/collection/songs".to_owned(),
    ] {
        let document = archive.get(&address).await.json();
        assert_eq!(faults(&document), Vec::<String>::new(), "{address}");
    }
}

#[tokio::test]
async fn a_manifest_names_only_what_is_open() {
    let archive = Archive::new().await;
    let manifest = archive.get(&format!("/iiif/manifest/{}", archive.reel)).await.json();
    assert_eq!(manifest["type"], "Manifest");
    assert_eq!(manifest["items"].as_array().unwrap().len(), 2);
    let open = &manifest["items"][0];
    assert_eq!(open["duration"], 2.0);
    let body = &open["items"][0]["items"][0]["body"];
    assert_eq!(body["id"], format!("http://127.0.0.1:8080/media/{}", archive.file(&archive.reel, 1)));
    assert_eq!(body["type"], "Sound");
    assert_eq!(manifest["items"][1]["items"], serde_json::json!([]), "a closed side is silent");
    assert_eq!(manifest["items"][1].get("annotations"), None, "and wordless");
    assert_eq!(manifest["rights"], "http://creativecommons.org/licenses/by/4.0/");
    assert!(!manifest.to_string().contains(SECRET));
    let lines = open["annotations"][1]["id"].as_str().unwrap();
    let page = archive.get(lines.strip_prefix("http://127.0.0.1:8080").unwrap()).await.json();
    assert_eq!(page["items"][0]["motivation"], "supplementing");
    assert!(page["items"][0]["target"].as_str().unwrap().ends_with("/canvas/c1#t=0.25,1"));
}

#[tokio::test]
async fn addresses_begin_with_a_host_of_this_machine_or_not_with_the_request_s() {
    let archive = Archive::new().await;
    let answer = archive.router.clone();
    let request = axum::http::Request::builder()
        .uri(format!("/iiif/manifest/{}", archive.reel))
        .header("host", "evil.example")
        .body(axum::body::Body::empty())
        .unwrap();
    let response = tower::ServiceExt::oneshot(answer, request).await.unwrap();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert!(!String::from_utf8_lossy(&body).contains("evil"));
}

#[tokio::test]
async fn pictures_are_given_at_every_size_and_nonsense_is_refused() {
    let archive = Archive::new().await;
    let id = archive.file(&archive.book, 1);
    let info = archive.get(&format!("/iiif/image/{id}/info.json")).await.json();
    assert_eq!((info["width"].as_u64(), info["height"].as_u64()), (Some(600), Some(800)));
    for (request, size) in [
        ("full/max/0/default.jpg", (600, 800)),
        ("0,0,256,256/256,256/0/default.jpg", (256, 256)),
        ("512,512,88,256/88,256/0/default.jpg", (88, 256)),
        ("full/!300,300/90/gray.png", (300, 225)),
        ("square/100,/!0/bitonal.png", (100, 100)),
    ] {
        let answer = archive.get(&format!("/iiif/image/{id}/{request}")).await;
        assert_eq!(answer.status, 200, "{request}");
        let picture =
            bumba_imaging::decode(&mut std::io::Cursor::new(&answer.body), &bumba_imaging::Limits::default());
        let picture = picture.unwrap().value;
        assert_eq!((picture.width(), picture.height()), size, "{request}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.header("link").contains("rel=\"canonical\""));
    }
    for wrong in [
        "full/large/0/default.jpg",
        "full/max/45/default.jpg",
        "9000,0,1,1/max/0/default.jpg",
        "full/max/0/default.gif",
        "full/0,/0/default.jpg",
        "full/99999,/0/default.jpg",
    ] {
        let answer = archive.get(&format!("/iiif/image/{id}/{wrong}")).await;
        assert_eq!(answer.status, 400, "{wrong}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

#[tokio::test]
async fn a_collection_lists_what_is_open() {
    let archive = Archive::new().await;
    let collection = archive.get("/iiif/collection/songs").await.json();
    let items = collection["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert!(!collection.to_string().contains(SECRET));
}
