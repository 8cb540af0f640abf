//! What is shown instead of a page, and the only place that decides it. A page says that something failed, what became
//! of the person's text, and what to do; never the cause, a name, or anything anybody else wrote.

use crate::govuk::{Html, Layout, Textarea};
use crate::page::Frame;
use crate::questions::handed_back;
use crate::typed::{FieldError, Typed};
use crate::visitor::Visitor;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use casework::id::CaseId;
use casework::refusal::Refusals;
use std::sync::Arc;
use store::Failure;

/// What is shown instead of the page that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// It is not there, or this person may not know that it is: one page for both.
    NotThere,
    /// The form cannot be taken as it is. The same form is shown again with everything that was typed.
    Refused(Vec<FieldError>),
    /// The record failed. What was typed is shown so that it can be copied.
    Failed(Failure),
    /// They may open this case, and have to say why first.
    ReasonFirst(CaseId),
    /// The case was destroyed lawfully, and they may know that.
    Destroyed(CaseId),
    /// Somebody has to sign in first.
    SignInFirst,
    /// They were signed in, and what they typed is kept for them.
    SignedOut,
    /// The address does not take this.
    NoSuchDoing,
    /// What was sent is no form of ours: a picture, a file, another format.
    NotAForm,
    /// The address itself carried something that is no address.
    NotAnAddress,
    /// More was sent than a form holds.
    TooLong,
    /// The form came from another site, or its sender does not say.
    Elsewhere,
    /// A form shown in practice was sent outside of that practice. Nothing of it is recorded.
    LeftPractice,
    /// A form of the real record was sent while in practice. Nothing of it is recorded.
    StillInPractice,
    /// In practice this page is not there.
    NotInPractice,
    /// Something of ours broke. The reference is in the log.
    Broken,
}

/// Travels with a response from where it failed to where the page is made.
#[derive(Clone)]
pub(crate) struct Trouble(pub(crate) Arc<Instead>);

impl From<Failure> for Instead {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotThere => Self::NotThere,
            Failure::Destroyed { case } => Self::Destroyed(case),
            failure => Self::Failed(failure),
        }
    }
}

impl From<Refusals> for Instead {
    fn from(refusals: Refusals) -> Self {
        Self::Refused(
            refusals
                .0
                .iter()
                .map(|refusal| FieldError {
                    field: refusal.field().map(str::to_owned),
                    says: refusal.says(),
                })
                .collect(),
        )
    }
}

impl Instead {
    /// One thing wrong with one field.
    pub fn refused(field: &str, says: impl Into<String>) -> Self {
        Self::Refused(vec![FieldError {
            field: Some(field.to_owned()),
            says: says.into(),
        }])
    }

    /// One thing wrong with the form as a whole.
    pub fn refused_whole(says: impl Into<String>) -> Self {
        Self::Refused(vec![FieldError {
            field: None,
            says: says.into(),
        }])
    }

    /// The status it is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotThere | Self::NotInPractice => StatusCode::NOT_FOUND,
            Self::LeftPractice | Self::StillInPractice => StatusCode::CONFLICT,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Failed(Failure::MovedOn { .. }) => StatusCode::CONFLICT,
            Self::Failed(Failure::Full) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Failed(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::ReasonFirst(_) | Self::Destroyed(_) => StatusCode::SEE_OTHER,
            Self::SignInFirst | Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NoSuchDoing => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotAnAddress => StatusCode::BAD_REQUEST,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The heading, and what is said under it.
    fn says(&self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::NotThere => (
                "This page is not there",
                &[
                    "The address may be mistyped, or the page may be one that your role does not open.",
                    "If you should be able to see it, ask your safeguarding lead or your administrator.",
                ],
            ),
            Self::Refused(_) => (
                "This could not be taken as it is",
                &["Go back, put it right, and send it again."],
            ),
            Self::Failed(Failure::Full) => (
                "Not saved: the disk is full",
                &[
                    "Nothing was recorded.",
                    "Tell whoever looks after the server that the disk is full. Once there is space, send the form again.",
                ],
            ),
            Self::Failed(Failure::ReadOnly) => (
                "Not saved: the record cannot be written just now",
                &[
                    "Nothing was recorded.",
                    "Tell whoever looks after the server that the records cannot be written.",
                ],
            ),
            Self::Failed(Failure::SyncFailed { .. }) => (
                "It is not certain that this was saved",
                &[
                    "The disk did not confirm it. Keep what you wrote: copy it before you leave this page.",
                    "Nothing more is taken until Leeward is started again. Tell whoever looks after the server at once.",
                    "Once it has been started again, look whether yours is there before you send it a second time.",
                ],
            ),
            Self::Failed(Failure::Damaged { .. }) => (
                "Not shown: part of the record is damaged",
                &[
                    "Leeward does not guess at what a damaged record said.",
                    "Tell whoever looks after the server at once: the records must be restored from a backup.",
                ],
            ),
            Self::Failed(Failure::MovedOn { .. }) => (
                "Others added to this meanwhile",
                &[
                    "Nothing of what you sent was recorded. Go back to the page, read what was added, and send yours again if it still stands.",
                ],
            ),
            Self::Failed(Failure::NotConfirmed) => (
                "It is not confirmed that this was saved",
                &[
                    "The record did not answer in time, so nobody can say yet whether it has what you sent.",
                    "Wait a minute, go back and send the form again: it is recorded once, however often it is sent.",
                ],
            ),
            Self::Failed(_) => (
                "The record cannot be reached just now",
                &[
                    "Nothing was recorded.",
                    "Wait a minute and try again. If it goes on, tell whoever looks after the server.",
                ],
            ),
            Self::ReasonFirst(_) => (
                "Why do you need to read this case?",
                &[
                    "Your role opens a case only for a reason that is recorded. Give it, then do this again.",
                ],
            ),
            Self::Destroyed(_) => (
                "This case was destroyed",
                &["It was destroyed lawfully, under a rule of retention, by two people."],
            ),
            Self::SignInFirst => (
                "You are not signed in",
                &["Nothing was recorded. Sign in, then send it again."],
            ),
            Self::SignedOut => (
                "You were signed out while you were writing",
                &[
                    "Your text is kept for you. Sign in again and you come back to the same page with it. Nothing has been recorded yet.",
                ],
            ),
            Self::NoSuchDoing => (
                "This page does not take that",
                &["Go back and use the form on the page."],
            ),
            Self::NotAForm => (
                "Leeward does not take pictures or files",
                &[
                    "Nothing of what was sent has been kept.",
                    "If a picture or a device is part of a concern, do not copy, forward, save or print anything. Say in words that it exists and where, and tell your safeguarding lead.",
                ],
            ),
            Self::NotAnAddress => (
                "Leeward does not take pictures or files",
                &["The address carried something that is no address. Nothing of it has been kept."],
            ),
            Self::TooLong => (
                "That is more than a form here holds",
                &[
                    "Nothing was recorded. Go back: your text should still be there. Shorten it, or send it in two parts.",
                    "Leeward does not take pictures or files.",
                ],
            ),
            Self::Elsewhere => (
                "This form did not come from a Leeward page",
                &[
                    "Nothing was recorded. Open the page in Leeward itself and send the form from there.",
                    "If you did, your browser is too old to show where a form comes from: use another one.",
                ],
            ),
            Self::LeftPractice => (
                "This was written in practice, and you are not there now",
                &[
                    "Nothing was recorded, neither in practice nor in the real record.",
                    "It belongs to practice. If you meant it for the real record, copy your text and open the real page.",
                ],
            ),
            Self::StillInPractice => (
                "This belongs to the real record, and you are in practice",
                &[
                    "Nothing was recorded. Leave practice, go back to the real page, and send it again there.",
                    "If what you wrote is about a real child, do that now, or tell your designated safeguarding lead in person.",
                ],
            ),
            Self::NotInPractice => (
                "This page is not part of practice",
                &["Leave practice to get to it."],
            ),
            Self::Broken => (
                "Something went wrong in Leeward",
                &[
                    "Nothing was recorded.",
                    "Try again. If it happens again, give whoever looks after the server the reference below: the log has it.",
                ],
            ),
        }
    }

    /// The page, with what the person typed (if anything) to copy, where to go, and a reference where that helps.
    pub(crate) fn to_page(
        &self,
        typed: &Typed,
        sign_in: Option<&str>,
        reference: Option<&str>,
    ) -> Response {
        self.to_page_for(None, typed, sign_in, reference)
    }

    /// The same for somebody known, whose page says where they are practising.
    pub(crate) fn to_page_for(
        &self,
        visitor: Option<&Visitor>,
        typed: &Typed,
        sign_in: Option<&str>,
        reference: Option<&str>,
    ) -> Response {
        let (title, paragraphs) = self.says();
        let kept = *self != Self::SignedOut && *self != Self::Elsewhere;
        let texts = handed_back(typed).into_iter().filter(|_| kept).enumerate();
        let texts = texts.map(|(n, (asked, text))| {
            Textarea::new(format!("kept-{n}"), asked)
                .value(&text)
                .attr("readonly", "readonly")
                .into()
        });
        let page = InsteadPage {
            layout: match visitor.filter(|visitor| visitor.is_practising()) {
                // Without the form's own notices: what was typed stands below.
                Some(visitor) => Frame::for_visitor(visitor, title).telling(&Typed::default()),
                None => Frame::around(Layout::new(title)),
            },
            title,
            paragraphs,
            texts: texts.collect(),
            sign_in,
            practice: matches!(
                self,
                Self::LeftPractice | Self::StillInPractice | Self::NotInPractice
            ),
            reference: reference.filter(|_| *self == Self::Broken),
        };
        match crate::page::show(&page) {
            Ok(response) => (self.status(), response).into_response(),
            Err(_) => (self.status(), title).into_response(),
        }
    }
}

impl IntoResponse for Instead {
    fn into_response(self) -> Response {
        let mut response = match &self {
            Self::ReasonFirst(case) => crate::page::next(&format!("/cases/{case}/reason")),
            Self::Destroyed(case) => crate::page::next(&format!("/retention/destroyed/{case}")),
            other => other.to_page(&Typed::default(), None, None),
        };
        response.extensions_mut().insert(Trouble(Arc::new(self)));
        response
    }
}

#[derive(askama::Template)]
#[template(path = "help/instead.html")]
struct InsteadPage<'a> {
    layout: Frame,
    title: &'a str,
    paragraphs: &'a [&'a str],
    texts: Vec<Html>,
    sign_in: Option<&'a str>,
    practice: bool,
    reference: Option<&'a str>,
}
