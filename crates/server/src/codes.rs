//! The codes of an authenticator app: six digits that change every half minute, from a secret that only the app and the
//! store have. Whether a code was used before is not known here.

use crate::app::App;
use jiff::Timestamp;
use totp_rs::{Builder, Secret, Totp};

/// 160 bits, as the standard for these codes advises.
const SECRET_BYTES: usize = 20;

/// The half-minute step of which this is the code, one step either way.
pub fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<u64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.as_second()).ok()?;
    totp(secret)?.check(&code, seconds)
}

/// The codes of a secret: six digits, half a minute each, SHA-1, as every authenticator app takes them.
fn totp(secret: &[u8]) -> Option<Totp> {
    Builder::new()
        .with_secret(Secret::from(secret.to_vec()))
        .with_skew(1)
        .with_account_name("safeguarding")
        .with_issuer(Some("Leeward"))
        .build()
        .ok()
}

/// A new secret for codes, as text.
pub fn new_secret(app: &App) -> String {
    let mut bytes = vec![0_u8; SECRET_BYTES];
    app.outside().chance.fill(&mut bytes);
    Secret::from(bytes).to_base32()
}

/// The bytes of a secret written as text; none where it is not one of ours.
pub fn secret_bytes(text: &str) -> Option<Vec<u8>> {
    let secret = Secret::try_from_base32(text.trim()).ok()?;
    (secret.as_bytes().len() == SECRET_BYTES).then(|| secret.as_bytes().to_vec())
}

/// What an authenticator app reads from the drawing.
pub fn secret_address(secret: &[u8]) -> Option<String> {
    totp(secret)?.to_url().ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn a_code_is_good_for_its_half_minute_and_one_either_side() {
        // The secret and the codes are those of RFC 6238, appendix B, for SHA-1, cut to six digits.
        let secret = b"12345678901234567890";
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        assert_eq!(step_of(secret, "287 082", at(59)), Some(1));
        assert_eq!(step_of(secret, "287082", at(89)), Some(1));
        assert_eq!(step_of(secret, "287082", at(91)), None);
        assert_eq!(step_of(secret, "", at(59)), None);
    }

    #[test]
    fn a_secret_of_another_length_is_not_taken() {
        assert!(secret_bytes("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").is_some());
        assert!(secret_bytes("GEZDGNBV").is_none());
    }
}
