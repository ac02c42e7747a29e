//! Which files make which item: decided by names, tables and what is held, before anything is read.

use std::path::PathBuf;

use bumba_metadata::{CollectionRow, RangeRow};
use bumba_model::{Ark, Authority, Item, Role, Rule};

use crate::{
    checksums::{Expected, Promised},
    describe::overlay,
    kind::{Named, folder_of_role, role_of_folder},
    name,
    problem::Problem,
    records,
    scan::{FoundFile, Scanned},
    tables::{Action, Row, Tables},
};

/// All that a batch would do.
#[derive(Debug, Default)]
pub struct Plan {
    /// Collections, in the order in which they can be made.
    pub collections: Vec<CollectionRow>,
    /// Authorities.
    pub authorities: Vec<Authority>,
    /// Items, in natural order of their names or in the table's.
    pub items: Vec<PlannedItem>,
    /// What was noticed.
    pub problems: Vec<Problem>,
}

/// One item.
#[derive(Clone, Debug)]
pub struct PlannedItem {
    /// Its name in its collection or set.
    pub name: String,
    /// The item it goes into, where it was named by its identifier.
    pub into: Option<Ark>,
    /// What it is part of, as it was named.
    pub part_of: Option<String>,
    /// What is to be done.
    pub action: Action,
    /// What the table says of it.
    pub described: Option<Item>,
    /// The row as it came, kept in the object.
    pub row: Option<Row>,
    /// Its named parts.
    pub ranges: Vec<RangeRow>,
    /// Its files, in natural order.
    pub files: Vec<PlannedFile>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct PlannedFile {
    /// Where it is.
    pub source: PathBuf,
    /// How it is called in messages: its path in the batch.
    pub shown: String,
    /// Its place in the object.
    pub path: String,
    /// What it is for, by its name and folder.
    pub role: Role,
    /// What its name promises.
    pub named: Named,
    /// Its length when it was looked at.
    pub bytes: u64,
    /// Digests that came with it.
    pub expected: Vec<Expected>,
    /// The place of the master it stands beside.
    pub beside: Option<String>,
    /// The label between the master's stem and the extension.
    pub label: String,
    /// The bytes of its name, where they are not UTF-8.
    pub name_bytes: Option<Vec<u8>>,
    /// Rules of access that a table gives it.
    pub rules: Vec<Rule>,
}

/// What was said on the command line.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The collection of all that names none.
    pub collection: Option<String>,
    /// The item that all files go into.
    pub into: Option<Ark>,
}

/// Makes the plan of a batch.
pub fn plan(scanned: &Scanned, tables: Tables, wishes: &Wishes) -> Plan {
    let (promised, told) = Promised::read(scanned);
    let mut plan =
        Plan { collections: tables.collections, authorities: tables.authorities, ..Plan::default() };
    plan.problems.extend(scanned.problems.iter().cloned());
    plan.problems.extend(told);
    plan.problems.extend(tables.problems);
    let files: Vec<&FoundFile> =
        scanned.files.iter().filter(|file| !tables.sources.contains(&file.source)).collect();
    let folders = folders_of(&files);
    if let Some(ark) = &wishes.into {
        let mut item = PlannedItem::new(ark.name().to_owned(), wishes);
        item.into = Some(ark.clone());
        item.action = Action::Replace;
        item.files = files_of_item(&files, "", &promised, &mut plan.problems);
        plan.items.push(item);
    } else if let Some(rows) = tables.items {
        rows_make_items(rows, &files, &promised, wishes, &mut plan);
        for range in tables.ranges {
            match plan.items.iter_mut().find(|item| item.name == range.item) {
                Some(item) => item.ranges.push(range),
                None => {
                    let why = "is not among the items of this batch: its range is left out.";
                    plan.problems.push(Problem::refused(
                        format!("ranges:{} {}", range.line, range.item),
                        "no-such-item",
                        why,
                    ));
                }
            }
        }
        untold(&folders, &mut plan);
    } else if folders.is_empty() {
        let name = scanned
            .root
            .canonicalize()
            .ok()
            .and_then(|root| Some(root.file_name()?.to_string_lossy().into_owned()));
        let mut item = PlannedItem::new(name.unwrap_or_else(|| "item".to_owned()), wishes);
        item.files = files_of_item(&files, "", &promised, &mut plan.problems);
        if item.files.is_empty() {
            let why = "there are no files here. Give a folder that holds a folder for each item.";
            plan.problems.push(Problem::refused(scanned.root.display().to_string(), "nothing-here", why));
        } else {
            plan.items.push(item);
        }
    } else {
        for folder in &folders {
            let mut item = PlannedItem::new(folder.clone(), wishes);
            item.files = files_of_item(&files, folder, &promised, &mut plan.problems);
            plan.items.push(item);
        }
        loose(&files, &mut plan);
    }
    for item in &mut plan.items {
        records::read(item, &mut plan.problems);
    }
    plan
}

impl PlannedItem {
    fn new(name: String, wishes: &Wishes) -> Self {
        Self {
            name,
            into: None,
            part_of: wishes.collection.clone(),
            action: Action::New,
            described: None,
            row: None,
            ranges: Vec::new(),
            files: Vec::new(),
        }
    }
}

fn folders_of(files: &[&FoundFile]) -> Vec<String> {
    let mut folders: Vec<String> =
        files.iter().filter_map(|file| Some(file.top_folder()?.to_owned())).collect();
    folders.dedup();
    folders.sort_by(|a, b| name::natural(a, b));
    folders.dedup();
    folders
}

fn loose(files: &[&FoundFile], plan: &mut Plan) {
    for file in
        files.iter().filter(|file| file.top_folder().is_none() && Named::of(&file.path) != Named::Checksums)
    {
        let why = "stands in no item's folder. Put it into one, or name it in items.csv.";
        plan.problems.push(Problem::refused(&file.path, "loose-file", why));
    }
}

/// Folders that a table does not speak of.
fn untold(folders: &[String], plan: &mut Plan) {
    for folder in folders {
        let taken = |item: &PlannedItem| {
            name::same(&item.name, folder)
                || item.files.iter().any(|file| file.shown.starts_with(&format!("{folder}/")))
        };
        if !plan.items.iter().any(taken) {
            let why = "is not in the table, and stays outside. Give it a row, or ingest it alone.";
            plan.problems.push(Problem::told(folder, "not-in-table", why));
        }
    }
}

fn rows_make_items(
    rows: Vec<Row>,
    files: &[&FoundFile],
    promised: &Promised,
    wishes: &Wishes,
    plan: &mut Plan,
) {
    for row in rows {
        let place = format!("{}:{}", row.table, row.line);
        if row.item.is_empty() {
            let why = "has no item. Write the folder's name or an identifier of your own there.";
            plan.problems.push(Problem::refused(place, "no-item", why));
            continue;
        }
        let found = match row.file.as_deref() {
            Some(path) => match file_of_row(path, &row.item, files, promised) {
                Ok(file) => Some(vec![file]),
                Err(problem) => {
                    plan.problems.push(Problem { path: format!("{place}: {path}"), ..problem });
                    None
                }
            },
            None => Some(files_of_item(files, &row.item, promised, &mut plan.problems)),
        };
        let Some(found) = found else { continue };
        if row.file.is_none()
            && found.is_empty()
            && matches!(row.action, Action::New | Action::Add | Action::Replace)
        {
            let told =
                "has no folder of that name here. Its description goes in; its files can be added later.";
            plan.problems.push(Problem::told(format!("{place}: {}", row.item), "no-files", told));
        }
        let mut found = found;
        let mut described = row.described.clone();
        if row.file.is_some() {
            // Access in a row about a file is that file's.
            let rules = std::mem::take(&mut described.rights.rules);
            for file in &mut found {
                file.rules.clone_from(&rules);
            }
        }
        if let Some(item) = plan.items.iter_mut().find(|item| item.name == row.item) {
            item.files.extend(found);
            overlay(item.described.get_or_insert_with(Item::default), &described);
            continue;
        }
        let mut item = PlannedItem::new(row.item.clone(), wishes);
        item.into = row.item.parse().ok();
        item.part_of = row.part_of.clone().or(item.part_of);
        item.action = row.action;
        item.described = Some(described);
        item.files = found;
        item.row = Some(row);
        plan.items.push(item);
    }
    for item in &mut plan.items {
        pair_sides(&mut item.files);
    }
}

fn file_of_row(
    path: &str,
    item: &str,
    files: &[&FoundFile],
    promised: &Promised,
) -> Result<PlannedFile, Problem> {
    let Some(within) = name::within(path) else {
        let why = "leads out of the table's folder. Put the file inside it, and write its path from there.";
        return Err(Problem::refused(path, "path-outside", why));
    };
    match files.iter().find(|file| name::same(&file.path, &within)) {
        Some(file) => {
            let relative = file.path.strip_prefix(&format!("{item}/")).unwrap_or(&file.path);
            let one = planned(file, relative, promised);
            if one.bytes == 0 { Err(empty(&one.shown)) } else { Ok(one) }
        }
        None => {
            let why = "is not there. Copy it into place, or take the row out.";
            Err(Problem::refused(path, "file-missing", why))
        }
    }
}

fn files_of_item(
    files: &[&FoundFile],
    folder: &str,
    promised: &Promised,
    problems: &mut Vec<Problem>,
) -> Vec<PlannedFile> {
    let mut found: Vec<PlannedFile> = Vec::new();
    for file in files {
        let relative = match folder {
            "" => file.path.as_str(),
            folder => match file.path.split_once('/') {
                Some((top, rest)) if name::same(top, folder) => rest,
                _ => continue,
            },
        };
        let one = planned(file, relative, promised);
        if one.bytes == 0 {
            problems.push(empty(&one.shown));
            continue;
        }
        match found.iter().find(|other| other.path == one.path) {
            Some(other) => {
                let why = format!("has the same name as {}. Give one of them another name.", other.shown);
                problems.push(Problem::refused(&one.shown, "same-name", why));
            }
            None => found.push(one),
        }
    }
    pair_sides(&mut found);
    found
}

/// The refusal of a file that holds nothing.
pub(crate) fn empty(shown: &str) -> Problem {
    let why = "is empty: it holds no byte. Copy it again from where it came, and run again.";
    Problem::refused(shown, "empty-file", why)
}

fn planned(file: &FoundFile, relative: &str, promised: &Promised) -> PlannedFile {
    let named = Named::of(relative.rsplit('/').next().unwrap_or_default());
    let (by_folder, rest) = match relative.split_once('/') {
        Some((top, rest)) => role_of_folder(top).map_or((None, relative), |role| (Some(role), rest)),
        None => (None, relative),
    };
    let role = by_folder.unwrap_or(match named {
        Named::Sound | Named::Picture => Role::Master,
        Named::Text => Role::Text,
        Named::Checksums | Named::Record => Role::Metadata,
        Named::Other => Role::Document,
    });
    PlannedFile {
        source: file.source.clone(),
        shown: file.path.clone(),
        path: format!("{}/{rest}", folder_of_role(&role)),
        role,
        named,
        bytes: file.bytes,
        expected: promised.of(&file.path).to_vec(),
        beside: None,
        label: String::new(),
        name_bytes: file
            .path_bytes
            .as_ref()
            .and_then(|path| path.rsplit(|byte| *byte == b'/').next())
            .map(<[u8]>::to_vec),
        rules: Vec::new(),
    }
}

/// Gives each text the master of the same stem in the same folder.
fn pair_sides(files: &mut [PlannedFile]) {
    let masters: Vec<String> =
        files.iter().filter(|file| file.role == Role::Master).map(|file| file.path.clone()).collect();
    for file in files.iter_mut().filter(|file| file.role == Role::Text) {
        if let Some((master, label)) = master_of(&file.path, masters.iter().map(String::as_str)) {
            (file.beside, file.label) = (Some(master.to_owned()), label);
        }
    }
}

/// The master that a text stands beside, both by their places in the object: the longest stem that fits; and what is left
/// over of the text's own stem, its label.
pub(crate) fn master_of<'a>(text: &str, masters: impl Iterator<Item = &'a str>) -> Option<(&'a str, String)> {
    fn inner(path: &str) -> (&str, &str) {
        let (folder, stem, _) = name::parts(path.split_once('/').map_or(path, |(_, rest)| rest));
        (folder, stem)
    }
    let (folder, stem) = inner(text);
    let fits = masters.filter_map(|master| {
        let (master_folder, master_stem) = inner(master);
        let rest = stem.strip_prefix(master_stem).filter(|rest| rest.is_empty() || rest.starts_with('.'))?;
        (master_folder == folder).then(|| (master, rest.trim_start_matches('.').to_owned()))
    });
    fits.min_by_key(|(_, label)| label.len())
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;
    use crate::scan::scan;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn planned_of(root: &Path) -> Plan {
        let scanned = scan(root, None);
        let tables = Tables::find(&scanned, None);
        plan(&scanned, tables, &Wishes::default())
    }

    fn codes(plan: &Plan) -> Vec<&str> {
        plan.problems.iter().map(|problem| problem.code.as_str()).collect()
    }

    #[test]
    fn each_folder_is_an_item_and_side_files_stand_beside_their_masters() {
        let root = folder(&[
            ("reel-2/a.wav", "1"),
            ("reel-2/a.eaf", "2"),
            ("reel-2/a.batu.eaf", "3"),
            ("reel-2/a.b.wav", "4"),
            ("reel-2/a.b.vtt", "5"),
            ("reel-2/carrier/box.jpg", "6"),
            ("reel-10/x.pdf", "7"),
            ("stray.wav", "8"),
        ]);
        let plan = planned_of(root.path());
        assert_eq!(
            plan.items.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(),
            ["reel-2", "reel-10"]
        );
        let side = |path: &str| plan.items[0].files.iter().find(|file| file.path == path).unwrap();
        assert_eq!(side("text/a.eaf").beside.as_deref(), Some("masters/a.wav"));
        assert_eq!(side("text/a.batu.eaf").label, "batu");
        assert_eq!(side("text/a.b.vtt").beside.as_deref(), Some("masters/a.b.wav"));
        assert_eq!(side("carrier/box.jpg").role, Role::Carrier);
        assert_eq!(plan.items[1].files[0].path, "documents/x.pdf");
        assert_eq!(codes(&plan), ["loose-file"]);
    }

    #[test]
    fn a_table_says_what_makes_an_item_and_what_is_missing_is_refused() {
        let root = folder(&[
            (
                "items.csv",
                "item,file,title@en\nr1,one.wav,First\nr1,two.wav,\nr2,gone.wav,Second\nr3,../etc/passwd,Third\n",
            ),
            ("one.wav", "1"),
            ("two.wav", "2"),
            ("other/x.wav", "3"),
        ]);
        let plan = planned_of(root.path());
        assert_eq!(plan.items.len(), 1);
        assert_eq!(plan.items[0].files.len(), 2);
        assert_eq!(plan.items[0].described.as_ref().unwrap().title[0].text, "First");
        assert_eq!(codes(&plan), ["file-missing", "path-outside", "not-in-table"]);
    }

    #[test]
    fn a_folder_without_folders_is_one_item() {
        let root = folder(&[("p1.jpg", "1"), ("p2.jpg", "2"), ("MD5SUMS", "# nothing yet")]);
        let plan = planned_of(root.path());
        assert_eq!((plan.items.len(), plan.items[0].files.len()), (1, 3));
    }
}
