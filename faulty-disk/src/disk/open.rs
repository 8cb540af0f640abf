//! A file that somebody has open: what SQLite asks of it, each call counted and struck by the fault the disk is under.

use super::{Answer, Open, flip};
use crate::fault::{Call, Error};
use crate::platter::{Step, put};

/// How a read ended.
pub(crate) enum Came {
    Whole,
    Short,
}

impl Open {
    /// Reads; what the file does not have reads as nought, and is told of.
    pub(crate) fn read(&self, into: &mut [u8], at: u64) -> Answer<Came> {
        let (state, struck) = self.disk.called(Call::Read);
        let Some(live) = state.files.get(self.file) else {
            return Err(rusqlite::ffi::SQLITE_IOERR_READ);
        };
        let there = live.bytes.get(at as usize..).unwrap_or_default();
        let mut length = there.len().min(into.len());
        match struck {
            Some((Error::Short, _)) => length /= 2,
            None | Some((Error::Flip, _)) => {}
            Some((error, _)) => return Err(error.code(Call::Read)),
        }
        into.fill(0);
        if let (Some(into), Some(there)) = (into.get_mut(..length), there.get(..length)) {
            into.copy_from_slice(there);
        }
        if let Some((Error::Flip, bit)) = struck {
            flip(into, bit);
        }
        Ok(if length < into.len() {
            Came::Short
        } else {
            Came::Whole
        })
    }

    pub(crate) fn write(&self, bytes: &[u8], at: u64) -> Answer<()> {
        if self.how.only_read {
            return Err(rusqlite::ffi::SQLITE_IOERR_WRITE);
        }
        let (mut state, struck) = self.disk.called(Call::Write);
        let done = match struck {
            None => bytes,
            Some((Error::HalfThenFull, _)) => bytes.get(..bytes.len() / 2).unwrap_or_default(),
            Some((error, _)) => return Err(error.code(Call::Write)),
        };
        if let Some(live) = state.files.get_mut(self.file) {
            put(&mut live.bytes, at, done);
        }
        state.history.push(Step::Write {
            file: self.file,
            at,
            bytes: done.into(),
        });
        struck.map_or(Ok(()), |(error, _)| Err(error.code(Call::Write)))
    }

    pub(crate) fn truncate(&self, length: u64) -> Answer<()> {
        if self.how.only_read {
            return Err(rusqlite::ffi::SQLITE_IOERR_TRUNCATE);
        }
        let mut state = self.disk.plainly(Call::Truncate)?;
        if let Some(live) = state.files.get_mut(self.file) {
            live.bytes.resize(length as usize, 0);
        }
        state.history.push(Step::Cut {
            file: self.file,
            length,
        });
        Ok(())
    }

    pub(crate) fn sync(&mut self) -> Answer<()> {
        let (mut state, struck) = self.disk.called(Call::Sync);
        if let Some((error, _)) = struck {
            if error == Error::Forsakes {
                state.history.push(Step::SyncForsook { file: self.file });
            }
            return Err(error.code(Call::Sync));
        }
        state.history.push(Step::Sync { file: self.file });
        if std::mem::take(&mut self.how.names_unsynced) {
            state.history.push(Step::SyncNames);
        }
        Ok(())
    }

    pub(crate) fn size(&self) -> Answer<u64> {
        let state = self.disk.plainly(Call::Size)?;
        Ok(state
            .files
            .get(self.file)
            .map_or(0, |live| live.bytes.len() as u64))
    }

    pub(crate) fn lock(&self, level: i32) -> Answer<()> {
        if self.how.only_read && level > crate::locks::SHARED {
            return Err(rusqlite::ffi::SQLITE_IOERR_LOCK);
        }
        let mut state = self.disk.plainly(Call::Lock)?;
        let free = state
            .files
            .get_mut(self.file)
            .is_some_and(|live| live.locks.lock(self.who, level));
        if free {
            Ok(())
        } else {
            Err(rusqlite::ffi::SQLITE_BUSY)
        }
    }

    pub(crate) fn unlock(&self, level: i32) {
        if let Some(live) = self.disk.state().files.get_mut(self.file) {
            live.locks.unlock(self.who, level);
        }
    }

    pub(crate) fn is_reserved(&self) -> bool {
        self.disk
            .state()
            .files
            .get(self.file)
            .is_some_and(|live| live.locks.is_reserved())
    }

    pub(crate) fn region(
        &self,
        number: usize,
        bytes: usize,
        make: bool,
    ) -> Answer<Option<*const std::sync::atomic::AtomicU64>> {
        let mut state = self.disk.plainly(Call::SharedMemory)?;
        Ok(state
            .files
            .get_mut(self.file)
            .and_then(|live| live.memory.region(self.who, number, bytes, make)))
    }

    pub(crate) fn lock_memory(&self, first: usize, count: usize, alone: bool) -> Answer<()> {
        let mut state = self.disk.plainly(Call::SharedLock)?;
        let free = state
            .files
            .get_mut(self.file)
            .is_some_and(|live| live.memory.lock(self.who, first, count, alone));
        if free {
            Ok(())
        } else {
            Err(rusqlite::ffi::SQLITE_BUSY)
        }
    }

    pub(crate) fn unlock_memory(&self, first: usize, count: usize) {
        if let Some(live) = self.disk.state().files.get_mut(self.file) {
            live.memory.unlock(self.who, first, count);
        }
    }

    pub(crate) fn leave_memory(&self) {
        if let Some(live) = self.disk.state().files.get_mut(self.file) {
            live.memory.leave(self.who);
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.unlock(crate::locks::NONE);
        if self.how.delete_on_close {
            let mut state = self.disk.state();
            if state.names.remove(&self.name).is_some() {
                let name = self.name.clone();
                state.history.push(Step::Remove { name });
            }
        }
    }
}
