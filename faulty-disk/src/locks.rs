//! Locks between connections of one process: those of a file, and those of the memory that connections share in WAL
//! mode. Both as SQLite asks for them; neither outlives the process.

use std::sync::atomic::AtomicU64;

/// Who holds a lock: one open file each.
pub(crate) type Holder = u64;

/// How far a file is locked, in SQLite's own order.
pub(crate) const NONE: i32 = 0;
pub(crate) const SHARED: i32 = 1;
pub(crate) const RESERVED: i32 = 2;
pub(crate) const PENDING: i32 = 3;
pub(crate) const EXCLUSIVE: i32 = 4;

/// The locks of one file.
#[derive(Default)]
pub(crate) struct FileLocks {
    held: Vec<(Holder, i32)>,
}

impl FileLocks {
    fn of(&self, who: Holder) -> i32 {
        self.held
            .iter()
            .find(|(holder, _)| *holder == who)
            .map_or(NONE, |(_, level)| *level)
    }

    fn others(&self, who: Holder) -> i32 {
        self.held
            .iter()
            .filter(|(holder, _)| *holder != who)
            .map(|(_, level)| *level)
            .max()
            .unwrap_or(NONE)
    }

    fn set(&mut self, who: Holder, level: i32) {
        self.held.retain(|(holder, _)| *holder != who);
        if level > NONE {
            self.held.push((who, level));
        }
    }

    /// Locks further; false where somebody else's lock is in the way.
    pub(crate) fn lock(&mut self, who: Holder, level: i32) -> bool {
        let (own, others) = (self.of(who), self.others(who));
        if own >= level {
            return true;
        }
        match level {
            SHARED if others < PENDING => self.set(who, SHARED),
            RESERVED if others < RESERVED => self.set(who, RESERVED),
            EXCLUSIVE if others == NONE => self.set(who, EXCLUSIVE),
            EXCLUSIVE if others == SHARED => {
                // Nobody new comes in; those who are in may finish.
                self.set(who, PENDING);
                return false;
            }
            _ => return false,
        }
        true
    }

    /// Lets go, down to a level.
    pub(crate) fn unlock(&mut self, who: Holder, level: i32) {
        if self.of(who) > level {
            self.set(who, level);
        }
    }

    /// Whether anybody means to write.
    pub(crate) fn is_reserved(&self) -> bool {
        self.held.iter().any(|(_, level)| *level >= RESERVED)
    }
}

/// How many locks there are on shared memory.
const SLOTS: usize = 8;

/// Memory that the connections of a database share.
#[derive(Default)]
pub(crate) struct SharedMemory {
    /// Atomic, because SQLite writes where others look.
    regions: Vec<Box<[AtomicU64]>>,
    shared: [Vec<Holder>; SLOTS],
    exclusive: [Option<Holder>; SLOTS],
    users: Vec<Holder>,
}

impl SharedMemory {
    /// A region, made with those before it where `make` says so; `None` where it is not there.
    pub(crate) fn region(
        &mut self,
        who: Holder,
        number: usize,
        bytes: usize,
        make: bool,
    ) -> Option<*const AtomicU64> {
        if !self.users.contains(&who) {
            self.users.push(who);
        }
        while make && self.regions.len() <= number {
            self.regions
                .push((0..bytes.div_ceil(8)).map(|_| AtomicU64::new(0)).collect());
        }
        self.regions.get(number).map(|region| region.as_ptr())
    }

    /// Takes locks; false where another's is in the way.
    pub(crate) fn lock(&mut self, who: Holder, first: usize, count: usize, alone: bool) -> bool {
        let slots = first..first.saturating_add(count).min(SLOTS);
        let free = slots.clone().all(|slot| {
            let others_alone = self
                .exclusive
                .get(slot)
                .is_some_and(|holder| holder.is_some_and(|holder| holder != who));
            let others = self
                .shared
                .get(slot)
                .is_some_and(|holders| holders.iter().any(|holder| *holder != who));
            !(others_alone || alone && others)
        });
        if free {
            for slot in slots {
                if let Some(place) = self.exclusive.get_mut(slot)
                    && alone
                {
                    *place = Some(who);
                } else if let Some(holders) = self.shared.get_mut(slot)
                    && !holders.contains(&who)
                {
                    holders.push(who);
                }
            }
        }
        free
    }

    /// Lets locks go.
    pub(crate) fn unlock(&mut self, who: Holder, first: usize, count: usize) {
        for slot in first..first.saturating_add(count).min(SLOTS) {
            if let Some(holder) = self.exclusive.get_mut(slot)
                && *holder == Some(who)
            {
                *holder = None;
            }
            if let Some(holders) = self.shared.get_mut(slot) {
                holders.retain(|holder| *holder != who);
            }
        }
    }

    /// One connection fewer. With the last the memory goes, as the first to come would empty it anyway.
    pub(crate) fn leave(&mut self, who: Holder) {
        self.unlock(who, 0, SLOTS);
        self.users.retain(|user| *user != who);
        if self.users.is_empty() {
            self.regions.clear();
        }
    }
}
