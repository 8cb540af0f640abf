//! How it became known: reported, read, taken up, children and their parts, the review, answers, consultations.

use super::labels::{answer, came_by, kind_of_concern, part, question, response};
use super::{Names, Telling};
use crate::calendar::day_in_words;
use crate::event::{About, CaseEvent, OpenQuestion, Present};

pub(super) fn tell(event: &CaseEvent, names: &Names<'_>) -> Telling {
    match event {
        CaseEvent::ConcernReported {
            what,
            came_by: how,
            happened,
            place,
            children,
            names_not_known,
            done_already,
        } => {
            let told = Telling::new("Concern reported")
                .words("What was seen, heard or told", what)
                .with("How it came to them", came_by(*how))
                .perhaps("Where", place.as_ref())
                .listed(
                    "Children named",
                    children.iter().map(|child| (names.person)(*child)),
                )
                .perhaps("Done already", done_already.as_ref())
                .occurred(*happened);
            if *names_not_known {
                told.with("Names", "Not all names were known")
            } else {
                told
            }
        }
        CaseEvent::ConcernRead {} => Telling::new("Concern read"),
        CaseEvent::CaseTakenUp { lead } => {
            Telling::new("Case taken up").with("Worked by", (names.staff)(*lead))
        }
        CaseEvent::KindOfConcernSaid { kind } => {
            Telling::new("Kind of concern said").with("Kind", kind_of_concern(*kind))
        }
        CaseEvent::ChildInvolved { child, how_known } => Telling::new("Child found to be involved")
            .with("Child", (names.person)(*child))
            .perhaps("How this is known", how_known.as_ref()),
        CaseEvent::PartsRecorded {
            child,
            parts,
            how_known,
        } => Telling::new("Part recorded")
            .with("Child", (names.person)(*child))
            .listed(
                "Part, as now understood",
                parts.iter().map(|one| part(*one).to_owned()),
            )
            .perhaps("How this is known", how_known.as_ref()),
        CaseEvent::InitialReviewHeld {
            held,
            present,
            notes,
        } => Telling::new("Initial review held")
            .listed("Present", present.iter().map(|one| was_present(one, names)))
            .perhaps("Notes", notes.as_ref())
            .occurred(Some(*held)),
        CaseEvent::QuestionAnswered {
            about,
            fact,
            answer: given,
            how_known,
        } => Telling::new("Question answered")
            .with("About", of_what(*about, names))
            .with("Question", question(names, fact))
            .with("Answer", answer(names, fact, given))
            .perhaps("How this is known", how_known.as_ref()),
        CaseEvent::GuidanceConsulted {
            pack,
            version,
            called_for,
            pointed_to,
            open,
            settled,
            wording,
            ..
        } => {
            let told = consulted(pack, version, called_for, pointed_to, open, *settled, names);
            match wording {
                Some(wording) => told.with(
                    "Wording",
                    format!("Shown in words corrected by the setting\u{2019}s adviser ({wording}). They change no result."),
                ),
                None => told,
            }
        }
        _ => Telling::new(""),
    }
}

fn consulted(
    pack: &str,
    version: &str,
    called_for: &[String],
    pointed_to: &[String],
    open: &[OpenQuestion],
    settled: bool,
    names: &Names<'_>,
) -> Telling {
    let title = names.pack.map_or(pack, |known| known.title());
    let told = Telling::new("Guidance consulted")
        .with("Guidance", edition(title, version, names))
        .listed(
            "Called for",
            called_for.iter().map(|id| response(names, id)),
        )
        .listed(
            "Pointed to",
            pointed_to.iter().map(|id| response(names, id)),
        )
        .listed("Still open", open.iter().map(|one| still_open(one, names)));
    if settled {
        told.with(
            "Settled",
            "Nothing still open could change what is called for",
        )
    } else {
        told.with(
            "Not settled",
            "What is still open could change what is called for",
        )
    }
}

/// "Sharing nudes … (from 11 March 2024), with Keeping children safe … (from 1 September 2026)".
fn edition(title: &str, version: &str, names: &Names<'_>) -> String {
    let since = |version: &str| {
        version
            .parse()
            .map_or_else(|_| version.to_owned(), day_in_words)
    };
    let mut parts = version.split('+');
    let base = parts.next().unwrap_or(version);
    let layers = parts.map(|layer| {
        let (id, version) = layer.split_once('@').unwrap_or((layer, layer));
        let mut known = names.pack.map(|pack| pack.layers().iter());
        let known = known
            .as_mut()
            .and_then(|all| all.find(|one| one.id.as_ref() == id));
        let title = known.map_or(id, |layer| layer.title.as_ref());
        format!(", with {title} (from {})", since(version))
    });
    format!(
        "{title} (from {}){}",
        since(base),
        layers.collect::<String>()
    )
}

fn still_open(open: &OpenQuestion, names: &Names<'_>) -> String {
    let ask = question(names, &open.fact);
    match open.about {
        Some(About::Child(child)) => format!("{ask} ({})", (names.person)(child)),
        Some(About::Incident) => ask,
        None => format!("{ask} (a child not yet known)"),
    }
}

fn of_what(about: About, names: &Names<'_>) -> String {
    match about {
        About::Incident => "The incident as a whole".to_owned(),
        About::Child(child) => (names.person)(child),
    }
}

fn was_present(present: &Present, names: &Names<'_>) -> String {
    let name = present
        .staff
        .map(|staff| (names.staff)(staff))
        .or_else(|| present.name.as_ref().map(|name| name.as_str().to_owned()))
        .unwrap_or_default();
    match &present.role {
        Some(role) => format!("{name} ({})", role.as_str()),
        None => name,
    }
}
