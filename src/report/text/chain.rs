//! What of the impact chain a case leaves open: it counts as 0, so a reader has to see it.

use crate::model::{Model, Share, Side};
use crate::report::digits::rounded;
use crate::report::grid::wrapped;
use crate::text::Lang;

/// English and Dutch names of the deductions, in the order of [`crate::model::Line::deductions`].
const NAMES: [(&str, &str); 3] = [
    ("deadweight", "deadweight"),
    ("attribution", "attributie"),
    ("displacement", "verdringing"),
];
const WIDTH: usize = 80;

/// The deductions that are not assessed, with the number of benefits where that is not all of them; empty when there are
/// none.
pub(super) fn not_assessed(lang: Lang, model: &Model) -> String {
    let parts = not_assessed_parts(lang, model);
    if parts.is_empty() {
        return String::new();
    }
    let start = lang.pick(
        "Not assessed, so counted as 0",
        "Niet beoordeeld, dus als 0 geteld",
    );
    let sentence = format!("{start}: {}.", parts.join(", "));
    format!("\n{}\n", wrapped(&sentence, WIDTH, ""))
}

/// Every deduction that is not assessed for some benefit, with the number of benefits.
pub(in crate::report) fn not_assessed_parts(lang: Lang, model: &Model) -> Vec<String> {
    let lines = model.lines.iter().filter(|line| line.side == Side::Benefit);
    let deductions: Vec<&[Share; 3]> = lines.map(|line| &line.deductions).collect();
    NAMES
        .iter()
        .enumerate()
        .filter_map(|(i, (en, nl))| {
            let open = deductions.iter().filter(|d| d[i] == Share::NotAssessed);
            let name = lang.pick(*en, *nl);
            match open.count() {
                0 => None,
                open if open == deductions.len() => Some(name.to_owned()),
                open => {
                    let [open, all] = [open, deductions.len()].map(|n| rounded(lang, n as f64, 0));
                    let of = lang.pick("of", "van de");
                    let benefits = lang.pick("benefits", "baten");
                    Some(format!("{name} ({open} {of} {all} {benefits})"))
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::not_assessed;
    use crate::model::{Model, check};
    use crate::text::{Lang, Source};

    fn model(second: &str) -> Option<Model> {
        let text = format!(
            "[case]\nname = \"c\"\n[stakeholders.all]\n[chain]\ndeadweight = \"not assessed\"\n\
             attribution = \"not assessed\"\ndisplacement = 0\n\
             [lines.a]\nside = \"benefit\"\namount = \"1[EUR]\"\nto = \"all\"\neuro = \"hard\"\n\
             [lines.b]\nside = \"benefit\"\namount = \"1[EUR]\"\nto = \"all\"\neuro = \"hard\"\n{second}\n\
             [lines.c]\nside = \"cost\"\namount = \"1[EUR]\"\nto = \"all\"\neuro = \"hard\"\n"
        );
        let (case, mut diagnostics) = crate::case::read(&Source::new("case", text));
        check(&case?, &mut diagnostics)
    }

    #[test]
    fn what_is_not_assessed_is_said_in_both_languages() {
        let said = |second, lang| model(second).map(|model| not_assessed(lang, &model));
        assert_eq!(
            said("", Lang::En).as_deref(),
            Some("\nNot assessed, so counted as 0: deadweight, attribution.\n")
        );
        assert_eq!(
            said("chain = { attribution = \"10%\" }", Lang::Nl).as_deref(),
            Some(
                "\nNiet beoordeeld, dus als 0 geteld: deadweight, attributie (1 van de 2 baten).\n"
            )
        );
        let assessed = "chain = { deadweight = 0, attribution = 0 }";
        assert_eq!(
            said(assessed, Lang::En).as_deref(),
            Some(
                "\nNot assessed, so counted as 0: deadweight (1 of 2 benefits), attribution (1 of 2\nbenefits).\n"
            )
        );
    }
}
