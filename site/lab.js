// A lab, the predictions and the questions of a lesson on a page without a kernel. The widgets are those of the notebook; what
// answers them here is a recording: one move of each control, and each try.
import buttons from "./widgets/buttons.js";
import menu from "./widgets/menu.js";
import picture from "./widgets/picture.js";
import slider from "./widgets/slider.js";

const ONE = "On this page one control moves at a time: the others go back to where the lab opened. " +
  "In the notebook all of them move together.";
const NO_PAD = "You can draw in the notebook; here choose one of our drawings.";
const NO_NUMBER = "Write one number, such as 0.67.";
const UNTRIED = -1;

// What a widget asks of its kernel: values by name, and to be told of changes.
function model(values, receive = () => {}) {
  const listeners = [];
  return {
    get: (name) => values[name],
    set: (name, value) => (values[name] = value),
    on: (event, listener) => listeners.push([event, listener]),
    off: () => {},
    send: receive,
    save_changes: () => receive(values),
    change(changed) {
      Object.assign(values, changed);
      for (const [event, listener] of listeners)
        if (event === "change" || event.slice("change:".length) in changed) listener();
    },
    tell(message) {
      for (const [event, listener] of listeners) if (event === "msg:custom") listener(message);
    },
  };
}

async function recorded(address) {
  const packed = await fetch(address);
  if (!packed.ok) throw new Error(`${address}: ${packed.status}`);
  return new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).json();
}

function bench(tale, home) {
  const part = (classes) => {
    const made = document.createElement("div");
    made.className = classes;
    home.append(made);
    return made;
  };
  const shown = (number) => {
    const { lines, words } = tale.frames[number];
    return { moving: lines.map((line) => tale.lines[line]).join("\n"), caption: words };
  };
  const opening = Object.fromEntries(tale.controls.map(({ key, opening }) => [key, opening]));
  const models = {};
  const row = part("controls");
  const names = tale.tries.map(({ name }) => name);
  const tries = model({ names, pressed: UNTRIED, look: "" }, ({ number }) => press(number));
  const [first] = tale.controls;
  const { width, ground, panels } = tale;
  const written = (places) => tale.controls.map(({ key }) => places[key]).join(" ");
  const view = model({ width, ground, panels, places: written(opening), ...shown(first.frames[first.opening]) });
  // The picture gets the next ones of a control before a hand asks for them.
  const tellAround = ({ key, frames }, index) => {
    const known = [index + 1, index - 1].filter((place) => place in frames).map((place) => {
      const { moving, caption } = shown(frames[place]);
      return [written({ ...opening, [key]: place }), moving, caption];
    });
    view.tell({ known, anew: true });
  };

  const stand = (places, frame) => {
    for (const { key, labels } of tale.controls) {
      const index = places[key];
      if (models[key].get("index") !== index || models[key].get("shown") !== labels[index])
        models[key].change({ index, shown: labels[index], said: "" });
    }
    view.change({ places: written(places), ...shown(frame) });
  };
  const moved = (control, index) => {
    const { key, frames } = control;
    tries.change({ pressed: UNTRIED });
    stand({ ...opening, [key]: index }, frames[index]);
    tellAround(control, index);
  };
  const press = (number) => {
    if (number === undefined) {
      stand(opening, first.frames[first.opening]);
      return tries.change({ pressed: UNTRIED, look: "" });
    }
    const { places, frame, look } = tale.tries[number];
    stand({ ...opening, ...places }, frame);
    tries.change({ pressed: number, look });
  };

  for (const control of tale.controls) {
    const { key, kind, name, labels, pace = 0 } = control;
    const values = { description: name, labels, index: control.opening, shown: labels[control.opening], pace };
    models[key] = model(values, (message) => {
      const { typed } = message;
      const index = typed === undefined ? message.index : nearest(labels, typed);
      if (index !== undefined) moved(control, index);
      if (typed !== undefined) models[key].change({ said: answer(labels, typed) });
    });
    const el = document.createElement("div");
    el.className = "control";
    row.append(el);
    ({ slider, menu, pad: menu })[kind].render({ model: models[key], el });
    if (kind === "pad") part("said").textContent = NO_PAD;
  }
  buttons.render({ model: tries, el: part("") });
  picture.render({ model: view, el: part("") });
  tellAround(first, first.opening);
  if (tale.controls.length > 1) part("said").textContent = ONE;
}

// A typed number, with a point or a comma, perhaps a fraction or in percent; NaN for what is no number.
function numberIn(typed) {
  const plain = typed.replaceAll(",", ".").replaceAll("−", "-").trim();
  const [, over, under = 1, percent] = plain.match(/^([^/%]+)(?:\/([^/%]+))?(%)?$/) ?? [];
  const number = Number(over) / Number(under) / (percent ? 100 : 1);
  return Number.isFinite(number) ? number : NaN;
}

// The place of the label that is nearest to a typed number; none for what is no number.
function nearest(labels, typed) {
  const number = numberIn(typed);
  if (Number.isNaN(number)) return undefined;
  const distances = labels.map((label) => Math.abs(Number(label) - number));
  return distances.indexOf(Math.min(...distances));
}

// What to tell a reader of the number typed; nothing where the slider stands there. As Slider says it.
function answer(labels, typed) {
  const [number, low, high] = [numberIn(typed), labels[0], labels.at(-1)];
  if (!Number.isFinite(number)) return "This is no number.";
  if (number < Number(low)) return `The least is ${low}.`;
  if (number > Number(high)) return `The most is ${high}.`;
  const near = labels[nearest(labels, typed)];
  return Number(near) === number ? "" : `The nearest is ${near}.`;
}

// A lab's recording is fetched when its still comes near the reader's eyes.
const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      const home = document.createElement("div");
      home.className = "lab";
      recorded(new URL(target.dataset.recording, import.meta.url))
        .then((tale) => {
          bench(tale, home);
          target.replaceChildren(home);
        })
        .catch(() => target.append("This lab could not be loaded; the picture above is how it opens."));
    }
  },
  { rootMargin: "400px" },
);

// Asks for one of the choices, or for a number where there are none; answer(guess) gives the HTML of what is said.
function ask(asked, answer) {
  const choices = JSON.parse(asked.dataset.choices);
  const said = document.createElement("div");
  said.setAttribute("role", "status");
  const choose = (guess, button) => {
    const known = choices.length || !Number.isNaN(numberIn(guess));
    for (const each of asked.querySelectorAll("button")) each.setAttribute("aria-pressed", known && each === button);
    if (known) said.innerHTML = answer(guess);
    else said.textContent = NO_NUMBER;
  };
  const button = (words, guess) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", () => choose(guess(), made));
    return made;
  };
  if (choices.length) asked.append(...choices.map((word) => button(word, () => word)));
  else {
    const field = document.createElement("input");
    Object.assign(field, { type: "text", inputMode: "decimal", autocomplete: "off" });
    field.setAttribute("aria-label", asked.dataset.asked);
    const mine = button(asked.dataset.asked.replace("Your", "That is my"), () => field.value.trim());
    field.addEventListener("keydown", (event) => event.key === "Enter" && mine.click());
    asked.append(field, mine);
  }
  asked.append(said);
}

// A prediction asks for a guess; the cell after it answers.
function prediction(asked) {
  const cells = [...document.querySelectorAll(".cell")];
  const found = cells[cells.indexOf(asked.closest(".cell")) + 1].querySelector(".cell_output");
  found.hidden = true;
  ask(asked, (guess) => {
    found.hidden = false;
    const words = document.createElement("p");
    words.textContent = `You said ${guess}. The cell below has run, and answers.`;
    return words.outerHTML;
  });
}

// A question is answered by the verdicts made ahead: of each known word or number, and of all others.
function question(asked) {
  const { known, other, tolerance } = JSON.parse(asked.dataset.verdicts);
  const near = (number, answer) => Math.abs(number - answer) <= 1e-8 + tolerance * Math.abs(answer);
  ask(asked, (guess) => {
    const found = known.find(([answer]) => answer === guess || near(numberIn(guess), answer));
    return found ? found[1] : other;
  });
}

// The labs' styles ask for JupyterLab's word for the theme; this is what the reader chose here.
const dark = matchMedia("(prefers-color-scheme: dark)");
function dress() {
  const theme = document.body.dataset.theme;
  document.body.dataset.jpThemeLight = theme === "light" || (theme !== "dark" && !dark.matches);
}
new MutationObserver(dress).observe(document.body, { attributeFilter: ["data-theme"] });
dark.addEventListener("change", dress);
dress();

// What the theme leaves unsaid to a screen reader.
for (const caption of document.querySelectorAll(".caption[role=heading]")) caption.ariaLevel = 2;
document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "The course");
document.querySelector(".toc-drawer")?.setAttribute("aria-label", "This page");
for (const head of document.querySelectorAll("th"))
  if (!head.textContent.trim()) head.replaceWith(document.createElement("td"));

// What is wider than its place scrolls, by the keyboard too. Its width comes late: when MathJax has set a formula,
// when a bar of the page appears, when what was folded is opened.
const wide = new ResizeObserver((changes) => {
  for (const part of new Set(changes.map(({ target }) => target.closest("pre, .table-wrapper, .math-wrapper"))))
    part.scrollWidth > part.clientWidth ? (part.tabIndex = 0) : part.removeAttribute("tabindex");
});
for (const part of document.querySelectorAll("pre, .table-wrapper, .math-wrapper"))
  for (const one of [part, part.firstElementChild]) if (one) wide.observe(one);

for (const place of document.querySelectorAll("[data-recording]")) near.observe(place);
for (const asked of document.querySelectorAll(".prediction")) prediction(asked);
for (const asked of document.querySelectorAll(".question")) question(asked);
