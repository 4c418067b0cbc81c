//! Tables of a sheet, cell by cell.

use rust_xlsxwriter::{FormatAlign, XlsxError};

use super::clean::{CELL, clean};
use super::sheet::{INDENT, NARROWER, Sheet, lines_of};
use super::style;
use super::table::{Place, Role, Table};
use super::value::Value;

impl Sheet {
    /// A table; where it stands.
    pub(super) fn table(&mut self, table: &Table) -> Result<Place, XlsxError> {
        self.widen(&table.columns)?;
        let mut lines = 1;
        for (index, column) in table.columns.iter().enumerate() {
            let format = match column.role {
                Role::Aside => style::aside(&style::header()),
                Role::Number => style::header().set_align(FormatAlign::Right),
                _ if index > 0 => style::apart(&style::header()),
                _ => style::header(),
            };
            let title = clean(&column.title, CELL);
            lines = lines.max(lines_of(&title, column.width));
            self.worksheet
                .write_string_with_format(self.row, index as u16, title, &format)?;
        }
        self.high(lines)?;
        self.row += 1;
        let first = self.row;
        for row in &table.rows {
            let mut lines = 1;
            for (index, (value, column)) in row.iter().zip(&table.columns).enumerate() {
                self.cell(index as u16, value, column.role)?;
                if let (Value::Text(text), Role::Prose | Role::Number) = (value, column.role) {
                    let room = NARROWER * (column.width - INDENT);
                    lines = lines.max(lines_of(&clean(text, CELL), room));
                }
            }
            self.high(lines)?;
            self.row += 1;
        }
        let asides = table.columns.iter();
        let asides = asides.take_while(|column| column.role != Role::Aside);
        let last = (asides.count().max(1) - 1) as u16;
        if usize::from(last) + 1 < table.columns.len() {
            self.printed = self.printed.max(Some(last));
        }
        Ok(Place::new(self.name, first, 0, table.rows.len()))
    }

    /// A table that is the rest of the sheet: its titles stay in view and on every page, and its rows can be filtered.
    pub(super) fn main_table(&mut self, table: &Table, keep: u16) -> Result<Place, XlsxError> {
        let titles = self.row;
        let place = self.table(table)?;
        self.worksheet.set_freeze_panes(titles + 1, keep)?;
        // Charts stand beside it.
        self.printed = None;
        self.filtered(titles, table)?;
        Ok(place)
    }

    /// A table below a chart: its first columns stay in view, and its rows can be filtered.
    pub(super) fn table_below(&mut self, table: &Table, keep: u16) -> Result<Place, XlsxError> {
        let titles = self.row;
        let place = self.table(table)?;
        self.worksheet.set_freeze_panes(0, keep)?;
        self.filtered(titles, table)?;
        Ok(place)
    }

    /// The first columns stay in view.
    pub(super) fn keep(&mut self, columns: u16) -> Result<(), XlsxError> {
        self.worksheet.set_freeze_panes(0, columns)?;
        Ok(())
    }

    fn filtered(&mut self, titles: u32, table: &Table) -> Result<(), XlsxError> {
        self.worksheet.set_repeat_rows(titles, titles)?;
        let last = table.columns.len().max(1) as u16 - 1;
        if table.rows.len() > 1 {
            self.worksheet.autofilter(titles, 0, self.row - 1, last)?;
        }
        Ok(())
    }

    fn cell(&mut self, column: u16, value: &Value, role: Role) -> Result<(), XlsxError> {
        let format = match (value, role) {
            (Value::Number(_, shown), _) => style::number(*shown),
            (_, Role::Number) => style::in_place_of_a_number(),
            (_, role) => style::text(role == Role::Prose),
        };
        let format = match (value, role) {
            (_, Role::Aside) => style::aside(&format),
            (Value::Text(_), Role::Label | Role::Prose) if column > 0 => style::apart(&format),
            _ => format,
        };
        match value {
            Value::Empty => {}
            Value::Text(text) => {
                let text = clean(text, CELL);
                self.worksheet
                    .write_string_with_format(self.row, column, text, &format)?;
            }
            Value::Number(number, _) => {
                self.worksheet
                    .write_number_with_format(self.row, column, *number, &format)?;
            }
        }
        Ok(())
    }
}
