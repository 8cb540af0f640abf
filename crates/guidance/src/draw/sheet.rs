//! Where everything stands on the sheet: bands one under another, or stacked for a phone, or in two columns for a wall.

use super::paper::{Block, Outline, Paper};
use super::{Band, Drawing, Drawn, DrawnRule, EVERY_CASE, Reached};
use crate::assessment::RuleStatus;
use crate::item::RuleKind;

/// What a drawing is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A narrow screen: everything under one another, 340 units wide.
    Phone,
    /// A page: questions, rules and responses side by side, 940 units wide.
    Page,
    /// A wall: two such columns on one landscape sheet.
    Poster,
}

const INK: &str = "#0b0c0c";
const QUIET: &str = "#505a5f";
const EDGE: &str = "#b1b4b6";
const PATH: &str = "#1d70b8";
const TRIGGER: &str = "#0b0c0c";
const WHITE: &str = "#ffffff";
const PALE: &str = "#f3f2f1";
const PATH_PALE: &str = "#e8f1f8";

const SIZE: u32 = 13;
const SMALL: u32 = 12;
const PAD: u32 = 8;
const GAP: u32 = 8;
const MARGIN: u32 = 10;

/// Where the columns of a band stand.
#[derive(Debug, Clone, Copy)]
struct Columns {
    width: u32,
    asked: u32,
    rule: u32,
    response: u32,
    between: u32,
}

const WIDE: Columns = Columns {
    width: 920,
    asked: 280,
    rule: 290,
    response: 270,
    between: 40,
};

const NARROW: Columns = Columns {
    width: 320,
    asked: 320,
    rule: 320,
    response: 290,
    between: 22,
};

/// The drawing as an SVG document.
pub(super) fn svg(drawing: &Drawing, shape: Shape) -> String {
    let mut paper = Paper::default();
    let columns = if shape == Shape::Phone { NARROW } else { WIDE };
    let across = match shape {
        Shape::Poster => columns.width * 2 + GAP * 5,
        Shape::Phone | Shape::Page => columns.width,
    };
    let mut y = MARGIN;
    for (words, size, bold) in [
        (drawing.title.as_ref(), 20, true),
        (drawing.edition.as_str(), SMALL, false),
        (legend(drawing), SMALL, false),
    ] {
        let ink = if bold { INK } else { QUIET };
        y = paper.block((MARGIN, y), &Block::new(words, size, bold, ink, across)) + GAP;
    }
    let top = y + GAP;
    let heights: Vec<u32> = drawing
        .bands
        .iter()
        .map(|band| band_at(&mut Paper::default(), band, columns, (0, 0)))
        .collect();
    // On a poster the first column ends where half of it all is drawn.
    let half = match shape {
        Shape::Poster => heights.iter().map(|height| height + 2 * GAP).sum::<u32>() / 2,
        Shape::Phone | Shape::Page => u32::MAX,
    };
    let (mut x, mut y, mut bottom) = (MARGIN, top, top);
    for (band, height) in drawing.bands.iter().zip(heights) {
        if x == MARGIN && (y - top) + height / 2 > half {
            (x, y) = (MARGIN + columns.width + GAP * 5, top);
        }
        y = band_at(&mut paper, band, columns, (x, y)) + 2 * GAP;
        bottom = bottom.max(y);
    }
    let foot = if shape == Shape::Poster {
        (MARGIN, bottom + GAP)
    } else {
        (MARGIN, y + GAP)
    };
    let bottom = every_case(&mut paper, &drawing.every_case, columns, across, foot);
    paper.document(
        (across + 2 * MARGIN, bottom + MARGIN),
        &format!(
            "{}, as a drawing. The same is told in words beside it.",
            drawing.title
        ),
    )
}

fn legend(drawing: &Drawing) -> &'static str {
    if drawing.has_path {
        "From what is asked, to what it means, to what must happen. The thick blue line is the path this case has taken; a broken line is not decided yet."
    } else {
        "From what is asked, to what it means, to what must happen. A thick edge marks a trigger: one is enough."
    }
}

/// Draws one band with its top left corner at a place, and gives where it ends.
fn band_at(paper: &mut Paper, band: &Band, columns: Columns, (x, y): (u32, u32)) -> u32 {
    if columns.width == columns.asked {
        stacked(paper, band, columns, (x, y))
    } else {
        side_by_side(paper, band, columns, (x, y))
    }
}

fn side_by_side(paper: &mut Paper, band: &Band, columns: Columns, (x, top): (u32, u32)) -> u32 {
    let rule_x = x + columns.asked + columns.between;
    let response_x = rule_x + columns.rule + columns.between;
    let mut y = top;
    let mut from: Vec<(u32, Outline)> = Vec::new();
    for rule in &band.rules {
        let asked = question_block(rule, columns.asked);
        let says = rule_block(rule, columns.rule);
        let height = boxed(&asked).max(boxed(&says));
        let middle = y + height / 2;
        let line = rule_line(rule);
        if !rule.questions.is_empty() {
            paper.rectangle((x, y), (columns.asked, height), question_line(rule));
            put(paper, (x, y), &asked);
            paper.line(
                &[(x + columns.asked, middle), (rule_x, middle)],
                joint(line),
                true,
            );
        }
        paper.rectangle((rule_x, y), (columns.rule, height), line);
        put(paper, (rule_x, y), &says);
        from.push((middle, line));
        y += height + GAP;
    }
    let mut bottom = y.saturating_sub(GAP);
    let blocks: Vec<Vec<Block>> = band
        .responses
        .iter()
        .map(|one| response_block(one, columns.response))
        .collect();
    let tall: u32 = blocks.iter().map(|block| boxed(block) + GAP).sum::<u32>();
    let tall = tall.saturating_sub(GAP);
    // Responses stand level with the middle of their rules, or with the first of them where they are taller.
    let mut at = top + (bottom - top).saturating_sub(tall) / 2;
    let stem = rule_x + columns.rule + columns.between / 2;
    let mut to: Vec<(u32, Outline)> = Vec::new();
    for (one, block) in band.responses.iter().zip(&blocks) {
        let height = boxed(block);
        let line = response_line(one);
        paper.rectangle((response_x, at), (columns.response, height), line);
        put(paper, (response_x, at), block);
        to.push((at + height / 2, line));
        at += height + GAP;
    }
    bottom = bottom.max(at.saturating_sub(GAP));
    join(paper, (rule_x + columns.rule, stem, response_x), &from, &to);
    bottom
}

/// Joins rules to responses by a stem between them. The path runs along the stem only from a rule that is met to what it
/// reaches.
fn join(
    paper: &mut Paper,
    (rules, stem, responses): (u32, u32, u32),
    from: &[(u32, Outline)],
    to: &[(u32, Outline)],
) {
    let is_path = |(_, line): &&(u32, Outline)| line.ink == PATH;
    let met = from.iter().any(|one| is_path(&one));
    let stretch = |ends: &[&(u32, Outline)]| {
        let first = ends.iter().map(|(middle, _)| *middle).min()?;
        Some((first, ends.iter().map(|(middle, _)| *middle).max()?))
    };
    let all: Vec<&(u32, Outline)> = from.iter().chain(to).collect();
    if let (Some((first, last)), Some((_, line))) =
        (stretch(&all), from.iter().find(|one| !is_path(one)))
    {
        paper.line(&[(stem, first), (stem, last)], joint(*line), false);
    }
    for (middle, line) in from {
        paper.line(&[(rules, *middle), (stem, *middle)], joint(*line), false);
    }
    let on_path: Vec<&(u32, Outline)> = all.iter().copied().filter(is_path).collect();
    if let (true, Some((first, last)), Some((_, line))) = (met, stretch(&on_path), on_path.first())
    {
        paper.line(&[(stem, first), (stem, last)], joint(*line), false);
    }
    for (middle, line) in to {
        let line = if met || line.ink != PATH {
            *line
        } else {
            NO_PATH
        };
        paper.line(&[(stem, *middle), (responses, *middle)], joint(line), true);
    }
}

/// How a line is drawn that the path did not take.
const NO_PATH: Outline = Outline {
    fill: WHITE,
    ink: EDGE,
    thick: 1,
    dashed: false,
};

fn stacked(paper: &mut Paper, band: &Band, columns: Columns, (x, top): (u32, u32)) -> u32 {
    let mut y = top;
    for rule in &band.rules {
        let mut says = rule_block(rule, columns.rule);
        says.extend(question_block(rule, columns.rule));
        let height = boxed(&says);
        paper.rectangle((x, y), (columns.rule, height), rule_line(rule));
        put(paper, (x, y), &says);
        y += height + GAP;
    }
    let line = band
        .rules
        .iter()
        .map(rule_line)
        .max_by_key(|line| line.ink == PATH);
    let indent = columns.width - columns.response;
    let stem = x + indent / 2;
    // The stem begins at the foot of the last rule.
    let first = y - GAP;
    let mut last = first;
    for one in &band.responses {
        let block = response_block(one, columns.response);
        let height = boxed(&block);
        let own = response_line(one);
        paper.rectangle((x + indent, y), (columns.response, height), own);
        put(paper, (x + indent, y), &block);
        last = y + height / 2;
        let on_path = own.ink != PATH || line.is_some_and(|line| line.ink == PATH);
        let by = if on_path { own } else { NO_PATH };
        paper.line(&[(stem, last), (x + indent, last)], joint(by), true);
        y += height + GAP;
    }
    if let Some(line) = line {
        paper.line(&[(stem, first), (stem, last)], joint(line), false);
    }
    y - GAP
}

fn every_case(
    paper: &mut Paper,
    responses: &[Drawn],
    columns: Columns,
    across: u32,
    (x, y): (u32, u32),
) -> u32 {
    if responses.is_empty() {
        return y;
    }
    let mut y = paper.block((x, y), &Block::new(EVERY_CASE, 16, true, INK, across)) + GAP;
    let a_row = (across + GAP) / (columns.response + GAP);
    let a_row = usize::try_from(a_row).unwrap_or(1).max(1);
    for row in responses.chunks(a_row) {
        let blocks: Vec<Vec<Block>> = row
            .iter()
            .map(|one| response_block(one, columns.response))
            .collect();
        let height = blocks.iter().map(|block| boxed(block)).max().unwrap_or(0);
        let mut at = x;
        for (one, block) in row.iter().zip(&blocks) {
            paper.rectangle((at, y), (columns.response, height), response_line(one));
            put(paper, (at, y), block);
            at += columns.response + GAP;
        }
        y += height + GAP;
    }
    y
}

fn question_block(rule: &DrawnRule, room: u32) -> Vec<Block> {
    let room = room - 2 * PAD;
    let mut blocks = Vec::new();
    for question in &rule.questions {
        blocks.push(Block::new(&question.ask, SMALL, false, QUIET, room));
        let answers = question.answers.join("; ");
        blocks.push(Block::new(&answers, SMALL, true, INK, room));
    }
    blocks
}

fn rule_block(rule: &DrawnRule, room: u32) -> Vec<Block> {
    let room = room - 2 * PAD;
    let marks = rule.marks().join(" \u{b7} ");
    vec![
        Block::new(&rule.says, SIZE, false, INK, room),
        Block::new(&marks, SMALL, true, QUIET, room),
    ]
}

fn response_block(one: &Drawn, room: u32) -> Vec<Block> {
    let room = room - 2 * PAD;
    let marks = one.marks().join(" \u{b7} ");
    vec![
        Block::new(&one.says, SIZE, one.called, INK, room),
        Block::new(&marks, SMALL, false, QUIET, room),
    ]
}

fn boxed(blocks: &[Block]) -> u32 {
    blocks.iter().map(Block::height).sum::<u32>() + 2 * PAD
}

fn put(paper: &mut Paper, (x, y): (u32, u32), blocks: &[Block]) {
    let mut at = y + PAD;
    for block in blocks {
        at = paper.block((x + PAD, at), block);
    }
}

fn question_line(rule: &DrawnRule) -> Outline {
    let line = rule_line(rule);
    let on_path = line.ink == PATH;
    Outline {
        fill: PALE,
        ink: if on_path { PATH } else { EDGE },
        thick: if on_path { 2 } else { 1 },
        dashed: line.dashed,
    }
}

fn rule_line(rule: &DrawnRule) -> Outline {
    let met = rule.status == Some(RuleStatus::Met);
    let open = rule.dormant || rule.status == Some(RuleStatus::Undecided);
    let (fill, ink, thick) = match (met, rule.kind, rule.status) {
        (true, ..) => (PATH_PALE, PATH, 3),
        (false, RuleKind::Trigger, None) => (WHITE, TRIGGER, 3),
        (false, _, None) => (WHITE, INK, 1),
        (false, _, Some(_)) => (WHITE, EDGE, 1),
    };
    Outline {
        fill,
        ink: if open { QUIET } else { ink },
        thick,
        dashed: open,
    }
}

fn response_line(one: &Drawn) -> Outline {
    match one.reached {
        _ if one.dormant => Outline {
            fill: WHITE,
            ink: QUIET,
            thick: 1,
            dashed: true,
        },
        Some(Reached::Now) => Outline {
            fill: PATH_PALE,
            ink: PATH,
            thick: 3,
            dashed: false,
        },
        Some(Reached::Perhaps) => Outline {
            fill: WHITE,
            ink: QUIET,
            thick: 1,
            dashed: true,
        },
        Some(Reached::No) => Outline {
            fill: WHITE,
            ink: EDGE,
            thick: 1,
            dashed: false,
        },
        None => Outline {
            fill: WHITE,
            ink: INK,
            thick: if one.called { 2 } else { 1 },
            dashed: false,
        },
    }
}

/// The line that joins two boxes: as its box, but no thicker than the path.
fn joint(line: Outline) -> Outline {
    Outline {
        thick: if line.ink == PATH { 3 } else { 1 },
        ..line
    }
}
