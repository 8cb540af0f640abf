//! What people and services are called where a setting is, and what its guidance must say of itself on every page that
//! uses it. A name comes from the guidance of that place; where none was seen the words are general. England's own words
//! stand for England alone.

use crate::govuk::{Html, InsetText};
use casework::event::Role;
use casework::nation;
use casework::setting::Setting;
use guidance::{Concern, Library, Pack, Posture, RoleName, Status};
use jiff::civil::Date;
use std::sync::Arc;

const ENGLAND: &str = "england";

/// What people and services are called where a setting is.
#[derive(Clone)]
pub struct Place {
    /// Who leads on safeguarding, inside a sentence: "designated safeguarding lead".
    pub lead: String,
    /// Who stands in for them.
    pub deputy: String,
    /// Who heads the setting.
    pub head: String,
    /// Whom to call where a child is in danger now, after the word "call".
    pub emergency: String,
    /// What helps somebody say whom they referred to.
    pub agency_hint: &'static str,
    /// What stands over every page that uses the guidance, where that is a skeleton or there is none.
    pub notice: Option<String>,
}

impl Default for Place {
    /// Nobody has said where we are.
    fn default() -> Self {
        Self {
            lead: "safeguarding lead".to_owned(),
            deputy: "deputy".to_owned(),
            head: "head".to_owned(),
            emergency: "999, or the emergency number where you are".to_owned(),
            agency_hint: AGENCY,
            notice: None,
        }
    }
}

const AGENCY: &str = "The name of the agency, and the name or role of who you spoke to";
const FRONT_DOOR: &str =
    "For example the front door of your council, and the name or role of who you spoke to";

impl Place {
    /// As the guidance in force for a setting names them.
    pub fn of(setting: &Setting, pack: &Pack) -> Self {
        let england = setting.jurisdiction == ENGLAND;
        let named = |role: RoleName, in_england: &str, else_where: &str| {
            pack.role(role).map_or_else(
                || if england { in_england } else { else_where }.to_owned(),
                |known| known.called.to_string(),
            )
        };
        let lead = named(
            RoleName::Lead,
            "designated safeguarding lead",
            "safeguarding lead",
        );
        Self {
            deputy: named(
                RoleName::Deputy,
                "deputy designated safeguarding lead",
                &format!("deputy {lead}"),
            ),
            lead,
            head: named(
                RoleName::Head,
                "headteacher or principal",
                "head of the setting",
            ),
            emergency: named(RoleName::Emergency, "999", "the emergency services"),
            agency_hint: if england { FRONT_DOOR } else { AGENCY },
            notice: notice(pack, &setting.jurisdiction),
        }
    }

    /// A role as pages of this place name it.
    pub fn role(&self, role: Role) -> String {
        use crate::pages::guidance::in_words::capital;
        match role {
            Role::Lead => capital(&self.lead),
            Role::Deputy => capital(&self.deputy),
            Role::Head => capital(&self.head),
            other => crate::page::role_in_words(other).to_owned(),
        }
    }

    /// For a page: the notice, where there is one.
    pub fn shown(&self) -> Option<Html> {
        let notice = self.notice.as_deref()?;
        Some(InsetText::new(notice).into())
    }
}

/// What a text says of itself wherever it is shown: that it is a skeleton, or that there is none. Nothing for a fuller one.
pub fn notice(pack: &Pack, jurisdiction: &str) -> Option<String> {
    let place = nation::called(jurisdiction);
    if pack.jurisdiction() == nation::ELSEWHERE {
        let place = match jurisdiction {
            nation::ELSEWHERE => "this place".to_owned(),
            _ => format!("this kind of concern in {place} on this day"),
        };
        return Some(format!(
            "No guidance is built in for {place}. Nothing here says what is called for. Use your own national or local procedure, seek advice, decide, and write down why."
        ));
    }
    (pack.status() == Status::Skeleton).then(|| {
        format!(
            "This is a skeleton: only parts of the official text for {place} were seen, and what is not here may still be required of you. Use your own national or local procedure and seek advice."
        )
    })
}

/// What the posture of a text means for whoever decides; nothing where each case is weighed.
pub fn posture_says(pack: &Pack) -> Option<&'static str> {
    match pack.posture() {
        Posture::WeighEachCase => None,
        Posture::ReferByDefault => Some(
            "Here reporting is the default. Reporting is one step; deciding not to report is what needs a reason and a second person.",
        ),
        Posture::StatutoryReport => Some(
            "Here the law requires a report in some cases. Whatever is decided in this case, a person\u{2019}s own duty to report stays open until that person says that it is done.",
        ),
        Posture::NotSeen => Some(
            "Whether reporting is the default here, or the law requires it, was not seen. Find out before you decide not to report.",
        ),
    }
}

/// The guidance in force for a setting on a day, for one kind of concern, with the layers it adopted and those it wrote. Where its place has none, the text that says so and
/// asks nothing: never another nation's, and never one about another kind.
pub fn in_force(
    library: &Library,
    setting: &Setting,
    concern: Concern,
    day: Date,
    own: &[Arc<Pack>],
) -> Option<Arc<Pack>> {
    let local: Vec<&str> = setting.local_rules.iter().map(String::as_str).collect();
    library
        .on_with_own(&setting.jurisdiction, concern, day, &local, own)
        .or_else(|| library.on(nation::ELSEWHERE, day))
}
