//! Text lines: a hundred thousand of them in one item is nothing rare.

use std::collections::HashMap;

use bumba_catalogue::LineQuery;
use bumba_model::{Ark, Line, Object, Region, Seconds};
use futures::TryStreamExt;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};

use crate::{
    error::Result,
    parts::{sides, times},
};

/// Rows of one statement: the way to SQLite's thread and back costs more than a row.
const ROWS: usize = 100;

/// Puts lines in the order of the item's layers; those of layers it does not name stand after them, by name.
pub(crate) fn sort(lines: &mut [Line], object: &Object) {
    let layers: HashMap<&str, usize> = object
        .item()
        .map(|item| (0..).zip(&item.layers).map(|(at, layer)| (layer.id.as_str(), at)).collect())
        .unwrap_or_default();
    let place = |line: &Line| layers.get(line.layer.as_str()).copied().unwrap_or(usize::MAX);
    lines.sort_by(|a, b| {
        place(a).cmp(&place(b)).then_with(|| a.layer.cmp(&b.layer)).then_with(|| a.order.cmp(&b.order))
    });
}

struct Row {
    id: String,
    layer: String,
    canvas: String,
    ord: i64,
    t0: Option<f64>,
    t1: Option<f64>,
    x: Option<i64>,
    y: Option<i64>,
    w: Option<i64>,
    h: Option<i64>,
    parent: Option<String>,
    speaker: String,
    text: String,
}

impl From<Row> for Line {
    fn from(row: Row) -> Self {
        let side = |side: i64| u32::try_from(side).unwrap_or_default();
        Self {
            id: row.id,
            layer: row.layer,
            canvas: row.canvas,
            order: side(row.ord),
            time: row.t0.zip(row.t1).map(|(from, to)| [Seconds(from), Seconds(to)]),
            region: match (row.x, row.y, row.w, row.h) {
                (Some(x), Some(y), Some(w), Some(h)) => Some(Region::from([x, y, w, h].map(side))),
                _ => None,
            },
            parent: row.parent,
            speaker: row.speaker,
            text: row.text,
        }
    }
}

/// Whether an object has exactly these lines, sorted.
pub(crate) async fn stand(db: &mut SqliteConnection, n: i64, lines: &[Line]) -> Result<bool> {
    let mut held = sqlx::query_as!(
        Row,
        "SELECT id, layer, canvas, ord, t0, t1, x, y, w, h, parent, speaker, text FROM lines
         WHERE object = ? ORDER BY at",
        n
    )
    .fetch(db);
    let mut expected = lines.iter();
    while let Some(row) = held.try_next().await? {
        if expected.next() != Some(&Line::from(row)) {
            return Ok(false);
        }
    }
    Ok(expected.next().is_none())
}

/// Writes an object's lines, sorted, in place of those it had.
pub(crate) async fn replace(db: &mut SqliteConnection, n: i64, lines: &[Line]) -> Result<()> {
    sqlx::query!("DELETE FROM lines WHERE object = ?", n).execute(&mut *db).await?;
    let mut at = 0_i64;
    for rows in lines.chunks(ROWS) {
        let mut insert = insert(n, &mut at, rows);
        // A short last statement comes once: it is not worth a place among the prepared ones.
        insert.build().persistent(rows.len() == ROWS).execute(&mut *db).await?;
    }
    Ok(())
}

fn insert(n: i64, at: &mut i64, rows: &[Line]) -> QueryBuilder<Sqlite> {
    let mut insert = QueryBuilder::new(
        "INSERT INTO lines (object, at, id, layer, canvas, ord, t0, t1, x, y, w, h, parent, speaker, text) ",
    );
    insert.push_values(rows, |mut row, line| {
        let ([t0, t1], [x, y, w, h]) = (times(line.time), sides(line.region));
        row.push_bind(n).push_bind(*at);
        row.push_bind(line.id.as_str()).push_bind(line.layer.as_str()).push_bind(line.canvas.as_str());
        row.push_bind(line.order).push_bind(t0).push_bind(t1);
        row.push_bind(x).push_bind(y).push_bind(w).push_bind(h);
        row.push_bind(line.parent.as_deref()).push_bind(line.speaker.as_str()).push_bind(line.text.as_str());
        *at += 1;
    });
    insert
}

/// Lines of an item.
pub(crate) async fn lines(db: &SqlitePool, item: &Ark, query: &LineQuery) -> Result<Vec<Line>> {
    let (item, offset, limit) = (item.to_string(), query.offset, query.limit.map_or(-1, i64::from));
    // SQLite, left alone, walks through all lines of the item for the order they stand in.
    let rows = match (&query.layer, &query.canvas) {
        (None, None) => {
            // The offset is a place in the primary key: no row is passed over.
            sqlx::query_as!(
                Row,
                "SELECT id, layer, canvas, ord, t0, t1, x, y, w, h, parent, speaker, text FROM lines
                 WHERE object = (SELECT n FROM objects WHERE id = ?) AND at >= ? ORDER BY at LIMIT ?",
                item,
                offset,
                limit
            )
            .fetch_all(db)
            .await?
        }
        (Some(layer), None) => {
            sqlx::query_as!(
                Row,
                "SELECT id, layer, canvas, ord, t0, t1, x, y, w, h, parent, speaker, text
                 FROM lines INDEXED BY lines_of_layer
                 WHERE object = (SELECT n FROM objects WHERE id = ?) AND layer = ?
                 ORDER BY at LIMIT ? OFFSET ?",
                item,
                layer,
                limit,
                offset
            )
            .fetch_all(db)
            .await?
        }
        (layer, Some(canvas)) => {
            sqlx::query_as!(
                Row,
                "SELECT id, layer, canvas, ord, t0, t1, x, y, w, h, parent, speaker, text
                 FROM lines INDEXED BY lines_on_canvas
                 WHERE object = (SELECT n FROM objects WHERE id = ?1) AND canvas = ?2
                   AND (?3 IS NULL OR layer = ?3)
                 ORDER BY at LIMIT ?4 OFFSET ?5",
                item,
                canvas,
                layer,
                limit,
                offset
            )
            .fetch_all(db)
            .await?
        }
    };
    Ok(rows.into_iter().map(Line::from).collect())
}
