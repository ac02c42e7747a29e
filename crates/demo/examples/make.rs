//! Makes the demo's batch in a folder: `cargo run --release -p bumba-demo --example make -- FOLDER`.
#![allow(clippy::print_stderr)]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("which folder?")?;
    Ok(bumba_demo::make(folder.as_ref(), &mut |step| eprintln!("{step}"))?)
}
