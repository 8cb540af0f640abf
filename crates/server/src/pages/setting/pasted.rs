//! A list of pupils as somebody pastes it: one on each line, "name, date of birth, year", parted by commas or tabs.

use casework::acts::NewChild;
use jiff::civil::Date;

/// One line that is not blank.
pub(super) struct Line {
    /// Counted from 1, blank lines too.
    pub(super) number: usize,
    /// The pupil, or what is wrong with the line.
    pub(super) says: Result<NewChild, &'static str>,
}

/// Reads a pasted list.
pub(super) fn read(text: &str) -> Vec<Line> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| Line {
            number,
            says: pupil(line),
        })
        .collect()
}

fn pupil(line: &str) -> Result<NewChild, &'static str> {
    let parting = if line.contains('\t') { '\t' } else { ',' };
    let mut parts = line
        .split(parting)
        .map(|part| part.trim().trim_matches('"').trim());
    let (name, born, year) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    if parts.any(|more| !more.is_empty()) {
        return Err(
            "there is more than name, date of birth and year. Write the name without a comma.",
        );
    }
    if !name.chars().any(char::is_alphabetic) {
        return Err("the name is missing.");
    }
    let date_of_birth = match born {
        "" => None,
        born => Some(
            day(born)
                .ok_or("the date of birth is no date. Write it like 27/3/2012, or leave it out.")?,
        ),
    };
    Ok(NewChild {
        name: name.to_owned(),
        date_of_birth,
        year_group: year.to_owned(),
        setting: String::new(),
    })
}

/// `27/3/2012`, `27.3.2012`, `27-03-2012` or `2012-03-27`. A year of two digits is not guessed at.
fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text
        .split(['/', '.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test may stop at the first surprise"
    )]
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_dates_and_years_are_read_with_commas_or_tabs_and_can_be_left_out() {
        let lines = read(
            "Ash zyxcanary, 27/3/2012, Year 9\n\nBirch zyxcanary\t2013-01-02\t8\nCedar zyxcanary\n\"Dale zyxcanary\", , 7",
        );
        let pupils: Vec<&NewChild> = lines
            .iter()
            .map(|line| line.says.as_ref().unwrap())
            .collect();
        assert_eq!(
            lines.iter().map(|line| line.number).collect::<Vec<_>>(),
            [1, 3, 4, 5]
        );
        assert_eq!(pupils[0].date_of_birth, Some(date(2012, 3, 27)));
        assert_eq!(
            (pupils[1].date_of_birth, pupils[1].year_group.as_str()),
            (Some(date(2013, 1, 2)), "8")
        );
        assert_eq!(
            (pupils[2].date_of_birth, pupils[2].year_group.as_str()),
            (None, "")
        );
        assert_eq!(
            (pupils[3].name.as_str(), pupils[3].year_group.as_str()),
            ("Dale zyxcanary", "7")
        );
    }

    #[test]
    fn a_line_that_cannot_be_read_says_what_is_wrong() {
        for (line, says) in [
            (", 27/3/2012", "name is missing"),
            ("Ash zyxcanary, 31/2/2012", "no date"),
            ("Ash zyxcanary, 27/3/12", "no date"),
            ("zyxcanary, Ash, 27/3/2012, 9", "more than"),
        ] {
            let said = read(line).remove(0).says.err().unwrap();
            assert!(said.contains(says), "{line}: {said}");
        }
    }
}
