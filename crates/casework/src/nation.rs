//! The places whose guidance a setting can follow. What is worked out for one of them is never taken for another.

/// A place with guidance of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nation {
    /// Its id, as guidance names its jurisdiction.
    pub id: &'static str,
    /// What people call it.
    pub called: &'static str,
    /// Whether its bank holidays are worked out here, by rule.
    pub bank_holidays: bool,
    /// Whether its days begin and end when London's do: days are counted by no other clock here.
    pub by_london: bool,
}

const fn nation(id: &'static str, called: &'static str) -> Nation {
    Nation {
        id,
        called,
        bank_holidays: false,
        by_london: true,
    }
}

const fn far_away(id: &'static str, called: &'static str) -> Nation {
    Nation {
        by_london: false,
        ..nation(id, called)
    }
}

/// The jurisdiction of a place for which no text is built in: it is asked nothing, and nobody else's rules stand in.
pub const ELSEWHERE: &str = "elsewhere";

/// Every one of them, in the order in which they are offered.
pub const NATIONS: [Nation; 13] = [
    Nation {
        bank_holidays: true,
        ..nation("england", "England")
    },
    nation("wales", "Wales"),
    nation("scotland", "Scotland"),
    nation("northern-ireland", "Northern Ireland"),
    nation("ireland", "Ireland"),
    nation("jersey", "Jersey"),
    far_away("new-zealand", "New Zealand"),
    far_away("victoria", "Victoria"),
    far_away("new-south-wales", "New South Wales"),
    far_away("queensland", "Queensland"),
    far_away("western-australia", "Western Australia"),
    far_away("australia", "Australia, another state or territory"),
    far_away(ELSEWHERE, "another place"),
];

/// The place with this id.
pub fn find(id: &str) -> Option<&'static Nation> {
    NATIONS.iter().find(|nation| nation.id == id)
}

/// What people call the place with this id; the id as words where it is not one of ours.
pub fn called(id: &str) -> String {
    find(id).map_or_else(|| id.replace('-', " "), |nation| nation.called.to_owned())
}
