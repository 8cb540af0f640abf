//! Shows a [`Disk`] to the kernel as a file system, so that the real program writes to it. It is unmounted when it is
//! dropped, and one that an earlier run left behind (killed before it could) is unmounted at the start of the next.

use crate::Done;
use crate::disk::{Disk, Refused};
use fuser::{
    BackgroundSession, BsdFileFlags, Config, Errno, FileAttr, FileHandle, FileType, Filesystem,
    FopenFlags, Generation, INodeNo, LockOwner, MountOption, OpenFlags, RenameFlags, ReplyAttr,
    ReplyCreate, ReplyData, ReplyDirectory, ReplyEmpty, ReplyEntry, ReplyOpen, ReplyStatfs,
    ReplyWrite, Request, TimeOrNow, WriteFlags,
};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What stands in the kernel's list of mounts, before the number of the process that serves it.
const MARK: &str = "leeward-trials-";
/// How long the kernel may keep what it was told: nobody else changes these files.
const KEPT: Duration = Duration::from_secs(60);

/// A disk that is mounted.
pub(crate) struct Mounted {
    session: Option<BackgroundSession>,
    folder: tempfile::TempDir,
}

impl Mounted {
    /// Mounts a disk in a folder of its own.
    ///
    /// # Errors
    /// A sentence that says what is missing on this machine.
    pub(crate) fn at(disk: Arc<Disk>) -> Done<Self> {
        let folder = tempfile::Builder::new().prefix("leeward-disk").tempdir()?;
        let mut options = Config::default();
        options.mount_options = vec![
            MountOption::FSName(format!("{MARK}{}", std::process::id())),
            MountOption::RW,
            MountOption::NoAtime,
        ];
        let session = fuser::spawn_mount(Shown(disk), folder.path(), &options).map_err(|fault| {
            format!("a file system of our own could not be mounted ({fault}). On Debian and Ubuntu install fuse3 (apt-get install fuse3); /dev/fuse must be there, which in a container takes --device /dev/fuse --cap-add SYS_ADMIN")
        })?;
        Ok(Self {
            session: Some(session),
            folder,
        })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let joined = self.session.take().map(BackgroundSession::umount_and_join);
        if !matches!(joined, None | Some(Ok(()))) {
            unmount(self.folder.path());
        }
    }
}

/// Takes a mount away even where something still holds it open.
fn unmount(path: &Path) {
    for (program, words) in [("umount", vec!["-l"]), ("fusermount3", vec!["-u", "-z"])] {
        let asked = Command::new(program).args(words).arg(path).output();
        if asked.is_ok_and(|done| done.status.success()) {
            return;
        }
    }
}

/// Unmounts what earlier runs left behind: mounts of ours whose process is gone.
pub(crate) fn unmount_left_behind() {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    for line in mounts.lines() {
        let mut words = line.split(' ');
        let process = words.next().and_then(|name| name.strip_prefix(MARK));
        if let (Some(process), Some(path)) = (process, words.next())
            && !Path::new("/proc").join(process).exists()
        {
            unmount(Path::new(path));
        }
    }
}

/// A disk as the kernel asks about it.
struct Shown(Arc<Disk>);

fn errno(refused: Refused) -> Errno {
    match refused {
        Refused::Failed => Errno::EIO,
        Refused::Absent => Errno::ENOENT,
        Refused::There => Errno::EEXIST,
        Refused::NoSpace => Errno::ENOSPC,
        Refused::ReadOnly => Errno::EROFS,
    }
}

fn empty(done: Result<(), Refused>, reply: ReplyEmpty) {
    match done {
        Ok(()) => reply.ok(),
        Err(refused) => reply.error(errno(refused)),
    }
}

impl Shown {
    fn about(&self, request: &Request, file: u64) -> Result<FileAttr, Refused> {
        let folder = file == u64::from(INodeNo::ROOT);
        let size = if folder { 0 } else { self.0.length(file)? };
        Ok(FileAttr {
            ino: INodeNo(file),
            size,
            blocks: size.div_ceil(512),
            atime: UNIX_EPOCH,
            mtime: UNIX_EPOCH,
            ctime: UNIX_EPOCH,
            crtime: UNIX_EPOCH,
            kind: if folder {
                FileType::Directory
            } else {
                FileType::RegularFile
            },
            perm: if folder { 0o700 } else { 0o600 },
            nlink: 1,
            uid: request.uid(),
            gid: request.gid(),
            rdev: 0,
            flags: 0,
            blksize: 4096,
        })
    }
}

impl Filesystem for Shown {
    fn lookup(&self, request: &Request, _parent: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let found = self.0.find(name).and_then(|file| self.about(request, file));
        match found {
            Ok(about) => reply.entry(&KEPT, &about, Generation(0)),
            Err(refused) => reply.error(errno(refused)),
        }
    }

    fn getattr(&self, request: &Request, file: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        match self.about(request, u64::from(file)) {
            Ok(about) => reply.attr(&KEPT, &about),
            Err(refused) => reply.error(errno(refused)),
        }
    }

    fn setattr(
        &self,
        request: &Request,
        file: INodeNo,
        _mode: Option<u32>,
        _uid: Option<u32>,
        _gid: Option<u32>,
        size: Option<u64>,
        _atime: Option<TimeOrNow>,
        _mtime: Option<TimeOrNow>,
        _ctime: Option<SystemTime>,
        _fh: Option<FileHandle>,
        _crtime: Option<SystemTime>,
        _chgtime: Option<SystemTime>,
        _bkuptime: Option<SystemTime>,
        _flags: Option<BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        let file = u64::from(file);
        let set = match size.map(usize::try_from) {
            None => Ok(()),
            Some(Ok(size)) => self.0.set_length(file, size),
            Some(Err(_)) => Err(Refused::NoSpace),
        };
        match set.and_then(|()| self.about(request, file)) {
            Ok(about) => reply.attr(&KEPT, &about),
            Err(refused) => reply.error(errno(refused)),
        }
    }

    fn open(&self, _: &Request, _file: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        // The kernel keeps the pages, which is what lets the index of the log be mapped and shared.
        reply.opened(FileHandle(0), FopenFlags::FOPEN_KEEP_CACHE);
    }

    fn create(
        &self,
        request: &Request,
        _parent: INodeNo,
        name: &OsStr,
        _mode: u32,
        _umask: u32,
        _flags: i32,
        reply: ReplyCreate,
    ) {
        let made = self.0.make(name).and_then(|file| self.about(request, file));
        match made {
            Ok(about) => reply.created(
                &KEPT,
                &about,
                Generation(0),
                FileHandle(0),
                FopenFlags::FOPEN_KEEP_CACHE,
            ),
            Err(refused) => reply.error(errno(refused)),
        }
    }

    fn unlink(&self, _: &Request, _parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        empty(self.0.take(name), reply);
    }

    fn rename(
        &self,
        _: &Request,
        _parent: INodeNo,
        name: &OsStr,
        _newparent: INodeNo,
        newname: &OsStr,
        _flags: RenameFlags,
        reply: ReplyEmpty,
    ) {
        empty(self.0.rename(name, newname), reply);
    }

    fn read(
        &self,
        _: &Request,
        file: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        let at = usize::try_from(offset).unwrap_or(usize::MAX);
        let length = usize::try_from(size).unwrap_or(0);
        match self.0.read(u64::from(file), at, length) {
            Ok(bytes) => reply.data(&bytes),
            Err(refused) => reply.error(errno(refused)),
        }
    }

    fn write(
        &self,
        _: &Request,
        file: INodeNo,
        _: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        let at = usize::try_from(offset).map_err(|_| Refused::NoSpace);
        let written = at.and_then(|at| self.0.write(u64::from(file), at, data));
        match written {
            Ok(()) => reply.written(u32::try_from(data.len()).unwrap_or(0)),
            Err(refused) => reply.error(errno(refused)),
        }
    }

    fn flush(&self, _: &Request, _: INodeNo, _: FileHandle, _: LockOwner, reply: ReplyEmpty) {
        reply.ok();
    }

    fn fsync(&self, _: &Request, file: INodeNo, _: FileHandle, _data: bool, reply: ReplyEmpty) {
        empty(self.0.sync(u64::from(file)), reply);
    }

    fn fsyncdir(&self, _: &Request, _: INodeNo, _: FileHandle, _data: bool, reply: ReplyEmpty) {
        empty(self.0.sync_names(), reply);
    }

    fn readdir(
        &self,
        _: &Request,
        _folder: INodeNo,
        _: FileHandle,
        offset: u64,
        mut reply: ReplyDirectory,
    ) {
        let mut place = 0;
        for (name, file) in self.0.list() {
            place += 1;
            if place > offset && reply.add(INodeNo(file), place, FileType::RegularFile, name) {
                break;
            }
        }
        reply.ok();
    }

    fn statfs(&self, _: &Request, _: INodeNo, reply: ReplyStatfs) {
        reply.statfs(1 << 20, 1 << 19, 1 << 19, 1 << 16, 1 << 15, 4096, 255, 4096);
    }
}
