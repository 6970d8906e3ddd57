// A menu of known drawings, and a pad for one of your own: by the pointer, or by the arrow keys and the space bar.
const [SIDE, STEP, MOST] = [256, 8, 4000];
const HOW = "Draw with the pointer. Or with keys: arrows move the pen, space puts it down and lifts it, Backspace takes the last stroke away.";

function render({ model, el }) {
  const title = model.get("description");
  const [name, menu, pad, side] = ["span", "select", "div", "div"].map((tag) => document.createElement(tag));
  const [clear, how, said] = ["button", "p", "p"].map((tag) => document.createElement(tag));
  name.textContent = title;
  name.ariaHidden = "true"; // the menu says it
  menu.setAttribute("aria-label", title);
  menu.append(...model.get("labels").map((label) => new Option(label)));
  const own = new Option("your drawing"); // shown where the drawing is none of the menu's, and not to be chosen
  own.hidden = own.disabled = true;
  menu.append(own);
  pad.className = "pad";
  pad.tabIndex = 0;
  pad.setAttribute("role", "application");
  pad.setAttribute("aria-label", `${title}: pad`);
  pad.setAttribute("aria-description", HOW);
  for (const part of [menu, pad]) part.dataset.lmSuppressShortcuts = "true"; // keys are ours, not JupyterLab's
  pad.innerHTML = `<svg viewBox="0 0 ${SIDE} ${SIDE}" aria-hidden="true"><path/><circle r="7"/></svg>`;
  const [lines, pen] = pad.querySelectorAll("path, circle");
  Object.assign(clear, { type: "button", textContent: "Clear" });
  clear.setAttribute("aria-label", `${title}: clear`);
  how.textContent = HOW;
  said.setAttribute("role", "status");
  side.append(menu, clear, how, said);
  el.classList.add("draws");
  el.append(name, pad, side);

  let strokes = model.get("strokes");
  let [pointer, down, x, y] = [null, false, SIDE / 2, SIDE / 2];
  const show = () => {
    lines.setAttribute("d", strokes.map((stroke) => `M${[stroke[0], ...stroke].join("L")}`).join(""));
    pen.setAttribute("cx", x);
    pen.setAttribute("cy", y);
    pen.classList.toggle("down", down);
    menu.selectedIndex = model.get("index") < 0 ? own.index : model.get("index");
  };
  const send = (drawn) => {
    if (drawn.flat().length > MOST) return;
    strokes = drawn;
    model.set("strokes", strokes);
    model.save_changes();
    show();
  };
  const follow = () => {
    if (pointer === null) strokes = model.get("strokes"); // while a stroke is drawn, the kernel's word is older
    show();
  };
  const begin = () => send([...strokes, [[x, y]]]);
  const go = () => {
    const last = strokes.at(-1);
    if (!last) return begin(); // taken away meanwhile
    if (last.at(-1)[0] === x && last.at(-1)[1] === y) return;
    send([...strokes.slice(0, -1), [...last, [x, y]]]);
  };
  const within = (place) => Math.min(Math.max(Math.round(place), 0), SIDE - 1);
  const at = ({ clientX, clientY }) => {
    const box = pad.getBoundingClientRect();
    x = within(((clientX - box.left) / box.width) * SIDE);
    y = within(((clientY - box.top) / box.height) * SIDE);
  };
  const lift = () => {
    [pointer, down] = [null, false];
    show();
  };
  pad.addEventListener("pointerdown", (event) => {
    if (event.button || pointer !== null) return;
    event.preventDefault(); // no text is selected
    pad.focus({ preventScroll: true });
    pad.setPointerCapture(event.pointerId);
    [pointer, down] = [event.pointerId, true];
    at(event);
    begin();
  });
  pad.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    at(event);
    go();
  });
  pad.addEventListener("pointerup", lift);
  pad.addEventListener("pointercancel", lift);
  pad.addEventListener("keydown", (event) => {
    const [right, below] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
    if (right !== undefined) {
      [x, y] = [within(x + STEP * right), within(y + STEP * below)];
      down ? go() : show();
    } else if (event.key === " ") {
      down = !down;
      said.textContent = down ? "The pen is down." : "The pen is lifted.";
      down ? begin() : show();
    } else if (event.key === "Backspace") {
      down = false;
      send(strokes.slice(0, -1));
    } else return;
    event.preventDefault();
  });
  clear.addEventListener("click", () => {
    down = false;
    send([]);
  });
  menu.addEventListener("change", () => {
    down = false;
    model.set("index", menu.selectedIndex);
    model.save_changes();
  });
  model.on("change", follow);
  show();
  return () => model.off("change", follow);
}
export default { render };
