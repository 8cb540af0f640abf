//! Tags of a typology: words that research has for kinds of incident. They help a person to think, and nothing else:
//! no condition can name one, no assessment holds one, and no record keeps one about a child.

use serde::Serialize;

use crate::item::{Place, TagGroup, Text};
use crate::source::SourceRef;

/// One tag of a typology.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// Its id.
    pub id: Text,
    /// Which side of the typology it stands on.
    pub group: TagGroup,
    /// Its name, for professionals. Never a name for a child, and never said to a family.
    pub name: Text,
    /// What it stands for.
    pub means: Text,
    /// What it may help somebody to ask themselves.
    pub think: Text,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}
