//! What `--json` gives is as its schema in `docs/schema` says.
//!
//! Through the executable: `BUMBA_BIN`, else the one that was built beside these tests.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Mutex,
};

use serde_json::Value;

use crate::rooms::top;

fn schema(name: &str) -> Value {
    let path = top().join("docs/schema").join(format!("{name}.json"));
    serde_json::from_slice(&fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        .unwrap()
}

fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(schema).expect("the schema is one");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// An archive in a folder of its own, and which schemas were asked about it.
struct Archive {
    folder: tempfile::TempDir,
    asked: Mutex<BTreeSet<String>>,
}

impl Archive {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let built = || {
            let tests = env::current_exe().expect("a test is a file");
            tests.parent().and_then(Path::parent).expect("it lies in deps/").join("bumba")
        };
        let bin = env::var_os("BUMBA_BIN").map_or_else(built, PathBuf::from);
        assert!(bin.exists(), "{}: build it first: cargo build --release", bin.display());
        let mut command = Command::new(bin);
        command.arg("--json").arg("--archive").arg(self.path("A")).args(arguments);
        command.output().expect("it can be started")
    }

    /// Runs, and holds each line (`lines`) or the one document against the schema. Gives what was said.
    fn says(&self, name: &str, lines: bool, statuses: &[i32], arguments: &[&str]) -> Vec<Value> {
        let output = self.run(arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        let status = output.status.code().unwrap_or(-1);
        assert!(statuses.contains(&status), "{arguments:?} ended with {status}: {told}");
        let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
        let values: Vec<Value> = if lines {
            text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
        } else {
            vec![
                serde_json::from_str(&text)
                    .unwrap_or_else(|error| panic!("{arguments:?}: {error} in {text}")),
            ]
        };
        assert!(!values.is_empty(), "{arguments:?} said nothing: {told}");
        let schema = self.schema(name);
        for value in &values {
            assert_eq!(faults(&schema, value), [""; 0], "{arguments:?} against {name}.json: {value:#}");
        }
        values
    }

    fn schema(&self, name: &str) -> Value {
        self.asked.lock().unwrap().insert(name.to_owned());
        schema(name)
    }
}

/// One second of 8 kHz, 16 bit, one channel, silent.
fn wav() -> Vec<u8> {
    const FRAMES: u32 = 8_000;
    let mut wav = Vec::new();
    wav.extend(b"RIFF");
    wav.extend((36 + FRAMES * 2).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    for (number, bytes) in [(16, 4), (1, 2), (1, 2), (8_000, 4), (16_000, 4), (2, 2), (16, 2)] {
        wav.extend(&u32::to_le_bytes(number)[..bytes]);
    }
    wav.extend(b"data");
    wav.extend((FRAMES * 2).to_le_bytes());
    wav.resize(wav.len() + FRAMES as usize * 2, 0);
    wav
}

/// A gray page of 64 × 64 as a TIFF of one strip.
fn tiff() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let tags: [(u16, u16, u32); 9] = [
        (256, 4, 64),   // width
        (257, 4, 64),   // height
        (258, 3, 8),    // bits
        (259, 3, 1),    // not compressed
        (262, 3, 1),    // 0 is black
        (273, 4, 122),  // where the strip is
        (277, 3, 1),    // samples
        (278, 4, 64),   // rows in a strip
        (279, 4, 4096), // its bytes
    ];
    tiff.extend(9_u16.to_le_bytes());
    for (tag, kind, value) in tags {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(1_u32.to_le_bytes());
        tiff.extend(value.to_le_bytes());
    }
    tiff.extend([0; 4]);
    tiff.resize(122 + 4096, 200);
    tiff
}

const VTT: &str = "WEBVTT\n\n00:00.100 --> 00:00.900\nEight legs he had, and a voice\n";

fn batch(at: &Path) {
    for (path, bytes) in [
        ("reel-1/a.wav", wav()),
        ("reel-1/a.vtt", VTT.as_bytes().to_vec()),
        ("reel-1/empty.wav", Vec::new()),
        ("book-1/p1.tif", tiff()),
        (
            "items.csv",
            "item,title@en,title@mn-Mong,people:singer,date,kind\nreel-1,A reel,ᠵᠠᠩᠭᠠᠷ,Batu,1957-08,reel\nbook-1,A book,,,,manuscript\n"
                .as_bytes()
                .to_vec(),
        ),
        ("authorities.csv", "id,kind,name@en,name@mn-Cyrl\nbatu,agent,Batu,Бату\nother,agent,Batu Khan,\n".as_bytes().to_vec()),
    ] {
        let path = at.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

#[test]
fn what_the_executable_says_is_as_its_schema_says() {
    let archive = Archive { folder: tempfile::tempdir().unwrap(), asked: Mutex::default() };
    let source = archive.path("batch");
    batch(&source);
    let source = source.to_str().unwrap();

    archive.says("init", false, &[0], &["init"]);
    archive.says("plan", false, &[0, 1], &["ingest", source, "--plan"]);
    let ingested = archive.says("ingest", false, &[1], &["ingest", source]);
    assert_eq!(ingested[0]["refused"][0]["code"], "empty-file");
    let items = archive.says("list", true, &[0], &["list"]);
    assert_eq!(items.len(), 2);
    for item in &items {
        let shown = archive.says("show", false, &[0], &["show", id(item)]);
        assert_eq!(faults(&archive.schema("object"), &shown[0]), [""; 0]);
        for event in shown[0]["events"].as_array().unwrap() {
            assert_eq!(faults(&archive.schema("event"), event), [""; 0]);
        }
    }
    let found = archive.says("search", false, &[0], &["search", "\"eight legs\""]);
    assert_eq!(found[0]["hits"][0]["passages"][0]["time"], serde_json::json!([0.1, 0.9]));
    archive.says("search", false, &[0], &["search", "Бату", "--filter", "kind=reel"]);
    let collection =
        archive.says("collection-add", false, &[0], &["collection", "add", "tapes", "--title@en", "Tapes"]);
    archive.says("show", false, &[0], &["show", id(&collection[0])]);
    let names = archive.path("batch/authorities.csv");
    archive.says("authority-import", false, &[0], &["authority", "import", names.to_str().unwrap()]);
    archive.says("status", false, &[0], &["status"]);
    archive.says("verify", false, &[0], &["verify"]);
    archive.says("doctor", false, &[0], &["doctor"]);
    archive.says("rebuild", false, &[0], &["rebuild", "all"]);
    archive.says("withdraw", false, &[0], &["withdraw", id(&items[0]), "--reason", "a trial"]);
    archive.says("show", false, &[0], &["show", id(&items[0])]);
    let (reel, page) = (archive.path("batch/reel-1/a.wav"), archive.path("batch/book-1/p1.tif"));
    archive.says("identify", true, &[0], &["identify", reel.to_str().unwrap(), page.to_str().unwrap()]);
    let pyramid = archive.path("p1-pyramid.tif");
    archive.says(
        "pyramid",
        false,
        &[0],
        &["pyramid", page.to_str().unwrap(), "-o", pyramid.to_str().unwrap()],
    );
    archive.says("fold", false, &[0], &["fold", "太宗 Жаңһр", "--lang", "xal"]);

    let asked = archive.asked.into_inner().unwrap();
    let there = fs::read_dir(top().join("docs/schema")).unwrap();
    let there = there
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"));
    let there: BTreeSet<String> =
        there.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let left: Vec<_> =
        there.iter().filter(|name| !asked.contains(*name) && !BY_HAND.contains(&name.as_str())).collect();
    assert!(left.is_empty(), "nothing is held against {left:?}");
}

/// Said by commands that are tried elsewhere: the demo is a whole archive, a merge wants the identifiers of two authorities.
const BY_HAND: [&str; 2] = ["demo", "authority-merge"];

#[test]
fn a_document_that_lacks_something_is_found() {
    let listed = serde_json::json!({"id": "ark:99999/b1", "kind": "reel"});
    assert!(faults(&schema("list"), &listed).len() > 2);
    let event = serde_json::json!({"kind": "ingestion", "at": "2026-01-01T00:00:00Z", "outcome": "perhaps"});
    assert_eq!(faults(&schema("event"), &event).len(), 1);
}
