//! The report as one web page: it works offline, prints well, and lets its readers ask what if.
//!
//! Nothing is fetched and nothing is sent: fonts, style, script and draws are in the file, and its content security policy lets the
//! browser refuse all else, scripts of others in the page included.

mod answer;
mod controls;
mod curves;
mod embedded;
mod live;
mod matter;
mod moves;
mod numbers;
mod outcomes;
mod repeat;
mod sections;
mod sources;

use super::figure::faces;
use super::html::escaped;
use super::publication::Publication;
use crate::text::Lang;
use matter::Matter;
use sections::{Section, sections};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page of a publication.
#[must_use]
pub fn page(publication: &Publication<'_>) -> String {
    let matter = Matter::new(*publication);
    let sections = sections(&matter);
    let lang = publication.lang;
    let mut html = head(&matter);
    html += &format!(
        "<body>\n<a class=\"skip\" href=\"#content\">{}</a>\n<div class=\"sheet\">\n",
        lang.pick("Skip to the contents", "Direct naar de inhoud")
    );
    html += &contents(lang, &sections);
    html += "<main id=\"content\">\n";
    html += &answer::answer(&matter);
    for section in &sections {
        html += &section.html();
    }
    html += &format!("{}</main>\n</div>\n", repeat::colophon(&matter));
    html += &controls::summary_bar(&matter);
    html += &live::data(&matter);
    html += &format!("<script>{SCRIPT}</script>\n</body>\n</html>\n");
    html
}

fn head(matter: &Matter<'_>) -> String {
    let lang = matter.lang();
    let title = escaped(matter.publication.model.heading(lang));
    let script = embedded::sha256(SCRIPT);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-{script}'; \
         style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"sroi {}\">\n\
         <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{}{STYLE}</style>\n</head>\n",
        escaped(matter.publication.manifest.version),
        faces(),
    )
}

fn contents(lang: Lang, sections: &[Section]) -> String {
    let label = lang.pick("Contents", "Inhoud");
    let answer = lang.pick("The answer", "Het antwoord");
    let mut html = format!(
        "<nav class=\"contents\" aria-label=\"{label}\">\n<ol>\n<li><a href=\"#answer\">{answer}</a></li>\n"
    );
    for section in sections {
        let (id, short) = (section.id, section.short);
        html += &format!("<li><a href=\"#{id}\">{short}</a></li>\n");
    }
    html + "</ol>\n</nav>\n"
}
