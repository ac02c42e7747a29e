//! Writes a pyramid: `cargo run --release -p bumba-imaging --example pyramid -- PAGE OUT.tif`.

use std::{
    env,
    error::Error,
    fs::File,
    io::{BufReader, BufWriter},
};

use bumba_imaging::{PyramidOptions, write_pyramid};

fn main() -> Result<(), Box<dyn Error>> {
    let [page, out] =
        env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "usage: PAGE OUT.tif")?;
    let source = &mut BufReader::new(File::open(page)?);
    write_pyramid(source, BufWriter::new(File::create(out)?), &PyramidOptions::default())?;
    Ok(())
}
