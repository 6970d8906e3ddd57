// What the course changes in JupyterLab: the names of the lessons have room, Run All leaves the reader in place, and
// colored letters of formulas, which are thin, are lighter in the dark: at a pixel a dot some fell below 3 : 1.
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

const desk = {
  id: "backprop-course:desk",
  autoStart: true,
  activate: (app) => {
    document.body.style.setProperty("--jp-sidebar-min-width", SIDEBAR);
    document.head.append(Object.assign(document.createElement("style"), { textContent: FORMULAS }));
    stayInPlace(app);
  },
};
(window._JUPYTERLAB ??= {})["backprop-course"] = { init: () => {}, get: async () => () => desk };
