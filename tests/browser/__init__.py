"""Every lesson in a real JupyterLab, shown by Chromium."""
