//! An archive that every desktop opens, written and never read: files one after another as they are, uncompressed (the ZIP
//! format, method 0, as PKWARE's APPNOTE 6.3 has it).

use super::NotPacked;
use crate::when;
use jiff::Timestamp;

/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
/// Version 2.0 of the format, as written on a Unix.
const MADE_BY: u16 = 3 << 8 | 20;
const NEEDS: u16 = 20;
/// A plain file that its owner reads and writes.
const MODE: u32 = 0o100_600 << 16;

/// The files, each under its path, in one archive.
pub(super) fn archive(files: &[(String, &[u8])], at: Timestamp) -> Result<Vec<u8>, NotPacked> {
    let (time, date) = by_the_clock(at);
    let mut out = Vec::new();
    let mut list = Vec::new();
    for (name, content) in files {
        let begins = size(out.len())?;
        let mut about = Vec::new();
        for number in [NEEDS, UTF8, 0, time, date] {
            about.extend(number.to_le_bytes());
        }
        let length = size(content.len())?;
        for number in [crc32fast::hash(content), length, length] {
            about.extend(number.to_le_bytes());
        }
        about.extend(count(name.len())?.to_le_bytes());
        about.extend(0_u16.to_le_bytes());

        out.extend(b"PK\x03\x04");
        out.extend(&about);
        out.extend(name.as_bytes());
        out.extend(*content);

        list.extend(b"PK\x01\x02");
        list.extend(MADE_BY.to_le_bytes());
        list.extend(&about);
        // No comment, the first disk, no further attributes of the content.
        list.extend([0; 6]);
        list.extend(MODE.to_le_bytes());
        list.extend(begins.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let begins = size(out.len())?;
    out.extend(&list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    let many = count(files.len())?;
    out.extend(many.to_le_bytes());
    out.extend(many.to_le_bytes());
    out.extend(size(list.len())?.to_le_bytes());
    out.extend(begins.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    Ok(out)
}

fn size(bytes: usize) -> Result<u32, NotPacked> {
    u32::try_from(bytes).map_err(|_| NotPacked::TooLarge)
}

fn count(number: usize) -> Result<u16, NotPacked> {
    u16::try_from(number).map_err(|_| NotPacked::TooLarge)
}

/// A moment as the format writes it: two seconds are the smallest step, 1980 is the first year.
fn by_the_clock(at: Timestamp) -> (u16, u16) {
    let here = when::here(at);
    let part = |value: i8| u16::from(value.unsigned_abs());
    let time = part(here.hour()) << 11 | part(here.minute()) << 5 | (part(here.second()) / 2);
    let year = u16::try_from(here.year() - 1980).unwrap_or(0).min(127);
    (time, year << 9 | part(here.month()) << 5 | part(here.day()))
}
