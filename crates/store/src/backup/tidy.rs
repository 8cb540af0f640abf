//! What is not the backup itself: clearing away one that was not finished, putting an index now and then, and letting old
//! backups go.

use super::archive::{OpenArchive, index, segment};
use super::keep::Keep;
use super::manifest::Manifest;
use super::record::Record;
use super::state::State;
use crate::failure::Failure;
use casework::outside::Outside;

/// How much may be in segments since the last index before there is another, where the index is shorter than that.
const INDEX_AFTER: u64 = 1024 * 1024;

/// Clears away what belongs to a backup that was not finished.
pub(super) fn tidy(opened: &OpenArchive, segments: u64) -> Result<(), Failure> {
    let listed = opened.listed()?;
    for (number, _) in listed
        .segments
        .iter()
        .filter(|(number, _)| *number > segments)
    {
        opened.remove(&segment(*number))?;
    }
    for (number, _) in listed
        .indexes
        .iter()
        .filter(|(number, _)| *number > segments)
    {
        opened.remove(&index(*number))?;
    }
    Ok(())
}

/// Puts an index where enough was put since the last one that reading it again would take longer.
pub(super) fn put_index(
    opened: &OpenArchive,
    state: &State,
    indexed: u64,
    outside: &Outside,
) -> Result<(), Failure> {
    let listed = opened.listed()?;
    let since: u64 = listed
        .segments
        .iter()
        .filter(|(number, _)| *number > indexed)
        .map(|(_, bytes)| bytes)
        .sum();
    let last = listed
        .indexes
        .iter()
        .find(|(number, _)| *number == indexed)
        .map_or(0, |(_, bytes)| *bytes);
    if state.segments == indexed || since < last.max(INDEX_AFTER) {
        return Ok(());
    }
    let name = index(state.segments);
    let mut file = opened.vault.file(&name, outside.chance.as_ref());
    file.add(&Record::Begins {
        at: outside.now(),
        number: state.segments,
        follows: state.last_segment,
    })?;
    state.each_record(|record| file.add(record))?;
    opened.put(&name, &file.finished()?)?;
    for (number, _) in listed.indexes {
        if number < state.segments {
            opened.remove(&index(number))?;
        }
    }
    Ok(())
}

/// Lets backups go that need not be kept any longer.
pub(super) fn let_go(
    opened: &OpenArchive,
    keep: Keep,
    outside: &Outside,
) -> Result<Vec<u64>, Failure> {
    let mut known = Vec::new();
    for number in opened.listed()?.backups {
        // One that cannot be read is left: somebody may still want to know that it was there.
        if let Some((manifest, _)) = opened.manifest(number)? {
            known.push((number, manifest.at));
        }
    }
    let gone: Vec<u64> = keep.let_go(&known, outside).into_iter().collect();
    for number in &gone {
        opened.remove(&Manifest::name(*number))?;
    }
    Ok(gone)
}
