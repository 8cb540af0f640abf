//! A wording as it is written down and read back.

use sha2::{Digest as _, Sha256};

use super::{Correction, Rejection, Wording};
use crate::item::Text;
use crate::own::quoted;
use crate::pack::{Pack, PackFile};
use crate::problem::Problem;
use crate::read::{File, Table, format_is_one, from_toml, hex};

pub(super) fn digest(text: &str) -> Text {
    hex(&Sha256::digest(text.as_bytes())).into()
}

pub(super) fn to_toml(wording: &Wording) -> String {
    let mut text = format!(
        "format = 1\npack = {}\nversion = {}\ndigest = {}\n",
        quoted(&wording.pack),
        quoted(&wording.version),
        quoted(&wording.over)
    );
    for one in &wording.corrections {
        text.push_str(&format!(
            "\n[[corrected]]\nitem = {}\nfield = {}\noriginal = {}\nsays = {}\nby = {}\non = \"{}\"\nreason = {}\n",
            quoted(&one.item),
            quoted(&one.field),
            quoted(&one.original),
            quoted(&one.now),
            quoted(&one.by),
            one.on,
            quoted(&one.reason)
        ));
    }
    for one in &wording.rejections {
        text.push_str(&format!(
            "\n[[rejected]]\nitem = {}\nby = {}\non = \"{}\"\nreason = {}\n",
            quoted(&one.item),
            quoted(&one.by),
            one.on,
            quoted(&one.reason)
        ));
    }
    text
}

const WHY_OVER: &str = "Words for one text would be put into another.";

impl Wording {
    /// Reads `wording.toml` back, for the pack it lies over.
    ///
    /// # Errors
    /// Every problem at once: what cannot be read, another pack, an item or words that are not there, an original that
    /// is not what the pack says.
    pub fn read(file: &PackFile, pack: &Pack) -> Result<Option<Self>, Vec<Problem>> {
        let mut problems = Vec::new();
        let Some(root) = from_toml(&file.path, &file.text, &mut problems) else {
            return Err(problems);
        };
        let reading = File::of(&file.path, Vec::new());
        let (mut corrections, mut rejections) = (Vec::new(), Vec::new());
        if let Some(table) = Table::of(&reading, &root, "the file") {
            let is = [pack.id(), pack.version(), pack.digest()];
            (corrections, rejections) = whole(&table, Some(is));
        }
        problems.extend(reading.problems());
        if !problems.is_empty() {
            return Err(problems);
        }
        let said: Vec<Text> = corrections
            .iter()
            .map(|one: &Correction| one.original.clone())
            .collect();
        let read = Self::over(pack, corrections, rejections)?;
        let differs = read
            .iter()
            .flat_map(|read| read.corrections.iter())
            .zip(said);
        for (one, said) in differs.filter(|(one, said)| one.original.trim() != said.trim()) {
            let what = format!(
                "The original of `{}` of `{}` is not what the text says: `{said}`.",
                one.field, one.item
            );
            problems.push(Problem::new(&file.path, None, what, WHY_OVER));
        }
        if problems.is_empty() {
            Ok(read)
        } else {
            Err(problems)
        }
    }

    /// Which pack a file of words is for, as it says: id, and the version and layers of its base and them.
    #[must_use]
    pub fn written_for(file: &PackFile) -> Option<String> {
        let root = from_toml(&file.path, &file.text, &mut Vec::new())?;
        let reading = File::of(&file.path, Vec::new());
        let table = Table::of(&reading, &root, "the file")?;
        Some(format!(
            "{}@{}",
            table.text("pack")?,
            table.text("version")?
        ))
    }
}

/// Reads the whole file, or only asks for everything it may say; `is` is what the text it lies over has for its own.
pub(crate) fn whole(
    table: &Table<'_, '_>,
    is: Option<[&str; 3]>,
) -> (Vec<Correction>, Vec<Rejection>) {
    format_is_one(table, WHY_OVER);
    for (at, key) in ["pack", "version", "digest"].into_iter().enumerate() {
        let says = table.text(key);
        if let (Some(says), Some(is)) = (says, is.and_then(|is| is.get(at).copied()))
            && says.as_ref() != is
        {
            let what = format!("`{key}` is `{says}`; the text it is read for has `{is}`.");
            table.file.refuse(table.line_of(key), what, WHY_OVER);
        }
    }
    let corrected = table.tables("corrected", "the correction");
    let corrections = corrected.iter().filter_map(correction).collect();
    let rejected = table.tables("rejected", "the rejection");
    let rejections = rejected.iter().filter_map(rejection).collect();
    table.finish();
    (corrections, rejections)
}

fn correction(table: &Table<'_, '_>) -> Option<Correction> {
    let item = table.text("item");
    let field = table.text("field");
    let original = table.text("original");
    let now = table.text("says");
    let by = table.text("by");
    let on = table.date("on");
    let reason = table.text("reason");
    table.finish();
    Some(Correction {
        item: item?,
        field: field?,
        original: original?,
        now: now?,
        by: by?,
        on: on?,
        reason: reason?,
    })
}

fn rejection(table: &Table<'_, '_>) -> Option<Rejection> {
    let item = table.text("item");
    let by = table.text("by");
    let on = table.date("on");
    let reason = table.text("reason");
    table.finish();
    Some(Rejection {
        item: item?,
        by: by?,
        on: on?,
        reason: reason?,
    })
}
