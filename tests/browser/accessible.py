"""What axe finds on a page: everything once, and then what a theme or a width can change."""

from axe_playwright_python.sync_playwright import Axe

# axe does not read a head that is a formula, and the corner of a table may be empty
OFF = {"empty-table-header": {"enabled": False}}
CONTRAST = "color-contrast"  # what takes axe longest, and all that a theme changes


def complaints(page, parts=None, theme="light", narrow=False):
    """What axe finds in `parts` of a page, or in all of it: the names of the rules, and a report.

    In the dark only the contrast is asked for, on a narrow page all but that, since the wide one has the same
    colors.
    """
    assert not (theme == "dark" and narrow), "nothing is left to ask for"
    options = {"resultTypes": ["violations"], "rules": OFF}
    if theme == "dark":
        options = {"resultTypes": ["violations"], "runOnly": [CONTRAST]}
    if narrow:
        options["rules"] = {**OFF, CONTRAST: {"enabled": False}}
    found = Axe().run(page, parts and {"include": parts}, options)
    return [each["id"] for each in found.response["violations"]], found.generate_report()
