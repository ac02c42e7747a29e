//! The parts of an object as rows: titles, names, ties, files, canvases, placements, ranges, layers, spans.

use bumba_model::{Authority, Item, Object, Performance, Region, Seconds, What};
use sqlx::SqliteConnection;

use crate::{
    error::Result,
    record::{Record, count, folded},
};

/// Takes away what was written of an object, but its lines and events.
pub(crate) async fn forget(db: &mut SqliteConnection, n: i64) -> Result<()> {
    sqlx::query!("DELETE FROM titles WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM authority_names WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM ties WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM files WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM canvases WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM placements WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM ranges WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM range_spans WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM performance_spans WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM layers WHERE object = ?", n).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM layer_sources WHERE object = ?", n).execute(&mut *db).await?;
    Ok(())
}

/// Writes the parts of an object.
pub(crate) async fn write(db: &mut SqliteConnection, n: i64, object: &Object, record: &Record) -> Result<()> {
    for (at, title) in (0_i64..).zip(object.titles()) {
        sqlx::query!(
            "INSERT INTO titles (object, at, text, lang, kind, source) VALUES (?, ?, ?, ?, ?, ?)",
            n,
            at,
            title.text,
            title.lang,
            title.kind,
            title.source
        )
        .execute(&mut *db)
        .await?;
    }
    if object.sort() != "authority" {
        for (authority, role) in &record.ties {
            sqlx::query!("INSERT INTO ties (object, authority, role) VALUES (?, ?, ?)", n, authority, role)
                .execute(&mut *db)
                .await?;
        }
    }
    match &object.what {
        What::Item(item) => write_item(db, n, item).await,
        What::Authority(authority) => write_names(db, n, authority).await,
        What::Performance(performance) => write_spans(db, n, performance).await,
        What::Collection(_) | What::Exhibit(_) => Ok(()),
    }
}

async fn write_names(db: &mut SqliteConnection, n: i64, authority: &Authority) -> Result<()> {
    for (at, name) in (0_i64..).zip(&authority.names) {
        let folded = folded(&name.text);
        sqlx::query!(
            "INSERT INTO authority_names (object, at, text, folded, lang, kind, source)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
            n,
            at,
            name.text,
            folded,
            name.lang,
            name.kind,
            name.source
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn write_spans(db: &mut SqliteConnection, n: i64, performance: &Performance) -> Result<()> {
    for (at, one) in (0_i64..).zip(&performance.spans) {
        let item = one.item.as_ref().map(ToString::to_string);
        let ([t0, t1], [x, y, w, h]) = (times(one.span.time), sides(one.span.region));
        sqlx::query!(
            "INSERT INTO performance_spans (object, at, item, canvas, t0, t1, x, y, w, h)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            n,
            at,
            item,
            one.span.canvas,
            t0,
            t1,
            x,
            y,
            w,
            h
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn write_item(db: &mut SqliteConnection, n: i64, item: &Item) -> Result<()> {
    write_files(db, n, item).await?;
    for (at, canvas) in (0_i64..).zip(&item.canvases) {
        sqlx::query!(
            "INSERT INTO canvases (object, at, canvas, label, width, height, seconds, status)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            n,
            at,
            canvas.id,
            canvas.label,
            canvas.width,
            canvas.height,
            canvas.seconds,
            canvas.status
        )
        .execute(&mut *db)
        .await?;
    }
    for (at, placement) in (0_i64..).zip(&item.placements) {
        let status = placement.status.as_str();
        let ([t0, t1], [x, y, w, h]) = (times(placement.span), sides(placement.region));
        sqlx::query!(
            "INSERT INTO placements (object, at, canvas, file, ord, status, t0, t1, x, y, w, h)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            n,
            at,
            placement.canvas,
            placement.file,
            placement.order,
            status,
            t0,
            t1,
            x,
            y,
            w,
            h
        )
        .execute(&mut *db)
        .await?;
    }
    write_ranges(db, n, item).await?;
    write_layers(db, n, item).await
}

async fn write_files(db: &mut SqliteConnection, n: i64, item: &Item) -> Result<()> {
    for (at, file) in (0_i64..).zip(&item.files) {
        let (role, faults) = (file.role.as_str(), count(file.faults.len()));
        let bytes = i64::try_from(file.bytes).unwrap_or(i64::MAX);
        sqlx::query!(
            "INSERT INTO files (object, at, file, path, role, original_name, bytes, sha512, sha256, md5, beside,
               label, media_type, pronom, faults)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            n,
            at,
            file.n,
            file.path,
            role,
            file.original_name,
            bytes,
            file.digests.sha512,
            file.digests.sha256,
            file.digests.md5,
            file.beside,
            file.label,
            file.technical.media_type,
            file.technical.pronom,
            faults
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn write_ranges(db: &mut SqliteConnection, n: i64, item: &Item) -> Result<()> {
    for (range_at, range) in (0_i64..).zip(&item.ranges) {
        let label = range.label.first().map(|label| label.text.as_str()).unwrap_or_default();
        sqlx::query!(
            "INSERT INTO ranges (object, at, range, part_of, label) VALUES (?, ?, ?, ?, ?)",
            n,
            range_at,
            range.id,
            range.part_of,
            label
        )
        .execute(&mut *db)
        .await?;
        for (at, span) in (0_i64..).zip(&range.spans) {
            let ([t0, t1], [x, y, w, h]) = (times(span.time), sides(span.region));
            sqlx::query!(
                "INSERT INTO range_spans (object, range_at, at, canvas, t0, t1, x, y, w, h)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                n,
                range_at,
                at,
                span.canvas,
                t0,
                t1,
                x,
                y,
                w,
                h
            )
            .execute(&mut *db)
            .await?;
        }
    }
    Ok(())
}

async fn write_layers(db: &mut SqliteConnection, n: i64, item: &Item) -> Result<()> {
    for (layer_at, layer) in (0_i64..).zip(&item.layers) {
        sqlx::query!(
            "INSERT INTO layers (object, at, layer, kind, label, lang, made_by, method, based_on)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            n,
            layer_at,
            layer.id,
            layer.kind,
            layer.label,
            layer.lang,
            layer.by,
            layer.method,
            layer.based_on
        )
        .execute(&mut *db)
        .await?;
        for (at, source) in (0_i64..).zip(&layer.sources) {
            sqlx::query!(
                "INSERT INTO layer_sources (object, layer_at, at, file, canvas, tier) VALUES (?, ?, ?, ?, ?, ?)",
                n,
                layer_at,
                at,
                source.file,
                source.canvas,
                source.tier
            )
            .execute(&mut *db)
            .await?;
        }
    }
    Ok(())
}

/// From and to, in seconds.
pub(crate) fn times(time: Option<[Seconds; 2]>) -> [Option<f64>; 2] {
    time.map_or([None; 2], |ends| ends.map(|end| Some(end.0)))
}

/// x, y, width, height.
pub(crate) fn sides(region: Option<Region>) -> [Option<u32>; 4] {
    region.map_or([None; 4], |region| <[u32; 4]>::from(region).map(Some))
}
