//! Bytes on their way out, as RFC 9110 says.

use crate::archive::Archive;

#[tokio::test]
async fn a_master_comes_out_byte_for_byte() {
    let archive = Archive::new().await;
    let address = format!("/media/{}", archive.file(&archive.reel, 1));
    let whole = archive.get(&address).await;
    assert_eq!(whole.status, 200);
    assert_eq!(whole.body, archive.wav);
    assert_eq!(whole.header("content-length"), archive.wav.len().to_string());
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert_eq!(whole.header("content-type"), "audio/wav");
    assert_eq!(
        whole.header("content-disposition"),
        "inline; filename=\"reel-a.wav\"; filename*=UTF-8''reel%2Da%2Ewav"
    );
    assert_eq!(whole.header("access-control-allow-origin"), "*");
    assert_eq!(whole.header("etag").len(), 130, "a whole SHA-512 in quotes");
    let head = archive.ask("HEAD", &address, &[]).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), archive.wav.len().to_string());
}

#[tokio::test]
async fn ranges_are_answered_as_the_standard_says() {
    let archive = Archive::new().await;
    let address = format!("/media/{}", archive.file(&archive.reel, 1));
    let length = archive.wav.len();
    for (range, from, to) in
        [("bytes=0-99", 0, 100), ("bytes=100-", 100, length), ("bytes=-7", length - 7, length)]
    {
        let part = archive.ask("GET", &address, &[("range", range)]).await;
        assert_eq!(part.status, 206, "{range}");
        assert_eq!(part.body, archive.wav[from..to], "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{length}", to - 1));
        assert_eq!(part.header("content-length"), (to - from).to_string());
    }
    let past = archive.ask("GET", &address, &[("range", "bytes=99999999-")]).await;
    assert_eq!(
        (past.status.as_u16(), past.header("content-range")),
        (416, format!("bytes */{length}").as_str())
    );
    let nonsense = archive.ask("GET", &address, &[("range", "bytes=b-a")]).await;
    assert_eq!(nonsense.status, 200);
}

#[tokio::test]
async fn several_ranges_come_as_parts_that_say_where_they_belong() {
    let archive = Archive::new().await;
    let address = format!("/media/{}", archive.file(&archive.reel, 1));
    let answer = archive.ask("GET", &address, &[("range", "bytes=0-3,8-11")]).await;
    assert_eq!(answer.status, 206);
    let kind = answer.header("content-type").to_owned();
    let boundary = kind.strip_prefix("multipart/byteranges; boundary=").unwrap();
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    let text = answer.text();
    let parts: Vec<&str> = text.split(&format!("--{boundary}")).collect();
    assert_eq!(parts.len(), 4);
    assert!(parts[1].contains(&format!("Content-Range: bytes 0-3/{}\r\n\r\nRIFF\r\n", archive.wav.len())));
    assert!(parts[2].ends_with("\r\n\r\nWAVE\r\n"));
    assert_eq!(parts[3], "--\r\n");
}

#[tokio::test]
async fn what_is_known_is_not_sent_again_and_what_changed_is_sent_whole() {
    let archive = Archive::new().await;
    let address = format!("/media/{}", archive.file(&archive.reel, 1));
    let tag = archive.get(&address).await.header("etag").to_owned();
    let known = archive.ask("GET", &address, &[("if-none-match", &tag)]).await;
    assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
    let same = archive.ask("GET", &address, &[("range", "bytes=0-3"), ("if-range", &tag)]).await;
    assert_eq!(same.status, 206);
    for other in ["\"x\"", "Wed, 21 Oct 2026 07:28:00 GMT"] {
        let changed = archive.ask("GET", &address, &[("range", "bytes=0-3"), ("if-range", other)]).await;
        assert_eq!((changed.status.as_u16(), changed.body.len()), (200, archive.wav.len()), "{other}");
    }
}

#[tokio::test]
async fn peaks_have_ranges_too_and_what_is_not_made_says_so() {
    let archive = Archive::new().await;
    let id = archive.file(&archive.reel, 1);
    let head = archive.ask("GET", &format!("/media/{id}/peaks.dat"), &[("range", "bytes=0-3")]).await;
    assert_eq!((head.status.as_u16(), head.body.as_slice()), (206, [1, 0, 0, 0].as_slice()));
    let opus = archive.get(&format!("/media/{id}/opus")).await;
    assert_eq!(opus.header("content-type"), "application/problem+json");
    assert!(opus.json()["detail"].as_str().unwrap().contains("no Opus copies"));
}

#[tokio::test]
async fn lines_come_as_subtitles() {
    let archive = Archive::new().await;
    let id = archive.file(&archive.reel, 1);
    let answer = archive.get(&format!("/media/{id}/text.vtt?layer=t2")).await;
    assert_eq!(answer.header("content-type"), "text/vtt; charset=utf-8");
    assert!(answer.text().starts_with("WEBVTT"));
    assert!(answer.text().contains("00:00:01.000 --> 00:00:01.750\nover the wide steppe"));
    let missing = archive.get(&format!("/media/{id}/text.vtt")).await;
    assert_eq!(missing.status, 400);
}

#[tokio::test]
async fn a_kept_page_of_markup_never_runs_on_our_site() {
    let archive = Archive::new().await;
    let answer = archive.get(&format!("/media/{}", archive.file(&archive.hostile, 1))).await;
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert!(answer.header("content-disposition").starts_with("attachment;"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}
