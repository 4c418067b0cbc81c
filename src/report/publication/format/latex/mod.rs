//! Tables as LaTeX with booktabs, for plain pdfLaTeX.

mod layout;
mod symbols;

use layout::{Layout, Shape};
use symbols::{number, text};

use crate::report::Align;
use crate::report::publication::{Cell, PublicationTable};
use crate::text::Lang;

/// A table with its caption, its label `tab:NAME` and its notes: a float where it is short, a `longtable` where it may take
/// several pages, on its side where it is wide. Needs `array`, `booktabs`, `longtable`, `lscape` and `textcomp`.
#[must_use]
pub fn latex(lang: Lang, table: &PublicationTable) -> String {
    let shape = Shape::of(table);
    let parts = Parts::of(table, &shape);
    let set = if shape.is_long {
        parts.over_pages(lang, table.columns.len())
    } else {
        parts.floating()
    };
    if shape.layout.is_landscape() {
        format!("\\begin{{landscape}}\n{set}\\end{{landscape}}\n")
    } else {
        set
    }
}

/// What a table is put together from.
struct Parts {
    size: &'static str,
    columns: String,
    caption: String,
    titles: String,
    body: String,
    notes: String,
}

impl Parts {
    fn of(table: &PublicationTable, shape: &Shape) -> Self {
        // Cells of several lines need room between rows.
        let end = match shape.layout {
            Layout::Natural => "",
            _ => "[2pt]",
        };
        let rows = table.rows.iter();
        let title = text(&table.caption);
        Self {
            size: shape.layout.size(),
            columns: columns(table, shape),
            caption: format!("\\caption{{{title}}}\n\\label{{tab:{}}}", table.name),
            titles: line(table.columns.iter().map(|column| text(&column.title)), ""),
            body: rows.map(|row| line(row.iter().map(cell), end)).collect(),
            notes: notes(&table.notes),
        }
    }

    fn floating(&self) -> String {
        let Self {
            size,
            columns,
            caption,
            titles,
            body,
            notes,
        } = self;
        format!(
            "\\begin{{table}}[htbp]\n\\centering\n{size}\n{caption}\n\\begin{{tabular}}{{{columns}}}\n\\toprule\n{titles}\\midrule\n\
             {body}\\bottomrule\n\\end{{tabular}}\n{notes}\\end{{table}}\n"
        )
    }

    /// With its titles on every page.
    fn over_pages(&self, lang: Lang, count: usize) -> String {
        let Self {
            size,
            columns,
            caption,
            titles,
            body,
            notes,
        } = self;
        let more = lang.pick(
            "continued on the next page",
            "vervolg op de volgende pagina",
        );
        let more = format!("\\multicolumn{{{count}}}{{r@{{}}}}{{\\textit{{{more}}}}} \\\\");
        format!(
            "{{{size}\n\\setlength{{\\LTcapwidth}}{{\\linewidth}}\n\\begin{{longtable}}{{{columns}}}\n{caption} \\\\\n\
             \\toprule\n{titles}\\midrule\n\\endfirsthead\n\\toprule\n{titles}\\midrule\n\\endhead\n\\midrule\n{more}\n\
             \\endfoot\n\\bottomrule\n\\endlastfoot\n{body}\\end{{longtable}}\n{notes}}}\n"
        )
    }
}

/// A document that has these tables, to compile in their folder.
#[must_use]
pub fn latex_document(lang: Lang, names: &[&str]) -> String {
    let [table, contents] = lang.pick(["Table", "List of tables"], ["Tabel", "Lijst van tabellen"]);
    let mut document = format!(
        "\\documentclass[a4paper,11pt]{{article}}\n\\usepackage[utf8]{{inputenc}}\n\\usepackage[T1]{{fontenc}}\n\
         \\usepackage{{textcomp}}\n\\usepackage[margin=2.5cm]{{geometry}}\n\\usepackage{{array}}\n\\usepackage{{booktabs}}\n\
         \\usepackage{{longtable}}\n\\IfFileExists{{pdflscape.sty}}{{\\usepackage{{pdflscape}}}}{{\\usepackage{{lscape}}}}\n\
         \\IfFileExists{{lmodern.sty}}{{\\usepackage{{lmodern}}}}{{}}\n\\renewcommand{{\\tablename}}{{{table}}}\n\
         \\renewcommand{{\\listtablename}}{{{contents}}}\n\\begin{{document}}\n\\listoftables\n\\clearpage\n"
    );
    for name in names {
        document += &format!("\\input{{{name}.tex}}\n\\clearpage\n");
    }
    document + "\\IfFileExists{../checklist.tex}{\\input{../checklist.tex}}{}\n\\end{document}\n"
}

/// A row; `end` is the room below it.
fn line(cells: impl Iterator<Item = String>, end: &str) -> String {
    let cells: Vec<String> = cells.collect();
    format!("{} \\\\{end}\n", cells.join(" & "))
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "--".to_owned(),
        Cell::Text(content) => text(content),
        Cell::Number { shown, .. } => number(shown),
    }
}

fn columns(table: &PublicationTable, shape: &Shape) -> String {
    let inner = table.columns.iter().zip(&shape.widths);
    let inner: String = inner
        .map(|(column, width)| match (column.align, shape.layout) {
            (Align::Left, Layout::Natural) => "l".to_owned(),
            (Align::Right, Layout::Natural) => "r".to_owned(),
            (align, _) => {
                let ragged = match align {
                    Align::Left => "\\raggedright",
                    Align::Right => "\\raggedleft",
                };
                format!(
                    ">{{{ragged}\\arraybackslash}}p{{\\dimexpr {width:.4}\\linewidth-2\\tabcolsep\\relax}}"
                )
            }
        })
        .collect();
    format!("@{{}}{inner}@{{}}")
}

fn notes(notes: &[String]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = notes.iter().map(|note| text(note)).collect();
    format!(
        "\\par\\smallskip\\noindent\n\\begin{{minipage}}{{\\linewidth}}\\footnotesize\\raggedright\n{}\n\\end{{minipage}}\n",
        lines.join("\\par\n")
    )
}
