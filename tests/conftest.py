"""What all tests share: Hypothesis tries the same examples each time; the log ends with recorded figures."""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


def pytest_terminal_summary(terminalreporter):
    """Print every recorded property."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    figures = [
        pair
        for report in reports
        for pair in getattr(report, "user_properties", [])
        if getattr(report, "when", "") == "call"
    ]
    if figures:
        terminalreporter.section("figures")
    for name, value in figures:
        terminalreporter.write_line(f"{name}: {value}")
