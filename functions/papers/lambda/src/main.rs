//! Papers.
fn main() {}
