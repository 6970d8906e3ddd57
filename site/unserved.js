// Opened as a file, a page may load no lab, and each still says so. This is no module: those are not loaded either.
if (location.protocol === "file:")
  for (const still of document.querySelectorAll(".recorded")) {
    const words = document.createElement("p");
    words.innerHTML = "This page was opened as a file, so its labs stand still. Run <code>python -m http.server</code> " +
      "in the folder of index.html, and open the address that it prints.";
    still.prepend(words);
  }
