//! The languages that readers can choose.

use std::fmt;
use std::str::FromStr;

/// A language of reports. Names of columns, metrics and files are the same in both, and so are diagnostics, which speak of the
/// words of the case language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English: `1,234.5`.
    #[default]
    En,
    /// Dutch: `1.234,5`.
    Nl,
}

impl Lang {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Nl];

    /// `en` or `nl`, as on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.pick("en", "nl")
    }

    /// The one of two wordings that is in this language. Both stand side by side where they are used.
    ///
    /// ```
    /// use sroi::text::Lang;
    ///
    /// assert_eq!(Lang::Nl.pick("costs", "kosten"), "kosten");
    /// ```
    #[must_use]
    pub fn pick<T>(self, english: T, dutch: T) -> T {
        match self {
            Self::En => english,
            Self::Nl => dutch,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|lang| lang.name() == text);
        known.ok_or_else(|| format!("expected `en` or `nl`, found `{text}`"))
    }
}
