//! Tables as small HTML documents that word processors open and paste, with the rules of a printed table.

use crate::report::Align;
use crate::report::html::escaped;
use crate::report::publication::{Cell, PublicationTable};
use crate::text::Lang;

/// Widths of the rules: at the top and bottom, and below the titles.
const RULES: [&str; 2] = ["1.5pt solid black", "0.75pt solid black"];

/// A document with one table. Styles stand at the cells, since pasting keeps no others.
#[must_use]
pub fn word(lang: Lang, table: &PublicationTable) -> String {
    let title = escaped(&table.caption);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n\
         <body style=\"font-family: 'Times New Roman', serif; font-size: 10pt\">\n\
         <p style=\"margin: 0 0 6pt 0\"><b>{title}</b></p>\n\
         <table style=\"border-collapse: collapse; font-size: 10pt\">\n<thead>\n<tr>"
    );
    for column in &table.columns {
        let style = format!(
            "{}; vertical-align: bottom; border-top: {}; border-bottom: {}",
            cell_style(column.align),
            RULES[0],
            RULES[1]
        );
        let title = escaped(&column.title);
        html += &format!("<th scope=\"col\" style=\"{style}\">{title}</th>");
    }
    html += "</tr>\n</thead>\n<tbody>\n";
    for (place, row) in table.rows.iter().enumerate() {
        let rule = if place + 1 == table.rows.len() {
            format!("; border-bottom: {}", RULES[0])
        } else {
            String::new()
        };
        html += "<tr>";
        for (cell, column) in row.iter().zip(&table.columns) {
            let style = format!("{}; vertical-align: top{rule}", cell_style(column.align));
            html += &format!("<td style=\"{style}\">{}</td>", content(cell));
        }
        html += "</tr>\n";
    }
    html += "</tbody>\n</table>\n";
    for note in &table.notes {
        let note = escaped(note);
        html += &format!("<p style=\"margin: 3pt 0 0 0; font-size: 9pt\">{note}</p>\n");
    }
    html + "</body>\n</html>\n"
}

fn cell_style(align: Align) -> String {
    let side = match align {
        Align::Left => "left",
        Align::Right => "right",
    };
    format!("text-align: {side}; padding: 1.5pt 5pt")
}

/// Numbers are not broken over lines.
fn content(cell: &Cell) -> String {
    let text = escaped(cell.shown());
    match cell {
        Cell::Number { .. } => text.replace(' ', "&nbsp;"),
        _ => text,
    }
}
