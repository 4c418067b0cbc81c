//! What a page carries as text: columns of numbers, and the hash by which the browser knows its script.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The hash of a text, as a content security policy has it.
pub(super) fn sha256(text: &str) -> String {
    base_64(&Sha256::digest(text.as_bytes()))
}

/// Numbers as little-endian floats of four bytes.
pub(super) fn column(values: &[f64]) -> String {
    let bytes = values
        .iter()
        .flat_map(|&value| (value as f32).to_le_bytes());
    base_64(&bytes.collect::<Vec<u8>>())
}

fn base_64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_little_endian() {
        assert_eq!(column(&[1.0]), "AACAPw==");
    }

    #[test]
    fn the_hash_is_sha256() {
        // Of nothing: e3b0c442…
        assert_eq!(sha256(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
