//! How long a commit takes: `commit_speed FOLDER FILES BYTES`. Figures in the README.

use std::{env, error::Error, time::Instant};

use bumba_store::{LocalStore, Message, Store as _, User};

#[expect(clippy::print_stdout, reason = "it is what it is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().collect();
    let [_, folder, files, size] = arguments.as_slice() else { return Err("FOLDER FILES BYTES".into()) };
    let (files, size): (usize, usize) = (files.parse()?, size.parse()?);
    let store = LocalStore::init(folder)?;
    let start = Instant::now();
    let draft = store.begin(&format!("ark:99999/b1speed{}", std::process::id()))?;
    let mut bytes = vec![7; size];
    for n in 0..files {
        bytes.iter_mut().zip(n.to_le_bytes()).for_each(|(byte, digit)| *byte = digit);
        draft.put(&format!("pages/{n:06}.tif"), &bytes)?;
    }
    let written = start.elapsed();
    draft.commit(Message {
        text: "Speed".to_owned(),
        user: User { name: "Bumba".to_owned(), address: None },
        created: jiff::Timestamp::now(),
    })?;
    println!(
        "{files} files of {size} bytes: written in {written:.2?}, committed in {:.2?}",
        start.elapsed() - written
    );
    Ok(())
}
