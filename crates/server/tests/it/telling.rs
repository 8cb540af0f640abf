//! People are told that there is something to read, and nothing of what it is.

use crate::school::{CANARY, House};
use casework::event::Role;
use server::app::{App, Config};
use server::jobs::{Tell, do_due};
use server::mail::{Mailer, Message, NoMail};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use store::Append;

/// Keeps what it is given, or takes nothing.
#[derive(Default)]
struct Box {
    sent: Mutex<Vec<Message>>,
    shut: AtomicBool,
}

impl Mailer for Box {
    fn send(&self, message: &Message) -> io::Result<()> {
        if self.shut.load(Ordering::Relaxed) {
            return Err(io::Error::other("shut"));
        }
        self.sent.lock().unwrap().push(message.clone());
        Ok(())
    }
}

/// The same records behind another way out for messages, with something to tell.
async fn with_mailer(house: &House, mailer: Arc<dyn Mailer>) -> App {
    let config = Config {
        public_address: "https://safeguarding.example".to_owned(),
        ..Config::default()
    };
    let app = App::new(
        house.app.store().clone(),
        guidance::Library::shipped,
        house.app.outside().clone(),
        mailer,
        config,
    );
    let by = house.school.who(Role::Reporter);
    app.store()
        .append(Append {
            jobs: vec![Tell::NewConcern.into()],
            ..Append::by(house.school.setting, by)
        })
        .await
        .unwrap();
    app
}

#[tokio::test]
async fn leads_and_deputies_get_a_link_and_no_word_of_the_case() {
    let house = House::with_a_case().await;
    let mailer = Arc::new(Box::default());
    let app = with_mailer(&house, mailer.clone()).await;
    assert_eq!(do_due(&app, &AtomicBool::new(false)).await.unwrap(), 1);
    let sent = mailer.sent.lock().unwrap().clone();
    let to: Vec<&str> = sent.iter().map(|message| message.to.as_str()).collect();
    assert!(
        to.len() == 2
            && to.contains(&"lead@larkfield.example")
            && to.contains(&"deputy@larkfield.example"),
        "{to:?}"
    );
    for message in &sent {
        let all = format!("{} {}", message.subject, message.body);
        assert!(all.contains("https://safeguarding.example/desk"), "{all}");
        assert!(
            !all.contains(CANARY)
                && !all.contains("Example School")
                && !all.contains(&house.case.to_string()),
            "{all}"
        );
    }
    assert_eq!(app.store().jobs_waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn a_message_that_could_not_be_sent_is_tried_again_later() {
    let house = House::with_a_case().await;
    let mailer = Arc::new(Box::default());
    mailer.shut.store(true, Ordering::Relaxed);
    let app = with_mailer(&house, mailer.clone()).await;
    assert_eq!(do_due(&app, &AtomicBool::new(false)).await.unwrap(), 1);
    assert_eq!(
        do_due(&app, &AtomicBool::new(false)).await.unwrap(),
        0,
        "not at once"
    );
    mailer.shut.store(false, Ordering::Relaxed);
    house.clock.forward(jiff::SignedDuration::from_mins(3));
    assert_eq!(do_due(&app, &AtomicBool::new(false)).await.unwrap(), 1);
    assert_eq!(mailer.sent.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn without_mail_the_log_says_so_once_and_nothing_piles_up() {
    let house = House::with_a_case().await;
    let told_once = AtomicBool::new(false);
    for _ in 0..2 {
        let app = with_mailer(&house, Arc::new(NoMail)).await;
        do_due(&app, &told_once).await.unwrap();
        assert_eq!(app.store().jobs_waiting().await.unwrap(), 0);
    }
    assert_eq!(
        house.log().matches("no mail is set up").count(),
        1,
        "{}",
        house.log()
    );
}
