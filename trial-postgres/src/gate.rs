//! A way to the server that a test can close: a socket of its own, which passes on what it is given until it is told to
//! cut, or until it sees the words after which it is to cut.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// When a gate cuts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Before the words reach the server.
    Before,
    /// After they reached it, and before its answer comes back.
    After,
}

/// A way to a server that can be closed.
pub struct Gate(Arc<Inner>, tempfile::TempDir);

struct Inner {
    to: PathBuf,
    open: AtomicBool,
    lying: Mutex<Vec<UnixStream>>,
    trap: Mutex<Option<(Vec<u8>, Cut)>>,
}

impl Gate {
    /// A gate before a server, open.
    ///
    /// # Panics
    /// Where no socket can be made.
    pub fn before(cluster: &crate::Cluster) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let inner = Arc::new(Inner {
            to: cluster.socket().join(".s.PGSQL.5432"),
            open: AtomicBool::new(true),
            lying: Mutex::default(),
            trap: Mutex::default(),
        });
        let gate = Self(Arc::clone(&inner), folder);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                inner.let_through(client);
            }
        });
        gate
    }

    /// The folder of its socket.
    pub fn socket(&self) -> &Path {
        self.1.path()
    }

    /// Cuts every connection, and lets none through from here on.
    pub fn close(&self) {
        self.0.open.store(false, Ordering::SeqCst);
        self.0.cut();
    }

    /// Lets connections through again.
    pub fn open(&self) {
        self.0.open.store(true, Ordering::SeqCst);
    }

    /// Cuts every connection; new ones are let through.
    pub fn cut(&self) {
        self.0.cut();
    }

    /// Cuts the next connection over which the words go to the server, once.
    pub fn cut_at(&self, words: &str, cut: Cut) {
        let mut trap = self.0.trap.lock().unwrap_or_else(PoisonError::into_inner);
        *trap = Some((words.as_bytes().to_vec(), cut));
    }

    /// Whether it has cut since [`Gate::cut_at`].
    pub fn has_cut(&self) -> bool {
        let trap = self.0.trap.lock().unwrap_or_else(PoisonError::into_inner);
        trap.is_none()
    }
}

impl Inner {
    fn cut(&self) {
        let mut lying = self.lying.lock().unwrap_or_else(PoisonError::into_inner);
        for stream in lying.drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
    }

    fn let_through(self: &Arc<Self>, client: UnixStream) {
        if !self.open.load(Ordering::SeqCst) {
            return;
        }
        let Ok(server) = UnixStream::connect(&self.to) else {
            return;
        };
        {
            let mut lying = self.lying.lock().unwrap_or_else(PoisonError::into_inner);
            lying.extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
        }
        let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        let this = Arc::clone(self);
        std::thread::spawn(move || {
            let mut bytes = vec![0; 65536];
            while let Ok(read @ 1..) = from.read(&mut bytes) {
                let said = bytes.get(..read).unwrap_or_default();
                match this.sprung(said) {
                    Some(Cut::Before) => break,
                    Some(Cut::After) => {
                        // Its answer has nowhere to go.
                        drop(from.shutdown(Shutdown::Both));
                        drop(to.write_all(said));
                        // The server reads to the end of what was said before it sees that nobody is there.
                        drop(to.shutdown(Shutdown::Write));
                        drop(to.read_to_end(&mut Vec::new()));
                        break;
                    }
                    None => {
                        if to.write_all(said).is_err() {
                            break;
                        }
                    }
                }
            }
            drop(from.shutdown(Shutdown::Both));
            drop(to.shutdown(Shutdown::Both));
        });
        let (mut from, mut to) = (server, client);
        std::thread::spawn(move || {
            drop(std::io::copy(&mut from, &mut to));
            drop(to.shutdown(Shutdown::Both));
        });
    }

    /// What the trap says to words on their way; it springs once.
    fn sprung(&self, said: &[u8]) -> Option<Cut> {
        let mut trap = self.trap.lock().unwrap_or_else(PoisonError::into_inner);
        let (words, _) = trap.as_ref()?;
        said.windows(words.len())
            .any(|window| window == words.as_slice())
            .then(|| trap.take().map(|(_, cut)| cut))
            .flatten()
    }
}
