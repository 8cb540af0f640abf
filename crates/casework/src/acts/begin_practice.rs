//! Begin to practise: a room of one's own with made-up people, and one worked example of the guidance to work on. What
//! is made here is written under keys of its own; nothing of it is in the setting's record but that somebody practised.

use super::form::{Form, not_words};
use super::{Acting, ChildNamed, NewChild, ReportConcern, add_to_roll, report_concern};
use crate::event::{CameBy, CaseEvent, PersonEvent, Role, SettingEvent};
use crate::id::{CaseId, PersonId, StaffId};
use crate::refusal::{Refusal, Refusals};
use crate::setting::Setting;
use crate::words::Words;
use guidance::{Answer, ChildFacts, Derived, Example, Pack};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What somebody chose to practise.
#[derive(Clone, Default)]
pub struct BeginPractice {
    /// The example, by its name in the pack.
    pub example: String,
    /// Respond to it as a safeguarding lead; otherwise report it as a member of staff.
    pub as_lead: bool,
}

/// A room to practise in, before it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRoom {
    /// Who the one who practises is in it.
    pub me: StaffId,
    /// Its first entries, the founding first.
    pub events: Vec<SettingEvent>,
    /// The made-up children on its roll.
    pub people: Vec<(PersonId, PersonEvent)>,
    /// For a lead: the concern that a made-up colleague reported.
    pub concern: Option<Reported>,
}

/// The made-up concern that a lead is to respond to.
#[derive(Debug, Clone, PartialEq)]
pub struct Reported {
    /// The made-up colleague.
    pub by: StaffId,
    /// The case.
    pub case: CaseId,
    /// Its first entries.
    pub events: Vec<CaseEvent>,
}

/// The made-up pupils besides those of the incident, so that looking somebody up is looking. Name and age.
const OTHERS: [(&str, i16); 3] = [
    ("Ash Example", 12),
    ("Birch Example", 13),
    ("Cedar Example", 15),
];
/// Who else works there: nobody real, and nobody whom a message could reach.
const COLLEAGUES: [(&str, &str, Role); 3] = [
    ("Alex Practice", "alex@practice.example", Role::Reporter),
    ("Sam Practice", "sam@practice.example", Role::Deputy),
    ("Jo Practice", "jo@practice.example", Role::Head),
];

/// Makes a room for whoever acts. Whoever is no lead or deputy practises reporting, whatever was chosen.
///
/// # Errors
/// Where the pack has no such example, or this is a practice room already.
pub fn begin_practice(
    acting: &Acting<'_>,
    pack: &Pack,
    filled: &BeginPractice,
) -> Result<NewRoom, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let example = pack
        .examples()
        .iter()
        .find(|example| example.name.as_ref() == filled.example);
    form.refuse_if(
        example.is_none() || acting.setting.is_practice(),
        Refusal::NothingChosen { field: "example" },
    );
    let member = acting.setting.works_here(acting.by);
    let leads = member.is_some_and(|member| responds(&member.roles));
    let outside = acting.outside;
    let me = outside.new_staff();
    let example = form.finish(example)?;
    let name = words("name", "Practice school (made up)")?;
    let mut events = vec![SettingEvent::PracticeFounded {
        name,
        jurisdiction: acting.setting.jurisdiction.clone(),
        college: acting.setting.college,
        of: acting.setting.id,
        digest: pack.digest().to_owned(),
        example: example.name.to_string(),
    }];
    let as_lead = leads && filled.as_lead;
    let role = if as_lead { Role::Lead } else { Role::Reporter };
    let own_name = member.map_or("You", |member| member.name.as_str());
    events.push(added(me, own_name, "you@practice.example", role)?);
    let mut reporter = me;
    let mut deputy = me;
    for (name, email, role) in COLLEAGUES {
        let staff = outside.new_staff();
        match role {
            Role::Reporter => reporter = staff,
            Role::Deputy => deputy = staff,
            _ => {}
        }
        events.push(added(staff, name, email, role)?);
    }
    events.extend(as_in(acting.setting, me, deputy, as_lead)?);
    let today = crate::calendar::day_of(outside.now());
    let involved: Vec<NewChild> = example
        .facts
        .children
        .iter()
        .map(|child| pupil(pack, example, child, today))
        .collect();
    let others = OTHERS.map(|(name, age)| aged(name, Some(age), today));
    let people = add_to_roll(
        outside,
        &involved
            .iter()
            .cloned()
            .chain(others)
            .collect::<Vec<NewChild>>(),
    )?;
    let concern = if as_lead {
        let children: Vec<PersonId> = people
            .iter()
            .take(involved.len())
            .map(|(person, _)| *person)
            .collect();
        Some(told(acting, reporter, example, &children)?)
    } else {
        None
    };
    Ok(NewRoom {
        me,
        events,
        people,
        concern,
    })
}

/// Whether somebody with these roles may practise responding.
pub fn responds(roles: &BTreeSet<Role>) -> bool {
    roles.contains(&Role::Lead) || roles.contains(&Role::Deputy)
}

fn added(staff: StaffId, name: &str, email: &str, role: Role) -> Result<SettingEvent, Refusals> {
    Ok(SettingEvent::StaffAdded {
        staff,
        name: words("name", name)?,
        email: words("email", email)?,
        roles: BTreeSet::from([role]),
    })
}

/// What is as it is in the setting itself, since the guidance and its clocks stand on it; and who is on duty.
fn as_in(
    setting: &Setting,
    me: StaffId,
    deputy: StaffId,
    as_lead: bool,
) -> Result<Vec<SettingEvent>, Refusals> {
    let own = words("adviser", "The setting itself, as in its own record")?;
    let mut events: Vec<SettingEvent> = setting
        .local_rules
        .iter()
        .map(|pack| SettingEvent::LocalRuleAdopted {
            pack: pack.clone(),
            adopted: true,
            adviser: own.clone(),
        })
        .collect();
    events.extend(
        setting
            .adopted
            .iter()
            .map(|known| SettingEvent::PackAdopted {
                pack: known.pack.clone(),
                version: known.version.clone(),
                digest: known.digest.clone(),
                adviser: known.adviser.clone(),
                // The adviser's answers stay in the setting they were given in; in practice the text speaks as it came.
                wording: None,
            }),
    );
    events.push(SettingEvent::ClosedDaysSet {
        closed: setting.closed_days.clone(),
    });
    events.push(SettingEvent::DutySet {
        staff: if as_lead { me } else { deputy },
        reach: words("reach", "Extension 0 (made up)")?,
        cover: as_lead.then_some(deputy),
        cover_reach: None,
    });
    Ok(events)
}

/// The concern as a made-up colleague reported it, in the words of the story.
fn told(
    acting: &Acting<'_>,
    by: StaffId,
    example: &Example,
    children: &[PersonId],
) -> Result<Reported, Refusals> {
    let filled = ReportConcern {
        what: example.tells.to_string(),
        came_by: Some(CameBy::NotSaid),
        children: children.iter().copied().map(ChildNamed::Known).collect(),
        names_not_known: children.is_empty(),
        ..ReportConcern::default()
    };
    let made = report_concern(&Acting { by, ..*acting }, &filled)?;
    Ok(Reported {
        by,
        case: made.case,
        events: made.events,
    })
}

/// A child of the story, as old as the story and its facts say. Where they leave the age open, so does the roll.
fn pupil(pack: &Pack, example: &Example, child: &ChildFacts, today: Date) -> NewChild {
    let stated = stated_age(&example.tells, &child.name);
    let known = |derived: Derived| {
        pack.facts()
            .iter()
            .find(|fact| fact.derived == Some(derived))
            .and_then(|fact| child.answers.get(fact.id.as_ref()))
            .filter(|answer| answer.is_known())
    };
    let (under_13, over_18) = (known(Derived::AgeUnder13), known(Derived::Age18OrOver));
    let agrees = |age: i16| {
        let says = |answer: Option<&Answer>, holds: bool| {
            answer.is_none_or(|answer| (*answer == Answer::Yes) == holds)
        };
        says(under_13, age < 13) && says(over_18, age >= 18)
    };
    let open = stated.is_none() && under_13.is_none() && over_18.is_none();
    let age = stated
        .into_iter()
        .chain([15, 12, 18])
        .find(|age| agrees(*age))
        .filter(|_| !open);
    aged(&child.name, age, today)
}

fn aged(name: &str, age: Option<i16>, today: Date) -> NewChild {
    let born = age.and_then(|age| today.checked_sub(age.years().days(100)).ok());
    NewChild {
        name: name.to_owned(),
        date_of_birth: born,
        year_group: age.map_or_else(String::new, |age| {
            format!("Year {}", (age - 5).clamp(7, 13))
        }),
        setting: String::new(),
    }
}

/// The age a story gives: "Child A is 12".
fn stated_age(tells: &str, name: &str) -> Option<i16> {
    let after = tells.split_once(&format!("{name} is "))?.1;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn words(field: &'static str, text: &str) -> Result<Words, Refusals> {
    Words::typed(text).map_err(|kind| Refusals(vec![not_words(field, kind)]))
}
