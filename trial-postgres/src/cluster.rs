//! One server: started, shared between the processes of a run, told to go away and come back, and taken away.

use crate::{Database, find};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// How long a server may take to start, in looks.
const LOOKS: u32 = 1200;
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Opening a pipe without waiting for its other end.
const O_NONBLOCK: i32 = if cfg!(target_os = "linux") {
    0o4000
} else {
    0x0004
};

/// A server. A clone is another handle on the same.
#[derive(Clone)]
pub struct Cluster(Arc<Held>);

/// While this process has the pipe open, the server runs.
struct Held {
    base: PathBuf,
    programs: PathBuf,
    orders: Mutex<File>,
    /// The folder of a server that is nobody else's.
    _own: Option<tempfile::TempDir>,
}

/// The server that all test processes of one run share: those started by the same program.
pub fn shared() -> Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED
        .get_or_init(|| {
            let family = std::os::unix::process::parent_id();
            let owner = fs::metadata("/proc/self")
                .map(|of| std::os::unix::fs::MetadataExt::uid(&of))
                .unwrap_or_default();
            let base = std::env::temp_dir().join(format!("leeward-postgres-{owner}-{family}"));
            let lock = base.with_extension("lock");
            let lock = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .open(lock)
                .unwrap();
            lock.lock().unwrap();
            match joined(&base) {
                Some(held) => held,
                None => started(&base, &[], None),
            }
        })
        .clone()
}

/// A server of this test's own, with settings of its own: for tests that stop it, or that need it set up otherwise.
pub fn own(settings: &[(&str, &str)]) -> Cluster {
    let folder = tempfile::Builder::new()
        .prefix("leeward-postgres-")
        .tempdir()
        .unwrap();
    fs::set_permissions(
        folder.path(),
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .unwrap();
    started(&folder.path().join("own"), settings, Some(folder))
}

/// The server in a folder, where one is running.
fn joined(base: &Path) -> Option<Cluster> {
    // Between two processes the other end is let go of for a moment.
    for _ in 0..20 {
        if !base.join("ready").exists() {
            return None;
        }
        if let Some(orders) = pipe(base) {
            return Some(Cluster(Arc::new(Held {
                base: base.to_owned(),
                programs: find::programs(),
                orders: Mutex::new(orders),
                _own: None,
            })));
        }
        std::thread::sleep(LOOK_EVERY);
    }
    None
}

/// This end of the pipe, where somebody has the other.
fn pipe(base: &Path) -> Option<File> {
    OpenOptions::new()
        .write(true)
        .custom_flags(O_NONBLOCK)
        .open(base.join("alive"))
        .ok()
}

#[expect(
    clippy::zombie_processes,
    reason = "the watcher ends after this process, and because of it"
)]
fn started(base: &Path, settings: &[(&str, &str)], own: Option<tempfile::TempDir>) -> Cluster {
    let programs = find::programs();
    drop(fs::remove_dir_all(base));
    fs::DirBuilder::new().mode(0o755).create(base).unwrap();
    fs::DirBuilder::new()
        .mode(0o700)
        .create(base.join("run"))
        .unwrap();
    let mut conf = format!(
        "data_directory = '{0}/run/data'\nhba_file = '{0}/run/data/pg_hba.conf'\nident_file = '{0}/run/data/pg_ident.conf'\n\
         unix_socket_directories = '{0}/run'\nlisten_addresses = ''\nmax_connections = 300\nshared_buffers = '64MB'\n\
         fsync = on\nautovacuum = off\nlog_min_messages = warning\n",
        base.display()
    );
    for (name, value) in settings {
        conf.push_str(&format!("{name} = '{value}'\n"));
    }
    fs::write(base.join("postgresql.conf"), conf).unwrap();
    fs::write(base.join("watch.sh"), include_str!("watch.sh")).unwrap();
    let made = Command::new("mkfifo")
        .arg(base.join("alive"))
        .status()
        .unwrap();
    assert!(made.success(), "mkfifo failed in {}", base.display());
    let log = File::create(base.join("log")).unwrap();
    let mut watcher = Command::new("sh")
        .arg(base.join("watch.sh"))
        .args([base, &programs])
        .arg("postgres")
        .env_remove("LEEWARD_OWN_NULL")
        // The servers' own variables would lead its programs elsewhere.
        .env_remove("PGDATA")
        .env_remove("PGHOST")
        .env_remove("PGPORT")
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .process_group(0)
        .spawn()
        .unwrap();
    for _ in 0..LOOKS {
        if base.join("ready").exists()
            && let Some(orders) = pipe(base)
        {
            return Cluster(Arc::new(Held {
                base: base.to_owned(),
                programs,
                orders: Mutex::new(orders),
                _own: own,
            }));
        }
        if let Ok(Some(ended)) = watcher.try_wait() {
            let log = fs::read_to_string(base.join("log")).unwrap_or_default();
            panic!("PostgreSQL did not start ({ended}):\n{log}");
        }
        std::thread::sleep(LOOK_EVERY);
    }
    panic!(
        "PostgreSQL did not start in time; see {}/log",
        base.display()
    );
}

impl Cluster {
    /// A place to itself, empty, owned by [`crate::OWNER`].
    pub fn empty(&self) -> Database {
        Database::made_in(self.clone())
    }

    /// The folder with its socket.
    pub fn socket(&self) -> PathBuf {
        self.0.base.join("run")
    }

    /// The folder of its files.
    pub fn files(&self) -> PathBuf {
        self.0.base.join("run/data")
    }

    /// Stops it as a machine does that is switched off, and starts it again.
    pub fn restart(&self) {
        self.order("restart");
    }

    /// Stops it as a machine does that is switched off.
    pub fn stop(&self) {
        self.order("stop");
    }

    /// Starts it again.
    pub fn start(&self) {
        self.order("start");
    }

    /// Gives an order to the watcher and waits until it is carried out.
    fn order(&self, order: &str) {
        let mut orders = self.0.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let carried_out = || {
            fs::read_to_string(self.0.base.join("done"))
                .unwrap_or_default()
                .lines()
                .count()
        };
        let before = carried_out();
        writeln!(orders, "{order}").unwrap();
        for _ in 0..LOOKS {
            if carried_out() > before {
                return;
            }
            std::thread::sleep(LOOK_EVERY);
        }
        panic!("PostgreSQL did not {order} in time");
    }

    /// Runs statements as the superuser; gives what they answered, one row to a line.
    ///
    /// # Panics
    /// Where the server refuses.
    pub fn run(&self, sql: &str) -> String {
        self.try_run("postgres", "public", sql)
            .unwrap_or_else(|refused| panic!("{refused}: {sql}"))
    }

    /// Runs statements as an account, in a schema.
    ///
    /// # Errors
    /// What the server said where it refused.
    pub fn try_run(&self, role: &str, schema: &str, sql: &str) -> Result<String, String> {
        let told = Command::new(self.0.programs.join("psql"))
            .args(["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", role])
            .arg("-h")
            .arg(self.socket())
            .args(["-d", crate::DATABASE, "-c", sql])
            .env("PGOPTIONS", format!("-c search_path={schema}"))
            .output()
            .map_err(|error| error.to_string())?;
        if told.status.success() {
            Ok(String::from_utf8_lossy(&told.stdout).trim_end().to_owned())
        } else {
            Err(String::from_utf8_lossy(&told.stderr).into_owned())
        }
    }
}
