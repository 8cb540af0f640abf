//! Who may do what: in sentences, and as one exhaustive table that a person has read and committed.

use crate::given::school;
use casework::access::{Asking, CaseAccess, Deed, can_second, may, may_need_reason, needs_reason};
use casework::event::Role;
use casework::id::StaffId;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const ROLES: [Role; 7] = [
    Role::Reporter,
    Role::Lead,
    Role::Deputy,
    Role::Head,
    Role::Oversight,
    Role::Auditor,
    Role::Administrator,
];

fn asking(roles: &[Role]) -> Asking {
    let school = school();
    Asking {
        setting: school.setting.id,
        staff: school.lead,
        roles: roles.iter().copied().collect(),
        second_factor: true,
        signed_in_at: school.outside.now(),
    }
}

fn me() -> BTreeSet<StaffId> {
    BTreeSet::from([asking(&[]).staff])
}

fn someone_elses() -> CaseAccess {
    CaseAccess {
        reported_by: Some(school().teacher),
        lead: Some(school().deputy),
        ..CaseAccess::default()
    }
}

/// Every relation a member of staff can have to a case.
fn relations() -> Vec<(&'static str, Option<CaseAccess>)> {
    let mine = asking(&[]).staff;
    let case = someone_elses;
    vec![
        ("no case", None),
        ("a case", Some(case())),
        (
            "reported it",
            Some(CaseAccess {
                reported_by: Some(mine),
                ..case()
            }),
        ),
        (
            "works it",
            Some(CaseAccess {
                lead: Some(mine),
                ..case()
            }),
        ),
        (
            "let in",
            Some(CaseAccess {
                shared: me(),
                ..case()
            }),
        ),
        (
            "asked to second",
            Some(CaseAccess {
                second_asked: me(),
                ..case()
            }),
        ),
        (
            "conflict",
            Some(CaseAccess {
                reported_by: Some(mine),
                lead: Some(mine),
                shared: me(),
                second_asked: me(),
                conflicted: me(),
            }),
        ),
    ]
}

fn table() -> String {
    let mut text = String::from(
        "# Who may do what: role, deed, and the relation to the case. Made by a test and compared.\n\n",
    );
    for role in ROLES {
        let _ = write!(text, "{:<42}", format!("{role:?}"));
        for (relation, _) in relations() {
            let _ = write!(text, "{relation:<17}");
        }
        text = format!("{}\n", text.trim_end());
        for deed in Deed::ALL {
            let _ = write!(text, "  {:<40}", deed.says());
            for (_, case) in relations() {
                let asking = asking(&[role]);
                let cell = match &case {
                    Some(case) if needs_reason(&asking, *deed, case) => "with a reason",
                    _ if may(&asking, *deed, case.as_ref()) => "yes",
                    _ => "-",
                };
                let _ = write!(text, "{cell:<17}");
            }
            text = format!("{}\n", text.trim_end());
        }
        text.push('\n');
    }
    text
}

#[test]
fn who_may_do_what_is_as_the_committed_table_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/access_rules.txt");
    let now = table();
    if std::env::var_os("LEEWARD_BLESS").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == now,
        "the rules changed: read the difference, then run again with LEEWARD_BLESS=1"
    );
}

#[test]
fn nothing_at_all_is_allowed_without_a_second_factor() {
    for role in ROLES {
        let without = Asking {
            second_factor: false,
            ..asking(&[role])
        };
        for deed in Deed::ALL {
            for (_, case) in relations() {
                assert!(!may(&without, *deed, case.as_ref()));
            }
        }
    }
}

#[test]
fn a_declared_conflict_outweighs_every_role_and_relation() {
    let (_, conflict) = relations().pop().unwrap();
    let everything = asking(&ROLES);
    let about_a_case = Deed::ALL
        .iter()
        .filter(|deed| !may(&everything, **deed, None));
    for deed in about_a_case {
        assert!(!may(&everything, *deed, conflict.as_ref()), "{deed:?}");
    }
}

#[test]
fn a_reporter_reads_their_own_report_and_opens_no_case() {
    let reporter = asking(&[Role::Reporter]);
    let own = CaseAccess {
        reported_by: Some(reporter.staff),
        ..someone_elses()
    };
    assert!(may(&reporter, Deed::ReadOwnReport, Some(&own)));
    assert!(!may(&reporter, Deed::OpenCase, Some(&own)));
    assert!(!may(&reporter, Deed::ReadOwnReport, Some(&someone_elses())));
}

#[test]
fn a_head_opens_a_case_only_where_asked_or_let_in() {
    let head = asking(&[Role::Head]);
    assert!(!may(&head, Deed::OpenCase, Some(&someone_elses())));
    assert!(may(
        &head,
        Deed::OpenCase,
        Some(&CaseAccess {
            second_asked: me(),
            ..someone_elses()
        })
    ));
    assert!(may(
        &head,
        Deed::OpenCase,
        Some(&CaseAccess {
            shared: me(),
            ..someone_elses()
        })
    ));
}

#[test]
fn an_auditor_verifies_without_a_reason_and_reads_only_with_one() {
    let auditor = asking(&[Role::Auditor]);
    assert!(!needs_reason(
        &auditor,
        Deed::VerifyChronology,
        &someone_elses()
    ));
    assert!(needs_reason(&auditor, Deed::OpenCase, &someone_elses()));
    let also_lead = asking(&[Role::Auditor, Role::Lead]);
    assert!(!needs_reason(&also_lead, Deed::OpenCase, &someone_elses()));
}

#[test]
fn a_reason_is_looked_for_wherever_one_may_be_needed() {
    let cases = [
        someone_elses(),
        CaseAccess {
            shared: me(),
            ..someone_elses()
        },
    ];
    for role in ROLES {
        for deed in Deed::ALL {
            let asking = asking(&[Role::Reporter, role]);
            let needed = cases.iter().any(|case| needs_reason(&asking, *deed, case));
            assert!(
                !needed || may_need_reason(&asking, *deed),
                "{role:?} {deed:?}"
            );
        }
    }
    assert!(may_need_reason(&asking(&[Role::Auditor]), Deed::OpenCase));
    assert!(!may_need_reason(&asking(&[Role::Lead]), Deed::OpenCase));
}

#[test]
fn administrators_and_oversight_open_no_case_even_when_let_in() {
    for role in [Role::Administrator, Role::Oversight] {
        let shared = CaseAccess {
            shared: me(),
            second_asked: me(),
            ..someone_elses()
        };
        assert!(!may(&asking(&[role]), Deed::OpenCase, Some(&shared)));
        assert!(!can_second(&BTreeSet::from([role])));
    }
}

#[test]
fn a_deed_about_a_case_is_refused_where_no_case_is_handed_in() {
    assert!(!may(&asking(&[Role::Lead]), Deed::OpenCase, None));
}
