//! Where a database is, and who asks. The address has a password in it as often as not: it is never said again, neither
//! in a failure nor in a log line; what is said is which database where.

use super::link::{Link, Purpose};
use crate::failure::Failure;
use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// How long the server may take to let us in.
const TO_CONNECT: Duration = Duration::from_secs(2);
/// How long to wait before each further try, while a server that was there may be starting again.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
];

/// The address of a database.
pub(crate) struct Address {
    config: Config,
    /// Whether it was there when last looked for. While it is not, nobody is made to wait for more than one try.
    away: AtomicBool,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "database {}",
            self.config.get_dbname().unwrap_or("(no name)")
        )?;
        for host in self.config.get_hosts() {
            match host {
                Host::Tcp(name) => write!(f, " at {name}")?,
                Host::Unix(folder) => write!(f, " at {}", folder.display())?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Address {
    /// Reads an address, `postgresql://ACCOUNT:PASSWORD@HOST/NAME`.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let unfit = |why: &str| Failure::AddressUnfit {
            why: why.to_owned(),
        };
        let mut config: Config = text.parse().map_err(|_| {
            unfit("write it as postgresql://ACCOUNT:PASSWORD@HOST/NAME, with % before any letter that has a meaning in an address")
        })?;
        if config.get_user().is_none() {
            return Err(unfit("it names no account"));
        }
        if config.get_dbname().is_none_or(str::is_empty) {
            return Err(unfit("it names no database"));
        }
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(unfit("it names no host"));
        }
        match config.get_ssl_mode() {
            SslMode::Disable => {}
            SslMode::Prefer if stays_here(&config) => {}
            SslMode::Prefer => {
                return Err(unfit(
                    "it leads to another machine, and Leeward does not encrypt that way by itself: use a tunnel that does and name its end on this machine, or say that the network is your own with ?sslmode=disable",
                ));
            }
            _ => {
                return Err(unfit(
                    "it asks for encryption on the way, which Leeward does not do by itself: use a tunnel that does, and name its end on this machine",
                ));
            }
        }
        config
            .ssl_mode(SslMode::Disable)
            .application_name("leeward")
            .connect_timeout(TO_CONNECT)
            .tcp_user_timeout(TO_CONNECT * 2)
            .target_session_attrs(TargetSessionAttrs::ReadWrite);
        Ok(Self {
            config,
            away: AtomicBool::new(false),
        })
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// A connection. A server that was there a moment ago is given a moment to come back.
    pub(super) fn linked(&self, purpose: Purpose) -> Result<Link, Failure> {
        let mut tried = Link::open(self, purpose);
        if !self.away.load(Ordering::Relaxed) {
            for pause in PAUSES {
                match &tried {
                    Err(trouble) if trouble.is_gone() => {}
                    _ => break,
                }
                std::thread::sleep(pause);
                tried = Link::open(self, purpose);
            }
        }
        self.away.store(tried.is_err(), Ordering::Relaxed);
        tried.map_err(super::Trouble::into_failure)
    }
}

/// Whether every host is this machine.
fn stays_here(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
        }
    }) && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::Address;
    use crate::failure::Failure;

    #[test]
    fn what_is_said_of_an_address_has_no_password() {
        let address =
            Address::read("postgresql://school:zyxcanary@localhost:5432/records").unwrap();
        assert_eq!(address.to_string(), "database records at localhost");
        assert!(!format!("{address:?}").contains("zyxcanary"));
    }

    #[test]
    fn an_address_that_is_none_is_refused_without_repeating_it() {
        for wrong in [
            "zyxcanary",
            "postgresql://localhost/zyxcanary?sslmode=zyxcanary",
            "postgresql://zyxcanary:zyxcanary@localhost",
            "postgresql://zyxcanary@/records",
        ] {
            let failure = Address::read(wrong).err().unwrap();
            assert!(matches!(failure, Failure::AddressUnfit { .. }), "{wrong}");
            assert!(!failure.to_string().contains("zyxcanary"), "{failure}");
        }
    }

    #[test]
    fn a_way_over_the_network_that_is_not_encrypted_has_to_be_asked_for() {
        assert!(Address::read("postgresql://school@10.0.0.7/records").is_err());
        assert!(Address::read("postgresql://school@db.example/records?sslmode=require").is_err());
        assert!(Address::read("postgresql://school@10.0.0.7/records?sslmode=disable").is_ok());
        assert!(Address::read("postgresql://school@127.0.0.1/records").is_ok());
        assert!(Address::read("postgresql://school@/records?host=/run/postgresql").is_ok());
    }
}
