//! Going through everything of a setting that is sealed under its key, a few at a time, and sealing again what is not
//! under the newest number.

use super::places;
use crate::append::{FORM_SENT, KEPT};
use crate::drafts::DRAFT;
use crate::failure::Failure;
use crate::keys::SettingKeys;
use crate::outbox::JOB;
use crate::seal::key_number;
use crate::sign_in::{CREDENTIAL, LINK, SESSION};
use crate::sql::Table;
use crate::views::{CASE, EMAIL};
use crate::writer::Turn;
use casework::id::SettingId;

/// How many rows are gone through in one commit: a few milliseconds of work, so that nobody who writes waits long.
const A_FEW: u32 = 200;

/// Where a change stands: which part, after which row; how much it went through, how much of that it changed and left.
#[derive(Debug, Clone, Default)]
pub(super) struct Cursor {
    part: usize,
    after: Vec<u8>,
    round: u32,
    done: u64,
    changed: u64,
    left: u64,
}

/// What came of a step.
pub(super) enum Went {
    /// There is more.
    On(Cursor),
    /// A whole round found nothing to do.
    Through,
}

/// What came of one row.
pub(super) enum One {
    /// It is under the newest key already, or went meanwhile.
    AsItIs,
    /// It was written again.
    Changed,
    /// It does not open.
    Left,
}

impl Cursor {
    pub(super) fn is_new(&self) -> bool {
        self.part == 0 && self.after.is_empty() && self.round == 0
    }

    /// How much of the first round is done.
    pub(super) fn done(&self) -> u64 {
        if self.round == 0 { self.done } else { u64::MAX }
    }

    pub(super) fn left(&self) -> u64 {
        self.left
    }

    fn count(&mut self, one: &One) {
        self.done += 1;
        self.changed += u64::from(matches!(one, One::Changed));
        self.left += u64::from(matches!(one, One::Left));
    }

    /// On to the next part, or to the next round. People wrote meanwhile, some under the key before: a round that finds
    /// nothing to change is the last.
    fn next_part(mut self) -> Went {
        self.part += 1;
        self.after.clear();
        if self.part < 2 + Table::ALL.len() {
            return Went::On(self);
        }
        if self.changed == 0 {
            return Went::Through;
        }
        Went::On(Self {
            round: self.round + 1,
            left: self.left,
            ..Self::default()
        })
    }
}

/// One step from where the cursor stands.
pub(super) fn go(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    at: &Cursor,
) -> Result<Went, Failure> {
    let mut next = at.clone();
    if at.part == 0 && at.after.is_empty() {
        next.left = 0;
    }
    let seen = match at.part {
        0 => {
            let came_of = places::some(turn, keys, setting, &mut next.after, A_FEW)?;
            came_of.iter().for_each(|one| next.count(one));
            came_of.len()
        }
        1 => {
            addresses(turn, keys, setting, &mut next)?;
            0
        }
        part => match Table::ALL.get(part - 2) {
            Some(table) => rows(turn, keys, setting, *table, &mut next)?,
            None => 0,
        },
    };
    let full = seen == A_FEW as usize;
    Ok(if full {
        Went::On(next)
    } else {
        next.next_part()
    })
}

/// Some rows of a table; says how many there were.
fn rows(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    table: Table,
    next: &mut Cursor,
) -> Result<usize, Failure> {
    let found = turn
        .writing
        .sealed_after(table, setting, &next.after, A_FEW)?;
    let mut seen = 0;
    for (key, sealed) in found {
        let chance = turn.shared.outside.chance.as_ref();
        let one = again(keys, &sealed, |sealed| {
            Ok(match table {
                Table::Lines => {
                    keys.seal_view(CASE, &key, &keys.open_view(CASE, &key, sealed)?, chance)?
                }
                beside => {
                    let purpose = purpose_of(beside);
                    keys.seal_beside(
                        purpose,
                        &key,
                        &keys.open_beside(purpose, &key, sealed)?,
                        chance,
                    )?
                }
            })
        })?;
        let came_of = match one {
            Ok(after)
                if turn
                    .writing
                    .seal_again(table, setting, &key, &sealed, &after)? =>
            {
                One::Changed
            }
            Ok(_) => One::AsItIs,
            Err(one) => one,
        };
        next.count(&came_of);
        next.after = key;
        seen += 1;
    }
    Ok(seen)
}

/// What a row of a table is sealed for.
fn purpose_of(table: Table) -> &'static str {
    match table {
        Table::Lines => CASE,
        Table::Once => FORM_SENT,
        Table::Jobs => JOB,
        Table::Credentials => CREDENTIAL,
        Table::Sessions => SESSION,
        Table::Links => LINK,
        Table::Drafts => DRAFT,
        Table::Packs => KEPT,
    }
}

/// Every address, which are as many as work there.
fn addresses(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    next: &mut Cursor,
) -> Result<(), Failure> {
    let chance = turn.shared.outside.chance.as_ref();
    for row in turn.writing.addresses(setting)? {
        let (_, who, sealed) = &row;
        let one = again(keys, sealed, |sealed| {
            keys.seal_view(EMAIL, who, &keys.open_view(EMAIL, who, sealed)?, chance)
        })?;
        let came_of = match one {
            Ok(after) if turn.writing.seal_address_again(setting, &row, &after)? => One::Changed,
            Ok(_) => One::AsItIs,
            Err(one) => one,
        };
        next.count(&came_of);
    }
    Ok(())
}

/// Seals again what is not under the newest number. What does not open is left: it is not for a change of keys to lose it.
pub(super) fn again(
    keys: &SettingKeys,
    sealed: &[u8],
    seal: impl FnOnce(&[u8]) -> Result<Vec<u8>, Failure>,
) -> Result<Result<Vec<u8>, One>, Failure> {
    if key_number(sealed) == Some(keys.newest_number()) {
        return Ok(Err(One::AsItIs));
    }
    match seal(sealed) {
        Ok(after) => Ok(Ok(after)),
        Err(Failure::Damaged { .. }) => Ok(Err(One::Left)),
        Err(failure) => Err(failure),
    }
}
