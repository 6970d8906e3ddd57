// A picture of two layers, its ground and what moves over it, and below it a caption that is also its
// alternative text. The names inside SVG hold within a shadow root alone, so pictures cannot mix them up.
const TRACKS = ".controls input[type=range], .controls select"; // what a hand moves
const EVENTS = ["input", "change", "click"];
const STYLE = `<style>
  :host { position: relative; display: block; max-width: 100%; }
  svg { display: block; width: 100%; height: auto; stroke-linejoin: round; }
  div + div { position: absolute; inset: 0; }
</style>`;

function loaded(image) {
  return new Promise((resolve) => {
    image.onload = image.onerror = resolve;
  });
}

// -- reading a curve --

// The place of a value between the ends of an axis, from 0 to 1, and the value at a place.
const placeOn = ({ low, high, log }, value) =>
  log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
const valueAt = ({ low, high, log }, place) => (log ? low * (high / low) ** place : low + place * (high - low));

function inDigits(number) {
  const size = Math.abs(number);
  return size && (size < 1e-3 || size >= 1e5) ? number.toExponential(1) : `${Number(number.toPrecision(3))}`;
}

// The curves of a panel, each with its name and the lines that it consists of: places [x, y] by x. A curve is a
// path without a filling that the panel's edges cut, and that never turns back.
function curves(root, { left, right, top, bottom }) {
  const found = [];
  for (const path of root.querySelectorAll('path[clip-path][d][style^="fill: none"]')) {
    const svg = path.ownerSVGElement;
    const { width, height } = svg.viewBox.baseVal;
    const edges = svg.querySelector(`${path.getAttribute("clip-path").slice(4, -1)} rect`);
    const middle = (Number(edges.getAttribute("x")) + edges.getAttribute("width") / 2) / width;
    if (middle < left || middle > right || /[aCQz]/.test(path.getAttribute("d"))) continue;
    const lines = path.getAttribute("d").split("M").slice(1).map((line) => {
      const points = line.split("L").map((point) => point.trim().split(" ").map(Number));
      return points.map(([x, y]) => [(x / width - left) / (right - left), (bottom - y / height) / (bottom - top)]);
    });
    const xs = lines.flat().map(([x]) => x);
    const onward = xs.at(-1) > xs[0] && xs.every((x, n) => !n || x >= xs[n - 1]);
    if (onward) found.push({ name: path.dataset.curve, lines });
  }
  return found;
}

// The height of a curve at x; undefined where it is not, or not in its panel.
function heightAt({ lines }, x) {
  for (const line of lines) {
    const n = line.findIndex(([end]) => end >= x);
    if (n < 0 || (n === 0 && line[0][0] > x)) continue;
    const [[x0, y0], [x1, y1]] = [line[Math.max(n - 1, 0)], line[n]];
    const y = x1 > x0 ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y1;
    if (y > -0.01 && y < 1.01) return y;
  }
}

// Says the values of the curve that is nearest to the pointer, or of the one that the arrow keys walk along; and
// its name, unless its axis has the same, where it is not the only one.
function reader(model, picture, root) {
  const said = document.createElement("output");
  const words = document.createElement("span");
  said.className = "reading";
  said.append(words);
  picture.after(said);
  let seen = null; // the panel's number, the places x and y, and of which curve, if the keys chose one

  const hide = () => {
    seen = null;
    said.classList.remove("shown");
    words.textContent = "";
  };
  const show = () => {
    const panel = model.get("panels")[seen.panel];
    const step = panel.x.whole ? (place) => placeOn(panel.x, Math.round(valueAt(panel.x, place))) : (place) => place;
    const x = step(seen.x);
    const all = curves(root, panel).map((curve) => ({ name: curve.name, y: heightAt(curve, x) }));
    const near = all.filter(({ y }) => y !== undefined).sort((a, b) => Math.abs(a.y - seen.y) - Math.abs(b.y - seen.y));
    const { name, y } = (seen.curve === undefined ? near[0] : all[seen.curve]) ?? {};
    const known = [[panel.x, x], [panel.y, y]].filter(([, place]) => place !== undefined);
    const told = known.map(([axis, place]) => `${axis.name} = ${inDigits(valueAt(axis, place))}`).join(", ");
    const which = all.length > 1 && name && name !== panel.y.name ? `${name}: ` : "";
    words.textContent = y === undefined && seen.curve === undefined ? "" : which + told;
    said.classList.toggle("shown", y !== undefined);
    const place = [panel.left + x * (panel.right - panel.left), panel.bottom - y * (panel.bottom - panel.top)];
    said.style.left = `${place[0] * picture.clientWidth}px`;
    said.style.top = `${place[1] * picture.clientHeight}px`;
    said.classList.toggle("leftward", place[0] > 0.6);
    said.classList.toggle("below", place[1] < 0.2);
  };
  const point = ({ clientX, clientY }) => {
    const box = picture.getBoundingClientRect();
    const [x, y] = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
    const inside = ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom;
    const number = model.get("panels").findIndex(inside);
    if (number < 0) return hide();
    const { left, right, top, bottom } = model.get("panels")[number];
    seen = { panel: number, x: (x - left) / (right - left), y: (bottom - y) / (bottom - top) };
    show();
  };
  const walk = (event) => {
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const on = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Escape") hide();
    if (!across && !on) return;
    event.preventDefault();
    const all = model.get("panels").flatMap((each, panel) => curves(root, each).map((_, curve) => [panel, curve]));
    if (!all.length) return;
    const here = all.findIndex(([panel, curve]) => panel === seen?.panel && curve === (seen.curve ?? 0));
    const next = all[(Math.max(here, 0) + (here < 0 ? 0 : on ?? 0) + all.length) % all.length];
    const { x } = model.get("panels")[next[0]];
    const step = x.whole ? Math.max(1 / 50, 1 / Math.abs(x.high - x.low)) : 1 / 50;
    const place = here < 0 ? 0.5 : seen.x + (across ?? 0) * step;
    seen = { panel: next[0], curve: next[1], x: Math.min(Math.max(place, 0), 1), y: 0 };
    show();
  };
  if (!model.get("panels").length) return () => {};
  picture.tabIndex = 0;
  picture.dataset.lmSuppressShortcuts = "true"; // the arrow keys walk along curves, not along JupyterLab's cells
  picture.setAttribute("aria-description", "The arrow keys read its curves.");
  picture.addEventListener("pointermove", point);
  picture.addEventListener("pointerleave", hide);
  picture.addEventListener("blur", hide);
  picture.addEventListener("keydown", walk);
  return () => {
    if (seen) show();
  };
}

// -- the picture --

function render({ model, el }) {
  const figure = document.createElement("figure");
  const picture = document.createElement("div");
  const caption = document.createElement("figcaption");
  const ground = document.createElement("div");
  const root = picture.attachShadow({ mode: "open" });
  root.innerHTML = STYLE;
  root.append(ground);
  picture.className = "picture";
  picture.setAttribute("role", "img");
  picture.style.width = `${model.get("width")}px`;
  caption.setAttribute("aria-live", "polite");
  figure.append(picture, caption);
  el.append(figure);

  const readAgain = reader(model, picture, root);
  const showGround = () => {
    ground.innerHTML = model.get("ground");
  };
  // A layer that is not in the picture yet, and whether its images are there.
  const layerOf = (moving) => {
    const layer = document.createElement("div");
    layer.innerHTML = moving;
    const images = [...layer.querySelectorAll("image")];
    const made = { layer, there: images.length === 0 };
    made.whole = Promise.all(images.map(loaded)).then(() => (made.there = true));
    return made;
  };
  // What a picture shows and says. The layer before stays until the images of the next one are there: nothing
  // flickers.
  let [shown, ahead] = [null, new Map()];
  const paint = async ({ moving, caption: words }) => {
    if (caption.textContent !== words) caption.textContent = words; // what is said already is not read out again
    picture.setAttribute("aria-label", words);
    if (moving === shown) return;
    shown = moving;
    const { layer, there, whole } = ahead.get(moving) ?? layerOf(moving);
    ahead.delete(moving);
    layer.style.visibility = there ? "" : "hidden";
    root.append(layer);
    if (!there) await whole;
    if (layer.parentNode !== root) return; // a newer one was quicker
    while (layer.previousElementSibling !== ground) layer.previousElementSibling.remove();
    layer.style.visibility = "";
    readAgain();
    makeSoon();
  };

  // The pictures that one move can ask for, by the places of all controls: a lab hands them over while its reader
  // rests. A hand that moves a control to one of them sees it at once; the kernel's answer comes after it.
  const known = new Map();
  const tracks = () => [...(el.closest(".lab")?.querySelectorAll(TRACKS) ?? [])];
  const places = () => tracks().map((track) => (track.type === "range" ? track.valueAsNumber : track.selectedIndex));
  let hand = null; // where a hand has brought the controls, and the kernel has not yet answered
  const move = ({ target, type }) => {
    if (!el.closest(".lab")?.contains(target)) return;
    const [here, moved] = [places().join(" "), target.matches(TRACKS)];
    if (moved && type !== "input") return; // seen already
    const next = moved && model.get("places") ? known.get(here) : undefined;
    hand = next ? here : null;
    if (next) paint(next);
  };
  const follow = () => {
    const answered = model.get("places") === hand;
    if (hand !== null && !answered && places().join(" ") === hand) return; // the picture of a place before
    hand = null;
    paint({ moving: model.get("moving"), caption: model.get("caption") });
  };
  const makeAhead = () => {
    const here = places();
    const around = here.flatMap((place, n) => [here.with(n, place + 1), here.with(n, place - 1)]);
    const next = around.map((each) => known.get(each.join(" "))?.moving).filter((moving) => moving !== undefined);
    ahead = new Map(next.map((moving) => [moving, ahead.get(moving) ?? layerOf(moving)]));
  };
  const makeSoon = () => requestAnimationFrame(() => setTimeout(makeAhead)); // once what is on show is painted
  const learn = ({ known: pictures, anew }) => {
    if (anew) known.clear();
    for (const [where, moving, caption] of pictures) known.set(where, { moving, caption });
    makeSoon();
  };

  for (const event of EVENTS) document.addEventListener(event, move);
  model.on("change:ground", showGround);
  model.on("change", follow);
  model.on("msg:custom", learn);
  showGround();
  follow();
  model.send("shown");
  return () => {
    for (const event of EVENTS) document.removeEventListener(event, move);
    model.off("change:ground", showGround);
    model.off("change", follow);
    model.off("msg:custom", learn);
  };
}
export default { render };
