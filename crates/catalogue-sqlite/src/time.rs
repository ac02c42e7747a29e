//! Times as SQLite compares them.

use jiff::Timestamp;

/// Nanoseconds since 1970. 1677 to 2262; what is beyond is taken for its end.
pub(crate) fn nanoseconds(at: Timestamp) -> i64 {
    i64::try_from(at.as_nanosecond()).unwrap_or(if at.as_second() < 0 { i64::MIN } else { i64::MAX })
}

/// The same of a text in RFC 3339; what does not read as such is older than all.
pub(crate) fn nanoseconds_of(text: &str) -> i64 {
    text.parse().map_or(i64::MIN, nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_moment_in_two_zones_is_one_number_and_no_time_comes_first() {
        assert_eq!(nanoseconds_of("2026-01-01T08:00:00+08:00"), nanoseconds_of("2026-01-01T00:00:00Z"));
        assert!(nanoseconds_of("long ago") < nanoseconds_of("1904-01-01T00:00:00Z"));
        assert!(nanoseconds_of("9999-01-01T00:00:00Z") > nanoseconds_of("2200-01-01T00:00:00Z"));
    }
}
