//! CSV files of numbers, line by line.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::numeric::{NumericTable, Place, Reason, is_usable};

/// Bytes read at a time.
const BUFFER: usize = 1 << 18;
/// Rows from which the number of all rows is guessed.
const SAMPLE: usize = 256;

pub(super) fn read(path: &Path) -> Result<NumericTable, Reason> {
    let file = File::open(path).map_err(Reason::Io)?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let mut lines = Lines {
        reader: BufReader::with_capacity(BUFFER, file),
        bytes: Vec::new(),
        line: 0,
        read: 0,
    };
    let (_, header) = lines.next()?.ok_or(Reason::Empty)?;
    let header = header.strip_prefix('\u{feff}').unwrap_or(header).to_owned();
    let separator = separator(&header);
    let names = header_names(&header, separator)?;
    if names
        .iter()
        .all(|name| !name.is_empty() && name.trim().parse::<f64>().is_ok())
    {
        return Err(Reason::NoHeader);
    }
    let mut table = Cells {
        columns: vec![Vec::new(); names.len()],
        names,
        separator,
        style: Style::default(),
    };
    let begun = lines.read;
    while let Some((line, text)) = lines.next()? {
        if text.is_empty() {
            lines.only_blank(line, &table.names)?;
            break;
        }
        table.take(text, line)?;
        if table.rows() == SAMPLE {
            let bytes = (lines.read - begun) as f64 / SAMPLE as f64;
            table.reserve((size as f64 / bytes * 1.02) as usize);
        }
    }
    table.finish()?.checked()
}

/// The lines of a file, without what ends them.
struct Lines {
    reader: BufReader<File>,
    bytes: Vec<u8>,
    line: usize,
    read: u64,
}

impl Lines {
    fn next(&mut self) -> Result<Option<(usize, &str)>, Reason> {
        self.bytes.clear();
        let count = self
            .reader
            .read_until(b'\n', &mut self.bytes)
            .map_err(Reason::Io)?;
        if count == 0 {
            return Ok(None);
        }
        self.line += 1;
        self.read += count as u64;
        let line = self.line;
        let text = str::from_utf8(&self.bytes).map_err(|_| Reason::NotText { line })?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        Ok(Some((line, text.strip_suffix('\r').unwrap_or(text))))
    }

    /// After an empty line nothing but empty lines may follow.
    fn only_blank(&mut self, line: usize, names: &[String]) -> Result<(), Reason> {
        while let Some((_, text)) = self.next()? {
            if !text.is_empty() {
                return Err(Reason::Cell {
                    place: Place::Line(line),
                    name: names.first().cloned().unwrap_or_default(),
                    found: "nothing".to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// The first of tab, semicolon and comma that stands outside quotes.
fn separator(header: &str) -> u8 {
    let mut quoted = false;
    let mut seen = [false; 3];
    let known = [b'\t', b';', b','];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        if let Some(place) = known.iter().position(|s| *s == byte && !quoted) {
            seen[place] = true;
        }
    }
    known
        .into_iter()
        .zip(seen)
        .find_map(|(separator, seen)| seen.then_some(separator))
        .unwrap_or(b',')
}

fn header_names(header: &str, separator: u8) -> Result<Vec<String>, Reason> {
    let mut names = Vec::new();
    let mut scratch = String::new();
    for cell in Split::new(header, separator) {
        let cell = cell.ok_or(Reason::Quote { line: 1 })?;
        names.push(unquoted(cell, &mut scratch).trim().to_owned());
    }
    Ok(names)
}

/// The cells of a line, quotes included; `None` for a quotation mark that is not closed.
struct Split<'a> {
    rest: Option<&'a str>,
    separator: u8,
}

impl<'a> Split<'a> {
    const fn new(line: &'a str, separator: u8) -> Self {
        Self {
            rest: Some(line),
            separator,
        }
    }
}

impl<'a> Iterator for Split<'a> {
    type Item = Option<&'a str>;

    fn next(&mut self) -> Option<Option<&'a str>> {
        let rest = self.rest?;
        let bytes = rest.as_bytes();
        let mut quoted = false;
        for (place, byte) in bytes.iter().enumerate() {
            quoted ^= *byte == b'"';
            if *byte == self.separator && !quoted {
                self.rest = Some(&rest[place + 1..]);
                return Some(Some(&rest[..place]));
            }
        }
        self.rest = None;
        Some((!quoted).then_some(rest))
    }
}

/// What stands in quotes, with doubled quotation marks undone; anything else as it is.
fn unquoted<'a>(cell: &'a str, scratch: &'a mut String) -> &'a str {
    let cell = cell.trim();
    let inner = cell.strip_prefix('"').and_then(|c| c.strip_suffix('"'));
    match inner {
        Some(inner) if inner.contains('"') => {
            *scratch = inner.replace("\"\"", "\"");
            scratch
        }
        Some(inner) => inner,
        None => cell,
    }
}

/// How the numbers of a file are written: where a comma and where a point was seen first.
#[derive(Default)]
struct Style {
    comma: Option<(usize, usize, String)>,
    point: bool,
}

/// The numbers of a file.
struct Cells {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    separator: u8,
    style: Style,
}

impl Cells {
    fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    fn reserve(&mut self, rows: usize) {
        for column in &mut self.columns {
            column.reserve_exact(rows.saturating_sub(column.len()));
        }
    }

    fn take(&mut self, text: &str, line: usize) -> Result<(), Reason> {
        let mut found = 0;
        for cell in Split::new(text, self.separator) {
            let cell = cell.ok_or(Reason::Quote { line })?;
            if found < self.columns.len() {
                let value = self.number(cell, line, found)?;
                self.columns[found].push(value);
            }
            found += 1;
        }
        if found == self.columns.len() {
            return Ok(());
        }
        Err(Reason::Width {
            line,
            found,
            expected: self.columns.len(),
        })
    }

    fn number(&mut self, cell: &str, line: usize, column: usize) -> Result<f64, Reason> {
        let mut scratch = String::new();
        let text = unquoted(cell, &mut scratch);
        if let Ok(value) = text.parse::<f64>()
            && is_usable(value)
        {
            self.style.point |= text.contains('.');
            return Ok(value);
        }
        let commas = text.matches(',').count();
        if self.separator != b','
            && commas == 1
            && !text.contains('.')
            && let Ok(value) = text.replace(',', ".").parse::<f64>()
            && is_usable(value)
        {
            if self.style.comma.is_none() {
                self.style.comma = Some((line, column, text.to_owned()));
            }
            return Ok(value);
        }
        Err(Reason::Cell {
            place: Place::Line(line),
            name: self.name(column),
            found: match text {
                "" => "nothing".to_owned(),
                text => format!("`{text}`"),
            },
        })
    }

    fn name(&self, column: usize) -> String {
        match self.names[column].as_str() {
            "" => format!("number {}", column + 1),
            name => name.to_owned(),
        }
    }

    fn finish(self) -> Result<NumericTable, Reason> {
        if let Some((line, column, found)) = &self.style.comma
            && self.style.point
        {
            return Err(Reason::Mixed {
                line: *line,
                name: self.name(*column),
                found: found.clone(),
            });
        }
        let mut table = NumericTable {
            names: self.names,
            columns: self.columns,
            index_left_out: false,
        };
        for column in &mut table.columns {
            column.shrink_to_fit();
        }
        let counts = |column: &[f64]| {
            [0.0, 1.0].iter().any(|first| {
                let mut rows = column.iter().enumerate();
                rows.all(|(row, value)| *value == first + row as f64)
            })
        };
        if table.names.len() > 1 && table.names[0].is_empty() && counts(&table.columns[0]) {
            table.names.remove(0);
            table.columns.remove(0);
            table.index_left_out = true;
        }
        Ok(table)
    }
}
