//! Lists. Their statements are made at run time; a test prepares every one that can be.

use bumba_catalogue::{CatalogueError, ListQuery, Page, Sort, Summary};
use bumba_model::Ark;
use sqlx::{AssertSqlSafe, FromRow, SqlitePool};

use crate::{cursor::Cursor, error::Result};

const COLUMNS: &str =
    "o.id, o.sort, o.kind, o.title, o.part_of, o.name, o.canvases, o.files, o.rules, o.withdrawn, o.changed";

/// How many rows where nobody says.
const ROWS: u32 = 100;

/// Which statement it is. What is compared is bound: ?1 sort, ?2 part of, ?3 key, ?4 identifier, ?5 place in the
/// feed, ?6 limit.
#[derive(Clone, Copy, Debug)]
struct Shape {
    sort: bool,
    place: Place,
    withdrawn: bool,
    order: Sort,
    goes_on: bool,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Anywhere,
    Within,
    AtTheTop,
}

impl Shape {
    fn sql(self) -> String {
        let mut terms: Vec<&str> = Vec::new();
        if self.sort {
            terms.push("o.sort = ?1");
        }
        match self.place {
            Place::Anywhere => {}
            Place::Within => terms.push("o.part_of = ?2"),
            Place::AtTheTop => terms.push("o.part_of IS NULL"),
        }
        if !self.withdrawn {
            terms.push("o.withdrawn = 0");
        }
        let (from, also, key, order, after) = match self.order {
            Sort::Id => ("objects o", "", "NULL", "o.id", "o.id > ?4"),
            Sort::Name => {
                ("objects o", "", "o.name_key", "o.name_key, o.id", "(o.name_key, o.id) > (?3, ?4)")
            }
            // As it was when the first page was made: what changes meanwhile keeps its place.
            Sort::Newest => (
                match self.place {
                    // Not joined the other way round: the first page is found without sorting all there is.
                    Place::Anywhere => "feed f CROSS JOIN objects o ON o.n = f.object",
                    Place::Within | Place::AtTheTop => "feed f JOIN objects o ON o.n = f.object",
                },
                "+f.seq <= ?5 AND NOT EXISTS
                 (SELECT 1 FROM feed later WHERE later.object = f.object AND later.seq > f.seq AND later.seq <= ?5)",
                "f.at_ns",
                "f.at_ns DESC, f.id",
                "f.at_ns <= ?3 AND (f.at_ns < ?3 OR f.id > ?4)",
            ),
        };
        if !also.is_empty() {
            terms.push(also);
            if self.sort && !matches!(self.place, Place::Within) {
                terms.push("f.sort = ?1");
            }
        }
        if self.goes_on {
            terms.push(after);
        }
        let terms = if terms.is_empty() { "1".to_owned() } else { terms.join(" AND ") };
        format!("SELECT {COLUMNS}, {key} AS key FROM {from} WHERE {terms} ORDER BY {order} LIMIT ?6")
    }
}

#[derive(FromRow)]
struct SummaryRow {
    id: String,
    sort: String,
    kind: String,
    title: String,
    part_of: Option<String>,
    name: String,
    canvases: i64,
    files: i64,
    rules: String,
    withdrawn: bool,
    changed: String,
}

impl SummaryRow {
    fn summary(self) -> Result<Summary> {
        let unreadable =
            |why: serde_json::Error| CatalogueError::Record { id: self.id.clone(), why: why.to_string() };
        Ok(Summary {
            id: self.id.parse()?,
            title: serde_json::from_str(&self.title).map_err(unreadable)?,
            rules: serde_json::from_str(&self.rules).map_err(unreadable)?,
            part_of: self.part_of.map(|part_of| part_of.parse()).transpose()?,
            canvases: u32::try_from(self.canvases).unwrap_or(u32::MAX),
            files: u32::try_from(self.files).unwrap_or(u32::MAX),
            sort: self.sort,
            kind: self.kind,
            name: self.name,
            withdrawn: self.withdrawn,
            changed: self.changed,
        })
    }
}

/// With what the list goes on after: the row's key as well.
#[derive(FromRow)]
struct KeyedRow<K: Send + Unpin> {
    #[sqlx(flatten)]
    summary: SummaryRow,
    key: K,
}

pub(crate) async fn list(db: &SqlitePool, query: &ListQuery) -> Result<Page<Summary>> {
    let cursor = query.after.as_deref().and_then(|token| Cursor::read(token, query.order));
    let limit = if query.limit == 0 { ROWS } else { query.limit };
    match query.order {
        Sort::Id => {
            let at = cursor.unwrap_or_else(|| Cursor::of_ids(String::new()));
            rows::<Option<i64>>(db, query, &at, limit, |id, _| Cursor::of_ids(id)).await
        }
        Sort::Name => {
            let at = cursor.unwrap_or_else(|| Cursor::of_names(String::new(), String::new()));
            rows::<String>(db, query, &at, limit, Cursor::of_names).await
        }
        Sort::Newest => {
            let snapshot = snapshot(db, cursor.as_ref().and_then(Cursor::snapshot)).await?;
            let at = cursor.unwrap_or_else(|| Cursor::of_newest(String::new(), i64::MAX, snapshot));
            let at = at.with_snapshot(snapshot);
            rows::<i64>(db, query, &at, limit, |id, key| Cursor::of_newest(id, key, snapshot)).await
        }
    }
}

/// The place in the feed that a list by change looks from. One begun before all was forgotten looks from now on.
async fn snapshot(db: &SqlitePool, begun: Option<i64>) -> Result<i64> {
    let row = sqlx::query!(
        r#"SELECT seq AS "forgotten!: i64", coalesce((SELECT max(seq) FROM feed), 0) AS "newest!: i64" FROM forgotten"#
    )
    .fetch_one(db)
    .await?;
    Ok(begun.filter(|begun| *begun > row.forgotten).unwrap_or(row.newest))
}

async fn rows<K>(
    db: &SqlitePool,
    query: &ListQuery,
    at: &Cursor,
    limit: u32,
    cursor: impl Fn(String, K) -> Cursor,
) -> Result<Page<Summary>>
where
    K: Send + Unpin + sqlx::Type<sqlx::Sqlite> + for<'r> sqlx::Decode<'r, sqlx::Sqlite>,
{
    let shape = Shape {
        sort: query.sort.is_some(),
        place: match (&query.part_of, query.at_the_top) {
            (Some(_), _) => Place::Within,
            (None, true) => Place::AtTheTop,
            (None, false) => Place::Anywhere,
        },
        withdrawn: query.withdrawn,
        order: query.order,
        goes_on: !at.is_the_beginning(),
    };
    let statement = sqlx::query_as::<_, KeyedRow<K>>(AssertSqlSafe(shape.sql()))
        .bind(query.sort.as_deref())
        .bind(query.part_of.as_ref().map(Ark::to_string));
    let statement = match at {
        Cursor::Id { id } => statement.bind(None::<i64>).bind(id).bind(None::<i64>),
        Cursor::Name { id, key } => statement.bind(key).bind(id).bind(None::<i64>),
        Cursor::Newest { id, at_ns, snapshot } => statement.bind(at_ns).bind(id).bind(snapshot),
    };
    let mut rows = statement.bind(i64::from(limit) + 1).fetch_all(db).await?;

    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let mut next = None;
    let mut page = Vec::with_capacity(rows.len());
    for row in rows {
        next = Some((row.summary.id.clone(), row.key));
        page.push(row.summary.summary()?);
    }
    let next = next.filter(|_| more).map(|(id, key)| cursor(id, key).to_string());
    Ok(Page { rows: page, next })
}

pub(crate) async fn tied_to(db: &SqlitePool, authority: &Ark) -> Result<Vec<Summary>> {
    let authority = authority.to_string();
    let rows = sqlx::query_as!(
        SummaryRow,
        r#"SELECT o.id, o.sort, o.kind, o.title, o.part_of, o.name, o.canvases, o.files, o.rules,
             o.withdrawn AS "withdrawn: bool", o.changed
           FROM objects o
           WHERE o.n IN (SELECT object FROM ties WHERE authority = ?)
             AND o.sort IN ('item', 'performance', 'exhibit') AND o.withdrawn = 0
           ORDER BY o.id"#,
        authority
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(SummaryRow::summary).collect()
}

pub(crate) async fn performances_on(db: &SqlitePool, item: &Ark) -> Result<Vec<Ark>> {
    let item = item.to_string();
    let ids = sqlx::query_scalar!(
        "SELECT o.id FROM objects o
         WHERE o.n IN (SELECT object FROM performance_spans WHERE item = ?) AND o.withdrawn = 0 ORDER BY o.id",
        item
    )
    .fetch_all(db)
    .await?;
    ids.into_iter().map(|id| Ok(id.parse()?)).collect()
}

#[cfg(test)]
mod tests {
    use sqlx::{Executor, SqlSafeStr};

    use super::*;
    use crate::SqliteCatalogue;

    #[tokio::test]
    async fn every_statement_that_a_list_can_be_is_prepared() {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = SqliteCatalogue::open(folder.path().join("catalogue.db")).await.unwrap();
        let mut statements = 0;
        for sort in [false, true] {
            for place in [Place::Anywhere, Place::Within, Place::AtTheTop] {
                for withdrawn in [false, true] {
                    for order in [Sort::Id, Sort::Name, Sort::Newest] {
                        for goes_on in [false, true] {
                            let shape = Shape { sort, place, withdrawn, order, goes_on };
                            let sql = AssertSqlSafe(shape.sql()).into_sql_str();
                            let prepared = catalogue.readers.prepare(sql).await;
                            assert!(prepared.is_ok(), "{shape:?}: {:?}", prepared.err());
                            statements += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(statements, 72);
    }
}
