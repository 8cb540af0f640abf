//! What stands on every page around its own content. It knows names to show, and nothing of how they were found.

use askama::Template;

use super::html::Html;
use super::navigation::{GenericHeader, NavItem, SkipLink};
use super::service_navigation::ServiceNavigation;
use super::{ExitThisPage, PhaseBanner};
use crate::assets;

/// The person signed in, as shown to themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedIn {
    /// Their name.
    pub name: String,
    /// Their role in words, such as "Designated safeguarding lead".
    pub role: String,
}

/// What a page's template hands to `layout.html`, in a field called `layout`.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The page's own title; never a person's name. "Error: " is put before it where [`Layout::with_errors`] is set.
    pub title: String,
    /// The school or other setting.
    pub setting_name: Option<String>,
    /// Who is signed in, if anybody.
    pub signed_in: Option<SignedIn>,
    /// The parts of the service this person has.
    pub nav: Vec<NavItem>,
    /// Whether this is the demonstration, where everybody is made up.
    pub demo: bool,
    /// Whether the page shows an error summary.
    pub with_errors: bool,
    /// Said at the head of every page in practice, with the way out; the title then begins with "Practice: ".
    pub practice: Option<Html>,
    /// Where "Exit this page" leads; on help pages only.
    pub exit_to: Option<String>,
}

impl Layout {
    /// A page with this title and nothing else.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }
}

#[derive(Template)]
#[template(path = "govuk/signed_in.html")]
struct SignedInMarkup<'a> {
    person: &'a SignedIn,
}

impl askama::filters::HtmlSafe for SignedInMarkup<'_> {}

impl Layout {
    /// For `layout.html`: the link over the navigation.
    pub fn skip_link(&self) -> SkipLink {
        SkipLink::to_main()
    }

    /// For `layout.html`: the bar at the top.
    pub fn header(&self) -> GenericHeader {
        GenericHeader::new("Leeward").classes("leeward-header")
    }

    /// For `layout.html`: the setting, the parts of the service, and who is signed in. Nothing for a stranger.
    pub fn navigation(&self) -> Option<ServiceNavigation> {
        if self.setting_name.is_none() && self.signed_in.is_none() && self.nav.is_empty() {
            return None;
        }
        let navigation =
            ServiceNavigation::new(self.nav.clone()).named(self.setting_name.as_deref());
        Some(match &self.signed_in {
            Some(person) => navigation.end(Html::of(&SignedInMarkup { person })),
            None => navigation,
        })
    }

    /// For `layout.html`: said on every page of the demonstration.
    pub fn phase(&self) -> Option<PhaseBanner> {
        self.demo.then(|| {
            PhaseBanner::new(
                "Demonstration",
                "Every person here is made up. Do not enter anything real.",
            )
        })
    }

    /// For `layout.html`: the way out, on help pages.
    pub fn exit(&self) -> Option<ExitThisPage> {
        self.exit_to.as_deref().map(ExitThisPage::to)
    }

    /// For `layout.html`: the address of a file of ours, with its digest.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }
}
