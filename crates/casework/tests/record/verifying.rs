//! Checking the guidance: a sheet item by item, adoption only when it is whole, and what a setting wrote itself.

use crate::given::{School, TODAY, TOMORROW, pack, refused, school};
use casework::acts::{self, ItemTyped, NamedAdviser, VerifyGuidance};
use casework::consult::consult;
use casework::event::{CaseEvent, ItemAnswer, SettingEvent};
use casework::refusal::Refusal;
use guidance::{Library, Pack, PackFile, sheet};

fn adviser() -> NamedAdviser {
    NamedAdviser {
        name: "Pat Example zyxcanary".to_owned(),
        role: "Safeguarding adviser".to_owned(),
        organisation: "Example Council".to_owned(),
    }
}

fn agree(item: &str) -> ItemTyped {
    ItemTyped {
        item: item.to_owned(),
        says: "agree".to_owned(),
        ..ItemTyped::default()
    }
}

fn filled(answers: Vec<ItemTyped>) -> VerifyGuidance {
    VerifyGuidance {
        adviser: adviser(),
        initials: "PE".to_owned(),
        on: Some(TODAY),
        answers,
    }
}

/// Takes events on top of what was taken before.
fn take(school: &mut School, past: &mut Vec<SettingEvent>, events: Vec<SettingEvent>) {
    past.extend(events);
    school.take(past.clone());
}

fn every_item() -> Vec<ItemTyped> {
    sheet(pack()).iter().map(|item| agree(&item.key)).collect()
}

fn verify(
    school: &School,
    pack: &Pack,
    filled: &VerifyGuidance,
) -> Result<Vec<SettingEvent>, casework::refusal::Refusals> {
    acts::verify_guidance(&school.acting(school.lead), pack, filled)
}

/// A school whose adviser has answered every item, with these answers in the place of agreeing.
fn verified(others: Vec<ItemTyped>) -> (School, Vec<SettingEvent>) {
    let (mut school, mut past) = (school(), Vec::new());
    let mut answers = every_item();
    answers.retain(|one| !others.iter().any(|other| other.item == one.item));
    answers.extend(others);
    let events = verify(&school, pack(), &filled(answers)).unwrap();
    take(&mut school, &mut past, events);
    (school, past)
}

fn adopt(school: &School) -> Result<Vec<SettingEvent>, casework::refusal::Refusals> {
    acts::adopt_pack(&school.acting(school.lead), pack(), &adviser())
}

#[test]
fn an_answer_needs_a_named_adviser_initials_and_a_day_that_has_come() {
    let school = school();
    let blank = VerifyGuidance {
        answers: vec![agree(&sheet(pack())[0].key)],
        ..VerifyGuidance::default()
    };
    assert_eq!(
        refused(verify(&school, pack(), &blank)),
        ["adviser", "adviser_role", "initials", "on"].map(|field| Refusal::Blank { field })
    );
    let early = VerifyGuidance {
        on: Some(TOMORROW),
        ..filled(blank.answers)
    };
    assert_eq!(
        refused(verify(&school, pack(), &early)),
        [Refusal::InTheFuture { field: "on" }]
    );
}

#[test]
fn a_correction_needs_other_words_and_a_reason_and_a_rejection_a_reason() {
    let school = school();
    let item = sheet(pack())
        .into_iter()
        .find(|one| one.key == "response:refer-now")
        .unwrap();
    let correct = |words: &str, reason: &str| ItemTyped {
        item: item.key.clone(),
        says: "correct".to_owned(),
        words: vec![("says".to_owned(), words.to_owned())],
        reason: reason.to_owned(),
    };
    let key = || item.key.clone();
    let said = |one| refused(verify(&school, pack(), &filled(vec![one])));
    assert_eq!(
        said(correct(" ", "")),
        [
            Refusal::ItemNeedsWords { item: key() },
            Refusal::ItemNeedsReason { item: key() }
        ]
    );
    assert_eq!(
        said(correct(
            "Refer at once.",
            "The same words are no correction."
        )),
        [Refusal::ItemNeedsWords { item: key() }]
    );
    let reject = ItemTyped {
        says: "reject".to_owned(),
        ..agree(&item.key)
    };
    assert_eq!(said(reject), [Refusal::ItemNeedsReason { item: key() }]);
    assert_eq!(said(agree("rule:none-such")), [Refusal::NoSuchItem]);
    let urgency = ItemTyped {
        words: vec![("by".to_owned(), "no-set-time".to_owned())],
        ..correct("", "zyxcanary")
    };
    assert_eq!(
        said(urgency),
        [Refusal::NoSuchItem, Refusal::ItemNeedsWords { item: key() }]
    );
}

#[test]
fn answers_are_recorded_part_by_part_and_the_same_answer_only_once() {
    let (mut school, mut past) = (school(), Vec::new());
    let all = every_item();
    let (first, rest) = all.split_at(3);
    let events = verify(&school, pack(), &filled(first.to_vec())).unwrap();
    take(&mut school, &mut past, events);
    let progress = school.setting.verification.progress(pack());
    assert_eq!((progress.answered, progress.items), (3, all.len()));
    assert_eq!(
        refused(verify(&school, pack(), &filled(first.to_vec()))),
        [Refusal::NothingChanged]
    );
    let events = verify(&school, pack(), &filled(all.clone())).unwrap();
    let [SettingEvent::GuidanceItemsVerified { answers, .. }] = &events[..] else {
        panic!("one event for one save");
    };
    assert_eq!(answers.len(), rest.len());
    take(&mut school, &mut past, events);
    assert!(school.setting.verification.progress(pack()).is_whole());
}

#[test]
fn a_text_is_adopted_only_when_every_item_is_answered_and_then_once() {
    let (mut school, mut past) = (school(), Vec::new());
    let all = every_item();
    let left = all.len();
    assert_eq!(refused(adopt(&school)), [Refusal::ItemsUnanswered { left }]);
    let events = verify(&school, pack(), &filled(all[1..].to_vec())).unwrap();
    take(&mut school, &mut past, events);
    assert_eq!(
        refused(adopt(&school)),
        [Refusal::ItemsUnanswered { left: 1 }]
    );
    let (mut school, mut past) = verified(Vec::new());
    assert!(!school.setting.has_adopted(pack().digest()));
    let events = adopt(&school).unwrap();
    assert!(matches!(
        &events[..],
        [SettingEvent::PackAdopted { wording: None, .. }]
    ));
    take(&mut school, &mut past, events);
    let adopted = school.setting.adoption_of(pack().digest()).unwrap();
    assert_eq!(
        adopted.adviser.as_str(),
        "Pat Example zyxcanary, Safeguarding adviser, Example Council"
    );
    assert_eq!(refused(adopt(&school)), [Refusal::NothingChanged]);
}

#[test]
fn a_correction_is_in_force_once_adopted_and_the_consultation_says_which() {
    let correct = ItemTyped {
        item: "response:refer-now".to_owned(),
        says: "correct".to_owned(),
        words: vec![("says".to_owned(), "Refer now, zyxcanary.".to_owned())],
        reason: "Plainer.".to_owned(),
    };
    let (mut school, mut past) = verified(vec![correct]);
    let events = adopt(&school).unwrap();
    let [
        SettingEvent::PackAdopted {
            wording: Some(digest),
            ..
        },
    ] = &events[..]
    else {
        panic!("the adoption names the corrections");
    };
    let digest = digest.clone();
    take(&mut school, &mut past, events);
    let adopted = school.setting.adoption_of(pack().digest()).unwrap();
    let wording = adopted.wording_over(pack()).unwrap();
    assert_eq!(wording.digest(), digest);
    let reworded = pack().reworded(wording);
    let said = reworded.corrected("response:refer-now").next().unwrap();
    assert_eq!(
        (said.original.as_ref(), said.now.as_ref()),
        ("Refer at once.", "Refer now, zyxcanary.")
    );
    let case = casework::case::Case::fold(school.outside.new_case(), &[]);
    let (event, in_other_words) = consult(&case, &Default::default(), &reworded, TODAY);
    let (plain, as_it_came) = consult(&case, &Default::default(), pack(), TODAY);
    assert!(
        matches!(event, CaseEvent::GuidanceConsulted { wording: Some(said), .. } if said == digest)
    );
    assert!(matches!(
        plain,
        CaseEvent::GuidanceConsulted { wording: None, .. }
    ));
    assert_eq!(in_other_words.met, as_it_came.met);
    // An answer changed afterwards takes effect only when that is adopted too.
    let mut answers = every_item();
    answers.retain(|one| one.item == "response:refer-now");
    let events = verify(&school, pack(), &filled(answers)).unwrap();
    take(&mut school, &mut past, events);
    let adopted = school.setting.adoption_of(pack().digest()).unwrap();
    assert!(adopted.wording_over(pack()).is_some());
    assert!(matches!(
        &adopt(&school).unwrap()[..],
        [SettingEvent::PackAdopted { wording: None, .. }]
    ));
}

#[test]
fn a_new_version_is_a_draft_again_and_offers_what_has_not_changed() {
    let (mut school, mut past) = verified(Vec::new());
    let events = adopt(&school).unwrap();
    take(&mut school, &mut past, events);
    let mut files: Vec<PackFile> = pack().files().to_vec();
    for file in &mut files {
        file.text = file
            .text
            .replace("Support every child.", "Support each child.");
    }
    let later = Pack::from_kept(&files).unwrap();
    assert!(!school.setting.has_adopted(later.digest()));
    let verification = &school.setting.verification;
    let (mut offered, mut anew) = (0, Vec::new());
    for item in sheet(&later) {
        assert_eq!(verification.answer(later.digest(), &item), None);
        match verification.offered(later.digest(), &item) {
            Some(said) => {
                assert_eq!(said.answer, ItemAnswer::Agree);
                offered += 1;
            }
            None => anew.push(item.key),
        }
    }
    assert!(offered > 0);
    assert!(anew.contains(&"response:support".to_owned()), "{anew:?}");
}

#[test]
fn what_a_setting_wrote_is_kept_then_adopted_then_withdrawn() {
    let mut school = school();
    let own = guidance::OwnProcedure {
        title: "Out of hours zyxcanary".to_owned(),
        setting: "Example School".to_owned(),
        from: TODAY,
        contacts: vec![guidance::Contact {
            name: "Front door".to_owned(),
            for_what: "Referrals".to_owned(),
            who: "The lead".to_owned(),
            contact: vec!["01632 960000".to_owned()],
            ..guidance::Contact::default()
        }],
        always: Vec::new(),
    };
    let national = Library::shipped().on("england", TODAY).unwrap();
    let layer = Library::shipped()
        .check_own(&own.files(&national), TODAY, &[])
        .unwrap();
    let keep =
        |school: &School, layer: &Pack| acts::keep_own_guidance(&school.acting(school.lead), layer);
    let adopt = |school: &School, adopted, adviser: &str| {
        acts::adopt_own_guidance(&school.acting(school.lead), layer.id(), adopted, adviser)
    };
    assert_eq!(refused(keep(&school, &national)), [Refusal::NotALocalRule]);
    assert_eq!(
        refused(adopt(&school, true, "Pat Example")),
        [Refusal::NotALocalRule]
    );
    let kept = keep(&school, &layer).unwrap();
    school.take(kept.clone());
    assert_eq!(refused(keep(&school, &layer)), [Refusal::NothingChanged]);
    assert_eq!(
        refused(adopt(&school, false, "Pat Example")),
        [Refusal::NothingChanged]
    );
    assert_eq!(
        refused(adopt(&school, true, "")),
        [Refusal::Blank { field: "adviser" }]
    );
    let adopted = adopt(&school, true, "Pat Example").unwrap();
    school.take([kept.clone(), adopted.clone()].concat());
    let own = &school.setting.own_guidance[layer.id()];
    assert_eq!(own.adopted.as_ref().unwrap().digest, layer.digest());
    assert_eq!(
        refused(adopt(&school, true, "Pat Example")),
        [Refusal::NothingChanged]
    );
    let withdrawn = adopt(&school, false, "Pat Example").unwrap();
    school.take([kept, adopted, withdrawn].concat());
    assert_eq!(school.setting.own_guidance[layer.id()].adopted, None);
}
