//! How large what is read may be. A pack is written by hand for people to read; what goes past these is a mistake or an
//! attack, and is refused before it can cost memory or time. `guidance-packs/FORMAT.md` states every one.

/// The bytes of one file.
pub const FILE_BYTES: usize = 1024 * 1024;
/// The bytes of all files of a pack together.
pub const PACK_BYTES: usize = 4 * 1024 * 1024;
/// The files of a pack.
pub const FILES: usize = 100;
/// Lists and tables inside one another.
pub const DEPTH: usize = 64;
/// The names joined by dots in one key.
pub const KEY_NAMES: usize = 8;
/// The keys of one table, and the things in one list.
pub const ITEMS: usize = 2000;
/// The values of one file, counting every text, number, list and table.
pub const VALUES: usize = 100_000;
/// The characters of one text.
pub const TEXT: usize = 20_000;
/// The characters of one id.
pub const ID: usize = 100;
/// Facts in a pack with its layers.
pub const FACTS: usize = 400;
/// Rules in a pack with its layers.
pub const RULES: usize = 1000;
/// Responses in a pack with its layers.
pub const RESPONSES: usize = 300;
/// Conditions inside one another.
pub const CONDITION_DEPTH: usize = 16;
/// Conditions in one rule, counting each one inside another.
pub const CONDITIONS: usize = 600;
/// What all rules of a pack with its layers weigh together: for each, its conditions times the responses it names, times
/// the stretches of days in which the rules in force differ.
pub const WEIGHT: usize = 500_000;
/// The cases that deciding one rule, or the rules that reach one response, may take.
pub const CASES: usize = 4096;
/// The layers over one pack.
pub const LAYERS: usize = 16;
/// The children in one file of facts.
pub const CHILDREN: usize = 50;
/// The problems told of one file; what comes after these is counted and not told.
pub const PROBLEMS: usize = 100;
