//! Going into practice and out of it, and clearing what was practised. Nothing here touches a record: the session is
//! moved, or a practice room's keys are destroyed.

use crate::page::{Answered, next};
use crate::visitor::Visitor;

/// Goes on where they left off.
///
/// # Errors
/// Where the store cannot say.
pub async fn enter(visitor: Visitor) -> Answered {
    let (home, staff) = visitor.at_home();
    if let Some((room, known)) = home.room_of(staff) {
        visitor
            .app
            .store()
            .move_session(home.id, visitor.token_hash, Some((room, known.me)))
            .await?;
    }
    Ok(next("/practice"))
}

/// Goes back to the real record.
///
/// # Errors
/// Where the store cannot say.
pub async fn leave(visitor: Visitor) -> Answered {
    out_of_it(&visitor).await?;
    Ok(next("/"))
}

/// Clears what they practised.
///
/// # Errors
/// Where the store cannot say.
pub async fn clear(visitor: Visitor) -> Answered {
    let (home, staff) = visitor.at_home();
    out_of_it(&visitor).await?;
    if let Some((room, _)) = home.room_of(staff) {
        visitor
            .app
            .store()
            .clear_practice(home.id, room, None)
            .await?;
    }
    Ok(next("/practice"))
}

async fn out_of_it(visitor: &Visitor) -> Result<(), store::Failure> {
    let (home, _) = visitor.at_home();
    visitor
        .app
        .store()
        .move_session(home.id, visitor.token_hash, None)
        .await
}
