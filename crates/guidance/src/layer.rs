//! Putting layers over a base. A layer adds; it can never change or remove anything of what it lies over.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::item::Text;
use crate::own;
use crate::pack::{Contents, Head, Pack, PackFile};
use crate::problem::Problem;
use crate::read::{check_references, decided_within_bounds, hex, limits};

/// The version of a base with layers: `2024-03-11+england-kcsie-2026@2026-09-01`.
pub(crate) fn version(base: &Pack, layers: &[Arc<Pack>]) -> String {
    let mut version = base.version().to_owned();
    for layer in layers {
        version.push_str(&format!("+{}@{}", layer.id(), layer.version()));
    }
    version
}

/// A base with layers over it, every reference checked again.
///
/// # Errors
/// Where one of them is not a layer over this base, names two things alike, or names what is not there.
pub(crate) fn put_over(base: &Pack, layers: &[Arc<Pack>]) -> Result<Pack, Vec<Problem>> {
    if layers.len() > limits::LAYERS {
        let what = format!(
            "{} layers are put over `{}`; there may be {}.",
            layers.len(),
            base.id(),
            limits::LAYERS
        );
        let why = "Nobody could say any more what came from where.";
        return Err(vec![Problem::new(&base.head.file, None, what, why)]);
    }
    let mut problems = Vec::new();
    let mut contents = base.contents.clone();
    let mut parts = base.layers.clone();
    for layer in layers {
        if !layer
            .layer_over()
            .iter()
            .any(|over| over.as_ref() == base.id())
        {
            let what = format!("`{}` is not a layer over `{}`.", layer.id(), base.id());
            let why = "Guidance for one place would be given in another.";
            problems.push(Problem::new(&layer.head.file, None, what, why));
            continue;
        }
        if layer.is_local() {
            problems.extend(own::adds_only(layer));
        }
        add(&mut contents, &layer.contents);
        parts.extend(layer.layers.iter().cloned());
    }
    if problems.is_empty() {
        problems.extend(check_references(&contents, false));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut hash = Sha256::new();
    for part in &parts {
        hash.update(bytes_of(&part.digest));
    }
    let head = Head {
        version: version(base, layers).into(),
        ..base.head.clone()
    };
    let files = std::iter::once(base)
        .chain(layers.iter().map(Arc::as_ref))
        .flat_map(|pack| pack.files.iter().cloned())
        .collect();
    let digest: Text = hex(&hash.finalize()).into();
    let pack = Pack::of(head, digest, parts, contents).read_from(files);
    let tangled = decided_within_bounds(&pack);
    if tangled.is_empty() {
        Ok(pack)
    } else {
        Err(tangled)
    }
}

impl Pack {
    /// A pack with its layers from the files [`Pack::files`] gave, in any order.
    ///
    /// # Errors
    /// Where the files are no pack, or the layers do not fit.
    pub fn from_kept(files: &[PackFile]) -> Result<Self, Vec<Problem>> {
        let mut folders: Vec<&str> = Vec::new();
        for file in files {
            if let Some(folder) = file.path.strip_suffix("pack.toml")
                && !folders.contains(&folder)
            {
                folders.push(folder);
            }
        }
        let mut read = Vec::new();
        for folder in folders {
            let own: Vec<PackFile> = files
                .iter()
                .filter(|file| file.path.starts_with(folder))
                .cloned()
                .collect();
            read.push(Arc::new(Self::read(&own)?));
        }
        if read.len() < 2 {
            return match read.first() {
                Some(only) => Ok(Self::clone(only)),
                None => Self::read(files),
            };
        }
        // The base first, then the layers as they lie: see `Library::on_with_own`.
        read.sort_by_key(|one| (one.is_layer(), order(one)));
        match read.split_first() {
            Some((base, layers)) => put_over(base, layers),
            None => Self::read(files),
        }
    }
}

/// The order in which layers lie over a base: national ones first, then a setting's own, each by first day and name.
pub(crate) fn order(layer: &Pack) -> (bool, jiff::civil::Date, Text) {
    (
        layer.is_local(),
        layer.in_force().from,
        layer.head.id.clone(),
    )
}

fn add(to: &mut Contents, from: &Contents) {
    for response in &from.responses {
        let before = response
            .before
            .as_ref()
            .and_then(|before| to.responses.iter().position(|one| one.id == *before));
        match before {
            Some(at) => to.responses.insert(at, response.clone()),
            None => to.responses.push(response.clone()),
        }
    }
    // A layer may cite the same document as its base, under the same id; the base's word for it stands.
    for source in &from.sources {
        if !to.sources.iter().any(|one| one.id == source.id) {
            to.sources.push(source.clone());
        }
    }
    to.facts.extend_from_slice(&from.facts);
    to.rules.extend_from_slice(&from.rules);
    to.routes.extend_from_slice(&from.routes);
    to.checklists.extend_from_slice(&from.checklists);
    to.clocks.extend_from_slice(&from.clocks);
    to.notes.extend_from_slice(&from.notes);
    to.to_verify.extend_from_slice(&from.to_verify);
    to.terms.extend_from_slice(&from.terms);
    to.reasons.extend_from_slice(&from.reasons);
    to.services.extend_from_slice(&from.services);
    to.tags.extend_from_slice(&from.tags);
    to.examples.extend_from_slice(&from.examples);
}

fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .filter_map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok())
        .collect()
}
