"""How Sphinx makes the pages that tools/site.py has prepared."""

project = "Backpropagation that checks itself"
author = "The backprop_course developers"
html_title = project
language = "en"

extensions = ["myst_nb"]
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 4
suppress_warnings = ["myst.header"]  # a lesson may go from its title to a heading of the third level

html_theme = "furo"
html_static_path = ["_static"]
templates_path = ["templates"]
html_favicon = "_static/icon.svg"
html_css_files = ["site.css"]
html_js_files = [("lab.js", {"type": "module"}), ("unserved.js", {"defer": "defer"})]
html_copy_source = False
html_show_copyright = html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0072B2", "color-brand-content": "#0072B2"},
    "dark_css_variables": {"color-brand-primary": "#56B4E9", "color-brand-content": "#56B4E9"},
}

mathjax_path = "mathjax/startup.js"
mathjax_options = {"defer": "defer"}
mathjax3_config = {
    "loader": {"load": ["core", "input/tex", "[tex]/color", "output/chtml", "a11y/assistive-mml"]},
    "tex": {"packages": {"[+]": ["color"]}},
}
