//! Names in the order people count in: `reel-2` before `reel-10`.

/// A text whose order by bytes is the natural order of the names: a run of digits counts as its number.
pub(crate) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 6);
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 {
            key.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let number = rest[..digits].trim_start_matches('0');
        // How many digits first: a longer number is a greater one.
        key.push_str(&format!("0{:05}{number}", number.len()));
        rest = &rest[digits..];
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits_count_as_numbers_and_letters_as_letters() {
        let mut names = ["reel-10-b", "reel-2", "reel-010-a", "reel", "江格尔 12", "江格尔 9", "reel-1"];
        names.sort_by_key(|name| key(name));
        assert_eq!(names, ["reel", "reel-1", "reel-2", "reel-010-a", "reel-10-b", "江格尔 9", "江格尔 12"]);
    }

    proptest! {
        #[test]
        fn the_order_of_the_keys_is_that_of_the_numbers(a: u64, b: u64, before in "[a-z江-]{0,4}") {
            let (one, other) = (key(&format!("{before}{a} x")), key(&format!("{before}{b} x")));
            prop_assert_eq!(one.cmp(&other), a.cmp(&b));
        }

        #[test]
        fn no_name_makes_it_panic(name in ".{0,40}") {
            let _ = key(&name);
        }
    }
}
