use crate::{Assessment, Pack};
impl Assessment {
    /// The assessment as plain text.
    #[must_use]
    pub fn to_text(&self, _pack: &Pack) -> String {
        String::new()
    }
}
