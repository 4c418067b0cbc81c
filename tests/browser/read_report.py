"""Opens reports in headless Chromium, asks them what their readers would, and checks every number against the results.

Usage: read_report.py RESULTS REPORT.html [RESULTS REPORT.html …], results of `sroi run --keep-draws` and their reports.
A report may fetch nothing and say nothing on the console. The numbers of the run are those of its Parquet files; those of a question
are computed here again, from the draws of the run and the text of the case.
"""

import base64
import json
import os
import shutil
import sys
import tomllib
from pathlib import Path

import numpy as np
import polars as pl
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

LARGEST = 5_000_000
CLOSE = 1e-6
# Text on its ground; drawings repeat in colour what stands beside them in black.
CONTRAST, CONTRAST_OF_DRAWINGS = 4.5, 4.5

CONTRASTS = """
const channel = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const parsed = (text) => text.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = parsed(getComputedStyle(at).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};
const found = new Map();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  const text = walker.currentNode.textContent.trim();
  if (!text || !element.getClientRects().length || element.closest('script, title, desc')) continue;
  const drawn = Boolean(element.closest('svg'));
  const style = getComputedStyle(element);
  const [one, other] = [light(parsed(drawn ? style.fill : style.color)), light(ground(element))];
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const key = (drawn ? 'drawn ' : '') + element.tagName + '.' + element.className + ' ' + style.color + style.fill;
  if (!found.has(key)) found.set(key, [drawn, ratio, text.slice(0, 40)]);
}
return [...found.values()];
"""


class Wrong(Exception):
    """What is not as it should be."""


def must(truth, what):
    if not truth:
        raise Wrong(what)


def close(shown, expected, size, what):
    """Equal to a millionth of what they are made of."""
    must(abs(shown - expected) <= CLOSE * max(abs(expected), size), f"{what}: {shown}, expected {expected}")


def browser():
    options = webdriver.ChromeOptions()
    for argument in ["--headless=new", "--window-size=1280,1000", "--disable-background-networking"]:
        options.add_argument(argument)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


class Results:
    """A results folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.case = tomllib.loads((self.folder / "case.toml").read_text(encoding="utf-8"))
        self.manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        self.summary = self.table("summary")
        self.draws = self.table("draws")
        self.lines = list(self.case["lines"])

    def table(self, name):
        return pl.read_parquet(self.folder / f"{name}.parquet")

    def metric(self, name, subject=None):
        """The row of a metric, if there is one."""
        of = pl.col("name").is_null() if subject is None else pl.col("name") == subject
        rows = self.summary.filter((pl.col("metric") == name) & of)
        return rows.row(0, named=True) if rows.height else None


class Page:
    """An open report."""

    def __init__(self, driver, path):
        self.driver, self.path = driver, Path(path).resolve()
        driver.get_log("performance")
        driver.get_log("browser")
        driver.get(self.path.as_uri())
        data = self.one("#data")
        self.data = json.loads(data.get_attribute("textContent")) if data else None

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        return found[0] if found else None

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def settled(self):
        return int(self.one("body").get_attribute("data-settled") or 0)

    def after(self, act):
        """Acts, and waits until the page has followed and has nothing more to do."""
        before = self.at_rest()
        act()
        WebDriverWait(self.driver, 20).until(lambda _: self.settled() > before)
        self.at_rest()

    def at_rest(self):
        """How often the page has followed, once it follows no more: several keys may be followed one by one."""
        last = None
        while last != (now := self.settled()):
            last = now
            self.run("return new Promise(done => setTimeout(() => requestAnimationFrame(done), 60))")
        return now

    def value(self, name):
        """A number and its error, with all digits."""
        element = self.one(f'[data-name="{name}"]')
        must(element is not None, f"there is no {name}")
        return tuple(float(element.get_attribute(f"data-{part}")) for part in ("value", "error"))

    def text(self, selector):
        return self.one(selector).text.replace("\u00a0", " ")


def check_quiet(page):
    """Nothing was fetched, nothing was said."""
    said = page.driver.get_log("browser")
    must(not said, f"the console says {said}")
    for entry in page.driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            must(url == page.path.as_uri() or url.startswith("data:"), f"the page fetches {url}")


def check_accessible(page):
    """Everything that can be used or seen has a name."""
    tree = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    counts = {}
    for node in tree:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in ("slider", "checkbox", "combobox", "button", "link", "image", "img", "region"):
            continue
        counts[role] = counts.get(role, 0) + 1
        must(node.get("name", {}).get("value", "").strip(), f"a {role} has no name")
    for drawing in page.all("figure svg"):
        labelled = page.run(
            "const s = arguments[0]; const ids = (s.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean);"
            "return s.getAttribute('role') === 'img' && (s.getAttribute('aria-label') || ids.length > 0 && "
            "ids.every(id => document.getElementById(id)?.textContent.trim()))",
            drawing,
        )
        must(labelled, "a drawing has no text alternative")
    names = page.run("return [...document.querySelectorAll('[id]')].map(e => e.id)")
    must(len(names) == len(set(names)), f"names are used twice: {sorted(n for n in set(names) if names.count(n) > 1)}")
    must(len(page.all("h1")) == 1, "a page has one title")
    if page.data:
        must(counts.get("slider", 0) == 1 + len(page.data["dials"]), "a slider for the threshold and for every dial")
        must(counts.get("checkbox", 0) == 1 + len(page.data["lines"]), "a box for every line and for hard euros")


def check_contrast(page):
    for drawn, ratio, text in page.run(CONTRASTS):
        least = CONTRAST_OF_DRAWINGS if drawn else CONTRAST
        must(ratio >= least, f"contrast {ratio:.2f} of {text!r}")


def check_printing(page, lang):
    """The script prints numbers as the program does."""
    for element in page.all("[data-kind]"):
        kind, value, error = (element.get_attribute(f"data-{part}") for part in ("kind", "value", "error"))
        made = page.run("return sroi.digits.print(arguments[0], Number(arguments[1]), Number(arguments[2]))", kind, value, error)
        shown = element.get_attribute("textContent").replace("\u00a0", " ")
        must(made == shown, f"{kind} {value} ± {error}: {made}, the program prints {shown}")
    path = Path(__file__).with_name("digits.json")
    for printed in json.loads(path.read_text(encoding="utf-8")):
        if printed["lang"] == lang:
            arguments = (printed["kind"], printed["value"], printed["error"])
            made = page.run("return sroi.digits.print(arguments[0], Number(arguments[1]), Number(arguments[2]))", *arguments)
            must(made == printed["text"], f"{printed}: {made}")


def check_run(page, results):
    """The numbers at the top are those of the run."""
    ratio, roi = results.metric("ratio_of_means"), results.metric("roi")
    net, chance = results.metric("net_benefit"), results.metric("p_break_even")
    expected = {"chance": (chance["mean"], chance["mcse_mean"]), "net": (net["mean"], net["mcse_mean"])}
    expected |= {f"net_{end}": (net[q], net[f"mcse_{q}"]) for end, q in (("low", "q025"), ("high", "q975"))}
    if ratio:
        expected["ratio"] = (ratio["mean"], ratio["mcse_mean"])
        expected |= {f"roi_{end}": (roi[q], roi[f"mcse_{q}"]) for end, q in (("low", "q025"), ("high", "q975"))}
    else:
        must(page.one('[data-name="ratio"]') is None, "no ratio where there is none")
    for index, line in enumerate(results.lines if page.data else []):
        row = results.metric("line", line)
        expected[f"line_{index}"] = (row["mean"], row["mcse_mean"])
    for name, (value, error) in expected.items():
        shown = page.value(name)
        close(shown[0], value, 0, name)
        close(shown[1], error, 0, f"error of {name}")
    must(page.text("#sentence").strip(), "there is a sentence")
    check_curves(page, results)


def check_curves(page, results):
    """The tables behind the figures are those of the run."""
    def rows(name):
        script = "return [...document.querySelectorAll(arguments[0])].map(r => [...r.children].map(c => c.dataset.value ?? null))"
        return page.run(script, f"#table-{name} tbody tr")

    def compare(name, table, key, columns):
        shown = rows(name)
        for cells in shown:
            for column, cell in zip(columns, cells[1:]):
                if cell is not None:
                    near = table.filter((pl.col(key) - float(cells[0])).abs() < 1e-9)
                    near = near.filter(pl.col("euros") == column[0])
                    must(near.height == 1, f"{name}: no row at {cells[0]}")
                    close(float(cell), near[column[1]][0], 0, f"{name} at {cells[0]}")
        return len(shown)

    roi = results.table("roi")
    if roi.height:
        must(compare("density", roi, "roi_high", [("all", "density"), ("all", "cdf")]) > 0, "a table of the density")
    curve = results.table("acceptability")
    if curve.height:
        must(compare("acceptability", curve, "threshold", [("all", "p"), ("hard", "p")]) > 0, "a table of the curve")
    if (results.folder / "break_even.parquet").exists():
        compare("break_even", results.table("break_even"), "value", [("all", "p_break_even"), ("hard", "p_break_even")])


def decoded(coded, draws):
    if isinstance(coded, (int, float)):
        return np.full(draws, float(coded))
    return np.frombuffer(base64.b64decode(coded), dtype="<f4").astype(float)


class Question:
    """What is asked of the draws: computed from the results and the case, but for shares that no result has draw by draw."""

    def __init__(self, page, results):
        self.page, self.results = page, results
        self.draws = page.data["draws"]
        self.threshold, self.hard, self.party = 1.0, False, 0
        self.dials = [dial["value"] for dial in page.data["dials"]]
        self.out = set()
        columns = results.draws.head(self.draws)
        self.lines = [self.line(columns, name) for name in results.lines]

    def line(self, columns, name):
        column = f"lines.{name}"
        if column in columns.columns:
            return columns[column].to_numpy()
        return np.full(self.draws, self.results.metric("line", name)["mean"])

    def weight(self, who):
        names = list(self.results.case["stakeholders"])
        weight = self.page.data["parties"][self.party]["weights"][names.index(who)]
        if isinstance(weight, dict):
            return decoded(self.page.data["shares"][weight["share"]], self.draws)
        name = self.page.data["parties"][self.party]["name"]
        if name.startswith("stakeholder:") or name == "societal":
            own = name == "societal" or name == f"stakeholder:{who}"
            must(weight == (1 if own else 0), f"{name} has {weight} of the money of {who}")
        return weight

    def amounts(self, index):
        line = self.results.case["lines"][self.results.lines[index]]
        amounts = self.lines[index] * self.weight(line["to"])
        for dial, value in zip(self.page.data["dials"], self.dials):
            if index in dial["lines"]:
                amounts = amounts * (value / dial["value"])
        return line["side"] == "benefit", line["euro"] == "hard", amounts

    def answer(self):
        benefits, costs = np.zeros(self.draws), np.zeros(self.draws)
        means = []
        for index in range(len(self.lines)):
            benefit, hard, amounts = self.amounts(index)
            means.append(amounts.mean())
            if index not in self.out and (hard or not benefit or not self.hard):
                (benefits if benefit else costs)[:] += amounts
        return benefits, costs, means


def check_question(page, question, what):
    """The page has the numbers that are computed here."""
    n, (benefits, costs, means) = question.draws, question.answer()
    size = max(benefits.mean(), costs.mean(), 1e-12)
    net = benefits - costs
    close(page.value("net")[0], net.mean(), size, f"{what}: net benefit")
    close(page.value("net")[1], net.std(ddof=1) / n**0.5, size * n**-0.5, f"{what}: its error")
    for end, p in (("low", 0.025), ("high", 0.975)):
        close(page.value(f"net_{end}")[0], np.quantile(net, p), size, f"{what}: net benefit, {end}")
    for index, mean in enumerate(means):
        close(page.value(f"line_{index}")[0], mean, 1e-9, f"{what}: line {index}")
    possible = page.data["ratio"] and bool((costs > 0).all())
    threshold = question.threshold if possible else 1.0
    hits = int((benefits > threshold * costs).sum())
    chance, error = page.value("chance")
    must(abs(chance * n - hits) < 1.5, f"{what}: chance {chance}, expected {hits / n}")
    p = hits / n if 0 < hits < n else (hits + 1) / (n + 2)
    if round(chance * n) == hits:
        close(error, (p * (1 - p) / n) ** 0.5, 0, f"{what}: error of the chance")
    shown = page.one('#key-ratio [data-name="ratio"]')
    if possible:
        must(shown is not None, f"{what}: there is a ratio")
        ratio = benefits.mean() / costs.mean()
        close(page.value("ratio")[0], ratio, 0, f"{what}: ratio")
        residual = benefits - ratio * costs
        close(page.value("ratio")[1], residual.std(ddof=1) / n**0.5 / costs.mean(), 1e-9, f"{what}: error of the ratio")
        for end, p in (("low", 0.025), ("high", 0.975)):
            close(page.value(f"roi_{end}")[0], np.quantile(benefits / costs, p), 1e-9, f"{what}: ratio, {end}")
    else:
        must(shown is None and not page.one("#threshold").is_enabled(), f"{what}: a ratio although costs are not positive in every draw")
    must(page.text("#basis").strip() and page.one("#bar").is_displayed(), f"{what}: the page says from how many draws")
    for element in page.all(".live svg"):
        must("NaN" not in element.get_attribute("outerHTML"), f"{what}: a drawing is broken")


def check_party(page, question, what):
    """Shares that no result has draw by draw have the means of the stakeholders' table."""
    kind, name = page.data["parties"][question.party]["name"].split(":")
    table = question.results.table(f"{kind}s").filter(pl.col(kind) == name)
    must(table.height == 1, f"{what}: a row of {kind}s")
    benefits, costs, _ = question.answer()
    for mine, column in ((benefits, "benefit_mean"), (costs, "cost_mean")):
        spread = mine.std(ddof=1) / question.draws**0.5 + table[f"mcse_{column}"][0]
        far = abs(mine.mean() - table[column][0])
        must(far <= 5 * spread + CLOSE * abs(table[column][0]), f"{what}: {column} {mine.mean()}, the run has {table[column][0]}")


def ask(page, results):
    """Sliders by keyboard, lines, hard euros, every party; then back to the run."""
    before, said = page.text("#answer"), page.text("#sentence")
    question = Question(page, results)
    if page.data["ratio"]:
        step = float(page.one("#threshold").get_attribute("step"))
        page.after(lambda: page.one("#threshold").send_keys(Keys.ARROW_RIGHT * 3))
        question.threshold = float(page.one("#threshold").get_property("value"))
        close(question.threshold, 1 + 3 * step, 0, "three steps")
        check_question(page, question, "threshold")
        must(page.text("#sentence") != said, "the sentence follows")
    for index, dial in enumerate(page.data["dials"]):
        control = page.one(f"#dial-{index}")
        page.after(lambda c=control: c.send_keys(Keys.ARROW_RIGHT * 5))
        question.dials[index] = float(control.get_property("value"))
        must(question.dials[index] != dial["value"] or dial["value"] == float(control.get_attribute("max")), "the dial turns")
        check_question(page, question, dial["name"])
    for index in {0, len(results.lines) - 1}:
        page.after(lambda i=index: page.one(f"#line-{i}").send_keys(Keys.SPACE))
        question.out.add(index)
        check_question(page, question, f"without {results.lines[index]}")
    page.after(lambda: page.one("#hard").send_keys(Keys.SPACE))
    question.hard = True
    check_question(page, question, "hard euros")
    check_accessible(page)
    check_contrast(page)
    page.after(lambda: page.one("#reset").send_keys(Keys.ENTER))
    must(page.text("#answer") == before and not page.all(".live"), "the answer of the run is back")
    question = Question(page, results)
    for index, party in list(enumerate(page.data["parties"]))[1:]:
        page.after(lambda i=index: Select(page.one("#party")).select_by_index(i))
        question.party = index
        check_question(page, question, party["name"])
        check_party(page, question, party["name"])
        must(party["label"] in page.text("#sentence"), f"the sentence names {party['label']}")
    for index, line in enumerate(results.lines):
        if results.case["lines"][line]["side"] == "cost":
            page.after(lambda i=index: page.one(f"#line-{i}").send_keys(Keys.SPACE))
            question.out.add(index)
    check_question(page, question, "without costs")
    page.after(lambda: page.one("#bar-reset").send_keys(Keys.ENTER))
    must(page.text("#answer") == before, "the answer of the run is back")


def check(driver, folder, path):
    results = Results(folder)
    must(Path(path).stat().st_size < LARGEST, f"{path} is larger than {LARGEST} bytes")
    page = Page(driver, path)
    lang = page.one("html").get_attribute("lang")
    must(lang in ("en", "nl"), f"language {lang}")
    check_run(page, results)
    check_printing(page, lang)
    check_accessible(page)
    check_contrast(page)
    if page.data:
        must(page.data["of"] == results.draws.height, "the draws of the run")
        ask(page, results)
    else:
        must(results.manifest["predictive"], "only a predictive run has nothing to turn")
    check_quiet(page)
    size = Path(path).stat().st_size / 1e6
    print(f"{path}: {size:.2f} MB, {lang}, {len(page.all('figure svg'))} drawings, {page.data['draws'] if page.data else 0} draws")


def main(arguments):
    if not arguments or len(arguments) % 2:
        sys.exit(__doc__)
    driver = browser()
    try:
        for folder, path in zip(arguments[::2], arguments[1::2]):
            try:
                check(driver, folder, path)
            except Wrong as wrong:
                sys.exit(f"{path}: {wrong}")
    finally:
        driver.quit()


if __name__ == "__main__":
    main(sys.argv[1:])
