//! The one unsafe file: SQLite is told of [`Disk`](crate::Disk)s through the pointers it knows file systems by.
//!
//! The file system is made the default one of this process. What lies in the folder of a disk is opened there; everything
//! else is handed on to the file system that was the default before. So the records under test are opened by the very
//! code a school runs, which has no door for tests.
#![expect(
    unsafe_code,
    reason = "SQLite calls file systems through C pointers; each block says why it holds"
)]

use crate::disk::{Came, How, Open, disk_of};
use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::Path;
use std::ptr::null_mut;
use std::sync::OnceLock;
use std::time::Duration;

/// What SQLite keeps of an open file: its own head, and ours behind it.
#[repr(C)]
struct OpenFile {
    head: sqlite3_file,
    open: *mut Open,
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(is_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Tells SQLite, once in a process.
pub(crate) fn register() -> Result<(), c_int> {
    static DONE: OnceLock<c_int> = OnceLock::new();
    // SAFETY: SQLite's own file system lives as long as the process, and so does the copy of it that is leaked here with
    // some of its calls replaced. What stays of it is called with the copy and uses nothing but what was copied.
    let code = *DONE.get_or_init(|| unsafe {
        ffi::sqlite3_initialize();
        let before = ffi::sqlite3_vfs_find(std::ptr::null());
        let Some(was) = before.as_ref() else {
            return ffi::SQLITE_ERROR;
        };
        let ours = Box::leak(Box::new(*was));
        ours.szOsFile = was.szOsFile.max(size_of::<OpenFile>() as c_int);
        ours.zName = c"faulty".as_ptr();
        ours.pNext = null_mut();
        ours.pAppData = before.cast();
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        ours.xAccess = Some(access);
        ours.xSleep = Some(sleep);
        ffi::sqlite3_vfs_register(ours, 1)
    });
    if code == ffi::SQLITE_OK {
        Ok(())
    } else {
        Err(code)
    }
}

/// The file system that was the default before.
unsafe fn before(vfs: *mut sqlite3_vfs) -> *mut sqlite3_vfs {
    // SAFETY: SQLite calls with the file system it was told of in `register`.
    unsafe { (*vfs).pAppData.cast() }
}

unsafe fn path_of<'a>(name: *const c_char) -> Option<&'a Path> {
    if name.is_null() {
        return None;
    }
    // SAFETY: a name that SQLite hands over ends with a nought and outlives the call.
    unsafe { CStr::from_ptr(name) }.to_str().ok().map(Path::new)
}

unsafe fn of<'a>(file: *mut sqlite3_file) -> &'a mut Open {
    // SAFETY: these methods are only called on files that `open` filled in, from one thread at a time, until `close`.
    unsafe { &mut *(*file.cast::<OpenFile>()).open }
}

fn code_of(answer: Result<(), c_int>) -> c_int {
    answer.map_or_else(|code| code, |()| ffi::SQLITE_OK)
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: `file` has room for the larger of both file systems' files; the names and flags are SQLite's own.
    unsafe {
        let Some((path, disk)) = path_of(name).and_then(|path| Some((path, disk_of(path)?))) else {
            let before = before(vfs);
            let Some(open) = (*before).xOpen else {
                return ffi::SQLITE_CANTOPEN;
            };
            return open(before, name, file, flags, out_flags);
        };
        (*file).pMethods = std::ptr::null();
        let make = flags & ffi::SQLITE_OPEN_CREATE != 0;
        let beside =
            ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL;
        let how = How {
            make,
            only_read: flags & ffi::SQLITE_OPEN_READONLY != 0,
            delete_on_close: flags & ffi::SQLITE_OPEN_DELETEONCLOSE != 0,
            names_unsynced: make && flags & beside != 0,
        };
        let opened = disk.open(path, how);
        match opened {
            Ok(opened) => {
                (*file.cast::<OpenFile>()).open = Box::into_raw(Box::new(opened));
                (*file).pMethods = &raw const METHODS;
                if !out_flags.is_null() {
                    *out_flags = flags;
                }
                ffi::SQLITE_OK
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: as in `open`.
    unsafe {
        match path_of(name).and_then(|path| Some((path, disk_of(path)?))) {
            Some((path, disk)) => code_of(disk.delete(path, sync != 0)),
            None => {
                let before = before(vfs);
                (*before)
                    .xDelete
                    .map_or(ffi::SQLITE_IOERR_DELETE, |delete| {
                        delete(before, name, sync)
                    })
            }
        }
    }
}

unsafe extern "C" fn access(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: as in `open`; `out` is SQLite's own.
    unsafe {
        match path_of(name).and_then(|path| Some((path, disk_of(path)?))) {
            Some((path, disk)) => match disk.is_there(path, flags != ffi::SQLITE_ACCESS_EXISTS) {
                Ok(there) => {
                    *out = c_int::from(there);
                    ffi::SQLITE_OK
                }
                Err(code) => code,
            },
            None => {
                let before = before(vfs);
                (*before)
                    .xAccess
                    .map_or(ffi::SQLITE_IOERR_ACCESS, |access| {
                        access(before, name, flags, out)
                    })
            }
        }
    }
}

/// Waits a thousandth of what was asked: enough for another thread to finish, and a lock that never comes is soon given up.
unsafe extern "C" fn sleep(_: *mut sqlite3_vfs, micros: c_int) -> c_int {
    std::thread::sleep(Duration::from_micros(
        u64::from(micros.unsigned_abs()) / 1000,
    ));
    micros
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: the box was made in `open`, and SQLite closes a file once.
    unsafe {
        drop(Box::from_raw((*file.cast::<OpenFile>()).open));
        (*file).pMethods = std::ptr::null();
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    into: *mut c_void,
    length: c_int,
    at: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite's buffer is as long as it says.
    let (open, into) = unsafe {
        (
            of(file),
            std::slice::from_raw_parts_mut(into.cast::<u8>(), length.unsigned_abs() as usize),
        )
    };
    match open.read(into, at.unsigned_abs()) {
        Ok(Came::Whole) => ffi::SQLITE_OK,
        Ok(Came::Short) => ffi::SQLITE_IOERR_SHORT_READ,
        Err(code) => code,
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite's buffer is as long as it says.
    let (open, from) = unsafe {
        (
            of(file),
            std::slice::from_raw_parts(from.cast::<u8>(), length.unsigned_abs() as usize),
        )
    };
    code_of(open.write(from, at.unsigned_abs()))
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: sqlite3_int64) -> c_int {
    // SAFETY: see `of`.
    code_of(unsafe { of(file) }.truncate(length.unsigned_abs()))
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _: c_int) -> c_int {
    // SAFETY: see `of`.
    code_of(unsafe { of(file) }.sync())
}

unsafe extern "C" fn size(file: *mut sqlite3_file, out: *mut sqlite3_int64) -> c_int {
    // SAFETY: see `of`; `out` is SQLite's own.
    unsafe {
        match of(file).size() {
            Ok(size) => {
                *out = size.cast_signed();
                ffi::SQLITE_OK
            }
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    // SAFETY: see `of`.
    code_of(unsafe { of(file) }.lock(level))
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    // SAFETY: see `of`.
    unsafe { of(file) }.unlock(level);
    ffi::SQLITE_OK
}

unsafe extern "C" fn is_reserved(file: *mut sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: see `of`; `out` is SQLite's own.
    unsafe { *out = c_int::from(of(file).is_reserved()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn control(_: *mut sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

/// As SQLite's own file system says of every disk.
unsafe extern "C" fn sector_size(_: *mut sqlite3_file) -> c_int {
    4096
}

/// As SQLite's own file system says of every disk: a write that is cut off changes nothing beside it.
unsafe extern "C" fn characteristics(_: *mut sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    number: c_int,
    bytes: c_int,
    make: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: see `of`; `out` is SQLite's own. The memory stays until the last connection that mapped it unmaps it.
    unsafe {
        let (number, bytes) = (number.unsigned_abs(), bytes.unsigned_abs());
        match of(file).region(number as usize, bytes as usize, make != 0) {
            Ok(region) => {
                *out = region.map_or(null_mut(), |region| region.cast_mut().cast());
                ffi::SQLITE_OK
            }
            Err(code) => {
                *out = null_mut();
                code
            }
        }
    }
}

unsafe extern "C" fn shm_lock(
    file: *mut sqlite3_file,
    first: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: see `of`.
    let open = unsafe { of(file) };
    let (first, count) = (first.unsigned_abs() as usize, count.unsigned_abs() as usize);
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        open.unlock_memory(first, count);
        return ffi::SQLITE_OK;
    }
    code_of(open.lock_memory(first, count, flags & ffi::SQLITE_SHM_EXCLUSIVE != 0))
}

unsafe extern "C" fn shm_barrier(_: *mut sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, _: c_int) -> c_int {
    // SAFETY: see `of`.
    unsafe { of(file) }.leave_memory();
    ffi::SQLITE_OK
}
