"""Lists that change while somebody is choosing from them."""

from textual.widgets import OptionList
from textual.widgets.option_list import Option


def keep(options: OptionList, now: list[Option]) -> None:
    """Show these options; whoever was on one stays on it, and nothing is drawn again that did not change."""
    before = [(option.id, option.prompt) for option in options.options]
    if before == [(option.id, option.prompt) for option in now]:
        return
    place = options.highlighted
    if [key for key, _ in before] == [option.id for option in now]:
        for option in now:
            options.replace_option_prompt(str(option.id), option.prompt)
        return
    options.clear_options()
    options.add_options(now)
    options.highlighted = min(place or 0, len(now) - 1) if now else None
