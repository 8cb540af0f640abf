//! Calls that fail
