//! The made-up school has a case at every stage, and every consultation in it gives again what it gave.

use casework::access::{Asking, Deed};
use casework::case::NextStep;
use casework::consult::{Replayed, replay};
use casework::event::Role;
use guidance::Library;
use server::app::{App, Config};
use server::demo::{DemoClock, School, fill};
use server::mail::NoMail;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{RootKey, Store};

#[tokio::test]
async fn the_made_up_school_has_a_case_at_every_stage_under_the_guidance_of_its_day() {
    let system = server::entitled::system();
    let clock = Arc::new(DemoClock::following(system.clock));
    let outside = casework::outside::Outside {
        clock: clock.clone(),
        chance: system.chance,
    };
    let folder = tempfile::tempdir().unwrap();
    let root = RootKey::made(outside.chance.as_ref());
    let store = Store::create(folder.path(), root, outside.clone()).unwrap();
    let school = School::founded(&store, &outside).await.unwrap();
    let app = App::new(
        store,
        Library::shipped,
        outside,
        Arc::new(NoMail),
        Config::default(),
    );
    fill(&app, &school, &clock).await.unwrap();
    let asking = Asking {
        setting: school.setting,
        staff: school.who(Role::Lead),
        roles: [Role::Lead].into(),
        second_factor: true,
        signed_in_at: app.outside().now(),
    };
    let office = Asking {
        staff: school.who(Role::Administrator),
        roles: [Role::Administrator].into(),
        ..asking.clone()
    };
    assert!(app.store().roll(&office).await.unwrap().len() >= 40);
    let mut lines = app.store().desk(&asking).await.unwrap();
    lines.extend(app.store().closed_cases(&asking, None, 100).await.unwrap());
    let steps: Vec<NextStep> = lines.iter().map(|line| line.next_step).collect();
    for step in [
        NextStep::ReadConcern,
        NextStep::InitialReview,
        NextStep::ReferNow,
        NextStep::Assess,
        NextStep::Decide,
        NextStep::WaitForSecondView,
        NextStep::ReviewDecision,
        NextStep::ChaseReferral,
        NextStep::Closed,
    ] {
        assert!(steps.contains(&step), "{step:?} in {steps:?}");
    }
    let mut packs = BTreeSet::new();
    for line in lines {
        let opened = app
            .store()
            .open_case(&asking, line.case, Deed::OpenCase, "test", None)
            .await
            .unwrap();
        for consultation in &opened.case.consultations {
            let pack = app.library().by_digest(&consultation.digest).unwrap();
            assert!(matches!(replay(consultation, &pack), Replayed::Same(_)));
            packs.insert(consultation.pack.clone());
        }
    }
    assert!(packs.contains("england-online-bullying"), "{packs:?}");
    assert_eq!(packs.len(), 4, "{packs:?}");
}
