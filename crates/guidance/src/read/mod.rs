//! Reading what people wrote, by hand, so that every refusal can say where, what, why and what was meant.

mod bounds;
mod condition;
mod facts;
mod files;
mod json;
mod kinds;
pub mod limits;
mod node;
mod references;
mod shape;
mod table;
mod written;

pub(crate) use bounds::decided_within_bounds;
pub(crate) use condition::FORMS;
pub(crate) use files::{format_is_one, hex};
pub(crate) use kinds::{DUE_UNITS, DUE_WORDS};
pub(crate) use node::{Kind, from_toml};
pub(crate) use references::check_references;
pub(crate) use shape::{Ask, Shape, Takes, shape_of_facts, shape_of_wording, shapes_of_pack_files};
pub(crate) use table::{File, Table};
pub use written::text_of;
