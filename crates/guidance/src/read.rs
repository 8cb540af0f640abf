use crate::{Facts, Pack, PackFile, Problem, Syntax};
impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn read(_: &[PackFile]) -> Result<Self, Vec<Problem>> {
        Err(Vec::new())
    }
}
impl Facts {
    /// Reads a file of facts.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn read(
        _text: &str,
        _syntax: Syntax,
        _file_name: &str,
        _pack: &Pack,
    ) -> Result<Self, Vec<Problem>> {
        Err(Vec::new())
    }
}
