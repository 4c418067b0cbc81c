'use strict';

// Numbers as the program prints them: a digit is shown when the 95 % half-width of its Monte Carlo error is below one unit of it.
const digits = (() => {
  const Z95 = 1.959963984540054;
  const settings = { point: '.', comma: ',', unknown: 'unknown', exact: 'exact' };

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  // Half to even where a number lies exactly between two, which only dyadic fractions do.
  const fixed = (value, decimals) => {
    const text = value.toFixed(decimals);
    const exact = value.toFixed(Math.min(100, decimals + 60));
    const tail = exact.slice(decimals === 0 ? exact.indexOf('.') + 1 : exact.indexOf('.') + 1 + decimals);
    if (!/^50*$/.test(tail)) return text;
    const unit = 10 ** -decimals;
    const down = (Number(text) - unit).toFixed(decimals);
    return Number(text.slice(-1)) % 2 === 0 ? text : down;
  };

  const rounded = (value, decimals) => {
    if (Number.isNaN(value)) return settings.unknown;
    if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
    const size = Math.abs(value);
    const unit = 10 ** -decimals;
    const text = decimals >= 0 ? fixed(size, decimals) : fixed(Math.round(size / unit) * unit, 0);
    const [whole, fraction] = text.split('.');
    let grouped = whole.replace(/\B(?=(\d{3})+$)/g, settings.comma);
    if (fraction !== undefined) grouped += settings.point + fraction;
    return value < 0 && /[1-9]/.test(grouped) ? '−' + grouped : grouped;
  };

  const decimals = (value, error) => {
    const half = Z95 * error;
    const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
    if (half > 0) {
      const allowed = Math.floor(-Math.log10(half));
      return Math.abs(value) < 10 ** -allowed ? allowed + 1 : allowed;
    }
    return Number.isNaN(half) ? 1 - magnitude : 4 - magnitude;
  };

  const number = (value, error) => rounded(value, clamp(decimals(value, error), -12, 6));

  const euro = (value, error) => {
    const limit = Math.abs(value) >= 100 ? 0 : 2;
    const places = error === 0 ? limit : clamp(decimals(value, error), -12, limit);
    const text = rounded(value, places);
    return text.startsWith('−') ? '−€ ' + text.slice(1) : '€ ' + text;
  };

  const error = (size) => {
    if (size === 0 || !Number.isFinite(size)) return rounded(size, 0);
    const magnitude = Math.floor(Math.log10(size));
    if (magnitude < -6) return size.toExponential(0).replace('e+', 'e');
    return rounded(size, clamp(1 - magnitude, -12, 12));
  };

  const percent = (share, standardError) => {
    const [value, spread] = [share * 100, standardError * 100];
    const limit = 3 * spread;
    if (limit >= 50) return settings.unknown;
    if (limit > 0 && value === 0) return `< ${error(limit)} %`;
    if (limit > 0 && value === 100) {
      const places = clamp(Math.floor(1 - Math.log10(limit)), 0, 12);
      return `> ${rounded(100 - limit, places)} %`;
    }
    const inside = value > 0 && value < 100;
    const honest = (places) => {
      const unit = 10 ** -places;
      const text = Math.round(value / unit) * unit;
      return !inside || (text > 0 && text < 100);
    };
    let places = clamp(decimals(value, spread), -1, spread === 0 ? 2 : 4);
    const first = places;
    while (places < 12 && !honest(places)) places += 1;
    return `${rounded(value, places < 12 ? places : first)} %`;
  };

  const significant = (value, count) => {
    if (value === 0 || !Number.isFinite(value)) return rounded(value, 0);
    const magnitude = Math.floor(Math.log10(Math.abs(value)));
    const text = rounded(value, clamp(count - 1 - magnitude, 0, 12));
    if (!text.includes(settings.point)) return text;
    const cut = text.replace(/0+$/, '');
    return cut.endsWith(settings.point) ? cut.slice(0, -1) : cut;
  };

  const withError = (kind, size) => {
    if (size === 0) return settings.exact;
    if (kind === 'percent') return `± ${error(size * 100)} %`;
    return kind === 'euro' ? `± € ${error(size)}` : `± ${error(size)}`;
  };

  const say = { settings, rounded, number, euro, percent, error, significant, withError };
  say.print = (kind, value, standardError) => say[kind](value, standardError);
  return say;
})();

// Estimates with their Monte Carlo errors, as the program has them.
const statistics = (() => {
  const mean = (values) => {
    const n = values.length;
    let sum = 0;
    for (const value of values) sum += value;
    const middle = sum / n;
    let squares = 0;
    for (const value of values) squares += (value - middle) ** 2;
    return { value: middle, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : NaN };
  };

  // Delta method.
  const ratio = (above, below) => {
    const n = above.length;
    const [up, down] = [mean(above).value, mean(below).value];
    const r = up / down;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (above[i] - up - r * (below[i] - down)) ** 2;
    return { value: r, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) / Math.abs(down) : NaN };
  };

  // Of none or all, one more draw could have been the first (Laplace's rule of succession).
  const proportion = (hits, n) => {
    const p = hits > 0 && hits < n ? hits / n : (hits + 1) / (n + 2);
    return { value: hits / n, error: Math.sqrt(p * (1 - p) / n) };
  };

  const atRank = (sorted, rank) => {
    const low = Math.floor(rank);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (rank - low) * (sorted[high] - sorted[low]);
  };

  // Order statistics √(np(1 − p)) ranks below and above bound a 68 % interval.
  const quantile = (sorted, p) => {
    const last = sorted.length - 1;
    const rank = last * p;
    const value = atRank(sorted, rank);
    const reach = Math.max(1, Math.sqrt(sorted.length * p * (1 - p)));
    const below = value - atRank(sorted, Math.max(rank - reach, 0));
    const above = atRank(sorted, Math.min(rank + reach, last)) - value;
    let error = (below + above) / 2;
    if (rank >= reach && rank + reach > last) error = below;
    if (rank < reach && rank + reach <= last) error = above;
    return { value, error };
  };

  // How many of the sorted values are above a threshold.
  const above = (sorted, threshold) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] > threshold) high = middle;
      else low = middle + 1;
    }
    return sorted.length - low;
  };

  return { mean, ratio, proportion, quantile, above };
})();

// Drawings in the style of those of the program: one unit is a point on paper.
const drawing = (() => {
  const INK = '#222222';
  const GREY = '#5F5F5F';
  const PALE = '#E3E3E3';
  const BLUE = '#0072B2';
  const SKY = '#A6D3EE';
  const VERMILLION = '#D55E00';
  // Text on white needs more contrast than vermillion has.
  const RUST = '#A84A00';
  const SIZE = 7;

  const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  const short = (value) => String(Math.round(value * 100) / 100);

  const pen = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
  const width = (text, size = SIZE, weight = 400) => {
    if (!pen) return text.length * size * 0.56;
    pen.font = `${weight} ${size * 10}px Inter, Helvetica, Arial, sans-serif`;
    return pen.measureText(text).width / 10;
  };
  const fitted = (text, room) => {
    if (width(text) <= room) return text;
    let cut = text;
    while (cut.length > 1 && width(`${cut}…`) > room) cut = cut.slice(0, -1);
    return `${cut.trimEnd()}…`;
  };

  const roundStep = (step) => {
    const power = 10 ** Math.floor(Math.log10(step));
    return [1, 2, 2.5, 5, 10].map((f) => f * power).find((s) => s >= step * (1 - 1e-9)) || 10 * power;
  };

  const PLAIN = { unit: 1, suffix: '' };
  const PERCENT = { unit: 0.01, suffix: ' %' };
  const amounts = (size) => ({ unit: size >= 2e6 ? 1e6 : size >= 1e4 ? 1e3 : 1, suffix: '' });

  const scale = ([low, high], [from, to]) => {
    const at = (value) => (high === low ? (from + to) / 2 : from + (value - low) / (high - low) * (to - from));
    const ticks = (about, written) => {
      const step = roundStep((high - low) / written.unit / about);
      const places = Math.max(0, -Math.floor(Math.log10(step)));
      const more = Math.abs(step * 10 ** places - Math.round(step * 10 ** places)) > 1e-9 ? 1 : 0;
      const first = Math.ceil(low / written.unit / step - 1e-9);
      const last = Math.floor(high / written.unit / step + 1e-9);
      const all = [];
      for (let i = first; i <= last && all.length < 40; i++) {
        const value = i * step;
        all.push({ at: at(value * written.unit), label: digits.rounded(value, places + more) + written.suffix });
      }
      return all;
    };
    return { at, ticks, domain: [low, high], range: [from, to] };
  };

  const text = (x, y, what, more = '', fill = INK) => `<text x="${short(x)}" y="${short(y)}" font-size="${SIZE}" fill="${fill}" ${more}>${escaped(what)}</text>`;
  const line = (x1, y1, x2, y2, colour, size, more = '') => `<path d="M${short(x1)} ${short(y1)}L${short(x2)} ${short(y2)}" stroke="${colour}" stroke-width="${size}" ${more}/>`;
  const path = (points) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${short(x)} ${short(y)}`).join('');
  const curve = (points, colour, size = 1.4) => `<path d="${path(points)}" fill="none" stroke="${colour}" stroke-width="${size}" stroke-linejoin="round"/>`;
  const area = (points, fill) => `<path d="${path(points)}Z" fill="${fill}"/>`;
  const bar = (x1, y1, x2, y2, fill, more = '') => `<rect x="${short(Math.min(x1, x2))}" y="${short(Math.min(y1, y2))}" width="${short(Math.abs(x2 - x1))}" height="${short(Math.abs(y2 - y1))}" fill="${fill}" ${more}/>`;
  const dot = (x, y, fill) => `<circle cx="${short(x)}" cy="${short(y)}" r="2.6" fill="${fill}" stroke="#fff" stroke-width="0.8"/>`;
  const halo = 'paint-order="stroke" stroke="#fff" stroke-width="2.4" stroke-linejoin="round"';

  // Axes: the title of the y axis above it, which is read without turning one's head.
  const frame = (wide, x, y, high) => {
    const top = SIZE + 16;
    const bottom = high - 2 * SIZE - 11;
    const vertical = scale(y.domain, [bottom, top]);
    const marks = y.hidden ? [] : vertical.ticks(5, y.written);
    const left = Math.max(0, ...marks.map((mark) => width(mark.label))) + (y.hidden ? 0 : 5);
    const horizontal = scale(x.domain, [left, wide - 8]);
    let body = text(0, SIZE, fitted(y.title, wide));
    for (const mark of marks) {
      body += line(left, mark.at, wide - 8, mark.at, PALE, 0.5);
      body += text(left - 4, mark.at + 2.5, mark.label, 'text-anchor="end"');
    }
    body += line(left, bottom, wide - 8, bottom, INK, 0.5);
    for (const mark of horizontal.ticks(8, x.written)) {
      const half = width(mark.label) / 2;
      body += line(mark.at, bottom, mark.at, bottom + 2.5, INK, 0.5);
      body += text(Math.min(Math.max(mark.at, half), wide - half), bottom + 3.5 + SIZE, mark.label, 'text-anchor="middle"');
    }
    body += text(wide - 8, bottom + 7 + 2 * SIZE, fitted(x.title, wide), 'text-anchor="end"');
    return { x: horizontal, y: vertical, left, right: wide - 8, top, bottom, body, high };
  };

  // A dashed line at a value with its name on top.
  const upright = (f, value, name) => {
    const at = f.x.at(value);
    if (at < f.left || at > f.right) return '';
    const half = width(name, 6.2) / 2;
    const x = Math.min(Math.max(at, f.left + half), f.right - half);
    return line(at, f.top - 2, at, f.bottom, GREY, 0.8, 'stroke-dasharray="3 2"')
      + `<text x="${short(x)}" y="${short(f.top - 4)}" font-size="6.2" fill="${GREY}" text-anchor="middle" ${halo}>${escaped(name)}</text>`;
  };

  const finish = (wide, high, alt, body) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(wide)} ${short(high)}" role="img" aria-label="${escaped(alt)}" font-family="Inter, Helvetica, Arial, sans-serif">${body}</svg>`;

  return { INK, GREY, PALE, BLUE, SKY, VERMILLION, RUST, SIZE, PLAIN, PERCENT, amounts, scale, text, line, curve, area, bar, dot, halo, frame, upright, finish, width, fitted, roundStep };
})();

// What comes of the draws that the page carries.
const draws = (data) => {
  const n = data.draws;
  const decoded = new Map();
  const column = (coded) => {
    if (typeof coded === 'number') return new Float64Array(n).fill(coded);
    if (!decoded.has(coded)) {
      const text = atob(coded);
      const bytes = new Uint8Array(text.length);
      for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
      const view = new DataView(bytes.buffer);
      decoded.set(coded, Float64Array.from({ length: n }, (_, i) => view.getFloat32(4 * i, true)));
    }
    return decoded.get(coded);
  };
  const amounts = data.lines.map((line) => column(line.amounts));
  const effect = new Map((data.effect ? data.effect.lines : []).map((line) => [line.line, line]));

  const initial = () => ({
    threshold: 1,
    dials: data.dials.map((dial) => dial.value),
    lines: data.lines.map(() => true),
    hard: false,
    party: 0,
  });

  // What multiplies a line in every draw: dials, and the part of the money that is the party's.
  const factor = (state, index) => {
    let product = 1;
    data.dials.forEach((dial, d) => {
      if (dial.lines.includes(index)) product *= state.dials[d] / dial.value;
    });
    const weight = data.parties[state.party].weights[data.lines[index].stakeholder];
    if (typeof weight === 'number') return { product: product * weight };
    return { product, share: column(data.shares[weight.share]) };
  };

  const scaled = (values, { product, share }) => {
    if (!share) return product === 1 ? values : values.map((value) => value * product);
    return values.map((value, i) => value * product * share[i]);
  };

  const counts = (state, index) => {
    const line = data.lines[index];
    return state.lines[index] && (!line.benefit || line.hard || !state.hard);
  };

  const compute = (state) => {
    const benefits = new Float64Array(n);
    const costs = new Float64Array(n);
    const means = data.lines.map((line, index) => {
      const values = scaled(amounts[index], factor(state, index));
      if (counts(state, index)) {
        const sum = line.benefit ? benefits : costs;
        for (let i = 0; i < n; i++) sum[i] += values[i];
      }
      return statistics.mean(values);
    });
    let [hits, nonpositive] = [0, 0];
    const net = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      net[i] = benefits[i] - costs[i];
      if (costs[i] <= 0) nonpositive += 1;
    }
    const hasRatio = data.ratio && nonpositive === 0;
    const threshold = hasRatio ? state.threshold : 1;
    for (let i = 0; i < n; i++) if (benefits[i] > threshold * costs[i]) hits += 1;
    const sortedNet = Float64Array.from(net).sort();
    const result = {
      means, threshold, hasRatio, sortedNet,
      noCosts: costs.every((value) => value === 0),
      nonpositive: nonpositive / n,
      benefits: statistics.mean(benefits),
      costs: statistics.mean(costs),
      net: statistics.mean(net),
      netEnds: [0.025, 0.975].map((p) => statistics.quantile(sortedNet, p)),
      chance: statistics.proportion(hits, n),
    };
    if (hasRatio) {
      result.sortedRatio = benefits.map((value, i) => value / costs[i]).sort();
      result.ratio = statistics.ratio(benefits, costs);
      result.ratioEnds = [0.025, 0.975].map((p) => statistics.quantile(result.sortedRatio, p));
    }
    return result;
  };

  // P(benefits > threshold × costs) were the effect known: every line is a + bθ.
  const breakEven = (state, threshold) => {
    if (!data.effect) return null;
    const at = new Float64Array(n);
    const slope = new Float64Array(n);
    let depends = false;
    data.lines.forEach((line, index) => {
      if (!counts(state, index)) return;
      const sign = line.benefit ? 1 : -threshold;
      const of = effect.get(index);
      const by = factor(state, index);
      const base = scaled(of ? column(of.at_zero) : amounts[index], by);
      for (let i = 0; i < n; i++) at[i] += sign * base[i];
      if (!of) return;
      depends = true;
      const more = scaled(column(of.slope), by);
      for (let i = 0; i < n; i++) slope[i] += sign * more[i];
    });
    if (!depends) return null;
    const points = [];
    for (let step = 0; step <= 80; step++) {
      const value = data.effect.high * step / 80;
      let hits = 0;
      for (let i = 0; i < n; i++) if (at[i] + slope[i] * value > 0) hits += 1;
      points.push([value, hits / n]);
    }
    return points;
  };

  return { initial, counts, compute, breakEven };
};

// Figures that follow what was changed.
const figures = (data) => {
  const words = data.words;
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const euros = (written) => words.euros[[1, 1e3, 1e6].indexOf(written.unit)];
  const d = drawing;

  // Bins of a round width, of which the threshold is an edge.
  const density = ([wide, high], result, alt) => {
    const sorted = result.hasRatio ? result.sortedRatio : result.sortedNet;
    const limit = result.hasRatio ? result.threshold : 0;
    const n = sorted.length;
    const [from, to] = [0.001, 0.999].map((p) => statistics.quantile(sorted, p).value);
    if (!(to > from)) return d.finish(wide, 30, alt, d.text(0, 14, words.nothing));
    const reach = to - from;
    const near = limit >= from - reach / 2 && limit <= to + reach / 2;
    const ends = near ? [Math.min(from, limit), Math.max(to, limit)] : [from, to];
    const step = d.roundStep(reach / 60);
    const first = Math.floor((ends[0] - limit) / step);
    const last = Math.ceil((ends[1] - limit) / step);
    const bins = [];
    for (let i = first; i < last; i++) {
      const [low, high] = [limit + i * step, limit + (i + 1) * step];
      bins.push({ low, high, share: (statistics.above(sorted, low) - statistics.above(sorted, high)) / n });
    }
    const written = result.hasRatio ? d.PLAIN : d.amounts(Math.max(Math.abs(from), Math.abs(to)));
    const title = result.hasRatio ? words.return_axis : filled(words.net_axis, { euros: euros(written) });
    const most = Math.max(...bins.map((bin) => bin.share));
    const f = d.frame(wide, { domain: [bins[0].low, bins[bins.length - 1].high], written, title }, { domain: [0, most * 1.15], written: d.PERCENT, title: words.density_axis }, high);
    let body = f.body;
    for (const bin of bins) {
      const short = bin.high <= limit + step / 2;
      body += d.bar(f.x.at(bin.low) + 0.15, f.bottom, f.x.at(bin.high) - 0.15, f.y.at(bin.share), short ? d.VERMILLION : d.SKY);
    }
    const name = limit === 1 || !result.hasRatio ? words.break_even_line : words.threshold;
    body += d.upright(f, limit, name);
    const p = result.chance;
    const above = filled(words.above, { share: digits.percent(p.value, p.error) });
    const below = filled(words.below, { share: digits.percent(1 - p.value, p.error) });
    const at = f.x.at(limit);
    if (at - f.left > d.width(below) + 6) body += d.text(at - 5, f.top + 6, below, `text-anchor="end" font-weight="600" ${d.halo}`, d.RUST);
    if (f.right - at > d.width(above) + 6) body += d.text(at + 5, f.top + 6, above, `font-weight="600" ${d.halo}`, d.BLUE);
    return d.finish(wide, f.high, alt, body);
  };

  const acceptability = ([wide, high], result, alt) => {
    if (!result.hasRatio) return null;
    const sorted = result.sortedRatio;
    const n = sorted.length;
    const end = Math.max(1.5, result.threshold * 1.05, statistics.quantile(sorted, 0.995).value);
    const points = [];
    for (let i = 0; i <= 200; i++) points.push([end * i / 200, statistics.above(sorted, end * i / 200) / n]);
    const f = d.frame(wide, { domain: [0, end], written: d.PLAIN, title: words.threshold_axis }, { domain: [0, 1], written: d.PERCENT, title: words.chance_axis }, high);
    const name = result.threshold === 1 ? words.break_even_line : words.threshold;
    let body = f.body + d.upright(f, result.threshold, name);
    body += d.curve(points.map(([x, y]) => [f.x.at(x), f.y.at(y)]), d.BLUE);
    const [x, y] = [f.x.at(result.threshold), f.y.at(result.chance.value)];
    const label = digits.percent(result.chance.value, result.chance.error);
    body += d.dot(x, y, d.BLUE);
    const left = x + 8 + d.width(label) > f.right;
    body += d.text(left ? x - 6 : x + 6, Math.max(y - 5, f.top + 6), label, `font-weight="600" ${left ? 'text-anchor="end"' : ''} ${d.halo}`);
    return d.finish(wide, f.high, alt, body);
  };

  const breakEven = ([wide, high], points, event, alt) => {
    if (!points) return null;
    const written = data.effect.percent ? { unit: 0.01 / data.effect.scale, suffix: ' %' } : d.PLAIN;
    const f = d.frame(wide, { domain: [0, data.effect.high], written, title: data.effect.label }, { domain: [0, 1], written: d.PERCENT, title: filled(words.break_even_axis, { event }) }, high);
    const body = f.body + d.curve(points.map(([x, y]) => [f.x.at(x), f.y.at(y)]), d.BLUE);
    return d.finish(wide, f.high, alt, body);
  };

  const lines = ([wide], state, result, counts, alt) => {
    const shown = data.lines.map((line, index) => ({ line, index, mean: result.means[index] })).filter(({ index }) => counts(state, index));
    if (!shown.length) return d.finish(wide, 30, alt, d.text(0, 14, words.nothing));
    const sides = [[true, words.benefits], [false, words.costs]];
    const room = Math.min(wide * 0.42, Math.max(...shown.map(({ line }) => d.width(line.label))) + 6);
    const label = ({ mean }) => digits.euro(mean.value, mean.error);
    const widest = Math.max(...shown.map((one) => d.width(label(one)))) + 5;
    const extent = shown.map(({ mean }) => mean.value);
    const x = d.scale([Math.min(0, ...extent), Math.max(1e-9, ...extent)], [room + (Math.min(...extent) < 0 ? widest : 0), wide - widest]);
    let [y, body] = [0, ''];
    for (const [benefit, title] of sides) {
      const side = shown.filter(({ line }) => line.benefit === benefit);
      if (!side.length) continue;
      y += 12;
      body += d.text(0, y, title, 'font-weight="600"');
      y += 3;
      for (const one of side) {
        const colour = benefit ? d.BLUE : d.VERMILLION;
        const soft = benefit && !one.line.hard;
        body += d.text(0, y + 8, d.fitted(one.line.label, room - 6));
        body += d.bar(x.at(0), y + 2, x.at(one.mean.value), y + 9.5, soft ? d.SKY : colour, soft ? `stroke="${d.BLUE}" stroke-width="0.6"` : '');
        const end = x.at(one.mean.value);
        body += one.mean.value < 0 ? d.text(end - 3, y + 8, label(one), 'text-anchor="end"') : d.text(end + 3, y + 8, label(one));
        y += 12.5;
      }
    }
    body += d.line(x.at(0), 8, x.at(0), y + 1, d.INK, 0.5);
    return d.finish(wide, y + 6, alt, body);
  };

  return { density, acceptability, breakEven, lines, filled };
};

// The page.
const start = (data) => {
  const words = data.words;
  Object.assign(digits.settings, data.lang === 'nl' ? { point: ',', comma: '.' } : {}, { unknown: words.unknown, exact: words.exact });
  const source = draws(data);
  const draw = figures(data);
  // Amounts and percentages stay on one line.
  const unbroken = (text) => text.replaceAll('€ ', '€\u00a0').replaceAll(' %', '\u00a0%');
  const filled = (text, values) => unbroken(draw.filled(text, values));
  const byId = (id) => document.getElementById(id);
  const named = (name) => document.querySelector(`[data-name="${name}"]`);
  const base = source.initial();
  let state = source.initial();

  const turns = [byId('threshold'), ...data.dials.map((_, i) => byId(`dial-${i}`))];
  const boxes = data.lines.map((_, i) => byId(`line-${i}`));
  const [party, hard, reset, bar] = ['party', 'hard', 'reset', 'bar'].map(byId);
  const narrow = matchMedia('screen and (max-width: 34rem)');
  const drawings = ['density', 'acceptability', 'break_even', 'lines'].map((name) => {
    const figure = byId(`figure-${name}`);
    if (!figure) return { name };
    const still = figure.querySelector('.drawing');
    // Of the two widths that which is shown.
    const size = () => {
      const boxes = [...still.querySelectorAll('svg')];
      const box = boxes[narrow.matches ? 1 : 0] || boxes[0];
      return box ? [box.viewBox.baseVal.width, box.viewBox.baseVal.height] : narrow.matches ? [227, 150] : [340, 170];
    };
    return { name, figure, still, size, absent: figure.classList.contains('absent'), title: figure.querySelector('figcaption').textContent };
  });
  const kept = ['key-ratio', 'key-chance', 'key-net', 'basis'].map(byId).concat(boxes.map((box) => box.closest('.line').querySelector('.amount')));
  const originals = kept.map((element) => element.innerHTML);
  // The live region itself stays: screen readers follow what changes in it.
  const spoken = byId('sentence');
  const answer = spoken.textContent;

  const put = (name, kind, { value, error }) => {
    const element = named(name);
    if (!element) return;
    element.dataset.value = String(value);
    element.dataset.error = String(error);
    element.textContent = unbroken(digits.print(kind, value, error));
  };
  const write = (name, text) => {
    const element = named(name);
    if (element) element.textContent = unbroken(text);
  };
  const counted = (count) => digits.rounded(count, 0);
  const from = (text) => filled(text, { draws: counted(data.draws), of: counted(data.of) });

  const event = (result) => (result.threshold === 1 ? words.break_even : filled(words.exceeds, { threshold: digits.euro(result.threshold, 0) }));

  const why = (result) => {
    if (result.noCosts) return words.no_costs;
    return result.nonpositive > 0 ? filled(words.no_ratio, { share: digits.percent(result.nonpositive, 0) }) : words.never;
  };

  const sentence = (result) => {
    const who = state.party === 0 ? words.society : data.parties[state.party].label;
    const whom = filled(state.hard ? words.for_hard : words.for_all, { party: who });
    const chance = digits.percent(result.chance.value, result.chance.error);
    const ends = (result.hasRatio ? result.ratioEnds : result.netEnds).map(({ value, error }) => (result.hasRatio ? digits.number : digits.euro)(value, error));
    const said = {
      whom, chance, low: ends[0], high: ends[1], event: event(result),
      ratio: result.hasRatio ? digits.euro(result.ratio.value, result.ratio.error) : '',
      net: digits.euro(result.net.value, result.net.error),
      why: why(result),
    };
    return filled(result.hasRatio ? words.with_ratio : words.without_ratio, said);
  };

  const ratioShown = (result) => {
    const key = byId('key-ratio');
    if (result.hasRatio) {
      if (!named('ratio')) return;
      put('ratio', 'euro', result.ratio);
      put('roi_low', 'number', result.ratioEnds[0]);
      put('roi_high', 'number', result.ratioEnds[1]);
      write('ratio_error', digits.withError('euro', result.ratio.error));
      return;
    }
    key.querySelector('.big').textContent = '–';
    const beside = document.createElement('span');
    beside.className = 'beside';
    beside.dataset.name = 'no_ratio';
    beside.textContent = unbroken(why(result));
    key.querySelector('p:last-child').replaceChildren(beside);
  };

  const numbers = (result) => {
    const said = sentence(result);
    write('event', filled(words.event_given, { event: event(result) }));
    spoken.textContent = said;
    ratioShown(result);
    byId('key-chance').querySelector('h2').textContent = result.threshold === 1
      ? words.chance_break_even
      : filled(words.chance_exceeds, { threshold: digits.euro(result.threshold, 0) });
    put('chance', 'percent', result.chance);
    write('chance_error', digits.withError('percent', result.chance.error));
    put('net', 'euro', result.net);
    put('net_low', 'euro', result.netEnds[0]);
    put('net_high', 'euro', result.netEnds[1]);
    write('net_error', digits.withError('euro', result.net.error));
    byId('basis').textContent = from(words.from);
    result.means.forEach((mean, index) => put(`line_${index}`, 'euro', mean));
    write('bar_ratio', result.hasRatio ? digits.euro(result.ratio.value, result.ratio.error) : '–');
    write('bar_chance', digits.percent(result.chance.value, result.chance.error));
    write('bar_net', digits.euro(result.net.value, result.net.error));
    write('bar_from', from(words.from_short));
    return said;
  };

  const redraw = (result, said) => {
    for (const { name, figure, still, size, title } of drawings) {
      if (!figure) continue;
      const alt = filled(words.alt, { title, sentence: said });
      const made = {
        density: () => draw.density(size(), result, alt),
        acceptability: () => draw.acceptability(size(), result, alt),
        break_even: () => draw.breakEven(size(), source.breakEven(state, result.threshold), event(result), alt),
        lines: () => draw.lines(size(), state, result, source.counts, alt),
      }[name]();
      let live = figure.querySelector('.live');
      if (!live) {
        live = document.createElement('div');
        live.className = 'live';
        still.after(live);
      }
      const note = `<p class="figure-from">${from(words.from)}</p>`;
      live.innerHTML = made ? `<div class="drawing" tabindex="0" role="group">${made}</div>${note}` : note;
      if (made) live.firstChild.setAttribute('aria-label', title);
      still.hidden = true;
      figure.classList.remove('absent');
    }
  };

  const still = () => {
    kept.forEach((element, i) => { element.innerHTML = originals[i]; });
    for (const { figure, still: drawn, absent } of drawings) {
      if (!figure) continue;
      const live = figure.querySelector('.live');
      if (live) live.remove();
      drawn.hidden = false;
      figure.classList.toggle('absent', absent);
    }
  };

  const outputs = () => {
    const shown = [digits.euro(state.threshold, 0), ...data.dials.map((dial, i) => `${digits.significant(state.dials[i], 5)} ${dial.unit}`)];
    turns.forEach((turn, i) => {
      byId(`${turn.id}-shown`).textContent = shown[i];
      turn.setAttribute('aria-valuetext', shown[i]);
    });
    boxes.forEach((box, i) => box.closest('.line').classList.toggle('out', !source.counts(state, i)));
  };

  const update = () => {
    const changed = JSON.stringify(state) !== JSON.stringify(base);
    document.body.classList.toggle('changed', changed);
    reset.disabled = !changed;
    bar.hidden = !changed;
    outputs();
    // First back to the run: what a change leaves out has a place to return to.
    still();
    if (changed) {
      const result = source.compute(state);
      turns[0].disabled = !result.hasRatio;
      redraw(result, numbers(result));
    } else {
      turns[0].disabled = !data.ratio;
      spoken.textContent = answer;
    }
    document.body.dataset.settled = String(Number(document.body.dataset.settled || 0) + 1);
  };

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      update();
    });
  };

  const read = () => {
    state.threshold = Number(turns[0].value);
    state.dials = data.dials.map((dial, i) => Number(turns[i + 1].value));
    state.lines = boxes.map((box) => box.checked);
    state.hard = hard.checked;
    state.party = Number(party.value);
    soon();
  };

  const back = () => {
    const held = document.activeElement === reset || bar.contains(document.activeElement);
    state = source.initial();
    turns.forEach((turn) => { turn.value = turn.defaultValue; });
    boxes.forEach((box) => { box.checked = true; });
    hard.checked = false;
    party.value = '0';
    read();
    if (held) turns[0].focus({ preventScroll: true });
  };

  narrow.addEventListener('change', soon);
  for (const control of [...turns, ...boxes, party, hard]) {
    for (const event of ['input', 'change']) control.addEventListener(event, read);
  }
  reset.addEventListener('click', back);
  byId('bar-reset').addEventListener('click', back);
  // Without a ratio there is no threshold to exceed.
  turns[0].disabled = !data.ratio;
  // Browsers keep what was entered before a page is loaded again.
  turns.forEach((turn) => { turn.value = turn.defaultValue; });
  boxes.forEach((box) => { box.checked = true; });
  hard.checked = false;
  party.value = '0';
};

// Contents that follow the reader, texts to copy, and print that opens everything.
const conveniences = () => {
  const links = new Map([...document.querySelectorAll('.contents a')].map((a) => [a.hash.slice(1), a]));
  const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const passed = places.filter((place) => place.getBoundingClientRect().top < innerHeight * 0.4);
    const here = (passed[passed.length - 1] || places[0]).id;
    for (const [id, link] of links) {
      if (id === here) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };
  addEventListener('scroll', mark, { passive: true });
  mark();

  const words = document.getElementById('data');
  const copied = words ? JSON.parse(words.textContent).words.copied : '✓';
  for (const button of document.querySelectorAll('.copy')) {
    const label = button.textContent;
    button.addEventListener('click', () => {
      const text = document.getElementById(button.dataset.copies);
      const range = document.createRange();
      range.selectNodeContents(text);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand('copy');
      button.textContent = copied;
      setTimeout(() => { button.textContent = label; }, 1500);
    });
  }

  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    for (const one of opened) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of opened) one.open = false;
  });
};

if (typeof document === 'undefined') {
  module.exports = { digits, statistics, draws };
} else {
  const data = document.getElementById('data');
  if (data) start(JSON.parse(data.textContent));
  conveniences();
  // Checks of the page print numbers with the same code.
  window.sroi = { digits };
}
