//! A whole copy: cut into stretches of the log that several threads walk, each holding one entry at a time. What is
//! remembered does not grow with the log.

use super::stated::AgainstTree;
use super::tree::{Marks, TreeReport, walk};
use super::{Broken, Head, Walk};
use crate::checkpoint::{Checkpoint, Statement, VerifierKey};
use crate::failure::Failure;
use crate::place::Place;
use crate::sql::{HeadRow, ReadConnection, Rows, Stretch};
use crate::store::{SALT, away_from_tasks};
use casework::chronology::ChronologyId;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// So many chronologies make a stretch.
const IN_A_STRETCH: u64 = 128;
/// So many entries go by between two words about how far a thread has come.
const TELL_EVERY: u64 = 1_000;

/// What a copy is verified against, and how.
#[derive(Debug, Clone, Default)]
pub struct Against {
    /// Heads that were kept elsewhere: each must still be found at its place.
    pub heads: Vec<Head>,
    /// Checkpoints that were kept elsewhere.
    pub outside: Vec<Checkpoint>,
    /// Keys that sign checkpoints, as they were kept elsewhere. Without any the copy's own is taken, which shows accidents
    /// and no more.
    pub keys: Vec<VerifierKey>,
    /// Whether the end of every chronology is to be in the report.
    pub tell_heads: bool,
    /// How many threads walk at once; one where this is zero.
    pub threads: usize,
}

/// What verifying a whole copy found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many chronologies there are.
    pub chronologies: u64,
    /// How many entries.
    pub entries: u64,
    /// The end of every chronology as found, where that was asked for.
    pub heads: Vec<Head>,
    /// Each chronology that does not hold, with the first place where it does not.
    pub broken: Vec<Broken>,
    /// The tree of heads, and checkpoints kept elsewhere.
    pub tree: TreeReport,
}

impl Report {
    /// True where every chain holds, and the tree, and every checkpoint that was given.
    pub fn intact(&self) -> bool {
        self.broken.is_empty() && self.tree.intact()
    }

    fn add(&mut self, other: Self) {
        self.chronologies += other.chronologies;
        self.entries += other.entries;
        self.heads.extend(other.heads);
        self.broken.extend(other.broken);
    }
}

/// Verifies every chronology in a copy, or beside a running server, without any key: entry by entry, telling `progress`
/// how many entries are done and how many there are.
///
/// # Errors
/// [`Failure::NoInstallation`], [`Failure::Newer`], or what the file itself does not let be read. A broken chain is not
/// an error: it is in the report.
pub fn verify_file(
    place: impl Into<Place>,
    progress: impl FnMut(u64, u64) + Send,
) -> Result<Report, Failure> {
    verify_file_against(place, &[], progress)
}

/// As [`verify_file`], and compares with heads kept elsewhere: each must still be found at its place, whatever was added
/// since.
///
/// # Errors
/// As [`verify_file`].
pub fn verify_file_against(
    place: impl Into<Place>,
    kept: &[Head],
    progress: impl FnMut(u64, u64) + Send,
) -> Result<Report, Failure> {
    let asked = Against {
        heads: kept.to_vec(),
        tell_heads: true,
        ..Against::default()
    };
    verify_copy(place, &asked, progress)
}

/// The end of every chronology in a copy, to hold another copy against.
///
/// # Errors
/// As [`verify_file`].
pub fn heads_in_copy(place: impl Into<Place>) -> Result<Vec<Head>, Failure> {
    let place = place.into();
    let mut heads = Vec::new();
    away_from_tasks(|| {
        ReadConnection::open_a_copy(&place)?.at_one_moment(|rows| {
            rows.each_head_of(&Stretch::default(), |chronology, head| {
                heads.push(Head {
                    chronology,
                    seq: head.seq,
                    hash: head.hash,
                });
            })
        })
    })?;
    Ok(heads)
}

/// As [`verify_file`], and compares with what was kept elsewhere.
///
/// # Errors
/// As [`verify_file`].
pub fn verify_copy(
    place: impl Into<Place>,
    asked: &Against,
    progress: impl FnMut(u64, u64) + Send,
) -> Result<Report, Failure> {
    let place = place.into();
    away_from_tasks(move || verified(&place, asked, progress))
}

fn verified(
    place: &Place,
    asked: &Against,
    mut progress: impl FnMut(u64, u64),
) -> Result<Report, Failure> {
    let copy = ReadConnection::open_a_copy(place)?;
    let (total, stretches, (tree, marks)) = copy.at_one_moment(|rows| {
        // An emptied file has no chain that could be broken: it is not records that hold.
        if rows.installation(SALT)?.is_none() {
            return Err(Failure::NoInstallation { dir: place.named() });
        }
        Ok((
            rows.count_entries()?,
            stretches(rows)?,
            walk(rows, &asked.keys, &asked.outside)?,
        ))
    })?;
    let mut report = Report::default();
    for found in walk_all(place, asked, &stretches, &marks, |done| {
        progress(done, total)
    })? {
        report.add(found);
    }
    report.tree = tree;
    progress(report.entries, total.max(report.entries));
    Ok(report)
}

/// Verifies everything that `rows` sees, also what is written and not committed yet; `kept` are heads that must be found.
pub(crate) fn verify_within(rows: &Rows<'_>, kept: &[Head]) -> Result<Report, Failure> {
    let asked = Against {
        heads: kept.to_vec(),
        ..Against::default()
    };
    let (tree, marks) = walk(rows, &[], &[])?;
    let mut report = Report::default();
    for stretch in stretches(rows)? {
        report.add(walk_stretch(rows, &asked, &stretch, &marks, |_| ())?);
    }
    report.tree = tree;
    Ok(report)
}

/// Cuts the log into stretches, at every so-manieth head and leaf, whichever come first.
fn stretches(rows: &Rows<'_>) -> Result<Vec<Stretch>, Failure> {
    let mut cuts: Vec<ChronologyId> = Vec::new();
    let mut seen = 0_u64;
    let mut cut = |chronology, cuts: &mut Vec<ChronologyId>| {
        seen += 1;
        if seen.is_multiple_of(IN_A_STRETCH) {
            cuts.push(chronology);
        }
    };
    rows.each_head_of(&Stretch::default(), |chronology, _| {
        cut(chronology, &mut cuts);
    })?;
    rows.each_statement_about(&Stretch::default(), |_, stated| {
        cut(stated.chronology, &mut cuts);
    })?;
    cuts.sort_unstable_by_key(|it| (it.setting, it.id, it.sort.name()));
    cuts.dedup();
    let mut after = None;
    let mut stretches = Vec::with_capacity(cuts.len() + 1);
    for to in cuts.into_iter().map(Some).chain([None]) {
        stretches.push(Stretch { after, to });
        after = to;
    }
    Ok(stretches)
}

/// Walks every stretch, several at once, and gives what was found in their order.
fn walk_all(
    place: &Place,
    asked: &Against,
    stretches: &[Stretch],
    marks: &Marks,
    mut progress: impl FnMut(u64),
) -> Result<Vec<Report>, Failure> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        let walkers: Vec<_> = (0..asked.threads.max(1))
            .map(|_| {
                let (tell, next) = (tell.clone(), &next);
                scope.spawn(move || -> Result<Vec<(usize, Report)>, Failure> {
                    let copy = ReadConnection::open_a_copy(place)?;
                    let mut found = Vec::new();
                    loop {
                        let place = next.fetch_add(1, Ordering::Relaxed);
                        let Some(stretch) = stretches.get(place) else {
                            return Ok(found);
                        };
                        // Every stretch at a moment of its own: a chronology lies in one stretch only.
                        let report = copy.at_one_moment(|rows| {
                            walk_stretch(rows, asked, stretch, marks, |more| {
                                // OK because nobody listens any more only where all of it has failed.
                                tell.send(more).unwrap_or(());
                            })
                        })?;
                        // Of most stretches there is nothing to say but how much they hold.
                        match found.last_mut() {
                            Some((_, last)) if report.broken.is_empty() && !asked.tell_heads => {
                                Report::add(last, report);
                            }
                            _ => found.push((place, report)),
                        }
                    }
                })
            })
            .collect();
        drop(tell);
        let mut done = 0;
        for more in told {
            done += more;
            progress(done);
        }
        let mut found = Vec::new();
        for walker in walkers {
            found.extend(
                walker
                    .join()
                    .map_err(|_| Failure::unavailable("verifying stopped unexpectedly"))??,
            );
        }
        found.sort_unstable_by_key(|(place, _)| *place);
        Ok(found.into_iter().map(|(_, report)| report).collect())
    })
}

/// What is known about a chronology before its entries are read.
#[derive(Default)]
struct Known {
    head: Option<HeadRow>,
    leaves: Vec<(u64, Statement)>,
    kept: Option<Head>,
}

fn walk_stretch(
    rows: &Rows<'_>,
    asked: &Against,
    stretch: &Stretch,
    marks: &Marks,
    tell: impl Fn(u64),
) -> Result<Report, Failure> {
    let mut known: BTreeMap<ChronologyId, Known> = BTreeMap::new();
    rows.each_head_of(stretch, |chronology, head| {
        known.entry(chronology).or_default().head = Some(head);
    })?;
    rows.each_statement_about(stretch, |leaf, stated| {
        let about = known.entry(stated.chronology).or_default();
        about.leaves.push((leaf, stated));
    })?;
    for head in asked
        .heads
        .iter()
        .filter(|head| stretch.holds(&head.chronology))
    {
        known.entry(head.chronology).or_default().kept = Some(*head);
    }
    let mut report = Report::default();
    let end = |walk: Walk, head, report: &mut Report| -> Result<(), Failure> {
        let chronology = walk.chronology;
        let verdict = walk.end(head, |leaf| Ok(marks.over(leaf)))?;
        report.chronologies += u64::from(verdict.entries > 0);
        if asked.tell_heads && verdict.entries > 0 {
            report.heads.push(Head {
                chronology,
                seq: verdict.entries,
                hash: verdict.head,
            });
        }
        report.broken.extend(verdict.broken);
        Ok(())
    };
    let begin = |chronology, known: &mut BTreeMap<ChronologyId, Known>| {
        let about = known.remove(&chronology).unwrap_or_default();
        let tree = AgainstTree::of(about.leaves, about.kept);
        (Walk::of(chronology, tree), about.head)
    };
    let mut walking: Option<(Walk, Option<HeadRow>)> = None;
    let mut untold = 0;
    rows.each_entry_of(stretch, |entry| {
        if let Some((done, head)) = walking.take_if(|it| it.0.chronology != entry.chronology) {
            end(done, head, &mut report)?;
        }
        let (walk, _) = walking.get_or_insert_with(|| begin(entry.chronology, &mut known));
        walk.take(&entry);
        report.entries += 1;
        untold += 1;
        if untold == TELL_EVERY {
            tell(untold);
            untold = 0;
        }
        Ok(())
    })?;
    if let Some((done, head)) = walking {
        end(done, head, &mut report)?;
    }
    // What is left has no entry, and something says that it had some.
    while let Some((chronology, about)) = known.pop_first() {
        let tree = AgainstTree::of(about.leaves, about.kept);
        end(Walk::of(chronology, tree), about.head, &mut report)?;
    }
    tell(untold);
    Ok(report)
}
