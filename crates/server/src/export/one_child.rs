//! An extract about one child as files. Everything in them comes from an [`Extract`], where other children have no name,
//! and from what the cover says.

use super::{NotPacked, Parcel, moment};
use crate::pages::oversight::extract::Index;
use crate::print::extract_on_paper;
use askama::Template as _;
use casework::extract::{Extract, Line, NotIn, text_of};
use casework::telling::occurred_in_words;
use jiff::Timestamp;
use serde_json::{Value, json};

/// What stands on the front of an extract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildCover {
    /// What people call the case.
    pub reference: String,
    /// When.
    pub at: Timestamp,
    /// The hash of the last entry of the whole record.
    pub head: String,
    /// Whether it was only practised.
    pub practice: bool,
}

/// The files. Takes a while for a long case: call it off the threads that serve.
///
/// # Errors
/// [`NotPacked::NotMade`].
pub fn one_child(extract: &Extract, cover: &ChildCover) -> Result<Parcel, NotPacked> {
    let practice = if cover.practice { "practice-" } else { "" };
    let mut parcel = Parcel::new(format!("{practice}extract-{}", cover.reference));
    let index = Index { extract, cover }.render();
    parcel.put("index.html", index.map_err(|_| NotPacked::NotMade)?);
    parcel.put("extract.json", format!("{:#}\n", in_json(extract, cover)));
    let paper = extract_on_paper(extract, cover);
    parcel.put("extract.pdf", paper.map_err(|_| NotPacked::NotMade)?);
    parcel.put("README.txt", read_me(extract, cover));
    Ok(parcel)
}

impl ChildCover {
    /// How many entries are not in it, in a sentence; none where all are.
    pub fn missing(extract: &Extract) -> Option<String> {
        let about = |why: NotIn| extract.not_in.values().filter(|it| **it == why).count();
        let entries = |many: usize| match many {
            1 => "1 entry".to_owned(),
            many => format!("{many} entries"),
        };
        match (about(NotIn::AboutAnother), about(NotIn::LeftOut)) {
            (0, 0) => None,
            (others, 0) => Some(format!("{} about other children.", entries(others))),
            (0, left) => Some(format!("{} left out by whoever made it.", entries(left))),
            (others, left) => Some(format!(
                "{} about other children; {} left out by whoever made it.",
                entries(others),
                entries(left)
            )),
        }
    }

    /// What a reader must know before anything else.
    pub const WHAT_IT_IS: &'static str = "This is what one record says as far as it concerns one child. Every other child is a letter, the same throughout. Words in square brackets stand for something that was hidden. A person has read it through before it was given out.";
}

fn in_json(extract: &Extract, cover: &ChildCover) -> Value {
    let entries: Vec<Value> = extract.lines.iter().map(line_in_json).collect();
    let not_in: Vec<Value> = extract
        .not_in
        .iter()
        .map(|(seq, why)| {
            let why = match why {
                NotIn::AboutAnother => "about another child",
                NotIn::LeftOut => "left out",
            };
            json!({ "seq": seq, "why": why })
        })
        .collect();
    json!({
        "format": "leeward extract 1",
        "reference": cover.reference,
        "setting": extract.setting,
        "child": extract.child,
        "practice": cover.practice,
        "taken_out": {
            "at": moment(cover.at),
            "confirmed_by": extract.by,
            "why": extract.why,
        },
        "last_entry_of_the_record": cover.head,
        "other_children": extract.others,
        "entries": entries,
        "not_in_it": not_in,
    })
}

fn line_in_json(line: &Line) -> Value {
    let told: Vec<Value> = line
        .said
        .iter()
        .map(|(label, sentences)| json!({ "label": label, "text": text_of(sentences) }))
        .collect();
    json!({
        "seq": line.seq,
        "recorded_at": moment(line.recorded_at),
        "recorded_by": line.by,
        "happened": line.happened.as_ref().map(occurred_in_words),
        "title": line.title,
        "told": told,
    })
}

fn read_me(extract: &Extract, cover: &ChildCover) -> String {
    let practice = if cover.practice {
        "THIS IS PRACTICE. Nothing here is real or kept as a record.\n\n"
    } else {
        ""
    };
    format!(
        "{practice}An extract from the record of case {reference}, {setting}\n\
         Taken out on {at}\n\n\
         {what}\n\n\
         index.html    Open this in any browser. It needs nothing else and asks nothing of the network.\n\
         extract.pdf   The same on paper, in a format made to be kept (PDF/A).\n\
         extract.json  The same for a program.\n\
         SHA256SUMS    The checksum of each file.\n\n\
         To see that no file was changed since it was taken out:\n\n\
             sha256sum -c SHA256SUMS\n\n\
         The school's access log of this case holds the SHA-256 of the file SHA256SUMS, who confirmed the extract and when.\n\
         The chain of the record is not here: it seals what concerns others too.\n",
        reference = cover.reference,
        setting = extract.setting,
        at = crate::when::day_and_time(cover.at),
        what = ChildCover::WHAT_IT_IS,
    )
}
