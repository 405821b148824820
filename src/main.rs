//! The `proofup` program.

fn main() {}
