//! The chronology on paper: a tagged PDF that keeps for decades (PDF/A-2A) and can be read aloud (PDF/UA-1). The hash of
//! the last entry stands at the foot of every page. Nobody's name is in the metadata.

use super::record::{Line, Mark, Record};
use super::typeface::{Letters, Setter, fonts};
use jiff::Timestamp;
use textris_pdf::build::{Text, Textris, bold, text};
use textris_pdf::model::SectionContent;
use textris_pdf::theme::{BoxStyle, Theme};

/// What stands on every sheet of a chronology that was practised.
pub(super) const PRACTICE: &str = "Practice. Nothing here is real or kept as a record.";

/// A printed chronology.
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it may be called: without anybody's name.
    pub file_name: String,
}

/// It could not be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPrinted {
    /// The typeface that came with this program cannot be read.
    #[error("the typeface cannot be read")]
    NoTypeface,
    /// The printer refused the document.
    #[error("the document could not be made: {0}")]
    Refused(String),
}

/// Prints a chronology. Takes a while for a long one: call it off the threads that serve.
///
/// # Errors
/// [`NotPrinted`]; never because of what somebody wrote.
pub fn on_paper(record: &Record, printed_by: &str, at: Timestamp) -> Result<Printed, NotPrinted> {
    let fonts = fonts().ok_or(NotPrinted::NoTypeface)?;
    let render = |letters| {
        let mut setter = Setter::new(fonts, letters);
        laid_out(record, printed_by, at, &mut setter).render(fonts)
    };
    let bytes = render(Letters::AllThereAre)
        .or_else(|_| render(Letters::LatinOnly))
        .map_err(|error| NotPrinted::Refused(error.to_string()))?;
    Ok(Printed {
        bytes,
        file_name: if record.practice {
            format!("practice-chronology-{}.pdf", record.reference)
        } else {
            format!("chronology-{}.pdf", record.reference)
        },
    })
}

fn laid_out(record: &Record, printed_by: &str, at: Timestamp, setter: &mut Setter<'_>) -> Textris {
    let mut theme = Theme::default();
    theme.font_size.body = 9.5;
    let mut paper = Textris::with_theme(theme);
    let title = if record.practice {
        format!("Practice: chronology of case {}", record.reference)
    } else {
        format!("Chronology of case {}", record.reference)
    };
    paper
        .title(title.as_str())
        .language("en-GB")
        .created_at(at.as_second())
        .footer_left(text(record.head.as_str()))
        .footer_right(SectionContent::page_counter(|page, pages| {
            text(format!("Page {page} of {pages}"))
        }));
    if record.practice {
        // On every sheet, head and foot: a sheet that is found by itself must not be taken for a record.
        paper.header_center(text(PRACTICE));
        paper.footer_center(text("Practice"));
    }
    paper.h1(title.as_str());
    if record.practice {
        paper.boxed_styled(&BoxStyle::callout(), |boxed| {
            boxed.paragraph(bold(PRACTICE));
        });
    }
    paper.label_table([
        [bold("Setting"), text(setter.set(&record.setting))],
        [bold("Entries"), text(record.lines.len().to_string())],
        [
            bold("Printed"),
            text(setter.set(&format!("{}, by {printed_by}", record.told_at))),
        ],
    ]);
    verified(&mut paper, record, "Is this record whole?");
    paper.h2("Entries");
    for line in &record.lines {
        entry(&mut paper, line, setter);
    }
    verified(&mut paper, record, "End of the chronology");
    if let Some(left_out) = setter.left_out() {
        paper.paragraph(left_out.as_str());
    }
    paper
}

fn verified(paper: &mut Textris, record: &Record, heading: &str) {
    paper.h2(heading);
    paper.paragraph(record.verdict().as_str());
    paper.paragraph(Record::WHAT_IT_PROVES);
    paper.paragraph(bold("Last entry: ").normal(record.head.as_str()));
    if let Some(checkpoint) = &record.checkpoint {
        paper.paragraph(bold("Newest checkpoint of all records: ").normal(checkpoint.as_str()));
    }
}

fn entry(paper: &mut Textris, line: &Line, setter: &mut Setter<'_>) {
    let told = &line.told;
    let heading = format!("{}. {}", told.seq, told.telling.title);
    paper.h3(setter.set(&heading).as_str());
    let mut rows = vec![[
        bold("Recorded"),
        text(setter.set(&format!("{}, by {}", told.recorded_in_words(), told.by))),
    ]];
    if let Some(happened) = &line.happened {
        rows.push([bold("Happened"), text(happened.as_str())]);
    }
    if let Mark::Corrects(entry) = line.mark {
        rows.push([bold("Corrects"), text(format!("Entry {entry}"))]);
    }
    for (label, says) in &told.telling.sentences {
        // An empty cell would print as a line to fill in.
        if !says.trim().is_empty() {
            rows.push([bold(*label), in_lines(&setter.set(says))]);
        }
    }
    if let Some(again) = line.again {
        rows.push([bold("Run again"), text(again)]);
    }
    paper.label_table(rows);
    for beside in &told.corrections {
        let when = crate::when::day_and_time(beside.recorded_at);
        let head = setter.set(&format!(
            "Corrected by entry {}, {when}, by {}",
            beside.seq, beside.by
        ));
        let now = setter.set(&format!("What is right: {}", beside.now));
        let why = setter.set(&format!("Why: {}", beside.why));
        paper.boxed_styled(&BoxStyle::callout(), |boxed| {
            boxed.paragraph(bold(head));
            boxed.paragraph(in_lines(&now));
            boxed.paragraph(in_lines(&why));
        });
    }
}

/// Text with its line ends.
pub(super) fn in_lines(says: &str) -> Text {
    let mut lines = says.lines().filter(|line| !line.trim().is_empty());
    let first = text(lines.next().unwrap_or_default());
    lines.fold(first, |before, line| before.line_break().normal(line))
}
