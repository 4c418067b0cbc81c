//! Who pays for whom, and what it looks like from whose perspective: closed forms, laws, and counts from the draws.
//!
//! Drawn numbers are held to four of the standard errors that the program reports (false alarms 6e-5 per number, fixed
//! seed); what is counted again from kept draws must be equal.

use sroi::analysis::{
    Goal, PerspectiveRow, StakeholderRow, headline, perspectives, stakeholders, summary,
};
use sroi::model::{Formula, Model, Party, PartyResult, ResultName, Selection};
use sroi::plan::{compile, evaluate};
use sroi::report::{PartiesReport, parties_text};
use sroi::sim::{Silent, Simulation, simulate};
use sroi::stats::Estimate;
use sroi::stream::Design;
use sroi::text::Lang;

use crate::support::{
    MANY, assert_close, assert_within, case, draws_of, netwerkzorg, parse, reported, run, run_case,
    settings, text,
};

const FEW: u64 = 20_001;

fn stakeholder(model: &Model, simulation: &Simulation, name: &str) -> StakeholderRow {
    let rows = stakeholders(model, simulation);
    rows.into_iter().find(|row| row.name == name).unwrap()
}

fn perspective(model: &Model, simulation: &Simulation, name: &str) -> PerspectiveRow {
    let rows = perspectives(model, simulation);
    rows.into_iter().find(|row| row.name == name).unwrap()
}

fn party(model: &Model, name: &str) -> Party {
    let index = model.stakeholders.iter().position(|who| who.name == name);
    Party::Stakeholder(index.unwrap())
}

/// Shares that are the same in every draw scale everything and change no sign.
#[test]
fn payers_with_constant_shares() {
    let (model, simulation) = run_case("payers");
    let of = |name| stakeholder(&model, &simulation, name);
    let (hospital, insurer, town) = (of("hospital"), of("insurer"), of("town"));
    assert_eq!(hospital.costs, Estimate::exact(1.0));
    for (row, share) in [(&insurer, 0.6), (&town, 0.4)] {
        assert_eq!(row.pays_for, ["hospital"]);
        assert_close(row.costs.value, share, 1e-15, "costs");
        assert_within(row.benefits, share, "benefits");
        assert_close(
            row.benefits.value,
            share * hospital.benefits.value,
            1e-12,
            "benefits",
        );
        assert_close(
            row.benefits.standard_error,
            share * hospital.benefits.standard_error,
            1e-9,
            "error of benefits",
        );
        assert_eq!(row.p_net_benefit, hospital.p_net_benefit);
        assert_eq!(row.roi, hospital.roi, "a common share cancels");
        assert_close(
            row.cost_share_of_means.value,
            share,
            1e-12,
            "share of costs",
        );
        assert_close(
            row.cost_share.unwrap().value,
            share,
            1e-12,
            "share of costs",
        );
    }
    assert_within(hospital.p_net_benefit, 0.5, "P(uniform(0, 2) > 1)");
    assert_within(hospital.ratio_of_means.unwrap(), 1.0, "E[B]/E[C]");
    // Quantiles of uniform(0, 2).
    for (found, expected) in hospital.roi.unwrap().into_iter().zip([1.0, 0.05, 1.95]) {
        assert_within(found, expected, "quantile of ROI");
    }
    assert_eq!(hospital.cost_share, Some(Estimate::exact(1.0)));
    let client = of("client");
    assert!(client.roi.is_none() && client.ratio_of_means.is_none());
    assert_eq!(client.cost_share_of_means, Estimate::exact(0.0));
}

/// With X and Y uniform on (0, 2): P(X < 1, X + Y > 1) = ∫₀¹ ½·(1 + x)/2 dx = 3/8.
#[test]
fn the_wrong_pocket() {
    let (model, simulation) = run_case("payers");
    for name in ["hospital", "insurer", "town"] {
        let row = stakeholder(&model, &simulation, name);
        assert_within(row.p_wrong_pocket, 0.375, name);
        let error = (0.375_f64 * 0.625 / MANY as f64).sqrt();
        assert_close(row.p_wrong_pocket.standard_error, error, 0.01, "error");
    }
    // The client never loses; one in all draws is what the next may still be.
    let client = stakeholder(&model, &simulation, "client").p_wrong_pocket;
    assert_eq!(client.value, 0.0);
    assert_close(
        client.standard_error,
        1.0 / MANY as f64,
        1e-3,
        "none of the draws",
    );
    // Society is not in the wrong pocket of itself.
    let society = perspective(&model, &simulation, "societal").p_wrong_pocket;
    assert_eq!(society, Estimate::exact(0.0));
    // 0.4 (X − 1) + Y is below 0 only where X + Y is below 1.
    assert_eq!(
        perspective(&model, &simulation, "mixed")
            .p_wrong_pocket
            .value,
        0.0
    );
    // A constant loss: whenever society gains, P(X + Y > 2.5) = 9/32.
    let written = text("tests/cases/payers.toml").replace(
        "to = \"hospital\"\neuro = \"hard\"\n\n[lines.health]",
        "to = \"client\"\neuro = \"hard\"\n\n[lines.health]",
    );
    let model = parse(&written.replace("1[EUR]", "2.5[EUR]"));
    let simulation = run(&model, &model.base(), MANY);
    let hospital = stakeholder(&model, &simulation, "hospital");
    assert_within(hospital.p_wrong_pocket, 9.0 / 32.0, "constant loss");
    let headline = headline(&simulation);
    assert_eq!(
        hospital.p_wrong_pocket.value,
        headline.all.p_break_even.value
    );
}

#[test]
fn perspectives_weigh_stakeholders() {
    let (model, simulation) = run_case("payers");
    let of = |name| perspective(&model, &simulation, name);
    let mixed = of("mixed");
    assert_close(mixed.costs.value, 0.4, 1e-15, "costs");
    assert_within(mixed.benefits, 1.4, "benefits");
    // The variance of 0.4 X + Y with X and Y uniform on (0, 2).
    let error = (1.16 / 3.0 / MANY as f64).sqrt();
    assert_close(mixed.net_benefit.standard_error, error, 0.01, "error");
    assert_within(mixed.ratio_of_means.unwrap(), 3.5, "E[B]/E[C]");
    let hospital = stakeholder(&model, &simulation, "hospital");
    let care = of("care");
    assert_close(
        care.net_benefit.value,
        hospital.net_benefit.value,
        1e-9,
        "those who pay for it",
    );
    assert_eq!(care.p_net_benefit, hospital.p_net_benefit);
    let sick = of("sick");
    assert!(sick.roi.is_none() && sick.costs == Estimate::exact(0.0));
    assert_eq!(perspectives(&model, &simulation)[0].name, "societal");
}

/// Shares from a Dirichlet: E[S X] = E[S] E[X], Var(S X) = E[S²] E[X²] − E[S]² E[X]².
#[test]
fn payers_with_drawn_shares() {
    let shares = "\n[inputs.a]\nunit = \"1\"\npoint = 0.6\n\n[inputs.b]\nunit = \"1\"\npoint = 0.4\n\n\
                  [dirichlet.shares]\ninputs = [\"a\", \"b\"]\nalpha = [6, 4]\n";
    let written = text("tests/cases/payers.toml") + shares;
    let all = written.replace(
        "insurer = \"60%\", town = \"rest\"",
        "insurer = \"a\", town = \"b\"",
    );
    let rest = written.replace("insurer = \"60%\"", "insurer = \"a\"");
    let [of_all, of_rest] = [all, rest].map(|written| {
        let model = parse(&written);
        let simulation = run(&model, &model.base(), MANY);
        (model, simulation)
    });
    for (model, simulation) in [&of_all, &of_rest] {
        let hospital = stakeholder(model, simulation, "hospital");
        for (name, alpha) in [("insurer", 6.0), ("town", 4.0)] {
            let row = stakeholder(model, simulation, name);
            let mean = alpha / 10.0;
            assert_within(row.benefits, mean, name);
            assert_within(row.costs, mean, name);
            let square = mean * mean + mean * (1.0 - mean) / 11.0;
            let variance = square * 4.0 / 3.0 - mean * mean;
            assert_close(
                row.benefits.standard_error,
                (variance / MANY as f64).sqrt(),
                0.01,
                "error",
            );
            assert_eq!(row.p_wrong_pocket, hospital.p_wrong_pocket);
            assert_eq!(row.roi, hospital.roi);
        }
        let sum =
            ["insurer", "town"].map(|name| stakeholder(model, simulation, name).net_benefit.value);
        assert_close(
            sum[0] + sum[1],
            hospital.net_benefit.value,
            1e-9,
            "payers add up",
        );
    }
    // What the others leave is the last share, to the last digit but one.
    let [all, rest] = [&of_all, &of_rest]
        .map(|(model, simulation)| stakeholder(model, simulation, "town").benefits.value);
    assert_close(all, rest, 1e-12, "rest");
}

/// A payer with lines of its own, and one of two stakeholders.
#[test]
fn payers_of_several() {
    let written = text("tests/cases/payers.toml").replace(
        "[stakeholders.client]\n",
        "[stakeholders.client]\npaid_by.insurer = 1\n",
    ) + "\n[lines.own]\nside = \"cost\"\namount = \"0.5[EUR]\"\nto = \"insurer\"\neuro = \"hard\"\n";
    let written = written.replace(
        "[perspectives.sick]\nstakeholders = [\"client\"]",
        "[perspectives.sick]\nshares.insurer = 0.5",
    );
    let model = parse(&written);
    let simulation = run(&model, &model.base(), FEW);
    let insurer = stakeholder(&model, &simulation, "insurer");
    assert_eq!(insurer.pays_for, ["hospital", "client"]);
    let of = |name| stakeholder(&model, &simulation, name);
    let expected = 0.6 * of("hospital").benefits.value + of("client").benefits.value;
    assert_close(insurer.benefits.value, expected, 1e-12, "benefits");
    assert_close(insurer.costs.value, 0.5 + 0.6, 1e-12, "costs");
    let half = perspective(&model, &simulation, "sick");
    assert_close(
        half.net_benefit.value,
        0.5 * insurer.net_benefit.value,
        1e-12,
        "half of it",
    );
    let shown = shown(&model, &simulation, Lang::En);
    assert!(shown.contains("  insurer *"), "{shown}");
    assert!(shown.contains("    of which town"), "{shown}");
}

/// Disjoint perspectives that name everybody add up to society, and payers to those they pay for: in every draw, and with
/// the errors of means that the sum has.
#[test]
fn disjoint_perspectives_add_up_to_society() {
    let more = "\n[perspectives.others]\nstakeholders = [\"care_workers\", \"employers\"]\n";
    let model = parse(&(text("priors/netwerkzorg.toml") + more));
    let parts = ["institutions", "client_and_relatives", "others"];
    let payers = [
        "health_insurance",
        "long_term_care",
        "municipality",
        "client_and_relatives",
        "others",
    ];
    let simulation = run(&model, &model.base(), FEW);
    let of = |name| perspective(&model, &simulation, name);
    let society = of("societal");
    for names in [&parts[..], &payers[..]] {
        for (what, sum) in [
            (
                "benefits",
                names
                    .iter()
                    .map(|name| of(name).benefits.value)
                    .sum::<f64>(),
            ),
            ("costs", names.iter().map(|name| of(name).costs.value).sum()),
            (
                "net benefit",
                names.iter().map(|name| of(name).net_benefit.value).sum(),
            ),
        ] {
            let whole = match what {
                "benefits" => society.benefits,
                "costs" => society.costs,
                _ => society.net_benefit,
            };
            assert_close(sum, whole.value, 1e-11, what);
        }
    }
    // Draw by draw, with the values of the inputs.
    let (draws, _) = draws_of(&model, &model.base(), settings(200, 1), &Silent);
    let variant = model.base();
    let index = |name: &str| {
        model
            .perspectives
            .iter()
            .position(|p| p.name == name)
            .unwrap()
    };
    for draw in 0..200 {
        let inputs: Vec<f64> = model
            .inputs
            .iter()
            .zip(&variant.points)
            .map(|(input, point)| {
                let drawn = draws.names.contains(&input.name);
                if drawn {
                    draws.column(&input.name)[draw]
                } else {
                    *point
                }
            })
            .collect();
        let net = |name: &str| {
            let of = ResultName::Of(Party::Perspective(index(name)), PartyResult::NetBenefit);
            evaluate(&model, &variant, &inputs, &Formula::Result(of))
        };
        let society = net("societal");
        assert_eq!(society, draws.column("net_benefit")[draw]);
        for names in [&parts[..], &payers[..]] {
            let sum: f64 = names.iter().map(|name| net(name)).sum();
            assert!(
                (sum - society).abs() < 1e-9 * draws.column("costs")[draw],
                "{draw}"
            );
        }
    }
}

/// The wrong pocket of the institutions and of those who pay for them, counted again from the lines.
#[test]
fn wrong_pockets_are_what_the_draws_say() {
    let model = netwerkzorg();
    let (draws, simulation) = draws_of(&model, &model.base(), settings(FEW, 1), &Silent);
    let society = draws.column("net_benefit");
    for name in ["institutions", "relatives", "client"] {
        let who = model
            .stakeholders
            .iter()
            .position(|s| s.name == name)
            .unwrap();
        let lines = model.lines.iter().filter(|line| line.stakeholder == who);
        let mut own = vec![0.0; society.len()];
        for line in lines {
            let sign = if line.side == sroi::model::Side::Benefit {
                1.0
            } else {
                -1.0
            };
            let column = draws.column(&format!("lines.{}", line.name));
            own.iter_mut()
                .zip(column)
                .for_each(|(sum, x)| *sum += sign * x);
        }
        let hits = society
            .iter()
            .zip(&own)
            .filter(|(all, own)| **all > 0.0 && **own < 0.0)
            .count();
        let found = simulation.wrong_pocket(party(&model, name)).unwrap();
        assert_eq!((found.value * FEW as f64).round() as usize, hits, "{name}");
        assert!(name == "client" || hits > 1_000, "{name}: {hits}");
    }
    let payer = |name| simulation.wrong_pocket(party(&model, name)).unwrap();
    assert_eq!(payer("zvw"), payer("institutions"));
}

/// Under a design the error comes from the replicates; runs that grow and threads change nothing.
#[test]
fn wrong_pockets_under_designs() {
    let model = case("payers");
    let plan = compile(&model, &model.base());
    for design in [Design::LatinHypercube, Design::Sobol] {
        let designed = settings(1 << 16, 1).designed(design);
        let found = simulate(&plan, designed, &Silent).unwrap();
        let estimate = found.wrong_pocket(party(&model, "hospital")).unwrap();
        assert_within(estimate, 0.375, design.name());
        let random = (0.375_f64 * 0.625 / 65_536.0).sqrt();
        assert!(
            estimate.standard_error < 0.8 * random,
            "{design:?}: {estimate:?}"
        );
        let client = found.wrong_pocket(party(&model, "client")).unwrap();
        assert_eq!(
            client,
            Estimate::new(0.0, 1.0 / 65_536.0),
            "one draw in all"
        );
    }
    let mut one = settings(100_000, 1);
    one.threads = 1;
    let found = [one, settings(100_000, 1)]
        .map(|settings| simulate(&plan, settings, &Silent).unwrap().wrong_pockets);
    assert_eq!(found[0], found[1]);
}

/// Costs that are not positive in some draw leave no ratio and no mean share, of a party as of the whole.
#[test]
fn no_ratio_of_a_party_where_its_costs_may_not_be_positive() {
    let written =
        text("tests/cases/payers.toml").replace("amount = \"1[EUR]\"", "amount = \"health\"");
    let written = written.replace(
        "prior.uniform = { min = 0, max = 2 }\n\n[lines.care]",
        "prior.normal = { mean = 1, sd = 1 }\n\n[lines.care]",
    );
    let model = parse(&written);
    let simulation = run(&model, &model.base(), FEW);
    let hospital = stakeholder(&model, &simulation, "hospital");
    assert!(simulation.nonpositive_costs > 1_000);
    assert!(hospital.roi.is_none() && hospital.ratio_of_means.is_none());
    assert!(hospital.cost_share.is_none());
    assert_eq!(
        hospital.cost_share_quantiles,
        Some([Estimate::exact(1.0); 3])
    );
    assert!(perspective(&model, &simulation, "societal").roi.is_none());
    let rows = summary(&model, &simulation);
    assert!(
        rows.iter()
            .all(|row| !row.metric.ends_with("_roi") && !row.metric.contains("attribution"))
    );
    assert!(headline(&simulation).all.break_even_attribution.is_none());
}

/// E[C]/E[B] is the inverse of the ratio of expectations, and its relative error the same.
#[test]
fn break_even_attribution() {
    let (model, simulation) = run_case("ratio");
    let found = reported(&model, &simulation, "break_even_attribution").unwrap();
    assert_within(found, 241_582.0 / 305_106.0, "E[C]/E[B]");
    let ratio = headline(&simulation).all.ratio_of_means.unwrap();
    assert_close(found.value * ratio.value, 1.0, 1e-14, "inverse");
    let relative = |estimate: Estimate| estimate.standard_error / estimate.value;
    assert_close(relative(found), relative(ratio), 1e-12, "relative error");
    let goal = Goal::parse("break_even_attribution ± 1%", &model).unwrap();
    assert!(goal.precision(&model, &simulation).unwrap().is_reached());
    // 306,000 of 748,359 is 40.9 %; without draws it is exact.
    let written = text("tests/cases/payers.toml")
        .replace("\"care\"\nto", "\"748359[EUR]\"\nto")
        .replace("\"health\"\nto", "\"0[EUR]\"\nto")
        .replace("1[EUR]", "306000[EUR]")
        + "\n[[published]]\nwhere = \"text\"\nquantity = \"break_even_attribution\"\nvalue = 0.409\ntolerance = 0.0005\n\
           \n[[published]]\nwhere = \"text\"\nquantity = \"perspectives.care.roi + stakeholders.town.net_benefit * 0[1/EUR]\"\nvalue = 2.4456\ntolerance = 0.0001\n";
    let model = parse(&written);
    assert!(sroi::analysis::reproduce(&model).is_fine());
    let simulation = run(&model, &model.base(), 1_000);
    let found = headline(&simulation).all.break_even_attribution.unwrap();
    assert_eq!(found, Estimate::exact(1.0 / (748_359.0 / 306_000.0)));
    // Benefits that may as well be nothing have no share that others may claim.
    let written = text("tests/cases/payers.toml")
        .replace("{ min = 0, max = 2 }", "{ min = -10, max = 10.01 }");
    let model = parse(&written);
    let simulation = run(&model, &model.base(), 1_000);
    assert!(headline(&simulation).all.ratio_of_means.is_some());
    assert!(headline(&simulation).all.break_even_attribution.is_none());
}

/// A run fixes shares so that they still sum to one, or is refused.
#[test]
fn settings_that_leave_no_shares_are_refused() {
    let model = netwerkzorg();
    let set = |values: [f64; 3]| {
        let names = ["share_zvw", "share_wlz", "share_wmo"].map(str::to_owned);
        let set = names.into_iter().zip(values).collect();
        model.variant(&Selection {
            set,
            ..Selection::default()
        })
    };
    assert!(set([0.5, 0.3, 0.2]).is_ok());
    assert!(set([0.5, 0.3, 0.3]).is_err());
    let written = text("tests/cases/payers.toml")
        .replace("insurer = \"60%\"", "insurer = \"part\"")
        + "\n[inputs.part]\nunit = \"%\"\npoint = 60\nkind = \"structure\"\n";
    let model = parse(&written);
    let selection = Selection {
        set: vec![("part".to_owned(), 120.0)],
        ..Selection::default()
    };
    let error = model.variant(&selection).unwrap_err();
    assert_eq!(
        error.message,
        "a share is between 0 and 100 %, that of `insurer` in `hospital` is 120 %"
    );
}

fn shown(model: &Model, simulation: &Simulation, lang: Lang) -> String {
    let report = PartiesReport {
        model,
        headline: &headline(simulation),
        stakeholders: &stakeholders(model, simulation),
        perspectives: &perspectives(model, simulation),
    };
    parties_text(lang, report)
}

/// Both languages say it, within 80 columns, whatever the size of the amounts.
#[test]
fn the_block_on_the_terminal() {
    let large = text("priors/netwerkzorg.toml")
        .replace(
            "\"wellbeing_gain * clients\"",
            "\"wellbeing_gain * clients * 1000\"",
        )
        .replace(
            "\"talks_per_client * clients\"",
            "\"talks_per_client * clients * 1000\"",
        );
    for model in [netwerkzorg(), parse(&large)] {
        let simulation = run(&model, &model.base(), 2_000);
        for lang in Lang::ALL {
            let text = shown(&model, &simulation, lang);
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{lang}: {line}");
            }
        }
    }
    let model = netwerkzorg();
    let simulation = run(&model, &model.base(), FEW);
    let english = shown(&model, &simulation, Lang::En);
    let dutch = shown(&model, &simulation, Lang::Nl);
    for (text, words) in [
        (
            &english,
            [
                "of which Zvw",
                "Care institutions (money of Zvw, Wlz, Wmo): 91.9 % of the",
                "Society",
                "while they lose",
            ],
        ),
        (
            &dutch,
            [
                "waarvan Zvw",
                "Instellingen (geld van Zvw, Wlz, Wmo): 91,9 % van de kosten",
                "Samenleving",
                "verliezen zij",
            ],
        ),
    ] {
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(flat.contains(word), "{word}: {text}");
        }
    }
    // Without payers and perspectives there is nothing to say about them.
    let (model, simulation) = run_case("shares");
    let plain = shown(&model, &simulation, Lang::En);
    assert!(
        !plain.contains("of which") && !plain.contains("perspective"),
        "{plain}"
    );
    let flat = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = "payer: 25.00 % of the costs, none of the benefits, an expected loss of € 1.00";
    assert!(flat.contains(sentence), "{plain}");
}

/// A drawn share of money that is none in some draw ends the run, and nothing is reported.
#[test]
fn drawn_shares_must_stay_shares() {
    let folder = crate::program::Folder::new();
    let paid = "[stakeholders.town]\npaid_by = { state = \"lean * 2\", fund = \"rest\" }\n[stakeholders.state]\n[stakeholders.fund]\n\
                [inputs.lean]\nunit = \"1\"\npoint = 0.4\nprior.normal = { mean = 0.4, sd = 0.1 }\nsource = { ref = \"made_up\" }";
    let written = crate::program::SMALL.replace("[stakeholders.town]", paid);
    let file = folder.write("lean.toml", &written);
    let arguments = ["run", file.to_str().unwrap(), "--draws", "5000"];
    let (code, _, error) = crate::program::run(folder.path(), &arguments);
    assert_eq!(code, 1);
    assert!(
        error.contains(" of 5000 draws a share of money of `state`"),
        "{error}"
    );
    assert!(
        error.contains("is not between 0 and 1; nothing was written"),
        "{error}"
    );
    assert!(!folder.join("results/small").exists());
}
