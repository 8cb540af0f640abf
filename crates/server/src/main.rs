//! leeward
fn main() {}
