//! What an attacker, or a mistake, could put before the readers: each is a clear problem, in bounded memory and time.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use guidance::{
    Answer, Facts, Library, Pack, PackFile, Problem, Syntax, assess, check_pack, limits, text_of,
};
use support::{fact, files, files_with, pack_of, refused, rule, small};

/// Far longer than any of these takes, and far shorter than what each would take without its limit.
const SOON: Duration = Duration::from_secs(20);

/// The problem that says `what`, found soon.
fn soon(what: &str, read: impl FnOnce() -> Vec<Problem>) -> Problem {
    let began = Instant::now();
    let found = read();
    let took = began.elapsed();
    assert!(took < SOON, "{what}: {took:?}");
    assert!(
        found.len() <= 2 * limits::PROBLEMS,
        "{what}: {} problems",
        found.len()
    );
    for one in &found {
        assert!(
            one.what.len() < 2000,
            "{what}: a problem is a sentence, not {} bytes",
            one.what.len()
        );
        assert!(
            !one.file.is_empty() && !one.why.is_empty(),
            "{what}: {one:?}"
        );
    }
    found
        .iter()
        .find(|one| one.what.contains(what))
        .unwrap_or_else(|| {
            panic!(
                "nothing says {what:?} in {:#?}",
                &found[..found.len().min(5)]
            )
        })
        .clone()
}

/// The small pack with the text of one file put in its place.
fn with_text(path: &str, text: String) -> Vec<Problem> {
    let mut all = files();
    all.iter_mut().find(|one| one.path == path).unwrap().text = text;
    Pack::read(&all).err().unwrap_or_default()
}

fn facts_of(text: &str, syntax: Syntax) -> Vec<Problem> {
    let name = match syntax {
        Syntax::Toml => "facts.toml",
        Syntax::Json => "facts.json",
    };
    Facts::read(text, syntax, name, &small())
        .err()
        .unwrap_or_default()
}

fn nested(open: &str, inside: &str, close: &str, deep: usize) -> String {
    open.repeat(deep) + inside + &close.repeat(deep)
}

#[test]
fn lists_and_tables_ten_thousand_deep_are_refused_with_their_line() {
    for deep in [limits::DEPTH + 1, 200, 10_000] {
        for text in [
            format!("\nx = {}", nested("[", "", "]", deep)),
            format!("\nx = {}", nested("{ a = ", "1", " }", deep)),
        ] {
            let told = soon("", || with_text("notes.toml", text.clone()));
            assert_eq!(
                (told.file.as_str(), told.line),
                ("notes.toml", Some(2)),
                "{told}"
            );
            let told = soon("", || facts_of(&text, Syntax::Toml));
            assert_eq!(told.line, Some(2), "{told}");
        }
        for text in [
            format!("{{\n\"incident\": {}}}", nested("[", "", "]", deep)),
            format!("{{\n\"incident\": {}}}", nested("{\"a\":", "1", "}", deep)),
        ] {
            assert_eq!(soon("", || facts_of(&text, Syntax::Json)).line, Some(2));
        }
    }
}

#[test]
fn dotted_keys_do_not_nest_past_the_limit() {
    // Each key may be as long as the parser lets it, and each stands inside the one before.
    let key = ["a"; 79].join(".");
    for text in [
        format!("{} = 1", ["a"; 500_000].join(".")),
        format!("[{}]", ["a"; 500_000].join(".")),
        format!("[{key}]\n{key} = 1"),
        format!("x = {}", nested(&format!("{{ {key} = "), "1", " }", 78)),
    ] {
        soon("", || with_text("notes.toml", text.clone()));
        soon("", || facts_of(&text, Syntax::Toml));
    }
}

#[test]
fn conditions_ten_thousand_deep_are_refused_with_their_line() {
    let when = "when = { fact = \"adult-involved\", is = \"yes\" }";
    for (open, close) in [
        ("{ not = ", " }"),
        ("{ all = [", "] }"),
        ("{ any = [\"always\", ", "] }"),
    ] {
        for deep in [limits::CONDITION_DEPTH + 1, 30, 10_000] {
            let to = format!("when = {}", nested(open, "\"always\"", close, deep));
            let told = soon("", || refused("rules/all.toml", when, &to));
            assert_eq!(told.file, "rules/all.toml");
            assert!(told.line.is_some(), "{told}");
        }
    }
    let deep = limits::CONDITION_DEPTH - 1;
    let to = format!(
        "when = {}",
        nested(
            "{ not = ",
            "{ fact = \"adult-involved\", is = \"yes\" }",
            " }",
            deep
        )
    );
    Pack::read(&files_with("rules/all.toml", when, &to)).unwrap();
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_unread() {
    let big = vec![b'a'; 100 * 1024 * 1024];
    let told = soon("larger than", || {
        vec![text_of("notes.toml", &big).unwrap_err()]
    });
    assert_eq!(told.file, "notes.toml");
    let text = String::from_utf8(big).unwrap();
    soon("larger than", || with_text("notes.toml", text.clone()));
    soon("larger than", || facts_of(&text, Syntax::Json));
    soon("larger than", || facts_of(&text, Syntax::Toml));
}

#[test]
fn many_files_that_are_each_small_enough_are_refused_together() {
    let mut all = files();
    for at in 0..limits::FILES {
        all.push(PackFile {
            path: format!("rules/r{at}.toml"),
            text: String::new(),
        });
    }
    soon("files; it may have", || Pack::read(&all).unwrap_err());
    all.truncate(10);
    for file in &mut all[5..] {
        file.text = "#".repeat(limits::FILE_BYTES - 1);
    }
    soon("larger than 4 MiB together", || {
        Pack::read(&all).unwrap_err()
    });
}

#[test]
fn a_million_keys_are_refused() {
    let (mut toml, mut json) = (String::new(), String::from("{\"incident\":{"));
    for at in 0..70_000 {
        writeln!(toml, "k{at} = 1").unwrap();
        write!(json, "{}\"k{at}\":\"yes\"", if at == 0 { "" } else { "," }).unwrap();
    }
    json += "}}";
    soon("holds", || with_text("notes.toml", toml.clone()));
    soon("holds", || facts_of(&toml, Syntax::Toml));
    soon("holds", || facts_of(&json, Syntax::Json));
    let million = (0..1_000_000).fold(String::new(), |all, at| all + &format!("k{at}=1\n"));
    soon("larger than", || with_text("notes.toml", million));
    // Spread over many tables, each of them small enough.
    let tables = "[[note]]\na=1\nb=2\nc=3\nd=4\ne=5\nf=6\n".repeat(1_900);
    soon("packs do not have", || with_text("notes.toml", tables));
    let lists = format!("x = [{}]", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],".repeat(1_990));
    soon("more than 100000 values", || with_text("notes.toml", lists));
}

#[test]
fn unknown_names_by_the_thousand_are_told_in_short() {
    let incident: String = (0..1_900).fold(String::from("[incident]\n"), |all, at| {
        all + &format!("adult-invloved{at} = \"yes\"\n")
    });
    soon("There is more to put right here", || {
        facts_of(&incident, Syntax::Toml)
    });
    let dangling: Vec<String> = (0..1_900).map(|at| format!("\"refer-nw{at}\"")).collect();
    soon("there is none", || {
        refused(
            "rules/all.toml",
            "calls_for = [\"refer-now\"]",
            &format!("calls_for = [{}]", dangling.join(",")),
        )
    });
}

#[test]
fn a_name_as_long_as_a_file_is_told_in_short() {
    let long = "a".repeat(15_000);
    soon("longer than 100 characters", || {
        refused(
            "facts.toml",
            "id = \"sexual-acts\"",
            &format!("id = \"{long}\""),
        )
    });
    soon("There is no fact", || {
        facts_of(&format!("[incident]\n{long} = \"yes\"\n"), Syntax::Toml)
    });
    soon("longer than 20000 characters", || {
        with_text("notes.toml", format!("x = \"{}\"", "a".repeat(20_001)))
    });
}

#[test]
fn a_list_of_conditions_too_long_to_read_through_is_refused() {
    let one = "{ fact = \"adult-involved\", is = \"yes\" }, ";
    let when = "when = { fact = \"adult-involved\", is = \"yes\" }";
    let to = format!(
        "when = {{ at-least = 250, of = [{}] }}",
        one.repeat(limits::CONDITIONS)
    );
    let told = soon("it may have 600", || refused("rules/all.toml", when, &to));
    assert_eq!(told.line, Some(5));
}

#[test]
fn more_facts_rules_or_responses_than_a_person_could_check_are_refused() {
    let facts: String = (0..=limits::FACTS)
        .map(|at| fact(&format!("f{at}"), "incident"))
        .collect();
    let one = rule("r", "{ fact = \"f0\", is = \"yes\" }", "x", "ask");
    soon("a pack with its layers may have 400", || {
        pack_of(&facts, &one, &["x"]).err().unwrap_or_default()
    });
    let rules: String = (0..=limits::RULES)
        .map(|at| {
            rule(
                &format!("r{at}"),
                "{ fact = \"a\", is = \"yes\" }",
                "x",
                "ask",
            )
        })
        .collect();
    soon("a pack with its layers may have 1000", || {
        pack_of(&fact("a", "incident"), &rules, &["x"])
            .err()
            .unwrap_or_default()
    });
}

#[test]
fn rules_dated_apart_a_thousand_times_are_refused_by_their_weight() {
    let day = "1900-01-01".parse::<jiff::civil::Date>().unwrap();
    let of: String = "{ fact = \"a\", is = \"yes\" }, ".repeat(20);
    let rules: String = (0..900)
        .map(|at| {
            let from = day.saturating_add(jiff::Span::new().days(at));
            rule(
                &format!("r{at}"),
                &format!("{{ any = [{of}] }}"),
                "x",
                "ask",
            )
            .replace(
                "unknown =",
                &format!("in_force = {{ from = \"{from}\", to = \"{from}\" }}\nunknown ="),
            )
        })
        .collect();
    soon("may weigh 500000", || {
        pack_of(&fact("a", "incident"), &rules, &["x"])
            .err()
            .unwrap_or_default()
    });
}

#[test]
fn a_rule_that_would_take_two_to_the_power_of_forty_cases_is_refused() {
    let facts: String = (0..40)
        .map(|at| fact(&format!("f{at}"), "incident"))
        .collect();
    let pairs: Vec<String> = (0..40)
        .map(|at| format!("{{ all = [ {{ fact = \"f{at}\", is = \"yes\" }}, {{ fact = \"f{}\", is = \"no\" }} ] }}", (at + 1) % 40))
        .collect();
    let when = format!("{{ at-least = 20, of = [{}] }}", pairs.join(", "));
    soon("more than 4096 cases", || {
        match pack_of(&facts, &rule("r", &when, "x", "ask"), &["x"]) {
            Ok(pack) => check_pack(&pack),
            Err(found) => found,
        }
    });
}

#[test]
fn more_children_than_anybody_could_follow_are_refused() {
    let children = (0..=limits::CHILDREN).fold(String::new(), |all, at| {
        all + &format!("[[children]]\nname = \"Child {at}\"\nparts = [\"received\"]\n")
    });
    soon("51 children are listed; there may be 50", || {
        facts_of(&children, Syntax::Toml)
    });
}

#[test]
fn too_many_layers_are_refused() {
    let layer = |at: usize| {
        let mut all = files();
        all.retain(|file| file.path == "pack.toml");
        all[0].text = all[0].text.replacen(
            "id = \"small\"",
            &format!("id = \"layer-{at}\"\nlayer_over = [\"small\"]"),
            1,
        );
        let end = all[0].text.find("[[route]]").unwrap();
        all[0].text.truncate(end);
        Pack::read(&all).unwrap()
    };
    let mut packs = vec![small()];
    packs.extend((0..=limits::LAYERS).map(layer));
    let library = Library::new(packs);
    let name =
        (0..=limits::LAYERS).fold("small".to_owned(), |all, at| all + &format!("+layer-{at}"));
    soon("17 layers are put over `small`; there may be 16", || {
        library.find(&name, None).err().unwrap_or_default()
    });
    let (name, _) = name.rsplit_once('+').unwrap();
    library.find(name, None).unwrap();
}

#[test]
fn one_name_in_two_files_or_in_base_and_layer_is_refused_naming_both() {
    let mut all = files();
    let again = all
        .iter()
        .find(|one| one.path == "rules/all.toml")
        .unwrap()
        .text
        .clone();
    all.push(PackFile {
        path: "rules/again.toml".to_owned(),
        text: again,
    });
    let told = soon("There are two rules", || Pack::read(&all).unwrap_err());
    assert!(told.to_string().contains("rules/a"), "{told}");
    assert!(told.what.contains("is in rules/a"), "{told}");

    let mut layer = files();
    for file in &mut layer {
        file.path = format!("layer/{}", file.path);
    }
    layer[0].text = layer[0].text.replacen(
        "id = \"small\"",
        "id = \"layer\"\nlayer_over = [\"small\"]",
        1,
    );
    layer.truncate(2);
    let library = Library::new(vec![small(), Pack::read(&layer).unwrap()]);
    let told = soon("There are two facts `adult-involved`", || {
        library.find("small+layer", None).err().unwrap_or_default()
    });
    assert!(
        told.file.starts_with("layer/") && told.what.contains("is in facts.toml on line"),
        "{told}"
    );

    let mut twice = files();
    twice.push(twice[1].clone());
    soon("two files `facts.toml`", || Pack::read(&twice).unwrap_err());
}

#[test]
fn letters_that_only_look_right_are_refused() {
    // A Cyrillic letter stands where a Latin one should.
    soon("is not an id", || {
        refused(
            "facts.toml",
            "id = \"sexual-acts\"",
            "id = \"sexu\u{430}l-acts\"",
        )
    });
    let told = soon("There is no fact", || {
        facts_of(
            "[incident]\n\"\u{430}dult-involved\" = \"yes\"\n",
            Syntax::Toml,
        )
    });
    assert_eq!(told.meant.as_deref(), Some("adult-involved"));
    let child = |name: &str| format!("[[children]]\nname = \"{name}\"\nparts = [\"received\"]\n");
    let told = soon("alphabets that look alike", || {
        facts_of(&child("Child \u{410}"), Syntax::Toml)
    });
    assert_eq!(told.line, Some(2));
    soon("two characters", || {
        facts_of(&child("Zoe\u{308}"), Syntax::Toml)
    });
    for other in ["child a", "Child  A", " Child A "] {
        soon("Two children are named", || {
            facts_of(&(child("Child A") + &child(other)), Syntax::Toml)
        });
    }
    Facts::read(
        &(child("Zo\u{eb}") + &child("\u{421}\u{430}\u{448}\u{430}")),
        Syntax::Toml,
        "facts.toml",
        &small(),
    )
    .unwrap();
}

#[test]
fn characters_nobody_can_see_are_refused_written_out_or_escaped() {
    for hidden in [
        "\u{202e}", "\u{200b}", "\u{ad}", "\u{2066}", "\0", "\u{fffd}",
    ] {
        let text = format!("# one\n# two {hidden}\n");
        assert_eq!(
            soon("This line holds", || with_text("notes.toml", text)).line,
            Some(2)
        );
    }
    soon("U+202E", || {
        refused(
            "facts.toml",
            "ask = \"Is an adult",
            "ask = \"\\u202eIs an adult",
        )
    });
    soon("U+200B", || {
        facts_of(
            "{\"children\": [{\"name\": \"Child\\u200b A\", \"parts\": [\"received\"]}]}",
            Syntax::Json,
        )
    });
}

#[test]
fn other_encodings_are_refused_with_what_to_do() {
    let utf16: Vec<u8> = "# caf\u{e9}\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(utf16.iter().copied())
        .collect();
    let turned: Vec<u8> = "# caf\u{e9}\n"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    for bytes in [utf16, marked, turned] {
        let told = soon("UTF-16", || {
            vec![text_of("notes.toml", &bytes).unwrap_err()]
        });
        assert!(told.what.contains("save it again as UTF-8"));
    }
    let told = soon("Latin-1", || {
        vec![text_of("notes.toml", b"# one\n# caf\xe9\n").unwrap_err()]
    });
    assert_eq!(told.line, Some(2));
    soon("Latin-1", || {
        vec![text_of("notes.toml", b"# cut short \xe2\x82").unwrap_err()]
    });
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let marked: Vec<PackFile> = files()
        .into_iter()
        .map(|file| PackFile {
            text: format!("\u{feff}{}", file.text.replace('\n', "\r\n")),
            ..file
        })
        .collect();
    let (plain, marked) = (small(), Pack::read(&marked).unwrap());
    assert_eq!(plain.digest(), marked.digest());
    assert_eq!(plain.notes(), marked.notes());
    let bytes = b"\xef\xbb\xbf# one\r\n# two\r\n";
    assert_eq!(
        PackFile::from_bytes("a.toml", bytes).unwrap().text,
        "# one\n# two\n"
    );
    let facts = "\u{feff}[incident]\r\nadult-involved = \"yes\"\r\n";
    Facts::read(facts, Syntax::Toml, "facts.toml", &small()).unwrap();
    Facts::read("\u{feff}{\r\n}", Syntax::Json, "facts.json", &small()).unwrap();
}

#[test]
fn empty_files_are_told_or_mean_that_nothing_is_known() {
    soon("has no `id`", || with_text("pack.toml", String::new()));
    soon("There is no pack.toml", || Pack::read(&[]).unwrap_err());
    soon("This is not JSON", || facts_of("", Syntax::Json));
    assert_eq!(
        Facts::read("", Syntax::Toml, "facts.toml", &small()).unwrap(),
        Facts::default()
    );
}

#[test]
fn a_key_or_an_answer_that_stands_twice_is_refused() {
    let told = soon("stands twice", || {
        facts_of(
            "{\"incident\": {\n\"adult-involved\": \"yes\",\n\"adult-involved\": \"no\"}}",
            Syntax::Json,
        )
    });
    assert_eq!(told.line, Some(3));
    assert!(told.what.contains("line 2"), "{told}");
    let both = "{\"children\": [{\"name\": \"Child A\", \"parts\": [\"received\"], \"at-risk-now\": \"no\",\n\"answers\": {\"at-risk-now\": \"yes\"}}]}";
    assert_eq!(
        soon("answered twice", || facts_of(both, Syntax::Json)).line,
        Some(2)
    );
    soon("not TOML", || {
        facts_of("[incident]\na = 1\na = 2\n", Syntax::Toml)
    });
}

#[test]
fn half_a_character_is_refused() {
    assert_eq!(
        soon("half a character", || facts_of(
            "{\n\"on\": \"\\ud800\"}",
            Syntax::Json
        ))
        .line,
        Some(2)
    );
}

#[test]
fn the_format_page_states_every_limit() {
    let page = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../guidance-packs/FORMAT.md"
    ))
    .unwrap();
    let table = page.split("## Limits").nth(1).unwrap();
    let stated = [
        ("bytes of one file", limits::FILE_BYTES),
        ("bytes of all files of a pack", limits::PACK_BYTES),
        ("files of a pack", limits::FILES),
        ("lists and tables inside one another", limits::DEPTH),
        ("names joined by dots in one key", limits::KEY_NAMES),
        ("keys of one table, things in one list", limits::ITEMS),
        ("values in one file", limits::VALUES),
        ("characters of one text", limits::TEXT),
        ("characters of one id", limits::ID),
        ("facts of a pack with its layers", limits::FACTS),
        ("rules of a pack with its layers", limits::RULES),
        ("responses of a pack with its layers", limits::RESPONSES),
        ("conditions inside one another", limits::CONDITION_DEPTH),
        ("conditions of one rule", limits::CONDITIONS),
        ("weight of all rules", limits::WEIGHT),
        ("cases to decide one rule or response", limits::CASES),
        ("layers over one pack", limits::LAYERS),
        ("children in one file of facts", limits::CHILDREN),
        ("problems told of one file", limits::PROBLEMS),
    ];
    for (what, limit) in stated {
        let row = format!("| {what} | {limit} |");
        assert!(table.contains(&row), "FORMAT.md should hold the line {row}");
    }
}

#[test]
fn the_largest_pack_and_situation_that_are_allowed_are_answered_soon() {
    let count = limits::FACTS / 2;
    let child: String = (0..count)
        .map(|at| fact(&format!("c{at}"), "child"))
        .collect();
    let incident: String = (0..count)
        .map(|at| fact(&format!("f{at}"), "incident"))
        .collect();
    let of = |sort: &str, answer: &str| {
        (0..count)
            .map(|at| format!("{{ fact = \"{sort}{at}\", is = \"{answer}\" }}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let rules = rule(
        "any",
        &format!(
            "{{ any-child = {{ at-least = 100, of = [{}] }} }}",
            of("c", "yes")
        ),
        "x",
        "ask",
    ) + &rule(
        "every",
        &format!(
            "{{ every-child = {{ at-least = 100, of = [{}] }} }}",
            of("c", "yes")
        ),
        "y",
        "act",
    ) + &rule(
        "some",
        &format!("{{ at-least = 100, of = [{}] }}", of("f", "yes")),
        "z",
        "ask",
    ) + &rule(
        "one",
        &format!("{{ any = [{}] }}", of("f", "yes")),
        "x",
        "ask",
    );
    let pack = pack_of(&(incident + &child), &rules, &["x", "y", "z"]).unwrap();
    let facts = |answer: fn(usize) -> Answer| Facts {
        on: None,
        incident: (0..count)
            .map(|at| (format!("f{at}"), answer(at)))
            .collect(),
        children: (0..limits::CHILDREN)
            .map(|child| guidance::ChildFacts {
                name: format!("Child {child}"),
                parts: [guidance::Part::Received].into(),
                answers: (0..count)
                    .map(|at| (format!("c{at}"), answer(at + child)))
                    .collect(),
            })
            .collect(),
    };
    for answer in [
        (|_| Answer::NotKnown) as fn(usize) -> Answer,
        |_| Answer::Yes,
        |_| Answer::No,
        |at| if at % 2 == 0 { Answer::Yes } else { Answer::No },
        |at| match at % 3 {
            0 => Answer::Yes,
            1 => Answer::No,
            _ => Answer::NotKnown,
        },
    ] {
        let facts = facts(answer);
        let began = Instant::now();
        let told = assess(&pack, &facts);
        let words = told.to_text(&pack);
        let took = began.elapsed();
        assert!(took < 2 * SOON, "{took:?}");
        assert!(words.len() < 4 * limits::FILE_BYTES, "{}", words.len());
    }
}
