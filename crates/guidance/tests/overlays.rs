//! What lies over a text: an adviser's words, which change words alone, and a setting's own procedure, which adds.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use guidance::{
    Always, Contact, Correction, Facts, Library, OwnProcedure, Pack, PackFile, Problem, Rejection,
    Wording, assess, sheet,
};
use jiff::civil::{Date, date};
use std::sync::Arc;

const DAY: Date = date(2026, 10, 1);

fn national() -> Arc<Pack> {
    Library::shipped().on("england", DAY).unwrap()
}

fn correction(item: &str, field: &str, now: &str) -> Correction {
    Correction {
        item: item.into(),
        field: field.into(),
        original: "".into(),
        now: now.into(),
        by: "Pat Example, adviser".into(),
        on: DAY,
        reason: "Clearer.".into(),
    }
}

fn procedure() -> OwnProcedure {
    OwnProcedure {
        title: "Out of hours".to_owned(),
        setting: "Example School".to_owned(),
        from: DAY,
        contacts: Vec::new(),
        always: Vec::new(),
    }
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(|one| format!("{one}\n")).collect()
}

#[test]
fn a_sheet_names_every_item_once_with_its_words() {
    let pack = national();
    let items = sheet(&pack);
    let mut keys: Vec<&str> = items.iter().map(|item| item.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), items.len());
    assert!(items.iter().all(|item| !item.words.is_empty()));
    let lines: usize = pack.checklists().iter().map(|list| list.items.len()).sum();
    let all = pack.facts().len()
        + pack.rules().len()
        + pack.responses().len()
        + pack.routes().len()
        + pack.checklists().len()
        + lines
        + pack.clocks().len()
        + pack.notes().len()
        + pack.terms().len()
        + pack.reasons().len()
        + pack.services().len()
        + pack.to_verify().len();
    assert_eq!(items.len(), all);
}

#[test]
fn the_digest_of_an_item_stands_as_long_as_the_item_does() {
    let before = Library::shipped().on("england", date(2026, 8, 31)).unwrap();
    let after = national();
    assert_ne!(
        before.digest(),
        after.digest(),
        "a layer begins in September"
    );
    let later = sheet(&after);
    for item in sheet(&before) {
        let same = later.iter().find(|one| one.key == item.key).unwrap();
        assert_eq!(same.digest, item.digest, "{}", item.key);
    }
    let mut files: Vec<PackFile> = Library::shipped()
        .find("england-ukcis-2024", None)
        .unwrap()
        .files()
        .to_vec();
    let rule = sheet(&before)
        .into_iter()
        .find(|one| one.key.starts_with("rule:"))
        .unwrap();
    let words = rule.words[0].text.to_string();
    for file in &mut files {
        file.text = file.text.replace(&words, "Something else is so.");
    }
    let changed = Pack::from_kept(&files).unwrap();
    let now = sheet(&changed)
        .into_iter()
        .find(|one| one.key == rule.key)
        .unwrap();
    assert_ne!(now.digest, rule.digest);
}

#[test]
fn an_advisers_words_change_words_and_nothing_an_assessment_says() {
    let pack = national();
    // Every word of every item corrected: nothing that decides may differ.
    let all = sheet(&pack).into_iter().flat_map(|item| {
        let key = item.key.clone();
        item.words
            .into_iter()
            .map(move |one| correction(&key, &one.field, "Other words."))
    });
    let wording = Wording::over(&pack, all.collect(), Vec::new())
        .unwrap()
        .unwrap();
    let reworded = pack.reworded(wording);
    assert_eq!(reworded.digest(), pack.digest());
    assert!(
        reworded
            .rules()
            .iter()
            .all(|rule| &*rule.says == "Other words.")
    );
    for (mine, theirs) in reworded.rules().iter().zip(pack.rules()) {
        assert_eq!(
            (&mine.when, &mine.calls_for, &mine.points_to, mine.unknown),
            (
                &theirs.when,
                &theirs.calls_for,
                &theirs.points_to,
                theirs.unknown
            )
        );
        assert_eq!(mine.dormant.is_some(), theirs.dormant.is_some());
    }
    for (mine, theirs) in reworded.responses().iter().zip(pack.responses()) {
        assert_eq!(
            (
                &mine.id,
                mine.by,
                mine.duty,
                &mine.satisfied_by,
                &mine.read_with
            ),
            (
                &theirs.id,
                theirs.by,
                theirs.duty,
                &theirs.satisfied_by,
                &theirs.read_with
            )
        );
    }
    for example in pack.examples() {
        let (now, before) = (
            assess(&reworded, &example.facts),
            assess(&pack, &example.facts),
        );
        assert_eq!(
            (&now.met, &now.not_met),
            (&before.met, &before.not_met),
            "{}",
            example.name
        );
        let ids = |list: &[guidance::Recommended]| -> Vec<String> {
            list.iter().map(|one| one.response.to_string()).collect()
        };
        assert_eq!(
            ids(&now.called_for),
            ids(&before.called_for),
            "{}",
            example.name
        );
    }
}

#[test]
fn a_rejected_rule_is_met_and_calls_for_what_it_called_for() {
    let pack = national();
    let rule = pack
        .rules()
        .iter()
        .find(|rule| !rule.calls_for.is_empty())
        .unwrap();
    let rejection = Rejection {
        item: format!("rule:{}", rule.id).into(),
        by: "Pat Example".into(),
        on: DAY,
        reason: "Not here.".into(),
    };
    let wording = Wording::over(&pack, Vec::new(), vec![rejection])
        .unwrap()
        .unwrap();
    let reworded = pack.reworded(wording);
    assert!(reworded.rejected(&format!("rule:{}", rule.id)).is_some());
    assert_eq!(
        assess(&reworded, &Facts::default()).called_for,
        assess(&pack, &Facts::default()).called_for
    );
}

#[test]
fn words_for_what_is_no_words_are_refused() {
    let pack = national();
    let (rule, response) = (&pack.rules()[0].id, &pack.responses()[0].id);
    for (item, field) in [
        (format!("rule:{rule}"), "when"),
        (format!("rule:{rule}"), "calls_for"),
        (format!("response:{response}"), "by"),
        (format!("response:{response}"), "duty"),
        (format!("response:{response}"), "satisfied_by"),
        ("rule:none-such".to_owned(), "says"),
        ("nothing".to_owned(), "says"),
    ] {
        let refused = Wording::over(&pack, vec![correction(&item, field, "x")], Vec::new());
        assert!(refused.is_err(), "{item} {field}");
    }
    // A rule that is not dormant cannot be put to sleep by words.
    let awake = pack
        .rules()
        .iter()
        .find(|rule| rule.dormant.is_none())
        .unwrap();
    let sleep = correction(&format!("rule:{}", awake.id), "dormant", "Not now.");
    assert!(Wording::over(&pack, vec![sleep], Vec::new()).is_err());
}

#[test]
fn wording_written_down_is_read_back_and_lies_over_no_other_text() {
    let pack = national();
    let rule = format!("rule:{}", pack.rules()[0].id);
    let made = correction(&rule, "says", "It \"says\" this\\that,\nover two lines.");
    let wording = Wording::over(&pack, vec![made], Vec::new())
        .unwrap()
        .unwrap();
    let back = Wording::read(&wording.file(), &pack).unwrap().unwrap();
    assert_eq!((back.digest(), &back), (wording.digest(), &wording));
    let other = Library::shipped().find("england-ukcis-2020", None).unwrap();
    assert!(Wording::read(&wording.file(), &other).is_err());
    assert!(other.reworded(wording).wording().is_none());
    let broken = PackFile {
        path: "wording.toml".to_owned(),
        text: back.file().text.replace("field =", "feild ="),
    };
    let problems = Wording::read(&broken, &pack).unwrap_err();
    assert!(
        told(&problems).contains("Did you mean"),
        "{}",
        told(&problems)
    );
}

#[test]
fn a_text_comes_back_to_the_byte_from_the_files_it_was_kept_with() {
    let own = Library::shipped()
        .check_own(&contact_files(), DAY, &[])
        .unwrap();
    let whole = Library::shipped()
        .on_with_own(
            "england",
            guidance::Concern::default(),
            DAY,
            &["local-under-13-refer"],
            &[Arc::new(own)],
        )
        .unwrap();
    assert!(whole.layers().len() >= 4, "{}", whole.version());
    let back = Pack::from_kept(whole.files()).unwrap();
    assert_eq!(
        (back.digest(), back.version()),
        (whole.digest(), whole.version())
    );
    let mut upside_down = whole.files().to_vec();
    upside_down.reverse();
    assert_eq!(
        Pack::from_kept(&upside_down).unwrap().digest(),
        whole.digest()
    );
}

fn contact_files() -> Vec<PackFile> {
    let mut own = procedure();
    own.contacts.push(Contact {
        name: "Front door, \"out of hours\"".to_owned(),
        for_what: "Referrals at night".to_owned(),
        who: "The lead".to_owned(),
        contact: vec![
            "01632 960000".to_owned(),
            "Ask for the duty worker".to_owned(),
        ],
        notes: String::new(),
        offer_to_child: false,
    });
    own.files(&national())
}

#[test]
fn a_setting_adds_a_contact_of_its_own() {
    let own = Library::shipped()
        .check_own(&contact_files(), DAY, &[])
        .unwrap();
    assert!(own.is_local());
    let with = Library::shipped()
        .on_with_own(
            "england",
            guidance::Concern::default(),
            DAY,
            &[],
            &[Arc::new(own)],
        )
        .unwrap();
    let service = with.services().last().unwrap();
    assert_eq!(&*service.name, "Front door, \"out of hours\"");
    assert_eq!(service.contact.len(), 2);
    assert!(service.pack.starts_with("local-"));
    assert_ne!(with.digest(), national().digest());
}

#[test]
fn a_setting_always_asks_for_more_and_the_guidance_still_asks_for_all_it_did() {
    let mut own = procedure();
    own.always.push(Always {
        response: "refer-now".to_owned(),
        fact: "several-recipients".to_owned(),
        answer: "yes".to_owned(),
        says: "Our local procedure refers every such case.".to_owned(),
    });
    let pack = national();
    let own = match Library::shipped().check_own(&own.files(&pack), DAY, &[]) {
        Ok(own) => own,
        Err(problems) => panic!("{}", told(&problems)),
    };
    let with = Library::shipped()
        .on_with_own(
            "england",
            guidance::Concern::default(),
            DAY,
            &[],
            &[Arc::new(own)],
        )
        .unwrap();
    for example in pack.examples() {
        let before = assess(&pack, &example.facts);
        let after = assess(&with, &example.facts);
        for called in &before.called_for {
            let still = after
                .called_for
                .iter()
                .any(|one| one.response == called.response);
            assert!(still, "{}: {}", example.name, called.response);
        }
    }
}

#[test]
fn a_rule_that_could_lower_the_answer_is_refused_in_words() {
    let mut own = procedure();
    own.always.push(Always {
        response: "refer-now".to_owned(),
        fact: "several-recipients".to_owned(),
        answer: "no".to_owned(),
        says: "This would make more recipients count for less.".to_owned(),
    });
    let problems = Library::shipped()
        .check_own(&own.files(&national()), DAY, &[])
        .unwrap_err();
    assert!(
        told(&problems).contains("several-recipients"),
        "{}",
        told(&problems)
    );
}

/// The contact layer with something more in it.
fn with_more(path: &str, more: &str) -> Vec<PackFile> {
    let mut files = contact_files();
    match files.iter_mut().find(|file| file.path == path) {
        Some(file) => file.text.push_str(more),
        None => files.push(PackFile {
            path: path.to_owned(),
            text: more.to_owned(),
        }),
    }
    files
}

const OURS: &str = "source = { id = \"own-procedure\", mark = \"ours\" }\n";

#[test]
fn a_setting_can_never_remove_change_or_come_before_what_is_national() {
    let pack = national();
    let rule = pack
        .rules()
        .iter()
        .find(|rule| !rule.calls_for.is_empty())
        .unwrap();
    let response = &pack.responses()[0];
    let same_rule = format!(
        "[[rule]]\nid = \"{}\"\nkind = \"duty\"\nsays = \"Weaker.\"\nwhen = {{ fact = \"several-recipients\", is = \"yes\" }}\npoints_to = [\"{}\"]\nunknown = \"ask\"\n{OURS}",
        rule.id, response.id
    );
    let same_response = format!(
        "\n[[response]]\nid = \"{}\"\nsays = \"Later.\"\nby = \"no-set-time\"\nduty = \"lead\"\nsatisfied_by = []\n{OURS}",
        response.id
    );
    let before = format!(
        "\n[[response]]\nid = \"own-first\"\nsays = \"Ask the head first.\"\nby = \"at-once\"\nduty = \"lead\"\nsatisfied_by = []\nbefore = \"{}\"\n{OURS}",
        response.id
    );
    let reaches = "[[rule]]\nid = \"own-first-rule\"\nkind = \"duty\"\nsays = \"Always.\"\nwhen = \"always\"\ncalls_for = [\"own-first\"]\nunknown = \"ask\"\n";
    let posing = "\n[[service]]\nid = \"posing\"\nname = \"Posing\"\nfor = \"x\"\nwho = \"x\"\ncontact = []\noffer_to_child = false\nsource = { id = \"own-procedure\", mark = \"P\" }\n";
    let route = format!(
        "\n[[route]]\nid = \"{}\"\nlabel = \"Something else\"\n",
        pack.routes()[0].id
    );
    let fact = format!(
        "[[fact]]\nid = \"{}\"\nof = \"incident\"\nask = \"x?\"\nwhy = \"x\"\nstage = \"assessment\"\nraises = []\n{OURS}",
        pack.facts()[0].id
    );
    let before_files = {
        let mut files = with_more("pack.toml", &before);
        files.push(PackFile {
            path: "rules/own.toml".to_owned(),
            text: format!("{reaches}{OURS}"),
        });
        files
    };
    for (files, says) in [
        (with_more("rules/own.toml", &same_rule), "two rules"),
        (with_more("pack.toml", &same_response), "two responses"),
        (before_files, "come before"),
        (with_more("services.toml", posing), "the mark is `ours`"),
        (with_more("pack.toml", &route), "two routes"),
        (with_more("facts.toml", &fact), "two facts"),
    ] {
        let problems = Library::shipped().check_own(&files, DAY, &[]).unwrap_err();
        assert!(
            told(&problems).contains(says),
            "{says}: {}",
            told(&problems)
        );
        // Nor does one that came past every check lie over anything.
        if let Ok(layer) = Pack::read(&files) {
            let layer = [Arc::new(layer)];
            let with = Library::shipped()
                .on_with_own("england", guidance::Concern::default(), DAY, &[], &layer)
                .unwrap();
            assert_eq!(with.digest(), pack.digest(), "{says}");
        }
    }
}

#[test]
fn a_layer_that_is_not_local_or_takes_a_shipped_name_or_lies_over_nothing_is_refused() {
    let head = |from: &str, to: &str| {
        let mut files = contact_files();
        assert!(files[0].text.contains(from), "{from}");
        files[0].text = files[0].text.replace(from, to);
        Library::shipped().check_own(&files, DAY, &[]).unwrap_err()
    };
    assert!(told(&head("local = true\n", "")).contains("not marked as local"));
    assert!(
        told(&head("local-out-of-hours", "local-under-13-refer"))
            .contains("came with this software")
    );
    assert!(
        told(&head("\"england-ukcis-2024\"", "\"england-ukcis-2042\""))
            .contains("Did you mean `england-ukcis-2024`")
    );
}
