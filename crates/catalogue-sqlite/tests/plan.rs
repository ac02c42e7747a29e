//! Every query of the crate finds its rows through an index. The queries are those of the offline data.

use std::{collections::BTreeSet, fs, path::Path};

use bumba_catalogue_sqlite::SqliteCatalogue;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};

/// Counts all there is.
const COUNTS: &str = "count(*) FILTER";

/// One row, a list that was handed in, the one row that a subquery gave.
const SMALL: [&str; 5] = ["SCAN forgotten", "SCAN asked", "SCAN json_each", "SCAN CONSTANT ROW", "subquery"];

/// Tables whose rows are too many to sort.
const GROWS: [&str; 3] = ["FROM lines", "FROM feed", "FROM jobs"];

#[tokio::test]
async fn no_query_walks_through_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.db");
    SqliteCatalogue::open(&path).await.unwrap().close().await;
    let mut db = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();

    let mut walks = BTreeSet::new();
    let mut queries = 0;
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx")).unwrap() {
        let json: serde_json::Value =
            serde_json::from_slice(&fs::read(file.unwrap().path()).unwrap()).unwrap();
        let sql = json["query"].as_str().unwrap();
        let forgets_all = sql.starts_with("DELETE FROM") && !sql.contains("WHERE");
        if sql.contains(COUNTS) || forgets_all {
            continue;
        }
        queries += 1;
        let plan =
            sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(&mut db).await.unwrap();
        for step in plan {
            let step: String = step.get("detail");
            let walks_through = step.starts_with("SCAN") && !SMALL.iter().any(|small| step.contains(small));
            // What one authority or item is tied to is sorted as it comes; what grows without end is not.
            let sorts = step.contains("TEMP B-TREE") && GROWS.iter().any(|table| sql.contains(table));
            if walks_through || sorts {
                walks.insert(format!("{step}: {sql}"));
            }
        }
    }
    assert!(queries > 40, "the offline data is there: {queries}");
    assert!(walks.is_empty(), "{walks:#?}");
}
