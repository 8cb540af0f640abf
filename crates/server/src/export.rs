//! What leaves Leeward: a folder of plain files in one archive, with a list of checksums. It is made in memory, handed to
//! whoever asked and kept nowhere. It knows nothing of who may have it; whoever calls it has opened the case at the door.

mod archive;
mod one_child;
mod parcel;
mod whole;

pub use one_child::{ChildCover, one_child};
pub use parcel::{NotPacked, Packed, Parcel};
pub use whole::{Gathered, Texts, gather, whole};

/// A moment as the files give it for programs.
fn moment(at: jiff::Timestamp) -> String {
    at.to_string()
}
