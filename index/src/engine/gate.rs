//! Keeps what waits to be indexed within bounds: tantivy's queue counts documents, and a document may be a whole book.

use std::sync::{Arc, Condvar, Mutex};

use tantivy::schema::Field;
use tantivy::schema::document::CompactDocValue;
use tantivy::{Document, TantivyDocument};

use super::held;

/// Most bytes of documents that wait. One greater than that waits alone.
const MOST: usize = 32 << 20;

#[derive(Debug, Default)]
pub struct Gate {
    waiting: Mutex<usize>,
    less: Condvar,
}

impl Gate {
    /// Waits until there is room.
    pub fn pass(self: &Arc<Self>, bytes: usize) -> Pass {
        let mut waiting = held(&self.waiting);
        while *waiting > 0 && *waiting + bytes > MOST {
            waiting = self.less.wait(waiting).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        *waiting += bytes;
        Pass { gate: Arc::clone(self), bytes }
    }
}

/// The right to wait. Given back when the document is taken up, or dropped with a writer that failed.
#[derive(Debug)]
pub struct Pass {
    gate: Arc<Gate>,
    bytes: usize,
}

impl Drop for Pass {
    fn drop(&mut self) {
        *held(&self.gate.waiting) -= self.bytes;
        self.gate.less.notify_all();
    }
}

/// A document on its way to the indexing thread.
#[derive(Debug)]
pub struct Queued {
    pub document: TantivyDocument,
    /// Held for its drop alone.
    pub _pass: Option<Pass>,
}

impl Document for Queued {
    type Value<'a> = CompactDocValue<'a>;
    type FieldsValuesIter<'a> = Box<dyn Iterator<Item = (Field, CompactDocValue<'a>)> + 'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        Box::new(self.document.field_values())
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}
