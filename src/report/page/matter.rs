//! What the sections of a page are made of: a publication with its figures and tables.

use crate::report::figure::{Figure, figures};
use crate::report::html::{self, escaped};
use crate::report::publication::{Publication, PublicationTable, publication_tables};
use crate::text::Lang;

/// Widths of the drawings in millimetres, for screens and paper and for telephones: their text is as large as that around them.
const WIDTHS: [f64; 2] = [120.0, 80.0];
/// Figures that are drawn again when a reader asks what if.
const LIVE: [&str; 4] = ["density", "acceptability", "break_even", "lines"];

/// Tables of so many columns are printed on their side.
const BROAD: usize = 11;

/// A publication with its figures and tables.
pub(super) struct Matter<'a> {
    pub(super) publication: Publication<'a>,
    figures: Vec<Figure>,
    narrow: Vec<Figure>,
    tables: Vec<PublicationTable>,
}

impl<'a> Matter<'a> {
    pub(super) fn new(publication: Publication<'a>) -> Self {
        let [figures, narrow] = WIDTHS.map(|width| figures(&publication, width));
        Self {
            figures,
            narrow,
            tables: publication_tables(&publication),
            publication,
        }
    }

    pub(super) fn lang(&self) -> Lang {
        self.publication.lang
    }

    /// A table by its name, if it says anything.
    pub(super) fn table(&self, name: &str) -> Option<&PublicationTable> {
        let mut all = self.tables.iter();
        all.find(|table| table.name == name && !table.rows.is_empty())
    }

    /// A table to read at once; nothing where there is none.
    pub(super) fn open(&self, name: &str) -> String {
        self.table(name).map_or_else(String::new, shown)
    }

    /// A table behind a heading.
    pub(super) fn folded(&self, name: &str, heading: &str) -> String {
        let table = self.table(name);
        table.map_or_else(String::new, |table| folded(heading, &shown(table)))
    }

    /// A figure with what is behind it. One that is drawn again has a place even when it is missing.
    pub(super) fn figure(&self, name: &str, behind: &[PublicationTable]) -> String {
        let figure = self.figures.iter().find(|figure| figure.name == name);
        let live = LIVE.contains(&name) && self.publication.carried.is_some();
        let tables: String = behind
            .iter()
            .filter(|table| !table.rows.is_empty())
            .map(shown)
            .collect();
        let (attributes, drawing, caption) = match figure {
            Some(figure) => ("", self.drawings(figure), escaped(&figure.title)),
            None if live => (
                " class=\"absent\"",
                String::new(),
                self.caption(name).to_owned(),
            ),
            None if tables.is_empty() => return String::new(),
            None => return folded(self.caption(name), &tables),
        };
        let heading = self
            .lang()
            .pick("The numbers in a table", "De cijfers in een tabel");
        let behind = if tables.is_empty() {
            String::new()
        } else {
            let run = self.lang().pick("those of the run", "die van de run");
            folded_html(
                &format!("{heading}<span class=\"of-run\">: {run}</span>"),
                &tables,
            )
        };
        format!(
            "<figure id=\"figure-{name}\"{attributes}>\n<figcaption>{caption}</figcaption>\n\
             <div class=\"drawing\" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\">{drawing}</div>\n{behind}</figure>\n"
        )
    }

    /// A figure in both widths, of which one is shown. Names within a drawing are those of the page, so the second has its own.
    fn drawings(&self, figure: &Figure) -> String {
        let mut html = format!("<div class=\"wide\">{}</div>\n", figure.svg);
        let narrow = self.narrow.iter().find(|narrow| narrow.name == figure.name);
        if let Some(Figure { name, svg, .. }) = narrow {
            let mut svg = svg.clone();
            for part in ["title", "alt"] {
                svg = svg.replacen(
                    &format!("{name}-{part}"),
                    &format!("{name}-{part}-narrow"),
                    2,
                );
            }
            html += &format!("<div class=\"narrow\">{svg}</div>\n");
        }
        html
    }

    /// The title of a figure that is missing.
    pub(super) fn caption(&self, name: &str) -> &'static str {
        let lang = self.lang();
        match name {
            "density" => lang.pick("Spread of the return", "Spreiding van het rendement"),
            "acceptability" => lang.pick(
                "Chance that each euro returns more",
                "Kans dat elke euro meer oplevert",
            ),
            "break_even" => lang.pick(
                "Chance of break-even by the effect",
                "Kans op kostendekking naar het effect",
            ),
            "lines" => lang.pick("Benefits and costs by line", "Baten en kosten per post"),
            _ => lang.pick("The numbers in a table", "De cijfers in een tabel"),
        }
    }
}

/// A table that can be moved sideways where it is wider than the page.
pub(super) fn shown(table: &PublicationTable) -> String {
    let class = if table.columns.len() >= BROAD {
        "table broad"
    } else {
        "table"
    };
    format!(
        "<div class=\"{class}\" id=\"table-{}\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n{}</div>\n",
        table.name,
        escaped(&table.caption),
        html::table(table)
    )
}

/// Something behind a heading, which print opens.
pub(super) fn folded(heading: &str, html: &str) -> String {
    folded_html(&escaped(heading), html)
}

fn folded_html(heading: &str, html: &str) -> String {
    format!("<details>\n<summary>{heading}</summary>\n{html}</details>\n")
}
