//! The whole record of a case as files: a page for a browser, JSON for a program, paper for an archive, and the sealed chain
//! with its checkpoint for whoever wants to verify it. `docs/export-format.md` says what each holds.

use super::{NotPacked, Parcel, moment};
use crate::consulted::pack_of;
use crate::page_error::Instead;
use crate::pages::oversight::access_log;
use crate::pages::oversight::export::{Index, TextPage};
use crate::print::{Record, on_paper};
use crate::visitor::AtCase;
use askama::Template as _;
use casework::chronology::{ChronologyId, Entry};
use casework::event::{AccessEvent, CaseEvent};
use casework::id::{CaseId, PersonId, StaffId};
use casework::people::Person;
use casework::setting::Setting;
use casework::telling::role;
use casework::words::Words;
use guidance::Pack;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::Proof;

/// A guidance text that was consulted, and in which folder its files go out.
pub struct Texts {
    /// The text.
    pub pack: Arc<Pack>,
    /// The folder.
    pub folder: String,
}

/// Everything that goes out, gathered from the record.
pub struct Gathered {
    /// The chronology in plain words.
    pub record: Record,
    /// The entries as they were recorded.
    pub entries: Vec<Entry<CaseEvent>>,
    /// All that was ever recorded of who the children are.
    pub people: BTreeMap<PersonId, Vec<Person>>,
    /// The part each had, in words.
    pub parts: BTreeMap<PersonId, Vec<&'static str>>,
    /// Whose case it is.
    pub setting: Arc<Setting>,
    /// Who opened it.
    pub access: Vec<Entry<AccessEvent>>,
    /// The guidance that was consulted.
    pub texts: Vec<Texts>,
    /// The sealed chain, with what it takes to verify it.
    pub proof: Option<Proof>,
    /// Which case.
    pub case: CaseId,
    /// Who takes it out.
    pub by: StaffId,
    /// For whom and why.
    pub why: Words,
    /// When.
    pub at: Timestamp,
}

/// Gathers the whole record of a case that was opened at the door. A checkpoint is made first, so that it covers the last
/// entry.
///
/// # Errors
/// Where the store cannot say.
pub async fn gather(at: &AtCase, why: Words) -> Result<Gathered, Instead> {
    let (app, asking) = (&at.visitor.app, &at.visitor.asking);
    let store = app.store();
    store.make_checkpoint().await?;
    let chain = ChronologyId::case(asking.setting, at.id);
    let mut texts: Vec<Texts> = Vec::new();
    for consultation in &at.case.consultations {
        if texts
            .iter()
            .any(|text| text.pack.digest() == consultation.digest)
        {
            continue;
        }
        if let Some(pack) = pack_of(app, asking.setting, consultation).await? {
            let digest = pack.digest().get(..12).unwrap_or_default().to_owned();
            let folder = format!("guidance/{}-{digest}", pack.id());
            texts.push(Texts { pack, folder });
        }
    }
    Ok(Gathered {
        record: Record::of(at).await?,
        entries: at.entries.clone(),
        people: store.known_as(asking, at.id).await?,
        parts: at
            .case
            .children
            .values()
            .map(|child| {
                let parts = child
                    .parts
                    .iter()
                    .map(|part| casework::telling::part(*part));
                (child.child, parts.collect())
            })
            .collect(),
        setting: Arc::clone(&at.visitor.setting),
        access: store.access_log(asking, at.id).await?,
        texts,
        proof: store.prove(vec![chain], Vec::new()).await?.pop(),
        case: at.id,
        by: asking.staff,
        why,
        at: app.outside().now(),
    })
}

/// The files. Takes a while for a long case: call it off the threads that serve.
///
/// # Errors
/// [`NotPacked::NotMade`].
pub fn whole(gathered: &Gathered) -> Result<Parcel, NotPacked> {
    let practice = if gathered.record.practice {
        "practice-"
    } else {
        ""
    };
    let mut parcel = Parcel::new(format!("{practice}case-{}", gathered.record.reference));
    let index = Index::of(gathered).render();
    parcel.put("index.html", index.map_err(|_| NotPacked::NotMade)?);
    parcel.put("case.json", format!("{:#}\n", in_json(gathered)));
    let by = gathered.staff_name(gathered.by);
    let paper = on_paper(&gathered.record, &by, gathered.at);
    parcel.put(
        "chronology.pdf",
        paper.map_err(|_| NotPacked::NotMade)?.bytes,
    );
    for text in &gathered.texts {
        let page = TextPage::of(&text.pack).render();
        parcel.put(
            format!("{}.html", text.folder),
            page.map_err(|_| NotPacked::NotMade)?,
        );
        for file in text.pack.files() {
            parcel.put(format!("{}/{}", text.folder, file.path), file.text.as_str());
        }
    }
    if let Some(proof) = &gathered.proof {
        for (name, content) in proof.files() {
            parcel.put(name, content);
        }
        parcel.put(
            "verify_record.py",
            include_str!("../../../../docs/verify_record.py"),
        );
        parcel.put(
            "record-format.md",
            include_str!("../../../../docs/record-format.md"),
        );
    }
    parcel.put("README.txt", read_me(gathered));
    Ok(parcel)
}

impl Gathered {
    /// The name of a member of staff, also of one who has left.
    pub fn staff_name(&self, staff: StaffId) -> String {
        let known = self.setting.staff.get(&staff);
        known.map_or_else(
            || "Somebody unknown".to_owned(),
            |member| member.name.as_str().to_owned(),
        )
    }

    /// Everybody of the staff whom an entry or the access log names, with what they are.
    pub fn staff(&self) -> Vec<(StaffId, String, Vec<&'static str>)> {
        let mut named: BTreeSet<StaffId> =
            self.entries.iter().map(|entry| entry.written.by).collect();
        named.extend(self.access.iter().map(|entry| entry.written.by));
        let text = serde_json::to_string(
            &self
                .entries
                .iter()
                .map(|it| &it.written.event)
                .collect::<Vec<_>>(),
        );
        let text = text.unwrap_or_default();
        let all = self.setting.staff.iter();
        all.filter(|(id, _)| named.contains(id) || text.contains(&id.to_string()))
            .map(|(id, member)| {
                let roles = member.roles.iter().map(|it| role(*it)).collect();
                (*id, member.name.as_str().to_owned(), roles)
            })
            .collect()
    }
}

fn in_json(gathered: &Gathered) -> Value {
    let record = &gathered.record;
    let entries: Vec<Value> = gathered
        .entries
        .iter()
        .zip(&record.lines)
        .map(|(entry, line)| {
            let corrected: Vec<u64> = line.told.corrections.iter().map(|it| it.seq).collect();
            let told: Vec<Value> = line
                .told
                .telling
                .sentences
                .iter()
                .map(|(label, text)| json!({ "label": label, "text": text }))
                .collect();
            json!({
                "seq": entry.seq,
                "recorded_at": moment(entry.recorded_at),
                "recorded_by": entry.written.by,
                "happened": line.happened,
                "title": line.told.telling.title,
                "told": told,
                "corrected_by": corrected,
                "run_again": line.again,
                "event": entry.written.event,
            })
        })
        .collect();
    let access: Vec<Value> = gathered
        .access
        .iter()
        .map(|entry| {
            json!({
                "seq": entry.seq,
                "recorded_at": moment(entry.recorded_at),
                "by": entry.written.by,
                "told": access_log::in_words(&entry.written.event),
                "event": entry.written.event,
            })
        })
        .collect();
    let staff: Vec<Value> = gathered
        .staff()
        .into_iter()
        .map(|(id, name, roles)| json!({ "id": id, "name": name, "roles": roles }))
        .collect();
    let people: Vec<Value> = gathered
        .people
        .iter()
        .map(|(id, states)| {
            let known: Vec<Value> = states.iter().map(known_of).collect();
            let parts = gathered.parts.get(id).cloned().unwrap_or_default();
            json!({ "id": id, "known": known, "parts": parts })
        })
        .collect();
    let guidance: Vec<Value> = gathered
        .texts
        .iter()
        .map(|text| {
            json!({
                "id": text.pack.id(),
                "version": text.pack.version().to_string(),
                "title": text.pack.title(),
                "digest": text.pack.digest(),
                "folder": text.folder,
            })
        })
        .collect();
    json!({
        "format": "leeward case 1",
        "reference": record.reference,
        "case": gathered.case,
        "setting": record.setting,
        "practice": record.practice,
        "taken_out": {
            "at": moment(gathered.at),
            "by": gathered.by,
            "why": gathered.why,
        },
        "last_entry": record.head,
        "whole": record.intact,
        "checkpoint": record.checkpoint,
        "staff": staff,
        "people": people,
        "entries": entries,
        "guidance": guidance,
        "access_log": access,
    })
}

fn known_of(person: &Person) -> Value {
    json!({
        "name": person.name,
        "date_of_birth": person.date_of_birth,
        "year_group": person.year_group,
        "setting": person.setting,
        "on_roll": person.on_roll,
    })
}

fn read_me(gathered: &Gathered) -> String {
    let record = &gathered.record;
    let practice = if record.practice {
        "THIS IS PRACTICE. Nothing here is real or kept as a record.\n\n"
    } else {
        ""
    };
    let covered = gathered.proof.as_ref().map_or(0, Proof::covered);
    format!(
        "{practice}The record of case {reference}, {setting}\n\
         Taken out on {at}\n\n\
         It names children. Keep it where only those who need it can read it.\n\n\
         index.html        Open this in any browser. It needs nothing else and asks nothing of the network.\n\
         chronology.pdf    The chronology on paper, in a format made to be kept (PDF/A).\n\
         case.json         The same for a program: every entry as it was recorded.\n\
         guidance          The texts that were consulted, exactly as they were.\n\
         chain.jsonl       Every entry as it lies in the records, sealed: {entries} of them.\n\
         checkpoint.txt    The newest checkpoint of all records. It covers {covered} of these entries.\n\
         inclusion.json    That it covers them.\n\
         verify_record.py  A program that verifies these three without Leeward.\n\
         record-format.md  What they hold, byte by byte.\n\
         SHA256SUMS        The checksum of each file.\n\n\
         To see that no file was changed since it was taken out:\n\n\
             sha256sum -c SHA256SUMS\n\n\
         To see that the chain is whole:\n\n\
             python3 verify_record.py . --key KEY --checkpoint FILE\n\n\
         KEY is the checkpoint key and FILE a checkpoint, both as they were kept elsewhere: with governors, a trust, a\n\
         council. checkpoint-key.txt is here for convenience; whoever could change this folder could change it too.\n\
         Where FILE is older than checkpoint.txt, ask the school for growth.json beside it (leeward checkpoint prove --since).\n\n\
         What this proves: that the sealed entries are the ones that were recorded, in that order, none altered, left out\n\
         or put in, up to the checkpoint, by anybody. What it does not prove: that what was written is true, or that the readable\n\
         files say what is under the seals. Who can open the seals can show that: the school's access log of this case holds\n\
         the SHA-256 of the file SHA256SUMS, and with it these very files.\n",
        reference = record.reference,
        setting = record.setting,
        at = crate::when::day_and_time(gathered.at),
        entries = gathered.entries.len(),
    )
}
