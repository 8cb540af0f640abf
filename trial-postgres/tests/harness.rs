//! The harness itself: a server is there, each test has a database to itself, and one that is restarted comes back.

#[test]
fn two_tests_have_a_database_each_and_their_owner_is_no_superuser() {
    let (one, other) = (trial_postgres::empty(), trial_postgres::empty());
    one.run("CREATE TABLE here (it TEXT)");
    assert!(
        other
            .cluster()
            .try_run(other.name(), "SELECT * FROM here")
            .is_err()
    );
    assert_eq!(
        one.run("SELECT rolsuper FROM pg_roles WHERE rolname = 'leeward'"),
        "f"
    );
    assert_eq!(one.run("SHOW fsync"), "on");
}

#[test]
fn a_server_of_ones_own_goes_away_and_comes_back_with_what_was_committed() {
    let server = trial_postgres::own(&[("work_mem", "5MB")]);
    let database = server.empty();
    assert_eq!(database.run("SHOW work_mem"), "5MB");
    database.run("CREATE TABLE kept (it TEXT); INSERT INTO kept VALUES ('kept')");
    server.stop();
    assert!(server.try_run(database.name(), "SELECT 1").is_err());
    server.start();
    assert_eq!(database.run("SELECT it FROM kept"), "kept");
    server.restart();
    assert_eq!(database.run("SELECT it FROM kept"), "kept");
}
