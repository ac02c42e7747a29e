-- The words of the archive as tables. objects.json is the whole record, and what is read back; the other tables are
-- for queries. Texts compare by bytes. Times end in _ns: nanoseconds since 1970 in UTC.

PRAGMA application_id = 1114991970; -- "Bumb": no other program's database is taken for ours

CREATE TABLE objects (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    sort       TEXT NOT NULL, -- item, collection, performance, authority, exhibit
    kind       TEXT NOT NULL,
    part_of    TEXT,          -- may not be there yet
    name       TEXT NOT NULL, -- slug, or name in its folder or table; '' where it has none
    name_key   TEXT NOT NULL, -- in natural order
    version    INTEGER NOT NULL,
    changed    TEXT NOT NULL, -- RFC 3339, as it came
    withdrawn  INTEGER NOT NULL,
    merged_into TEXT,
    seq        INTEGER NOT NULL, -- its newest entry in the feed
    title      TEXT NOT NULL, -- JSON, for summaries
    rules      TEXT NOT NULL, -- JSON, for summaries
    files      INTEGER NOT NULL,
    canvases   INTEGER NOT NULL,
    lines      INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    seconds    REAL NOT NULL,
    json       TEXT NOT NULL  -- the record, keys sorted
) STRICT;
CREATE INDEX objects_by_name ON objects (name_key, id);
CREATE INDEX objects_of_sort_by_name ON objects (sort, name_key, id);
CREATE INDEX objects_of_sort ON objects (sort, id);
CREATE INDEX objects_in_by_name ON objects (part_of, name_key, id);
CREATE INDEX objects_in ON objects (part_of, id);
CREATE UNIQUE INDEX slugs ON objects (name) WHERE sort IN ('collection', 'exhibit') AND name <> '';
CREATE UNIQUE INDEX item_names ON objects (coalesce(part_of, ''), name) WHERE sort = 'item' AND name <> '';
CREATE UNIQUE INDEX table_names ON objects (name) WHERE sort = 'authority' AND name <> '';

CREATE TABLE titles (
    object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at     INTEGER NOT NULL,
    text   TEXT NOT NULL,
    lang   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (object, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
    object        INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at            INTEGER NOT NULL,
    file          INTEGER NOT NULL, -- its number in the item
    path          TEXT NOT NULL,
    role          TEXT NOT NULL,
    original_name TEXT NOT NULL,
    bytes         INTEGER NOT NULL,
    sha512        TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    md5           TEXT NOT NULL,
    beside        INTEGER,
    label         TEXT NOT NULL,
    media_type    TEXT NOT NULL,
    pronom        TEXT NOT NULL,
    faults        INTEGER NOT NULL, -- how many
    PRIMARY KEY (object, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_digest ON files (sha512);

CREATE TABLE canvases (
    object  INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    canvas  TEXT NOT NULL,
    label   TEXT NOT NULL,
    width   INTEGER,
    height  INTEGER,
    seconds REAL,
    status  TEXT NOT NULL,
    PRIMARY KEY (object, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE placements (
    object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at     INTEGER NOT NULL,
    canvas TEXT NOT NULL,
    file   INTEGER NOT NULL,
    ord    INTEGER NOT NULL,
    status TEXT NOT NULL,
    t0 REAL, t1 REAL,
    x INTEGER, y INTEGER, w INTEGER, h INTEGER,
    PRIMARY KEY (object, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE ranges (
    object  INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    range   TEXT NOT NULL,
    part_of TEXT,
    label   TEXT NOT NULL, -- the first
    PRIMARY KEY (object, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE range_spans (
    object   INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    range_at INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    canvas   TEXT NOT NULL,
    t0 REAL, t1 REAL,
    x INTEGER, y INTEGER, w INTEGER, h INTEGER,
    PRIMARY KEY (object, range_at, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE performance_spans (
    object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at     INTEGER NOT NULL,
    item   TEXT, -- may not be there yet
    canvas TEXT NOT NULL,
    t0 REAL, t1 REAL,
    x INTEGER, y INTEGER, w INTEGER, h INTEGER,
    PRIMARY KEY (object, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX performances_by_item ON performance_spans (item);

CREATE TABLE layers (
    object   INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at       INTEGER NOT NULL,
    layer    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    label    TEXT NOT NULL,
    lang     TEXT NOT NULL,
    made_by  TEXT NOT NULL,
    method   TEXT NOT NULL,
    based_on TEXT,
    PRIMARY KEY (object, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE layer_sources (
    object   INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    layer_at INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    file     INTEGER NOT NULL,
    canvas   TEXT NOT NULL,
    tier     TEXT NOT NULL,
    PRIMARY KEY (object, layer_at, at)
) STRICT, WITHOUT ROWID;

-- at: in the order of the item's layers, and in a layer in its own.
CREATE TABLE lines (
    object  INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    id      TEXT NOT NULL,
    layer   TEXT NOT NULL,
    canvas  TEXT NOT NULL,
    ord     INTEGER NOT NULL,
    t0 REAL, t1 REAL,
    x INTEGER, y INTEGER, w INTEGER, h INTEGER,
    parent  TEXT,
    speaker TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (object, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX lines_of_layer ON lines (object, layer, at);
CREATE INDEX lines_on_canvas ON lines (object, canvas, at);

CREATE TABLE authority_names (
    object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at     INTEGER NOT NULL,
    text   TEXT NOT NULL,
    folded TEXT NOT NULL, -- NFC, lower case
    lang   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (object, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX authorities_by_name ON authority_names (folded);

CREATE TABLE ties (
    object    INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    authority TEXT NOT NULL, -- may not be there yet
    role      TEXT NOT NULL,
    PRIMARY KEY (object, authority, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX ties_by_authority ON ties (authority, object);

CREATE TABLE events (
    n       INTEGER PRIMARY KEY,
    object  INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    at_ns   INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    outcome TEXT NOT NULL,
    json    TEXT NOT NULL, -- the event, keys sorted
    UNIQUE (object, json)
) STRICT;
CREATE INDEX events_in_order ON events (object, at_ns, n);

-- Numbers are never used twice, even when all entries were forgotten.
CREATE TABLE feed (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    object INTEGER NOT NULL REFERENCES objects ON DELETE CASCADE,
    id     TEXT NOT NULL,
    sort   TEXT NOT NULL,
    what   TEXT NOT NULL, -- create, update, withdraw
    at     TEXT NOT NULL, -- RFC 3339, as it came
    at_ns  INTEGER NOT NULL
) STRICT;
CREATE INDEX feed_of_object ON feed (object, seq);
CREATE INDEX feed_in_time ON feed (at_ns DESC, id);
CREATE INDEX feed_of_sort_in_time ON feed (sort, at_ns DESC, id);

-- The last number of the feed that was forgotten: lists begun before it go on without their history.
CREATE TABLE forgotten (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL) STRICT;
INSERT INTO forgotten (one, seq) VALUES (1, 0);

CREATE TABLE jobs (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    payload  TEXT NOT NULL, -- JSON
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    tries    INTEGER NOT NULL,
    why      TEXT,
    worker   TEXT,
    asked_ns INTEGER NOT NULL,
    again_ns INTEGER, -- waits until then
    heard_ns INTEGER, -- when its worker was last heard of
    ended_ns INTEGER
) STRICT;
CREATE UNIQUE INDEX jobs_not_ended ON jobs (key) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_in_state ON jobs (state, id);

CREATE TABLE leases (
    name     TEXT PRIMARY KEY,
    holder   TEXT NOT NULL,
    until_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
