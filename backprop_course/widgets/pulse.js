// What a lab says when its kernel does not answer, and what it leaves in the saved lesson for when there is none.
const PATIENCE = 1000; // ms without an answer before a lab says that it waits
const BUSY = "The kernel is still at work, perhaps on another cell. The picture follows.";
const LOST = "The kernel cannot be reached now. When the connection is back, the controls move the picture again.";
const GONE = "The kernel that made this lab has ended, so the controls are at rest. To go on, run this cell again.";
const ENDED = ["restarting", "autorestarting", "terminating", "dead"];

function render({ model, el }) {
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  el.classList.add("pulse");
  el.append(said);

  const session = model.widget_manager.context?.sessionContext; // JupyterLab and Notebook have one
  const kernel = session?.session?.kernel;
  let [waiting, late, gone] = [0, false, false];
  const show = () => {
    const lost = kernel?.connectionStatus === "connecting" || kernel?.connectionStatus === "disconnected";
    said.textContent = gone ? GONE : lost ? LOST : late ? BUSY : "";
    for (const part of el.closest(".lab")?.querySelectorAll(".controls, .buttons") ?? []) part.inert = gone;
  };
  const look = () => {
    gone ||= session.session?.kernel?.id !== kernel?.id || ENDED.includes(kernel?.status);
    show();
  };
  const ask = ({ target }) => {
    if (waiting || !el.closest(".lab")?.contains(target)) return;
    waiting = setTimeout(() => {
      late = true;
      show();
    }, PATIENCE);
    model.send("asked"); // the kernel hears it after the move, and answers when the picture is made
  };
  const answered = () => {
    clearTimeout(waiting);
    [waiting, late] = [0, false];
    show();
  };
  const signals = [session?.statusChanged, session?.kernelChanged, session?.connectionStatusChanged];
  for (const signal of signals) signal?.connect(look);
  for (const event of ["input", "change", "click"]) document.addEventListener(event, ask);
  model.on("msg:custom", answered);
  return () => {
    clearTimeout(waiting);
    for (const signal of signals) signal?.disconnect(look);
    for (const event of ["input", "change", "click"]) document.removeEventListener(event, ask);
    model.off("msg:custom", answered);
  };
}

// A saved lesson refers to its labs, and a reader without their kernel would meet an error in their places. So the
// references, the views, are saved under a name that nobody knows, and the stills beside them are shown. A page that
// finds the kernel at work puts its views back.
const VIEW = "application/vnd.jupyter.widget-view+json";
const ASIDE = "application/vnd.backprop-course.set-aside.widget-view+json";
const DONE = Symbol.for("backprop-course: views are set aside");

function renamed(data, from, to) {
  const { [from]: view, ...others } = data;
  return { ...others, [to]: view };
}

function saved(output) {
  return output.data?.[VIEW] && output.data["text/html"] ? { ...output, data: renamed(output.data, VIEW, ASIDE) } : output;
}

function initialize({ model }) {
  const notebook = model.widget_manager.context?.model;
  if (!notebook?.cells) return; // no notebook of JupyterLab's
  if (!notebook[DONE]) {
    const toJSON = notebook.toJSON.bind(notebook);
    const cell = (each) => (each.outputs ? { ...each, outputs: each.outputs.map(saved) } : each);
    notebook.toJSON = () => {
      const all = toJSON();
      return { ...all, cells: all.cells.map(cell) };
    };
    notebook[DONE] = true;
  }
  for (const { outputs } of notebook.cells)
    for (let place = 0; place < (outputs?.length ?? 0); place++) {
      const { data } = outputs.get(place);
      if (data[ASIDE]?.model_id === model.get("lab")) outputs.get(place).setData({ data: renamed(data, ASIDE, VIEW) });
    }
}
export default { initialize, render };
