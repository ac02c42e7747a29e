//! Makes a storage root of 3 objects × 3 versions for validators that others wrote: `judged_root FOLDER`.

use std::{env, error::Error};

use bumba_store::{Fixity, LocalStore, Message, Store as _, User};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).ok_or("which folder?")?;
    let store = LocalStore::init(folder)?;
    for object in ["ark:99999/b1book", "ark:99999/b1reel", "urn:uuid:6f0e3a52-3c1c-4a8e-9a5c-0d4a3c1f6b7e"] {
        for version in 1..=3 {
            let draft = store.begin(object)?;
            draft.put("item.json", format!("{{\"version\": {version}}}").as_bytes())?;
            draft.put(&format!("masters/{version}: a?.wav"), &[u8::from(version == 2); 100_000])?;
            draft.put("text/ᠵᠠᠩᠭᠠᠷ.txt", b"abc")?;
            draft.fixity("text/ᠵᠠᠩᠭᠠᠷ.txt", Fixity::Md5, "900150983cd24fb0d6963f7d28e17f72")?;
            if version == 3 {
                draft.remove("masters/1: a?.wav")?;
            }
            draft.commit(Message {
                text: format!("Version {version}"),
                user: User {
                    name: "Bumba".to_owned(),
                    address: Some("mailto:archive@example.org".to_owned()),
                },
                created: jiff::Timestamp::now(),
            })?;
        }
        store.log(object, "fixity.jsonl", "{\"outcome\":\"pass\"}")?;
    }
    Ok(())
}
