//! Checkpoints reach places outside, say nothing of a case, and stand on the pages that need them.

use crate::school::{CANARY, House};
use casework::event::Role;
use server::app::{App, Config};
use server::checkpoints::{Sending, Sent, keep_in, make_and_send};
use server::mail::{Mailer, Message};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use store::Checkpoint;

/// Keeps what it is given, or takes nothing.
#[derive(Default)]
struct Postbox {
    sent: Mutex<Vec<Message>>,
    shut: AtomicBool,
}

impl Mailer for Postbox {
    fn send(&self, message: &Message) -> io::Result<()> {
        if self.shut.load(Ordering::Relaxed) {
            return Err(io::Error::other("shut"));
        }
        self.sent.lock().unwrap().push(message.clone());
        Ok(())
    }
}

fn with_mailer(house: &House, mailer: Arc<dyn Mailer>) -> App {
    App::new(
        house.app.store().clone(),
        guidance::Library::shipped,
        house.app.outside().clone(),
        mailer,
        Config::default(),
    )
}

/// The names of the files in a folder, in order.
fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn each_checkpoint_is_kept_as_a_file_and_sent_once_and_none_where_nothing_changed() {
    let house = House::with_a_case().await;
    let postbox = Arc::new(Postbox::default());
    let app = with_mailer(&house, postbox.clone());
    let folder = tempfile::tempdir().unwrap();
    let sending = Sending {
        folder: Some(folder.path().join("kept")),
        mail: Some("governors@example.org".to_owned()),
    };
    let sent = tokio::sync::Mutex::new(Sent::default());
    make_and_send(&app, &sending, &sent).await.unwrap();
    make_and_send(&app, &sending, &sent).await.unwrap();
    assert_eq!(postbox.sent.lock().unwrap().len(), 1);
    // Somebody opens a case, which its access log holds: a head has changed.
    let lead = house.signed_in(Role::Lead).await;
    house
        .get(Some(&lead), &format!("/cases/{}", house.case))
        .await;
    make_and_send(&app, &sending, &sent).await.unwrap();
    let kept = names(&folder.path().join("kept"));
    assert_eq!(kept.len(), 2, "{kept:?}");
    let key = app.store().checkpoint_key().await.unwrap();
    let messages = postbox.sent.lock().unwrap().clone();
    for (message, name) in messages.iter().zip(&kept) {
        let note = std::fs::read_to_string(folder.path().join("kept").join(name)).unwrap();
        assert_eq!(message.body, note.trim_end(), "the note and nothing else");
        assert_eq!(message.to, "governors@example.org");
        assert!(Checkpoint::read(&note).unwrap().is_signed_by(&key));
        assert!(!note.contains(CANARY) && !note.contains(&house.case.to_string()));
    }
}

#[tokio::test]
async fn what_could_not_be_sent_is_sent_the_next_time() {
    let house = House::with_a_case().await;
    let postbox = Arc::new(Postbox::default());
    postbox.shut.store(true, Ordering::Relaxed);
    let app = with_mailer(&house, postbox.clone());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in-the-way");
    std::fs::write(&file, "").unwrap();
    let mut sending = Sending {
        folder: Some(file),
        mail: Some("governors@example.org".to_owned()),
    };
    let sent = tokio::sync::Mutex::new(Sent::default());
    make_and_send(&app, &sending, &sent).await.unwrap();
    assert!(
        house.log().contains("could not be sent by e-mail"),
        "{}",
        house.log()
    );
    assert!(
        house.log().contains("could not be kept in the folder"),
        "{}",
        house.log()
    );
    postbox.shut.store(false, Ordering::Relaxed);
    sending.folder = Some(folder.path().join("kept"));
    make_and_send(&app, &sending, &sent).await.unwrap();
    assert_eq!(postbox.sent.lock().unwrap().len(), 1);
    assert_eq!(names(&folder.path().join("kept")).len(), 1);
}

#[tokio::test]
async fn a_checkpoint_is_never_written_over_by_another() {
    let (house, other) = (House::with_a_case().await, House::with_a_case().await);
    let folder = tempfile::tempdir().unwrap();
    let made = house.app.store().make_checkpoint().await.unwrap().unwrap();
    keep_in(folder.path(), &made).unwrap();
    keep_in(folder.path(), &made).unwrap();
    other.clock.forward(jiff::SignedDuration::from_hours(1));
    let another = other.app.store().make_checkpoint().await.unwrap().unwrap();
    assert_eq!((another.size, another == made), (made.size, false));
    let refused = keep_in(folder.path(), &another).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
    let [name] = names(folder.path()).try_into().unwrap();
    assert_eq!(
        std::fs::read_to_string(folder.path().join(name)).unwrap(),
        made.note()
    );
}

#[tokio::test]
async fn the_newest_checkpoint_stands_on_the_chronology_and_where_records_are_verified() {
    let house = House::with_a_case().await;
    let auditor = house.signed_in(Role::Auditor).await;
    let before = house.get(Some(&auditor), "/verify").await;
    assert!(
        before.text.contains("None has been made yet"),
        "{}",
        before.text
    );
    assert!(
        before
            .text
            .contains("there is nothing to hold these records against")
    );
    let made = house.app.store().make_checkpoint().await.unwrap().unwrap();
    let short = format!("{} {}, 25 March 2026", made.size, made.root_in_print());
    // The page escapes what base64 has of signs.
    let short = short.replace('+', "&#43;").replace('=', "&#61;");
    let plain = |text: &str| text.replace('+', "&#43;").replace('=', "&#61;");
    let after = house.get(Some(&auditor), "/verify").await;
    assert!(plain(&after.text).contains(&short), "{}", after.text);
    assert!(after.text.contains("What this page cannot show"));
    assert!(
        after
            .text
            .contains("holds all its keys could rewrite a record")
    );
    let lead = house.signed_in(Role::Lead).await;
    let chronology = format!("/cases/{}/chronology", house.case);
    let page = house.get(Some(&lead), &chronology).await;
    assert!(plain(&page.text).contains(&short), "{}", page.text);
    let pdf = house.get(Some(&lead), &format!("{chronology}.pdf")).await;
    assert!(pdf.text.starts_with("%PDF-"));
}
