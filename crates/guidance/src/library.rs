//! Which pack is in force: found by jurisdiction, kind of concern and the day of the decision, or by name, or by digest.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use jiff::civil::Date;

use crate::item::Concern;
use crate::layer;
use crate::pack::{Pack, PackFile};
use crate::problem::{Problem, nearest};

/// The packs compiled in, as `(path, text)`, one list a pack.
const SHIPPED: &[&[(&str, &str)]] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// A set of packs and layers, and what each combination of them comes to.
#[derive(Debug)]
pub struct Library {
    packs: Vec<Arc<Pack>>,
    problems: Vec<Problem>,
    /// Merged packs already made, by `id@version`: merging is work, and the answer never changes.
    merged: RwLock<BTreeMap<String, Arc<Pack>>>,
}

impl Library {
    /// A library of these packs and layers. What does not fit is kept out and told by [`Library::problems`].
    #[must_use]
    pub fn new(packs: Vec<Pack>) -> Self {
        let mut kept: Vec<Arc<Pack>> = Vec::new();
        let mut problems = Vec::new();
        for pack in packs {
            if kept
                .iter()
                .any(|one| one.id() == pack.id() && one.version() == pack.version())
            {
                problems.push(Problem::new(
                    &pack.head.file,
                    None,
                    format!("There are two packs `{}@{}`.", pack.id(), pack.version()),
                    "A decision must be able to name exactly the text it followed.",
                ));
            } else {
                kept.push(Arc::new(pack));
            }
        }
        kept.sort_by(|a, b| (a.id(), a.in_force().from).cmp(&(b.id(), b.in_force().from)));
        for layer in kept.iter().filter(|pack| pack.is_layer()) {
            for over in layer.layer_over() {
                if !kept
                    .iter()
                    .any(|one| one.id() == over.as_ref() && !one.is_layer())
                {
                    let known = kept
                        .iter()
                        .filter(|one| !one.is_layer())
                        .map(|one| one.id());
                    problems.push(
                        Problem::new(
                            &layer.head.file,
                            None,
                            format!("The layer lies over `{over}`, and there is no such pack."),
                            "What a layer adds would never be shown to anyone.",
                        )
                        .meaning(nearest(over, known)),
                    );
                }
            }
        }
        Self {
            packs: kept,
            problems,
            merged: RwLock::default(),
        }
    }

    /// The packs compiled into this software. Tests hold that they read without a problem; if one ever did not, it is
    /// left out and told by [`Library::problems`].
    #[must_use]
    pub fn shipped() -> &'static Self {
        static LIBRARY: OnceLock<Library> = OnceLock::new();
        LIBRARY.get_or_init(|| {
            let mut packs = Vec::new();
            let mut problems = Vec::new();
            for files in Self::shipped_files() {
                match Pack::read(&files) {
                    Ok(pack) => packs.push(pack),
                    Err(found) => problems.extend(found),
                }
            }
            let mut library = Self::new(packs);
            library.problems.extend(problems);
            library
        })
    }

    /// The text of the packs compiled in, one list of files a pack.
    #[must_use]
    pub fn shipped_files() -> Vec<Vec<PackFile>> {
        SHIPPED
            .iter()
            .map(|files| {
                files
                    .iter()
                    .map(|(path, text)| PackFile {
                        path: (*path).to_owned(),
                        text: (*text).to_owned(),
                    })
                    .collect()
            })
            .collect()
    }

    /// Every pack and layer, by id and then by date.
    #[must_use]
    pub fn packs(&self) -> &[Arc<Pack>] {
        &self.packs
    }

    /// What did not fit.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What is in force in a jurisdiction on a day for the first kind of concern, with the national layers in force that
    /// day over it. Never a setting's own rules.
    #[must_use]
    pub fn on(&self, jurisdiction: &str, day: Date) -> Option<Arc<Pack>> {
        self.on_with(jurisdiction, day, &[])
    }

    /// The same, with those of a setting's own layers (by id) that the setting has adopted.
    #[must_use]
    pub fn on_with(
        &self,
        jurisdiction: &str,
        day: Date,
        adopted_local: &[&str],
    ) -> Option<Arc<Pack>> {
        self.on_for(jurisdiction, Concern::default(), day, adopted_local)
    }

    /// The same for one kind of concern. There is no falling back: where a jurisdiction has no text on it, there is none.
    #[must_use]
    pub fn on_for(
        &self,
        jurisdiction: &str,
        concern: Concern,
        day: Date,
        adopted_local: &[&str],
    ) -> Option<Arc<Pack>> {
        self.on_with_own(jurisdiction, concern, day, adopted_local, &[])
    }

    /// The kind of concern that a layer is about: that of what it lies over.
    #[must_use]
    pub fn concern_of(&self, layer: &Pack) -> Concern {
        let over = |pack: &&Arc<Pack>| layer.layer_over().iter().any(|id| id.as_ref() == pack.id());
        self.packs
            .iter()
            .find(over)
            .map_or(layer.concern(), |base| base.concern())
    }

    /// The same, with layers a setting wrote itself, which are no part of this library. Each lies over the rest where it
    /// fits; one that does not is left out, so that a child is never left without the base.
    #[must_use]
    pub fn on_with_own(
        &self,
        jurisdiction: &str,
        concern: Concern,
        day: Date,
        adopted_local: &[&str],
        own: &[Arc<Pack>],
    ) -> Option<Arc<Pack>> {
        let base = self
            .packs
            .iter()
            .filter(|pack| {
                !pack.is_layer()
                    && pack.jurisdiction() == jurisdiction
                    && pack.concern() == concern
                    && pack.in_force().hold(day)
            })
            .max_by_key(|pack| pack.in_force().from)?;
        let mut layers: Vec<&Arc<Pack>> = self
            .packs
            .iter()
            .filter(|pack| {
                pack.layer_over()
                    .iter()
                    .any(|over| over.as_ref() == base.id())
                    && pack.in_force().hold(day)
                    && (!pack.is_local() || adopted_local.contains(&pack.id()))
            })
            .chain(own.iter().filter(|pack| {
                pack.is_local()
                    && pack.in_force().hold(day)
                    && pack
                        .layer_over()
                        .iter()
                        .any(|over| over.as_ref() == base.id())
            }))
            .collect();
        layers.sort_by_key(|layer| layer::order(layer));
        // INVARIANT: national layers are checked against their bases when packs are checked; one that does not fit
        // leaves the rest standing, so that a child is never left without the base.
        let mut fitting = Vec::new();
        let mut best = Arc::clone(base);
        for layer in layers {
            fitting.push(Arc::clone(layer));
            match self.merge(base, &fitting) {
                Ok(merged) => best = merged,
                Err(_) => {
                    fitting.pop();
                }
            }
        }
        Some(best)
    }

    /// The kinds of concern there is a text on in a jurisdiction, in the order of `FORMAT.md`.
    #[must_use]
    pub fn concerns(&self, jurisdiction: &str) -> Vec<Concern> {
        Concern::ALL
            .iter()
            .copied()
            .filter(|concern| {
                self.packs.iter().any(|pack| {
                    !pack.is_layer()
                        && pack.jurisdiction() == jurisdiction
                        && pack.concern() == *concern
                })
            })
            .collect()
    }

    /// A pack by name: `id`, `id@version`, or either with layers: `id+layer`, `id@version+layer@version`.
    ///
    /// An id without a version is the one in force on `on`, or the latest where no day is given. The base alone is
    /// meant unless layers are named.
    ///
    /// # Errors
    /// Where there is no such pack or version, or a layer does not lie over it.
    pub fn find(&self, spec: &str, on: Option<Date>) -> Result<Arc<Pack>, Vec<Problem>> {
        let mut named = Vec::new();
        for one in spec.split('+') {
            named.push(
                self.find_one(spec, one.trim(), on)
                    .map_err(|one| vec![one])?,
            );
        }
        let mut named = named.into_iter();
        let Some(base) = named.next() else {
            return Err(vec![self.no_such(spec, spec)]);
        };
        let layers: Vec<Arc<Pack>> = named.collect();
        if layers.is_empty() {
            return Ok(base);
        }
        self.merge(&base, &layers)
    }

    /// A pack, or a pack with the layers over it that are in force together on some day, by digest.
    #[must_use]
    pub fn by_digest(&self, digest: &str) -> Option<Arc<Pack>> {
        if let Some(pack) = self.packs.iter().find(|pack| pack.digest() == digest) {
            return Some(Arc::clone(pack));
        }
        if let Some(pack) = self.made(|_, pack| pack.digest() == digest) {
            return Some(pack);
        }
        let mut days: Vec<(&str, Concern, Date)> = Vec::new();
        for base in self.packs.iter().filter(|pack| !pack.is_layer()) {
            days.extend(
                self.packs
                    .iter()
                    .map(|pack| (base.jurisdiction(), base.concern(), pack.in_force().from)),
            );
        }
        days.into_iter()
            .filter_map(|(jurisdiction, concern, day)| self.on_for(jurisdiction, concern, day, &[]))
            .find(|pack| pack.digest() == digest)
    }

    fn find_one(&self, spec: &str, one: &str, on: Option<Date>) -> Result<Arc<Pack>, Problem> {
        let (id, version) = match one.split_once('@') {
            Some((id, version)) => (id, Some(version)),
            None => (one, None),
        };
        let mut versions = self.packs.iter().filter(|pack| pack.id() == id).peekable();
        if versions.peek().is_none() {
            return Err(self.no_such(spec, id));
        }
        let versions: Vec<&Arc<Pack>> = versions.collect();
        let found = match (version, on) {
            (Some(version), _) => versions.iter().find(|pack| pack.version() == version),
            (None, Some(day)) => versions.iter().find(|pack| pack.in_force().hold(day)),
            (None, None) => versions.last(),
        };
        found.map(|pack| Arc::clone(pack)).ok_or_else(|| {
            let known: Vec<String> = versions
                .iter()
                .map(|pack| format!("{}@{}", pack.id(), pack.version()))
                .collect();
            let what = match (version, on) {
                (None, Some(day)) => format!("`{id}` was not in force on {day}."),
                _ => format!(
                    "There is no version `{}` of `{id}`.",
                    version.unwrap_or_default()
                ),
            };
            Problem::new(
                spec,
                None,
                what,
                "A recommendation is only right under the text that was in force that day.",
            )
            .meaning(nearest(one, known.iter().map(String::as_str)).or(known.last().cloned()))
        })
    }

    fn no_such(&self, spec: &str, id: &str) -> Problem {
        Problem::new(
            spec,
            None,
            format!("There is no pack `{id}`."),
            "A recommendation is only right under the text it names.",
        )
        .meaning(nearest(id, self.packs.iter().map(|pack| pack.id())))
    }

    fn made(&self, is: impl Fn(&str, &Pack) -> bool) -> Option<Arc<Pack>> {
        self.merged
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .find(|(key, pack)| is(key, pack))
            .map(|(_, pack)| Arc::clone(pack))
    }

    fn merge(&self, base: &Arc<Pack>, layers: &[Arc<Pack>]) -> Result<Arc<Pack>, Vec<Problem>> {
        let mut key = format!("{}@{}", base.id(), layer::version(base, layers));
        // Two settings may each have written a layer of the same name on the same day: only the bytes tell them apart.
        for layer in layers.iter().filter(|layer| layer.is_local()) {
            key.push_str(&format!("#{}", layer.digest()));
        }
        if let Some(pack) = self
            .merged
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Ok(Arc::clone(pack));
        }
        let pack = Arc::new(layer::put_over(base, layers)?);
        self.merged
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, Arc::clone(&pack));
        Ok(pack)
    }
}
