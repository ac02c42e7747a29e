//! What goes to stdout, and what to stderr.

use std::io::{self, Write};

use serde_json::Value;

/// Words for people.
#[expect(clippy::print_stderr, reason = "this is the one place where words for people go out")]
pub fn say(text: &str) {
    eprintln!("{text}");
}

/// Says nothing to a reader that went away: `bumba list | head` is no fault.
fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// One JSON document.
pub fn document(value: &Value) {
    let _ = write(&format!("{value:#}\n"));
}

/// One line of JSON.
pub fn line(value: &Value) {
    let _ = write(&format!("{value}\n"));
}

/// A result for people, on stdout.
pub fn text(text: &str) {
    let _ = write(&format!("{text}\n"));
}

/// A number of bytes as people read it.
pub fn bytes(count: u64) -> String {
    indicatif::HumanBytes(count).to_string()
}

/// Seconds as people read them: `1:02:03.4` or `2:03.4`.
pub fn clock(seconds: f64) -> String {
    let tenths = (seconds.max(0.0) * 10.0).round() as u64;
    let (hours, minutes, rest) = (tenths / 36_000, tenths / 600 % 60, tenths % 600);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{:02}.{}", rest / 10, rest % 10)
    } else {
        format!("{minutes}:{:02}.{}", rest / 10, rest % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        assert_eq!(clock(3723.44), "1:02:03.4");
        assert_eq!(clock(59.96), "1:00.0");
        assert_eq!(clock(-1.0), "0:00.0");
    }
}
