//! What the sheets are called.

use crate::text::Lang;

/// The sheets, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Summary,
    Guide,
    Inputs,
    Results,
    Lines,
    Stakeholders,
    Scenarios,
    Tornado,
    Acceptability,
    BreakEven,
    Voi,
    Predictive,
    Published,
    Memo,
    Convergence,
    Checks,
    Sources,
    Density,
}

impl Name {
    /// As the tab has it: at most 31 characters, and the same in every program.
    pub(super) fn of(self, lang: Lang) -> &'static str {
        let (english, dutch) = match self {
            Self::Summary => ("Summary", "Samenvatting"),
            Self::Guide => ("Reading guide", "Leeswijzer"),
            Self::Inputs => ("Inputs", "Parameters"),
            Self::Results => ("Results", "Resultaten"),
            Self::Lines => ("Lines", "Posten"),
            Self::Stakeholders => ("Stakeholders", "Belanghebbenden"),
            Self::Scenarios => ("Scenarios", "Scenario's"),
            Self::Tornado => ("Tornado", "Tornado"),
            Self::Acceptability => ("Acceptability", "Aanvaardbaarheid"),
            Self::BreakEven => ("Break-even", "Break-even"),
            Self::Voi => ("Value of information", "Waarde van informatie"),
            Self::Predictive => ("Prediction", "Voorspelling"),
            Self::Published => ("Published", "Gepubliceerd"),
            Self::Memo => ("Memo", "PM-posten"),
            Self::Convergence => ("Convergence", "Convergentie"),
            Self::Checks => ("Checks", "Controles"),
            Self::Sources => ("Sources", "Bronnen"),
            Self::Density => ("Density", "Dichtheid"),
        };
        lang.pick(english, dutch)
    }

    /// What is on it, for the guide.
    pub(super) fn about(self, lang: Lang) -> &'static str {
        let (english, dutch) = match self {
            Self::Summary => (
                "The answer with its uncertainty, how it was computed, and the distribution of the result.",
                "Het antwoord met zijn onzekerheid, hoe het is berekend, en de verdeling van het resultaat.",
            ),
            Self::Guide => ("This sheet.", "Dit blad."),
            Self::Inputs => (
                "Every input with its point, distribution, 95 % range, grade of evidence and sources. The note at a name has the \
                 full references and remarks.",
                "Elke parameter met puntwaarde, verdeling, 95 %-interval, onderbouwing en bronnen. In de opmerking bij een naam \
                 staan de volledige verwijzingen en toelichting.",
            ),
            Self::Results => (
                "Every metric of the run with its mean, standard deviation and quantiles, each with its Monte Carlo standard error.",
                "Elke uitkomst van de run met gemiddelde, standaarddeviatie en percentielen, elk met de Monte-Carlo-standaardfout.",
            ),
            Self::Lines => (
                "Benefits and costs by line, with 95 % uncertainty intervals.",
                "Baten en kosten per post, met 95 %-onzekerheidsintervallen.",
            ),
            Self::Stakeholders => (
                "Who gains and who pays, and the result from each perspective.",
                "Wie ontvangt en wie betaalt, en het resultaat vanuit elk perspectief.",
            ),
            Self::Scenarios => (
                "Every scenario and structural alternative on the same draws, with its difference from the base case.",
                "Elk scenario en structureel alternatief op dezelfde trekkingen, met het verschil met het uitgangspunt.",
            ),
            Self::Tornado => (
                "What moves the result when each input goes from its low to its high quantile, all others at their means.",
                "Wat het resultaat beweegt als elke parameter van zijn lage naar zijn hoge percentiel gaat, de andere op het gemiddelde.",
            ),
            Self::Acceptability => (
                "The probability that each euro returns more than a threshold. At 1 it is the probability of break-even.",
                "De kans dat elke euro meer opbrengt dan een drempel. Bij 1 is dat de kans op kostendekking.",
            ),
            Self::BreakEven => (
                "The probability that benefits exceed costs were the effect certain to be so large, all else as uncertain as it is.",
                "De kans op kostendekking als het effect met zekerheid zo groot was, al het andere zo onzeker als het is.",
            ),
            Self::Voi => (
                "What it would be worth to know everything (EVPI) or some inputs (EVPPI) before deciding.",
                "Wat het waard zou zijn om vóór het besluit alles (EVPI) of enkele parameters (EVPPI) te weten.",
            ),
            Self::Predictive => (
                "Where the spread of a predictive run comes from: uncertain parameters, or chance among the next people.",
                "Waar de spreiding van een voorspelling vandaan komt: onzekere parameters, of toeval onder de volgende deelnemers.",
            ),
            Self::Published => (
                "The figures of the publication beside what the case computes, with the errata.",
                "De cijfers van de publicatie naast wat de business case uitrekent, met de errata.",
            ),
            Self::Memo => (
                "What is known to matter and has no amount.",
                "Wat ertoe doet en geen bedrag heeft.",
            ),
            Self::Convergence => (
                "How the headline settled while draws were made, with 95 % Monte Carlo intervals.",
                "Hoe de kernuitkomsten zich zetten tijdens het trekken, met 95 %-Monte-Carlo-intervallen.",
            ),
            Self::Checks => (
                "The run beside values that are known without drawing, and remarks that a reviewer would make on the case.",
                "De run naast waarden die zonder trekken bekend zijn, en opmerkingen die een beoordelaar bij de business case zou maken.",
            ),
            Self::Sources => (
                "The bibliography of the case.",
                "De literatuurlijst van de business case.",
            ),
            Self::Density => (
                "The data of the chart on the summary.",
                "De gegevens van de grafiek op de samenvatting.",
            ),
        };
        lang.pick(english, dutch)
    }
}
