//! Running the setting: staff, duty, calendar, guidance.

use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::event::Role;
use jiff::civil::date;

impl House {
    pub(crate) async fn set(
        &self,
        role: Role,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (Page, Page) {
        let cookie = self.signed_in(role).await;
        let shown = self.get(Some(&cookie), path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        let once = shown.hidden("once");
        let mut all = vec![("once", once.as_str())];
        all.extend_from_slice(fields);
        let first = self.post(Some(&cookie), path, &all).await;
        let again = self.post(Some(&cookie), path, &all).await;
        (first, again)
    }

    pub(crate) async fn setting(&self) -> std::sync::Arc<casework::setting::Setting> {
        self.app.store().setting(self.school.setting).await.unwrap()
    }
}

#[tokio::test]
async fn somebody_added_gets_a_link_that_is_shown_once_and_works() {
    let house = House::with_a_case().await;
    let fields = [
        ("name", "Ash Example"),
        ("email", "ash@larkfield.example"),
        ("roles", "reporter"),
        ("roles", "head"),
    ];
    let before = house.setting().await.staff.len();
    let (first, again) = house
        .set(Role::Administrator, "/setting/staff/add", &fields)
        .await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    let at = first.text.find("/sign-in/link/").unwrap();
    let link = first.text[at..].split('<').next().unwrap();
    assert_eq!(house.get(None, link).await.status, StatusCode::OK);
    assert_eq!(again.status, StatusCode::SEE_OTHER, "not shown again");
    assert_eq!(house.setting().await.staff.len(), before + 1);
}

#[tokio::test]
async fn a_member_of_staff_without_role_or_with_an_address_in_use_is_refused_and_kept() {
    let house = House::with_a_case().await;
    let fields = [("name", CANARY), ("email", "lead@larkfield.example")];
    let (refused, _) = house
        .set(Role::Administrator, "/setting/staff/add", &fields)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text
            .contains("Another member of staff signs in with this")
    );
    assert!(refused.text.contains("href=\"#roles\"") && refused.text.contains(CANARY));
}

#[tokio::test]
async fn roles_change_a_link_is_made_anew_and_who_has_left_is_out_at_once() {
    let house = House::with_a_case().await;
    let head = house.school.who(Role::Head);
    let path = format!("/setting/staff/{head}");
    let theirs = house.signed_in(Role::Head).await;
    let roles = [("change", "roles"), ("roles", "head"), ("roles", "deputy")];
    let (first, _) = house.set(Role::Administrator, &path, &roles).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    assert!(
        house.setting().await.staff[&head]
            .roles
            .contains(&Role::Deputy)
    );
    let (link, _) = house
        .set(Role::Administrator, &path, &[("change", "link")])
        .await;
    assert!(link.text.contains("/sign-in/link/"));
    let (none, _) = house
        .set(Role::Administrator, &path, &[("change", "roles")])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (left, _) = house
        .set(Role::Administrator, &path, &[("change", "left")])
        .await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert_ne!(
        house.get(Some(&theirs), "/account").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let house = House::with_a_case().await;
    let path = format!("/setting/staff/{}", house.school.who(Role::Administrator));
    let (refused, _) = house
        .set(Role::Administrator, &path, &[("change", "left")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text
            .contains("Nobody would be left who can manage staff")
    );
}

#[tokio::test]
async fn who_is_on_duty_is_a_lead_or_deputy_and_stands_on_the_first_minute_card() {
    let house = House::with_a_case().await;
    let who = |role| house.school.who(role).to_string();
    let (head, lead, deputy) = (who(Role::Head), who(Role::Lead), who(Role::Deputy));
    let (refused, _) = house
        .set(
            Role::Lead,
            "/setting/duty",
            &[("staff", &head), ("reach", CANARY)],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(CANARY));
    let fields = [
        ("staff", lead.as_str()),
        ("reach", "Office 4"),
        ("cover", &deputy),
        ("cover_reach", "Extension 215"),
    ];
    let (first, _) = house.set(Role::Lead, "/setting/duty", &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let card = house.get(None, "/first-minute").await;
    assert!(card.text.contains("Office 4") && card.text.contains("Extension 215"));
}

#[tokio::test]
async fn closed_days_are_read_line_by_line_and_the_line_that_is_none_is_named() {
    let house = House::with_a_case().await;
    let wrong = format!("26 October 2026 to 30 October 2026\nhalf term {CANARY}");
    let (refused, _) = house
        .set(
            Role::Administrator,
            "/setting/calendar",
            &[("closed", &wrong)],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Line 2 is not a day") && refused.text.contains(CANARY));
    let right = "26/10/2026 - 30/10/2026\n\n1 September 2026";
    let (first, _) = house
        .set(
            Role::Administrator,
            "/setting/calendar",
            &[("closed", right)],
        )
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let closed = house.setting().await.closed_days.clone();
    assert_eq!(
        closed,
        [
            (date(2026, 9, 1), date(2026, 9, 1)),
            (date(2026, 10, 26), date(2026, 10, 30))
        ]
    );
    let cookie = house.signed_in(Role::Administrator).await;
    let page = house.get(Some(&cookie), "/setting/calendar").await;
    assert!(page.text.contains("26 October 2026 to 30 October 2026"));
    assert!(
        page.text.contains("Friday 3 April 2026"),
        "Good Friday is worked out"
    );
}

#[tokio::test]
async fn a_local_rule_is_adopted_and_laid_down_again_each_with_who_advised_it() {
    let house = House::with_a_case().await;
    let rule = "local-under-13-refer";
    let adviser = "adviser-local-under-13-refer";
    let (blank, _) = house
        .set(
            Role::Lead,
            "/setting/guidance",
            &[("local", rule), ("adopt", "yes")],
        )
        .await;
    assert!(
        blank.text.contains(&format!("href=\"#{adviser}\"")),
        "{}",
        blank.text
    );
    for (adopt, holds) in [("yes", true), ("no", false)] {
        let fields = [("local", rule), ("adopt", adopt), (adviser, "Pat Example")];
        let (first, _) = house.set(Role::Lead, "/setting/guidance", &fields).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
        assert_eq!(house.setting().await.local_rules.contains(rule), holds);
    }
}

#[tokio::test]
async fn who_may_not_run_the_setting_meets_the_same_page_as_where_there_is_none() {
    let house = House::with_a_case().await;
    let absent = house.get(None, "/nowhere").await;
    let reporter = house.signed_in(Role::Reporter).await;
    for path in [
        "/setting/staff",
        "/setting/staff/add",
        "/setting/calendar",
        "/setting/duty",
        "/setting/guidance",
        "/setting/guidance/sheet",
        "/setting/guidance/sheet/rules",
        "/setting/guidance/sheet.pdf",
        "/setting/guidance/own",
        "/setting/guidance/own/text",
    ] {
        let refused = house.get(Some(&reporter), path).await;
        assert_eq!(
            (refused.status, &refused.text),
            (StatusCode::NOT_FOUND, &absent.text),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_administrator_changes_the_settings_key_and_sees_how_recovery_stands() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Administrator).await;
    let page = house.get(Some(&cookie), "/setting/keys").await;
    assert!(page.text.contains("key number 1"), "{}", page.text);
    assert!(page.text.contains("Not set up") && page.text.contains("nobody can ever read"));
    let (first, again) = house.set(Role::Administrator, "/setting/keys", &[]).await;
    assert_eq!(
        (first.status, again.status),
        (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER)
    );
    let page = house.get(Some(&cookie), "/setting/keys").await;
    assert!(
        page.text.contains("It is being changed") && page.text.contains("0 of "),
        "{}",
        page.text
    );
    assert!(
        !page.text.contains("Change the key</button>"),
        "not twice at once"
    );
    server::changing_keys::go_on(&house.app).await.unwrap();
    let page = house.get(Some(&cookie), "/setting/keys").await;
    assert!(page.text.contains("key number 2"), "{}", page.text);
    // Whoever was signed in still is, and the desk still shows the case.
    let lead = house.signed_in(Role::Lead).await;
    assert_eq!(house.get(Some(&lead), "/desk").await.status, StatusCode::OK);
}
