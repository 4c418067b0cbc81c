//! Tables in memory.

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Text; `None` is a null.
    Text(Vec<Option<String>>),
    /// Numbers; not-a-number is written as a null.
    Number(Vec<f64>),
    /// Whole numbers.
    Whole(Vec<u64>),
    /// Truth values; `None` is a null.
    Truth(Vec<Option<bool>>),
}

/// A named table with named columns of one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name of the file, without extension.
    pub name: &'static str,
    /// Columns in order.
    pub columns: Vec<(&'static str, Column)>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            columns: Vec::new(),
        }
    }

    /// Adds a column of text.
    #[must_use]
    pub fn text(self, name: &'static str, values: impl IntoIterator<Item = String>) -> Self {
        self.maybe_text(name, values.into_iter().map(Some))
    }

    /// Adds a column of text with nulls.
    #[must_use]
    pub fn maybe_text(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<String>>,
    ) -> Self {
        self.columns
            .push((name, Column::Text(values.into_iter().collect())));
        self
    }

    /// Adds a column of numbers.
    #[must_use]
    pub fn number(mut self, name: &'static str, values: impl IntoIterator<Item = f64>) -> Self {
        self.columns
            .push((name, Column::Number(values.into_iter().collect())));
        self
    }

    /// Adds a column of whole numbers.
    #[must_use]
    pub fn whole(mut self, name: &'static str, values: impl IntoIterator<Item = u64>) -> Self {
        self.columns
            .push((name, Column::Whole(values.into_iter().collect())));
        self
    }

    /// Adds a column of truth values.
    #[must_use]
    pub fn truth(self, name: &'static str, values: impl IntoIterator<Item = bool>) -> Self {
        self.maybe_truth(name, values.into_iter().map(Some))
    }

    /// Adds a column of truth values with nulls.
    #[must_use]
    pub fn maybe_truth(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<bool>>,
    ) -> Self {
        self.columns
            .push((name, Column::Truth(values.into_iter().collect())));
        self
    }
}
