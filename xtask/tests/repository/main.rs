//! What is promised about the repository as a whole, held by tests: the line of four crates, the nevers that a file
//! could break, and that the documents tell the truth about where things are.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod dependencies;
mod documents;
mod layers;
mod nevers;
mod pages;
mod tree;
