//! How the result is spread, and who gains and pays.

use super::curves;
use super::matter::Matter;
use super::sections::Section;

/// The sections on the result itself.
pub(super) fn sections(matter: &Matter<'_>) -> Vec<Section> {
    vec![
        spread(matter),
        acceptability(matter),
        break_even(matter),
        lines(matter),
        stakeholders(matter),
    ]
}

fn spread(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let mut body = matter.figure("density", &curves::density(matter));
    body += &matter.figure("plane", &[]);
    let heading = lang.pick(
        "All results with their errors",
        "Alle uitkomsten met hun fouten",
    );
    body += &matter.folded("results", heading);
    Section {
        id: "spread",
        title: lang.pick("How sure is that?", "Hoe zeker is dat?"),
        short: lang.pick("Spread", "Spreiding"),
        body,
    }
}

fn acceptability(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let about = lang.pick(
        "Not everyone is content with break-even. The curve shows the probability that each euro returns more than a threshold, whatever \
         threshold one chooses.",
        "Niet iedereen is tevreden met kostendekking. De curve geeft bij elke drempel de kans dat een euro meer oplevert.",
    );
    Section {
        id: "more",
        title: lang.pick(
            "How likely is a higher return?",
            "Hoe waarschijnlijk is een hoger rendement?",
        ),
        short: lang.pick("Acceptability", "Aanvaardbaarheid"),
        body: with_text(
            about,
            matter.figure("acceptability", &[curves::acceptability(matter)]),
        ),
    }
}

fn break_even(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let about = lang.pick(
        "The probability that benefits exceed costs were the effect known, everything else as uncertain as it is.",
        "De kans op kostendekking als het effect bekend was, met al het andere even onzeker als het is.",
    );
    let table: Vec<_> = curves::break_even(matter).into_iter().collect();
    let asked = matter.publication.model.break_even.is_some();
    let figure = if asked {
        matter.figure("break_even", &table)
    } else {
        String::new()
    };
    Section {
        id: "break-even",
        title: lang.pick(
            "How large must the effect be?",
            "Hoe groot moet het effect zijn?",
        ),
        short: lang.pick("Break-even", "Kostendekking"),
        body: with_text(about, figure),
    }
}

fn lines(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let table: Vec<_> = matter.table("lines").cloned().into_iter().collect();
    Section {
        id: "lines",
        title: lang.pick(
            "What it brings and what it costs",
            "Wat het oplevert en wat het kost",
        ),
        short: lang.pick("Benefits and costs", "Baten en kosten"),
        body: matter.figure("lines", &table) + &not_counted(matter),
    }
}

/// Memo lines with their signs.
fn not_counted(matter: &Matter<'_>) -> String {
    let lang = matter.lang();
    let table = matter.open("memo");
    if table.is_empty() {
        return table;
    }
    let title = lang.pick("Not counted (pro memorie)", "Niet meegeteld (pro memorie)");
    format!("<h3>{title}</h3>\n{table}")
}

fn stakeholders(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let heading = lang.pick("From whose perspective", "Vanuit wiens perspectief");
    Section {
        id: "stakeholders",
        title: lang.pick("Who pays and who gains?", "Wie betaalt en wie ontvangt?"),
        short: lang.pick("Who pays, who gains", "Wie betaalt, wie ontvangt"),
        body: matter.figure("stakeholders", &[])
            + &matter.open("stakeholders")
            + &matter.folded("perspectives", heading),
    }
}

/// A figure below what it is about; nothing where it is missing.
pub(super) fn with_text(about: &str, figure: String) -> String {
    if figure.is_empty() {
        return figure;
    }
    format!("<p>{about}</p>\n{figure}")
}
