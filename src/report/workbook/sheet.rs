//! A sheet that is written from top to bottom.

use rust_xlsxwriter::{
    Chart, Format, FormatAlign, Note, ObjectMovement, Url, Worksheet, XlsxError,
};

use super::clean::{CELL, NOTE, clean};
use super::style;
use super::table::{Column, Place};
use super::value::Value;
use crate::report::grid::wrapped;

/// A4.
const PAPER: u8 = 9;
/// Height of a row in pixels, as programs have it.
const ROW: u32 = 20;
/// How much narrower the letters of a text are than the digits by which columns are measured.
pub(super) const NARROWER: f64 = 1.12;
/// Characters by which text keeps away from the column before it.
pub(super) const INDENT: f64 = 1.5;
/// Highest row in points that programs allow.
const HIGHEST: f64 = 400.0;
/// Height of a line of text in points.
const LINE: f64 = 15.0;
/// Characters over which sentences go.
const PROSE: f64 = 110.0;
/// Width of a note in pixels.
const NOTE_WIDTH: u32 = 380;

/// A sheet and the row that is written next.
pub(super) struct Sheet {
    pub(super) worksheet: Worksheet,
    pub(super) name: &'static str,
    pub(super) row: u32,
    pub(super) width: f64,
    pub(super) columns: u16,
    pub(super) printed: Option<u16>,
    widths: Vec<f64>,
}

impl Sheet {
    /// A sheet of so many characters in so many columns, with its title.
    pub(super) fn new(
        name: &'static str,
        title: &str,
        columns: &[Column],
    ) -> Result<Self, XlsxError> {
        let mut worksheet = Worksheet::new();
        worksheet.set_name(name)?;
        worksheet.set_landscape().set_paper_size(PAPER);
        worksheet.set_print_fit_to_pages(1, 0);
        worksheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        worksheet.set_footer("&L&A&R&P / &N");
        // Sentences go over as many columns as a screen shows.
        let mut width = 0.0;
        let mut over = 0;
        for column in columns {
            if width < PROSE {
                width += column.width;
                over += 1;
            }
        }
        let mut sheet = Self {
            worksheet,
            name,
            row: 0,
            width: width.max(1.0),
            columns: over.max(1),
            printed: None,
            widths: Vec::new(),
        };
        sheet.widen(columns)?;
        sheet.line(title, &style::title())?;
        Ok(sheet)
    }

    /// Makes columns as wide as those of another table, where they are narrower.
    pub(super) fn widen(&mut self, columns: &[Column]) -> Result<(), XlsxError> {
        self.widths
            .resize(self.widths.len().max(columns.len()), 0.0);
        for (index, (known, column)) in self.widths.iter_mut().zip(columns).enumerate() {
            if column.width > *known {
                *known = column.width;
                self.worksheet.set_column_width(index as u16, *known)?;
            }
        }
        Ok(())
    }

    /// The worksheet. What is there for charts only is not printed.
    pub(super) fn done(mut self) -> Result<Worksheet, XlsxError> {
        if let Some(last) = self.printed {
            let end = self.row.max(1) - 1;
            self.worksheet.set_print_area(0, 0, end, last)?;
        }
        Ok(self.worksheet)
    }

    /// Prints the sheet on one page.
    pub(super) fn on_one_page(&mut self) {
        self.worksheet.set_print_fit_to_pages(1, 1);
    }

    /// Leaves a row empty.
    pub(super) fn skip(&mut self) {
        self.row += 1;
    }

    /// A text on a row of its own.
    pub(super) fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = clean(text, CELL);
        self.worksheet
            .write_string_with_format(self.row, 0, text, format)?;
        self.row += 1;
        Ok(())
    }

    /// The title of a part.
    pub(super) fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        self.skip();
        self.line(text, &style::heading())
    }

    /// What a sheet or table shows, over all columns.
    pub(super) fn caption(&mut self, text: &str) -> Result<(), XlsxError> {
        self.paragraph(text, &style::caption())
    }

    /// A text over all columns, on as many lines as it takes; nothing where there is none.
    pub(super) fn paragraph(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = clean(text, CELL);
        if text.is_empty() {
            return Ok(());
        }
        // Merged cells do not grow by themselves.
        self.high(lines_of(&text, NARROWER * self.width))?;
        if self.columns > 1 {
            let last = self.columns - 1;
            self.worksheet
                .merge_range(self.row, 0, self.row, last, &text, format)?;
        } else {
            self.worksheet
                .write_string_with_format(self.row, 0, text, format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A title and what it is, which goes over the other columns.
    pub(super) fn pair(&mut self, title: &str, value: &Value) -> Result<(), XlsxError> {
        self.worksheet
            .write_string_with_format(self.row, 0, title, &style::text(true))?;
        match value {
            Value::Text(text) => {
                let text = clean(text, CELL);
                self.worksheet
                    .write_string_with_format(self.row, 1, text, &style::text(false))?;
            }
            Value::Number(number, shown) => {
                let format = style::number(*shown).set_align(FormatAlign::Left);
                self.worksheet
                    .write_number_with_format(self.row, 1, *number, &format)?;
            }
            Value::Empty => {}
        }
        self.row += 1;
        Ok(())
    }

    /// Makes the row as high as so many lines of text.
    pub(super) fn high(&mut self, lines: usize) -> Result<(), XlsxError> {
        if lines > 1 {
            let height = (LINE * lines as f64 + 1.0).min(HIGHEST);
            self.worksheet.set_row_height(self.row, height)?;
        }
        Ok(())
    }

    /// Makes the first cell of a row of a table lead to another sheet.
    pub(super) fn link(&mut self, place: &Place, row: usize, to: &str) -> Result<(), XlsxError> {
        let address = format!("internal:'{}'!A1", to.replace('\'', "''"));
        let url = Url::new(address).set_text(to);
        self.worksheet
            .write_url_with_format(place.row(row), 0, url, &style::link())?;
        Ok(())
    }

    /// A note to a cell of a table; none where there is nothing to say.
    pub(super) fn note(
        &mut self,
        place: &Place,
        row: usize,
        column: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        let text = clean(text, NOTE);
        if text.is_empty() {
            return Ok(());
        }
        let lines = text
            .split('\n')
            .map(|line| line.chars().count() as u32 / 52 + 1);
        let height = (lines.sum::<u32>() * 17 + 12).clamp(40, 480);
        let note = Note::new(text).add_author_prefix(false).set_author("");
        let note = note.set_width(NOTE_WIDTH).set_height(height);
        self.worksheet.insert_note(place.row(row), column, &note)?;
        Ok(())
    }

    /// Leaves room for a chart as high as it is given, and says where that begins.
    pub(super) fn room(&mut self, height: u32) -> u32 {
        let top = self.row;
        self.row += height.div_ceil(ROW) + 1;
        top
    }

    /// A chart from a row and column on. It stays as it is when rows are filtered.
    pub(super) fn chart(
        &mut self,
        row: u32,
        column: u16,
        mut chart: Chart,
    ) -> Result<(), XlsxError> {
        chart.set_object_movement(ObjectMovement::DontMoveOrSizeWithCells);
        self.worksheet.insert_chart(row, column, &chart)?;
        Ok(())
    }
}

/// On how many lines a text stands in so many characters.
pub(super) fn lines_of(text: &str, width: f64) -> usize {
    let width = (width.max(4.0)) as usize;
    let lines = |line: &str| {
        let words = wrapped(line, width, "");
        words
            .lines()
            .map(|line| line.chars().count().div_ceil(width).max(1))
            .sum::<usize>()
            .max(1)
    };
    text.split('\n').map(lines).sum()
}
