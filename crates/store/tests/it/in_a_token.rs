//! A root key kept by a real token: SoftHSM, which speaks PKCS#11 as a hardware module does. Built with the feature
//! `pkcs11` only; `cargo xtask token` installs SoftHSM and runs it.

use crate::school::{Repeating, outside};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::{Failure, InToken, RootKey, Store};

/// Where Debian puts the library.
const MODULES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
];

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A new token in a folder. SoftHSM reads where it is from the environment: the test that does it all runs in a process of
/// its own.
fn token(dir: &Path) -> InToken {
    let module = MODULES
        .iter()
        .map(PathBuf::from)
        .find(|module| module.exists());
    let Some(module) = module else {
        panic!("SoftHSM is not installed: run cargo xtask token");
    };
    let made = Command::new("softhsm2-util")
        .args(["--init-token", "--free", "--label", "leeward test"])
        .args(["--pin", "4711", "--so-pin", "47114711"])
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let pin_file = dir.join("pin");
    std::fs::write(&pin_file, "4711\n").unwrap();
    set_mode(&pin_file, 0o600);
    InToken {
        module,
        token: "leeward test".to_owned(),
        key: "leeward".to_owned(),
        pin_file,
    }
}

#[test]
fn a_root_key_in_a_token_opens_the_records_and_its_file_alone_does_not() {
    if std::env::var_os("SOFTHSM2_CONF").is_none() {
        in_a_process_of_its_own();
        return;
    }
    let dir = PathBuf::from(std::env::var_os("LEEWARD_TOKEN_DIR").unwrap());
    let (file, data) = (dir.join("root.key"), dir.join("data"));
    let token = token(&dir);
    let made = RootKey::create_in_token(&file, &token, &Repeating::from(3)).unwrap();
    drop(Store::create(&data, made, outside(1).0).unwrap());
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("leeward root key in a token 1\n"));
    assert!(!written.contains("4711"), "no PIN in the file");
    // Asked again and again, in one process.
    for _ in 0..3 {
        let root = RootKey::from_file(&file).unwrap();
        drop(Store::open(&data, root, outside(2).0).unwrap());
    }
    assert_eq!(
        RootKey::create_in_token(&file, &token, &Repeating::from(4)).err(),
        Some(Failure::KeyThere { path: file.clone() })
    );
    // From the file of a plain key to the token, and the other way.
    let store = Store::open(&data, RootKey::from_file(&file).unwrap(), outside(2).0).unwrap();
    let plain = RootKey::create_file(&dir.join("plain.key"), &Repeating::from(6)).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(store.change_root(&plain)).unwrap();
    let second =
        RootKey::create_in_token(&dir.join("second.key"), &token, &Repeating::from(8)).unwrap();
    runtime.block_on(store.change_root(&second)).unwrap();
    drop(store);
    let root = RootKey::from_file(&dir.join("second.key")).unwrap();
    drop(Store::open(&data, root, outside(2).0).unwrap());
    assert_eq!(
        Store::open(&data, RootKey::from_file(&file).unwrap(), outside(2).0).err(),
        Some(Failure::KeyWrong)
    );

    let told = |change: &dyn Fn(&str) -> String| {
        let other = dir.join("other.key");
        drop(std::fs::remove_file(&other));
        std::fs::write(&other, change(&written)).unwrap();
        set_mode(&other, 0o600);
        RootKey::from_file(&other).err().unwrap().to_string()
    };
    let altered = told(&|text| text.replace("\"wrapped\": \"", "\"wrapped\": \"AAAA"));
    assert!(altered.contains("did not unwrap"), "{altered}");
    let no_token = told(&|text| text.replace("leeward test", "another"));
    assert!(no_token.contains("no token called"), "{no_token}");
    let no_key = told(&|text| text.replace("\"key\": \"leeward\"", "\"key\": \"another\""));
    assert!(no_key.contains("no key called"), "{no_key}");
    let no_module = told(&|text| text.replace(".so\"", ".none\""));
    assert!(no_module.contains("could not be loaded"), "{no_module}");
    assert!(
        told(&|text| text.replace("\"token\": {", "\"token\": ["))
            .contains("is not a Leeward root key")
    );
    set_mode(&token.pin_file, 0o644);
    assert!(matches!(
        RootKey::from_file(&file).err(),
        Some(Failure::KeyExposed { .. })
    ));
    set_mode(&token.pin_file, 0o600);
    std::fs::write(&token.pin_file, "0000").unwrap();
    let wrong_pin = RootKey::from_file(&file).err().unwrap().to_string();
    assert!(wrong_pin.contains("did not take the PIN"), "{wrong_pin}");
    assert!(wrong_pin.contains("records are untouched"), "{wrong_pin}");
}

fn in_a_process_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (tokens, conf) = (dir.path().join("tokens"), dir.path().join("softhsm2.conf"));
    std::fs::create_dir(&tokens).unwrap();
    std::fs::write(
        &conf,
        format!("directories.tokendir = {}\n", tokens.display()),
    )
    .unwrap();
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["in_a_token::", "--nocapture"])
        .env("SOFTHSM2_CONF", &conf)
        .env("LEEWARD_TOKEN_DIR", dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    assert!(String::from_utf8_lossy(&ran.stdout).contains("1 passed"));
}
