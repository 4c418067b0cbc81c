//! Words of the case language and nouns that are counted, as readers see them.

use super::digits::rounded;
use crate::model::{Basis, Euro, Kind, Side};
use crate::text::Lang;

/// A noun that is counted: singular and plural of each language.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    english: [&'static str; 2],
    dutch: [&'static str; 2],
}

/// A draw.
pub const DRAW: Noun = Noun::new(["draw", "draws"], ["trekking", "trekkingen"]);
/// An input of the case.
pub const INPUT: Noun = Noun::new(["input", "inputs"], ["parameter", "parameters"]);
/// A line of the case.
pub const LINE: Noun = Noun::new(["line", "lines"], ["post", "posten"]);
/// Who gains or pays.
pub const STAKEHOLDER: Noun = Noun::new(
    ["stakeholder", "stakeholders"],
    ["belanghebbende", "belanghebbenden"],
);
/// A published figure.
pub const FIGURE: Noun = Noun::new(
    ["published figure", "published figures"],
    ["gepubliceerd cijfer", "gepubliceerde cijfers"],
);
/// A printed table.
pub const PRINTED_TABLE: Noun = Noun::new(
    ["printed table", "printed tables"],
    ["gedrukte tabel", "gedrukte tabellen"],
);
/// A warning about the case.
pub const WARNING: Noun = Noun::new(["warning", "warnings"], ["waarschuwing", "waarschuwingen"]);

impl Noun {
    /// A noun by its singular and plural in both languages.
    #[must_use]
    pub const fn new(english: [&'static str; 2], dutch: [&'static str; 2]) -> Self {
        Self { english, dutch }
    }

    /// With a number before it.
    ///
    /// ```
    /// use sroi::report::words::DRAW;
    /// use sroi::text::Lang;
    ///
    /// assert_eq!(DRAW.counted(Lang::Nl, 1), "1 trekking");
    /// assert_eq!(DRAW.counted(Lang::Nl, 100_000), "100.000 trekkingen");
    /// ```
    #[must_use]
    pub fn counted(self, lang: Lang, number: u64) -> String {
        let [singular, plural] = lang.pick(self.english, self.dutch);
        let noun = if number == 1 { singular } else { plural };
        format!("{} {noun}", rounded(lang, number as f64, 0))
    }
}

/// The side of a line: one benefit, several *baten*.
#[must_use]
pub fn side(lang: Lang, side: Side) -> &'static str {
    let dutch = match side {
        Side::Benefit => "baten",
        Side::Cost => "kosten",
    };
    lang.pick(side.name(), dutch)
}

/// Hard or soft euros.
#[must_use]
pub fn euro(lang: Lang, euro: Euro) -> &'static str {
    let dutch = match euro {
        Euro::Hard => "hard",
        Euro::Soft => "zacht",
    };
    lang.pick(euro.name(), dutch)
}

/// What an input is.
#[must_use]
pub fn kind(lang: Lang, kind: Kind) -> &'static str {
    let dutch = match kind {
        Kind::Parameter => "parameter",
        Kind::Value => "waardeoordeel",
        Kind::Price => "prijs",
        Kind::Structure => "structuur",
        Kind::Variability => "variabiliteit",
    };
    lang.pick(kind.name(), dutch)
}

/// Grade of evidence.
#[must_use]
pub fn basis(lang: Lang, basis: Basis) -> &'static str {
    let dutch = match basis {
        Basis::Seed => "publicatie",
        Basis::Derived => "afgeleid",
        Basis::Literature => "literatuur",
        Basis::Expert => "experts",
        Basis::Assumption => "aanname",
    };
    lang.pick(basis.name(), dutch)
}
