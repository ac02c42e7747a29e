//! From entries to documents.

use std::sync::Arc;

use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError, Term};

use super::gate::{Gate, Pass, Queued};
use super::layout::Layout;
use super::schema::{AUTHORITY, Fields, ITEM, LINES, STREAM};
use super::stored::{self, ItemHead, StreamHead};
use crate::{Audience, AuthorityEntry, Change, ItemEntry, ItemText};

/// What the indexing thread may hold before it writes a segment.
pub const MEMORY: usize = 64 << 20;

pub struct Writer {
    writer: IndexWriter<Queued>,
    gate: Arc<Gate>,
}

impl Writer {
    /// One thread: this one analyses while that one indexes. Eight segments of like size are merged into one, and one that is
    /// three tenths deleted is rewritten.
    pub fn new(index: &Index) -> tantivy::Result<Self> {
        let writer = index.writer_with_num_threads(1, MEMORY)?;
        let mut merging = LogMergePolicy::default();
        merging.set_min_num_segments(8);
        merging.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(merging));
        Ok(Self { writer, gate: Arc::new(Gate::default()) })
    }

    /// Removes what stands under the id and adds what comes, in one step: all documents of an entry come into the same segment, one behind the other,
    /// and merging keeps them so.
    pub fn apply(&mut self, fields: &Fields, change: Change) -> tantivy::Result<()> {
        let (id, documents) = match change {
            Change::Item(entry) => item(fields, *entry)?,
            Change::Authority(entry) => authority(fields, entry)?,
            Change::Remove(id) => (id, Vec::new()),
        };
        let bytes = documents.iter().map(|(_, bytes)| bytes).sum();
        let mut pass: Option<Pass> = (bytes > 0).then(|| self.gate.pass(bytes));
        let mut operations = vec![UserOperation::Delete(Term::from_field_text(fields.id, &id))];
        // The last document of the batch carries the pass: tantivy takes them in order.
        let last = documents.len();
        for (place, (document, _)) in (1..).zip(documents) {
            let pass = if place == last { pass.take() } else { None };
            operations.push(UserOperation::Add(Queued { document, _pass: pass }));
        }
        self.writer.run(operations)?;
        Ok(())
    }

    pub fn commit(&mut self, payload: &str) -> tantivy::Result<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(payload);
        commit.commit()?;
        Ok(())
    }
}

type Documents = (String, Vec<(TantivyDocument, usize)>);

fn item(fields: &Fields, entry: ItemEntry) -> tantivy::Result<Documents> {
    let mut layout = Layout::default();
    let mut records: Vec<(u32, ItemText)> = Vec::new();
    for title in &entry.titles {
        let position = layout.apart(&title.text, title.lang.as_deref());
        records.push((position, ItemText { field: "title".to_owned(), text: title.clone() }));
    }
    let titles_end = layout.position();
    for field in entry.fields {
        records.push((layout.apart(&field.text.text, field.text.lang.as_deref()), field));
    }
    let mut own = document(fields, &entry.id, ITEM, entry.audience);
    for (facet, value) in &entry.facets {
        own.add_text(fields.facets[*facet as usize], value);
    }
    for authority in &entry.authorities {
        own.add_text(fields.tied, authority);
    }
    if let Some(year) = entry.year {
        own.add_i64(fields.year, year.into());
    }
    own.add_u64(fields.titles_end, titles_end.into());
    let head = ItemHead { kind: entry.kind, titles: entry.titles };
    let mut documents = vec![finish(fields, own, layout, stored::records(&head, &records))?];
    for stream in entry.streams {
        let mut layout = Layout::default();
        let positions: Vec<u32> =
            stream.lines.iter().map(|line| layout.continued(&line.text, stream.lang.as_deref())).collect();
        let audience = stream.audience.max(entry.audience);
        let head = StreamHead { layer: stream.layer, lang: stream.lang };
        let own = document(fields, &entry.id, STREAM, audience);
        documents.push(finish(fields, own, layout, stored::positions(&head, &positions))?);
        for lines in stream.lines.chunks(stored::LINES_TOGETHER) {
            let records: Vec<_> = lines.iter().map(|line| (0, line)).collect();
            let own = document(fields, &entry.id, LINES, audience);
            documents.push(finish(fields, own, Layout::default(), stored::records(&(), &records))?);
        }
    }
    Ok((entry.id, documents))
}

fn authority(fields: &Fields, entry: AuthorityEntry) -> tantivy::Result<Documents> {
    let mut own = document(fields, &entry.id, AUTHORITY, entry.audience);
    for name in &entry.names {
        let tokens = bumba_scripts::analyse(&name.text, name.lang.as_deref());
        if !tokens.is_empty() {
            own.add_text(
                fields.name,
                tokens.iter().map(bumba_scripts::Token::whole).collect::<Vec<_>>().join(" "),
            );
        }
    }
    let document = finish(fields, own, Layout::default(), stored::positions(&entry, &[]))?;
    Ok((entry.id, vec![document]))
}

fn document(fields: &Fields, id: &str, what: u64, audience: Audience) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, id);
    document.add_u64(fields.what, what);
    document.add_u64(fields.audience, audience as u64);
    document
}

/// Adds text and what is kept; gives the bytes it takes while it waits.
fn finish(
    fields: &Fields,
    mut document: TantivyDocument,
    layout: Layout,
    stored: serde_json::Result<Vec<u8>>,
) -> tantivy::Result<(TantivyDocument, usize)> {
    let stored = stored.map_err(|fault| TantivyError::InternalError(fault.to_string()))?;
    let rows = layout.rows();
    if !rows.is_empty() {
        document.add_text(fields.text, &rows);
    }
    document.add_bytes(fields.stored, &stored);
    // What a document takes beside its bytes, by a rough guess.
    Ok((document, rows.len() + stored.len() + 500))
}
