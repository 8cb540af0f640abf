//! What each key means, in a sentence that an editor shows to whoever writes a pack.

/// By the path of the key; `*` stands for whatever comes before.
const SAYS: &[(&str, &str)] = &[
    (
        "wording.format",
        "The edition of the format of a wording: 1.",
    ),
    ("wording.pack", "The id of the text whose words these are."),
    ("wording.version", "Its version, with its layers."),
    (
        "wording.digest",
        "Its digest: these words lie over exactly that text, and over no other.",
    ),
    ("wording.corrected", "Words that an adviser corrected."),
    (
        "wording.corrected.item",
        "The item of the verification sheet, such as rule:trigger-adult.",
    ),
    (
        "wording.corrected.field",
        "Which of the item's words, such as says.",
    ),
    (
        "wording.corrected.original",
        "What the text says, word for word.",
    ),
    ("wording.corrected.says", "What it says instead."),
    (
        "wording.corrected.by",
        "The adviser: name, capacity, organisation.",
    ),
    ("wording.corrected.on", "The day the adviser answered."),
    ("wording.corrected.reason", "Why the words were corrected."),
    (
        "wording.rejected",
        "Items that an adviser rejected. They are shown as rejected and stay in force.",
    ),
    ("wording.rejected.item", "The item that was rejected."),
    (
        "wording.rejected.by",
        "Who rejected it: name, capacity, organisation.",
    ),
    ("wording.rejected.on", "The day it was rejected."),
    ("wording.rejected.reason", "Why it was rejected."),
    (
        "*.called",
        "What they are called there, to stand inside a sentence.",
    ),
    ("*.help", "What is worth knowing of it."),
    (
        "pack.concern",
        "The kind of concern the text is about; left out: sharing nudes.",
    ),
    ("pack.roles", "What the text calls people and agencies."),
    ("pack.roles.lead", "Who leads on safeguarding."),
    ("pack.roles.deputy", "Who stands in for the lead."),
    ("pack.roles.head", "Who heads the setting."),
    (
        "pack.roles.first_external",
        "Whom a setting turns to first outside it.",
    ),
    ("pack.roles.police", "The police there."),
    (
        "pack.roles.emergency",
        "Whom to call where a child is in danger now.",
    ),
    (
        "typology.tag",
        "A tag for thinking about what happened. Nothing is decided by it.",
    ),
    (
        "typology.tag.group",
        "Which side of the typology it stands on.",
    ),
    (
        "typology.tag.name",
        "Its name, for professionals; never a name for a child.",
    ),
    ("typology.tag.means", "What it stands for."),
    (
        "typology.tag.think",
        "What it may help somebody to ask themselves.",
    ),
    (
        "*.answers",
        "The child's answers, by the id of the fact; they may also stand beside the name.",
    ),
    (
        "*.children",
        "The children involved, one entry for each; left out: not yet known.",
    ),
    (
        "*.id",
        "Lower-case words joined with hyphens. Nothing else of this sort has the same id.",
    ),
    ("*.in_force", "The days on which it is in force."),
    ("*.in_force.from", "The first day."),
    ("*.in_force.to", "The last day; left out while current."),
    (
        "*.incident",
        "The answers about the incident, by the id of the fact. Left out means not known.",
    ),
    (
        "*.on",
        "The day of the decision, which decides which rules are in force.",
    ),
    (
        "*.source",
        "Where it comes from, and how sure we are of it.",
    ),
    ("*.source.id", "The id of one of the pack's sources."),
    (
        "*.source.item",
        "The id of the point in the research behind the pack.",
    ),
    ("*.source.mark", "How the point was verified."),
    ("*.source.section", "Where in the source, as far as known."),
    ("*.children.name", "An opaque label. Use none that is real."),
    ("*.children.parts", "The parts this child had, one or more."),
    (
        "duties.checklist",
        "A list of things to do, not to do, ask, record or know.",
    ),
    ("duties.checklist.audience", "Who it is for."),
    ("duties.checklist.intro", "A sentence before the list."),
    ("duties.checklist.item", "The lines, in order."),
    (
        "duties.checklist.item.action",
        "Offered as an action with an owner and a due time.",
    ),
    ("duties.checklist.item.by", "By when, where the text says."),
    ("duties.checklist.item.kind", "What sort of line it is."),
    ("duties.checklist.item.text", "The line."),
    ("duties.checklist.title", "The list's title."),
    (
        "duties.clock",
        "Something that is due so long after something else.",
    ),
    ("duties.clock.by", "By when."),
    ("duties.clock.counts_from", "From what it counts."),
    ("duties.clock.says", "What is due."),
    (
        "examples.example",
        "A worked example: a test of the pack that a professional can read.",
    ),
    (
        "examples.example.expect",
        "What the pack must answer. What is left out is not compared.",
    ),
    (
        "examples.example.expect.ask_next",
        "The first questions to ask, in order, by the id of the fact.",
    ),
    (
        "examples.example.expect.called_for",
        "Exactly these responses are called for.",
    ),
    (
        "examples.example.expect.met",
        "These rules are met, perhaps among others.",
    ),
    (
        "examples.example.expect.not_met",
        "These rules are not met.",
    ),
    (
        "examples.example.expect.pointed_to",
        "Exactly these responses are pointed to.",
    ),
    (
        "examples.example.expect.settled",
        "Whether nothing more could be called for or pointed to.",
    ),
    (
        "examples.example.expect.shows",
        "These are shown beside what is called for or pointed to.",
    ),
    (
        "examples.example.expect.undecided",
        "Exactly these rules depend on what is not known.",
    ),
    ("examples.example.name", "What it shows, as a sentence."),
    (
        "examples.example.tells",
        "What happened, in the one sentence a careful professional would write.",
    ),
    (
        "examples.example.trap",
        "The mistake it guards against, by its id in the research.",
    ),
    ("facts.fact", "A question, put to whoever responds."),
    ("facts.fact.ask", "The question."),
    (
        "facts.fact.choices",
        "The named answers, 2 to 30; left out: yes or no. Not known is never one of them.",
    ),
    ("facts.fact.choices.label", "What a page calls the answer."),
    (
        "facts.fact.derived",
        "How the record works it out, where nobody is asked.",
    ),
    (
        "facts.fact.help",
        "How to answer without looking at anything.",
    ),
    (
        "facts.fact.of",
        "Asked once of the incident, or of each child.",
    ),
    (
        "facts.fact.parts",
        "Asked only of children with one of these parts.",
    ),
    (
        "facts.fact.raises",
        "The answers that raise concern; raising concern never removes a response.",
    ),
    ("facts.fact.stage", "When it is asked."),
    (
        "facts.fact.why",
        "Why it matters; shown beside the question.",
    ),
    (
        "glossary.reason",
        "A reason children give: context for support, never a mark against a child.",
    ),
    ("glossary.reason.text", "The reason."),
    ("glossary.term", "A term."),
    ("glossary.term.kind", "How it is used."),
    ("glossary.term.means", "What it means."),
    ("glossary.term.term", "The term itself."),
    (
        "glossary.term.use",
        "When to use it, or what to say instead.",
    ),
    (
        "notes.note",
        "What a lead needs to read beside a recommendation.",
    ),
    (
        "notes.note.text",
        "Plain text; paragraphs parted by a blank line.",
    ),
    ("notes.note.title", "The note's title."),
    ("notes.note.topic", "What it is about."),
    (
        "notes.to_verify",
        "A prompt for the person who checks the pack; never shown as guidance.",
    ),
    ("notes.to_verify.text", "What to find out."),
    ("pack.format", "The edition of the format: 1."),
    ("pack.id", "The pack's id; its folder has the same name."),
    ("pack.jurisdiction", "Where the text applies."),
    (
        "pack.layer_over",
        "Only for a layer: the ids of the packs it adds to.",
    ),
    (
        "pack.local",
        "Only for a layer: a setting's own stricter rule, always shown as local.",
    ),
    ("pack.posture", "How the whole text weighs what it is told."),
    (
        "pack.response",
        "What must happen. Their order is their urgency, most urgent first.",
    ),
    (
        "pack.response.before",
        "In a layer: the response of the base it is more urgent than.",
    ),
    ("pack.response.by", "By when."),
    ("pack.response.duty", "Whose duty it is."),
    ("pack.response.help", "Why, in a sentence or two."),
    (
        "pack.response.read_with",
        "What pages show beside it: note:, checklist:, clock:, term: or service:, and an id.",
    ),
    (
        "pack.response.satisfied_by",
        "Any one of these routes answers it; empty where actions answer it.",
    ),
    ("pack.response.says", "What must happen, in a sentence."),
    (
        "pack.review_by",
        "When somebody should look at the pack again.",
    ),
    (
        "pack.route",
        "What a person may decide, in the order pages list it.",
    ),
    ("pack.route.help", "A sentence of help."),
    ("pack.route.label", "What a page calls it."),
    ("pack.source", "A document the pack stands on."),
    (
        "pack.source.address",
        "Its address as printed; not a checked link.",
    ),
    ("pack.source.dated", "Its date, in its own words."),
    ("pack.source.publisher", "Who published it."),
    ("pack.source.read", "How far it was read."),
    ("pack.source.standing", "What standing it has."),
    ("pack.source.title", "Its title as printed."),
    (
        "pack.status",
        "How far the pack was brought. Nobody has adopted it by this.",
    ),
    ("pack.summary", "One or two sentences."),
    (
        "pack.term",
        "The words this text uses for what it is about; pages use them.",
    ),
    ("pack.title", "The title."),
    (
        "pack.version",
        "The day from which the text was in force: the same as in_force.from.",
    ),
    (
        "rules.rule",
        "When a condition holds, something is called for or pointed to.",
    ),
    ("rules.rule.calls_for", "The responses it calls for."),
    (
        "rules.rule.dormant",
        "Why it is not evaluated yet, and what would start it.",
    ),
    ("rules.rule.kind", "What sort of rule it is."),
    ("rules.rule.points_to", "The responses it points to."),
    (
        "rules.rule.says",
        "What it means that the rule is met, in a sentence.",
    ),
    (
        "rules.rule.unknown",
        "What not knowing does: \"ask\" puts the question, \"act\" makes it a reason.",
    ),
    ("rules.rule.when", "When it is met."),
    ("services.service", "Who can help."),
    (
        "services.service.contact",
        "How to reach it, exactly as read; empty where nothing was read.",
    ),
    ("services.service.for", "What it is for."),
    ("services.service.name", "Its name."),
    ("services.service.notes", "Anything else."),
    (
        "services.service.offer_to_child",
        "Whether it may be offered to a child.",
    ),
    ("services.service.who", "Who may use it."),
];

/// What a key of the table at a path means.
pub(super) fn says(path: &str, key: &str) -> Option<&'static str> {
    let last = path.rsplit('.').next().unwrap_or_default();
    [
        format!("{path}.{key}"),
        format!("*.{last}.{key}"),
        format!("*.{key}"),
    ]
    .iter()
    .find_map(|sought| {
        SAYS.iter()
            .find(|(at, _)| at == sought)
            .map(|(_, says)| *says)
    })
}

#[cfg(test)]
mod tests {
    use super::{SAYS, says};
    use crate::read::{Shape, shape_of_facts, shape_of_wording, shapes_of_pack_files};

    fn keys() -> Vec<(String, &'static str)> {
        shapes_of_pack_files()
            .into_iter()
            .map(|(_, shape)| shape)
            .chain([shape_of_facts(), shape_of_wording()])
            .flat_map(|shape| shape.0)
            .filter(|(path, _)| !path.ends_with(".by"))
            .flat_map(|(path, asks)| asks.into_iter().map(move |ask| (path.clone(), ask.key)))
            .filter(|(_, key)| *key != Shape::OTHERS)
            .collect()
    }

    #[test]
    fn every_key_the_reader_takes_is_explained() {
        let silent: Vec<(String, &str)> = keys()
            .into_iter()
            .filter(|(path, key)| says(path, key).is_none())
            .collect();
        assert_eq!(silent, [], "say what these mean in schema/says.rs");
    }

    #[test]
    fn nothing_is_explained_that_the_reader_does_not_take() {
        let mut used: Vec<&str> = keys()
            .iter()
            .filter_map(|(path, key)| says(path, key))
            .collect();
        used.sort_unstable();
        let left: Vec<&str> = SAYS
            .iter()
            .filter(|(_, says)| used.binary_search(says).is_err())
            .map(|(at, _)| *at)
            .collect();
        assert_eq!(left, [] as [&str; 0], "no key has these paths");
    }
}
