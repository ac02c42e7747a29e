//! Installs the packages of `package.json` into `OUT_DIR` and writes the list of faces that the crate embeds.
//!
//! npm runs only when the lock file differs from the one it last ran for, so that a build that has its packages needs
//! no network. What is wanted stands in [`WANTED`]; a package that no longer has it stops the build.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Package, and which of its subsets at weight 400 are embedded.
const WANTED: [(&str, Subsets); 4] = [
    ("noto-sans-mongolian", Subsets::Named(&["mongolian"])),
    ("noto-serif", Subsets::Named(&["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek"])),
    ("noto-serif-tibetan", Subsets::Named(&["tibetan"])),
    ("noto-serif-sc", Subsets::Numbered),
];

enum Subsets {
    Named(&'static [&'static str]),
    /// The slices of a Chinese face: `noto-serif-sc-4-400-normal` and so on.
    Numbered,
}

impl Subsets {
    fn wants(&self, subset: &str) -> bool {
        match self {
            Self::Named(names) => names.contains(&subset),
            Self::Numbered => !subset.is_empty() && subset.bytes().all(|b| b.is_ascii_digit()),
        }
    }
}

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    for source in ["build.rs", "package.json", "package-lock.json", ".npmrc"] {
        println!("cargo::rerun-if-changed={source}");
    }
    let crate_folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let folder = out.join("npm");
    install(&crate_folder, &folder)?;
    let mut code = String::from("&[\n");
    for (package, subsets) in &WANTED {
        write_package(&mut code, &folder.join("node_modules/@fontsource").join(package), package, subsets)?;
    }
    code.push_str("]\n");
    fs::write(out.join("packages.rs"), code)?;
    Ok(())
}

fn install(crate_folder: &Path, folder: &Path) -> Outcome<()> {
    let lock = fs::read(crate_folder.join("package-lock.json"))?;
    let stamp = folder.join("installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    for source in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(crate_folder.join(source), folder.join(source))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run =
        Command::new(npm).args(["ci", "--ignore-scripts", "--prefer-offline"]).current_dir(folder).output();
    let run = run.map_err(|error| {
        format!(
            "the faces of bumba-fonts come from npm, and npm could not be started ({error}). \
             Install Node.js 20 or newer with npm, then build again."
        )
    })?;
    if !run.status.success() {
        return Err(format!(
            "npm ci could not fetch the faces of bumba-fonts ({}). The first build needs an npm registry.\n{}",
            run.status,
            String::from_utf8_lossy(&run.stderr)
        )
        .into());
    }
    fs::write(stamp, lock)?;
    Ok(())
}

/// One `Package { … }` of the list: its licence and each wanted face of its `400.css`.
fn write_package(code: &mut String, folder: &Path, package: &str, subsets: &Subsets) -> Outcome<()> {
    let read = |name: &str| {
        fs::read_to_string(folder.join(name))
            .map_err(|error| format!("@fontsource/{package}/{name}: {error}"))
    };
    let css = read("400.css")?;
    read("LICENSE")?;
    writeln!(
        code,
        "Package {{ name: {:?}, licence: include_str!({:?}), faces: &[",
        package,
        folder.join("LICENSE")
    )?;
    let mut found = 0;
    for rule in css.split("@font-face").skip(1) {
        let family = between(rule, "font-family: '", "'")?;
        let stem = between(rule, "url(./files/", ".woff2)")?;
        let range = between(rule, "unicode-range: ", ";")?;
        let Some(subset) = stem
            .strip_prefix(package)
            .and_then(|rest| rest.strip_prefix('-'))
            .and_then(|rest| rest.strip_suffix("-400-normal"))
        else {
            continue;
        };
        if !subsets.wants(subset) {
            continue;
        }
        found += 1;
        let file = format!("{stem}.woff2");
        let path = folder.join("files").join(&file);
        writeln!(
            code,
            "  Source {{ name: {file:?}, family: {family:?}, range: {range:?}, bytes: include_bytes!({path:?}) }},"
        )?;
    }
    code.push_str("] },\n");
    let least = match subsets {
        Subsets::Named(names) => names.len(),
        Subsets::Numbered => 90,
    };
    if found < least {
        return Err(format!(
            "@fontsource/{package}/400.css names {found} of the {least} faces that are wanted"
        )
        .into());
    }
    Ok(())
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Outcome<&'a str> {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .map(|(inner, _)| inner)
        .ok_or_else(|| format!("a rule of a package's 400.css has no `{before}…{after}`").into())
}
