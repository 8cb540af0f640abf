//! `leeward retention`: what comes due, for whoever runs the server. Ids, days and rules; nobody by name, and nothing is
//! opened or destroyed from here.

use super::{Done, Format, Records, Wrong, wait_for};
use crate::say;
use casework::event::Record;
use casework::id::SettingId;
use casework::retention::reckoning::Standing;
use casework::setting::Setting;
use guidance::RetentionRules;
use serde_json::{Value, json};
use std::sync::Arc;
use store::{Register, Store};

/// What is asked about keeping records.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Retention {
    /// List every closed case with where it stands, and what was destroyed.
    List {
        #[command(flatten)]
        records: Records,
        /// How to answer.
        #[arg(long, default_value = "text")]
        format: Format,
    },
}

impl Retention {
    pub(super) fn run(self) -> Done {
        let Self::List { records, format } = self;
        let settings = wait_for(async {
            let store = records.open()?;
            let mut all = Vec::new();
            for setting in store.settings().await? {
                all.push(listed(&store, setting).await?);
            }
            Ok::<_, Wrong>(all)
        })?;
        match format {
            Format::Json => say::line(json!({ "settings": settings })),
            Format::Text => settings.iter().for_each(in_words),
        }
        Ok(true)
    }
}

async fn listed(store: &Store, id: SettingId) -> Result<Value, Wrong> {
    let setting: Arc<Setting> = store.setting(id).await?;
    let register: Register = store.retention_register_of(id).await?;
    let today = crate::when::day_of(store.outside().now());
    let rules = RetentionRules::in_force(today);
    let reckoner = register.reckoner(&setting, rules, today);
    let closed = register.cases.values().filter(|line| !line.known.open);
    let cases: Vec<Value> = closed
        .map(|line| {
            let record = Record::Case(line.known.case);
            let reckoned = register.reckoned(&reckoner, record);
            let (standing, day) = word_of(&reckoned.standing);
            json!({
                "case": line.known.case.to_string(),
                "standing": standing,
                "day": day,
                "held": !reckoner.holds(record, &[&line.known]).is_empty(),
                "rules": reckoned.rules.iter().map(|one| one.rule.id.as_str()).collect::<Vec<_>>(),
            })
        })
        .collect();
    let retention = &setting.retention;
    let tombstone = |id: String, stone: &casework::retention::Tombstone| {
        json!({
            "id": id,
            "at": stone.carried_out.at.to_string(),
            "rules": stone.rules.iter().map(|stamp| stamp.rule.as_str()).collect::<Vec<_>>(),
        })
    };
    let destroyed = retention.destroyed.iter();
    let erased = retention.erased.iter();
    Ok(json!({
        "setting": id.to_string(),
        "rules_version": rules.map(|rules| rules.version.as_str()),
        "adopted": retention.adopted.keys().collect::<Vec<_>>(),
        "cases": cases,
        "destroyed_cases": destroyed.map(|(id, stone)| tombstone(id.to_string(), stone)).collect::<Vec<_>>(),
        "erased_identities": erased.map(|(id, stone)| tombstone(id.to_string(), stone)).collect::<Vec<_>>(),
    }))
}

fn word_of(standing: &Standing) -> (&'static str, Option<String>) {
    match standing {
        Standing::Open => ("open", None),
        Standing::NoRule => ("no-rule", None),
        Standing::NotStated => ("start-not-stated", None),
        Standing::NotKnown { .. } => ("not-known", None),
        Standing::NotYet { on } => ("not-yet", Some(on.to_string())),
        Standing::Kept { until } => ("kept", Some(until.to_string())),
        Standing::Due { since } => ("due", Some(since.to_string())),
    }
}

fn in_words(setting: &Value) {
    let text = |value: &Value, key: &str| -> String {
        let found = value.get(key).and_then(Value::as_str);
        found.unwrap_or("-").to_owned()
    };
    let rows = |key: &str| -> Vec<Value> {
        let found = setting.get(key).and_then(Value::as_array);
        found.cloned().unwrap_or_default()
    };
    say::line(format_args!("setting {}", text(setting, "setting")));
    for case in rows("cases") {
        let held = case.get("held").and_then(Value::as_bool) == Some(true);
        say::line(format_args!(
            "  case {}  {:<16} {}{}",
            text(&case, "case"),
            text(&case, "standing"),
            text(&case, "day"),
            if held { "  held" } else { "" }
        ));
    }
    for (key, what) in [
        ("destroyed_cases", "case"),
        ("erased_identities", "identity"),
    ] {
        for gone in rows(key) {
            say::line(format_args!(
                "  {what} {}  destroyed        {}",
                text(&gone, "id"),
                text(&gone, "at")
            ));
        }
    }
}
