//! The command line, by the real program: what it says, where, and with which exit code.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn leeward(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_leeward"))
        .args(words)
        .output()
        .unwrap()
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn at(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

/// A setting in `data` under the key `key`.
fn set_up(folder: &Path) -> (i32, String, String) {
    let (data, key) = (at(folder, "data"), at(folder, "key"));
    let words = [
        "setting",
        "create",
        "--data",
        &data,
        "--key",
        &key,
        "--new-key",
        "--name",
        "Larkfield",
        "--lead-name",
        "Robin Example",
        "--lead-email",
        "lead@example.org",
    ];
    said(&leeward(&words))
}

#[test]
fn setting_up_prints_one_link_and_what_to_keep_safe() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, aside) = set_up(folder.path());
    assert_eq!(code, 0, "{aside}");
    assert!(
        out.starts_with("http://127.0.0.1:8080/sign-in/link/") && out.lines().count() == 1,
        "{out}"
    );
    assert!(
        aside.contains("works once") && aside.contains("nobody can read the records"),
        "{aside}"
    );
    let (data, key) = (at(folder.path(), "data"), at(folder.path(), "key"));
    let (code, out, _) = said(&leeward(&[
        "staff",
        "add",
        "--data",
        &data,
        "--key",
        &key,
        "--name",
        "Alex Example",
        "--email",
        "alex@example.org",
        "--role",
        "reporter",
    ]));
    assert!(code == 0 && out.contains("/sign-in/link/"), "{out}");
    let (_, out, _) = said(&leeward(&["staff", "list", "--data", &data, "--key", &key]));
    assert!(
        out.contains("Robin Example <lead@example.org>: lead, administrator")
            && out.contains("Alex Example"),
        "{out}"
    );
    let (code, out, _) = said(&leeward(&["verify", "--data", &data]));
    assert!(code == 0 && out.contains("Every chain holds"), "{out}");
    let (code, out, _) = said(&leeward(&["rebuild-views", "--data", &data, "--key", &key]));
    assert!(code == 0 && out.starts_with("1 settings"), "{out}");
}

#[test]
fn a_missing_wrong_or_unfit_key_is_a_sentence_and_exit_code_one() {
    let (here, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    set_up(here.path());
    set_up(other.path());
    let unfit = here.path().join("unfit");
    std::fs::write(&unfit, "no key").unwrap();
    std::fs::set_permissions(&unfit, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let data = at(here.path(), "data");
    for (key, says) in [
        (at(here.path(), "absent"), "no key file"),
        (at(other.path(), "key"), "does not open these records"),
        (at(here.path(), "unfit"), "not a Leeward root key"),
    ] {
        let (code, out, aside) = said(&leeward(&["staff", "list", "--data", &data, "--key", &key]));
        assert!(
            code == 1 && out.is_empty() && aside.contains(says) && aside.starts_with("leeward: "),
            "{aside}"
        );
        assert!(!aside.contains("panicked"), "{aside}");
    }
    let (code, _, aside) = said(&leeward(&[
        "serve",
        "--data",
        &at(here.path(), "nowhere"),
        "--key",
        &at(here.path(), "key"),
        "--listen",
        "127.0.0.1:0",
    ]));
    assert!(code == 1 && aside.contains("no records in"), "{aside}");
}

/// `leeward serve` on a folder, told to listen where the system likes.
fn serve(data: &str, key: &str) -> (i32, String, String) {
    let words = [
        "serve",
        "--data",
        data,
        "--key",
        key,
        "--listen",
        "127.0.0.1:0",
    ];
    said(&leeward(&words))
}

/// Asserts one sentence on standard error, exit code one, and nothing else.
fn is_said((code, out, aside): (i32, String, String), says: &str) {
    assert_eq!(code, 1, "{aside}");
    assert!(out.is_empty(), "{out}");
    assert!(
        aside.starts_with("leeward: ") && aside.lines().count() == 1 && aside.contains(says),
        "{aside}"
    );
}

/// The records of a folder copied into another one, with their database changed.
fn damaged(folder: &Path, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let (whole, other) = (folder.join("data"), folder.join(name));
    std::fs::create_dir(&other).unwrap();
    let mut bytes = std::fs::read(whole.join("leeward.db")).unwrap();
    change(&mut bytes);
    std::fs::write(other.join("leeward.db"), bytes).unwrap();
    other.display().to_string()
}

#[test]
fn a_damaged_database_is_a_sentence_and_exit_code_one_when_served_and_when_verified() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let key = at(folder.path(), "key");
    let says = "the records are damaged: the database file";
    for data in [
        damaged(folder.path(), "no-database", |bytes| bytes[..100].fill(0)),
        damaged(folder.path(), "overwritten", |bytes| {
            bytes[4096..].fill(0xFF)
        }),
        damaged(folder.path(), "cut-short", |bytes| {
            bytes.truncate(bytes.len() / 2)
        }),
    ] {
        is_said(serve(&data, &key), says);
        is_said(said(&leeward(&["verify", "--data", &data])), says);
    }
    let emptied = damaged(folder.path(), "emptied", Vec::clear);
    for _ in 0..2 {
        is_said(serve(&emptied, &key), "no records in");
        is_said(
            said(&leeward(&["verify", "--data", &emptied])),
            "restore from a backup",
        );
    }
}

#[test]
fn without_its_key_nothing_is_served_and_the_records_can_still_be_verified() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let (data, absent) = (at(folder.path(), "data"), at(folder.path(), "absent"));
    is_said(
        serve(&data, &absent),
        "put the key file back from where it is kept",
    );
    let (code, out, _) = said(&leeward(&["verify", "--data", &data]));
    assert!(code == 0 && out.contains("Every chain holds"), "{out}");
}

#[test]
fn records_that_another_leeward_serves_are_not_served_twice_and_can_be_verified_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let (data, key) = (at(folder.path(), "data"), at(folder.path(), "key"));
    let mut first = Command::new(env!("CARGO_BIN_EXE_leeward"))
        .args([
            "serve",
            "--data",
            &data,
            "--key",
            &key,
            "--listen",
            "127.0.0.1:0",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(first.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let second = serve(&data, &key);
    let verified = said(&leeward(&["verify", "--data", &data]));
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(line.starts_with("Leeward is at "), "{line}");
    is_said(second, "already open in another process");
    assert!(
        verified.0 == 0 && verified.1.contains("Every chain holds"),
        "{}",
        verified.1
    );
}

/// The shell's limit on the length of a file stands for a disk without space: the system refuses the bytes as it does
/// for a quota that is reached.
#[test]
fn a_disk_that_takes_no_more_is_a_sentence_and_exit_code_one() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let (data, key) = (at(folder.path(), "data"), at(folder.path(), "key"));
    let held_to = |words: &[&str]| {
        let shell = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\""])
            .arg(env!("CARGO_BIN_EXE_leeward"))
            .args(words)
            .output();
        said(&shell.unwrap())
    };
    let says = "the disk did not take what was to be written";
    is_said(
        held_to(&[
            "serve",
            "--data",
            &data,
            "--key",
            &key,
            "--listen",
            "127.0.0.1:0",
        ]),
        says,
    );
    let add = [
        "staff",
        "add",
        "--data",
        &data,
        "--key",
        &key,
        "--name",
        "Alex Example",
    ];
    let more = ["--email", "alex@example.org", "--role", "reporter"];
    is_said(held_to(&[&add[..], &more[..]].concat()), says);
    let (code, out, _) = said(&leeward(&["verify", "--data", &data]));
    assert!(
        code == 0 && out.contains("Every chain holds"),
        "as it was before: {out}"
    );
    let (code, _, aside) = said(&leeward(&[&add[..], &more[..]].concat()));
    assert_eq!(code, 0, "with space it works again: {aside}");
}

#[test]
fn a_port_in_use_is_said_with_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (code, _, aside) = said(&leeward(&[
        "demo",
        "--listen",
        &taken.local_addr().unwrap().to_string(),
    ]));
    assert!(
        code == 1 && aside.contains("already listening") && aside.contains("--listen"),
        "{aside}"
    );
}

#[test]
fn the_guidance_answers_without_any_records() {
    let (code, out, _) = said(&leeward(&["guidance", "list"]));
    assert!(
        code == 0 && out.contains("england-ukcis-2024@2024-03-11"),
        "{out}"
    );
    let (code, out, aside) = said(&leeward(&["guidance", "check"]));
    assert_eq!(code, 0, "{out}{aside}");
    assert!(
        out.contains("england-ukcis-2024@2024-03-11\n  digest ")
            && out.contains("any number of children")
            && out.contains("nothing to put right"),
        "{out}"
    );
    let (code, out, aside) = said(&leeward(&["guidance", "check", "--format", "json"]));
    let answer: serde_json::Value =
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{aside}"));
    assert!(code == 0 && answer["well"] == true, "{out}");
    let certificates = answer["certificates"].as_array().unwrap();
    assert!(certificates.iter().all(|one| {
        one["digest"]
            .as_str()
            .is_some_and(|digest| digest.len() == 64)
            && one["proved"]
                .as_array()
                .is_some_and(|proved| proved.len() == 8)
            && one["situations"]["counts"][0]["situations"]
                .as_str()
                .and_then(|count| count.parse::<f64>().ok())
                .is_some_and(|count| count >= 1.0)
    }));
    let many = |one: &&serde_json::Value| one["pack"] == "england-ukcis-2024";
    let count = &certificates.iter().find(many).unwrap()["situations"]["counts"][0]["situations"];
    assert!(count.as_str().unwrap().len() > 6, "{count}");
    let folder = tempfile::tempdir().unwrap();
    let facts = folder.path().join("facts.toml");
    std::fs::write(&facts, "[incident]\nadult-involved = \"yes\"\n").unwrap();
    let ask = [
        "guidance",
        "assess",
        "--pack",
        "england-ukcis-2024",
        "--facts",
        facts.to_str().unwrap(),
        "--format",
        "json",
    ];
    let (code, out, aside) = said(&leeward(&ask));
    let answer: serde_json::Value =
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{aside}"));
    assert!(
        code == 0
            && answer["floor"]
                .as_array()
                .unwrap()
                .contains(&"refer-now".into()),
        "{out}"
    );
    let why = |more: &[&str]| {
        let asked: Vec<&str> = ask[..6].iter().chain(more).copied().collect();
        said(&leeward(&asked))
    };
    let before = folder.path().join("before.toml");
    std::fs::write(&before, "[incident]\nadult-involved = \"no\"\n").unwrap();
    let (code, out, aside) = why(&[
        "--why-not",
        "pass-to-police",
        "--why-not-asked",
        "--beside",
        before.to_str().unwrap(),
    ]);
    for told in [
        "Why not: ",
        "It needs: ",
        "Is an adult involved, or might one be? No before, Yes now.",
        "Before: not asked for. Now: called for.",
        "What need not be asked, and why",
        "The fewest answers that would have to be otherwise",
    ] {
        assert!(code == 0 && out.contains(told), "{told}\n{out}{aside}");
    }
    let (_, out, aside) = why(&[
        "--why-not",
        "all",
        "--beside-pack",
        "england-ukcis-2020@2020-12-23",
        "--format",
        "json",
    ]);
    let answer: serde_json::Value =
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{aside}"));
    assert_eq!(answer["beside"]["same_pack"], false);
    assert!(answer["why_not"].as_array().unwrap().len() > 1, "{answer}");
    assert!(answer["smallest_changes"]["changes"].is_array());
    let (code, out, aside) = why(&["--why-not", "no-such-response"]);
    assert!(
        code == 1
            && out.is_empty()
            && aside.contains("has no response `no-such-response`. It has: "),
        "{aside}"
    );
    std::fs::write(&facts, "[incident]\nadult-involvd = \"yes\"\n").unwrap();
    let (code, out, aside) = said(&leeward(&ask));
    assert!(
        code == 1
            && out.is_empty()
            && aside.contains("facts.toml:2: ")
            && aside.contains("Did you mean `adult-involved`?"),
        "{aside}"
    );
}

#[test]
fn a_command_that_is_not_understood_is_exit_code_two() {
    for words in [
        &["no-such-command"][..],
        &["staff", "add", "--role", "nobody"],
        &[],
    ] {
        assert_eq!(said(&leeward(words)).0, 2, "{words:?}");
    }
}

#[test]
fn a_layer_of_ones_own_is_checked_and_kept_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let (data, key) = (at(folder.path(), "data"), at(folder.path(), "key"));
    let own = guidance::OwnProcedure {
        title: "Out of hours".to_owned(),
        setting: "Larkfield".to_owned(),
        from: "2026-01-05".parse().unwrap(),
        contacts: vec![guidance::Contact {
            name: "Front door".to_owned(),
            for_what: "Referrals".to_owned(),
            who: "The lead".to_owned(),
            contact: vec!["01632 960000".to_owned()],
            ..guidance::Contact::default()
        }],
        always: Vec::new(),
    };
    let over = guidance::Library::shipped()
        .find("england-ukcis-2024", None)
        .unwrap();
    let layer = folder.path().join("layer");
    std::fs::create_dir_all(&layer).unwrap();
    for file in own.files(&over) {
        std::fs::write(layer.join(file.path), file.text).unwrap();
    }
    let layer = layer.display().to_string();
    let add = |by: &str| {
        said(&leeward(&[
            "setting", "local", "add", &layer, "--data", &data, "--key", &key, "--by", by,
        ]))
    };
    let (code, _, aside) = add("nobody@example.org");
    assert!(
        code == 1 && aside.contains("nobody who works here"),
        "{aside}"
    );
    let (code, out, aside) = add("lead@example.org");
    assert_eq!(code, 0, "{out}{aside}");
    assert!(
        out.contains("local-out-of-hours@2026-01-05 is checked and kept"),
        "{out}"
    );
    let (code, out, _) = said(&leeward(&[
        "setting", "local", "list", "--data", &data, "--key", &key,
    ]));
    assert!(
        code == 0 && out.contains("local-out-of-hours@2026-01-05  not in force"),
        "{out}"
    );
    let checked = said(&leeward(&["guidance", "check", &layer]));
    assert_eq!(checked.0, 0, "{checked:?}");
    let pack = std::path::Path::new(&layer).join("pack.toml");
    let text = std::fs::read_to_string(&pack).unwrap();
    std::fs::write(&pack, text.replace("posture", "postre")).unwrap();
    let (code, out, _) = add("lead@example.org");
    assert!(
        code == 1 && out.contains("pack.toml:") && out.contains("postre"),
        "{out}"
    );
    let checked = said(&leeward(&["guidance", "check", &layer]));
    assert_eq!(checked.0, 1, "{checked:?}");
}

#[test]
fn an_advisers_wording_is_checked_against_the_text_it_lies_over() {
    let folder = tempfile::tempdir().unwrap();
    let pack = guidance::Library::shipped()
        .find("england-ukcis-2024", None)
        .unwrap();
    let correction = guidance::Correction {
        item: format!("rule:{}", pack.rules()[0].id).into(),
        field: "says".into(),
        original: "".into(),
        now: "Said otherwise.".into(),
        by: "Pat Example, adviser".into(),
        on: "2026-03-25".parse().unwrap(),
        reason: "Clearer.".into(),
    };
    let wording = guidance::Wording::over(&pack, vec![correction], Vec::new())
        .unwrap()
        .unwrap();
    let file = folder.path().join("wording.toml");
    std::fs::write(&file, wording.file().text).unwrap();
    let here = folder.path().display().to_string();
    let (code, out, _) = said(&leeward(&["guidance", "check", &here]));
    assert!(
        code == 0 && out.contains("1 corrections and 0 rejections"),
        "{out}"
    );
    let stronger = wording
        .file()
        .text
        .replace("field = \"says\"", "field = \"calls_for\"");
    std::fs::write(&file, stronger).unwrap();
    let (code, out, _) = said(&leeward(&["guidance", "check", &here]));
    assert!(code == 1 && out.contains("no words `calls_for`"), "{out}");
}

#[test]
fn a_pack_is_drawn_as_a_picture_or_told_in_words_with_the_path_of_a_situation() {
    let drawn = leeward(&[
        "guidance",
        "draw",
        "england-ukcis-2024",
        "--on",
        "2024-06-01",
    ]);
    let (code, svg, aside) = said(&drawn);
    assert_eq!(code, 0, "{aside}");
    assert!(
        svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"),
        "{svg}"
    );

    let folder = tempfile::tempdir().unwrap();
    let facts = folder.path().join("facts.toml");
    std::fs::write(
        &facts,
        "on = \"2024-06-01\"\n[incident]\nadult-involved = \"yes\"\n",
    )
    .unwrap();
    let facts = facts.display().to_string();
    let drawn = leeward(&[
        "guidance",
        "draw",
        "england-ukcis-2024",
        "--facts",
        &facts,
        "--words",
    ]);
    let (code, words, aside) = said(&drawn);
    assert_eq!(code, 0, "{aside}");
    assert!(
        words.contains("An adult is or may be involved. (Trigger; Met)"),
        "{words}"
    );

    let (code, _, aside) = said(&leeward(&["guidance", "draw", "england-ukcis-2042"]));
    assert_eq!(code, 1);
    assert!(
        aside.contains("There is no pack `england-ukcis-2042`"),
        "{aside}"
    );
}

#[test]
fn two_packs_are_compared_in_words_and_as_json() {
    let words = [
        "guidance",
        "compare",
        "england-ukcis-2020",
        "england-ukcis-2024",
    ];
    let (code, text, aside) = said(&leeward(&words));
    assert_eq!(code, 0, "{aside}");
    assert!(
        text.contains("Called for by the second, and not by the first"),
        "{text}"
    );
    let (code, json, aside) = said(&leeward(&[&words[..], &["--format", "json"]].concat()));
    assert_eq!(code, 0, "{aside}");
    let seen: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(seen["other"]["pack"], "england-ukcis-2024");
    assert!(!seen["differences"].as_array().unwrap().is_empty());
    let (code, _, aside) = said(&leeward(&[
        "guidance",
        "compare",
        "england-ukcis-2020",
        "england-kcsie-2026",
    ]));
    assert_eq!(code, 1);
    assert!(aside.contains("is a layer"), "{aside}");
}

#[test]
fn every_command_of_the_guidance_takes_a_day_and_says_what_that_means() {
    for command in ["list", "show", "check", "assess", "draw", "compare"] {
        let (code, help, _) = said(&leeward(&["guidance", command, "--help"]));
        assert_eq!(code, 0, "{command}");
        let told = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            told.contains(
                "--on <DAY> As it was in force that day, with the layers of that day: 2026-03-27"
            ),
            "{command}: {help}"
        );
    }
    let (code, _, aside) = said(&leeward(&["guidance", "list", "--on", "2026-02-30"]));
    assert_eq!(code, 2, "{aside}");
}

#[test]
fn the_list_on_a_day_holds_what_was_in_force_and_says_where_nothing_was() {
    let on = |day: &str| said(&leeward(&["guidance", "list", "--on", day]));
    let (code, out, aside) = on("2019-05-03");
    assert_eq!(code, 0, "{out}{aside}");
    assert!(
        out.contains("england-ukccis-2016@2016-08-20") && !out.contains("england-ukcis-20"),
        "{out}"
    );
    assert!(
        aside.contains("Nothing for scotland was in force on 2019-05-03.")
            && aside.contains("Nothing for england (online-bullying) was in force")
            && !aside.contains("Nothing for england was"),
        "{aside}"
    );
    // The first and the last day of a text, and the days on either side.
    for (day, text) in [
        ("2016-08-20", Some("england-ukccis-2016@")),
        ("2020-12-22", Some("england-ukccis-2016@")),
        ("2020-12-23", Some("england-ukcis-2020@")),
        ("2024-03-10", Some("england-ukcis-2020@")),
        ("2024-03-11", Some("england-ukcis-2024@")),
        ("2016-08-19", None),
    ] {
        let (_, out, aside) = on(day);
        let texts: Vec<&str> = [
            "england-ukccis-2016@",
            "england-ukcis-2020@",
            "england-ukcis-2024@",
        ]
        .into_iter()
        .filter(|text| out.contains(text))
        .collect();
        assert_eq!(texts, text.into_iter().collect::<Vec<_>>(), "{day}: {out}");
        assert_eq!(
            aside.contains("Nothing for england was"),
            text.is_none(),
            "{aside}"
        );
    }
    let layer = |day: &str| on(day).1.contains("england-kcsie-2026@");
    assert!(!layer("2026-08-31") && layer("2026-09-01"));
    let json = ["guidance", "list", "--on", "2019-05-03", "--format", "json"];
    let (_, out, _) = said(&leeward(&json));
    for line in out.lines() {
        let pack: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(pack["from"].as_str().unwrap() <= "2019-05-03", "{line}");
    }
}

#[test]
fn a_pack_is_shown_as_it_was_in_force_on_a_day_with_the_layers_of_that_day() {
    let show = |day: &str| {
        said(&leeward(&[
            "guidance",
            "show",
            "england-ukcis-2024",
            "--on",
            day,
        ]))
    };
    let (code, before, aside) = show("2026-08-31");
    assert_eq!(code, 0, "{aside}");
    assert!(
        before.contains("england-ukcis-2024@2024-03-11\n"),
        "{before}"
    );
    let (_, after, _) = show("2026-09-01");
    assert!(
        after.contains("england-ukcis-2024@2024-03-11+england-kcsie-2026@2026-09-01\n"),
        "{after}"
    );
    let (code, out, aside) = show("2019-05-03");
    assert!(
        code == 1 && out.is_empty() && aside.contains("was not in force on 2019-05-03"),
        "{aside}"
    );
    // Drawing and comparing mean the same by it.
    let drawn = |day: &str| {
        let words = [
            "guidance",
            "draw",
            "england-ukcis-2024",
            "--words",
            "--on",
            day,
        ];
        said(&leeward(&words)).1
    };
    assert_ne!(drawn("2026-08-31"), drawn("2026-09-01"));
    let (code, _, aside) = said(&leeward(&[
        "guidance",
        "draw",
        "england-ukcis-2024",
        "--on",
        "2019-05-03",
    ]));
    assert!(
        code == 1 && aside.contains("was not in force on 2019-05-03"),
        "{aside}"
    );
    let (code, _, aside) = said(&leeward(&[
        "guidance",
        "compare",
        "england-ukcis-2020",
        "england-ukcis-2024",
        "--on",
        "2026-09-01",
    ]));
    assert!(
        code == 1 && aside.contains("was not in force on 2026-09-01"),
        "{aside}"
    );
}

#[test]
fn a_situation_is_asked_of_the_pack_as_it_was_on_the_day_whatever_the_facts_say() {
    let folder = tempfile::tempdir().unwrap();
    let facts = folder.path().join("facts.toml");
    std::fs::write(
        &facts,
        "on = \"2026-10-01\"\n[incident]\nadult-involved = \"yes\"\n",
    )
    .unwrap();
    let ask = |on: &[&str]| {
        let facts = facts.to_str().unwrap();
        let words = [
            "guidance",
            "assess",
            "--pack",
            "england-ukcis-2024",
            "--facts",
            facts,
        ];
        said(&leeward(&[&words[..], &["--format", "json"], on].concat()))
    };
    let version = |answer: &str| {
        let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
        answer["version"].as_str().unwrap_or_default().to_owned()
    };
    let (code, by_facts, aside) = ask(&[]);
    assert_eq!(code, 0, "{aside}");
    let (_, by_day, _) = ask(&["--on", "2026-08-31"]);
    assert!(
        version(&by_facts).contains("+england-kcsie-2026@"),
        "{by_facts}"
    );
    assert_eq!(version(&by_day), "2024-03-11");
    let (code, out, aside) = ask(&["--on", "2019-05-03"]);
    assert!(
        code == 1 && out.is_empty() && aside.contains("was not in force on 2019-05-03"),
        "{aside}"
    );
}

#[test]
fn what_is_due_to_be_looked_at_again_is_judged_on_the_day_asked_for() {
    let check = |day: &str| {
        let words = ["guidance", "check", "--format", "json", "--on", day];
        let (code, out, _) = said(&leeward(&words));
        assert_eq!(code, 0, "a review gone by warns and refuses nothing: {out}");
        let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
        let problems = answer["problems"].as_array().unwrap().clone();
        let due = |one: &serde_json::Value| {
            let what = one["what"].as_str().unwrap_or_default();
            what.contains("was to be looked at again by")
        };
        problems.iter().filter(|one| due(one)).count()
    };
    assert_eq!(check("2024-03-11"), 0);
    assert!(check("2099-01-01") > 0);
}

#[test]
fn checkpoints_are_made_listed_proved_and_verified_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let (data, key) = (at(folder.path(), "data"), at(folder.path(), "key"));
    let none = said(&leeward(&["checkpoint", "key", "--data", &data]));
    is_said(none, "make one with: leeward checkpoint make");
    let elsewhere = at(folder.path(), "elsewhere");
    let make = [
        "checkpoint",
        "make",
        "--data",
        &data,
        "--key",
        &key,
        "--to",
        &elsewhere,
    ];
    let (code, note, _) = said(&leeward(&make));
    assert!(
        code == 0 && note.starts_with("leeward/") && note.contains("\u{2014} leeward/"),
        "{note}"
    );
    let (code, again, aside) = said(&leeward(&make));
    assert!(
        code == 0 && again == note && aside.contains("No head has changed"),
        "{aside}"
    );
    let kept = format!("{elsewhere}/checkpoint-000000000001.txt");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), note);
    let (_, public, _) = said(&leeward(&["checkpoint", "key", "--data", &data]));
    let (_, list, _) = said(&leeward(&["checkpoint", "list", "--data", &data]));
    assert!(
        list.trim_start().starts_with("1  ") && list.lines().count() == 1,
        "{list}"
    );
    let verify = [
        "verify",
        "--data",
        &data,
        "--checkpoint",
        &kept,
        "--checkpoint-key",
        public.trim(),
    ];
    let (code, out, _) = said(&leeward(&verify));
    assert!(
        code == 0 && out.contains("It agrees with the checkpoint kept elsewhere."),
        "{out}"
    );
    let (_, out, _) = said(&leeward(&["verify", "--data", &data]));
    assert!(out.contains("every key rewrote does not show"), "{out}");
    // The kept checkpoint of other records is named, and so is one that was forged.
    let forged = at(folder.path(), "forged");
    std::fs::write(&forged, note.replace("\n1\n", "\n2\n")).unwrap();
    let (code, out, _) = said(&leeward(&[
        "verify",
        "--data",
        &data,
        "--checkpoint",
        &forged,
        "--format",
        "json",
    ]));
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &answer["intact"]), (1, &false.into()));
    let fault = answer["kept_elsewhere_broken"][0].as_str().unwrap();
    assert!(
        fault.contains("forged") && fault.contains("was not signed"),
        "{fault}"
    );
    is_said(
        said(&leeward(&["verify", "--data", &data, "--checkpoint", &key])),
        "not a signed note",
    );
    let proof = at(folder.path(), "proof");
    let setting = store::heads_in_copy(folder.path().join("data")).unwrap()[0].chronology;
    let named = format!("setting:{}", setting.id.as_simple());
    let (code, out, aside) = said(&leeward(&[
        "checkpoint",
        "prove",
        "--data",
        &data,
        "--to",
        &proof,
        "--since",
        &kept,
        &named,
    ]));
    assert!(
        code == 0 && out.contains("The checkpoint of 1 heads covers"),
        "{aside}"
    );
    assert!(folder.path().join("proof/inclusion.json").exists());
    is_said(
        said(&leeward(&[
            "checkpoint",
            "prove",
            "--data",
            &data,
            "--to",
            &proof,
            "K7M-4QD",
        ])),
        "there is no chronology K7M-4QD",
    );
}

#[test]
fn everything_is_exported_sealed_and_without_a_key_and_nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let (data, key, to) = (
        at(folder.path(), "data"),
        at(folder.path(), "key"),
        at(folder.path(), "out"),
    );
    let (code, _, aside) = said(&leeward(&[
        "checkpoint",
        "make",
        "--data",
        &data,
        "--key",
        &key,
    ]));
    assert_eq!(code, 0, "{aside}");
    std::fs::remove_file(folder.path().join("key")).unwrap();
    let words = [
        "export",
        "--data",
        &data,
        "--to",
        &to,
        "--everything",
        "--format",
        "json",
    ];
    let (code, out, aside) = said(&leeward(&words));
    assert_eq!(code, 0, "{aside}");
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    let heads = store::heads_in_copy(&folder.path().join("data")).unwrap();
    assert_eq!(answer["written"], heads.len());
    assert_eq!(answer["not_covered"], 0);
    for head in heads {
        let place = head.chronology;
        let inside = folder
            .path()
            .join("out")
            .join(place.setting.0.as_simple().to_string())
            .join(place.sort.name())
            .join(place.id.as_simple().to_string());
        let chain = std::fs::read_to_string(inside.join("chain.jsonl")).unwrap();
        assert!(chain.contains(&head.hash.to_string()) && !chain.contains("Larkfield"));
        assert!(inside.join("inclusion.json").exists());
    }
    assert!(folder.path().join("out/verify_record.py").exists());
    let (code, _, aside) = said(&leeward(&words));
    assert!(code == 1 && aside.contains("is not empty"), "{aside}");
    let (code, ..) = said(&leeward(&["export", "--data", &data, "--to", &to]));
    assert_eq!(code, 2);
}
