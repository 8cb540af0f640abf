//! The chronology as people take it out of Leeward: told in plain words once, for the page and for paper alike. It knows
//! nothing of who may see it; whoever hands it a case has opened that case at the door.

mod extract;
mod paper;
mod record;
mod sheet;
mod typeface;

pub use extract::extract_on_paper;
pub use paper::{NotPrinted, Printed, on_paper};
pub use record::{Line, Mark, Record};
pub use sheet::{SheetLine, sheet_on_paper};
