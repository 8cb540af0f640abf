//! Reading what people wrote, by hand, so that every refusal can say where, what, why and what was meant.

mod condition;
mod facts;
mod files;
mod json;
mod kinds;
mod node;
mod references;
mod table;

pub(crate) use files::hex;
pub(crate) use node::from_toml;
pub(crate) use references::check_references;
pub(crate) use table::{File, Table};
