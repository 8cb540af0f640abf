//! How checkpoints and the key that signs them lie in an SQLite file. What they are stands in `checkpoints`.

use crate::hand::Hand;
use crate::school::{School, reopened};

#[tokio::test]
async fn the_key_that_signs_lies_sealed_and_is_the_same_after_opening_again() {
    let school = School::founded().await;
    school.concern().await;
    let key = school.store.checkpoint_key().await.unwrap();
    let first = school.store.make_checkpoint().await.unwrap().unwrap();
    let data = school.data();
    let _dir = school.close();
    let kept = Hand::on(&data).rows(
        "SELECT value FROM installation WHERE name = 'checkpoint key'",
        &[],
    );
    // Version, number of the key, nonce, thirty-two bytes, tag.
    assert_eq!(kept[0][0].bytes().len(), 1 + 4 + 12 + 32 + 16);
    let store = reopened(&data).unwrap();
    assert_eq!(store.checkpoint_key().await.unwrap(), key);
    assert_eq!(store.last_checkpoint().await.unwrap(), Some(first));
}

#[tokio::test]
async fn the_database_refuses_to_change_or_take_back_what_was_stated_or_signed() {
    let school = School::founded().await;
    school.concern().await;
    school.store.make_checkpoint().await.unwrap();
    let hand = rusqlite::Connection::open(school.data().join("leeward.db")).unwrap();
    for (sql, says) in [
        (
            "UPDATE head_statement SET seq = seq + 1",
            "what was stated is never changed",
        ),
        (
            "DELETE FROM head_statement",
            "what was stated is never removed",
        ),
        (
            "REPLACE INTO head_statement SELECT * FROM head_statement",
            "what was stated is never replaced",
        ),
        (
            "UPDATE checkpoint SET made_at = 0",
            "a checkpoint is never changed",
        ),
        ("DELETE FROM checkpoint", "a checkpoint is never removed"),
        (
            "REPLACE INTO checkpoint SELECT * FROM checkpoint",
            "a tree only grows",
        ),
    ] {
        assert_eq!(
            hand.execute(sql, []).unwrap_err().to_string(),
            says,
            "{sql}"
        );
    }
}
