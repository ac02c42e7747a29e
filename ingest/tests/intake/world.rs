//! A small world: a folder to take in, an archive to take it into, and a disk that counts what is read.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Cursor, Read},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use bumba_audio::{WavSpec, WavWriter};
use bumba_catalogue_sqlite::SqliteCatalogue;
use bumba_ingest::{
    Outcomes, Rooms, Silent, Sources, Tables,
    plan::{Plan, Wishes, plan},
    scan::scan,
};
use bumba_model::{Ark, Item, What};
use bumba_store::{LocalDerived, LocalStore};
use jiff::Timestamp;

pub struct World {
    pub folder: tempfile::TempDir,
    pub archive: tempfile::TempDir,
    pub rooms: Rooms,
    pub disk: Arc<Counting>,
}

/// A disk that counts how often each file was opened and how many of its bytes were read.
#[derive(Default)]
pub struct Counting(Mutex<BTreeMap<PathBuf, Read1>>);

#[derive(Clone, Default)]
pub struct Read1 {
    pub opened: u64,
    pub bytes: Arc<AtomicU64>,
}

impl Counting {
    pub fn of(&self, path: &Path) -> (u64, u64) {
        let seen = self.0.lock().unwrap();
        seen.get(path).map_or((0, 0), |one| (one.opened, one.bytes.load(Ordering::SeqCst)))
    }
}

impl Sources for Counting {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let mut seen = self.0.lock().unwrap();
        let one = seen.entry(path.to_owned()).or_default();
        one.opened += 1;
        Ok(Box::new(Counted { file: File::open(path)?, bytes: one.bytes.clone() }))
    }
}

struct Counted {
    file: File,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buf)?;
        self.bytes.fetch_add(length as u64, Ordering::SeqCst);
        Ok(length)
    }
}

fn chance() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(7_919, Ordering::SeqCst)
}

impl World {
    pub async fn new() -> Self {
        let (folder, archive) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        LocalStore::init(archive.path().join("store")).unwrap();
        let rooms = open(archive.path()).await;
        Self { folder, archive, rooms, disk: Arc::default() }
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn plan(&self, wishes: &Wishes) -> Plan {
        let scanned = scan(self.folder.path(), None);
        let tables = Tables::find(&scanned, None);
        plan(&scanned, tables, wishes)
    }

    pub async fn ingest(&self) -> Outcomes {
        self.ingest_as(&Wishes::default()).await
    }

    pub async fn ingest_as(&self, wishes: &Wishes) -> Outcomes {
        bumba_ingest::run(&self.rooms, self.plan(wishes), self.disk.clone(), Arc::new(Silent)).await.unwrap()
    }

    pub async fn item(&self, id: &Ark) -> Item {
        match self.rooms.catalogue.get(id).await.unwrap().unwrap().object.what {
            What::Item(item) => *item,
            other => panic!("no item: {other:?}"),
        }
    }
}

/// The rooms of an archive, as a new process opens them.
pub async fn open(archive: &Path) -> Rooms {
    Rooms {
        store: Arc::new(LocalStore::open(archive.join("store")).unwrap()),
        catalogue: Arc::new(SqliteCatalogue::open(archive.join("catalogue.db")).await.unwrap()),
        derived: Arc::new(LocalDerived::new(archive.join("derived"))),
        naan: "99999".to_owned(),
        by: "a test".to_owned(),
        now: Timestamp::now,
        chance,
    }
}

/// A WAV of so many frames, each sample its own number.
pub fn wav(frames: u32) -> Vec<u8> {
    let spec = WavSpec { sample_rate: 8_000, channels: 1, bits: 16 };
    let mut writer = WavWriter::new(Cursor::new(Vec::new()), spec, None).unwrap();
    let samples: Vec<i32> = (0..frames).map(|n| i32::try_from(n * 37 % 20_000).unwrap() - 10_000).collect();
    writer.write(&samples).unwrap();
    writer.finish().unwrap().into_inner()
}

/// A page with a gradient.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let rgb: Vec<u8> =
        (0..width * height).flat_map(|n| [(n % 251) as u8, (n / width % 241) as u8, 90]).collect();
    bumba_imaging::encode_jpeg(&rgb, width, height, 90, None).unwrap()
}

/// A transcript of one line.
pub fn vtt(text: &str) -> String {
    format!("WEBVTT\n\n00:00:00.500 --> 00:00:01.500\n{text}\n")
}
