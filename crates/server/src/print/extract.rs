//! An extract about one child on paper: archival and tagged like the chronology.

use super::paper::{NotPrinted, PRACTICE, in_lines};
use super::typeface::{Letters, Setter, fonts};
use crate::export::ChildCover;
use crate::when;
use casework::extract::{Extract, Line, text_of};
use casework::telling::occurred_in_words;
use textris_pdf::build::{Textris, bold, text};
use textris_pdf::model::SectionContent;
use textris_pdf::theme::{BoxStyle, Theme};

/// Prints an extract. Takes a while for a long one: call it off the threads that serve.
///
/// # Errors
/// [`NotPrinted`]; never because of what somebody wrote.
pub fn extract_on_paper(extract: &Extract, cover: &ChildCover) -> Result<Vec<u8>, NotPrinted> {
    let fonts = fonts().ok_or(NotPrinted::NoTypeface)?;
    let render = |letters| {
        let mut setter = Setter::new(fonts, letters);
        laid_out(extract, cover, &mut setter).render(fonts)
    };
    render(Letters::AllThereAre)
        .or_else(|_| render(Letters::LatinOnly))
        .map_err(|error| NotPrinted::Refused(error.to_string()))
}

fn laid_out(extract: &Extract, cover: &ChildCover, setter: &mut Setter<'_>) -> Textris {
    let mut theme = Theme::default();
    theme.font_size.body = 9.5;
    let mut paper = Textris::with_theme(theme);
    let practice = if cover.practice {
        "Practice: extract"
    } else {
        "Extract"
    };
    let title = format!("{practice} from the record of case {}", cover.reference);
    paper
        .title(title.as_str())
        .language("en-GB")
        .created_at(cover.at.as_second())
        .footer_left(text(format!("Extract, case {}", cover.reference)))
        .footer_right(SectionContent::page_counter(|page, pages| {
            text(format!("Page {page} of {pages}"))
        }));
    if cover.practice {
        paper.header_center(text(PRACTICE));
        paper.footer_center(text("Practice"));
    }
    paper.h1(title.as_str());
    if cover.practice {
        paper.boxed_styled(&BoxStyle::callout(), |boxed| {
            boxed.paragraph(bold(PRACTICE));
        });
    }
    let taken_out = format!(
        "{}, confirmed by {}",
        when::day_and_time(cover.at),
        extract.by
    );
    let mut rows = vec![
        [bold("About"), text(setter.set(&extract.child))],
        [bold("Setting"), text(setter.set(&extract.setting))],
        [bold("Taken out"), text(setter.set(&taken_out))],
        [
            bold("For whom and why"),
            in_lines(&setter.set(&extract.why)),
        ],
    ];
    if let Some(missing) = ChildCover::missing(extract) {
        rows.push([bold("Not in it"), text(missing)]);
    }
    paper.label_table(rows);
    paper.paragraph(ChildCover::WHAT_IT_IS);
    paper.h2("Entries");
    for line in &extract.lines {
        entry(&mut paper, line, setter);
    }
    paper.paragraph("End of the extract.");
    if let Some(left_out) = setter.left_out() {
        paper.paragraph(left_out.as_str());
    }
    paper
}

fn entry(paper: &mut Textris, line: &Line, setter: &mut Setter<'_>) {
    let heading = format!("{}. {}", line.seq, line.title);
    paper.h3(setter.set(&heading).as_str());
    let recorded = format!("{}, by {}", when::day_and_time(line.recorded_at), line.by);
    let mut rows = vec![[bold("Recorded"), text(setter.set(&recorded))]];
    if let Some(happened) = &line.happened {
        rows.push([bold("Happened"), text(occurred_in_words(happened))]);
    }
    for (label, sentences) in &line.said {
        let says = text_of(sentences);
        if !says.trim().is_empty() {
            rows.push([bold(label.as_str()), in_lines(&setter.set(&says))]);
        }
    }
    paper.label_table(rows);
}
