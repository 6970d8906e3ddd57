// A slider along known values, and a field with the number where it stands, to read or to type. One that plays has
// buttons as well: to the start, one back, play or stop, one on.
const ICONS = {
  "to the start": "M3 3h2v10H3zM14 3v10L6 8z",
  "one back": "M12 3v10L4 8z",
  play: "M4 2v12l10-6z",
  stop: "M4 3h3v10H4zM9 3h3v10H9z",
  "one on": "M4 3v10l8-5zM12 3h2v10h-2z",
};

function render({ model, el }) {
  const name = document.createElement("span");
  const track = document.createElement("input");
  const number = document.createElement("input");
  const said = document.createElement("p");
  name.textContent = model.get("description");
  name.ariaHidden = "true"; // both inputs say it
  Object.assign(track, { type: "range", min: 0, max: model.get("labels").length - 1, step: 1 });
  Object.assign(number, { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
  for (const input of [track, number]) {
    input.setAttribute("aria-label", model.get("description"));
    input.dataset.lmSuppressShortcuts = "true"; // keys move the control, not JupyterLab's cursor
  }
  said.setAttribute("role", "status");
  el.append(name, track, number);

  // While a drag goes on, the kernel's word is older than the place; that of a number between places is not.
  const words = () => {
    const [labels, shown] = [model.get("labels"), model.get("shown")];
    return labels.includes(shown) ? labels[model.get("index")] : shown;
  };
  const show = () => {
    track.value = model.get("index");
    track.setAttribute("aria-valuetext", words());
    number.value = words();
    said.textContent = model.get("said");
  };
  const enter = () => {
    if (number.value === words()) return;
    model.send({ typed: number.value });
    show(); // until the kernel has read it
  };
  const go = () => {
    model.set("index", track.valueAsNumber);
    model.save_changes();
  };
  track.addEventListener("input", go);
  number.addEventListener("change", enter);
  number.addEventListener("keydown", (event) => {
    if (event.key === "Enter") enter(); // JupyterLab keeps the browser from making it a change
  });
  model.on("change", show);
  show();
  const still = model.get("pace") ? player(model, el, track) : () => {};
  el.append(said); // below all
  return () => {
    still();
    model.off("change", show);
  };
}

// Buttons that move the track as a hand does; returns what stops the play.
function player(model, el, track) {
  let [timer, mine] = [0, 0];
  const last = Number(track.max);
  const to = (place) => {
    track.value = mine = Math.min(Math.max(place, 0), last);
    track.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    dress(play, "play");
  };
  const next = () => {
    const [labels, place, shown] = [model.get("labels"), model.get("index"), model.get("shown")];
    if (place !== mine || place === last) return stop(); // someone else moved it, or it is over
    if (labels[place] === shown || !labels.includes(shown)) to(place + 1); // else the kernel is not there yet
  };
  const start = () => {
    mine = model.get("index");
    if (mine === last) to(0);
    timer = setInterval(next, 1000 * model.get("pace"));
    dress(play, "stop");
  };
  const dress = (button, does) => {
    button.setAttribute("aria-label", `${model.get("description")}: ${does}`);
    button.title = does;
    button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[does]}"/></svg>`;
  };
  const button = (does, act) => {
    const made = document.createElement("button");
    made.type = "button";
    dress(made, does);
    made.addEventListener("click", act);
    el.append(made);
    return made;
  };
  const step = (way) => () => {
    stop();
    to(way === -last ? 0 : model.get("index") + way);
  };
  button("to the start", step(-last));
  button("one back", step(-1));
  const play = button("play", () => (timer ? stop() : start()));
  button("one on", step(1));
  el.classList.add("plays");
  return stop;
}
export default { render };
