//! A migration that is added makes the crate anew: the compiler looks at those alone that it saw before.

#![allow(clippy::print_stdout, reason = "cargo is spoken to so")]

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
