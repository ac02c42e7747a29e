//! An archive's rooms, opened.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use bumba_catalogue::Catalogue;
use bumba_catalogue_sqlite::SqliteCatalogue;
use bumba_index::{Index, Tantivy};
use bumba_ingest::Rooms;
use bumba_model::Ark;
use bumba_store::{LocalDerived, LocalStore};
use jiff::Timestamp;

use crate::{config::Config, exit::Failure};

/// An archive.
pub struct Archive {
    /// Where it is.
    pub path: PathBuf,
    /// Its configuration.
    pub config: Config,
    /// The rooms that work is done in.
    pub rooms: Rooms,
}

impl Archive {
    /// Makes an empty archive. An archive that is there is refused.
    pub fn init(path: &Path, config: &Config) -> Result<(), Failure> {
        if path.join(crate::config::FILE).exists() {
            return Err(Failure::call(format!("{}: there is an archive here already.", path.display())));
        }
        if path.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
            let shown = path.display();
            return Err(Failure::call(format!(
                "{shown}: is not empty. Give a folder that is empty or not there yet."
            )));
        }
        std::fs::create_dir_all(path)
            .map_err(|error| Failure::unusable(format!("{}: cannot be made: {error}", path.display())))?;
        LocalStore::init(path.join("store"))?;
        config.write(path)
    }

    /// Opens an archive. What can be made again and is not there is made empty.
    pub async fn open(path: &Path) -> Result<Self, Failure> {
        let config = Config::read(path)?;
        let store = LocalStore::open(path.join("store"))?;
        let catalogue: Arc<dyn Catalogue> =
            Arc::new(SqliteCatalogue::open(&path.join("catalogue.db")).await?);
        let rooms = Rooms {
            store: Arc::new(store),
            catalogue,
            derived: Arc::new(LocalDerived::new(path.join("derived"))),
            naan: config.naan.clone(),
            by: format!("bumba {}", env!("CARGO_PKG_VERSION")),
            now: Timestamp::now,
            chance: rand::random,
        };
        Ok(Self { path: path.to_owned(), config, rooms })
    }

    /// Opens the index; makes an empty one where there is none.
    pub fn index(&self) -> Result<Arc<dyn Index>, Failure> {
        Ok(Arc::new(Tantivy::open(self.path.join("index"))?))
    }

    /// Puts an empty index in the place of the one that stands there, damaged or not.
    pub fn new_index(&self) -> Result<(), Failure> {
        Tantivy::create(self.path.join("index"))?;
        Ok(())
    }

    /// The identifier behind a name.
    pub async fn named(&self, name: &str) -> Result<Ark, Failure> {
        self.rooms.catalogue.resolve(name).await?.ok_or_else(|| Failure::not_there(name))
    }
}
