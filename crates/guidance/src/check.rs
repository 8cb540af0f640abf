use crate::{Pack, Problem};
use jiff::civil::Date;
/// Checks packs and layers together.
#[must_use]
pub fn check(_packs: &[Pack], _today: Option<Date>) -> Vec<Problem> {
    Vec::new()
}
/// Checks one pack.
#[must_use]
pub fn check_pack(_pack: &Pack) -> Vec<Problem> {
    Vec::new()
}
/// Whether every worked example holds.
#[must_use]
pub fn examples_hold(_pack: &Pack) -> Vec<Problem> {
    Vec::new()
}
