//! What departures from the base case are called.

use crate::model::{Departure, Model};
use crate::text::Lang;

/// What a departure is of, and what it is called.
pub(super) fn named(lang: Lang, model: &Model, departure: Option<Departure>) -> (String, String) {
    match departure {
        None => (
            String::new(),
            lang.pick("base case", "uitgangspunt").to_owned(),
        ),
        Some(Departure::Scenario(index)) => {
            let scenario = &model.scenarios[index];
            (
                lang.pick("scenario", "scenario").to_owned(),
                scenario.label.or(lang, &scenario.name).to_owned(),
            )
        }
        Some(Departure::Alternative {
            switch,
            alternative,
        }) => {
            let switch = &model.switches[switch];
            let alternative = &switch.alternatives[alternative];
            (
                switch.label.or(lang, &switch.name).to_owned(),
                alternative.label.or(lang, &alternative.name).to_owned(),
            )
        }
    }
}

/// A departure as it is typed.
pub(super) fn typed(model: &Model, departure: Option<Departure>) -> String {
    match departure {
        None => String::new(),
        Some(Departure::Scenario(index)) => model.scenarios[index].name.clone(),
        Some(Departure::Alternative {
            switch,
            alternative,
        }) => {
            let switch = &model.switches[switch];
            format!("{}={}", switch.name, switch.alternatives[alternative].name)
        }
    }
}
