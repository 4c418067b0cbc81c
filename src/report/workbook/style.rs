//! Fonts, colours and borders.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline};

use super::value::Shown;

/// Benefits, and results that count all euros.
pub(super) const BLUE: u32 = 0x0000_72B2;
/// Costs, and what loses.
pub(super) const ORANGE: u32 = 0x00D5_5E00;
/// Results that count hard euros only.
pub(super) const GREEN: u32 = 0x0000_9E73;
/// Axes, break-even, and what is there for charts only.
pub(super) const GREY: u32 = 0x0070_7070;
/// Lines of a grid.
pub(super) const LIGHT: u32 = 0x00D9_D9D9;
/// The ground of titles of columns.
const GROUND: u32 = 0x00E8_EEF4;

/// The title of a sheet.
pub(super) fn title() -> Format {
    Format::new().set_bold().set_font_size(15)
}

/// The title of a part of a sheet.
pub(super) fn heading() -> Format {
    Format::new().set_bold().set_font_size(12)
}

/// Sentences.
pub(super) fn prose() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// The answer.
pub(super) fn answer() -> Format {
    prose().set_font_size(12)
}

/// What a table shows.
pub(super) fn caption() -> Format {
    prose().set_italic().set_font_color(GREY)
}

/// Titles of columns.
pub(super) fn header() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(GROUND)
        .set_border_bottom(FormatBorder::Thin)
}

/// Text in a table.
pub(super) fn text(wraps: bool) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    if wraps {
        format.set_text_wrap()
    } else {
        format
    }
}

/// What leads to another sheet.
pub(super) fn link() -> Format {
    text(false)
        .set_font_color(BLUE)
        .set_underline(FormatUnderline::Single)
}

/// The same after another column, from whose numbers it keeps away.
pub(super) fn apart(format: &Format) -> Format {
    format.clone().set_align(FormatAlign::Left).set_indent(1)
}

/// Text in the place of a number.
pub(super) fn in_place_of_a_number() -> Format {
    text(true).set_align(FormatAlign::Right)
}

/// A number.
pub(super) fn number(shown: Shown) -> Format {
    text(false).set_num_format(shown.code())
}

/// What is there for a chart only.
pub(super) fn aside(format: &Format) -> Format {
    format.clone().set_font_color(GREY)
}
