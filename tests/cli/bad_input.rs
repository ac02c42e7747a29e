//! Bad input: a message with the file, the fault and what to do; the rest goes in; the exit status says so.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    process::{Command, Output},
};

use serde_json::{Value, json};

use crate::support::{Archive, Batch, Said, bin, codes, file, jpeg, paths, vtt, wav};

/// The one problem of its kind, after a look at its words.
#[track_caller]
fn the_one<'a>(problems: &'a Value, path: &str) -> &'a Value {
    let of_path = |problem: &&Value| problem["path"].as_str().unwrap().contains(path);
    let list = problems.as_array().unwrap();
    let found =
        list.iter().find(of_path).unwrap_or_else(|| panic!("nothing is said of {path}: {problems:#}"));
    let message = found["message"].as_str().unwrap();
    // The fault, and beside it what to do or what came of it.
    assert!(message.len() > 20 && message.matches(['.', ':', ';', ',']).count() >= 1, "{message}");
    found
}

/// Whatever was told, damaged or refused.
fn all_problems(said: &Value) -> Value {
    let of = |weight: &str| said[weight].as_array().unwrap().clone();
    json!([of("damaged"), of("told"), of("refused")].concat())
}

/// A whole sound beside each bad file: it goes in, whatever else does not.
const FINE: &str = "r/fine.wav";

fn beside_fine(path: &str, bytes: Vec<u8>) -> (Archive, Batch) {
    (Archive::new(), Batch::of([(FINE, wav(800, 3)), (path, bytes)]))
}

#[track_caller]
fn fine_is_in(archive: &Archive) -> Value {
    let item = archive.named("r").expect("the rest goes in");
    file(&item, "masters/fine.wav");
    archive.run(&["verify"]).ends(0);
    item
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_kept_and_marked() {
    for (path, bytes) in [
        ("r/song.wav", b"dear sir, here are the tapes".repeat(40)),
        ("r/page.jpg", b"dear sir, here are the pages".repeat(40)),
    ] {
        let (archive, batch) = beside_fine(path, bytes);
        let said = archive.ingest(&batch, &[]).ends(1).json();
        the_one(&said["damaged"], path);
        let item = fine_is_in(&archive);
        assert_ne!(file(&item, &path.replace("r/", "masters/"))["faults"], json!(null), "{path}");
    }
}

#[test]
fn a_page_under_the_name_of_another_format_is_told() {
    for path in ["r/page.tif", "r/song.flac"] {
        let (archive, batch) = beside_fine(path, jpeg(40, 40, 90));
        let said = archive.ingest(&batch, &[]).json();
        the_one(&all_problems(&said), path);
        assert_ne!(
            file(&fine_is_in(&archive), &path.replace("r/", "masters/"))["faults"],
            json!(null),
            "{path}"
        );
    }
}

#[test]
fn an_empty_file_is_refused() {
    for path in ["r/a.wav", "r/a.jpg", "r/fine.eaf"] {
        let (archive, batch) = beside_fine(path, Vec::new());
        let said = archive.ingest(&batch, &[]).ends(1).json();
        assert_eq!(the_one(&said["refused"], path)["code"], "empty-file");
        assert_eq!(paths(&fine_is_in(&archive)), ["masters/fine.wav"]);
    }
}

#[test]
fn a_truncated_sound_is_kept_and_marked_and_what_is_there_is_heard() {
    let (archive, batch) = beside_fine("r/cut.wav", wav(16_000, 5)[..16_044].to_vec());
    let said = archive.ingest(&batch, &[]).ends(1).json();
    the_one(&said["damaged"], "r/cut.wav");
    let item = fine_is_in(&archive);
    let cut = file(&item, "masters/cut.wav");
    assert_eq!((&cut["bytes"], cut["faults"].as_array().unwrap().is_empty()), (&json!(16_044), false));
    let peaks = archive.at().join("derived");
    assert!(fs::read_dir(peaks).unwrap().next().is_some(), "it has peaks");
}

#[test]
fn a_truncated_page_is_kept_and_marked() {
    let whole = jpeg(300, 400, 90);
    let (archive, batch) = beside_fine("r/cut.jpg", whole[..whole.len() / 2].to_vec());
    let said = archive.ingest(&batch, &[]).ends(1).json();
    the_one(&said["damaged"], "r/cut.jpg");
    assert_ne!(file(&fine_is_in(&archive), "masters/cut.jpg")["faults"], json!(null));
}

#[test]
fn a_transcript_that_cannot_be_read_is_kept_and_told() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
                <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>\
                <ANNOTATION_DOCUMENT><TIER TIER_ID=\"&d;\"/></ANNOTATION_DOCUMENT>";
    let outside = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
                   <ANNOTATION_DOCUMENT><TIER TIER_ID=\"&x;\"/></ANNOTATION_DOCUMENT>";
    for text in ["this is no XML", "<a><b></a>", bomb, outside] {
        let (archive, batch) = beside_fine("r/fine.eaf", text.into());
        let said = archive.ingest(&batch, &[]).ends(1).json();
        the_one(&said["damaged"], "r/fine.eaf");
        let item = fine_is_in(&archive);
        assert_ne!(file(&item, "text/fine.eaf")["faults"], json!(null), "{text}");
        assert!(!item.to_string().contains("root:"), "nothing from elsewhere");
    }
}

#[test]
fn a_record_that_cannot_be_read_describes_nothing_and_is_told() {
    let (archive, batch) = beside_fine("r/tei.xml", b"<TEI><teiHeader>".to_vec());
    let said = archive.ingest(&batch, &[]).json();
    the_one(&all_problems(&said), "tei.xml");
    assert!(paths(&fine_is_in(&archive)).iter().any(|path| path.ends_with("tei.xml")), "it is kept");
}

#[test]
fn a_table_without_its_column_is_told_and_nothing_goes_in_by_guess() {
    let (archive, batch) = beside_fine("items.csv", "name,title@en\nr,A reel\n".into());
    let said = archive.ingest(&batch, &[]).ends(1).json();
    let problem = the_one(&said["refused"], "items.csv");
    assert!(problem["message"].as_str().unwrap().contains("item"), "{problem}");
    assert_eq!(archive.list().len(), 0);
}

#[test]
fn a_table_that_is_none_is_told() {
    for (name, bytes) in
        [("items.xlsx", b"PK\x03\x04 not a zip".to_vec()), ("items.csv", vec![0xff, 0xfe, 0, 0xd8])]
    {
        let (archive, batch) = beside_fine(name, bytes);
        let said = archive.ingest(&batch, &[]).ends(1).json();
        the_one(&said["refused"], name);
        assert_eq!(archive.list().len(), 0);
    }
}

#[test]
fn a_row_whose_file_is_not_there_is_refused_and_the_others_go_in() {
    let (archive, batch) =
        beside_fine("items.csv", "item,file\nr,r/fine.wav\nr,r/gone.wav\nq,q/gone.wav\n".into());
    let said = archive.ingest(&batch, &[]).ends(1).json();
    assert_eq!(codes(&said["refused"]), ["file-missing", "file-missing"]);
    let problem = the_one(&said["refused"], "r/gone.wav");
    assert!(problem["path"].as_str().unwrap().starts_with("items.csv:3"), "{problem}");
    fine_is_in(&archive);
    assert_eq!(archive.list().len(), 1);
}

#[test]
fn a_row_of_a_folder_that_is_not_there_is_told() {
    let (archive, batch) = beside_fine("items.csv", "item,title@en\nr,A\nq,B\n".into());
    let said = archive.ingest(&batch, &[]).json();
    the_one(&said["told"], "items.csv:3");
    fine_is_in(&archive);
}

#[test]
fn a_loose_file_and_a_folder_that_no_row_names_are_told() {
    let (archive, batch) = beside_fine("loose.wav", wav(800, 8));
    let said = archive.ingest(&batch, &[]).ends(1).json();
    assert_eq!(the_one(&said["refused"], "loose.wav")["code"], "loose-file");
    fine_is_in(&archive);

    let (archive, batch) = beside_fine("q/a.wav", wav(800, 8));
    batch.put("items.csv", "item\nr\n");
    let said = archive.ingest(&batch, &[]).json();
    assert_eq!(codes(&said["told"]), ["not-in-table"]);
    assert_eq!(archive.list().len(), 1);
}

#[test]
fn a_folder_that_may_not_be_read_is_refused_and_the_rest_goes_in() {
    let (archive, batch) = beside_fine("closed/a.wav", wav(800, 8));
    let closed = batch.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let said = as_nobody(&archive, &["ingest", batch.path().to_str().unwrap()]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    let Some(said) = said else { return };

    let said = said.ends(1).json();

    the_one(&said["refused"], "closed");
    assert_eq!(said["files_in"], 1);
}

#[test]
fn a_file_that_may_not_be_read_is_refused_and_the_rest_goes_in() {
    let (archive, batch) = beside_fine("r/closed.wav", wav(800, 8));
    let closed = batch.path().join("r/closed.wav");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let Some(said) = as_nobody(&archive, &["ingest", batch.path().to_str().unwrap()]) else { return };
    let said = said.ends(1).json();
    assert_eq!(the_one(&said["refused"], "r/closed.wav")["code"], "unreadable");
    assert_eq!(said["files_in"], 1);
}

/// Runs as a user who is not root; none where that cannot be.
fn as_nobody(archive: &Archive, arguments: &[&str]) -> Option<Said> {
    let copy = tempfile::tempdir().unwrap();
    let open = |path: &std::path::Path| fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    open(copy.path());
    let program = copy.path().join("bumba");
    fs::copy(bin(), &program).unwrap();
    let folder = archive.at();
    open(folder.parent().unwrap());
    for entry in walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap) {
        open(entry.path());
    }
    let nobody = |program: &std::path::Path| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program).current_dir("/");
        command
    };
    let works = nobody(&program).arg("--version").output();
    if !works.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let output: Output =
        nobody(&program).arg("--json").arg("--archive").arg(&folder).args(arguments).output().unwrap();
    Some(Said::of(&output, arguments))
}

/// A file system of 4 MB; none where none can be mounted.
struct Small(tempfile::TempDir);

impl Small {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", "size=4m", "none"]).arg(folder.path());
        command.output().is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_is_told_and_what_was_in_before_stays_whole() {
    let Some(small) = Small::mount() else { return };
    let at = small.0.path().join("A");
    let run = |arguments: &[&str]| {
        let output =
            Command::new(bin()).arg("--json").arg("--archive").arg(&at).args(arguments).output().unwrap();
        Said::of(&output, arguments)
    };
    run(&["init"]).ends(0);
    let first = Batch::of([("r/fine.wav", wav(8_000, 3))]);
    run(&["ingest", first.path().to_str().unwrap()]).ends(0);
    let large = Batch::of([("large/a.wav", wav(3_000_000, 7)), ("small/a.vtt", vtt(&["x"]))]);

    let said = run(&["ingest", large.path().to_str().unwrap()]);

    assert!([1, 3].contains(&said.status), "{said:?}");
    let told = format!("{}{}", said.out, said.err).to_lowercase();
    assert!(told.contains("a.wav"), "the file: {told}");
    assert!(told.contains("full") || told.contains("space"), "the fault: {told}");
    assert!(!told.contains("panicked"));
    assert!(!at.join("store/extensions/bumba-staging").exists(), "what was begun is cleared away: {told}");
    run(&["verify"]).ends(0);
    let list = run(&["list"]).ends(0).lines();
    assert!(!list.is_empty());
    for item in list {
        assert_eq!(item["files"], 1, "{item}");
    }
}

#[test]
fn a_source_that_is_not_there_is_a_wrong_call() {
    let archive = Archive::new();
    let said = archive.run(&["ingest", "/nowhere/at/all"]).ends(2);
    assert!(said.err.contains("/nowhere/at/all"), "{}", said.err);
    archive.run(&["ingest"]).ends(2);
}

#[test]
fn an_empty_folder_is_told() {
    let said = Archive::new().ingest(&Batch::new(), &[]).ends(1).json();
    assert_eq!(codes(&said["refused"]), ["nothing-here"]);
}
