use crate::pack::Contents;
#[derive(Debug, Clone, Default)]
pub(crate) struct Program;
impl Program {
    pub(crate) fn of(_: &Contents) -> Self {
        Self
    }
}
