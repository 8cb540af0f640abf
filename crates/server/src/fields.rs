//! Fields that many forms ask for alike: a day, when something happened, a colleague, a child, by when. Each shows what was
//! typed and what is wrong with it; [`Reading`] reads them back and keeps every refusal, so that a person hears all at once.

use crate::govuk::{Checkboxes, Choice, DateInput, Html, Input, Radios, Select, SelectItem};
use crate::page_error::Instead;
use crate::typed::{FieldError, Typed};
use crate::visitor::AtCase;
use casework::acts::By;
use casework::case::Case;
use casework::event::Occurred;
use casework::id::StaffId;
use casework::refusal::Refusals;
use casework::setting::{Setting, Staff};
use guidance::Due;
use jiff::civil::{Date, Time};

/// The times to choose from, with their values in a form.
const TIMES: [(&str, &str, Due); 4] = [
    ("same-day", "Today", Due::SameDay),
    ("one-working-day", "1 working day", Due::WorkingDays(1)),
    ("three-school-days", "3 school days", Due::SchoolDays(3)),
    ("five-school-days", "5 school days", Due::SchoolDays(5)),
];

/// A day, empty at first.
pub fn day(typed: &Typed, name: &str, legend: &str) -> DateInput {
    let part = |part: &str| typed.text(&format!("{name}-{part}")).to_owned();
    DateInput::new(name, legend)
        .day(part("day"))
        .month(part("month"))
        .year(part("year"))
        .error(typed.error(name))
}

/// When something happened: a day (today until something else is typed), perhaps a time, and whether that is exact.
pub fn happened(typed: &Typed, name: &str, legend: &str, today: Date) -> Html {
    let date = if typed.is_empty() {
        DateInput::new(name, legend)
            .day(today.day().to_string())
            .month(today.month().to_string())
            .year(today.year().to_string())
    } else {
        day(typed, name, legend)
    };
    let time = format!("{name}-time");
    let about = format!("{name}-about");
    let clock = Input::new(time.as_str(), "Time, if known")
        .hint("For example 14:05")
        .width(5)
        .value(typed.text(&time))
        .error(typed.error(&time));
    let exact = Checkboxes::new(
        about.as_str(),
        Html::of(Hidden("How exact is that?")),
        [Choice::new("yes", "The day or time is not exact")],
    )
    .values(typed.all(&about))
    .small();
    Html::join([date.into(), clock.into(), exact.into()])
}

/// A legend for those who listen to the page; whoever sees it reads it from the box itself.
#[derive(askama::Template)]
#[template(
    source = r#"<span class="govuk-visually-hidden">{{ self.0 }}</span>"#,
    ext = "html"
)]
struct Hidden(&'static str);

impl askama::filters::HtmlSafe for Hidden {}

/// A colleague who works here now and, where it is about a case, is not kept from it.
pub fn colleague(
    typed: &Typed,
    name: &str,
    label: &str,
    setting: &Setting,
    case: Option<&Case>,
    first: Option<StaffId>,
) -> Select {
    let kept_out = |staff| case.is_some_and(|case| case.access().conflicted.contains(&staff));
    let chosen = match (typed.text(name), first) {
        ("", Some(first)) => first.to_string(),
        (typed, _) => typed.to_owned(),
    };
    colleague_who(typed, name, label, setting, |staff, _| !kept_out(staff)).value(Some(chosen))
}

/// A colleague who works here now and fits, by name.
pub fn colleague_who(
    typed: &Typed,
    name: &str,
    label: &str,
    setting: &Setting,
    fits: impl Fn(StaffId, &Staff) -> bool,
) -> Select {
    let mut here: Vec<(String, String)> = setting
        .staff
        .iter()
        .filter(|(staff, member)| !member.left && fits(**staff, member))
        .map(|(staff, member)| (member.name.as_str().to_owned(), staff.to_string()))
        .collect();
    here.sort();
    let items = here
        .into_iter()
        .map(|(name, staff)| SelectItem::new(staff, name));
    let blank = SelectItem::new("", "Choose a colleague");
    Select::new(name, label, std::iter::once(blank).chain(items))
        .value(Some(typed.text(name)))
        .error(typed.error(name))
}

/// One of the children involved.
pub fn child(typed: &Typed, at: &AtCase, name: &str, legend: &str) -> Radios {
    let children: Vec<_> = at.case.children.keys().copied().collect();
    let chosen = match (typed.text(name), children.as_slice()) {
        ("", [only]) => only.to_string(),
        (typed, _) => typed.to_owned(),
    };
    let choices = children
        .iter()
        .map(|child| Choice::new(child.to_string(), at.person_name(*child)));
    Radios::new(name, legend, choices)
        .value(Some(chosen))
        .error(typed.error(name))
}

/// By when: one of the usual times, or a day.
pub fn by_when(typed: &Typed, name: &str, legend: &str) -> Radios {
    let on = format!("{name}-on");
    let times = TIMES
        .into_iter()
        .map(|(value, label, _)| Choice::new(value, label));
    let another = Choice::new("day", "Another day").reveals(day(typed, &on, "Which day?"));
    Radios::new(name, legend, times.chain([another]))
        .value(Some(typed.text(name)))
        .error(typed.error(name))
}

/// Reads a form back, keeping everything that cannot be read.
pub struct Reading<'t> {
    typed: &'t Typed,
    wrong: Vec<FieldError>,
}

impl<'t> Reading<'t> {
    /// A form about to be read.
    pub fn of(typed: &'t Typed) -> Self {
        Self {
            typed,
            wrong: Vec::new(),
        }
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, field: &str, says: impl Into<String>) {
        self.wrong.push(FieldError {
            field: Some(field.to_owned()),
            says: says.into(),
        });
    }

    fn taken<T>(&mut self, field: &str, read: Result<Option<T>, String>) -> Option<T> {
        read.unwrap_or_else(|says| {
            self.wrong(field, says);
            None
        })
    }

    /// The day in a field.
    pub fn day(&mut self, field: &str) -> Option<Date> {
        self.taken(field, self.typed.day(field))
    }

    /// When something happened, as [`happened`] asks it.
    pub fn occurred(&mut self, field: &str) -> Option<Occurred> {
        let time = format!("{field}-time");
        let at: Option<Time> = self.taken(&time, self.typed.time(&time));
        let about = !self.typed.text(&format!("{field}-about")).is_empty();
        let on = self.day(field)?;
        Some(Occurred { on, at, about })
    }

    /// By when, as [`by_when`] asks it.
    pub fn by_when(&mut self, field: &str) -> By {
        let chosen = self.typed.text(field);
        if chosen == "day" {
            let on = format!("{field}-on");
            let wrong_before = self.wrong.len();
            return match self.day(&on) {
                Some(day) => By::On(day),
                None => {
                    if self.wrong.len() == wrong_before {
                        self.wrong(&on, "Enter the day by which it is to be done.");
                    }
                    By::NotSet
                }
            };
        }
        match TIMES.into_iter().find(|(value, ..)| *value == chosen) {
            Some((.., due)) => By::Within(due),
            None => {
                self.wrong(field, "Choose by when it is to be done.");
                By::NotSet
            }
        }
    }

    /// What an act made of the form, or everything that is wrong with it.
    ///
    /// # Errors
    /// [`Instead::Refused`] with what could not be read and what the act refused.
    pub fn finish<T>(self, made: Result<T, Refusals>) -> Result<T, Instead> {
        self.finish_as(made, &[])
    }

    /// As [`Reading::finish`], where the form calls some of the act's fields otherwise: `(the act's, the form's)`.
    ///
    /// # Errors
    /// As [`Reading::finish`].
    pub fn finish_as<T>(
        self,
        made: Result<T, Refusals>,
        names: &[(&str, &str)],
    ) -> Result<T, Instead> {
        let mut wrong = self.wrong;
        let refused = match made {
            Ok(made) if wrong.is_empty() => return Ok(made),
            Ok(_) => Vec::new(),
            Err(refusals) => refusals.0,
        };
        for refusal in refused {
            let field = refusal.field().map(|field| {
                names
                    .iter()
                    .find(|(act, _)| *act == field)
                    .map_or(field, |(_, form)| form)
            });
            // A field that could not be read reaches the act as a blank one; it is told once.
            let told = field.is_some_and(|field| {
                let within = format!("{field}-on");
                wrong.iter().any(|known| {
                    known
                        .field
                        .as_deref()
                        .is_some_and(|known| known == field || known == within)
                })
            });
            if !told {
                wrong.push(FieldError {
                    field: field.map(str::to_owned),
                    says: refusal.says(),
                });
            }
        }
        Err(Instead::Refused(wrong))
    }
}
