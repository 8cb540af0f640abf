//! Going through the verification sheet, adopting the text, and a setting's own procedure, as the lead meets them.

use crate::assessing::{Desk, plain};
use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::event::{CaseEvent, Role};

const ADVISER: [(&str, &str); 7] = [
    ("adviser", "Pat Example"),
    ("adviser_role", "Safeguarding adviser"),
    ("organisation", "Example Council"),
    ("initials", "PE"),
    ("on-day", "25"),
    ("on-month", "3"),
    ("on-year", "2026"),
];

/// The questions of a part of the sheet, by the names of their fields.
fn questions(page: &Page) -> Vec<String> {
    let mut names: Vec<String> = page
        .text
        .split("name=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| name.starts_with("answer-"))
        .map(str::to_owned)
        .collect();
    names.dedup();
    names
}

impl House {
    /// The pages of the sheet, in order.
    async fn parts_of_the_sheet(&self, cookie: &str) -> Vec<String> {
        let sheet = self.get(Some(cookie), "/setting/guidance/sheet").await;
        assert_eq!(sheet.status, StatusCode::OK);
        sheet
            .text
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|href| href.starts_with("/setting/guidance/sheet/"))
            .map(str::to_owned)
            .collect()
    }

    /// Agrees with everything on one page, but for what is said otherwise.
    async fn answer_part(&self, cookie: &str, path: &str, otherwise: &[(&str, &str)]) -> Page {
        let page = self.get(Some(cookie), path).await;
        let names = questions(&page);
        assert!(!names.is_empty(), "{path}");
        let once = page.hidden("once");
        let mut fields = vec![("once", once.as_str())];
        fields.extend(ADVISER);
        for name in &names {
            if !otherwise.iter().any(|(field, _)| field == name) {
                fields.push((name, "agree"));
            }
        }
        fields.extend_from_slice(otherwise);
        self.post(Some(cookie), path, &fields).await
    }

    async fn adopt(&self, cookie: &str) -> Page {
        let page = self.get(Some(cookie), "/setting/guidance").await;
        let (once, digest) = (page.hidden("once"), page.hidden("digest"));
        let mut fields = vec![("once", once.as_str()), ("digest", digest.as_str())];
        fields.extend_from_slice(&ADVISER[..3]);
        self.post(Some(cookie), "/setting/guidance", &fields).await
    }
}

#[tokio::test]
async fn a_text_is_gone_through_item_by_item_adopted_and_read_in_both_wordings() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Lead).await;
    let case = format!("/cases/{}", house.case);
    let on_case = house.get(Some(&cookie), &case).await;
    assert!(on_case.text.contains("No adviser has adopted this text"));
    let refused = house.adopt(&cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text
            .contains("items of the sheet have no answer yet")
    );
    assert!(
        refused
            .text
            .contains("href=\"/setting/guidance/sheet/rules\"")
    );
    let day = "2026-03-25".parse().unwrap();
    let pack = house
        .app
        .text_for(&*house.setting().await, guidance::Concern::default(), day)
        .unwrap();
    let rule = pack.rules()[0].clone();
    let rejected = pack.rules()[1].clone();
    let name = |what: &str, id: &str| format!("{what}-rule-{id}");
    let otherwise = [
        (name("answer", &rule.id), "correct".to_owned()),
        (
            format!("{}-says", name("words", &rule.id)),
            format!("In other words, {CANARY}."),
        ),
        (name("correct-why", &rule.id), "Plainer.".to_owned()),
        (name("answer", &rejected.id), "reject".to_owned()),
        (name("reject-why", &rejected.id), "Not ours.".to_owned()),
    ];
    let otherwise: Vec<(&str, &str)> = otherwise
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let parts = house.parts_of_the_sheet(&cookie).await;
    for (at, part) in parts.iter().enumerate() {
        let said = if part.ends_with("/rules") {
            &otherwise[..]
        } else {
            &[]
        };
        let saved = house.answer_part(&cookie, part, said).await;
        assert_eq!(
            saved.status,
            StatusCode::SEE_OTHER,
            "{part}: {}",
            saved.text
        );
        let onwards = parts
            .get(at + 1)
            .map_or("/setting/guidance/sheet", String::as_str);
        assert_eq!(saved.to(), onwards);
        if at == 0 {
            let under_way = house.get(Some(&cookie), &case).await;
            assert!(
                under_way.text.contains("Being verified: 12 of "),
                "{}",
                under_way.text
            );
        }
    }
    let sheet = house.get(Some(&cookie), "/setting/guidance/sheet").await;
    assert!(
        sheet.text.contains("Every item is answered"),
        "{}",
        sheet.text
    );
    let adopted = house.adopt(&cookie).await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.text);
    let on_case = house.get(Some(&cookie), &case).await;
    assert!(
        on_case.text.contains("Adopted for this setting on 25 March 2026, advised by Pat Example, Safeguarding adviser, Example Council"),
        "{}",
        on_case.text
    );
    let rules = format!("/guidance/{}/{}/rules", pack.id(), pack.version());
    let read = house.get(Some(&cookie), &rules).await.text;
    assert!(read.contains("Corrected by Pat Example"), "{read}");
    assert!(read.contains(&format!("In other words, {CANARY}.")));
    assert!(read.contains("The original says") && read.contains(rule.says.as_ref()));
    assert!(read.contains("Rejected by Pat Example") && read.contains("It stays in force"));
    let page = format!("{case}/recommendation");
    let recommended = house.get(Some(&cookie), &page).await.text;
    assert!(
        recommended.contains("In your adviser\u{2019}s words"),
        "{recommended}"
    );
    assert!(!recommended.contains(rule.says.as_ref()) || recommended.contains("The original says"));
    let stranger = house.get(None, &rules).await.text;
    assert!(!stranger.contains(CANARY) && !stranger.contains("Pat Example"));
    // The text and the words were kept with the adoption, to be read years later.
    let setting = house.setting().await;
    let adoption = setting.adoption_of(pack.digest()).unwrap();
    let kept = house
        .app
        .store()
        .pack(setting.id, pack.digest())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        guidance::Pack::from_kept(&kept).unwrap().digest(),
        pack.digest()
    );
    let words = adoption.wording.clone().unwrap();
    let kept = house
        .app
        .store()
        .pack(setting.id, &words)
        .await
        .unwrap()
        .unwrap();
    let words = guidance::Wording::read(&kept[0], &pack).unwrap().unwrap();
    assert_eq!(
        (words.corrections().len(), words.rejections().len()),
        (1, 1)
    );
    assert!(!house.log().contains(CANARY));
}

#[tokio::test]
async fn a_part_of_the_sheet_keeps_what_was_typed_and_says_what_is_missing_beside_the_item() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Head).await;
    let path = "/setting/guidance/sheet/questions";
    let page = house.get(Some(&cookie), path).await;
    let first = questions(&page).remove(0);
    let why = first.replacen("answer", "correct-why", 1);
    let refused = house
        .answer_part(&cookie, path, &[(&first, "correct"), (&why, CANARY)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(&format!("href=\"#{first}\"")));
    assert!(refused.text.contains("Write what it should say") && refused.text.contains(CANARY));
    let progress = |setting: &casework::setting::Setting| {
        let pack = house
            .app
            .text_for(
                setting,
                guidance::Concern::default(),
                "2026-03-25".parse().unwrap(),
            )
            .unwrap();
        setting.verification.progress(&pack).answered
    };
    assert_eq!(progress(&*house.setting().await), 0);
    let once = refused.hidden("once");
    let nothing = house.post(Some(&cookie), path, &[("once", &once)]).await;
    assert!(
        nothing
            .text
            .contains("Nothing is answered on this page yet")
    );
    let saved = house.answer_part(&cookie, path, &[]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(progress(&*house.setting().await), 12);
    let looked_through_again = house.answer_part(&cookie, path, &[]).await;
    assert_eq!(looked_through_again.to(), saved.to());
    let again = house.get(Some(&cookie), path).await;
    assert!(again.text.contains("PE on 25 March 2026"), "{}", again.text);
    assert!(again.text.contains("value=\"Example Council\""));
}

#[tokio::test]
async fn the_sheet_is_printed_with_every_item() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Lead).await;
    let paper = house
        .get(Some(&cookie), "/setting/guidance/sheet.pdf")
        .await;
    assert_eq!(paper.status, StatusCode::OK);
    assert!(paper.text.starts_with("%PDF-"));
    assert!(
        paper.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains("verification-sheet-england-ukcis-2024.pdf")
    );
}

const CONTACT: [(&str, &str); 6] = [
    ("title", "Out of hours"),
    ("contact_name", "Front door zyxcanary"),
    ("contact_for", "Referrals at night"),
    ("contact_who", "The lead and deputies"),
    ("contact_lines", "01632 960000\nAsk for the duty worker"),
    ("contact_notes", ""),
];

#[tokio::test]
async fn a_setting_adds_its_own_contact_and_rule_adopts_them_and_withdraws_them() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Lead).await;
    let own = "/setting/guidance/own";
    let mut fields = CONTACT.to_vec();
    fields.extend([
        ("response", "refer-now"),
        ("when", "several-recipients=yes"),
        ("says", "Our local procedure refers every such case."),
    ]);
    let (kept, _) = house.set(Role::Lead, own, &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let page = house.get(Some(&cookie), "/setting/guidance").await.text;
    assert!(page.contains("Front door zyxcanary") && page.contains("Not in force here"));
    let day = "2026-03-25".parse().unwrap();
    let text = |setting: &casework::setting::Setting| {
        house
            .app
            .text_for(setting, guidance::Concern::default(), day)
            .unwrap()
    };
    let national = text(&*house.setting().await);
    let act = |adopt: &'static str| {
        let fields = [
            ("own", "local-out-of-hours"),
            ("adopt", adopt),
            ("adviser-local-out-of-hours", "Pat Example"),
        ];
        let house = &house;
        async move { house.set(Role::Lead, "/setting/guidance", &fields).await.0 }
    };
    let adopted = act("yes").await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.text);
    let with = text(&*house.setting().await);
    assert!(with.version().contains("local-out-of-hours@2026-03-25"));
    let services = format!("/guidance/{}/{}/services", with.id(), with.version());
    let read = house.get(Some(&cookie), &services).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(read.text.contains("Front door zyxcanary"));
    assert!(read.text.contains("own stricter rule"), "shown as local");
    let stranger = house.get(None, &services).await;
    assert_eq!(
        stranger.status,
        StatusCode::NOT_FOUND,
        "nobody else\u{2019}s"
    );
    let withdrawn = act("no").await;
    assert_eq!(
        withdrawn.status,
        StatusCode::SEE_OTHER,
        "{}",
        withdrawn.text
    );
    assert_eq!(text(&*house.setting().await).digest(), national.digest());
}

#[tokio::test]
async fn what_could_weaken_the_guidance_is_refused_with_its_line_and_kept_as_typed() {
    let house = House::with_a_case().await;
    let (blank, _) = house
        .set(Role::Lead, "/setting/guidance/own", &[("says", CANARY)])
        .await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.text.contains("Choose what is always asked for") && blank.text.contains(CANARY));
    let lower = [
        ("title", "Fewer"),
        ("response", "refer-now"),
        ("when", "several-recipients=no"),
        ("says", CANARY),
    ];
    let (refused, _) = house.set(Role::Lead, "/setting/guidance/own", &lower).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("rules/always.toml, line "),
        "{}",
        refused.text
    );
    let text = "#> pack.toml\nformat = 1\nid = \"local-x\"\nlocl = true\n";
    let (refused, _) = house
        .set(Role::Lead, "/setting/guidance/own/text", &[("text", text)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("pack.toml, line 3"),
        "{}",
        refused.text
    );
    assert!(refused.text.contains("Did you mean \u{201c}local\u{201d}?"));
    assert!(refused.text.contains("id = &#34;local-x&#34;") || refused.text.contains("local-x"));
    assert!(house.setting().await.own_guidance.is_empty());
}

#[tokio::test]
async fn a_consultation_under_a_layer_of_ones_own_replays_from_what_was_kept() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Lead).await;
    let (kept, _) = house
        .set(Role::Lead, "/setting/guidance/own", &CONTACT)
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let fields = [
        ("own", "local-out-of-hours"),
        ("adopt", "yes"),
        ("adviser-local-out-of-hours", "Pat Example"),
    ];
    house.set(Role::Lead, "/setting/guidance", &fields).await;
    let path = format!("/cases/{}/recommendation", house.case);
    let shown = house.get(Some(&cookie), &path).await;
    let (once, seen) = (shown.hidden("once"), shown.hidden("seen"));
    let consulted = house
        .post(Some(&cookie), &path, &[("once", &once), ("seen", &seen)])
        .await;
    assert_eq!(
        consulted.status,
        StatusCode::SEE_OTHER,
        "{}",
        consulted.text
    );
    let digest = house
        .events()
        .await
        .into_iter()
        .rev()
        .find_map(|event| match event {
            CaseEvent::GuidanceConsulted {
                digest, version, ..
            } => {
                assert!(version.contains("local-out-of-hours"), "{version}");
                Some(digest)
            }
            _ => None,
        });
    // Withdrawn since, and not in this program: only what was kept can run it again.
    let mut withdraw = fields;
    withdraw[1] = ("adopt", "no");
    house.set(Role::Lead, "/setting/guidance", &withdraw).await;
    let files = house
        .app
        .store()
        .pack(house.school.setting, &digest.clone().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        guidance::Pack::from_kept(&files).unwrap().digest(),
        digest.unwrap()
    );
    let chronology = house
        .get(Some(&cookie), &format!("/cases/{}/chronology", house.case))
        .await;
    assert!(
        chronology.text.contains("it gives the same"),
        "{}",
        chronology.text
    );
}

/// A layer of the setting's own: something it always does, with a way of answering it.
const OWN_STEP: &str = "#> pack.toml
format = 1
id = \"local-own-step\"
version = \"2026-03-25\"
title = \"Our own step\"
term = \"imagery\"
jurisdiction = \"england\"
in_force = { from = \"2026-03-25\" }
posture = \"weigh-each-case\"
status = \"draft\"
review_by = \"2027-03-25\"
summary = \"What we always do.\"
layer_over = [\"england-ukcis-2024\"]
local = true

[[source]]
id = \"own-procedure\"
title = \"Our own procedure\"
publisher = \"This school\"
dated = \"2026\"

standing = \"ours\"
read = \"ours\"

[[route]]
id = \"own-way\"
label = \"Ask our own adviser\"

[[response]]
id = \"own-step\"
says = \"Ask our own adviser.\"
by = \"same-day\"
duty = \"lead\"
satisfied_by = [\"own-way\"]
source = { id = \"own-procedure\", mark = \"ours\" }

#> rules/own.toml
[[rule]]
id = \"own-step-rule\"
kind = \"duty\"
says = \"Our own procedure asks for this in every case.\"
when = \"always\"
calls_for = [\"own-step\"]
unknown = \"ask\"
source = { id = \"own-procedure\", mark = \"ours\" }
";

#[tokio::test]
async fn a_decision_under_a_layer_withdrawn_since_is_told_in_the_words_it_was_made_in() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let desk = Desk::of(&house).await;
    let own = [("text", OWN_STEP)];
    let (kept, _) = house
        .set(Role::Lead, "/setting/guidance/own/text", &own)
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", plain(&kept.text));
    let mut fields = [
        ("own", "local-own-step"),
        ("adopt", "yes"),
        ("adviser-local-own-step", "Pat Example"),
    ];
    house.set(Role::Lead, "/setting/guidance", &fields).await;
    desk.answer(&[("child:coerced", "yes")]).await;
    let head = house.school.who(Role::Head).to_string();
    let sent = desk
        .send(
            "decision",
            &[
                ("routes", "manage-in-setting"),
                ("rationale", "zyxcanary"),
                ("reason", "zyxcanary"),
                ("second", &head),
            ],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", plain(&sent.text));
    fields[1] = ("adopt", "no");
    house.set(Role::Lead, "/setting/guidance", &fields).await;

    let cookie = house.signed_in(Role::Head).await;
    let shown = house.get(Some(&cookie), &desk.path("second-view")).await;
    let shown = plain(&shown.text);
    assert!(shown.contains("Ask our own adviser."), "{shown}");
    assert!(!shown.contains("own-step"), "{shown}");
    for page in ["decision", "review"] {
        let shown = plain(&desk.see(page).await.text);
        assert!(shown.contains("Ask our own adviser."), "{page}: {shown}");
        assert!(!shown.contains("own-step"), "{page}: {shown}");
    }
}

#[tokio::test]
async fn the_guidance_on_another_kind_of_concern_is_gone_through_and_adopted_by_itself() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Lead).await;
    let bullying = "/setting/guidance/online-bullying";
    let first = house.get(Some(&cookie), "/setting/guidance").await;
    assert!(first.text.contains(bullying), "{}", first.text);
    let sheet = house.get(Some(&cookie), &format!("{bullying}/sheet")).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(sheet.text.contains("items are left to answer."));
    let parts: Vec<&str> = sheet
        .text
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with(&format!("{bullying}/sheet/")))
        .collect();
    assert!(parts.len() > 2, "{}", sheet.text);
    for part in parts {
        let page = house.get(Some(&cookie), part).await;
        let answers = questions(&page);
        let mut fields: Vec<(&str, &str)> = ADVISER.to_vec();
        fields.extend(answers.iter().map(|name| (name.as_str(), "agree")));
        let (sent, _) = house.set(Role::Lead, part, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{part}: {}", sent.text);
        assert!(sent.to().starts_with(bullying), "{}", sent.to());
    }
    let day = "2026-03-25".parse().unwrap();
    let text = |setting: &casework::setting::Setting, kind| {
        house.app.text_for(setting, kind, day).unwrap()
    };
    let setting = house.setting().await;
    let whole = text(&setting, guidance::Concern::OnlineBullying);
    assert!(setting.verification.progress(&whole).is_whole());
    let mut adopt = ADVISER[..3].to_vec();
    adopt.push(("digest", whole.digest()));
    let (adopted, _) = house.set(Role::Lead, bullying, &adopt).await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.text);
    assert_eq!(adopted.to(), bullying);
    let setting = house.setting().await;
    assert!(setting.adoption_of(whole.digest()).is_some());
    let other = text(&setting, guidance::Concern::SharingNudes);
    assert!(setting.adoption_of(other.digest()).is_none());
    assert_eq!(setting.verification.progress(&other).answered, 0);
    let paper = house
        .get(Some(&cookie), &format!("{bullying}/sheet.pdf"))
        .await;
    assert_eq!(paper.status, StatusCode::OK);
    for unknown in ["cycling", "sheet2"] {
        let path = format!("/setting/guidance/{unknown}");
        let page = house.get(Some(&cookie), &path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}
