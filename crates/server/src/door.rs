//! The door of every route. In order: who is it; is what they sent a form of words; may they; has this form been
//! recorded already; then the page. And on the way out: whatever went wrong, the person's text is shown or kept.
//!
//! One rule makes that work: a form's `GET` renders from [`Typed`]. So when a form is refused for any reason, the door
//! asks for the same page again with what was typed, what is wrong with it and what has to be told.

use crate::app::{App, Needs, Spec};
use crate::guard;
use crate::imagery;
use crate::page_error::{Instead, Trouble};
use crate::practice;
use crate::session::{self, Who};
use crate::typed::{Notice, Typed};
use crate::visitor::Visitor;
use axum::extract::{FromRequest, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{self, MethodRouter};
use axum_extra::extract::Form;
use casework::access::may;
use casework::id::CaseId;
use store::Failure;
use tower::ServiceExt;

/// The handlers behind a door, all methods together, so that the door can ask for the page of a form again.
#[derive(Clone)]
struct Inside(MethodRouter);

impl Inside {
    async fn run(&self, request: Request) -> Response {
        let Ok(response) = self.0.clone().oneshot(request).await;
        response
    }
}

/// Puts a door before the handlers of a line of the table.
pub(crate) fn before(app: &App, spec: Spec, handlers: MethodRouter<App>) -> MethodRouter<App> {
    let (app, inside) = (app.clone(), Inside(handlers.with_state(app.clone())));
    routing::any(async move |request: Request| enter(&app, &spec, &inside, request).await)
}

/// Lets a request through, or answers it.
async fn enter(app: &App, spec: &Spec, next: &Inside, request: Request) -> Response {
    if spec.needs == Needs::Nothing {
        return next.run(request).await;
    }
    let who = match session::who(app, request.headers()).await {
        Ok(who) => who,
        Err(failure) => return Instead::Failed(failure).into_response(),
    };
    if !spec.takes(request.method()) && *request.method() != Method::POST {
        return Instead::NoSuchDoing.into_response();
    }
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    if imagery::in_address(&parts.uri) {
        imagery::note(app, &who, spec, &path, &[imagery::address()]).await;
        return Instead::NotAnAddress.into_response();
    }
    let safe = guard::is_safe(&parts.method);
    let mut refused = Vec::new();
    let mut typed = Typed::default();
    if !safe {
        let request = Request::from_parts(parts, body);
        if !guard::is_our_form(&request) {
            imagery::note(app, &who, spec, &path, &[imagery::body()]).await;
            return Instead::NotAForm.into_response();
        }
        let (head, body) = request.into_parts();
        parts = head;
        (typed, refused) = match guard::read(body).await {
            Ok(bytes) => Typed::taken(fields_of(&bytes).await),
            Err(too_long) => return too_long.into_response(),
        };
    }
    if !spec.takes(&parts.method) {
        return Instead::NoSuchDoing.to_page_for(who.visitor(), &typed, None, None);
    }
    let visitor = who.visitor();
    if let Some(answer) = turned_away(app, spec, &who, visitor, &path, &typed, safe).await {
        return answer;
    }
    if let Some(visitor) = visitor
        && let Some(answer) = practice::misplaced(visitor, spec, &path, &typed, safe).await
    {
        return answer;
    }
    if safe && let (Some(visitor), true) = (visitor, spec.takes(&Method::POST)) {
        typed = kept(app, visitor, &path).await;
    }
    parts.extensions.insert(spec.clone());
    if let Who::HalfWay(half_way) = who {
        parts.extensions.insert(half_way);
    }
    if !refused.is_empty() {
        imagery::note(app, &who, spec, &path, &refused).await;
        let again = Again {
            typed: typed.with_notice(Notice::ImageryRefused),
            status: StatusCode::UNPROCESSABLE_ENTITY,
        };
        return same_page(&parts, visitor, again, next)
            .await
            .unwrap_or_else(|typed| Instead::NotAForm.to_page_for(visitor, &typed, None, None));
    }
    if let Some(answer) = recorded_already(app, visitor, &typed, &path).await {
        return answer;
    }
    put_in(&mut parts, visitor, &typed);
    let response = next
        .clone()
        .run(Request::from_parts(
            parts.clone(),
            axum::body::Body::empty(),
        ))
        .await;
    way_out(response, &parts, visitor, typed, next).await
}

/// The pairs of a form. What cannot be read as text comes out with marks that [`crate::words_only`] cuts.
async fn fields_of(bytes: &axum::body::Bytes) -> Vec<(String, String)> {
    let request = axum::http::Request::builder()
        .method(Method::POST)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(bytes.clone()));
    match request {
        Ok(request) => Form::<Vec<(String, String)>>::from_request(request, &())
            .await
            .map_or_else(|_| Vec::new(), |Form(fields)| fields),
        Err(_) => Vec::new(),
    }
}

fn put_in(parts: &mut Parts, visitor: Option<&Visitor>, typed: &Typed) {
    parts.extensions.insert(typed.clone());
    if let Some(visitor) = visitor {
        let visitor = Visitor {
            typed: typed.clone(),
            path: parts.uri.path().to_owned(),
            ..visitor.clone()
        };
        parts.extensions.insert(visitor);
    }
}

/// What this person kept for this page: from a session that was over, or saved while they typed.
async fn kept(app: &App, visitor: &Visitor, path: &str) -> Typed {
    match app
        .store()
        .draft(visitor.asking.setting, visitor.asking.staff, path)
        .await
    {
        Ok(Some((bytes, at))) => Typed::from_draft(&bytes, at),
        // OK because a draft that cannot be read must not keep anybody from the page itself.
        Ok(None) | Err(_) => Typed::default(),
    }
}

/// Answers whoever may not go on: the sign-in page, or the page that is the same for what is absent and what is refused.
async fn turned_away(
    app: &App,
    spec: &Spec,
    who: &Who,
    visitor: Option<&Visitor>,
    path: &str,
    typed: &Typed,
    safe: bool,
) -> Option<Response> {
    if spec.needs == Needs::Anyone {
        return None;
    }
    let Some(visitor) = visitor else {
        let sign_in = session::sign_in_at(path);
        if safe {
            return Some(Redirect::to(&sign_in).into_response());
        }
        let kept = match who {
            Who::Over {
                setting,
                staff,
                room,
            } if !typed.is_empty() && practice::is_shown_in(typed, *room) => app
                .store()
                .put_draft(*setting, *staff, path, &typed.to_draft())
                .await
                .is_ok(),
            _ => false,
        };
        let instead = if kept {
            Instead::SignedOut
        } else {
            Instead::SignInFirst
        };
        return Some(instead.to_page(typed, Some(&sign_in), None));
    };
    match spec.needs {
        Needs::Deed(deed) if !may(&visitor.asking, deed, None) => {
            Some(Instead::NotThere.to_page_for(Some(visitor), &Typed::default(), None, None))
        }
        // A deed about a case is asked of the store when the case is opened: `AtCase` reads it from this same line.
        _ => None,
    }
}

/// A form that was recorded already is not recorded again: its sender is shown the case it went to.
async fn recorded_already(
    app: &App,
    visitor: Option<&Visitor>,
    typed: &Typed,
    path: &str,
) -> Option<Response> {
    let (visitor, once) = (visitor?, typed.once_key()?);
    let done = app
        .store()
        .already(visitor.asking.setting, visitor.asking.staff, &once)
        .await
        .ok()??;
    let onwards = crate::visitor::after(path, &done);
    Some(Redirect::to(&onwards).into_response())
}

/// Asks for the reason, and keeps what was typed for when it has been given.
async fn reason_first(
    visitor: Option<&Visitor>,
    path: &str,
    case: CaseId,
    typed: &Typed,
) -> Response {
    let Some(visitor) = visitor else {
        return Instead::SignInFirst.to_page(typed, None, None);
    };
    let kept = visitor
        .app
        .store()
        .put_draft(
            visitor.asking.setting,
            visitor.asking.staff,
            path,
            &typed.to_draft(),
        )
        .await;
    match kept {
        Ok(()) => Instead::ReasonFirst(case).into_response(),
        Err(failure) => Instead::Failed(failure).to_page_for(Some(visitor), typed, None, None),
    }
}

/// The same page again, with a form to show in it.
struct Again {
    typed: Typed,
    status: StatusCode,
}

async fn same_page(
    parts: &Parts,
    visitor: Option<&Visitor>,
    again: Again,
    next: &Inside,
) -> Result<Response, Typed> {
    let mut parts = parts.clone();
    parts.method = Method::GET;
    put_in(&mut parts, visitor, &again.typed);
    let mut response = next
        .clone()
        .run(Request::from_parts(parts, axum::body::Body::empty()))
        .await;
    if response.status() != StatusCode::OK {
        return Err(again.typed);
    }
    *response.status_mut() = again.status;
    Ok(response)
}

/// Makes the page for what went wrong, with the person's text in it.
async fn way_out(
    mut response: Response,
    parts: &Parts,
    visitor: Option<&Visitor>,
    typed: Typed,
    next: &Inside,
) -> Response {
    let Some(Trouble(instead)) = response.extensions_mut().remove::<Trouble>() else {
        return response;
    };
    if guard::is_safe(&parts.method) {
        if visitor.is_some_and(Visitor::is_practising) && !response.status().is_redirection() {
            return instead.to_page_for(visitor, &Typed::default(), None, None);
        }
        return response;
    }
    let again = match instead.as_ref() {
        Instead::Refused(errors) => typed.with_errors(errors.clone()),
        Instead::Failed(Failure::MovedOn { expected, .. }) => {
            let added = crate::visitor::added_since(parts, visitor, *expected).await;
            typed.with_notice(Notice::MovedOn { added })
        }
        Instead::ReasonFirst(case) => {
            return reason_first(visitor, parts.uri.path(), *case, &typed).await;
        }
        other => return other.to_page_for(visitor, &typed, None, None),
    };
    match same_page(
        parts,
        visitor,
        Again {
            typed: again,
            status: instead.status(),
        },
        next,
    )
    .await
    {
        Ok(page) => page,
        Err(typed) => instead.to_page_for(visitor, &typed, None, None),
    }
}
