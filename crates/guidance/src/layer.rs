use crate::{Pack, Problem};
use std::sync::Arc;
pub(crate) fn version(_: &Pack, _: &[Arc<Pack>]) -> String {
    String::new()
}
pub(crate) fn put_over(_: &Pack, _: &[Arc<Pack>]) -> Result<Pack, Vec<Problem>> {
    Err(Vec::new())
}
