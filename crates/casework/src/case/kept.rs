//! Devices in keeping, deletions a child confirmed, removal reports, and viewings under the narrow exception.
//! Nothing here has a place for what anything shows.

use super::{Case, Recorded};
use crate::event::{CaseEvent, Isolated, Occurred, ViewingReason};
use crate::id::PersonId;
use crate::words::Words;

/// A device taken into keeping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// Which device.
    pub device: Words,
    /// Whose.
    pub from: Option<PersonId>,
    /// Who holds it.
    pub held_by: Words,
    /// Where it is kept.
    pub kept_where: Words,
    /// How it was cut off.
    pub isolated: Isolated,
    /// Who was there.
    pub second_person: Option<Words>,
    /// When it was taken.
    pub taken: Occurred,
    /// To whom it went, oldest first.
    pub handed_over: Vec<HandOver>,
}

/// A device going to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// To whom.
    pub to: Words,
    /// When.
    pub handed_over: Occurred,
}

/// A deletion that a child confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// Who deleted.
    pub child: PersonId,
    /// From where.
    pub from_where: Words,
    /// Who was there.
    pub present: Words,
    /// When.
    pub confirmed: Occurred,
}

/// A report to a service that gets imagery removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// Which service.
    pub service: Words,
    /// Who reported it.
    pub by: Words,
    /// Their reference.
    pub reference: Option<Words>,
    /// When.
    pub reported: Occurred,
}

/// A viewing under the narrow exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewing {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// Why it could not be avoided.
    pub reason: ViewingReason,
    /// Who allowed it.
    pub authorised_by: Words,
    /// Who viewed.
    pub viewed_by: Words,
    /// Who was there.
    pub present: Words,
    /// Where.
    pub place: Words,
    /// When.
    pub viewed: Occurred,
}

impl Case {
    pub(super) fn take_kept(&mut self, recorded: Recorded, event: &CaseEvent) {
        match event {
            CaseEvent::DeviceTaken {
                device,
                from,
                held_by,
                kept_where,
                isolated,
                second_person,
                taken,
            } => {
                self.devices.push(Device {
                    recorded,
                    device: device.clone(),
                    from: *from,
                    held_by: held_by.clone(),
                    kept_where: kept_where.clone(),
                    isolated: *isolated,
                    second_person: second_person.clone(),
                    taken: *taken,
                    handed_over: Vec::new(),
                });
            }
            CaseEvent::DeviceHandedOver {
                device,
                to,
                handed_over,
            } => {
                if let Some(known) = self
                    .devices
                    .iter_mut()
                    .find(|known| known.recorded.seq == *device)
                {
                    known.handed_over.push(HandOver {
                        recorded,
                        to: to.clone(),
                        handed_over: *handed_over,
                    });
                }
            }
            CaseEvent::DeletionConfirmed {
                child,
                from_where,
                present,
                confirmed,
            } => self.deletions.push(Deletion {
                recorded,
                child: *child,
                from_where: from_where.clone(),
                present: present.clone(),
                confirmed: *confirmed,
            }),
            CaseEvent::RemovalReported {
                service,
                by,
                reference,
                reported,
            } => self.removals.push(Removal {
                recorded,
                service: service.clone(),
                by: by.clone(),
                reference: reference.clone(),
                reported: *reported,
            }),
            CaseEvent::ViewingRecorded {
                reason,
                authorised_by,
                viewed_by,
                present,
                place,
                viewed,
            } => {
                self.viewings.push(Viewing {
                    recorded,
                    reason: *reason,
                    authorised_by: authorised_by.clone(),
                    viewed_by: viewed_by.clone(),
                    present: present.clone(),
                    place: place.clone(),
                    viewed: *viewed,
                });
            }
            _ => {}
        }
    }
}
