//! The verification sheet on paper: every item with room to answer it by hand, and what was answered so far. A tagged PDF
//! like the chronology.

use super::paper::{NotPrinted, Printed, in_lines};
use super::typeface::{Letters, Setter, fonts};
use crate::pages::setting::sheet::part::{kind, label};
use crate::when;
use casework::event::ItemAnswer;
use casework::verification::Answered;
use guidance::{Pack, SheetItem, SheetSection};
use jiff::Timestamp;
use textris_pdf::build::{Textris, bold, text};
use textris_pdf::model::SectionContent;
use textris_pdf::theme::Theme;

/// Room to write by hand.
const LINE: &str = "________________________________________";

/// One item, and what was said of it.
pub struct SheetLine {
    /// The item.
    pub item: SheetItem,
    /// What was said.
    pub said: Option<Answered>,
}

/// Prints a sheet. Takes a while: call it off the threads that serve.
///
/// # Errors
/// [`NotPrinted`]; never because of what somebody wrote.
pub fn sheet_on_paper(
    pack: &Pack,
    lines: &[SheetLine],
    setting: &str,
    at: Timestamp,
) -> Result<Printed, NotPrinted> {
    let fonts = fonts().ok_or(NotPrinted::NoTypeface)?;
    let render = |letters| {
        let mut setter = Setter::new(fonts, letters);
        laid_out(pack, lines, setting, at, &mut setter).render(fonts)
    };
    let bytes = render(Letters::AllThereAre)
        .or_else(|_| render(Letters::LatinOnly))
        .map_err(|error| NotPrinted::Refused(error.to_string()))?;
    Ok(Printed {
        bytes,
        file_name: format!("verification-sheet-{}.pdf", pack.id()),
    })
}

fn laid_out(
    pack: &Pack,
    lines: &[SheetLine],
    setting: &str,
    at: Timestamp,
    setter: &mut Setter<'_>,
) -> Textris {
    let mut theme = Theme::default();
    theme.font_size.body = 9.5;
    let mut paper = Textris::with_theme(theme);
    let title = format!("Verification sheet: {}", pack.title());
    let title = setter.set(&title);
    paper
        .title(title.as_str())
        .language("en-GB")
        .created_at(at.as_second())
        .footer_left(text(pack.digest()))
        .footer_right(SectionContent::page_counter(|page, pages| {
            text(format!("Page {page} of {pages}"))
        }));
    paper.h1(title.as_str());
    let answered = lines.iter().filter(|line| line.said.is_some()).count();
    let layers: Vec<String> = pack
        .layers()
        .iter()
        .map(|layer| format!("{}, {}", layer.title, layer.version))
        .collect();
    paper.label_table([
        [bold("Setting"), text(setter.set(setting))],
        [bold("Made of"), text(setter.set(&layers.join("; ")))],
        [bold("Exactly this text"), text(pack.digest())],
        [
            bold("Answered"),
            text(format!(
                "{answered} of {} items; {} left to answer",
                lines.len(),
                lines.len() - answered
            )),
        ],
        [
            bold("Printed"),
            text(format!(
                "{}, {}",
                when::day(when::day_of(at)),
                setter.set(setting)
            )),
        ],
    ]);
    paper.paragraph("For each item: agree, correct the wording, or reject it, with initials and date. A correction changes wording only. A rejected item is shown as rejected and stays in force: nothing national can be taken away or made weaker by a setting. What is filled in here by hand is recorded in Leeward afterwards, with the name of whoever filled it in.");
    paper.label_table([
        [bold("Adviser\u{2019}s name"), text(LINE)],
        [bold("In what capacity"), text(LINE)],
        [bold("Organisation"), text(LINE)],
    ]);
    for section in SheetSection::ALL {
        let mut of = lines.iter().filter(|line| line.item.section == section);
        let Some(first) = of.next() else { continue };
        paper.h2(section.name());
        item(&mut paper, pack, first, setter);
        of.for_each(|line| item(&mut paper, pack, line, setter));
    }
    if let Some(left_out) = setter.left_out() {
        paper.paragraph(left_out.as_str());
    }
    paper
}

fn item(paper: &mut Textris, pack: &Pack, line: &SheetLine, setter: &mut Setter<'_>) {
    let item = &line.item;
    let what = item.under.as_deref().map_or_else(
        || kind(&item.key).to_owned(),
        |list| format!("{} \u{201c}{list}\u{201d}", kind(&item.key)),
    );
    let heading = item.words.first().map_or("", |one| one.text.as_ref());
    paper.h3(setter.set(heading).as_str());
    let mut rows = vec![[bold("What it is"), text(setter.set(&what))]];
    for one in item.words.iter().skip(1) {
        rows.push([
            bold(setter.set(&label(&one.field))),
            in_lines(&setter.set(&one.text)),
        ]);
    }
    let does: Vec<String> = item
        .effects
        .iter()
        .map(|one| format!("{}: {}", one.label, one.says))
        .collect();
    if !does.is_empty() {
        rows.push([
            bold("What it does"),
            in_lines(&setter.set(&does.join("\n"))),
        ]);
    }
    if let Some(source) = &item.source {
        let document = pack.source(&source.id);
        let document = document.map_or(source.id.as_ref(), |one| one.title.as_ref());
        let section = source
            .section
            .as_deref()
            .map_or_else(String::new, |section| format!(", {section}"));
        let mark = format!("{}: {}", source.mark.as_str(), source.mark.says());
        let told = format!("{document}{section}\n{mark}");
        rows.push([
            bold("Source, and how sure we are"),
            in_lines(&setter.set(&told)),
        ]);
    }
    match &line.said {
        Some(said) => said_rows(&mut rows, said, setter),
        None => rows.push([
            bold("Agree, correct or reject"),
            text("\u{25a1} agree     \u{25a1} correct     \u{25a1} reject          Initials: ________     Date: ____________"),
        ]),
    }
    paper.label_table(rows);
}

fn said_rows(
    rows: &mut Vec<[textris_pdf::build::Text; 2]>,
    said: &Answered,
    setter: &mut Setter<'_>,
) {
    let by = format!(
        "{}, {} ({})",
        said.initials.as_str(),
        when::day(said.on),
        said.adviser.in_words()
    );
    let mut answer = |says: &str| [bold("Answer"), text(setter.set(&format!("{says}: {by}")))];
    match &said.answer {
        ItemAnswer::Agree => rows.push(answer("Agree")),
        ItemAnswer::Correct { words, reason } => {
            rows.push(answer("Correct"));
            for (field, now) in words {
                let told = format!("{}: {}", label(field), now.as_str());
                rows.push([bold("Should say"), in_lines(&setter.set(&told))]);
            }
            rows.push([bold("Why"), text(setter.set(reason.as_str()))]);
        }
        ItemAnswer::Reject { reason } => {
            rows.push(answer("Reject; it stays in force"));
            rows.push([bold("Why"), text(setter.set(reason.as_str()))]);
        }
    }
}
