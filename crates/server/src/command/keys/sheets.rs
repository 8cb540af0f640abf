//! The sheets that a root key is shared on: printed, one to a page, and typed in again.

use super::super::{Done, Records, Wrong};
use crate::{entitled, say, when};
use std::io::{BufRead, IsTerminal};
use store::{Beside, Share, Split, Unfit};
use zeroize::Zeroizing;

/// Splits the root key and prints a sheet for each.
pub(super) fn share(
    records: &Records,
    (among, needed): (u8, u8),
    holders: &[String],
    name: Option<&str>,
) -> Done {
    let split = Split::of(among, needed)?;
    if !holders.is_empty() && holders.len() != usize::from(among) {
        return Err(Wrong(format!(
            "there are to be {among} sheets and {} people were named; name each with --holder, or none",
            holders.len()
        )));
    }
    let outside = entitled::system();
    let today = when::day(when::day_of(outside.now()));
    let place = records.place.there()?;
    let beside = records
        .key
        .open_with(|root| Beside::open(&place, &root, outside.clone()))?;
    let shares = beside.share(split)?;
    for (place, share) in shares.iter().enumerate() {
        let holder = holders.get(place).map(String::as_str);
        say::line(Zeroizing::new(sheet(share, holder, name, &today)).as_str());
    }
    say::aside(format_args!(
        "{among} sheets, a page each. Print them on a printer that keeps no copies, give each to one person, and keep none \
         of them on this machine: nothing was written to the disk here. Sheets made before are of no more use beside these.\n\
         Recovery is not ready until it was rehearsed: leeward keys rehearse"
    ));
    Ok(true)
}

/// One sheet, and a form feed.
fn sheet(share: &Share, holder: Option<&str>, name: Option<&str>, today: &str) -> String {
    let Split { among, needed } = share.split();
    let whose = holder.map_or_else(
        || "______________________________".to_owned(),
        str::to_owned,
    );
    let of = name
        .map(|name| format!("Records of: {name}\n"))
        .unwrap_or_default();
    let lines: Vec<String> = share
        .lines()
        .iter()
        .zip(1..)
        .map(|(line, number)| format!("    {number}.  {line}"))
        .collect();
    let others = needed - 1;
    format!(
        "LEEWARD RECOVERY SHEET {number} OF {among}\n\n\
         Keeper: {whose}\n\
         {of}Installation: {installation}    Set: {set}    Made on: {today}\n\n\
         What this is\n\n\
         Safeguarding records are sealed with a key. If that key is lost, the records can be\n\
         opened only by putting it together again from these sheets. There are {among}, each kept\n\
         by another person. Any {needed} of them are enough. Fewer say nothing at all.\n\n\
         What to do with it\n\n\
         - Keep it where only you can get at it, as you would a deed or a will.\n\
         - Do not copy it, photograph it, type it into a machine or send it to anybody.\n\
         - Tell whoever looks after the records at once if it is lost or somebody has seen it,\n\
           and when you leave your post.\n\n\
         When it is asked for\n\n\
         At a rehearsal, or when the key is lost, you and at least {others} more of the keepers come to\n\
         the machine with the records. Whoever looks after it runs `leeward keys rehearse` or\n\
         `leeward keys recover`. Type your own sheet in yourself, line by line. Capitals and\n\
         spaces do not matter. A line that was mistyped is named, and you type it again.\n\n\
         {body}\n\n\
         There are no vowels and no digits in it.\n\u{c}",
        number = share.number(),
        installation = share.installation(),
        set = share.set(),
        body = lines.join("\n"),
    )
}

/// As many sheets as it takes, typed in.
pub(super) fn typed() -> Result<Vec<Share>, Wrong> {
    let asks = std::io::stdin().is_terminal();
    let mut lines = std::io::stdin().lock().lines();
    let mut shares: Vec<Share> = Vec::new();
    loop {
        let number = shares.len() + 1;
        let needed = shares.first().map(|first| first.split().needed);
        if needed.is_some_and(|needed| shares.len() >= usize::from(needed)) {
            return Ok(shares);
        }
        if asks {
            let of = needed
                .map(|needed| format!(" of {needed}"))
                .unwrap_or_default();
            say::aside(format_args!(
                "Sheet {number}{of}: type its {} lines.",
                Share::LINES
            ));
        }
        let Some(share) = one(number, asks, &mut lines)? else {
            let found = shares.len();
            return Err(match needed {
                Some(needed) => Unfit::TooFew { found, needed }.into(),
                None => Wrong("no sheet was given".to_owned()),
            });
        };
        shares.push(share);
    }
}

/// One sheet; `None` where there is nothing more. Whoever types is asked for a wrong line again.
fn one(
    sheet: usize,
    asks: bool,
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
) -> Result<Option<Share>, Wrong> {
    let mut kept: Vec<String> = Vec::with_capacity(Share::LINES);
    while kept.len() < Share::LINES {
        let Some(line) = lines.next() else {
            if kept.is_empty() {
                return Ok(None);
            }
            return Err(Wrong(format!(
                "sheet {sheet} ends after line {}",
                kept.len()
            )));
        };
        let line = Zeroizing::new(line?);
        // As it is printed: with the number of the line before it.
        let text = line
            .trim_start_matches(|letter: char| letter.is_ascii_digit() || " \t.".contains(letter));
        if text.trim().is_empty() {
            continue;
        }
        match Share::check_line(kept.len() + 1, text) {
            Ok(()) => kept.push(text.to_owned()),
            Err(misread) if asks => {
                say::aside(format_args!("Sheet {sheet}: {misread}. Type it again."))
            }
            Err(misread) => return Err(Wrong(format!("sheet {sheet}: {misread}"))),
        }
    }
    let read = Share::read(&kept);
    kept.into_iter().for_each(|line| drop(Zeroizing::new(line)));
    read.map(Some)
        .map_err(|misread| Wrong(format!("sheet {sheet}: {misread}")))
}
