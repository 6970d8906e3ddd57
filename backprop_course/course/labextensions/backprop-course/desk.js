// What the course changes in JupyterLab: the names of the lessons have room, Run All leaves the reader in place, a
// still says what became of its lab, and colored letters of formulas, which are thin, are lighter in the dark: at a
// pixel a dot some fell below 3 : 1.
const SIDEBAR = "280px"; // the longest name of a lesson; JupyterLab's own 250px cut it
const FORMULAS = '[data-jp-theme-light="false"] mjx-container [style*="color:"] { filter: brightness(1.4); }';

// JupyterLab goes to the last cell, and scrolls there (jupyterlab/jupyterlab#16402). Nothing else moves the active
// cell or scrolls while the command starts.
const RUN_ALL = ["notebook:run-all-cells", "notebook:run-all-below"];

function stayInPlace({ commands, shell }) {
  const execute = commands.execute.bind(commands);
  commands.execute = (id, args) => {
    const notebook = RUN_ALL.includes(id) ? shell.currentWidget?.content : undefined;
    if (!notebook?.scrollToItem) return execute(id, args);
    const place = notebook.activeCellIndex;
    notebook.scrollToItem = async () => {};
    const done = execute(id, args);
    delete notebook.scrollToItem;
    notebook.activeCellIndex = place;
    return done;
  };
}

// On this desk a closed lesson's kernel ends (settings/overrides.json). So where a still stands for a lab, the page says
// what that means, and offers to make all of it anew.
const STILL = "Run this cell to get the controls."; // widgets/lab.py
const STILLS = ".jp-OutputArea-output > p:first-child:has(+ figure)";
const ENDED = "A closed lesson's kernel ends, and what its cells made ends with it. ";
const AGAIN = "Run the lesson's cells";
const OFFER = `
  .jp-OutputArea-output > p button {
    min-height: 28px; padding: 0 8px; font: inherit; color: inherit; cursor: pointer; border-radius: 3px;
    background: var(--jp-layout-color1); border: 1px solid var(--jp-border-color1);
  }
  .jp-OutputArea-output > p button:focus-visible { outline: 3px solid var(--jp-brand-color1) !important; outline-offset: 2px; }`;

function offerToRun({ commands }) {
  const offer = (note) => {
    if (note.textContent !== STILL) return; // another note, or one with its offer
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: AGAIN });
    button.dataset.lmSuppressShortcuts = "true"; // Enter presses it, and does not edit JupyterLab's cell
    button.addEventListener("click", () => commands.execute("notebook:run-all-cells"));
    note.append(` ${ENDED}`, button);
  };
  const look = (part) => part.querySelectorAll(STILLS).forEach(offer);
  new MutationObserver((changes) => changes.forEach(({ target }) => look(target.parentElement ?? target)))
    .observe(document.body, { childList: true, subtree: true });
}

const desk = {
  id: "backprop-course:desk",
  autoStart: true,
  activate: (app) => {
    document.body.style.setProperty("--jp-sidebar-min-width", SIDEBAR);
    document.head.append(Object.assign(document.createElement("style"), { textContent: FORMULAS + OFFER }));
    stayInPlace(app);
    offerToRun(app);
  },
};
(window._JUPYTERLAB ??= {})["backprop-course"] = { init: () => {}, get: async () => () => desk };
