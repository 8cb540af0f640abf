//! A value that goes into a statement.

use casework::id::SettingId;
use jiff::Timestamp;
use uuid::Uuid;

/// A value, as both databases take it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'v> {
    /// No value.
    Nothing,
    /// A number, a moment in microseconds, or yes (1) and no (0).
    Number(i64),
    /// An id.
    Id([u8; 16]),
    /// A name from a closed list.
    Text(&'v str),
    /// A hash, a tag, or something sealed.
    Bytes(&'v [u8]),
}

impl From<SettingId> for Value<'_> {
    fn from(setting: SettingId) -> Self {
        Self::Id(setting.0.into_bytes())
    }
}

impl From<Uuid> for Value<'_> {
    fn from(id: Uuid) -> Self {
        Self::Id(id.into_bytes())
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Self::Number(yes.into())
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(moment: Timestamp) -> Self {
        Self::Number(moment.as_microsecond())
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<&'v [u8]> for Value<'v> {
    fn from(bytes: &'v [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'v, const N: usize> From<&'v [u8; N]> for Value<'v> {
    fn from(bytes: &'v [u8; N]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'v, T: Into<Value<'v>>> From<Option<T>> for Value<'v> {
    fn from(maybe: Option<T>) -> Self {
        maybe.map_or(Self::Nothing, Into::into)
    }
}
