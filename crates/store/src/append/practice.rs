//! Practice rooms: settings of their own, with keys of their own, in which one member of staff works a made-up incident.
//! Everything is kept by setting, so nothing of a room can be in a list, count or search of a real one. A room is founded
//! and named in the real setting's chronology in one transaction, and cleared by destroying its keys.

use super::Expect;
use super::perform::{write_case, write_person, write_setting};
use crate::failure::Failure;
use crate::log;
use crate::store::Store;
use crate::writer::Turn;
use casework::acts::{NewRoom, Reported};
use casework::chronology::ChronologyId;
use casework::event::SettingEvent;
use casework::id::{SettingId, StaffId};
use casework::setting::Setting;

/// The name under which the installation knows that a setting is a practice room.
const PRACTICE: &str = "practice";

impl Store {
    /// Founds a practice room for a member of staff of the setting `of`, clears the one they had before, and says both in
    /// the chronology of `of`.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting, or the room does not say that it is one of its practice
    /// rooms; those of the disk.
    pub async fn found_practice(
        &self,
        of: SettingId,
        by: StaffId,
        new: NewRoom,
    ) -> Result<SettingId, Failure> {
        let (room, before) = self
            .write(move |turn| {
                let says_so = matches!(
                    new.events.first(),
                    Some(SettingEvent::PracticeFounded { of: named, .. }) if *named == of
                );
                if !says_so {
                    return Err(Failure::NotThere);
                }
                let before = folded(turn, of)?.room_of(by).map(|(room, _)| room);
                let room = found(turn, &new)?;
                let mut told = vec![SettingEvent::PracticeBegun { room, me: new.me }];
                if let Some(room) = before {
                    destroy(turn, of, room)?;
                    told.push(SettingEvent::PracticeCleared {
                        room,
                        after_days: None,
                    });
                }
                tell(turn, of, by, &told)?;
                Ok((room, before))
            })
            .await?;
        self.forget_keys(before);
        if before.is_some() {
            self.empty_log().await?;
        }
        Ok(room)
    }

    /// Clears a practice room of the setting `of`: its keys are destroyed, with everything kept beside its log. What is
    /// left of it opens for nobody. `after_days` says that it had stood for so long and nobody asked.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where `of` has no such room; those of the disk.
    pub async fn clear_practice(
        &self,
        of: SettingId,
        room: SettingId,
        after_days: Option<u16>,
    ) -> Result<(), Failure> {
        self.write(move |turn| {
            let known = folded(turn, of)?;
            let by = known.rooms.get(&room).ok_or(Failure::NotThere)?.by;
            destroy(turn, of, room)?;
            let told = [SettingEvent::PracticeCleared { room, after_days }];
            tell(turn, of, by, &told)
        })
        .await?;
        self.forget_keys(Some(room));
        self.empty_log().await.map(drop)
    }
}

/// A setting as this turn sees it. Not remembered: the turn may still be taken back.
pub(crate) fn folded(turn: &Turn<'_>, setting: SettingId) -> Result<Setting, Failure> {
    let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
    let chronology = ChronologyId::setting(setting);
    let read = log::read::<SettingEvent>(&turn.writing, &keys, chronology)?;
    Setting::fold(setting, &read.entries).ok_or(Failure::NotThere)
}

fn found(turn: &Turn<'_>, new: &NewRoom) -> Result<SettingId, Failure> {
    let (writing, outside) = (&turn.writing, &turn.shared.outside);
    let room = outside.new_setting();
    writing.add_setting(room, log::micros(outside.now()))?;
    writing.mark_setting(room, PRACTICE)?;
    let keys = turn
        .shared
        .keys
        .found(writing, room, outside.chance.as_ref())?;
    write_setting(turn, &keys, room, new.me, Expect::New, &new.events)?;
    for (person, event) in &new.people {
        let events = std::slice::from_ref(event);
        write_person(turn, &keys, room, *person, new.me, Expect::New, events)?;
    }
    if let Some(Reported { by, case, events }) = &new.concern {
        write_case(turn, &keys, room, *case, *by, Expect::New, events)?;
    }
    Ok(room)
}

/// Destroys the keys of a practice room and everything kept beside its log.
fn destroy(turn: &Turn<'_>, of: SettingId, room: SettingId) -> Result<(), Failure> {
    // INVARIANT: only a setting whose own first entry says that it is a practice room of `of` is destroyed, so that no
    // slip elsewhere can destroy a real record.
    let is_room = folded(turn, room)?
        .practice
        .is_some_and(|known| known.of == of);
    if !is_room {
        return Err(Failure::NotThere);
    }
    turn.writing.destroy(room)?;
    turn.changed.borrow_mut().push(room);
    Ok(())
}

fn tell(
    turn: &Turn<'_>,
    of: SettingId,
    by: StaffId,
    events: &[SettingEvent],
) -> Result<(), Failure> {
    let keys = turn.shared.keys.of_setting(&turn.writing, of)?;
    write_setting(turn, &keys, of, by, Expect::Tail, events).map(drop)
}
