//! What was checked, what a reviewer would ask, and how to do the run again.

use super::matter::{Matter, folded, shown};
use super::sections::Section;
use crate::model::Selection;
use crate::report::digits::rounded;
use crate::report::html::escaped;
use crate::report::publication::{checklist, methods};
use crate::stream::Design;
use crate::text::Lang;

/// The sections on how far the numbers can be trusted.
pub(super) fn sections(matter: &Matter<'_>) -> Vec<Section> {
    vec![
        published(matter),
        convergence(matter),
        repeat(matter),
        paper(matter),
    ]
}

fn published(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let reproduction = matter.publication.reproduction;
    let all = reproduction.verdicts().count();
    let heading = lang.pick("Figure by figure", "Cijfer voor cijfer");
    let mut body = String::new();
    if all > 0 {
        let [fine, all] = [reproduction.fine(), all].map(|n| rounded(lang, n as f64, 0));
        let text = match lang {
            Lang::En => format!(
                "{fine} of {all} published figures are reproduced from the inputs as published, or explained as errata."
            ),
            Lang::Nl => format!(
                "{fine} van de {all} gepubliceerde cijfers volgen uit de gepubliceerde uitgangspunten, of zijn als erratum verklaard."
            ),
        };
        body = format!("<p>{text}</p>\n") + &matter.folded("published", heading);
    }
    Section {
        id: "published",
        title: lang.pick(
            "Are the published figures reproduced?",
            "Kloppen de gepubliceerde cijfers?",
        ),
        short: lang.pick("Published figures", "Gepubliceerde cijfers"),
        body,
    }
}

fn convergence(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let table = match matter.table("convergence") {
        Some(table) => table.clone(),
        None => super::curves::convergence(matter),
    };
    let heading = lang.pick(
        "What is known without drawing",
        "Wat zonder trekken bekend is",
    );
    Section {
        id: "convergence",
        title: lang.pick("Were there enough draws?", "Waren er genoeg trekkingen?"),
        short: lang.pick("Convergence", "Convergentie"),
        body: matter.figure("convergence", &[table]) + &matter.folded("self_check", heading),
    }
}

fn repeat(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let about = lang.pick(
        "The run was done again for this page, and gave what its results folder has. With the same version, case and seed the same numbers \
         come out on every machine.",
        "De run is voor deze pagina opnieuw gedaan, en gaf wat er in de map met resultaten staat. Met dezelfde versie, business case en \
         startwaarde komen op elke computer dezelfde cijfers uit.",
    );
    let body = format!(
        "<p>{about}</p>\n{}{}{}",
        copied(lang, "command", &command(matter)),
        facts(matter),
        warnings(matter)
    );
    Section {
        id: "repeat",
        title: lang.pick("How to repeat the run", "De run herhalen"),
        short: lang.pick("Repeat the run", "Herhalen"),
        body,
    }
}

/// For who writes about it.
fn paper(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let mut body = String::new();
    let text = methods(&matter.publication);
    if !text.is_empty() {
        let text = format!(
            "<div id=\"methods-text\" class=\"prose\">\n{}</div>",
            prose(&text)
        );
        body += &with_copy(lang, "methods-text", &text);
    }
    let table = checklist(&matter.publication);
    if !table.rows.is_empty() {
        let heading = lang.pick("Reporting checklist", "Checklist voor rapportage");
        body += &folded(heading, &shown(&table));
    }
    Section {
        id: "methods",
        title: lang.pick(
            "Methods, for who writes about it",
            "Methoden, voor wie erover schrijft",
        ),
        short: lang.pick("Methods", "Methoden"),
        body,
    }
}

/// A command to copy.
fn copied(lang: Lang, id: &str, text: &str) -> String {
    let text = format!("<pre id=\"{id}\" tabindex=\"0\">{}</pre>", escaped(text));
    with_copy(lang, id, &text)
}

/// A button that copies a part of the page.
fn with_copy(lang: Lang, id: &str, html: &str) -> String {
    let copy = lang.pick("Copy", "Kopieer");
    format!(
        "<div class=\"copied\">\n{html}\n<button type=\"button\" class=\"copy\" data-copies=\"{id}\">{copy}</button>\n</div>\n"
    )
}

/// Headings and paragraphs of Markdown, to read and to paste. Its first heading is that of the section.
fn prose(markdown: &str) -> String {
    let blocks = markdown.split("\n\n").map(str::trim);
    let blocks = blocks.filter(|block| !block.is_empty() && !block.starts_with("# "));
    let html = blocks.map(|block| {
        let heading = block.starts_with('#');
        let text = escaped(&plain(block.trim_start_matches('#').trim_start()));
        if heading {
            format!("<h3>{text}</h3>\n")
        } else {
            format!("<p>{text}</p>\n")
        }
    });
    html.collect::<Vec<String>>().concat()
}

/// Markdown without the backslashes that keep its marks from being read as such.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    let mut letters = markdown.chars().peekable();
    while let Some(c) = letters.next() {
        let marks = letters.peek().is_some_and(char::is_ascii_punctuation);
        if c == '\\' && marks {
            text.extend(letters.next());
        } else {
            text.push(c);
        }
    }
    text
}

/// The command that gives the run.
fn command(matter: &Matter<'_>) -> String {
    let of = &matter.publication;
    let manifest = of.manifest;
    let mut command = vec![format!(
        "sroi run {}.toml --seed {} --draws {}",
        manifest.case, manifest.seed, manifest.draws
    )];
    if manifest.design != Design::Random.to_string() {
        command.push(format!(
            "--design {} --replicates {}",
            manifest.design, manifest.replicates
        ));
    }
    command.extend(
        manifest
            .scenario
            .as_ref()
            .map(|name| format!("--scenario {name}")),
    );
    let usual = of.model.variant(&Selection {
        scenario: manifest.scenario.clone(),
        ..Selection::default()
    });
    let usual = usual.map_or_else(|_| Vec::new(), |usual| usual.alternatives);
    let switches = of.model.switches.iter().zip(&of.variant.alternatives);
    for (index, (switch, chosen)) in switches.enumerate() {
        if usual.get(index) != Some(chosen) {
            let alternative = &switch.alternatives[*chosen].name;
            command.push(format!("--switch {}={alternative}", switch.name));
        }
    }
    let set = manifest.set.iter();
    command.extend(set.map(|(name, value)| format!("--set {name}={value}")));
    if manifest.reindexing.is_some() && !of.model.reindex {
        command.push("--reindex".to_owned());
    }
    if manifest.predictive {
        command.push("--predictive".to_owned());
    }
    command.join(" \\\n  ")
}

/// What must be the same.
fn facts(matter: &Matter<'_>) -> String {
    let (lang, manifest) = (matter.lang(), matter.publication.manifest);
    let rows = [
        (
            lang.pick("Program", "Programma"),
            format!("sroi {}", manifest.version),
        ),
        (
            lang.pick("Case, SHA-256", "Business case, SHA-256"),
            manifest.case_sha256.clone(),
        ),
        (lang.pick("Seed", "Startwaarde"), manifest.seed.to_string()),
        (
            lang.pick("Draws", "Trekkingen"),
            rounded(lang, manifest.draws as f64, 0),
        ),
        (
            lang.pick("Generator", "Generator"),
            manifest.generator.to_owned(),
        ),
        (
            lang.pick("Inputs drawn", "Getrokken parameters"),
            format!(
                "{} / {}",
                manifest.drawn_inputs.len(),
                matter.publication.model.inputs.len()
            ),
        ),
    ];
    let rows = rows
        .iter()
        .map(|(title, text)| format!("<div><dt>{title}</dt><dd>{}</dd></div>\n", escaped(text)));
    format!("<dl class=\"facts\">\n{}</dl>\n", rows.collect::<String>())
}

/// What a reviewer would raise, in the language of the program's messages.
fn warnings(matter: &Matter<'_>) -> String {
    let warnings = matter.publication.warnings;
    if warnings.is_empty() {
        return String::new();
    }
    let lang = matter.lang();
    let items = warnings
        .iter()
        .map(|warning| format!("<li>{}</li>\n", escaped(&warning.message)));
    let heading = lang.pick(
        "What a reviewer would raise about the case",
        "Wat een beoordelaar over de business case zou opmerken",
    );
    let list = format!("<ul lang=\"en\">\n{}</ul>\n", items.collect::<String>());
    folded(&format!("{heading} ({})", warnings.len()), &list)
}

/// The foot of the page.
pub(super) fn colophon(matter: &Matter<'_>) -> String {
    let lang = matter.lang();
    let version = escaped(matter.publication.manifest.version);
    let text = lang.pick(
        "This page is one file that works without a connection; it fetches and sends nothing.",
        "Deze pagina is één bestand dat zonder verbinding werkt; er wordt niets opgehaald of verstuurd.",
    );
    format!("<footer>\n<p>{text} sroi {version}.</p>\n</footer>\n")
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn markdown_becomes_paragraphs() {
        assert_eq!(
            prose("# Title\n\n## Methods\n\nOf value\\_per\\_qaly \\<b\\>.\n"),
            "<h3>Methods</h3>\n<p>Of value_per_qaly &lt;b&gt;.</p>\n"
        );
    }
}
