//! Record files: which format, and the way to its reader.

use bumba_model::{Item, Source};

use crate::{
    dublin_core, tei,
    xml_tree::{self, Element},
};

/// A format of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFormat {
    /// Dublin Core, the fifteen elements and the terms.
    DublinCore,
    /// OLAC metadata 1.1: Dublin Core with the words of language archives.
    Olac,
    /// TEI P5 with an `msDesc`.
    Tei,
}

impl RecordFormat {
    /// Its short name: `dc`, `olac`, `tei`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DublinCore => "dc",
            Self::Olac => "olac",
            Self::Tei => "tei",
        }
    }
}

/// What a record says.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its format.
    pub format: RecordFormat,
    /// The description. What has no field is in its `other`, by the path of the elements it stood in.
    pub item: Item,
    /// What is wrong with the record, in words.
    pub problems: Vec<String>,
}

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// Nothing in it.
    #[error("the record is empty. If a whole copy exists, ingest that.")]
    Empty,
    /// More than 32 MB.
    #[error(
        "the record is larger than 32 MB, which no description is. Look whether it is what its name says."
    )]
    TooLarge,
    /// No element in it.
    #[error("the record is not XML. Look whether it is what its name says.")]
    NotXml,
    /// An internal DTD: entities are never expanded.
    #[error(
        "the record defines entities of its own (<!DOCTYPE … [ … ]>), which are not expanded here. Save it again without a DTD."
    )]
    Doctype,
    /// XML, but no format that is known.
    #[error(
        "the record is in no format that is read here: Dublin Core, OLAC, or TEI with an msDesc. It is kept as it came."
    )]
    Unknown,
}

/// The format of a record by its content.
#[must_use]
pub fn identify_record(bytes: &[u8]) -> Option<RecordFormat> {
    let (root, _) = xml_tree::parse(bytes).ok()?;
    of_root(&root)
}

fn of_root(root: &Element) -> Option<RecordFormat> {
    match root.name.as_str() {
        "TEI" | "msDesc" if !root.within("msDesc").is_empty() => Some(RecordFormat::Tei),
        "olac" => Some(RecordFormat::Olac),
        _ if dublin_core::holds(root) => Some(RecordFormat::DublinCore),
        _ => None,
    }
}

/// Reads a record whose format is found by its content.
///
/// # Errors
/// Where nothing can be read. A record that breaks off gives what came before, and says so in `problems`.
pub fn read_record(bytes: &[u8]) -> Result<Record, RecordError> {
    let (root, broken) = xml_tree::parse(bytes)?;
    let format = of_root(&root).ok_or(RecordError::Unknown)?;
    Ok(read(format, &root, broken))
}

/// Reads a record as a format.
///
/// # Errors
/// As [`read_record`]; [`RecordError::Unknown`] for a TEI file without an `msDesc`.
pub fn read_record_as(format: RecordFormat, bytes: &[u8]) -> Result<Record, RecordError> {
    let (root, broken) = xml_tree::parse(bytes)?;
    if format == RecordFormat::Tei && root.within("msDesc").is_empty() {
        return Err(RecordError::Unknown);
    }
    Ok(read(format, &root, broken))
}

fn read(format: RecordFormat, root: &Element, broken: Option<String>) -> Record {
    let mut item = match format {
        RecordFormat::DublinCore | RecordFormat::Olac => dublin_core::read(root),
        RecordFormat::Tei => tei::read(root),
    };
    item.source = Some(Source { format: format.as_str().into(), ..Source::default() });
    let problems = broken
        .map(|why| {
            format!("the XML breaks off: {why}. What came before is kept; if a whole copy exists, ingest it.")
        })
        .into_iter()
        .collect();
    Record { format, item, problems }
}

/// Keeps what no field took, by path; several texts of one path as a list.
pub(crate) fn keep_left(item: &mut Item, left: Vec<(String, String)>) {
    for (path, text) in left {
        let kept = item.other.entry(path).or_insert_with(|| serde_json::Value::Array(Vec::new()));
        if let serde_json::Value::Array(texts) = kept {
            texts.push(text.into());
        }
    }
}
