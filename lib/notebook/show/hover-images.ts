import { jpegUri, thumbnail } from '../../images/index.js';

/** Charts of more points than this show texts alone: the photos would outweigh the page. */
export const mostHoverImages = 1_500;
/** Bytes of a photo. */
const mostBytes = 3_072;
/** Side in pixels and JPEG quality to try in turn, until a photo is small enough. */
const sizes: readonly (readonly [number, number])[] = [
  [96, 70],
  [80, 60],
  [64, 50],
  [48, 30],
];

/** Photos small enough to travel with a chart, as data URIs of at most 3 KB of JPEG; null where there is none. */
export async function hoverUris(paths: readonly (string | null)[]): Promise<(string | null)[]> {
  const { default: pLimit } = await import('p-limit');
  return pLimit(4).map(paths, async (path) => {
    for (const [side, quality] of sizes) {
      const jpeg = await thumbnail(path, side, quality);
      if (jpeg === null) return null;
      if (jpeg.byteLength <= mostBytes) return jpegUri(jpeg);
    }
    return null;
  });
}

/** Style of the card: dark on any page, so that it needs to know nothing of the page's colours. */
export const hoverStyle = `<style>
figure.vitrine-plot .live{position:relative}
figure.vitrine-plot .live:focus-visible{outline:2px solid #0072b2;outline-offset:-2px;border-radius:4px}
figure.vitrine-plot .hover-card{position:absolute;z-index:10;box-sizing:border-box;width:176px;padding:8px;border-radius:8px;background:#1d2125;color:#fff;border:1px solid rgba(255,255,255,.25);box-shadow:0 4px 16px rgba(0,0,0,.35);font-size:12px;line-height:1.35;pointer-events:none;overflow-wrap:anywhere;text-align:left}
figure.vitrine-plot .hover-card img{width:100%;max-width:none;height:96px;object-fit:contain;background:#fff;border-radius:4px;margin:0 0 6px}
figure.vitrine-plot .hover-card div:first-of-type{font-weight:600}
figure.vitrine-plot .hover-ring{position:absolute;z-index:9;box-sizing:border-box;width:14px;height:14px;margin:-7px 0 0 -7px;border:2px solid currentColor;border-radius:50%;pointer-events:none}
</style>`;

/**
 * Shows a card with photo and text at the point under the pointer, on live charts that bring photos; with the keyboard,
 * arrows go from point to point and Escape ends it. Runs with each such chart, and again when plotly has drawn one.
 */
export const hover = `(function () {
  var w = window;
  function plain(text) {
    return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  }
  function attach(box) {
    var source = box.querySelector('script.hover-images');
    var target = box.querySelector('.live');
    if (!source || !target || !target.on) return;
    box.setAttribute('data-hover', '');
    var uris = JSON.parse(source.textContent), current = null;
    var card = document.createElement('div');
    card.className = 'hover-card';
    card.setAttribute('role', 'status');
    card.hidden = true;
    var ring = document.createElement('div');
    ring.className = 'hover-ring';
    ring.hidden = true;
    target.append(ring, card);
    target.tabIndex = 0;
    target.setAttribute('role', 'application');
    target.setAttribute('aria-label', target.getAttribute('aria-label') + ' Arrow keys go from point to point.');
    function place(curve, number) {
      var layout = target._fullLayout, trace = target.data[curve];
      return {
        curve: curve, number: number,
        x: layout.xaxis._offset + layout.xaxis.d2p(trace.x[number]),
        y: layout.yaxis._offset + layout.yaxis.d2p(trace.y[number])
      };
    }
    function show(point) {
      var trace = target.data[point.curve];
      var uri = uris[trace.customdata ? trace.customdata[point.number] : -1];
      card.textContent = '';
      if (uri) {
        var image = document.createElement('img');
        image.src = uri;
        image.alt = '';
        card.appendChild(image);
      }
      String(trace.text ? trace.text[point.number] : '').split('<br>').forEach(function (text) {
        var line = document.createElement('div');
        line.textContent = plain(text);
        card.appendChild(line);
      });
      card.hidden = ring.hidden = false;
      ring.style.left = point.x + 'px';
      ring.style.top = point.y + 'px';
      current = point;
      var left = point.x + 14, top = point.y - card.offsetHeight / 2;
      if (left + card.offsetWidth > target.clientWidth) left = point.x - 14 - card.offsetWidth;
      if (left < 0) {
        left = Math.min(Math.max(0, point.x - card.offsetWidth / 2), target.clientWidth - card.offsetWidth);
        top = point.y - 14 - card.offsetHeight;
        if (top < 0) top = point.y + 14;
      }
      card.style.left = left + 'px';
      card.style.top = Math.max(0, Math.min(top, target.clientHeight - card.offsetHeight)) + 'px';
    }
    function hide() { card.hidden = ring.hidden = true; current = null; }
    function points() {
      var all = [], layout = target._fullLayout;
      target.data.forEach(function (trace, curve) {
        if (target._fullData[curve].visible !== true) return;
        for (var i = 0; i < trace.x.length; i++) {
          var point = place(curve, i), x = point.x - layout.xaxis._offset, y = point.y - layout.yaxis._offset;
          if (x >= 0 && y >= 0 && x <= layout.xaxis._length && y <= layout.yaxis._length) all.push(point);
        }
      });
      return all;
    }
    /** The nearest point in a direction, those straight ahead first. */
    function next(dx, dy) {
      var best = null, least = Infinity, layout = target._fullLayout;
      var from = current || { x: layout.xaxis._offset + layout.xaxis._length / 2, y: layout.yaxis._offset + layout.yaxis._length / 2 };
      points().forEach(function (point) {
        var along = (point.x - from.x) * dx + (point.y - from.y) * dy;
        var aside = Math.abs((point.x - from.x) * dy) + Math.abs((point.y - from.y) * dx);
        var far = along + 3 * aside;
        if (!current) far = Math.abs(along) + aside;
        else if (along < 0.5) return;
        if (far < least) { least = far; best = point; }
      });
      return best;
    }
    target.on('plotly_hover', function (event) {
      var point = event.points[0];
      show(place(point.curveNumber, point.pointNumber));
    });
    /** A tap on a touch screen, which plotly takes for the start of a drag: the nearest point under the finger. */
    var down = null;
    target.addEventListener('pointerdown', function (event) {
      down = event.pointerType === 'touch' ? [event.clientX, event.clientY] : null;
    }, true);
    target.addEventListener('pointerup', function (event) {
      if (!down || Math.hypot(event.clientX - down[0], event.clientY - down[1]) > 10) return;
      var at = target.getBoundingClientRect();
      var far = function (point) { return Math.hypot(point.x + at.left - event.clientX, point.y + at.top - event.clientY); };
      var near = points().reduce(function (best, point) { return !best || far(point) < far(best) ? point : best; }, null);
      if (near && far(near) < 24) show(near);
      else hide();
    }, true);
    target.on('plotly_unhover', hide);
    /** The chart was resized, zoomed, or a series hidden: the card goes with its point. */
    function follow() {
      var last = current;
      if (!last) return;
      var same = points().filter(function (point) { return point.curve === last.curve && point.number === last.number; });
      if (same.length) show(same[0]);
      else hide();
    }
    target.on('plotly_relayout', follow);
    target.on('plotly_restyle', follow);
    target.addEventListener('blur', hide);
    target.addEventListener('keydown', function (event) {
      var step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.key === 'Escape') hide();
      if (!step || event.target !== target || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      var point = next(step[0], step[1]);
      if (point) show(point);
    });
  }
  w.vitrineHover = function () {
    document.querySelectorAll('figure.vitrine-plot[data-live]:not([data-hover])').forEach(attach);
  };
  w.vitrineHover();
})();`;
