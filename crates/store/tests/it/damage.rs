//! A damaged file is called damaged, in a sentence that says what to do.

use crate::school::{School, reopened};
use std::io::{Seek, SeekFrom, Write};
use store::Failure;

async fn closed() -> (crate::kept::Kept, std::path::PathBuf) {
    let school = School::founded().await;
    for _ in 0..20 {
        school.concern().await;
    }
    let kept = school.close();
    let data = kept.data();
    (kept, data)
}

#[tokio::test]
async fn a_file_that_is_no_database_is_called_damaged_and_left_as_it_is() {
    let (_dir, data) = closed().await;
    let file = data.join("leeward.db");
    std::fs::write(
        &file,
        b"this is not a database, whatever its name says".repeat(40),
    )
    .unwrap();
    let before = std::fs::read(&file).unwrap();
    let failure = reopened(&data).err().unwrap();
    assert!(matches!(failure, Failure::Damaged { .. }), "{failure}");
    assert!(
        failure
            .to_string()
            .contains("restore from a backup into another folder")
    );
    assert!(matches!(
        store::verify_file(&data, |_, _| ()),
        Err(Failure::Damaged { .. })
    ));
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn pages_overwritten_or_cut_off_never_pass_for_whole() {
    let (_dir, data) = closed().await;
    let file = data.join("leeward.db");
    let whole = std::fs::read(&file).unwrap();
    let pages = whole.len() / 4096;
    assert!(pages > 10);
    let mut found = 0;
    for page in 1..pages {
        let mut damaged = std::fs::File::options().write(true).open(&file).unwrap();
        damaged.seek(SeekFrom::Start(page as u64 * 4096)).unwrap();
        damaged.write_all(&[0xAA; 4096]).unwrap();
        drop(damaged);
        match store::verify_file(&data, |_, _| ()) {
            Err(failure) => {
                assert!(
                    matches!(failure, Failure::Damaged { .. }),
                    "page {page}: {failure}"
                );
                found += 1;
            }
            Ok(report) => found += usize::from(!report.intact()),
        }
        std::fs::write(&file, &whole).unwrap();
    }
    // Pages of other tables than the log, its heads and the schema are not what verifying reads.
    assert!(found >= 5, "{found} of {pages}");
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let cut = store::verify_file(&data, |_, _| ());
    assert!(cut.as_ref().is_err() || !cut.as_ref().unwrap().intact());
}
