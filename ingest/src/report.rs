//! What a batch did, for people and for programs.

use std::io::{self, Write};

use crate::{batch::Outcomes, problem::Problem};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page that stands alone.
    Html,
    /// One line a problem.
    Csv,
    /// All of it.
    Json,
}

impl Form {
    /// By the end of a file's name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Writes a report.
///
/// # Errors
/// What the place it goes to says.
pub fn write_report(outcomes: &Outcomes, form: Form, made: &str, to: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::Json => {
            let value = serde_json::to_value(outcomes).map_err(io::Error::other)?;
            writeln!(to, "{value:#}")
        }
        Form::Csv => csv(outcomes, to),
        Form::Html => html(outcomes, made, to),
    }
}

fn all(outcomes: &Outcomes) -> impl Iterator<Item = &Problem> {
    outcomes.refused.iter().chain(&outcomes.damaged).chain(&outcomes.told)
}

fn csv(outcomes: &Outcomes, to: &mut dyn Write) -> io::Result<()> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    writeln!(to, "what,path,code,message")?;
    for id in &outcomes.items {
        writeln!(to, "item,{id},,")?;
    }
    for problem in all(outcomes) {
        let what = serde_json::to_value(problem.weight)?;
        let what = what.as_str().unwrap_or_default();
        writeln!(to, "{what},{},{},{}", quoted(&problem.path), problem.code, quoted(&problem.message))?;
    }
    Ok(())
}

fn html(outcomes: &Outcomes, made: &str, to: &mut dyn Write) -> io::Result<()> {
    let safe = |text: &str| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    writeln!(
        to,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>What was taken in</title>\n<style>\n:root {{ color-scheme: light dark }}\n\
         body {{ font: 1rem/1.5 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}\n\
         table {{ border-collapse: collapse; width: 100% }}\nth, td {{ text-align: start; vertical-align: top; padding: .4rem .8rem .4rem 0; border-block-end: 1px solid #8886 }}\n\
         td:first-child {{ overflow-wrap: anywhere }}\ncode {{ font-size: .9em }}\n</style>\n<h1>What was taken in</h1>\n<p>{}</p>",
        safe(made)
    )?;
    writeln!(
        to,
        "<p><strong>{}</strong> items with <strong>{}</strong> files, <strong>{}</strong> bytes. \
         <strong>{}</strong> files were held already.</p>",
        outcomes.items_in, outcomes.files_in, outcomes.bytes_in, outcomes.held_already
    )?;
    for (title, about, problems) in [
        ("Refused", "These stayed outside. Mend them and run the same command again.", &outcomes.refused),
        ("Damaged", "These are kept as they are, and marked.", &outcomes.damaged),
        ("To know", "Nothing else came of these.", &outcomes.told),
    ] {
        if problems.is_empty() {
            continue;
        }
        writeln!(
            to,
            "<h2>{title}: {}</h2>\n<p>{about}</p>\n<table>\n<tr><th scope=\"col\">File</th><th scope=\"col\">What, and what to do</th></tr>",
            problems.len()
        )?;
        for problem in problems {
            writeln!(
                to,
                "<tr><td>{}</td><td>{} <code>{}</code></td></tr>",
                safe(&problem.path),
                safe(&problem.message),
                safe(&problem.code)
            )?;
        }
        writeln!(to, "</table>")?;
    }
    writeln!(to, "<h2>Items: {}</h2>\n<ol>", outcomes.items.len())?;
    for id in &outcomes.items {
        writeln!(to, "<li><code>{id}</code></li>")?;
    }
    writeln!(to, "</ol>\n</html>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes() -> Outcomes {
        let mut outcomes = Outcomes { items_in: 1, ..Outcomes::default() };
        outcomes.note([
            Problem::refused("a \"b\" <i>.wav", "empty-file", "is empty"),
            Problem::damaged("c.wav", "truncated", "ends early"),
        ]);
        outcomes
    }

    fn written(form: Form) -> String {
        let mut bytes = Vec::new();
        write_report(&outcomes(), form, "today", &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn nothing_in_a_name_becomes_markup() {
        let page = written(Form::Html);
        assert!(page.contains("a &quot;b&quot; &lt;i&gt;.wav") && !page.contains("<i>"));
    }

    #[test]
    fn each_problem_is_one_line_of_csv() {
        let csv = written(Form::Csv);
        assert_eq!(csv.lines().nth(1), Some(r#"refused,"a ""b"" <i>.wav",empty-file,"is empty""#));
        assert_eq!(csv.lines().count(), 3);
    }

    #[test]
    fn json_has_the_names_of_the_contract() {
        let value: serde_json::Value = serde_json::from_str(&written(Form::Json)).unwrap();
        for key in ["items_in", "files_in", "bytes_in", "held_already", "refused", "items"] {
            assert!(value.get(key).is_some(), "{key}");
        }
        assert_eq!(value["refused"][0]["code"], "empty-file");
    }
}
