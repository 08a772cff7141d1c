/* A line chart of the last five minutes, as inline SVG. */
class GraftChart {
  static WINDOW = 300000;
  static GAP = 10000;
  static BOX = { width: 600, height: 130, left: 48, right: 8, top: 10, bottom: 20 };

  /** @param figure holds the chart, and an output element for the latest value */
  constructor(figure) {
    this.samples = [];
    this.output = figure.querySelector('output');
    const { width, height, left, right, top, bottom } = GraftChart.BOX;
    const svg = this.#add(figure, 'svg', { viewBox: `0 0 ${width} ${height}`, role: 'img' });
    svg.setAttribute('aria-label', figure.querySelector('figcaption').firstChild.textContent.trim() + ', last five minutes');
    for (const share of [0, 0.5, 1]) {
      const y = top + (height - top - bottom) * share;
      this.#add(svg, 'line', { x1: left, x2: width - right, y1: y, y2: y, class: 'grid' });
    }
    for (let minute = 5; minute >= 0; minute--) {
      const x = width - right - (width - left - right) * minute / 5;
      const anchor = minute === 0 ? 'end' : 'middle';
      this.#add(svg, 'text', { x, y: height - 5, 'text-anchor': anchor }).textContent = minute ? `−${minute} min` : 'now';
    }
    this.top = this.#add(svg, 'text', { x: left - 6, y: top + 4, 'text-anchor': 'end' });
    this.half = this.#add(svg, 'text', { x: left - 6, y: (top + height - bottom) / 2 + 4, 'text-anchor': 'end' });
    this.#add(svg, 'text', { x: left - 6, y: height - bottom + 4, 'text-anchor': 'end' }).textContent = '0';
    this.area = this.#add(svg, 'path', { class: 'area' });
    this.line = this.#add(svg, 'path', { class: 'line' });
  }

  add(time, value) {
    this.samples.push({ time, value });
    this.samples = this.samples.filter(sample => sample.time >= time - GraftChart.WINDOW);
    this.output.textContent = GraftChart.short(value);
    this.#draw(time);
  }

  #draw(now) {
    const { width, height, left, right, top, bottom } = GraftChart.BOX;
    const highest = GraftChart.#round(Math.max(...this.samples.map(sample => sample.value)));
    const x = time => width - right - (width - left - right) * (now - time) / GraftChart.WINDOW;
    const y = value => height - bottom - (height - top - bottom) * value / highest;
    let line = '';
    let area = '';
    let before = null;
    for (const { time, value } of this.samples) {
      const point = `${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
      if (before === null || time - before > GraftChart.GAP) {
        area += before === null ? '' : `V${y(0)}Z`;
        area += `M${x(time).toFixed(1)} ${y(0)}`;
        line += `M${point}`;
      }
      area += `L${point}`;
      line += `L${point}`;
      before = time;
    }
    this.line.setAttribute('d', line);
    this.area.setAttribute('d', `${area}V${y(0)}Z`);
    this.top.textContent = GraftChart.short(highest);
    this.half.textContent = GraftChart.short(highest / 2);
  }

  #add(parent, name, attributes) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, value);
    }
    return parent.appendChild(element);
  }

  /** The next 1, 2 or 5 times a power of ten; two at least, so that half of it is a whole number. */
  static #round(value) {
    const power = 10 ** Math.floor(Math.log10(Math.max(value, 2)));
    return [1, 2, 5, 10].map(step => step * power).find(step => step >= Math.max(value, 2));
  }

  static short(value) {
    if (value >= 1e6) {
      return (value / 1e6).toFixed(1).replace('.0', '') + ' M';
    }
    return value >= 1e4 ? (value / 1e3).toFixed(1).replace('.0', '') + ' k' : Math.round(value).toLocaleString('en');
  }
}
