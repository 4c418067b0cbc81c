//! What readers see in English and in Dutch: words, numbers, widths; and that results do not depend on it.

use std::fs;
use std::path::Path;

use sroi::report::notation;
use sroi::text::Lang;

use crate::listed::listed;
use crate::program::{Folder, SMALL, netwerkzorg, root, run};

/// Words of the English texts that are no Dutch words, nor names in the cases that are tested.
const ENGLISH: &str = "about all amount and asked at been between by computed correlation cost costs \
    difference draw draws drawn each euros every exceed exceeds expected explained figure figures \
    first fixed from given gains input inputs instructions intervals joint jointly left line lines likely lognormal mean \
    means median memo moves more most net none normal not note others pays point points positive prior priors probability \
    published quantile quantiles range ratios reached reproduced results return rows scale seed shape shares side \
    sign soft source sources stakeholder switch switches the their these to together truncated under unit unknown warning \
    warnings which who with year";

/// Words of the Dutch texts that are no English words.
const DUTCH: &str = "aandeel aanname afgeleid alle baten bedrag belanghebbende berekend bij dan de deze een eenheid en \
    geen gegeven gemiddelde gepubliceerd gepubliceerde getrokken het kans keuze kosten maar met middel netto niet \
    ontbreekt op opmerking oordeel percentiel post posten prijspeil puntwaarden schaal soort staat startwaarde tot trekking \
    trekkingen tussen van vast verdeling verdelingen verschil verwachte verwachting voor vorm waarschuwing zacht zonder";

/// What the program prints, on both streams.
fn printed(folder: &Path, lang: &str, arguments: &[&str]) -> (i32, String) {
    let (code, out, error) = run(folder, &[arguments, &["--lang", lang]].concat());
    (code, out + &error)
}

/// Words of a text: runs of letters that are not part of a name such as `effect_work`.
fn words(text: &str) -> Vec<String> {
    let name = |c: char| c.is_alphanumeric() || "_'.·/".contains(c);
    let words = text.split(|c| !name(c));
    let words = words.map(|word| word.trim_matches(['.', '\'']).to_lowercase());
    words
        .filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic))
        .collect()
}

#[track_caller]
fn assert_without(text: &str, foreign: &str, what: &str) {
    let foreign: Vec<&str> = foreign.split_whitespace().collect();
    let found: Vec<String> = words(text)
        .into_iter()
        .filter(|word| foreign.contains(&word.as_str()))
        .collect();
    assert!(found.is_empty(), "{what} has {found:?}:\n{text}");
}

#[track_caller]
fn assert_fits(text: &str, width: usize) {
    let wide: Vec<&str> = text
        .lines()
        .filter(|line| line.chars().count() > width)
        .collect();
    assert!(wide.is_empty(), "wider than {width}: {wide:#?}");
}

/// Every point between digits groups thousands, as in `1.234,5`.
#[track_caller]
fn assert_dutch_numbers(text: &str) {
    let characters: Vec<char> = text.chars().collect();
    for (place, _) in characters.iter().enumerate().filter(|(_, c)| **c == '.') {
        let digits = |from: &[char]| from.iter().take_while(|c| c.is_ascii_digit()).count();
        let after = digits(&characters[place + 1..]);
        let before = place > 0 && characters[place - 1].is_ascii_digit();
        let start = place.saturating_sub(20);
        let excerpt: String = characters[start..].iter().take(40).collect();
        assert!(
            !before || after == 0 || after == 3,
            "a decimal point: {excerpt}"
        );
    }
}

/// The part of `sroi check` that speaks to readers: neither the case's own prose nor diagnostics about it.
fn understood(text: &str) -> String {
    let end = text.find("\nwarning[").unwrap_or(text.len());
    let mut kept = String::new();
    let mut prose = false;
    for line in text[..end].lines() {
        prose |= line.contains("independent: ") || line.contains("onafhankelijk: ");
        prose &= line.starts_with("  ");
        if !prose {
            kept += line;
            kept.push('\n');
        }
    }
    kept
}

/// The variety of runs whose summaries are read below.
const RUNS: &[&[&str]] = &[
    &[],
    &["--draws", "500"],
    &["--scenario", "optimistic", "--switch", "rg_weight=trial"],
    &[
        "--set",
        "meetings=4",
        "--design",
        "sobol",
        "--replicates",
        "2",
        "--draws",
        "4096",
    ],
    &["--until", "p_break_even ± 5%"],
    &["--design", "lhs", "--draws", "1600"],
];

#[test]
fn results_do_not_depend_on_the_language() {
    let folder = Folder::new();
    let case = netwerkzorg();
    for lang in ["en", "nl"] {
        let arguments = [
            "run",
            case.to_str().unwrap(),
            "--keep-draws",
            "--draws",
            "3000",
            "--out",
            lang,
        ];
        assert_eq!(printed(folder.path(), lang, &arguments).0, 0);
    }
    let mut count = 0;
    for entry in fs::read_dir(folder.join("en")).unwrap().flatten() {
        let other = folder.join("nl").join(entry.file_name());
        let same = fs::read(entry.path()).unwrap() == fs::read(other).unwrap();
        assert!(same, "{}", entry.path().display());
        count += 1;
    }
    assert_eq!(count, fs::read_dir(folder.join("nl")).unwrap().count());
    assert_eq!(count, 12);
}

#[test]
fn summaries_of_runs_are_in_one_language() {
    let folder = Folder::new();
    let case = netwerkzorg();
    for options in RUNS {
        let arguments = [
            &["run", case.to_str().unwrap(), "--force", "--out", "out"],
            *options,
        ]
        .concat();
        let (code, english) = printed(folder.path(), "en", &arguments);
        assert_eq!(code, 0, "{english}");
        let (code, dutch) = printed(folder.path(), "nl", &arguments);
        assert_eq!(code, 0, "{dutch}");
        // The last line names the path of the case.
        let summary = |text: &str| text.rsplit_once("sroi check").unwrap().0.to_owned();
        let (english, dutch) = (summary(&english), summary(&dutch));
        assert_without(&english, DUTCH, "English");
        assert_without(&dutch, ENGLISH, "Dutch");
        assert_fits(&english, 80);
        assert_fits(&dutch, 80);
        assert_dutch_numbers(&dutch);
        assert_eq!(english.lines().count() > 30, dutch.lines().count() > 30);
    }
}

/// Analyses of a case are in one language too.
#[test]
fn studies_are_in_one_language() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let case = case.to_str().unwrap();
    let studies: &[&[&str]] = &[
        &["tornado", case, "--draws", "2000"],
        &["break-even", case, "--draws", "2000"],
        &[
            "sobol",
            case,
            "--draws",
            "16384",
            "--outcome",
            "roi",
            "--pair",
            "response_gain,meetings",
        ],
        &["voi", case, "--draws", "2000", "--nested", "128x64"],
        &[
            "voi",
            case,
            "--draws",
            "2000",
            "--nested",
            "none",
            "--hard",
            "--units",
            "10",
            "--years",
            "2",
            "--discount",
            "0.03",
        ],
    ];
    for arguments in studies {
        let arguments = [*arguments, &["--force", "--out", "out"]].concat();
        for (lang, foreign) in [("en", DUTCH), ("nl", ENGLISH)] {
            let (code, text) = printed(folder.path(), lang, &arguments);
            assert_eq!(code, 0, "{text}");
            let (summary, _) = text.rsplit_once("sroi check").unwrap();
            // Alternatives are names of the case.
            let own = names(case);
            let foreign = foreign.split_whitespace();
            let foreign: Vec<&str> = foreign
                .filter(|word| !own.contains(&(*word).to_owned()))
                .collect();
            assert_without(summary, &foreign.join(" "), lang);
            assert_fits(summary, 80);
            if lang == "nl" {
                assert_dutch_numbers(summary);
            }
        }
    }
}

/// Cases without labels, with costs that are not positive, without break-even, with shares and so on.
#[test]
fn summaries_of_odd_cases_are_in_one_language() {
    let folder = Folder::new();
    for entry in fs::read_dir(root().join("tests/cases")).unwrap().flatten() {
        let path = entry.path();
        let case = path.to_str().unwrap();
        for (lang, foreign) in [("en", DUTCH), ("nl", ENGLISH)] {
            let run = ["run", case, "--draws", "500", "--force", "--out", "out"];
            let (code, text) = printed(folder.path(), lang, &run);
            assert_eq!(code, 0, "{text}");
            let (_, summary) = text.split_once('\n').unwrap();
            let summary = summary.split("sroi check").next().unwrap();
            let own = names(case);
            let foreign: Vec<&str> = foreign
                .split_whitespace()
                .filter(|word| !own.contains(&(*word).to_owned()))
                .collect();
            assert_without(summary, &foreign.join(" "), case);
            assert_fits(summary, 80);
            let (code, text) = printed(folder.path(), lang, &["check", case]);
            assert_eq!(code, 0, "{text}");
            assert_fits(&understood(&text), 100);
        }
    }
}

/// The words of a case, which are nobody's translation.
fn names(case: &str) -> Vec<String> {
    words(&fs::read_to_string(case).unwrap())
}

#[test]
fn a_dutch_run_says_what_an_english_one_says() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let (_, text) = printed(folder.path(), "nl", &["run", case.to_str().unwrap()]);
    for expected in [
        "Maatschappelijke business case netwerkzorg\nper team·year, prijspeil 2023\n",
        "100.000 trekkingen, startwaarde 1; 40 van de 48 parameters getrokken\n",
        "effects: rangcorrelatie 0,6\n",
        "gepubliceerde cijfers gereproduceerd of verklaard: 159 van 159\n",
        "Elke euro levert naar verwachting € 1,22 op. De kans op kostendekking",
        "alle euro's    MCSE  harde euro's    MCSE\n",
        "  verwachte baten                 € 296.000     500     € 207.000     380\n",
        "  kans op kostendekking                60 %    0,15          34 %    0,15\n",
        "  break-even bij effectfractie       15,9 %   0,023        22,9 %   0,038\n",
        "    97,5e percentiel                   41 %    0,25          64 %    0,43\n",
        "MCSE: Monte-Carlo-standaardfout, in de eenheid van de rij (%: procentpunten).\n",
        "Bij de puntwaarden, zonder trekkingen: ROI 1,263, harde euro's 0,884.\n",
        "  effects (6 samen)  ",
        "  Bijeenkomsten per resourcegroep        1,05 … 2,03        € 100.442      € 789\n",
        "  en nog 27 in tornado.parquet\n",
        "Niet meegeteld (PM): Behandeltevredenheid (baten +); Sociaal functioneren (baten",
        "resultaten: results/netwerkzorg\n",
        "4 waarschuwingen over de business case: sroi check ",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    for avoided in ["significant", "kosteneffectief", "betrouwbaarheidsinterval"] {
        assert!(!text.to_lowercase().contains(avoided), "{avoided}");
    }
}

/// What departs from the base case is named as typed, and explained by its label.
#[test]
fn departures_have_their_labels() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let options = [
        "--scenario",
        "optimistic",
        "--switch",
        "rg_weight=trial",
        "--set",
        "meetings=2.5",
        "--draws",
        "1000",
    ];
    let run = [
        &["run", case.to_str().unwrap(), "--force", "--out", "out"],
        &options[..],
    ]
    .concat();
    for (lang, lines) in [
        (
            "en",
            "scenario optimistic: Optimistic (30 %)\nswitch rg_weight = trial: 75 %, as in the trial and announced in the text\nmeetings fixed at 2.5\n",
        ),
        (
            "nl",
            "scenario optimistic: Optimistisch (30 %)\nkeuze rg_weight = trial: 75 %, zoals in de trial en aangekondigd in de tekst\nmeetings vastgezet op 2,5\n",
        ),
    ] {
        let (_, text) = printed(folder.path(), lang, &run);
        assert!(text.contains(lines), "{lines}\n{text}");
    }
}

#[test]
fn a_goal_is_judged_in_both_languages() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let goal = [
        "run",
        case.to_str().unwrap(),
        "--force",
        "--until",
        "p_break_even ± 0.01",
    ];
    let (_, text) = printed(folder.path(), "nl", &goal);
    assert!(
        text.contains("`p_break_even ± 0.01` bereikt met 65.536 trekkingen: ± 0,00"),
        "{text}"
    );
    let far = [
        "run",
        case.to_str().unwrap(),
        "--force",
        "--until",
        "p_break_even ± 1e-9",
        "--draws-max",
        "100000",
    ];
    let (code, text) = printed(folder.path(), "nl", &far);
    assert_eq!(code, 1);
    assert!(
        text.contains("`p_break_even ± 1e-9` niet bereikt met 100.000 trekkingen"),
        "{text}"
    );
    assert!(
        text.contains("not reached with 100,000 draws: ± 0.00"),
        "an error: {text}"
    );
}

#[test]
fn check_is_in_one_language_and_fits() {
    let folder = Folder::new();
    let case = netwerkzorg();
    for (lang, foreign) in [("en", DUTCH), ("nl", ENGLISH)] {
        let (code, text) = printed(folder.path(), lang, &["check", case.to_str().unwrap()]);
        assert_eq!(code, 0, "{text}");
        let text = understood(&text);
        // Names of alternatives are those of the case.
        let own: Vec<&str> = text.lines().filter(|line| !line.contains(" | ")).collect();
        assert_without(&own.join("\n"), foreign, lang);
        assert_fits(&text, 100);
        let inputs = text.lines().filter(|line| line.starts_with("      "));
        assert!(inputs.count() >= 48, "what inputs rest on: {text}");
    }
    let (_, dutch) = printed(folder.path(), "nl", &["check", case.to_str().unwrap()]);
    assert_dutch_numbers(&understood(&dutch));
    for expected in [
        "per team·year, prijspeil 2023; 48 parameters, 42 getrokken; 13 posten; 159 gepubliceerde cijfers\n",
        "  effect_wellbeing      0,2 → 0,1944       0,06711 tot 0,3683  1\n      Effectfractie welbevinden cliënt · Bèta(4,789; 19,85) · aanname · mbc\n",
        "  value_per_qaly        50.000             –                   EUR/QALY\n      Waarde van een QALY · vast (waardeoordeel) · publicatie · mbc, zin2015, rvz2006\n",
        "\nParameters, met eronder label, verdeling, onderbouwing en bronnen\n",
        "  effects: rangcorrelatie 0,6 tussen effect_wellbeing, ",
        "  client_wellbeing     baten   client          zacht    € 75.486\n",
        "  effect_uniform       Effecten uniform tussen 10 en 30 %\n",
        "warning[mean]: the prior of `happier` has mean 0.6875",
        "\n4 waarschuwingen\n",
    ] {
        assert!(dutch.contains(expected), "{expected}\n{dutch}");
    }
}

#[test]
fn reproduce_speaks_dutch() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let (code, text) = printed(folder.path(), "nl", &["reproduce", case.to_str().unwrap()]);
    assert_eq!(code, 0);
    // Errata and notes are the case's own prose.
    let own = text.lines().filter(|line| !line.starts_with("    "));
    let table: String = own.map(|line| line.to_owned() + "\n").collect();
    assert_without(
        &table.replace("Table ", "").replace("Text, ", ""),
        ENGLISH,
        "Dutch",
    );
    assert_dutch_numbers(&table.replace("€ 28.355", ""));
    for expected in [
        "  gepubliceerd  ",
        "Reductie opnames, per opname, Midden (20 %)           ",
        "2.430,00  2.429,69     −0,31  gereproduceerd\n",
        "erratum verklaard\n",
        "    erratum, Deel van de winst van de cliënt, midden (zou 0,1 moeten zijn): ",
        "    opmerking, Totaal extra uur: ",
        "159 gepubliceerde cijfers: 113 gereproduceerd, 46 errata verklaard\n",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let off = "\n[[published]]\nwhere = \"T\"\nlabel = \"ROI\"\nquantity = \"roi\"\nvalue = 1.3\ntolerance = 0.005\n";
    let case = folder.write("off.toml", &format!("{SMALL}{off}"));
    let (code, text) = printed(folder.path(), "nl", &["reproduce", case.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(
        text.contains("1 gepubliceerd cijfer: 0 gereproduceerd, 1 NIET gereproduceerd\n"),
        "{text}"
    );
    assert!(
        text.contains("neither reproduced nor explained"),
        "an error: {text}"
    );
}

#[test]
fn bench_speaks_dutch() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let (code, text) = printed(
        folder.path(),
        "nl",
        &["bench", case.to_str().unwrap(), "--draws", "10000"],
    );
    assert_eq!(code, 0);
    assert_without(&text, ENGLISH, "Dutch");
    assert!(
        text.contains("2 parameters getrokken, 10.000 trekkingen; "),
        "{text}"
    );
    assert!(
        text.contains("| threads | trekkingen per seconde |"),
        "{text}"
    );
}

/// A label in the other language is better than a name, and a name better than nothing.
#[test]
fn labels_fall_back() {
    let folder = Folder::new();
    let labelled = SMALL.replace(
        "[inputs.gain]",
        "[inputs.gain]\nlabel.en = \"Gain of the town\"",
    );
    let case = folder.write("labelled.toml", &labelled);
    let (_, text) = printed(
        folder.path(),
        "nl",
        &["run", case.to_str().unwrap(), "--draws", "1000"],
    );
    let tornado = text.split("Grootste invloed op").nth(1).unwrap();
    assert!(tornado.contains("\n  Gain of the town  "), "{tornado}");
    assert!(tornado.contains("\n  effort  "), "{tornado}");
}

/// Diagnostics speak of the words of the case language; so does the command line.
#[test]
fn mistakes_are_english() {
    let folder = Folder::new();
    let case = folder.write("wrong.toml", &SMALL.replace("cv = 0.1", "cv = -1"));
    let case = case.to_str().unwrap();
    let [english, dutch] = ["en", "nl"].map(|lang| printed(folder.path(), lang, &["check", case]));
    assert_eq!(english, dutch);
    let (code, text) = printed(folder.path(), "de", &["check", case]);
    assert_eq!(code, 2);
    assert!(text.contains("[possible values: en, nl]"), "{text}");
    let (code, out, _) = run(folder.path(), &["--lang", "nl", "run", "--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("--lang <LANGUAGE>"), "{out}");
}

/// Correlation matrices are shown, those of multivariate normals among them.
#[test]
fn matrices_are_shown() {
    let input = |name: &str| {
        format!(
            "[inputs.{name}]\nunit = \"EUR/year\"\npoint = 10\nprice_year = 2023\nsource = {{ ref = \"made_up\" }}\n"
        )
    };
    let priors = |name: &str| input(name) + "prior.normal = { mean = 10, sd = 1 }\n";
    let text = SMALL.replace("amount = \"gain\"", "amount = \"gain + a + b + c + d + e\"")
        + &input("a")
        + &input("b")
        + &input("c")
        + &priors("d")
        + &priors("e")
        + "[multivariate_normal.three]\ninputs = [\"a\", \"b\", \"c\"]\nmean = [10, 10, 10]\n\
           covariance = [[4, 1.2, 0], [1.2, 9, -3], [0, -3, 16]]\n\
           [correlations.two]\ninputs = [\"d\", \"e\"]\nrank = [[1, 0.25], [0.25, 1]]\n";
    let folder = Folder::new();
    let case = folder.write("matrices.toml", &text);
    for (lang, expected) in [
        (
            "en",
            "  two: rank correlation: a matrix between d, e\n      e with d 0.25\n  three: multivariate normal between a, b, c\n      b with a 0.2\n      c with a 0; b −0.25\n",
        ),
        (
            "nl",
            "  two: rangcorrelatie: een matrix tussen d, e\n      e met d 0,25\n  three: multivariaat normaal tussen a, b, c\n      b met a 0,2\n      c met a 0; b −0,25\n",
        ),
    ] {
        let (code, text) = printed(folder.path(), lang, &["check", case.to_str().unwrap()]);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

/// Every word in which a prior is written is translated, or is the same in Dutch.
#[test]
fn priors_are_written_in_dutch() {
    const SAME: &[&str] = &[
        "dirichlet",
        "df",
        "gamma",
        "histogram",
        "log",
        "max",
        "metalog",
        "min",
        "pert",
        "poisson",
        "sd",
        "se",
        "uniform",
        "weibull",
        "λ",
        "student",
        "t",
        "e",
    ];
    let mut translated = 0;
    for (line, prior) in listed() {
        let english = prior.to_string();
        let dutch = notation(Lang::Nl, &english);
        let before = words(&english);
        for word in words(&dutch) {
            let fine = !before.contains(&word) || SAME.contains(&word.as_str());
            assert!(fine, "{line}: `{word}` in {dutch}");
        }
        assert_dutch_numbers(&dutch);
        translated += usize::from(english != dutch);
    }
    assert!(translated > 30, "{translated}");
}
