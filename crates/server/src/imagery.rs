//! What is noted when something that carries a file is refused: the page, the field and how it was carried. Never a
//! byte of it.

use crate::app::{App, Spec};
use crate::session::Who;
use crate::typed::Refused;
use axum::http::Uri;
use casework::access::{Deed, may};
use casework::event::{CaseEvent, SettingEvent};
use casework::words::NotWords;
use casework::words::carries_a_file;
use store::{Append, Expect, Write};

/// Whether a path or a query carries a file.
pub(crate) fn in_address(uri: &Uri) -> bool {
    // An address of ours is short: the longest holds two identifiers.
    let longest = 400;
    let text = uri.path_and_query().map_or("", |all| all.as_str());
    text.len() > longest
        || carries_a_file(text).is_some()
        || text.to_ascii_lowercase().contains("%00")
}

/// What is noted of an address.
pub(crate) fn address() -> Refused {
    Refused {
        field: "address".to_owned(),
        kind: NotWords::EncodedBytes,
    }
}

/// What is noted of a body that was no form.
pub(crate) fn body() -> Refused {
    Refused {
        field: "body".to_owned(),
        kind: NotWords::EncodedBytes,
    }
}

/// Notes a refusal in the chronology of the case the address names, if this person may open it, otherwise in the
/// setting's own. A stranger's is only counted in the log, so that nobody outside can fill a chronology.
pub(crate) async fn note(app: &App, who: &Who, spec: &Spec, path: &str, refused: &[Refused]) {
    let Some(visitor) = who.visitor() else { return };
    let asking = &visitor.asking;
    let page = spec.path.to_owned();
    let case = crate::visitor::case_in(spec.path, path);
    let opened = match case {
        Some(case) => app
            .store()
            .open_case(asking, case, Deed::OpenCase, spec.path, None)
            .await
            .is_ok(),
        None => false,
    };
    let write = match case {
        Some(case) if opened => Write::Case {
            case,
            expect: Expect::Tail,
            events: refused
                .iter()
                .map(|one| CaseEvent::ImageryRefused {
                    page: page.clone(),
                    field: one.field.clone(),
                    kind: one.kind,
                })
                .collect(),
        },
        _ => Write::Setting {
            expect: Expect::Tail,
            events: refused
                .iter()
                .map(|one| SettingEvent::ImageryRefused {
                    page: page.clone(),
                    field: one.field.clone(),
                    kind: one.kind,
                })
                .collect(),
        },
    };
    let append = Append {
        setting: asking.setting,
        by: asking.staff,
        once: None,
        writes: vec![write],
        jobs: Vec::new(),
        spend_draft: None,
        packs: Vec::new(),
    };
    if may(asking, Deed::ReportConcern, None) && app.store().append(append).await.is_err() {
        tracing::warn!(route = spec.path, "a refusal of a file could not be noted");
    }
}
