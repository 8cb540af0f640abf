//! The harness itself: a server is there, each test has a place to itself, and one that is restarted comes back.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[test]
fn two_tests_have_a_place_each_and_their_owner_is_no_superuser() {
    let (one, other) = (trial_postgres::empty(), trial_postgres::empty());
    one.run("CREATE TABLE here (it TEXT)");
    assert!(other.run_as("postgres", "SELECT * FROM here").is_err());
    assert_eq!(one.run_as("leeward", "SHOW is_superuser").unwrap(), "off");
    assert_eq!(one.run("SHOW fsync"), "on");
}

#[test]
fn a_server_of_ones_own_goes_away_and_comes_back_with_what_was_committed() {
    let server = trial_postgres::own(&[("work_mem", "5MB")]);
    let place = server.empty();
    assert_eq!(place.run("SHOW work_mem"), "5MB");
    place.run("CREATE TABLE kept (it TEXT)");
    place.run("INSERT INTO kept VALUES ('kept')");
    server.stop();
    assert!(place.run_as("postgres", "SELECT 1").is_err());
    server.start();
    assert_eq!(place.run("SELECT it FROM kept"), "kept");
    server.restart();
    assert_eq!(place.run("SELECT it FROM kept"), "kept");
}
