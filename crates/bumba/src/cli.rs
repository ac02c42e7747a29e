//! The command line, as the contract has it.

use std::{net::SocketAddr, path::PathBuf};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

/// A digital archive for ancient books and tape recordings.
#[derive(Debug, Parser)]
#[command(name = "bumba", version, propagate_version = true)]
pub struct Cli {
    /// Where the archive is
    #[arg(long, global = true, env = "BUMBA_ARCHIVE", value_name = "DIR")]
    pub archive: Option<PathBuf>,
    /// Says more; twice says most
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Says only what went wrong
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Puts one JSON document (or JSON lines) on stdout
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Where the archive is.
    pub fn archive(&self) -> PathBuf {
        self.archive.clone().unwrap_or_else(|| "archive".into())
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes a small archive of its own, and serves it
    Demo(Demo),
    /// Makes an empty archive
    Init(Init),
    /// Takes folders and tables in
    Ingest(Ingest),
    /// Says what waits, runs and failed
    Status,
    /// Lists items
    List(List),
    /// Shows one item, collection or authority whole
    Show {
        /// An ARK or a slug
        id: String,
    },
    /// Finds
    Search(Search),
    /// Proves that nothing changed
    Verify(Verify),
    /// Makes again what can be made from the store
    Rebuild {
        /// What to make again
        what: Rebuild,
    },
    /// Collections
    #[command(subcommand)]
    Collection(Collection),
    /// Names of people, places and works
    #[command(subcommand)]
    Authority(Authority),
    /// Takes an object out of sight; nothing is erased
    Withdraw {
        /// An ARK or a slug
        id: String,
        /// Why, for those who look for it
        #[arg(long)]
        reason: String,
    },
    /// Serves the site, and does what waits
    Serve(Serve),
    /// Writes a sound's peaks
    Peaks(Peaks),
    /// Says what files are
    Identify {
        /// Files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Writes a page's tiled pyramid
    Pyramid {
        /// A picture
        file: PathBuf,
        /// Where to write it
        #[arg(short, long, value_name = "OUT.tif")]
        output: PathBuf,
    },
    /// Shows what search makes of a text
    Fold {
        /// The text; `-` reads lines `TAG<tab>TEXT` from stdin
        text: String,
        /// Its language, BCP 47
        #[arg(long, value_name = "TAG")]
        lang: Option<String>,
    },
    /// Says what is set up, what is missing, and what to do
    Doctor,
}

/// `bumba demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// The address to serve at
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// Ends when the archive is made
    #[arg(long)]
    pub no_serve: bool,
}

/// `bumba init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Where
    pub dir: Option<PathBuf>,
    /// The number that identifiers stand under; 99999 is for trials
    #[arg(long, default_value = bumba_model::Ark::TRIAL_NAAN, value_name = "N")]
    pub naan: String,
}

/// `bumba ingest`.
#[derive(Debug, Args)]
pub struct Ingest {
    /// Folders: each of their sub-folders is an item
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,
    /// The collection of all that names none
    #[arg(long, value_name = "ID")]
    pub collection: Option<String>,
    /// Adds to an item: new files, new versions of known ones
    #[arg(long, value_name = "ARK", conflicts_with = "collection")]
    pub into: Option<String>,
    /// Says all it would do and every problem, and writes nothing
    #[arg(long)]
    pub plan: bool,
    /// The table that describes the items, where it is not items.csv or items.xlsx in the folder
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// The encoding of file names that are not UTF-8: gb18030, big5, windows-1251 …
    #[arg(long, value_name = "ENCODING")]
    pub names: Option<String>,
    /// Writes what it did: FILE.html, .csv or .json
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Removes a source once its copy was read again
    #[arg(long = "move")]
    pub and_remove: bool,
    /// Waits until all of it can be found and seen, also where a server does that work
    #[arg(long)]
    pub wait: bool,
}

/// `bumba list`.
#[derive(Debug, Args)]
pub struct List {
    /// In this collection alone
    #[arg(long, value_name = "ID")]
    pub collection: Option<String>,
}

/// `bumba search`.
#[derive(Debug, Args)]
pub struct Search {
    /// Words; "a phrase"; OR, NOT, ( )
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// At most so many items
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Passes over so many
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub offset: usize,
    /// Only what has this value
    #[arg(long = "filter", value_name = "FACET=VALUE")]
    pub filters: Vec<String>,
}

/// `bumba verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Objects; all where none is named
    pub ids: Vec<String>,
    /// Inventories and presence alone
    #[arg(long)]
    pub quick: bool,
}

/// What can be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Rebuild {
    /// The records
    Catalogue,
    /// The search index
    Index,
    /// Pyramids and peaks
    Derived,
    /// All of them
    All,
}

/// `bumba collection`.
#[derive(Debug, Subcommand)]
pub enum Collection {
    /// Makes a collection: SLUG --title@LANG TEXT…
    Add {
        /// Its short name, in addresses and commands
        slug: String,
        /// --title@LANG TEXT, once for each language
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        said: Vec<String>,
    },
}

/// `bumba authority`.
#[derive(Debug, Subcommand)]
pub enum Authority {
    /// Reads a table of names: id, kind, name@LANG, same_as
    Import {
        /// CSV or XLSX
        file: PathBuf,
    },
    /// Sends all that asks for one on to another
    Merge {
        /// The one that goes
        from: String,
        /// The one that stays
        into: String,
    },
}

/// `bumba serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address to serve at
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// The site, the work, or both
    #[arg(long, default_value = "all")]
    pub role: Role,
}

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Both
    All,
    /// The site
    Web,
    /// The work
    Worker,
}

/// `bumba peaks`.
#[derive(Debug, Args)]
pub struct Peaks {
    /// A sound
    pub file: PathBuf,
    /// Where to write them: .dat or .json
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// Frames in one window
    #[arg(short = 'z', long, default_value = "256", value_name = "SAMPLES")]
    pub zoom: std::num::NonZeroU32,
    /// 8 or 16 bits
    #[arg(short, long, default_value_t = 16, value_parser = clap::value_parser!(u8).range(8..=16))]
    pub bits: u8,
    /// Each channel for itself
    #[arg(long)]
    pub split_channels: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }
}
