"""Sphinx's settings for the site: the same Markdown, one theme, and nothing from elsewhere."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from coach import __version__

project = "The conversation coach"
author = ""
version = release = __version__
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = [
    "docs/**.md",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "coach/weights/README.md",
]
exclude_patterns = [".*", ".venv/**", "build/**", "dist/**", "tests/**"]
myst_enable_extensions = ["attrs_block"]
myst_heading_anchors = 5
myst_links_external_new_tab = False
suppress_warnings = ["myst.header"]  # a page may begin below a first heading
language = "en-GB"
smartquotes = False
html_theme = "furo"
html_title = "The conversation coach"
html_static_path = ["site"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_last_updated_fmt = None
html_theme_options = {
    "top_of_page_buttons": [],
    "footer_icons": [],
    "light_css_variables": {"font-stack": "system-ui, sans-serif", "color-brand-primary": "#0b5c63"},
    "dark_css_variables": {"font-stack": "system-ui, sans-serif", "color-brand-primary": "#9fc9cc"},
}
pygments_style = "tango"
pygments_dark_style = "monokai"
