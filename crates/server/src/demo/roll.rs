//! The pupils of the made-up school. Their surname is Example and their first names are trees and shrubs, so that nobody
//! takes one for a child.

use super::NotFilled;
use casework::acts::{NewChild, add_to_roll};
use casework::chronology::{Entry, Written};
use casework::event::PersonEvent;
use casework::id::{PersonId, StaffId};
use casework::outside::Outside;
use casework::people::Person;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use store::{Expect, Write};

/// First names, a year group after the other: the first is in year 7, the eighth in year 7 again.
const NAMES: [&str; 42] = [
    "Acacia", "Ash", "Aspen", "Bay", "Beech", "Birch", "Yew", "Briar", "Cedar", "Cypress",
    "Dogwood", "Elder", "Elm", "Fig", "Fir", "Gorse", "Hawthorn", "Hazel", "Heather", "Holly",
    "Hornbeam", "Ivy", "Juniper", "Larch", "Laurel", "Lilac", "Linden", "Magnolia", "Maple",
    "Medlar", "Myrtle", "Oak", "Olive", "Osier", "Pine", "Poplar", "Quince", "Rowan", "Spruce",
    "Sycamore", "Tamarisk", "Willow",
];

/// The pupils, by first name.
pub(super) struct Roll {
    pupils: BTreeMap<&'static str, (PersonId, Person)>,
}

impl Roll {
    /// The roll on a day, and what puts everybody on it.
    pub(super) fn on(today: Date, outside: &Outside) -> Result<(Self, Vec<Write>), NotFilled> {
        let began = school_year(today);
        let filled: Vec<NewChild> = (0_i16..)
            .zip(NAMES)
            .map(|(place, name)| pupil(place, name, began))
            .collect();
        let mut pupils = BTreeMap::new();
        let mut writes = Vec::new();
        for (name, (person, event)) in NAMES.into_iter().zip(add_to_roll(outside, &filled)?) {
            if let Some(known) = as_known(&event, outside) {
                pupils.insert(name, (person, known));
            }
            writes.push(Write::Person {
                person,
                expect: Expect::New,
                events: vec![event],
            });
        }
        Ok((Self { pupils }, writes))
    }

    /// Who a pupil is, by id.
    pub(super) fn known(&self, person: PersonId) -> Option<Person> {
        self.pupils
            .values()
            .find(|(id, _)| *id == person)
            .map(|(_, known)| known.clone())
    }

    /// A pupil, by first name.
    pub(super) fn named(&self, name: &str) -> Result<(PersonId, Person), NotFilled> {
        self.pupils
            .get(name)
            .cloned()
            .ok_or_else(|| NotFilled::Refused(format!("{name} is not on the roll")))
    }
}

/// A person as their first entry has them.
pub(super) fn as_known(event: &PersonEvent, outside: &Outside) -> Option<Person> {
    let entry = Entry {
        seq: 1,
        recorded_at: outside.now(),
        written: Written {
            by: StaffId(uuid::Uuid::nil()),
            event: event.clone(),
        },
    };
    Person::fold(&[entry])
}

/// The year in which the school year of a day began.
pub(super) fn school_year(day: Date) -> i16 {
    if day.month() >= 9 {
        day.year()
    } else {
        day.year() - 1
    }
}

fn pupil(place: i16, name: &str, began: i16) -> NewChild {
    let year = 7 + place % 7;
    // The seventh, in year 13, has turned 18 by the first days of September. Others have birthdays through the year.
    let months = if place == 6 { 0 } else { (place * 5) % 12 };
    let (later, month) = if months < 4 {
        (0, 9 + months)
    } else {
        (1, months - 3)
    };
    let born = date(
        began - 5 - year + later,
        i8::try_from(month).unwrap_or(9),
        i8::try_from(1 + (place * 11) % 28).unwrap_or(1),
    );
    NewChild {
        name: format!("{name} Example"),
        date_of_birth: Some(if place == 6 {
            date(began - 18, 9, 1)
        } else {
            born
        }),
        year_group: format!("Year {year}"),
        ..NewChild::default()
    }
}
