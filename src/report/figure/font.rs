//! The font of all figures: what is measured here is what is drawn in every format.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;
use ttf_parser::Face;

/// Its name.
pub(super) const FAMILY: &str = "Inter";

const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");

/// The same two, packed for pages.
const WOFF2: [(u16, &[u8]); 2] = [
    (400, include_bytes!("fonts/Inter-Regular.woff2")),
    (600, include_bytes!("fonts/Inter-SemiBold.woff2")),
];

static FACES: LazyLock<[Option<Face<'static>>; 2]> =
    LazyLock::new(|| [REGULAR, SEMIBOLD].map(|bytes| Face::parse(bytes, 0).ok()));

/// Of a letter that the font lacks, in ems.
const UNKNOWN: f64 = 0.6;

/// The width of a text in units of its size.
pub(super) fn width(text: &str, bold: bool) -> f64 {
    let Some(face) = &FACES[usize::from(bold)] else {
        return UNKNOWN * text.chars().count() as f64;
    };
    let em = f64::from(face.units_per_em());
    let advance = |c: char| {
        let glyph = face.glyph_index(c)?;
        face.glyph_hor_advance(glyph)
    };
    let widths = text
        .chars()
        .map(|c| advance(c).map_or(UNKNOWN, |a| f64::from(a) / em));
    widths.sum()
}

/// The font alone: figures do not depend on what a machine has installed.
pub(super) fn database() -> Arc<Database> {
    let mut database = Database::new();
    for bytes in [REGULAR, SEMIBOLD] {
        database.load_font_data(bytes.to_vec());
    }
    Arc::new(database)
}

/// Style rules that carry the font along.
pub(in crate::report) fn faces() -> String {
    let rules = WOFF2.iter().map(|(weight, bytes)| {
        let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
        format!(
            "@font-face{{font-family:\"{FAMILY}\";font-weight:{weight};font-style:normal;\
             src:url(data:font/woff2;base64,{data}) format(\"woff2\")}}\n"
        )
    });
    rules.collect()
}

#[cfg(test)]
mod tests {
    use super::{FACES, width};

    #[test]
    fn the_font_has_what_results_are_written_with() {
        for face in FACES.iter() {
            let face = face.as_ref().unwrap();
            let all = "€−≈≥≤→Δ∞₁·×–…“”’ïëéüĳ%0123456789ABCxyzαβθμσ";
            assert!(all.chars().all(|c| face.glyph_index(c).is_some()));
        }
        assert!(width("WWW", false) > width("iii", false));
        assert!(width("net", true) > width("net", false));
    }
}
