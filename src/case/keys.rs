//! What a case file may contain: the one table behind checking, suggestions and the JSON Schema.

/// What stands behind a key.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any text.
    Text,
    /// A text per language: `en`, `nl`.
    Label,
    /// A finite number.
    Number,
    /// `true` or `false`.
    Flag,
    /// A number that may be negative or positive and stands for a year.
    Year,
    /// A whole number.
    Integer,
    /// A unit such as `EUR/client/year`.
    Unit,
    /// An expression.
    Expression,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of names or texts.
    Texts,
    /// A list of names, or the word `all`.
    Members,
    /// A list of numbers.
    Vector,
    /// Rows of numbers.
    Matrix,
    /// Two numbers.
    Interval,
    /// A table with these keys.
    Table(&'static Section),
    /// A table of named tables with these keys.
    Named(&'static Section),
    /// A list of tables with these keys.
    List(&'static Section),
    /// One table with these keys, or a list of them.
    OneOrMore(&'static Section),
    /// A prior: a table with one family, or the name of a shared prior.
    Prior,
    /// The prior itself: a table with one family.
    Family,
    /// A table of named values: numbers or priors, with a price year or without.
    Settings,
    /// A table of named priors.
    PriorMap,
    /// A table of named numbers.
    Numbers,
    /// A table of numbers by year.
    Years,
    /// A table of named texts.
    TextMap,
    /// A table of named expressions.
    Expressions,
    /// A table of named lists of numbers, in which `""` is a blank.
    Cells,
    /// A table of named texts per language.
    Labels,
    /// Two levels of names, then tables with these keys.
    NamedTwice(&'static Section),
    /// A list of expressions.
    ExpressionList,
    /// A number for all pairs, or a matrix.
    Correlation,
    /// An expression or `"not assessed"`.
    ChainElement,
}

/// A key of a table.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// One line of help for the editor.
    pub help: &'static str,
}

/// A kind of table.
#[derive(Debug)]
pub struct Section {
    /// How messages call it: "an input".
    pub what: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

const fn need(name: &'static str, shape: Shape, help: &'static str) -> Key {
    Key {
        name,
        shape,
        required: true,
        help,
    }
}

const fn may(name: &'static str, shape: Shape, help: &'static str) -> Key {
    Key {
        name,
        shape,
        required: false,
        help,
    }
}

/// What inputs may be.
pub const KINDS: &[&str] = &["parameter", "value", "price", "structure", "variability"];
/// Where knowledge of an input comes from.
pub const BASES: &[&str] = &["seed", "derived", "literature", "expert", "assumption"];
/// The side of a line.
pub const SIDES: &[&str] = &["benefit", "cost"];
/// Whether euros can be spent again.
pub const EUROS: &[&str] = &["hard", "soft"];
/// Spreads of a mean of individual values.
pub const SPREADS: &[&str] = &["gamma", "normal"];
/// Expected signs of a memo line.
pub const SIGNS: &[&str] = &["+", "-", "?"];

/// The whole file.
pub static CASE_FILE: Section = Section {
    what: "a case file",
    keys: &[
        need(
            "case",
            Shape::Table(&HEADER),
            "what the case is and what one evaluation stands for",
        ),
        may(
            "sources",
            Shape::Named(&SOURCE),
            "the bibliography; cited by key",
        ),
        may(
            "price_index",
            Shape::Table(&PRICE_INDEX),
            "the consumer price index, in place of the built-in one",
        ),
        may(
            "stakeholders",
            Shape::Named(&STAKEHOLDER),
            "who gains and who pays",
        ),
        may(
            "perspectives",
            Shape::Named(&PERSPECTIVE),
            "sets of stakeholders for whom benefits and costs are counted",
        ),
        may(
            "priors",
            Shape::PriorMap,
            "priors that several inputs share",
        ),
        may("inputs", Shape::Named(&INPUT), "the quantities of the case"),
        may(
            "correlations",
            Shape::Named(&CORRELATION),
            "inputs that are not independent",
        ),
        may(
            "dirichlet",
            Shape::Named(&DIRICHLET),
            "shares of exclusive categories, which sum to one",
        ),
        may(
            "multivariate_normal",
            Shape::Named(&MULTIVARIATE_NORMAL),
            "quantities estimated together, such as coefficients of a regression",
        ),
        may("derived", Shape::Named(&DERIVED), "named expressions"),
        may(
            "predictive",
            Shape::Named(&PREDICTIVE),
            "derived quantities that `--predictive` draws around their expected values",
        ),
        may(
            "chain",
            Shape::Table(&CHAIN),
            "impact chain of every benefit line that states none of its own",
        ),
        need("lines", Shape::Named(&LINE), "benefits and costs"),
        may(
            "memo",
            Shape::Named(&MEMO),
            "what could not be expressed in euros (pro memorie)",
        ),
        may(
            "break_even",
            Shape::Table(&BREAK_EVEN),
            "the fraction at which benefits equal costs",
        ),
        may("scenarios", Shape::Named(&SCENARIO), "named sets of values"),
        may(
            "switches",
            Shape::Named(&SWITCH),
            "structural choices and value judgements",
        ),
        may(
            "published",
            Shape::List(&PUBLISHED),
            "the published figures the case must reproduce",
        ),
        may(
            "tables",
            Shape::Named(&TABLE),
            "printed tables, whose own arithmetic is checked",
        ),
    ],
};

/// `[case]`.
pub static HEADER: Section = Section {
    what: "the `[case]` table",
    keys: &[
        need(
            "name",
            Shape::Text,
            "short name, also of the results folder",
        ),
        may("title", Shape::Label, "title"),
        may(
            "per",
            Shape::Unit,
            "what one evaluation stands for: lines are in currency per this",
        ),
        may(
            "currency",
            Shape::Choice(&["EUR"]),
            "the currency of the case",
        ),
        may("price_year", Shape::Year, "the price year of the case"),
        may(
            "reindex",
            Shape::Flag,
            "whether inputs in euros of other years are converted to the price year of the case",
        ),
        may(
            "units",
            Shape::Texts,
            "counting units: what the case counts",
        ),
        may(
            "scenario",
            Shape::Text,
            "the scenario published cells belong to when they name none",
        ),
        may(
            "independence",
            Shape::Text,
            "why inputs outside joint priors and correlations are drawn independently",
        ),
        may(
            "next",
            Shape::Label,
            "what a predictive run is about: the next 100 clients",
        ),
        may("note", Shape::Text, "anything else"),
    ],
};

static SOURCE: Section = Section {
    what: "a source",
    keys: &[
        need("title", Shape::Text, "title of the publication"),
        may("author", Shape::Text, "author or institution"),
        may("year", Shape::Year, "year of publication"),
        may("doi", Shape::Text, "digital object identifier"),
        may("url", Shape::Text, "address"),
        may("note", Shape::Text, "what was read of it"),
    ],
};

/// The price index of a case.
pub static PRICE_INDEX: Section = Section {
    what: "the `[price_index]` table",
    keys: &[
        need("values", Shape::Years, "the index by year"),
        may(
            "source",
            Shape::OneOrMore(&SOURCE_REF),
            "where it comes from",
        ),
        may("note", Shape::Text, "anything else"),
    ],
};

static STAKEHOLDER: Section = Section {
    what: "a stakeholder",
    keys: &[
        may("label", Shape::Label, "name for readers"),
        may(
            "paid_by",
            Shape::Expressions,
            "whose money its benefits and costs are: shares that sum to one, one of them may be `rest`",
        ),
        may("note", Shape::Text, "anything else"),
    ],
};

static PERSPECTIVE: Section = Section {
    what: "a perspective",
    keys: &[
        may("label", Shape::Label, "name for readers"),
        may(
            "stakeholders",
            Shape::Members,
            "whose benefits and costs count in whole: a list of names, or `all`",
        ),
        may(
            "shares",
            Shape::Expressions,
            "which share of each stakeholder counts, in place of `stakeholders`",
        ),
        may("note", Shape::Text, "the reason"),
    ],
};

/// An input.
pub static INPUT: Section = Section {
    what: "an input",
    keys: &[
        may("label", Shape::Label, "name for readers"),
        need("unit", Shape::Unit, "unit of the point and of the prior"),
        need(
            "point",
            Shape::Number,
            "the published point: base case and reproduction",
        ),
        may(
            "prior",
            Shape::Prior,
            "what is drawn; absent: fixed at the point, or drawn by a joint prior",
        ),
        may(
            "kind",
            Shape::Choice(KINDS),
            "only a `parameter` is drawn; the others are varied by scenarios",
        ),
        may("basis", Shape::Choice(BASES), "the grade of evidence"),
        may("price_year", Shape::Year, "price year of an input in euros"),
        may(
            "range",
            Shape::Interval,
            "values outside are reported, never cut off",
        ),
        may(
            "source",
            Shape::OneOrMore(&SOURCE_REF),
            "where it comes from",
        ),
        may("note", Shape::Text, "anything else"),
    ],
};

static SOURCE_REF: Section = Section {
    what: "a source reference",
    keys: &[
        need("ref", Shape::Text, "key of a source"),
        may("where", Shape::Text, "page, table or section"),
    ],
};

static CORRELATION: Section = Section {
    what: "a correlation",
    keys: &[
        need("inputs", Shape::Texts, "the correlated inputs"),
        may("rank", Shape::Correlation, "Spearman's rank correlation"),
        may(
            "normal_score",
            Shape::Correlation,
            "correlation of normal scores (of logarithms for lognormals)",
        ),
        may("note", Shape::Text, "the reason"),
    ],
};

static DIRICHLET: Section = Section {
    what: "a Dirichlet",
    keys: &[
        need(
            "inputs",
            Shape::Texts,
            "the shares; inputs without priors of their own",
        ),
        may(
            "counts",
            Shape::Vector,
            "how many fell in each category, in the order of `inputs`",
        ),
        may(
            "pseudo_count",
            Shape::Number,
            "what is added to each count: 0.5 is Jeffreys, 1 is uniform",
        ),
        may(
            "alpha",
            Shape::Vector,
            "the parameters themselves, in place of counts",
        ),
        may("note", Shape::Text, "the reason"),
    ],
};

static MULTIVARIATE_NORMAL: Section = Section {
    what: "a multivariate normal",
    keys: &[
        need(
            "inputs",
            Shape::Texts,
            "the quantities; inputs without priors of their own",
        ),
        need(
            "mean",
            Shape::Vector,
            "the means, in the units and the order of `inputs`",
        ),
        may(
            "covariance",
            Shape::Matrix,
            "variances and covariances, in the units of the inputs",
        ),
        may(
            "sd",
            Shape::Vector,
            "standard deviations, in place of the covariance",
        ),
        may(
            "correlation",
            Shape::Correlation,
            "Pearson's correlation, beside `sd`",
        ),
        may("note", Shape::Text, "the reason"),
    ],
};

static DERIVED: Section = Section {
    what: "a derived quantity",
    keys: &[
        may("label", Shape::Label, "name for readers"),
        need("expr", Shape::Expression, "its expression"),
        may("unit", Shape::Unit, "asserts the inferred unit"),
        may("note", Shape::Text, "anything else"),
    ],
};

/// A predictive table: one law with its arguments.
pub static PREDICTIVE: Section = Section {
    what: "a predictive table",
    keys: &[
        may(
            "quantity",
            Shape::Text,
            "the derived quantity that is drawn around its expected value",
        ),
        may(
            "quantities",
            Shape::Texts,
            "the derived quantities that a multinomial draws together",
        ),
        may(
            "binomial",
            Shape::Table(&BINOMIAL),
            "a number of events among independent trials",
        ),
        may(
            "multinomial",
            Shape::Table(&MULTINOMIAL),
            "numbers in exclusive categories",
        ),
        may(
            "poisson",
            Shape::Table(&POISSON),
            "a number of independent events; its mean is the quantity itself",
        ),
        may(
            "mean_of",
            Shape::Table(&MEAN_OF),
            "the mean of values that differ between individuals",
        ),
        may("note", Shape::Text, "anything else"),
    ],
};

/// The arguments of a binomial.
pub static BINOMIAL: Section = Section {
    what: "a predictive binomial",
    keys: &[
        need("trials", Shape::Expression, "how many there are"),
        need(
            "probability",
            Shape::Expression,
            "the probability of an event in each",
        ),
    ],
};

/// The arguments of a multinomial.
pub static MULTINOMIAL: Section = Section {
    what: "a predictive multinomial",
    keys: &[
        need("trials", Shape::Expression, "how many there are"),
        need(
            "probabilities",
            Shape::ExpressionList,
            "one per quantity, which sum to one; the last may be \"rest\"",
        ),
    ],
};

/// The arguments of a Poisson: none.
pub static POISSON: Section = Section {
    what: "a predictive Poisson",
    keys: &[],
};

/// The arguments of a mean of individual values.
pub static MEAN_OF: Section = Section {
    what: "a mean of individual values",
    keys: &[
        need("number", Shape::Expression, "how many individuals"),
        need(
            "sd",
            Shape::Expression,
            "standard deviation between individuals",
        ),
        may(
            "family",
            Shape::Choice(SPREADS),
            "`gamma` for what is positive (unless said otherwise), or `normal`",
        ),
    ],
};

/// The impact chain.
pub static CHAIN: Section = Section {
    what: "an impact chain",
    keys: &[
        may(
            "deadweight",
            Shape::ChainElement,
            "share that would have happened anyway",
        ),
        may(
            "attribution",
            Shape::ChainElement,
            "share that is due to others",
        ),
        may(
            "displacement",
            Shape::ChainElement,
            "share that moved a problem elsewhere",
        ),
        may(
            "drop_off",
            Shape::ChainElement,
            "share lost each year after the first",
        ),
        may("duration", Shape::Integer, "years the effect lasts"),
        may(
            "discount_rate",
            Shape::ChainElement,
            "yearly discount rate over the duration",
        ),
    ],
};

static LINE: Section = Section {
    what: "a line",
    keys: &[
        need("side", Shape::Choice(SIDES), "benefit or cost"),
        may("label", Shape::Label, "name for readers"),
        need("amount", Shape::Expression, "the euros of the line"),
        need("to", Shape::Text, "the stakeholder who gains or pays"),
        need(
            "euro",
            Shape::Choice(EUROS),
            "whether the euros can be spent again",
        ),
        may("chain", Shape::Table(&CHAIN), "impact chain"),
        may("note", Shape::Text, "anything else"),
    ],
};

static MEMO: Section = Section {
    what: "a memo line",
    keys: &[
        may("label", Shape::Label, "name for readers"),
        need("side", Shape::Choice(SIDES), "benefit or cost"),
        need("sign", Shape::Choice(SIGNS), "its expected sign"),
        may("to", Shape::Text, "the stakeholder"),
        may("note", Shape::Text, "anything else"),
    ],
};

static BREAK_EVEN: Section = Section {
    what: "the `[break_even]` table",
    keys: &[
        need(
            "inputs",
            Shape::Texts,
            "inputs that are set to one common value",
        ),
        may("label", Shape::Label, "what that common value is called"),
    ],
};

static SCENARIO: Section = Section {
    what: "a scenario",
    keys: &[
        may("label", Shape::Label, "name for readers"),
        may(
            "set",
            Shape::Settings,
            "inputs: a number fixes, a prior replaces",
        ),
        may("priors", Shape::PriorMap, "replaces shared priors"),
        may(
            "correlations",
            Shape::Numbers,
            "replaces the rank correlation of a group",
        ),
        may(
            "dirichlet",
            Shape::Named(&DIRICHLET_CHANGE),
            "replaces numbers of a Dirichlet; what is not given stays",
        ),
        may("switches", Shape::TextMap, "chooses alternatives"),
        may(
            "reindex",
            Shape::Flag,
            "whether inputs in euros of other years are converted, in place of what the case says",
        ),
        may("note", Shape::Text, "anything else"),
    ],
};

static DIRICHLET_CHANGE: Section = Section {
    what: "a change of a Dirichlet",
    keys: &[
        may(
            "counts",
            Shape::Vector,
            "other counts, in the order of its `inputs`",
        ),
        may("pseudo_count", Shape::Number, "another pseudo-count"),
        may(
            "alpha",
            Shape::Vector,
            "the parameters themselves, in place of counts",
        ),
    ],
};

static SWITCH: Section = Section {
    what: "a switch",
    keys: &[
        may("label", Shape::Label, "name for readers"),
        need("default", Shape::Text, "the alternative of the base case"),
        need(
            "alternatives",
            Shape::Named(&ALTERNATIVE),
            "the alternatives",
        ),
        may("note", Shape::Text, "anything else"),
    ],
};

static ALTERNATIVE: Section = Section {
    what: "an alternative",
    keys: &[
        may("label", Shape::Label, "name for readers"),
        may(
            "set",
            Shape::Settings,
            "inputs: a number fixes, a prior replaces",
        ),
        may(
            "expr",
            Shape::Expressions,
            "replaces the expressions of derived quantities",
        ),
        may("note", Shape::Text, "the reason"),
    ],
};

static PUBLISHED: Section = Section {
    what: "a published figure",
    keys: &[
        need("where", Shape::Text, "table or section of the publication"),
        may("label", Shape::Text, "the row or cell"),
        may("scenario", Shape::Text, "the scenario it belongs to"),
        may("switches", Shape::TextMap, "alternatives it belongs to"),
        need(
            "quantity",
            Shape::Expression,
            "what it is, in terms of the case",
        ),
        may("value", Shape::Number, "the figure as printed"),
        may(
            "values",
            Shape::Numbers,
            "the figures of a row as printed: one per scenario",
        ),
        need(
            "tolerance",
            Shape::Number,
            "largest difference that rounding explains",
        ),
        may("corrected", Shape::Number, "what the cell should have been"),
        may("erratum", Shape::Text, "why the printed figure is wrong"),
        may(
            "note",
            Shape::Text,
            "a remark on a figure that is reproduced all the same",
        ),
    ],
};

static TABLE: Section = Section {
    what: "a printed table",
    keys: &[
        need("where", Shape::Text, "table or section of the publication"),
        need("rows", Shape::Texts, "names of the rows, without totals"),
        need(
            "columns",
            Shape::Cells,
            "the cells of each column as printed, in the order of `rows`; `\"\"` is a blank",
        ),
        may("totals", Shape::Numbers, "printed sums of columns"),
        may(
            "labels",
            Shape::Labels,
            "names for readers of rows and columns [default: that of a stakeholder]",
        ),
        may(
            "identities",
            Shape::Texts,
            "what must hold in every row: `net = value - investment`",
        ),
        may(
            "quantities",
            Shape::Expressions,
            "what the cells of a column are in the case; `ROW` stands for the name of the row",
        ),
        may(
            "total_quantities",
            Shape::Expressions,
            "what the totals are in the case",
        ),
        may("scenario", Shape::Text, "the scenario it belongs to"),
        may("switches", Shape::TextMap, "alternatives it belongs to"),
        need(
            "tolerance",
            Shape::Number,
            "largest difference that rounding explains",
        ),
        may(
            "sum_tolerance",
            Shape::Number,
            "the same for sums of columns [default: `tolerance`]",
        ),
        may(
            "errata",
            Shape::NamedTwice(&TABLE_ERRATUM),
            "cells that are printed wrongly, by row (or `total`) and column",
        ),
        may("note", Shape::Text, "anything else"),
    ],
};

/// An erratum of a printed table.
pub static TABLE_ERRATUM: Section = Section {
    what: "an erratum",
    keys: &[
        need("corrected", Shape::Number, "what the cell should have been"),
        need("erratum", Shape::Text, "why the printed figure is wrong"),
    ],
};
