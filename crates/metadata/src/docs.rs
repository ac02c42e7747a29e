//! The documentation of tables, made from the one table of fields.

use std::fmt::Write;

use crate::FIELDS;

/// Markdown: every field with its name, its place, its labels and its source. `docs/formats/table.md` is this text.
#[must_use]
pub fn docs() -> String {
    let mut out = String::from(
        "# Tables of descriptions\n\n\
        *Made from the table of fields of `crates/metadata`; a test compares. Change it there.*\n\n\
        `items.csv` or `items.xlsx`: the first row names the columns, each further row is an item, or a file of one with\n\
        the item's name repeated. `|` stands between several values (`\\|` is one itself). `@LANG` is a language tag of\n\
        BCP 47: `title@mn-Mong`. A column's label in English, Chinese or Mongolian is understood as its name. What is not\n\
        known or does not fit is kept with the item under the column's name, and told.\n\n\
        | column | several | goes to | English | 中文 | Монгол | source |\n|---|---|---|---|---|---|---|\n",
    );
    for field in &FIELDS {
        let part = if field.part.is_empty() { String::new() } else { format!("[:{}]", field.part) };
        let lang = if field.lang { "[@LANG]" } else { "" };
        let many = if field.many { "yes" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| `{}{part}{lang}` | {many} | `{}` | {} | {} | {} | {} |",
            field.name, field.to, field.label.en, field.label.zh, field.label.mn, field.source
        );
    }
    out.push_str(
        "\nOther sheets of one XLSX, or files beside the table:\n\n\
        | sheet | columns |\n|---|---|\n\
        | `authorities` | `id`, `kind` (agent, place, work, subject), `name@LANG` (several: the first is preferred, the others are variants), `same_as` (`scheme:id`), `date`, `coordinates`, `note@LANG` |\n\
        | `collections` | `slug`, `title@LANG`, `summary@LANG`, `part_of`, `access`, `rights` |\n\
        | `ranges` | `item`, `canvas`, `from`, `to` (seconds, or `h:mm:ss`), `label@LANG` |\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_documentation_is_this_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/formats/table.md");
        if std::env::var_os("BUMBA_WRITE_DOCS").is_some() {
            std::fs::create_dir_all(std::path::Path::new(path).parent().unwrap()).unwrap();
            std::fs::write(path, docs()).unwrap();
        }
        let page = std::fs::read_to_string(path).unwrap();
        assert_eq!(page, docs(), "write it again with BUMBA_WRITE_DOCS=1");
    }

    #[test]
    fn no_name_or_label_stands_for_two_fields() {
        let mut seen = std::collections::HashMap::new();
        for field in &FIELDS {
            for name in [field.name, field.label.en, field.label.zh, field.label.mn] {
                let plain = name.to_lowercase().replace([' ', '-'], "_");
                let other = seen.insert(plain, field.name);
                assert!(
                    other.is_none_or(|other| other == field.name),
                    "{name}: {other:?} and {}",
                    field.name
                );
                assert_eq!(crate::field(name).map(|found| found.name), Some(field.name));
            }
        }
    }
}
