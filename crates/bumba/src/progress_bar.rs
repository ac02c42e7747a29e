//! A bar with files, bytes, rate and time left; none where stderr is no terminal.

use std::{
    io::IsTerminal,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use bumba_ingest::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows how far a batch is.
pub struct Bar {
    bar: ProgressBar,
    files: AtomicU64,
    of: AtomicU64,
    stopped: Arc<AtomicBool>,
}

impl Bar {
    /// Drawn where there is somebody to see it.
    pub fn new(quiet: bool, stopped: Arc<AtomicBool>) -> Self {
        let seen = !quiet && std::io::stderr().is_terminal();
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        // The template is ours and is read in a test.
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        Self { bar, files: AtomicU64::new(0), of: AtomicU64::new(0), stopped }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

const TEMPLATE: &str = "{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left";

impl Progress for Bar {
    fn begin(&self, files: u64, bytes: u64) {
        self.of.store(files, Ordering::Relaxed);
        self.bar.set_length(bytes);
        self.bar.set_message(format!("0 of {files} files"));
    }

    fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn file(&self) {
        let done = self.files.fetch_add(1, Ordering::Relaxed) + 1;
        self.bar.set_message(format!("{done} of {} files", self.of.load(Ordering::Relaxed)));
    }

    fn deriving(&self, left: u64) {
        self.bar.set_message(format!("making pages and waveforms ready: {left} items left"));
    }

    fn stop(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_template_is_understood() {
        assert!(indicatif::ProgressStyle::with_template(super::TEMPLATE).is_ok());
    }
}
